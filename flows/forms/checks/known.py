"""Checks of what the program fills in: hidden rows stay bare, and a difference has its reason."""

from collections.abc import Iterator

from flows.forms import references
from flows.forms.checks.draft import Draft
from flows.forms.faults import Fault
from flows.forms.pack_sheet import HIDDEN, WHY

BARE = {"type", "name"}


def hidden(draft: Draft) -> Iterator[Fault]:
    """A hidden row has a type and a name, and stands outside the groups: nothing may blank it."""
    for item in draft.items:
        if item.kind != HIDDEN:
            continue
        if item.groups:
            text = "Hàng hidden phải đứng ngoài các nhóm. Hãy đưa lên đầu trang."
            yield Fault("survey", item.row.number, "type", text)
        for column in sorted(set(item.row.cells) - BARE):
            text = "Hàng hidden chỉ có type và name: phần mềm tự điền. Hãy xóa ô này."
            yield Fault("survey", item.row.number, column, text)


def reasons(draft: Draft) -> Iterator[Fault]:
    """Where an answer is offered from what is known, a difference ought to be explained."""
    filled = {item.name for item in draft.items if item.kind == HIDDEN}
    for item in draft.items:
        calculated = set(references.names(item.row.cell("calculation")))
        if item.kind == "calculate" and filled & calculated:
            filled.add(item.name)
        reads = set(references.names(item.row.cell("default")))
        if reads & filled and draft.item(item.name + WHY) is None:
            text = f'Nên thêm câu text tên "{item.name}{WHY}" hỏi vì sao khác số đã biết.'
            yield Fault("survey", item.row.number, "default", text, serious=False)
