"""Takes a reply to a list apart: every set of lines that the whole of it may mean."""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product

from flows import vietnamese
from flows.questions import labels, lines, yes_no
from flows.questions.asking import Asking, Option
from flows.questions.lines import Way

Lines = tuple[Option, ...]

MOST_MEANINGS = 5  # more cannot be asked back in one message

_LINES = re.compile(
    r"[\"“]?(?:dòng|dong|line)(?: số| so)? ([0-9]{1,4}(?:[\s,.;]+[0-9]{1,4})*)[\"”]?\.?",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"[0-9]{1,4}(?:(?:\s+|[.)]\s*)[0-9]{1,4})+[.)]*")
_RANGE = re.compile(r"(?:(?:từ|tu) )?([0-9]{1,4}) (?:đến|den|tới|toi) ([0-9]{1,4})", re.IGNORECASE)
_DASHED = re.compile(r"([0-9]{1,4}) ?[-–—] ?([0-9]{1,4})")

_FIGURE = re.compile("[0-9]")
_INTEGER = re.compile("[0-9]+")
_ONLY_FIGURES = re.compile(r"[0-9\s,.;+&-]+")
_BARE_START = re.compile(r"^da[\s,]+(?=\w)", re.IGNORECASE)
_BARE_END = re.compile(r"(?<=[\w%)])[\s,]+a[.!]*$", re.IGNORECASE)
_ALL = (
    *("tất cả", "hết", "cả", "đủ cả", "có hết", "chọn hết", "chọn tất cả", "tất cả các dòng"),
    *("có đủ", "có tất cả", "cái nào cũng có", "tất"),
)

Breaks = tuple[re.Pattern[str], ...]

# A label may hold any of these itself, so a text is also tried whole and at each one alone.
_BREAKS: Breaks = (
    re.compile(r"[\n;]"),
    re.compile(r"[,+&]"),
    re.compile(r"\s(?:và|va)\s", re.IGNORECASE),
)
_ANY_BREAK = re.compile(r"[\n;,+&]|\s(?:và|va)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meanings:
    """Sets of lines, each in list order. One that is sure needs no asking back."""

    sets: tuple[Lines, ...] = ()
    is_sure: bool = True

    @property
    def is_settled(self) -> bool:
        """Whether there is one meaning, without a doubt."""
        return self.is_sure and len(self.sets) == 1


def single(asking: Asking, text: str) -> Meanings:
    """What the text may mean as one line. "dòng 2" is always the line."""
    if named := _LINES.fullmatch(text):
        return _as_lines(asking, named[1], most=1)
    return _politely(asking, text, lambda said, way: _one_item(asking, said, way))


def several(asking: Asking, text: str) -> Meanings:
    """What the text may mean as lines in any number. "dòng 1 3" are always the lines.

    Numbers of one reply are taken in one way, all as lines or all as labels.
    """
    meant = _politely(asking, text, lambda said, way: _list(asking, said, way, _BREAKS))
    return meant if meant.sets else _all(asking, vietnamese.plainly(text))


def _all(asking: Asking, text: str) -> Meanings:
    """ "Tất cả": every line but the one that says none, to be confirmed."""
    if not any(vietnamese.says(text, word) for word in _ALL):
        return Meanings()
    wanted = tuple(option for option in asking.options if not yes_no.says_none(option))
    return Meanings((wanted,) if wanted else (), is_sure=False)


def are_several(asking: Asking, text: str) -> bool:
    """Whether the text may mean several lines together."""
    has_parts = _FIGURE.search(text) or _ANY_BREAK.search(text)
    return bool(has_parts) and any(len(lines_) > 1 for lines_ in several(asking, text).sets)


def near(asking: Asking, text: str) -> Meanings:
    """What a misspelt text may mean, as one line each; never sure."""
    return Meanings(tuple((option,) for option in labels.near(asking, text)), is_sure=False)


def outside(asking: Asking, text: str) -> int | None:
    """The first number of the text that is no line, when the text is numbers and nothing else."""
    if not re.fullmatch(r"(?:(?:dòng|dong|số|so|chọn|chon) )?[0-9][0-9\s,.;()+&-]*", text.lower()):
        return None
    numbers = map(int, _INTEGER.findall(text))
    return next((number for number in numbers if not lines.line(asking, number)), None)


def _politely(asking: Asking, text: str, read: Callable[[str, Way], Meanings]) -> Meanings:
    """Read the text as it is, and when it means nothing, without its polite words.

    Politeness without marks ("da 2 a") may be part of a label, which is then only likely.
    """
    plain = vietnamese.plainly(text)
    for said in dict.fromkeys((text, plain)):
        if (meant := _either_way(asking, said, read)).sets:
            return meant
    bare = _unmarked(plain)
    if bare == plain:
        return Meanings()
    meant = _either_way(asking, bare, read)
    return replace(meant, is_sure=meant.is_sure and _is_exact(asking, bare))


def _either_way(asking: Asking, text: str, read: Callable[[str, Way], Meanings]) -> Meanings:
    """The meanings with bare numbers as lines and, if there are any numbers, as labels."""
    if not (_FIGURE.search(text) and labels.have_figures(asking)):
        return read(text, "line")
    return _join((read(text, "line"), read(text, "label")))


def _unmarked(text: str) -> str:
    return _BARE_END.sub("", _BARE_START.sub("", text, count=1)) if text.isascii() else text


def _is_exact(asking: Asking, text: str) -> bool:
    """Whether the whole text is numbers, a label, or a yes or a no."""
    is_whole = _ONLY_FIGURES.fullmatch(text) or labels.whole(asking, text)
    return bool(is_whole) or yes_no.heard(asking, text) is not None


def _as_lines(asking: Asking, text: str, most: int) -> Meanings:
    numbers = list(dict.fromkeys(map(int, _INTEGER.findall(text))))
    return _chosen(asking, numbers) if len(numbers) <= most else Meanings()


def _chosen(asking: Asking, numbers: Iterable[int]) -> Meanings:
    wanted = set(numbers)
    found = tuple(option for option in asking.options if option.number in wanted)
    return Meanings((found,)) if len(found) == len(wanted) else Meanings()


def _one_item(asking: Asking, text: str, way: Way) -> Meanings:
    found = lines.find(asking, text, way)
    return Meanings(tuple((option,) for option in found.options), found.is_sure)


def _list(asking: Asking, text: str, way: Way, breaks: Breaks) -> Meanings:
    """The meanings as one item, as numbers, and as items apart at each break."""
    if named := _LINES.fullmatch(text):
        return _as_lines(asking, named[1], most=len(asking.options))
    if way == "line" and _NUMBERS.fullmatch(text):
        return _all_of(asking, _INTEGER.findall(text), way, ())
    item = _one_item(asking, text, way)
    if hit := _RANGE.fullmatch(text):
        return _join((item, _between(asking, hit)))
    if hit := _DASHED.fullmatch(text):
        return _join((item, _between(asking, hit), _all_of(asking, hit.groups(), way, ())))
    if _NUMBERS.fullmatch(text):
        return _join((item, _all_of(asking, _INTEGER.findall(text), way, ())))
    if not _ANY_BREAK.search(text):
        return item
    return _join((item, *(_apart(asking, text, way, mark, breaks) for mark in breaks)))


def _between(asking: Asking, hit: re.Match[str]) -> Meanings:
    first, last = int(hit[1]), int(hit[2])
    return _chosen(asking, range(first, last + 1)) if first < last else Meanings()


def _apart(asking: Asking, text: str, way: Way, mark: re.Pattern[str], breaks: Breaks) -> Meanings:
    parts = [part.strip() for part in mark.split(text) if part.strip()]
    others = tuple(other for other in breaks if other is not mark)
    return _all_of(asking, parts, way, others) if len(parts) > 1 else Meanings()


def _all_of(asking: Asking, parts: Sequence[str], way: Way, breaks: Breaks) -> Meanings:
    """What the parts mean together; every one of them must mean something."""
    items = list(dict.fromkeys(parts))
    if len(items) > 2 * len(asking.options):
        return Meanings()
    each: list[Meanings] = []
    for item in items:
        each.append(_list(asking, item, way, breaks))
        if not 0 < math.prod(len(meant.sets) for meant in each) <= MOST_MEANINGS:
            return Meanings()
    together = (_merged(asking, chosen) for chosen in product(*(meant.sets for meant in each)))
    return Meanings(tuple(dict.fromkeys(together)), all(meant.is_sure for meant in each))


def _merged(asking: Asking, chosen: Iterable[Lines]) -> Lines:
    names = {option.name for each in chosen for option in each}
    return tuple(option for option in asking.options if option.name in names)


def _join(all_meanings: Iterable[Meanings]) -> Meanings:
    some = [meant for meant in all_meanings if meant.sets]
    sets = tuple(dict.fromkeys(lines_ for meant in some for lines_ in meant.sets))
    return Meanings(sets, any(meant.is_sure for meant in some))
