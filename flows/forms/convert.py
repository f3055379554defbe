"""A workbook becomes an XForm through pyxform, whose complaints become ours."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert as pyxform_convert

from flows.forms.faults import Fault, WorkbookError
from flows.forms.workbook import Sheet, Workbook

CONVERTED = ("survey", "choices", "settings")
FIRST_ROW = 2  # pyxform counts the header as row 1

ROW = re.compile(r"\[row ?: ?(\d+)\]")
PLACE = re.compile(r"On the '(\w+)' sheet(?:, the '([\w: ()-]+)' value)?")

# What pyxform says -> what its author needs to hear. The rest is quoted as it is.
KNOWN = (
    ("must be unique within", "Tên này đã dùng cho một câu khác. Hãy đổi tên."),
    ("must unique anywhere", "Tên này đã dùng cho một nhóm khác. Hãy đổi tên."),
    ("is reserved", 'Tên "meta" được giữ riêng. Hãy đổi tên khác.'),
    ("Names must begin with a letter", "Tên chỉ gồm chữ không dấu, số và dấu gạch dưới."),
    ("Could not find the name", "Trong ${…} có tên câu hỏi chưa hề có. Hãy sửa tên."),
    ("Reference variables must start", "Viết tên câu hỏi trong ${…}, ví dụ ${doc_sach}."),
    ("Choice names must be unique", "Danh sách có hai lựa chọn trùng tên. Hãy đổi tên một cái."),
    ("Choices must have a name", "Lựa chọn này chưa có tên ở cột name."),
    ("Unmatched", "Nhóm chưa có begin_group và end_group đi thành cặp."),
    ("Missing calculation", "Hàng calculate chưa có công thức ở cột calculation."),
    ("Unknown question type", "Không có kiểu câu hỏi này. Hãy sửa cột type."),
    ("List name not in choices", "Danh sách lựa chọn chưa có ở trang choices."),
    ("must contain a sheet named", "Tệp chưa có trang survey."),
)
NOT_XML = "Có tên cột hay tên gọi mà máy không ghi lại được. Hãy đặt tên bằng chữ, số, gạch dưới."
UNTOLD = "Không chuyển được thành phiếu hỏi. Lời báo của bộ chuyển: {}"

# Of pyxform's warnings the lint has most, with rows and in Vietnamese; these it does not.
KEPT = ("case-insensitive match", "similar names were found", "or update pyxform")


@dataclass(frozen=True, slots=True)
class Converted:
    """The XForm as XML, and what pyxform found odd but could use."""

    xform: str
    warnings: tuple[Fault, ...]


def to_xform(workbook: Workbook, form_name: str = "data") -> str:
    """The XForm XML of an expanded workbook. Raises WorkbookError."""
    return convert(workbook, form_name).xform


def convert(workbook: Workbook, form_name: str = "data") -> Converted:
    """Convert the sheets pyxform knows; `form_name` becomes the root node.

    Raises WorkbookError, with sheet and row where pyxform gives them.
    """
    try:
        result = pyxform_convert(_as_dict(workbook), form_name=form_name, validate=False)
    except PyXFormError as error:
        raise WorkbookError(_faults(str(error), workbook, serious=True)) from None
    except Exception as error:  # noqa: BLE001 (pyxform lets TypeError and its like escape)
        text = UNTOLD.format(type(error).__name__)
        raise WorkbookError([Fault("survey", None, "", text)]) from None
    if not _is_xml(result.xform):
        raise WorkbookError([Fault("survey", None, "", NOT_XML)])
    warnings = [text for text in result.warnings if any(part in text for part in KEPT)]
    found = [fault for text in warnings for fault in _faults(text, workbook, serious=False)]
    return Converted(result.xform, tuple(found))


def _is_xml(xform: str) -> bool:
    """Whether it is; pyxform writes down names that no XML may have."""
    try:
        ParserCreate(namespace_separator=" ").Parse(xform.encode(), True)
    except ExpatError:
        return False
    return True


def _as_dict(workbook: Workbook) -> dict[str, Any]:
    """A dictionary, never a string: pyxform would take a string for the path of a file."""
    definition: dict[str, Any] = {"sheet_names": list(workbook.sheets)}
    for name in CONVERTED:
        sheet = workbook.sheet(name)
        if sheet.header:
            definition[name] = [dict(row.cells) for row in sheet.rows]
            definition[f"{name}_header"] = [dict.fromkeys(sheet.header)]
    return definition


def _faults(said: str, workbook: Workbook, serious: bool) -> Iterable[Fault]:
    """One fault for each line that names a row; one for all when none does."""
    lines = [line for line in said.splitlines() if ROW.search(line)] or [said]
    return [_fault(line, workbook, serious) for line in lines]


def _fault(said: str, workbook: Workbook, serious: bool) -> Fault:
    row, place = ROW.search(said), PLACE.search(said)
    sheet = place.group(1) if place else "survey"
    column = (place.group(2) or "") if place else ""
    told = next((text for part, text in KNOWN if part in said), None)
    text = told or UNTOLD.format(ROW.sub("", said).strip())
    if not row:
        return Fault(sheet, None, column, text, serious)
    source, number = _origin(workbook.sheet(sheet), int(row.group(1)))
    return Fault(source, number, "" if source != sheet else column, text, serious)


def _origin(sheet: Sheet, counted: int) -> tuple[str, int]:
    """The sheet and row a person sees, for the row number pyxform counted."""
    at = counted - FIRST_ROW
    if not 0 <= at < len(sheet.rows):
        return sheet.name, sheet.header_row
    return sheet.rows[at].source or sheet.name, sheet.rows[at].number
