"""Checks of the scoring sheets against each other, the choices and the questions."""

from collections.abc import Iterator

from flows.forms import level_rows, scoring_rows, scoring_sheets
from flows.forms.checks.draft import Draft, perhaps
from flows.forms.faults import Fault
from flows.forms.scoring_rows import CriterionRow, IndicatorRow, ScoringRows
from flows.forms.workbook import Row
from flows.scoring import Limit

EVIDENCE = ("image", "photo", "file", "audio", "video", "text")


def scores(draft: Draft) -> Iterator[Fault]:
    """Everything about points, thresholds, areas and evidence."""
    if level_rows.is_levelled(draft.workbook):
        return
    rows = scoring_rows.read(draft.workbook)
    yield from rows.faults
    yield from _double_names(draft)
    for indicator in rows.indicators:
        yield from _limits(indicator)
    for row in draft.workbook.sheet("indicators").rows:
        yield from evidence(draft, "indicators", row)
    yield from _choice_points(draft, rows)
    yield from _thresholds(rows)
    yield from _areas(draft)


def _double_names(draft: Draft) -> Iterator[Fault]:
    """`ok_x` would be made for the criterion x and for the indicator x."""
    criteria = draft.workbook.sheet("criteria").rows
    judged = {row.cell("criterion") for row in criteria if scoring_sheets.is_judged(row)}
    for row in draft.workbook.sheet("indicators").rows:
        name = row.cell("indicator")
        if row.cell("min") and name in judged:
            text = f'Tên "{name}" vừa là tiêu chí vừa là chỉ số. Hãy đổi một tên.'
            yield Fault("indicators", row.number, "indicator", text)


def _limits(indicator: IndicatorRow) -> Iterator[Fault]:
    number = indicator.row.number
    if indicator.most == 0:
        yield Fault("indicators", number, "max", scoring_rows.TOO_LITTLE)
    elif indicator.least is not None and indicator.least > indicator.most:
        yield Fault("indicators", number, "min", "Điểm tối thiểu lớn hơn điểm tối đa.")


def evidence(draft: Draft, sheet: str, row: Row) -> Iterator[Fault]:
    """What backs a row must be a question that takes a photo, a file or words."""
    name = row.cell("evidence")
    item = draft.item(name)
    if name and (item is None or item.kind not in EVIDENCE):
        hint = perhaps(name, [one.name for one in draft.items if one.kind in EVIDENCE])
        text = f'Minh chứng phải là câu kiểu image, file hoặc text; "{name}" thì không.{hint}'
        yield Fault(sheet, row.number, "evidence", text)


def _choice_points(draft: Draft, rows: ScoringRows) -> Iterator[Fault]:
    scored = {one.chosen_from: one.name for one in rows.indicators if one.chosen_from}
    for list_name, indicator in scored.items():
        for row in draft.lists.get(list_name, []):
            text = _points_trouble(row, indicator)
            if text:
                yield Fault("choices", row.number, "points", text)
    for list_name, choices in draft.lists.items():
        for row in choices if list_name not in scored else []:
            if row.cell("points") and _points_trouble(row, ""):
                yield Fault("choices", row.number, "points", _points_trouble(row, ""))


def _points_trouble(row: Row, indicator: str) -> str:
    text = row.cell("points")
    if not text:
        return f'Chỉ số "{indicator}" chấm theo danh sách này. Hãy ghi điểm, không có thì ghi 0.'
    if not scoring_rows.NUMBER.fullmatch(text.removeprefix("-")):
        return f"Điểm {scoring_rows.NOT_A_NUMBER.format(text)}"
    return ""


def _thresholds(rows: ScoringRows) -> Iterator[Fault]:
    for criterion in rows.criteria:
        yield from _above(criterion, sum(one.most for one in rows.of(criterion)))
    if rows.total:
        yield from _above(rows.total, sum(one.most for one in rows.indicators))


def _above(criterion: CriterionRow, most: float) -> Iterator[Fault]:
    threshold = criterion.threshold
    by_column = {scoring_rows.AREA + area: one for area, one in (threshold.by_area or {}).items()}
    limits: dict[str, Limit | None] = {"threshold": threshold.plain, **by_column}
    for column, limit in limits.items():
        if limit and limit.of(most) > most:
            text = f"Điểm cần đạt cao hơn tổng điểm tối đa ({most:g}). Hãy hạ xuống."
            yield Fault("criteria", criterion.row.number, column, text)


def _areas(draft: Draft) -> Iterator[Fault]:
    sheet = draft.workbook.sheet("criteria")
    question = draft.item(draft.pack.area) if draft.pack and draft.pack.area else None
    rows = draft.lists.get(question.list_name, []) if question else []
    known = [row.cell("name") for row in rows]
    for header in dict.fromkeys(header for row in sheet.rows for header in row.cells):
        area = header.removeprefix(scoring_rows.AREA)
        if area != header and area not in known:
            text = "Muốn điểm riêng cho từng vùng, hãy ghi tên câu hỏi vùng ở trang pack, cột area."
            if question:
                text = f'Câu "{question.name}" không có lựa chọn "{area}".{perhaps(area, known)}'
            yield Fault("criteria", sheet.header_row, header, text)
