"""What stands between the rows of a workbook: comments and blank lines, kept in every format."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flows.forms.workbook import Row, Sheet, Workbook

SHEET = "comments"
"""The sheet that keeps them in a file that has no place for them; ODK and Kobo pass it over."""
COLUMNS = ("sheet", "row", "text")
BLANK = "-"  # how a blank line is written there: a row of blanks would be no row


@dataclass(frozen=True, slots=True)
class Note:
    """A line that is no row. `before` counts the rows of the sheet, its header being row 1.

    One after the last row stands before the row that would come next.
    """

    sheet: str
    before: int
    text: str


def of(workbook: Workbook) -> tuple[Note, ...]:
    """The notes of a workbook, wherever its file keeps them."""
    return (*_between(workbook), *_listed(workbook.sheet(SHEET)))


def without(workbook: Workbook) -> Mapping[str, Sheet]:
    """The sheets without the one that only keeps notes."""
    return {name: sheet for name, sheet in workbook.sheets.items() if name != SHEET}


def as_sheet(notes: tuple[Note, ...]) -> Sheet:
    """The notes as rows, for a file that has no other place for them."""
    rows = (
        Row(number, {"sheet": note.sheet, "row": str(note.before), "text": note.text or BLANK})
        for number, note in enumerate(notes, 2)
    )
    return Sheet(SHEET, COLUMNS, tuple(rows))


def _between(workbook: Workbook) -> Iterator[Note]:
    """Those of a .md file, where every line has its number."""
    lines = sorted(
        (number, name, at)
        for name, sheet in workbook.sheets.items()
        for at, number in enumerate((sheet.header_row, *(row.number for row in sheet.rows)), 1)
    )
    for number, text in workbook.comments:
        after = next((line for line in lines if line[0] > number), None)
        if after is not None:
            yield Note(after[1], after[2], text)
        elif lines:
            yield Note(lines[-1][1], lines[-1][2] + 1, text)


def _listed(sheet: Sheet) -> Iterator[Note]:
    for row in sheet.rows:
        number, text = row.cell("row"), row.cell("text")
        if number.isdecimal():
            yield Note(row.cell("sheet"), int(number), "" if text == BLANK else text)
