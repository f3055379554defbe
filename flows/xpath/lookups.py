"""The short way through long lists: rows whose column holds a text that need be known only once."""

from collections.abc import Callable, Iterator, Sequence

from flows.xpath.syntax import Call, Comparison, Literal, Logic, Path, Syntax
from flows.xpath.tree import Node, string_value
from flows.xpath.values import Value
from flows.xpath.world import Scene

Sieve = Callable[[Scene, Sequence[Node]], Sequence[Node]]


def holding(rows: Sequence[Node], column: str, sought: str) -> Iterator[Node]:
    """The rows with a child of that name and text; `sought` is not blank."""
    for row in rows:
        for cell in row.children:
            if cell.name == column and sought == (
                string_value(cell) if cell.children else cell.text
            ):
                yield row
                break


def lookup(predicate: Syntax) -> tuple[str, Syntax] | None:
    """The column and the sought value of a predicate `[column = value]`.

    Only where the value is the same for every row: a constant, an absolute path, `current()/…`.
    """
    if not isinstance(predicate, Comparison) or predicate.sign != "=":
        return None
    for one, other in ((predicate.left, predicate.right), (predicate.right, predicate.left)):
        if _column(one) and _is_steady(other):
            return _column(one), other
    return None


def narrowing(predicate: Syntax) -> tuple[str, Syntax] | None:
    """The same, also of `[column = value and …]`: which rows it is worth looking at.

    Only where nothing in it minds which rows it was not tried on, as `position()` would.
    """
    if not isinstance(predicate, Logic) or predicate.word != "and":
        return lookup(predicate)
    if not all(map(_is_simple, predicate.parts)):
        return None
    return next(filter(None, map(lookup, predicate.parts)), None)


def _is_simple(tree: Syntax) -> bool:
    if not isinstance(tree, Comparison):
        return False
    sides = (tree.left, tree.right)
    return all(_column(side) or _is_steady(side) or isinstance(side, Literal) for side in sides)


def _column(tree: Syntax) -> str:
    if not isinstance(tree, Path) or tree.base != "here" or len(tree.steps) != 1:
        return ""
    return tree.steps[0].test.name if tree.steps[0].plain else ""


def _is_steady(tree: Syntax) -> bool:
    if isinstance(tree, Literal):
        return isinstance(tree.value, str)
    if not isinstance(tree, Path) or any(step.predicates for step in tree.steps):
        return False
    return tree.base == "root" or (isinstance(tree.base, Call) and tree.base.name == "current")


def only_text(value: Value) -> str | None:
    """The text that a column has to be equal to; None when it takes more than comparing texts."""
    if type(value) is list and len(value) < 2:
        value = string_value(value[0]) if value else ""
    return value if type(value) is str else None  # figures, yes and no are compared otherwise
