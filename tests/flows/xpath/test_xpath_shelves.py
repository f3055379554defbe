"""A list with its columns in order gives the same rows as the same list looked through."""

from datetime import UTC, datetime
from random import Random

import pytest

from flows.xpath import compile_expression
from flows.xpath.shelves import Shelf
from flows.xpath.tree import Node
from flows.xpath.values import Figure, Value
from flows.xpath.world import World

CODES = ("", "1", "01", "1.0", "a", "b", "true")
PREDICATES = (
    "[xa = /data/q]",
    "[/data/q = xa]",
    "[xa = 'a']",
    "[xa = '']",
    "[xa = /data/q and name != 'a']",
    "[name = /data/q and xa = 'b']",
    "[xa = /data/q][1]",
    "[xa = /data/q][name = 'a']",
    "[xa = /data/q][position() > 1]",
    "[xa = /data/q and position() < 4]",
    "[xa = current()/../q]",
    "[xa = /data/none]",
    "[xa = /data/q or xa = 'b']",
    "[xa != /data/q]",
    "[so = /data/q]",
)


@pytest.mark.parametrize("predicate", PREDICATES)
@pytest.mark.parametrize("answer", [*CODES, Figure("1"), Figure("2")])
def test_both_ways_give_the_same_rows(predicate: str, answer: str) -> None:
    ways = [
        _rows(predicate, answer, Node("element", "root")),
        _rows(predicate, answer, Shelf("root")),
    ]

    assert ways[0] == ways[1]


def test_a_column_is_put_in_order_once() -> None:
    shelf = Shelf("root")
    _fill(shelf, Random(1))  # noqa: S311 (the same list every time)

    found = shelf.holding("item", "xa", "a")

    assert found
    assert shelf.holding("item", "xa", "a") is found
    assert not shelf.holding("no such row", "xa", "a")


def test_data_is_pulled_from_either() -> None:
    source = "pulldata('l', 'name', 'xa', /data/q)"

    found = {text for _, text in (_run(source, "b", top) for top in _tops())}

    assert len(found) == 1
    assert found != {""}


def test_nothing_is_pulled_for_a_blank() -> None:
    assert [
        text
        for _, text in (_run("pulldata('l', 'name', 'xa', /data/q)", "", top) for top in _tops())
    ] == ["", ""]


def _tops() -> list[Node]:
    return [Node("element", "root"), Shelf("root")]


def _rows(predicate: str, answer: str, top: Node) -> list[int]:
    rows, value = _run(f"instance('l')/root/item{predicate}", answer, top)
    assert isinstance(value, list)
    return [rows.index(row) for row in value]


def _run(source: str, answer: str, top: Node) -> tuple[list[Node], Value]:
    rows = _fill(top, Random(7))  # noqa: S311 (the same list every time)
    whole = Node("element", "instance")
    whole.children = [top]
    document = Node("document")
    data = Node("element", "data", document)
    document.children = [data]
    question = Node("element", "q", data, answer)
    data.children = [question]
    found = {"/data": [data], "/data/q": [question]}
    world = World(
        now=datetime(2026, 11, 22, tzinfo=UTC),
        chance=Random(1),  # noqa: S311 (nothing is drawn)
        document=document,
        instances={"l": whole},
        find=lambda path: found.get(path, []),
    )
    return rows, compile_expression(source).evaluate(world, question)


def _fill(top: Node, chance: Random) -> list[Node]:
    for number in range(60):
        row = Node("element", "item" if number % 9 else "other", top)
        cells = [("xa", chance.choice(CODES)), ("name", chance.choice(CODES))]
        row.children = [Node("element", name, row, text) for name, text in cells]
        top.children.append(row)
    return top.children
