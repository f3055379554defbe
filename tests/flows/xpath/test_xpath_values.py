"""Texts, numbers, blanks and sets of nodes, as ODK Collect (JavaRosa 5.1) works them out.

The expected results of the tables were read off JavaRosa itself with the same small form.
"""

import math

import pytest

from flows import xpath
from tests.flows.xpath.village import text, village, worked_out


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("/data/blank = ''", True),
        ("/data/blank = 0", False),
        ("/data/blank < 1", False),
        ("'' = number('')", False),
        ("number('') != number('')", True),
        ("boolean(/data/blank)", False),
        ("not(/data/blank)", True),
        ("if(/data/blank, true(), false())", False),
        ("/data/nowhere = ''", True),
        ("/data/nowhere != 'a'", True),
        ("boolean('false')", True),
        ("'a' = true()", True),
        ("1 = '1'", True),
        ("'1.0' = 1", True),
        ("'x' != 1", True),
        ("0.1 + 0.2 = 0.3", True),
        ("'b' > 'a'", False),
        ("/data/five = '5'", True),
        ("/data/half >= 1.5", True),
        ("1 < 2 and 2 < 3 and not(3 < 2)", True),
        ("1 = 1 = true()", True),
    ],
)
def test_yes_and_no(source: str, expected: bool) -> None:
    assert worked_out(source) is expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("/data/half + /data/five", "6.5"),
        ("/data/blank + 1", "NaN"),
        ("coalesce(/data/blank, 5) + 1", "6"),
        ("coalesce(0 div 0, 3)", "3"),
        ("coalesce('', '')", ""),
        ("number('1,5')", "1.5"),
        ("number('1.200.000')", "NaN"),
        ("number('1e3')", "NaN"),
        ("number('+5')", "NaN"),
        ("number('- 5')", "NaN"),
        ("number('5.')", "5"),
        ("number(' 12 ')", "12"),
        ("1000000 * 3000", "3000000000"),
        ("1 div 3", "0.3333333333333333"),
        ("0.00001", "0.00001"),
        ("1 div 3000000000000", "0"),
        ("5 div 0", "Infinity"),
        ("1 div -0", "-Infinity"),
        ("0 div 0", "NaN"),
        ("-5 mod 3", "-2"),
        ("3 mod 0", "NaN"),
        ("10 - 2 - 3", "5"),
        ("2 + 3 * 4", "14"),
        ("-(2 + 3)", "-5"),
        ("1and1", "true"),
        ("7mod4", "3"),
        ("concat(true(), 1.0, 'x')", "true1x"),
        ("string(-0.0)", "0"),
    ],
)
def test_numbers_and_texts(source: str, expected: str) -> None:
    assert text(source) == expected


def test_adding_up_passes_over_blanks_and_nothing_adds_up_to_nothing() -> None:
    assert worked_out("sum(/data/member/age)") == 52.0
    assert worked_out("sum(/data/nowhere)") == 0.0
    assert worked_out("max(/data/member/age)") == 40.0
    assert worked_out("min(/data/blank, 3)") == 3.0
    assert worked_out("max(-1, -2)") == -1.0
    assert math.isnan(xpath.to_number(worked_out("max(/data/blank)")))


def test_a_set_of_nodes_is_equal_when_any_of_them_is_and_unequal_when_any_is_not() -> None:
    assert worked_out("/data/member/role = 'child'") is True
    assert worked_out("/data/member/role != 'child'") is True
    assert worked_out("/data/member/age > 39") is True
    assert worked_out("/data/member/age > 40") is False
    assert worked_out("/data/member/role = /data/name") is False


def test_a_predicate_chooses_by_place_by_value_or_by_there_being_one() -> None:
    assert text("/data/member[2]/role") == "child"
    assert text("/data/member[position() = 2]/role") == "child"
    assert text("/data/member[last()]/role") == "guest"
    assert text("/data/member[age < 20]/role") == "child"
    assert worked_out("count(/data/member[book])") == 2.0
    assert text("(/data/member/book)[3]/title") == "C"
    assert text("(/data/name | /data/member/role)[2]") == "mother"


def test_within_a_repeat_an_absolute_path_means_the_same_member() -> None:
    roles = [text("/data/member/role", "/data/member/age", each) for each in (1, 2, 3)]

    assert roles == ["mother", "child", "guest"]
    assert worked_out("count(/data/member)", "/data/member/age", 2) == 3.0
    assert worked_out("position(..)", "/data/member/age", 2) == 2.0
    assert text("../role", "/data/member/age", 3) == "guest"


def test_a_list_is_filtered_by_an_answer_and_by_the_asking_question() -> None:
    mine = "instance('communes')/root/item[district = /data/district]"

    assert text(f"join(', ', {mine}/label)") == "Bản Bo, Nà Tăm"
    assert worked_out(f"sum({mine}/points)") == 12.0
    assert text(f"{mine}[points > 5]/label") == "Nà Tăm"
    assert text("instance('communes')/root/item['c1' = name]/label") == "Bình Lư"
    assert worked_out("count(instance('communes')/root/item[name = ''])") == 0.0
    assert worked_out("count(instance('communes')/root/item[points = 5])") == 1.0


def test_current_is_the_asking_question_also_within_another_list() -> None:
    by_itself = "count(instance('communes')/root/item[district = current()])"
    by_dot = "count(instance('communes')/root/item[district = .])"

    assert worked_out(by_itself, "/data/district") == 2.0
    assert worked_out(by_dot, "/data/district") == 0.0


def test_the_thin_ways_of_asking_give_text_truth_and_number() -> None:
    world = village()
    node = world.find("/data/five")[0]
    expression = xpath.compile_expression(". + 1")

    assert expression.text(world, node) == "6"
    assert expression.true(world, node) is True
    assert expression.number(world, node) == 6.0
    assert expression.source == ". + 1"
    assert xpath.compile_expression("position()").evaluate(world, node, 4, 9) == 4.0
    assert xpath.compile_expression("last()").evaluate(world, node, 4, 9) == 9.0


def test_a_changed_answer_is_seen_at_once() -> None:
    world = village()
    node = world.find("/data/five")[0]
    expression = xpath.compile_expression("/data/five > 5")
    before = expression.true(world, node)
    node.text = "6"

    assert (before, expression.true(world, node)) == (False, True)


def test_the_value_of_a_group_is_the_text_of_all_in_it() -> None:
    assert text("/data/member[1]") == "40motherA"


def test_an_element_reads_its_own_text_node() -> None:
    assert text("/data/name/text()") == "Lò Thị Mai"
    assert worked_out("count(/data/name/text() | /data/name/text())") == 1.0
