"""Reads times of day, "7 rưỡi tối", "19h30"; one that may be morning or evening is asked back."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flows.vietnamese import counting, keys, letters, manners
from flows.vietnamese.readings import Nothing, One, Reading, Several

# For each part of the day the hours it is spoken of with, and what is added to them.
_HOURS: Mapping[str, Mapping[int, int]] = {
    "rạng sáng": dict.fromkeys(range(1, 6), 0),
    "sáng sớm": dict.fromkeys(range(3, 8), 0),
    "sáng": dict.fromkeys(range(1, 12), 0),
    "trưa": {10: 0, 11: 0, 12: 0, 1: 12, 2: 12} | dict.fromkeys(range(13, 15), 0),
    "chiều": dict.fromkeys(range(1, 7), 12) | dict.fromkeys(range(13, 19), 0),
    "tối": dict.fromkeys(range(5, 12), 12) | dict.fromkeys(range(17, 24), 0),
    "đêm": {12: -12}
    | dict.fromkeys(range(8, 12), 12)
    | dict.fromkeys((*range(5), *range(20, 24)), 0),
    "am": dict.fromkeys(range(1, 12), 0) | {12: -12},
    "pm": dict.fromkeys(range(1, 12), 12) | {12: 0},
}
_ALSO = {"khuya": "đêm", "sa": "am", "ch": "pm", "buổi sáng": "sáng", "buổi tối": "tối"}
_LOOSE = frozenset({"toi", "dem"})  # "tới", "tôi"; "đếm", "đem"
_NAMED = {"nửa đêm": datetime.time(0), "giữa trưa": datetime.time(12)}

_LEAD = re.compile("(?:(?:vào|vao) )?(?:lúc|luc|hồi|hoi|vào) ")
_AM_PM = re.compile("(?<=[0-9h])(?=[ap]m$)")
_CLOCK = re.compile(
    "(?P<hour>[0-9]{1,2})(?:(?P<colon>:)| ?(?:h|g|giờ|gio)(?![a-zà-ỹ]) ?)"
    "(?:(?P<minute>[0-9]{1,2})(?P<said> ?(?:phút|phut|p|ph|'))?(?::[0-9]{2})?)?"
)
_HALF = re.compile("(?P<hour>[0-9]{1,2}) ?(?:h|g|giờ|gio)? ?(?:rưỡi|rưởi|(?P<loose>ruoi))")
_TO_THE_HOUR = re.compile(
    "(?P<hour>[0-9]{1,2}) ?(?:h|g|giờ|gio)? ?(?:kém|kem|thiếu|thieu) (?P<minute>[0-9]{1,2})"
    "(?: ?(?:phút|phut|p))?"
)
_ROUGH = re.compile("(?P<hour>[0-9]{1,2})(?:[ .,-]?(?P<minute>[0-9]{2}))?")


@dataclass(frozen=True, slots=True)
class _Clock:
    """What stands on a clock of twelve hours. A padded hour is one of twenty-four."""

    hour: int
    minute: int = 0
    is_padded: bool = False
    is_doubtful: bool = False
    minutes_less: int = 0


def time(text: str) -> Reading[datetime.time]:
    """The time of day a text names, without seconds.

    "7h30" may be in the morning or in the evening: both are offered. "07:30" and "19h30" are of
    the clock of twenty-four hours.
    """
    small = letters.digits(letters.clean(text)).casefold()
    reading = _politely(small)
    meant = keys.unkeyed(small) if isinstance(reading, Nothing) else small
    return reading if meant == small else _politely(meant)


def _politely(small: str) -> Reading[datetime.time]:
    said = manners.bare(small)
    reading = _understood(said.bare)
    led = manners.led(said.bare) if isinstance(reading, Nothing) else said
    if led.bare != said.bare:
        reading = _understood(led.bare)
    is_doubtful = said.is_doubtful or led.is_doubtful
    return Several((reading.value,)) if isinstance(reading, One) and is_doubtful else reading


def _understood(plain: str) -> Reading[datetime.time]:
    if named := next((at for name, at in _NAMED.items() if letters.says(plain, name)), None):
        return Several((named,))
    rest, part, is_loose = _part(_AM_PM.sub(" ", _LEAD.sub("", plain, count=1)).split())
    figures, is_guess = _in_figures(rest)
    clock = _clock(figures)
    if clock is None:
        return Nothing()
    found = tuple(_moved(clock, hour) for hour in _hours(clock, part))
    is_doubtful = is_loose or is_guess or (clock.is_doubtful and part not in ("am", "pm"))
    if len(found) == 1 and not is_doubtful:
        return One(found[0])
    return Several(found) if found else Nothing()


def _part(said: Sequence[str]) -> tuple[Sequence[str], str, bool]:
    """The words without the part of the day at their end or beginning, its name, and a doubt."""
    for size in (2, 1):
        first = said[:size]
        for words, rest in ((said[-size:], said[:-size]), (first, said[size:])):
            phrase = " ".join(words)
            for name in _BY_FOLD.get(letters.fold(phrase), ()) if rest else ():
                if letters.says(phrase, name):
                    # "Sang 7h" is "getting on for seven", "7h sang" the morning.
                    is_loose = words is first and letters.words(phrase) != letters.words(name)
                    return rest, _ALSO.get(name, name), is_loose or phrase in _LOOSE
    return said, "", False


def _by_fold() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for name in (*_HOURS, *_ALSO):
        table[letters.fold(name)] = (*table.get(letters.fold(name), ()), name)
    return table


_BY_FOLD = _by_fold()


def _in_figures(said: Sequence[str]) -> tuple[str, bool]:
    """The words with every number in figures, and whether one of them is a guess."""
    out: list[str] = []
    at, is_guess = 0, False
    while at < len(said):
        size, number, doubt = _number(said, at)
        out.append(number or said[at])
        at, is_guess = at + max(size, 1), is_guess or doubt
    return " ".join(out), is_guess


def _number(said: Sequence[str], at: int) -> tuple[int, str, bool]:
    """How many words from there are a number, the number, and whether it is a guess."""
    for size in range(min(3, len(said) - at), 0, -1):
        match counting.spoken(" ".join(said[at : at + size])):
            case One(value):
                return size, str(value), False
            case Several((value,)) if value:
                return size, str(value), True
    return 0, "", False


def _clock(figures: str) -> _Clock | None:
    if hit := _CLOCK.fullmatch(figures):
        minute = hit["minute"] or "0"
        # "7h5" is five past, but some leave out a zero at the end.
        is_short = len(minute) == 1 and bool(hit["minute"]) and not hit["said"]
        is_padded = hit["hour"].startswith("0") or (bool(hit["colon"]) and len(hit["hour"]) == 2)
        is_whole = bool(hit["minute"]) or not hit["colon"]
        return _Clock(int(hit["hour"]), int(minute), is_padded, is_short) if is_whole else None
    if hit := _HALF.fullmatch(figures):
        return _Clock(int(hit["hour"]), 30, is_doubtful=bool(hit["loose"]))
    if hit := _TO_THE_HOUR.fullmatch(figures):
        return _Clock(int(hit["hour"]), minutes_less=int(hit["minute"]))
    if hit := _ROUGH.fullmatch(figures):
        is_padded = hit["hour"].startswith("0")
        return _Clock(int(hit["hour"]), int(hit["minute"] or 0), is_padded, is_doubtful=True)
    return None


def _hours(clock: _Clock, part: str) -> Iterator[int]:
    """The hours of the day, 0 to 23, that the clock may show in that part of the day."""
    hour = clock.hour
    if clock.minute > 59 or clock.minutes_less > 59:
        return
    if part:
        if hour in _HOURS[part]:
            yield hour + _HOURS[part][hour]
    elif clock.is_padded or hour == 0 or hour >= 13:
        yield from (hour,) if hour < 24 else ()
    else:
        yield from (hour, (hour + 12) % 24)


def _moved(clock: _Clock, hour: int) -> datetime.time:
    minutes = (hour * 60 + clock.minute - clock.minutes_less) % (24 * 60)
    return datetime.time(minutes // 60, minutes % 60)
