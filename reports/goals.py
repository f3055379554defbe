"""How far a commune is towards its targets: every title in every village, in one query."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, func, or_, select

from flows.assessment import HANDED_IN, TITLES
from flows.stages import Stage, stage
from storage.database import Tx, sheet
from storage.tables import Assessment, Place, Subject

_places, _subjects, _assessments = map(sheet, (Place, Subject, Assessment))
_place, _subject, _assessment = _places.c, _subjects.c, _assessments.c
_COMMUNE = case((_place.kind == "village", _place.parent_code), else_=_place.code).label("commune")


@dataclass(frozen=True, slots=True)
class Progress:
    """The subjects of one title, each counted at its furthest stage; `done` have handed in."""

    stages: Mapping[Stage, int] = field(default_factory=dict)
    done: int = 0

    @property
    def all(self) -> int:
        """How many there could be: everybody on the roster."""
        return sum(self.stages.values())

    @property
    def reached(self) -> int:
        """How many are good enough after the commune's check, recognised or not yet."""
        return self.at("verified") + self.at("recognised")

    def at(self, which: Stage) -> int:
        """How many stand at this very stage."""
        return self.stages.get(which, 0)

    def __add__(self, other: "Progress") -> "Progress":
        both = {one: self.at(one) + other.at(one) for one in {*self.stages, *other.stages}}
        return Progress(both, self.done + other.done)


@dataclass(frozen=True, slots=True)
class Here:
    """A village, or the commune itself for what lies in none, with its titles."""

    code: str
    name: str
    is_village: bool
    titles: Mapping[str, Progress]


async def by_place(tx: Tx, commune: str, year: int) -> tuple[Here, ...]:
    """Every place of a commune in order of code; villages of which nobody is known are there."""
    places = await tx.execute(
        select(_place.code, _place.name, _place.kind)
        .where(or_(_place.code == commune, _place.parent_code == commune))
        .where(_place.valid_to.is_(None))
        .order_by(_place.code)
    )
    found = (await _counted(tx, [commune], year)).get(commune, {})
    return tuple(
        Here(row.code, row.name, row.kind == "village", found.get(row.code, {})) for row in places
    )


async def by_commune(
    tx: Tx, communes: Sequence[str], year: int
) -> Mapping[str, Mapping[str, Progress]]:
    """commune code -> title -> Progress, its villages taken together."""
    found = await _counted(tx, communes, year)
    return {code: together(places.values()) for code, places in found.items()}


def together(places: Iterable[Mapping[str, Progress]]) -> Mapping[str, Progress]:
    """The titles of several places, added up."""
    found: dict[str, list[Progress]] = {}
    for titles in places:
        for title, progress in titles.items():
            found.setdefault(title, []).append(progress)
    return {title: reduce(Progress.__add__, found[title]) for title in _ordered(found)}


def is_begun(found: Iterable[Progress]) -> bool:
    """Whether anybody has registered."""
    return any(progress.at("none") < progress.all for progress in found)


async def rows(tx: Tx) -> Sequence[Mapping[str, object]]:
    """One row for each commune, year and title in which anything was begun.

    {commune, year, title, all, registered, handed_in, passed, verified, recognised}: `registered`
    and what follows it count who stands there or further, except `handed_in`, which counts who has
    done his part, good enough or not.
    """
    query = select(_assessment.year).distinct().order_by(_assessment.year)
    years = list((await tx.execute(query)).scalars())
    codes = list((await tx.execute(select(_place.code).where(_place.kind == "commune"))).scalars())
    return [
        {"commune": commune, "year": year, "title": title, **_figures(progress)}
        for year in years
        for commune, titles in sorted((await by_commune(tx, codes, year)).items())
        for title, progress in titles.items()
        if is_begun([progress])
    ]


def _figures(progress: Progress) -> dict[str, int]:
    recognised, verified = progress.at("recognised"), progress.reached
    passed = verified + progress.at("passed")
    return {
        "all": progress.all,
        "registered": passed + progress.at("registered"),
        "handed_in": progress.done,
        "passed": passed,
        "verified": verified,
        "recognised": recognised,
    }


async def _counted(
    tx: Tx, communes: Sequence[str], year: int
) -> Mapping[str, Mapping[str, Mapping[str, Progress]]]:
    """commune -> place -> title -> Progress, all forms in one query."""
    inside = or_(_place.code.in_(communes), _place.parent_code.in_(communes))
    places = await tx.execute(select(_place.code, _COMMUNE).where(inside))
    above = {row.code: row.commune for row in places}
    state = func.coalesce(_assessment.state, "").label("state")
    said = func.coalesce(_assessment.verdict, "").label("verdict")
    checked = func.coalesce(_assessment.verified_verdict, "").label("checked")
    by = (_subject.place_code, _subject.kind, state, said, checked)
    query = (
        select(*by, func.count().label("n"))
        .outerjoin(_assessments, _this_year(year))
        .where(_subject.place_code.in_(select(_place.code).where(inside)))
        .where(_subject.kind.in_(TITLES), _subject.gone_at.is_(None))
        .group_by(*by)
    )
    found: dict[str, dict[str, dict[str, Progress]]] = {}
    for row in await tx.execute(query):
        titles = found.setdefault(above[row.place_code], {}).setdefault(row.place_code, {})
        title = TITLES[row.kind]
        titles[title] = titles.get(title, Progress()) + _one(row)
    return found


def _this_year(year: int) -> ColumnElement[bool]:
    return and_(
        _assessment.subject_id == _subject.id,
        _assessment.title == case(TITLES, value=_subject.kind),
        _assessment.year == year,
    )


def _one(row: Row[Any]) -> Progress:
    where = stage(row.state, row.verdict, row.checked)
    return Progress({where: row.n}, row.n if row.state in HANDED_IN else 0)


def _ordered(titles: Iterable[str]) -> list[str]:
    order = list(TITLES.values())
    return sorted(titles, key=order.index)
