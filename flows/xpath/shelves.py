"""Long lists of rows that never change, each found by what stands in one of its columns."""

from collections.abc import Sequence

from flows.xpath.tree import Node, string_value

Index = dict[str, list[Node]]
_NOTHING: Sequence[Node] = ()


class Shelf(Node):
    """An element whose children are the rows of a list. Once it was asked, it may not change.

    A column is put in order when it is first asked for; forms, sessions and threads share that.
    """

    __slots__ = ("_columns",)

    def __init__(self, name: str, parent: Node | None = None) -> None:
        super().__init__("element", name, parent)
        self._columns: dict[tuple[str, str], Index] = {}

    def holding(self, name: str, column: str, text: str) -> Sequence[Node]:
        """The rows called `name` in whose column that text stands, in their order.

        A row without that column is one where it is blank.
        """
        index = self._columns.get((name, column))
        if index is None:
            index = self._columns[name, column] = self._index(name, column)
        return index.get(text, _NOTHING)

    def _index(self, name: str, column: str) -> Index:
        index: Index = {}
        for row in self.children:
            if row.name == name and row.kind == "element" and not row.namespace:
                texts = {string_value(cell) for cell in row.children if cell.name == column}
                for text in texts or {""}:
                    index.setdefault(text, []).append(row)
        return index
