"""Puts a date said in words into figures: "ngày mười lăm tháng tư" becomes "ngay 15 thang 4"."""

from collections.abc import Sequence
from dataclasses import dataclass

from flows.vietnamese import counting, letters
from flows.vietnamese.readings import One, Several

_MONTH, _YEAR, _NEW_YEAR, _FULL_MOON = "tháng", "năm", "tết", "rằm"
_MONTH_NAMES = {"giêng": "gieng", "chạp": "chap", "tư": "4"}
_NOT_YEARS = ("nay", "ngoái", "ngoai")  # "năm nay", "năm ngoái"
_MOST_WORDS = 3  # "hai mươi lăm"; a year has eight


@dataclass(frozen=True, slots=True)
class Figures:
    """The date without marks and in figures; `is_doubtful` when a word of it may be another."""

    text: str
    is_doubtful: bool = False


def in_figures(plain: str) -> Figures:
    """The small, cleaned text folded, with the words for day, month and year put in figures.

    Words that are no numbers stay, so that no form of a date fits them.
    """
    said = plain.replace(",", " , ").split()
    if is_full_moon(plain):
        said = ["15", *said[_moon_at(said) + 1 :]]
    at = next((n for n, word in enumerate(said) if _divides(word)), 0)
    if not at or not _has_words(said[:at] + said[at + 1 :]):
        return Figures(_joined(said))
    day, of_day = _last_number(said[:at])
    is_month = letters.says(said[at], _MONTH)
    month, of_month = (_month_and_year if is_month else _year)(said[at + 1 :])
    return Figures(_joined([*day, said[at], *month]), of_day or of_month)


def is_full_moon(plain: str) -> bool:
    """Whether the text begins with "rằm", the fifteenth of a lunar month."""
    return _moon_at(plain.split()) >= 0


def _moon_at(said: Sequence[str]) -> int:
    return next((n for n, word in enumerate(said[:2]) if letters.says(word, _FULL_MOON)), -1)


def _divides(word: str) -> bool:
    return letters.says(word, _MONTH) or letters.says(word, _NEW_YEAR)


def _has_words(said: Sequence[str]) -> bool:
    return any(not word[:1].isdigit() for word in said)


def _joined(said: Sequence[str]) -> str:
    return letters.fold(" ".join(said)).replace(" ,", ",")


def _last_number(said: Sequence[str]) -> tuple[list[str], bool]:
    """The words with the number they end in put in figures."""
    for size in range(0 if said[-1].isdigit() else min(_MOST_WORDS, len(said)), 0, -1):
        number, doubt = _number(said[-size:])
        if number:
            return [*said[:-size], number], doubt
    return list(said), False


def _month_and_year(said: Sequence[str]) -> tuple[list[str], bool]:
    if said and said[0].isdigit():
        year, doubt = _year(said[1:])
        return [said[0], *year], doubt
    for size in range(min(_MOST_WORDS, len(said)), 0, -1):
        number, doubt = _month(said[:size])
        if number:
            year, of_year = _year(said[size:])
            return [number, *year], doubt or of_year
    return list(said), False


def _month(said: Sequence[str]) -> tuple[str, bool]:
    if len(said) == 1:
        for name, figure in _MONTH_NAMES.items():
            if letters.says(said[0], name):
                return figure, figure.isdigit() and said[0] != name
    return _number(said)


def _year(said: Sequence[str]) -> tuple[list[str], bool]:
    at = next((n for n, word in enumerate(said) if letters.says(word, _YEAR)), -1)
    if at < 0 or not said[at + 1 :] or said[at + 1] in _NOT_YEARS or said[at + 1].isdigit():
        return list(said), False
    number, doubt = _number(said[at + 1 :])
    return ([*said[: at + 1], number], doubt) if number else (list(said), False)


def _number(said: Sequence[str]) -> tuple[str, bool]:
    """The number in figures that words say, "" when none, and whether it is a guess."""
    match counting.spoken(" ".join(said)):
        case One(value):
            return str(value), False
        case Several((value,)) if value:
            return str(value), True
        case _:
            return "", False
