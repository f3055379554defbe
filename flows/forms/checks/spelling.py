"""Checks of names that only capitals tell apart: of questions, and of choices of one list."""

from collections.abc import Iterable, Iterator

from flows.forms.checks.draft import Draft
from flows.forms.checks.survey import UNNAMED
from flows.forms.faults import Fault
from flows.forms.workbook import Row

SAY = 'Tên "{}" chỉ khác "{}" ở hàng {} chữ hoa chữ thường, rất dễ lẫn. Nên đổi một tên.'


def capitals(draft: Draft) -> Iterator[Fault]:
    """One hint for each name that another row has in other letters."""
    yield from _twins("survey", (i.row for i in draft.items if i.kind not in UNNAMED))
    for rows in draft.lists.values():
        yield from _twins("choices", rows)


def _twins(sheet: str, rows: Iterable[Row]) -> Iterator[Fault]:
    first: dict[str, Row] = {}
    for row in rows:
        name = row.cell("name")
        before = first.setdefault(name.casefold(), row)
        if name and before.cell("name") != name:
            text = SAY.format(name, before.cell("name"), before.number)
            yield Fault(sheet, row.number, "name", text, serious=False)
