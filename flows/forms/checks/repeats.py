"""Checks of rosters: what every member is asked, how many there are, what belongs outside."""

from collections.abc import Iterator

from flows.fields import MOST_MEMBERS
from flows.forms.checks.draft import ENDS, Draft, Item
from flows.forms.checks.survey import METADATA
from flows.forms.faults import Fault
from flows.forms.pack_sheet import HIDDEN

REPEAT = "begin_repeat"
FIGURES = ("integer", "decimal", "range")
COLUMN_OF = {"indicators": "points", "targets": "holds"}
"""Where each sheet says how something is worked out."""
ABOUT_ALL = '"{}" đứng trong nhóm lặp, mà mỗi chỉ số chấm cho cả phiếu. '
WORKED_OUT = "Hãy ghi cách tính cho cả nhóm ở cột {}, ví dụ: {}."
BACKS_ALL = (
    '"{}" đứng trong nhóm lặp, mà minh chứng gửi một lần cho cả phiếu. '
    "Hãy thêm một câu image ở ngoài nhóm lặp, rồi ghi tên câu ấy ở đây."
)


def repeats(draft: Draft) -> Iterator[Fault]:
    """Repeats have questions, a count within reason, and nothing a member cannot have."""
    rosters = {item.name for item in draft.items if item.kind == REPEAT}
    inside = {i.name: i for i in draft.items if i.name and not rosters.isdisjoint(i.groups)}
    for item in draft.items:
        if item.kind == REPEAT:
            yield from _repeat(draft, item)
        elif item.kind in METADATA and item.name in inside:
            text = "Giờ giấc của phiếu chỉ ghi một lần. Hãy đưa hàng này ra ngoài nhóm lặp."
            yield Fault("survey", item.row.number, "type", text)
    yield from _judged(draft, inside)
    yield from _pack(draft, inside)


def _repeat(draft: Draft, item: Item) -> Iterator[Fault]:
    inner = [one for one in draft.items if item.name in one.groups]
    asked = [one for one in inner if one.kind not in (*ENDS, "calculate", "note", HIDDEN)]
    if not [one for one in asked if not one.kind.startswith("begin_")]:
        text = f'Nhóm lặp "{item.name}" chưa có câu hỏi nào. Hãy thêm câu hỏi, hoặc bỏ nhóm.'
        yield Fault("survey", item.row.number, "type", text)
    count = item.row.cell("repeat_count")
    if count.isdecimal() and int(count) > MOST_MEMBERS:
        text = f"Nhiều nhất {MOST_MEMBERS} lần lặp. Hãy ghi số nhỏ hơn."
        yield Fault("survey", item.row.number, "repeat_count", text)


def _judged(draft: Draft, inside: dict[str, Item]) -> Iterator[Fault]:
    """What is judged, and what backs it, belongs to the whole form."""
    for sheet, columns in (("indicators", ("indicator", "evidence")), ("targets", _TARGETS)):
        for row in draft.workbook.sheet(sheet).rows:
            for column in columns:
                name = row.cell(column).removeprefix("${").removesuffix("}")
                is_a_name = column == sheet.removesuffix("s") and row.cell(COLUMN_OF[sheet])
                if name in inside and not is_a_name:
                    text = _outside(draft, inside[name], sheet, column)
                    yield Fault(sheet, row.number, column, text)


_TARGETS = ("target", "evidence", "holds")


def _outside(draft: Draft, item: Item, sheet: str, column: str) -> str:
    """Why a question of a member cannot stand there, and what can."""
    if column == "evidence":
        return BACKS_ALL.format(item.name)
    names = [row.cell("name") for row in draft.lists.get(item.list_name, ())]
    chosen = f"[. = '{names[0]}']" if names else ""
    counted = f"count(${{{item.name}}}{chosen})"
    example = f"sum(${{{item.name}}})" if item.kind in FIGURES else counted
    example += " > 0" if sheet == "targets" else ""
    return ABOUT_ALL.format(item.name) + WORKED_OUT.format(COLUMN_OF[sheet], example)


def _pack(draft: Draft, inside: dict[str, Item]) -> Iterator[Fault]:
    """The questions a pack names are asked once."""
    pack = draft.pack
    named = {"area": (pack.area,), "profile": pack.profile} if pack else {}
    for key, names in named.items():
        for name in names:
            if name in inside:
                text = f'"{name}" ở hàng {key} trang pack đứng trong nhóm lặp. Hãy đưa ra ngoài.'
                yield Fault("survey", inside[name].row.number, "name", text)
