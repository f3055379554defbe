"""What becomes of a letter: it leaves, waits, is in doubt, is given up; one statement a change."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Update, bindparam, delete, or_, select, update

from flows import letters, messages
from flows.letters import POLICIES, Doubt, Kind
from flows.messages import Message
from flows.wording import words
from storage import database, tables
from storage.database import Tx
from storage.waiting import FIRST, LAPSED, LEFT, QUEUED, SENDING, WAITS, Letter

_letters, _people, _accounts = map(database.sheet, (tables.Letter, tables.Person, tables.Account))
_reminders = database.sheet(tables.Reminder)


async def claim(tx: Tx, letter: Letter, now: datetime, until: datetime) -> bool:
    """Note that it leaves now: false when it is not its turn, or another postman took it.

    Until `until` nobody else takes it; then `settle` decides. Commit before the first request.
    """
    if tx.dialect.name != "sqlite":  # there the whole file is ours
        await tx.execute(_HELD_PERSON, {"person": letter.person_id})
    values = {"letter": letter.id, "now": now, "until": until}
    return (await tx.execute(_LEAVES, values)).rowcount == 1


async def hold(tx: Tx, letter: Letter) -> bool:
    """Whether it still waits; nobody else takes it until `tx` ends."""
    return (await tx.execute(_HELD, {"letter": letter.id})).first() is not None


async def reword(tx: Tx, letter: Letter, message: Message) -> None:
    """This is what it says, instead of what was promised."""
    values = {"letter": letter.id, "said": messages.dump(message)}
    await tx.execute(_REWORDED, values)


async def mark_sent(tx: Tx, letter: Letter, now: datetime) -> None:
    """It has left."""
    await tx.execute(_SENT, {"letter": letter.id, "at": now})


async def postpone(tx: Tx, letter: Letter, until: datetime, problem: str) -> None:
    """It did not leave; try again at `until`. `problem` is for the people who look after us."""
    values = {"letter": letter.id, "until": until, "why": problem}
    await tx.execute(_POSTPONED, values)


async def doubt(tx: Tx, letter: Letter, until: datetime, problem: str) -> None:
    """Nobody knows whether it arrived: say it again at `until`, or never, as its kind has it."""
    if _doubt(letter.kind, letter.resent) == "unknown":
        await tx.execute(_change(letter).values(state="unknown", problem=problem))
    else:
        await postpone(tx, letter, until, problem)
        await _say_so(tx, letter.id, letter.kind)


async def give_up(tx: Tx, letter: Letter, problem: str) -> None:
    """It will never leave."""
    await tx.execute(_change(letter).values(state="failed", problem=problem))


async def drop(tx: Tx, letter: Letter) -> None:
    """Nobody needs it any more, and nobody was told."""
    await tx.execute(delete(_letters).where(_letters.c.id == letter.id, or_(WAITS, LEFT)))


async def put_off(tx: Tx, letter: Letter, until: datetime) -> None:
    """It is not the moment to say it: it waits until then, and that counts as no try."""
    known = update(_letters).where(_letters.c.id == letter.id, or_(WAITS, LEFT))
    await tx.execute(known.values(state=QUEUED, not_before=until))


async def unreachable(tx: Tx, channel: str, address: str, now: datetime) -> None:
    """This address takes nothing more: note since when, and give up what waits for it."""
    account = (_accounts.c.channel == channel, _accounts.c.address == address)
    gone = update(_accounts).where(*account, _accounts.c.unreachable_since.is_(None))
    await tx.execute(gone.values(unreachable_since=now))
    here = (_letters.c.channel == channel, _letters.c.address == address)
    theirs = update(_letters).where(WAITS, *here)
    await tx.execute(theirs.values(state="failed", problem="unreachable"))
    # What they were to remind of was not said: another phone of the house may be told.
    unsaid = select(_letters.c.id).where(*here, _letters.c.state == "failed")
    await tx.execute(delete(_reminders).where(_reminders.c.letter_id.in_(unsaid)))


async def settle(
    tx: Tx, now: datetime, latest: datetime, spare: Collection[int] = ()
) -> Mapping[str, int]:
    """Decide about letters nobody carries any more: how many became what.

    What is stale is "expired". What left, and was given up on by `now`, goes by its kind: said
    "again", or "unknown". A moment later than `latest` was written by a clock that has been put
    back since, and counts as past. Those in `spare` are being carried by whoever asks.
    """
    stale = update(_letters).where(WAITS, _letters.c.expires_at <= now)
    expired = await tx.execute(stale.values(state="expired", problem="too late"))
    values = {"now": now, "latest": latest}
    rows = (await tx.execute(LAPSED, values)).all()
    ends = {"expired": expired.rowcount, "again": 0, "unknown": 0}
    for row in rows:
        if row.id not in spare:
            ends[await _given_up_on(tx, row, now)] += 1
    return ends


async def _given_up_on(tx: Tx, row: Row[Any], now: datetime) -> str:
    mine = update(_letters).where(_letters.c.id == row.id, LEFT)
    if _doubt(row.kind, row.resent) == "unknown":
        await tx.execute(mine.values(state="unknown", problem="nobody noted an answer"))
        return "unknown"
    await tx.execute(mine.values(state=QUEUED, not_before=now))
    await _say_so(tx, row.id, row.kind)
    return "again"


async def _say_so(tx: Tx, number: int, kind: Kind) -> None:
    """What is said once more says that it is."""
    if POLICIES[kind].doubt != "once_more":
        return
    query = (
        select(_letters.c.message, _people.c.language, _people.c.you)
        .join_from(_letters, _people, _people.c.id == _letters.c.person_id)
        .where(_letters.c.id == number, WAITS)
    )
    if row := (await tx.execute(query)).first():
        message = letters.repeated(words(row.language, row.you), messages.restore(row.message))
        again = update(_letters).where(_letters.c.id == number)
        await tx.execute(again.values(message=messages.dump(message), resent=True))


def _doubt(kind: Kind, resent: bool) -> Doubt:
    doubt = POLICIES[kind].doubt
    return "unknown" if doubt == "once_more" and resent else doubt


def _change(letter: Letter) -> Update:
    return update(_letters).where(_letters.c.id == letter.id, or_(WAITS, LEFT))


# ---- statements of every letter, built once


def _one(*more: ColumnElement[bool]) -> Update:
    return update(_letters).where(_letters.c.id == bindparam("letter"), *more)


_until, _at = (bindparam(name, type_=tables.Utc()) for name in ("until", "at"))
# Two postmen must not both find an address free.
_HELD_PERSON = select(_people.c.id).where(_people.c.id == bindparam("person")).with_for_update()
_HELD = select(_letters.c.id).where(_letters.c.id == bindparam("letter"), WAITS).with_for_update()
_LEAVES = _one(WAITS, *FIRST).values(state=SENDING, not_before=_until)
_REWORDED = _one().values(message=bindparam("said", type_=_letters.c.message.type))
# Also one that somebody else gave up on meanwhile: who carried it knows better.
_SENT = _one(or_(WAITS, LEFT, _letters.c.state == "unknown")).values(
    state="sent", sent_at=_at, problem=""
)
_POSTPONED = _one(or_(WAITS, LEFT)).values(
    state=QUEUED, tries=_letters.c.tries + 1, not_before=_until, problem=bindparam("why")
)
