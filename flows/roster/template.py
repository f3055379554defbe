"""Writes the workbook: empty for an officer to fill in, or with the roster that is there."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from flows import gazetteer
from flows.roster import written
from flows.roster.columns import EXAMPLE, GUIDE, NEEDED, Column, SheetPlan
from flows.roster.intake import MOST_ROWS
from flows.roster.model import Commune, Roster
from flows.roster.plans import PLANS, plan

TEXT = "@"  # Excel's number format for text: leading zeros stay, nothing becomes a date
LONGEST_PROMPT = 255  # characters Excel allows

GUIDANCE = (
    "Danh sách của xã để nạp vào Bản Học",
    "",
    "1. Điền lần lượt các trang: Xã, Thôn bản, Dòng họ, Đơn vị, Hộ gia đình, Người.",
    "2. Hàng đầu mỗi trang là tên cột, xin giữ nguyên. Bấm vào một ô để xem lời nhắc của cột đó.",
    f'3. Cột có dấu {NEEDED} phải ghi. Hàng bắt đầu bằng "{EXAMPLE}" chỉ để xem, không được nạp: '
    "xóa đi hoặc để đó đều được.",
    "4. Mã do xã tự đặt, chỉ gồm chữ không dấu, số và gạch nối. Đặt một lần rồi giữ mãi: nạp lại "
    "thì chương trình nhận ra hộ, bản, dòng họ theo mã.",
    "5. Không trang nào được dùng chung một mã. Nên ghi mã hộ là mã bản, gạch nối, số hộ: B01-001.",
    "6. Trang Người chỉ ghi người từ đủ 18 tuổi. Ai thay mặt hộ trả lời thì ghi vai trò "
    '"đại diện hộ".',
    "7. Không gộp ô. Không ghi số căn cước, dân tộc, tôn giáo: chương trình không cần và không "
    "lưu.",
    "8. Xong thì đưa tệp cho người giữ máy nạp. Sai ở đâu, chương trình báo rõ trang, hàng, cột.",
)


def template(commune: Commune | None = None) -> bytes:
    """An empty workbook with an example row on each sheet; its commune filled in where given."""
    return _saved([_template_rows(plan, commune) for plan in PLANS])


def export(roster: Roster, year: int) -> bytes:
    """The workbook of a roster: reading it gives the same roster. `year` is this year."""
    return _saved([_roster_rows(plan, roster, year) for plan in PLANS])


def commune_of(place: gazetteer.GazetteerPlace) -> Commune:
    """A commune of the official list, as the first sheet has it."""
    return Commune(place.code, place.title, place.parent)


Rows = Iterable[Sequence[str]]


def _template_rows(of: SheetPlan, commune: Commune | None) -> Rows:
    if of.key == "commune" and commune is not None:
        cells = written.commune(commune)
        return [[cells[column.key] for column in of.columns]]
    first, *others = of.columns
    return [[f"{EXAMPLE} {first.example}", *(column.example for column in others)]]


def _roster_rows(of: SheetPlan, roster: Roster, year: int) -> Rows:
    if of.key == "commune":
        each = [written.commune(roster.commune)]
    else:
        entries = roster.of(of.key).values()
        each = [written.entry(entry, roster.commune.code, year) for entry in entries]
    return ([cells[column.key] for column in of.columns] for cells in each)


def _saved(sheets: Sequence[Rows]) -> bytes:
    book = Workbook(write_only=True)
    for style in _styles():
        book.add_named_style(style)
    _guide(book)
    for of, rows in zip(PLANS, sheets, strict=True):
        _sheet(book, of, rows)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _styles() -> list[NamedStyle]:
    header = NamedStyle("header", font=Font(bold=True), number_format=TEXT)
    header.fill = PatternFill("solid", fgColor="DDEBE3")
    header.alignment = Alignment(wrap_text=True, vertical="center")
    wrapped = NamedStyle("wrapped", alignment=Alignment(wrap_text=True, vertical="top"))
    return [header, NamedStyle("words", number_format=TEXT), NamedStyle("number"), wrapped]


def _guide(book: Workbook) -> None:
    sheet = book.create_sheet(GUIDE)
    sheet.column_dimensions["A"].width = 100
    for text in GUIDANCE:
        sheet.append([_cell(sheet, text, "wrapped")])


def _sheet(book: Workbook, of: SheetPlan, rows: Rows) -> None:
    sheet = book.create_sheet(of.title)
    sheet.freeze_panes = "A2"
    for number, column in enumerate(of.columns, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = column.width
        if not column.number:
            sheet.column_dimensions[letter].number_format = TEXT
        sheet.data_validations.append(_validation(column, letter))
    sheet.append([_cell(sheet, column.header, "header") for column in of.columns])
    styles = ["number" if column.number else "words" for column in of.columns]
    for row in rows:
        sheet.append([_cell(sheet, *pair) for pair in zip(row, styles, strict=True)])


def _cell(sheet: Worksheet, text: str, style: str) -> Cell | None:
    if not text:
        return None
    is_number = style == "number" and text.isdecimal()
    cell = WriteOnlyCell(sheet, int(text) if is_number else text)
    cell.data_type = "n" if is_number else "s"  # a name that begins with "=" is no formula
    cell.style = style
    return cell


def _validation(column: Column, letter: str) -> DataValidation:
    """The note that Excel shows beside a cell, and the list to choose from; it forbids nothing."""
    offered = _offered(column)
    made = DataValidation(type="list" if offered else None, formula1=offered, allow_blank=True)
    made.promptTitle, made.prompt = column.title, column.note[:LONGEST_PROMPT]
    made.showInputMessage, made.showErrorMessage = True, False
    made.add(f"{letter}2:{letter}{MOST_ROWS}")
    return made


def _offered(column: Column) -> str | None:
    if column.choices:
        return f'"{",".join(column.choices)}"'
    return f"'{plan(column.codes_of).title}'!$A$2:$A${MOST_ROWS}" if column.codes_of else None
