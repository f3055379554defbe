"""Who may do what, and where: one table that every door asks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal[
    "citizen",
    "household",
    "clan_head",
    "unit_head",
    "village_head",
    "staff",
    "province_viewer",
    "technician",
]
ROLES: tuple[Role, ...] = get_args(Role)

Action = Literal[
    "answer",  # register, fill in, hand in, take back, withdraw: one subject's own form
    "answer_for",  # the same for somebody who has no phone, with how it was asked
    "see_village",  # who has handed in, who is missing
    "hold_meeting",  # record the village meeting, post its list, hand it over
    "invite",  # issue an invitation anew
    "verify",  # open the queue, decide on an item, draw a sample
    "recognise",  # propose, decide, revoke
    "see_commune",  # the commune's counts and lists
    "set_deadlines",  # the plan a commune follows, what it owes until when, its closing days
    "announce",  # tell many at once, and stop it
    "handle_requests",  # what people ask about their own data
    "see_province",  # the counts of every commune
    "set_up",  # roster, packs, plans: the terminal
]
ACTIONS: tuple[Action, ...] = get_args(Action)

Scope = Literal["own", "village", "commune", "province"]

_FOR_ITSELF: Mapping[Action, Scope] = {"answer": "own"}

RIGHTS: Mapping[Role, Mapping[Action, Scope]] = {
    "citizen": _FOR_ITSELF,
    "household": _FOR_ITSELF,
    "clan_head": _FOR_ITSELF,
    "unit_head": _FOR_ITSELF,
    "village_head": {
        "answer": "own",  # his village's own form
        "answer_for": "village",
        "see_village": "village",
        "hold_meeting": "village",
        "invite": "village",
    },
    "staff": {
        "answer": "own",  # the commune's own form
        "see_village": "commune",
        "invite": "commune",
        "verify": "commune",
        "recognise": "commune",
        "see_commune": "commune",
        "set_deadlines": "commune",
        "announce": "commune",
        "handle_requests": "commune",
    },
    "province_viewer": {"see_commune": "province", "see_province": "province"},
    "technician": {"set_up": "commune"},
}
"""role -> what it may do, and how far. What is not here is refused."""

STANDS_FOR: Mapping[str, Role] = {
    "citizen": "citizen",
    "household": "household",
    "clan": "clan_head",
    "unit": "unit_head",
    "village": "village_head",
    "commune": "staff",
}
"""kind of subject -> the role that answers for it."""

ANSWERED_FOR = ("citizen", "household", "clan")
"""Kinds of subjects a village head may answer for when they have no phone."""


@dataclass(frozen=True, slots=True)
class Holding:
    """One role somebody holds: for a subject, or in a place (by code)."""

    role: Role
    subject_id: int | None = None
    place_code: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """What an action is about. `kind` is the subject's; places are codes, "" where there is none.

    A target without a subject is the place itself.
    """

    subject_id: int | None = None
    kind: str = ""
    village: str = ""
    commune: str = ""
    province: str = ""


class Forbidden(Exception):
    """This person may not do this here. Says nothing of what is there."""


def allowed(holdings: Iterable[Holding], action: Action, target: Target) -> Holding | None:
    """The role in which this may be done, None when it may not."""
    fitting = (held for held in holdings if _fits(held, action, target))
    return next(fitting, None)


def require(holdings: Iterable[Holding], action: Action, target: Target) -> Holding:
    """The role in which this is done. Raises Forbidden."""
    found = allowed(holdings, action, target)
    if found is None:
        raise Forbidden(action)
    return found


def may_somewhere(holdings: Iterable[Holding], action: Action) -> bool:
    """Whether any role of this person allows the action at all."""
    return any(action in RIGHTS[held.role] for held in holdings)


def _fits(held: Holding, action: Action, target: Target) -> bool:
    match RIGHTS[held.role].get(action):
        case None:
            return False
        case "own":
            return _is_own(held, target)
        case "village":
            within = bool(held.place_code) and held.place_code == target.village
            return within and (action != "answer_for" or target.kind in ANSWERED_FOR)
        case "commune":
            return bool(held.place_code) and held.place_code == target.commune
        case "province":
            return bool(held.place_code) and held.place_code == target.province


def _is_own(held: Holding, target: Target) -> bool:
    """A subject's own form; a village's or a commune's is its head's or its staff's."""
    if held.role == "village_head":
        return target.kind == "village" and _same(held.place_code, target.village)
    if held.role == "staff":
        return target.kind == "commune" and _same(held.place_code, target.commune)
    return held.subject_id is not None and held.subject_id == target.subject_id


def _same(held: str, place: str) -> bool:
    return bool(held) and held == place
