"""Reads dates as people type them: day before month, with or without marks; lunar ones never."""

import datetime
import re

from flows.vietnamese import letters
from flows.vietnamese.readings import Nothing, One, Reading, Several

_SPOKEN = {"hôm nay": 0, "hôm qua": -1, "ngày mai": 1}
_WEEKDAYS = {
    "thu hai": 0, "thu ba": 1, "thu tu": 2, "thu nam": 3, "thu sau": 4, "thu bay": 5,
    "chu nhat": 6, "cn": 6,
    **{f"thu {n}": n - 2 for n in range(2, 8)},
    **{f"t{n}": n - 2 for n in range(2, 8)},
}  # fmt: skip
_WEEKDAY = rf"(?:(?P<weekday>{'|'.join(_WEEKDAYS)}),? )?"

# The two marks of "20-11-26" must be the same: "5-7/11" is two days in November.
_FORMS = (
    re.compile(
        rf"{_WEEKDAY}(?:ngay |hom )?(?P<day>[0-9]{{1,2}}) ?(?P<mark>[/.-]) ?(?P<month>[0-9]{{1,2}})"
        rf"(?: ?(?P=mark) ?(?P<short>[0-9]{{4}}|[0-9]{{2}})|,? (?:nam (?P<year>[0-9]{{4}})"
        r"|(?P<spoken>nam nay|nam ngoai)))?"
    ),
    re.compile(
        rf"{_WEEKDAY}(?:ngay )?(?P<day>[0-9]{{1,2}}) thang (?P<month>[0-9]{{1,2}})"
        r"(?:,? (?:(?:nam )?(?P<year>[0-9]{4})|(?P<spoken>nam nay|nam ngoai)))?"
    ),
    re.compile(
        r"(?P<year>[0-9]{4})(?P<mark>[/.-])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})"
    ),
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_PIVOT = 69  # the first two-digit year that POSIX, and we, put into the last century
_HALF_A_YEAR = datetime.timedelta(days=183)


def date(text: str, today: datetime.date) -> Reading[datetime.date]:
    """The day a text names, seen from `today`.

    Without a year it is a day of this year; one more than half a year ahead is asked back, for
    in January "28/12" is mostly last December. Two digits of a year mean this century up to next
    year, the last one from 69 on; between, both are offered ("12/5/45"). Days that do not exist,
    a wrong weekday and lunar dates are nothing.
    """
    plain = letters.plainly(letters.digits(letters.clean(text))).rstrip(".! ")
    for phrase, days in _SPOKEN.items():
        if letters.says(plain, phrase):
            return One(today + datetime.timedelta(days=days))
    folded = letters.fold(plain)
    found = next((hit for form in _FORMS if (hit := form.fullmatch(folded))), None)
    return _read(found.groupdict(), today) if found else Nothing()


def _read(parts: dict[str, str | None], today: datetime.date) -> Reading[datetime.date]:
    month, day = int(parts["month"] or 0), int(parts["day"] or 0)
    possible = (_day(year, month, day) for year in _years(parts, month, day, today))
    days = tuple(found for found in possible if found and _is_on(found, parts.get("weekday")))
    if not days:
        return Nothing()
    return One(days[0]) if len(days) == 1 else Several(days)


def _years(
    parts: dict[str, str | None], month: int, day: int, today: datetime.date
) -> tuple[int, ...]:
    typed = parts.get("year") or parts.get("short")
    match parts.get("spoken"):
        case "nam nay":
            return (today.year,)
        case "nam ngoai":
            return (today.year - 1,)
    if typed is None:
        this = _day(today.year, month, day)
        is_far = this is not None and this - today > _HALF_A_YEAR
        return (today.year - 1, today.year) if is_far else (today.year,)
    return (int(typed),) if len(typed) == 4 else _centuries(int(typed), today.year)


def _centuries(short: int, this_year: int) -> tuple[int, ...]:
    if 2000 + short <= this_year + 1:
        return (2000 + short,)
    return (1900 + short,) if short >= _PIVOT else (2000 + short, 1900 + short)


def _day(year: int, month: int, day: int) -> datetime.date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _is_on(day: datetime.date, weekday: str | None) -> bool:
    return weekday is None or _WEEKDAYS[weekday] == day.weekday()
