"""What people were reminded of: each thing once, and one letter a day for each person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, exists, func, select, update

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
    letters = [_letter_row(name, each, now) for name, each in names.items()]
    made = await database.insert_missing(tx, tables.Letter, letters)
    waiting = await _waiting(tx, list(names))
    rows = [
        _row(part, names[name].to.person_id, letter.id, now)
        for name, letter in waiting.items()
        for part in names[name].parts
    ]
    parts = await database.insert_missing(tx, tables.Reminder, rows)
    await _prolong(tx, {letter.id: names[name] for name, letter in waiting.items()}, waiting)
    # Another program may have written the same parts meanwhile: a letter without any says nothing.
    empty = await _drop_empty(tx, [letter.id for letter in waiting.values()])
    return Made(made - empty, parts)


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
        .order_by(_letter.sent_at.desc(), _letter.id.desc())
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


async def _waiting(tx: Tx, names: Sequence[str]) -> Mapping[str, Row[Any]]:
    """The letters of these names that still wait, held until this transaction ends."""
    query = (
        select(_letter.id, _letter.once, _letter.expires_at)
        .where(_letter.once.in_(names), _letter.state == _QUEUED)
        .order_by(_letter.id)
        .with_for_update()
    )
    return {row.once: row for row in await tx.execute(query)}


async def _prolong(
    tx: Tx, promises: Mapping[int, Promise], waiting: Mapping[str, Row[Any]]
) -> None:
    """A letter lives as long as the last of its parts."""
    longer = [
        {"letter": row.id, "until": promises[row.id].expires_at}
        for row in waiting.values()
        if row.expires_at is not None and row.expires_at < promises[row.id].expires_at
    ]
    if longer:
        statement = update(_letters).where(_letter.id == bindparam("letter"))
        await tx.execute(statement.values(expires_at=bindparam("until")), longer)


async def _drop_empty(tx: Tx, letters: Sequence[int]) -> int:
    """Delete those of these letters that say nothing; how many."""
    if not letters:
        return 0
    has_parts = exists().where(_reminder.letter_id == _letter.id)
    query = delete(_letters).where(_letter.id.in_(letters), ~has_parts)
    return (await tx.execute(query)).rowcount


def _letter_row(name: str, each: Promise, now: datetime) -> dict[str, object]:
    return {
        "once": name,
        "person_id": each.to.person_id,
        "channel": each.to.channel,
        "address": each.to.address,
        "message": messages.dump(Message("")),  # it is worded when it leaves
        "kind": KIND,
        "rank": POLICIES["reminder"].rank,
        "posted_at": now,
        "not_before": now,
        "expires_at": each.expires_at,
    }


def _row(part: Part, person_id: int, letter_id: int, now: datetime) -> dict[str, object]:
    return {
        "plan": part.plan,
        "year": part.year,
        "step": part.step,
        "milestone": part.milestone,
        "about": part.about,
        "person_id": person_id,
        "letter_id": letter_id,
        "closes_on": part.closes,
        "made_at": now,
    }


def _part(row: Row[Any]) -> Part:
    return Part(row.plan, row.year, row.step, row.milestone, row.about, row.closes_on)
