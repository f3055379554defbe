"""Buttons: each carries what it is about, so that a late one answers nothing."""

import pytest
from forms_for_tests import TAG, answered, asked, awaited, begin, form, press, refused, say, taken
from hypothesis import example, given
from hypothesis import strategies as st

from flows.interview import Interview
from flows.presses import Press

BUTTONS = form("""
| survey | type | name | label | choice_filter | relevant |
| | select_one communes | commune | Xã nào? | | |
| | select_one villages | village | Bản nào? | of = ${commune} | |
| | select_multiple communes | been | Bác đã đến xã nào? | | |
| | note | hello | Sắp xong rồi. | | |
| | acknowledge | told | Xin đọc kỹ. | | ${commune} = 'bl' |
| | text | more | Còn gì nữa? | | |
| choices | list_name | name | label | of |
| | communes | bl | Bình Lư | |
| | communes | sb | Sơn Bình | |
| | villages | chu | Chu Va | sb |
| | villages | tam | Nà Tăm | bl |
| | villages | hon | Nà Hon | bl |
""")


def buttons(interview: Interview) -> tuple[str, ...]:
    return asked(interview.ask()).presses


def test_a_button_answers_its_question() -> None:
    interview = begin(BUTTONS)

    events = press(interview, buttons(interview)[1])

    assert taken(events).value == "sb"
    assert asked(events).spot.name == "village"


def test_a_button_means_its_choice_however_the_list_is_filtered() -> None:
    interview = answered(BUTTONS, "Bình Lư")

    events = press(interview, buttons(interview)[0])

    assert taken(events).shown == "Nà Tăm"


def test_a_question_with_many_answers_has_no_buttons() -> None:
    interview = answered(BUTTONS, "Bình Lư", "Nà Hon")

    assert (awaited(interview), buttons(interview)) == ("been", ())


def test_what_is_to_be_read_has_one_button_that_says_so() -> None:
    interview = answered(BUTTONS, "Bình Lư", "Nà Hon", "1")
    (only,) = buttons(interview)

    assert taken(press(interview, only)).value == "OK"


def test_a_late_button_does_not_answer_the_question_that_is_asked_now() -> None:
    interview = begin(BUTTONS)
    late = buttons(interview)[1]
    say(interview, "Bình Lư")
    before = interview.kept

    events = press(interview, late)

    no = refused(events)
    assert (no.reason, no.again) == ("late_button", True)
    assert getattr(no.facts["pressed"], "number", None) == 1
    assert asked(events).spot.name == "village"
    assert interview.kept == before


def test_the_same_button_pressed_twice_is_heard_once() -> None:
    interview = begin(BUTTONS)
    only = buttons(interview)[0]
    press(interview, only)

    assert refused(press(interview, only)).reason == "late_button"


def test_a_button_is_good_again_after_going_back_to_its_question() -> None:
    interview = begin(BUTTONS)
    first, second = buttons(interview)
    press(interview, first)
    say(interview, "quay lại")

    assert taken(press(interview, second)).value == "sb"


def test_a_button_at_the_end_answers_nothing() -> None:
    interview = begin(BUTTONS)
    late = buttons(interview)[0]
    say(interview, "Sơn Bình", "Chu Va", "1", "không")

    events = press(interview, late)

    assert refused(events).reason == "late_button"
    assert interview.current is None


def test_a_choice_that_is_offered_no_more_is_not_taken_from_its_button() -> None:
    interview = answered(BUTTONS, "Bình Lư")
    tam, _ = buttons(interview)
    say(interview, "sửa 1", "Sơn Bình")

    events = press(interview, tam)

    assert refused(events).reason == "old_button"
    assert awaited(interview) == "village"


@pytest.mark.parametrize(
    "payload",
    [
        str(Press("8-1", 0, 0)),
        str(Press("7-2", 0, 0)),
        str(Press("", 0, 0)),
        str(Press(TAG, 99, 0)),
        str(Press(TAG, 0, 99)),
        "q.7-1.0",
        "q.7-1.0.0.0",
        "q.7-1.-1.0",
        "q.7-1..",
        "o.7-1.0.0",
        "\0",
    ],
)
def test_a_button_of_elsewhere_answers_nothing(payload: str) -> None:
    interview = begin(BUTTONS)

    events = press(interview, payload)

    no = refused(events)
    assert (no.reason, no.again) == ("old_button", True)
    assert asked(events).spot.name == "commune"
    assert interview.kept == {}


def test_a_button_of_a_note_answers_nothing() -> None:
    interview = begin(BUTTONS)
    note = BUTTONS.by_name["hello"].index

    assert refused(press(interview, str(Press(TAG, note, 0)))).reason == "late_button"


def test_every_button_fits_into_what_telegram_carries() -> None:
    longest = Press("9999999999-99999999", 1999, 1999)

    assert len(str(longest).encode()) <= 64
    assert Press.parse(str(longest)) == longest


@given(
    tag=st.text("0123456789-", max_size=20),
    question=st.integers(0, 9999),
    option=st.integers(0, 9999),
)
def test_what_a_button_carries_is_read_back(tag: str, question: int, option: int) -> None:
    there = Press(tag, question, option)

    assert Press.parse(str(there)) == there


@given(st.text() | st.from_regex(r"q\.[^.]*\.\w*\.\w*", fullmatch=True))
@example("q.x." + "1" * 5000 + ".0")
@example("q.x.²." + "0")
@example("q.x.١.٢")
def test_no_payload_whatever_stops_the_program(text: str) -> None:
    found = Press.parse(text)

    assert found is None or (found.question >= 0 and found.option >= 0)


@given(st.from_regex(r"[qo]\.(7-1|8-1)\.[0-9]{1,3}\.[0-9]{1,3}", fullmatch=True))
def test_no_button_but_those_of_the_question_changes_an_answer(payload: str) -> None:
    interview = begin(BUTTONS)
    of_the_question = {Press.parse(button) for button in buttons(interview)}

    press(interview, payload)

    assert (interview.kept != {}) == (Press.parse(payload) in of_the_question)
