"""Which kept photo or file backs which answer. The contents themselves are in storage.folder."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from flows.replies import AttachmentKind
from storage import database, tables
from storage.database import Tx
from storage.folder import Kept

_evidence = database.sheet(tables.Evidence)
_column = _evidence.c


@dataclass(frozen=True, slots=True)
class Use:
    """The answer that some content backs."""

    assessment_id: int
    ref: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One photo or file behind one answer. Where it was taken is in degrees, when it said so."""

    ref: str
    key: str
    kind: AttachmentKind
    size: int
    sent_by: int
    sent_at: datetime
    latitude: float | None
    longitude: float | None


async def record(  # noqa: PLR0913 - one row, told in full
    tx: Tx,
    assessment_id: int,
    ref: str,
    kept: Kept,
    album: str,
    person_id: int,
    now: datetime,
) -> bool:
    """Note that this content backs this answer; whether that is new. `album` is "" for none."""
    return await database.insert_once(
        tx,
        tables.Evidence,
        assessment_id=assessment_id,
        ref=ref,
        key=kept.key,
        kind=kept.kind,
        size=kept.size,
        album=album,
        sent_by=person_id,
        sent_at=now,
        latitude=kept.latitude,
        longitude=kept.longitude,
    )


async def used(tx: Tx, key: str) -> Use | None:
    """The first answer that this content backs, if any does."""
    query = select(_column.assessment_id, _column.ref).where(_column.key == key)
    row = (await tx.execute(query.order_by(_column.id).limit(1))).first()
    return Use(*row) if row else None


async def album_ref(tx: Tx, person_id: int, album: str) -> tuple[int, str] | None:
    """The (assessment, ref) that this person's album went to last, if it began already."""
    if not album:
        return None
    query = select(_column.assessment_id, _column.ref)
    theirs = query.where(_column.album == album, _column.sent_by == person_id)
    row = (await tx.execute(theirs.order_by(_column.id.desc()).limit(1))).first()
    return (row.assessment_id, row.ref) if row else None


async def of(tx: Tx, assessment_id: int) -> list[Piece]:
    """All that backs the answers of one assessment, as it came."""
    query = select(
        _column.ref,
        _column.key,
        _column.kind,
        _column.size,
        _column.sent_by,
        _column.sent_at,
        _column.latitude,
        _column.longitude,
    )
    mine = query.where(_column.assessment_id == assessment_id).order_by(_column.id)
    return [Piece(*row) for row in await tx.execute(mine)]


async def forget(tx: Tx, assessment_id: int, ref: str, keep_keys: Collection[str]) -> None:
    """Drop what the answer no longer names. The contents stay until they are cleaned away."""
    of_answer = (_column.assessment_id == assessment_id, _column.ref == ref)
    gone = delete(_evidence).where(*of_answer, _column.key.not_in(list(keep_keys)))
    await tx.execute(gone)


async def settle(tx: Tx, assessment_id: int, named: Mapping[str, Collection[str]]) -> None:
    """Let what backs the members of rosters follow them: `named` are the contents by address.

    A member that moved takes its pieces along, with who sent them and when; what no answer names
    any more is dropped. Answers outside rosters are left alone. Doing it again changes nothing.
    """
    columns = select(_column.id, _column.ref, _column.key).order_by(_column.id)
    inside = columns.where(_column.assessment_id == assessment_id, _column.ref.contains("["))
    wanted = {(ref, key) for ref, keys in named.items() for key in keys}
    rows = (await tx.execute(inside)).all()
    homeless = [row for row in rows if (row.ref, row.key) not in wanted]
    free = sorted(wanted - {(row.ref, row.key) for row in rows})
    for row in homeless:
        place = next((place for place in free if place[1] == row.key), None)
        this = _column.id == row.id
        if place is None:
            await tx.execute(delete(_evidence).where(this))
        else:
            free.remove(place)
            await tx.execute(update(_evidence).where(this).values(ref=place[0]))


async def unnamed(tx: Tx, keys: Sequence[str]) -> list[str]:
    """Those of these contents (some hundreds at most) that nothing names.

    What backs an answer, is among minutes or goes with an announcement is named.
    """
    named = set((await tx.execute(select(_column.key).where(_column.key.in_(keys)))).scalars())
    picture = database.sheet(tables.Announcement).c.picture
    named |= set((await tx.execute(select(picture).where(picture.in_(keys)))).scalars())
    minutes = select(tables.Meeting.minutes).where(tables.Meeting.minutes != "")
    named |= {key for kept in (await tx.execute(minutes)).scalars() for key in kept.split()}
    return [key for key in keys if key not in named]
