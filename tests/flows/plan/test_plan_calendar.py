"""What every plan asks in every year from 2026 to 2030: the days written out, none reckoned."""

from datetime import date

import pytest

from flows.plan import days
from flows.plan.shipped import plans

EVERY_YEAR = {
    "binh_lu_2026": ("BLD1 31/12 30/12",),
    "lai_chau_2023": ("LCD1 1/12 30/11", "LCD2 10/12 9/12"),
    "tuyen_quang_2022": ("TQD1 20/12 19/12", "TQD2 25/12 24/12"),
    "van_hoa_2022": ("VHD1 5/12 4/12", "VHD2 31/12 31/12"),
    "my_loc_2022": ("MLD1 30/11 29/11", "MLD2 10/12 9/12", "MLD3 15/12 14/12"),
    "quoc_gia": ("X5 25/11 24/11",),
}
"""Code, day as written and safe day of what comes back, in the order of the safe days."""

NEXT_YEAR = {
    "quoc_gia": ("X1 15/1 14/1", "X2 15/2 14/2", "X3 28/2 27/2", "X4 31/3 30/3"),
}
"""The same of what is due in the year after the season's."""

ONCE = {
    ("tuyen_quang_2022", 2026): ("TQD3 30/6 30/6",),
    ("tuyen_quang_2022", 2030): ("TQD4 31/12 31/12",),
    ("van_hoa_2022", 2026): ("VHD3 30/6 30/6",),
    ("van_hoa_2022", 2030): ("VHD4 31/12 31/12",),
    ("my_loc_2022", 2030): ("MLD5 31/12 31/12",),
    ("lai_chau_2023", 2030): ("LCD4 31/12 31/12",),
}

OWED = {
    "binh_lu_2026": {"BLD1"},
    "lai_chau_2023": {"LCD1"},
    "tuyen_quang_2022": {"TQD1"},
    "van_hoa_2022": {"VHD1", "VHD2", "VHD3", "VHD4"},
    "my_loc_2022": {"MLD2"},
    "quoc_gia": {"X3"},
}
"""What a commune owes, among all that is due."""

SPANS = {
    "VHD2": ((10, 1), (12, 31)),
    "VHD3": ((4, 1), (6, 30)),
    "TQD3": ((4, 1), (6, 30)),
    "VHD4": ((10, 1), (12, 31)),
    "TQD4": ((10, 1), (12, 31)),
    "MLD5": ((1, 1), (12, 31)),
    "LCD4": ((1, 1), (12, 31)),
}

SEASONS = [(code, year) for code in EVERY_YEAR for year in range(2026, 2031)]


def expected(code: str, year: int) -> list[tuple[date, date, str]]:
    told = [(line, year) for line in (*EVERY_YEAR[code], *ONCE.get((code, year), ()))]
    told += [(line, year + 1) for line in NEXT_YEAR.get(code, ())]
    return sorted(entry(line, of) for line, of in told)


def entry(line: str, year: int) -> tuple[date, date, str]:
    """Safe day, day as written and code of a line of the tables above."""
    code, written, safe = line.split()
    return on(safe, year), on(written, year), code


def on(told: str, year: int) -> date:
    day, month = told.split("/")
    return date(year, int(month), int(day))


def test_the_tables_name_every_plan() -> None:
    assert set(EVERY_YEAR) == set(OWED) == set(plans())


@pytest.mark.parametrize(("code", "year"), SEASONS)
def test_the_days_of_a_plan_in_a_year(code: str, year: int) -> None:
    found = days.dues(plans()[code], year)

    assert [(due.safe, due.written, due.deadline.code) for due in found] == expected(code, year)


@pytest.mark.parametrize(("code", "year"), SEASONS)
def test_what_a_commune_owes_of_a_plan_in_a_year(code: str, year: int) -> None:
    found = {due.deadline.code for due in days.binding(plans()[code], year, date(year, 11, 1))}

    assert found == OWED[code] & {told for _, _, told in expected(code, year)}


@pytest.mark.parametrize(("code", "year"), SEASONS)
def test_spans_open_on_their_first_day(code: str, year: int) -> None:
    found = {due.deadline.code: due for due in days.dues(plans()[code], year)}

    for told, due in found.items():
        if told in SPANS:
            first, last = (date(year, *day) for day in SPANS[told])
            assert (due.opens, due.safe) == (first, last)
        else:
            assert due.opens is None


@pytest.mark.parametrize("year", range(2024, 2031))
def test_the_week_of_lifelong_learning_comes_every_year(year: int) -> None:
    found = days.happenings(plans()["quoc_gia"], year)

    assert [(each.event.code, each.opens, each.closes) for each in found] == [
        ("X6", date(year, 10, 1), date(year, 10, 7))
    ]


def test_what_was_due_by_2025_is_in_2025() -> None:
    found = {
        due.deadline.code
        for code in ("lai_chau_2023", "my_loc_2022")
        for due in days.dues(plans()[code], 2025)
    }

    assert {"LCD3", "MLD4"} < found
