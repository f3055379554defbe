"""Wrong defaults are told in the first round, beside whatever else is wrong."""

import pytest
from workbook_files import faults_of, md

from flows.forms.faults import Fault

HEAD = "| survey | type | name | label | default | read_only | relevant |\n"
LIST = "\n| choices | list_name | name | label |\n| | muc | it | Ít |\n| | muc | hay | Hay |\n"


def faults(*rows: str) -> list[Fault]:
    blanks = (f"| | {row}{' |' * (6 - row.count('|'))}" for row in rows)
    return faults_of(md(HEAD + "\n".join(blanks) + LIST))


@pytest.mark.parametrize(
    ("kind", "cell", "example"),
    [
        ("integer", "mười", "như: 5."),
        ("decimal", "2,5", "như: 2.5."),
        ("date", "20/11/2026", "như: 2026-11-20."),
        ("time", "7 giờ", "như: 07:30."),
        ("datetime", "2026-11-20", "như: 2026-11-20T07:30."),
        ("select_one muc", "Hay", "một tên ở trang choices, như hay."),
        ("select_multiple muc", "it hay nua", "một tên ở trang choices"),
        ("rank muc", "it it", "một tên ở trang choices"),
    ],
)
def test_a_wrong_default_is_told_together_with_other_faults(
    kind: str, cell: str, example: str
) -> None:
    found = faults(f"{kind} | a | A? | {cell}", "text | b | B? | | | ${khong} > 1")

    assert [(fault.row, fault.column) for fault in found] == [(2, "default"), (3, "relevant")]
    assert found[0].text.startswith(f'"{cell}" không trả lời được câu này.')
    assert example in found[0].text


@pytest.mark.parametrize(
    "row",
    [
        "integer | a | A? | 10",
        "integer | a | A? | 1 + 1",
        "date | a | A? | today()",
        "select_one muc or_other | a | A? | other",
        "select_multiple muc | a | A? | it hay",
        "integer | a | A? | mười | yes",
    ],
)
def test_a_default_that_answers_is_in_order(row: str) -> None:
    assert faults(row) == []
