"""What an expression may ask of the outside: the time, chance, the answers and the word lists."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

from flows.xpath.tree import Node
from flows.xpath.values import Calendar


def _nothing_found(_path: str) -> Sequence[Node]:
    return ()


def _no_text(_key: str) -> str:
    return ""


def _value_itself(value: str, _path: str, _node: Node) -> str:
    return value


@dataclass(slots=True)
class World:
    """One evaluation's surroundings; the same world may serve many expressions.

    `now` is aware and its tzinfo is the form's zone. `instances` maps an id to the node whose child
    `root` is walked by `instance('id')/root/item`. `find` gives, in document order, every node with
    a plain absolute path ("/data/grp/q"). `choice_label` takes a value, the path of its question
    and the asking node. `language` names months and weekdays in `format-date`. `exact_days` counts
    dates as ODK Web Forms does instead of as Collect (see Calendar).
    """

    now: datetime
    chance: Random
    document: Node
    instances: Mapping[str, Node] = field(default_factory=dict)
    find: Callable[[str], Sequence[Node]] = _nothing_found
    itext: Callable[[str], str] = _no_text
    choice_label: Callable[[str, str, Node], str] = _value_itself
    language: str = "vi"
    exact_days: bool = False
    calendar: Calendar = field(init=False)

    def __post_init__(self) -> None:
        self.calendar = Calendar(self.now.tzinfo or UTC, self.exact_days)


class Scene:
    """A world seen from the node an expression belongs to, with a limit on the work allowed."""

    __slots__ = ("budget", "origin", "world")

    def __init__(self, world: World, origin: Node, budget: int) -> None:
        self.world = world
        self.origin = origin
        self.budget = budget
