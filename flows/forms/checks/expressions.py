"""Checks of every formula: the names it refers to, and its grammar."""

from collections.abc import Iterator
from typing import NamedTuple

from pyxform.utils import default_is_dynamic

from flows.forms import columns, level_rows, references
from flows.forms.checks import slips
from flows.forms.checks.draft import Draft, perhaps
from flows.forms.faults import Fault
from flows.forms.workbook import Row, Sheet
from flows.xpath import XPathError, compile_expression
from flows.xpath.errors import NotUnderstood

FORMULAS = ("relevant", "constraint", "calculation", "choice_filter", "repeat_count")
YES_NO_FORMULAS = ("required", "read_only")
YES_NO = ("yes", "no", "true", "false")
SCORING_FORMULAS = ("points", "applies")
SAY_YES_OR_NO = "Ghi yes hoặc no."
PATTERN = "Hãy viết lại theo mẫu: {}."
PATTERNS = {
    "constraint": ". >= 5 and . <= 10",
    "choice_filter": "xa = ${xa}",
    "repeat_count": "${so_con}",
    **dict.fromkeys(("calculation", "points", "default"), "${so_trai} + ${so_gai}"),
}
CONDITION = "${tuoi} >= 5 and ${tuoi} <= 10"


class Formula(NamedTuple):
    """One expression and the cell it stands in."""

    sheet: str
    row: Row
    column: str
    text: str


def formulas(draft: Draft) -> Iterator[Formula]:
    """Every expression the author wrote."""
    survey, indicators = draft.workbook.sheet("survey"), draft.workbook.sheet("indicators")
    yield from _cells(survey, FORMULAS)
    for formula in _cells(survey, YES_NO_FORMULAS):
        if formula.text.lower() not in YES_NO:
            yield formula
    for formula in _cells(survey, ("default",)):
        kind = columns.kind_and_list(formula.row.cell("type"))[0]
        if default_is_dynamic(formula.text, kind):  # anything else is taken as it stands
            yield formula
    yield from _cells(indicators, SCORING_FORMULAS)
    for formula in _cells(draft.workbook.sheet("targets"), ("holds",)):
        if not level_rows.named(formula.row):  # else it names a question
            yield formula


def texts(draft: Draft) -> Iterator[Formula]:
    """Every text in which `${…}` may be spoken, and the columns that hold a bare reference."""
    for name in ("survey", "choices"):
        sheet = draft.workbook.sheet(name)
        for column in columns.TRANSLATED:
            yield from _cells(sheet, columns.family(sheet.header, column))
    yield from _cells(draft.workbook.sheet("survey"), ("trigger",))


def unknown_names(draft: Draft) -> Iterator[Fault]:
    """`${…}` in a text that refers to nothing."""
    for formula in texts(draft):
        for text in _strangers(draft, formula):
            yield Fault(formula.sheet, formula.row.number, formula.column, text)


def grammar(draft: Draft) -> Iterator[Fault]:
    """Expressions that name nobody, do not parse, or call a function nobody knows: each once."""
    for formula in formulas(draft):
        slip = "" if references.LAST_SAVED in formula.text else _slip(formula)
        said = " ".join((*_strangers(draft, formula), *filter(None, [slip])))
        if said:
            yield Fault(formula.sheet, formula.row.number, formula.column, said)


def _strangers(draft: Draft, formula: Formula) -> Iterator[str]:
    for name in references.names(formula.text):
        if name not in draft.known and not name.startswith(references.LAST_SAVED):
            hint = perhaps(name, draft.known) or " Hãy sửa tên trong ${…}, hoặc thêm câu ấy."
            yield f'Không có câu hỏi nào tên "{name}".{hint}'


def _slip(formula: Formula) -> str:
    """What is wrong with how it is written, "" when nothing is."""
    own = "." if formula.column == "constraint" else "${tuoi}"
    try:
        compile_expression(references.as_xpath(formula.text))
    except XPathError as error:
        if formula.column in YES_NO_FORMULAS and slips.is_words(formula.text):
            return SAY_YES_OR_NO
        if advice := slips.advice(formula.text, own):
            return f"{slips.quoted(formula.text)} {advice}"
        if isinstance(error, NotUnderstood):
            return f"{slips.quoted(formula.text)} {_pattern(formula)}"
        return f"Công thức viết chưa đúng: {error}"
    divided = slips.division(formula.text)
    return f"{slips.quoted(formula.text)} {divided}" if divided else ""


def _pattern(formula: Formula) -> str:
    return PATTERN.format(PATTERNS.get(formula.column, CONDITION))


def _cells(sheet: Sheet, header: tuple[str, ...]) -> Iterator[Formula]:
    for row in sheet.rows:
        for column in header:
            if row.cell(column):
                yield Formula(sheet.name, row, column, row.cell(column))
