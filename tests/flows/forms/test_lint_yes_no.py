"""Yes and no under `required` and `read_only`, as officials write them."""

import pytest
from workbook_files import faults_of, md

from flows.forms import loading, written


def table(required: str, column: str = "required") -> str:
    return f"| survey | type | name | label | {column} |\n| | text | a | Tên? | {required} |\n"


@pytest.mark.parametrize(
    ("said", "spelled"),
    [
        *(("có", "yes"), ("Có", "yes"), ("CÓ", "yes"), ("Bắt buộc", "yes"), ("yes", "yes")),
        *(("không", "no"), ("Không bắt buộc", "no"), ("no", "no")),
    ],
)
def test_yes_and_no_may_be_said_in_vietnamese(said: str, spelled: str) -> None:
    workbook = md(table(said))

    assert faults_of(workbook) == []
    assert workbook.sheet("survey").rows[0].cell("required") == spelled
    assert f"| {spelled} |" in written.write(workbook, "phieu.md").decode()


def test_a_question_that_is_required_in_vietnamese_is_required() -> None:
    form, _ = loading.load(table("có").encode(), "phieu.md")

    required = form.binds["/data/a"].required
    assert required is not None
    assert required.source == "true()"


@pytest.mark.parametrize("column", ["required", "read_only"])
@pytest.mark.parametrize("said", ["x", "a", "tuỳ", "co", "rất cần", "phải ghi nhé"])
def test_any_other_word_is_told_to_be_yes_or_no(said: str, column: str) -> None:
    (fault,) = faults_of(md(table(said, column)))

    assert (fault.row, fault.column) == (2, column)
    assert fault.text == "Ghi yes hoặc no."
