"""Advice that works: followed to the letter, it leaves a workbook without that fault."""

import re

import pytest
from workbook_files import faults_of, md

from flows.forms import loading, references
from flows.forms.faults import Fault
from flows.xpath import XPathError, compile_expression

ROSTER = """\
| survey | type | name | label |
| | select_one yn | told | Có không? |
| | image | photo | Ảnh? |
| | begin_repeat | people | Người |
| | select_one yn | grade | Có học không? |
| | integer | age | Mấy tuổi? |
| | text | paper | Giấy gì? |
| | end_repeat | | |
| choices | list_name | name | label | points |
| | yn | yes | Có | 5 |
| | yn | no | Không | 0 |
| criteria | criterion | label |
| | c | Học |
"""
INDICATORS = "| indicators | criterion | indicator | label | points | max | evidence |\n| | c |"
TARGETS = "| targets | criterion | target | label | level | holds | evidence |\n| | c |"
FILTERED = """\
| survey | type | name | label | choice_filter |
| | text | ten | Tên? | |
| | select_one ban | ban | Bản nào? | {} |
| choices | list_name | name | label | Tỉnh |
| | ban | a | Bản A | lc |
"""


def faults(text: str) -> list[Fault]:
    return faults_of(md(text))


@pytest.mark.parametrize(
    ("kind", "instead"),
    [
        *(("number", "integer"), ("numeric", "decimal"), ("số", "integer"), ("str", "text")),
        *(("select", "select_one"), ("radio", "select_one"), ("Checkbox", "select_multiple")),
        *(("multiselect", "select_multiple"), ("picture", "image"), ("ngày", "date")),
    ],
)
def test_a_type_of_another_tool_is_answered_with_ours(kind: str, instead: str) -> None:
    (fault,) = faults(f"| survey | type | name | label |\n| | {kind} | a | A? |\n")

    assert fault.column == "type"
    assert f" {instead} " in fault.text
    assert "Có phải là" not in fault.text


@pytest.mark.parametrize(
    ("call", "instead"),
    [
        ("len(.) > 1", "string-length"),
        ("length(.) > 1", "string-length"),
        ("isnull(.)", "''"),
        ("year(.) > 2000", "format-date"),
        ("mid(., 1, 2) = 'a'", "substr"),
        ("IF(. > 1, 1, 0) = 1", 'Hãy viết chữ thường: "if"'),
    ],
)
def test_a_function_of_excel_is_answered_with_the_one_that_means_the_same(
    call: str, instead: str
) -> None:
    with pytest.raises(XPathError) as wrong:
        compile_expression(call)

    assert instead in str(wrong.value)
    assert "Gần nhất" not in str(wrong.value)
    for example in re.findall(r"ví dụ: (.*)\.$", str(wrong.value)):
        compile_expression(references.as_xpath(example))


def test_there_is_no_function_for_small_letters_and_none_is_offered() -> None:
    with pytest.raises(XPathError, match=r"Không có hàm đổi chữ hoa, chữ thường\. Hãy bỏ đi\."):
        compile_expression("lower(.) = 'a'")


@pytest.mark.parametrize("name", ["grade", "age"])
def test_an_indicator_of_members_is_scored_as_the_advice_says(name: str) -> None:
    told = faults(f"{ROSTER}{INDICATORS} {name} | Học | | 5 | |")[0].text

    advised = re.search(r"cột points, ví dụ: (.*)\.$", told)

    assert advised
    assert faults(f"{ROSTER}{INDICATORS} {name} | Học | {advised[1]} | 5 | |") == []


def test_a_target_of_members_is_judged_as_the_advice_says() -> None:
    told = faults(f"{ROSTER}{TARGETS} grade | Học | 1 | | |")[0].text

    advised = re.search(r"cột holds, ví dụ: (.*)\.$", told)

    assert advised
    assert faults(f"{ROSTER}{TARGETS} grade | Học | 1 | {advised[1]} | |") == []


def test_evidence_of_a_member_is_asked_outside_the_roster() -> None:
    (fault,) = faults(f"{ROSTER}{INDICATORS} told | Học | | 5 | paper |")

    assert fault.column == "evidence"
    assert "Hãy thêm một câu image ở ngoài nhóm lặp" in fault.text
    assert faults(f"{ROSTER}{INDICATORS} told | Học | | 5 | photo |") == []


def test_evidence_that_is_not_there_is_told_beside_the_other_faults_of_its_row() -> None:
    found = faults(f"{ROSTER}{INDICATORS} told | Học | | nhiều | anh |")

    assert {"max", "evidence"} <= {fault.column for fault in found}


def test_a_maximum_below_nothing_is_told_as_such() -> None:
    found = faults(f"{ROSTER}{INDICATORS} told | Học | | -5 | |")

    assert "Điểm tối đa phải lớn hơn 0, ví dụ 10." in [fault.text for fault in found]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("tinh = ${ten}", 'Trang choices không có cột "tinh". Có phải là "Tỉnh"?'),
        ("huyen = ${ten}", 'không có cột "huyen". Các cột đang có: name, label, Tỉnh.'),
        ("contains(huyen, ${ten})", 'không có cột "huyen"'),
    ],
)
def test_a_filter_on_a_column_that_is_not_there_is_told(cell: str, told: str) -> None:
    (fault,) = faults(FILTERED.format(cell))

    assert (fault.sheet, fault.row, fault.column) == ("survey", 3, "choice_filter")
    assert told in fault.text
    assert fault.serious


@pytest.mark.parametrize("cell", ["Tỉnh = ${ten}", "name != 'a' or ${ten} = 'x'"])
def test_a_filter_on_columns_that_are_there_is_in_order(cell: str) -> None:
    assert faults(FILTERED.format(cell)) == []


def test_a_pattern_of_two_ways_is_anchored_as_a_whole() -> None:
    (fault,) = faults(
        "| survey | type | name | label | constraint |\n| | text | a | A? | regex(., '1\\|2') |\n"
    )

    assert not fault.serious
    assert "'^(1|2)$'" in fault.text


def test_a_pattern_nobody_can_read_is_not_given_anchors_first() -> None:
    (fault,) = faults(
        "| survey | type | name | label | constraint |\n| | text | a | A? | regex(., '[0-9{9}') |\n"
    )

    assert "Hãy xem các dấu ngoặc đã đóng đủ chưa" in fault.text
    assert "^[0-9{9}$" not in fault.text


def test_a_list_shared_by_two_open_questions_is_remarked_on_once() -> None:
    found = faults(
        "| survey | type | name | label |\n| | select_one m or_other | a | A? |\n"
        "| | select_one m or_other | b | B? |\n| | select_one m | c | C? |\n"
        "| choices | list_name | name | label |\n| | m | x | X |\n"
    )

    assert [(fault.row, fault.serious) for fault in found] == [(4, False)]
    assert found[0].told.startswith("(xin xem lại) survey hàng 4")


def test_a_hidden_row_that_cannot_be_filled_in_may_go() -> None:
    pack = "| pack | title | official | known |\n| | {} | no | |\n"
    rows = "| survey | type | name | label |\n| | text | a | A? |\n| | hidden | known_adults | |\n"

    (may_be,) = faults(rows + pack.format("family"))
    (never,) = faults(rows + pack.format("citizen"))

    assert "Hãy ghi tên ấy vào đây, hoặc xóa hàng hidden" in may_be.text
    assert never.text.endswith("luôn trống. Hãy xóa hàng hidden.")
    assert loading.load(rows.replace("| | hidden | known_adults | |\n", "").encode(), "p.md")
