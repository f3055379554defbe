"""What was heard, what is promised, and what lies on a shelf; storage.outbox sends it off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, and_, delete, func, or_, select

from flows import letters, messages
from flows.letters import Kind
from flows.messages import Enclosure, Message
from storage import database, tables
from storage.database import Tx
from storage.outbox import mark_sent, unreachable
from storage.waiting import WAITS, Letter, waiting

__all__ = [
    "Letter",
    "Recipient",
    "Shelved",
    "enclosure",
    "first_time",
    "forget_heard",
    "mark_sent",
    "park",
    "post",
    "shelf",
    "unreachable",
    "waiting",
    "withdraw",
]

_letters = database.sheet(tables.Letter)
_heard = database.sheet(tables.Inbox)


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person at one of their addresses."""

    person_id: int
    channel: str
    address: str


@dataclass(frozen=True, slots=True)
class Shelved:
    """A message as the web page shows it. `id` grows with time."""

    id: int
    posted_at: datetime
    message: Message


async def first_time(tx: Tx, channel: str, message_id: str, now: datetime) -> bool:
    """Whether this message is new; from now on it is not."""
    heard = {"channel": channel, "message_id": message_id, "received_at": now}
    return await database.insert_once(tx, tables.Inbox, **heard)


async def forget_heard(tx: Tx, before: datetime) -> int:
    """Drop the keys of messages heard before then: no channel delivers so late again."""
    return (await tx.execute(delete(_heard).where(_heard.c.received_at < before))).rowcount


async def park(tx: Tx, channel: str, message_id: str, error: str, now: datetime) -> None:
    """Set aside a message that broke us every time; if it comes again, it was heard."""
    parked = {"channel": channel, "message_id": message_id, "error": error, "parked_at": now}
    await database.insert_once(tx, tables.Setback, **parked)
    await first_time(tx, channel, message_id, now)


async def post(  # noqa: PLR0913 - one letter, told in full
    tx: Tx,
    to: Recipient,
    said: Sequence[Message],
    *,
    once: str,
    now: datetime,
    not_before: datetime | None = None,
    kind: Kind = "reply",
    about: int | None = None,
    expires_at: datetime | None = None,
    announcement: int | None = None,
) -> int:
    """Promise these messages, in order. Says how many were new: the same `once` promises nothing.

    `not_before` keeps them back; what is promised later may overtake them until then; after
    `expires_at` they are dropped. `about` is the assessment they concern.
    """
    each = {
        "person_id": to.person_id,
        "channel": to.channel,
        "address": to.address,
        "kind": kind,
        "rank": letters.POLICIES[kind].rank,
        "assessment_id": about,
        "announcement_id": announcement,
        "posted_at": now,
        "not_before": not_before or now,
        "expires_at": expires_at,
    }
    rows = [
        {"once": f"{once}:{number}", "message": messages.dump(message), **each}
        for number, message in enumerate(said)
    ]
    return await database.insert_missing(tx, tables.Letter, rows)


async def withdraw(tx: Tx, once: str) -> int:
    """Take back what is promised under `once` and not yet sent. Says how many letters."""
    name = f"{once}:"
    ours = (
        func.substr(_letters.c.once, 1, len(name)) == name
    )  # LIKE would take "A" for "a" on SQLite
    return (await tx.execute(delete(_letters).where(WAITS, ours))).rowcount


async def shelf(
    tx: Tx, channel: str, address: str, after_id: int, limit: int, now: datetime
) -> list[Shelved]:
    """What one address has been told, or is due to be at `now`: oldest first, at most `limit`.

    What gets its words when it is sent (a reminder) lies there only then. Those after the letter
    `after_id`; for 0, the newest ones.
    """
    due = and_(WAITS, _letters.c.not_before <= now, _letters.c.kind.in_(letters.WORDED))
    told = or_(_letters.c.state == "sent", due)
    query = select(_letters.c.id, _letters.c.posted_at, _letters.c.message).where(
        *_at(channel, address), told
    )
    if after_id:
        query = query.where(_letters.c.id > after_id).order_by(_letters.c.id).limit(limit)
        return [_shelved(row) for row in await tx.execute(query)]
    newest = await tx.execute(query.order_by(_letters.c.id.desc()).limit(limit))
    return [_shelved(row) for row in reversed(newest.all())]


async def enclosure(
    tx: Tx, channel: str, address: str, letter: int, number: int
) -> Enclosure | None:
    """What that letter to that address encloses, counted from 0; None when it is not theirs."""
    query = select(_letters.c.message).where(_letters.c.id == letter, *_at(channel, address))
    message = (await tx.execute(query)).scalar()
    enclosed = messages.restore(message).enclosed if message else ()
    return enclosed[number] if number < len(enclosed) else None


def _at(channel: str, address: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return _letters.c.channel == channel, _letters.c.address == address


def _shelved(row: Row[int, datetime, dict[str, object]]) -> Shelved:
    number, posted_at, message = row
    return Shelved(number, posted_at, messages.restore(message))
