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
        meeting=True,
        known=(),
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


WITH_KNOWN = "| pack | title | official | meeting | known |"


def known_faults(row: str, *survey: str) -> dict[str, str]:
    rows = ("integer | a | Mấy?", *survey)
    found = pack_sheet.faults(md(small(*rows, then=f"{WITH_KNOWN}\n| | {row} |")))
    return {fault.column: fault.text for fault in found}


@pytest.mark.parametrize(
    ("title", "said", "meets"),
    [
        ("citizen", "", True),
        ("family", "", True),
        ("clan", "", True),
        ("village", "", True),
        ("unit", "", False),
        ("commune", "", False),
        ("unit", "yes", True),
        ("clan", "no", False),
    ],
)
def test_the_village_meets_about_all_but_units_and_the_commune_unless_told(
    title: str, said: str, meets: bool
) -> None:
    pack = pack_sheet.read(md(f"{WITH_KNOWN}\n| | {title} | no | {said} | |"))

    assert pack is not None
    assert pack.meeting is meets


def test_a_hidden_row_that_its_title_may_know_is_no_fault() -> None:
    assert known_faults("family | no | | known_adults", "hidden | known_adults | ") == {}


@pytest.mark.parametrize(
    ("row", "hidden", "says"),
    [
        ("family | no | | known_villages", ("hidden | known_villages | ",), "known_adults"),
        ("citizen | no | | known_adults", ("hidden | known_adults | ",), "không có tên nào"),
        ("family | no | | known_adults", (), "chưa có hàng kiểu hidden"),
        ("family | no | | known_adults", ("text | known_adults | Mấy?",), "chưa có hàng kiểu"),
        ("family | no | | ", ("hidden | known_adults | ",), "luôn trống"),
    ],
)
def test_what_can_not_be_filled_in_is_said_under_known(
    row: str, hidden: tuple[str, ...], says: str
) -> None:
    found = known_faults(row, *hidden)

    assert list(found) == ["known"]
    assert says in found["known"]


def test_a_meeting_is_yes_or_no() -> None:
    assert list(known_faults("family | no | có lẽ | ")) == ["meeting"]


def test_two_packs_in_one_workbook_are_one_too_many() -> None:
    row = "| | family | | | no | | | | | |\n"

    (fault,) = pack_sheet.faults(md(f"{HEADER}\n{row}{row}"))

    assert (fault.sheet, fault.row) == ("pack", 3)
