"""Wrong codes, by a digest of where they came from, so that nobody tries them all."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select

from storage import tables
from storage.database import Tx, sheet

LIMITS: Sequence[tuple[int, timedelta]] = ((5, timedelta(minutes=15)), (20, timedelta(days=1)))
"""How many wrong codes in how long a time; whoever reached one of them has to wait."""

_attempt = sheet(tables.Attempt).c


async def wrong(tx: Tx, source: str, now: datetime) -> None:
    """Note a wrong code from there."""
    await tx.execute(insert(tables.Attempt).values(source=source, tried_at=now))


async def wait_until(tx: Tx, source: str, now: datetime) -> datetime | None:
    """When codes from there are looked at again; None for at once."""
    longest = max(span for _, span in LIMITS)
    query = (
        select(_attempt.tried_at)
        .where(_attempt.source == source, _attempt.tried_at > now - longest)
        .order_by(_attempt.tried_at.desc())
    )
    tried = list((await tx.execute(query)).scalars())
    ends = [tried[most - 1] + span for most, span in LIMITS if len(tried) >= most]
    return max((end for end in ends if end > now), default=None)


async def forget(tx: Tx, before: datetime) -> int:
    """Drop what was tried before then; how many that are."""
    return (await tx.execute(delete(tables.Attempt).where(_attempt.tried_at < before))).rowcount
