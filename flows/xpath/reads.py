"""Which answers an expression depends on, found without working it out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

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


@dataclass(frozen=True, slots=True)
class Way:
    """A place that is read, and `top`, the highest place the way there goes through.

    "../age" of a member climbs to that member and no higher; "../../member/age" climbs to all.
    """

    path: str
    below: bool
    top: str


_EVERYTHING = Way("/", below=True, top="/")
_ELSEWHERE: frozenset[Way] = frozenset()  # inside another list: nothing of the form is read there
_UPWARD = {"ancestor", "ancestor-or-self", "following", "preceding", "following-sibling"} | {
    "preceding-sibling"
}


def reads(tree: Syntax, at: str) -> frozenset[Read]:
    """Everything in the form the expression may read when it belongs to the node path `at`."""
    return frozenset(Read(way.path, way.below) for way in ways(tree, at))


def ways(tree: Syntax, at: str) -> frozenset[Way]:
    """The same places, with the way that leads to each."""
    finder = _Finder(_here(at))
    return frozenset(finder.seen | finder.nodes(tree, frozenset({_here(at)})))


def standing(path: Path, at: str) -> list[str]:
    """The plain places a path names, seen from the node path `at`, whatever its predicates say."""
    return sorted({way.path for way in _Finder(_here(at)).nodes(path, frozenset({_here(at)}))})


def _here(at: str) -> Way:
    return Way(at, below=False, top=at)


class _Finder:
    """Walks an expression and keeps what its predicates and arguments read in `seen`."""

    def __init__(self, origin: Way) -> None:
        self._origin = origin
        self.seen: set[Way] = set()

    def nodes(self, tree: Syntax, here: frozenset[Way]) -> frozenset[Way]:
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

    def _all(self, parts: Iterable[Syntax], here: frozenset[Way]) -> frozenset[Way]:
        """Read for their values: no nodes come out of it."""
        for part in parts:
            self.seen |= self.nodes(part, here)
        return _ELSEWHERE

    def _each(self, parts: Iterable[Syntax], here: frozenset[Way]) -> frozenset[Way]:
        return frozenset(place for part in parts for place in self.nodes(part, here))

    def _call(self, call: Call, here: frozenset[Way]) -> frozenset[Way]:
        if call.name == "current":
            return frozenset({self._origin})
        if call.name in ("if", "coalesce", "once", "randomize", "indexed-repeat"):
            return self._passing_on(call, here)
        self._all(call.arguments, here)
        if call.name == "id":
            return frozenset({_EVERYTHING})
        if call.name in _READING_HERE and not call.arguments:
            self.seen |= here
        return _ELSEWHERE

    def _passing_on(self, call: Call, here: frozenset[Way]) -> frozenset[Way]:
        """Functions that give back nodes of an argument; the others are only looked at."""
        if call.name == "randomize":
            self._all(call.arguments[1:], here)
            return self.nodes(call.arguments[0], here)
        if call.name == "indexed-repeat":
            read = self._each(call.arguments, here)
            return frozenset(replace(way, top="/") for way in read)  # of any member
        if call.name == "if":
            self._all(call.arguments[:1], here)
            return self._each(call.arguments[1:], here)
        return self._each(call.arguments, here)

    def _path(self, path: Path, here: frozenset[Way]) -> frozenset[Way]:
        match path.base:
            case "root" if path.plain:
                around = path.plain.rpartition("/")[0]  # what stands there is this member's own
                return frozenset({Way(path.plain, below=False, top=around)})
            case "root":
                places = frozenset({Way("/", below=False, top="/")})
            case "here":
                places = here
            case base:
                places = self.nodes(base, here)
        for step in path.steps:
            places = self._kept(frozenset(_moved(place, step) for place in places), step.predicates)
        return places

    def _kept(self, places: frozenset[Way], predicates: Iterable[Syntax]) -> frozenset[Way]:
        self._all(predicates, places)
        return places


_READING_HERE = {"string", "number", "string-length", "normalize-space"}


def _moved(place: Way, step: Step) -> Way:
    axis, test = step.axis, step.test
    if axis == "self" or (axis == "child" and test.kind == "text"):
        return place
    if axis == "parent":
        path = place.path.rpartition("/")[0] or "/"
        return Way(path, place.below, min(path, place.top, key=len))
    if axis in _UPWARD:
        return _EVERYTHING
    if axis == "child" and test.kind == "name" and test.name != "*" and not place.below:
        return replace(place, path=f"{place.path.rstrip('/')}/{test.name}")
    if axis == "attribute" and test.name != "*" and test.kind == "name" and not place.below:
        return replace(place, path=f"{place.path.rstrip('/')}/@{test.name}")
    return replace(place, below=True)
