"""Which days offices work in Vietnam, and how working days are counted."""

import subprocess
import sys
from datetime import date

import pytest

from flows import workdays


@pytest.mark.parametrize(
    "day",
    [
        date(2025, 1, 28),  # the last day of the lunar year
        date(2025, 1, 29),  # Tết
        date(2026, 2, 16),
        date(2026, 2, 17),  # Tết
        date(2027, 2, 5),
        date(2027, 2, 8),
        date(2026, 4, 27),  # the Hùng kings' day was a Sunday
        date(2026, 9, 1),
        date(2026, 9, 2),
        date(2026, 5, 1),
    ],
)
def test_nobody_works_on_a_public_holiday(day: date) -> None:
    assert not workdays.is_worked(day)


@pytest.mark.parametrize("day", [date(2026, 11, 28), date(2026, 11, 29)])
def test_nobody_works_at_the_end_of_the_week(day: date) -> None:
    assert not workdays.is_worked(day)


def test_a_saturday_worked_for_a_day_off_is_worked() -> None:
    assert workdays.is_worked(date(2026, 8, 22))
    assert not workdays.is_worked(date(2026, 8, 31))


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_the_24th_of_november_is_worked_until_the_law_says_otherwise(year: int) -> None:
    assert workdays.is_worked(date(year, 11, 24))


def test_the_24th_of_november_is_a_sunday_like_any_other() -> None:
    assert not workdays.is_worked(date(2030, 11, 24))


@pytest.mark.parametrize(
    ("day", "second"),
    [
        (date(2026, 11, 24), date(2026, 11, 26)),  # in the week
        (date(2026, 11, 26), date(2026, 11, 30)),  # over its end
        (date(2026, 11, 28), date(2026, 12, 1)),  # asked on a Saturday
        (date(2026, 2, 13), date(2026, 2, 24)),  # over Tết
        (date(2026, 4, 29), date(2026, 5, 5)),  # over two holidays and the end of the week
    ],
)
def test_the_second_working_day_is_found_over_whatever_lies_between(
    day: date, second: date
) -> None:
    assert workdays.after(day, 2) == second


def test_no_working_day_later_is_the_day_itself() -> None:
    saturday = date(2026, 11, 28)

    assert workdays.after(saturday, 0) == saturday


def test_the_calendar_is_not_read_before_it_is_asked() -> None:
    asked = "import sys; from flows import workdays; print('holidays' in sys.modules)"

    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "False"
