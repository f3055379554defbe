"""Finds the lines of a list that a piece of text may mean."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from flows import vietnamese
from flows.questions import labels, yes_no
from flows.questions.asking import Asking, Option
from flows.vietnamese import Nothing, One, Several

# How a bare number is taken: as the line it numbers, or as the label it spells.
Way = Literal["line", "label"]

_NUMBER = re.compile(r"\(?(?P<number>[0-9]{1,4})[.)!]*")
_LETTER = re.compile(r"\(?(?P<letter>[a-zđ])[.)!]*", re.IGNORECASE)
_COPIED = re.compile(r"(?P<number>[0-9]{1,4})\s*[.):-]?\s+(?P<label>.*[^0-9\s].*)", re.DOTALL)
_LEADS = (
    "số", "chọn", "chọn số", "chọn dòng", "dòng", "dòng thứ", "ý", "ý số", "ý thứ", "chọn ý",
    "chọn ý số", "chọn ý thứ", "cái số", "cái thứ", "chọn cái", "mục", "mục số", "mục thứ",
    "lựa chọn", "lựa chọn số", "lựa chọn thứ", "phương án", "phương án số", "đáp án",
    "đáp án số", "bấm", "bấm số", "gõ", "gõ số", "tôi chọn", "em chọn", "cháu chọn",
)  # fmt: skip
# "Câu 2" is mostly the second question, "thứ hai" mostly Monday.
_DOUBTFUL_LEADS = frozenset({"câu", "câu số", "câu thứ", "chọn câu", "thứ", "số thứ tự"})
_LONGEST_LEAD = 3  # words
_MOST_BEGUN = 5  # lines; among more of them nobody is asked to choose
_ORDINALS = {"nhất": 1, "nhì": 2, "tư": 4}  # only after "thứ"
_LETTERS = "abcdefghij"


@dataclass(frozen=True, slots=True)
class Found:
    """The lines found, in list order. Lines that are not sure are to be confirmed, even one."""

    options: tuple[Option, ...] = ()
    is_sure: bool = True


def find(asking: Asking, text: str, way: Way) -> Found:
    """The lines that `text`, one item of an answer, may mean.

    In this order: a number, a label copied with its number, a label or its first words, a number
    in words, and for two lines a yes or a no. A remark after a label makes it none of these.
    """
    if len(text) > _longest(asking):
        return Found()
    if number := _NUMBER.fullmatch(text):
        return _numbered(asking, int(number["number"]), way)
    copied = _COPIED.fullmatch(text)
    if copied and (lines := _copied(asking, int(copied["number"]), copied["label"])):
        return Found(lines)
    return _in_words(asking, text)


def line(asking: Asking, number: int) -> tuple[Option, ...]:
    """The line with that number; empty when there is none."""
    at = number - asking.options[0].number if asking.options else -1
    if 0 <= at < len(asking.options) and asking.options[at].number == number:
        return asking.options[at : at + 1]  # nearly every list: numbered one by one
    return tuple(option for option in asking.options if option.number == number)


def _longest(asking: Asking) -> int:
    """More characters than any way of saying a line; the room is for its number and points."""
    return 40 + 2 * labels.longest(asking)


def _numbered(asking: Asking, number: int, way: Way) -> Found:
    if way == "line":
        return Found(line(asking, number))
    said = str(number)
    if not any(said in option.label for option in asking.options):
        return Found()  # nearly every list: no label has a number in it
    if whole := labels.whole(asking, said):
        return Found(whole)
    if asking.is_paged:
        # Who sees one page may mean "Khu 10", which is not the tenth line. Where many lines have
        # the number, it tells none of them from the others.
        having = labels.having(asking, said)
        return Found(having, is_sure=False) if len(having) < _MOST_BEGUN else Found()
    # "5" may begin "5 đến 10 người" without meaning it.
    return Found(labels.beginning(asking, said), is_sure=False)


def _copied(asking: Asking, number: int, label: str) -> tuple[Option, ...]:
    """The line "2. Ít khi" was copied from; both when the number and the label disagree."""
    said = labels.whole(asking, label)
    numbered = line(asking, number)
    if set(said) & set(numbered):
        return numbered
    return _in_order(asking, said, numbered) if said else ()


def _in_words(asking: Asking, text: str) -> Found:
    labelled, counted = _labelled(asking, text), _counted(asking, text)
    if asking.is_paged and counted.options and labels.found(asking, text, strictly=True):
        counted = _perhaps(counted.options)  # "hai" may seek "Hải Phòng"
    named = Found() if labelled.options and labelled.is_sure else _named(asking, text)
    some = [found for found in (labelled, counted, named) if found.options]
    if some:
        both = _in_order(asking, *(found.options for found in some))
        return Found(both, any(found.is_sure for found in some))
    heard = yes_no.heard(asking, text)
    return Found((heard,)) if heard else _lettered(asking, text)


def _labelled(asking: Asking, text: str) -> Found:
    if labels.are_out_of_place(asking, text):
        return Found()
    if whole := labels.whole(asking, text):
        return Found(whole)
    begun = labels.beginning(asking, text)
    if not begun:
        return Found()
    if yes_no.is_bare(text):
        # "Không" begins "Không thường xuyên" too; only a list of yes and no makes it sure.
        return Found(begun, is_sure=yes_no.pair(asking) is not None)
    if len(begun) > _MOST_BEGUN:
        return Found(begun, is_sure=False)
    inside = labels.inside(asking, text)
    is_only = not inside and not (
        asking.is_paged and len(labels.found(asking, text, strictly=True)) > 1
    )
    is_sure = is_only and all(labels.is_enough(text, option) for option in begun)
    return Found(_in_order(asking, begun, inside), is_sure)


def _counted(asking: Asking, text: str) -> Found:
    match vietnamese.spoken(text):
        case One(value):
            return Found(line(asking, value))
        case Several(values):
            return _perhaps(tuple(option for value in values for option in line(asking, value)))
        case Nothing():
            return Found()


def _named(asking: Asking, text: str) -> Found:
    """The line that "ý thứ hai" names; after "câu" and "thứ" it is only likely.

    "Số 2" may also be the label "2".
    """
    lead, rest = _led(text)
    number = _counting(rest, lead) if lead else None
    if number is None:
        return Found()
    found, said = line(asking, number), labels.whole(asking, str(number))
    is_likely = lead in _DOUBTFUL_LEADS or (said and said != found)
    return Found(_in_order(asking, found, said), is_sure=not is_likely)


@lru_cache(maxsize=1024)
def _led(text: str) -> tuple[str, str]:
    """The lead a text begins with, "" when with none, and what follows it."""
    said = text.split()
    for size in range(min(_LONGEST_LEAD, len(said) - 1), 0, -1):
        typed = " ".join(said[:size])
        for lead in _BY_FOLD.get(vietnamese.fold(typed), ()):
            if vietnamese.says(typed, lead):
                return lead, " ".join(said[size:])
    return "", text


def _by_fold() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for lead in (*_LEADS, *_DOUBTFUL_LEADS):
        table[vietnamese.fold(lead)] = (*table.get(vietnamese.fold(lead), ()), lead)
    return table


_BY_FOLD = _by_fold()


def _counting(text: str, lead: str) -> int | None:
    """The number that stands after a lead."""
    if number := _NUMBER.fullmatch(text):
        return int(number["number"])
    for word, value in _ORDINALS.items():
        if lead.endswith("thứ") and vietnamese.says(text, word):
            return value
    match vietnamese.spoken(text):
        case One(value) | Several((value,)):
            return value
    return None


def _lettered(asking: Asking, text: str) -> Found:
    """The line a letter counts to: "b" is likely the second."""
    letter = _LETTER.fullmatch(_led(text)[1])
    return (
        _perhaps(line(asking, _LETTERS.find(letter["letter"].lower()) + 1)) if letter else Found()
    )


def _perhaps(options: tuple[Option, ...]) -> Found:
    return Found(options, is_sure=not options)


def _in_order(asking: Asking, *found: tuple[Option, ...]) -> tuple[Option, ...]:
    among = {option.number: option for options in found for option in options}
    return tuple(among[number] for number in sorted(among))
