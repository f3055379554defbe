"""The `targets` sheet read into values, with every fault in it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flows.forms import columns
from flows.forms.faults import Fault
from flows.forms.pack_sheet import YES_NO
from flows.forms.scoring_rows import plain_language
from flows.forms.workbook import Row, Workbook

LEVEL = re.compile("[1-9]")
YES = "yes"  # the choice that says of a question that its target holds


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One row of `targets`. `holds` is an XPath condition; `question` is "" when that is no one's.

    `label` maps language name -> text; `open` marks what stands for words the pack does not have.
    """

    level: int
    criterion: str
    name: str
    label: Mapping[str, str]
    question: str
    holds: str
    evidence: str
    open: bool
    row: Row


@dataclass(frozen=True, slots=True)
class LevelRows:
    """What could be read, from the lowest level up; rows with a fault are left out."""

    targets: tuple[TargetRow, ...]
    criteria: Mapping[str, Mapping[str, str]]
    faults: tuple[Fault, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The levels that have targets, counting up."""
        return tuple(sorted({target.level for target in self.targets}))


def is_levelled(workbook: Workbook) -> bool:
    """Whether the workbook judges by levels, not by points."""
    return bool(workbook.sheet("targets").rows)


def named(row: Row) -> str:
    """The question that decides a row: named in `holds`, or called like the target; else ""."""
    said = row.cell("holds") or row.cell("target")
    return said if columns.is_name(said) else ""


def read(workbook: Workbook) -> LevelRows:
    """Read the sheet; what is wrong stands in `faults`, nothing is raised."""
    faults: list[Fault] = []
    plain = plain_language(workbook)
    criteria = {
        row.cell("criterion"): columns.by_language(row.cells, "label", plain)
        for row in workbook.sheet("criteria").rows
    }
    lists = _lists_with_yes(workbook)
    found = list[TargetRow]()
    for row in workbook.sheet("targets").rows:
        wrong = list(_faults(row, workbook, set(criteria), lists))
        if row.cell("target") in {target.name for target in found}:
            wrong.append(("target", "Tên này đã có ở một hàng trên. Mỗi tên chỉ dùng một lần."))
        faults += [Fault("targets", row.number, column, text) for column, text in wrong]
        if not wrong:
            found.append(_target(row, plain))
    found.sort(key=lambda target: target.level)
    rows = LevelRows(tuple(found), criteria, ())
    return LevelRows(rows.targets, criteria, (*faults, *_gaps(rows, faults)))


def _target(row: Row, plain: str) -> TargetRow:
    question = named(row)
    return TargetRow(
        level=int(row.cell("level")),
        criterion=row.cell("criterion"),
        name=row.cell("target"),
        label=columns.by_language(row.cells, "label", plain),
        question=question,
        holds=f"${{{question}}} = '{YES}'" if question else row.cell("holds"),
        evidence=row.cell("evidence"),
        open=YES_NO.get(row.cell("open").lower(), False),
        row=row,
    )


def _faults(
    row: Row, workbook: Workbook, criteria: set[str], lists: set[str]
) -> Iterator[tuple[str, str]]:
    if not LEVEL.fullmatch(row.cell("level")):
        yield "level", "Mức độ phải là một số từ 1 đến 9, mức thấp nhất là 1."
    if row.cell("criterion") not in criteria:
        said = row.cell("criterion")
        yield "criterion", f'Trang criteria không có tiêu chí "{said}". Hãy thêm, hoặc sửa tên.'
    if not columns.is_name(row.cell("target")):
        yield "target", f"Chỉ tiêu phải có tên; {columns.NAME_RULE}."
    elif trouble := _undecided(row, workbook, lists):
        yield "holds", trouble
    if row.cell("open") and row.cell("open").lower() not in YES_NO:
        yield "open", "Ghi yes nếu bộ này chưa có lời văn của phần ấy, no hoặc để trống nếu có."


def _undecided(row: Row, workbook: Workbook, lists: set[str]) -> str:
    """Why nobody could tell whether the target holds; "" when one can."""
    name = named(row)
    types = {one.cell("name"): one.cell("type") for one in workbook.sheet("survey").rows}
    kind, list_name = columns.kind_and_list(types.get(name, ""))
    if not name or (kind == "select_one" and list_name in lists):
        return ""
    return (
        f'Phải là công thức, hoặc tên một câu select_one có lựa chọn {YES}; "{name}" thì không. '
        "Hãy sửa tên, hoặc ghi công thức."
    )


def _lists_with_yes(workbook: Workbook) -> set[str]:
    rows = workbook.sheet("choices").rows
    return {row.cell("list_name") for row in rows if row.cell("name") == YES}


def _gaps(rows: LevelRows, faults: list[Fault]) -> Iterator[Fault]:
    """Levels and criteria without a target; only once all rows can be read."""
    if faults:
        return
    expected = tuple(range(1, len(rows.numbers) + 1))
    if rows.numbers != expected:
        said = ", ".join(map(str, rows.numbers))
        text = f"Các mức độ phải liền nhau từ 1; ở đây có: {said}."
        yield Fault("targets", None, "level", text)
    used = {target.criterion for target in rows.targets}
    for name in rows.criteria:
        if name not in used:
            text = f'Tiêu chí "{name}" chưa có chỉ tiêu nào ở trang targets.'
            yield Fault("criteria", None, "criterion", text)
