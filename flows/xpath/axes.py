"""The thirteen directions of XPath over the tree, node tests, and document order."""

from collections.abc import Callable, Iterable, Sequence

from flows.xpath.syntax import Axis, Test
from flows.xpath.tree import Node, ancestors, descendants, root_of

Walk = Callable[[Node], Sequence[Node]]
Keep = Callable[[Node], bool]

BACKWARDS: frozenset[Axis] = frozenset(
    {"ancestor", "ancestor-or-self", "parent", "preceding", "preceding-sibling"}
)
IN_ORDER: frozenset[Axis] = frozenset({"child", "attribute", "self"})  # stays sorted, no doubles


def _child(node: Node) -> Sequence[Node]:
    if node.children or node.kind != "element" or not node.text:
        return node.children
    return [Node("text", parent=node, text=node.text)]


def _self(node: Node) -> Sequence[Node]:
    return (node,)


def _parent(node: Node) -> Sequence[Node]:
    return () if node.parent is None else (node.parent,)


def _attribute(node: Node) -> Sequence[Node]:
    return node.attributes


def _namespace(_node: Node) -> Sequence[Node]:
    return ()  # prefixes are not kept in the tree


def _descendant(node: Node) -> Sequence[Node]:
    found: list[Node] = []
    for inner in descendants(node):
        found.append(inner)
        if not inner.children:
            found.extend(_child(inner))
    return found or _child(node)


def _descendant_or_self(node: Node) -> Sequence[Node]:
    return [node, *_descendant(node)]


def _ancestor(node: Node) -> Sequence[Node]:
    return list(ancestors(node))


def _ancestor_or_self(node: Node) -> Sequence[Node]:
    return [node, *ancestors(node)]


def _siblings(node: Node) -> tuple[list[Node], int]:
    if node.parent is None or node.kind == "attribute":
        return [], 0
    row = node.parent.children
    return row, next((at for at, other in enumerate(row) if other is node), 0)


def _following_sibling(node: Node) -> Sequence[Node]:
    row, at = _siblings(node)
    return row[at + 1 :]


def _preceding_sibling(node: Node) -> Sequence[Node]:
    row, at = _siblings(node)
    return row[:at][::-1]


def _following(node: Node) -> Sequence[Node]:
    after = list(_descendant(node.parent)) if node.kind == "attribute" and node.parent else []
    for above in (node, *ancestors(node)):
        for sibling in _following_sibling(above):
            after += _descendant_or_self(sibling)
    return after


def _preceding(node: Node) -> Sequence[Node]:
    before: list[Node] = []
    for above in (node, *ancestors(node)):
        for sibling in _preceding_sibling(above):
            before += reversed(_descendant_or_self(sibling))
    return before


WALKS: dict[Axis, Walk] = {
    "ancestor": _ancestor,
    "ancestor-or-self": _ancestor_or_self,
    "attribute": _attribute,
    "child": _child,
    "descendant": _descendant,
    "descendant-or-self": _descendant_or_self,
    "following": _following,
    "following-sibling": _following_sibling,
    "namespace": _namespace,
    "parent": _parent,
    "preceding": _preceding,
    "preceding-sibling": _preceding_sibling,
    "self": _self,
}


def keeper(axis: Axis, test: Test) -> Keep | None:
    """What a step keeps of its axis, or None when it keeps everything."""
    name, namespace = test.name, test.namespace
    if test.kind == "node":
        return None
    if test.kind != "name":
        kind = "pi" if test.kind == "processing-instruction" else test.kind
        return lambda node: node.kind == kind and name in ("", node.name)
    principal = "attribute" if axis == "attribute" else "element"
    if name == "*":
        return lambda node: node.kind == principal and namespace in (None, node.namespace)
    return lambda node: node.name == name and node.kind == principal and node.namespace == namespace


def _unpaid(_looked_at: int) -> None:
    """For callers who sort little and keep no account."""


def in_document_order(nodes: Iterable[Node], spend: Callable[[int], None] = _unpaid) -> list[Node]:
    """The nodes without doubles, in the order in which they stand in their document.

    `spend` is told how many nodes were looked at, tree by tree.
    """
    wanted = {_identity(node): node for node in nodes}
    if len(wanted) < 2:
        return list(wanted.values())
    roots = {id(root): root for root in map(root_of, wanted.values())}
    ordered: list[Node] = []
    for root in roots.values():
        everything = _everything(root)
        spend(len(everything))
        for node in everything:
            kept = wanted.get(_identity(node))
            if kept is not None:
                ordered.append(kept)
    return ordered


def _identity(node: Node) -> tuple[int, str]:
    """The text of a leaf becomes a node anew each time it is asked for; its leaf stands for it."""
    if node.kind == "text" and node.parent is not None and not node.parent.children:
        return id(node.parent), "text"
    return id(node), ""


def _everything(root: Node) -> list[Node]:
    return [one for node in _descendant_or_self(root) for one in (node, *node.attributes)]
