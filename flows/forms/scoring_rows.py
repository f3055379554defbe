"""The `criteria` and `indicators` sheets read into values, with every fault in them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flows.forms import beside, columns
from flows.forms.faults import Fault
from flows.forms.workbook import Row, Sheet, Workbook
from flows.scoring import Limit, Threshold

TOTAL = "total"  # the criterion that stands for the whole form
NUMBER = re.compile(r"\d{1,9}(\.\d{1,6})?")
AREA = "threshold" + columns.LANGUAGE
SCORED_BY_LIST = ("select_one", "select_multiple")
NOT_A_NUMBER = 'phải là số, ví dụ 5 hoặc 2.5 (số lẻ viết dấu chấm); ở đây đang ghi "{}".'

TOO_LITTLE = "Điểm tối đa phải lớn hơn 0, ví dụ 10."


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One row of `criteria`."""

    name: str
    label: Mapping[str, str]
    threshold: Threshold
    row: Row


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One row of `indicators`; `points` and `applies` are expressions, "" when blank.

    `question` is the indicator's own name when the survey asks it, else "". `chosen_from` is the
    list whose points count, "" when `points` says how they are computed; `kept_by` is the column of
    it that answers are kept by. `within` says that no choice of it can lie outside 0 and `most`.
    """

    criterion: str
    name: str
    label: Mapping[str, str]
    question: str
    kind: str
    chosen_from: str
    points: str
    most: float
    least: float | None
    evidence: str
    applies: str
    row: Row
    within: bool = False
    kept_by: str = "name"


@dataclass(frozen=True, slots=True)
class ScoringRows:
    """What could be read. Rows with a fault in what they need are left out."""

    criteria: tuple[CriterionRow, ...]
    total: CriterionRow | None
    indicators: tuple[IndicatorRow, ...]
    faults: tuple[Fault, ...]

    def of(self, criterion: CriterionRow) -> tuple[IndicatorRow, ...]:
        """The indicators of one criterion, in their order."""
        return tuple(one for one in self.indicators if one.criterion == criterion.name)


def read(workbook: Workbook) -> ScoringRows:
    """Read both sheets; what is wrong stands in `faults`, nothing is raised."""
    faults: list[Fault] = []
    plain = plain_language(workbook)
    criteria = list(_criteria(workbook.sheet("criteria"), plain, faults))
    rows = [one for one in criteria if one.name != TOTAL]
    total = next((one for one in criteria if one.name == TOTAL), None)
    indicators = tuple(_indicators(workbook, plain, {one.name for one in rows}, faults))
    found = ScoringRows(tuple(rows), total, indicators, ())
    if not faults:
        faults += _empty(found)
    return ScoringRows(found.criteria, total, indicators, tuple(faults))


def plain_language(workbook: Workbook) -> str:
    """The language of a `label` column that names none; "" when no column of the form names one."""
    parts = [workbook.sheet(name).header for name in ("survey", "choices", "criteria")]
    if not any(columns.LANGUAGE in h for header in parts for h in header if h[:5] == "label"):
        return ""
    settings = workbook.sheet("settings").rows
    return (settings and settings[0].cell("default_language")) or columns.UNNAMED


def _criteria(sheet: Sheet, plain: str, faults: list[Fault]) -> Iterator[CriterionRow]:
    seen = set[str]()
    for row in sheet.rows:
        name = row.cell("criterion")
        if _is_usable(sheet, row, "criterion", seen, faults):
            label = columns.by_language(row.cells, "label", plain)
            yield CriterionRow(name, label, _threshold(sheet, row, faults), row)
        seen.add(name)


def _threshold(sheet: Sheet, row: Row, faults: list[Fault]) -> Threshold:
    limits = {
        header.removeprefix(AREA): _limit(sheet, row, header, faults)
        for header in sheet.header
        if header.startswith(AREA)
    }
    by_area = {area: limit for area, limit in limits.items() if limit}
    return Threshold(_limit(sheet, row, "threshold", faults), by_area)


def _limit(sheet: Sheet, row: Row, column: str, faults: list[Fault]) -> Limit | None:
    text = row.cell(column)
    number = text.removesuffix("%").strip()
    if not text:
        return None
    if not NUMBER.fullmatch(number):
        advice = f'Điểm cần đạt phải là số điểm như 80, hoặc phần trăm như 60%; đang ghi "{text}".'
        faults.append(Fault(sheet.name, row.number, column, advice))
        return None
    return Limit(float(number), text.endswith("%"))


def _indicators(
    workbook: Workbook, plain: str, criteria: set[str], faults: list[Fault]
) -> Iterator[IndicatorRow]:
    sheet = workbook.sheet("indicators")
    asked = {row.cell("name"): row for row in workbook.sheet("survey").rows}
    seen = set[str]()
    for row in sheet.rows:
        name, criterion = row.cell("indicator"), row.cell("criterion")
        usable = _is_usable(sheet, row, "indicator", seen, faults)
        seen.add(name)
        if criterion not in criteria:
            advice = f'Trang criteria không có tiêu chí "{criterion}". Hãy thêm, hoặc sửa tên.'
            faults.append(Fault(sheet.name, row.number, "criterion", advice))
        most = _number(sheet, row, "max", faults)
        least = _number(sheet, row, "min", faults)
        kind, chosen_from, kept_by = _chosen(asked.get(name, Row(0, {})))
        scored = _is_scored(sheet, row, kind, faults)
        if most is not None and usable and scored and criterion in criteria:
            yield IndicatorRow(
                criterion=criterion,
                name=name,
                label=columns.by_language(row.cells, "label", plain),
                question=name if name in asked else "",
                kind=kind,
                chosen_from="" if row.cell("points") else chosen_from,
                points=row.cell("points"),
                most=most,
                least=least,
                evidence=row.cell("evidence"),
                applies=row.cell("applies"),
                row=row,
                within=kind == "select_one" and _is_within(workbook, chosen_from, most),
                kept_by=kept_by,
            )


def _chosen(row: Row) -> tuple[str, str, str]:
    """The kind of a question, the list it is answered from, and the column it is kept by."""
    kind, list_name = columns.kind_and_list(row.cell("type"))
    if kind not in beside.FROM_FILE:
        return kind, list_name, "name"
    return beside.FROM_FILE[kind], beside.called(list_name), beside.value_and_label(row)[0]


def _is_within(workbook: Workbook, list_name: str, most: float) -> bool:
    """Whether every choice of a list is worth something from 0 to `most`: nothing to cap then."""
    choices = [r for r in workbook.sheet("choices").rows if r.cell("list_name") == list_name]
    if not choices:
        return False  # they lie in a file
    worth = [row.cell("points") for row in choices]
    return all(NUMBER.fullmatch(w) and round(float(w), 4) == float(w) <= most for w in worth)


def _is_usable(sheet: Sheet, row: Row, column: str, seen: set[str], faults: list[Fault]) -> bool:
    name = row.cell(column)
    if not columns.is_name(name):
        advice = (
            f'"{name}": {columns.NAME_RULE}.' if name else f"Chưa ghi tên; {columns.NAME_RULE}."
        )
    elif name in seen:
        advice = f'"{name}" đã có ở một hàng trên. Mỗi tên chỉ dùng một lần.'
    else:
        return True
    faults.append(Fault(sheet.name, row.number, column, advice))
    return False


def _is_scored(sheet: Sheet, row: Row, kind: str, faults: list[Fault]) -> bool:
    if row.cell("points") or kind in SCORED_BY_LIST:
        return True
    name = row.cell("indicator")
    advice = f'Câu "{name}" không phải câu chọn nên chưa biết tính điểm. Hãy ghi cách tính.'
    if not kind:
        advice = f'Không có câu hỏi nào tên "{name}". Hãy sửa tên, hoặc ghi cách tính điểm.'
    faults.append(Fault(sheet.name, row.number, "points", advice))
    return False


def _number(sheet: Sheet, row: Row, column: str, faults: list[Fault]) -> float | None:
    text = row.cell(column)
    if NUMBER.fullmatch(text):
        return float(text)
    if column == "max" and NUMBER.fullmatch(text.removeprefix("-")):
        faults.append(Fault(sheet.name, row.number, column, TOO_LITTLE))
    elif text or column == "max":
        what = "Điểm tối đa" if column == "max" else "Điểm tối thiểu"
        faults.append(Fault(sheet.name, row.number, column, f"{what} {NOT_A_NUMBER.format(text)}"))
    return None


def _empty(found: ScoringRows) -> Iterator[Fault]:
    for criterion in found.criteria:
        if not found.of(criterion):
            advice = f'Tiêu chí "{criterion.name}" chưa có chỉ số nào ở trang indicators.'
            yield Fault("criteria", criterion.row.number, "criterion", advice)
    if found.total and not found.criteria:
        advice = "Mới có hàng total. Hãy thêm ít nhất một tiêu chí."
        yield Fault("criteria", found.total.row.number, "criterion", advice)
