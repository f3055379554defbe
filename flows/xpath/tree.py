"""The light tree of nodes that expressions walk; a form's answers live in such a tree."""

from collections.abc import Iterator, Sequence
from typing import Literal

Kind = Literal["document", "element", "attribute", "text", "comment", "pi"]


class Node:
    """One node. An element with only text keeps it in `text`; mixed content becomes text nodes.

    `path` is made of plain names from the top ("/data/grp/q"); all instances of a repeat share it.
    `namespace` is "" for none and for the XForms namespace, in which forms keep their answers.
    """

    __slots__ = ("attributes", "children", "kind", "name", "namespace", "parent", "path", "text")

    def __init__(
        self,
        kind: Kind,
        name: str = "",
        parent: "Node | None" = None,
        text: str = "",
        namespace: str = "",
    ) -> None:
        self.kind: Kind = kind
        self.name = name
        self.namespace = namespace
        self.parent = parent
        self.text = text
        self.children: list[Node] = []
        self.attributes: Sequence[Node] = ()
        self.path = _path(kind, name, parent)

    def __repr__(self) -> str:
        return f"<{self.kind} {self.path or '/'}>"


def _path(kind: Kind, name: str, parent: Node | None) -> str:
    above = parent.path if parent is not None else ""
    if kind == "element":
        return f"{above}/{name}"
    return f"{above}/@{name}" if kind == "attribute" else above


def string_value(node: Node) -> str:
    """The text of a node with everything inside it, in document order."""
    if not node.children:
        return node.text
    texts = (inner for inner in descendants(node) if inner.kind in ("element", "text"))
    return "".join(inner.text for inner in texts)


def descendants(node: Node) -> Iterator[Node]:
    """Everything inside a node in document order, without the node itself and attributes."""
    waiting = node.children[::-1]
    while waiting:
        inner = waiting.pop()
        yield inner
        if inner.children:
            waiting.extend(inner.children[::-1])


def ancestors(node: Node) -> Iterator[Node]:
    """The nodes above a node, nearest first."""
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def root_of(node: Node) -> Node:
    """The topmost node above, or the node itself."""
    while node.parent is not None:
        node = node.parent
    return node
