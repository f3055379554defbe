"""The Vietnamese lunar calendar: which day of ours a lunar day is.

Months begin on the day of the new moon at UTC+7; the month without a principal term of the sun is
the leap month. The series for moon and sun are those of J. Meeus (Astronomical Algorithms) as Hồ
Ngọc Đức arranged them for this calendar. Before 1968 the North counted by UTC+8, which is left out.
"""

import datetime
from functools import lru_cache
from math import floor, pi, radians, sin

FIRST_YEAR, LAST_YEAR = 1900, 2099

_ZONE = 7 / 24  # of a day
_MONTH = 29.530588853  # days between two new moons, on average
_FIRST_MOON = 2415021.076998695  # Julian day of the new moon that has the number 0
_JULIAN_DAY_ZERO = 1721425  # Julian day of the day before 1/1/1
_LEAP_YEAR = 365  # days; from winter to winter there are 354 or 384


def solar(day: int, month: int, year: int, *, is_leap: bool = False) -> datetime.date | None:
    """The day of our calendar; None when that lunar day does not exist.

    `is_leap` means the second of two months of one name ("tháng 6 nhuận"). Years are those of
    `FIRST_YEAR` to `LAST_YEAR`.
    """
    moon = _moon(month, year, is_leap)
    if moon is None or not 1 <= day <= _new_moon_day(moon + 1) - _new_moon_day(moon):
        return None
    return datetime.date.fromordinal(_new_moon_day(moon) + day - 1 - _JULIAN_DAY_ZERO)


def last_day(month: int, year: int) -> int:
    """How many days that month has, 29 or 30; of a month that comes twice, the first."""
    moon = _moon(month, year, is_leap=False)
    return 0 if moon is None else _new_moon_day(moon + 1) - _new_moon_day(moon)


@lru_cache(maxsize=512)
def _moon(month: int, year: int, is_leap: bool) -> int | None:
    """The number of the new moon that begins the month, None when there is no such month."""
    if not (1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR):
        return None
    winter = _eleventh_month(year if month >= 11 else year - 1)
    months_on = (month - 11) % 12
    first = floor(0.5 + (winter - _FIRST_MOON) / _MONTH)
    if _eleventh_month((year if month >= 11 else year - 1) + 1) - winter <= _LEAP_YEAR:
        return None if is_leap else first + months_on
    leap = _leap_after(first)
    if is_leap:
        return first + leap if months_on == (leap - 1) % 12 else None
    return first + months_on + (months_on >= leap)


@lru_cache(maxsize=512)
def _eleventh_month(year: int) -> int:
    """The Julian day on which the month of the winter solstice of that solar year begins."""
    last = datetime.date(year, 12, 31).toordinal() + _JULIAN_DAY_ZERO
    moon = floor((last - 2415021) / _MONTH)
    begins = _new_moon_day(moon)
    return _new_moon_day(moon - 1) if _sun_sector(begins) >= 9 else begins


def _leap_after(first: int) -> int:
    """How many months after the eleventh the leap month comes: the sun stays in one sector."""
    before = _sun_sector(_new_moon_day(first + 1))
    for months_on in range(2, 14):
        here = _sun_sector(_new_moon_day(first + months_on))
        if here == before:
            return months_on - 1
        before = here
    return 13


@lru_cache(maxsize=2048)
def _new_moon_day(moon: int) -> int:
    return floor(_new_moon(moon) + 0.5 + _ZONE)


def _sun_sector(julian_day: int) -> int:
    """The twelfth of the sky, 0 to 11, in which the sun stands as that day begins."""
    return floor(_sun_longitude(julian_day - 0.5 - _ZONE) / pi * 6)


def _new_moon(moon: int) -> float:
    """The Julian day of a new moon, with its fraction."""
    t = moon / 1236.85  # Julian centuries since 1900
    mean = 2415020.75933 + 29.53058868 * moon + 0.0001178 * t**2 - 0.000000155 * t**3
    mean += 0.00033 * sin(radians(166.56 + 132.87 * t - 0.009173 * t**2))
    sun = radians(359.2242 + 29.10535608 * moon - 0.0000333 * t**2 - 0.00000347 * t**3)
    anomaly = radians(306.0253 + 385.81691806 * moon + 0.0107306 * t**2 + 0.00001236 * t**3)
    node = radians(21.2964 + 390.67050646 * moon - 0.0016528 * t**2 - 0.00000239 * t**3)
    return mean + _wobble(t, sun, anomaly, node) - _clock_drift(t)


def _wobble(t: float, sun: float, anomaly: float, node: float) -> float:
    return (
        (0.1734 - 0.000393 * t) * sin(sun)
        + 0.0021 * sin(2 * sun)
        - 0.4068 * sin(anomaly)
        + 0.0161 * sin(2 * anomaly)
        - 0.0004 * sin(3 * anomaly)
        + 0.0104 * sin(2 * node)
        - 0.0051 * sin(sun + anomaly)
        - 0.0074 * sin(sun - anomaly)
        + 0.0004 * sin(2 * node + sun)
        - 0.0004 * sin(2 * node - sun)
        - 0.0006 * sin(2 * node + anomaly)
        + 0.0010 * sin(2 * node - anomaly)
        + 0.0005 * sin(2 * anomaly + sun)
    )


def _clock_drift(t: float) -> float:
    """By how many days the even time of the series runs ahead of the turning earth."""
    return -0.000278 + 0.000265 * t + 0.000262 * t**2


def _sun_longitude(julian_day: float) -> float:
    """Where the sun stands, in radians from the spring equinox."""
    t = (julian_day - 2451545.0) / 36525
    anomaly = radians(357.52910 + 35999.05030 * t - 0.0001559 * t**2 - 0.00000048 * t**3)
    mean = 280.46645 + 36000.76983 * t + 0.0003032 * t**2
    centre = (1.914600 - 0.004817 * t - 0.000014 * t**2) * sin(anomaly)
    centre += (0.019993 - 0.000101 * t) * sin(2 * anomaly) + 0.000290 * sin(3 * anomaly)
    return radians(mean + centre) % (2 * pi)
