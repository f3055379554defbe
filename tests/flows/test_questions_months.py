"""Months and years as people type them, where a form asks for no day."""

from datetime import date

import pytest
from forms_for_tests import asked, begin, restored, say, survey, taken

from flows import answers
from flows.questions import KINDS, Ambiguous, Asking, NotUnderstood
from flows.replies import Reply
from flows.wording import words

TODAY = date(2026, 11, 22)
BORN = survey(
    "type | name | label | appearance",
    "date | sinh | Bác sinh năm nào? | year",
    "date | nghi | Nghỉ học từ tháng nào? | w2 month-year",
    "date | hop | Họp bản ngày nào? | no-calendar",
)


def read(kind: str, text: str) -> str:
    return KINDS[kind].read(Asking("a", kind, "Bao giờ?"), Reply(text), TODAY)


def offered(kind: str, text: str) -> str:
    with pytest.raises(Ambiguous) as doubt:
        read(kind, text)
    return answers.readings(words("vi"), doubt.value.offers)


@pytest.mark.parametrize(
    "text",
    [
        *("3/2025", "03/2025", "3-2025", "3.2025", "3 2025", "2025-03", "3 - 2025"),
        *("tháng 3/2025", "tháng 3 năm 2025", "thang 3 nam 2025", "t3/2025", "thg 3 2025"),
        *("tháng ba năm 2025", "dạ 3/2025 ạ", "20/3/2025", "tháng 3 năm ngoái", "３/2025"),
    ],
)
def test_a_month_is_understood_however_it_is_written(text: str) -> None:
    assert read("month", text) == "2025-03-01"


@pytest.mark.parametrize(
    ("text", "day"),
    [("tháng này", "2026-11-01"), ("tháng trước", "2026-10-01"), ("tháng 9", "2026-09-01")],
)
def test_a_month_without_a_year_is_one_near_today(text: str, day: str) -> None:
    assert read("month", text) == day


def test_in_january_the_month_before_is_in_another_year() -> None:
    said = KINDS["month"].read(
        Asking("a", "month", "Bao giờ?"), Reply("tháng trước"), date(2027, 1, 5)
    )

    assert said == "2026-12-01"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("11/12", '"11/2012" (gõ 11/2012) hay "12/2026" (gõ 12/2026)'),
        ("3", '"3/2026" (gõ 3/2026)'),
        ("tháng 5/60", '"5/2060" (gõ 5/2060) hay "5/1960" (gõ 5/1960)'),
    ],
)
def test_a_month_that_may_be_another_is_asked_back(text: str, said: str) -> None:
    assert offered("month", text) == said


@pytest.mark.parametrize(
    "text",
    [
        "1958",
        "năm 1958",
        "sinh năm 1958",
        "20/11/1958",
        "tháng 5/1958",
        "dạ 1958 ạ",
        "1958.",
        "tôi sinh năm 1958",
    ],
)
def test_a_year_is_understood_however_it_is_written(text: str) -> None:
    assert read("year", text) == "1958-01-01"


def test_years_near_today_have_names() -> None:
    assert (read("year", "năm nay"), read("year", "năm ngoái")) == ("2026-01-01", "2025-01-01")


def test_two_figures_of_a_year_are_asked_back_the_past_one_first() -> None:
    assert offered("year", "58") == '"1958" (gõ 1958) hay "2058" (gõ 2058)'


@pytest.mark.parametrize("text", ["chưa nhớ", "13/2026", "0/2026", "tháng", "2026", "mùa xuân"])
def test_what_is_no_month_is_not_taken(text: str) -> None:
    with pytest.raises(NotUnderstood) as no:
        read("month", text)

    assert no.value.reason == "not_a_month"


@pytest.mark.parametrize("text", ["chưa nhớ", "195", "1850", "2200", "7", "tuổi dần", "năm"])
def test_what_is_no_year_is_not_taken(text: str) -> None:
    with pytest.raises(NotUnderstood) as no:
        read("year", text)

    assert no.value.reason == "not_a_year"


def test_a_form_asks_no_more_than_a_phone_would() -> None:
    interview = begin(BORN)

    year = taken(say(interview, "1958"))
    month = taken(say(interview, "6/1975"))

    assert (year.value, year.shown) == ("1958-01-01", "1958")
    assert (month.value, month.shown) == ("1975-06-01", "6/1975")
    assert asked(interview.ask()).asking.kind == "date"


def test_a_month_and_a_year_are_kept_over_night() -> None:
    interview = begin(BORN)
    say(interview, "1958", "6/1975")

    again = restored(interview)

    assert again.kept == interview.kept
    assert asked(say(again, "quay lại")).kept == "6/1975"
