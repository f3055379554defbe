"""What a function of expressions is: how it runs, how many arguments it takes, what it gives."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from flows.xpath.errors import XPathError
from flows.xpath.tree import Node
from flows.xpath.values import Value
from flows.xpath.world import Scene

Closure = Callable[[Scene, Node, int, int], Value]
Gives = Literal["anything", "boolean", "date", "nodes", "number", "text"]
Way = Literal["values", "here", "closures"]


@dataclass(frozen=True, slots=True)
class Function:
    """One function of the library.

    `run` takes the scene and the worked-out arguments, for the way "here" with the node itself in
    the place of a missing argument. For the way "closures" it takes the call and its arguments not
    worked out yet, and gives a closure. `most` is None when there is no upper limit.
    """

    run: Callable[..., Any]
    least: int
    most: int | None
    gives: Gives
    way: Way = "values"


def nodes_of(value: Value, name: str) -> list[Node]:
    """The value as a node-set; raises XPathError naming the function when it is none."""
    if type(value) is list:
        return value
    raise XPathError(f'Hàm "{name}" cần tên một câu hỏi hay nhóm, không phải một giá trị.')
