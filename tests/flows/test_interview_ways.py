"""Going back, jumping, passing over and looking over: the ways through an interview."""

import pytest
from forms_for_tests import (
    answered,
    asked,
    awaited,
    begin,
    form,
    photos,
    refused,
    restored,
    say,
    survey,
    taken,
)

from flows.events import Asked, Finished, Reviewed, Skipped
from flows.interview import Interview
from flows.replies import Reply

THREE = survey(
    "type | name | label | relevant | required",
    "integer | people | Mấy người? | |",
    "integer | pupils | Mấy cháu đi học? | ${people} > 1 |",
    "text | more | Còn gì nữa? | | yes",
)
SCORED = form("""
| survey | type | name | label | required | relevant |
| | select_one area | area | Bác ở vùng nào? | yes | |
| | text | job | Bác làm nghề gì? | | |
| | select_one how | reads | Bác có hay đọc sách không? | yes | |
| | image | reads_photo | Xin một ảnh sách. | | ${reads} != 'never' |
| | select_one how | helps | Bác có giúp ai học không? | yes | |
| | image | helps_photo | Xin một ảnh. | | ${helps} != 'never' |
| choices | list_name | name | label | points |
| | area | remote | Vùng khó khăn | |
| | area | normal | Nơi khác | |
| | how | often | Thường xuyên | 10 |
| | how | some | Ít khi | 5 |
| | how | never | Chưa | 0 |
| criteria | criterion | label | threshold |
| | home | Ở nhà | |
| | total | Cả phiếu | 15 |
| indicators | criterion | indicator | label | max | min | evidence |
| | home | reads | Đọc sách | 10 | 5 | reads_photo |
| | home | helps | Giúp người | 10 | 5 | helps_photo |
| pack | title | official | area | profile |
| | citizen | no | area | area job |
""")


def scored(*texts: str) -> Interview:
    return answered(SCORED, "1", "làm ruộng", *texts)


# ---- back


def test_back_asks_the_question_before_with_what_stands_there() -> None:
    interview = answered(THREE, "4", "2")

    question = asked(say(interview, "quay lại"))

    assert (question.spot.name, question.kept) == ("pupils", "2")


def test_back_twice_goes_two_questions_back() -> None:
    interview = answered(THREE, "4", "2")

    question = asked(say(interview, "quay lại", "quay lại"))

    assert question.spot.name == "people"


def test_back_before_the_first_question_says_there_is_nothing_before() -> None:
    interview = begin(THREE)

    events = say(interview, "quay lại")

    assert refused(events).reason == "nothing_before"
    assert asked(events).spot.name == "people"


def test_back_and_then_on_stands_where_it_stood() -> None:
    interview = answered(THREE, "4", "2")
    before = interview.kept

    question = asked(say(interview, "quay lại", "quay lại", "tiếp"))

    assert question.spot.name == "more"
    assert interview.kept == before


def test_back_and_forward_again_is_as_if_one_had_never_gone_back() -> None:
    there, and_back = answered(THREE, "4", "2", "không"), answered(THREE, "4", "2")

    say(and_back, "quay lại", "quay lại", "giữ", "quay lại", "2", "không")

    assert and_back.kept == there.kept
    assert and_back.showing.nested() == there.showing.nested()


def test_back_leaves_out_what_is_not_relevant() -> None:
    interview = answered(THREE, "1")

    assert asked(say(interview, "quay lại")).spot.name == "people"


def test_back_from_the_end_asks_the_last_question() -> None:
    interview = answered(THREE, "4", "2", "không")

    assert asked(say(interview, "quay lại")).spot.name == "more"


def test_where_one_went_back_to_is_remembered_when_taken_up_again() -> None:
    interview = answered(THREE, "4", "2", "quay lại", "quay lại")

    later = restored(interview)

    assert awaited(later) == "people"


def test_a_refused_reply_does_not_lose_the_question_one_went_back_to() -> None:
    interview = answered(THREE, "4", "2", "quay lại", "quay lại")

    say(interview, "nhiều lắm")

    assert awaited(interview) == "people"


# ---- jumping


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("sửa 1", "reads"),
        ("sửa câu 2", "helps"),
        ("sửa a", "area"),
        ("sửa b", "job"),
        ("sửa ảnh 1", "reads_photo"),
        ("sửa ảnh 2", "helps_photo"),
    ],
)
def test_every_answer_can_be_asked_for_again_by_its_number_or_letter(words: str, name: str) -> None:
    interview = scored("1", "bỏ qua", "2", "bỏ qua")
    assert awaited(interview) == ""

    assert asked(say(interview, words)).spot.name == name


def test_after_an_edit_the_interview_goes_on_where_it_stood() -> None:
    interview = scored("1")
    assert awaited(interview) == "reads_photo"

    events = say(interview, "sửa a", "2")

    assert taken(events).value == "normal"
    assert asked(events).spot.name == "reads_photo"


@pytest.mark.parametrize("words", ["sửa 3", "sửa 99", "sửa c", "sửa ảnh 3"])
def test_a_number_that_no_question_has_is_refused_with_how_many_there_are(words: str) -> None:
    interview = scored("1")

    events = say(interview, words)

    no = refused(events)
    assert (no.reason, no.facts["of"]) == ("no_such_question", 2)
    assert asked(events).spot.name == "reads_photo"


@pytest.mark.parametrize("words", ["sửa 2", "sửa ảnh 2"])
def test_a_question_that_has_not_had_its_turn_is_not_jumped_to(words: str) -> None:
    interview = scored()

    events = say(interview, words)

    no = refused(events)
    assert (no.reason, no.facts["number"]) == ("not_yet_asked", 2)
    assert awaited(interview) == "reads"


def test_jumping_to_the_question_that_is_asked_asks_it() -> None:
    interview = scored()

    assert asked(say(interview, "sửa 1")).spot.name == "reads"


def test_a_question_passed_over_can_be_jumped_to() -> None:
    interview = scored("1", "bỏ qua")

    assert asked(say(interview, "sửa ảnh 1")).spot.name == "reads_photo"


# ---- numbers and letters


def test_questions_about_the_person_have_letters_and_the_rest_numbers() -> None:
    interview = begin(SCORED)
    spots = [asked(interview.ask()).spot]

    spots += [asked(say(interview, text)).spot for text in ("1", "làm ruộng", "1", "bỏ qua", "1")]

    places = [(spot.letter, spot.number, spot.of) for spot in spots]
    assert places == [
        *(("a", None, 2), ("b", None, 2)),
        *(("", 1, 2), ("", 1, 2), ("", 2, 2), ("", 2, 2)),
    ]
    assert [spot.is_evidence for spot in spots] == [False, False, False, True, False, True]


def test_a_question_and_its_photo_are_headed_by_the_name_of_their_criterion() -> None:
    interview = scored()
    question = asked(interview.ask()).spot

    photo = asked(say(interview, "1")).spot

    assert (question.heading, photo.heading) == ("Đọc sách", "Đọc sách")


def test_the_numbers_close_up_when_a_question_falls_away() -> None:
    interview = answered(THREE, "4", "2")
    before = asked(interview.ask()).spot

    after = asked(say(interview, "sửa 1", "1")).spot

    assert ((before.number, before.of), (after.number, after.of)) == ((3, 3), (2, 2))


# ---- passing over


def test_what_is_passed_over_is_not_asked_again() -> None:
    interview = scored("1")

    first, last = say(interview, "bỏ qua")

    assert isinstance(first, Skipped)
    assert isinstance(last, Asked)
    assert awaited(restored(interview)) == "helps"


def test_passing_over_an_answer_given_before_keeps_it() -> None:
    interview = scored("1", "bỏ qua", "2", "bỏ qua", "sửa 1")

    say(interview, "bỏ qua")

    assert interview.sheet.by_name("reads") == "often"
    assert awaited(interview) == ""


@pytest.mark.parametrize("word", ["tạm dừng", "gửi", "danh sách"])
def test_a_command_that_is_not_the_interviews_is_taken_as_a_reply(word: str) -> None:
    interview = scored()

    assert refused(say(interview, word)).reason == "not_an_option"


@pytest.mark.parametrize(
    ("typed", "name"), [("nghỉ", "rest"), ("NGHỈ", "rest"), ("nghi", "rest"), ("Tiếp tục", "on")]
)
def test_a_command_word_that_is_also_a_choice_is_the_choice(typed: str, name: str) -> None:
    resting = survey(
        "type | name | label",
        "select_one does | does | Ngày mưa bác làm gì?",
        "text | more | Còn gì nữa?",
        choices="does: rest = Nghỉ, on = Tiếp tục",
    )
    interview = begin(resting)

    assert taken(say(interview, typed)).value == name


def test_a_choice_typed_with_its_marks_apart_is_still_the_choice() -> None:
    resting = survey(
        "type | name | label",
        "select_one does | does | Ngày mưa bác làm gì?",
        choices="does: rest = Nghỉ, on = Làm tiếp",
    )
    interview = begin(resting)

    assert taken(say(interview, "Nghi\u0309")).value == "rest"


# ---- looking over


def test_the_review_shows_each_question_with_its_answer_points_and_photos() -> None:
    interview = scored("1")
    interview.hear(Reply(attachments=photos("a.jpg", "b.jpg")))

    review, question = say(interview, "xem lại")

    assert isinstance(review, Reviewed)
    lines = [(line.spot.name, line.shown, line.points, line.photos) for line in review.lines]
    assert lines == [
        ("area", "Vùng khó khăn", None, 0),
        ("job", "làm ruộng", None, 0),
        ("reads", "Thường xuyên", 10, 2),
        ("helps", "", None, 0),
    ]
    assert isinstance(question, Asked)


def test_looking_over_changes_nothing() -> None:
    interview = scored("1")
    before = interview.kept

    say(interview, "xem lại", "?", "tiếp")

    assert interview.kept == before


def test_an_answer_is_told_with_what_it_is_worth() -> None:
    interview = scored()

    assert taken(say(interview, "2")).points == 5


def test_the_end_brings_the_score_and_what_is_weak() -> None:
    interview = scored("3")

    end = say(interview, "1", "bỏ qua")[-1]

    assert isinstance(end, Finished)
    assert end.score is not None
    assert (end.score.total, end.score.most, end.score.verdict) == (10, 20, "fail")
    assert [(spot.number, points, least) for spot, points, least in end.weak] == [(1, 0, 5)]


def test_generated_scores_are_not_among_the_answers() -> None:
    interview = scored("3", "1", "bỏ qua")

    assert interview.showing.nested() == {
        "area": "remote",
        "job": "làm ruộng",
        "reads": "never",
        "helps": "often",
        "helps_photo": "",
    }
