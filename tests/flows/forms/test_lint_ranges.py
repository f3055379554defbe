"""Limits written as in a school book stop nothing: the lint writes them out."""

import pytest
from workbook_files import faults_of, md, small


@pytest.mark.parametrize(
    ("formula", "advice"),
    [
        ("0-10", ". >= 0 and . <= 10"),
        ("1 - 5", ". >= 1 and . <= 5"),
        ("10", ". >= 0 and . <= 10"),
        ("0 < 10", ". >= 0 and . <= 10"),
        ("0 <= . <= 10", ". >= 0 and . <= 10"),
        ("10 > . >= -2", ". < 10 and . >= -2"),
        ("0 < ${a} < 18", "${a} > 0 and ${a} < 18"),
    ],
)
def test_a_constraint_that_stops_nothing_is_written_out(formula: str, advice: str) -> None:
    (fault,) = faults_of(md(small("integer | a | Mấy?", f"integer | b | Mấy? | | {formula}")))

    assert (fault.row, fault.column, fault.serious) == (3, "constraint", True)
    assert f"Hãy viết: {advice}." in fault.text


def test_a_condition_is_looked_at_too() -> None:
    (fault,) = faults_of(md(small("integer | a | Mấy?", "text | b | Câu? | 0 < ${a} < 18")))

    assert (fault.row, fault.column) == (3, "relevant")


@pytest.mark.parametrize(
    "formula", [". >= 0 and . <= 10", ". != ${a}", "true()", "(. > 3) = (${a} > 3)", "${a} > 3"]
)
def test_a_constraint_that_looks_at_an_answer_passes(formula: str) -> None:
    assert faults_of(md(small("integer | a | Mấy?", f"integer | b | Mấy? | | {formula}"))) == []
