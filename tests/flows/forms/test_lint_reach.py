"""The lint finds what nobody can ever be asked, and what nobody can ever answer."""

import pytest
from workbook_files import faults_of, md, small

from flows.forms.faults import Fault

LISTS = """\
| choices | list_name | name | label |
| | yn | yes | Có |
| | yn | no | Không |
| | size | small | Nhỏ |
| | size | large | Lớn |"""


def found(*rows: str) -> list[Fault]:
    return faults_of(md(small(*rows, then=LISTS)))


def only(*rows: str) -> Fault:
    (fault,) = found(*rows)
    return fault


def place(fault: Fault) -> tuple[str, int | None, str, bool]:
    return fault.sheet, fault.row, fault.column, fault.serious


# Questions that are never asked


def test_a_condition_on_a_misspelt_choice_names_the_near_one() -> None:
    fault = only("select_one yn | a | Có không?", "text | b | Vì sao? | ${a} = 'yess'")

    assert place(fault) == ("survey", 3, "relevant", True)
    assert '"yess"' in fault.text
    assert 'Có phải là "yes"?' in fault.text


@pytest.mark.parametrize(
    "condition",
    [
        "${a} = 'yes'",
        "'no' = ${a}",
        "${a} != ''",
        "selected(${a}, 'yes')",
        "not(${a} = 'yes') and ${a} != 'no'",
        "${a} = 'yes' or ${a} = 'no'",
        "string-length(${a}) = 3",
        "${a} = 'yes' or today() > date('2026-01-01')",
        "${n} > 5 and ${n} < 7",
        "${n} > 5 and ${n} != 6 and ${n} <= 7",
        "${n} + 1 > 5 and ${n} < 3 or ${n} > 3",
        "${n} = ''",
        "${d} > 5 and ${d} < 6",
        "${t} = 'yess' and ${t} != 'yes'",
        "selected(${m}, 'small') and selected(${m}, 'large')",
        "count-selected(${m}) = 2",
        "${k} = 'OK'",
    ],
)
def test_conditions_that_some_answers_fulfil_pass(condition: str) -> None:
    questions = (
        "select_one yn | a | Có không?",
        "select_multiple size | m | Cỡ nào?",
        "integer | n | Mấy người?",
        "decimal | d | Mấy cân?",
        "text | t | Tên gì?",
        "acknowledge | k | Đọc nhé",
    )

    assert found(*questions, f"text | z | Vì sao? | {condition}") == []


@pytest.mark.parametrize(
    "condition",
    [
        "${a} = 'yes' and ${a} = 'no'",
        "${a} = 'yes' and not(selected(${a}, 'yes'))",
        "string-length(${a}) > 3",
        "${n} > 5 and ${n} < 3",
        "${n} > 5 and ${n} < 6",
        "${n} > 30 and ${t} != ''",
        "${d} > 6 and ${d} <= 6",
        "count-selected(${m}) = 3",
        "${a} = 'yes' and (${t} = 'x' or ${n} > 2) and ${a} = 'no'",
    ],
)
def test_conditions_that_no_answer_fulfils_are_serious(condition: str) -> None:
    questions = (
        "select_one yn | a | Có không?",
        "select_multiple size | m | Cỡ nào?",
        "integer | n | Mấy người? | | . <= 30",
        "decimal | d | Mấy cân?",
        "text | t | Tên gì?",
    )

    fault = only(*questions, f"text | z | Vì sao? | {condition}")

    assert place(fault) == ("survey", 7, "relevant", True)


def test_a_condition_against_its_group_names_the_group_and_its_row() -> None:
    fault = only(
        "select_one yn | a | Có không?",
        "begin_group | g | Nhóm | ${a} = 'yes'",
        "text | b | Vì sao có? | ${a} = 'yes'",
        "text | c | Vì sao không? | ${a} = 'no'",
        "end_group | |",
    )

    assert place(fault) == ("survey", 5, "relevant", True)
    assert '"g" (hàng 3)' in fault.text


def test_what_waits_for_an_unreachable_row_is_told_with_it_and_not_again() -> None:
    fault = only(
        "select_one yn | a | Có không?",
        "integer | b | Mấy? | ${a} = 'yes' and ${a} = 'no'",
        "text | c | Vì sao? | ${b} > 3",
        "text | d | Còn gì? | ${c} != ''",
        "text | e | Không có thì sao? | ${b} = ''",
    )

    assert fault.row == 3
    assert 'Kéo theo cũng không được hỏi: "c" (hàng 4), "d" (hàng 5).' in fault.text


def test_a_row_that_waits_for_a_later_one_that_waits_too_is_told_with_them() -> None:
    faults = found(
        "integer | z | Mấy?",
        "integer | d | Mấy nữa? | ${e} = 1",
        "integer | e | Mấy cháu? | ${a} = 1",
        "integer | a | Mấy nhà? | ${z} > 5 and ${z} < 3",
    )

    (fault,) = (fault for fault in faults if fault.serious)
    assert place(fault) == ("survey", 5, "relevant", True)
    assert 'Kéo theo cũng không được hỏi: "e" (hàng 4), "d" (hàng 3).' in fault.text


def test_the_rows_of_an_unreachable_group_are_not_told_one_by_one() -> None:
    fault = only(
        "select_one yn | a | Có không?",
        "begin_group | g | Nhóm | selected(${a}, 'maybe')",
        "text | b | Vì sao? | ${a} = 'yes'",
        "end_group | |",
        "text | c | Còn gì? | ${b} != ''",
    )

    assert place(fault) == ("survey", 3, "relevant", True)
    assert '"c" (hàng 6)' in fault.text


@pytest.mark.parametrize("off", ["false()", "1 = 2", "'a' = 'b'"])
def test_a_row_that_was_switched_off_is_a_hint(off: str) -> None:
    fault = only(f"text | a | Tên? | {off}", "text | b | Câu? | 1 = 1")

    assert place(fault) == ("survey", 2, "relevant", False)


def test_a_strange_name_that_leaves_a_way_is_a_hint() -> None:
    fault = only("select_one yn | a | Có không?", "text | b | Sao? | ${a} = 'yes' or ${a} = 'ok'")

    assert place(fault) == ("survey", 3, "relevant", False)
    assert '"ok"' in fault.text


def test_members_of_a_roster_may_differ() -> None:
    rows = (
        "begin_repeat | p | Người",
        "select_one yn | a | Có không?",
        "end_repeat | |",
        "text | b | Sao? | ${a} = 'yes' and ${a} = 'no'",
    )

    assert found(*rows) == []


def test_one_member_of_a_roster_answers_once() -> None:
    fault = only(
        "begin_repeat | p | Người",
        "select_one yn | a | Có không?",
        "text | b | Sao? | ${a} = 'yes' and ${a} = 'no'",
        "end_repeat | |",
    )

    assert place(fault) == ("survey", 4, "relevant", True)


def test_a_choice_that_or_other_adds_may_be_waited_for() -> None:
    rows = ("select_one yn or_other | a | Có không?", "text | b | Sao? | ${a} = 'other'")

    assert not [fault for fault in found(*rows) if fault.column == "relevant"]


def test_a_question_that_nobody_can_answer_is_told_at_its_constraint_only() -> None:
    fault = only("integer | a | Mấy? | | . > 5 and . < 3", "text | b | Sao? | ${a} > 2")

    assert place(fault) == ("survey", 2, "constraint", True)


def test_a_near_name_may_differ_by_marks_or_capitals() -> None:
    fault = only("select_one yn | a | Có không?", "text | b | Sao? | ${a} = 'NÔ'")

    assert 'Có phải là "no"?' in fault.text


# Names in other formulas


def test_a_strange_name_in_a_calculation_is_a_hint_with_its_cell() -> None:
    fault = only(
        "select_one yn | a | Có không?",
        "calculate | b | | | | if(${a} = 'yse', 1, 0)",
        "calculate | c | | | | if(${a} = 'yes', 1, 0)",
    )

    assert place(fault) == ("survey", 3, "calculation", False)
    assert 'Có phải là "yes"?' in fault.text


def test_a_number_fits_a_name_that_spells_it() -> None:
    lists = "| choices | list_name | name | label |\n| | n | 1 | Một |\n| | n | 2 | Hai |"
    rows = ("select_one n | a | Mấy?", "text | b | Sao? | ${a} = 1")

    assert faults_of(md(small(*rows, then=lists))) == []


# Questions that cannot be answered


@pytest.mark.parametrize(
    "row",
    [
        "select_one yn | a | Có không? | | . = 'maybe'",
        "select_one yn | a | Có không? | | . = 'yes' and . = 'no'",
        "select_one yn | a | Có không? | | string-length(.) > 5",
        "select_multiple size | a | Cỡ nào? | | count-selected(.) > 2",
        "integer | a | Mấy? | | . > 10 and . < 5",
        "integer | a | Mấy? | | . > 10 and . < 11",
        "integer | a | Mấy? | | ${a} >= 10 and 5 >= ${a}",
        "decimal | a | Mấy? | | . > 10 and . <= 10",
        "integer | a | Mấy? | | not(. > 0 or . < 1)",
    ],
)
def test_a_constraint_that_refuses_every_answer_is_serious(row: str) -> None:
    assert place(only(row)) == ("survey", 2, "constraint", True)


@pytest.mark.parametrize(
    "row",
    [
        "select_one yn | a | Có không? | | . != ''",
        "select_multiple size | a | Cỡ nào? | | count-selected(.) = 2",
        "select_multiple size | a | Cỡ nào? | | not(selected(., 'small')) or . = 'small'",
        "integer | a | Mấy? | | . > 10 or . < 5",
        "integer | a | Mấy? | | . > 10 and . < 12",
        "integer | a | Mấy? | | . >= -5 and . < -3",
        "decimal | a | Mấy? | | . > 10 and . < 11",
        "decimal | a | Mấy? | | . > 10 and . mod 2 = 0 and . < 5",
        "text | a | Tên? | | . = 'x'",
    ],
)
def test_a_constraint_with_an_answer_passes(row: str) -> None:
    assert found(row) == []


def test_a_constraint_that_always_refuses_one_choice_is_a_hint() -> None:
    fault = only("select_one yn | a | Có không? | | . != 'no'")

    assert place(fault) == ("survey", 2, "constraint", False)
    assert '"no"' in fault.text


def test_a_constraint_with_a_misspelt_choice_is_told_once() -> None:
    fault = only("select_one yn | a | Có không? | | . = 'yess'")

    assert fault.serious
    assert 'Có phải là "yes"?' in fault.text


def test_what_another_answer_decides_is_not_judged() -> None:
    rows = ("integer | n | Mấy?", "select_one yn | a | Có không? | | ${n} > 3 and . = 'yes'")

    assert found(*rows) == []
