"""The sample season is the same for a seed, and leaves room for whoever tries the demo."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

import pytest

from flows import sample, workdays
from flows.meeting import POSTED_DAYS
from flows.plan.season import Step
from flows.sample_season import HOURS, Act, acts, phoned

CLOSES: Mapping[Step, date] = {
    "answer": date(2026, 11, 23),
    "review": date(2026, 11, 27),
    "hand_over": date(2026, 12, 8),
    "correct": date(2026, 12, 22),
    "verify": date(2026, 12, 22),
    "decide": date(2026, 12, 25),
    "report": date(2026, 12, 30),
}
PHONES = frozenset({"MAU01-01", "MAU01-07"})


def season(seed: int = 2026) -> tuple[Act, ...]:
    return acts(sample.commune(), CLOSES, PHONES, seed)


def test_a_seed_gives_the_same_season_and_another_another() -> None:
    assert season() == season()
    assert season(7) != season()


@pytest.mark.parametrize("seed", range(20))
def test_whoever_has_a_phone_is_never_acted_for(seed: int) -> None:
    done = {(act.what, act.whom) for act in season(seed)}

    assert not {whom for _, whom in done} & PHONES
    assert not {("meet", "MAU01"), ("hand_over", "MAU01"), ("register", "MAU01")} & done


@pytest.mark.parametrize("seed", range(20))
def test_everything_is_in_order_and_at_an_hour_at_which_somebody_looks(seed: int) -> None:
    found = season(seed)

    assert list(found) == sorted(found, key=lambda act: act.at)
    assert {act.at.time() for act in found} <= set(HOURS)


@pytest.mark.parametrize("seed", range(20))
def test_each_step_comes_after_the_one_it_needs(seed: int) -> None:
    when = {(act.what, act.whom): act.at for act in season(seed)}

    for (what, whom), at in when.items():
        if what in {"verify", "return"}:
            assert when["answer", whom] < when["meet", whom[:5]] < when["hand_over", whom[:5]] < at
        if what == "correct":
            assert when["return", whom] < at < when["verify", whom]
    assert max(when.values()) == when["recognise", "MAU"]


def test_a_list_is_posted_as_long_as_it_has_to_be() -> None:
    when = {(act.what, act.whom): act.at.date() for act in season()}

    for village in ("MAU02", "MAU03"):
        assert (when["hand_over", village] - when["meet", village]).days > POSTED_DAYS


def test_some_are_early_some_late_and_some_never_begin() -> None:
    answered = {act.whom: act.at.date() for act in season() if act.what == "answer"}
    homes = [home.code for village in sample.commune().villages for home in village.households]

    days = Counter((CLOSES["answer"] - day).days // 7 for day in answered.values())
    assert len(days) >= 4
    assert min(days) < 0 < max(days)
    assert 12 <= len(homes) - len(answered) <= 30


def test_the_third_village_is_silent_until_its_head_was_told() -> None:
    third = [act for act in season() if act.whom.startswith("MAU03") and act.what == "meet"]

    assert third[0].at.date() > CLOSES["review"]


def test_a_few_are_returned_and_a_few_are_left() -> None:
    found = Counter(act.what for act in season())
    handed = sum(act.what == "answer" and act.whom[:5] != "MAU01" for act in season())

    assert 2 <= found["return"] <= 6
    assert found["correct"] <= found["return"]
    assert found["verify"] + found["return"] - found["correct"] < handed


def test_the_commune_decides_on_a_working_day_before_the_step_closes() -> None:
    decided = next(act.at.date() for act in season() if act.what == "recognise")

    assert decided < CLOSES["decide"]
    assert workdays.is_worked(decided)


def test_the_last_households_of_a_village_have_no_phone() -> None:
    village = sample.commune().villages[0]

    assert len(phoned(village)) == len(village.households) - 3
