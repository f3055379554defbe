"""The days counted back from a safe day, over every December from 2026 to 2030."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import workdays
from flows.plan import backwards
from flows.plan.backwards import MOVABLE, UNTIL_HANDED_OVER, Counted, OutOfOrder, count_back
from flows.plan.model import Plan, Source
from flows.plan.season import STEPS, Season, Step, season_of
from flows.plan.steps import spacings

PLAN = Plan("thu", "Kế hoạch thử (mẫu)", "commune", 2026, 2030, Source("UBND xã (mẫu)", "Thử"))
SAFE_DAYS = st.dates(date(2026, 9, 1), date(2030, 12, 31))


def told(found: Counted) -> str:
    """The days of all steps, first step first: "23/11 27/11 …"."""
    return " ".join(f"{day.closes.day}/{day.closes.month}" for day in found.steps.values())


def season(safe: date, chosen: dict[Step, date] | None = None) -> Season:
    """The season of a commune whose report is safe until that day."""
    found = count_back(safe, chosen)
    kept = dict(chosen or {})
    year = season_of(safe)
    return Season(year, "X", PLAN, safe=safe, steps=found.steps, chosen=kept, unfit=found.unfit)


@pytest.mark.parametrize(
    ("safe", "days"),
    [
        # Bình Lư: before 31/12. 24/11 may be a day off and is not counted: 23/11, not 24/11.
        (date(2026, 12, 30), "23/11 27/11 8/12 22/12 22/12 25/12 30/12"),
        (date(2027, 12, 30), "22/11 26/11 8/12 22/12 22/12 27/12 30/12"),
        (date(2028, 12, 30), "20/11 23/11 7/12 21/12 21/12 26/12 29/12"),  # a Saturday
        (date(2029, 12, 30), "20/11 23/11 6/12 20/12 20/12 25/12 28/12"),  # a Sunday
        (date(2030, 12, 30), "19/11 22/11 6/12 20/12 20/12 25/12 30/12"),
        # Lai Châu: before 10/12 and before 1/12.
        (date(2026, 12, 9), "2/11 5/11 16/11 1/12 1/12 4/12 9/12"),
        (date(2026, 11, 30), "20/10 23/10 5/11 19/11 19/11 25/11 30/11"),
        # The day after Tết 2027 (5/2 to 11/2): nothing closes in the holidays.
        (date(2027, 2, 12), "28/12 31/12 14/1 28/1 28/1 2/2 12/2"),
    ],
)
def test_each_step_closes_so_many_working_days_before_the_next(safe: date, days: str) -> None:
    found = count_back(safe)

    assert told(found) == days


def test_a_safe_monday_after_the_new_year_is_counted_over_the_holiday() -> None:
    monday = date(2027, 1, 4)  # the first is a Friday off

    found = count_back(monday)

    assert found.steps["report"].closes == monday
    assert found.steps["decide"].closes == date(2026, 12, 29)


@pytest.mark.parametrize("year", range(2026, 2031))
def test_the_24th_of_november_is_never_proposed_and_never_counted(year: int) -> None:
    day = date(year, 11, 24)

    found = count_back(day + timedelta(days=30))

    assert day not in {at.closes for at in found.steps.values()}
    assert workdays.before(date(year, 11, 25), 1) < day


@given(SAFE_DAYS)
def test_the_order_holds_on_working_days_whatever_the_safe_day(safe: date) -> None:
    found = count_back(safe)

    closes = [day.closes for day in found.steps.values()]
    assert tuple(found.steps) == STEPS
    assert closes == sorted(closes)
    assert all(map(workdays.is_surely_worked, closes))
    assert closes[-1] <= safe
    assert not any(day.moved for day in found.steps.values())


@given(SAFE_DAYS)
def test_a_list_can_always_be_posted_before_it_is_handed_over(safe: date) -> None:
    steps = count_back(safe).steps

    assert steps["hand_over"].closes - steps["review"].closes >= UNTIL_HANDED_OVER


@given(
    SAFE_DAYS,
    st.dictionaries(st.sampled_from(MOVABLE), st.integers(-20, 120), max_size=len(MOVABLE)),
)
def test_whatever_was_chosen_the_order_holds_and_what_does_not_fit_is_named(
    safe: date, back: dict[Step, int]
) -> None:
    chosen = {step: safe - timedelta(days=days) for step, days in back.items()}

    found = count_back(safe, chosen)

    closes = [day.closes for day in found.steps.values()]
    assert closes == sorted(closes)
    assert closes[-1] <= safe
    for step, day in chosen.items():
        assert step in found.unfit or found.steps[step].closes == day
    assert all(found.unfit[step] > found.steps[step].closes for step in found.unfit)


def test_a_chosen_day_moves_what_comes_before_it_and_nothing_after_it() -> None:
    safe, usual = date(2026, 12, 30), count_back(date(2026, 12, 30)).steps

    found = count_back(safe, {"hand_over": date(2026, 12, 4)}).steps

    assert found["hand_over"].closes == date(2026, 12, 4)
    assert found["hand_over"].moved
    assert found["hand_over"].proposed == usual["hand_over"].closes
    assert found["review"].closes == date(2026, 11, 23)
    assert not found["review"].moved
    assert found["verify"] == usual["verify"]


def test_what_was_returned_is_corrected_until_verification_ends() -> None:
    saturday = date(2026, 12, 19)

    found = count_back(date(2026, 12, 30), {"verify": saturday}).steps

    assert found["correct"].closes == saturday
    assert "correct" not in MOVABLE


def test_a_chosen_day_that_fits_no_more_is_named_and_the_proposed_one_holds() -> None:
    chosen = {"review": date(2026, 11, 28)}

    found = count_back(date(2026, 12, 9), chosen)

    assert found.unfit == chosen
    assert found.steps["review"].closes == date(2026, 11, 5)


# ---- what staff may choose


TODAY = date(2026, 11, 2)
SAFE = date(2026, 12, 30)


@pytest.mark.parametrize(
    ("step", "day", "side", "beside", "until"),
    [
        ("answer", date(2026, 11, 1), "past", None, TODAY),
        ("report", date(2026, 12, 31), "safe", None, SAFE),
        ("answer", date(2026, 11, 28), "later", "review", date(2026, 11, 27)),
        ("hand_over", date(2026, 12, 23), "later", "verify", date(2026, 12, 22)),
    ],
)
def test_a_day_out_of_order_is_refused_with_its_neighbours_day(
    step: Step, day: date, side: str, beside: Step | None, until: date
) -> None:
    with pytest.raises(OutOfOrder) as no:
        backwards.check(season(SAFE), step, day, TODAY)

    assert (no.value.side, no.value.beside, no.value.day) == (side, beside, until)


def test_a_day_before_one_that_staff_chose_is_refused() -> None:
    chosen = season(SAFE, {"answer": date(2026, 11, 20)})

    with pytest.raises(OutOfOrder) as no:
        backwards.check(chosen, "hand_over", date(2026, 11, 19), TODAY)

    assert (no.value.side, no.value.beside) == ("earlier", "answer")


def test_the_neighbours_own_day_is_not_out_of_order() -> None:
    backwards.check(season(SAFE), "answer", date(2026, 11, 27), TODAY)


def test_what_is_corrected_has_no_day_of_its_own() -> None:
    with pytest.raises(LookupError):
        backwards.check(season(SAFE), "correct", date(2026, 12, 1), TODAY)


# ---- where time is short


@given(SAFE_DAYS, st.integers(len(MOVABLE), 80))
def test_short_time_is_shared_out_in_order_and_before_the_report(safe: date, left: int) -> None:
    found = season(safe)
    today = found.steps["report"].closes - timedelta(days=left)

    days = backwards.fit_in(found, today)

    after = count_back(safe, days)
    assert list(days) == list(MOVABLE[:-1])
    assert all(today <= at.closes <= safe for at in after.steps.values())
    assert after.unfit == {}


def test_no_time_at_all_is_shared_out_to_nobody() -> None:
    found = season(date(2026, 12, 9))

    assert backwards.fit_in(found, date(2026, 12, 7)) == {}


# ---- the data


def test_every_step_reminds_from_a_month_before_until_its_own_day() -> None:
    assert tuple(spacings()) == STEPS
    assert {each.milestones for each in spacings().values()} == {(30, 14, 7, 3, 1, 0)}


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2027, 3, 31), 2026),
        (date(2027, 4, 1), 2027),
        (date(2026, 12, 31), 2026),
        (date(2028, 2, 29), 2027),
    ],
)
def test_a_season_ends_with_march(day: date, year: int) -> None:
    assert season_of(day) == year
