"""Replays recorded cases of another engine's tests: document, context node, expression, result."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from flows import xpath
from flows.xpath.axes import WALKS
from flows.xpath.tree import Node, descendants, string_value

RECORDED = Path(__file__).parents[3] / ".." / "shared" / "conformance" / "webforms-xpath.json"
ZONE = ZoneInfo("America/Phoenix")
NOW = datetime(2026, 11, 21, 16, 2, 54, tzinfo=ZONE)  # the moment of the recording

_STEP = re.compile(r"/((?:@\*\[.*?'\]|[^/])+)")
_ATTRIBUTE = re.compile(r"@\*\[local-name\(\)='(.*?)' and namespace-uri\(\)='(.*?)'\]")
_KINDS = {
    "*": "element",
    "text()": "text",
    "comment()": "comment",
    "processing-instruction()": "pi",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One recorded expectation. `number` is its place among the cases of its file."""

    number: int
    record: Mapping[str, Any]

    @property
    def key(self) -> str:
        return f"{self.record['file']}#{self.number}"


def cases() -> list[Case]:
    """The cases the recording engine itself passed, in their order."""
    counted: dict[str, int] = {}
    found = []
    for record in json.loads(RECORDED.read_text("utf-8")):
        number = counted[record["file"]] = counted.get(record["file"], 0) + 1
        if record["mode"] == "ok":
            found.append(Case(number, record))
    return found


def passes(case: Case, exact_days: bool = True) -> bool:
    """Whether our engine gives what was recorded, with days counted as the recording engine did."""
    record = case.record
    whole = _document(record["xml"])
    document, context = _scope(whole, record)
    world = xpath.World(
        NOW,
        Random(7),  # noqa: S311 - a test foretells chance, it keeps no secret
        document,
        instances=_instances(whole),
        find=lambda path: _found(document, path),
        itext=lambda key: _itext(whole, record["lang"], key),
        language="en",
        exact_days=exact_days,
    )
    try:
        compiled = xpath.compile_expression(record["expr"], record["ns"] or {})
        value = compiled.evaluate(world, _at(document, context)[0])
    except xpath.XPathError:
        return bool(record["kind"] == "throws")
    return _fits(record, value, world, whole)


@lru_cache(16)
def _document(xml: str) -> Node:
    return xpath.from_xml(xml.encode())


def _scope(whole: Node, record: Mapping[str, Any]) -> tuple[Node, str]:
    """The recorder evaluated XForms against their primary instance as a document of its own."""
    top, context = record["root"] or "/", record["ctx"] or "/"
    inner = next((n for n in _at(whole, top)[0].children if n.kind == "element"), None)
    if top == "/" or inner is None:
        return whole, context
    document = Node("document")
    document.children = [inner]
    inner.parent = document
    _shorten(inner, inner.path.rpartition("/")[0])
    if context == top:
        return document, "/"
    if context.startswith(top):
        context = re.sub(r"^/\*\[\d+\]", "/*[1]", context[len(top) :])
    return document, context


def _shorten(top: Node, prefix: str) -> None:
    for node in (top, *descendants(top)):
        node.path = node.path.removeprefix(prefix)


def _found(document: Node, path: str) -> list[Node]:
    at_path = (node for node in descendants(document) if node.path == path)
    return [node for node in at_path if node.kind == "element" and not node.namespace]


def _instances(whole: Node) -> dict[str, Node]:
    found = (node for node in descendants(whole) if node.name == "instance")
    return {_attribute(node, "id"): node for node in found}


def _attribute(node: Node, name: str) -> str:
    return next((mark.text for mark in node.attributes if mark.name == name), "")


def _itext(whole: Node, language: str | None, key: str) -> str:
    translations = [node for node in descendants(whole) if node.name == "translation"]
    marked = [node for node in translations if any(m.name == "default" for m in node.attributes)]
    for translation in translations if language else marked or translations:
        if language in (None, _attribute(translation, "lang")):
            texts = (node for node in descendants(translation) if node.name == "text")
            return next((string_value(n).strip() for n in texts if _attribute(n, "id") == key), "")
    return ""


def _at(document: Node, place: str) -> list[Node]:
    """The node at a recorded place, alone in a list, or nothing."""
    nodes = [document]
    for step in _STEP.findall(place):
        nodes = [inner for node in nodes for inner in _stepped(node, step)][:1]
    return nodes


def _stepped(node: Node, step: str) -> Iterator[Node]:
    named = _ATTRIBUTE.fullmatch(step)
    if named:
        name, namespace = named.groups()
        return (n for n in node.attributes if (n.name, n.namespace) == (name, namespace))
    if step.startswith("@"):
        return (n for n in node.attributes if n.name == step[1:])
    sign, number = re.fullmatch(r"(.*)\[(\d+)\]", step).groups()  # type: ignore[union-attr]  # recorded so
    row = [n for n in WALKS["child"](node) if n.kind == _KINDS[sign]]
    return iter(row[int(number) - 1 : int(number)])


def _fits(record: Mapping[str, Any], value: xpath.Value, world: xpath.World, whole: Node) -> bool:
    expected = record["expected"]
    match record["kind"]:
        case "nodeset":
            return _same_nodes(value, expected, (world.document, whole), record)
        case "boolean":
            return xpath.to_boolean(value) is expected
        case "number":
            return _close(xpath.to_number(value, world.calendar), _number(expected))
        case "number-rounded":
            number, factor = xpath.to_number(value, world.calendar), record["factor"]
            return _close(math.floor(number * factor + 0.5) / factor, expected, 1e-9)
        case "string":
            return xpath.to_text(value) == _text(expected)
        case "string-length":
            return len(xpath.to_text(value)) == int(expected)
        case "string-matches":
            return re.search(expected["regex"], xpath.to_text(value)) is not None
        case _:
            return False


def _same_nodes(
    value: xpath.Value, places: list[str], documents: tuple[Node, Node], record: Mapping[str, Any]
) -> bool:
    """Places are recorded inside the document, those of other instances inside the whole form."""
    got = [_identity(node) for node in value] if isinstance(value, list) else []
    plain = [place for place, _ in groupby(places) if place != "?"]  # "?" is a doctype, no node
    for document in documents:
        wanted = [_identity(node) for place in plain for node in _at(document, place)]
        if got == wanted or (bool(record.get("unordered")) and set(got) == set(wanted)):
            return True
    return False


def _identity(node: Node) -> tuple[int, str]:
    leaf = node.kind == "text" and node.parent is not None and not node.parent.children
    return (id(node.parent), "text") if leaf else (id(node), "")


def _number(expected: Any) -> float:
    if isinstance(expected, dict):
        return float(expected["special"])
    return math.nan if expected is None else float(expected)


def _text(expected: Any) -> str:
    return expected if isinstance(expected, str) else xpath.to_text(float(expected))


def _close(got: float, wanted: float, margin: float = 1e-12) -> bool:
    if got != got or wanted != wanted:
        return got != got and wanted != wanted
    return got == wanted or abs(got - wanted) <= margin * max(1.0, abs(wanted))
