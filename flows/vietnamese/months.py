"""Reads a month of a year, or a year alone, as people type them: "11/2026", "sinh năm 1958"."""

import datetime
import re

from flows.vietnamese import days, letters
from flows.vietnamese.readings import Nothing, One, Reading, Several

_MONTH = re.compile(r"(?:thang|thg|th|t)\.? ?(?=\S)")
_FIGURES = re.compile(r"(?P<month>[0-9]{1,2}) ?[-./ ] ?(?P<year>[0-9]{4})")
_ISO = re.compile(r"(?P<year>[0-9]{4}) ?[-./] ?(?P<month>[0-9]{1,2})")
_YEAR = re.compile(r"(?:(?:toi )?sinh )?(?:nam )?(?P<year>[0-9]{2}|[0-9]{4})\.?")
_WHOLE = re.compile("[0-9]{4}")
_NEAR = {"nam nay": 0, "nam ngoai": -1, "sang nam": 1, "nam sau": 1}
_NEAR_MONTHS = {"thang nay": 0, "thang truoc": -1, "thang sau": 1, "thang toi": 1}
_MOST_OFFERED = 3


def month(text: str, today: datetime.date) -> Reading[datetime.date]:
    """The first day of the month that a text names; a whole date names its month.

    Without a year the rule is that of dates. What may be a month of a year or a day of a month
    ("11/12") is asked back, and so are months of the lunar year, as months of ours.
    """
    plain = letters.plainly(letters.digits(text))
    folded = letters.fold(plain)
    if folded in _NEAR_MONTHS:
        return One(_months_away(today, _NEAR_MONTHS[folded]))
    named = _MONTH.match(folded)
    said = folded[named.end() :] if named else folded
    if hit := _FIGURES.fullmatch(said) or _ISO.fullmatch(said):
        return days.date(f"1/{hit['month']}/{hit['year']}", today)
    if named:
        in_words = days.date(f"ngày 1 {plain}", today)
        return _months(in_words if _values(in_words) else days.date(f"1/{said}", today))
    of_month, of_day = _values(days.date(f"1/{said}", today)), _months(days.date(plain, today))
    every = tuple(dict.fromkeys((*of_month, *_values(of_day))))
    is_sure = isinstance(of_day, One) or (bool(of_month) and not said.isdecimal())
    return One(every[0]) if len(every) == 1 and is_sure else _offered(every)


def year(text: str, today: datetime.date) -> Reading[datetime.date]:
    """The first day of the year that a text names; a date or a month names its year.

    Two figures are asked back: "58".
    """
    plain = letters.plainly(letters.digits(text))
    folded = letters.fold(plain)
    if folded in _NEAR:
        return One(datetime.date(today.year + _NEAR[folded], 1, 1))
    if hit := _YEAR.fullmatch(folded):
        found = _values(days.date(f"1/1/{hit['year']}", today))
        is_whole = len(hit["year"]) == 4
        past_first = tuple(sorted(found, key=lambda day: day > today))
        return One(found[0]) if is_whole and found else _offered(past_first)
    whole = month(plain, today) if _WHOLE.search(plain) else Nothing()
    years = tuple(dict.fromkeys(day.replace(month=1) for day in _values(whole)))
    return One(years[0]) if isinstance(whole, One) else _offered(years)


def _months_away(today: datetime.date, count: int) -> datetime.date:
    months = today.year * 12 + today.month - 1 + count
    return datetime.date(months // 12, months % 12 + 1, 1)


def _months(reading: Reading[datetime.date]) -> Reading[datetime.date]:
    """The months of the days that were read."""
    found = _values(reading)
    return One(found[0]) if isinstance(reading, One) else _offered(found)


def _values(reading: Reading[datetime.date]) -> tuple[datetime.date, ...]:
    """The first days of their months."""
    match reading:
        case One(day):
            return (day.replace(day=1),)
        case Several(several):
            return tuple(dict.fromkeys(day.replace(day=1) for day in several))
    return ()


def _offered(found: tuple[datetime.date, ...]) -> Reading[datetime.date]:
    return Several(found[:_MOST_OFFERED]) if found else Nothing()
