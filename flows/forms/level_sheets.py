"""The `targets` sheet becomes ordinary `calculate` rows, so ODK Collect finds the same level."""

from collections.abc import Iterator
from dataclasses import replace

from flows.forms import level_rows
from flows.forms.level_rows import LevelRows, TargetRow
from flows.forms.scoring_sheets import calculate, with_rows
from flows.forms.workbook import Row, Workbook
from flows.levels import HOLDS, LevelModel, LevelsModel, TargetModel

LEVEL_AT = "level"
MISSES = "no"


def expand(workbook: Workbook) -> tuple[Workbook, LevelsModel | None]:
    """Add the rows that compute the levels, and say what they are called.

    Never raises: rows that `lint` objects to are left out. Without a usable target the workbook
    comes back as it was, with None. Generated rows carry the row they were made from.
    """
    rows = level_rows.read(workbook)
    if not rows.targets:
        return workbook, None
    model = _model(rows)
    survey = with_rows(workbook.sheet("survey"), tuple(_calculations(model, rows)))
    return replace(workbook, sheets={**workbook.sheets, "survey": survey}), model


def generated_names(workbook: Workbook) -> set[str]:
    """Every name that `expand` may generate, also for rows that it has to leave out."""
    rows = workbook.sheet("targets").rows
    names = {f"holds_{row.cell('target')}" for row in rows}
    names |= {f"level_{row.cell('level')}" for row in rows}
    return names | {LEVEL_AT} if rows else set()


def _model(rows: LevelRows) -> LevelsModel:
    levels = tuple(
        LevelModel(
            number=number,
            targets=tuple(_target(one) for one in rows.targets if one.level == number),
            holds_at=f"level_{number}",
        )
        for number in rows.numbers
    )
    return LevelsModel(levels, rows.criteria, LEVEL_AT)


def _target(row: TargetRow) -> TargetModel:
    return TargetModel(
        name=row.name,
        label=row.label,
        criterion=row.criterion,
        question=row.question,
        evidence=row.evidence,
        open=row.open,
        holds_at=f"holds_{row.name}",
    )


def _calculations(model: LevelsModel, rows: LevelRows) -> Iterator[Row]:
    for target, made in zip(rows.targets, model.targets, strict=True):
        holds = f"if({target.holds}, '{HOLDS}', '{MISSES}')"
        yield calculate("targets", target.row, made.holds_at, holds)
    last = rows.targets[-1].row
    for level in model.levels:
        all_hold = " and ".join(_is_held(target.holds_at) for target in level.targets)
        yield calculate("targets", last, level.holds_at, f"if({all_hold}, '{HOLDS}', '{MISSES}')")
    yield calculate("targets", last, model.level_at, _highest(model))


def _highest(model: LevelsModel) -> str:
    """The number of the highest level that holds with all below it, looked for from below."""
    expression = str(model.levels[-1].number)
    for level in reversed(model.levels):
        below = str(level.number - 1)
        expression = f"if({_is_held(level.holds_at)}, {expression}, {below})"
    return expression


def _is_held(name: str) -> str:
    return f"${{{name}}} = '{HOLDS}'"
