"""Which letters may go now, and when the next ones may: found in a time that does not grow."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    FromClause,
    Row,
    Select,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    true,
    tuple_,
    union_all,
)

from flows import letters, messages
from flows.letters import Kind
from flows.messages import Message
from storage import database, tables
from storage.database import Tx

_letters = database.sheet(tables.Letter)
# Literals, not parameters: SQLite finds its partial indexes only by the very words.
QUEUED: ColumnElement[str] = literal_column("'queued'")
SENDING: ColumnElement[str] = literal_column("'sending'")
WAITS, LEFT = _letters.c.state == QUEUED, _letters.c.state == SENDING

Room = Callable[[str, int], int]
"""How many letters of a channel and a rank may be given out."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A promised message that may go now. `tries` counts how often it was postponed.

    `about` is the assessment it concerns, `once` the name of the promise; `resent` says that its
    message was said before.
    """

    id: int
    channel: str
    address: str
    message: Message
    tries: int
    kind: Kind = "reply"
    once: str = ""
    person_id: int = 0
    about: int | None = None
    announcement: int | None = None
    expires_at: datetime | None = None
    resent: bool = False


async def waiting(
    tx: Tx, now: datetime, limit: int, room: Room = lambda *_: 1_000_000
) -> list[Letter]:
    """The letters that may go now, the most urgent and then the oldest first: one of an address.

    An address gets its letters by rank, then in order: one that was postponed holds back those of
    its address behind it, and so does one on its way all of them. One that was promised for later
    holds back nobody until then. `room` bounds each channel and rank. The time this takes does not
    grow with how many wait.
    """
    doors: dict[str, object] = {"now": now}
    count = 0
    for channel, rank in (await tx.execute(_DOORS)).all():
        if most := min(limit, room(channel, rank)):
            doors |= {f"channel{count}": channel, f"rank{count}": rank, f"most{count}": most}
            count += 1
    if not count:
        return []
    found = [(row.rank, _letter(row)) for row in await tx.execute(_at_doors(count), doors)]
    found.sort(key=lambda each: (each[0], each[1].id))
    return [letter for _, letter in found[:limit]]


async def next_due(tx: Tx, now: datetime) -> datetime | None:
    """The first moment after `now` when a letter falls due, or one on its way is given up on."""
    due: datetime | None = (await tx.execute(_NEXT_DUE, {"now": now})).scalar()
    return due


async def overdue(tx: Tx, now: datetime, latest: datetime) -> frozenset[int]:
    """Letters that `settle` would change: of the stale ones at most one, of the others all."""
    found = await tx.execute(_OVERDUE, {"now": now, "latest": latest})
    return frozenset(found.scalars())


def _letter(row: Row[Any]) -> Letter:
    return Letter(
        id=row.id,
        channel=row.channel,
        address=row.address,
        message=messages.restore(row.message),
        tries=row.tries,
        kind=row.kind,
        once=row.once,
        person_id=row.person_id,
        about=row.assessment_id,
        announcement=row.announcement_id,
        expires_at=row.expires_at,
        resent=row.resent,
    )


# ---- the statements, built once


def _now() -> BindParameter[datetime]:
    return bindparam("now", type_=tables.Utc())


def _fresh(letter: FromClause) -> ColumnElement[bool]:
    return or_(letter.c.expires_at.is_(None), letter.c.expires_at > _now())


def _first() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """It is its turn: nothing of its address is on its way, and nothing that counts is ahead."""
    mine, ahead, left = _letters.c, _letters.alias("ahead"), _letters.alias("left_before")
    on_its_way = exists().where(
        left.c.channel == mine.channel, left.c.address == mine.address, left.c.state == SENDING
    )
    before = exists().where(
        ahead.c.channel == mine.channel,
        ahead.c.address == mine.address,
        ahead.c.state == QUEUED,
        tuple_(ahead.c.rank, ahead.c.id) < tuple_(mine.rank, mine.id),
        or_(ahead.c.tries > 0, ahead.c.not_before <= _now()),
        _fresh(ahead),
    )
    return ~on_its_way.correlate(_letters), ~before.correlate(_letters)


@cache
def _at_doors(count: int) -> Any:
    """What may go at `count` doors, a channel and a rank each, whoever waits longest first."""
    return union_all(*(select(_at_door(number)) for number in range(count)))


def _at_door(number: int) -> FromClause:
    mine = _letters.c
    return (
        select(_letters)
        .where(
            WAITS,
            mine.channel == bindparam(f"channel{number}"),
            mine.rank == bindparam(f"rank{number}"),
            mine.not_before <= _now(),
            _fresh(_letters),
            *FIRST,
        )
        .order_by(mine.not_before, mine.id)
        .limit(bindparam(f"most{number}"))
        .subquery(f"door{number}")
    )


def _doors() -> Select[Any]:
    """Each channel and rank that has letters, found by a few steps into the index."""
    mine = _letters.c
    found = select(func.min(mine.channel).label("name")).where(WAITS).cte("found", recursive=True)
    after = select(func.min(mine.channel)).where(WAITS, mine.channel > found.c.name)
    step = select(after.scalar_subquery()).where(found.c.name.is_not(None))
    channels = found.union_all(step)
    ranks: CompoundSelect[Any] = union_all(
        *(select(literal_column(f"{each}").label("rank")) for each in letters.RANKS)
    )
    rank = ranks.subquery("ranks")
    some = exists().where(WAITS, mine.channel == channels.c.name, mine.rank == rank.c.rank)
    pairs = select(channels.c.name, rank.c.rank).select_from(channels.join(rank, true()))
    return pairs.where(some.correlate(channels, rank))


def _next_due() -> Select[Any]:
    """The first moment among letters that no postponed letter of their address holds back."""
    mine, held = _letters.c, _letters.alias("held")
    before = exists().where(
        held.c.channel == mine.channel,
        held.c.address == mine.address,
        held.c.state == QUEUED,
        tuple_(held.c.rank, held.c.id) < tuple_(mine.rank, mine.id),
        held.c.tries > 0,
        held.c.not_before > mine.not_before,
    )
    due = select(func.min(mine.not_before).label("due")).where(
        WAITS, mine.not_before > _now(), ~before.correlate(_letters)
    )
    given_up = select(func.min(mine.not_before).label("due")).where(LEFT, mine.not_before > _now())
    either = union_all(due, given_up).subquery("either")
    return select(func.min(either.c.due))


def _lapsed() -> Select[Any]:
    mine = _letters.c
    latest = bindparam("latest", type_=tables.Utc())
    past = or_(mine.not_before <= _now(), mine.not_before > latest)
    return select(mine.id, mine.kind, mine.resent).where(LEFT, past).order_by(mine.id)


def _overdue() -> Any:
    mine = _letters.c
    stale = select(mine.id).where(WAITS, mine.expires_at <= _now()).limit(1).subquery("stale")
    lapsed = LAPSED.with_only_columns(mine.id).order_by(None)
    return union_all(select(stale), lapsed)


FIRST = _first()
"""Of a letter: it is its turn."""

LAPSED = _lapsed()
"""Letters that nobody carries any more: (id, kind, resent); `now` and `latest` are parameters."""

_DOORS, _NEXT_DUE, _OVERDUE = _doors(), _next_due(), _overdue()
