"""Whom an announcement is for: by who they are, by title, by how far the form is, by village."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from flows import vietnamese
from flows.assessment import HANDED_IN
from flows.rights import Role

Dimension = Literal["roles", "titles", "states", "villages"]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)

ROLES: tuple[Role, ...] = (
    "household",
    "citizen",
    "village_head",
    "clan_head",
    "unit_head",
    "staff",
)
"""Who may be announced to: whoever has a part in the commune's year."""

TITLES: Mapping[str, str] = {
    "family": "household",
    "citizen": "citizen",
    "clan": "clan",
    "village": "village",
    "unit": "unit",
}
"""Title -> the kind of subject that may bear it."""

STATES: Mapping[str, frozenset[str]] = {
    "todo": frozenset({"", "registered"}),
    "drafting": frozenset({"drafting"}),
    "sent": HANDED_IN - {"recognised"},
    "returned": frozenset({"returned"}),
    "recognised": frozenset({"recognised"}),
}
"""How far a form is, in plain words -> its states (flows.assessment); "" where there is none."""

NOWHERE = ("household", "clan", "village", "unit")
"""Kinds of subjects that are counted where nobody of theirs can be written to."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is meant; a dimension that names nothing means everybody. `villages` are codes.

    Somebody is meant who acts in one of these roles in one of these villages; where titles or
    states are named, for a subject whose form of such a title is in such a state.
    """

    roles: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    villages: tuple[str, ...] = ()

    def of(self, dimension: Dimension) -> tuple[str, ...]:
        """What that dimension names."""
        chosen: tuple[str, ...] = getattr(self, dimension)
        return chosen

    def adding(self, dimension: Dimension, *codes: str) -> "Audience":
        """The audience that names these too, each once."""
        together = tuple(dict.fromkeys((*self.of(dimension), *codes)))
        return self._with(dimension, together)

    def without(self, dimension: Dimension, code: str) -> "Audience":
        """The audience that does not name this one."""
        return self._with(dimension, tuple(one for one in self.of(dimension) if one != code))

    def everybody(self, dimension: Dimension) -> "Audience":
        """The audience that names nothing in this dimension."""
        return self._with(dimension, ())

    def dump(self) -> dict[str, list[str]]:
        """The audience as JSON keeps it."""
        return {dimension: list(self.of(dimension)) for dimension in DIMENSIONS}

    def _with(self, dimension: Dimension, codes: tuple[str, ...]) -> "Audience":
        return replace(self, **{str(dimension): codes})


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people an announcement reaches, and how many it does not.

    `people` get it; of the others meant, `muted` want none, `blocked` cannot be written to any
    more, `unasked` have not agreed that anything of theirs is kept. `nowhere` counts subjects
    meant of which nobody has come in: by their kind, those that are not 0.
    """

    people: int = 0
    muted: int = 0
    blocked: int = 0
    unasked: int = 0
    nowhere: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that a dimension may name."""

    code: str
    label: str


def restore(stored: Mapping[str, Any]) -> Audience:
    """The audience that `dump` wrote."""
    return Audience(**{name: tuple(stored.get(name, ())) for name in DIMENSIONS})


def picked(typed: str, shown: Sequence[Option], options: Sequence[Option]) -> tuple[str, ...]:
    """The codes meant by "1 3 5" or "Nà Đon, Tả Hồ"; nothing when one part of it is not there.

    A number counts the `shown` ones, a name is one of all `options`.
    """
    words = typed.split(",") if any(map(str.isalpha, typed)) else typed.replace(",", " ").split()
    found = [_one(word.strip(" .;"), shown, options) for word in words if word.strip(" .;")]
    return tuple(dict.fromkeys(filter(None, found))) if all(found) else ()


def _one(word: str, shown: Sequence[Option], options: Sequence[Option]) -> str:
    if word.isascii() and word.isdecimal():
        number = int(word)
        return shown[number - 1].code if 0 < number <= len(shown) else ""
    named = [one.code for one in options if _is_called(one.label, word)]
    return named[0] if len(named) == 1 else ""


def _is_called(label: str, word: str) -> bool:
    """Whether that is its name, or the end of it: "Nà Đon" for "Bản Nà Đon"."""
    full, part = vietnamese.fold(label), vietnamese.fold(word)
    return bool(part) and (full == part or full.endswith(f" {part}"))
