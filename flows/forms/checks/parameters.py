"""Checks of the column `parameters`: names that the type knows, figures, a scale with marks."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from flows.forms import beside
from flows.forms.checks.draft import Draft, Item, perhaps
from flows.forms.faults import Fault
from flows.forms.model import NUMBERS
from flows.questions import Scale

COLUMN = "parameters"
RANGE = "range"
PICTURES = ("image", "photo")
PIXELS = "max-pixels"
ENDS = {"start": "1", "end": "10", "step": "1"}
"""What a scale needs, and what it is where the cell does not say."""
ACCEPTED: Mapping[str, tuple[str, ...]] = {
    RANGE: (*ENDS, "tick_interval", "placeholder", "tick_labelset"),
    **dict.fromkeys(PICTURES, (PIXELS, "app")),
}
EXAMPLE = "ví dụ: start=1 end=5 step=1."
UNREAD = 'Không đọc được "{}". Hãy ghi kiểu tên=giá trị, cách nhau bằng khoảng trống, ' + EXAMPLE


def parameters(draft: Draft) -> Iterator[Fault]:
    """What the cell says can be read, and leaves a scale on which something can be chosen."""
    for item in draft.items:
        cell = item.row.cell(COLUMN)
        rest = beside.PARAMETER.sub("", cell).strip(" ,;")
        texts = [UNREAD.format(rest)] if rest else _troubles(item)
        for text in texts if cell else ():
            yield Fault("survey", item.row.number, COLUMN, text)


def _troubles(item: Item) -> Iterator[str]:
    if item.kind not in ACCEPTED:
        return
    given = beside.parameters(item.row.cell(COLUMN))
    unknown = [name for name in given if name not in ACCEPTED[item.kind]]
    for name in unknown:
        hint = perhaps(name, ACCEPTED[item.kind]) or " Hãy xóa đi."
        yield f'Kiểu {item.kind} không có "{name}" ở ô này.{hint}'
    if PIXELS in given and not given[PIXELS].isdecimal():
        said = given[PIXELS]
        yield f'{PIXELS} phải là một số không có phần lẻ, ví dụ: {PIXELS}=1024; đang ghi "{said}".'
    if item.kind == RANGE and not unknown:
        yield from _scale_troubles({**ENDS, **given})


def _scale_troubles(given: Mapping[str, str]) -> Iterator[str]:
    said = " ".join(f"{name}={given[name]}" for name in ENDS)
    wrong = [name for name in ENDS if not NUMBERS["decimal"].fullmatch(given[name])]
    if wrong:
        names = ", ".join(wrong)
        yield f'{names} phải là số, số lẻ viết dấu chấm, {EXAMPLE} Đang ghi "{said}".'
        return
    start, end, step = (Decimal(given[name]) for name in ENDS)
    if start > end:
        yield f"start={start} lớn hơn end={end}. Hãy đổi chỗ hai số, {EXAMPLE}"
    elif step <= 0:
        yield f"step={step}: step phải lớn hơn 0, {EXAMPLE}"
    elif not Scale(start, end, step).has(start + step):
        yield f"step={step} dài hơn cả thang từ start={start} đến end={end}. Hãy ghi nhỏ hơn."
