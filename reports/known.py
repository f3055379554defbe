"""What is known from below: the figures of flows.rollup for one subject, in one query."""

from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy import Integer, ScalarSelect, Select, case, cast, func, or_, select

from flows.assessment import HANDED_IN, TITLES
from flows.rights import Target
from flows.rollup import KNOWN, ON
from storage.database import Tx
from storage.tables import Answer, Assessment, Belongs, Place, Subject

CHILDREN, EXCUSED = "children", "excused"
"""The questions of a family form that tell of school children, and of those excused."""

Ids = Select[int]


async def facts(tx: Tx, target: Target, year: int, today: date) -> dict[str, str]:
    """The values of the hidden fields that a form for `target` may have, by their names.

    Whole numbers as text; "" where the roster or the year's forms do not tell.
    """
    wanted = KNOWN.get(TITLES.get(target.kind, ""), {})
    counts = {name: _COUNTS[name](target, year) for name in wanted if name != ON}
    if not counts:
        return {}
    row = (await tx.execute(select(*(count.label(name) for name, count in counts.items())))).one()
    known = {name: _as_text(value) for name, value in row._mapping.items()}
    return {ON: f"{today:%d/%m/%Y}", **known}


def _as_text(value: object) -> str:
    return "" if value is None else str(value)


# ---- who is meant


def _households(target: Target) -> Ids:
    """The household itself, those of a clan, or those that lie in a place."""
    if target.kind == "household":
        return select(Subject.id).where(Subject.id == target.subject_id)
    if target.kind == "clan":
        return _members(select(Subject.id).where(Subject.id == target.subject_id), "household")
    return _placed(target, "household")


def _members(groups: Ids, kind: str) -> Ids:
    """What belongs to these groups, each once."""
    return (
        select(Subject.id)
        .join(Belongs, Belongs.member_id == Subject.id)
        .where(Belongs.group_id.in_(groups), Subject.kind == kind, Subject.gone_at.is_(None))
        .distinct()
    )


def _placed(target: Target, kind: str) -> Ids:
    """What lies in the village, or anywhere in the commune."""
    if target.kind == "village":
        within = Subject.place_code == target.village
    else:
        villages = select(Place.code).where(Place.parent_code == target.commune)
        within = or_(Subject.place_code == target.commune, Subject.place_code.in_(villages))
    return select(Subject.id).where(within, Subject.kind == kind, Subject.gone_at.is_(None))


def _adults(target: Target) -> Ids:
    return _members(_households(target), "citizen")


def _people_of_unit(target: Target) -> Ids:
    return _members(select(Subject.id).where(Subject.id == target.subject_id), "citizen")


# ---- how many


def _count(ids: Ids) -> ScalarSelect[int | None]:
    """How many there are; none at all is not known rather than nought."""
    return select(func.nullif(func.count(), 0)).select_from(ids.subquery()).scalar_subquery()


def _with(ids: Ids, title: str, year: int, *states: str) -> ScalarSelect[int | None]:
    """How many of them have a form of that year in these states; blank where there are none."""
    form = select(Assessment.id).where(
        Assessment.subject_id.in_(ids),
        Assessment.title == title,
        Assessment.year == year,
        Assessment.state.in_(states) if states else Assessment.state != "withdrawn",
    )
    of_some = select(func.count()).select_from(form.subquery()).scalar_subquery()
    there_are = select(func.count()).select_from(ids.subquery()).scalar_subquery()
    return select(case((there_are > 0, of_some))).scalar_subquery()


def _recognised(ids: Ids, title: str, year: int) -> ScalarSelect[int | None]:
    return _with(ids, title, year, "recognised")


def _counted_adults(target: Target, year: int) -> ScalarSelect[int | None]:
    """As the roster counts them, not only those it names."""
    households = _households(target)
    return select(func.sum(Subject.adults)).where(Subject.id.in_(households)).scalar_subquery()


def _children(target: Target, year: int) -> ScalarSelect[int | None]:
    """Those told of in the family forms handed in, without those excused; each form once."""
    asked = (Answer.ref.like(f"%/{CHILDREN}"), Answer.ref.like(f"%/{EXCUSED}"))
    sign = case((asked[1], -1), else_=1)
    told = (
        select(func.sum(sign * cast(func.nullif(Answer.value, ""), Integer)))
        .join(Assessment, Assessment.id == Answer.assessment_id)
        .where(
            Assessment.subject_id.in_(_households(target)),
            Assessment.title == "family",
            Assessment.year == year,
            Assessment.state.in_(HANDED_IN),
            or_(*asked),
        )
    )
    return told.scalar_subquery()


Count = Callable[[Target, int], ScalarSelect[int | None]]

_COUNTS: Mapping[str, Count] = {
    "known_adults": _counted_adults,
    "known_adults_recognised": lambda t, year: _recognised(_adults(t), "citizen", year),
    "known_citizens_registered": lambda t, year: _with(_adults(t), "citizen", year),
    "known_households": lambda t, _: _count(_households(t)),
    "known_families_recognised": lambda t, year: _recognised(_households(t), "family", year),
    "known_clans": lambda t, _: _count(_placed(t, "clan")),
    "known_clans_recognised": lambda t, year: _recognised(_placed(t, "clan"), "clan", year),
    "known_villages": lambda t, _: _count(_placed(t, "village")),
    "known_villages_recognised": lambda t, year: _recognised(
        _placed(t, "village"), "village", year
    ),
    "known_units": lambda t, _: _count(_placed(t, "unit")),
    "known_units_recognised": lambda t, year: _recognised(_placed(t, "unit"), "unit", year),
    "known_members": lambda t, _: _count(_people_of_unit(t)),
    "known_members_recognised": lambda t, year: _recognised(_people_of_unit(t), "citizen", year),
    "known_children": _children,
}
"""Name of a hidden field -> how it is counted."""
