"""The built-in packs, answered from the first question to the score."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files

import pytest

from flows.events import Asked, Event, Finished, Helped, Refused
from flows.forms import loading
from flows.forms.model import Form
from flows.interview import Interview
from flows.replies import Reply
from flows.scoring import Score

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
WITHOUT_PHOTO = "bỏ qua"
FARMER, REMOTE, ELSEWHERE = "1", "1", "2"
FULL, GOOD, SOME, NONE = "1", "2", "3", "4"
GAINS = {"better_off": FULL, "new_ways": GOOD, "home_life": SOME}


@cache
def form(pack: str) -> Form:
    name = f"{pack}.md"
    loaded, remarks = loading.load((files("flows.library") / "packs" / name).read_bytes(), name)
    assert remarks == ()
    return loaded


def filled(pack: str, answers: Mapping[str, str]) -> tuple[Interview, list[Event]]:
    """An interview in which every question got its answer, and every photo none."""
    interview = Interview.begin(form(pack), {}, now=NOW)
    events = interview.ask()
    while (question := interview.current) is not None and (
        question.name in answers or question.kind == "image"
    ):
        events = interview.hear(Reply(answers.get(question.name, WITHOUT_PHOTO)))
    return interview, events


def citizen(area: str, *steps: str) -> dict[str, str]:
    lines = {f"i{number}": step for number, step in enumerate(steps, 1)}
    return {"group": FARMER, "area": area, **lines}


def reached(events: list[Event]) -> Score:
    end = events[-1]
    assert isinstance(end, Finished)
    assert end.score is not None
    return end.score


def asked(events: list[Event]) -> Asked:
    assert isinstance(events[-1], Asked)
    return events[-1]


@pytest.mark.parametrize(("area", "verdict"), [(REMOTE, "pass"), (ELSEWHERE, "fail")])
def test_seventy_points_pass_in_a_remote_commune_only(area: str, verdict: str) -> None:
    _, events = filled("cdht", citizen(area, *[GOOD] * 10))

    score = reached(events)
    assert (score.total, score.most, score.verdict) == (70, 100, verdict)


def test_ninety_points_do_not_make_up_for_a_line_under_five() -> None:
    _, events = filled("cdht", citizen(ELSEWHERE, *[FULL] * 9, NONE))

    score = reached(events)
    assert (score.total, score.verdict) == (90, "fail")


def test_the_three_competences_add_up_as_on_paper() -> None:
    _, events = filled("cdht", citizen(ELSEWHERE, *[FULL] * 5, *[GOOD] * 4, SOME))

    points = [(c.points, c.most) for c in reached(events).criteria]
    assert points == [(40, 40), (31, 40), (12, 20)]


def test_the_fourth_question_is_called_the_fourth_of_ten() -> None:
    _, events = filled("cdht", citizen(ELSEWHERE, FULL, FULL, FULL))

    spot = asked(events).spot
    assert (spot.name, spot.number, spot.of) == ("i4", 4, 10)
    assert spot.heading == "Giúp người khác học"


@pytest.mark.parametrize(("step", "next_asked"), [(SOME, "i1_photo"), (NONE, "i2")])
def test_a_photo_is_asked_for_only_where_points_are_claimed(step: str, next_asked: str) -> None:
    interview, _ = filled("cdht", {"group": FARMER, "area": REMOTE})

    events = interview.hear(Reply(step))

    assert asked(events).spot.name == next_asked


def test_a_farmer_who_asks_what_is_meant_hears_of_rice_and_buffaloes() -> None:
    interview, _ = filled("cdht", {"group": FARMER, "area": REMOTE})

    (helped, *_) = interview.hear(Reply("?"))

    assert isinstance(helped, Helped)
    assert "rầy" in helped.hint
    assert "chuồng trâu" in helped.hint


def test_a_home_without_school_children_is_measured_by_five_lines() -> None:
    home = {"adults": "3", "children": "0", "recognised": "3", **GAINS}

    _, events = filled("giadinh", home)

    score = reached(events)
    assert (score.total, score.most, score.verdict) == (42, 50, "")


def test_an_excused_child_leaves_the_count_with_its_reason() -> None:
    children = {"children": "3", "excused": "1", "excuse": "chữa bệnh dài ngày"}
    schooling = {"at_school": "2", "right_age": "1"}
    learning = {"recognised": "1", "signed_up": "2"}

    _, events = filled("giadinh", {"adults": "4", **children, **schooling, **learning, **GAINS})

    points = [i.points for c in reached(events).criteria for i in c.indicators]
    assert points == [10, 5, 2, 7, 10, 7, 5]


def test_a_share_is_full_only_when_nobody_is_missing() -> None:
    home = {"adults": "30", "children": "0", "recognised": "29", "signed_up": "0", **GAINS}

    _, events = filled("giadinh", home)

    recognised = reached(events).criteria[1].indicators[0]
    assert recognised.points == 9


def test_more_pupils_than_children_are_refused_with_the_right_bounds() -> None:
    interview, _ = filled("giadinh", {"adults": "2", "children": "2", "excused": "0"})

    refused = interview.hear(Reply("3"))[-1]

    assert isinstance(refused, Refused)
    assert refused.facts["message"] == "Câu này cần một số từ 0 đến 2, ví dụ: 1. Bác gõ lại giúp."


def test_the_household_is_asked_by_the_numbers_it_gave() -> None:
    _, events = filled("giadinh", {"adults": "2", "children": "3", "excused": "1", "excuse": "ốm"})

    assert asked(events).asking.text == "Nhà bác có 2 cháu phải đi học. Mấy cháu đang đi học?"


def test_the_count_of_questions_never_grows_on_the_way() -> None:
    interview, events = filled("giadinh", {"adults": "2", "children": "2", "excused": "0"})
    counts = [asked(events).spot.of]

    for text in ("2", WITHOUT_PHOTO, "2", "2", WITHOUT_PHOTO):
        counts.append(asked(interview.hear(Reply(text))).spot.of)

    assert counts == [7, 7, 7, 7, 6, 6]
