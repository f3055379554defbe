"""The kinds of letters: which goes first, when it may go, what happens when one is in doubt."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from flows.quiet import ANY_DAY, NO_TET, Window

Kind = Literal["reply", "notice", "reminder", "digest", "announcement"]
Doubt = Literal["again", "once_more", "unknown"]


@dataclass(frozen=True, slots=True)
class Policy:
    """How letters of one kind are carried.

    `rank` orders them within a chat, the lowest first. `window` is when they may go, None for
    always. `doubt` is what happens when nobody knows whether one arrived: it is said "again", said
    "once_more" marked as a repeat, or marked "unknown" and shown to staff.
    """

    rank: int
    doubt: Doubt
    window: Window | None


POLICIES: Mapping[Kind, Policy] = {
    "reply": Policy(0, "again", None),
    "notice": Policy(1, "once_more", ANY_DAY),
    "reminder": Policy(2, "unknown", NO_TET),
    "digest": Policy(2, "unknown", NO_TET),
    "announcement": Policy(3, "unknown", NO_TET),
}

UNASKED: frozenset[Kind] = frozenset(POLICIES) - {"reply"}
"""What nobody asked for."""
