"""The values of expressions and how one kind becomes another, as ODK Collect (JavaRosa) does it."""

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from functools import lru_cache

from flows.xpath.tree import Node, string_value

NAN = math.nan
EPOCH_DAY = date(1970, 1, 1).toordinal()
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEARLY = 1e-12  # JavaRosa takes numbers closer than this for equal

_DIGITS = re.compile(r"[-.0-9]+")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:T(\S+))?", re.ASCII)
_TIME = re.compile(
    r"(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d+))?)?(?:(Z)|([+-])(\d{1,2})(?::?(\d{2}))?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or a date with a time, always written in the form's zone."""

    at: datetime

    @property
    def day(self) -> float:
        """Whole days since 1970-01-01 in the form's zone: how dates are counted and compared."""
        return float(self.at.toordinal() - EPOCH_DAY)

    @property
    def exact(self) -> float:
        """Days since 1970-01-01T00:00Z with their fraction."""
        return (self.at - EPOCH) / timedelta(days=1)

    @property
    def midnight(self) -> "Moment":
        """The same day without the time."""
        return Moment(self.at.replace(hour=0, minute=0, second=0, microsecond=0))

    def __str__(self) -> str:
        moment = self.at
        if not (moment.hour or moment.minute or moment.second or moment.microsecond):
            return f"{moment:%Y-%m-%d}"
        return moment.isoformat(timespec="milliseconds")


@dataclass(frozen=True, slots=True)
class Calendar:
    """How texts become dates and dates numbers, in a form's zone.

    Collect counts whole days of the zone. With `exact`, days since 1970-01-01T00:00Z are counted
    with their fraction, as ODK Web Forms and Enketo do.
    """

    zone: tzinfo = UTC
    exact: bool = False

    def days(self, moment: Moment) -> float:
        """Days since 1970-01-01."""
        return moment.exact if self.exact else moment.day


class Truth(str):
    """The text "true" or "false" at a node whose calculation came out as a yes or a no.

    JavaRosa remembers the kind: such a node counts as yes or no in a condition and as 1 or 0 in a
    sum, while the same letters typed by a person are only text.
    """

    __slots__ = ()

    @property
    def holds(self) -> bool:
        """Whether it is a yes."""
        return self == "true"


class Figure(str):
    """The text of a number at a node that asks for one, or whose calculation came out as one.

    As in JavaRosa, 0 is a no there and 5 equals 5.0; typed by a person as words, it is only text.
    """

    __slots__ = ()

    @property
    def holds(self) -> bool:
        """Whether it is there and not zero."""
        return self != "" and abs(text_number(self)) > NEARLY


TRUTHS = {True: Truth("true"), False: Truth("false")}
GREENWICH = Calendar()
Value = str | float | bool | Moment | list[Node]


def to_text(value: Value) -> str:
    """Any value as text: the first node of a node-set, "true" and "false", numbers without ".0"."""
    if type(value) is str:
        return value
    if type(value) is list:
        return str(string_value(value[0])) if value else ""
    if type(value) is float:
        return number_text(value)
    if type(value) is bool:
        return "true" if value else "false"
    return str(value)


def to_kept(value: Value) -> str:
    """Any value as a node keeps it: text that does not forget it was a number, a yes or a no."""
    if type(value) is bool:
        return TRUTHS[value]
    if type(value) is float:
        return Figure(number_text(value))
    return string_value(value[0]) if type(value) is list and value else to_text(value)


def number_text(number: float) -> str:
    """A number as JavaRosa writes it, but never in scientific notation: 3000000000, not 3.0E9."""
    if number != number:
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    whole = round(number)
    if abs(number - whole) < NEARLY:
        return str(whole)
    written = repr(number)
    return f"{Decimal(written):f}" if "e" in written else written


def to_number(value: Value, calendar: Calendar = GREENWICH) -> float:
    """Any value as a number: NaN for what is none, days since 1970 for dates.

    `calendar` decides which day a text such as "2026-11-22T23:30:00Z" falls on.
    """
    if type(value) is float:
        return value
    if type(value) is list:
        return text_number(string_value(value[0]), calendar) if value else NAN
    if isinstance(value, str):
        return text_number(value, calendar)
    if type(value) is bool:
        return 1.0 if value else 0.0
    return calendar.days(value) if isinstance(value, Moment) else NAN


def text_number(text: str, calendar: Calendar = GREENWICH) -> float:
    """The number a text spells; "1,5" is 1.5 as in Collect, "1e3" is none."""
    if text.isdigit() and text.isascii():
        return float(text)  # what most answers are
    if isinstance(text, Truth):
        return 1.0 if text.holds else 0.0
    text = text.strip().replace(",", ".")
    if not text:
        return NAN
    if _DIGITS.fullmatch(text):
        try:
            return float(text)
        except ValueError:
            pass  # "1-2" and dates are made of the same characters
    moment = read_moment(text, calendar.zone) if text[:4].isdigit() else None
    return NAN if moment is None else calendar.days(moment)


def to_boolean(value: Value) -> bool:
    """Any value as yes or no. A node-set is yes when its first node is not blank, as in Collect."""
    if type(value) is bool:
        return value
    if type(value) is list:
        return bool(value) and _is_yes(string_value(value[0]))
    if type(value) is float:
        return abs(value) > NEARLY
    if isinstance(value, str):
        return _is_yes(value)
    return True


def _is_yes(text: str) -> bool:
    return text.holds if isinstance(text, Truth | Figure) else text != ""


def to_whole(value: Value, calendar: Calendar = GREENWICH) -> int:
    """A number without its fraction; NaN is 0 and what is too large is cut, as Java does it."""
    number = to_number(value, calendar)
    if number != number:
        return 0
    return int(max(-(2.0**31), min(2.0**31 - 1, number)))


@lru_cache(4096)
def read_moment(text: str, zone: tzinfo) -> Moment | None:
    """The moment a text such as "2026-11-22" or "2026-11-22T07:30:00.000+07:00" spells, if any."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day, clock = found.groups()
    try:
        midnight = datetime(int(year), int(month), int(day), tzinfo=zone)
        return Moment(midnight) if clock is None else _at(midnight, clock, zone)
    except (ValueError, OverflowError):
        return None


def _at(midnight: datetime, clock: str, zone: tzinfo) -> Moment | None:
    found = _TIME.fullmatch(clock)
    if found is None:
        return None
    hour, minute, second, fraction = found.group(1, 2, 3, 4)
    moment = midnight.replace(
        hour=int(hour),
        minute=int(minute),
        second=int(second or 0),
        microsecond=int((fraction or "0")[:6].ljust(6, "0")),
    )
    return Moment(moment.replace(tzinfo=_offset(found, zone)).astimezone(zone))


def _offset(clock: re.Match[str], zone: tzinfo) -> tzinfo:
    zulu, sign, hours, minutes = clock.group(5, 6, 7, 8)
    if zulu:
        return UTC
    if not sign:
        return zone
    if int(minutes or 0) > 59:
        raise ValueError("an hour has sixty minutes")
    away = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(away if sign == "+" else -away)
