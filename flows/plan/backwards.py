"""Counts the closing day of each step back from the day that the report is surely in time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from math import ceil
from typing import Literal

from flows import workdays
from flows.meeting import POSTED_DAYS
from flows.plan.season import STEPS, Season, Step, StepDay
from flows.plan.steps import Spacing, spacings

UNTIL_HANDED_OVER = timedelta(days=POSTED_DAYS + 1)
"""A list posted on the day of the meeting may go to the commune on the day after its last one."""
MOVABLE: tuple[Step, ...] = tuple(step for step in STEPS if step != "correct")
"""Steps whose day staff choose; what was returned is corrected until verification ends."""

Side = Literal["past", "later", "earlier", "safe"]


@dataclass(frozen=True, slots=True)
class Counted:
    """The steps, first step first, and the chosen days that do not fit any more."""

    steps: Mapping[Step, StepDay]
    unfit: Mapping[Step, date]


class OutOfOrder(Exception):
    """A day that a step cannot close on.

    It is over ("past"), "later" than `day` on which the step `beside` closes, "earlier" than that,
    or after the last safe day ("safe", which is `day`).
    """

    def __init__(self, side: Side, day: date, beside: Step | None = None) -> None:
        super().__init__(side)
        self.side: Side = side
        self.day = day
        self.beside: Step | None = beside


def count_back(safe: date, chosen: Mapping[Step, date] | None = None) -> Counted:
    """Every step's day, counted back from `safe`, the last day the report is surely in time.

    A day in `chosen` holds as long as it is not later than the next step; the steps before it are
    then counted back from it.
    """
    return _counted(safe, tuple(sorted((chosen or {}).items())))


def propose(step: Step, following: date) -> date:
    """The day for a step whose next one closes on `following`; for the report, the safe day."""
    spacing = spacings()[step]
    day = following - UNTIL_HANDED_OVER if spacing.posted else following
    count = spacing.working_days
    return workdays.before(day, count) if count else workdays.until(day)


def check(season: Season, step: Step, day: date, today: date) -> None:
    """Nothing, if staff may choose this day. Raises OutOfOrder naming the neighbour's day."""
    if season.safe is None or step not in MOVABLE:
        raise LookupError(f"{step} has no day of its own")
    if day < today:
        raise OutOfOrder("past", today)
    if day > season.safe:
        raise OutOfOrder("safe", season.safe)
    at = MOVABLE.index(step)
    for later in MOVABLE[at + 1 : at + 2]:
        if day > season.steps[later].closes:
            raise OutOfOrder("later", season.steps[later].closes, later)
    for earlier in reversed(MOVABLE[:at]):  # those nobody chose are counted back anew
        if earlier in season.chosen and day < season.steps[earlier].closes:
            raise OutOfOrder("earlier", season.steps[earlier].closes, earlier)


def fit_in(season: Season, today: date) -> Mapping[Step, date]:
    """Days for the steps in the time that is left, each with its share; empty where it is none.

    For a season whose proposed days begin too early. The report keeps its day.
    """
    if season.safe is None:
        return {}
    proposed = count_back(season.safe).steps
    last = proposed["report"].closes
    first = workdays.before(proposed["answer"].closes, spacings()["answer"].working_days)
    room, span = (last - today).days, (last - first).days
    if room < len(MOVABLE):
        return {}
    found, earliest = dict[Step, date](), today
    for step in MOVABLE[:-1]:
        share = (proposed[step].closes - first).days * min(room / span, 1)
        day = today + timedelta(days=ceil(share))
        found[step] = earliest = max(earliest, workdays.until(day))
    return found


@lru_cache(maxsize=1024)  # a province has as many seasons as communes that chose days
def _counted(safe: date, chosen: tuple[tuple[Step, date], ...]) -> Counted:
    wanted, steps = dict(chosen), dict[Step, StepDay]()
    unfit: dict[Step, date] = {}
    following, last = safe, None
    for step in reversed(STEPS):
        found = _day(spacings()[step], following, wanted.get(step), last)
        if step in wanted and wanted[step] > following:
            unfit[step] = wanted[step]
        steps[step] = last = found
        following = found.closes
    return Counted({step: steps[step] for step in STEPS}, unfit)


def _day(spacing: Spacing, following: date, wanted: date | None, last: StepDay | None) -> StepDay:
    """One step's day; `last` is the step after it."""
    if spacing.together and last is not None:
        return StepDay(spacing.step, last.closes, last.proposed, spacing.milestones)
    proposed = propose(spacing.step, following)
    fits = wanted is not None and wanted <= following
    closes = wanted if wanted is not None and fits else proposed
    return StepDay(spacing.step, closes, proposed, spacing.milestones)
