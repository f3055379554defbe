"""Functions that decide: if, coalesce, once, not, checklists, choices."""

from collections.abc import Iterable

from flows.xpath.functions.kinds import Closure, Function
from flows.xpath.functions.numbers import numbers_of
from flows.xpath.syntax import Call
from flows.xpath.tree import Node, string_value
from flows.xpath.values import Value, to_boolean, to_number, to_text, to_whole
from flows.xpath.world import Scene


def _true(_scene: Scene) -> bool:
    return True


def _false(_scene: Scene) -> bool:
    return False


def _not(_scene: Scene, value: Value) -> bool:
    return not to_boolean(value)


def _boolean(_scene: Scene, value: Value) -> bool:
    return to_boolean(value)


def _boolean_from_string(_scene: Scene, value: Value) -> bool:
    return to_text(value).lower() in ("1", "true")


def _if(_call: Call, arguments: tuple[Closure, ...]) -> Closure:
    """Only the branch that is taken is worked out."""
    condition, yes, no = arguments

    def run(scene: Scene, node: Node, position: int, size: int) -> Value:
        branch = yes if to_boolean(condition(scene, node, position, size)) else no
        return branch(scene, node, position, size)

    return run


def _coalesce(_call: Call, arguments: tuple[Closure, ...]) -> Closure:
    """The first argument unless it is blank or NaN; the second is worked out only then."""
    first, second = arguments

    def run(scene: Scene, node: Node, position: int, size: int) -> Value:
        value = first(scene, node, position, size)
        return second(scene, node, position, size) if _is_blank(value) else value

    return run


def _once(_call: Call, arguments: tuple[Closure, ...]) -> Closure:
    """What the node already holds; only a blank node is given the worked-out value."""
    (fresh,) = arguments

    def run(scene: Scene, node: Node, position: int, size: int) -> Value:
        held = string_value(scene.origin)
        if held:
            return held
        value = fresh(scene, node, position, size)
        return "" if _is_blank(value) else value

    return run


def _is_blank(value: Value) -> bool:
    return value != value if type(value) is float else to_text(value) == ""


def _selected(_scene: Scene, chosen: Value, name: Value) -> bool:
    return f" {to_text(name).strip()} " in f" {to_text(chosen)} "


def _selected_at(scene: Scene, chosen: Value, at: Value) -> str:
    names, place = to_text(chosen).split(), to_whole(at, scene.world.calendar)
    return names[place] if 0 <= place < len(names) else ""


def _count_selected(_scene: Scene, chosen: Value) -> float:
    return float(len(to_text(chosen).split()))


def _checklist(scene: Scene, least: Value, most: Value, *factors: Value) -> bool:
    calendar = scene.world.calendar
    low, high, count = to_number(least, calendar), to_number(most, calendar), sum(_facts(factors))
    return not (low >= 0 and count < low) and not (0 <= high < count)


def _weighted_checklist(scene: Scene, least: Value, most: Value, *pairs: Value) -> bool:
    """`least <= sum of the weights of what holds <= most`; unlike in checklist, -1 is a number."""
    calendar = scene.world.calendar
    weights = numbers_of(pairs[1::2], calendar)
    holding = (weight for fact, weight in zip(_facts(pairs[::2]), weights, strict=False) if fact)
    return to_number(least, calendar) <= sum(holding) <= to_number(most, calendar)


def _facts(values: Iterable[Value]) -> list[bool]:
    facts: list[bool] = []
    for value in values:
        if type(value) is list:
            facts += [to_boolean(string_value(node)) for node in value]
        else:
            facts.append(to_boolean(value))
    return facts


LOGIC = {
    "true": Function(_true, 0, 0, "boolean"),
    "false": Function(_false, 0, 0, "boolean"),
    "not": Function(_not, 1, 1, "boolean"),
    "boolean": Function(_boolean, 1, 1, "boolean"),
    "boolean-from-string": Function(_boolean_from_string, 1, 1, "boolean"),
    "if": Function(_if, 3, 3, "anything", "closures"),
    "coalesce": Function(_coalesce, 2, 2, "anything", "closures"),
    "once": Function(_once, 1, 1, "anything", "closures"),
    "selected": Function(_selected, 2, 2, "boolean"),
    "selected-at": Function(_selected_at, 2, 2, "text"),
    "count-selected": Function(_count_selected, 1, 1, "number"),
    "checklist": Function(_checklist, 2, None, "boolean"),
    "weighted-checklist": Function(_weighted_checklist, 2, None, "boolean"),
}
