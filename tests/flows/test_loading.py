"""From a workbook to a form, and what is told to its author when there is none."""

import pytest
from forms_for_tests import form, survey

from flows.forms import loading
from flows.forms.faults import Fault, WorkbookError


def faults(*rows: str, header: str = "type | name | label | default | calculation") -> list[Fault]:
    lines = [f"| survey | {header} |", *(f"| | {row} |" for row in rows)]
    lines += ["| choices | list_name | name | label |", "| | yn | yes | Có |"]
    with pytest.raises(WorkbookError) as caught:
        loading.load("\n".join(lines).encode(), "phieu.md")
    return list(caught.value.faults)


def test_a_form_knows_its_questions_its_names_and_where_they_stand() -> None:
    home = survey(
        "type | name | label | calculation",
        "begin_group | home | Nhà |",
        "integer | people | Mấy người? |",
        "end_group | | |",
        "note | thanks | Cảm ơn. |",
        "calculate | twice | | ${people} * 2",
    )

    assert [(q.index, q.name, q.kind) for q in home.questions] == [
        (0, "people", "integer"),
        (1, "thanks", "note"),
    ]
    assert home.paths["people"] == home.by_name["people"].path == "/data/home/people"
    assert list(home.order) == ["/data/twice"]
    assert home.dependents == {"/data/home/people": ("/data/twice",)}


def test_a_scored_form_knows_which_photo_backs_which_question() -> None:
    scored = form("""
| survey | type | name | label | required |
| | select_one yn | reads | Bác có đọc sách không? | yes |
| | image | book | Xin một ảnh. | |
| choices | list_name | name | label | points |
| | yn | yes | Có | 10 |
| | yn | no | Không | 0 |
| criteria | criterion | label | threshold |
| | home | Ở nhà | |
| | total | Cả phiếu | 5 |
| indicators | criterion | indicator | label | max | evidence |
| | home | reads | Đọc sách | 10 | book |
""")

    assert scored.evidence_for == {"book": "reads"}
    assert scored.indicators["reads"].evidence == "book"
    assert scored.score is not None
    names = set(scored.paths)
    assert scored.generated == names - {"data", "meta", "instanceID", "reads", "book"}


def test_what_may_still_be_improved_comes_with_the_form() -> None:
    table = """
| survey | type | name | label::Tiếng Việt (vi) | label::English (en) |
| | text | called | Tên bác? | Your name? |
| | text | village | Bản nào? | |
"""

    loaded, remarks = loading.load(table.encode(), "phieu.md")

    assert loaded.languages == ("Tiếng Việt (vi)", "English (en)")
    assert [(remark.row, remark.serious) for remark in remarks] == [(4, False)]


@pytest.mark.parametrize(
    ("kind", "default"),
    [
        ("integer", "bốn"),
        ("integer", "2.5"),
        ("decimal", "2,5"),
        ("date", "20/11/2026"),
        ("date", "2026-02-30"),
        ("select_one yn", "maybe"),
        ("select_multiple yn", "yes maybe"),
    ],
)
def test_a_default_that_cannot_answer_its_question_is_told_with_its_row(
    kind: str, default: str
) -> None:
    (fault,) = faults("text | called | Tên? | |", f"{kind} | q | Câu? | {default} |")

    assert (fault.sheet, fault.row, fault.column, fault.serious) == ("survey", 3, "default", True)
    assert default in fault.text


@pytest.mark.parametrize(
    ("kind", "default"),
    [
        ("integer", "-4"),
        ("decimal", "2.5"),
        ("decimal", "3"),
        ("date", "2026-11-20"),
        ("select_one yn", "yes"),
        ("select_multiple yn", "no yes"),
        ("text", "Nà Hon"),
    ],
)
def test_a_default_that_can_answer_its_question_stands_in_it(kind: str, default: str) -> None:
    loaded = survey(
        "type | name | label | default",
        f"{kind} | q | Câu? | {default}",
        choices="yn: yes = Có, no = Không",
    )

    assert next(leaf.default for leaf in loaded.blank if leaf.name == "q") == default


@pytest.mark.parametrize(
    ("row", "chain"),
    [
        ("calculate | a | | | ../b + 1", "a → b → a"),
        ("calculate | a | | | /data/b + 1", "a → b → a"),
    ],
)
def test_formulas_that_wait_for_each_other_by_path_are_told_and_not_run(
    row: str, chain: str
) -> None:
    (fault,) = faults(row, "calculate | b | | | ../a + 1")

    assert (fault.sheet, fault.row) == ("survey", 2)
    assert chain in fault.text


def test_a_formula_that_waits_for_itself_is_told() -> None:
    (fault,) = faults("text | called | Tên? | |", "calculate | a | | | . + 1")

    assert (fault.row, "a → a" in fault.text) == (3, True)


@pytest.mark.parametrize("default", ["today(", "nope()"])
def test_a_computed_default_that_cannot_be_worked_out_is_told(default: str) -> None:
    (fault,) = faults(f"date | q | Ngày nào? | {default} |")

    assert fault.serious
    assert "công thức" in fault.text.lower()
