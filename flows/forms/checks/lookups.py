"""Checks of lookups in lists: `pulldata()` and `instance()` name what is there."""

from collections.abc import Iterator

from flows.forms import beside
from flows.forms.checks import files, trees
from flows.forms.checks.draft import Draft, perhaps
from flows.forms.checks.expressions import formulas
from flows.forms.faults import Fault
from flows.xpath.syntax import Call, Literal, Syntax

IN_QUOTES = (
    "Ba chỗ đầu của pulldata phải là tên tệp, tên cột lấy, tên cột tra, mỗi tên trong dấu nháy, "
    "ví dụ: pulldata('ban', 'so_ho', 'ma', ${ban})."
)
NO_BLANK = "Hãy viết liền pulldata( , không để khoảng trống trước dấu ngoặc."
NO_ENDING = "Trong pulldata ghi tên tệp không có đuôi .csv."


def pulled(draft: Draft) -> Iterator[Fault]:
    """What `pulldata()` asks for is written so that it can be known, and is there."""
    for one in beside.pulls(draft.workbook):
        text = _pull_trouble(one)
        if text:
            yield Fault(one.sheet, one.row.number, one.column, text)
        elif found := files.read(one.file, draft):
            for name in dict.fromkeys((one.wanted, one.key)):
                if name not in found.columns:
                    yield files.no_column(name, found, one.sheet, one.row, one.column)


def instances(draft: Draft) -> Iterator[Fault]:
    """`instance('…')` names a list of the choices sheet, or one in a file."""
    known = {*draft.lists, *(one.list_id for one in beside.named(draft.workbook))}
    for formula in formulas(draft):
        for name in _instances(trees.tree(formula)):
            if name not in known:
                hint = perhaps(name, known) or " Hãy thêm danh sách ấy, hoặc sửa tên."
                text = f'Không có danh sách "{name}".{hint}'
                yield Fault(formula.sheet, formula.row.number, formula.column, text)


def _pull_trouble(one: beside.Pulled) -> str:
    if one.apart:
        return NO_BLANK
    if not one.file:
        return IN_QUOTES
    return NO_ENDING if one.file.lower().endswith(beside.PULLED * 2) else ""


def _instances(whole: Syntax | None) -> Iterator[str]:
    for part in trees.parts(whole) if whole else ():
        if isinstance(part, Call) and part.name == "instance":
            yield from (str(one.value) for one in part.arguments if isinstance(one, Literal))
