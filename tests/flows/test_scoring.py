"""Scores of a filled-in form, worked out by the form's own calculations."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from flows import scoring
from flows.scoring import CriterionModel, IndicatorModel, Limit, Score, ScoreModel, Threshold

READS = IndicatorModel(
    name="reads",
    label={"vi": "Đọc sách", "en": "Reading"},
    question="reads",
    most=10,
    least=5,
    evidence="photo",
    points_at="pt_reads",
    most_at="",
    passed_at="ok_reads",
)
PUPILS = IndicatorModel(
    name="pupils",
    label={},
    question="",
    most=6,
    least=2,
    evidence="",
    points_at="pt_pupils",
    most_at="mx_pupils",
    passed_at="ok_pupils",
)
HOME = CriterionModel(
    name="home",
    label={"vi": "Trong nhà"},
    threshold=Threshold(Limit(60, percent=True), {"remote": Limit(5)}),
    indicators=(READS, PUPILS),
    points_at="pts_home",
    most_at="max_home",
    passed_at="ok_home",
)
MODEL = ScoreModel(
    criteria=(HOME,),
    threshold=Threshold(Limit(12), {"remote": Limit(8)}),
    label={},
    area="area",
    total_at="total",
    most_at="total_max",
    verdict_at="verdict",
)
FILLED = {
    "pt_reads": "4.5",
    "ok_reads": "no",
    "pt_pupils": "6",
    "mx_pupils": "6",
    "ok_pupils": "yes",
    "pts_home": "10.5",
    "max_home": "16",
    "ok_home": "yes",
    "total": "10.5",
    "total_max": "16",
    "verdict": "fail",
}


def scored(model: ScoreModel = MODEL, **values: str) -> Score:
    return scoring.score(model, reader(values))


def reader(values: dict[str, str]) -> Callable[[str], str]:
    return lambda name: {**FILLED, **values}.get(name, "")


def test_the_figures_come_from_the_calculations_of_the_form() -> None:
    score = scored()

    assert (score.total, score.most, score.verdict, score.needed) == (10.5, 16, "fail", 12)
    (home,) = score.criteria
    assert (home.points, home.most, home.needed, home.passed) == (10.5, 16, 9.6, True)
    reads, pupils = home.indicators
    assert (reads.points, reads.most, reads.least, reads.passed) == (4.5, 10, 5, False)
    assert (pupils.points, pupils.most, pupils.passed, pupils.applies) == (6, 6, True, True)
    assert (reads.question, reads.evidence, pupils.question) == ("reads", "photo", "")


def test_what_is_needed_depends_on_the_area() -> None:
    score = scored(area="remote")

    assert (score.needed, score.criteria[0].needed) == (8, 5)


def test_an_area_without_its_own_threshold_has_the_plain_one() -> None:
    assert scored(area="normal").needed == 12


def test_an_indicator_that_does_not_apply_is_neither_passed_nor_failed() -> None:
    score = scored(mx_pupils="0", pt_pupils="0", ok_pupils="")

    pupils = score.criteria[0].indicators[1]
    assert (pupils.applies, pupils.passed, pupils.most) == (False, None, 0)


def test_blanks_before_the_first_answer_are_no_points() -> None:
    score = scoring.score(MODEL, lambda name: "")

    assert (score.total, score.most, score.verdict) == (0, 0, "")
    assert scoring.weak(score) == ()


def test_a_figure_that_is_no_number_is_no_points() -> None:
    assert scored(total="NaN").total == 0


def test_a_form_without_anything_to_reach_has_no_verdict() -> None:
    model = replace(MODEL, threshold=Threshold(), verdict_at="")

    score = scored(model)

    assert (score.verdict, score.needed) == ("", None)


def test_weak_lists_the_indicators_under_their_least() -> None:
    assert [one.name for one in scoring.weak(scored())] == ["reads"]


@pytest.mark.parametrize(("most", "needed"), [(16, 9.6), (0.7 + 0.1, 0.48), (0, 0)])
def test_a_percentage_is_of_the_points_possible(most: float, needed: float) -> None:
    assert Limit(60, percent=True).of(most) == needed


def test_json_speaks_one_language_and_falls_back_to_another() -> None:
    english = scoring.as_json(scored(), "en")

    (home,) = english["criteria"]
    assert home["label"] == "Trong nhà"
    assert [one["label"] for one in home["indicators"]] == ["Reading", "pupils"]
    assert (english["total"], english["verdict"], home["threshold"]) == (10.5, "fail", 9.6)
    assert home["indicators"][0]["passed"] is False
