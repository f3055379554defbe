"""What staff tell many at once: drafts, the letters they become, and taking back what waits."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Subquery,
    Text,
    Update,
    and_,
    bindparam,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)

from flows import audience, letters, messages
from flows.audience import Audience
from flows.messages import Message
from flows.wording import SOURCE, YOU
from storage import audiences, sqlite_file, tables
from storage.database import Tx, sheet
from storage.moves import By

_announcements, _letters = sheet(tables.Announcement), sheet(tables.Letter)
_announcement, _letter = _announcements.c, _letters.c
_person = sheet(tables.Person).c

AT_ONCE = 500  # ids of one statement, at least
RANGES = 1 + sqlite_file.FEW
_KIND: letters.Kind = "announcement"
_IS_DRAFT = _announcement.sent_at.is_(None)

Compose = Callable[[str, str], Message]
"""The words of an announcement in a language, to people addressed so ("vi", "bác")."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """An announcement of a commune; a draft until `sent_at`. `count` is how many letters it was.

    `picture` is the key of a kept photo, "" for none.
    """

    id: int
    place_code: str
    text: str
    picture: str
    audience: Audience
    count: int
    made_by: int
    made_at: datetime
    sent_at: datetime | None
    stopped_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sending:
    """How an announcement leaves: to whose forms of `year`, from when, and until when."""

    announcement: Announcement
    year: int
    not_before: datetime
    expires_at: datetime


async def begin(tx: Tx, place_code: str, text: str, picture: str, by: By) -> int:
    """Write a draft down; its number."""
    values = {"place_code": place_code, "text": text, "picture": picture}
    made = {"audience": Audience().dump(), "made_by": by.person_id, "made_at": by.now}
    query = insert(tables.Announcement).values(**values, **made).returning(_announcement.id)
    return int((await tx.execute(query)).scalar_one())


async def load(tx: Tx, number: int) -> Announcement:
    """The announcement. Raises LookupError."""
    row = (await tx.execute(_WHOLE.where(_announcement.id == number))).first()
    if row is None:
        raise LookupError(f"there is no announcement {number}")
    found = dict(row._mapping)
    return Announcement(**{**found, "audience": audience.restore(found["audience"])})


async def draft_of(tx: Tx, person_id: int, place_code: str) -> int | None:
    """The draft this person left half-way in that commune, the newest of several."""
    query = select(func.max(_announcement.id)).where(
        _IS_DRAFT, _announcement.made_by == person_id, _announcement.place_code == place_code
    )
    found: int | None = (await tx.execute(query)).scalar()
    return found


async def rewrite(tx: Tx, number: int, text: str) -> None:
    """Other words for a draft."""
    await tx.execute(_change(number).values(text=text))


async def illustrate(tx: Tx, number: int, picture: str) -> None:
    """Another picture for a draft, "" for none; the one before is cleaned away at night."""
    await tx.execute(_change(number).values(picture=picture))


async def address(tx: Tx, number: int, who: Audience) -> None:
    """Other people for a draft."""
    await tx.execute(_change(number).values(audience=who.dump()))


async def drop(tx: Tx, number: int) -> None:
    """Throw a draft away."""
    await tx.execute(delete(_announcements).where(_announcement.id == number, _IS_DRAFT))


async def sweep(tx: Tx, before: datetime) -> int:
    """Throw away the drafts that were begun before then; how many."""
    old = delete(_announcements).where(_IS_DRAFT, _announcement.made_at < before)
    return (await tx.execute(old)).rowcount


async def send(tx: Tx, sending: Sending, by: By, compose: Compose) -> int | None:
    """Promise a letter to everybody meant; how many. None where it was sent before.

    Everybody gets one, however many roles he has, where he was met last.
    """
    one = sending.announcement
    marked = await tx.execute(_change(one.id).values(sent_at=by.now))
    if not marked.rowcount:
        return None
    count = await _promise(tx, sending, by, compose)
    counted = update(_announcements).where(_announcement.id == one.id)
    await tx.execute(counted.values(count=count))
    return count


async def _promise(tx: Tx, sending: Sending, by: By, compose: Compose) -> int:
    """Write the letters inside the database: however many, they need no memory here."""
    one = sending.announcement
    everybody = await audiences.recipients(tx, one.place_code, one.audience, sending.year)
    some = everybody.where(_person.id.between(bindparam("low"), bindparam("high"))).subquery()
    said = {way: compose(*way) for way in await audiences.speeches(tx)}
    message = _in_words(some, said, compose(SOURCE, YOU))
    columns = {**_same(sending, by), **_for(some, one.id), "message": message}
    letters_of = insert(_letters).from_select(list(columns), select(*columns.values()))
    return (await tx.execute(letters_of, await _ranges(tx))).rowcount


def _same(sending: Sending, by: By) -> dict[str, ColumnElement[Any]]:
    """What is the same for every letter."""
    return {
        "kind": literal(_KIND),
        "rank": literal(letters.POLICIES[_KIND].rank),
        "announcement_id": literal(sending.announcement.id),
        "posted_at": literal(by.now, tables.Utc()),
        "not_before": literal(sending.not_before, tables.Utc()),
        "expires_at": literal(sending.expires_at, tables.Utc()),
    }


def _for(some: Subquery, number: int) -> dict[str, ColumnElement[Any]]:
    """What is everybody's own; the promise is named as storage.mail.post names its first."""
    return {
        "once": literal(f"announce:{number}:") + cast(some.c.id, Text) + literal(":0"),
        "person_id": some.c.id,
        "channel": some.c.channel,
        "address": some.c.address,
    }


def _in_words(
    some: Subquery, said: Mapping[tuple[str, str], Message], otherwise: Message
) -> ColumnElement[Any]:
    """The message in the words of each; `otherwise` for whoever came in a moment ago."""
    spoken = [
        (and_(some.c.language == language, some.c.you == you), _as_json(message))
        for (language, you), message in said.items()
    ]
    return case(*spoken, else_=_as_json(otherwise))


def _as_json(message: Message) -> ColumnElement[Any]:
    return literal(messages.dump(message), JSON)


async def _ranges(tx: Tx) -> list[dict[str, int]]:
    """All ids of people, in ranges.

    So many that SQLite writes them on its own thread (storage.sqlite_file), while others talk.
    """
    last = (await tx.execute(select(func.max(_person.id)))).scalar() or 0
    width = max(AT_ONCE, 1 + last // RANGES)
    starts = range(0, max(last + 1, RANGES * width), width)
    return [{"low": start, "high": start + width - 1} for start in starts]


async def stop(tx: Tx, number: int, by: By) -> int:
    """Take back what has not left; how many letters. Once more takes back nothing more."""
    first = update(_announcements).where(
        _announcement.id == number, ~_IS_DRAFT, _announcement.stopped_at.is_(None)
    )
    await tx.execute(first.values(stopped_at=by.now, stopped_by=by.person_id))
    waiting = delete(_letters).where(_letter.announcement_id == number, _letter.state == "queued")
    return (await tx.execute(waiting)).rowcount


def _change(number: int) -> Update:
    return update(_announcements).where(_announcement.id == number, _IS_DRAFT)


_WHOLE = select(
    _announcement.id,
    _announcement.place_code,
    _announcement.text,
    _announcement.picture,
    _announcement.audience,
    _announcement.count,
    _announcement.made_by,
    _announcement.made_at,
    _announcement.sent_at,
    _announcement.stopped_at,
)
