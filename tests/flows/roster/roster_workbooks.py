"""Workbooks for the stories of the roster: a small sound one, and ways to spoil it."""

import io
from collections.abc import Mapping, Sequence

import openpyxl

from flows.forms.faults import Fault, WorkbookError
from flows.roster import reading
from flows.roster.columns import GUIDE
from flows.roster.model import Roster
from flows.roster.people import Known
from flows.roster.plans import PLANS

YEAR = 2026
Rows = Sequence[Mapping[str, object]]

SHEETS: Mapping[str, Rows] = {
    "commune": [
        {"code": "03390", "name": "xã Bình Lư", "province": "Lai Châu", "area": "vùng khác"}
    ],
    "villages": [
        {"code": "B01", "name": "Bản Nà Đon (mẫu)"},
        {"code": "B02", "name": "Bản Nà Khum (mẫu)"},
    ],
    "clans": [{"code": "DH01", "name": "Họ Lò (mẫu)", "village": "B01"}],
    "units": [{"code": "DV01", "name": "Trường Mẫu", "kind": "trường học", "members": 24}],
    "households": [
        {
            "code": "B01-01",
            "village": "B01",
            "name": "Lò Văn Mẫu",
            "members": 5,
            "adults": 3,
            "phone": "0900000001",
            "clans": "DH01",
        },
        {"code": "B02-01", "village": "B02", "name": "Tẩn A Mẫu"},
    ],
    "people": [
        {
            "name": "Lò Văn Mẫu",
            "birth_year": 1975,
            "phone": "0900000001",
            "households": "B01-01",
            "roles": "đại diện hộ, trưởng thôn bản",
            "clan_head": "DH01",
        },
        {"name": "Vàng Thị Mẫu", "birth_year": 1999, "village": "B02", "units": "DV01"},
        {"name": "Đỗ Thu Mẫu", "roles": "cán bộ xã", "unit_head": "DV01"},
    ],
}


def sheets(**changed: Rows) -> dict[str, Rows]:
    """The sound sheets, some of them changed."""
    return {**SHEETS, **changed}


def one(sheet: str, at: int = 0, **changed: object) -> Rows:
    """The rows of a sound sheet with some cells of one row changed."""
    rows = [dict(row) for row in SHEETS[sheet]]
    rows[at] |= changed
    return rows


def book(content: Mapping[str, Rows]) -> openpyxl.Workbook:
    """The workbook of these sheets, {sheet: rows of {column: value}}."""
    made = openpyxl.Workbook()
    made.active.title = GUIDE
    for plan in PLANS:
        if plan.key not in content:
            continue
        sheet = made.create_sheet(plan.title)
        sheet.append([column.header for column in plan.columns])
        for row in content[plan.key]:
            sheet.append([row.get(column.key) for column in plan.columns])
    return made


def saved(made: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def xlsx(**changed: Rows) -> bytes:
    """The sound workbook as a file, some sheets changed."""
    return saved(book(sheets(**changed)))


def read(content: bytes, known: Known | None = None) -> tuple[Roster, tuple[Fault, ...]]:
    return reading.finish(reading.draft(content), known or Known(), YEAR)


def roster(content: bytes, known: Known | None = None) -> Roster:
    return read(content, known)[0]


def faults(content: bytes, known: Known | None = None) -> list[str]:
    """Everything wrong with the file, as it is printed."""
    try:
        read(content, known)
    except WorkbookError as wrong:
        return [str(fault) for fault in wrong.faults if fault.serious]
    return []
