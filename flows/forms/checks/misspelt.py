"""Checks of columns that nothing reads because their header is a known one misspelt."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from pyxform import aliases

from flows import vietnamese
from flows.forms import columns, references
from flows.forms.checks import trees
from flows.forms.checks.draft import Draft
from flows.forms.checks.expressions import formulas
from flows.forms.faults import Fault
from flows.forms.workbook import Sheet
from flows.xpath.syntax import Path

NEAR = 0.75  # "lable" is nearer to "label" than that, "note" is not as near to "name"
WORDS: Mapping[str, Mapping[str, str]] = {
    "survey": {
        **dict.fromkeys(("loại", "kiểu", "kiểu câu hỏi", "loại câu hỏi"), "type"),
        **dict.fromkeys(("tên", "mã", "mã câu hỏi", "tên câu hỏi"), "name"),
        **dict.fromkeys(("câu hỏi", "nhãn", "lời hỏi", "nội dung"), "label"),
        **dict.fromkeys(("gợi ý", "hướng dẫn"), "hint"),
        **dict.fromkeys(("bắt buộc", "phải trả lời"), "required"),
        **dict.fromkeys(("điều kiện", "điều kiện hỏi"), "relevant"),
        **dict.fromkeys(("ràng buộc", "giới hạn"), "constraint"),
        **dict.fromkeys(("công thức", "cách tính"), "calculation"),
        **{"báo lỗi": "constraint_message", "mặc định": "default", "số lần lặp": "repeat_count"},
        **{"chỉ đọc": "read_only", "ảnh": "media::image", "hình ảnh": "media::image"},
    },
    "choices": {
        **dict.fromkeys(("danh sách", "tên danh sách"), "list_name"),
        **dict.fromkeys(("tên", "mã"), "name"),
        **dict.fromkeys(("nhãn", "lựa chọn", "nội dung"), "label"),
        **{"điểm": "points", "ảnh": "media::image", "hình ảnh": "media::image"},
    },
}
"""What officials call the columns."""
KNOWN: Mapping[str, frozenset[str]] = {
    "survey": frozenset((*columns.SURVEY_COLUMNS, *columns.ALIASES, *aliases.survey_header)),
    "choices": frozenset((*columns.CHOICE_COLUMNS, *columns.CHOICE_ALIASES)),
}
MEANT: Mapping[str, frozenset[str]] = {
    "survey": frozenset(columns.SURVEY_COLUMNS),
    "choices": frozenset(columns.CHOICE_COLUMNS),
}
NO_COLUMN = 'Không có cột "{}".'
NOT_READ = NO_COLUMN + " Hãy bỏ ${{…}} trong ô này, hoặc xóa cột."


def headers(draft: Draft) -> Iterator[Fault]:
    """One hint for each column that is filled in for nothing, where its author meant another."""
    read = _read(draft)
    for name in KNOWN:
        sheet = draft.workbook.sheet(name)
        for header in sheet.header:
            meant = "" if header in read else _meant(sheet, header)
            if meant and not _refused(draft, sheet, header):
                text = _say(header, meant)
                yield Fault(name, sheet.header_row, header, text, serious=False)


def references_nowhere(draft: Draft) -> Iterator[Fault]:
    """`${…}` of nobody in a column that is none: the header is at fault, not the name."""
    sheet = draft.workbook.sheet("survey")
    for header in sheet.header:
        if number := _refused(draft, sheet, header):
            meant = _meant(sheet, header)
            text = _say(header, meant) if meant else NOT_READ.format(header)
            yield Fault("survey", number, header, text)


def _say(header: str, meant: str) -> str:
    return f'{NO_COLUMN.format(header)} Có phải là "{meant}"?'


def _refused(draft: Draft, sheet: Sheet, header: str) -> int:
    """The row of an unknown column that the conversion will stumble over, 0 for none."""
    if sheet.name != "survey" or not _is_unknown(sheet, header):
        return 0
    for row in sheet.rows:
        if not draft.known.issuperset(references.names(row.cell(header))):
            return row.number
    return 0


def _is_unknown(sheet: Sheet, header: str) -> bool:
    first, _, language = header.partition(columns.LANGUAGE)
    is_family = bool(language) and first in ("bind", "body", "control", "instance")
    return not is_family and first.lower() not in KNOWN[sheet.name]


def _meant(sheet: Sheet, header: str) -> str:
    """The column its author meant, "" where nobody can tell, or nothing is filled in."""
    if not _is_unknown(sheet, header) or not any(row.cell(header) for row in sheet.rows):
        return ""
    first, sign, language = header.partition(columns.LANGUAGE)
    said = {vietnamese.fold(word): column for word, column in WORDS[sheet.name].items()}
    spoken = said.get(vietnamese.fold(first), "")
    if spoken and (sign or not columns.family(sheet.header, spoken)):
        return spoken + sign + language
    snake = "_".join(first.lower().split())
    near = get_close_matches(snake, MEANT[sheet.name], n=1, cutoff=NEAR) if not spoken else []
    return near[0] + sign + language if near else ""


def _read(draft: Draft) -> frozenset[str]:
    """What formulas look for in the rows of a list."""
    found = set()
    for formula in formulas(draft):
        whole = trees.tree(formula)
        for part in trees.parts(whole) if whole else ():
            found |= {step.test.name for step in part.steps} if isinstance(part, Path) else set()
    return frozenset(found)
