"""Checks of rows that another answer writes: what sets them going, and what may be written."""

import re
from collections.abc import Iterator

from flows.forms import references
from flows.forms.checks.draft import ENDS, GROUPS, Draft, Item
from flows.forms.checks.rows import around
from flows.forms.checks.survey import METADATA
from flows.forms.faults import Fault
from flows.forms.pack_sheet import HIDDEN
from flows.questions import CONTENTS

SPELLING = re.compile(r"\s*\$\{[^}]+\}\s*(,\s*\$\{[^}]+\}\s*)*")
UNANSWERED = (*GROUPS, *ENDS, *METADATA, HIDDEN, "calculate", "note")
SENT = (*CONTENTS, "photo")
HOW = "Ô này chỉ ghi tên câu hỏi trong ${…}, ví dụ ${so_nguoi}. Nhiều câu thì cách bằng dấu phẩy."


def triggers(draft: Draft) -> Iterator[Fault]:
    """Each is set going by a question that people answer, in the same member or outside."""
    for item in draft.items:
        cell = item.row.cell("trigger")
        text = _trouble(draft, item, cell) if cell else ""
        if text:
            yield Fault("survey", item.row.number, "trigger", text)
    yield from _rings(draft)


def _trouble(draft: Draft, item: Item, cell: str) -> str:
    if not SPELLING.fullmatch(cell):
        return HOW
    if item.kind in (*GROUPS, *ENDS, *METADATA, HIDDEN):
        return "Hàng này không có câu trả lời để ghi. Hãy xóa ô này."
    if item.kind in SENT:
        return "Ảnh và tệp phải do người trả lời gửi, không tự ghi được. Hãy xóa ô này."
    found = (draft.item(name.strip()) for name in references.names(cell))
    said = (_of_one(draft, item, one) for one in found if one)  # unknown names are told elsewhere
    return next(filter(None, said), "")


def _of_one(draft: Draft, item: Item, by: Item) -> str:
    if by.kind in UNANSWERED:
        return f'Không ai trả lời hàng "{by.name}", nên nó không đổi hàng này. Hãy ghi một câu hỏi.'
    if by.name == item.name:
        return "Một câu không tự ghi lại chính nó được. Hãy ghi tên một câu khác."
    if not set(around(draft, item)) <= set(around(draft, by)):
        inner = next(name for name in around(draft, item) if name not in around(draft, by))
        text = f'Hàng này đứng trong nhóm lặp "{inner}", còn "{by.name}" đứng ngoài: '
        return text + "không biết ghi cho ai. Hãy dùng cột calculation mà bỏ ô này."
    return ""


def _rings(draft: Draft) -> Iterator[Fault]:
    """Rows that write each other round and round would never come to rest."""
    by = {item.name: _triggers_of(item) for item in draft.items if item.row.cell("trigger")}
    for item in draft.items:
        if item.name in by and item.name not in by[item.name] and _comes_back(item.name, by):
            text = (
                f'Câu "{item.name}" ghi câu khác, câu ấy lại ghi về nó. Hãy bỏ bớt một ô trigger.'
            )
            yield Fault("survey", item.row.number, "trigger", text)
            return


def _triggers_of(item: Item) -> set[str]:
    return {name.strip() for name in references.names(item.row.cell("trigger"))}


def _comes_back(name: str, by: dict[str, set[str]]) -> bool:
    seen: set[str] = set()
    waiting = list(by[name])
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += by.get(one, ())
    return name in seen
