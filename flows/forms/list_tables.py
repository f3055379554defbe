"""Lists kept as CSV, as Excel in Vietnam and elsewhere writes it."""

import csv
import io
from collections.abc import Iterator

from flows.forms.list_lines import Lines
from flows.forms.workbook import tidy

AS_UTF_8 = "Chữ trong tệp không phải kiểu UTF-8. Trong Excel hãy chọn lưu là CSV UTF-8."
NO_SEPARATOR = "Các cột phải cách nhau bằng dấu phẩy hoặc chấm phẩy. Hãy lưu lại là CSV UTF-8."
NAMELESS = "Cột thứ {} không có tên nên không dùng; ODK có khi không mở. Hãy xóa hẳn cột ấy."
SEP = "Hãy xóa dòng đầu (sep=…): dòng đầu phải là tên các cột."


def read(content: bytes, lines: Lines) -> None:
    """Take the header and the rows. Raises WorkbookError where nothing more can be read."""
    text = _decoded(content, lines)
    first = text.partition("\n")[0]
    if first.lower().startswith("sep="):
        lines.stop(1, SEP)
    if "\t" in first and not {",", ";"} & set(first):
        lines.stop(1, NO_SEPARATOR)
    records = _records(text, ";" if ";" in first else ",", lines)
    number, names = next(records, (1, []))
    header = _header(number, names, lines)
    for number, cells in records:
        if any(cell.strip() for cell in cells[len(header) :]):
            lines.wrong(
                number, "Hàng có nhiều ô hơn hàng tiêu đề. Hãy bỏ ô thừa, hoặc đặt tên cột."
            )
        row = {name: cell for name, cell in zip(header, cells, strict=False) if name}
        if any(cell.strip() for cell in row.values()):
            lines.take(number, row)


def _decoded(content: bytes, lines: Lines) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        lines.stop(content.count(b"\n", 0, error.start) + 1, AS_UTF_8)


def _header(number: int, names: list[str], lines: Lines) -> list[str]:
    """The names from left to right, "" where a column has none and is left out."""
    header = [tidy(name) for name in names]
    for at, name in enumerate(header, 1):
        if not name:
            lines.remark(number, NAMELESS.format(at))
        elif name in header[: at - 1]:
            lines.wrong(number, "Cột này có hai lần. Hãy bỏ bớt một.", name)
    if not any(header):
        lines.stop(number, "Dòng đầu phải là tên các cột, ví dụ: name,label.")
    lines.head([name for name in header if name], number)
    return header


def _records(text: str, separator: str, lines: Lines) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins on; blank lines are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start = 1
    try:
        for cells in reader:
            if cells:
                yield start, cells
            start = reader.line_num + 1
    except csv.Error:
        lines.stop(start, "Không đọc được dòng này: dấu ngoặc kép chưa đóng, hoặc ô quá dài.")
