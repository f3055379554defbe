"""A workbook as values: sheets of numbered rows with tidy text, within fixed limits."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from flows.forms import columns
from flows.forms.bundle import NO_FILES
from flows.forms.faults import Fault, WorkbookError

MOST_SHEETS = 40
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_CELLS = 50_000  # 2.6 s of openpyxl on a slow machine, twice that with formulas
LONGEST_CELL = 8_000  # characters: two of the longest messages Telegram carries
MOST_FAULTS = 200
MOST_MARKS = 30  # combining marks in a row: NFC takes time with the square of their number

FORM_SHEETS = ("survey", "choices", "settings", "criteria", "indicators", "targets", "pack")

INVISIBLE = str.maketrans({"\ufeff": None, "\u200b": None, "\u00a0": " ", "\r": None})
UNPRINTABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `number` is the row (in .md and .csv the line) a person sees in that file.

    `cells` maps header -> text and holds no blanks. `source` names the sheet that `number` counts
    in, when the row was made from a row of another sheet.
    """

    number: int
    cells: Mapping[str, str]
    source: str = ""

    def cell(self, column: str) -> str:
        """The text under a header, "" when there is none."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name in lower case, its headers from left to right, its rows in order."""

    name: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    header_row: int = 1


@dataclass(frozen=True, slots=True)
class Workbook:
    """All sheets by name, in the order of the file.

    `comments` are the lines of a .md file that are no rows, (number, text): comments, blank lines.
    `files` are those beside it, by name, when they came with it.
    """

    file_name: str
    sheets: Mapping[str, Sheet]
    comments: tuple[tuple[int, str], ...] = ()
    files: Mapping[str, bytes] = field(default_factory=lambda: NO_FILES)

    def sheet(self, name: str) -> Sheet:
        """That sheet, empty when the file has none."""
        return self.sheets.get(name) or Sheet(name, (), ())


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell whose value the file does not hold; `text` says what to do."""

    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a reader found it."""

    number: int
    cells: tuple[str | Unreadable, ...]


class Intake:
    """Takes lines from a reader and makes sheets of them; counts while the lines stream in."""

    def __init__(self, spill_is_a_fault: bool) -> None:
        self.sheets: dict[str, Sheet] = {}
        self.faults: list[Fault] = []
        self._spill_is_a_fault = spill_is_a_fault
        self._cells = 0

    def finish(self, file_name: str, comments: Iterable[tuple[int, str]] = ()) -> Workbook:
        """The workbook. Raises WorkbookError when anything was amiss."""
        if not any(sheet.header for sheet in self.sheets.values()) and not self.faults:
            self.faults.append(Fault("", None, "", "Tệp trống, không có trang nào có chữ."))
        if self.faults:
            raise WorkbookError(self.faults)
        return Workbook(file_name, self.sheets, tuple(comments))

    def complain(self, fault: Fault) -> None:
        """Keep the fault for the end. Raises WorkbookError when nobody would read further."""
        self.faults.append(fault)
        if len(self.faults) >= MOST_FAULTS:
            raise WorkbookError(self.faults)

    def take(self, name: str, lines: Iterable[Line]) -> None:
        """Read one sheet. Raises WorkbookError at once when it is too big."""
        name = tidy(name).lower()
        counted = (line for line in self._count(name, lines) if any(line.cells))
        first = next(counted, None)
        if name in self.sheets:
            number = first.number if first else None
            self._fault(name, number, "", "Trang này có hai lần; hãy gộp làm một.")
        elif first is None:
            self.sheets[name] = Sheet(name, (), ())
        else:
            header = self._header(name, first)
            rows = [self._row(name, header, line) for line in counted]
            filled = tuple(row for row in rows if row.cells)
            self.sheets[name] = Sheet(name, tuple(filter(None, header)), filled, first.number)
        if len(self.sheets) > MOST_SHEETS:
            raise self._too_big("", None, f"Tệp có hơn {MOST_SHEETS} trang. Hãy xóa trang thừa.")

    def _count(self, name: str, lines: Iterable[Line]) -> Iterable[Line]:
        for count, line in enumerate(lines, 1):
            self._cells += len(line.cells)
            if count > MOST_ROWS:
                text = f"Trang có hơn {MOST_ROWS} hàng. Hãy xóa hàng thừa, kể cả hàng trống."
                raise self._too_big(name, line.number, text)
            if len(line.cells) > MOST_COLUMNS and any(line.cells[MOST_COLUMNS:]):
                text = f"Hàng này có hơn {MOST_COLUMNS} cột. Hãy xóa cột thừa."
                raise self._too_big(name, line.number, text)
            if self._cells > MOST_CELLS:
                text = f"Tệp có hơn {MOST_CELLS} ô. Hãy xóa trang và ô thừa, kể cả ô trống."
                raise self._too_big(name, line.number, text)
            yield line

    def _header(self, name: str, line: Line) -> tuple[str, ...]:
        header: list[str] = []
        for raw in line.cells:
            text = self._text(name, line.number, "", raw)
            if name in FORM_SHEETS:
                text = columns.canonical(text, name)
            if text and text in header and name in FORM_SHEETS:
                self._fault(name, line.number, text, "Cột này có hai lần; hãy bỏ bớt một.")
            header.append("" if text in header else text)
        return tuple(header)

    def _row(self, name: str, header: tuple[str, ...], line: Line) -> Row:
        cells = {}
        for column, raw in zip(header, line.cells, strict=False):
            text = self._text(name, line.number, column, raw) if column else ""
            if text:
                cells[column] = text
        if self._spill_is_a_fault and any(line.cells[len(header) :]):
            text = "Hàng có nhiều ô hơn hàng tiêu đề. Dấu | ở trong ô phải viết là \\| ."
            self._fault(name, line.number, "", text)
        if name == "survey":
            cells = {column: columns.canonical_cell(column, cells[column]) for column in cells}
        return Row(line.number, cells)

    def _text(self, name: str, number: int, column: str, raw: str | Unreadable) -> str:
        wrong = raw.text if isinstance(raw, Unreadable) else trouble(raw)
        if wrong or isinstance(raw, Unreadable):
            self._fault(name, number, column, wrong)
            return ""
        return tidy(raw)

    def _fault(self, name: str, number: int | None, column: str, text: str) -> None:
        """Sheets that are no part of the form may hold what they like."""
        if name in FORM_SHEETS:
            self.complain(Fault(name, number, column, text))

    def _too_big(self, name: str, number: int | None, text: str) -> WorkbookError:
        return WorkbookError([*self.faults, Fault(name, number, "", text)])


def tidy(text: str) -> str:
    """NFC, without invisible characters, without blanks around it."""
    return unicodedata.normalize("NFC", text.translate(INVISIBLE)).strip()


def trouble(text: str) -> str:
    """What is wrong with the text of a cell, and what to do about it; "" when nothing is."""
    if len(text) > LONGEST_CELL:
        return f"Ô này dài hơn {LONGEST_CELL} chữ. Hãy viết ngắn lại."
    if UNPRINTABLE.search(text.replace("\r", "")):
        return "Ô này có ký tự không in được. Hãy xóa ô và gõ lại."
    if not unicodedata.is_normalized("NFC", text) and _longest_run(text) > MOST_MARKS:
        return "Ô này có quá nhiều dấu chồng lên một chữ. Hãy xóa ô và gõ lại."
    return ""


def _longest_run(text: str) -> int:
    marks = groupby(text, key=lambda letter: unicodedata.combining(letter) > 0)
    return max((len(list(run)) for is_mark, run in marks if is_mark), default=0)
