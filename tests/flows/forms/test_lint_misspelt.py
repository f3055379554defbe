"""A column that nobody reads is told of where its header is a known one misspelt."""

import pytest
from workbook_files import faults_of, md

from flows.forms.faults import Fault


def told(*, survey: str = "hint", choices: str = "media::image", cell: str = "x") -> list[Fault]:
    """What is said of a form with these further columns; they hold `cell`, and the letter k."""
    held = "" if survey == "hint" else cell
    kept = "" if choices == "media::image" else "k"
    return faults_of(
        md(f"""\
| survey | type | name | label | choice_filter | {survey} |
| | text | xa | Xã? | | |
| | select_one yn | a | Có không? | tinh = ${{xa}} | {held} |
| choices | list_name | name | label | tinh | {choices} |
| | yn | yes | Có | k | {kept} |
""")
    )


@pytest.mark.parametrize(
    ("column", "meant"),
    [
        ("relevent", "relevant"),
        ("constrain", "constraint"),
        ("requird", "required"),
        ("Repeat cout", "repeat_count"),
        ("bắt buộc", "required"),
        ("Điều kiện", "relevant"),
        ("goi y", "hint"),
        ("câu hỏi::English (en)", "label::English (en)"),
        ("lable::English (en)", "label::English (en)"),
    ],
)
def test_a_misspelt_column_of_the_survey_is_a_hint(column: str, meant: str) -> None:
    (fault,) = told(survey=column)

    assert (fault.sheet, fault.row, fault.serious) == ("survey", 1, False)
    assert fault.text == f'Không có cột "{fault.column}". Có phải là "{meant}"?'


@pytest.mark.parametrize(("column", "meant"), [("point", "points"), ("điểm", "points")])
def test_a_misspelt_column_of_the_choices_is_a_hint(column: str, meant: str) -> None:
    (fault,) = told(choices=column)

    assert (fault.sheet, fault.row, fault.column, fault.serious) == ("choices", 4, column, False)
    assert f'"{meant}"' in fault.text


@pytest.mark.parametrize("column", ["ghi chú", "nguon", "bind::esri:fieldType", "rows", "tên"])
def test_a_column_that_is_no_known_one_is_left_alone(column: str) -> None:
    assert told(survey=column) == []


@pytest.mark.parametrize("column", ["khu_vuc", "ma_ho", "tên"])
def test_so_is_a_column_of_the_choices(column: str) -> None:
    assert told(choices=column) == []


def test_a_column_that_a_filter_reads_is_left_alone() -> None:
    table = """\
| survey | type | name | label | choice_filter |
| | text | xa | Xã? | |
| | select_one yn | a | Có không? | names = ${xa} |
| choices | list_name | name | label | names |
| | yn | yes | Có | k |
"""

    assert faults_of(md(table)) == []


@pytest.mark.parametrize(
    ("column", "advice"), [("relevent", 'Có phải là "relevant"?'), ("ghi chú", "xóa cột")]
)
def test_a_reference_in_no_column_is_the_fault_of_the_header(column: str, advice: str) -> None:
    (fault,) = told(survey=column, cell="${x} > 1")

    assert (fault.row, fault.column, fault.serious) == (3, column, True)
    assert f'Không có cột "{column}".' in fault.text
    assert advice in fault.text
