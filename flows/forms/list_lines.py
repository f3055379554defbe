"""Collects the rows of a list while they are read, within limits, and what is wrong with them."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import NoReturn

from flows.forms.faults import Fault, WorkbookError
from flows.forms.workbook import LONGEST_CELL, Row, tidy, trouble

MOST_ROWS = 20_000  # a province has some three thousand villages
MOST_COLUMNS = 60
MOST_CELLS = 200_000  # some 40 MB of memory
MOST_FAULTS = 50


class Lines:
    """The rows of one file as they come; `file` is its name, which faults have for their sheet."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.columns: list[str] = []
        self.rows: list[Row] = []
        self.faults: list[Fault] = []
        self.remarks: list[Fault] = []

    def head(self, columns: Iterable[str], number: int | None = None) -> None:
        """Take the names of more columns. Raises WorkbookError when there are too many."""
        self.columns += [tidy(column) for column in columns]
        if len(self.columns) > MOST_COLUMNS:
            self.stop(number, f"Tệp có hơn {MOST_COLUMNS} cột. Hãy bỏ cột thừa.")

    def take(self, number: int, cells: Mapping[str, str]) -> None:
        """Take one row; its columns are known. Raises WorkbookError when it is one too many."""
        self.rows.append(Row(number, self._tidied(number, cells)))
        if len(self.rows) > MOST_ROWS:
            self.stop(number, f"Tệp có hơn {MOST_ROWS} hàng. Hãy chia làm nhiều tệp.")
        if len(self.rows) * len(self.columns) > MOST_CELLS:
            self.stop(number, f"Tệp có hơn {MOST_CELLS} ô. Hãy bỏ cột và hàng thừa.")

    def wrong(self, number: int | None, text: str, column: str = "") -> None:
        """Keep a fault for the end. Raises WorkbookError when nobody would read further."""
        self.faults.append(Fault(self.file, number, column, text))
        if len(self.faults) >= MOST_FAULTS:
            raise WorkbookError(self.faults)

    def remark(self, number: int | None, text: str, column: str = "") -> None:
        """Keep what its author might improve."""
        self.remarks.append(Fault(self.file, number, column, text, serious=False))

    def stop(self, number: int | None, text: str) -> NoReturn:
        """Raises WorkbookError: nothing more can be read."""
        raise WorkbookError([*self.faults, Fault(self.file, number, "", text)])

    def _tidied(self, number: int, cells: Mapping[str, str]) -> dict[str, str]:
        kept = {}
        for column, text in cells.items():
            if _is_tidy(text):  # nearly all are, and there may be many
                if text:
                    kept[column] = text
            elif wrong := trouble(text):
                self.wrong(number, wrong, column)
            elif tidied := tidy(text):
                kept[column] = tidied
        return kept


def _is_tidy(text: str) -> bool:
    whole = text.isprintable() and unicodedata.is_normalized("NFC", text)
    return whole and len(text) <= LONGEST_CELL and text == text.strip()
