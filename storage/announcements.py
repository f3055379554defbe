"""What staff tell many at once: drafts, the letters they become, and taking back what waits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Update, delete, func, insert, select, update

from flows import audience, letters, messages
from flows.audience import Audience
from flows.messages import Message
from storage import audiences, tables
from storage.database import Tx, insert_missing, sheet
from storage.moves import By
from storage.people import Reached

_announcements, _letters = sheet(tables.Announcement), sheet(tables.Letter)
_announcement, _letter = _announcements.c, _letters.c

AT_ONCE = 500  # letters of one statement: a commune of 100,000 needs no more memory than one of 500
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
    return (await tx.execute(query)).scalar()


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
    said, count, last = _dumped(compose), 0, 0
    while some := await audiences.next_reached(
        tx, one.place_code, one.audience, sending.year, last, AT_ONCE
    ):
        rows = [_row(sending, to, said(to.language, to.you), by) for to in some]
        count += await insert_missing(tx, tables.Letter, rows)
        last = some[-1].recipient.person_id
    counted = update(_announcements).where(_announcement.id == one.id)
    await tx.execute(counted.values(count=count))
    return count


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


def _dumped(compose: Compose) -> Callable[[str, str], dict[str, object]]:
    """The same, as rows keep it; composed once for each way of speaking."""

    @cache
    def dumped(language: str, you: str) -> dict[str, object]:
        return messages.dump(compose(language, you))

    return dumped


def _row(sending: Sending, to: Reached, message: dict[str, object], by: By) -> dict[str, object]:
    number, there = sending.announcement.id, to.recipient
    return {
        "once": f"announce:{number}:{there.person_id}:0",  # as storage.mail.post names its first
        "person_id": there.person_id,
        "channel": there.channel,
        "address": there.address,
        "message": message,
        "kind": _KIND,
        "rank": letters.POLICIES[_KIND].rank,
        "announcement_id": number,
        "posted_at": by.now,
        "not_before": sending.not_before,
        "expires_at": sending.expires_at,
    }


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
