"""Compiles an understood expression into nested Python functions, which run with no parser near."""

from collections.abc import Callable, Sequence

from flows.xpath import operators
from flows.xpath.axes import in_document_order
from flows.xpath.errors import XPathError
from flows.xpath.functions import FUNCTIONS
from flows.xpath.functions.kinds import Closure, Function
from flows.xpath.paths import compile_path, sieves_of
from flows.xpath.syntax import (
    Arithmetic,
    Call,
    Comparison,
    Filter,
    Literal,
    Logic,
    Negation,
    Path,
    Syntax,
    Union,
)
from flows.xpath.tree import Node, string_value
from flows.xpath.values import Value, text_number, to_boolean, to_number
from flows.xpath.world import Scene

Decision = Callable[[Scene, Node, int, int], bool]
Amount = Callable[[Scene, Node, int, int], float]


def compile_syntax(tree: Syntax) -> Closure:
    """A closure (scene, node, position, size) → value."""
    match tree:
        case Literal(value=value):
            return lambda _scene, _node, _position, _size: value
        case Logic():
            return _logic(tree)
        case Comparison():
            return _comparison(tree)
        case Arithmetic():
            return _arithmetic(tree)
        case Negation(operand=operand):
            return _negation(as_number(operand))
        case Union(parts=parts):
            return _union([compile_syntax(part) for part in parts])
        case Filter():
            return _filter(tree)
        case Path():
            return compile_path(tree, compile_syntax)
        case Call():
            return _call(tree)


def as_boolean(tree: Syntax) -> Decision:
    """A closure that gives the expression's truth; no detour where it is a yes or no anyway."""
    run = compile_syntax(tree)
    if _gives(tree) == "boolean":
        return run  # type: ignore[return-value]  # what `_gives` has just checked

    def decide(scene: Scene, node: Node, position: int, size: int) -> bool:
        return to_boolean(run(scene, node, position, size))

    return decide


def as_number(tree: Syntax) -> Amount:
    """A closure that gives the expression's number."""
    run = compile_syntax(tree)
    if _gives(tree) == "number":
        return run  # type: ignore[return-value]  # what `_gives` has just checked

    def amount(scene: Scene, node: Node, position: int, size: int) -> float:
        value = run(scene, node, position, size)
        return value if type(value) is float else to_number(value, scene.world.calendar)

    return amount


def _gives(tree: Syntax) -> str:
    match tree:
        case Logic() | Comparison():
            return "boolean"
        case Arithmetic() | Negation():
            return "number"
        case Literal(value=value):
            return "text" if isinstance(value, str) else "number"
        case Call(name=name):
            return FUNCTIONS[name].gives
        case _:
            return "nodes"


def _logic(tree: Logic) -> Closure:
    decisions = [as_boolean(part) for part in tree.parts]
    wanted = tree.word == "or"
    if len(decisions) == 2:
        return _either(*decisions) if wanted else _both(*decisions)

    def run(scene: Scene, node: Node, position: int, size: int) -> Value:
        for decide in decisions:
            if decide(scene, node, position, size) is wanted:
                return wanted
        return not wanted

    return run


def _both(left: Decision, right: Decision) -> Closure:
    return lambda scene, node, position, size: (
        left(scene, node, position, size) and right(scene, node, position, size)
    )


def _either(left: Decision, right: Decision) -> Closure:
    return lambda scene, node, position, size: (
        left(scene, node, position, size) or right(scene, node, position, size)
    )


def _comparison(tree: Comparison) -> Closure:
    if tree.sign in operators.ORDERS:
        return _order(tree)
    for one, other in ((tree.left, tree.right), (tree.right, tree.left)):
        if isinstance(other, Literal) and _gives(one) == "nodes":
            return _against(compile_syntax(one), other.value, tree.sign)
    left, right = compile_syntax(tree.left), compile_syntax(tree.right)
    compare = operators.equal if tree.sign == "=" else operators.unequal
    return lambda scene, node, position, size: compare(
        left(scene, node, position, size), right(scene, node, position, size), scene.world.calendar
    )


def _against(nodes: Closure, constant: str | float, sign: str) -> Closure:
    """The short way of `${q} = 'yes'` and `${q} = 1`: most sets are one leaf."""
    fits = _fits_text(constant) if isinstance(constant, str) else _fits_number(constant)
    compare = operators.equal if sign == "=" else operators.unequal
    wanted = sign == "="

    def run(scene: Scene, node: Node, position: int, size: int) -> Value:
        found = nodes(scene, node, position, size)
        if type(found) is list and len(found) == 1:
            only = found[0]
            text = string_value(only) if only.children else only.text
            return fits(text, scene) is wanted
        return compare(found, constant, scene.world.calendar)

    return run


def _fits_text(constant: str) -> Callable[[str, Scene], bool]:
    return lambda text, scene: (
        text == constant
        if type(text) is str
        else operators.same(text, constant, scene.world.calendar)
    )


def _fits_number(constant: float) -> Callable[[str, Scene], bool]:
    return lambda text, scene: operators.same_number(
        text_number(text, scene.world.calendar), constant
    )


def _order(tree: Comparison) -> Closure:
    relation = operators.ORDERS[tree.sign]
    left, right = _single_number(tree.left), _single_number(tree.right)

    def run(scene: Scene, node: Node, position: int, size: int) -> Value:
        one, other = left(scene, node, position, size), right(scene, node, position, size)
        if type(one) is float and type(other) is float:
            return relation(one, other)
        return operators.ordered(relation, one, other, scene.world.calendar)

    return run


def _single_number(tree: Syntax) -> Closure:
    """The value, already a number where it is a single node: most comparisons are of that kind."""
    run = compile_syntax(tree)
    if _gives(tree) != "nodes":
        return run

    def single(scene: Scene, node: Node, position: int, size: int) -> Value:
        found = run(scene, node, position, size)
        if type(found) is list and len(found) == 1 and not found[0].children:
            return text_number(found[0].text, scene.world.calendar)
        return found

    return single


def _arithmetic(tree: Arithmetic) -> Closure:
    first = as_number(tree.first)
    rest = [(operators.ARITHMETIC[sign], as_number(operand)) for sign, operand in tree.rest]

    def run(scene: Scene, node: Node, position: int, size: int) -> Value:
        total = first(scene, node, position, size)
        for operate, operand in rest:
            total = operate(total, operand(scene, node, position, size))
        return total

    return run


def _negation(operand: Amount) -> Closure:
    return lambda scene, node, position, size: -operand(scene, node, position, size)


def _union(parts: list[Closure]) -> Closure:
    def run(scene: Scene, node: Node, position: int, size: int) -> Value:
        together: list[Node] = []
        for part in parts:
            together += _only_nodes(part(scene, node, position, size), "|")
        return in_document_order(together)

    return run


def _filter(tree: Filter) -> Closure:
    base = compile_syntax(tree.base)
    sieves = sieves_of(tree.predicates, compile_syntax)

    def run(scene: Scene, node: Node, position: int, size: int) -> Value:
        nodes: Sequence[Node] = _only_nodes(base(scene, node, position, size), "[")
        for sieve in sieves:
            nodes = sieve(scene, nodes)
        return list(nodes)

    return run


def _only_nodes(value: Value, sign: str) -> list[Node]:
    if type(value) is list:
        return value
    raise XPathError(f'Dấu "{sign}" chỉ đi với tên câu hỏi hay nhóm, không đi với một giá trị.')


def _call(call: Call) -> Closure:
    function = FUNCTIONS[call.name]
    arguments = tuple(compile_syntax(argument) for argument in call.arguments)
    if function.way == "closures":
        return function.run(call, arguments)  # type: ignore[no-any-return]  # its kind says so
    if function.way == "here" and not arguments:
        arguments = (_itself,)
    return _applied(function, arguments)


def _itself(_scene: Scene, node: Node, _position: int, _size: int) -> Value:
    return [node]


def _applied(function: Function, arguments: tuple[Closure, ...]) -> Closure:
    """Calls with one and two arguments, the most common, need no list of values."""
    run = function.run
    match arguments:
        case (only,):
            return lambda scene, node, position, size: run(scene, only(scene, node, position, size))
        case (first, second):
            return lambda scene, node, position, size: run(
                scene, first(scene, node, position, size), second(scene, node, position, size)
            )
    return lambda scene, node, position, size: run(
        scene, *[argument(scene, node, position, size) for argument in arguments]
    )
