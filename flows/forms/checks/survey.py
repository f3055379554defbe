"""Checks of the survey's rows: types, names, labels, groups that open and close."""

from collections.abc import Iterator

from flows import vietnamese
from flows.forms import beside, columns, level_sheets, other_rows, pack_sheet, scoring_sheets
from flows.forms.checks import foreign
from flows.forms.checks.draft import ENDS, GROUPS, Draft, Item, perhaps
from flows.forms.faults import Fault

SHEETS = ("survey", "choices", "settings", "criteria", "indicators", "targets", "pack")
SELECTS = ("select_one", "select_multiple")
CHOOSING = (*SELECTS, "rank")
"""Types with the name of a list behind them."""
METADATA = ("start", "end", "today", "deviceid", "username", "phonenumber", "email")
"""What a form notes about itself: the times are written, whose phone it was is left blank."""
SUPPORTED = (
    *("text", "integer", "decimal", "date", "time", "datetime", *CHOOSING, "note", "calculate"),
    *("acknowledge", "image", "photo", "file", "audio", "video", "begin_group", "end_group"),
    *("range", "geopoint", "barcode", "begin_repeat", "end_repeat", pack_sheet.HIDDEN),
    *(*beside.FROM_FILE, *beside.EXTERNAL),
    *METADATA,
)
UNNAMED = ("end_group", "end_repeat")
UNLABELLED = (
    *(*UNNAMED, *METADATA, "begin_group", "calculate", pack_sheet.HIDDEN),
    *beside.EXTERNAL,
)


def sheets(draft: Draft) -> Iterator[Fault]:
    """The sheets and columns without which nothing else makes sense."""
    survey = draft.workbook.sheet("survey")
    if not survey.rows:
        hint = perhaps("survey", set(draft.workbook.sheets) - set(SHEETS))
        yield Fault("survey", None, "", f"Tệp chưa có trang survey với các câu hỏi.{hint}")
    elif "type" not in survey.header or "name" not in survey.header:
        text = "Hàng đầu tiên của trang phải là tên các cột: type, name, label…"
        yield Fault("survey", survey.header_row, "", text)


def types(draft: Draft) -> Iterator[Fault]:
    """A type the bot can ask, or which one to use instead."""
    for item in draft.items:
        text = "" if foreign.block(item.kind) else _type_trouble(item)
        if text:
            yield Fault("survey", item.row.number, "type", text)
        elif item.kind == "calculate" and not item.row.cell("calculation"):
            text = "Hàng calculate phải có công thức ở cột này."
            yield Fault("survey", item.row.number, "calculation", text)


def _type_trouble(item: Item) -> str:
    extra = item.row.cell("type").split()[2:] if item.kind in CHOOSING else []
    extra = [] if other_rows.is_open(item.row) else extra
    if not item.kind:
        return "Hàng này chưa có kiểu câu hỏi, ví dụ text, integer, select_one."
    if extra:
        return f'Sau tên danh sách không ghi gì thêm. Hãy xóa "{" ".join(extra)}".'
    if item.kind in SUPPORTED:
        return ""
    if advice := foreign.ADVICE.get(vietnamese.fold(item.kind)):
        return f'Không dùng được kiểu "{item.row.cell("type")}". {advice}'
    return f'Không có kiểu "{item.row.cell("type")}".{perhaps(item.kind, SUPPORTED)}'


def names(draft: Draft) -> Iterator[Fault]:
    """Every question has a name, and no two have the same."""
    generated = scoring_sheets.generated_names(draft.workbook)
    generated |= level_sheets.generated_names(draft.workbook)
    seen: dict[str, int] = {}
    for item in draft.items:
        is_unnamed = item.kind in UNNAMED or foreign.block(item.kind)
        text = "" if is_unnamed else _name_trouble(item.name, seen, generated)
        if text:
            yield Fault("survey", item.row.number, "name", text)
        seen.setdefault(item.name, item.row.number)


def _name_trouble(name: str, seen: dict[str, int], generated: set[str]) -> str:
    if not name:
        return f"Câu này chưa có tên; {columns.NAME_RULE}."
    if not columns.is_name(name):
        return f'"{name}": {columns.NAME_RULE}.'
    if name in seen:
        return f'Tên "{name}" đã có ở hàng {seen[name]}. Hãy đổi tên một trong hai.'
    if name in generated:
        return f'Tên "{name}" dành cho hàng tính điểm tự sinh ra. Hãy đổi tên.'
    return ""


def labels(draft: Draft) -> Iterator[Fault]:
    """Whatever people are shown has words, in one language at least."""
    header = draft.workbook.sheet("survey").header
    for item in draft.items:
        said = any(item.row.cell(column) for column in columns.family(header, "label"))
        is_shown = item.kind in SUPPORTED and item.kind not in UNLABELLED
        if not said and is_shown and not item.is_header:
            text = "Câu này chưa có lời hỏi. Hãy ghi ở cột label."
            yield Fault("survey", item.row.number, "label", text)


def groups(draft: Draft) -> Iterator[Fault]:
    """Every group and repeat that opens closes, and nothing closes that was not open."""
    opened: list[Item] = []
    for item in draft.items:
        if item.kind in GROUPS:
            opened.append(item)
        elif item.kind in ENDS:
            begun = _BEGUN_BY[item.kind]
            if opened and opened[-1].kind == begun:
                opened.pop()
            else:
                text = f"{item.kind} này không có {begun} ở trên. Hãy bỏ hàng này."
                if opened:
                    last = opened.pop()
                    text = _CROSSED.format(item.kind, last.name, _ENDED_BY[last.kind])
                yield Fault("survey", item.row.number, "type", text)
    for item in opened:
        text = f'Nhóm "{item.name}" chưa đóng. Hãy thêm hàng {_ENDED_BY[item.kind]}.'
        yield Fault("survey", item.row.number, "type", text)


_ENDED_BY = dict(zip(GROUPS, ENDS, strict=True))
_BEGUN_BY = dict(zip(ENDS, GROUPS, strict=True))
_CROSSED = '{} này đứng trong nhóm "{}", nhóm ấy đóng bằng {}. Hãy sửa hàng này.'
