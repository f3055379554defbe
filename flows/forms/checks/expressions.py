"""Checks of every formula: the names it refers to, and its grammar."""

from collections.abc import Iterator
from typing import NamedTuple

from pyxform.utils import default_is_dynamic

from flows.forms import columns, level_rows, references
from flows.forms.checks.draft import Draft, perhaps
from flows.forms.faults import Fault
from flows.forms.workbook import Row, Sheet
from flows.xpath import XPathError, compile_expression

FORMULAS = ("relevant", "constraint", "calculation", "choice_filter", "repeat_count")
YES_NO_FORMULAS = ("required", "read_only")
YES_NO = ("yes", "no", "true", "false")
SCORING_FORMULAS = ("points", "applies")


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
    """`${…}` that refers to nothing."""
    for formula in (*formulas(draft), *texts(draft)):
        for name in references.names(formula.text):
            if name not in draft.known and not name.startswith(references.LAST_SAVED):
                hint = perhaps(name, draft.known) or " Hãy sửa tên trong ${…}, hoặc thêm câu ấy."
                text = f'Không có câu hỏi nào tên "{name}".{hint}'
                yield Fault(formula.sheet, formula.row.number, formula.column, text)


def grammar(draft: Draft) -> Iterator[Fault]:
    """Expressions that do not parse, or call a function nobody knows."""
    for formula in formulas(draft):
        if references.LAST_SAVED in formula.text:
            continue
        try:
            compile_expression(references.as_xpath(formula.text))
        except XPathError as error:
            text = f"Công thức viết chưa đúng: {error}"
            yield Fault(formula.sheet, formula.row.number, formula.column, text)


def _cells(sheet: Sheet, header: tuple[str, ...]) -> Iterator[Formula]:
    for row in sheet.rows:
        for column in header:
            if row.cell(column):
                yield Formula(sheet.name, row, column, row.cell(column))
