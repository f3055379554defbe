"""The `pack` sheet: whose criteria these are, how official, for whom and from when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from flows import rollup
from flows.forms import columns
from flows.forms.faults import Fault
from flows.forms.workbook import Row, Workbook

Title = Literal["citizen", "family", "clan", "village", "unit", "commune"]
TITLES: tuple[Title, ...] = get_args(Title)
YES_NO = {"yes": True, "true": True, "no": False, "false": False}
DATES = ("valid_from", "valid_to")
MET_IN_THE_VILLAGE = ("citizen", "family", "clan", "village")  # unless the pack says otherwise
WHY = "_why"  # adults_why asks for the reason of the answer to `adults`
HIDDEN = "hidden"  # the type of a row that the program fills in and nobody is asked


@dataclass(frozen=True, slots=True)
class PackInfo:
    """What the one row says. Dates are None when blank; `area` is "" or names a select question.

    `profile` names the questions about the respondent, which are asked first and not counted.
    `meeting` says whether the village meeting reviews these forms; `known` names the hidden rows
    that the program fills in (`flows.rollup`). `title` is "" only where `lint` refuses it.
    """

    title: Title | Literal[""]
    instrument: str
    authority: str
    official: bool
    source: str
    valid_from: date | None
    valid_to: date | None
    area: str
    profile: tuple[str, ...]
    meeting: bool
    known: tuple[str, ...]


def read(workbook: Workbook) -> PackInfo | None:
    """The pack of a workbook, None without the sheet. Never raises: `faults` tells what is wrong.

    What cannot be read is blank, and not official.
    """
    rows = workbook.sheet("pack").rows
    if not rows:
        return None
    row = rows[0]
    title = _title(row)
    return PackInfo(
        title=title,
        instrument=row.cell("instrument"),
        authority=row.cell("authority"),
        official=YES_NO.get(row.cell("official").lower(), False),
        source=row.cell("source"),
        valid_from=_date(row.cell("valid_from")),
        valid_to=_date(row.cell("valid_to")),
        area=row.cell("area"),
        profile=tuple(row.cell("profile").split()),
        meeting=YES_NO.get(row.cell("meeting").lower(), title in MET_IN_THE_VILLAGE),
        known=tuple(row.cell("known").split()),
    )


def faults(workbook: Workbook) -> list[Fault]:
    """Everything wrong in the sheet, also against the questions of the survey."""
    sheet = workbook.sheet("pack")
    if "pack" not in workbook.sheets:
        return []
    if len(sheet.rows) != 1:
        number = sheet.rows[1].number if sheet.rows else None
        text = "Trang pack phải có đúng một hàng dưới hàng tiêu đề."
        return [Fault("pack", number, "", text)]
    row = sheet.rows[0]
    found = [*_value_faults(row), *_date_faults(row), *_name_faults(row, workbook)]
    found += _known_faults(row, workbook)
    return [Fault("pack", row.number, column, text) for column, text in found]


def _value_faults(row: Row) -> Iterator[tuple[str, str]]:
    if row.cell("title").lower() not in TITLES:
        yield "title", f"Phải là một trong: {', '.join(TITLES)}."
    if row.cell("official").lower() not in YES_NO:
        yield "official", "Ghi yes nếu là bộ tiêu chí chính thức, no nếu là mẫu tham khảo."
    if row.cell("meeting") and row.cell("meeting").lower() not in YES_NO:
        yield "meeting", "Ghi yes nếu bản họp bình xét danh hiệu này, no nếu không họp."
    if YES_NO.get(row.cell("official").lower()):
        for column in ("instrument", "authority", "source"):
            if not row.cell(column):
                yield column, "Bộ tiêu chí chính thức phải ghi rõ văn bản, nơi ban hành và nguồn."


def _date_faults(row: Row) -> Iterator[tuple[str, str]]:
    for column in DATES:
        if row.cell(column) and not _date(row.cell(column)):
            yield column, "Ngày viết theo năm-tháng-ngày, ví dụ 2026-01-31."
    start, end = (_date(row.cell(column)) for column in DATES)
    if start and end and end < start:
        yield "valid_to", "Ngày hết hạn đứng trước ngày bắt đầu."


def _name_faults(row: Row, workbook: Workbook) -> Iterator[tuple[str, str]]:
    types = {one.cell("name"): one.cell("type") for one in workbook.sheet("survey").rows}
    scored = {one.cell("indicator") for one in workbook.sheet("indicators").rows}
    area = row.cell("area")
    if area and columns.kind_and_list(types.get(area, ""))[0] != "select_one":
        yield "area", f'Không có câu select_one nào tên "{area}". Hãy sửa tên hoặc để trống.'
    for name in row.cell("profile").split():
        if name not in types:
            yield "profile", f'Không có câu hỏi nào tên "{name}". Hãy sửa tên hoặc bỏ đi.'
        elif name in scored:
            yield "profile", f'Câu "{name}" đang được chấm điểm nên không thể để ở profile.'


def _known_faults(row: Row, workbook: Workbook) -> Iterator[tuple[str, str]]:
    """Hidden rows and the names in `known` are the same, and the title may know them."""
    rows = workbook.sheet("survey").rows
    hidden = [one.cell("name") for one in rows if one.cell("type") == HIDDEN]
    names = row.cell("known").split()
    allowed = rollup.KNOWN.get(_title(row), {})
    for name in names:
        if name not in allowed:
            may = ", ".join(allowed) or "không có tên nào"
            yield "known", f'Danh hiệu này không lấy sẵn được "{name}". Dùng được: {may}.'
        elif name not in hidden:
            yield "known", f'Trang survey chưa có hàng kiểu hidden tên "{name}". Hãy thêm hàng ấy.'
    for name in hidden:
        if name not in names:
            cure = "Hãy ghi tên ấy vào đây, hoặc xóa" if name in allowed else "Hãy xóa"
            yield (
                "known",
                f'Hàng hidden "{name}" không kể ở đây nên luôn trống. {cure} hàng hidden.',
            )


def _title(row: Row) -> Title | Literal[""]:
    said = row.cell("title").lower()
    return next((known for known in TITLES if known == said), "")


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-01-31") else None
    except ValueError:
        return None
