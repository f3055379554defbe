"""Workbooks written as plain text: pyxform's Markdown tables and its CSV layout."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from flows.forms.faults import Fault, WorkbookError, whole_file
from flows.forms.workbook import Intake, Line, Workbook

MOST_TEXT = 4_000_000  # bytes; a form of two thousand questions has a tenth of that
PIPE = re.compile(r"(?<!\\)\|")
# The |---|---| line of ordinary Markdown; possessive, or one endless line takes half a gigabyte.
RULE = re.compile(r"\|(?:\s*+:?-{3,}+:?\s*+\|)++")
DELIMITER = re.compile("[,;\t]")  # a Vietnamese Excel writes ";" into its CSV


class _Entry(NamedTuple):
    """A line with the sheet it belongs to; `opens` when it is the line that names the sheet."""

    block: int
    sheet: str
    line: Line


def read_md(content: bytes, file_name: str) -> Workbook:
    """Raises WorkbookError. Rows are numbered by line; `#` begins a comment line."""
    intake = Intake(spill_is_a_fault=True)
    comments: list[tuple[int, str]] = []
    lines = _md_lines(_decode(content), intake, comments)
    return _gather(intake, lines).finish(file_name, comments)


def read_csv(content: bytes, file_name: str) -> Workbook:
    """Raises WorkbookError. The first column names the sheet; rows are numbered by line."""
    intake = Intake(spill_is_a_fault=True)
    return _gather(intake, _csv_lines(_decode(content))).finish(file_name)


def _md_lines(text: str, intake: Intake, comments: list[tuple[int, str]]) -> Iterator[Line]:
    for number, raw in enumerate(io.StringIO(text, newline=None), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            comments.append((number, line))
        elif PIPE.search(line) and not RULE.fullmatch(line):
            yield Line(number, _md_cells(number, line, intake))


def _md_cells(number: int, line: str, intake: Intake) -> tuple[str, ...]:
    before, *cells, after = (piece.replace(r"\|", "|").strip() for piece in PIPE.split(line))
    if before or (after and not after.startswith("#")):
        advice = f"Dòng {number} phải bắt đầu và kết thúc bằng dấu | ."
        intake.complain(Fault("", None, "", advice))
    return tuple(cells)


def _csv_lines(text: str) -> Iterator[Line]:
    first = DELIMITER.search(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=first.group() if first else ",")
    start = 1
    try:
        for cells in reader:
            yield Line(start, tuple(cell.strip() for cell in cells))
            start = reader.line_num + 1
    except csv.Error:
        advice = f"Không đọc được dòng {start}. Hãy mở tệp bằng Excel và lưu lại."
        raise whole_file(advice) from None


def _gather(intake: Intake, lines: Iterable[Line]) -> Intake:
    for (_, sheet), entries in groupby(_entries(lines), key=lambda entry: entry[:2]):
        intake.take(sheet, (entry.line for entry in entries))
    return intake


def _entries(lines: Iterable[Line]) -> Iterator[_Entry]:
    block, sheet = 0, ""
    for line in lines:
        first = str(line.cells[0]) if line.cells else ""
        if first:
            block, sheet = block + 1, first
        cells = line.cells[1:]
        if not sheet and any(cells):
            text = f"Dòng {line.number} chưa thuộc trang nào. Ghi tên trang ở ô đầu, ví dụ: survey."
            raise WorkbookError([Fault("", None, "", text)])
        # Spreadsheets end every line with the same number of delimiters: those are no cells.
        if sheet:
            yield _Entry(block, sheet, Line(line.number, _without_tail(cells)))


def _without_tail(cells: tuple[object, ...]) -> tuple[str, ...]:
    filled = [at for at, cell in enumerate(cells) if cell]
    return tuple(str(cell) for cell in cells[: filled[-1] + 1]) if filled else ()


def _decode(content: bytes) -> str:
    if len(content) > MOST_TEXT:
        raise whole_file(f"Tệp chữ lớn hơn {MOST_TEXT // 1_000_000} MB. Hãy xóa phần thừa.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "Chữ trong tệp không phải kiểu UTF-8. Trong Excel hãy chọn lưu là CSV UTF-8."
        raise whole_file(text) from None
