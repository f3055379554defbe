"""The workbook an official begins with: a worked example, drop-downs, and notes in Vietnamese."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from importlib.resources import files
from io import BytesIO
from math import ceil

import openpyxl
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from flows.forms import sheets, written
from flows.forms.pack_sheet import TITLES
from flows.forms.row_types import ROW_TYPES
from flows.forms.workbook import Workbook

GUIDE, TYPES = "huong dan", "kieu cau"
LAST_ROW = 500  # rows that get the drop-downs
LINE = 15.5  # points; Excel does not make rows higher by itself in a file it has not written
WIDEST = 1.1  # a letter of our texts takes so much of the width Excel counts in
WIDTHS = {"label": 60, "hint": 40, "constraint_message": 40, "relevant": 30, "points": 32}
PLAIN_WIDTH = 18
HEADER = PatternFill("solid", fgColor="E2EFE8")

GUIDANCE = (
    "Bộ câu hỏi cho Bản Học, viết bằng Excel",
    "",
    "1. Trang survey: mỗi hàng một câu. Bấm vào một ô để xem lời nhắc của cột đó. Các kiểu câu có "
    "ở trang kieu cau.",
    "2. Trang choices: các lựa chọn. Câu select_one muc_do dùng các hàng có list_name là muc_do; "
    "cột points là điểm của từng lựa chọn.",
    "3. Trang criteria và indicators: tiêu chí, và câu nào tính điểm, nhiều nhất bao nhiêu điểm, "
    "ảnh nào làm minh chứng.",
    "4. Trang pack: bộ này cho danh hiệu nào, theo văn bản nào. Ô official chỉ ghi yes khi đã đúng "
    "từng chữ với văn bản; chưa đúng thì ghi no, mọi nơi sẽ hiện MẪU THAM KHẢO.",
    "5. Tên (name) viết không dấu, không cách: doc_sach. Trong công thức, câu khác viết là "
    "${doc_sach}.",
    "6. Xong thì chạy: banhoc check TEP.xlsx. Sai ở đâu, chương trình báo rõ trang, hàng, cột.",
    "7. Tập hỏi thử trên máy: banhoc rehearse TEP.xlsx. Đưa vào dùng: banhoc pack load TEP.xlsx.",
    "8. Cùng tệp này mở được trong ODK Collect và KoboToolbox; muốn có cả điểm ở đó thì chạy: "
    "banhoc form expand TEP.xlsx TEP_ODK.xlsx.",
)

CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("survey", "required"): ("yes", "no"),
    ("pack", "official"): ("no", "yes"),
    ("pack", "title"): TITLES,
}
"""What a drop-down offers; other words are allowed all the same (select_one needs its list)."""

NOTES: Mapping[tuple[str, str], str] = {
    ("survey", "type"): "Kiểu câu. select_one, select_multiple thì ghi thêm tên danh sách: "
    "select_one muc_do",
    ("survey", "name"): "Tên ngắn không dấu, mỗi câu một tên, ví dụ doc_sach",
    ("survey", "label"): "Lời hỏi, đúng như người dân sẽ đọc",
    ("survey", "hint"): 'Lời giải thích, hiện khi người ta gõ "?"',
    ("survey", "required"): "yes: phải trả lời. Để trống: được bỏ qua",
    ("survey", "relevant"): "Chỉ hỏi khi đúng điều này, ví dụ ${so_buoi} > 0",
    (
        "survey",
        "constraint",
    ): "Câu trả lời phải thế nào; dấu chấm là câu trả lời: . >= 0 and . <= 100",
    ("survey", "constraint_message"): "Lời nhắc khi trả lời chưa đúng, kèm một ví dụ",
    ("choices", "list_name"): "Tên danh sách, như trong select_one",
    ("choices", "name"): "Tên lựa chọn, không dấu",
    ("choices", "label"): "Chữ người dân đọc",
    ("choices", "points"): "Điểm của lựa chọn này",
    ("criteria", "criterion"): "Tên tiêu chí, không dấu",
    ("criteria", "label"): "Tiêu chí, như trong văn bản",
    ("criteria", "threshold"): "Điểm phải đạt: 60% hoặc 12. Để trống: không xét riêng",
    ("indicators", "criterion"): "Tiêu chí mà câu này thuộc về",
    ("indicators", "indicator"): "Tên câu hỏi tính điểm, ví dụ doc_sach",
    (
        "indicators",
        "points",
    ): "Để trống: lấy điểm ở trang choices. Hoặc công thức, ví dụ ${so_buoi} * 2",
    ("indicators", "max"): "Nhiều nhất bao nhiêu điểm",
    ("indicators", "evidence"): "Tên câu gửi ảnh làm minh chứng",
    ("pack", "title"): "citizen công dân, family gia đình, clan dòng họ, village bản, unit đơn vị, "
    "commune xã",
    ("pack", "instrument"): "Văn bản ban hành bộ tiêu chí: số, ngày",
    ("pack", "authority"): "Ai ban hành",
    ("pack", "official"): "yes chỉ khi đúng từng chữ với văn bản đã ban hành",
    ("pack", "source"): "Lấy từ đâu",
    ("settings", "version"): "Số bản, tăng lên mỗi lần sửa",
}


def example() -> Workbook:
    """The worked example: it lints clean."""
    content = files("flows") / "library" / "starter" / "mau.md"
    return sheets.read(content.read_bytes(), "mau.md")


def workbook() -> bytes:
    """The starter workbook as an .xlsx file."""
    book = openpyxl.load_workbook(BytesIO(written.as_xlsx(replace(example(), comments=()))))
    _guide(book.create_sheet(GUIDE, 0))
    for page in book.worksheets[1:]:
        _furnish(page)
    _types(book.create_sheet(TYPES))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _guide(page: Worksheet) -> None:
    page.column_dimensions["A"].width = 110
    for number, text in enumerate(GUIDANCE, 1):
        page.cell(number, 1, text).font = Font(bold=number == 1, size=14 if number == 1 else 11)
    page.row_dimensions[1].height = 2 * LINE
    _wrap(page, range(2, len(GUIDANCE) + 1))


def _types(page: Worksheet) -> None:
    """Every type with what it is for; the drop-down of the survey offers its first column."""
    page.append(("cột type", "nghĩa là"))
    for each in ROW_TYPES:
        page.append((each.written, each.said))
    for letter, width in (("A", 36), ("B", 90)):
        page[f"{letter}1"].fill = HEADER
        page.column_dimensions[letter].width = width
    _wrap(page, range(2, len(ROW_TYPES) + 2))


def _furnish(page: Worksheet) -> None:
    """Widths, a coloured header, and what Excel says beside each cell."""
    for column in range(1, page.max_column + 1):
        letter, head = get_column_letter(column), page.cell(1, column)
        head.fill = HEADER
        page.column_dimensions[letter].width = WIDTHS.get(str(head.value), PLAIN_WIDTH)
        for rule in _rules(page.title, str(head.value)):
            rule.add(f"{letter}2:{letter}{LAST_ROW}")
            page.add_data_validation(rule)
    _wrap(page, range(2, page.max_row + 1))


def _wrap(page: Worksheet, rows: Iterable[int]) -> None:
    """Break long texts, and make their rows as high as the longest of them."""
    for row in rows:
        lines = 1
        for column, cell in enumerate(page[row], 1):
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            width = page.column_dimensions[get_column_letter(column)].width
            lines = max(lines, ceil(len(str(cell.value or "")) * WIDEST / width))
        page.row_dimensions[row].height = lines * LINE


def _rules(sheet: str, column: str) -> Iterator[DataValidation]:
    """The drop-down and the note of a column, where it has them; it forbids nothing."""
    offered, note = CHOICES.get((sheet, column), ()), NOTES.get((sheet, column), "")
    if not (offered or note):
        return
    listed = f'"{",".join(offered)}"' if offered else None
    if (sheet, column) == ("survey", "type"):  # too many for a list in the rule itself
        listed = f"'{TYPES}'!$A$2:$A${len(ROW_TYPES) + 1}"
    rule = DataValidation(type="list" if listed else None, formula1=listed, allow_blank=True)
    rule.promptTitle, rule.prompt = column, note or None
    rule.showInputMessage, rule.showErrorMessage = bool(note), False
    yield rule
