"""Puts a season together: which reports bind a commune, and which of them its steps wait for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from flows.plan import days
from flows.plan.backwards import Counted, count_back
from flows.plan.model import Deadline, Due, Plan, Rule
from flows.plan.season import Season, Step
from flows.plan.shipped import NATION

OF_EVERY_COMMUNE = ("X3", "X4")
"""Codes of the national days that concern the form of the commune itself, to its recognition."""
FIRST_MONTH, LAST_MONTH = 9, 1
"""Months, the second one of the next year, in which the report on the year's titles is due.

What is due before or after, such as the commune's own form in February, moves no village.
"""


@dataclass(frozen=True, slots=True)
class Added:
    """A deadline that staff added, under this number and on this (local) day."""

    number: int
    deadline: Deadline
    day: date


@dataclass(frozen=True, slots=True)
class Chosen:
    """What staff of one commune chose for one year. `since` is when they chose the plan."""

    since: date
    added: tuple[Added, ...] = ()
    filed: frozenset[str] = frozenset()
    days: Mapping[Step, date] = field(default_factory=dict)
    bases: Mapping[str, str] = field(default_factory=dict)


def season(
    year: int, commune: str, plan: Plan, chosen: Chosen, others: Mapping[str, Plan]
) -> Season:
    """The season of a commune that follows `plan`; `others` are the plans that are known, by code.

    A report is binding where the commune owes it by its plan or by the days of the whole country
    (flows.plan.days), or where staff added it.
    """
    national = others.get(NATION)
    dues = _dues(year, plan, chosen, national)
    pulling = tuple(due.deadline.code for due in dues if _pulls(due, year, chosen))
    waiting = [
        d for d in dues if d.deadline.code in pulling and d.deadline.code not in chosen.filed
    ]
    safe = waiting[0].safe if waiting else None
    counted = count_back(safe, chosen.days) if safe else Counted({}, {})
    since = _since(year, chosen, waiting)
    return Season(
        year=year,
        commune=commune,
        plan=plan,
        dues=dues,
        filed=chosen.filed,
        safe=safe,
        steps=counted.steps,
        late=any(day.closes < since for day in counted.steps.values()),
        bases=chosen.bases,
        pulling=pulling,
        added={one.deadline.code: one.number for one in chosen.added},
        documents=_documents(dues, plan, others),
        chosen=chosen.days,
        unfit=counted.unfit,
        since=since,
    )


def own_words(number: int, rule: Rule, what: str, receiver: str) -> Deadline:
    """A deadline in the words of staff."""
    to = (receiver,) if receiver else ()
    return Deadline(f"own-{number}", "", rule, what, "", tier="commune", to=to)


def own_rule(kind: str, month: int, day: int) -> Rule:
    """When a deadline of staff's own is due: one before the end of March, in the next year."""
    return Rule("by" if kind == "by" else "before", month, day, later=int(month <= 3))


def to_take_over(found: Season, plan: Plan) -> tuple[Due, ...]:
    """Dated reports of another plan that this season does not have yet, the earliest first."""
    known = {due.deadline.code for due in found.dues}
    return tuple(due for due in days.dues(plan, found.year) if due.deadline.code not in known)


def _dues(year: int, plan: Plan, chosen: Chosen, national: Plan | None) -> tuple[Due, ...]:
    found = {due.deadline.code: due for due in days.binding(plan, year, date(year, 12, 31))}
    of_all = days.dues(national, year) if national else ()
    found |= {due.deadline.code: due for due in of_all if due.deadline.code in OF_EVERY_COMMUNE}
    for one in chosen.added:
        due = days.due(one.deadline, year)
        found |= {one.deadline.code: due} if due else {}
    return tuple(sorted(found.values(), key=lambda due: (due.safe, due.written, due.deadline.code)))


def _pulls(due: Due, year: int, chosen: Chosen) -> bool:
    """Whether it reports the year's titles, so that the villages have to be done before it."""
    is_in_time = date(year, FIRST_MONTH, 1) <= due.safe < date(year + 1, LAST_MONTH + 1, 1)
    if not is_in_time:
        return False
    if any(one.deadline.code == due.deadline.code for one in chosen.added):
        return True
    is_yearly = due.deadline.rule.year is None  # what comes once sums up more than one year
    return is_yearly and due.deadline.plan != NATION


def _since(year: int, chosen: Chosen, waiting: Sequence[Due]) -> date:
    """The day from which the steps could begin: when the plan or its earliest day was chosen."""
    code = waiting[0].deadline.code if waiting else ""
    added = (one.day for one in chosen.added if one.deadline.code == code)
    return max(chosen.since, date(year, 1, 1), *added)


def _documents(dues: Iterable[Due], plan: Plan, others: Mapping[str, Plan]) -> Mapping[str, str]:
    known = {**others, plan.code: plan}
    codes = {due.deadline.plan for due in dues}
    return {code: known[code].name for code in codes if code in known}
