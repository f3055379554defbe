"""Excel workbooks, opened with care: what is inside is measured before anything is parsed."""

import io
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import repeat
from typing import Any

import openpyxl
from openpyxl.workbook.workbook import Workbook as Book

from flows.forms.bundle import PACKED
from flows.forms.faults import WorkbookError, whole_file
from flows.forms.workbook import Intake, Line, Unreadable, Workbook

MOST_RATIO = 200  # unpacked to packed, of parts that are not small anyway
SMALL_PART = 1_000_000  # bytes unpacked
MOST_PARTS = 2_000
# Longer than any cell, so a piece without a ">" is a tag with attributes without end, and those
# take seconds by the thousand.
PIECE = 1 << 18
STREAMED = ("xl/worksheets/", "xl/sharedStrings")
UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
BEFORE_XML = b"\xef\xbb\xbf \t\r\n"

OLE = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"

BROKEN = "Tệp Excel này bị hỏng. Hãy mở bằng Excel, lưu lại dạng .xlsx rồi gửi lại."
SUSPECT = "Tệp này giải nén ra quá lớn nên không mở. Hãy chép các trang sang tệp Excel mới."
LOCKED = (
    "Tệp có mật khẩu hoặc là Excel kiểu cũ (.xls). Hãy mở bằng Excel, bỏ mật khẩu, "
    "lưu lại dạng .xlsx."
)
NO_VALUE = "Công thức chưa có kết quả. Hãy mở tệp bằng Excel và lưu lại, hoặc gõ thẳng giá trị."


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost, in tags and attributes: they decide the time and memory, not bytes.

    A cell has about seven of them, so this leaves the cells to be counted where they can be told
    apart by sheet. Outside the sheets each tag becomes an object, in some 30 µs: fewer are let in.
    """

    unpacked: int = 60_000_000  # bytes, all parts together
    markup: int = 600_000
    small_markup: int = 100_000


FORM = Limits()
Take = Callable[[str, Iterator[Line], str], None]
"""What is done with each sheet: its title, its lines, and the part of the file it comes from."""


def read_xlsx(content: bytes, file_name: str) -> Workbook:
    """Raises WorkbookError. Rows are numbered as Excel shows them; formulas give their result."""
    intake = Intake(spill_is_a_fault=False)
    visit(content, FORM, lambda title, lines, _: intake.take(title, lines))
    return intake.finish(file_name)


def visit(content: bytes, limits: Limits, take: Take) -> None:
    """Hand each sheet of a file to `take`. Raises WorkbookError, also whatever `take` raises so."""
    if content.startswith(OLE):
        raise whole_file(LOCKED)
    if not content.startswith(ZIP):
        raise whole_file(BROKEN)
    try:
        has_formulas = _measure(content, limits)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of charts and styles it leaves out
            _take_sheets(content, has_formulas, take)
    except WorkbookError:
        raise
    except Exception:  # noqa: BLE001 (a hostile file can break zip, XML and openpyxl in any way)
        raise whole_file(BROKEN) from None


def _measure(content: bytes, limits: Limits) -> bool:
    """Whether there are formulas. Raises WorkbookError when unpacking would be unwise."""
    has_formulas, markup = False, 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        # Of what is packed otherwise one cannot unpack a part and stop.
        if any(part.compress_type not in PACKED for part in parts):
            raise whole_file(SUSPECT)
        if len(parts) > MOST_PARTS or unpacked > limits.unpacked or any(map(_swells, parts)):
            raise whole_file(SUSPECT)
        for part in parts:
            found, formulas = _scan(archive, part)
            markup += found
            has_formulas = has_formulas or formulas
            small = not part.filename.startswith(STREAMED)
            if markup > limits.markup or (small and found > limits.small_markup):
                raise whole_file(SUSPECT)
    return has_formulas


def _swells(part: zipfile.ZipInfo) -> bool:
    return part.file_size > max(SMALL_PART, MOST_RATIO * part.compress_size)


def _scan(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> tuple[int, bool]:
    """Tags and attributes of one part, and whether it holds formulas; pictures hold neither."""
    markup, formulas, tail = 0, False, b""
    with archive.open(part) as stream:
        piece = stream.read(PIECE)
        if piece.startswith(UTF_16):
            raise whole_file(BROKEN)  # Excel writes UTF-8; in anything else counting tells nothing
        if piece.lstrip(BEFORE_XML)[:1] not in (b"<", b""):
            return 0, False
        while piece:
            if len(piece) == PIECE and b">" not in piece:
                raise whole_file(SUSPECT)
            markup += piece.count(b"<") + piece.count(b"=")
            formulas = formulas or b"<f>" in tail + piece or b"<f " in tail + piece
            tail, piece = piece[-2:], stream.read(PIECE)
    return markup, formulas


def _take_sheets(content: bytes, has_formulas: bool, take: Take) -> None:
    values = _open(content, data_only=True)
    formulas = _open(content, data_only=False) if has_formulas else None
    try:
        for at, sheet in enumerate(values.worksheets):
            other = formulas.worksheets[at] if formulas else None
            take(sheet.title, _lines(sheet, other), _part(sheet))
    finally:
        values.close()
        if formulas:
            formulas.close()


def _open(content: bytes, data_only: bool) -> Book:
    return openpyxl.load_workbook(
        io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False
    )


def _lines(sheet: Any, formulas: Any) -> Iterator[Line]:  # openpyxl's read-only sheets are untyped
    sheet.reset_dimensions()  # what the file says about its own size may be a lie
    rows = sheet.iter_rows()
    if formulas is None:
        for number, cells in enumerate(rows, 1):
            yield Line(number, tuple(map(_cell, cells, repeat(None))))
        return
    formulas.reset_dimensions()
    for number, (cells, twins) in enumerate(zip(rows, formulas.iter_rows(), strict=False), 1):
        yield Line(number, tuple(map(_cell, cells, twins)))


def _part(sheet: Any) -> str:
    """Which part of the file a sheet is read from; openpyxl, which is pinned, says it only here."""
    return str(sheet._worksheet_path)


def _cell(cell: Any, twin: Any) -> str | Unreadable:
    if cell.value is None:
        return Unreadable(NO_VALUE) if twin is not None and twin.data_type == "f" else ""
    if cell.data_type == "e":
        return Unreadable(f"Ô này đang báo lỗi {cell.value}. Hãy sửa công thức hoặc gõ giá trị.")
    if isinstance(cell.value, float | int) and "%" in (cell.number_format or ""):
        return _text(cell.value * 100) + "%"
    return _text(cell.value)


def _text(value: object) -> str:
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return format(value, ".15g")  # 5.0 -> "5", 0.1 + 0.2 -> "0.3", as Excel shows them
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date() | time():
            return value.isoformat()
    return str(value)
