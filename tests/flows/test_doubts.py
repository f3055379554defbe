"""A number that is a line and another label: asked back once, and then it is the line."""

import pytest
from forms_for_tests import answered, awaited, begin, press, refused, restored, say, survey, taken

from flows.doubts import Doubt
from flows.interview import Interview
from flows.speech import Speech
from flows.wording import words

CHOICES = "xa: x0 = Chưa rõ, " + ", ".join(f"x{n} = Xã số {n}" for n in range(1, 10))
CHOICES += "\nso: a = 0, b = 1, c = 2"
FORM = survey(
    "type | name | label",
    "select_one xa | xa | Xã nào?",
    "select_multiple so | so | Những số nào?",
    "text | cuoi | Còn gì nữa?",
    choices=CHOICES,
)


def asked_back(*texts: str) -> Interview:
    """An interview that has just asked which line was meant."""
    interview = begin(FORM)
    assert refused(say(interview, *texts)).reason == "which_line"
    return interview


def test_the_words_to_type_stand_in_quotes() -> None:
    events = say(begin(FORM), "2")

    (message,) = Speech(words("vi")).messages(events)
    assert message.text == ('Bác muốn chọn "Xã số 1" (gõ "dòng 2") hay "Xã số 2" (gõ "dòng 3")?')


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("2", "x1"),
        ("3", "x2"),
        ("3 ạ", "x2"),
        ("dòng 2", "x1"),
        ('"dòng 3"', "x2"),
        ("xã số 2", "x2"),
    ],
)
def test_a_number_after_it_was_asked_back_is_that_of_the_line(said: str, value: str) -> None:
    interview = asked_back("2")

    events = say(interview, said)

    assert taken(events).value == value


def test_several_lines_are_told_by_their_numbers_too() -> None:
    interview = asked_back("chưa rõ", "1 2")

    events = say(interview, "1 2")

    assert taken(events).value == "a b"


def test_a_number_that_was_not_offered_is_asked_back_again() -> None:
    interview = asked_back("2")

    events = say(interview, "4")

    assert refused(events).reason == "which_line"


@pytest.mark.parametrize("between", ["?", "xem lại", "không biết"])
def test_after_anything_else_the_number_is_asked_back_again(between: str) -> None:
    interview = asked_back("2")

    events = say(interview, between, "2")

    assert refused(events).reason == "which_line"


def test_a_button_that_is_refused_ends_it_too() -> None:
    interview = asked_back("2")
    press(interview, "q.xx.0.0")

    events = say(interview, "2")

    assert refused(events).reason == "which_line"


def test_a_restored_session_knows_what_was_asked_back() -> None:
    interview = restored(asked_back("2"))

    events = say(interview, "2")

    assert taken(events).value == "x1"
    assert "#at" not in interview.kept


def test_a_number_for_the_question_one_went_back_to_leads_on_from_there() -> None:
    interview = answered(FORM, "dòng 1", "dòng 1", "sửa 1", "2")

    say(interview, "2")

    assert awaited(interview) == "cuoi"


def test_what_was_asked_back_is_kept_in_writing() -> None:
    doubts = [Doubt(), Doubt("/data/xa", ("2", "2 3"))]

    assert [Doubt.parse(str(doubt)) for doubt in doubts] == doubts
