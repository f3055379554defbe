"""The words of numbers as they are typed: which of them a syllable may be, and what else it is."""

import re
from collections.abc import Collection, Mapping
from itertools import chain

from flows.vietnamese import letters

DIGITS = {
    "không": 0, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7,
    "tám": 8, "chín": 9,
}  # fmt: skip
SHORT = {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
TENS = {"hăm": 2, "băm": 3}
TEN, TIMES_TEN, HUNDRED, DOZEN = ("mười",), ("mươi",), ("trăm",), ("chục",)
ODD = ("linh", "lẻ")
HALF = ("rưỡi", "rưởi")
SCALES: Mapping[int, tuple[str, ...]] = {
    10**9: ("tỷ", "tỉ"),
    10**6: ("triệu", "tr"),
    10**3: ("nghìn", "ngàn", "k"),
}
ABBREVIATED = frozenset({"k", "tr"})  # "12 k" may be "12 không", "12 tr" twelve pages

_GROUPS = (DIGITS, SHORT, TENS, TEN, TIMES_TEN, HUNDRED, DOZEN, ODD, HALF)
_LEXICON = tuple(dict.fromkeys(chain(*_GROUPS, *SCALES.values())))
# Without marks the last word may be a thing that is counted: a station, a fly, a cupboard, a man.
_ALSO_THINGS = frozenset(
    map(letters.fold, (*HALF, "trăm", "ngàn", "tỷ", "tỉ", "chục", "tư", "nhăm"))
)
_ABOUT_TEN = ("trăm", "nghìn", "ngàn")  # "trăm mươi người" is a hundred or so
_ALSO_BEFORE = frozenset({"sau", "tam"})  # "sau mười" is after ten, "tầm mười" about ten
_FIGURES = re.compile("0|[1-9][0-9]{0,3}|[0-9]{1,3}[.,][0-9]{1,2}")


class Said:
    """The typed words with the words of numbers that each may stand for."""

    def __init__(self, typed: tuple[str, ...]) -> None:
        self._typed = typed
        self._meant = [_MEANT.get(word, ()) for word in typed]

    def word(self, at: int, wanted: Collection[str]) -> str:
        """Which of the wanted words stands at that place; "" when none does."""
        if not 0 <= at < len(self._meant):
            return ""
        return next((word for word in self._meant[at] if word in wanted), "")

    def has_marks(self, at: int) -> bool:
        """Whether the word at that place is spelled in full."""
        return self._typed[at] in _EXACT

    def figure(self, at: int) -> str:
        """The figures at that place, as they stand; "" when it is a word."""
        typed = self._typed[at] if at < len(self._typed) else ""
        return typed if _FIGURES.fullmatch(typed) else ""

    def is_doubtful(self, end: int) -> bool:
        """Whether the words before `end`, for want of marks, may be no number at all."""
        last = end - 1
        is_loose = not self.has_marks(0) and not self.figure(0)
        if is_loose and (end == 1 or self._typed[0] in _ALSO_BEFORE):
            return True
        if self._typed[last] == "muoi" and self.word(last - 1, _ABOUT_TEN):
            return True
        return not self.has_marks(last) and self._typed[last] in _ALSO_THINGS

    def is_abbreviated(self, end: int) -> bool:
        """Whether money is meant, if a number at all: "2k5" is also a year of birth."""
        return self._typed[end - 1] in ABBREVIATED or "k" in self._typed[:end]


def may_begin(word: str) -> bool:
    """Whether a number may begin with that word."""
    return word in _MEANT or word[:1].isdigit()


def _spellings() -> dict[str, tuple[str, ...]]:
    """What may be typed for each word of a number: with its marks, or with some left out."""
    table: dict[str, tuple[str, ...]] = {}
    for word in _LEXICON:
        for typed in letters.spellings(word):
            table[typed] = (*table.get(typed, ()), word)
    return table


_EXACT = frozenset(spelled for word in _LEXICON for spelled in letters.words(word))
_MEANT = _spellings()
