"""Checks of `or_other`: what is written out for it must fit in with what the author wrote."""

from collections.abc import Iterator

from flows.forms import other_rows, scoring_rows
from flows.forms.checks.choices import folded
from flows.forms.checks.draft import Draft, Item
from flows.forms.faults import Fault
from flows.wording import SOURCE, words

BY_HAND = 'Hãy bỏ or_other, thêm lựa chọn "Khác" vào trang choices và một câu text hỏi rõ.'


def others(draft: Draft) -> Iterator[Fault]:
    """What `or_other` adds clashes with nothing, and is offered where it is wanted only."""
    scored = {one.chosen_from for one in scoring_rows.read(draft.workbook).indicators}
    seen = set[str]()
    for item in draft.items:
        if other_rows.is_open(item.row):
            yield from _clashes(draft, item)
            if item.list_name not in seen and not _has_other(draft, item.list_name):
                seen.add(item.list_name)
                yield from _added(draft, item, is_scored=item.list_name in scored)


def _clashes(draft: Draft, item: Item) -> Iterator[Fault]:
    made = item.name + other_rows.ENDING
    if (same := draft.item(made)) is not None:
        text = f'or_other tự thêm câu "{made}", mà hàng {same.row.number} đã có tên ấy. '
        yield Fault("survey", item.row.number, "name", text + "Hãy đổi tên một câu.")
    if item.row.cell("choice_filter"):
        text = "or_other không đi cùng choice_filter được. " + BY_HAND
        yield Fault("survey", item.row.number, "choice_filter", text)


def _added(draft: Draft, item: Item, *, is_scored: bool) -> Iterator[Fault]:
    """What is wrong with one more choice in that list."""
    label = words(SOURCE)("other.choice")
    for row in draft.lists.get(item.list_name, []):
        if any(folded(text) == folded(label) for text in row.cells.values()):
            text = f'or_other tự thêm lựa chọn "{label}" vào danh sách này. '
            yield Fault("choices", row.number, "name", text + 'Hãy đổi tên hàng này thành "other".')
    if is_scored:
        text = f'Danh sách "{item.list_name}" có chấm điểm, mà lựa chọn "{label}" chưa có điểm. '
        text += 'Hãy thêm hàng tên "other" vào trang choices và ghi điểm.'
        yield Fault("survey", item.row.number, "type", text)
    yield from _also_elsewhere(draft, item, label)


def _also_elsewhere(draft: Draft, item: Item, label: str) -> Iterator[Fault]:
    for other in draft.items:
        is_same = other.list_name == item.list_name and not other_rows.is_open(other.row)
        if is_same and other.kind in (*other_rows.SELECTS, "rank"):
            text = f'Câu này dùng chung danh sách với câu "{item.name}" nên cũng sẽ có dòng '
            text += f'"{label}". Nếu không muốn, hãy dùng danh sách riêng.'
            yield Fault("survey", other.row.number, "type", text, serious=False)


def _has_other(draft: Draft, list_name: str) -> bool:
    return any(row.cell("name") == other_rows.OTHER for row in draft.lists.get(list_name, []))
