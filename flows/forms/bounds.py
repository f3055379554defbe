"""Finds the least and the most that a constraint allows, where it is a plain range: ". >= 0"."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from flows.questions import Bounds
from flows.xpath.parse import parse
from flows.xpath.syntax import Comparison, Literal, Logic, Negation, Path, Step, Syntax, Test

_ITSELF = Path("here", (Step("self", Test("node")),))
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class _Limit:
    """One comparison of the answer with a number: `. sign value`."""

    sign: str
    value: Decimal


@lru_cache(maxsize=4096)  # a question is asked of many people
def plain_range(source: str, *, is_whole: bool) -> Bounds | None:
    """What the constraint `source` allows, both ends included; None when it is no plain range.

    Of whole numbers ". > 0" means from 1 on; with fractions a limit that is itself left out
    cannot be said as an end.
    """
    least: list[Decimal] = []
    most: list[Decimal] = []
    for limit in _limits(parse(source, {})):
        end = _end(limit, is_whole) if limit else None
        if end is None:
            return None
        (least if end.sign == ">=" else most).append(end.value)
    return Bounds(max(least, default=None), min(most, default=None))


def _limits(syntax: Syntax) -> Iterator[_Limit | None]:
    """The comparisons a constraint is made of; None for each part that is something else."""
    if isinstance(syntax, Logic) and syntax.word == "and":
        for part in syntax.parts:
            yield from _limits(part)
    elif isinstance(syntax, Comparison) and syntax.sign in _TURNED:
        yield _limit(syntax)
    else:
        yield None


def _limit(comparison: Comparison) -> _Limit | None:
    left, right, sign = comparison.left, comparison.right, comparison.sign
    if right == _ITSELF:
        left, right, sign = right, left, _TURNED[sign]
    value = _number(right)
    return _Limit(sign, value) if left == _ITSELF and value is not None else None


def _number(syntax: Syntax) -> Decimal | None:
    if isinstance(syntax, Negation):
        value = _number(syntax.operand)
        return None if value is None else -value
    if isinstance(syntax, Literal) and isinstance(syntax.value, float):
        return Decimal(str(syntax.value))
    return None


def _end(limit: _Limit, is_whole: bool) -> _Limit | None:
    """The limit as an end that is allowed itself; None when it has none."""
    if limit.sign in (">=", "<="):
        return limit
    if not is_whole or limit.value != limit.value.to_integral_value():
        return None
    return _Limit(">=", limit.value + 1) if limit.sign == ">" else _Limit("<=", limit.value - 1)
