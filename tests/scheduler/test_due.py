"""What a moment has reached: milestones over every plan and year, and who is told of them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest

from flows import workdays
from flows.plan import days, shipped
from flows.plan.model import Deadline, Due, Plan, Rule, Source
from flows.plan.season import Season, StepDay
from flows.quiet import ZONE
from flows.reminding import Who
from scheduler import due

ALL = due.MILESTONES
FRIDAY = date(2026, 11, 27)
YEARS = range(2026, 2031)
TET_2027 = date(2027, 2, 6)


def at(day: date, hour: int = 8, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)


def before(closes: date, count: int) -> date:
    return closes - timedelta(days=count)


def plan(code: str = "p") -> Plan:
    return Plan(code, "Kế hoạch (mẫu)", "commune", 2026, 2030, Source("xã (mẫu)", "kế hoạch"))


def season(closes: date, *, step: str = "answer", filed: frozenset[str] = frozenset()) -> Season:
    deadline = Deadline("D1", "p", Rule("before", 12, 31), "báo cáo", "III.8")
    dues = (Due(deadline, date(2026, 12, 31), date(2026, 12, 30)),)
    steps = {step: StepDay(step, closes, closes, ALL)}
    return Season(2026, "MAU", plan(), dues=dues, filed=filed, steps=steps)


def who(number: int, *, reachable: bool = True) -> Who:
    channel = "test" if reachable else ""
    return Who(number, "", "bác", "vi", channel, str(number), reachable=reachable)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(before(FRIDAY, 31), 20), None),
        (at(before(FRIDAY, 30), 6, 59), None),
        (at(before(FRIDAY, 30), 7), 30),
        (at(before(FRIDAY, 15), 23), 30),
        (at(before(FRIDAY, 14), 7), 14),
        (at(before(FRIDAY, 7), 12), 7),
        (at(before(FRIDAY, 4), 12), 7),
        (at(before(FRIDAY, 3), 7), 3),
        (at(before(FRIDAY, 1), 7), 1),
        (at(FRIDAY, 6, 59), 1),
        (at(FRIDAY, 7), 0),
        (at(FRIDAY, 20, 29), 0),
        (at(FRIDAY, 20, 30), None),
        (at(before(FRIDAY, -1), 8), None),
    ],
)
def test_the_latest_milestone_counts_until_the_evening_of_the_closing_day(
    moment: datetime, expected: int | None
) -> None:
    assert due.milestone(FRIDAY, ALL, moment) == expected
    assert due.milestone(FRIDAY, ALL, moment.astimezone(UTC)) == expected


def every_due() -> Iterator[tuple[str, int, Due]]:
    for code, loaded in shipped.plans().items():
        for year in YEARS:
            for one in days.dues(loaded, year):
                yield code, year, one


def test_every_milestone_of_every_plan_and_year_comes_once_in_order_at_a_fit_moment() -> None:
    seen = 0
    for code, year, one in every_due():
        told: list[int] = []
        for count in range(40, -3, -1):
            day = before(one.safe, count)
            latest = due.milestone(one.safe, ALL, at(day, 7))
            if latest is not None and (not told or latest != told[-1]):
                assert not workdays.is_tet(day), (code, year, one.deadline.code, day)
                assert day <= one.safe
                assert latest >= (one.safe - day).days
                told.append(latest)
        assert told == sorted(told, reverse=True)
        hidden = [m for m in ALL if workdays.is_tet(before(one.safe, m))]
        assert set(ALL) - set(told) <= set(hidden) | set(_overtaken(one.safe)), (code, year)
        seen += 1

    assert seen > 30


def _overtaken(closes: date) -> list[int]:
    """Milestones whose first fit moment is also that of a later one."""
    starts = {days: due.starts(closes, days) for days in ALL}
    return [m for m in ALL if any(starts[m] == starts[n] for n in ALL if n < m)]


def test_a_milestone_within_tet_comes_on_the_first_day_after_it() -> None:
    closes = date(2027, 2, 12)
    within = [m for m in ALL if workdays.is_tet(before(closes, m))]
    after = next(d for n in range(15) if not workdays.is_tet(d := TET_2027 + timedelta(days=n)))

    assert within
    assert {due.starts(closes, m) for m in within} == {at(after, 7)}


def test_a_step_that_closes_within_tet_is_not_told_of_after_it() -> None:
    assert workdays.is_tet(TET_2027)

    assert due.starts(TET_2027, 0) is None
    assert due.milestone(TET_2027, ALL, at(TET_2027 - timedelta(days=6))) == 7


def test_leap_days_are_days() -> None:
    closes = date(2028, 2, 29)

    assert due.starts(closes, 0) == at(closes, 7)
    assert due.starts(date(2028, 3, 1), 1) == at(closes, 7)
    assert due.starts(date(2027, 3, 1), 1) == at(date(2027, 2, 28), 7)


def test_what_is_due_in_february_belongs_to_the_season_before() -> None:
    one = next(one for _, year, one in every_due() if year == 2026 and one.deadline.code == "X3")
    second = Season(2026, "MAU", plan(), dues=(one,))

    told = due.reached(second, at(date(2027, 1, 29)))

    assert one.safe == date(2027, 2, 27)
    assert due.years(at(date(2027, 1, 29))) == (2027, 2026)
    assert [(step.step, step.milestone, step.closes) for step in told] == [
        ("report.X3", 30, one.safe)
    ]


def test_a_report_that_was_sent_is_not_spoken_of() -> None:
    when = at(date(2026, 12, 29))

    assert [s.step for s in due.reached(season(FRIDAY), when)] == ["report.D1"]
    assert due.reached(season(FRIDAY, filed=frozenset({"D1"})), when) == ()


def test_a_step_knows_when_its_third_milestone_was() -> None:
    (earlier,) = due.reached(season(FRIDAY), at(before(FRIDAY, 8)))
    (later,) = due.reached(season(FRIDAY), at(before(FRIDAY, 7)))

    assert earlier.since is None
    assert later.since == at(before(FRIDAY, 7), 7)
    assert later.later == (3, 1, 0)


def test_a_season_without_a_dated_report_reminds_of_nothing() -> None:
    assert due.reached(Season(2026, "MAU", plan()), at(FRIDAY)) == ()


@pytest.mark.parametrize(
    ("moment", "fit"),
    [
        (at(FRIDAY, 6, 59), False),
        (at(FRIDAY, 7), True),
        (at(FRIDAY, 20, 29), True),
        (at(FRIDAY, 20, 30), False),
        (at(TET_2027, 9), False),
    ],
)
def test_nobody_is_reminded_early_late_or_on_tet(moment: datetime, fit: bool) -> None:
    assert due.is_time(moment.astimezone(UTC)) is fit


def test_who_acted_last_is_told_else_the_first_who_can_be_reached() -> None:
    people = [who(4, reachable=False), who(1), who(2)]

    assert due.chosen(people, last=2) == people[2]
    assert due.chosen(people, last=9) == people[1]
    assert due.chosen(people) == people[1]


def test_who_cannot_be_reached_is_not_told_even_if_he_acted_last() -> None:
    people = [who(1, reachable=False), who(2)]

    assert due.chosen(people, last=1) == people[1]
    assert due.chosen([who(1, reachable=False)]) is None


def test_somebody_is_silent_from_the_day_after_the_third_reminder() -> None:
    told = [at(before(FRIDAY, n)) for n in (30, 14, 7)]

    assert not due.is_silent(told, at(before(FRIDAY, 7), 20))
    assert due.is_silent(told, at(before(FRIDAY, 6), 7))
    assert not due.is_silent(told[:2], at(FRIDAY))
