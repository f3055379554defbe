"""Dates as people type them: day before month, and no guess about the year."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import vietnamese
from flows.vietnamese import Nothing, One, Several

TODAY = date(2026, 11, 21)

READ = {
    "20/11": date(2026, 11, 20),
    "20.11": date(2026, 11, 20),
    "5/1": date(2026, 1, 5),
    "20/11/2026": date(2026, 11, 20),
    "20 / 11 / 2026": date(2026, 11, 20),
    "20-11-26": date(2026, 11, 20),
    "20.11.2026": date(2026, 11, 20),
    "2０/11/2026": date(2026, 11, 20),
    "2026-11-20": date(2026, 11, 20),
    "2026/11/20": date(2026, 11, 20),
    "hôm nay": date(2026, 11, 21),
    "Hom nay.": date(2026, 11, 21),
    "hôm qua ạ": date(2026, 11, 20),
    "hom qua": date(2026, 11, 20),
    "ngày mai": date(2026, 11, 22),
    "ngay mai": date(2026, 11, 22),
    "ngày 20 tháng 11": date(2026, 11, 20),
    "ngày 20 tháng 11 năm 2025": date(2025, 11, 20),
    "ngay 20 thang 11 nam 2025": date(2025, 11, 20),
    "20 tháng 11": date(2026, 11, 20),
    "ngày 20/11": date(2026, 11, 20),
    "20/11 năm ngoái": date(2025, 11, 20),
    "20/11 năm 2025": date(2025, 11, 20),
    "thứ Bảy 5/12/2026": date(2026, 12, 5),
    "thu 7, 5/12": date(2026, 12, 5),
    "29/2/2024": date(2024, 2, 29),
    "2/9/69": date(1969, 9, 2),
    "1/1/99": date(1999, 1, 1),
    "1/1/00": date(2000, 1, 1),
    "1/1/27": date(2027, 1, 1),
}

NOT_A_DAY = [
    *(
        "30/2",
        "29/2",
        "29/2/2025",
        "32/1",
        "0/5",
        "5/0",
        "11/20/2026",
        "1/13",
        "20/11/202",
        "20/11/1026",
    ),
    *("5-7/11", "20/11-2026", "20-22/11", "20", "11/2026", "2026", "tháng 11", "201126"),
    *(
        "thứ Sáu 5/12/2026",
        "rằm",
        "mùng 15 tháng 12",
        "31/12 âm lịch",
        "30 Tết",
    ),
    *(
        "trước 20/11",
        "không phải 20/11",
        "20/11 hoặc 21/11",
        "20/11 lúc 8 giờ",
        "hôm",
        "ngày",
        "",
        "hôm quá",
        "٢٠/١١",
    ),
    "1/2/2026/3",
]


@pytest.mark.parametrize(("typed", "day"), READ.items())
def test_a_day_is_read_as_people_write_it(typed: str, day: date) -> None:
    reading = vietnamese.date(typed, TODAY)

    assert reading == One(day)


@pytest.mark.parametrize("typed", NOT_A_DAY)
def test_what_is_not_exactly_one_day_is_not_read(typed: str) -> None:
    reading = vietnamese.date(typed, TODAY)

    assert reading == Nothing()


def test_a_year_of_two_digits_that_may_be_either_century_is_asked_back() -> None:
    reading = vietnamese.date("12/5/45", TODAY)

    assert reading == Several((date(2045, 5, 12), date(1945, 5, 12)))


def test_in_january_a_december_without_a_year_is_asked_back() -> None:
    reading = vietnamese.date("28/12", date(2027, 1, 4))

    assert reading == Several((date(2026, 12, 28), date(2027, 12, 28)))


@pytest.mark.parametrize(
    ("day", "spoken"),
    [
        (date(2026, 12, 5), "thứ Bảy 5/12/2026"),
        (date(2026, 12, 6), "Chủ nhật 6/12/2026"),
        (date(2026, 11, 30), "thứ Hai 30/11/2026"),
    ],
)
def test_a_day_is_spoken_with_its_weekday(day: date, spoken: str) -> None:
    said = vietnamese.speak_date(day)

    assert said == spoken


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_day_spoken_by_the_bot_is_read_back_as_itself(day: date) -> None:
    reading = vietnamese.date(vietnamese.speak_date(day), TODAY)

    assert reading == One(day)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_folded_day_is_read_like_the_marked_one(day: date) -> None:
    typed = f"ngày {day.day} tháng {day.month} năm {day.year}"

    reading = vietnamese.date(vietnamese.fold(typed), TODAY)

    assert reading == One(day)
