"""A word without ${…} and without quotes is told with the way to write it, in every column."""

import pytest
from workbook_files import faults_of, md, small

from flows.forms import loading
from flows.forms.faults import Fault, WorkbookError

CHOICES = "| choices | list_name | name | label |\n| | m | A | Anh |\n| | m | t3 | Em |"
ASKED = ("integer | t3 | Mấy?", "select_one m | m1 | Chọn?")


def told(*rows: str, then: str = CHOICES) -> list[Fault]:
    """The serious faults of a form with these further rows."""
    found = faults_of(md(small(*ASKED, *rows, then=then)))
    return [fault for fault in found if fault.serious]


@pytest.mark.parametrize(
    ("row", "column", "advice"),
    [
        ("text | b | Câu? | t3 > 1", "relevant", "Viết ${t3} thay cho t3."),
        ("text | b | Câu? | t3-1 > 1", "relevant", "Viết ${t3} - 1 thay cho t3-1."),
        ("text | b | Câu? | ${m1} = A", "relevant", "Hãy đặt A trong dấu nháy: 'A'."),
        ("text | b | Câu? | ${m1} = t3", "relevant", "Hãy đặt t3 trong dấu nháy: 't3'."),
        ("text | b | Câu? | ${t3} = t33", "relevant", "Có phải là ${t3}?"),
        ("text | b | Câu? | yes", "relevant", "Để trống ô này"),
        ("date | b | Ngày? | | . <= today", "constraint", "Viết today() thay cho today."),
        ("calculate | b | | | | t3 * 2", "calculation", "Viết ${t3} thay cho t3."),
        ("calculate | b | | | | sum(t3)", "calculation", "Viết ${t3} thay cho t3."),
    ],
)
def test_a_bare_word_is_told_once_where_it_stands(row: str, column: str, advice: str) -> None:
    (fault,) = told(row)

    assert (fault.sheet, fault.row, fault.column) == ("survey", 4, column)
    assert advice in fault.text


def test_points_and_repeat_counts_are_looked_at_too() -> None:
    scored = """\
| survey | type | name | label | repeat_count |
| | integer | t3 | Mấy? | |
| | begin_repeat | con | Con | hai |
| | text | ten | Tên? | |
| | end_repeat | | | |
| criteria | criterion | label |
| | c | Học |
| indicators | criterion | indicator | label | points | max |
| | c | i | Đọc | t3 * 2 | 5 |"""

    found = [(one.sheet, one.row, one.column) for one in faults_of(md(scored)) if one.serious]

    assert found == [("survey", 3, "repeat_count"), ("indicators", 9, "points")]


@pytest.mark.parametrize(
    "formula",
    ["count(../t3)", "string(current()/../t3)", "count(/data/m1[t3 = 1])", "concat('t3', 'A')"],
)
def test_paths_and_texts_are_no_bare_words(formula: str) -> None:
    assert told(f"calculate | b | | | | {formula}") == []


def test_a_choice_filter_names_the_columns_of_the_list() -> None:
    table = """\
| survey | type | name | label | choice_filter |
| | text | xa | Xã? | |
| | select_one m | b | Chọn? | xa = ${xa} |
| choices | list_name | name | label | xa |
| | m | a | Anh | na_don |"""

    assert faults_of(md(table)) == []


def test_a_ring_of_paths_is_told_at_its_row_and_column() -> None:
    table = small("calculate | a | | | | ../b + 1", "calculate | b | | | | ../a + 1")

    with pytest.raises(WorkbookError) as error:
        loading.load(table.encode(), "phieu.md")

    (fault,) = error.value.faults
    assert (fault.sheet, fault.row, fault.column) == ("survey", 2, "calculation")


def test_a_ring_is_told_at_the_formula_that_is_part_of_it() -> None:
    (fault,) = told("integer | b | Mấy? | ${b} > 1 | | ${t3} + 1")

    assert (fault.row, fault.column) == (4, "relevant")
