"""What the program fills in stays bare, and a difference from it ought to have its reason."""

import pytest
from workbook_files import md

from flows.forms import loading
from flows.forms.faults import Fault, WorkbookError

PACK = """\
| survey | type | name | label | default | relevant |
{rows}
| pack | title | official | known |
| | family | no | known_adults |
"""
HIDDEN = "| | hidden | known_adults | | | |"
ADULTS = "| | integer | adults | Mấy người? | ${known_adults} | |"
WHY = "| | text | adults_why | Vì sao khác? | | ${adults} != ${known_adults} |"


def remarks(*rows: str) -> list[Fault]:
    text = PACK.format(rows="\n".join(rows))
    assert md(text)
    try:
        return list(loading.load(text.encode(), "phieu.md")[1])
    except WorkbookError as wrong:
        return list(wrong.faults)


def test_a_known_figure_with_its_question_and_reason_is_in_order() -> None:
    assert remarks(HIDDEN, ADULTS, WHY) == []


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("| | hidden | known_adults | Mấy người? | | |", "label"),
        ("| | hidden | known_adults | | 4 | |", "default"),
        ("| | hidden | known_adults | | | ${adults} > 3 |", "relevant"),
    ],
)
def test_a_hidden_row_says_nothing_but_its_name(row: str, column: str) -> None:
    (fault,) = remarks(row, ADULTS, WHY)

    assert (fault.sheet, fault.column, fault.serious) == ("survey", column, True)


def test_a_hidden_row_in_a_group_could_lose_its_value() -> None:
    begin, end = "| | begin_group | g | Nhóm | | |", "| | end_group | | | | |"

    (fault,) = remarks(begin, HIDDEN, end, ADULTS, WHY)

    assert (fault.column, fault.serious) == ("type", True)


def test_an_offered_figure_without_a_reason_is_remarked_and_can_be_used() -> None:
    (fault,) = remarks(HIDDEN, ADULTS)

    assert (fault.column, fault.serious) == ("default", False)
    assert "adults_why" in fault.text
