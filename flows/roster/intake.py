"""The rows of a workbook as an officer saved it, by sheet and column, and what is wrong with it."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flows.forms import excel_sheets
from flows.forms.excel_sheets import Limits
from flows.forms.faults import Fault, WorkbookError, whole_file
from flows.forms.workbook import Line, Unreadable, tidy, trouble
from flows.roster.columns import EXAMPLE, GUIDE, SheetPlan, plain
from flows.roster.plans import PLANS, plan_of

MOST_BYTES = 30_000_000
MOST_ROWS = 40_000  # filled rows of one sheet
MOST_CELLS = 800_000  # filled cells of all sheets
MOST_FAULTS = 500
COST = Limits(unpacked=200_000_000, markup=8_000_000)
HEADER_WITHIN = 20  # filled rows: a title and notes may stand above
FEWEST_HEADERS = 2  # known headers make a row the header

_MERGED = re.compile(rb"""<mergeCell ref=["'][A-Z]+([0-9]+)(?::[A-Z]+([0-9]+))?["']""")
_TAIL = 80  # bytes: longer than such a tag
_PIECE = 1 << 20
_PRIVATE = re.compile(r"\b(dan toc|ton giao|cccd|cmnd|can cuoc|chung minh)\b")

_UNKNOWN = "Trang này không có trong mẫu. Hãy đổi tên thành một trong: {names}; hoặc xóa trang."
_MISSING = 'Thiếu trang "{name}". Hãy thêm trang này; không có gì để ghi thì chỉ cần hàng tiêu đề.'
_NO_HEADER = "Không thấy hàng tiêu đề. Hãy ghi các cột: {names}."
_NO_COLUMN = "Thiếu cột này. Hãy thêm lại; không có gì để ghi thì để trống cả cột."
_UNUSED = "Cột này không dùng đến, không được lưu."
_PRIVATE_COLUMN = "Cột này không được lưu. Chương trình không cần điều này; nên xóa khỏi tệp."
_MERGED_CELLS = (
    "Các ô ở hàng {first} đến {last} bị gộp. Hãy bỏ gộp ô (Unmerge Cells) rồi gõ đủ từng hàng."
)
_HALF_EXAMPLE = f'Ô này còn chữ "{EXAMPLE}". Hãy sửa lại ô này, hoặc xóa cả hàng ví dụ.'


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One filled row: `number` is what Excel shows, `cells` hold no blanks, by column key."""

    number: int
    cells: Mapping[str, str]


@dataclass(slots=True)
class Intake:
    """The sheets read so far, and every fault met."""

    sheets: dict[str, list[RosterRow]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    cells: int = 0

    def complain(self, fault: Fault) -> None:
        """Keep the fault for the end. Raises WorkbookError when nobody would read further."""
        self.faults.append(fault)
        if len(self.faults) >= MOST_FAULTS:
            raise WorkbookError(self.faults)


def take_in(content: bytes) -> Intake:
    """The rows of each sheet of an .xlsx file, with the faults of its shape.

    Raises WorkbookError for a file that cannot be opened, or is too big to be a commune's.
    """
    if not content:
        raise whole_file("Tệp trống, không có gì bên trong.")
    if len(content) > MOST_BYTES:
        size = MOST_BYTES // 1_000_000
        raise whole_file(f"Tệp lớn hơn {size} MB. Hãy xóa ảnh và trang thừa rồi lưu lại.")
    intake = Intake()
    headers: dict[str, tuple[str, int]] = {}
    excel_sheets.visit(
        content, COST, lambda title, lines, part: _sheet(intake, headers, title, lines, part)
    )
    for key, (part, header) in headers.items():
        _refuse_merged(intake, key, content, part, header)
    for plan in PLANS:
        if plan.key not in intake.sheets:
            intake.complain(Fault("", None, "", _MISSING.format(name=plan.title)))
    return intake


def _sheet(
    intake: Intake,
    headers: dict[str, tuple[str, int]],
    title: str,
    lines: Iterator[Line],
    part: str,
) -> None:
    plan = plan_of(tidy(title))
    filled = (line for line in lines if any(line.cells))
    if plan is None:
        if plain(title) != plain(GUIDE) and next(filled, None) is not None:
            names = ", ".join(known.title for known in PLANS)
            intake.complain(Fault(tidy(title), None, "", _UNKNOWN.format(names=names)))
        return
    if plan.key in intake.sheets:
        intake.complain(Fault(plan.title, None, "", "Trang này có hai lần. Hãy gộp làm một."))
        return
    intake.sheets[plan.key] = []
    found = _header(plan, filled)
    if found is None:
        names = ", ".join(column.title for column in plan.columns)
        intake.complain(Fault(plan.title, None, "", _NO_HEADER.format(names=names)))
        return
    headers[plan.key] = (part, found.number)
    columns = _columns(intake, plan, found)
    for line in filled:
        _row(intake, plan, columns, line)


def _header(plan: SheetPlan, lines: Iterator[Line]) -> Line | None:
    for _, line in zip(range(HEADER_WITHIN), lines, strict=False):
        known = {plan.named(cell) for cell in line.cells if isinstance(cell, str) and cell}
        if len(known - {None}) >= FEWEST_HEADERS:
            return line
    return None


def _columns(intake: Intake, plan: SheetPlan, header: Line) -> Sequence[str]:
    """The column keys from left to right, "" for what is not ours."""
    keys: list[str] = []
    for cell in header.cells:
        text = tidy(cell) if isinstance(cell, str) else ""
        column = plan.named(text) if text else None
        if text and column is None:
            private = _PRIVATE.search(plain(text))
            why = _PRIVATE_COLUMN if private else _UNUSED
            intake.complain(Fault(plan.title, header.number, text, why, serious=False))
        if column and column.key in keys:
            twice = "Cột này có hai lần. Hãy bỏ bớt một."
            intake.complain(Fault(plan.title, header.number, text, twice))
        keys.append(column.key if column else "")
    for column in plan.columns:
        if column.key not in keys:
            intake.complain(Fault(plan.title, header.number, column.title, _NO_COLUMN))
    return keys


def _row(intake: Intake, plan: SheetPlan, columns: Sequence[str], line: Line) -> None:
    cells = {}
    for key, raw in zip(columns, line.cells, strict=False):
        wrong = raw.text if isinstance(raw, Unreadable) else trouble(raw)
        if key and wrong:
            title = plan.column(key).title
            intake.complain(Fault(plan.title, line.number, title, wrong))
        elif key and isinstance(raw, str) and (text := " ".join(tidy(raw).split())):
            cells[key] = text
    if not cells:
        return
    _count(intake, plan, line.number, len(cells))
    examples = [key for key, text in cells.items() if plain(text).startswith(plain(EXAMPLE))]
    if plan.columns[0].key in examples:
        skipped = f"Hàng ví dụ, không nạp: {' · '.join(cells.values())}"
        intake.complain(Fault(plan.title, line.number, "", skipped, serious=False))
        return
    for key in examples:
        title = plan.column(key).title
        intake.complain(Fault(plan.title, line.number, title, _HALF_EXAMPLE))
    intake.sheets[plan.key].append(RosterRow(line.number, cells))


def _count(intake: Intake, plan: SheetPlan, number: int, cells: int) -> None:
    intake.cells += cells
    if len(intake.sheets[plan.key]) >= MOST_ROWS:
        text = f"Trang có hơn {MOST_ROWS} hàng. Hãy xem lại: một xã không thể nhiều như vậy."
        raise WorkbookError([*intake.faults, Fault(plan.title, number, "", text)])
    if intake.cells > MOST_CELLS:
        text = f"Tệp có hơn {MOST_CELLS} ô có chữ. Hãy xóa hàng và cột thừa."
        raise WorkbookError([*intake.faults, Fault(plan.title, number, "", text)])


def _refuse_merged(intake: Intake, key: str, content: bytes, part: str, header: int) -> None:
    """A merged cell says something in its first row only; the others would be read as blank."""
    plan = next(plan for plan in PLANS if plan.key == key)
    for first, last in _merged(content, part):
        if last > header:
            text = _MERGED_CELLS.format(first=first, last=last)
            intake.complain(Fault(plan.title, first, "", text))


def _merged(content: bytes, part: str) -> Iterator[tuple[int, int]]:
    """First and last row of every merged range of a sheet."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(part.lstrip("/")) as stream:
        tail = b""
        while piece := stream.read(_PIECE):
            text = tail + piece
            done = 0
            for match in _MERGED.finditer(text):
                done = match.end()
                yield int(match[1]), int(match[2] or match[1])
            tail = text[max(done, len(text) - _TAIL) :]
