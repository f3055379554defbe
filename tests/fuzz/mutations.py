"""How a good workbook is spoiled: in its cells, in its text, in its .zip, in the XML inside."""

import re
import zipfile
from collections.abc import Callable, Mapping
from random import Random
from typing import NamedTuple

from tests.fuzz import files
from tests.fuzz.bases import BASES, Table, tables
from tests.fuzz.oddities import (
    CELLS,
    COLUMNS,
    EXPRESSIONS,
    NAMES,
    ODD_BYTES,
    SHEETS,
    TYPES,
    XML_PIECES,
)

ATTRIBUTE = re.compile(rb'"[^"<>]*"')
TAG = re.compile(rb"<[^<>]*>")


class Case(NamedTuple):
    """A spoiled workbook."""

    file_name: str
    content: bytes


def cells(chance: Random) -> Case:
    """Odd cells, rows, columns and sheets, in a file that is whole."""
    spoiled = _tables(chance)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        _spoil(spoiled, chance)
    write, ending = chance.choice(
        ((files.markdown, "md"), (files.comma, "csv"), (files.excel, "xlsx"))
    )
    return Case(f"phieu.{ending}", write(spoiled))


def text(chance: Random) -> Case:
    """Odd bytes in a .md or .csv."""
    base = chance.choice((BASES[0], *BASES))
    is_csv = chance.random() < 0.4
    content = files.comma(tables(base)) if is_csv else base.encode()
    ending = chance.choice(("md", "csv")) if chance.random() < 0.05 else "csv" if is_csv else "md"
    return Case(f"phieu.{ending}", _bytes(content, chance))


def archive(chance: Random) -> Case:
    """Odd bytes in a .zip or .xlsx: in its own marks or in what is packed."""
    parts = list(files.parts_of(_mostly_tiny(chance)).items())
    is_bundle = chance.random() < 0.4
    if is_bundle:
        parts = [("phieu.md", _mostly_tiny(chance).encode()), *_beside(chance)]
    if chance.random() < 0.2:
        parts.append(chance.choice(parts))
    if chance.random() < 0.2:
        parts.pop(chance.randrange(len(parts)))
    method = chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    content = bytearray(files.packed(dict(parts).items(), method))
    marks = [found.start() for found in re.finditer(rb"PK(\x01\x02|\x03\x04|\x05\x06)", content)]
    for _ in range(chance.choice((1, 2, 5, 20))):
        near = chance.choice(marks) + chance.randrange(60)
        at = near if chance.random() < 0.7 else chance.randrange(len(content))
        if at < len(content):
            content[at] = chance.choice((0, 1, 255, chance.randrange(256)))
    ending = "zip" if is_bundle else chance.choice(("xlsx", "xlsx", "xlsx", "zip"))
    cut = chance.randrange(len(content)) if chance.random() < 0.1 else len(content)
    return Case(f"phieu.{ending}", bytes(content[:cut]))


def inside(chance: Random) -> Case:
    """Odd XML in the parts of an .xlsx."""
    parts = dict(files.parts_of(chance.choice(BASES)))
    for _ in range(chance.choice((1, 1, 2, 3))):
        name = chance.choice(list(parts))
        parts[name] = _xml(parts[name], chance)
    if chance.random() < 0.1:
        parts[chance.choice(list(parts))] = b""
    if chance.random() < 0.1:
        parts.pop(chance.choice(list(parts)))
    return Case("phieu.xlsx", files.packed(parts.items()))


KINDS: Mapping[str, tuple[Callable[[Random], Case], int]] = {
    "cells": (cells, 2_000),
    "text": (text, 15_000),
    "archive": (archive, 31_500),
    "inside": (inside, 1_500),
}
"""How each kind is made, and how many there are of it: 50,000 in all."""


def case(kind: str, seed: int, number: int) -> Case:
    """The same case whenever it is asked for."""
    return KINDS[kind][0](Random(f"{kind} {seed} {number}"))  # noqa: S311 (to be replayed)


# ---- in cells


def _tables(chance: Random) -> dict[str, Table]:
    of = tables(chance.choice(BASES))
    return {name: [list(row) for row in rows] for name, rows in of.items()}


def _spoil(of: dict[str, Table], chance: Random) -> None:
    """One change to the tables; a sheet without rows is left as it is."""
    name = chance.choice(list(of))
    table = of[name]
    if chance.random() < 0.1 or not table or not table[0]:
        _spoil_sheets(of, name, chance)
        return
    row = chance.choice(table[1:] or table)
    at = chance.randrange(len(row)) if row else 0
    match chance.randrange(9):
        case 0:
            table.insert(chance.randrange(len(table) + 1), list(chance.choice(table)))
        case 1:
            table.remove(row)
        case 2:
            table[0][chance.randrange(len(table[0]))] = chance.choice(COLUMNS)
        case 3:
            chance.shuffle(table)
        case 4:
            for each in table:
                each.append(chance.choice((*COLUMNS, *CELLS)))
        case _ if row:
            row[at] = _cell(table[0][at] if at < len(table[0]) else "", row[at], chance)


def _spoil_sheets(of: dict[str, Table], name: str, chance: Random) -> None:
    match chance.randrange(4):
        case 0:
            of[chance.choice(SHEETS)] = of.pop(name)
        case 1:
            of[chance.choice(SHEETS)] = [list(row) for row in of[name]]
        case 2:
            del of[name]
            of.setdefault("survey", [["type", "name"], ["text", "a"]])
        case _:
            of[chance.choice(SHEETS)] = [[chance.choice(COLUMNS)], [chance.choice(CELLS)]]


def _cell(column: str, stood: str, chance: Random) -> str:
    if chance.random() < 0.6:
        fitting = {"type": TYPES, "name": NAMES, "list_name": NAMES}.get(column, EXPRESSIONS)
        return chance.choice(fitting)
    made = chance.choice((*CELLS, *EXPRESSIONS))
    return chance.choice(
        (made, stood + made, made + stood, f"{stood} {made}", f"({stood}) = {made}")
    )


# ---- in bytes


def _mostly_tiny(chance: Random) -> str:
    """What is packed matters little where the packing is spoiled."""
    return BASES[0] if chance.random() < 0.8 else chance.choice(BASES)


def _bytes(content: bytes, chance: Random) -> bytes:
    spoiled = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(spoiled) + 1)
        until = min(len(spoiled), at + chance.choice((0, 1, 1, 5, 60)))
        match chance.randrange(5):
            case 0:
                spoiled[at:at] = chance.choice(ODD_BYTES) * chance.choice((1, 1, 1, 30))
            case 1:
                del spoiled[at:until]
            case 2:
                spoiled[at:until] = spoiled[at:until] * chance.choice((2, 3, 50))
            case 3:
                other = chance.choice((*CELLS, *EXPRESSIONS, *TYPES)).encode("utf-8", "replace")
                spoiled[at:until] = other
            case _ if at < len(spoiled):
                spoiled[at] = chance.randrange(256)
    return bytes(spoiled)


def _beside(chance: Random) -> list[tuple[str, bytes]]:
    names = (
        "media/a.png",
        "a.csv",
        "../x",
        "media/../x",
        "/x",
        "b.md",
        "media/",
        "x" * 200,
        "\x01",
    )
    return [(chance.choice(names), b"a,b\n1,2\n") for _ in range(chance.randrange(4))]


def _xml(content: bytes, chance: Random) -> bytes:
    if not content:
        return chance.choice(XML_PIECES)
    pattern = chance.choice((ATTRIBUTE, TAG))
    found = [match.span() for match in pattern.finditer(content)]
    start, end = chance.choice(found) if found else (0, len(content))
    stood = content[start:end]
    match chance.randrange(6):
        case 0:
            return content[:start] + content[end:]
        case 1:
            return content[:start] + stood * chance.choice((2, 3, 200)) + content[end:]
        case 2:
            return content[:end] + chance.choice(XML_PIECES) + content[end:]
        case 3:
            odd = chance.choice(
                (b"", b"0", b"-1", b"9" * 30, b"x", b"A1", b"ZZZZ1", b"../x", b"rId9")
            )
            return content[:start] + b'"' + odd + b'"' + content[end:]
        case 4:
            return content[:start] + chance.choice(XML_PIECES) + content[end:]
    return _bytes(content, chance)
