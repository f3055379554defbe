"""Reads days of the lunar calendar, "mùng 5 tháng Chạp âm lịch", to be asked back as ours."""

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flows.vietnamese import lunar

_YEAR = r"(?:,? (?:nam )?(?P<year>[0-9]{4})|,? (?P<spoken>nam nay|nam ngoai))?"
_NEW_YEAR = re.compile(rf"(?P<first>mung|mong) (?P<day>[0-9]{{1,2}}) tet{_YEAR}")
_EVE = re.compile(rf"(?:ngay )?(?:(?P<day>29|30) tet|giao thua|tat nien){_YEAR}")
_FARTHEST = datetime.timedelta(days=200)  # ahead of today; without a year the past is likelier
_MOST_OFFERED = 2


@dataclass(frozen=True, slots=True)
class LunarDay:
    """A day as it was named. `year` is None when none was said."""

    day: int
    month: int
    year: int | None = None
    is_leap: bool = False


def of_new_year(folded: str, today: datetime.date) -> LunarDay | None:
    """ "Mùng 3 Tết", "30 Tết", "giao thừa": days around the lunar New Year.

    A day before it belongs to the last month of the year before.
    """
    if hit := _NEW_YEAR.fullmatch(folded):
        return LunarDay(int(hit["day"]), 1, _year(hit, today))
    if hit := _EVE.fullmatch(folded):
        year = _year(hit, today)
        return LunarDay(int(hit["day"] or 0), 12, None if year is None else year - 1)
    return None


def days(named: LunarDay, today: datetime.date) -> tuple[datetime.date, ...]:
    """The days of our calendar it may be, likeliest first: always for asking back."""
    years = _years(named, today)
    found = dict.fromkeys(day for year in years for day in _in_year(named, year))
    if named.year is not None:
        return tuple(found)[:_MOST_OFFERED]
    near = sorted(
        (day for day in found if day - today <= _FARTHEST), key=lambda day: abs(day - today)
    )
    return tuple(near[:_MOST_OFFERED])


def _years(named: LunarDay, today: datetime.date) -> Iterable[int]:
    """The lunar years to look in. The last month of 2025 is in our 2026, which may be meant."""
    if named.year is None:
        return range(today.year - 1, today.year + 2)
    last = lunar.solar(named.day or 29, named.month, named.year)
    runs_over = last is not None and last.year != named.year
    return (named.year, named.year - 1) if runs_over else (named.year,)


def _in_year(named: LunarDay, year: int) -> Iterator[datetime.date]:
    number = named.day or lunar.last_day(named.month, year)
    if not named.is_leap and (day := lunar.solar(number, named.month, year)):
        yield day
    if leap := lunar.solar(number, named.month, year, is_leap=True):
        yield leap


def _year(hit: re.Match[str], today: datetime.date) -> int | None:
    if hit["year"]:
        return int(hit["year"])
    return {"nam nay": today.year, "nam ngoai": today.year - 1}.get(hit["spoken"] or "")
