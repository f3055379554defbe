"""The lunar calendar agrees with the tables of another program, which were made elsewhere."""

from datetime import date, timedelta

import pytest
from holidays.calendars.chinese import VIETNAMESE_CALENDAR, _ChineseLunisolar

from flows.vietnamese import lunar

YEARS = range(1901, 2100)


def test_the_new_year_is_that_of_the_tables_in_every_year() -> None:
    tables = _ChineseLunisolar(VIETNAMESE_CALENDAR)

    wrong = [
        year for year in YEARS if lunar.solar(1, 1, year) != tables.lunar_new_year_date(year)[0]
    ]

    assert wrong == []


def test_the_tenth_of_the_third_month_is_that_of_the_tables_in_every_year() -> None:
    tables = _ChineseLunisolar(VIETNAMESE_CALENDAR)

    wrong = [year for year in YEARS if lunar.solar(10, 3, year) != tables.hung_kings_date(year)[0]]

    assert wrong == []


def test_every_day_of_our_calendar_is_one_lunar_day() -> None:
    days = [
        day
        for year in YEARS
        for month in range(1, 13)
        for is_leap in (False, True)
        for number in range(1, 31)
        if (day := lunar.solar(number, month, year, is_leap=is_leap))
    ]

    assert sorted(days) == [days[0] + timedelta(days=n) for n in range(len(days))]


@pytest.mark.parametrize(
    ("day", "month", "year", "is_leap", "solar"),
    [
        (5, 12, 2025, False, date(2026, 1, 23)),
        (1, 6, 2025, False, date(2025, 6, 25)),
        (1, 6, 2025, True, date(2025, 7, 25)),
        (30, 12, 2025, False, None),
        (29, 12, 2025, False, date(2026, 2, 16)),
        (1, 6, 2026, True, None),
        (31, 1, 2026, False, None),
        (0, 1, 2026, False, None),
        (1, 13, 2026, False, None),
        (1, 1, 1899, False, None),
    ],
)
def test_a_lunar_day_is_one_of_ours_or_does_not_exist(
    day: int, month: int, year: int, is_leap: bool, solar: date | None
) -> None:
    found = lunar.solar(day, month, year, is_leap=is_leap)

    assert found == solar


def test_a_month_has_29_or_30_days() -> None:
    lengths = {lunar.last_day(month, year) for year in YEARS for month in range(1, 13)}

    assert lengths == {29, 30}
