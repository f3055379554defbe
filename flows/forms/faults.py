"""What is wrong with a workbook: where it stands, and what its author can do about it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend. `text` is one Vietnamese sentence or two, and says what to do.

    `sheet` is "" when the whole file is meant; `row` is the row (in .md and .csv the line) that a
    person sees in that file, None when the whole sheet or column is meant; `column` is a header or
    "". What is not `serious` is told to the author and keeps nobody waiting.
    """

    sheet: str
    row: int | None
    column: str
    text: str
    serious: bool = True

    def __str__(self) -> str:
        place = self.sheet
        if self.row is not None:
            place += f" hàng {self.row}"
        if self.column:
            place += f", cột {self.column}"
        return f"{place}: {self.text}" if place else self.text

    @property
    def told(self) -> str:
        """The line that its author reads: what only reminds says so."""
        return str(self) if self.serious else f"(xin xem lại) {self}"


class WorkbookError(ValueError):
    """A workbook that cannot be used, with every fault found in it (one at least)."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


def whole_file(text: str) -> WorkbookError:
    """The error of a file that could not even be opened."""
    return WorkbookError([Fault("", None, "", text)])
