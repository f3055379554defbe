"""Interviews that ask people to put lines in order: all at once, one by one, with buttons."""

import pytest
from forms_for_tests import (
    asked,
    awaited,
    begin,
    finished,
    press,
    refused,
    restored,
    say,
    survey,
    taken,
)

from flows.events import Answered, Event, Skipped
from flows.interview import Interview
from flows.speech import Speech
from flows.wording import words

LIST = "viec: nghe = Học nghề, tin = Tin học, ngu = Ngoại ngữ, sach = Đọc sách"
HEADER = "type | name | label | required | constraint | constraint_message | choice_filter"
ORDER = survey(
    HEADER,
    "rank viec | viec | Nhà bác cần học gì trước?",
    "text | vi_sao | Vì sao?",
    choices=LIST,
)
STRICT = survey(
    HEADER,
    "rank viec | viec | Xếp | yes | selected-at(., 0) != 'sach' | Đọc sách xin xếp sau.",
    choices=LIST,
)
FILTERED = survey(
    HEADER,
    "select_multiple viec | can | Cần học gì?",
    "rank viec | viec | Cái nào trước? | | | | selected(${can}, name)",
    choices=LIST,
)


def kept(interview: Interview, name: str = "viec") -> str:
    return interview.kept.get(f"/data/{name}", "")


def read(events: list[Event]) -> str:
    """The last message as people read it."""
    message = Speech(words("vi")).messages(events)[-1]
    return "\n".join([message.text, *(f"{c.number}. {c.label}" for c in message.choices)])


def test_the_whole_order_is_one_reply() -> None:
    interview = begin(ORDER)

    events = say(interview, "3 1 2 4")

    assert kept(interview) == "ngu nghe tin sach"
    assert taken(events).shown == "1. Ngoại ngữ, 2. Học nghề, 3. Tin học, 4. Đọc sách"
    assert awaited(interview) == "vi_sao"


def test_the_question_says_how_an_order_is_typed() -> None:
    first = begin(ORDER).ask()

    assert read(first) == (
        "Nhà bác cần học gì trước?\n"
        "Gõ các số theo thứ tự, ví dụ: 3 1 2. Gõ từng số một cũng được.\n"
        'Không trả lời thì gõ "bỏ qua".\n'
        "1. Học nghề\n2. Tin học\n3. Ngoại ngữ\n4. Đọc sách"
    )


def test_one_by_one_the_lines_that_have_their_place_are_not_offered_any_more() -> None:
    interview = begin(ORDER)

    events = say(interview, "3", "1")

    assert read(events) == (
        "Nhà bác cần học gì trước?\n"
        "Đã xếp: 1. Ngoại ngữ, 2. Học nghề.\n"
        "Còn 2 dòng chưa xếp. Dòng nào đứng tiếp theo, bác gõ số của dòng ấy.\n"
        "2. Tin học\n4. Đọc sách"
    )


def test_the_last_but_one_completes_the_order() -> None:
    interview = begin(ORDER)

    events = say(interview, "3", "1", "4")

    assert taken(events).value == "ngu nghe sach tin"
    assert awaited(interview) == "vi_sao"


def test_a_begun_order_outlives_the_night() -> None:
    interview = begin(ORDER)
    say(interview, "3", "1")

    again = restored(interview)

    assert asked(again.ask()).asking.placed == ("ngu", "nghe")
    assert awaited(again) == "viec"


def test_buttons_give_one_place_after_the_other() -> None:
    interview = begin(ORDER)
    buttons = asked(interview.ask()).presses

    press(interview, buttons[2])
    press(interview, buttons[0])
    events = press(interview, buttons[3])

    assert taken(events).value == "ngu nghe sach tin"


def test_a_button_tapped_twice_gives_one_place() -> None:
    interview = begin(ORDER)
    button = asked(interview.ask()).presses[2]
    press(interview, button)

    events = press(interview, button)

    assert refused(events).reason == "ranked_before"
    assert kept(interview) == "ngu"


def test_a_line_named_again_is_told_kindly() -> None:
    interview = begin(ORDER)

    events = say(interview, "3", "3")

    assert read(events).startswith(
        'Dòng "Ngoại ngữ" đã xếp rồi, ở chỗ số 1. Bác gõ số khác, hoặc gõ lại cả thứ tự từ đầu.'
    )


def test_a_begun_order_may_be_begun_anew() -> None:
    interview = begin(ORDER)

    say(interview, "3", "1", "1 2 3 4")

    assert kept(interview) == "nghe tin ngu sach"


def test_a_begun_order_that_is_skipped_is_blank() -> None:
    interview = begin(ORDER)

    events = say(interview, "3", "bỏ qua")

    assert isinstance(events[0], Skipped)
    assert kept(interview) == ""
    assert awaited(interview) == "vi_sao"


def test_a_begun_order_that_is_required_is_not_skipped() -> None:
    interview = begin(STRICT)

    events = say(interview, "3", "bỏ qua")

    assert refused(events).reason == "required"
    assert kept(interview) == "ngu"


def test_a_begun_order_cannot_be_kept_as_it_is() -> None:
    interview = begin(ORDER)

    say(interview, "3", "giữ")

    assert awaited(interview) == "viec"
    assert kept(interview) == "ngu"


def test_an_order_the_form_refuses_is_begun_anew() -> None:
    interview = begin(STRICT)

    events = say(interview, "4", "1", "2")

    assert read(events).startswith("Đọc sách xin xếp sau.\n1. Học nghề\n2. Tin học\n3. Ngoại ngữ")
    assert kept(interview) == ""


def test_an_order_already_given_can_be_kept_or_given_anew() -> None:
    interview = begin(ORDER)
    say(interview, "1 2 3 4")

    shown = say(interview, "quay lại")
    events = say(interview, "4 3 2 1")

    assert asked(shown).kept == "1. Học nghề, 2. Tin học, 3. Ngoại ngữ, 4. Đọc sách"
    assert taken(events).value == "sach ngu tin nghe"


def test_an_order_already_given_is_kept_with_a_word() -> None:
    interview = begin(ORDER)
    say(interview, "1 2 3 4", "quay lại")

    events = say(interview, "giữ")

    assert taken(events).value == "nghe tin ngu sach"


def test_a_line_that_comes_in_later_asks_for_its_place() -> None:
    interview = begin(FILTERED)
    say(interview, "1 2", "2 1", "sửa 1")

    events = say(interview, "1 2 3 4")

    assert any(isinstance(event, Answered) for event in events)
    assert awaited(interview) == "viec"
    assert asked(events).asking.placed == ("tin", "nghe")


def test_a_line_that_goes_leaves_the_others_in_order() -> None:
    interview = begin(FILTERED)
    say(interview, "1 2 3", "3 2 1", "sửa 1")

    events = say(interview, "1 3")

    assert finished(events)
    assert interview.sheet.text("/data/viec") == "ngu nghe"


@pytest.mark.parametrize("stored", ["ngu", "ngu lạ", "ngu ngu nghe tin"])
def test_what_older_forms_left_behind_is_not_taken_for_an_order(stored: str) -> None:
    interview = begin(ORDER, known={"viec": stored})

    current = awaited(interview)

    assert current == "viec"
