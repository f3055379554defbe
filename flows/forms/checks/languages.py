"""Checks of translations: a language that some rows have, all rows should have."""

from collections.abc import Iterator

from flows.forms import columns
from flows.forms.checks.draft import Draft
from flows.forms.faults import Fault
from flows.forms.workbook import Sheet


def missing(draft: Draft) -> Iterator[Fault]:
    """Texts that are there in one language and not in another. Never serious: we fall back."""
    for name in ("survey", "choices", "criteria", "indicators", "targets"):
        sheet = draft.workbook.sheet(name)
        for column in columns.TRANSLATED:
            yield from _gaps(sheet, columns.family(sheet.header, column))


def _gaps(sheet: Sheet, family: tuple[str, ...]) -> Iterator[Fault]:
    for row in sheet.rows:
        blank = [column for column in family if not row.cell(column)]
        if len(blank) < len(family):
            for column in blank:
                text = "Chưa có lời ở ngôn ngữ này; người đọc sẽ thấy lời ở ngôn ngữ khác."
                yield Fault(sheet.name, row.number, column, text, serious=False)
