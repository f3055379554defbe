"""The function library: choices, texts, numbers, lists, chance, places on the earth."""

import re

import pytest

from flows import xpath
from tests.flows.xpath.village import text, village, worked_out

SQUARE = "'0 0;0 1;1 1;1 0;0 0'"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("selected(/data/has, 'phone')", "true"),
        ("selected(/data/has, 'pho')", "false"),
        ("selected(/data/has, ' books ')", "true"),
        ("selected(/data/blank, '')", "true"),
        ("selected-at(/data/has, 1)", "phone"),
        ("selected-at(/data/has, 2)", ""),
        ("selected-at('a  b c', 1)", "b"),
        ("count-selected('a  b ')", "2"),
        ("count-selected(/data/blank)", "0"),
        ("checklist(1, -1, /data/blank, 1 = 1)", "true"),
        ("checklist(2, 3, /data/member/age)", "true"),
        ("checklist(3, 3, /data/member/age)", "false"),
        ("weighted-checklist(-1, -1, true(), 2)", "false"),
        ("weighted-checklist(2, 5, true(), 2, false(), 9)", "true"),
        ("boolean-from-string('TRUE')", "true"),
        ("boolean-from-string(0)", "false"),
        ("substr('hello', -3, -1)", "ll"),
        ("substr('abc', 1.9)", "bc"),
        ("substr('abc', 5)", ""),
        ("substring('12345', 2, 3)", "234"),
        ("substring-before('2026-11', '-')", "2026"),
        ("substring-after('2026-11', '-')", "11"),
        ("translate('aaa', 'a', 'bc')", "bbb"),
        ("normalize-space('  a   b ')", "a b"),
        ("string-length('Việt')", "4"),
        ("string-length()", "10"),
        ("join(', ', /data/member/role)", "mother, child, guest"),
        ("concat(/data/member/role, '!')", "motherchildguest!"),
        ("contains(/data/name, 'Thị')", "true"),
        ("starts-with('', '')", "true"),
        ("ends-with('ab', 'b')", "true"),
        ("count-non-empty(/data/member/age)", "2"),
        ("digest('abc', 'MD5', 'hex')", "900150983cd24fb0d6963f7d28e17f72"),
        ("digest('abc', 'SHA-256')", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="),
        ("base64-decode('w6E=')", "á"),
        ("base64-decode('?')", ""),
        ("round(-1.5)", "-1"),
        ("round(2.5)", "3"),
        ("round(1.005, 2)", "1.01"),
        ("round(1234.5, -2)", "1200"),
        ("round(-33.33, -1)", "-30"),
        ("round(5, 31)", "NaN"),
        ("int(-1.7)", "-1"),
        ("floor(-1.5)", "-2"),
        ("ceiling(-1.5)", "-1"),
        ("pow(2, 0.5)", "1.4142135623730951"),
        ("pow(-8, 1 div 3)", "NaN"),
        ("sqrt(-1)", "NaN"),
        ("log(0)", "-Infinity"),
        ("exp(1000)", "Infinity"),
        ("jr:itext('hint')", "lời hint"),
        ("jr:choice-name(/data/district, '/data/district')", "nhãn d2 của /data/district"),
        ("name(/data/five)", "five"),
        ("pulldata('communes', 'label', 'name', 'c2')", "Bản Bo"),
        ("pulldata('communes', 'label', 'name', 'c9')", ""),
        (f"geofence('0.5 0.5', {SQUARE})", "true"),
        (f"geofence('2 0.5', {SQUARE})", "false"),
        ("distance('7.9377 -11.5845 0 0;7.9324 -11.5902 0 0')", "861.99"),
        ("distance('nhà bác Mai')", "NaN"),
        ("area('1 1;2 2')", "0"),
    ],
)
def test_functions_give_what_collect_gives(source: str, expected: str) -> None:
    assert text(source) == expected


def test_an_area_is_laid_flat_as_in_collect() -> None:
    corners = (
        "38.253094215699576 21.756382658677467;38.25021274773806 21.756382658677467;"
        "38.25007793942195 21.763892843919166;38.25290886154963 21.763935759263404;"
        "38.25146813817506 21.758421137528785"
    )

    assert worked_out(f"area('{corners}')") == 151452.3


def test_a_pattern_must_fit_the_whole_text() -> None:
    assert worked_out("regex('abc', 'b')") is False
    assert worked_out("regex('abc', '[a-c]+')") is True
    assert worked_out(r"regex('Đinh', '\p{L}+')") is True


def test_a_hostile_pattern_does_not_hang_and_a_broken_one_is_refused() -> None:
    assert worked_out(f"regex('{'a' * 3000}!', '(a+)+$')") is False
    with pytest.raises(xpath.XPathError, match="regex"):
        worked_out("regex('a', '(')")


def test_only_the_branch_that_is_taken_is_worked_out() -> None:
    assert text("if(true(), 'yes', instance('nowhere')/root)") == "yes"
    assert text("coalesce('here', instance('nowhere')/root)") == "here"
    with pytest.raises(xpath.XPathError, match="nowhere"):
        worked_out("instance('nowhere')/root")


def test_once_keeps_what_is_there() -> None:
    assert text("once('new')", "/data/five") == "5"
    assert text("once('new')", "/data/blank") == "new"
    assert text("once(0 div 0)", "/data/blank") == ""


def test_indexed_repeat_reaches_into_another_instance() -> None:
    second = "indexed-repeat(/data/member/role, /data/member, 2)"
    deep = "indexed-repeat(/data/member/book/title, /data/member, 2, /data/member/book, 2)"

    assert text(second) == "child"
    assert text(second, "/data/member/age", 3) == "child"
    assert text("indexed-repeat(../role, .., 2)", "/data/member/age", 3) == "child"
    assert text("indexed-repeat(/data/member/role, /data/member, 0)") == "mother"
    assert text("indexed-repeat(/data/member/role, /data/member, 9)") == ""
    assert text(deep) == "C"


@pytest.mark.parametrize(
    ("seed", "expected"),
    [  # as JavaRosa 5.1 shuffles six nodes
        ("42", "163245"),
        ("1", "265134"),
        ("0", "325164"),
        ("5", "643521"),
        ("2.7", "536421"),
        ("4294967297", "345621"),
        ("-7", "163524"),
    ],
)
def test_a_seed_shuffles_as_it_does_on_every_phone(seed: str, expected: str) -> None:
    rows = xpath.from_xml(b"<d><q>1</q><q>2</q><q>3</q><q>4</q><q>5</q><q>6</q></d>")
    world = village()
    world.find = lambda _path: rows.children[0].children

    shuffled = xpath.compile_expression(f"join('', randomize(/d/q, {seed}))")

    assert shuffled.text(world, rows) == expected


def test_chance_comes_from_the_world_alone() -> None:
    once, again = (
        text("concat(random(), uuid(), uuid(5))"),
        text("concat(random(), uuid(), uuid(5))"),
    )

    assert once == again
    assert re.fullmatch(
        r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-.{12}", text("uuid()")
    )
    assert sorted(text("join(' ', randomize(/data/member/role))").split()) == [
        "child",
        "guest",
        "mother",
    ]
    with pytest.raises(xpath.XPathError, match="uuid"):
        worked_out("uuid(1000000000)")


def test_names_of_functions_may_also_be_names_of_questions() -> None:
    document = xpath.from_xml(
        b"<data><date>1</date><count>2</count><text>3</text><div>4</div></data>"
    )
    world = village()
    world.find = lambda path: [n for n in document.children[0].children if n.path == path]

    total = xpath.compile_expression("/data/date + ../count + ../text + ../div div 4")

    assert total.number(world, document.children[0].children[0]) == 7.0


def test_the_library_can_be_listed() -> None:
    assert len(xpath.FUNCTIONS) >= 75
    assert xpath.FUNCTIONS["round"].least == 1
    assert xpath.FUNCTIONS["round"].most == 2
    assert xpath.FUNCTIONS["concat"].most is None
