"""The kinds of letters: which goes first, when it may go, what happens when one is in doubt."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from flows import quiet
from flows.messages import Message
from flows.quiet import ANY_DAY, NO_TET, Window
from flows.wording import Words

Kind = Literal["reply", "notice", "reminder", "digest", "announcement"]
Doubt = Literal["again", "once_more", "unknown"]


@dataclass(frozen=True, slots=True)
class Policy:
    """How letters of one kind are carried.

    `rank` orders them within a chat, the lowest first; kinds of one rank have one window, and a
    lower one is never narrower. `window` is when they may go, None for always. `doubt` is what
    happens when nobody knows whether one arrived: it is said "again", said "once_more" marked as a
    repeat, or marked "unknown" and shown to staff.
    """

    rank: int
    doubt: Doubt
    window: Window | None


@dataclass(frozen=True, slots=True)
class Later:
    """What a letter gets instead of words while it should not be said: not before `until`."""

    until: datetime


POLICIES: Mapping[Kind, Policy] = {
    "reply": Policy(0, "again", None),
    "notice": Policy(1, "once_more", ANY_DAY),
    "reminder": Policy(2, "unknown", NO_TET),
    "digest": Policy(2, "unknown", NO_TET),
    "announcement": Policy(3, "unknown", NO_TET),
}

UNASKED: frozenset[Kind] = frozenset(POLICIES) - {"reply"}
"""What nobody asked for."""

WORDED: frozenset[Kind] = frozenset({"reply", "notice"})
"""Kinds whose words are settled when they are promised; the others' when they are sent."""


AS_TOLD: Mapping[str, str] = {"sending": "queued", "expired": "failed"}
"""What staff are told of states that are only the postman's business."""

RANKS = tuple(sorted({policy.rank for policy in POLICIES.values()}))
"""The places in a chat, the most urgent first."""


def may_go(kind: Kind, moment: datetime) -> bool:
    """Whether a letter of that kind may go at `moment`, which is local time."""
    window = POLICIES[kind].window
    return window is None or quiet.allowed_from(moment, window) <= moment


def open_at(rank: int, moment: datetime) -> bool:
    """Whether letters of that rank may go at `moment`, which is local time."""
    return all(may_go(kind, moment) for kind in POLICIES if POLICIES[kind].rank == rank)


def repeated(say: Words, message: Message) -> Message:
    """The message as it is said a second time, when nobody knows whether it came the first time."""
    return replace(message, text=f"{say('letter.again')} {message.text}")
