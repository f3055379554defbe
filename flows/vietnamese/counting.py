"""Reads numbers in digits and in words; one that could be another number is never taken."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from flows.vietnamese import letters, units
from flows.vietnamese.readings import Nothing, One, Reading, Several

_ONES = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_MOST_DIGITS = 15  # beyond this a float, as XForms computes, no longer holds every whole number

_START = re.compile(r"[+-]?[0-9](?:[0-9., ]*[0-9])?")
_WHOLE = re.compile(r"[+-]?[0-9]+")
_ONE_MARK = re.compile(r"([+-]?[0-9]+)([.,])([0-9]+)")
_ONE_DOT = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")
_COULD_BE_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_GROUPED = (
    re.compile(r"([+-]?[1-9][0-9]{0,2}(?: [0-9]{3})+)(?:[.,]([0-9]+))?"),
    re.compile(r"([+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+),([0-9]+)"),
    re.compile(r"([+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+)\.([0-9]+)"),
    re.compile(r"([+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,})()"),
    re.compile(r"([+-]?[1-9][0-9]{0,2}(?:,[0-9]{3}){2,})()"),
)
# "co 12" without its mark may be "cỡ 12", which is a guess; so these need their marks.
_LEAD = re.compile(r"(?:có|là) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: str
    value: int
    strict: bool = False  # understood only with its marks


def integer(text: str, about: str = "") -> Reading[int]:
    """The whole number a text says. `about` is the question, which may name the unit it counts.

    "1.500" is 1500 (a point groups thousands); "1,500" is asked back; "2,0" is 2.
    """
    reading = decimal(text, about)
    match reading:
        case One(value):
            return One(int(value)) if _is_whole(value) else Nothing()
        case Several(values) if _says_one_dot(text):
            return One(int(values[0]))
        case Several(values):
            whole = tuple(int(value) for value in values if _is_whole(value))
            return Several(whole) if whole else Nothing()
        case Nothing():
            return reading


def decimal(text: str, about: str = "") -> Reading[Decimal]:
    """The number a text says, after "2,5" or "2.5"; "1.500" and "1,500" have two readings each.

    `about` is the question, which may name the unit it counts. A hedge ("khoảng 12") is nothing.
    """
    plain = _plain(text)
    start = _START.match(plain)
    if start is None:
        return _in_words(plain, about)
    tail = plain[start.end() :].strip()
    return _in_digits(start[0]) if not tail or units.allowed(tail, about) else Nothing()


def spoken(text: str) -> Reading[int]:
    """The number from 0 to 99 that a text says in words and nothing but words.

    Without marks a single syllable is asked back ("sau" may be "sáu" or "later"), a longer
    phrase is taken when it has one reading. "Không" is asked back: it may be zero or no.
    """
    known = [phrase for phrase in _phrases().get(letters.fold(text), ()) if _fits(text, phrase)]
    if len({phrase.value for phrase in known}) != 1:
        return Nothing()
    return _weigh(letters.words(text), known)


def _plain(text: str) -> str:
    polite = letters.plainly(letters.digits(letters.clean(text)))
    plain = _LEAD.sub("", polite.replace("\u2212", "-"), count=1)
    return re.sub(r"[.!]+$", "", plain)


def _says_one_dot(text: str) -> bool:
    start = _START.match(_plain(text))
    return bool(start and _ONE_DOT.fullmatch(start[0]))


def _is_whole(value: Decimal) -> bool:
    return value == value.to_integral_value()


def _in_digits(text: str) -> Reading[Decimal]:
    if sum(map(str.isdigit, text)) > _MOST_DIGITS:
        return Nothing()
    if _WHOLE.fullmatch(text):
        return One(_number(text))
    if mark := _ONE_MARK.fullmatch(text):
        return _with_one_mark(text, mark)
    found = (grouped.fullmatch(text) for grouped in _GROUPED)
    return next((One(_number(hit[1], hit[2])) for hit in found if hit), Nothing())


def _with_one_mark(text: str, mark: re.Match[str]) -> Reading[Decimal]:
    fraction = _number(mark[1], mark[3])
    if not _COULD_BE_THOUSANDS.fullmatch(text):
        return One(fraction)
    thousands = _number(mark[1] + mark[3])
    return Several((thousands, fraction) if mark[2] == "." else (fraction, thousands))


def _number(whole: str, fraction: str | None = None) -> Decimal:
    value = Decimal(re.sub("[., ]", "", whole) + (f".{fraction}" if fraction else ""))
    return value + 0  # "-0" is 0


def _in_words(plain: str, about: str) -> Reading[Decimal]:
    typed = letters.words(plain)
    for size in range(min(len(typed), 3), 0, -1):
        head, tail = " ".join(typed[:size]), " ".join(typed[size:])
        reading = spoken(head)
        if not isinstance(reading, Nothing):
            return _counted(reading, tail, about)
    return Nothing()


def _counted(reading: Reading[int], tail: str, about: str) -> Reading[Decimal]:
    # "hai mươi năm" is 20 years, or 25 as some people write it.
    if tail and (letters.says(tail, "năm") or not units.allowed(tail, about)):
        return Nothing()
    match reading:
        case One(value):
            return One(Decimal(value))
        case Several((0,)) if tail:
            return Nothing()  # "không hộ", "không người": a sentence begun, not a number
        case Several(values):
            return Several(tuple(map(Decimal, values)))
        case Nothing():
            return reading


def _fits(text: str, phrase: _Phrase) -> bool:
    if phrase.strict:
        return letters.words(text) == letters.words(phrase.words)
    return letters.says(text, phrase.words)


def _weigh(typed: tuple[str, ...], known: list[_Phrase]) -> Reading[int]:
    value = known[0].value
    exact = any(letters.words(phrase.words) == typed for phrase in known)
    doubtful = value == 0 or (not exact and (len(typed) == 1 or typed[0] == "sau"))
    return Several((value,)) if doubtful else One(value)


@cache
def _phrases() -> Mapping[str, tuple[_Phrase, ...]]:
    table: dict[str, tuple[_Phrase, ...]] = {}
    for phrase in _all_phrases():
        key = letters.fold(phrase.words)
        table[key] = (*table.get(key, ()), phrase)
    return table


def _all_phrases() -> Iterator[_Phrase]:
    for value, word in enumerate(_ONES):
        yield _Phrase(word, value)
    yield _Phrase("bẩy", 7)
    yield _Phrase("mười", 10)
    for digit, word in _last_words(10):
        yield _Phrase(f"mười {word}", 10 + digit)
    for ten in range(2, 10):
        yield from _of_ten(ten)


def _of_ten(ten: int) -> Iterator[_Phrase]:
    yield _Phrase(f"{_ONES[ten]} mươi", ten * 10)
    for digit, word in _last_words(ten * 10):
        yield _Phrase(f"{_ONES[ten]} mươi {word}", ten * 10 + digit)
        if ten in (2, 3):
            yield _Phrase(f"{'hăm' if ten == 2 else 'băm'} {word}", ten * 10 + digit, strict=True)
    # "hai mốt" is 21, but "hai ba" is "two or three" and "năm tư" is the fourth year.
    for digit, word in ((1, "mốt"), (4, "tư"), (5, "lăm"), (5, "nhăm")):
        if (ten, digit) != (5, 4):
            yield _Phrase(f"{_ONES[ten]} {word}", ten * 10 + digit, strict=True)


def _last_words(tens: int) -> Iterator[tuple[int, str]]:
    """Yield the last words after these tens. "Năm" is missing: "mười năm" is ten years."""
    for digit in (1, 2, 3, 4, 6, 7, 8, 9):
        yield digit, _ONES[digit]
    yield from ((4, "tư"), (5, "lăm"), (5, "nhăm"), (7, "bẩy"))
    if tens > 10:
        yield 1, "mốt"
