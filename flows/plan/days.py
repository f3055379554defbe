"""The days of a season: until when each report of a plan is surely in time, and whom it binds."""

import calendar
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from flows.plan.model import Deadline, Due, Event, Happening, Plan, Rule, Target

TWO_TIERS_FROM = date(2025, 7, 1)
"""The day from which there is no district between commune and province.

Source: Nghị quyết 1670/NQ-UBTVQH15 for Lai Châu and QĐ 19/2025/QĐ-TTg, which lists two tiers.
"""

INSTEAD_OF_DISTRICT = "Cấp huyện không còn từ 1/7/2025, nên xã báo cáo thẳng (suy ra)."
NO_SUCH_DAY = "Năm {year} không có ngày 29/2, nên tính là 28/2."


def due(deadline: Deadline, year: int) -> Due | None:
    """When the report is due in the season `year`; None without a day, or in other seasons only.

    "Before" D is safe until the end of the day before. A span is safe until its own end. Raises
    ValueError for a rule that no plan can hold (a 31/2).
    """
    days = _span(deadline.rule, year)
    if days is None:
        return None
    opens, written = days
    before = deadline.rule.kind == "before"
    return Due(
        deadline,
        written=written,
        safe=written - timedelta(days=1) if before else written,
        opens=opens if deadline.rule.kind == "within" else None,
        note=NO_SUCH_DAY.format(year=written.year) if _moved(deadline.rule, written) else "",
    )


def dues(plan: Plan, year: int) -> tuple[Due, ...]:
    """All dated reports of that season, the earliest safe day first; none outside its period."""
    if not plan.first_year <= year <= plan.last_year:
        return ()
    found = (due(deadline, year) for deadline in plan.deadlines)
    return tuple(sorted((each for each in found if each), key=_order))


def binding(plan: Plan, year: int, day: date) -> tuple[Due, ...]:
    """The reports of that season that a commune of the plan's place owes, seen on `day`.

    Its own always. Since the district is gone also those that a district body sent to the province:
    they are `inferred`, no text says so. While there was a district, its reports bound only itself.
    """
    return tuple(each for found in dues(plan, year) for each in _bound(found, day))


def happenings(plan: Plan, year: int) -> tuple[Happening, ...]:
    """The events of that season that have days, the earliest first; none outside its period."""
    if not plan.first_year <= year <= plan.last_year:
        return ()
    found = (happening(event, year) for event in plan.events)
    return tuple(sorted((each for each in found if each), key=lambda each: each.opens))


def happening(event: Event, year: int) -> Happening | None:
    """The days of an event in the season `year`; None without a day, or in other seasons only."""
    days = _span(event.rule, year)
    return Happening(event, *days) if days else None


def goal(plan: Plan, title: str, year: int) -> tuple[Target, ...]:
    """The targets of a title that come next in `year`: those of the nearest year not before it."""
    ahead = [target for target in plan.targets if target.title == title and target.year >= year]
    nearest = min((target.year for target in ahead), default=None)
    return tuple(target for target in ahead if target.year == nearest)


def _span(rule: Rule, season: int) -> tuple[date, date] | None:
    """The first and the last day that the rule names in that season; None for none."""
    if rule.kind == "open" or rule.year not in (None, season):
        return None
    year = season + rule.later
    if rule.quarter is not None:
        last = 3 * rule.quarter
        return date(year, last - 2, 1), date(year, last, calendar.monthrange(year, last)[1])
    if rule.month is None or rule.day is None:
        return date(year, 1, 1), date(year, 12, 31)
    return _day(year, rule.month, rule.day), _day(year, rule.month, rule.until_day or rule.day)


def _day(year: int, month: int, day: int) -> date:
    """That day; 28/2 for a 29/2 in a year without one, so that nobody is late by a guess."""
    missing = (month, day) == (2, 29) and not calendar.isleap(year)
    return date(year, month, 28 if missing else day)


def _moved(rule: Rule, written: date) -> bool:
    return rule.month is not None and (rule.until_day or rule.day) != written.day


def _bound(found: Due, day: date) -> Iterator[Due]:
    deadline = found.deadline
    if deadline.tier == "commune":
        yield found
    elif _was_districts(deadline) and min(day, found.written) >= TWO_TIERS_FROM:
        yield replace(found, inferred=INSTEAD_OF_DISTRICT)


def _was_districts(deadline: Deadline) -> bool:
    return deadline.tier == "district" and deadline.to_tier == "province"


def _order(found: Due) -> tuple[date, date, str]:
    return found.safe, found.written, found.deadline.code
