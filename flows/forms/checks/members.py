"""Checks of choices made from members: `select_one ${name}`, where `name` is asked in a roster."""

from collections.abc import Iterator

from flows.forms import references
from flows.forms.checks.asked import is_required
from flows.forms.checks.draft import Draft, Item, perhaps
from flows.forms.checks.rows import around, roster
from flows.forms.faults import Fault

CHOSEN_FROM = (
    *("text", "integer", "decimal", "date", "time", "datetime", "range", "barcode"),
    *("select_one", "calculate"),
)
"""Kinds of rows whose answers can be lines to choose from."""


def choices(draft: Draft) -> Iterator[Fault]:
    """A question that every member of a roster answers, and another roster, or none, that asks."""
    for item in draft.items:
        if not references.names(item.list_name):
            continue
        if text := _trouble(draft, item):
            yield Fault("survey", item.row.number, "type", text)
        else:
            hints = ((column, _hint(draft, item, column)) for column in ("type", "required"))
            for column, hint in hints:
                if hint:
                    yield Fault("survey", item.row.number, column, hint, serious=False)


def _hint(draft: Draft, item: Item, column: str) -> str:
    """What may leave people without a line to choose."""
    (name,) = references.names(item.list_name)
    of = draft.item(name.strip())
    if of and column == "type" and of.row.number > item.row.number:
        return f'Câu này hỏi trước nhóm lặp có "{name}", lúc ấy chưa có ai để chọn. Nên đưa xuống.'
    if of and column == "required" and is_required(item) and not item.row.cell("relevant"):
        group = roster(draft, of)
        text = "Nhóm lặp chưa có ai thì không chọn được mà cũng không bỏ qua được. "
        return text + f"Nên ghi ở cột relevant: count(${{{group}}}) > 0."
    return ""


def _trouble(draft: Draft, item: Item) -> str:
    name = references.names(item.list_name)[0].strip()
    of = draft.item(name)
    if item.list_name != f"${{{name}}}":
        return f"Sau {item.kind} chỉ ghi một tên, ví dụ: select_one ${{{name}}}."
    if item.kind != "select_one":
        return f"Lấy câu trả lời của nhóm lặp làm lựa chọn thì dùng: select_one ${{{name}}}."
    if of is None:
        hint = perhaps(name, draft.known) or " Hãy sửa tên trong ${…}, hoặc thêm câu ấy."
        return f'Không có câu hỏi nào tên "{name}".{hint}'
    if of.kind not in CHOSEN_FROM:
        return f'Hàng "{name}" không làm lựa chọn được. Hãy lấy một câu text, ví dụ câu hỏi tên.'
    if not roster(draft, of):
        return f'"{name}" không đứng trong nhóm lặp nào. Hãy lấy một câu trong nhóm lặp.'
    if roster(draft, of) in around(draft, item):
        text = f'Câu này đứng cùng nhóm lặp với "{name}" nên chỉ chọn được chính mình. '
        return text + "Hãy đưa câu này ra ngoài nhóm, hoặc sang một nhóm lặp khác."
    return ""
