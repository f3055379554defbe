"""When something last happened here: the moment before which nothing can be begun anew."""

from datetime import datetime

from sqlalchemy import func, select

from storage.database import Tx, sheet
from storage.tables import Inbox, Letter, Move

_MARKS = (
    sheet(Letter).c.posted_at,
    sheet(Inbox).c.received_at,
    sheet(Move).c.moved_at,
)


async def last(tx: Tx) -> datetime | None:
    """The last moment at which anything was heard, promised or moved on; None for none."""
    found = [(await tx.execute(select(func.max(mark)))).scalar() for mark in _MARKS]
    return max((moment for moment in found if moment is not None), default=None)
