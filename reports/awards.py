"""How many were recognised, by village and title, and how many of those titles were taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from storage.database import Tx
from storage.tables import Assessment, Award, Place, Subject


@dataclass(frozen=True, slots=True)
class Given:
    """Titles of one kind in one place: those that hold, and those taken back."""

    recognised: int
    revoked: int


async def rows(tx: Tx) -> Sequence[Mapping[str, object]]:
    """One row for each place, year and title: {place, code, year, title, recognised, revoked}.

    What lies in no village stands under its commune.
    """
    query = (
        select(
            Place.name.label("place"),
            Place.code,
            Assessment.year,
            Assessment.title,
            func.count().filter(Award.revoked_at.is_(None)).label("recognised"),
            func.count(Award.revoked_at).label("revoked"),
        )
        .join_from(Award, Assessment, Assessment.id == Award.assessment_id)
        .join(Subject, Subject.id == Assessment.subject_id)
        .join(Place, Place.code == Subject.place_code)
        .group_by(Place.code, Place.name, Assessment.year, Assessment.title)
        .order_by(Place.code, Assessment.year, Assessment.title)
    )
    return [dict(row) for row in (await tx.execute(query)).mappings()]


async def given(tx: Tx, commune: str, year: int) -> Mapping[str, Mapping[str, Given]]:
    """place code -> title -> Given, of a commune and its villages in one year."""
    query = (
        select(
            Place.code,
            Assessment.title,
            func.count().filter(Award.revoked_at.is_(None)),
            func.count(Award.revoked_at),
        )
        .join_from(Award, Assessment, Assessment.id == Award.assessment_id)
        .join(Subject, Subject.id == Assessment.subject_id)
        .join(Place, Place.code == Subject.place_code)
        .where(or_(Place.code == commune, Place.parent_code == commune), Assessment.year == year)
        .group_by(Place.code, Assessment.title)
        .order_by(Place.code, Assessment.title)
    )
    found: dict[str, dict[str, Given]] = {}
    for code, title, recognised, revoked in await tx.execute(query):
        found.setdefault(code, {})[title] = Given(recognised, revoked)
    return found
