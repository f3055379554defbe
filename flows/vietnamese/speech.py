"""Writes numbers, days and times the way Vietnamese readers expect them."""

import datetime
from decimal import Decimal

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
# The hour before which each part of the day ends.
_PARTS = ((4, "đêm"), (11, "sáng"), (13, "trưa"), (18, "chiều"), (22, "tối"), (24, "đêm"))
_FINEST = Decimal("0.000001")


def speak_date(day: datetime.date) -> str:
    """The day as people say it: "thứ Bảy 5/12/2026"."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day}/{day.month}/{day.year}"


def speak_time(time: datetime.time) -> str:
    """The time to the minute as people say it: "7 giờ 30 sáng", "12 giờ trưa"."""
    part = next(part for end, part in _PARTS if time.hour < end)
    hour = time.hour - 12 if time.hour > 12 else time.hour
    minute = f" {time.minute}" if time.minute else ""
    return f"{hour} giờ{minute} {part}"


def speak_number(value: int | float | Decimal) -> str:
    """The number as people write it: "2,5", "1.500"; six decimals at most.

    Raises ValueError for what is not a number (NaN, infinity).
    """
    exact = Decimal(str(value))
    if not exact.is_finite():
        raise ValueError(f"{value} cannot be spoken as a number")
    english = f"{round(exact / _FINEST) * _FINEST:,f}".rstrip("0").rstrip(".")
    return english.translate(str.maketrans(",.", ".,"))
