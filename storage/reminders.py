"""What people were reminded of: each thing once, and one letter a day for each person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, exists, func, select, update

from flows import messages
from flows.letters import POLICIES
from flows.messages import Message
from storage import database, tables
from storage.chunks import chunks
from storage.database import Tx, sheet
from storage.mail import Recipient

_reminders, _letters = sheet(tables.Reminder), sheet(tables.Letter)
_people, _accounts = sheet(tables.Person), sheet(tables.Account)
_reminder, _letter, _person, _account = _reminders.c, _letters.c, _people.c, _accounts.c

KIND = "reminder"
NUDGE = "nudge"
"""The step of a part by which somebody has a person reminded now; its milestone is the day."""
_WHO = ("once", "person_id", "channel", "address")
_WHAT = ("about", "person_id", "letter_id")
_QUEUED = "queued"
_SAID = ("sent", "unknown")


@dataclass(frozen=True, slots=True)
class Part:
    """One thing of which one letter reminds; the first five make it the only one of its kind.

    `about` is "s" and the id of a subject, or "p" and the code of a place; `closes` is the last
    day of the step as it was known.
    """

    plan: str
    year: int
    step: str
    milestone: int
    about: str
    closes: date


@dataclass(frozen=True, slots=True)
class Promise:
    """All that one person is to be reminded of, until `expires_at` at the latest."""

    to: Recipient
    parts: tuple[Part, ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Made:
    """How many letters and parts were new."""

    letters: int = 0
    parts: int = 0

    def __add__(self, other: "Made") -> "Made":
        return Made(self.letters + other.letters, self.parts + other.parts)


@dataclass(frozen=True, slots=True)
class Kept:
    """A part as it is written, in the letter to this person."""

    id: int
    part: Part


@dataclass(frozen=True, slots=True)
class Addressed:
    """The letter of a day: to whom, how to speak to them, and what it is about.

    `in_hand` is the assessment this person is answering.
    """

    id: int
    person_id: int
    you: str
    language: str
    parts: tuple[Kept, ...]
    in_hand: int | None = None


async def promise(tx: Tx, promises: Sequence[Promise], day: date, now: datetime) -> Made:
    """Write down what is new of these, in one letter of that local day for each person.

    A letter that still waits takes the parts in, one of an earlier day becomes that of this day.
    For whoever had his letter of the day nothing is written: it comes another day. A few hundred
    at a time.
    """
    by_person = {each.to.person_id: each for each in promises}
    await _carry_over(tx, list(by_person), day)
    names = {once(person, day): each for person, each in by_person.items()}
    made = await _write_letters(tx, names, now)
    waiting = await _waiting(tx, list(names))
    theirs = {number: names[name] for name, number in waiting.items()}
    parts = await _write_parts(tx, theirs.items(), now)
    if made < len(theirs):
        await _prolong(tx, theirs)
    if parts < sum(len(each.parts) for each in theirs.values()):
        # Another program wrote some of them meanwhile: a letter without any says nothing.
        made -= await _drop_empty(tx, list(theirs))
    return Made(made, parts)


async def addressed(tx: Tx, letter_id: int) -> Addressed | None:
    """The letter with its parts in order; None when there is none, or without any part."""
    query = (
        select(_reminders, _person.you, _person.language, _person.assessment_id)
        .join_from(_reminders, _people, _person.id == _reminder.person_id)
        .where(_reminder.letter_id == letter_id)
        .order_by(_reminder.closes_on, _reminder.id)
    )
    rows = (await tx.execute(query)).all()
    if not rows:
        return None
    first = rows[0]
    parts = tuple(Kept(row.id, _part(row)) for row in rows)
    return Addressed(
        letter_id, first.person_id, first.you, first.language, parts, first.assessment_id
    )


async def drop(tx: Tx, parts: Iterable[Kept]) -> None:
    """These were not said: they may be promised anew."""
    numbers = [kept.id for kept in parts]
    if numbers:
        await tx.execute(delete(_reminders).where(_reminder.id.in_(numbers)))


async def renew(tx: Tx, kept: Kept, milestone: int, closes: date) -> bool:
    """Make it that of a later milestone, or of another day; false when that one was told already.

    Then it is dropped.
    """
    part = kept.part
    if milestone != part.milestone:
        same = select(_reminder.id).where(
            _reminder.plan == part.plan,
            _reminder.year == part.year,
            _reminder.step == part.step,
            _reminder.milestone == milestone,
            _reminder.about == part.about,
        )
        if (await tx.execute(same)).first() is not None:
            await drop(tx, [kept])
            return False
    changed = update(_reminders).where(_reminder.id == kept.id)
    await tx.execute(changed.values(milestone=milestone, closes_on=closes))
    return True


async def claim(tx: Tx, letter_id: int, person_id: int, day: date) -> bool:
    """Make it this person's letter of that day; false when another one is that already."""
    name = once(person_id, day)
    query = select(_letter.id).where(_letter.once == name)
    holder = (await tx.execute(query)).scalar()
    if holder is None:
        await tx.execute(update(_letters).where(_letter.id == letter_id).values(once=name))
    return holder in (None, letter_id)


async def spoke_at(tx: Tx, person_id: int) -> datetime | None:
    """When this person last said something, as our replies to him tell."""
    query = (
        select(func.max(_letter.posted_at))
        .join_from(
            _accounts,
            _letters,
            (_letter.channel == _account.channel) & (_letter.address == _account.address),
        )
        .where(_account.person_id == person_id, _letter.kind == "reply")
    )
    moment: datetime | None = (await tx.execute(query)).scalar()
    return moment


async def last_said(tx: Tx, person_id: int) -> int | None:
    """The reminder this person got last."""
    query = (
        select(_letter.id)
        .join_from(_reminders, _letters, _letter.id == _reminder.letter_id)
        .where(_reminder.person_id == person_id, _letter.state.in_(_SAID))
        # One of unknown fate has no `sent_at`, but its lease ended minutes after it left.
        .order_by(func.coalesce(_letter.sent_at, _letter.not_before).desc(), _letter.id.desc())
        .limit(1)
    )
    return (await tx.execute(query)).scalar()


async def had(tx: Tx, people: Sequence[int], day: date) -> set[int]:
    """Which of these people had their letter of that day; one that waits takes more in."""
    found: set[int] = set()
    names = {once(person, day): person for person in people}
    for some in chunks(list(names)):
        query = select(_letter.once).where(_letter.once.in_(some), _letter.state != _QUEUED)
        found |= {names[name] for name in (await tx.execute(query)).scalars()}
    return found


def once(person_id: int, day: date) -> str:
    """How the letter of that local day to this person is called."""
    return f"remind:{person_id}:{day.isoformat()}:0"


async def _carry_over(tx: Tx, people: Sequence[int], day: date) -> None:
    """A letter of an earlier day that still waits becomes the letter of this day."""
    query = (
        select(_letter.id, _letter.person_id, _letter.once)
        .join_from(_reminders, _letters, _letter.id == _reminder.letter_id)
        .where(_reminder.person_id.in_(people), _letter.state == _QUEUED)
        .distinct()
    )
    for row in (await tx.execute(query)).all():
        if row.once != once(row.person_id, day):
            await claim(tx, row.id, row.person_id, day)


async def _waiting(tx: Tx, names: Sequence[str]) -> dict[str, int]:
    """The letters of these names that still wait, held until this transaction ends."""
    query = (
        select(_letter.once, _letter.id)
        .where(_letter.once.in_(names), _letter.state == _QUEUED)
        .order_by(_letter.id)
        .with_for_update()
    )
    return {row.once: row.id for row in await tx.execute(query)}


async def _prolong(tx: Tx, promises: Mapping[int, Promise]) -> None:
    """A letter lives as long as the last of its parts."""
    by_end: dict[datetime, list[int]] = {}
    for number, each in promises.items():
        by_end.setdefault(each.expires_at, []).append(number)
    for end, numbers in by_end.items():
        shorter = update(_letters).where(_letter.id.in_(numbers), _letter.expires_at < end)
        await tx.execute(shorter.values(expires_at=end))


async def _drop_empty(tx: Tx, letters: Sequence[int]) -> int:
    """Delete those of these letters that say nothing; how many."""
    if not letters:
        return 0
    has_parts = exists().where(_reminder.letter_id == _letter.id)
    query = delete(_letters).where(_letter.id.in_(letters), ~has_parts)
    return (await tx.execute(query)).rowcount


async def _write_letters(tx: Tx, names: Mapping[str, Promise], now: datetime) -> int:
    """A letter for each of these names that is free; how many. They are worded when they leave."""
    by_end: dict[datetime, list[tuple[object, ...]]] = {}
    for name, each in names.items():
        to = each.to
        row = name, to.person_id, to.channel, to.address
        by_end.setdefault(each.expires_at, []).append(row)
    same = {
        "message": messages.dump(Message("")),
        "kind": KIND,
        "rank": POLICIES["reminder"].rank,
        "posted_at": now,
        "not_before": now,
    }
    made = 0
    for end, rows in by_end.items():
        alike = {**same, "expires_at": end}
        made += await database.insert_alike(tx, tables.Letter, _WHO, rows, alike)
    return made


async def _write_parts(tx: Tx, letters: Iterable[tuple[int, Promise]], now: datetime) -> int:
    """The parts of these letters that nobody wrote down yet; how many."""
    alike: dict[tuple[str, int, str, int, date], list[tuple[object, ...]]] = {}
    for number, each in letters:
        for part in each.parts:
            key = part.plan, part.year, part.step, part.milestone, part.closes
            alike.setdefault(key, []).append((part.about, each.to.person_id, number))
    made = 0
    for (plan, year, step, milestone, closes), rows in alike.items():
        same = {"plan": plan, "year": year, "step": step, "milestone": milestone}
        same |= {"closes_on": closes, "made_at": now}
        made += await database.insert_alike(tx, tables.Reminder, _WHAT, rows, same)
    return made


def _part(row: Row[Any]) -> Part:
    return Part(row.plan, row.year, row.step, row.milestone, row.about, row.closes_on)
