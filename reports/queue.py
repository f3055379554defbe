"""What waits at a commune's desk: how much, how long, where, and what went back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from flows.letters import AS_TOLD
from storage.database import Tx
from storage.tables import Account, Assessment, Letter, Move, Place, Role, Subject

_commune = aliased(Place)
_ORDER = (Assessment.corrected.desc(), Assessment.submitted_at, Assessment.id)


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks at the queue of which commune, when: what others hold now is not in it."""

    commune: str
    person_id: int
    now: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in one place; `taken` are held by somebody else and not among `waiting`."""

    code: str
    name: str
    waiting: int
    corrected: int
    taken: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Back:
    """One assessment the commune returned, not yet handed in again, and how far the word came.

    `told` is the best of its notices, one of TOLD. `left` of `of` marks wait.
    """

    id: int
    subject: str
    place: str
    returned_at: datetime
    told: str
    left: int
    of: int


TOLD = ("read", "sent", "queued", "unknown", "failed", "nobody")
"""How far word of a return came, the best first."""


async def rows(tx: Tx) -> Sequence[Mapping[str, object]]:
    """One row for each commune: {commune, waiting, corrected, oldest, returned, unlinked}.

    `oldest` is when the longest waiting was handed in (ISO); `unlinked` are returned ones whose
    people have no way to be written to.
    """
    waits = Assessment.state == "handed_over"
    linked = _may_be_told()
    query = (
        select(
            func.coalesce(_commune.code, Place.code).label("commune"),
            _sum(waits).label("waiting"),
            _sum(and_(waits, Assessment.corrected)).label("corrected"),
            func.min(case((waits, Assessment.submitted_at))).label("oldest"),
            _sum(Assessment.state == "returned").label("returned"),
            _sum(and_(Assessment.state == "returned", ~linked)).label("unlinked"),
        )
        .join_from(Assessment, Subject, Subject.id == Assessment.subject_id)
        .join(Place, Place.code == Subject.place_code)
        .outerjoin(_commune, and_(_commune.code == Place.parent_code, Place.kind == "village"))
        .where(Subject.kind != "commune")
        .group_by(func.coalesce(_commune.code, Place.code))
        .order_by(func.coalesce(_commune.code, Place.code))
    )
    found = (await tx.execute(query)).all()
    return [
        {**row._mapping, "oldest": row.oldest.isoformat() if row.oldest else None}
        for row in found
        if row.waiting or row.returned
    ]


async def places(tx: Tx, look: Looking) -> tuple[Waiting, ...]:
    """What waits, by village; what lies in none stands under the commune itself."""
    taken = _taken(look)
    free = and_(Assessment.state == "handed_over", ~taken)
    query = (
        _within(look.commune, Place.code, Place.name)
        .add_columns(
            _sum(free).label("waiting"),
            _sum(and_(free, Assessment.corrected)).label("corrected"),
            _sum(taken).label("taken"),
            func.min(case((free, Assessment.submitted_at))).label("oldest"),
        )
        .where(Assessment.state == "handed_over")
        .group_by(Place.code, Place.name)
        .order_by(Place.code)
    )
    return tuple(Waiting(*row) for row in await tx.execute(query))


async def waiting(
    tx: Tx, look: Looking, place: str = "", after: int = 0, most: int = 5
) -> tuple[int, ...]:
    """The next assessments to look at: corrected ones first, then the longest handed in.

    Only those in `place` (a code) and after the assessment `after` in that order.
    """
    query = _within(look.commune, Assessment.id).where(
        Assessment.state == "handed_over", ~_taken(look)
    )
    if place:
        query = query.where(Place.code == place)
    if after:
        query = query.where(await _behind(tx, after))
    return tuple((await tx.execute(query.order_by(*_ORDER).limit(most))).scalars())


async def sent_back(tx: Tx, commune: str) -> tuple[Back, ...]:
    """What went back and has not come again, the longest first."""
    since = (
        select(func.max(Move.moved_at))
        .where(Move.assessment_id == Assessment.id, Move.name == "return")
        .scalar_subquery()
    )
    village = case((Place.kind == "village", Place.name), else_="").label("place")
    query = _within(commune, Assessment.id, Subject.name, village, Assessment.returned)
    query = query.add_columns(since.label("since")).where(Assessment.state == "returned")
    found = (await tx.execute(query.order_by(since, Assessment.id))).all()
    told = await _told(tx, {row.id: row.since for row in found})
    return tuple(
        Back(
            id=row.id,
            subject=row.name,
            place=row.place,
            returned_at=row.since,
            told=told.get(row.id, "nobody"),
            left=sum(map(bool, row.returned.values())),
            of=len(row.returned),
        )
        for row in found
    )


async def count_sent_back(tx: Tx, commune: str) -> int:
    """How many went back and have not come again."""
    query = _within(commune, func.count()).where(Assessment.state == "returned")
    return int((await tx.execute(query)).scalar_one())


async def _told(tx: Tx, since: Mapping[int, datetime]) -> dict[int, str]:
    """The best that became of the notices about each, of those promised since it went back."""
    query = select(Letter.assessment_id, Letter.posted_at, Letter.state, Letter.read_at).where(
        Letter.kind == "notice", Letter.assessment_id.in_(list(since))
    )
    best: dict[int, str] = {}
    for number, posted_at, state, read_at in await tx.execute(query):
        if number is not None and posted_at >= since[number]:
            this = "read" if read_at else AS_TOLD.get(state, state)
            best[number] = min(this, best.get(number, this), key=TOLD.index)
    return best


async def _behind(tx: Tx, after: int) -> ColumnElement[bool]:
    """What stands behind that assessment in the order of the queue."""
    columns = select(Assessment.corrected, Assessment.submitted_at)
    row = (await tx.execute(columns.where(Assessment.id == after))).first()
    if row is None:
        return Assessment.id.is_not(None)
    later = or_(
        Assessment.submitted_at > row.submitted_at,
        and_(Assessment.submitted_at == row.submitted_at, Assessment.id > after),
    )
    plain = Assessment.corrected.is_(False)
    return or_(plain, later) if row.corrected else and_(plain, later)


def _within(commune: str, *columns: Any) -> Select[Any]:
    """These columns of the assessments a commune verifies: its own form is not among them."""
    return (
        select(*columns)
        .join_from(Assessment, Subject, Subject.id == Assessment.subject_id)
        .join(Place, Place.code == Subject.place_code)
        .where(or_(Place.code == commune, Place.parent_code == commune), Subject.kind != "commune")
    )


def _taken(look: Looking) -> ColumnElement[bool]:
    return and_(
        Assessment.held_by.is_not(None),
        Assessment.held_by != look.person_id,
        Assessment.held_until > look.now,
    )


def _may_be_told() -> ColumnElement[bool]:
    """Whether somebody who answers for the subject has an address that can be reached."""
    return (
        exists()
        .where(
            Role.subject_id == Assessment.subject_id,
            Role.ended_at.is_(None),
            Account.person_id == Role.person_id,
            Account.unreachable_since.is_(None),
        )
        .correlate(Assessment)
    )


def _sum(what: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((what, 1), else_=0)), 0)
