"""Which reports bind a commune, which of them its steps wait for, and since when."""

from datetime import date

import pytest

from flows.plan import binding
from flows.plan.binding import Added, Chosen, own_rule, own_words
from flows.plan.model import Due
from flows.plan.season import Season
from flows.plan.shipped import plans

EARLY = date(2026, 3, 1)


def season(code: str = "binh_lu_2026", year: int = 2026, **chosen: object) -> Season:
    facts = Chosen(**{"since": EARLY, **chosen})
    return binding.season(year, "X", plans()[code], facts, plans())


def taken(code: str, plan: str = "lai_chau_2023", day: date = EARLY) -> Added:
    """A report of another plan, taken over on that day."""
    found = next(each for each in plans()[plan].deadlines if each.code == code)
    return Added(7, found, day)


def codes(dues: tuple[Due, ...]) -> list[str]:
    return [due.deadline.code for due in dues]


@pytest.mark.parametrize("year", range(2026, 2031))
def test_binh_lu_reports_before_the_31st_of_december_and_for_itself_in_the_spring(
    year: int,
) -> None:
    found = season(year=year)

    assert codes(found.dues)[:3] == ["BLD1", "X3", "X4"]
    assert found.safe == date(year, 12, 30)
    assert [due.safe for due in found.dues][1:3] == [date(year + 1, 2, 27), date(year + 1, 3, 30)]
    assert codes(found.waiting)[0] == "BLD1"


@pytest.mark.parametrize("year", range(2026, 2031))
def test_the_spring_never_pulls_the_village(year: int) -> None:
    found = season(year=year, filed=frozenset({"BLD1"}))

    assert found.safe is None
    assert found.steps == {}
    assert "X3" in codes(found.dues)


@pytest.mark.parametrize(
    ("code", "year", "safe"),
    [
        ("van_hoa_2022", 2026, date(2026, 12, 4)),  # not June: what comes once is no December
        ("tuyen_quang_2022", 2026, date(2026, 12, 19)),  # the district's, which is there no more
        ("tuyen_quang_2022", 2030, date(2030, 12, 19)),
        ("my_loc_2022", 2026, date(2026, 12, 9)),
        ("van_hoa_2022", 2030, date(2030, 12, 4)),
    ],
)
def test_the_yearly_report_of_a_plan_sets_the_days(code: str, year: int, safe: date) -> None:
    found = season(code, year)

    assert found.safe == safe
    assert found.steps["report"].closes <= safe


def test_what_comes_once_is_shown_and_pulls_nothing() -> None:
    found = season("van_hoa_2022", 2026)

    once = [due for due in found.dues if due.deadline.rule.year is not None]
    assert once
    assert not {due.deadline.code for due in once} & set(found.pulling)


def test_of_two_documents_the_earliest_safe_day_holds_and_both_are_named() -> None:
    found = season(added=(taken("LCD2"),))

    assert found.safe == date(2026, 12, 9)
    assert codes(found.conflict) == ["LCD2", "BLD1"]
    assert found.documents["lai_chau_2023"] == plans()["lai_chau_2023"].name
    assert found.added == {"LCD2": 7}


def test_documents_that_agree_are_no_conflict() -> None:
    words = own_words(1, own_rule("by", 12, 30), "báo cáo (mẫu)", "UBND tỉnh")

    found = season(added=(Added(1, words, EARLY),))

    assert found.conflict == ()
    assert len(found.waiting) == 2


def test_a_report_that_was_sent_pulls_no_more() -> None:
    found = season(added=(taken("LCD2"),), filed=frozenset({"LCD2"}))

    assert found.safe == date(2026, 12, 30)
    assert found.conflict == ()
    assert "LCD2" in codes(found.dues)


@pytest.mark.parametrize(
    ("kind", "month", "day", "safe", "pulls"),
    [
        ("before", 12, 5, date(2026, 12, 4), True),
        ("by", 12, 5, date(2026, 12, 5), True),
        ("before", 1, 15, date(2027, 1, 14), True),
        ("by", 2, 28, date(2027, 2, 28), False),
        ("before", 6, 15, date(2026, 6, 14), False),
    ],
)
def test_a_deadline_in_words_of_ones_own_pulls_at_the_end_of_the_year(
    kind: str, month: int, day: int, safe: date, pulls: bool
) -> None:
    words = own_words(3, own_rule(kind, month, day), "báo cáo (mẫu)", "")

    found = season(added=(Added(3, words, EARLY),))

    due = found.due("own-3")
    assert due is not None
    assert due.safe == safe
    assert ("own-3" in found.pulling) == pulls


def test_time_is_too_short_only_from_the_day_on_which_it_was_chosen() -> None:
    late = season(added=(taken("LCD2", day=date(2026, 11, 24)),))
    early = season(added=(taken("LCD2", day=date(2026, 10, 1)),))

    assert late.late
    assert late.over == ("answer", "review", "hand_over")
    assert not early.late
    assert early.over == ()


def test_a_plan_chosen_in_december_leaves_too_little_time() -> None:
    found = season(since=date(2026, 12, 10))

    assert found.late
    assert season(year=2027, since=date(2026, 12, 10)).late is False


def test_what_was_moved_stays_while_it_fits() -> None:
    moved = {"review": date(2026, 11, 28)}

    fits = season(days=moved)
    fits_no_more = season(days=moved, added=(taken("LCD2"),))

    assert fits.steps["review"].closes == date(2026, 11, 28)
    assert fits_no_more.unfit == moved
    assert fits_no_more.steps["review"].closes < date(2026, 11, 28)


def test_a_commune_takes_over_only_what_it_does_not_have() -> None:
    found = season(added=(taken("LCD2"),))

    offered = codes(binding.to_take_over(found, plans()["lai_chau_2023"]))
    own = codes(binding.to_take_over(found, plans()["binh_lu_2026"]))

    assert offered == ["LCD1"]
    assert own == []


def test_an_open_base_waits_until_one_reading_is_chosen() -> None:
    target = next(each for each in plans()["binh_lu_2026"].targets if each.bases)

    assert [each.code for each in season().open_bases] == [target.code]
    assert season(bases={target.code: target.bases[0]}).open_bases == ()
