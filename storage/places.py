"""Where things are: the places above a subject, and the commune somebody belongs to."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import aliased

from flows.rights import Target
from storage import tables
from storage.database import Tx

_own, _above, _top = (aliased(tables.Place) for _ in range(3))


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune as its people know it. `area` is its area class ("" when not known)."""

    code: str
    name: str
    area: str = ""


async def of_subject(tx: Tx, subject_id: int) -> Target:
    """The subject and the places it lies in. Raises LookupError."""
    row = (await tx.execute(_SUBJECT, {"subject_id": subject_id})).first()
    if row is None:
        raise LookupError(f"there is no subject {subject_id}")
    levels = {row.own_kind: row.own, row.above_kind: row.above, row.top_kind: row.top}
    return Target(row.id, row.kind, *_levels(levels))


async def of_assessment(tx: Tx, assessment_id: int) -> Target:
    """The subject of an assessment and the places it lies in. Raises LookupError."""
    query = select(tables.Assessment.subject_id).where(tables.Assessment.id == assessment_id)
    subject_id = (await tx.execute(query)).scalar()
    if subject_id is None:
        raise LookupError(f"there is no assessment {assessment_id}")
    return await of_subject(tx, subject_id)


async def of_place(tx: Tx, code: str) -> Target:
    """The place itself with the places above it. Raises LookupError."""
    row = (await tx.execute(_PLACE, {"code": code})).first()
    if row is None:
        raise LookupError(f"there is no place {code}")
    levels = {row.own_kind: row.own, row.above_kind: row.above, row.top_kind: row.top}
    return Target(None, "", *_levels(levels))


async def name_of(tx: Tx, code: str) -> str:
    """What people call a place. Raises LookupError."""
    found = (await tx.execute(select(_own.name).where(_own.code == code))).scalar()
    if found is None:
        raise LookupError(f"there is no place {code}")
    return found


async def is_sample(tx: Tx, code: str) -> bool:
    """Whether the place is invented."""
    return bool((await tx.execute(select(_own.sample).where(_own.code == code))).scalar())


async def commune_of(tx: Tx, code: str | None) -> Commune | None:
    """The commune a place lies in; for nobody's place, the only commune there is, else None."""
    if code is not None:
        code = (await of_place(tx, code)).commune
    communes = select(_own.code, _own.name, _own.area).where(_own.kind == "commune")
    query = communes.where(_own.code == code) if code else communes.where(_own.valid_to.is_(None))
    rows = (await tx.execute(query.limit(2))).all()
    return Commune(*rows[0]) if len(rows) == 1 else None


def _levels(levels: dict[str | None, str | None]) -> tuple[str, str, str]:
    """Codes of the village, the commune and the province, "" where there is none."""
    return (
        levels.get("village") or "",
        levels.get("commune") or "",
        levels.get("province") or "",
    )


def _with_places(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The place `_own` and the two above it, with their kinds."""
    return (
        query.add_columns(_own.code.label("own"), _own.kind.label("own_kind"))
        .add_columns(_above.code.label("above"), _above.kind.label("above_kind"))
        .add_columns(_top.code.label("top"), _top.kind.label("top_kind"))
        .outerjoin(_above, _above.code == _own.parent_code)
        .outerjoin(_top, _top.code == _above.parent_code)
    )


_SUBJECT = _with_places(
    select(tables.Subject.id, tables.Subject.kind)
    .outerjoin(_own, _own.code == tables.Subject.place_code)
    .where(tables.Subject.id == bindparam("subject_id"))
)
_PLACE = _with_places(select(_own.code).where(_own.code == bindparam("code")))
