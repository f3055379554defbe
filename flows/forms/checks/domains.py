"""What may stand at a question, as far as the workbook says so: its choices, or a number."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, combinations, pairwise
from math import ceil, floor

from flows.forms import beside, other_rows
from flows.forms.checks import files, trees
from flows.forms.checks.draft import Draft, Item
from flows.xpath.syntax import Call, Comparison, Literal, Logic, Negation, Syntax
from flows.xpath.values import number_text

MOST_TICKED = 6  # choices of which all combinations are tried
NUMBERS = ("integer", "decimal")

IsIt = Callable[[Syntax], bool]


@dataclass(frozen=True, slots=True)
class Domain:
    """`values` are all that may stand there, blank included; of a number they depend on what it
    is compared with, and `constraint` is its own condition where that is plain."""

    values: tuple[str, ...] = ()
    is_number: bool = False
    is_whole: bool = False
    constraint: Syntax | None = None


def domains(draft: Draft) -> Mapping[str, Domain]:
    """Name -> what may stand there; questions of which that is not known are left out."""
    offered = Offered(draft)
    known: dict[tuple[str, int], Domain | None] = {}
    found = {}
    for item in draft.items:
        names = offered.to(item)
        if item.row.cell("calculation") or item.name in found:
            continue
        domain = _number(item) if item.kind in NUMBERS else None
        if domain is None:
            key = item.kind, id(names)  # a list may be long, and `offered` keeps it
            if key not in known:
                known[key] = _chosen(item.kind, names)
            domain = known[key]
        if domain:
            found[item.name] = domain
    return found


class Offered:
    """The names of the choices by list, put together once however many questions share them."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._filed: dict[tuple[str, str], tuple[str, ...]] = {}
        self._lists: dict[str, tuple[str, ...]] = {}
        self._open: dict[str, tuple[str, ...]] = {}
        for list_name, rows in draft.lists.items():
            names = tuple(filter(None, (row.cell("name") for row in rows)))
            self._lists[list_name] = names
            self._open[list_name] = (*names, other_rows.OTHER)

    def to(self, item: Item) -> tuple[str, ...]:
        """What may be chosen, () when neither the workbook nor a file beside it says."""
        if item.kind in beside.FROM_FILE:
            key = item.list_name, beside.value_and_label(item.row)[0]
            if key not in self._filed:
                self._filed[key] = files.values(self._draft, item)
            return self._filed[key]
        if item.kind not in ("select_one", "select_multiple"):
            return ()
        lists = self._open if other_rows.is_open(item.row) else self._lists
        return lists.get(item.list_name, ())


def ticked(names: tuple[str, ...]) -> Iterator[str]:
    """Everything that may be chosen of several choices, the fewest first; never nothing."""
    for count in range(1, len(names) + 1):
        yield from map(" ".join, combinations(names, count))


def is_limits(condition: Syntax, is_it: IsIt) -> bool:
    """Whether a condition only compares the answer with numbers."""
    match condition:
        case Logic(parts=parts):
            return all(is_limits(part, is_it) for part in parts)
        case Call(name="not" | "true" | "false", arguments=arguments):
            return all(is_limits(part, is_it) for part in arguments)
        case Comparison():
            return _compared(condition, is_it) is not None
        case _:
            return False


def examples(conditions: Iterable[Syntax], is_it: IsIt, *, is_whole: bool) -> tuple[str, ...]:
    """Numbers of which one at least fulfils the conditions, where any number does."""
    parts = chain.from_iterable(map(trees.parts, conditions))
    compared = [_compared(part, is_it) for part in parts if isinstance(part, Comparison)]
    limits = sorted({value for value in compared if isinstance(value, float)}) or [0.0]
    if is_whole:
        near = ((floor(at) - 1, floor(at), ceil(at), ceil(at) + 1) for at in limits)
        return tuple(map(str, sorted(set(chain.from_iterable(near)))))
    between = [(one + other) / 2 for one, other in pairwise(limits)]
    every = sorted([limits[0] - 1, *limits, *between, limits[-1] + 1])
    return tuple(number_text(value) for value in every)


def _compared(comparison: Comparison, is_it: IsIt) -> float | str | None:
    """The number, or the blank, with which a comparison compares the answer; else None."""
    for one, other in (
        (comparison.left, comparison.right),
        (comparison.right, comparison.left),
    ):
        if is_it(one):
            return _spoken(other)
    return None


def _spoken(part: Syntax) -> float | str | None:
    match part:
        case Negation(operand=Literal(value=float(value))):
            return -value
        case Literal(value=float(value)):
            return value
        case Literal(value=""):
            return ""
        case _:
            return None


def _number(item: Item) -> Domain:
    own = trees.understood(item.row.cell("constraint"))
    limits = own.tree if own and is_limits(own.tree, is_answer_of(item.name)) else None
    return Domain(is_number=True, is_whole=item.kind == "integer", constraint=limits)


def _chosen(kind: str, names: tuple[str, ...]) -> Domain | None:
    if kind == "acknowledge":
        return Domain(("OK", ""))
    if kind == "select_one" and names:
        return Domain((*names, ""))
    if kind == "select_multiple" and 0 < len(names) <= MOST_TICKED:
        return Domain((*ticked(names), ""))
    return None


def is_answer_of(name: str) -> IsIt:
    """Knows the answer in the question's own constraint: "." or its name."""
    return lambda part: part == trees.ITSELF or trees.named(part) == name
