"""The lint looks into the files beside a form: there, readable, fit for what they are named for."""

from collections.abc import Mapping

import pytest
from workbook_files import faults_of

from flows.forms import bundle, sheets
from flows.forms.bundle import Bundle
from flows.forms.faults import Fault

HEAD = "| survey | type | name | label | parameters | choice_filter | calculation |\n"
VILLAGES = "name,label,xa\nnd,Nà Đon (mẫu),bl\nnk,Nà Khum (mẫu),bb\n"


def faults(*rows: str, then: str = "", files: Mapping[str, str] | None = None) -> list[Fault]:
    text = HEAD + "".join(f"| | {row} |\n" for row in rows) + then
    beside = {"ban.csv": VILLAGES} if files is None else files
    packed = {name: content.encode() for name, content in beside.items()}
    whole = bundle.write(Bundle("form.md", text.encode(), packed))
    return faults_of(sheets.read(whole, "form.zip"))


def only(*rows: str, then: str = "", files: Mapping[str, str] | None = None) -> Fault:
    """The one fault, beside the remark that nothing names the list."""
    found = faults(*rows, then=then, files=files)
    (fault,) = [one for one in found if "không dùng đến" not in one.text]
    return fault


def asks(villages: str) -> Fault:
    return only("select_one_from_file ban.csv | ban | Bản nào?", files={"ban.csv": villages})


@pytest.mark.parametrize(
    "rows",
    [
        ("select_one_from_file ban.csv | ban | Bản nào?",),
        ("Select One from File  ban.csv | ban | Bản nào?",),
        ("select_multiple_from_file ban.csv | ban | Bản nào? | value=xa, label=name",),
        ("csv-external | ban | ", "note | n | Chào"),
        ("text | xa | Xã", "select_one_from_file ban.csv | ban | Bản? | | xa = ${xa}"),
        ("text | b | Bản", "calculate | x | | | | pulldata('ban', 'xa', 'name', ${b})"),
    ],
)
def test_a_list_that_is_there_is_fine(rows: tuple[str, ...]) -> None:
    assert faults(*rows) == []


# Names


def test_a_file_that_is_not_there_is_told_with_the_one_that_is() -> None:
    fault = only("select_one_from_file bam.csv | ban | Bản nào?")

    assert (fault.sheet, fault.row, fault.column) == ("survey", 2, "type")
    assert fault.text.startswith('Không thấy tệp "bam.csv"')
    assert fault.text.endswith('Có phải là "ban.csv"?')


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("", "Hãy ghi tên tệp"),
        ("danh sach.csv", "khoảng trống"),
        ("../ban.csv", "Không dùng được tên tệp"),
        ("o'ban.csv", "Không dùng được tên tệp"),
        ("ban.xlsx", ".csv, .geojson hoặc .xml"),
        ("ban.csv or_other", "không dùng or_other"),
    ],
)
def test_names_that_cannot_be_used_are_told(file: str, told: str) -> None:
    assert told in only(f"select_one_from_file {file} | ban | Bản nào?").text


def test_a_file_that_nothing_names_is_remarked() -> None:
    (fault,) = faults("text | a | A")

    assert (fault.text, fault.serious) == (
        'Phiếu không dùng đến tệp "ban.csv". Nên bỏ ra cho nhẹ.',
        False,
    )


def test_two_files_that_formulas_would_call_the_same_are_told() -> None:
    fault = only(
        "select_one_from_file ban.csv | a | A",
        "select_one_from_file ban.xml | b | B",
        files={
            "ban.csv": VILLAGES,
            "ban.xml": "<root><item><name>a</name><label>A</label></item></root>",
        },
    )

    assert fault.row == 3
    assert fault.text == '"ban" cũng là tên tệp ban.csv. Hãy đổi tên tệp ban.xml.'


def test_a_file_called_like_a_list_of_choices_is_told() -> None:
    fault = only(
        "select_one_from_file ban.csv | a | A",
        "select_one ban | b | B",
        then="| choices | list_name | name | label |\n| | ban | x | X |\n| | ban | y | Y |\n",
    )

    assert "một danh sách ở trang choices" in fault.text


# Columns


@pytest.mark.parametrize(
    ("row", "column", "told"),
    [
        ("select_one_from_file ban.csv | b | B | value=ma", "parameters", 'không có cột "ma"'),
        ("select_one_from_file ban.csv | b | B | label=lable", "parameters", '"label"?'),
        ("select_one_from_file ban.csv | b | B | | xax = 'bl'", "choice_filter", '"xa"?'),
        ("calculate | b | | | | pulldata('ban', 'ho', 'name', 'nd')", "calculation", 'cột "ho"'),
        ("calculate | b | | | | pulldata('ban', 'xa', 'ma', 'nd')", "calculation", 'cột "ma"'),
    ],
)
def test_a_column_that_is_not_there_is_told_where_it_is_named(
    row: str, column: str, told: str
) -> None:
    fault = only(row)

    assert (fault.sheet, fault.row, fault.column) == ("survey", 2, column)
    assert "Tệp ban.csv" in fault.text
    assert told in fault.text


def test_columns_of_another_list_in_a_filter_are_not_looked_for_here() -> None:
    assert not faults(
        "csv-external | xa |",
        "select_one_from_file ban.csv | b | B | | xa = instance('xa')/root/item[huyen = 'td']/ma",
        files={"ban.csv": VILLAGES, "xa.csv": "ma,huyen\nbl,td\n"},
    )


# Rows


def test_a_value_twice_is_told_with_both_lines() -> None:
    fault = asks(VILLAGES + "nd,Nà Đon hai (mẫu),bb\n")

    assert (fault.sheet, fault.row, fault.column) == ("ban.csv", 4, "name")
    assert fault.text == 'Đã có "nd" ở hàng 2. Hãy ghi khác đi.'


def test_a_value_twice_is_fine_where_settings_allow_it() -> None:
    assert not faults(
        "select_one_from_file ban.csv | ban | Bản nào?",
        then="| settings | allow_choice_duplicates |\n| | yes |\n",
        files={"ban.csv": VILLAGES + "nd,Nà Đon hai (mẫu),bb\n"},
    )


@pytest.mark.parametrize(
    ("row", "column", "told"),
    [
        (",Nà Hon (mẫu),bl", "name", "trống"),
        ("na hon,Nà Hon (mẫu),bl", "name", "khoảng trống"),
        ("nh,,bl", "label", "Hãy ghi lời"),
    ],
)
def test_rows_that_are_no_choice_are_told(row: str, column: str, told: str) -> None:
    fault = asks(f"{VILLAGES}{row}\n")

    assert (fault.sheet, fault.row, fault.column) == ("ban.csv", 4, column)
    assert told in fault.text


def test_a_long_label_is_only_remarked() -> None:
    fault = asks(f"{VILLAGES}nh,{'Nà Hon ' * 20},bl\n")

    assert (fault.row, fault.column, fault.serious) == (4, "label", False)


def test_the_same_trouble_of_many_rows_is_counted() -> None:
    found = faults(
        "select_one_from_file ban.csv | ban | Bản nào?",
        files={"ban.csv": "name,label\na,A\n" + "a,A\n" * 200},
    )

    assert len(found) == 11
    assert str(found[0]) == "ban.csv, cột name: Còn 190 hàng nữa như vậy."


def test_what_two_questions_choose_from_is_told_once() -> None:
    found = faults(
        "select_one_from_file ban.csv | a | A",
        "select_one_from_file ban.csv | b | B",
        files={"ban.csv": VILLAGES + ",Nà Hon (mẫu),bl\n"},
    )

    assert len(found) == 1


def test_a_file_that_cannot_be_read_is_told_once_with_its_line() -> None:
    found = faults(
        "select_one_from_file ban.csv | a | A",
        "calculate | b | | | | pulldata('ban', 'xa', 'name', ${a})",
        files={"ban.csv": 'name,label\nnd,"Nà Đon\n'},
    )

    assert [(fault.sheet, fault.row) for fault in found] == [("ban.csv", 2)]


SCORED = """| criteria | criterion | label | threshold |
| | c | Việc học | 3 |
| indicators | criterion | indicator | points | max |
| | c | ban | | 5 |
"""


def test_a_list_with_points_may_be_scored_by() -> None:
    found = faults(
        "select_one_from_file ban.csv | ban | Bản nào?",
        then=SCORED,
        files={"ban.csv": "name,label,points\na,A,5\nb,B,2.5\n"},
    )

    assert not found


def test_a_scored_list_without_points_is_told() -> None:
    fault = only("select_one_from_file ban.csv | ban | Bản nào?", then=SCORED)

    assert (fault.sheet, fault.row, fault.column) == ("indicators", 6, "points")
    assert 'không có cột "points"' in fault.text


def test_a_row_of_a_scored_list_without_a_figure_is_told() -> None:
    fault = only(
        "select_one_from_file ban.csv | ban | Bản nào?",
        then=SCORED,
        files={"ban.csv": "name,label,points\na,A,5\nb,B,\n"},
    )

    assert (fault.sheet, fault.row, fault.column) == ("ban.csv", 3, "points")


# Formulas


def test_a_choice_that_the_file_does_not_have_is_told() -> None:
    fault = only(
        "select_one_from_file ban.csv | ban | Bản nào?",
        "calculate | x | | | | if(${ban} = 'nkk', 1, 2)",
    )

    assert (fault.row, fault.column, fault.serious) == (3, "calculation", False)
    assert fault.text.endswith('không có "nkk". Có phải là "nk"?')


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("pulldata('ban', 'xa', ${a}, ${a})", "trong dấu nháy"),
        ("pulldata(${a}, 'xa', 'name', ${a})", "trong dấu nháy"),
        ("pulldata ('ban', 'xa', 'name', ${a})", "viết liền"),
        ("pulldata('ban.csv', 'xa', 'name', ${a})", "không có đuôi .csv"),
        ("pulldata('khong', 'xa', 'name', ${a})", 'Không thấy tệp "khong.csv"'),
        ("instance('bam')/root/item[name = ${a}]/xa", 'Không có danh sách "bam"'),
    ],
)
def test_lookups_that_cannot_work_are_told(formula: str, told: str) -> None:
    found = faults("select_one_from_file ban.csv | a | A", f"calculate | b | | | | {formula}")

    assert any(told in fault.text for fault in found)
    assert {(fault.sheet, fault.row, fault.column) for fault in found} == {
        ("survey", 3, "calculation")
    }
