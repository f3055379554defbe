"""An interview from its first question to its end: every kind, refusals, notes, defaults."""

from datetime import timedelta

import pytest
from forms_for_tests import (
    NOW,
    answered,
    asked,
    awaited,
    begin,
    finished,
    form,
    notes,
    photos,
    refused,
    restored,
    say,
    survey,
    taken,
)

from flows.events import Asked, Finished, Helped, Refused, Skipped
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

    assert shown == ["Lò Văn An", "5", "2,5", "21/11/2026", "Không", "Có, Không", "Đã đọc"]


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
    "type | name | label | constraint | constraint_message | required | required_message | relevant",
    "integer | people | Mấy người? | . > 0 and . < 30 | Từ 1 đến 29 người. | yes | Câu này cần. |",
    "integer | pupils | Mấy cháu? | . <= ${people} | Nhà có ${people} người thôi. | | |",
    "text | school | Trường nào? | | | ${pupils} > 1 | |",
    "text | other | Còn gì nữa? | | | | | ${people} > 1",
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


# ---- notes


NOTED = survey(
    "type | name | label | relevant",
    "note | hello | Chào bác. |",
    "note | why | Phiếu này hỏi ba câu. |",
    "text | called | Tên bác là gì? |",
    "integer | people | Mấy người? |",
    "note | crowd | Nhà ${called} đông quá! | ${people} > 5",
    "text | more | Còn gì nữa? |",
    "note | thanks | Cảm ơn bác ${called}. |",
)


def test_notes_are_read_before_the_question_they_stand_before() -> None:
    interview = begin(NOTED)

    first, second = interview.ask(), say(interview, "An")

    assert notes(first) == ["Chào bác.", "Phiếu này hỏi ba câu."]
    assert asked(first).spot.number == 1
    assert notes(second) == []


@pytest.mark.parametrize(("people", "read"), [("4", []), ("6", ["Nhà An đông quá!"])])
def test_a_note_is_read_only_where_it_is_relevant(people: str, read: list[str]) -> None:
    interview = answered(NOTED, "An")

    assert notes(say(interview, people)) == read


@pytest.mark.parametrize("text", ["", "quay lại", "sửa 9", "sửa 3", "sửa a", "sửa ảnh 1"])
def test_notes_are_not_read_again_after_a_refusal(text: str) -> None:
    interview = begin(NOTED)

    events = interview.hear(Reply(text))

    assert refused(events)
    assert notes(events) == []


def test_the_last_note_is_read_at_the_end() -> None:
    interview = answered(NOTED, "An", "4")

    events = say(interview, "không")

    assert notes(events) == ["Cảm ơn bác An."]
    assert isinstance(events[-1], Finished)


def test_help_gives_the_hint_of_this_question() -> None:
    interview = begin(EVERY_KIND)

    (helped,) = interview.hear(Reply("?"))

    assert isinstance(helped, Helped)
    assert (helped.hint, helped.asked.spot.name) == ("Họ và tên.", "called")


# ---- defaults


STANDING = survey(
    "type | name | label | default | constraint | required",
    "integer | people | Mấy người? | 4 | . < 30 | yes",
    "date | day | Ngày nào? | today() | . <= today() |",
    "text | village | Bản nào? | Nà Hon | |",
)


@pytest.mark.parametrize("word", ["giữ", "bỏ qua", "GIỮ"])
def test_a_question_with_a_default_is_asked_with_it_and_kept_with_one_word(word: str) -> None:
    interview = begin(STANDING)
    before = asked(interview.ask())

    events = say(interview, word)

    assert (before.spot.name, before.kept) == ("people", "4")
    assert (taken(events).value, awaited(interview)) == ("4", "day")


def test_a_default_is_answered_over() -> None:
    interview = begin(STANDING)

    events = say(interview, "6")

    assert taken(events).value == interview.sheet.by_name("people") == "6"


def test_the_day_a_form_was_begun_stays_that_day_when_it_is_taken_up_later() -> None:
    interview = answered(STANDING, "giữ")

    later = restored(interview, now=NOW + timedelta(days=9))

    assert asked(later.ask()).kept == "22/11/2026"
    assert taken(say(later, "giữ")).value == "2026-11-22"


def test_a_default_that_no_longer_holds_is_not_kept() -> None:
    interview = answered(STANDING, "giữ")

    earlier = restored(interview, now=NOW - timedelta(days=9))

    assert refused(say(earlier, "giữ")).reason == "constraint"
    assert isinstance(say(earlier, "bỏ qua")[0], Skipped)


def test_the_word_for_keeping_is_an_answer_where_nothing_stands() -> None:
    interview = begin(survey("type | name | label", "text | what | Bác làm gì với lợn con?"))

    events = say(interview, "giữ")

    assert taken(events).value == "giữ"


def test_what_is_known_already_is_not_asked() -> None:
    interview = begin(LIMITED, known={"people": "4", "nobody_asks_this": "x"})

    assert awaited(interview) == "pupils"
    assert interview.kept == {"/data/people": "4"}


# ---- texts


def test_labels_hints_and_refusals_speak_with_the_answers_in_them() -> None:
    spoken = survey(
        "type | name | label | hint | constraint | constraint_message",
        "text | called | Cháu tên gì? | | |",
        "integer | age | ${called} mấy tuổi? | Tuổi của ${called}. | . < 18 | ${called} lớn rồi.",
    )
    interview = begin(spoken)

    question = asked(say(interview, "Mai"))
    message = refused(say(interview, "40")).facts["message"]

    assert (question.asking.text, question.asking.hint) == ("Mai mấy tuổi?", "Tuổi của Mai.")
    assert message == "Mai lớn rồi."


TWO_LANGUAGES = form("""
| survey | type | name | label::Tiếng Việt (vi) | label::English (en) |
| | begin_group | about | Về bác | About you |
| | select_one yn | reads | Bác có đọc sách không? | Do you read? |
| | text | what | Sách gì? | |
| | end_group | | | |
| choices | list_name | name | label::Tiếng Việt (vi) | label::English (en) |
| | yn | yes | Có | Yes |
| | yn | sometimes | Lúc có lúc không | |
| settings | default_language |
| | Tiếng Việt (vi) |
""")


def test_a_session_is_held_in_its_language() -> None:
    vi, en = begin(TWO_LANGUAGES), begin(TWO_LANGUAGES, language="English (en)")

    ours, theirs = asked(vi.ask()), asked(en.ask())

    assert (ours.spot.heading, ours.asking.text) == ("Về bác", "Bác có đọc sách không?")
    assert (theirs.spot.heading, theirs.asking.text) == ("About you", "Do you read?")


def test_where_a_translation_is_missing_the_forms_own_language_stands_in() -> None:
    interview = begin(TWO_LANGUAGES, language="English (en)")

    labels = [option.label for option in asked(interview.ask()).asking.options]
    next_text = asked(say(interview, "Yes")).asking.text

    assert labels == ["Yes", "Lúc có lúc không"]
    assert next_text == "Sách gì?"


def test_a_form_begun_in_one_language_goes_on_in_another() -> None:
    interview = answered(TWO_LANGUAGES, "có")

    line = restored(interview, language="English (en)").review().lines[0]

    assert (line.text, line.shown) == ("Do you read?", "Yes")


# ---- the end


def test_after_the_end_another_word_only_brings_the_end_again() -> None:
    interview = answered(NOTED, "An", "4", "không")
    before = interview.kept

    events = say(interview, "à quên")

    assert isinstance(events[-1], Finished)
    assert interview.kept == before


def test_the_end_counts_the_questions_and_has_no_score_without_criteria() -> None:
    end = finished(say(answered(NOTED, "An", "4"), "không"))

    assert (end.answered, end.score, end.weak) == (3, None, ())


def test_a_form_of_notes_alone_is_finished_at_once() -> None:
    only_notes = survey("type | name | label", "note | hello | Chào bác.")

    events = begin(only_notes).ask()

    assert notes(events) == ["Chào bác."]
    assert finished(events).answered == 0


def test_a_question_that_only_shows_what_stands_there_is_read_and_not_asked() -> None:
    shown = survey(
        "type | name | label | read_only | default",
        "select_one yn | kind | Bản đã có điện. | yes | yes",
        "text | more | Còn gì nữa? | |",
        choices="yn: yes = Có, no = Không",
    )

    events = begin(shown).ask()

    assert (notes(events), asked(events).spot.name) == (["Bản đã có điện."], "more")


def test_photos_do_not_answer_a_question_of_words() -> None:
    interview = begin(NOTED)

    (no,) = interview.hear(Reply("An", attachments=photos("a.jpg")))

    assert isinstance(no, Refused)
    assert no.reason == "words_please"
    assert isinstance(no.asked, Asked)
