"""The pack sheet says whose criteria these are, and never makes them too official."""

from datetime import date

import pytest
from workbook_files import FAMILY, md, small

from flows.forms import pack_sheet

HEADER = "|pack|title|instrument|authority|official|source|valid_from|valid_to|area|profile|"
SURVEY = ("select_one area | area | Vùng?", "integer | age | Tuổi?", "integer | n | Mấy?")
SCORED = "| indicators | indicator |\n| | n |"


def faults(row: str) -> dict[str, str]:
    found = pack_sheet.faults(md(small(*SURVEY, then=f"{HEADER}\n{row}\n{SCORED}")))
    return {fault.column: fault.text for fault in found}


def test_a_pack_reads_as_values() -> None:
    row = "| | Citizen | QĐ 1 | Hội | yes | báo | 2026-01-01 | 2027-12-31 | area | age  n |"

    pack = pack_sheet.read(md(f"{HEADER}\n{row}"))

    assert pack == pack_sheet.PackInfo(
        title="citizen",
        instrument="QĐ 1",
        authority="Hội",
        official=True,
        source="báo",
        valid_from=date(2026, 1, 1),
        valid_to=date(2027, 12, 31),
        area="area",
        profile=("age", "n"),
    )


def test_a_workbook_without_the_sheet_has_no_pack_and_no_fault() -> None:
    workbook = md(small("text | a | Tên?"))

    assert pack_sheet.read(workbook) is None
    assert pack_sheet.faults(workbook) == []


def test_a_good_pack_has_no_fault() -> None:
    assert pack_sheet.faults(md(FAMILY)) == []


def test_what_is_not_said_to_be_official_is_not() -> None:
    pack = pack_sheet.read(md(f"{HEADER}\n| | family | | | có lẽ | | | | | |"))

    assert pack is not None
    assert not pack.official


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("| | school | | | no | | | | | |", "title"),
        ("| | family | | | | | | | | |", "official"),
        ("| | family | | Hội | yes | báo | | | | |", "instrument"),
        ("| | family | | | no | | 31/01/2026 | | | |", "valid_from"),
        ("| | family | | | no | | 2026-02-01 | 2026-01-01 | | |", "valid_to"),
        ("| | family | | | no | | | | age | |", "area"),
        ("| | family | | | no | | | | | tuoi |", "profile"),
        ("| | family | | | no | | | | | n |", "profile"),
    ],
)
def test_each_fault_names_its_column(row: str, column: str) -> None:
    assert list(faults(row)) == [column]


def test_two_packs_in_one_workbook_are_one_too_many() -> None:
    row = "| | family | | | no | | | | | |\n"

    (fault,) = pack_sheet.faults(md(f"{HEADER}\n{row}{row}"))

    assert (fault.sheet, fault.row) == ("pack", 3)
