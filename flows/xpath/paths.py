"""Compiles paths: steps over the tree, predicates, and the short ways most paths can take."""

from collections.abc import Callable, Iterable, Sequence

from flows.xpath import axes
from flows.xpath.errors import XPathError
from flows.xpath.functions.kinds import Closure
from flows.xpath.lookups import Sieve, holding, lookup, narrowing, only_text
from flows.xpath.shelves import Shelf
from flows.xpath.syntax import Path, Step, Syntax, Test
from flows.xpath.tree import Node, ancestors
from flows.xpath.values import Value, to_boolean
from flows.xpath.world import Scene

_SELF = Step("self", Test("node"))

Compile = Callable[[Syntax], Closure]
Move = Callable[[Scene, Sequence[Node]], Sequence[Node]]
Fetch = Callable[[Scene, Shelf], Sequence[Node] | None]


def compile_path(path: Path, compile_part: Compile) -> Closure:
    """A closure that gives the path's nodes, without doubles and in document order."""
    if path.plain:
        return _found(path.plain)
    if path.base == "here" and not path.steps[1:] and path.steps[0] == _SELF:
        return _itself
    moves = [compile_step(step, compile_part) for step in path.steps]
    return _walked(_start(path.base, compile_part), moves)


def _itself(_scene: Scene, node: Node, _position: int, _size: int) -> Value:
    return [node]


def _start(base: str | Syntax, compile_part: Compile) -> Closure:
    if base == "here":
        return _itself
    if isinstance(base, str):
        return lambda scene, _node, _position, _size: [scene.world.document]
    return compile_part(base)


def _walked(start: Closure, moves: Sequence[Move]) -> Closure:
    def run(scene: Scene, node: Node, position: int, size: int) -> Value:
        nodes: Value | Sequence[Node] = start(scene, node, position, size)
        if type(nodes) is not list:
            raise XPathError('Trước dấu "/" phải là tên một câu hỏi hay nhóm.')
        for move in moves:
            nodes = move(scene, nodes)
        return nodes if type(nodes) is list else list(nodes)

    return run


def _found(path: str) -> Closure:
    """The short way of "/data/q"; inside a repeat it means the question of the same instance."""

    def run(scene: Scene, _node: Node, _position: int, _size: int) -> Value:
        found = scene.world.find(path)
        if len(found) > 1:
            found = same_instance(path, found, scene.origin)
        return found if type(found) is list else list(found)

    return run


def same_instance(path: str, found: Sequence[Node], origin: Node) -> Sequence[Node]:
    """Of the nodes at a path, those in the innermost group that also holds the asking node.

    JavaRosa reads absolute paths so: within a repeat, "/data/member/age" is this member's age.
    """
    shared = next((above for above in ancestors(origin) if path.startswith(above.path + "/")), None)
    if shared is None or shared.parent is None or shared.parent.parent is None:
        return found  # only the top element is shared, and everything is inside that
    return [node for node in found if any(above is shared for above in ancestors(node))]


def compile_step(step: Step, compile_part: Compile) -> Move:
    """One step from many nodes to many nodes."""
    if step.plain:
        return _children(step.test.name)
    gather = _gather(step, compile_part)
    if step.axis in axes.IN_ORDER:
        return gather

    def move(scene: Scene, nodes: Sequence[Node]) -> Sequence[Node]:
        gathered = gather(scene, nodes)
        if len(gathered) < 2:
            return gathered
        if len(nodes) == 1:  # one walk is in order by itself, forwards or backwards
            return gathered[::-1] if step.axis in axes.BACKWARDS else gathered
        return axes.in_document_order(gathered, lambda looked_at: spend(scene, looked_at))

    return move


def _children(name: str) -> Move:
    def move(_scene: Scene, nodes: Sequence[Node]) -> Sequence[Node]:
        return [
            child
            for node in nodes
            for child in node.children
            if child.name == name and child.kind == "element" and not child.namespace
        ]

    return move


def _gather(step: Step, compile_part: Compile) -> Move:
    walk, keep = axes.WALKS[step.axis], axes.keeper(step.axis, step.test)
    sieves = sieves_of(step.predicates, compile_part)
    fetch = _fetch(step, compile_part)

    def move(scene: Scene, nodes: Sequence[Node]) -> Sequence[Node]:
        gathered: list[Node] = []
        for node in nodes:
            row = fetch(scene, node) if fetch is not None and type(node) is Shelf else None
            if row is None:
                row = walk(node)
                spend(scene, len(row))
                if keep is not None:
                    row = [one for one in row if keep(one)]
            for sieve in sieves:
                if not row:
                    break
                row = sieve(scene, row)
            gathered += row
        return gathered

    return move


def _fetch(step: Step, compile_part: Compile) -> Fetch | None:
    """For `item[column = value]`: the only rows of a shelf that may hold, without a look at others.

    It gives None where the value is more than a text, and every row has to be tried.
    """
    test = step.test
    by_name = step.axis == "child" and test.kind == "name" and test.name != "*"
    if not by_name or test.namespace != "" or not step.predicates:
        return None
    found = narrowing(step.predicates[0])
    if found is None:
        return None
    column, sought = found[0], compile_part(found[1])

    def fetch(scene: Scene, shelf: Shelf) -> Sequence[Node] | None:
        text = only_text(sought(scene, scene.origin, 1, 1))
        return None if text is None else shelf.holding(test.name, column, text)

    return fetch


def sieves_of(predicates: Iterable[Syntax], compile_part: Compile) -> list[Sieve]:
    """What each predicate lets through of a row of nodes."""
    return [_sieve(predicate, compile_part) for predicate in predicates]


def _sieve(predicate: Syntax, compile_part: Compile) -> Sieve:
    one_by_one = _one_by_one(compile_part(predicate))
    found = lookup(predicate)
    if found is None:
        return one_by_one
    column, sought = found[0], compile_part(found[1])  # steady values nest nothing: no doubling

    def sieve(scene: Scene, row: Sequence[Node]) -> Sequence[Node]:
        text = only_text(sought(scene, scene.origin, 1, 1)) if row else None
        return list(holding(row, column, text)) if text else one_by_one(scene, row)

    return sieve


def _one_by_one(predicate: Closure) -> Sieve:
    def sieve(scene: Scene, row: Sequence[Node]) -> Sequence[Node]:
        size = len(row)
        spend(scene, size)
        places = enumerate(row, 1)
        return [node for at, node in places if _holds(predicate(scene, node, at, size), at)]

    return sieve


def _holds(value: Value, at: int) -> bool:
    if type(value) is list:
        return bool(value)  # `item[label]` asks whether there is one, however blank
    return value == at if type(value) is float else to_boolean(value)


def spend(scene: Scene, nodes: int) -> None:
    """Counts the nodes looked at, so that `//*[//*[//*]]` ends in an error and not in silence."""
    scene.budget -= nodes
    if scene.budget < 0:
        raise XPathError("Biểu thức phải dò quá nhiều câu hỏi; hãy viết đường dẫn rõ hơn.")
