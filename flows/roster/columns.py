"""What a sheet and a column of the workbook are, and which one a header means."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows.rights import Role
from flows.vietnamese import fold

EXAMPLE = "(ví dụ)"
"""How the first cell of a row begins that only shows how to fill in."""

GUIDE = "Hướng dẫn"
NEEDED = "(*)"

ROLE_WORDS: Mapping[str, Role] = {
    "đại diện hộ": "household",
    "trưởng thôn bản": "village_head",
    "cán bộ xã": "staff",
    "xem số liệu tỉnh": "province_viewer",
}
"""What the workbook calls a role -> the role; the other two have columns of their own."""

ROLE_ALIASES: Mapping[str, Role] = {
    "chủ hộ": "household",
    "trả lời cho hộ": "household",
    "trưởng bản": "village_head",
    "trưởng thôn": "village_head",
    "tổ trưởng": "village_head",
    "tổ trưởng tổ dân phố": "village_head",
    "cán bộ": "staff",
}

YOU_WORDS = ("bác", "ông", "bà", "cô", "chú", "anh", "chị", "anh/chị")
"""How somebody may be spoken to."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `choices` are offered as a list, or the codes of the sheet `codes_of`.

    `key` is its name in code, which a header may also say. A `number` needs no leading zero.
    """

    key: str
    title: str
    note: str
    example: str = ""
    width: int = 14
    needed: bool = False
    number: bool = False
    choices: tuple[str, ...] = ()
    codes_of: str = ""
    also: tuple[str, ...] = ()

    @property
    def header(self) -> str:
        """What stands above the column."""
        return f"{self.title} {NEEDED}" if self.needed else self.title


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet: its key is that of flows.roster.model.SHEETS, or "commune"."""

    key: str
    title: str
    columns: tuple[Column, ...]
    also: tuple[str, ...] = ()

    def named(self, header: str) -> Column | None:
        """The column that a header means, whatever its capitals, marks and stars."""
        wanted = plain(header)
        return next((one for one in self.columns if wanted in map(plain, _names(one))), None)

    def column(self, key: str) -> Column:
        """The column of that key. Raises LookupError."""
        found = next((one for one in self.columns if one.key == key), None)
        if found is None:
            raise LookupError(f"{self.key} has no column {key!r}")
        return found


def _names(column: Column) -> tuple[str, ...]:
    return (column.title, column.key, *column.also)


def plain(text: str) -> str:
    """The words of a title or header, without marks, capitals and signs."""
    letters = (letter if letter.isalnum() else " " for letter in fold(text.replace(NEEDED, "")))
    return " ".join("".join(letters).split())
