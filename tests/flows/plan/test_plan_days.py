"""The days of a season: the last safe one, over every plan and year, and whom a report binds."""

from datetime import date

import pytest

from flows.plan import days, rules
from flows.plan.model import Deadline, Due, Plan, Rule, Source
from flows.plan.shipped import NATION, plans

NOW = date(2026, 11, 21)
OLD = date(2025, 6, 30)
NEW = date(2025, 7, 1)


def due(words: str, year: int) -> Due | None:
    """When something with those words is due in that season."""
    return days.due(Deadline("T1", "thu", rules.rule(words), "báo cáo", "I"), year)


def codes(found: tuple[Due, ...]) -> list[str]:
    return [each.deadline.code for each in found]


def test_before_a_day_is_safe_until_the_end_of_the_day_before() -> None:
    found = due("trước 31/12 hằng năm", 2026)

    assert found is not None
    assert (found.written, found.safe) == (date(2026, 12, 31), date(2026, 12, 30))
    assert found.opens is None


def test_before_the_first_of_a_month_is_safe_in_the_month_before() -> None:
    found = due("trước 1/12 hằng năm", 2026)

    assert found is not None
    assert found.safe == date(2026, 11, 30)


def test_before_new_year_is_safe_in_the_year_before() -> None:
    found = due("trước 1/1 năm sau", 2026)

    assert found is not None
    assert (found.written, found.safe) == (date(2027, 1, 1), date(2026, 12, 31))


def test_by_a_day_is_safe_until_its_own_end() -> None:
    found = due("đến hết 15/11 hằng năm", 2026)

    assert found is not None
    assert found.written == found.safe == date(2026, 11, 15)


@pytest.mark.parametrize(
    ("words", "opens", "closes"),
    [
        ("1-7/10 hằng năm", date(2026, 10, 1), date(2026, 10, 7)),
        ("quý I năm sau", date(2027, 1, 1), date(2027, 3, 31)),
        ("quý II hằng năm", date(2026, 4, 1), date(2026, 6, 30)),
        ("quý III/2026", date(2026, 7, 1), date(2026, 9, 30)),
        ("quý IV hằng năm", date(2026, 10, 1), date(2026, 12, 31)),
        ("năm 2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("trong năm", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_span_opens_and_is_safe_until_its_end(words: str, opens: date, closes: date) -> None:
    found = due(words, 2026)

    assert found is not None
    assert (found.opens, found.written, found.safe) == (opens, closes, closes)


@pytest.mark.parametrize("words", ["năm 2030", "quý II/2027", "trước 5/12/2025"])
def test_one_year_named_is_due_in_no_other_season(words: str) -> None:
    assert due(words, 2026) is None


def test_without_a_day_nothing_is_due() -> None:
    assert due("không nêu ngày (đột xuất)", 2026) is None


@pytest.mark.parametrize(
    ("words", "year", "written", "safe"),
    [
        ("trước 29/2 hằng năm", 2028, date(2028, 2, 29), date(2028, 2, 28)),
        ("trước 29/2 hằng năm", 2027, date(2027, 2, 28), date(2027, 2, 27)),
        ("đến hết 29/2 hằng năm", 2027, date(2027, 2, 28), date(2027, 2, 28)),
        ("trước 29/2 năm sau", 2027, date(2028, 2, 29), date(2028, 2, 28)),
        ("25-29/2 hằng năm", 2027, date(2027, 2, 28), date(2027, 2, 28)),
        ("trước 1/3 hằng năm", 2028, date(2028, 3, 1), date(2028, 2, 29)),
        ("trước 28/2 năm sau", 2027, date(2028, 2, 28), date(2028, 2, 27)),
    ],
)
def test_the_end_of_february(words: str, year: int, written: date, safe: date) -> None:
    found = due(words, year)

    assert found is not None
    assert (found.written, found.safe) == (written, safe)


def test_a_leap_day_in_a_year_without_one_says_what_it_became() -> None:
    plain, leap = due("trước 29/2 hằng năm", 2027), due("trước 29/2 hằng năm", 2028)

    assert plain is not None
    assert leap is not None
    assert plain.note == "Năm 2027 không có ngày 29/2, nên tính là 28/2."
    assert leap.note == ""


def test_the_second_season_ends_in_the_year_after() -> None:
    found = {each.deadline.code: each for each in days.dues(plans()[NATION], 2026)}

    assert (found["X3"].written, found["X3"].safe) == (date(2027, 2, 28), date(2027, 2, 27))
    assert (found["X4"].written, found["X4"].safe) == (date(2027, 3, 31), date(2027, 3, 30))


def test_the_week_of_lifelong_learning_is_in_the_year() -> None:
    week = days.happenings(plans()[NATION], 2026)[0]

    assert (week.event.code, week.opens, week.closes) == (
        "X6",
        date(2026, 10, 1),
        date(2026, 10, 7),
    )


def test_a_plan_asks_nothing_outside_its_years() -> None:
    assert days.dues(plans()["binh_lu_2026"], 2025) == ()
    assert days.dues(plans()["binh_lu_2026"], 2031) == ()
    assert days.happenings(plans()[NATION], 2023) == ()


def test_a_commune_owes_what_it_sends_itself() -> None:
    found = days.binding(plans()["binh_lu_2026"], 2026, NOW)

    assert [(each.deadline.code, each.safe, each.inferred) for each in found] == [
        ("BLD1", date(2026, 12, 30), "")
    ]


def test_without_districts_a_commune_sends_what_the_district_sent_to_the_province() -> None:
    found = days.binding(plans()["lai_chau_2023"], 2026, NOW)

    assert codes(found) == ["LCD1"]
    assert found[0].safe == date(2026, 11, 30)
    assert found[0].inferred == "Cấp huyện không còn từ 1/7/2025, nên xã báo cáo thẳng (suy ra)."


def test_what_a_district_office_did_for_its_district_binds_no_commune() -> None:
    found = days.binding(plans()["lai_chau_2023"], 2025, NOW)

    assert "LCD3" in codes(days.dues(plans()["lai_chau_2023"], 2025))
    assert codes(found) == ["LCD1"]


def test_while_there_was_a_district_only_itself_was_bound() -> None:
    plan = plans()["lai_chau_2023"]

    assert codes(days.binding(plan, 2025, OLD)) == []
    assert codes(days.binding(plan, 2025, NEW)) == ["LCD1"]


def test_what_was_due_while_there_was_a_district_stays_the_districts() -> None:
    assert days.binding(plans()["lai_chau_2023"], 2024, NOW) == ()


def test_of_the_nations_days_only_the_communes_own_dossier_binds_it() -> None:
    assert codes(days.binding(plans()[NATION], 2026, NOW)) == ["X3"]


def test_the_next_goal_of_a_title_may_have_two_parts() -> None:
    found = days.goal(plans()["binh_lu_2026"], "citizen", 2026)

    assert [(target.code, target.op, target.value) for target in found] == [
        ("BL6", ">=", 60),
        ("BL7", ">=", 80),
    ]


def test_after_the_last_year_there_is_no_goal() -> None:
    assert days.goal(plans()["binh_lu_2026"], "family", 2031) == ()


def test_a_rule_of_an_impossible_day_is_a_mistake_of_ours() -> None:
    rule = Rule("before", month=2, day=31)

    with pytest.raises(ValueError, match="day is out of range"):
        days.due(Deadline("T1", "thu", rule, "báo cáo", "I"), 2026)


def test_reports_of_one_day_stand_in_the_order_of_their_codes() -> None:
    rule = rules.rule("trước 31/12 hằng năm")
    both = tuple(Deadline(code, "thu", rule, "báo cáo", "I") for code in ("T2", "T1"))
    plan = Plan("thu", "Thử (mẫu)", "commune", 2026, 2030, Source("xã", "kế hoạch"), deadlines=both)

    assert codes(days.dues(plan, 2026)) == ["T1", "T2"]
