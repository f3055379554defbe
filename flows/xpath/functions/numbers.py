"""Functions on numbers: counting, adding up, rounding, the mathematics of XPath 3."""

import math
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation

from flows.xpath.functions.kinds import Function, nodes_of
from flows.xpath.tree import string_value
from flows.xpath.values import NAN, Calendar, Value, text_number, to_number, to_whole
from flows.xpath.world import Scene

_MOST_PLACES = 30  # JavaRosa gives NaN beyond


def numbers_of(values: Iterable[Value], calendar: Calendar) -> list[float]:
    """Every value as a number; a node-set gives one number for each of its nodes."""
    numbers: list[float] = []
    for value in values:
        if type(value) is list:
            numbers += [text_number(string_value(node), calendar) for node in value]
        else:
            numbers.append(to_number(value, calendar))
    return numbers


def _number(scene: Scene, value: Value) -> float:
    return to_number(value, scene.world.calendar)


def _int(scene: Scene, value: Value) -> float:
    number = to_number(value, scene.world.calendar)
    return float(math.trunc(number)) if math.isfinite(number) else number


def _count(_scene: Scene, nodes: Value) -> float:
    return float(len(nodes_of(nodes, "count")))


def _count_non_empty(_scene: Scene, nodes: Value) -> float:
    return float(sum(1 for node in nodes_of(nodes, "count-non-empty") if string_value(node)))


def _sum(scene: Scene, nodes: Value) -> float:
    """Blanks and words are passed over, as in Collect; nothing at all is 0."""
    numbers = numbers_of([nodes_of(nodes, "sum")], scene.world.calendar)
    return float(sum(number for number in numbers if number == number))


def _most(scene: Scene, *values: Value) -> float:
    return max(_counted(scene, values), default=NAN)


def _least(scene: Scene, *values: Value) -> float:
    return min(_counted(scene, values), default=NAN)


def _counted(scene: Scene, values: Iterable[Value]) -> list[float]:
    """What is no number is passed over, as in Collect; Enketo would give NaN for the whole."""
    return [number for number in numbers_of(values, scene.world.calendar) if number == number]


def _round(scene: Scene, value: Value, places: Value = 0.0) -> float:
    """Halves go up, below zero they go towards zero: round(-1.5) is -1."""
    number, digits = to_number(value, scene.world.calendar), to_whole(places, scene.world.calendar)
    if not math.isfinite(number):
        return number
    if abs(digits) > _MOST_PLACES:
        return NAN
    halves = ROUND_HALF_DOWN if number < 0 else ROUND_HALF_UP
    try:
        return float(Decimal(repr(number)).quantize(Decimal(1).scaleb(-digits), halves))
    except InvalidOperation:
        return number  # more digits than a number has: nothing to round


def _pow(scene: Scene, base: Value, exponent: Value) -> float:
    calendar = scene.world.calendar
    try:
        return math.pow(to_number(base, calendar), to_number(exponent, calendar))
    except OverflowError:
        return math.inf
    except ValueError:
        return NAN


def _of_one(calculate: Callable[[float], float]) -> Function:
    def run(scene: Scene, value: Value) -> float:
        try:
            return float(calculate(to_number(value, scene.world.calendar)))
        except ValueError:
            return NAN
        except OverflowError:
            return math.inf

    return Function(run, 1, 1, "number")


def _atan2(scene: Scene, y: Value, x: Value) -> float:
    return math.atan2(to_number(y, scene.world.calendar), to_number(x, scene.world.calendar))


def _whole(step: Callable[[float], int]) -> Callable[[float], float]:
    return lambda number: step(number) if math.isfinite(number) else number


def _log(logarithm: Callable[[float], float]) -> Callable[[float], float]:
    return lambda number: -math.inf if number == 0 else logarithm(number)


def _pi(_scene: Scene) -> float:
    return math.pi


def _ten_to(number: float) -> float:
    return math.pow(10.0, number)


NUMBERS = {
    "number": Function(_number, 0, 1, "number", "here"),
    "int": Function(_int, 1, 1, "number"),
    "count": Function(_count, 1, 1, "number"),
    "count-non-empty": Function(_count_non_empty, 1, 1, "number"),
    "sum": Function(_sum, 1, 1, "number"),
    "max": Function(_most, 1, None, "number"),
    "min": Function(_least, 1, None, "number"),
    "round": Function(_round, 1, 2, "number"),
    "floor": _of_one(_whole(math.floor)),
    "ceiling": _of_one(_whole(math.ceil)),
    "pow": Function(_pow, 2, 2, "number"),
    "abs": _of_one(abs),
    "sqrt": _of_one(math.sqrt),
    "exp": _of_one(math.exp),
    "exp10": _of_one(_ten_to),
    "log": _of_one(_log(math.log)),
    "log10": _of_one(_log(math.log10)),
    "sin": _of_one(math.sin),
    "cos": _of_one(math.cos),
    "tan": _of_one(math.tan),
    "asin": _of_one(math.asin),
    "acos": _of_one(math.acos),
    "atan": _of_one(math.atan),
    "atan2": Function(_atan2, 2, 2, "number"),
    "pi": Function(_pi, 0, 0, "number"),
}
