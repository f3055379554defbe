"""The operators on values, equal, smaller, plus and the rest, as ODK Collect has them."""

import math
import operator
from collections.abc import Callable

from flows.xpath.tree import string_value
from flows.xpath.values import (
    NAN,
    NEARLY,
    Calendar,
    Figure,
    Moment,
    Truth,
    Value,
    text_number,
    to_boolean,
    to_number,
    to_text,
)

Relation = Callable[[float, float], bool]
ORDERS: dict[str, Relation] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def same_number(left: float, right: float) -> bool:
    """Equal within JavaRosa's margin; NaN equals nothing."""
    return left == right or abs(left - right) < NEARLY


def equal(left: Value, right: Value, calendar: Calendar) -> bool:
    """`left = right`. A node-set is equal when any of its nodes is; an empty one counts as ""."""
    if type(left) is bool or type(right) is bool:
        return to_boolean(left) == to_boolean(right)
    rights = _singles(right)
    return any(same(one, other, calendar) for one in _singles(left) for other in rights)


def unequal(left: Value, right: Value, calendar: Calendar) -> bool:
    """`left != right`. A node-set is unequal when any of its nodes is."""
    if type(left) is bool or type(right) is bool:
        return to_boolean(left) != to_boolean(right)
    rights = _singles(right)
    return any(not same(one, other, calendar) for one in _singles(left) for other in rights)


def _singles(value: Value) -> list[str] | list[Value]:
    """A node-set as the texts of its nodes; anything else alone."""
    if type(value) is list:
        return [string_value(node) for node in value] or [""]
    return [value]


def same(left: Value, right: Value, calendar: Calendar) -> bool:
    """Whether two values are equal, neither of them a node-set."""
    if type(left) is str and type(right) is str:
        return left == right
    if isinstance(left, Truth) or isinstance(right, Truth):
        return to_boolean(left) == to_boolean(right)
    if isinstance(left, float | Figure) or isinstance(right, float | Figure):
        return same_number(to_number(left, calendar), to_number(right, calendar))
    day, other = to_number(left, calendar), to_number(right, calendar)
    if day == day and other == other and isinstance(left, Moment) | isinstance(right, Moment):
        return day == other
    return to_text(left) == to_text(right)


def ordered(relation: Relation, left: Value, right: Value, calendar: Calendar) -> bool:
    """`left < right` and its kin: numbers only, any node of a node-set will do, blank never."""
    rights = _numbers(right, calendar)
    return any(relation(one, other) for one in _numbers(left, calendar) for other in rights)


def _numbers(value: Value, calendar: Calendar) -> list[float]:
    if type(value) is list:
        return [text_number(string_value(node), calendar) for node in value]
    return [to_number(value, calendar)]


def divide(left: float, right: float) -> float:
    """`left div right`: by zero it is infinite, or NaN for 0 div 0."""
    if right != 0:
        return left / right
    if left == 0 or left != left:
        return NAN
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def remainder(left: float, right: float) -> float:
    """`left mod right`, with the sign of the left side."""
    try:
        return math.fmod(left, right)
    except ValueError:
        return NAN


ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "div": divide,
    "mod": remainder,
}
