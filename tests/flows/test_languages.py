"""The language changes in the middle of a form: labels follow, and not one answer is lost."""

import pytest
from forms_for_tests import (
    asked,
    awaited,
    begin,
    finished,
    form,
    notes,
    refused,
    restored,
    say,
)

from flows import wording
from flows.forms.model import Form
from flows.forms.repeats import code_of
from flows.interview import Interview
from flows.speech import Speech
from flows.visit import language_of, languages_of

VI, EN = "Tiếng Việt (vi)", "English (en)"
TABLE = """\
| survey | type | name | label::Tiếng Việt (vi) | label::English (en) | hint::English (en) | \
guidance_hint::Tiếng Việt (vi) | required | required_message::Tiếng Việt (vi) | \
required_message::English (en) | constraint | constraint_message::English (en) |
| | select_one viec or_other | hoc | Học gì? | What to learn? | Choose one. | \
Chọn việc cần nhất. | | | | | |
| | note | ghi | Đã ghi: ${hoc} (${hoc_other}) | Noted: ${hoc} (${hoc_other}) | | | | | | | |
| | integer | nguoi | Mấy người? | How many? | | | yes | Xin ghi số người. | \
The number is needed. | . < 20 | Too many. |
| | rank viec | xep | Xếp | Rank | | | | | | | |
| | begin_repeat | ai | Người | Person | | | | | | | |
| | text | ten | Tên ${nguoi} người? | | | | | | | | |
| | select_one viec | muon | ${ten} muốn học gì? | What does ${ten} want? | | | | | | | |
| | end_repeat | | | | | | | | | | |
| choices | list_name | name | label::Tiếng Việt (vi) | label::English (en) |
| | viec | nghe | Học nghề | A trade |
| | viec | tin | Tin học | Computers |
| | viec | ngu | Ngoại ngữ | |
| settings | default_language |
| | Tiếng Việt (vi) |
"""
FORM = form(TABLE)


def after(*texts: str) -> Interview:
    interview = begin(FORM, language=VI)
    say(interview, *texts)
    return interview


def in_english(interview: Interview) -> Interview:
    return restored(interview, language=EN)


def labels(interview: Interview) -> list[str]:
    return [option.label for option in asked(interview.ask()).asking.options]


def test_a_pending_list_is_offered_in_the_other_language_with_the_same_numbers() -> None:
    interview = in_english(after())

    shown = labels(interview)
    say(interview, "computers")

    assert shown == ["A trade", "Computers", "Ngoại ngữ", "Other"]  # one is not translated
    assert interview.kept["/data/hoc"] == "tin"


def test_what_was_chosen_in_one_language_is_read_in_the_other() -> None:
    interview = in_english(after("Tin học"))

    events = say(interview, "back")

    assert asked(events).kept == "Computers"


def test_words_for_something_else_stay_as_they_were_typed() -> None:
    before = after("Khác", "lái xe")

    interview = in_english(before)

    assert interview.kept == before.kept
    assert notes(interview.ask()) == ["Noted: other (lái xe)"]


def test_something_else_is_asked_for_in_the_other_language() -> None:
    interview = in_english(after("Khác"))

    question = asked(interview.ask()).asking

    assert (question.name, question.text) == ("hoc_other", "Other: what is it? Please say.")


@pytest.mark.parametrize(("language", "said"), [(VI, "Đã ghi: tin ()"), (EN, "Noted: tin ()")])
def test_a_note_speaks_of_the_answers_in_each_language(language: str, said: str) -> None:
    interview = restored(after("2"), language=language)

    assert notes(interview.ask()) == [said]


@pytest.mark.parametrize(
    ("language", "said"), [(VI, "Xin ghi số người."), (EN, "The number is needed.")]
)
def test_a_required_question_is_not_skipped_and_says_so_in_words_of_its_own(
    language: str, said: str
) -> None:
    interview = restored(after("2"), language=language)

    events = say(interview, "bỏ qua")

    assert refused(events).facts["message"] == said
    assert Speech(wording.words(code_of(language))).messages(events)[-1].text.startswith(said)
    assert awaited(interview) == "nguoi"


def test_a_message_that_is_not_translated_is_read_in_the_language_there_is() -> None:
    interview = after("2")

    events = say(interview, "25")

    assert refused(events).facts["message"] == "Too many."


def test_help_in_another_language_falls_back_text_by_text() -> None:
    interview = in_english(after())

    (helped,) = say(interview, "?")

    assert getattr(helped, "hint", "") == "Choose one.\nChọn việc cần nhất."


def test_a_begun_order_goes_on_in_the_other_language() -> None:
    interview = in_english(after("2", "4", "3"))

    question = asked(interview.ask())
    events = say(interview, "computers")

    assert question.asking.placed == ("ngu",)
    assert asked(events).asking.placed == ("ngu", "tin")
    assert interview.kept["/data/xep"] == "ngu tin"


def test_a_page_of_members_is_shown_in_the_other_language() -> None:
    before = after("2", "4", "1 2 3", "1", "An (mẫu)", "1", "1", "Bình (mẫu)", "2", "2", "sửa 4")

    interview = in_english(before)
    page = asked(interview.ask())
    member = asked(say(interview, "2"))

    assert before.kept == in_english(before).kept
    assert page.asking.text.startswith("Person")
    assert "What does Bình (mẫu) want: Computers" in [o.label for o in member.asking.options]


def test_a_member_is_asked_on_in_the_other_language() -> None:
    interview = in_english(after("2", "4", "1 2 3", "1", "An (mẫu)"))

    question = asked(interview.ask())

    assert question.asking.text == "What does An (mẫu) want?"
    assert question.spot.members[0].label == "Person"


def test_a_question_that_is_not_translated_is_asked_with_what_is_known() -> None:
    interview = in_english(after("2", "4", "1 2 3", "1"))

    assert asked(interview.ask()).asking.text == "Tên 4 người?"


def test_to_and_fro_at_every_question_changes_nothing() -> None:
    texts = ("2", "4", "3 1 2", "1", "An (mẫu)", "1", "2")
    straight, turning = after(*texts), begin(FORM, language=VI)

    for at, text in enumerate(texts):
        turning = restored(turning, language=(EN, VI)[at % 2])
        say(turning, text)

    assert finished(turning.ask())
    assert turning.kept == straight.kept


# ---- the names of languages


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Tiếng Việt (vi)", "vi"),
        ("English (en)", "en"),
        ("English (en-US)", "en"),
        ("Hmoob (hmn)", "hmn"),
        ("English", "en"),
        ("Vietnamese", "vi"),
        ("tieng viet", "vi"),
    ],
)
def test_the_code_of_a_language_is_in_its_name_or_known_by_it(name: str, code: str) -> None:
    assert code_of(name) == code


@pytest.mark.parametrize("name", ["", "default", "Hmoob", "Tày (Cao Bằng)"])
def test_a_language_without_a_code_is_spoken_to_in_vietnamese(name: str) -> None:
    assert code_of(name) == "vi"


def named(*languages: str) -> Form:
    header = " | ".join(f"label::{name}" for name in languages)
    said = " | ".join(f"Hỏi {name}" for name in languages)
    return form(f"| survey | type | name | {header} |\n| | text | a | {said} |\n")


def test_a_form_is_asked_in_a_language_whose_name_has_no_code() -> None:
    of = named("Vietnamese", "English")

    assert (language_of(of, "vi"), language_of(of, "en")) == ("Vietnamese", "English")


def test_a_language_nobody_knows_is_not_taken_for_vietnamese() -> None:
    of = named("Hmoob", "Vietnamese")

    assert (language_of(of, "vi"), languages_of(of)) == ("Vietnamese", ("vi",))
