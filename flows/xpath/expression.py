"""An expression ready to run: understood once, worked out as often as answers change."""

from collections.abc import Mapping
from functools import lru_cache

from flows.xpath.closures import compile_syntax
from flows.xpath.errors import XPathError
from flows.xpath.functions.kinds import Closure
from flows.xpath.parse import parse
from flows.xpath.reads import Read, Way, reads, ways
from flows.xpath.syntax import Syntax
from flows.xpath.tree import Node
from flows.xpath.values import Value, to_boolean, to_kept, to_number, to_text
from flows.xpath.world import Scene, World

BUDGET = 500_000  # nodes looked at in one evaluation: about a second of work


class Expression:
    """A compiled expression; safe to share between threads, forms and sessions.

    Every way of running it raises XPathError, and nothing else, for what cannot be worked out.
    """

    __slots__ = ("_run", "_tree", "source")

    def __init__(self, source: str, tree: Syntax, run: Closure) -> None:
        self.source = source
        self._tree = tree
        self._run = run

    def __repr__(self) -> str:
        return f"Expression({self.source!r})"

    @property
    def tree(self) -> Syntax:
        """What was understood, for those who look at its parts."""
        return self._tree

    def evaluate(self, world: World, node: Node, position: int = 1, size: int = 1) -> Value:
        """The value as it comes: text, number, yes or no, moment, or a list of nodes."""
        try:
            return self._run(Scene(world, node, BUDGET), node, position, size)
        except RecursionError:
            raise XPathError("Biểu thức lồng nhau quá sâu.") from None

    def text(self, world: World, node: Node) -> str:
        """The value as text."""
        return to_text(self.evaluate(world, node))

    def kept(self, world: World, node: Node) -> str:
        """The value as text that a node keeps: what was a number or a yes stays one."""
        return to_kept(self.evaluate(world, node))

    def true(self, world: World, node: Node) -> bool:
        """The value as yes or no."""
        return to_boolean(self.evaluate(world, node))

    def number(self, world: World, node: Node) -> float:
        """The value as a number, NaN when it is none."""
        return to_number(self.evaluate(world, node), world.calendar)

    def reads(self, at: str) -> frozenset[Read]:
        """The places of the form it depends on when it belongs to the node path `at`."""
        return reads(self._tree, at)

    def ways(self, at: str) -> frozenset[Way]:
        """The same places, each with the highest place the way to it goes through."""
        return ways(self._tree, at)


_NO_NAMESPACES: Mapping[str, str] = {}


def compile_expression(source: str, namespaces: Mapping[str, str] = _NO_NAMESPACES) -> Expression:
    """Understands an expression; the last few thousand are remembered.

    Raises XPathError saying what is wrong: a sign, an unknown function, a wrong count of arguments.
    """
    return _compiled(source, tuple(sorted(namespaces.items())))


@lru_cache(8192)
def _compiled(source: str, namespaces: tuple[tuple[str, str], ...]) -> Expression:
    tree = parse(source, dict(namespaces))
    try:
        return Expression(source, tree, compile_syntax(tree))
    except RecursionError:
        raise XPathError("Biểu thức lồng nhau quá sâu.") from None
