"""Checks of the columns whose names become names in the XForm, where not every word can be one."""

import re
from collections.abc import Iterator

from flows.forms import columns
from flows.forms.checks.draft import Draft
from flows.forms.faults import Fault
from flows.forms.workbook import Sheet

NAME = re.compile(r"[^\W\d][\w.-]*")  # what XML takes for a name
ATTRIBUTE = re.compile(rf"(?:{NAME.pattern}:)?{NAME.pattern}")
FAMILIES = {"survey": ("bind", "body", "control", "instance"), "settings": ("attribute",)}
"""Columns such as `bind::x`, of which pyxform writes the `x` into the XForm."""
TEXT = 'Tên cột "{}" phải bắt đầu bằng chữ, rồi chỉ có chữ, số, dấu gạch dưới, ví dụ: khu_vuc.'


def headers(draft: Draft) -> Iterator[Fault]:
    """Every column that the XForm will name can be named so."""
    choices = draft.workbook.sheet("choices")
    odd = [(choices, column) for column in choices.header if not _is_choice_column(column)]
    for name, families in FAMILIES.items():
        sheet = draft.workbook.sheet(name)
        odd += [(sheet, column) for column in sheet.header if not _is_plain(column, families)]
    for sheet, column in odd:
        if _is_used(sheet, column):
            yield Fault(sheet.name, sheet.header_row, column, TEXT.format(column))


def _is_choice_column(column: str) -> bool:
    known = column.partition(columns.LANGUAGE)[0] in columns.CHOICE_COLUMNS
    # A name of several words goes no further than the workbook.
    return known or len(column.split()) > 1 or NAME.fullmatch(column) is not None


def _is_plain(column: str, families: tuple[str, ...]) -> bool:
    family, _, name = column.partition(columns.LANGUAGE)
    return family not in families or ATTRIBUTE.fullmatch(name) is not None


def _is_used(sheet: Sheet, column: str) -> bool:
    return any(row.cell(column) for row in sheet.rows)
