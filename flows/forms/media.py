"""The pictures, sounds and films that go with the words of questions and choices."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from flows.forms import columns
from flows.forms.workbook import Row, Sheet, Workbook

KINDS = ("image", "big-image", "audio", "video")
SHEETS = ("survey", "choices")
Files = Mapping[str, Mapping[str, str]]
"""kind -> language ("" where the column has none) -> file name."""
NO_FILES: Files = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a workbook that names a file."""

    sheet: str
    row: Row
    column: str
    kind: str
    language: str
    file: str


@dataclass(frozen=True, slots=True)
class Media:
    """The files of a form that came with it: by question, and by list and choice.

    `lists` says by question which list it chooses from.
    """

    questions: Mapping[str, Files] = field(default_factory=dict)
    choices: Mapping[tuple[str, str], Files] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_there(self) -> bool:
        """Whether there is any."""
        return bool(self.questions or self.choices)

    def of_question(self, name: str) -> Files:
        """The files of a question or a note."""
        return self.questions.get(name, NO_FILES)

    def of_choice(self, question: str, choice: str) -> Files:
        """The files of one choice of a question."""
        return self.choices.get((self.lists.get(question, ""), choice), NO_FILES)


def column(header: str) -> tuple[str, str]:
    """`media::image::English (en)` -> ("image", "English (en)"); ("", "") for any other column."""
    parts = [part.strip() for part in header.split(columns.LANGUAGE)]
    if parts[0] == columns.MEDIA and len(parts) > 1:
        parts = parts[1:]
    return (parts[0], "".join(parts[1:2])) if parts[0] in KINDS else ("", "")


def cells(workbook: Workbook) -> Iterator[Cell]:
    """Every cell that names a file, in the order of the sheets."""
    for name in SHEETS:
        sheet = workbook.sheet(name)
        kinds = {header: column(header) for header in sheet.header}
        named = {header: found for header, found in kinds.items() if found[0]}
        for row in sheet.rows if named else ():
            for header, (kind, language) in named.items():
                if file := row.cell(header):
                    yield Cell(name, row, header, kind, language, file)


def of(workbook: Workbook) -> Media:
    """What there is beside the words; files that did not come with the workbook are left out."""
    questions: dict[str, dict[str, dict[str, str]]] = {}
    choices: dict[tuple[str, str], dict[str, dict[str, str]]] = {}
    for cell in cells(workbook):
        if cell.file in workbook.files:
            if cell.sheet == "survey":
                found = questions.setdefault(cell.row.cell("name"), {})
            else:
                key = (cell.row.cell("list_name"), cell.row.cell("name"))
                found = choices.setdefault(key, {})
            found.setdefault(cell.kind, {})[cell.language] = cell.file
    rows = workbook.sheet("survey").rows if choices else ()
    lists = {row.cell("name"): columns.kind_and_list(row.cell("type"))[1] for row in rows}
    return Media(questions, choices, lists)


def spread(workbook: Workbook) -> Workbook:
    """The workbook with every file named for each language, where texts have languages.

    A column without one would make pyxform add a language of its own, in which no word is written.
    """
    languages = _languages(workbook)
    if not languages:
        return workbook
    sheets = dict(workbook.sheets)
    for name in SHEETS:
        if name in sheets:
            sheets[name] = _spread(sheets[name], languages)
    return replace(workbook, sheets=sheets)


def _spread(sheet: Sheet, languages: Iterable[str]) -> Sheet:
    bare = [header for header in sheet.header if column(header)[0] and not column(header)[1]]
    if not bare:
        return sheet
    made = {header: [f"{header}{columns.LANGUAGE}{each}" for each in languages] for header in bare}
    header = dict.fromkeys(new for old in sheet.header for new in made.get(old, [old]))
    rows = tuple(replace(row, cells=_copied(row.cells, made)) for row in sheet.rows)
    return replace(sheet, header=tuple(header), rows=rows)


def _copied(before: Mapping[str, str], made: Mapping[str, list[str]]) -> dict[str, str]:
    kept = {header: text for header, text in before.items() if header not in made}
    for header, copies in made.items():
        if header in before:
            kept = {**dict.fromkeys(copies, before[header]), **kept}
    return kept


def _languages(workbook: Workbook) -> list[str]:
    """The languages that texts are written in, in the order of their columns."""
    found: dict[str, None] = {}
    for name in SHEETS:
        for header in workbook.sheet(name).header:
            first, _, language = header.partition(columns.LANGUAGE)
            if first in columns.TRANSLATED and language:
                found[language] = None
    return list(found)
