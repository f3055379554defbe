"""Checks of the choice lists: there, named, labelled, and told apart by those who type no marks."""

import unicodedata
from collections.abc import Iterator

from flows.forms import columns, references
from flows.forms.checks import files, trees
from flows.forms.checks.draft import Draft, perhaps
from flows.forms.checks.survey import CHOOSING
from flows.forms.faults import Fault
from flows.forms.workbook import Row


def lists(draft: Draft) -> Iterator[Fault]:
    """Every select names a list that has choices."""
    for item in draft.items:
        if item.kind not in CHOOSING:
            continue
        if not item.list_name:
            text = f"Hãy ghi tên danh sách sau {item.kind}, ví dụ: {item.kind} co_khong."
            yield Fault("survey", item.row.number, "type", text)
        elif item.list_name not in draft.lists and not references.names(item.list_name):
            hint = perhaps(item.list_name, draft.lists) or " Hãy thêm danh sách ấy, hoặc sửa tên."
            text = f'Trang choices không có danh sách "{item.list_name}".{hint}'
            yield Fault("survey", item.row.number, "type", text)


def filters(draft: Draft) -> Iterator[Fault]:
    """The columns of the choices sheet that a choice filter looks at are there."""
    header = [name for name in draft.workbook.sheet("choices").header if name != "list_name"]
    for item in draft.items:
        cell = item.row.cell("choice_filter")
        if not cell or item.kind not in CHOOSING or item.list_name not in draft.lists:
            continue
        understood = trees.understood(cell)
        for name in dict.fromkeys(files.own_columns(understood.tree)) if understood else ():
            if name not in header:
                hint = perhaps(name, header) or f" Các cột đang có: {', '.join(header[:8])}."
                text = f'Trang choices không có cột "{name}".{hint}'
                yield Fault("survey", item.row.number, "choice_filter", text)


def rows(draft: Draft) -> Iterator[Fault]:
    """Every choice has a list, a name without blanks that is its own, and words."""
    header = draft.workbook.sheet("choices").header
    allowed = [row.cell("allow_choice_duplicates") for row in draft.workbook.sheet("settings").rows]
    for list_name, choices in draft.lists.items():
        seen = set[str]()
        for row in choices:
            for column, text in _row_troubles(list_name, row, header):
                yield Fault("choices", row.number, column, text)
            name = row.cell("name")
            if name in seen and "yes" not in allowed:
                text = f'Danh sách "{list_name}" đã có lựa chọn "{name}". Hãy đổi tên.'
                yield Fault("choices", row.number, "name", text)
            seen.add(name)


def _row_troubles(list_name: str, row: Row, header: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    name = row.cell("name")
    if not list_name:
        yield "list_name", "Lựa chọn này chưa thuộc danh sách nào. Hãy ghi tên danh sách."
    if not name:
        yield "name", "Lựa chọn này chưa có tên, ví dụ: co."
    elif len(name.split()) > 1:
        yield "name", f'Tên "{name}" có khoảng trống. Hãy thay bằng dấu gạch dưới.'
    if not any(row.cell(column) for column in columns.family(header, "label")):
        yield "label", "Lựa chọn này chưa có lời. Hãy ghi ở cột label."


def twins(draft: Draft) -> Iterator[Fault]:
    """Labels of one list that nobody could tell apart, or not without diacritics."""
    header = columns.family(draft.workbook.sheet("choices").header, "label")
    filtered = {item.list_name for item in draft.items if item.row.cell("choice_filter")}
    for list_name, choices in draft.lists.items():
        for column in header:
            yield from _twins(column, choices, list_name in filtered)


def _twins(column: str, choices: list[Row], filtered: bool) -> Iterator[Fault]:
    seen: dict[str, Row] = {}
    for row in choices:
        label = row.cell(column)
        first = seen.setdefault(folded(label), row)
        if not label or first is row:
            continue
        if first.cell(column) == label:
            # With a choice filter the two may never be offered together.
            text = f'Lời "{label}" giống hệt hàng {first.number}. Hãy viết cho khác nhau.'
            yield Fault("choices", row.number, column, text, serious=not filtered)
        else:
            other = f'"{first.cell(column)}" ở hàng {first.number}'
            text = f'Người gõ không dấu sẽ lẫn "{label}" với {other}. Nên viết cho khác hẳn.'
            yield Fault("choices", row.number, column, text, serious=False)


def folded(text: str) -> str:
    """The text as somebody types it who uses neither marks nor capitals."""
    apart = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(c for c in apart if not unicodedata.combining(c)).split())
