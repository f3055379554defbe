"""Reading .md and .csv workbooks: every row keeps the number a person sees, every text is tidy."""

import unicodedata

import pytest
from workbook_files import FAMILY, faults_in, md

from flows.forms import sheets
from flows.forms.faults import Fault, WorkbookError
from flows.forms.workbook import LONGEST_CELL, MOST_COLUMNS, MOST_FAULTS, MOST_ROWS


def test_a_markdown_table_keeps_its_sheets_headers_and_line_numbers() -> None:
    workbook = md(FAMILY)

    assert list(workbook.sheets) == [
        *("survey", "choices", "criteria", "indicators", "settings", "pack")
    ]
    assert workbook.sheets["survey"].header[:3] == ("type", "name", "label::Tiếng Việt (vi)")
    assert workbook.sheets["survey"].header_row == 2
    assert workbook.sheets["survey"].rows[2].number == 5
    assert workbook.sheets["survey"].rows[2].cell("name") == "reads"
    assert [text for _, text in workbook.comments if text] == ["# Phiếu mẫu của gia đình"]


def test_an_escaped_pipe_is_part_of_the_text() -> None:
    workbook = md("| survey | type | name | label |\n| | text | a | sách \\| vở |  # ghi chú")

    assert workbook.sheets["survey"].rows[0].cell("label") == "sách | vở"


def test_a_pipe_that_was_not_escaped_is_reported_with_its_line() -> None:
    content = "| survey | type | name | label |\n| | text | a | sách | vở |".encode()

    (fault,) = faults_in(content, "phieu.md")

    assert (fault.sheet, fault.row) == ("survey", 2)
    assert "\\|" in fault.text


def test_a_line_without_its_outer_pipes_is_not_lost_silently() -> None:
    content = b"| survey | type | name |\n| | text | a |\n text | b |"

    (fault,) = faults_in(content, "phieu.md")

    assert "Dòng 3" in str(fault)


def test_a_line_with_nothing_but_an_escaped_pipe_is_no_row() -> None:
    workbook = md("| survey | type | name |\n| | text | a |\n\\|")

    assert [row.cell("name") for row in workbook.sheets["survey"].rows] == ["a"]


def test_the_rule_under_an_ordinary_markdown_header_is_no_row() -> None:
    workbook = md("| survey | type | name |\n|---|:---|---|\n| | text | a |\n\nLời bàn ngoài bảng.")

    assert [row.cell("name") for row in workbook.sheets["survey"].rows] == ["a"]


def test_texts_are_composed_trimmed_and_without_invisible_characters() -> None:
    label = unicodedata.normalize("NFD", "Dòng\u00a0họ học tập") + "\u200b"

    workbook = md(f"| survey | type | name | label |\n| | text | a | {label} |")

    assert workbook.sheets["survey"].rows[0].cell("label") == "Dòng họ học tập"


def test_headers_and_types_have_one_spelling_after_reading() -> None:
    workbook = md(
        "| Survey | Type | Name | Label : Tiếng Việt (vi) | Relevance | Constraint message |\n"
        "| | Select one  Yn | a | Có không? | true() | Sai |\n| | begin group | g | | | |"
    )

    survey = workbook.sheets["survey"]

    assert survey.header == (
        *("type", "name", "label::Tiếng Việt (vi)", "relevant", "constraint_message"),
    )
    assert [row.cell("type") for row in survey.rows] == ["select_one Yn", "begin_group"]


def test_a_choices_column_that_filters_refer_to_keeps_its_spelling() -> None:
    workbook = md("| choices | list name | Name | Khu vực | tag |\n| | a | b | c | d |")

    assert workbook.sheets["choices"].header == ("list_name", "name", "Khu vực", "tag")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_reads_with_whatever_delimiter_excel_wrote(delimiter: str) -> None:
    lines = [
        "survey,,",
        ",type,name,label",
        ',text,a,"hai\ndòng"',
        ",,,",
        ",text,b,một",
        "settings",
    ]
    content = "\r\n".join(lines).replace(",", delimiter).encode("utf-8-sig")

    workbook = sheets.read(content, "phieu.csv")

    rows = workbook.sheets["survey"].rows
    assert [(row.number, row.cell("label")) for row in rows] == [(3, "hai\ndòng"), (6, "một")]
    assert workbook.sheets["settings"].rows == ()


def test_a_csv_header_may_stand_beside_the_name_of_its_sheet() -> None:
    workbook = sheets.read(b"survey,type,name\n,text,a\n", "phieu.csv")

    assert workbook.sheets["survey"].rows[0].cells == {"type": "text", "name": "a"}


def test_rows_before_any_sheet_name_are_refused() -> None:
    (fault,) = faults_in(b",type,name\n,text,a\n", "phieu.csv")

    assert "chưa thuộc trang nào" in fault.text


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "phieu.md", "Tệp trống"),
        (b"   \n\n", "phieu.md", "Tệp trống"),
        (b"\n\n", "phieu.csv", "Tệp trống"),
        ("| survey |".encode("utf-16"), "phieu.md", "UTF-8"),
        ("survey,Dòng họ".encode("cp1258", "replace") + b"\xff", "phieu.csv", "UTF-8"),
        (b"PK\x03\x04rest", "phieu.csv", ".xlsx"),
        (b"anything", "phieu.pdf", ".xlsx"),
        (b"anything", "phieu", ".xlsx"),
        (b"a" * 10_000_001, "phieu.xlsx", "10 MB"),
        (b"|" * 4_000_001, "phieu.md", "4 MB"),
    ],
)
def test_a_file_that_is_no_workbook_gets_one_clear_sentence(
    content: bytes, name: str, said: str
) -> None:
    (fault,) = faults_in(content, name)

    assert said in str(fault)


def test_a_csv_cell_that_never_ends_is_refused() -> None:
    (fault,) = faults_in(b'survey,type\n,"' + b"x" * 200_000, "phieu.csv")

    assert "dòng 2" in fault.text


def test_a_sheet_that_stands_there_twice_is_reported() -> None:
    content = b"| survey | type |\n| | text |\n| choices | name |\n| Survey | type |\n| | note |"

    (fault,) = faults_in(content, "phieu.md")

    assert (fault.sheet, fault.row) == ("survey", 4)


def test_a_column_that_stands_there_twice_is_reported() -> None:
    (fault,) = faults_in(b"| survey | type | Type |\n| | text | note |", "phieu.md")

    assert (fault.sheet, fault.row, fault.column) == ("survey", 1, "type")


@pytest.mark.parametrize(
    "text",
    ["\x00", "a" * (LONGEST_CELL + 1), "a" + "\u0301\u0323" * 20],
    ids=["nul", "long", "marks"],
)
def test_a_cell_that_cannot_be_text_is_reported_where_it_stands(text: str) -> None:
    content = f"| survey | type | name |\n| | text | {text} |".encode()

    (fault,) = faults_in(content, "phieu.md")

    assert (fault.sheet, fault.row, fault.column) == ("survey", 2, "name")


def test_sheets_that_are_no_part_of_the_form_may_hold_what_they_like() -> None:
    workbook = md("| survey | type |\n| | text |\n| ghi chú | a | a |\n| | b | c | d |")

    assert workbook.sheets["ghi chú"].rows[0].cell("a") == "b"


def test_all_faults_are_told_at_once() -> None:
    content = b"| survey | type | type |\n| | text | a | b |\n| | note | \x01 |"

    assert [fault.row for fault in faults_in(content, "phieu.md")] == [1, 2]


def test_a_file_wrong_in_every_line_is_not_read_to_its_end() -> None:
    lines = b"a|b\n" * 1_000_000

    assert len(faults_in(lines, "phieu.md")) == MOST_FAULTS


def test_more_rows_columns_cells_or_sheets_than_allowed_are_refused() -> None:
    rows = "| survey | type |\n" + "| | text |\n" * (MOST_ROWS + 1)
    columns = "| survey |" + " a |" * (MOST_COLUMNS + 1)
    cells = "| survey |" + "".join(f" c{n} |" for n in range(150)) + ("\n| |" + " a |" * 150) * 350
    many = "".join(f"| s{number} | a |\n" for number in range(41))
    files = [text.encode() for text in (rows, columns, cells, many)]

    refused = [str(faults_in(file, "phieu.md")[-1]) for file in files]

    assert refused[0].startswith("survey hàng 20001: Trang có hơn 20000 hàng")
    assert refused[1].startswith("survey hàng 1: Hàng này có hơn 200 cột")
    assert refused[2].startswith("survey hàng 334: Tệp có hơn 50000 ô")
    assert refused[3].startswith("Tệp có hơn 40 trang")


def test_a_fault_says_where_it_stands_in_one_line() -> None:
    assert str(Fault("survey", 12, "relevant", "Sai.")) == "survey hàng 12, cột relevant: Sai."
    assert str(Fault("survey", None, "", "Thiếu.")) == "survey: Thiếu."
    assert str(Fault("", None, "", "Tệp trống.")) == "Tệp trống."


def test_an_error_carries_all_its_faults_and_says_them() -> None:
    error = WorkbookError([Fault("survey", 2, "name", "Sai."), Fault("pack", 3, "", "Thiếu.")])

    assert len(error.faults) == 2
    assert str(error) == "survey hàng 2, cột name: Sai.\npack hàng 3: Thiếu."
