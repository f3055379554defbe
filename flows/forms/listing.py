"""A list in a file beside a form: its columns, its rows, and the tree that formulas walk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath

from flows.forms import list_tables, list_trees
from flows.forms.faults import Fault, WorkbookError
from flows.forms.list_lines import Lines
from flows.forms.workbook import Row
from flows.xpath.shelves import Shelf
from flows.xpath.tree import Node

MOST_BYTES = 5_000_000
READERS: Mapping[str, Callable[[bytes, Lines], None]] = {
    ".csv": list_tables.read,
    ".geojson": list_trees.read_geojson,
    ".xml": list_trees.read_xml,
}
KEPT = 8  # lists; a form holds on to its own, these are for its next edition and for its check


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows of one file. A row's number is its line in a .csv, else its place among the rows.

    `remarks` is what its author might still improve.
    """

    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    remarks: tuple[Fault, ...] = ()


@lru_cache(KEPT)
def read(content: bytes, file: str) -> Listing:
    """The list in a .csv, .geojson or .xml file; `file` says which, nothing is opened by it.

    Raises WorkbookError with every fault, each with the name of the file for its sheet.
    """
    ending = PurePath(file).suffix.lower()
    lines = Lines(file)
    if ending not in READERS:
        lines.stop(None, "Danh sách phải là tệp .csv, .geojson hoặc .xml.")
    if not content:
        lines.stop(None, "Tệp trống, không có gì bên trong.")
    if len(content) > MOST_BYTES:
        lines.stop(None, f"Tệp lớn hơn {MOST_BYTES // 1_000_000} MB. Hãy bỏ cột và hàng thừa.")
    READERS[ending](content, lines)
    if lines.faults:
        raise WorkbookError(lines.faults)
    return Listing(file, tuple(lines.columns), tuple(lines.rows), tuple(lines.remarks))


@lru_cache(KEPT)
def planted(content: bytes, file: str) -> Node:
    """The same as `instance('…')` gives it: `root`, in it an `item` for each row.

    Nobody may change it: forms and sessions share it. Raises WorkbookError.
    """
    listing = read(content, file)
    top = Node("element", "instance")
    root = Shelf("root", top)
    top.children.append(root)
    paths = [f"{root.path}/item/{name}" for name in listing.columns]
    for row in listing.rows:
        item = Node("element", "item", root)
        item.children = [Node("element", name, item, row.cell(name)) for name in listing.columns]
        for cell, path in zip(item.children, paths, strict=True):
            cell.path = path  # one text for all rows, not one for each cell
        root.children.append(item)
    return top
