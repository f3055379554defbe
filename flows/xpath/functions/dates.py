"""Functions on dates and times; a day begins at midnight in the form's zone."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo

from babel import Locale

from flows.xpath.errors import XPathError
from flows.xpath.functions.kinds import Function
from flows.xpath.values import EPOCH, NAN, Moment, Value, read_moment, to_text
from flows.xpath.world import Scene

_FIRST_DAY = date(1970, 1, 1)


def _today(scene: Scene) -> Moment:
    return Moment(scene.world.now).midnight


def _now(scene: Scene) -> Moment:
    now = scene.world.now
    return Moment(now.replace(microsecond=now.microsecond // 1000 * 1000))


def _date(scene: Scene, value: Value) -> Value:
    """A day: of a number, the day so many days after 1970-01-01; of a moment, its midnight."""
    calendar = scene.world.calendar
    if calendar.exact:
        return _date_time(scene, value)
    if type(value) is float:
        return _day_number(value, calendar.zone)
    if type(value) is str:
        return _from_text(value, calendar.zone)
    moment = _date_time(scene, value)
    return moment.midnight if isinstance(moment, Moment) else moment


def _day_number(days: float, zone: tzinfo) -> Value:
    try:
        day = _FIRST_DAY + timedelta(days=int(days))
    except (ValueError, OverflowError):
        return NAN
    return Moment(datetime(day.year, day.month, day.day, tzinfo=zone))


def _date_time(scene: Scene, value: Value) -> Value:
    """A moment: of a number, so many days after 1970-01-01T00:00Z. Blank stays blank."""
    zone = scene.world.calendar.zone
    if isinstance(value, Moment):
        return value
    if type(value) is float:
        return _instant(value, zone)
    if type(value) is bool:
        return NAN
    return _from_text(to_text(value), zone)


def _instant(days: float, zone: tzinfo) -> Value:
    try:
        return Moment((EPOCH + timedelta(days=days)).astimezone(zone))
    except (ValueError, OverflowError):
        return NAN


def _from_text(text: str, zone: tzinfo) -> Value:
    return (read_moment(text, zone) or NAN) if text else ""


def _decimal_date_time(scene: Scene, value: Value) -> float:
    """Days since 1970-01-01T00:00Z with their fraction: the way to compare times of a day."""
    if type(value) is float:
        return value
    moment = _date_time(scene, value)
    return moment.exact if isinstance(moment, Moment) else NAN


def _decimal_time(scene: Scene, value: Value) -> float:
    """The part of the local day that has passed, 0 to 1."""
    if type(value) is float:
        return value % 1 if value == value else NAN
    moment = _date_time(scene, value)
    if not isinstance(moment, Moment):
        today = Moment(scene.world.now).midnight
        moment = read_moment(f"{today}T{to_text(value)}", scene.world.calendar.zone) or NAN
    return _part_of_day(moment.at) if isinstance(moment, Moment) else NAN


def _part_of_day(at: datetime) -> float:
    seconds = at.hour * 3600 + at.minute * 60 + at.second + at.microsecond / 1e6
    return seconds / 86_400


def _format(scene: Scene, value: Value, form: Value) -> str:
    moment = _date_time(scene, value)
    if not isinstance(moment, Moment):
        return ""
    return written(moment.at, to_text(form), scene.world.language)


def written(at: datetime, form: str, language: str) -> str:
    """A moment after a pattern such as "%d/%m/%Y"; raises XPathError for a sign nobody knows."""
    pieces, signs = [], iter(form)
    for letter in signs:
        if letter != "%":
            pieces.append(letter)
            continue
        sign = next(signs, "")
        if sign not in _SIGNS:
            raise XPathError(f'Mẫu ngày "{form}" có dấu "%{sign}" không dùng được.')
        pieces.append(_SIGNS[sign](at, language))
    return "".join(pieces)


_SIGNS: dict[str, Callable[[datetime, str], str]] = {
    "%": lambda _at, _language: "%",
    "Y": lambda at, _language: f"{at.year:04}",
    "y": lambda at, _language: f"{at.year % 100:02}",
    "m": lambda at, _language: f"{at.month:02}",
    "n": lambda at, _language: str(at.month),
    "b": lambda at, language: str(Locale.parse(language).months["format"]["abbreviated"][at.month]),
    "d": lambda at, _language: f"{at.day:02}",
    "e": lambda at, _language: str(at.day),
    "a": lambda at, language: str(
        Locale.parse(language).days["format"]["abbreviated"][at.weekday()]
    ),
    "W": lambda at, _language: str(at.isocalendar().week),
    "H": lambda at, _language: f"{at.hour:02}",
    "h": lambda at, _language: str(at.hour),
    "M": lambda at, _language: f"{at.minute:02}",
    "S": lambda at, _language: f"{at.second:02}",
    "3": lambda at, _language: f"{at.microsecond // 1000:03}",
}

DATES = {
    "today": Function(_today, 0, 0, "date"),
    "now": Function(_now, 0, 0, "date"),
    "date": Function(_date, 1, 1, "date"),
    "date-time": Function(_date_time, 1, 1, "date"),
    "decimal-date-time": Function(_decimal_date_time, 1, 1, "number"),
    "decimal-time": Function(_decimal_time, 1, 1, "number"),
    "format-date": Function(_format, 2, 2, "text"),
    "format-date-time": Function(_format, 2, 2, "text"),
}
