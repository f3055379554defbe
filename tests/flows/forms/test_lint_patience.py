"""The lint comes to an end with any form: what it looks at is counted, and it may give up."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pytest
from workbook_files import faults_of, md, small

from flows.forms import pack_sheet, scoring_sheets
from flows.forms.checks import draft, members, reach, tables, triggers
from flows.forms.checks.draft import Draft, Item
from flows.forms.checks.truths import Patience, Sketch
from flows.forms.faults import Fault
from flows.xpath import Expression

ROWS = 300
LISTS = """\
| choices | list_name | name | label |
| | size | x1 | Nhỏ |
| | size | x2 | Vừa |
| | size | x3 | Lớn |"""
UNREACHABLE = small(
    "select_one size | a | Cỡ a?",
    "select_one size | b | Cỡ b?",
    "text | c | Vì sao? | ${a} = 'x1' and ${a} = 'x2'",
    "text | d | Còn gì? | ${c} != '' and ${b} = 'x1'",
    "begin_group | g | Nhóm | ${b} = 'x1'",
    "text | e | Hết chưa? | ${b} = 'x2'",
    "end_group | |",
    then=LISTS,
)


class Watched(tuple[Item, ...]):
    """The rows of a survey, with a count of how many were looked at."""

    looks = 0

    def __iter__(self) -> Iterator[Item]:
        for item in super().__iter__():
            self.looks += 1
            yield item


def watched(*rows: str) -> tuple[Draft, Watched]:
    """What the checks are given, with rows that are counted."""
    header = "| survey | type | name | label | appearance | required | trigger |"
    workbook = md("\n".join([header, *(f"| | {row} |" for row in rows)]))
    expanded, model = scoring_sheets.expand(workbook)
    found = draft.draft(workbook, expanded, model, pack_sheet.read(workbook))
    items = Watched(found.items)
    return replace(found, items=items), items


def triggered() -> tuple[str, ...]:
    return "text | a | Ai?", *(f"text | b{n} | Ghi? | | | ${{a}}" for n in range(ROWS))


def chosen() -> tuple[str, ...]:
    roster = "begin_repeat | p | Người | | |", "text | a | Tên? | | |", "end_repeat | | | | |"
    return *roster, *(f"select_one ${{a}} | b{n} | Ai? | | |" for n in range(ROWS))


def in_tables() -> tuple[str, ...]:
    kinds = (
        "begin_group | g{} | Bảng | table-list | |",
        "note | b{} | Đọc | | |",
        "end_group | ||||",
    )
    return tuple(kind.format(n) for n in range(ROWS) for kind in kinds)


@pytest.mark.parametrize(
    ("check", "rows"),
    [
        (triggers.triggers, triggered()),
        (members.choices, chosen()),
        (tables.tables, in_tables()),
    ],
    ids=["triggers", "choices of members", "tables"],
)
def test_a_check_looks_at_each_row_a_few_times_however_many_there_are(
    check: Callable[[Draft], Iterator[Fault]], rows: tuple[str, ...]
) -> None:
    survey, items = watched(*rows)

    list(check(survey))

    assert len(items) <= items.looks <= 4 * len(items)


def test_a_lint_that_gives_up_anywhere_tells_nothing_that_is_not_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = set()

    for left in range(120):
        monkeypatch.setattr(reach, "Patience", partial(Patience, left))
        found.add(tuple(fault.row for fault in faults_of(md(UNREACHABLE))))

    assert {(), (4,), (4, 7)} == found


def test_patience_is_spent_on_comparisons_and_not_on_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[str] = []
    holds = Sketch.holds

    def watching(self: Sketch, expression: Expression, own: str = "") -> bool | None:
        compared.append(own)
        return holds(self, expression, own)

    monkeypatch.setattr(Sketch, "holds", watching)
    monkeypatch.setattr(reach, "Patience", partial(Patience, 2_000))
    long = " or ".join(f"${{a}} = '{n}'" for n in range(400))
    sizes = "\n".join(f"| | size | x{n} | Cỡ {n} |" for n in range(40))
    lists = f"| choices | list_name | name | label |\n{sizes}"
    rows = (f"text | t{n} | Câu {n}? | {long}" for n in range(3))

    faults_of(md(small("select_one size | a | Cỡ?", *rows, then=lists)))

    assert 0 < len(compared) <= 2_000
