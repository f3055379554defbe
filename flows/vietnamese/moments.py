"""Reads a day together with a time of day: "7h30 tối 20/11", "sáng mai lúc 8 giờ"."""

import datetime
import re
from collections.abc import Iterator

from flows.vietnamese import days, keys, letters, manners, times
from flows.vietnamese.readings import Nothing, One, Reading, Several, T

# "Tối nay" is a part of the day and a day; taken apart each is read by itself.
_PART = "sáng|trưa|chiều|tối|đêm|khuya|sang|trua|chieu|toi|dem|khuya"
_PART_AND_DAY = re.compile(rf"\b({_PART}) (nay|qua|mai)\b")
_DAYS = {"nay": "hôm nay", "qua": "hôm qua", "mai": "ngày mai"}
_PART_FIRST = re.compile(rf"({_PART}) (.+)")
_JOINT = re.compile(
    r"^[\s,]*(?:(?:vào|vao|lúc|luc|hồi|hoi|của)\s+)+|[\s,]+(?:vào|vao|lúc|luc|hồi|hoi)?$"
)
_ISO = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})t([0-9]{2}:[0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?")
_OF_A_CLOCK = re.compile(r"[0-9]|giờ|gio\b|rưỡi|ruoi")
_OF_THE_NIGHT = re.compile(r"\b(?:đêm|dem|khuya|tối|toi)\b")
_DAWN = datetime.time(5)
_MOST_WORDS = 14
_MOST_OFFERED = 4


def moment(text: str, today: datetime.date) -> Reading[datetime.datetime]:
    """The day and the time that a text names, seen from `today`, without a time zone.

    Where the day or the time has two readings, so has the moment. A day alone is nothing.
    """
    small = letters.digits(letters.clean(text)).casefold()
    reading = _politely(small, today)
    meant = keys.unkeyed(small) if isinstance(reading, Nothing) else small
    return reading if meant == small else _politely(meant, today)


def _politely(small: str, today: datetime.date) -> Reading[datetime.datetime]:
    said = manners.bare(_ISO.sub(r"\1 \2", small))
    reading = _understood(said.bare, today)
    return Several((reading.value,)) if isinstance(reading, One) and said.is_doubtful else reading


def _understood(plain: str, today: datetime.date) -> Reading[datetime.datetime]:
    apart = _PART_AND_DAY.sub(lambda hit: f"{hit[1]} {_DAYS[hit[2]]}", plain)
    turned = _PART_FIRST.sub(r"\2 \1", apart)
    found = (each for way in dict.fromkeys((apart, turned)) for each in _apart(way, today))
    return next(found, Nothing())


def _apart(plain: str, today: datetime.date) -> Iterator[Reading[datetime.datetime]]:
    """The readings at each place where the day may end and the time begin, or the reverse."""
    said = plain.split()
    for at in range(1, len(said)) if len(said) <= _MOST_WORDS else ():
        first, last = _bare(said[:at]), _bare(said[at:])
        for day, clock in ((last, first), (first, last)):
            if _OF_A_CLOCK.search(clock):
                reading = _together(day, clock, today)
                if not isinstance(reading, Nothing):
                    yield reading


def _bare(said: list[str]) -> str:
    return _JOINT.sub("", " ".join(said))


def _together(day: str, clock: str, today: datetime.date) -> Reading[datetime.datetime]:
    at = times.time(clock)
    on = days.date(day, today) if not isinstance(at, Nothing) else Nothing()
    moments = tuple(
        datetime.datetime.combine(each, hour) for each in _values(on) for hour in _values(at)
    )
    if _OF_THE_NIGHT.search(clock) and isinstance(at, One) and at.value < _DAWN:
        # "12 giờ đêm 20/11" begins that day for the clock, and ends it for most people.
        moments = tuple(m + datetime.timedelta(days=n) for m in moments for n in (1, 0))
    elif isinstance(on, One) and isinstance(at, One):
        return One(moments[0])
    return Several(moments[:_MOST_OFFERED]) if moments else Nothing()


def _values(reading: Reading[T]) -> tuple[T, ...]:
    match reading:
        case One(value):
            return (value,)
        case Several(values):
            return values
        case Nothing():
            return ()
