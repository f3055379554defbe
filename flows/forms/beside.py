"""Which files a workbook names, and where: lists to choose from, tables to look things up in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from flows.forms import columns, listing, references
from flows.forms.workbook import Row, Sheet, Workbook
from flows.xpath.tree import Node

FROM_FILE = {
    "select_one_from_file": "select_one",
    "select_multiple_from_file": "select_multiple",
}
EXTERNAL = {"csv-external": ".csv", "xml-external": ".xml"}
LIST_ENDINGS = tuple(listing.READERS)
PULLED = ".csv"
PULLDATA = re.compile(r"\bpulldata\s*\(")
ARGUMENTS = re.compile(r"""\s*(?:'([^']*)'|"([^"]*)")\s*,""" * 3)
"""Three texts in quotes of one kind or the other: a group for each of both."""
PARAMETER = re.compile(r"([\w-]+)\s*=\s*([^\s=,;]+)")
FORMULA_SHEETS = ("survey", "indicators", "targets")


@dataclass(frozen=True, slots=True)
class Named:
    """A file and the cell that names it. `list_id` is how formulas call the list in it."""

    file: str
    list_id: str
    sheet: str
    row: Row
    column: str


@dataclass(frozen=True, slots=True)
class Pulled:
    """A `pulldata()`: the file, the column that is wanted, the column that is looked through.

    All three are blank where they are not written in quotes, and nobody can know them. `apart` says
    that there is a blank before the bracket, and then ODK passes it over.
    """

    sheet: str
    row: Row
    column: str
    file: str = ""
    wanted: str = ""
    key: str = ""
    apart: bool = False


def named(workbook: Workbook) -> Iterator[Named]:
    """Every file that is named, as often as it is, in the order of the sheets."""
    for row in workbook.sheet("survey").rows:
        kind, _, rest = row.cell("type").partition(" ")
        if kind in FROM_FILE and rest:
            yield Named(rest, called(rest), "survey", row, "type")
        elif kind in EXTERNAL and row.cell("name"):
            name = row.cell("name")
            yield Named(name + EXTERNAL[kind], name, "survey", row, "name")
    for pulled in pulls(workbook):
        if pulled.file and not pulled.file.endswith(PULLED * 2):
            name = pulled.file.removesuffix(PULLED)
            yield Named(pulled.file, name, pulled.sheet, pulled.row, pulled.column)


def pulls(workbook: Workbook) -> Iterator[Pulled]:
    """Every `pulldata()` of the workbook."""
    for name in FORMULA_SHEETS:
        sheet = workbook.sheet(name)
        for row in sheet.rows:
            for column in _formula_columns(sheet):
                for found in _pulls(references.straight(row.cell(column))):
                    yield Pulled(name, row, column, *found)


def called(file: str) -> str:
    """How formulas call the list in a file of that name."""
    return PurePath(file).stem


def value_and_label(row: Row) -> tuple[str, str]:
    """The columns of a file that its choices are kept by and shown as."""
    given = parameters(row.cell("parameters"))
    ending = PurePath(row.cell("type")).suffix.lower()
    value, label = ("id", "title") if ending == ".geojson" else ("name", "label")
    return given.get("value", value), given.get("label", label)


def parameters(text: str) -> Mapping[str, str]:
    """`value=ma label=ten` -> {"value": "ma", "label": "ten"}."""
    return {name.lower(): value for name, value in PARAMETER.findall(text)}


def lists(workbook: Workbook) -> dict[str, Node]:
    """The lists of the files that came with the workbook, by what formulas call them.

    Raises WorkbookError when one cannot be read.
    """
    return {
        one.list_id: listing.planted(workbook.files[one.file], one.file)
        for one in named(workbook)
        if one.file in workbook.files and one.file.lower().endswith(LIST_ENDINGS)
    }


def _formula_columns(sheet: Sheet) -> list[str]:
    spoken = {
        each for column in columns.TRANSLATED for each in columns.family(sheet.header, column)
    }
    return [column for column in sheet.header if column not in spoken]


def _pulls(text: str) -> Iterator[tuple[str, str, str, bool]]:
    for call in PULLDATA.finditer(text):
        found = ARGUMENTS.match(text, call.end())
        file, wanted, key = _texts(found) if found else ("", "", "")
        yield (file + PULLED if found else "", wanted, key, call.group()[-2].isspace())


def _texts(found: re.Match[str]) -> tuple[str, str, str]:
    one, two, three = (found[at] or found[at + 1] or "" for at in (1, 3, 5))
    return one, two, three
