"""Who wants no announcements: nothing else that is said to people depends on it."""

from datetime import datetime

from sqlalchemy import delete, literal_column, select, tuple_, update

from storage import tables
from storage.database import Tx, sheet

_person, _account = sheet(tables.Person).c, sheet(tables.Account).c
_letters = sheet(tables.Letter)
_letter = _letters.c
_WAITS = _letter.state == literal_column("'queued'")  # SQLite knows its partial index by the words


async def mute(tx: Tx, person_id: int, now: datetime) -> bool:
    """No announcements from now on, also not those that wait; false where none were wanted."""
    still = update(tables.Person).where(_person.id == person_id, _person.muted_at.is_(None))
    await take_back(tx, person_id)
    return bool((await tx.execute(still.values(muted_at=now))).rowcount)


async def unmute(tx: Tx, person_id: int) -> bool:
    """Announcements again; false where they were wanted all along."""
    muted = update(tables.Person).where(_person.id == person_id, _person.muted_at.is_not(None))
    return bool((await tx.execute(muted.values(muted_at=None))).rowcount)


async def muted(tx: Tx, person_id: int) -> bool:
    """Whether this person wants no announcements."""
    query = select(_person.muted_at).where(_person.id == person_id)
    return (await tx.execute(query)).scalar() is not None


async def take_back(tx: Tx, person_id: int) -> int:
    """Take back the announcements to this person that have not left; how many."""
    theirs = select(_account.channel, _account.address).where(_account.person_id == person_id)
    waiting = delete(_letters).where(
        _WAITS,
        tuple_(_letter.channel, _letter.address).in_(theirs),
        _letter.kind == "announcement",
    )
    return (await tx.execute(waiting)).rowcount
