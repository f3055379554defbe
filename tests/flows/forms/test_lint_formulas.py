"""The lint warns of formulas that another program, a blank, or the order of rows would break."""

from importlib.resources import files

import pytest
from workbook_files import faults_of, md, small

from flows.forms import loading, sheets, starter
from flows.forms.faults import Fault
from tests.javarosa import gathered
from tests.javarosa.forms import FORMS

PACKS = sorted(
    path.name
    for path in (files("flows") / "library" / "packs").iterdir()
    if path.name.endswith(".md")
)


def found(*rows: str, then: str = "") -> list[Fault]:
    return faults_of(md(small(*rows, then=then)))


def only(*rows: str, then: str = "") -> Fault:
    (fault,) = found(*rows, then=then)
    return fault


def place(fault: Fault) -> tuple[str, int | None, str, bool]:
    return fault.sheet, fault.row, fault.column, fault.serious


# What ODK Collect cannot work out


@pytest.mark.parametrize(
    ("formula", "advice"),
    [
        ("floor(${a})", "int()"),
        ("ceiling(${a})", "int()"),
        ("substring(${t}, 1, 2)", "substr()"),
        ("string(/data/t[1])", "[position() = 1]"),
        ("count(//t)", "${tên}"),
        ("count(/data/t[position() = last()])", "count()"),
        ("count(${a} \\| ${b})", "từng câu"),
        ("string(../t/text())", "${tên}"),
    ],
)
def test_what_collect_does_not_know_is_a_hint_with_another_way(formula: str, advice: str) -> None:
    asked = ("integer | a | Mấy?", "integer | b | Mấy?", "text | t | Tên?")

    fault = only(*asked, f"calculate | c | | | | {formula}")

    assert place(fault) == ("survey", 5, "calculation", False)
    assert "ODK Collect" in fault.text
    assert advice in fault.text


@pytest.mark.parametrize(
    "formula",
    [
        "int(${a})",
        "substr(${t}, 0, 2)",
        "coalesce(${a}, coalesce(${b}, 0))",
        "string(/data/t[position() = 1])",
        "count(../t)",
        "string(current()/../t)",
        "'floor(2.5) // last()'",
    ],
)
def test_what_collect_knows_passes(formula: str) -> None:
    asked = ("integer | a | Mấy?", "integer | b | Mấy?", "text | t | Tên?")

    assert found(*asked, f"calculate | c | | | | {formula}") == []


def test_a_pattern_is_only_looked_for_where_it_is_a_pattern() -> None:
    assert found("text | a | Tên?", "calculate | c | | | | concat('regex(., ', \"'a')\")") == []


# Blank answers in sums


HEADER = "| survey | type | name | label | required | relevant | calculation |"


def summed(*rows: str) -> list[Fault]:
    blanks = [f"| | {row}{' |' * (6 - row.count('|') - 1)} |" for row in rows]
    return faults_of(md("\n".join([HEADER, *blanks])))


def test_a_sum_that_a_skipped_answer_makes_blank_is_a_hint() -> None:
    (fault,) = summed(
        "integer | a | Mấy trai? | yes",
        "integer | b | Mấy gái?",
        "calculate | all | | | | ${a} + ${b}",
    )

    assert place(fault) == ("survey", 4, "calculation", False)
    assert "coalesce(${b}, 0)" in fault.text
    assert '"a"' not in fault.text


def test_a_sum_with_an_answer_that_is_not_always_asked_is_a_hint() -> None:
    (fault,) = summed(
        "integer | a | Mấy trai? | yes",
        "integer | b | Mấy gái? | yes | ${a} > 2",
        "calculate | all | | | | round(${a} - number(${b}), 1)",
    )

    assert place(fault) == ("survey", 4, "calculation", False)


@pytest.mark.parametrize(
    "formula",
    [
        "coalesce(${a}, 0) + coalesce(${b}, 0)",
        "if(${b} != '', ${a} + ${b}, ${a})",
        "if(${a} + ${b} > 3, 1, 0)",
        "${b} + 1",
        "${a} * ${b}",
        "${a} + ${c}",
        "sum(${b})",
        "${from} - ${until}",
    ],
)
def test_sums_where_a_blank_does_no_harm_pass(formula: str) -> None:
    asked = (
        "integer | a | Mấy trai? | yes",
        "integer | b | Mấy gái?",
        "integer | c | Mấy cụ? | yes",
        "date | from | Từ ngày?",
        "date | until | Đến ngày?",
    )

    assert summed(*asked, f"calculate | all | | | | {formula}") == []


# Questions that are read before they are asked


def test_a_condition_on_a_later_question_is_a_hint() -> None:
    fault = only("text | a | Tên? | ${b} > 1", "integer | b | Mấy?")

    assert place(fault) == ("survey", 2, "relevant", False)
    assert '"b" ở hàng 3' in fault.text


def test_a_later_calculation_may_be_read() -> None:
    rows = ("integer | n | Mấy?", "text | a | Tên? | ${b} > 1", "calculate | b | | | | ${n} * 2")

    assert found(*rows) == []


def test_a_later_question_that_waits_in_turn_is_told_as_a_cycle_only() -> None:
    fault = only("text | a | Tên? | ${b} > 1", "integer | b | Mấy? | ${a} != ''")

    assert fault.serious
    assert "vòng" in fault.text


# No false alarm


@pytest.mark.parametrize("name", PACKS)
def test_a_shipped_pack_has_nothing_to_improve(name: str) -> None:
    content = (files("flows") / "library" / "packs" / name).read_bytes()

    assert faults_of(sheets.read(content, name)) == []


def test_the_starter_workbook_has_nothing_to_improve() -> None:
    assert faults_of(sheets.read(starter.workbook(), "mau.xlsx")) == []


def test_the_forms_that_odk_collect_walks_have_no_fault_but_sums_of_blanks() -> None:
    told = {
        (name, fault.row)
        for name, content in FORMS.items()
        for fault in faults_of(sheets.read(content, "form.md"))
    }

    assert told == {("defaults", 7), ("numbers", 4), ("numbers", 5), ("randomly named things", 4)}


def test_every_form_beside_odk_collect_loads_with_no_more_than_hints() -> None:
    told = [
        fault
        for name in gathered.FORMS
        for fault in loading.load(gathered.content(name), gathered.file_name(name))[1]
    ]

    assert {fault.column for fault in told} <= {"calculation", "required", "constraint"}
