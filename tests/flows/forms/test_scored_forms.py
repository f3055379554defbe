"""A form from its workbook to its score: what is answered decides, and blanks harm nobody."""

from collections.abc import Mapping
from datetime import UTC, datetime
from random import Random

import pytest
from workbook_files import FAMILY, small

from flows import scoring
from flows.forms import loading
from flows.scoring import Score
from flows.worksheet import Worksheet

GOOD = {"area": "normal", "reads": "always", "children": "2", "helps": "desk time", "hours": "10"}


def scored(answers: Mapping[str, str], text: str = FAMILY) -> Score:
    form, _ = loading.load(text.encode(), "phieu.md")
    raw = {form.paths[name]: answer for name, answer in answers.items()}
    now = datetime(2026, 11, 22, tzinfo=UTC)
    filled = Worksheet(form, raw, now, Random(1), form.language)  # noqa: S311 (no secrets here)
    assert form.score is not None
    return scoring.score(form.score, filled.by_name)


def points(score: Score) -> dict[str, float]:
    return {one.name: one.points for criterion in score.criteria for one in criterion.indicators}


def test_points_come_from_choices_are_summed_and_never_above_the_maximum() -> None:
    score = scored(GOOD)

    assert points(score) == {"reads": 8, "helps": 7, "study": 3}
    assert (score.total, score.most, score.verdict, score.needed) == (18, 21, "pass", 12)
    assert [criterion.passed for criterion in score.criteria] == [True, None]


def test_points_never_fall_below_nothing() -> None:
    score = scored(GOOD | {"reads": "never"})

    assert points(score)["reads"] == 0


def test_an_empty_form_scores_nothing_and_fails() -> None:
    score = scored({})

    assert points(score) == {"reads": 0, "helps": 0, "study": 0}
    assert (score.total, score.most, score.verdict) == (0, 11, "fail")


def test_a_blank_in_the_authors_own_formula_counts_nothing() -> None:
    score = scored(GOOD | {"hours": ""})

    assert points(score)["study"] == 0
    assert score.total == 15


def test_what_does_not_apply_leaves_the_maximum_and_is_not_weak() -> None:
    score = scored(GOOD | {"children": "0", "helps": ""})

    helps = score.criteria[0].indicators[1]
    assert (helps.applies, helps.most, helps.passed) == (False, 0, None)
    assert (score.most, score.criteria[0].most, score.criteria[0].needed) == (11, 8, 4.8)
    assert (scoring.weak(score), score.verdict) == ((), "fail")


def test_one_indicator_under_its_least_fails_the_whole() -> None:
    score = scored(GOOD | {"helps": ""})

    assert [one.name for one in scoring.weak(score)] == ["helps"]
    assert score.verdict == "fail"


@pytest.mark.parametrize(
    ("area", "verdict"), [("remote", "pass"), ("normal", "fail"), ("", "fail")]
)
def test_a_hard_area_needs_less(area: str, verdict: str) -> None:
    answers = {"area": area, "reads": "sometimes", "children": "1", "helps": "time", "hours": ""}

    assert scored(answers).verdict == verdict


def test_tenths_add_up_as_people_add_them() -> None:
    sheets = (
        "| criteria | criterion | threshold |\n| | home | 0.8 |\n"
        "| indicators | criterion | indicator | points | max |\n"
        "| | home | x | ${a} * 0.1 | 5 |\n| | home | y | ${a} * 0.7 | 5 |"
    )

    score = scored({"a": "1"}, small("integer | a | Mấy?", then=sheets))

    assert (score.total, score.verdict) == (0.8, "pass")
