"""What an interview shows besides its questions: notes, defaults, languages and the end."""

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
    refused,
    restored,
    say,
    survey,
    taken,
)

from flows.events import Finished, Helped, Skipped
from flows.replies import Reply

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
    interview = begin(
        survey("type | name | label | hint", "text | called | Bác tên là gì? | Họ và tên.")
    )

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
    assert later.kept == {"/data/people": "4", "/data/day": "2026-11-22"}


def test_a_default_that_no_longer_holds_is_not_kept() -> None:
    interview = answered(STANDING, "giữ")

    earlier = restored(interview, now=NOW - timedelta(days=9))

    assert refused(say(earlier, "giữ")).reason == "constraint"
    assert isinstance(say(earlier, "bỏ qua")[0], Skipped)


def test_the_word_for_keeping_is_an_answer_where_nothing_stands() -> None:
    interview = begin(survey("type | name | label", "text | what | Bác làm gì với lợn con?"))

    events = say(interview, "giữ")

    assert taken(events).value == "giữ"


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

    interview = begin(shown)
    events = interview.ask()

    assert (notes(events), asked(events).spot.name) == (["Bản đã có điện."], "more")
    assert interview.showing.nested() == {"kind": "yes", "more": ""}
