"""Bytes of a file somebody sent -> a workbook of tidy text, or what is wrong with the file."""

from dataclasses import replace
from pathlib import PurePath

from flows.forms import bundle
from flows.forms.bundle import Bundle
from flows.forms.excel_sheets import OLE, ZIP, read_xlsx
from flows.forms.faults import whole_file
from flows.forms.text_sheets import read_csv, read_md
from flows.forms.workbook import Row, Sheet, Workbook

__all__ = ["Row", "Sheet", "Workbook", "read"]

MOST_BYTES = 10_000_000
READERS = {".md": read_md, ".csv": read_csv, ".xlsx": read_xlsx}


def read(content: bytes, file_name: str) -> Workbook:
    """Read a .md, .csv or .xlsx workbook, or a .zip of one with the files beside it.

    `file_name` says which it is, nothing is opened by it. Raises WorkbookError with every fault
    found, in Vietnamese.
    """
    return opened(bundle.read(content, file_name))


def opened(whole: Bundle) -> Workbook:
    """The workbook of a bundle, with the files beside it. Raises WorkbookError."""
    return replace(_alone(whole.workbook, whole.name), files=whole.files)


def _alone(content: bytes, file_name: str) -> Workbook:
    ending = PurePath(file_name).suffix.lower()
    if not content:
        raise whole_file("Tệp trống, không có gì bên trong. Hãy gửi lại.")
    if len(content) > MOST_BYTES:
        size = MOST_BYTES // 1_000_000
        raise whole_file(f"Tệp lớn hơn {size} MB. Hãy xóa ảnh và trang thừa rồi gửi lại.")
    if ending not in READERS:
        raise whole_file("Chỉ đọc được tệp .xlsx, .csv, .md, .zip. Hãy mở bằng Excel và lưu lại.")
    if ending != ".xlsx" and content.startswith((ZIP, OLE)):
        raise whole_file(f"Tệp này là Excel nhưng tên có đuôi {ending}. Hãy đổi đuôi thành .xlsx.")
    return READERS[ending](content, file_name)
