"""Reads what follows a number said in words and makes it no whole one: "rưỡi", "phẩy năm"."""

from collections.abc import Sequence
from decimal import Decimal

from flows.vietnamese import letters, units
from flows.vietnamese.numerals import Numeral

_HALF = ("rưỡi", "rưởi")
_POINT, _DOT = "phẩy", "chấm"
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_MOST_DIGITS = 6


def halved(found: Sequence[Numeral], rest: Sequence[str], about: str) -> tuple[Numeral, ...]:
    """ "Hai năm rưỡi": the number and a half of its unit, which the question must ask for."""
    unit = " ".join(rest[:-1])
    is_half = len(rest) > 1 and any(letters.says(rest[-1], half) for half in _HALF)
    if not is_half or not units.allowed(unit, about):
        return ()
    loose = rest[-1] not in _HALF
    return tuple(
        Numeral(n.value + Decimal("0.5"), 1, n.is_doubtful or loose)
        for n in found
        if n.scale == 1 and _is_whole(n)
    )


def pointed(found: Sequence[Numeral], rest: Sequence[str], about: str) -> tuple[Numeral, ...]:
    """ "Ba phẩy năm", "3 phẩy 5": each word after the point is one digit."""
    is_point = any(letters.says(rest[0], point) for point in (_POINT, _DOT))
    if not is_point or len(found) != 1 or found[0].scale != 1 or not _is_whole(found[0]):
        return ()
    digits, size = _digits(rest[1:])
    tail = " ".join(rest[1 + size :])
    if not digits or (tail and not units.allowed(tail, about)):
        return ()
    loose = rest[0] != _POINT and not rest[1].isdigit()
    in_years = "năm" in units.asked(about).families
    ends_in_years = in_years and letters.says(rest[size], "năm")  # "hai phẩy năm năm"
    value = Decimal(f"{int(found[0].value)}.{digits}")
    return (Numeral(value, 1, found[0].is_doubtful or loose or ends_in_years),)


def _digits(said: Sequence[str]) -> tuple[str, int]:
    """The digits that the first words say, and how many words they are."""
    if said and said[0].isdigit():
        return (said[0], 1) if len(said[0]) <= _MOST_DIGITS else ("", 0)
    digits = ""
    for word in said[:_MOST_DIGITS]:
        digit = next((str(n) for n, name in enumerate(_DIGITS) if letters.says(word, name)), "")
        if not digit:
            break
        digits += digit
    return digits, len(digits)


def _is_whole(numeral: Numeral) -> bool:
    return numeral.value == numeral.value.to_integral_value()
