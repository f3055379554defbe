"""Finds the lines of a list that a piece of text may mean."""

import re
from dataclasses import dataclass
from typing import Literal

from flows import vietnamese
from flows.questions import yes_no
from flows.questions.asking import Asking, Option
from flows.vietnamese import Nothing, One, Several

# How a bare number is taken: as the line it numbers, or as the label it spells.
Way = Literal["line", "label"]

_NUMBER = re.compile(r"(?:(?P<lead>.*\D) )?\(?(?P<number>[0-9]{1,4})[.)!]*")
_COPIED = re.compile(r"(?P<number>[0-9]{1,4})\s*[.):-]?\s+(?P<label>.*[^0-9\s].*)", re.DOTALL)
_LEADS = ("số", "chọn", "chọn số", "chọn dòng", "ý", "ý số")


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
    number = number_of(text)
    if number is not None:
        return _numbered(asking, number, way)
    return _in_words(asking, text)


def number_of(text: str) -> int | None:
    """The number of a text that is nothing but a number of a line: "2", "2.", "(2)", "số 2"."""
    hit = _NUMBER.fullmatch(text)
    if hit is None:
        return None
    lead = hit["lead"]
    if lead is not None and not any(vietnamese.says(lead, word) for word in _LEADS):
        return None
    return int(hit["number"])


def line(asking: Asking, number: int) -> tuple[Option, ...]:
    """The line with that number; empty when there is none."""
    return tuple(option for option in asking.options if option.number == number)


def _longest(asking: Asking) -> int:
    """More characters than any way of saying a line; the room is for its number and points."""
    return 40 + 2 * max((len(option.label) for option in asking.options), default=0)


def _numbered(asking: Asking, number: int, way: Way) -> Found:
    if way == "line":
        return Found(line(asking, number))
    said = str(number)
    if not any(said in option.label for option in asking.options):
        return Found()  # nearly every list: no label has a number in it
    whole = tuple(option for option in asking.options if _says(said, option))
    if whole:
        return Found(whole)
    # "5" may begin "5 đến 10 người" without meaning it.
    return Found(_beginning(asking, said), is_sure=False)


def _in_words(asking: Asking, text: str) -> Found:
    copied = _COPIED.fullmatch(text)
    if copied and (lines := _copied(asking, int(copied["number"]), copied["label"])):
        return Found(lines)
    labels, counted = _labelled(asking, text), _counted(asking, text)
    both = tuple(o for o in asking.options if o in labels.options + counted.options)
    if both:
        return Found(both, any(each.is_sure for each in (labels, counted) if each.options))
    heard = yes_no.heard(asking, text)
    return Found((heard,)) if heard else Found()


def _copied(asking: Asking, number: int, label: str) -> tuple[Option, ...]:
    """The line "2. Ít khi" was copied from; both when the number and the label disagree."""
    said = tuple(option for option in asking.options if _says(label, option))
    numbered = line(asking, number)
    if set(said) & set(numbered):
        return numbered
    return tuple(o for o in asking.options if o in said + numbered) if said else ()


def _labelled(asking: Asking, text: str) -> Found:
    whole = tuple(option for option in asking.options if _says(text, option))
    if whole:
        return Found(whole)
    # A bare "không" begins "Không thường xuyên" too; only a list of yes and no makes it sure.
    is_sure = not yes_no.is_bare(text) or yes_no.pair(asking) is not None
    return Found(_beginning(asking, text), is_sure)


def _beginning(asking: Asking, text: str) -> tuple[Option, ...]:
    return tuple(o for o in asking.options if vietnamese.begins(text, o.label))


def _says(text: str, option: Option) -> bool:
    if vietnamese.says(text, option.label):
        return True
    # The line as people see it carries its points; a copy of it is the label all the same.
    points = "" if option.points is None else vietnamese.speak_number(option.points)
    return bool(points) and vietnamese.says(text, f"{option.label} {points} điểm")


def _counted(asking: Asking, text: str) -> Found:
    match vietnamese.spoken(text):
        case One(value):
            return Found(line(asking, value))
        case Several(values):
            lines = tuple(option for value in values for option in line(asking, value))
            return Found(lines, is_sure=not lines)
        case Nothing():
            return Found()
