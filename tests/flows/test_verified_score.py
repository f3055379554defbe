"""Points the commune changed: all above them follows, exactly as the form itself would have it."""

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files

import pytest
from forms.workbook_files import FAMILY
from forms_for_tests import NOW, form
from hypothesis import given
from hypothesis import strategies as st

from flows import scoring
from flows.forms.model import Form
from flows.interview import Interview
from flows.scoring import (
    CriterionModel,
    IndicatorModel,
    Limit,
    NoSuchPoints,
    Score,
    ScoreModel,
    Threshold,
)

STEPS = {"full": 10, "good": 7, "some": 5, "none": 0}
TEN = tuple(f"i{number}" for number in range(1, 11))
AREAS = ("remote", "normal", "")


@cache
def citizen() -> Form:
    return form((files("flows.library") / "packs" / "cdht.md").read_text("utf-8"))


def self_score(of: Form, answers: Mapping[str, str]) -> Score:
    """The score of a session with these answers by name."""
    kept = {of.paths[name]: value for name, value in answers.items()}
    score = Interview(of, kept, now=NOW).showing.finished().score
    assert score is not None
    return score


def model(of: Form) -> ScoreModel:
    assert of.score is not None
    return of.score


def points(score: Score) -> dict[str, float]:
    return {one.name: one.points for criterion in score.criteria for one in criterion.indicators}


def remote(*steps: str) -> Score:
    """The citizen pack in a remote commune, answered from the first question on."""
    return self_score(citizen(), {"area": "remote", **dict(zip(TEN, steps, strict=True))})


citizen_steps = st.fixed_dictionaries({name: st.sampled_from(sorted(STEPS)) for name in TEN})
corrected_steps = st.dictionaries(st.sampled_from(TEN), st.sampled_from(sorted(STEPS)))


@given(st.sampled_from(AREAS), citizen_steps, corrected_steps)
def test_changed_points_count_as_if_the_citizen_had_chosen_that_line(
    area: str, said: dict[str, str], found: dict[str, str]
) -> None:
    before = self_score(citizen(), {"area": area, **said})
    changes = {name: float(STEPS[step]) for name, step in found.items()}

    verified = scoring.verified(before, changes, model(citizen()), area)

    assert verified == self_score(citizen(), {"area": area, **said, **found})


home_answers = st.fixed_dictionaries(
    {
        "reads": st.sampled_from(["always", "sometimes", "never", ""]),
        "helps": st.sampled_from(["desk", "time", "desk time", "desk time books", ""]),
        "hours": st.sampled_from(["", "0", "0.3", "1.23456", "2.9", "10"]),
    }
)


@given(
    st.sampled_from(["normal", "remote", ""]),
    st.sampled_from(["0", "2"]),
    home_answers,
    home_answers,
)
def test_caps_shares_and_lines_that_do_not_apply_come_out_as_in_the_form(
    area: str, children: str, said: dict[str, str], found: dict[str, str]
) -> None:
    home, known = form(FAMILY), {"area": area, "children": children}
    before, after = self_score(home, {**known, **said}), self_score(home, {**known, **found})

    verified = scoring.verified(before, points(after), model(home), area)

    assert verified == after


def test_the_self_score_stays_as_it_was() -> None:
    before = remote(*["full"] * 10)

    verified = scoring.verified(before, {"i8": 0}, model(citizen()), "remote")

    assert (before.total, before.verdict, points(before)["i8"]) == (100, "pass", 10)
    assert (verified.total, verified.verdict, points(verified)["i8"]) == (90, "fail", 0)


def test_without_changes_it_is_the_self_score() -> None:
    before = remote(*["good"] * 10)

    assert scoring.verified(before, {}, model(citizen()), "remote") == before


def test_points_between_two_lines_are_possible() -> None:
    verified = scoring.verified(remote(*["good"] * 10), {"i1": 6.5}, model(citizen()), "remote")

    assert (verified.total, verified.criteria[0].points, verified.verdict) == (69.5, 27.5, "fail")


def test_a_lower_line_needs_less_in_a_hard_area_only() -> None:
    before = remote(*["full"] * 10)
    lowered = dict.fromkeys(TEN, 7.0)

    verdicts = [
        scoring.verified(before, lowered, model(citizen()), area).verdict
        for area in ("remote", "normal")
    ]

    assert verdicts == ["pass", "fail"]


@pytest.mark.parametrize(("given_points", "kept"), [(6.66666, 6.6667), (1.00004, 1)])
def test_points_are_kept_to_the_fourth_decimal_as_the_form_keeps_them(
    given_points: float, kept: float
) -> None:
    before = remote(*["full"] * 10)

    verified = scoring.verified(before, {"i1": given_points}, model(citizen()), "remote")

    assert points(verified)["i1"] == kept


def test_rounding_never_gives_more_than_the_most() -> None:
    fine = form(FAMILY.replace("${hours} * 0.7 | 3 |", "${hours} * 0.7 | 3.00005 |"))
    before = self_score(fine, {"area": "normal", "hours": "1"})

    verified = scoring.verified(before, {"study": 3.00005}, model(fine), "normal")

    assert points(verified)["study"] == 3.00005
    assert verified == self_score(fine, {"area": "normal", "hours": "10"})


@pytest.mark.parametrize("wrong", [-0.5, 10.5, 100, math.nan, math.inf])
def test_points_an_indicator_cannot_have_are_refused_with_the_figures(wrong: float) -> None:
    before = remote(*["full"] * 10)

    with pytest.raises(NoSuchPoints, match="i4 has 0 to 10 points") as refused:
        scoring.verified(before, {"i4": wrong}, model(citizen()), "remote")

    facts = refused.value.facts
    assert (facts["name"], facts["most"]) == ("i4", 10)
    assert isinstance(facts["label"], Mapping)
    assert "Giúp người khác học" in facts["label"].values()


def test_what_does_not_apply_can_have_no_points() -> None:
    home = form(FAMILY)
    before = self_score(home, {"area": "normal", "children": "0", "reads": "always"})

    with pytest.raises(NoSuchPoints, match="0 to 0 points"):
        scoring.verified(before, {"helps": 3}, model(home), "normal")


def test_an_indicator_nobody_knows_is_refused() -> None:
    with pytest.raises(LookupError, match="i11"):
        scoring.verified(remote(*["full"] * 10), {"i11": 3}, model(citizen()), "remote")


def test_a_form_with_nothing_to_judge_has_no_verdict_after_a_change_either() -> None:
    family = form((files("flows.library") / "packs" / "giadinh.md").read_text("utf-8"))
    before = self_score(family, {"adults": "4", "better_off": "full"})

    verified = scoring.verified(before, {"better_off": 5}, model(family))

    assert (verified.verdict, verified.needed) == ("", None)
    assert verified.total == before.total - 5


@pytest.mark.parametrize(("value", "needed"), [(0.125, 0.0013), (12.345, 0.1235), (60, 0.6)])
def test_half_a_part_goes_up_as_in_the_form(value: float, needed: float) -> None:
    assert Limit(value, percent=True).of(1) == needed


def test_an_area_counts_only_where_the_form_asks_for_one() -> None:
    line = IndicatorModel("reads", {}, "reads", 10, None, "", "pt_reads", "", "")
    limit = Threshold(Limit(8), {"remote": Limit(4)})
    group = CriterionModel("home", {}, Threshold(), (line,), "pts_home", "max_home", "")
    plain = ScoreModel((group,), limit, {}, "", "total", "total_max", "verdict")
    figures = {"pt_reads": "6", "pts_home": "6", "max_home": "10", "total": "6", "total_max": "10"}
    before = scoring.score(plain, lambda name: {**figures, "verdict": "fail"}.get(name, ""))

    asks = replace(plain, area="area")

    assert scoring.verified(before, {}, plain, "remote").verdict == "fail"
    assert scoring.verified(before, {}, asks, "remote").verdict == "pass"
