"""What was heard, and what is promised: the inbox keeps keys, the outbox keeps letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Update,
    and_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from flows import letters, messages
from flows.letters import Kind
from flows.messages import Enclosure, Message
from storage import database, tables
from storage.database import Tx

_QUEUED, _SENT, _FAILED = "queued", "sent", "failed"
_letters = database.sheet(tables.Letter)
_heard = database.sheet(tables.Inbox)
_accounts = database.sheet(tables.Account)
_WAITS = _letters.c.state == _QUEUED


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person at one of their addresses."""

    person_id: int
    channel: str
    address: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A promised message that may go now. `tries` counts how often it was postponed."""

    id: int
    channel: str
    address: str
    message: Message
    tries: int


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
    return (await tx.execute(delete(_letters).where(_WAITS, ours))).rowcount


async def waiting(tx: Tx, now: datetime, limit: int) -> list[Letter]:
    """The letters that may go now, oldest first: at most one for each address.

    An address gets its letters in order, so one that was postponed holds back those after it,
    and only those of its address. One that was promised for later holds back nobody until then.
    """
    found = await tx.execute(_WAITING, {"now": now, "most": limit})
    return [_letter(row) for row in found]


async def next_due(tx: Tx) -> datetime | None:
    """When `waiting` has something to give: a moment, perhaps already past, or None for never."""
    due: datetime | None = (await tx.execute(_NEXT_DUE)).scalar()
    return due


async def mark_sent(tx: Tx, letter: Letter, now: datetime) -> None:
    """It has left."""
    await tx.execute(_change(letter).values(state=_SENT, sent_at=now, problem=""))


async def postpone(tx: Tx, letter: Letter, until: datetime, problem: str) -> None:
    """It did not leave; try again at `until`. `problem` is for the people who look after us."""
    later = _change(letter).values(tries=_letters.c.tries + 1, not_before=until, problem=problem)
    await tx.execute(later)


async def give_up(tx: Tx, letter: Letter, problem: str) -> None:
    """It will never leave."""
    await tx.execute(_change(letter).values(state=_FAILED, problem=problem))


async def unreachable(tx: Tx, channel: str, address: str, now: datetime) -> None:
    """This address takes nothing more: note since when, and give up what waits for it."""
    account = (_accounts.c.channel == channel, _accounts.c.address == address)
    gone = update(_accounts).where(*account, _accounts.c.unreachable_since.is_(None))
    await tx.execute(gone.values(unreachable_since=now))
    theirs = update(_letters).where(_WAITS, *_at(channel, address))
    await tx.execute(theirs.values(state=_FAILED, problem="unreachable"))


async def shelf(
    tx: Tx, channel: str, address: str, after_id: int, limit: int, now: datetime
) -> list[Shelved]:
    """What one address has been told, or is due to be at `now`: oldest first, at most `limit`.

    Those after the letter `after_id`; for 0, the newest ones.
    """
    told = or_(_letters.c.state == _SENT, and_(_WAITS, _letters.c.not_before <= now))
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


def _waiting() -> Select[int, str, str, dict[str, object], int]:
    """The oldest letter of each address that counts at `now`, where that one is due."""
    letter, now = _letters.c, bindparam("now", type_=tables.Utc())
    counts = and_(_WAITS, or_(letter.tries > 0, letter.not_before <= now))
    heads = select(func.min(letter.id)).where(counts).group_by(letter.channel, letter.address)
    due = and_(letter.id.in_(heads), letter.not_before <= now)
    columns = (letter.id, letter.channel, letter.address, letter.message, letter.tries)
    return select(*columns).where(due).order_by(letter.id).limit(bindparam("most"))


def _next_due() -> Select[datetime]:
    """The first moment among letters that no postponed letter of their address holds back."""
    letter, held = _letters.c, _letters.alias("held")
    before = and_(
        held.c.state == _QUEUED,
        held.c.tries > 0,
        held.c.channel == letter.channel,
        held.c.address == letter.address,
        held.c.id < letter.id,
    )
    return select(func.min(letter.not_before)).where(_WAITS, ~exists().where(before))


_WAITING, _NEXT_DUE = _waiting(), _next_due()


def _at(channel: str, address: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return _letters.c.channel == channel, _letters.c.address == address


def _change(letter: Letter) -> Update:
    return update(_letters).where(_letters.c.id == letter.id, _WAITS)


def _letter(row: Row[int, str, str, dict[str, object], int]) -> Letter:
    number, channel, address, message, tries = row
    return Letter(number, channel, address, messages.restore(message), tries)


def _shelved(row: Row[int, datetime, dict[str, object]]) -> Shelved:
    number, posted_at, message = row
    return Shelved(number, posted_at, messages.restore(message))
