"""The commune decides: the list for recognition, its decision, and the steps of each assessment."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, extract, func, or_, select
from sqlalchemy.orm import aliased

from flows import instrument
from flows.assessment import NotAllowed
from flows.instrument import Earlier, Instrument
from flows.recognition import RECOGNISED_BELOW, Candidate, Scope
from storage import database, moves, tables
from storage.database import Tx, sheet
from storage.moves import By, Seen, Stale

_assessments, _subjects, _places = map(sheet, (tables.Assessment, tables.Subject, tables.Place))
_packs, _moves = sheet(tables.Pack), sheet(tables.Move)
_decisions, _awards = sheet(tables.Decision), sheet(tables.Award)
_assessment, _subject, _place, _move = _assessments.c, _subjects.c, _places.c, _moves.c
_decision, _award = _decisions.c, _awards.c
_later = aliased(tables.Move)

OPEN = ("verified", "proposed")
"""States in which an assessment waits for the decision."""


async def candidates(tx: Tx, scope: Scope) -> tuple[Candidate, ...]:
    """All that waits for the decision: verified or on the draft, by place, title and code."""
    query = _candidates(scope).where(_assessment.state.in_(OPEN))
    return tuple(map(_candidate, await tx.execute(query)))


async def listed(tx: Tx, scope: Scope, mark: int) -> tuple[Candidate, ...]:
    """The draft as it was when the trail ended with the step `mark`, each as it stands now."""
    then = exists().where(
        _move.assessment_id == _assessment.id,
        _move.id <= mark,
        _move.state == "proposed",
        ~exists().where(
            _later.assessment_id == _move.assessment_id,
            _later.id > _move.id,
            _later.id <= mark,
        ),
    )
    return tuple(map(_candidate, await tx.execute(_candidates(scope).where(then))))


async def unmoved(tx: Tx, items: Sequence[Candidate], mark: int) -> tuple[Candidate, ...]:
    """Those which made no step after `mark`."""
    query = select(_move.assessment_id).where(_move.id > mark)
    moved = set((await tx.execute(query)).scalars())
    return tuple(item for item in items if item.id not in moved)


async def mark(tx: Tx) -> int:
    """The number of the last step anything made."""
    return int((await tx.execute(select(func.coalesce(func.max(_move.id), 0)))).scalar_one())


async def years(tx: Tx, commune: str) -> tuple[int, ...]:
    """The years in which something waits for the decision, newest first."""
    query = select(_assessment.year).join_from(_assessments, _subjects, _of_subject())
    waits = query.join(_places, _in_place()).where(
        _within(commune), _assessment.state.in_(OPEN), _assessment.title.in_(RECOGNISED_BELOW)
    )
    found = await tx.execute(waits.distinct().order_by(_assessment.year.desc()))
    return tuple(found.scalars())


# ---- the steps


async def step(tx: Tx, items: Iterable[Candidate], name: str, by: By) -> tuple[Candidate, ...]:
    """Make this move with all of them; gives those that made it, the others had moved on."""
    return tuple([item for item in items if await _moved(tx, item, name, by)])


async def decline(tx: Tx, items: Iterable[Candidate], reason: str, by: By) -> tuple[Candidate, ...]:
    """Leave them out for that reason; gives those that were still there."""
    return tuple([item for item in items if await _moved(tx, item, "decline", by, reason)])


async def last_declined(tx: Tx, scope: Scope, person_id: int, since: datetime) -> int | None:
    """The step by which this person last left somebody out of this list who still is."""
    query = (
        select(func.max(_move.id))
        .join_from(_moves, _assessments, _assessment.id == _move.assessment_id)
        .join(_subjects, _of_subject())
        .join(_places, _in_place())
        .where(*_of(scope), _is_last_decline(person_id), _move.moved_at >= since)
    )
    found: int | None = (await tx.execute(query)).scalar()
    return found


async def declined_with(tx: Tx, scope: Scope, number: int, person_id: int) -> tuple[Candidate, ...]:
    """All whom this person left out of this list together with that step, and who still are."""
    together = select(_move.moved_at).where(_move.id == number).scalar_subquery()
    left_out = exists().where(
        _move.assessment_id == _assessment.id,
        _is_last_decline(person_id),
        _move.moved_at == together,
    )
    query = _columns().where(*_of(scope), left_out)
    return tuple(map(_candidate, await tx.execute(query)))


# ---- the decision


async def earlier(tx: Tx, scope: Scope, decided: Instrument) -> Earlier:
    """What was decided before by that decision, and under that number on other days."""
    query = (
        select(_decision.number, _decision.dated, func.count(_award.assessment_id).label("n"))
        .outerjoin(_awards, _award.decision_id == _decision.id)
        .where(
            _decision.place_code == scope.commune,
            extract("year", _decision.dated) == decided.dated.year,
        )
        .group_by(_decision.id)
        .order_by(_decision.dated)
    )
    same = [
        row for row in await tx.execute(query) if instrument.same_number(row.number, decided.number)
    ]
    return Earlier(
        awards=sum(row.n for row in same if row.dated == decided.dated),
        days=tuple(row.dated for row in same if row.dated != decided.dated),
    )


async def recognise(
    tx: Tx, scope: Scope, decided: Instrument, tokens: Mapping[int, str], by: By
) -> tuple[int, ...]:
    """Recognise all at once by this decision; gives those that were still on the draft.

    `tokens` has the token of the check page for each assessment. Who moved on meanwhile is not
    recognised; where all did, there is no decision either.
    """
    reason = f"{decided.number} {decided.dated:%d/%m/%Y}"
    items = [item for item in await candidates(tx, scope) if item.id in tokens]
    there = [item for item in items if await _moved(tx, item, "recognise", by, reason)]
    if there:
        decision_id = await _decide(tx, scope, decided, by)
        rows = [
            {
                "assessment_id": item.id,
                "decision_id": decision_id,
                "token": tokens[item.id],
                "awarded_at": by.now,
            }
            for item in there
        ]
        await database.insert_missing(tx, tables.Award, rows)
    return tuple(item.id for item in there)


async def _decide(tx: Tx, scope: Scope, decided: Instrument, by: By) -> int:
    """The number of this decision: the one there is, however it was spelled, or a new one."""
    here = (_decision.place_code == scope.commune, _decision.dated == decided.dated)
    for row in await tx.execute(select(_decision.id, _decision.number).where(*here)):
        if instrument.same_number(row.number, decided.number):
            return int(row.id)
    known = {"place_code": scope.commune, "number": decided.number, "dated": decided.dated}
    rest = {"year": scope.year, "made_by": by.person_id, "made_at": by.now}
    await database.insert_once(tx, tables.Decision, **known, **rest)
    query = select(_decision.id).where(*here, _decision.number == decided.number)
    return int((await tx.execute(query)).scalar_one())


async def _moved(tx: Tx, item: Candidate, name: str, by: By, reason: str = "") -> bool:
    with suppress(NotAllowed, Stale):
        seen = Seen(item.id, item.state, item.revision)
        await moves.move(tx, seen, name, by, reason=reason)
        return True
    return False


# ---- reading


def _candidates(scope: Scope) -> Select[*tuple[Any, ...]]:
    return _columns().where(*_of(scope))


def _columns() -> Select[*tuple[Any, ...]]:
    return (
        select(
            _assessment.id,
            _assessment.subject_id,
            _subject.kind,
            _subject.name.label("subject"),
            _assessment.title,
            _assessment.state,
            _assessment.revision,
            _place.code.label("place"),
            _place.name.label("place_name"),
            _place.kind.label("place_kind"),
            _assessment.verified_points,
            _assessment.most,
            _assessment.verified_verdict,
            _packs.c.official,
        )
        .join_from(_assessments, _subjects, _of_subject())
        .join(_places, _in_place())
        .join(_packs, _packs.c.id == _assessment.pack_id)
        .order_by(_place.code, _assessment.title, _subject.code, _assessment.id)
    )


def _candidate(row: Row[*tuple[Any, ...]]) -> Candidate:
    return Candidate(
        id=row.id,
        subject_id=row.subject_id,
        kind=row.kind,
        subject=row.subject,
        title=row.title,
        state=row.state,
        revision=row.revision,
        place=row.place,
        village=row.place_name if row.place_kind == "village" else "",
        points=row.verified_points,
        most=row.most,
        verdict=row.verified_verdict,
        official=row.official,
    )


def _of(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    return (
        _within(scope.commune),
        _assessment.year == scope.year,
        _assessment.title.in_(scope.titles),
    )


def _is_last_decline(person_id: int) -> ColumnElement[bool]:
    """Whether a step is this person's, leaves somebody out, and nothing followed it."""
    nothing_later = ~exists().where(
        _later.assessment_id == _move.assessment_id, _later.id > _move.id
    )
    return and_(_move.name == "decline", _move.person_id == person_id, nothing_later)


def _of_subject() -> ColumnElement[bool]:
    return _subject.id == _assessment.subject_id


def _in_place() -> ColumnElement[bool]:
    return _place.code == _subject.place_code


def _within(commune: str) -> ColumnElement[bool]:
    """What lies in a commune, without its own form: that is not the commune's to recognise."""
    here = or_(_place.code == commune, _place.parent_code == commune)
    return and_(here, _subject.kind != "commune")
