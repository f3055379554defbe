"""Lists kept as GeoJSON or XML, as maps and other programs write them."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from flows.forms.list_lines import Lines
from flows.forms.workbook import tidy
from flows.xpath import XPathError
from flows.xpath.planting import from_xml
from flows.xpath.tree import Node

GEOMETRY, ID = "geometry", "id"
NO_COLLECTION = "Tệp phải là một FeatureCollection với danh sách features."
NO_POINTS = "Nơi này phải là Point, LineString hoặc Polygon với tọa độ là số."
NESTED = "Cột này chứa nhiều giá trị lồng nhau. Hãy để mỗi cột một giá trị."
NO_ITEMS = "Tệp phải có <root>, trong đó mỗi <item> là một hàng."


def read_geojson(content: bytes, lines: Lines) -> None:
    """Take each feature as a row: its properties, its `id`, and its place as `geometry`.

    Raises WorkbookError where nothing more can be read.
    """
    found = _json(content, lines)
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list) or found.get("type") != "FeatureCollection":
        lines.stop(None, NO_COLLECTION)
    for number, feature in enumerate(features, 1):
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            lines.stop(number, NO_COLLECTION)
        _take(number, dict(_cells(number, feature, lines)), lines)


def read_xml(content: bytes, lines: Lines) -> None:
    """Take each `item` of the `root` as a row, its elements as columns.

    Raises WorkbookError where nothing more can be read.
    """
    try:
        tops = [node for node in from_xml(content).children if node.kind == "element"]
    except XPathError as error:
        lines.stop(None, str(error))
    items = [row for top in tops if top.name == "root" for row in _elements(top)]
    if not items or any(item.name != "item" for item in items):
        lines.stop(None, NO_ITEMS)
    for number, item in enumerate(items, 1):
        cells: dict[str, str] = {}
        for cell in _elements(item):
            if _elements(cell):
                lines.wrong(number, NESTED, cell.name)
            cells.setdefault(cell.name, cell.text)
        _take(number, cells, lines)


def _elements(node: Node) -> list[Node]:
    return [child for child in node.children if child.kind == "element"]


def _take(number: int, cells: Mapping[str, str], lines: Lines) -> None:
    cells = {tidy(name): text for name, text in cells.items()}
    known = set(lines.columns)
    lines.head([column for column in cells if column not in known], number)
    lines.take(number, cells)


def _json(content: bytes, lines: Lines) -> Any:  # whatever somebody wrote
    def nameless(name: str) -> NoReturn:
        lines.stop(None, f"Trong tệp có {name}, không phải là số.")

    try:  # figures stay as they were written, and so does their number of decimals
        return json.loads(
            content.decode("utf-8-sig"),
            parse_int=_Written,
            parse_float=_Written,
            parse_constant=nameless,
        )
    except UnicodeDecodeError:
        lines.stop(None, "Chữ trong tệp không phải kiểu UTF-8. Hãy lưu lại kiểu UTF-8.")
    except json.JSONDecodeError as error:
        lines.stop(None, f"Không đọc được tệp từ dòng {error.lineno}. Hãy xuất lại từ bản đồ.")
    except RecursionError:
        lines.stop(None, NESTED)


class _Written(str):
    """A figure as it was written."""

    __slots__ = ()


def _cells(number: int, feature: Mapping[str, Any], lines: Lines) -> Iterator[tuple[str, str]]:
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        lines.stop(number, NO_COLLECTION)
    if feature.get("geometry") is not None:
        yield GEOMETRY, _place(number, feature["geometry"], lines)
    for name, value in [*properties.items(), (ID, feature.get("id", properties.get("id")))]:
        if isinstance(value, dict | list):
            lines.wrong(number, NESTED, name)
        elif value is not None or name != ID:
            yield name, _text(value)


def _text(value: str | bool | None) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case None:
            return ""
        case _:
            return str(value)


def _place(number: int, geometry: Any, lines: Lines) -> str:
    """As ODK writes a place: "latitude longitude 0 0", the points of a line after each other."""
    match geometry:
        case {"type": "Point", "coordinates": point}:
            points = [point]
        case {"type": "LineString", "coordinates": [*points]}:
            pass
        case {"type": "Polygon", "coordinates": [[*points], *_]}:
            pass
        case _:
            points = [None]
    spelled = [_point(point) for point in points]
    if "" in spelled:
        lines.wrong(number, NO_POINTS, GEOMETRY)
    return "; ".join(spelled)


def _point(point: Any) -> str:
    match point:
        case [_Written() as longitude, _Written() as latitude, *_]:
            return f"{latitude} {longitude} 0 0"
    return ""
