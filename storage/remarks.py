"""What people say about a posted list: kept, counted, and never too much from one place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select

from storage import tables
from storage.database import Tx, sheet

_meetings, _remarks = sheet(tables.Meeting), sheet(tables.Remark)
_meeting, _remark = _meetings.c, _remarks.c

MOST_A_DAY = 10
"""Remarks of one source on one list within a day; a village often shares one address."""
MOST_OF_ALL = 300
"""Remarks on one list within a day, from wherever they come."""


@dataclass(frozen=True, slots=True)
class Said:
    """One remark."""

    text: str
    contact: str
    said_at: datetime


async def keep(tx: Tx, meeting_id: int, said: Said, source: str) -> bool:
    """Keep what was said; false where this source, or everybody, has said too much today.

    `source` is a digest of where it came from. The same words from there again are kept once.
    """
    # Two at once take turns here, or both would be the last that is allowed.
    await tx.execute(select(_meeting.id).where(_meeting.id == meeting_id).with_for_update())
    since = said.said_at - timedelta(days=1)
    today = (_remark.meeting_id == meeting_id, _remark.said_at > since)
    query = select(_remark.source, _remark.text, _remark.contact).where(*today)
    known = (await tx.execute(query)).all()
    if (source, said.text, said.contact) in map(tuple, known):
        return True
    if len(known) >= MOST_OF_ALL or sum(row.source == source for row in known) >= MOST_A_DAY:
        return False
    row = {"text": said.text, "contact": said.contact, "said_at": said.said_at, "source": source}
    await tx.execute(insert(tables.Remark).values(meeting_id=meeting_id, **row))
    return True


async def of(tx: Tx, meeting_id: int) -> Sequence[Said]:
    """What was said about this list, newest first."""
    query = select(_remark.text, _remark.contact, _remark.said_at)
    ours = query.where(_remark.meeting_id == meeting_id).order_by(_remark.id.desc())
    return [Said(*row) for row in await tx.execute(ours)]


async def count(tx: Tx, meeting_id: int) -> int:
    """How much was said about this list."""
    query = select(func.count()).select_from(_remarks).where(_remark.meeting_id == meeting_id)
    return (await tx.execute(query)).scalar_one()
