"""A workbook written as a file: Markdown tables, CSV, or Excel, with nothing lost but its looks."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePath

import openpyxl
from openpyxl.styles import Font

from flows.forms import notes
from flows.forms.faults import Fault, WorkbookError, whole_file
from flows.forms.workbook import Row, Sheet, Workbook


def write(workbook: Workbook, file_name: str) -> bytes:
    """The workbook as a .md, .csv or .xlsx file; `file_name` says which.

    Raises WorkbookError for another ending, and for a cell that a Markdown table cannot hold.
    """
    ending = PurePath(file_name).suffix.lower()
    if ending not in WRITERS:
        raise whole_file("Chỉ ghi được tệp .xlsx, .csv, .md. Hãy đổi đuôi tên tệp.")
    return WRITERS[ending](workbook)


def as_md(workbook: Workbook) -> bytes:
    """Markdown tables. Raises WorkbookError naming every cell with a line break in it."""
    broken = [*_line_breaks(workbook)]
    if broken:
        raise WorkbookError(broken)
    lines: list[str] = []
    beside = notes.of(workbook)
    for name, sheet in notes.without(workbook).items():
        for at, cells in enumerate(_table(sheet), 1):
            lines += _comments(beside, name, at)
            lines.append(_md_line((name if at == 1 else "", *cells)))
        lines += _comments(beside, name, len(sheet.rows) + 2)
    return ("\n".join(lines) + "\n").encode()


def as_csv(workbook: Workbook) -> bytes:
    """One table, the first column naming the sheet, as Excel opens it (UTF-8 with its mark)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for name, sheet in _with_notes(workbook).items():
        for at, cells in enumerate(_table(sheet)):
            writer.writerow((name if at == 0 else "", *cells))
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(workbook: Workbook) -> bytes:
    """A plain Excel workbook: text in every cell, so that no code becomes a number or a formula."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, sheet in _with_notes(workbook).items():
        page = book.create_sheet(name)
        page.freeze_panes = "A2"
        for at, cells in enumerate(_table(sheet), 1):
            for column, text in enumerate(cells, 1):
                if text:
                    cell = page.cell(at, column, text)
                    cell.data_type = "s"  # else "=1" would be a formula and "#N/A" an error
                    cell.font = Font(bold=at == 1)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WRITERS: Mapping[str, Callable[[Workbook], bytes]] = {
    ".md": as_md,
    ".csv": as_csv,
    ".xlsx": as_xlsx,
}


def _table(sheet: Sheet) -> Iterator[tuple[str, ...]]:
    """The header and the rows, each as wide as the header."""
    if sheet.header:
        yield sheet.header
        for row in sheet.rows:
            yield tuple(row.cell(column) for column in sheet.header)


def _with_notes(workbook: Workbook) -> Mapping[str, Sheet]:
    found, plain = notes.of(workbook), notes.without(workbook)
    return {**plain, notes.SHEET: notes.as_sheet(found)} if found else plain


def _comments(beside: tuple[notes.Note, ...], sheet: str, at: int) -> list[str]:
    return [note.text for note in beside if (note.sheet, note.before) == (sheet, at)]


def _md_line(cells: tuple[str, ...]) -> str:
    escaped = (cell.replace("|", "\\|") for cell in cells)
    return "|" + "|".join(f" {cell} " if cell else " " for cell in escaped) + "|"


def _line_breaks(workbook: Workbook) -> Iterator[Fault]:
    for name, sheet in notes.without(workbook).items():
        for row in sheet.rows:
            yield from (
                _broken(name, row, column) for column in sheet.header if _breaks(row, column)
            )


def _breaks(row: Row, column: str) -> bool:
    return "\n" in row.cell(column)


def _broken(name: str, row: Row, column: str) -> Fault:
    text = "Ô này có xuống dòng, tệp .md không ghi được. Hãy ghi ra .xlsx hoặc .csv."
    return Fault(name, row.number, column, text)
