"""The two scoring sheets become ordinary `calculate` rows, so ODK Collect scores the same."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from flows.forms import level_rows, pack_sheet, scoring_rows
from flows.forms.scoring_rows import CriterionRow, IndicatorRow, ScoringRows
from flows.forms.workbook import Row, Sheet, Workbook
from flows.scoring import (
    PLACES,
    CriterionModel,
    IndicatorModel,
    Limit,
    ScoreModel,
    Threshold,
)

NOTHING_JUDGED = "''"


def expand(workbook: Workbook) -> tuple[Workbook, ScoreModel | None]:
    """Add the rows that compute the scores, and say what they are called.

    Never raises: rows of `criteria` and `indicators` that `lint` objects to are left out. Without
    a usable criterion, or when it judges by levels, the workbook comes back as it was, with None.
    Generated rows carry in `source` and `number` the row they were made from.
    """
    rows = scoring_rows.read(workbook)
    if not rows.criteria or level_rows.is_levelled(workbook):
        return workbook, None
    pack = pack_sheet.read(workbook)
    model = _model(rows, pack.area if pack else "")
    survey = with_rows(workbook.sheet("survey"), tuple(_calculations(model, rows)))
    return replace(workbook, sheets={**workbook.sheets, "survey": survey}), model


def generated_names(workbook: Workbook) -> set[str]:
    """Every name that `expand` may generate, also for rows that it has to leave out."""
    if level_rows.is_levelled(workbook):
        return set()
    names = {"total", "total_max", "verdict"} if workbook.sheet("criteria").rows else set()
    for row in workbook.sheet("indicators").rows:
        name = row.cell("indicator")
        names |= {f"pt_{name}"}
        names |= {f"mx_{name}"} if row.cell("applies") else set()
        names |= {f"ok_{name}"} if row.cell("min") else set()
    for row in workbook.sheet("criteria").rows:
        name = row.cell("criterion")
        names |= {f"pts_{name}", f"max_{name}"}
        names |= {f"ok_{name}"} if is_judged(row) else set()
    return names


def is_judged(criterion: Row) -> bool:
    """Whether a row of `criteria` asks for points."""
    return any(header.startswith("threshold") for header in criterion.cells)


def _model(rows: ScoringRows, area: str) -> ScoreModel:
    criteria = tuple(_criterion(one, rows.of(one)) for one in rows.criteria)
    threshold = rows.total.threshold if rows.total else Threshold()
    judged = [one.passed_at for one in criteria]
    judged += [one.passed_at for criterion in criteria for one in criterion.indicators]
    return ScoreModel(
        criteria=criteria,
        threshold=threshold,
        label=rows.total.label if rows.total else {},
        area=area,
        total_at="total",
        most_at="total_max",
        verdict_at="verdict" if threshold.limits() or any(judged) else "",
    )


def _criterion(one: CriterionRow, indicators: tuple[IndicatorRow, ...]) -> CriterionModel:
    return CriterionModel(
        name=one.name,
        label=one.label,
        threshold=one.threshold,
        indicators=tuple(map(_indicator, indicators)),
        points_at=f"pts_{one.name}",
        most_at=f"max_{one.name}",
        passed_at=f"ok_{one.name}" if one.threshold.limits() else "",
    )


def _indicator(one: IndicatorRow) -> IndicatorModel:
    return IndicatorModel(
        name=one.name,
        label=one.label,
        question=one.question,
        most=one.most,
        least=one.least,
        evidence=one.evidence,
        points_at=f"pt_{one.name}",
        most_at=f"mx_{one.name}" if one.applies else "",
        passed_at=f"ok_{one.name}" if one.least is not None else "",
    )


def _calculations(model: ScoreModel, rows: ScoringRows) -> Iterator[Row]:
    for row, indicator in zip(rows.indicators, _in_order(model, rows), strict=True):
        yield from _indicator_rows(row, indicator)
    for criterion, made in zip(rows.criteria, model.criteria, strict=True):
        yield from _criterion_rows(criterion.row, made, model.area)
    total = rows.total or rows.criteria[-1]
    yield from _total_rows(total.row, model)


def _in_order(model: ScoreModel, rows: ScoringRows) -> list[IndicatorModel]:
    by_name = {one.name: one for one in model.indicators}
    return [by_name[row.name] for row in rows.indicators]


def _indicator_rows(row: IndicatorRow, model: IndicatorModel) -> Iterator[Row]:
    points, most = _points(row), _plain(row.most)
    # Written as comparisons because they are false for NaN: a blank never gets further than here.
    capped = f"if(({points}) > 0, min(round({points}, {PLACES}), {most}), 0)"
    if row.within and not row.points:
        capped = points  # read once, not twice: the usual case, at every answer
    if row.applies:
        capped = f"if({row.applies}, {capped}, 0)"
    yield calculate("indicators", row.row, model.points_at, capped)
    if model.most_at:
        yield calculate("indicators", row.row, model.most_at, f"if({row.applies}, {most}, 0)")
    if row.least is not None:
        passed = _reached(model.points_at, _plain(row.least))
        if row.applies:
            passed = f"if({row.applies}, {passed}, {NOTHING_JUDGED})"
        yield calculate("indicators", row.row, model.passed_at, passed)


def _points(row: IndicatorRow) -> str:
    items = f"instance('{row.chosen_from}')/root/item"
    if row.points:
        return row.points
    if row.kind == "select_multiple":
        return f"sum({items}[selected(${{{row.name}}}, {row.kept_by})]/points)"
    return f"coalesce({items}[{row.kept_by} = ${{{row.name}}}]/points, 0)"


def _criterion_rows(row: Row, model: CriterionModel, area: str) -> Iterator[Row]:
    points = [f"${{{one.points_at}}}" for one in model.indicators]
    most = [f"${{{one.most_at}}}" if one.most_at else _plain(one.most) for one in model.indicators]
    yield calculate("criteria", row, model.points_at, _sum(points))
    yield calculate("criteria", row, model.most_at, _sum(most))
    if model.passed_at:
        passed = _judged(model.threshold, area, model.points_at, model.most_at)
        yield calculate("criteria", row, model.passed_at, passed)


def _total_rows(row: Row, model: ScoreModel) -> Iterator[Row]:
    points = _sum([f"${{{one.points_at}}}" for one in model.criteria])
    most = _sum([f"${{{one.most_at}}}" for one in model.criteria])
    yield calculate("criteria", row, model.total_at, points)
    yield calculate("criteria", row, model.most_at, most)
    if model.verdict_at:
        yield calculate("criteria", row, model.verdict_at, _verdict(model))


def _verdict(model: ScoreModel) -> str:
    judges = [one.passed_at for one in model.criteria] + [one.passed_at for one in model.indicators]
    checks = [f"${{{judge}}} != 'no'" for judge in judges if judge]
    if model.threshold.limits():
        total = _judged(model.threshold, model.area, model.total_at, model.most_at)
        checks.insert(0, f"{total} != 'no'")
    return f"if({' and '.join(checks)}, 'pass', 'fail')"


def _judged(threshold: Threshold, area: str, points_at: str, most_at: str) -> str:
    """'yes', 'no', or '' where no limit holds for the area; the area's own limits come first."""
    passed = _judge(threshold.plain, points_at, most_at)
    for name, limit in (threshold.by_area or {}).items() if area else ():
        passed = f"if(${{{area}}} = '{name}', {_judge(limit, points_at, most_at)}, {passed})"
    return passed


def _judge(limit: Limit | None, points_at: str, most_at: str) -> str:
    if limit is None:
        return NOTHING_JUDGED
    value = _plain(limit.value)
    percent = f"round(${{{most_at}}} * {value} div 100, {PLACES})"
    return _reached(points_at, percent if limit.percent else value)


def _reached(points_at: str, needed: str) -> str:
    return f"if(${{{points_at}}} >= {needed}, 'yes', 'no')"


def _sum(terms: list[str]) -> str:
    return f"round({' + '.join(terms) or '0'}, {PLACES})"


def _plain(number: float) -> str:
    return format(number, ".15g")


def calculate(sheet: str, row: Row, name: str, calculation: str) -> Row:
    """A row that computes `name`, generated from `row` of `sheet`."""
    cells: Mapping[str, str] = {"type": "calculate", "name": name, "calculation": calculation}
    return Row(row.number, cells, source=sheet)


def with_rows(survey: Sheet, rows: tuple[Row, ...]) -> Sheet:
    """The survey with generated rows at its end."""
    header = dict.fromkeys((*survey.header, "type", "name", "calculation"))
    return replace(survey, header=tuple(header), rows=(*survey.rows, *rows))
