"""Who one person is in the tables, and which forms are his alone: what goes when he is deleted."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from storage import tables
from storage.database import Tx, sheet
from storage.moves import Seen

_person, _account = sheet(tables.Person).c, sheet(tables.Account).c
_role, _subject = sheet(tables.Role).c, sheet(tables.Subject).c
_assessments, _subjects = sheet(tables.Assessment), sheet(tables.Subject)
_assessment, _award = _assessments.c, sheet(tables.Award).c

FORGOTTEN = "đã xóa"
"""What stands where the name of somebody stood who was deleted."""
ALONE = ("citizen", "household")
"""Kinds of subjects whose forms are people's own; those of a clan, a village or a unit are not."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of his alone. `awarded` says that a decision names it."""

    seen: Seen
    subject_id: int
    title: str
    year: int
    awarded: bool


@dataclass(frozen=True, slots=True)
class Selves:
    """All rows that are one person: the ids, his subjects as a citizen, and where he lives."""

    ids: tuple[int, ...]
    names: tuple[str, ...]
    phones: tuple[str, ...]
    citizens: tuple[int, ...]
    place_code: str | None


async def find(tx: Tx, person_id: int) -> Selves:
    """The person with what is left of whoever turned out to be him.

    Raises LookupError for nobody, and for somebody who was deleted already.

    Somebody who came by himself and was then found on the roster leaves a row behind, which names
    the same citizen, or has his name and no address any more.
    """
    mine = aliased(tables.Role)
    same_citizen = exists().where(
        _role.person_id == _person.id,
        _role.role == "citizen",
        mine.subject_id == _role.subject_id,
        mine.person_id == person_id,
        mine.role == "citizen",
    )
    name = select(_person.name).where(_person.id == person_id).scalar_subquery()
    left_over = and_(
        _person.code.is_(None),
        _person.gone_at.is_not(None),
        or_(same_citizen, and_(_person.name == name, _person.name != "")),
        ~exists().where(_account.person_id == _person.id),
    )
    columns = (_person.id, _person.name, _person.phone, _person.place_code)
    query = select(*columns).where(or_(_person.id == person_id, left_over))
    rows = {row.id: row for row in await tx.execute(query)}
    if person_id not in rows or rows[person_id].name == FORGOTTEN:
        raise LookupError(f"there is no person {person_id}")
    ids = tuple(sorted(rows))
    return Selves(
        ids=ids,
        names=tuple({row.name for row in rows.values()} - {""}),
        phones=tuple({row.phone for row in rows.values()} - {""}),
        citizens=await _citizens(tx, ids),
        place_code=rows[person_id].place_code,
    )


async def forms(tx: Tx, selves: Selves) -> tuple[Form, ...]:
    """His own as a citizen, and those of a household that nobody else answers for."""
    own = or_(_subject.id.in_(selves.citizens), _of_household(selves, shared=False))
    awarded = exists().where(_award.assessment_id == _assessment.id)
    query = (
        select(
            _assessment.id,
            _assessment.state,
            _assessment.revision,
            _assessment.subject_id,
            _assessment.title,
            _assessment.year,
            awarded.label("awarded"),
        )
        .join_from(_assessments, _subjects, _subject.id == _assessment.subject_id)
        .where(own)
        .order_by(_assessment.id)
    )
    return tuple(
        Form(
            Seen(row.id, row.state, row.revision),
            row.subject_id,
            row.title,
            row.year,
            bool(row.awarded),
        )
        for row in await tx.execute(query)
    )


async def shared(tx: Tx, selves: Selves) -> int:
    """How many forms stay since others answer for them too, or since they are an institution's."""
    others = _subject.kind.not_in(ALONE)
    held = and_(others, _acts(selves.ids, who_else=False))
    query = (
        select(_assessment.id)
        .join_from(_assessments, _subjects, _subject.id == _assessment.subject_id)
        .where(or_(_of_household(selves, shared=True), held))
    )
    return len((await tx.execute(query)).all())


async def duties(tx: Tx, selves: Selves) -> tuple[tuple[str, str], ...]:
    """(role, name of the place) of what he does for a village or a commune now."""
    place = sheet(tables.Place).c
    query = (
        select(_role.role, place.name)
        .join_from(sheet(tables.Role), sheet(tables.Place), place.code == _role.place_code)
        .where(_role.person_id.in_(selves.ids), _role.ended_at.is_(None))
        .order_by(_role.id)
    )
    return tuple((row.role, row.name) for row in await tx.execute(query))


async def _citizens(tx: Tx, ids: tuple[int, ...]) -> tuple[int, ...]:
    """The subjects he is, or was, as a citizen: they are himself, whatever became of the role."""
    query = select(_role.subject_id).where(
        _role.person_id.in_(ids), _role.role == "citizen", _role.subject_id.is_not(None)
    )
    return tuple(sorted(set((await tx.execute(query)).scalars())))


def _of_household(selves: Selves, *, shared: bool) -> ColumnElement[bool]:
    """Households he answers for now: alone, or with somebody else."""
    others = _acts(selves.ids, who_else=True)
    mine = and_(_subject.kind == "household", _acts(selves.ids, who_else=False))
    return and_(mine, others if shared else ~others)


def _acts(ids: tuple[int, ...], *, who_else: bool) -> ColumnElement[bool]:
    """Whether one of these, or somebody else, answers for the subject now."""
    role: Any = aliased(tables.Role)
    who = role.person_id.not_in(ids) if who_else else role.person_id.in_(ids)
    return exists().where(role.subject_id == _subject.id, role.ended_at.is_(None), who)
