"""An interview from its first question to its end: every kind, refusals, notes, defaults."""

import pytest
from forms_for_tests import (
    answered,
    asked,
    awaited,
    begin,
    form,
    photos,
    refused,
    say,
    survey,
    taken,
)

from flows.events import Asked, Finished, Refused, Skipped
from flows.questions import Read
from flows.replies import Attachment, Reply

EVERY_KIND = survey(
    "type | name | label | relevant | calculation | hint",
    "text | called | Bác tên là gì? | | | Họ và tên.",
    "integer | people | Nhà mấy người? | | |",
    "decimal | rice | Được mấy tạ thóc? | | |",
    "date | met | Họp bản ngày nào? | | |",
    "select_one yn | reads | Bác có đọc sách không? | | |",
    "select_multiple yn | both | Có hay không? | | |",
    "calculate | double | | | ${people} * 2 |",
    "acknowledge | told | Xin đọc kỹ điều này. | | |",
    "image | photo | Xin một ảnh. | | |",
    "file | paper | Xin một tờ giấy. | | |",
    choices="yn: yes = Có, no = Không",
)


def test_every_kind_of_question_is_asked_and_its_answer_kept_as_odk_keeps_it() -> None:
    interview = begin(EVERY_KIND)
    replies = [
        Reply("Lò Văn An"),
        Reply("5 người"),
        Reply("2,5"),
        Reply("20/11"),
        Reply("có"),
        Reply("1 2"),
        Reply("đã đọc"),
        Reply(attachments=photos("a.jpg")),
        Reply(attachments=(Attachment("file", "b.pdf"),)),
    ]
    interview.ask()

    values = [taken(interview.hear(reply)).value for reply in replies]

    assert values == [
        *("Lò Văn An", "5", "2.5", "2026-11-20", "yes", "yes no", "OK", "a.jpg", "b.pdf")
    ]
    assert interview.current is None
    assert interview.sheet.by_name("double") == "10"


def test_the_receipt_says_what_was_kept_as_people_read_it() -> None:
    interview = begin(EVERY_KIND)
    said = ["Lò Văn An", "5", "2,5", "hôm qua", "2", "1,2", "ok"]

    shown = [taken(say(interview, text)).shown for text in said]

    assert shown == ["Lò Văn An", "5", "2,5", "21/11/2026", "Không", "Có, Không", Read()]


def test_the_same_answers_stand_nested_by_group_without_what_is_not_relevant() -> None:
    nested = survey(
        "type | name | label | relevant | calculation",
        "text | called | Tên? | |",
        "begin_group | home | Nhà | |",
        "integer | people | Mấy người? | |",
        "begin_group | school | Trường | ${people} > 1 |",
        "text | where | Học ở đâu? | |",
        "end_group | | | |",
        "calculate | twice | | | ${people} * 2",
        "end_group | | | |",
        "note | thanks | Cảm ơn bác. | |",
    )

    alone, together = answered(nested, "An", "1"), answered(nested, "An", "2", "Bình Lư")

    assert alone.showing.nested() == {"called": "An", "home": {"people": "1", "twice": "2"}}
    assert together.showing.nested() == {
        "called": "An",
        "home": {"people": "2", "school": {"where": "Bình Lư"}, "twice": "4"},
    }


# ---- refusals


LIMITED = survey(
    "type | name | label | relevant | required | required_message | constraint"
    " | constraint_message",
    "integer | people | Mấy người? | | yes | Câu này cần. | . < 30 | Ít hơn 30 thôi.",
    "integer | pupils | Mấy cháu? | | | | . <= ${people} | Nhà có ${people} người thôi.",
    "text | school | Trường nào? | | ${pupils} > 1 | | |",
    "text | other | Còn gì nữa? | ${people} > 1 | | | |",
)


def test_a_refused_value_is_refused_in_the_forms_own_words_and_changes_nothing() -> None:
    interview = answered(LIMITED, "4")
    before = interview.kept

    events = say(interview, "9")

    no = refused(events)
    assert (no.reason, no.facts["message"]) == ("constraint", "Nhà có 4 người thôi.")
    assert no.asked is not None
    assert no.asked.spot.name == awaited(interview) == "pupils"
    assert interview.kept == before


def test_a_reply_that_is_no_answer_is_refused_with_the_question_it_did_not_answer() -> None:
    interview = begin(LIMITED)

    (no,) = interview.hear(Reply("nhiều lắm"))

    assert isinstance(no, Refused)
    assert (no.reason, no.again) == ("not_a_number", False)
    assert no.asked is not None
    assert no.asked.asking.text == "Mấy người?"


def test_a_required_question_is_not_passed_over() -> None:
    interview = begin(LIMITED)

    events = say(interview, "bỏ qua")

    no = refused(events)
    assert (no.reason, no.facts["message"]) == ("required", "Câu này cần.")
    assert awaited(interview) == "people"


@pytest.mark.parametrize(("pupils", "kind"), [("1", Skipped), ("2", Refused)])
def test_whether_an_answer_is_required_may_depend_on_another(
    pupils: str, kind: type[Skipped | Refused]
) -> None:
    interview = answered(LIMITED, "4", pupils)

    first, *_ = say(interview, "bỏ qua")

    assert isinstance(first, kind)


def test_a_question_passed_over_is_asked_again_once_it_is_required() -> None:
    interview = answered(LIMITED, "4", "1", "bỏ qua", "không")
    assert awaited(interview) == ""

    say(interview, "sửa 2", "3")

    assert awaited(interview) == "school"


def test_an_edit_brings_back_the_later_answer_that_no_longer_fits() -> None:
    interview = answered(LIMITED, "4", "3", "Bình Lư", "không")
    assert awaited(interview) == ""

    events = say(interview, "sửa 1", "2")

    assert asked(events).spot.name == "pupils"
    assert asked(events).kept == "3"


# ---- relevance


def test_the_number_of_questions_follows_what_is_relevant() -> None:
    interview = begin(LIMITED)
    before = asked(interview.ask()).spot

    after = asked(say(interview, "4")).spot

    assert ((before.number, before.of), (after.number, after.of)) == ((1, 3), (2, 4))


def test_an_edit_that_closes_later_answers_says_how_many() -> None:
    school = survey(
        "type | name | label | relevant",
        "select_one yn | pupils | Có cháu đi học không? |",
        "begin_group | school | Trường | ${pupils} = 'yes'",
        "text | where | Học ở đâu? |",
        "text | teacher | Thầy cô nào? |",
        "text | more | Còn gì nữa? |",
        "end_group | | |",
        "text | last | Bác dặn gì thêm? |",
        choices="yn: yes = Có, no = Không",
    )
    interview = answered(school, "có", "Bình Lư", "cô Hoa", "bỏ qua", "không")

    events = say(interview, "sửa 1", "không")

    assert taken(events).now_closed == 2
    assert isinstance(events[-1], Finished)


def test_what_was_closed_stands_there_again_when_it_is_opened() -> None:
    interview = answered(LIMITED, "4", "1", "bỏ qua", "đài")
    say(interview, "sửa 1", "1")
    closed = interview.sheet.by_name("other")

    say(interview, "sửa 1", "2")

    assert (closed, interview.sheet.by_name("other")) == ("", "đài")
    assert awaited(interview) == ""


def test_a_choice_no_longer_offered_is_asked_for_again_and_comes_back() -> None:
    places = form("""
| survey | type | name | label | choice_filter |
| | select_one communes | commune | Xã nào? | |
| | select_one villages | village | Bản nào? | of = ${commune} |
| | text | why | Vì sao? | |
| choices | list_name | name | label | of |
| | communes | bl | Bình Lư | |
| | communes | sb | Sơn Bình | |
| | villages | tam | Nà Tăm | bl |
| | villages | hon | Nà Hon | bl |
| | villages | chu | Chu Va | sb |
""")
    interview = answered(places, "Bình Lư", "Nà Hon", "thế thôi")
    assert awaited(interview) == ""

    again = asked(say(interview, "sửa 1", "Sơn Bình"))
    back = say(interview, "sửa 1", "Bình Lư")

    assert again.spot.name == "village"
    assert [option.label for option in again.asking.options] == ["Chu Va"]
    assert isinstance(back[-1], Finished)
    assert interview.sheet.by_name("village") == "hon"


def test_what_is_known_already_is_not_asked() -> None:
    interview = begin(LIMITED, known={"people": "4", "nobody_asks_this": "x"})

    assert awaited(interview) == "pupils"
    assert interview.kept == {"/data/people": "4"}


def test_a_choice_no_longer_offered_can_be_passed_over() -> None:
    ages = form("""
| survey | type | name | label | choice_filter |
| | integer | age | Bác bao nhiêu tuổi? | |
| | select_one jobs | job | Bác làm việc gì? | least <= ${age} |
| choices | list_name | name | label | least |
| | jobs | school | Đi học | 6 |
| | jobs | farm | Làm ruộng | 15 |
""")
    interview = answered(ages, "30", "Làm ruộng")
    say(interview, "sửa 1", "10")
    assert awaited(interview) == "job"

    say(interview, "bỏ qua")

    assert awaited(interview) == ""


def test_photos_do_not_answer_a_question_of_words() -> None:
    interview = begin(EVERY_KIND)

    (no,) = interview.hear(Reply("An", attachments=photos("a.jpg")))

    assert isinstance(no, Refused)
    assert no.reason == "words_please"
    assert isinstance(no.asked, Asked)
