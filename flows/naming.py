"""Finds which forms of a list somebody means: by the number of a household, or by a name."""

import re
from collections.abc import Iterator, Sequence

from flows import vietnamese
from flows.meeting import Item

_BREAKS = re.compile(r"[,;+&\n]|\s(?:và|va)\s", re.IGNORECASE)
_BUT = ("trừ", "không kể", "except", "but")
_BESIDE = ("hộ", "nhà", "số", "ông", "bà", "anh", "chị", "bác", "cô", "chú", "phiếu", "của", "các")
_NUMBER = re.compile(r"[0-9]{1,4}")


class NotNamed(Exception):
    """This part of the text names nothing on the list, or `several` at once."""

    def __init__(self, part: str, *, several: bool = False) -> None:
        super().__init__(part)
        self.part = part
        self.several = several


def excepted(text: str) -> str:
    """What stands after "trừ": "cả danh sách trừ hộ 3, 7" → "hộ 3, 7"; "" when nothing does."""
    words = text.split()
    for at in range(len(words)):
        for but in _BUT:
            size = len(but.split())
            if vietnamese.says(" ".join(words[at : at + size]), but):
                return " ".join(words[at + size :])
    return ""


def named(items: Sequence[Item], text: str) -> tuple[Item, ...]:
    """The items that the whole of `text` names, in list order. Raises NotNamed.

    "3, 7" and "hộ 3 và 7" are numbers of households; other words are part of a name. Whatever
    names two is asked back about: nobody is left out by a guess.
    """
    parts = list(_parts(vietnamese.clean(vietnamese.digits(text))))
    if not parts:
        raise NotNamed(text)
    found = {_one(items, part).assessment_id for part in parts}
    return tuple(item for item in items if item.assessment_id in found)


def _parts(text: str) -> Iterator[str]:
    """Single numbers and names; the words around them ("hộ", "nhà ông") are left out."""
    for piece in _BREAKS.split(text):
        words = piece.strip(" .").split()
        while words and any(vietnamese.says(words[0], word) for word in _BESIDE):
            words = words[1:]
        if words and all(_NUMBER.fullmatch(word) for word in words):
            yield from words
        elif words:
            yield " ".join(words)


def _one(items: Sequence[Item], part: str) -> Item:
    hits = _numbered(items, int(part)) if _NUMBER.fullmatch(part) else _called(items, part)
    if len(hits) != 1:
        raise NotNamed(part, several=len(hits) > 1)
    return hits[0]


def _numbered(items: Sequence[Item], number: int) -> list[Item]:
    """Families by the number of their household; other forms only where no family has it."""
    hits = [item for item in items if item.number == number]
    return [item for item in hits if item.title == "family"] or hits


def _called(items: Sequence[Item], name: str) -> list[Item]:
    """Those whose name holds these words in this order, the marks that were typed included."""
    size = len(name.split())
    return [item for item in items if _holds(item.subject.split(), name, size)]


def _holds(words: list[str], name: str, size: int) -> bool:
    spans = (" ".join(words[at : at + size]) for at in range(len(words) - size + 1))
    return any(vietnamese.says(name, span) for span in spans)
