"""Checks of tables of questions: one list for all rows, and a header that asks nothing."""

from collections.abc import Iterator

from flows.forms import other_rows
from flows.forms.checks.draft import Draft, Item
from flows.forms.faults import Fault

TABLE = "table-list"
OPTIONAL = ("", "no", "false", "false()")


def tables(draft: Draft) -> Iterator[Fault]:
    """Every row of a table has the same choices."""
    inside: dict[str, list[Item]] = {}
    for item in draft.items:
        inside.setdefault(item.groups[-1] if item.groups else "", []).append(item)
    for group in draft.items:
        if group.kind == "begin_group" and TABLE in group.row.cell("appearance").split():
            yield from _rows(group, inside.get(group.name, []))


def _rows(group: Item, inside: list[Item]) -> Iterator[Fault]:
    asked = [item for item in inside if item.kind in other_rows.SELECTS]
    for item in asked:
        if item.list_name != asked[0].list_name:
            text = f'Bảng "{group.name}" (table-list) phải dùng chung một danh sách, như hàng '
            text += f"{asked[0].row.number}. Hãy sửa danh sách, hoặc bỏ chữ table-list."
            yield Fault("survey", item.row.number, "type", text)
        if item.row.cell("choice_filter"):
            text = "Trong bảng (table-list) không lọc lựa chọn được. Hãy bỏ chữ table-list ở nhóm."
            yield Fault("survey", item.row.number, "choice_filter", text)


def headers(draft: Draft) -> Iterator[Fault]:
    """Nobody can answer the header of a table, so it cannot be required."""
    for item in draft.items:
        if item.is_header and item.row.cell("required").lower() not in OPTIONAL:
            text = "Hàng này là tiêu đề của bảng (appearance label), không ai trả lời được. "
            yield Fault("survey", item.row.number, "required", text + "Hãy để trống ô này.")
