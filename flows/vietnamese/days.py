"""Reads dates as people type them: day before month, in figures or words, lunar ones asked back."""

import datetime
import re
from typing import Literal

from flows.vietnamese import day_words, keys, letters, lunar_days, manners, nearby_days
from flows.vietnamese.lunar_days import LunarDay
from flows.vietnamese.readings import Nothing, One, Reading, Several

_WEEKDAY = rf"(?:{nearby_days.WEEKDAY},? )?"
_DAY = r"(?:vao )?(?:ngay |hom )?(?P<first>(?:ngay )?(?:mung|mong) )?(?P<day>[0-9]{1,2})"
_YEAR = r"(?:nam )?(?P<year>[0-9]{4})|(?P<spoken>nam nay|nam ngoai)"

# The two marks of "20-11-26" must be the same: "5-7/11" is two days in November.
_FORMS = (
    re.compile(
        rf"{_WEEKDAY}{_DAY} ?(?P<mark>[/.-]) ?(?P<month>[0-9]{{1,2}})"
        rf"(?: ?(?P=mark) ?(?P<short>[0-9]{{4}}|[0-9]{{2}})|,? (?:nam (?P<year>[0-9]{{4}})"
        r"|(?P<spoken>nam nay|nam ngoai)))?"
    ),
    re.compile(
        rf"{_WEEKDAY}{_DAY} (?:thang|thg|th)\.? ?(?P<month>[0-9]{{1,2}}|gieng|chap)"
        rf"(?P<leap> nhuan)?(?:,? (?:{_YEAR}))?"
    ),
    re.compile(
        r"(?P<year>[0-9]{4})(?P<mark>[/.-])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})"
    ),
    re.compile(rf"{_WEEKDAY}{_DAY} (?P<month>[0-9]{{1,2}}) (?P<year>[0-9]{{4}})"),
)
# Nothing says that these are a day and a month: a date to be confirmed.
_ROUGH_FORMS = (
    re.compile(r"(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>(?:19|20)[0-9]{2})"),
    re.compile(r"(?:ngay )?(?P<day>[0-9]{1,2}) (?P<month>[0-9]{1,2})"),
)
_MONTHS = {"gieng": 1, "chap": 12}
_LUNAR = re.compile(r",? ?\(?\b(?:(?:lịch|lich) )?(?:âm|am|âl|al|ta)(?: (?:lịch|lich))?\b\)?")
_SOLAR = re.compile(
    r",? ?\(?\b(?:(?:lịch|lich) )?(?:dương|duong|dl|tây|tay)(?: (?:lịch|lich))?\b\)?"
)

_LAST_FIRST_DAY = 10  # "mùng" stands before the first ten days of a month
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_PIVOT = 69  # the first two-digit year that POSIX, and we, put into the last century
_HALF_A_YEAR = datetime.timedelta(days=183)
_MOST_OFFERED = 3

Calendar = Literal["", "lunar", "solar"]
Parts = dict[str, str | None]


def date(text: str, today: datetime.date) -> Reading[datetime.date]:
    """The day a text names, seen from `today`.

    Without a year it is a day of this year; one more than half a year ahead is asked back, for
    in January "28/12" is mostly last December. Two digits of a year mean this century up to next
    year, the last one from 69 on; between, both are offered ("12/5/45"). Lunar days are asked back
    as days of ours. Days that do not exist and a wrong weekday are nothing.
    """
    small = letters.digits(letters.clean(text)).casefold()
    if simple := _FORMS[0].fullmatch(small):
        return _read(simple.groupdict(), "", today)  # most dates are figures and nothing else
    reading = _politely(small, today)
    meant = keys.unkeyed(small) if isinstance(reading, Nothing) else small
    return reading if meant == small else _politely(meant, today)


def _politely(small: str, today: datetime.date) -> Reading[datetime.date]:
    said = manners.bare(small)
    reading = _understood(said.bare, today)
    led = manners.led(said.bare) if isinstance(reading, Nothing) else said
    if led.bare != said.bare:
        reading = _understood(led.bare, today)
    is_sure = isinstance(reading, One) and not (said.is_doubtful or led.is_doubtful)
    return Several((reading.value,)) if isinstance(reading, One) and not is_sure else reading


def _understood(plain: str, today: datetime.date) -> Reading[datetime.date]:
    near = nearby_days.near(plain, today)
    if not isinstance(near, Nothing):
        return near
    calendar, rest = _calendar(plain)
    figures = day_words.in_figures(rest)
    if new_year := lunar_days.of_new_year(figures.text, today):
        return _offered(lunar_days.days(new_year, today))
    for form in _FORMS:
        if hit := form.fullmatch(figures.text):
            reading = _read(hit.groupdict(), calendar, today)
            return _doubted(reading) if figures.is_doubtful else reading
    rough = next((hit for form in _ROUGH_FORMS if (hit := form.fullmatch(figures.text))), None)
    return _doubted(_read(rough.groupdict(), calendar, today)) if rough else Nothing()


def _doubted(reading: Reading[datetime.date]) -> Reading[datetime.date]:
    return Several((reading.value,)) if isinstance(reading, One) else reading


def _offered(days: tuple[datetime.date, ...]) -> Reading[datetime.date]:
    return Several(days[:_MOST_OFFERED]) if days else Nothing()


def _calendar(plain: str) -> tuple[Calendar, str]:
    """Which calendar the text names, and the text without its name."""
    for calendar, marker in (("lunar", _LUNAR), ("solar", _SOLAR)):
        rest, count = marker.subn("", plain, count=1)
        if count:
            return ("lunar" if calendar == "lunar" else "solar"), rest.strip()
    return ("lunar" if day_words.is_full_moon(plain) else ""), plain


def _read(parts: Parts, calendar: Calendar, today: datetime.date) -> Reading[datetime.date]:
    """The day of a form: ours, a lunar one ("tháng Chạp"), or either ("mùng 5 tháng 12")."""
    name = parts["month"] or ""
    if parts.get("first") and int(parts["day"] or 0) > _LAST_FIRST_DAY:
        return Nothing()
    is_lunar = calendar == "lunar" or (calendar == "" and bool(parts.get("leap") or name == "chap"))
    may_be_lunar = calendar == "" and bool(parts.get("first") or name == "gieng")
    ours = () if is_lunar else _solar(parts, today)
    if is_lunar or may_be_lunar:
        theirs = lunar_days.days(_lunar(parts, today), today)
        return _offered(tuple(dict.fromkeys((*ours, *theirs))))
    if not ours:
        return Nothing()
    return One(ours[0]) if len(ours) == 1 else Several(ours)


def _month(parts: Parts) -> int:
    name = parts["month"] or ""
    return _MONTHS.get(name) or int(name)


def _lunar(parts: Parts, today: datetime.date) -> LunarDay:
    month, day = _month(parts), int(parts["day"] or 0)
    has_year = any(parts.get(group) for group in ("year", "short", "spoken"))
    year = _years(parts, month, day, today)[0] if has_year else None
    return LunarDay(day, month, year, bool(parts.get("leap")))


def _solar(parts: Parts, today: datetime.date) -> tuple[datetime.date, ...]:
    month, day = _month(parts), int(parts["day"] or 0)
    possible = (_day(year, month, day) for year in _years(parts, month, day, today))
    return tuple(found for found in possible if found and _is_on(found, parts.get("weekday")))


def _years(parts: Parts, month: int, day: int, today: datetime.date) -> tuple[int, ...]:
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
    return weekday is None or nearby_days.WEEKDAYS[weekday] == day.weekday()
