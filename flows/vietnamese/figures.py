"""Reads numbers in figures; a point or a comma that may group thousands is asked back."""

import re
from decimal import Decimal

from flows.vietnamese.readings import Nothing, One, Reading, Several

_MOST_DIGITS = 15  # beyond this a float, as XForms computes, no longer holds every whole number

_START = re.compile(r"[+-]?[0-9](?:[0-9., ]*[0-9])?")
_WHOLE = re.compile(r"[+-]?[0-9]+")
_PADDED = re.compile(r"[+-]?0[0-9]{3,}")
_ONE_MARK = re.compile(r"([+-]?[0-9]+)([.,])([0-9]+)")
_ONE_POINT = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")
_COULD_BE_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_GROUPED = (
    re.compile(r"([+-]?[1-9][0-9]{0,2}(?: [0-9]{3})+)(?:[.,]([0-9]+))?"),
    re.compile(r"([+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+),([0-9]+)"),
    re.compile(r"([+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+)\.([0-9]+)"),
    re.compile(r"([+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,})()"),
    re.compile(r"([+-]?[1-9][0-9]{0,2}(?:,[0-9]{3}){2,})()"),
)


def first(text: str) -> str:
    """The figures that the text begins with, marks and spaces between them; "" when it does not."""
    start = _START.match(text)
    return start[0] if start else ""


def number(text: str, *, is_whole: bool = False) -> Reading[Decimal]:
    """The number that figures say, and nothing but figures.

    Where whole numbers are asked for (`is_whole`) one point groups thousands. A zero before three
    figures or more means a telephone or a paper, so that number is a guess.
    """
    if sum(map(str.isdigit, text)) > _MOST_DIGITS:
        return Nothing()
    if _WHOLE.fullmatch(text):
        return Several((_value(text),)) if _PADDED.fullmatch(text) else One(_value(text))
    if is_whole and _ONE_POINT.fullmatch(text):
        return One(_value(text))
    if mark := _ONE_MARK.fullmatch(text):
        return _with_one_mark(text, mark)
    found = (grouped.fullmatch(text) for grouped in _GROUPED)
    return next((One(_value(hit[1], hit[2])) for hit in found if hit), Nothing())


def _with_one_mark(text: str, mark: re.Match[str]) -> Reading[Decimal]:
    fraction = _value(mark[1], mark[3])
    if not _COULD_BE_THOUSANDS.fullmatch(text):
        return One(fraction)
    thousands = _value(mark[1] + mark[3])
    return Several((thousands, fraction) if mark[2] == "." else (fraction, thousands))


def _value(whole: str, fraction: str | None = None) -> Decimal:
    value = Decimal(re.sub("[., ]", "", whole) + (f".{fraction}" if fraction else ""))
    return value + 0  # "-0" is 0
