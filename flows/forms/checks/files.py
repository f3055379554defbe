"""Checks of the files beside a form: there, readable, with the columns and rows that are needed."""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import PurePath

from flows.forms import beside, bundle, listing, media, scoring_rows
from flows.forms.beside import FROM_FILE, LIST_ENDINGS, Named
from flows.forms.checks import trees
from flows.forms.checks.draft import Draft, Item, perhaps
from flows.forms.faults import Fault, WorkbookError
from flows.forms.list_lines import MOST_CELLS
from flows.forms.listing import Listing
from flows.forms.workbook import Row
from flows.xpath.syntax import Path, Syntax

POINTS = "points"
MOST_TOLD = 10  # rows of one file with the same fault
LONGEST_LABEL = 80  # characters: four of them fill a phone screen
NO_LABEL = "Ô này trống. Hãy ghi lời để người trả lời chọn."
TOO_LONG = "Lời dài {} chữ, khó đọc trên điện thoại. Nên rút gọn."
NO_POINTS = "Phiếu chấm điểm theo danh sách này. Hãy ghi số điểm, ví dụ 5 hoặc 2.5; không có thì 0."
AND_MORE = "Còn {} hàng nữa như vậy."


def names(draft: Draft) -> Iterator[Fault]:
    """Files that can be called so, are there, and are not taken for one another."""
    called: dict[str, str] = dict.fromkeys(draft.lists, "")
    for one in beside.named(draft.workbook):
        text = _name_trouble(one, draft)
        other = called.setdefault(one.list_id, one.file)
        if not text and other != one.file:
            what = f"tệp {other}" if other else "một danh sách ở trang choices"
            text = f'"{one.list_id}" cũng là tên {what}. Hãy đổi tên tệp {one.file}.'
        if text:
            yield Fault(one.sheet, one.row.number, one.column, text)
    for item in draft.items:
        if item.kind in FROM_FILE and not item.list_name:
            text = f"Hãy ghi tên tệp sau {item.kind}, ví dụ: {item.kind} ban.csv."
            yield Fault("survey", item.row.number, "type", text)


def contents(draft: Draft) -> Iterator[Fault]:
    """What is wrong inside the files, each told of once; more in all of them than may be."""
    cells = 0
    for file in dict.fromkeys(one.file for one in beside.named(draft.workbook)):
        if file in draft.workbook.files and _is_list(file):
            try:
                found = listing.read(draft.workbook.files[file], file)
                cells += len(found.rows) * len(found.columns)
                yield from found.remarks
            except WorkbookError as wrong:
                yield from wrong.faults
    if cells > MOST_CELLS:
        yield Fault("", None, "", f"Các danh sách cộng lại hơn {MOST_CELLS} ô. Hãy bỏ cột thừa.")


def unused(draft: Draft) -> Iterator[Fault]:
    """Files that came along and that nothing names."""
    lists = {one.file for one in beside.named(draft.workbook)}
    named = lists | {cell.file for cell in media.cells(draft.workbook)}
    for file in draft.workbook.files:
        if file not in named:
            text = f'Phiếu không dùng đến tệp "{file}". Nên bỏ ra cho nhẹ.'
            yield Fault("", None, "", text, serious=False)


def choices(draft: Draft) -> Iterator[Fault]:
    """The columns that choices are made of are there, and every row is a choice."""
    told = set[tuple[str, str, str]]()
    for item in draft.items:
        found = read(item.list_name, draft) if item.kind in FROM_FILE else None
        if found is None:
            continue
        value, label = beside.value_and_label(item.row)
        absent = [name for name in (value, label) if name not in found.columns]
        for name in absent:
            yield no_column(name, found, "survey", item.row, "parameters")
        yield from _filter(item, found)
        if not absent and (found.file, value, label) not in told:
            told.add((found.file, value, label))
            yield from _rows(found, value, label, draft)


def values(draft: Draft, item: Item) -> tuple[str, ...]:
    """What may be chosen of the list in its file, () when that cannot be read."""
    found = read(item.list_name, draft)
    value, _ = beside.value_and_label(item.row)
    return tuple(filter(None, (row.cell(value) for row in found.rows))) if found else ()


def points(draft: Draft) -> Iterator[Fault]:
    """Lists whose points count say them in every row."""
    for one in scoring_rows.read(draft.workbook).indicators:
        item = draft.item(one.name)
        if one.points or item is None or item.kind not in FROM_FILE:
            continue
        if found := read(item.list_name, draft):
            if POINTS in found.columns:
                yield from _each(found, POINTS, _pointless)
            else:
                yield no_column(POINTS, found, "indicators", one.row, "points")


def _pointless(row: Row) -> str:
    figure = row.cell(POINTS).removeprefix("-")
    return "" if scoring_rows.NUMBER.fullmatch(figure) else NO_POINTS


def _name_trouble(one: Named, draft: Draft) -> str:
    if one.file.endswith(" or_other"):
        return "Danh sách trong tệp không dùng or_other. Hãy thêm một hàng Khác vào tệp."
    if len(one.file.split()) > 1:
        return f'Tên tệp "{one.file}" có khoảng trống. Hãy đổi tên, thay bằng dấu gạch dưới.'
    if not bundle.is_plain(one.file) or "'" in one.file:
        return f'Không dùng được tên tệp "{one.file}". Tên tệp chỉ gồm chữ, số và dấu gạch dưới.'
    if not _is_list(one.file):
        return f'"{one.file}": danh sách phải là tệp .csv, .geojson hoặc .xml.'
    if one.file not in draft.workbook.files:
        hint = perhaps(one.file, draft.workbook.files)
        return f'Không thấy tệp "{one.file}". Hãy chép tệp ấy vào cùng thư mục với phiếu.{hint}'
    return ""


def _is_list(file: str) -> bool:
    return PurePath(file).suffix.lower() in LIST_ENDINGS


def read(file: str, draft: Draft) -> Listing | None:
    """The list in that file; None when there is none to be read, which is told elsewhere."""
    try:
        return listing.read(draft.workbook.files[file], file)
    except (KeyError, WorkbookError):
        return None


def no_column(name: str, found: Listing, sheet: str, row: Row, column: str) -> Fault:
    hint = perhaps(name, found.columns) or f" Các cột đang có: {', '.join(found.columns[:8])}."
    text = f'Tệp {found.file} không có cột "{name}".{hint}'
    return Fault(sheet, row.number, column, text)


def _filter(item: Item, found: Listing) -> Iterator[Fault]:
    """The columns of the file that a choice filter looks at."""
    understood = trees.understood(item.row.cell("choice_filter") or "true()")
    for name in dict.fromkeys(own_columns(understood.tree)) if understood else ():
        if name not in found.columns:
            yield no_column(name, found, "survey", item.row, "choice_filter")


def own_columns(part: Syntax) -> Iterator[str]:
    """The columns of the row at hand that are named, not those of rows of other lists."""
    if not isinstance(part, Path):
        for inner in trees.inside(part):
            yield from own_columns(inner)
    elif part.base == "here" and part.steps[0].plain:
        yield part.steps[0].test.name


def _rows(found: Listing, value: str, label: str, draft: Draft) -> Iterator[Fault]:
    """Rows without a value or a label of their own."""
    settings = draft.workbook.sheet("settings").rows
    twice_is_fine = any("yes" in row.cell("allow_choice_duplicates") for row in settings)
    first: dict[str, int] = {}
    for row in found.rows:
        first.setdefault(row.cell(value), row.number)

    def twice(row: Row) -> str:
        at = first[row.cell(value)]
        if twice_is_fine or at == row.number or not row.cell(value):
            return ""
        return f'Đã có "{row.cell(value)}" ở hàng {at}. Hãy ghi khác đi.'

    yield from _each(found, value, _value_trouble(value))
    yield from _each(found, value, twice)
    yield from _each(found, label, lambda row: "" if row.cell(label) else NO_LABEL)
    yield from _each(found, label, _too_long(label), serious=False)


def _value_trouble(value: str) -> Callable[[Row], str]:
    def trouble(row: Row) -> str:
        text = row.cell(value)
        if not text:
            return "Ô này trống. Hãy ghi mã, ví dụ: na_hon."
        return f'Mã "{text}" có khoảng trống. Hãy bỏ đi.' if len(text.split()) > 1 else ""

    return trouble


def _too_long(label: str) -> Callable[[Row], str]:
    def trouble(row: Row) -> str:
        length = len(row.cell(label))
        return TOO_LONG.format(length) if length > LONGEST_LABEL else ""

    return trouble


def _each(
    found: Listing, column: str, trouble: Callable[[Row], str], *, serious: bool = True
) -> Iterator[Fault]:
    """The same trouble of many rows, told of the first of them and counted for the rest."""
    troubled = ((row, text) for row in found.rows if (text := trouble(row)))
    for row, text in islice(troubled, MOST_TOLD):
        yield Fault(found.file, row.number, column, text, serious)
    if more := sum(1 for _ in troubled):
        yield Fault(found.file, None, column, AND_MORE.format(more), serious)
