"""The village meeting: what is written down about it, who passes, and what is still missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Literal

PASSING = 50.0
"""Percent of the attending household representatives; more than that passes (domain.md 2.4)."""
LOWEST_PASSING = 50  # percent; a village may ask for more, never for less
POSTED_DAYS = 10
"""Days a list stays posted, as villages know it from Gia đình văn hóa (domain.md 2.3)."""
LONGEST_POSTING = 60  # days; a list nobody takes down is forgotten
OLDEST = timedelta(days=365)  # a meeting held longer ago is another year's

Detail = Literal["day", "attendees", "representatives", "secretary"]
DETAILS: tuple[Detail, ...] = ("day", "attendees", "representatives", "secretary")
"""What is asked about a meeting, in this order."""

TITLE_ORDER = ("family", "clan", "village", "citizen")


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting of the village `place` (its name) with the code `village`.

    `state` is open, closed, posted or handed_over; `passing` is in percent; `minutes` are the keys
    of the photos of the signed minutes. `households` counts those on the roster.
    """

    id: int
    village: str
    place: str
    year: int
    state: str = "open"
    held_on: date | None = None
    attendees: int | None = None
    representatives: int | None = None
    secretary: str = ""
    passing: float = PASSING
    minutes: tuple[str, ...] = ()
    token: str = ""
    posted_until: date | None = None
    households: int = 0

    @property
    def next_detail(self) -> Detail | None:
        """What has to be asked next about the meeting itself, None when all is known."""
        known = (self.held_on, self.attendees, self.representatives, self.secretary or None)
        pairs = zip(DETAILS, known, strict=True)
        return next((detail for detail, value in pairs if value is None), None)

    @property
    def needed(self) -> int:
        """How many representatives in favour are enough."""
        return int(self.passing * (self.representatives or 0) / 100) + 1

    def passes(self, in_favour: int) -> bool:
        """Whether so many representatives are enough. Exactly `passing` percent are not."""
        return in_favour * 100 > self.passing * (self.representatives or 0)

    def may_hand_over(self, today: date) -> bool:
        """Whether the list may go to the commune: never posted, or its last day is over."""
        return self.posted_until is None or today > self.posted_until


@dataclass(frozen=True, slots=True)
class Ballot:
    """How a meeting decided on one version; `in_favour` is None for the whole list at once."""

    revision: int
    passed: bool
    in_favour: int | None = None
    reason: str = ""

    @property
    def lacks_reason(self) -> bool:
        """Whoever did not pass has to be told why."""
        return not self.passed and not self.reason


@dataclass(frozen=True, slots=True)
class Item:
    """One assessment before a meeting, with the points it gave itself.

    `level` is that of a form without points. `official` says so of its pack, `ballot` how this
    meeting decided on it.
    """

    assessment_id: int
    subject_id: int
    subject: str
    title: str
    state: str
    revision: int
    points: float | None = None
    most: float | None = None
    level: int | None = None
    official: bool = True
    ballot: Ballot | None = None

    @property
    def is_decided(self) -> bool:
        """Whether this very version was voted on."""
        return self.ballot is not None and self.ballot.revision == self.revision

    @property
    def is_here(self) -> bool:
        """Whether the meeting can decide on it now."""
        return self.state == "submitted"

    @property
    def number(self) -> int | None:
        """The household's number in its name ("Hộ 07 · …" → 7), None without one."""
        digits = (word for word in self.subject.split() if word.isascii() and word.isdecimal())
        return next((int(word) for word in digits), None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a meeting would decide if it were closed now.

    `gone` were voted on and taken back since; `unreasoned` did not pass and nobody said why.
    """

    passed: tuple[Item, ...]
    failed: tuple[Item, ...]
    undecided: tuple[Item, ...]
    gone: tuple[Item, ...]
    unreasoned: tuple[Item, ...]

    @property
    def can_close(self) -> bool:
        return bool(self.passed or self.failed) and not self.unreasoned


def outcome(items: Sequence[Item]) -> Outcome:
    """Sort the list by what became of each."""
    here = [item for item in items if item.is_here]
    decided = [(item, item.ballot) for item in here if item.ballot and item.is_decided]
    return Outcome(
        passed=tuple(item for item, ballot in decided if ballot.passed),
        failed=tuple(item for item, ballot in decided if not ballot.passed),
        undecided=tuple(item for item in here if not item.is_decided),
        gone=tuple(item for item in items if item.ballot and not item.is_here),
        unreasoned=tuple(item for item, ballot in decided if ballot.lacks_reason),
    )


def counted(meeting: Meeting, item: Item, in_favour: int, reason: str = "") -> Ballot:
    """The ballot that so many representatives in favour make; a reason only where it fails."""
    passed = meeting.passes(in_favour)
    return Ballot(item.revision, passed, in_favour, "" if passed else reason)


def whole_list(items: Iterable[Item], but: Iterable[int] = ()) -> dict[int, Ballot]:
    """Ballots by assessment for all that is still undecided, except those in `but`.

    An exception fails even where it had passed before; the others keep what was decided.
    """
    excepted = set(but)
    return {
        item.assessment_id: Ballot(item.revision, item.assessment_id not in excepted)
        for item in items
        if item.is_here and (not item.is_decided or _now_fails(item, excepted))
    }


def recounted(meeting: Meeting, items: Iterable[Item]) -> dict[int, Ballot | None]:
    """The counted ballots that change with the number of representatives, by assessment.

    None where more were in favour than there are representatives: that vote is asked for anew.
    """
    changed: dict[int, Ballot | None] = {}
    for item in items:
        ballot = item.ballot
        if ballot is None or ballot.in_favour is None:
            continue
        again = replace(ballot, passed=meeting.passes(ballot.in_favour))
        if ballot.in_favour > (meeting.representatives or 0):
            changed[item.assessment_id] = None
        elif again.passed != ballot.passed:
            changed[item.assessment_id] = replace(again, reason="")
    return changed


def in_order(items: Iterable[Item]) -> tuple[Item, ...]:
    """As a meeting goes through them: families first, each title as the roster has it."""
    return tuple(sorted(items, key=lambda item: _rank(item.title)))


def seal(meeting: Meeting, items: Iterable[Item]) -> str:
    """Eight letters that change with anything a decision about this list depends on."""
    facts = (meeting.held_on, meeting.attendees, meeting.representatives, meeting.passing)
    seen = [(i.assessment_id, i.state, i.revision, i.ballot) for i in items]
    return sha256(repr((facts, meeting.state, seen)).encode()).hexdigest()[:8]


def _now_fails(item: Item, excepted: set[int]) -> bool:
    return item.assessment_id in excepted and item.ballot is not None and item.ballot.passed


def _rank(title: str) -> int:
    return TITLE_ORDER.index(title) if title in TITLE_ORDER else len(TITLE_ORDER)
