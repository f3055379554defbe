"""Reads the cells of one sheet row by row and notes every fault where it stands."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from flows.forms.faults import Fault
from flows.roster import cells
from flows.roster.cells import Unfit
from flows.roster.columns import SheetPlan, plain
from flows.roster.intake import Intake, RosterRow
from flows.roster.model import short
from flows.roster.plans import plan

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Index:
    """What can be referred to on one sheet: its codes, and names that only one code has."""

    title: str
    commune: str
    codes: Mapping[str, str]
    """Code in full -> name."""
    by_name: Mapping[str, tuple[str, ...]]

    def code(self, text: str) -> str:
        """The code that `text` means: a code, or a name. Raises Unfit."""
        named = self.by_name.get(plain(text), ())
        if len(named) == 1:
            return named[0]
        if len(named) > 1:
            shown = ", ".join(short(code, self.commune) for code in named)
            raise Unfit(f'Có {len(named)} "{text}" ở trang {self.title}: hãy ghi mã ({shown}).')
        found = cells.code(text, self.commune)
        if found not in self.codes:
            raise Unfit(self._nothing(text))
        return found

    def _nothing(self, text: str) -> str:
        alike = [short(code, self.commune) for code in self.codes if self._zeroless(code, text)]
        meant = f" Có phải {alike[0]}?" if len(alike) == 1 else ""
        return (
            f'Trang {self.title} không có "{text}".{meant} Hãy sửa mã, hoặc thêm hàng ở trang đó.'
        )

    def _zeroless(self, code: str, text: str) -> bool:
        """Whether they differ only by the zeros that Excel drops."""
        return short(code, self.commune).lstrip("0") == text.upper().lstrip("0")


def index(title: str, commune: str, names: Mapping[str, str]) -> Index:
    """What can be referred to on the sheet `title`, {code in full: name}."""
    by_name: dict[str, tuple[str, ...]] = {}
    for code, name in names.items():
        by_name[plain(name)] = (*by_name.get(plain(name), ()), code)
    return Index(title, commune, names, by_name)


@dataclass(slots=True)
class SheetReader:
    """The rows of one sheet. `places` remembers where each code stands."""

    intake: Intake
    plan: SheetPlan
    places: dict[str, tuple[str, int]] = field(default_factory=dict)

    def rows(self) -> Iterator["RowReader"]:
        """A reader for each filled row."""
        for row in self.intake.sheets.get(self.plan.key, ()):
            yield RowReader(self, row)


def reader(intake: Intake, key: str, places: dict[str, tuple[str, int]]) -> SheetReader:
    """A reader of the sheet of that key; codes are unique among all sheets that share `places`."""
    return SheetReader(intake, plan(key), places)


@dataclass(slots=True)
class RowReader:
    """One row; `sound` until a fault was met in it."""

    sheet: SheetReader
    row: RosterRow
    sound: bool = True

    def take(self, key: str, read: Callable[[str], V], blank: V) -> V:
        """What the cell says; `blank` for an empty cell or after a fault."""
        text = self.row.cells.get(key, "")
        if not text:
            if self.sheet.plan.column(key).needed:
                self.wrong(key, "Ô này còn trống. Hãy ghi vào, hoặc xóa cả hàng.")
            return blank
        try:
            return read(text)
        except Unfit as unfit:
            self.wrong(key, str(unfit))
            return blank

    def every(self, key: str, read: Callable[[str], str]) -> tuple[str, ...]:
        """What the items of the cell say, sorted, each once: their order means nothing."""
        return self.take(key, lambda text: tuple(sorted(set(map(read, cells.parts(text))))), ())

    def code(self, commune: str) -> str:
        """The row's own code, which nothing else in the workbook may have; "" after a fault."""
        found = self.take("code", lambda text: cells.code(text, commune), "")
        if found in self.sheet.places:
            title, number = self.sheet.places[found]
            self.wrong("code", f"Mã này đã dùng ở trang {title}, hàng {number}. Hãy đặt mã khác.")
        elif found:
            self.sheet.places[found] = (self.sheet.plan.title, self.row.number)
        return found

    def wrong(self, key: str, text: str) -> None:
        """Note what is wrong with a cell of this row."""
        self.sound = False
        plan = self.sheet.plan
        fault = Fault(plan.title, self.row.number, plan.column(key).title, text)
        self.sheet.intake.complain(fault)
