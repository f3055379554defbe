"""A level holds when all its targets do; the highest that holds with all below it is reached."""

import pytest
from forms_for_tests import answered, asked, awaited, finished, form, restored, say
from levelled_forms import ALL_OF_ONE, COMMUNE, levelled

from flows import levels, summary
from flows.events import Summed
from flows.messages import Bar
from flows.wording import words


def summed(
    *texts: str, language: str = "vi", official: bool = False
) -> tuple[str, tuple[Bar, ...]]:
    """What the summary says after these replies, and its bars."""
    end = finished(say(answered(form(COMMUNE)), *texts))
    label = {"vi": "Tiếng Việt (vi)", "en": "English (en)"}[language]
    message = summary.told(words(language), Summed(end, "Xã", official, label, ()), ())
    return message.text, message.bars


@pytest.mark.parametrize(
    ("changes", "reached"),
    [
        ({}, 1),
        ({"fund": "yes"}, 2),
        ({"fund": "no"}, 1),
        ({"plan": "no"}, 0),
        ({"plan": ""}, 0),
        ({"talks": "2"}, 0),
        ({"talks": ""}, 0),
        ({"rest": "later"}, 0),
        ({"plan": "no", "fund": "yes"}, 0),
    ],
)
def test_the_level_is_the_highest_whose_targets_and_those_below_all_hold(
    changes: dict[str, str], reached: int
) -> None:
    assert levelled(ALL_OF_ONE | changes).reached == reached


def test_a_blank_form_reaches_nothing_and_says_what_each_level_wants() -> None:
    found = levelled({})

    assert found.reached == 0
    assert [(one.number, one.holds, len(one.targets)) for one in found.levels] == [
        (1, False, 3),
        (2, False, 1),
    ]


def test_what_stands_for_words_nobody_has_must_hold_and_is_not_counted() -> None:
    first = levelled(ALL_OF_ONE | {"rest": "later"}).levels[0]

    assert [target.name for target in first.counted] == ["plan", "talks"]
    assert [target.name for target in first.left_open] == ["others"]
    assert not first.holds


def test_only_the_next_level_is_within_reach() -> None:
    assert [one.number for one in levelled({}).in_reach] == [1]
    assert [one.number for one in levelled(ALL_OF_ONE).in_reach] == [1, 2]
    assert [one.number for one in levelled(ALL_OF_ONE | {"fund": "yes"}).in_reach] == [1, 2]


def test_levels_as_json_speak_one_language() -> None:
    told = levels.as_json(levelled(ALL_OF_ONE), "English (en)")

    assert told["level"] == 1
    assert told["levels"][0]["targets"][0] == {
        "name": "plan",
        "label": "A plan",
        "criterion": "lead",
        "question": "plan",
        "evidence": "plan_photo",
        "open": False,
        "holds": True,
    }


def test_the_second_level_is_asked_about_only_when_the_first_holds() -> None:
    interview = answered(form(COMMUNE), "có", "bỏ qua", "3", "Đã đạt")

    assert awaited(interview) == "fund"
    say(interview, "sửa 2", "1")
    assert interview.current is None


def test_a_target_gives_its_question_a_name_and_a_photo() -> None:
    interview = answered(form(COMMUNE))

    heading = asked(interview.ask()).spot.heading
    photo = asked(say(interview, "có")).spot

    assert heading == "Có kế hoạch"
    assert (photo.name, photo.number, photo.is_evidence) == ("plan_photo", 1, True)


def test_what_the_program_computes_is_not_told_as_an_answer() -> None:
    interview = restored(answered(form(COMMUNE), "có", "bỏ qua", "3", "Đã đạt", "không"))

    assert list(interview.showing.nested()) == ["plan", "plan_photo", "talks", "rest", "fund"]


def test_the_summary_names_what_is_missing() -> None:
    text, bars = summed("không", "3", "Chưa đối chiếu")

    assert text.split("\n") == [
        "MẪU THAM KHẢO, chưa phải bộ tiêu chí chính thức.",
        "Xong 3 câu. Tự đánh giá: CHƯA ĐẠT mức độ 1.",
        "· Mức độ 1: 1/2 chỉ tiêu",
        "Còn thiếu ở mức độ 1: Có kế hoạch.",
        "Phần còn lại: chưa đối chiếu với văn bản, hoặc thấy chưa đạt.",
    ]
    assert bars == (Bar("Mức độ 1", 1, 2),)


def test_the_summary_of_a_level_reached_goes_on_to_the_next() -> None:
    text, bars = summed("có", "bỏ qua", "3", "Đã đạt", "không", official=True)

    assert text.split("\n") == [
        "Xong 4 câu. Tự đánh giá: ĐẠT mức độ 1, còn chờ xét công nhận.",
        "· Mức độ 1: 2/2 chỉ tiêu",
        "Phần còn lại: đã tự đối chiếu với văn bản, thấy đạt.",
        "· Mức độ 2: 0/1 chỉ tiêu",
        "Còn thiếu ở mức độ 2: Có quỹ.",
    ]
    assert bars == (Bar("Mức độ 1", 2, 2), Bar("Mức độ 2", 0, 1))


def test_the_summary_speaks_english_too() -> None:
    text, _ = summed("có", "bỏ qua", "1", "Đã đạt", language="en")

    assert "level 1 NOT YET REACHED" in text
    assert "Missing for level 1: Three talks." in text
