"""Questions answered with an order: all lines of a list, the first one first."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flows import vietnamese
from flows.messages import Expects
from flows.questions import labels, lines, meanings
from flows.questions.asking import Ambiguous, Asking, NotUnderstood, Offer, Option, offered, typed
from flows.questions.meanings import Lines
from flows.replies import Reply
from flows.vietnamese import One

_INTEGER = re.compile("[0-9]+")
_NUMBERS = re.compile(
    r"(?:(?:dòng|dong|line|số|so)(?: số| so)? )?[0-9]{1,4}(?:[\s,.;:>→()/+-]+[0-9]{1,4})*[.)]*",
    re.IGNORECASE,
)
_DASHED = re.compile(r"([0-9]{1,4}) ?[-–—] ?([0-9]{1,4})")
_PLACED = re.compile(r"\(?([0-9]{1,3})[.):-]*\s+(.*[^0-9\s].*)", re.DOTALL)
# A label may hold any of these itself, so a text is taken apart at one kind of them at a time.
_BREAKS = (
    re.compile(r"\s*[\n;>→]+\s*"),
    re.compile(r"\s*,\s*"),
    re.compile(
        r"\s+(?:rồi đến|rồi tới|rồi|sau đó|tiếp theo là|tiếp theo|đến|và|-|–)\s+", re.IGNORECASE
    ),
)
_MOST_IN_ONE_NUMBER = 9  # "312" can only be 3, 1, 2 where each line has one figure


@dataclass(frozen=True, slots=True)
class Rank:
    """The lines of a list put in order."""

    expects: Expects = ""

    def read(self, asking: Asking, reply: Reply, today: date) -> str:
        """The names in their order, those already placed first; fewer than all may be said.

        When one line is left, its place is known. Raises NotUnderstood or Ambiguous.
        """
        text = vietnamese.clean(vietnamese.digits(typed(reply)))
        offered(asking)
        said = _heard(asking, text)
        _each_once(said)
        return " ".join(option.name for option in _completed(asking, _after_placed(asking, said)))

    def show(self, asking: Asking, value: str) -> str:
        """The labels with their places: "1. Học nghề, 2. Tin học"."""
        known = {option.name: option.label for option in asking.options}
        named = (known.get(name, name) for name in value.split())
        return ", ".join(f"{place}. {label}" for place, label in enumerate(named, 1))


def _after_placed(asking: Asking, said: Lines) -> Lines:
    """What was said goes on from what is placed; an order of all lines begins anew."""
    again = next((option for option in said if option.name in asking.placed), None)
    if again is None:
        by_name = {option.name: option for option in asking.options}
        return (*(by_name[name] for name in asking.placed), *said)
    if len(said) >= len(asking.options) - 1:
        return said
    place = asking.placed.index(again.name) + 1
    raise NotUnderstood("ranked_before", label=again.label, number=place)


def _completed(asking: Asking, order: Lines) -> Lines:
    left = tuple(option for option in asking.options if option not in order)
    return (*order, *left) if len(left) == 1 else order


def _each_once(said: Lines) -> None:
    for at, option in enumerate(said):
        if option in said[:at]:
            raise NotUnderstood("ranked_twice", label=option.label)


def _heard(asking: Asking, text: str) -> Lines:
    """The lines in the order they were said."""
    for said in dict.fromkeys((text, vietnamese.plainly(text))):
        _maybe_glued(asking, said)
        sure, likely = _orders(asking, said)
        if len(sure) == 1:
            return sure[0]
        if found := sure or likely:
            raise _asked_back(found)
    number = meanings.outside(asking, text)
    numbers = [option.number for option in asking.options]
    facts = {"first": min(numbers, default=0), "last": max(numbers, default=0)}
    if number is not None and asking.options:
        raise NotUnderstood("out_of_range", typed=number, **facts)
    raise NotUnderstood("not_an_order", example=example(asking.options), **facts)


def _orders(asking: Asking, text: str) -> tuple[list[Lines], list[Lines]]:
    """All that the text may mean: what is certain, and what is to be confirmed."""
    sure: list[Lines] = []
    likely: list[Lines] = []
    for parts in _ways(text):
        if len(parts) > 2 * len(asking.options):
            continue  # a long text is no order, and comparing all of it with labels takes time
        found = [lines.find(asking, part, "line") for part in parts]
        if len(parts) > 1 and (placed := _by_places(asking, parts)):
            sure += placed
        elif all(len(each.options) == 1 for each in found):
            order = tuple(each.options[0] for each in found)
            (sure if all(each.is_sure for each in found) else likely).append(order)
        elif guessed := _misspelt(asking, parts):
            likely.append(guessed)
    if span := _DASHED.fullmatch(text):
        sure += _between(asking, int(span[1]), int(span[2]))
    return list(dict.fromkeys(sure)), list(dict.fromkeys(likely))


def _ways(text: str) -> Iterator[Sequence[str]]:
    """The text as one item, as numbers, as words of one number each, and cut at each break."""
    if _NUMBERS.fullmatch(text):
        yield _INTEGER.findall(text)
        return
    yield [text]
    words = text.replace(",", " ").split()
    if len(words) > 1 and all(isinstance(vietnamese.spoken(word), One) for word in words):
        yield words
    for mark in _BREAKS:
        parts = [part.strip() for part in mark.split(text) if part.strip()]
        if len(parts) > 1:
            yield parts


def _by_places(asking: Asking, parts: Iterable[str]) -> list[Lines]:
    """The orders that "1. Tin học" and "2. Học nghề" may mean: as they stand, or by the figures.

    The figures are places, or they were copied with the lines.
    """
    hits = [_PLACED.fullmatch(part) for part in parts]
    figures = [int(hit[1]) for hit in hits if hit]
    named = [labels.whole(asking, hit[2]) for hit in hits if hit]
    if len(named) < len(hits) or any(len(each) != 1 for each in named):
        return []
    stand = tuple(each[0] for each in named)
    if figures == sorted(figures) or len(set(figures)) < len(figures):
        return [stand]
    by_figure = tuple(option for _, option in sorted(zip(figures, stand, strict=True), key=_first))
    are_copied = figures == [option.number for option in stand]
    return [stand, by_figure] if are_copied else [by_figure]


def _first(pair: tuple[int, Option]) -> int:
    return pair[0]


def _between(asking: Asking, first: int, last: int) -> list[Lines]:
    """ "1-3" may be the first three, in their order."""
    order = tuple(option for option in asking.options if first <= option.number <= last)
    return [order] if len(order) > 2 else []


def _misspelt(asking: Asking, parts: Sequence[str]) -> Lines:
    """What labels off by a letter may mean, each of them one line; never sure."""
    found = [labels.whole(asking, part) or labels.near(asking, part) for part in parts]
    return tuple(each[0] for each in found) if all(len(each) == 1 for each in found) else ()


def _maybe_glued(asking: Asking, text: str) -> None:
    """Raises Ambiguous for "312", where it can be 3, 1, 2 and no line has that number."""
    order = tuple(option for figure in text for option in lines.line(asking, _figure(figure)))
    is_number = text.isdecimal() and len(asking.options) <= _MOST_IN_ONE_NUMBER
    if is_number and 1 < len(set(order)) == len(text):
        raise _asked_back([order])


def _figure(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _asked_back(orders: Iterable[Lines]) -> Ambiguous:
    offers = tuple(Offer(_labels(order), _numbers(order)) for order in orders)
    return Ambiguous(offers[: meanings.MOST_MEANINGS], "which_order")


def _labels(order: Lines) -> tuple[str]:
    return (", ".join(vietnamese.clean(option.label) for option in order),)


def _numbers(order: Lines) -> str:
    return " ".join(str(option.number) for option in order)


def example(options: Sequence[Option]) -> str:
    """An order that may be typed: "3 1 2"."""
    return _numbers((*options[2:3], *options[:2]) if len(options) > 2 else tuple(options[::-1]))


def typed_for(asking: Asking, name: str) -> str:
    """What to type to give that line the next place."""
    return next((str(option.number) for option in asking.options if option.name == name), "")
