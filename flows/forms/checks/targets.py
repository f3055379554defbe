"""Checks of a pack that judges by levels: its targets, its criteria, and nothing with points."""

from collections.abc import Iterator

from flows.forms import columns, level_rows, scoring_sheets
from flows.forms.checks.draft import Draft
from flows.forms.checks.scores import evidence
from flows.forms.faults import Fault
from flows.forms.scoring_rows import TOTAL


def targets(draft: Draft) -> Iterator[Fault]:
    """Everything about levels and their targets."""
    if not level_rows.is_levelled(draft.workbook):
        return
    yield from level_rows.read(draft.workbook).faults
    for row in draft.workbook.sheet("targets").rows:
        yield from evidence(draft, "targets", row)
    yield from _criteria(draft)
    if indicators := draft.workbook.sheet("indicators").rows:
        text = "Bộ này xét theo mức độ (trang targets) nên không chấm điểm. Hãy bỏ một trong hai."
        yield Fault("indicators", indicators[0].number, "", text)


def _criteria(draft: Draft) -> Iterator[Fault]:
    """Here the sheet only names the groups of the targets."""
    seen = set[str]()
    for row in draft.workbook.sheet("criteria").rows:
        name = row.cell("criterion")
        if not columns.is_name(name) or name in seen or name == TOTAL:
            text = f'"{name}" không dùng được; tên không trùng nhau, {columns.NAME_RULE}.'
            yield Fault("criteria", row.number, "criterion", text)
        if scoring_sheets.is_judged(row):
            text = "Bộ xét theo mức độ không có điểm cần đạt. Hãy để trống cột này."
            yield Fault("criteria", row.number, "threshold", text)
        seen.add(name)
