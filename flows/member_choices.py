"""Choices made from what members of a roster answered: "Ai là chủ hộ?" among those named."""

from collections.abc import Callable, Iterable
from zlib import crc32

from flows.forms.model import Item, Phrase
from flows.xpath.tree import Node, string_value

Label = Callable[[str, Node], str]
"""How an answer is read by people, from its value and its node."""


def items(answers: Iterable[Node], label: Label) -> list[Item]:
    """A choice for each answer; without one there is nothing to choose, and the same is one."""
    named = ((string_value(node).strip(), node) for node in answers)
    found: dict[str, Item] = {}
    for value, node in named:
        if value and value not in found:
            said = label(value, node) or value
            found[value] = Item(value, {"": Phrase((said,))}, None, node)
    return list(found.values())


def sign(value: str) -> int:
    """What a button carries for a choice: lines move when members come and go, their names stay."""
    return crc32(value.encode())


def chosen(offered: Iterable[Item], sign_of: int) -> str | None:
    """The value behind a button; None when it is not offered any more, or two would fit."""
    fitting = [item.name for item in offered if sign(item.name) == sign_of]
    return fitting[0] if len(fitting) == 1 else None
