"""What the roster counts in each village: households, people, clans, units, and who heads it."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from storage.database import Tx
from storage.tables import Person, Place, Role, Subject


async def rows(tx: Tx) -> Sequence[Mapping[str, object]]:
    """One row for each place with a roster, villages after their commune; who is gone is not in.

    {commune, code, village, households, members, adults, clans, units, people, heads}. The row of
    the commune itself, with `village` its name, counts what lies in no single village.
    """
    commune = aliased(Place)
    query = (
        select(
            func.coalesce(commune.name, Place.name).label("commune"),
            Place.code,
            Place.name.label("village"),
            _count(Subject.kind == "household").label("households"),
            _total(Subject.members).label("members"),
            _total(Subject.adults).label("adults"),
            _count(Subject.kind == "clan").label("clans"),
            _count(Subject.kind == "unit").label("units"),
            _people().label("people"),
            _heads().label("heads"),
        )
        .outerjoin(commune, (commune.code == Place.parent_code) & (Place.kind == "village"))
        .where(Place.kind.in_(("commune", "village")), Place.valid_to.is_(None))
        .order_by(func.coalesce(commune.code, Place.code), Place.kind, Place.code)
    )
    return [dict(row) for row in (await tx.execute(query)).mappings()]


def _count(of: ColumnElement[bool]) -> ColumnElement[int]:
    here = (Subject.place_code == Place.code, Subject.gone_at.is_(None), of)
    return select(func.count(Subject.id)).where(*here).correlate(Place).scalar_subquery()


def _total(of: InstrumentedAttribute[int | None]) -> ColumnElement[int]:
    here = (Subject.place_code == Place.code, Subject.gone_at.is_(None))
    total = select(func.coalesce(func.sum(of), 0)).where(*here, Subject.kind == "household")
    return total.correlate(Place).scalar_subquery()


def _people() -> ColumnElement[int]:
    here = (Person.place_code == Place.code, Person.gone_at.is_(None), Person.code.is_not(None))
    return select(func.count(Person.id)).where(*here).correlate(Place).scalar_subquery()


def _heads() -> ColumnElement[int]:
    here = (Role.place_code == Place.code, Role.role == "village_head", Role.ended_at.is_(None))
    return select(func.count(Role.id)).where(*here).correlate(Place).scalar_subquery()
