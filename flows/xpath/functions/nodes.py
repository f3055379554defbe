"""Functions on nodes: where they stand, what they are called, other lists, other repeats."""

from collections.abc import Iterator

from flows.xpath.errors import XPathError
from flows.xpath.functions.kinds import Closure, Function, nodes_of
from flows.xpath.lookups import holding
from flows.xpath.reads import standing
from flows.xpath.shelves import Shelf
from flows.xpath.syntax import Call, Path
from flows.xpath.tree import Node, ancestors, descendants, string_value
from flows.xpath.values import Value, to_text, to_whole
from flows.xpath.world import Scene

_XML = "http://www.w3.org/XML/1998/namespace"


def _position(_call: Call, arguments: tuple[Closure, ...]) -> Closure:
    """The place in the row at hand; with an argument, the place among its like-named siblings."""
    if not arguments:
        return lambda _scene, _node, position, _size: float(position)
    (which,) = arguments

    def run(scene: Scene, node: Node, position: int, size: int) -> Value:
        nodes = nodes_of(which(scene, node, position, size), "position")
        return float(_place(nodes[0])) if nodes else 0.0

    return run


def _place(node: Node) -> int:
    if node.parent is None:
        return 1
    alike = [other for other in node.parent.children if other.name == node.name]
    return 1 + next(at for at, other in enumerate(alike) if other is node)


def _last(_call: Call, _arguments: tuple[Closure, ...]) -> Closure:
    return lambda _scene, _node, _position, size: float(size)


def _current(_call: Call, _arguments: tuple[Closure, ...]) -> Closure:
    return lambda scene, _node, _position, _size: [scene.origin]


def _name(_scene: Scene, nodes: Value) -> str:
    named = nodes_of(nodes, "name")
    return named[0].name if named else ""


def _namespace(_scene: Scene, nodes: Value) -> str:
    named = nodes_of(nodes, "namespace-uri")
    return named[0].namespace if named else ""


def _instance(scene: Scene, name: Value) -> list[Node]:
    found = scene.world.instances.get(to_text(name))
    if found is None:
        raise XPathError(f'Không có danh sách tên là "{to_text(name)}".')
    return [found]


def _pulldata(scene: Scene, name: Value, wanted: Value, key: Value, value: Value) -> str:
    """The column `wanted` of the first row of a list whose column `key` holds `value`, else ""."""
    column, key_column, sought = to_text(wanted), to_text(key), to_text(value)
    listing = _instance(scene, name)[0]
    rows = _rows(listing, key_column, sought) if sought else ()
    return next((_cell(row, column) for row in rows), "")


def _rows(listing: Node, column: str, sought: str) -> Iterator[Node]:
    for top in listing.children:
        if isinstance(top, Shelf):
            yield from top.holding("item", column, sought)
        elif top.name == "root":
            yield from holding(
                [row for row in top.children if row.kind == "element"], column, sought
            )


def _cell(row: Node, column: str) -> str:
    return next((string_value(cell) for cell in row.children if cell.name == column), "")


def _indexed_repeat(call: Call, arguments: tuple[Closure, ...]) -> Closure:
    """`indexed-repeat(question, repeat, 2)`: the question inside the second instance."""
    places = [path for path in call.arguments[:1] + call.arguments[1::2] if isinstance(path, Path)]
    if len(arguments) % 2 == 0 or len(places) != (len(arguments) + 1) // 2:
        raise XPathError('Hàm "indexed-repeat" cần: câu hỏi, nhóm lặp, số thứ tự (rồi nhóm, số…).')

    def run(scene: Scene, node: Node, position: int, size: int) -> Value:
        group: Node | None = None
        for path, index in zip(places[1:], arguments[2::2], strict=True):
            number = to_whole(index(scene, node, position, size), scene.world.calendar)
            group = _numbered(_everywhere(scene, node, path), group, max(number, 1))
            if group is None:
                return []
        return [one for one in _everywhere(scene, node, places[0]) if _inside(one, group)]

    return run


def _numbered(instances: list[Node], within: Node | None, number: int) -> Node | None:
    inside = [one for one in instances if within is None or _inside(one, within)]
    return inside[number - 1] if number <= len(inside) else None


def _everywhere(scene: Scene, node: Node, path: Path) -> list[Node]:
    """All nodes with the place a path names, in whichever instance of the repeats."""
    return [found for place in standing(path, node.path) for found in scene.world.find(place)]


def _inside(node: Node, group: Node | None) -> bool:
    return node is group or any(above is group for above in ancestors(node))


def _itext(scene: Scene, key: Value) -> str:
    return scene.world.itext(to_text(key))


def _choice_name(scene: Scene, value: Value, path: Value) -> str:
    return scene.world.choice_label(to_text(value), to_text(path).strip(), scene.origin)


def _by_id(scene: Scene, value: Value) -> list[Node]:
    """The elements whose attribute `id` is among the names given, in document order."""
    texts = [string_value(node) for node in value] if type(value) is list else [to_text(value)]
    wanted = {word for text in texts for word in text.split()}
    everything = descendants(scene.world.document)
    return [node for node in everything if any(_is_id(mark, wanted) for mark in node.attributes)]


def _is_id(mark: Node, wanted: set[str]) -> bool:
    return mark.name == "id" and not mark.namespace and mark.text in wanted


def _lang(_call: Call, arguments: tuple[Closure, ...]) -> Closure:
    """Whether the nearest xml:lang at or above the node is this language or a kind of it."""
    (asked,) = arguments

    def run(scene: Scene, node: Node, position: int, size: int) -> Value:
        language = to_text(asked(scene, node, position, size)).lower()
        for above in (node, *ancestors(node)):
            for mark in above.attributes:
                if mark.name == "lang" and mark.namespace == _XML:
                    return f"{mark.text.lower()}-".startswith(f"{language}-")
        return False

    return run


NODES = {
    "position": Function(_position, 0, 1, "number", "closures"),
    "last": Function(_last, 0, 0, "number", "closures"),
    "current": Function(_current, 0, 0, "nodes", "closures"),
    "name": Function(_name, 0, 1, "text", "here"),
    "local-name": Function(_name, 0, 1, "text", "here"),
    "namespace-uri": Function(_namespace, 0, 1, "text", "here"),
    "lang": Function(_lang, 1, 1, "boolean", "closures"),
    "id": Function(_by_id, 1, 1, "nodes"),
    "instance": Function(_instance, 1, 1, "nodes"),
    "pulldata": Function(_pulldata, 4, 4, "text"),
    "indexed-repeat": Function(_indexed_repeat, 3, 11, "nodes", "closures"),
    "jr:itext": Function(_itext, 1, 1, "text"),
    "jr:choice-name": Function(_choice_name, 2, 2, "text"),
}
