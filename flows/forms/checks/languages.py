"""Checks of translations: a language that some rows have, all rows should have."""

from collections.abc import Iterator

from flows.forms import columns
from flows.forms.checks.draft import Draft
from flows.forms.faults import Fault
from flows.forms.workbook import Sheet

SHEETS = ("survey", "choices", "criteria", "indicators", "targets")
ASKED = ("survey", "choices")  # a language of their labels is one that people may choose


def missing(draft: Draft) -> Iterator[Fault]:
    """Texts that are there in one language and not in another. Never serious: we fall back."""
    spoken = [*_spoken(draft)]
    for name in SHEETS:
        sheet = draft.workbook.sheet(name)
        for column in columns.TRANSLATED:
            family = columns.family(sheet.header, column)
            yield from _gaps(sheet, family)
            if name in ASKED:
                yield from _columns(sheet, family, spoken)


def _spoken(draft: Draft) -> Iterator[str]:
    """The languages that labels are written in, once each; not that of a column without one."""
    headers = [draft.workbook.sheet(name).header for name in ASKED]
    labels = [h for header in headers for h in columns.family(header, "label")]
    yield from dict.fromkeys(h.partition(columns.LANGUAGE)[2] for h in labels if "::" in h)


def _columns(sheet: Sheet, family: tuple[str, ...], spoken: list[str]) -> Iterator[Fault]:
    """A language without a column, where the same text has another language's."""
    there = {header.partition(columns.LANGUAGE)[2] for header in family}
    if not there - {""}:
        return  # one column for all, or none
    for language in (one for one in spoken if one not in there):
        text = f'Chưa có cột cho "{language}"; người đọc sẽ thấy lời ở ngôn ngữ khác.'
        yield Fault(sheet.name, sheet.header_row, family[0], text, serious=False)


def _gaps(sheet: Sheet, family: tuple[str, ...]) -> Iterator[Fault]:
    for row in sheet.rows:
        blank = [column for column in family if not row.cell(column)]
        if len(blank) < len(family):
            for column in blank:
                text = "Chưa có lời ở ngôn ngữ này; người đọc sẽ thấy lời ở ngôn ngữ khác."
                yield Fault(sheet.name, row.number, column, text, serious=False)
