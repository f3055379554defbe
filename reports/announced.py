"""What became of a commune's announcements, counted from their letters."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from sqlalchemy import func, select

from flows.announced import Progress
from storage.database import Tx
from storage.tables import Announcement, Letter

_STATES: Mapping[str, str] = {
    "queued": "waiting",
    "sending": "waiting",
    "sent": "sent",
    "unknown": "unknown",
    "failed": "failed",
    "expired": "expired",
}
"""State of a letter -> under what it is counted."""


async def progress(tx: Tx, number: int, zone: tzinfo) -> Progress:
    """What became of one announcement; times are those of `zone`. Raises LookupError."""
    found = await _read(tx, [number], zone)
    if not found:
        raise LookupError(f"announcement {number} was not sent")
    return found[0]


async def listed(
    tx: Tx, place_code: str, zone: tzinfo, start: int, most: int
) -> Sequence[Progress]:
    """What a commune announced, newest first: `most` of them, from the one at `start` on."""
    query = (
        select(Announcement.id)
        .where(Announcement.place_code == place_code, Announcement.sent_at.is_not(None))
        .order_by(Announcement.sent_at.desc(), Announcement.id.desc())
    )
    numbers = (await tx.execute(query.offset(start).limit(most))).scalars().all()
    return await _read(tx, numbers, zone)


async def _read(tx: Tx, numbers: Sequence[int], zone: tzinfo) -> Sequence[Progress]:
    """These, in this order; those not sent are left out."""
    columns = (Announcement.id, Announcement.text, Announcement.sent_at, Announcement.stopped_at)
    query = select(*columns, Announcement.count.label("letters")).where(
        Announcement.id.in_(numbers), Announcement.sent_at.is_not(None)
    )
    counts = await _counts(tx, numbers)
    found = {
        row.id: Progress(
            row.id,
            row.text,
            _local(row.sent_at, zone),
            _local(row.stopped_at, zone) if row.stopped_at else None,
            row.letters,
            **counts.get(row.id, {}),
        )
        for row in await tx.execute(query)
    }
    return [found[number] for number in numbers if number in found]


async def _counts(tx: Tx, numbers: Sequence[int]) -> Mapping[int | None, dict[str, int]]:
    """How many letters of each met which fate, and how many were read."""
    query = (
        select(
            Letter.announcement_id,
            Letter.state,
            func.count(),
            func.count(Letter.read_at),
        )
        .where(Letter.announcement_id.in_(numbers))
        .group_by(Letter.announcement_id, Letter.state)
    )
    counts: dict[int | None, dict[str, int]] = {number: {} for number in numbers}
    for number, state, count, read in await tx.execute(query):
        of, fate = counts[number], _STATES[state]
        came = read if fate == "unknown" else 0  # whoever said something since has seen it
        of[fate] = of.get(fate, 0) + count - came
        of["sent"] = of.get("sent", 0) + came
        of["read"] = of.get("read", 0) + read
    return counts


def _local(moment: datetime, zone: tzinfo) -> datetime:
    return moment.astimezone(zone)
