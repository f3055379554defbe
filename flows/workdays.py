"""Working days in Vietnam: Monday to Friday without the public holidays, lunar Tết included."""

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

NOT_DAYS_OFF = frozenset({(11, 24)})
"""(month, day) that `holidays` names from 2026 on and that is worked here.

It rests on a resolution of the Party that intends a day off, not on the Labour Code. Where that is
open, counting the day as worked makes every date earlier, so nobody is late by a guess.
"""


def is_worked(day: date) -> bool:
    """Whether offices work on that day; a Saturday worked in exchange for a day off counts."""
    if (day.month, day.day) in NOT_DAYS_OFF:
        return day.weekday() < 5
    return bool(_calendar().is_working_day(day))


def is_surely_worked(day: date) -> bool:
    """Whether nobody doubts that offices work on that day: what may be a day off is none."""
    return is_worked(day) and bool(_calendar().is_working_day(day))


def before(day: date, count: int) -> date:
    """The `count`th working day before `day`, which itself is not counted; `day` for 0.

    Going back, a day that may be off is not counted: so too the result is rather early than late.
    """
    for _ in range(count):
        day -= timedelta(days=1)
        while not is_surely_worked(day):
            day -= timedelta(days=1)
    return day


def until(day: date) -> date:
    """The last day through `day` on which offices surely work."""
    return day if is_surely_worked(day) else before(day, 1)


def is_tet(day: date) -> bool:
    """Whether that is one of the public holidays of the lunar new year."""
    return "Lunar" in _calendar().get(day, "")


def after(day: date, count: int) -> date:
    """The `count`th working day after `day`, which itself is not counted; `day` for 0."""
    for _ in range(count):
        day = _next(day)
    return day


def _next(day: date) -> date:
    day += timedelta(days=1)
    while not is_worked(day):
        day += timedelta(days=1)
    return day


@cache
def _calendar() -> "HolidayBase":
    # Read when it is first asked: importing it takes 0.3 s of every start (measured).
    import holidays

    return holidays.country_holidays("VN", language="en_US")
