"""All that a commune chose for one season, read at once: it is asked for every letter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Row,
    Select,
    Text,
    bindparam,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from flows.plan.binding import Added, Chosen, own_rule, own_words
from flows.plan.model import Deadline, Plan
from flows.plan.season import STEPS, Step
from flows.quiet import ZONE
from storage import tables
from storage.database import sheet
from storage.tables.base import Utc

_choices, _added, _days = map(sheet, (tables.PlanChoice, tables.OwnDeadline, tables.StepDate))
_bases, _filed = map(sheet, (tables.BaseChoice, tables.Filed))
_commune, _year = bindparam("commune", type_=Text), bindparam("year", type_=Integer)

_COLUMNS: Mapping[str, Any] = {
    **dict.fromkeys(("name", "value", "kind", "what", "receiver"), Text),
    **dict.fromkeys(("id", "month", "day"), Integer),
    "moment": Utc,
    "closes": Date,
}


@dataclass(frozen=True, slots=True)
class Facts:
    """The rows, by what they are. `plan` is "" where none was chosen."""

    plan: str
    since: date
    added: tuple[Row[Any], ...]
    filed: frozenset[str]
    days: Mapping[Step, date]
    bases: Mapping[str, str]

    @property
    def plans_added(self) -> frozenset[str]:
        """Codes of the plans that a report was taken over from."""
        return frozenset(row.name for row in self.added if row.name)

    def chosen(self, plan: Plan, others: Mapping[str, Plan]) -> Chosen:
        """The same as a season is put together from; what no plan has any more is left out."""
        found = ((row, _deadline(row, others.get(row.name))) for row in self.added)
        offered = {target.code: target.bases for target in plan.targets}
        return Chosen(
            since=self.since,
            added=tuple(Added(row.id, said, _local(row.moment)) for row, said in found if said),
            filed=self.filed,
            days=self.days,
            bases={
                code: base for code, base in self.bases.items() if base in offered.get(code, ())
            },
        )


def sorted_out(rows: Sequence[Row[Any]]) -> Facts:
    """The rows that `ALL` found."""
    of: dict[str, list[Row[Any]]] = {part: [] for part in _PARTS}
    for row in rows:
        of[row.part].append(row)
    days = {row.name: row.closes for row in of["day"]}
    return Facts(
        plan=of["plan"][0].name if of["plan"] else "",
        since=_local(of["plan"][0].moment) if of["plan"] else date.min,
        added=tuple(sorted(of["added"], key=lambda row: int(row.id))),
        filed=frozenset(row.name for row in of["filed"]),
        days={step: days[step] for step in STEPS if step in days},
        bases={row.name: row.value for row in of["base"]},
    )


def _part(part: str, here: Sequence[ColumnElement[bool]], /, **columns: Any) -> Select[Any]:
    """One part of the statement; what it does not have is null, of the type the others have."""
    all_of_it = (
        (columns[each] if each in columns else cast(null(), kind)).label(each)
        for each, kind in _COLUMNS.items()
    )
    return select(literal(part, Text).label("part"), *all_of_it).where(*here)


def _plan() -> Select[Any]:
    choice = _choices.c
    up_to = (choice.place_code == _commune, choice.from_year <= _year)
    newest = select(func.max(choice.from_year)).where(*up_to).scalar_subquery()
    here = (choice.place_code == _commune, choice.from_year == newest)
    return _part("plan", here, name=choice.plan, moment=choice.chosen_at)


def _added_part() -> Select[Any]:
    own = _added.c
    of_year = or_(own.year.is_(None), own.year == _year)
    said = {"name": own.plan, "value": own.code, "kind": own.kind, "what": own.what}
    more = {"receiver": own.receiver, "id": own.id, "month": own.month, "day": own.day}
    here = (own.place_code == _commune, own.ended_at.is_(None), of_year)
    return _part("added", here, **said, **more, moment=own.added_at)


def _day_part() -> Select[Any]:
    day = _days.c
    here = (day.place_code == _commune, day.year == _year, day.closes_on.is_not(None))
    return _part("day", here, name=day.step, closes=day.closes_on)


def _base_part() -> Select[Any]:
    base = _bases.c
    return _part("base", (base.place_code == _commune,), name=base.target, value=base.base)


def _filed_part() -> Select[Any]:
    filed = _filed.c
    here = (filed.place_code == _commune, filed.year == _year, filed.sent.is_(True))
    return _part("filed", here, name=filed.deadline)


_PARTS = {
    "plan": _plan(),
    "added": _added_part(),
    "day": _day_part(),
    "base": _base_part(),
    "filed": _filed_part(),
}
ALL = union_all(*_PARTS.values())
"""Every row there is about the season `year` of `commune`."""


def _deadline(row: Row[Any], plan: Plan | None) -> Deadline | None:
    """What the row adds; None for a report that its plan does not have any more."""
    if row.name:
        reports = plan.deadlines if plan else ()
        return next((each for each in reports if each.code == row.value), None)
    return own_words(row.id, own_rule(row.kind, row.month, row.day), row.what, row.receiver)


def _local(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()
