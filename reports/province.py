"""The numbers of a province: each commune by title, how many are how far."""

from collections.abc import Mapping, Sequence

from sqlalchemy import case, func, select

from flows.assessment import TITLES
from reports.village import Count
from storage.database import Tx
from storage.tables import Assessment, Place, Subject


async def communes(tx: Tx, province: str) -> Sequence[tuple[str, str]]:
    """Code and name of each commune of today in that province, by name."""
    query = (
        select(Place.code, Place.name)
        .where(Place.parent_code == province, Place.kind == "commune", Place.valid_to.is_(None))
        .order_by(Place.name, Place.code)
    )
    return [(row.code, row.name) for row in await tx.execute(query)]


async def counts(tx: Tx, codes: Sequence[str], year: int) -> Mapping[str, Mapping[str, Count]]:
    """commune code -> title -> Count, in one query; a village counts in its commune."""
    commune = case((Place.kind == "village", Place.parent_code), else_=Place.code)
    state = func.coalesce(Assessment.state, "")
    query = (
        select(
            commune.label("commune"), Subject.kind, state.label("state"), func.count().label("n")
        )
        .join_from(Subject, Place, Place.code == Subject.place_code)
        .outerjoin(
            Assessment,
            (Assessment.subject_id == Subject.id)
            & (Assessment.year == year)
            & (Assessment.title == case(TITLES, value=Subject.kind)),
        )
        .where(commune.in_(codes), Subject.kind.in_(TITLES), Subject.gone_at.is_(None))
        .group_by(commune, Subject.kind, state)
    )
    found: dict[str, dict[str, dict[str, int]]] = {}
    for row in await tx.execute(query):
        found.setdefault(row.commune, {}).setdefault(TITLES[row.kind], {})[row.state] = row.n
    return {
        code: {title: Count(states) for title, states in titles.items()}
        for code, titles in found.items()
    }
