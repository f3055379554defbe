"""Workbooks as authors send them, written in a few lines for the tests of flows.forms."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from csv import writer as csv_writer

import openpyxl

from flows.forms import lint, pack_sheet, scoring_sheets, sheets
from flows.forms.faults import Fault, WorkbookError
from flows.forms.workbook import Workbook

FAMILY = """\
# Phiếu mẫu của gia đình
| survey | type | name | label::Tiếng Việt (vi) | label::English (en) | required | relevant |
| | select_one area | area | Nhà ở vùng nào? | Which area? | yes | |
| | begin_group | learning | Việc học | Learning | | |
| | select_one often | reads | Nhà có hay đọc sách không? | Do you read? | yes | |
| | image | reads_photo | Xin một ảnh góc học tập | A photo, please | | ${reads} != 'never' |
| | integer | children | Nhà có mấy cháu đi học? | How many pupils? | yes | |
| | select_multiple help | helps | Nhà giúp cháu thế nào? | How do you help? | | ${children} > 0 |
| | end_group | | | | | |
| | decimal | hours | Mỗi tuần học thêm mấy giờ? | Hours a week? | | |

| choices | list_name | name | label::Tiếng Việt (vi) | label::English (en) | points |
| | area | normal | Vùng thường | Ordinary | |
| | area | remote | Vùng khó khăn | Remote | |
| | often | always | Thường xuyên | Often | 10 |
| | often | sometimes | Thỉnh thoảng | Sometimes | 4.5 |
| | often | never | Chưa bao giờ | Never | -3 |
| | help | desk | Có bàn học | A desk | 3 |
| | help | time | Dành thời gian | Time | 4 |
| | help | books | Mua sách vở | Books | 5 |

|criteria|criterion|label::Tiếng Việt (vi)|label::English (en)|threshold|threshold::remote|
| | home | Nếp học trong nhà | Habits | 60% | 30% |
| | extra | Học thêm | Extra | | |
| | total | Cả phiếu | All | 12 | 8 |

|indicators|criterion|indicator|label::English (en)|points|max|min|evidence|applies|
| | home | reads | Reading | | 8 | 4 | reads_photo | |
| | home | helps | Helping | | 10 | 3 | | ${children} > 0 |
| | extra | study | Studying | ${hours} * 0.7 | 3 | | | |

| settings | form_title | form_id | version | default_language |
| | Gia đình | family | 1 | Tiếng Việt (vi) |

|pack|title|instrument|authority|official|source|valid_from|valid_to|area|profile|
| | family | | | no | | 2026-01-01 | | area | |
"""


def md(text: str) -> Workbook:
    """The workbook in a Markdown text."""
    return sheets.read(text.encode(), "phieu.md")


def small(*survey: str, then: str = "") -> str:
    """A Markdown form with these survey rows (`type | name | label | …`), and more sheets."""
    header = "| survey | type | name | label | relevant | constraint | calculation |"
    blanks = [f"| | {row}{' |' * (6 - row.count('|') - 1)} |" for row in survey]
    return "\n".join([header, *blanks, then])


def faults_of(workbook: Workbook) -> list[Fault]:
    """What the lint says of the workbook."""
    expanded, model = scoring_sheets.expand(workbook)
    return lint.lint(workbook, expanded, model, pack_sheet.read(workbook))


def faults_in(content: bytes, file_name: str) -> tuple[Fault, ...]:
    """What reading the file complains of, () when it reads."""
    try:
        sheets.read(content, file_name)
    except WorkbookError as error:
        return error.faults
    return ()


def xlsx(tables: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """An Excel file with these sheets."""
    book = openpyxl.Workbook(write_only=True)
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return saved(book)


def csv(tables: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """The same as CSV: a line with the sheet's name, then its rows from the second column on."""
    text = io.StringIO()
    writer = csv_writer(text)
    for name, rows in tables.items():
        writer.writerow([name])
        writer.writerows(["", *row] for row in rows)
    return text.getvalue().encode()


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of an openpyxl workbook."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    """The same Excel file with one part replaced or added."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, data)
    return file.getvalue()
