"""The built-in packs, answered from the first question to the score."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files

import pytest

from flows.events import Asked, Event, Finished, Helped, Noted, Refused
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


def filled(
    pack: str, answers: Mapping[str, str], known: Mapping[str, str] | None = None
) -> tuple[Interview, list[Event]]:
    """An interview in which every question got its answer, and every photo none."""
    interview = Interview.begin(form(pack), known or {}, now=NOW)
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


DAY = {"known_on": "20/11/2026"}
KEEP = "giữ"
CLAN = {
    **DAY,
    "known_households": "15",
    "known_families_recognised": "12",
    "known_adults": "40",
    "known_adults_recognised": "30",
    "known_children": "22",
}
CLAN_DOES = {"urges": FULL, "helps": GOOD, "better_off": SOME, "gives": NONE}
TARGETS = ("told", "planned", "week", "budget", "donated", "together")
YES, NO, LATER = "1", "2", "3"


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


# ---- what is known from below


def test_a_family_keeps_what_is_known_of_its_adults_and_needs_no_photo_of_it() -> None:
    known = {**DAY, "known_adults": "5", "known_adults_recognised": "3"}
    registered = {"known_citizens_registered": "4"}
    home = {"adults": KEEP, "children": "0", "recognised": KEEP, "signed_up": KEEP, **GAINS}

    interview, events = filled("giadinh", home, known | registered)

    assert [i.points for i in reached(events).criteria[1].indicators] == [6, 8]
    assert "/data/grown/recognised_photo" not in interview.kept


def test_a_family_that_knows_better_says_why_and_shows_its_paper() -> None:
    known = {**DAY, "known_adults": "5", "known_adults_recognised": "3"}
    home = {"adults": KEEP, "children": "0", "recognised": "4", "recognised_why": "vừa có tên"}

    interview, events = filled("giadinh", home, known)

    assert asked(events).asking.text.startswith("Còn lại 1 người lớn")
    assert interview.kept["/data/grown/recognised_photo"] == ""
    assert interview.kept["/data/grown/recognised_why"] == "vừa có tên"


def test_a_clan_begins_with_the_share_of_its_families_and_citizens() -> None:
    interview, events = filled("dongho", {"households": KEEP, "adults": KEEP, "pupils": KEEP}, CLAN)

    question = asked(events)
    assert question.spot.name == "families"
    assert question.asking.text.startswith("Theo dữ liệu ngày 20/11/2026: 12/15 hộ.")
    assert question.kept == "12"
    assert asked(interview.hear(Reply(KEEP))).kept == "30"


def test_a_clan_has_seven_lines_and_no_verdict() -> None:
    profile = {"households": KEEP, "adults": KEEP, "pupils": KEEP}
    below = {"families": KEEP, "citizens": KEEP, "at_school": "22"}

    _, events = filled("dongho", {**profile, **below, **CLAN_DOES}, CLAN)

    score = reached(events)
    points = [i.points for criterion in score.criteria for i in criterion.indicators]
    assert points == [8, 7, 10, 10, 7, 5, 0]
    assert (score.most, score.verdict) == (70, "")


def test_a_clan_of_which_nothing_is_known_is_asked_plain_questions() -> None:
    _, events = filled("dongho", {"households": "15", "adults": "40", "pupils": "22"})

    assert asked(events).asking.text.startswith("Dòng họ bác có 15 hộ.")
    assert asked(events).kept == ""


def test_a_village_without_clans_or_children_is_not_measured_by_them() -> None:
    profile = {"households": "60", "clans": "0", "adults": "150", "pupils": "0"}
    below = {"families": "48", "citizens": "75"}
    does = {"classes": FULL, "tells": FULL, "helps": GOOD, "better_off": SOME}

    _, events = filled("congdong", {**profile, **below, **does})

    score = reached(events)
    assert (score.total, score.most, score.verdict) == (8 + 5 + 10 + 10 + 7 + 5, 60, "")


def test_a_unit_is_scored_by_conditions_results_and_effect() -> None:
    known = {**DAY, "known_members": "25", "known_members_recognised": "20"}
    does = {"plan": FULL, "rules": GOOD, "means": SOME, "own_plans": "25", "finished": "20"}

    _, events = filled("donvi", {"members": KEEP, **does, "citizens": KEEP, "shares": NONE}, known)

    score = reached(events)
    assert [(c.points, c.most) for c in score.criteria] == [(22, 30), (18, 20), (8, 20)]
    assert score.verdict == ""


# ---- the commune's levels


def commune(**answers: str) -> Finished:
    """How the commune's form ends with these answers, and yes to all other known targets."""
    _, events = filled("conghoctap-xa", {**dict.fromkeys(TARGETS, YES), **answers})
    end = events[-1]
    assert isinstance(end, Finished)
    return end


def test_a_commune_that_lacks_one_target_is_told_which() -> None:
    levels = commune(week=NO, rest=YES).levels

    assert levels is not None
    assert levels.reached == 0
    assert [t.name for t in levels.levels[0].counted if not t.holds] == ["week"]
    assert len(levels.levels[0].counted) == 6


@pytest.mark.parametrize(
    ("rest", "second", "level"), [(LATER, LATER, 0), (YES, LATER, 1), (YES, NO, 1), (YES, YES, 2)]
)
def test_what_nobody_could_read_must_be_checked_by_the_commune(
    rest: str, second: str, level: int
) -> None:
    levels = commune(rest=rest, second=second).levels

    assert levels is not None
    assert levels.reached == level


def test_a_commune_says_which_criteria_are_left_and_the_count_never_grows() -> None:
    interview, events = filled("conghoctap-xa", {})
    counts = [asked(events).spot.of]

    for text in (YES, WITHOUT_PHOTO, NO, NO, NO, NO, NO, NO):
        counts.append(asked(interview.hear(Reply(text))).spot.of)

    assert counts == sorted(counts, reverse=True)
    assert interview.current is not None
    assert (interview.current.name, counts[-1]) == ("rest_why", 7)


def test_the_figures_from_below_are_shown_to_the_commune_and_not_asked() -> None:
    known = {**DAY, "known_villages": "17", "known_villages_recognised": "11"}

    _, events = filled("conghoctap-xa", {}, known)

    notes = [event.text for event in events if isinstance(event, Noted)]
    assert notes[0].endswith("số đã được công nhận năm nay: Cộng đồng học tập ở bản 11/17.")
    assert len(notes) == 2


def test_newer_figures_reach_an_offer_that_is_computed_from_them() -> None:
    known = {**DAY, "known_adults": "5", "known_adults_recognised": "3"}
    home = {"adults": KEEP, "children": "0", "recognised": KEEP}
    interview, _ = filled("giadinh", home, known | {"known_citizens_registered": "4"})

    interview.learn(known | {"known_citizens_registered": "5"})

    assert asked(interview.ask()).kept == "2"
