"""The numbers of a village: how many are how far, by title; and which households are missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, case, func, select

from flows.assessment import HANDED_IN, TITLES
from storage.database import Tx, sheet
from storage.tables import Assessment, Place, Subject

_places, _subjects, _assessments = map(sheet, (Place, Subject, Assessment))
_subject, _assessment = _subjects.c, _assessments.c


@dataclass(frozen=True, slots=True)
class Count:
    """One title in one village: how many are in which state; "" counts those with nothing."""

    states: Mapping[str, int] = field(default_factory=dict)

    @property
    def all(self) -> int:
        """How many there could be: everybody on the roster."""
        return sum(self.states.values())

    @property
    def done(self) -> int:
        """How many have done their part."""
        return sum(count for state, count in self.states.items() if state in HANDED_IN)

    @property
    def begun(self) -> int:
        """How many have anything at all."""
        return self.all - self.states.get("", 0)


@dataclass(frozen=True, slots=True)
class Missing:
    """A household that has not handed in its form; `state` is "" where there is none."""

    subject_id: int
    name: str
    state: str


async def counts(tx: Tx, villages: Sequence[str], year: int) -> Mapping[str, Mapping[str, Count]]:
    """village code -> title -> Count, in one query. A title nobody could have is left out."""
    state = func.coalesce(_assessment.state, "")
    query = (
        select(_subject.place_code, _subject.kind, state.label("state"), func.count().label("n"))
        .outerjoin(_assessments, _this_year(year))
        .where(_subject.place_code.in_(villages), _on_the_roster())
        .group_by(_subject.place_code, _subject.kind, state)
    )
    found: dict[str, dict[str, dict[str, int]]] = {}
    for row in await tx.execute(query):
        titles = found.setdefault(row.place_code, {})
        titles.setdefault(TITLES[row.kind], {})[row.state] = row.n
    return {
        code: {title: Count(states) for title, states in titles.items()}
        for code, titles in found.items()
    }


async def missing(tx: Tx, village: str, year: int) -> tuple[Missing, ...]:
    """The households of a village whose family form is not handed in, as the roster has them."""
    query = (
        select(_subject.id, _subject.name, func.coalesce(_assessment.state, "").label("state"))
        .outerjoin(_assessments, _this_year(year))
        .where(_subject.place_code == village, _subject.kind == "household", _on_the_roster())
        .order_by(_subject.code)
    )
    rows = (Missing(*row) for row in await tx.execute(query))
    return tuple(row for row in rows if row.state not in HANDED_IN)


async def names(tx: Tx, villages: Sequence[str]) -> Mapping[str, str]:
    """The names of these villages by code, in order of code."""
    place = _places.c
    query = select(place.code, place.name).where(place.code.in_(villages)).order_by(place.code)
    return {row.code: row.name for row in await tx.execute(query)}


def _this_year(year: int) -> ColumnElement[bool]:
    return and_(
        _assessment.subject_id == _subject.id,
        _assessment.title == case(TITLES, value=_subject.kind),
        _assessment.year == year,
    )


def _on_the_roster() -> ColumnElement[bool]:
    return and_(_subject.kind.in_(TITLES), _subject.gone_at.is_(None))
