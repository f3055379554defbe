"""Which answers an expression depends on, found without working it out."""

from collections.abc import Iterable
from dataclasses import dataclass

from flows.xpath.syntax import (
    Arithmetic,
    Call,
    Comparison,
    Filter,
    Literal,
    Logic,
    Negation,
    Path,
    Step,
    Syntax,
    Union,
)


@dataclass(frozen=True, slots=True)
class Read:
    """A place in the form that is read; with `below`, anything under it may be read too.

    The path of a group or repeat stands for it and its instances, not for the answers inside.
    """

    path: str
    below: bool = False


EVERYTHING = Read("/", below=True)
_ELSEWHERE: frozenset[Read] = frozenset()  # inside another list: nothing of the form is read there
_UPWARD = {"ancestor", "ancestor-or-self", "following", "preceding", "following-sibling"} | {
    "preceding-sibling"
}


def reads(tree: Syntax, at: str) -> frozenset[Read]:
    """Everything in the form the expression may read when it belongs to the node path `at`."""
    finder = _Finder(Read(at))
    return frozenset(finder.seen | finder.nodes(tree, frozenset({Read(at)})))


def standing(path: Path, at: str) -> list[str]:
    """The plain places a path names, seen from the node path `at`, whatever its predicates say."""
    finder = _Finder(Read(at))
    return sorted(place.path for place in finder.nodes(path, frozenset({Read(at)})))


class _Finder:
    """Walks an expression and keeps what its predicates and arguments read in `seen`."""

    def __init__(self, origin: Read) -> None:
        self._origin = origin
        self.seen: set[Read] = set()

    def nodes(self, tree: Syntax, here: frozenset[Read]) -> frozenset[Read]:
        """The places of the nodes an expression gives; all it reads besides goes to `seen`."""
        match tree:
            case Literal():
                return _ELSEWHERE
            case Logic(parts=parts):
                return self._all(parts, here)
            case Union(parts=parts):
                return self._each(parts, here)
            case Comparison(left=left, right=right):
                return self._all((left, right), here)
            case Arithmetic(first=first, rest=rest):
                return self._all((first, *(operand for _, operand in rest)), here)
            case Negation(operand=operand):
                return self._all((operand,), here)
            case Call():
                return self._call(tree, here)
            case Filter(base=base, predicates=predicates):
                return self._kept(self.nodes(base, here), predicates)
            case Path():
                return self._path(tree, here)

    def _all(self, parts: Iterable[Syntax], here: frozenset[Read]) -> frozenset[Read]:
        """Read for their values: no nodes come out of it."""
        for part in parts:
            self.seen |= self.nodes(part, here)
        return _ELSEWHERE

    def _each(self, parts: Iterable[Syntax], here: frozenset[Read]) -> frozenset[Read]:
        return frozenset(place for part in parts for place in self.nodes(part, here))

    def _call(self, call: Call, here: frozenset[Read]) -> frozenset[Read]:
        if call.name == "current":
            return frozenset({self._origin})
        if call.name in ("if", "coalesce", "once", "randomize", "indexed-repeat"):
            return self._passing_on(call, here)
        self._all(call.arguments, here)
        if call.name == "id":
            return frozenset({EVERYTHING})
        if call.name in _READING_HERE and not call.arguments:
            self.seen |= here
        return _ELSEWHERE

    def _passing_on(self, call: Call, here: frozenset[Read]) -> frozenset[Read]:
        """Functions that give back nodes of an argument; the others are only looked at."""
        if call.name in ("randomize", "indexed-repeat"):
            self._all(call.arguments[1:], here)
            return self.nodes(call.arguments[0], here)
        if call.name == "if":
            self._all(call.arguments[:1], here)
            return self._each(call.arguments[1:], here)
        return self._each(call.arguments, here)

    def _path(self, path: Path, here: frozenset[Read]) -> frozenset[Read]:
        match path.base:
            case "root":
                places = frozenset({Read("/")})
            case "here":
                places = here
            case base:
                places = self.nodes(base, here)
        for step in path.steps:
            places = self._kept(frozenset(_moved(place, step) for place in places), step.predicates)
        return places

    def _kept(self, places: frozenset[Read], predicates: Iterable[Syntax]) -> frozenset[Read]:
        self._all(predicates, places)
        return places


_READING_HERE = {"string", "number", "string-length", "normalize-space"}


def _moved(place: Read, step: Step) -> Read:
    axis, test = step.axis, step.test
    if axis == "self" or (axis == "child" and test.kind == "text"):
        return place
    if axis == "parent":
        return Read(place.path.rpartition("/")[0] or "/", place.below)
    if axis in _UPWARD:
        return EVERYTHING
    if axis == "child" and test.kind == "name" and test.name != "*" and not place.below:
        return Read(f"{place.path.rstrip('/')}/{test.name}")
    if axis == "attribute" and test.name != "*" and test.kind == "name" and not place.below:
        return Read(f"{place.path.rstrip('/')}/@{test.name}")
    return Read(place.path, below=True)
