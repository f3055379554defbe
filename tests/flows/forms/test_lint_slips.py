"""A formula that does not parse is quoted as its author wrote it, with what to write instead."""

import pytest
from workbook_files import faults_of, md, small

from flows.forms import references
from flows.forms.faults import Fault
from flows.xpath import compile_expression

ASKED = ("integer | t2 | Mấy?", "integer | t3 | Mấy?")


def only(column: str, formula: str) -> Fault:
    """The one fault of a row with this formula."""
    cells = {"relevant": f"{formula} | |", "constraint": f"| {formula} |"}
    written = cells.get(column, f"| | {formula}").replace("||", "\\|\\|")
    (fault,) = faults_of(md(small(*ASKED, f"integer | b | Mấy? | {written}")))
    return fault


@pytest.mark.parametrize(
    ("column", "formula", "advice"),
    [
        ("relevant", "${t3} ≥ 5", "${t3} >= 5"),
        ("relevant", "${t3} ≤ 5", "${t3} <= 5"),
        ("relevant", "${t3} => 5", "${t3} >= 5"),
        ("relevant", "${t3} <> 5", "${t3} != 5"),
        ("relevant", "${t3} = 5 AND ${t2} = 4", "and (chữ thường)"),
        ("relevant", "${t3} = 5 Or ${t2} = 4", "or (chữ thường)"),
        ("relevant", "${t3} = 5 và ${t2} = 4", "Viết and thay cho và"),
        ("relevant", "NOT(${t3} = 5)", "not(${tuoi} > 18)"),
        ("relevant", "không(${t3} = 5)", "not(${tuoi} > 18)"),
        ("relevant", "${t3} = «năm»", "dấu nháy thẳng"),
        ("relevant", "${t3} = Có lẽ and ${t2} = 4", "'Có lẽ'"),
        ("relevant", "$(t3) = 5", "${t3}"),
        ("relevant", "{t3} = 5", "${t3}"),
        ("relevant", "${t3}/${t2} > 1", "10 div ${t2}"),
        ("constraint", ". > 0 va . < 5", ". > 0 and . < 5"),
        ("constraint", ". < 0 hoặc . > 5", ". > 0 or . < 5"),
        ("constraint", ".<= 5,5", "5.5"),
        ("constraint", ">= 5", ". >= 5"),
        ("constraint", ". >= 0 and <= 10", ". <= 10"),
        ("calculation", "${t3}/2", "${t3} div 2"),
        ("calculation", "(${t3} + 1)/2", "10 div 2"),
        ("calculation", "sum(${t3})/count(${t3})", "10 div 2"),
        ("calculation", "${t3} + 1,5", "1.5"),
        ("calculation", "if(${t3} > 2; 1; 0)", "dấu phẩy"),
        ("calculation", "${t3} × 2", "${t3} * 2"),
        ("calculation", "${t3} +", "${so_trai} + ${so_gai}"),
    ],
)
def test_each_common_slip_has_its_sentence(column: str, formula: str, advice: str) -> None:
    fault = only(column, formula)

    assert (fault.row, fault.column) == (4, column)
    assert f'"{formula}"' in fault.text
    assert advice in fault.text
    assert "/data/" not in fault.text


@pytest.mark.parametrize(
    "formula",
    [
        "round(${t3}, 1)",
        "if(${t3} > 2,10,0)",
        "concat('a / b; 1,5 ≥ AND', \"và\")",
        "count(/data/t3)",
        "string(current()/../t3)",
        "${t3} div 2",
        "concat(‘a’, “b”)",
    ],
)
def test_what_is_written_as_it_should_be_passes(formula: str) -> None:
    rows = (*ASKED, f"calculate | b | | | | {formula}")

    assert compile_expression(references.as_xpath(formula))
    assert [fault for fault in faults_of(md(small(*rows))) if fault.serious] == []


def test_one_formula_is_told_of_once() -> None:
    fault = only("relevant", "${ t3 } = 5 AND ${t2} = 4")

    assert 'Có phải là "t3"?' in fault.text
    assert "Viết and" in fault.text
