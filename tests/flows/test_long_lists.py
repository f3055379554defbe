"""Lists of more than eight lines: shown page by page, looked in by words, answered by number."""

import pytest
from forms_for_tests import (
    TAG,
    asked,
    awaited,
    begin,
    form,
    press,
    refused,
    restored,
    say,
    survey,
    taken,
)
from hypothesis import given
from hypothesis import strategies as st

from flows.events import Asked
from flows.interview import Interview
from flows.long_lists import View
from flows.messages import Message, as_text
from flows.presses import LONGEST, Press
from flows.replies import Attachment, Reply
from flows.session import AT
from flows.speech import Speech
from flows.wording import words

NAMES = (
    *("Bản Nà Tăm", "Bản Nà Hon", "Bản Hua Bó", "Bản Chu Va", "Bản Pá Cang", "Nà Khum"),
    *("Bản Sin Chải", "Bản Tả Hồ", "Bản Lùng Thàng", "Bản Mường Khoa", "Bản Phiêng Hoi"),
    *("Bản Nà Đon", "Bản Nà Đôn", "Bản Thèn Sin", "Nà Khum Trên", "Bản Hải Yến", "Trước"),
    *("Bản Bó", "Bản Chu Lìn", "Bản Nậm Tăm"),
)
LISTED = ", ".join(f"v{n} = {name}" for n, name in enumerate(NAMES, 1))
EIGHT = ", ".join(f"v{n} = {name}" for n, name in enumerate(NAMES[:8], 1))
ONE = survey(
    "type | name | label", "select_one v | home | Bác ở bản nào?", "text | why | Vì sao?",
    choices=f"v: {LISTED}",
)  # fmt: skip
MANY = survey(
    "type | name | label", "select_multiple v | been | Bác đã đến những bản nào?",
    choices=f"v: {LISTED}",
)  # fmt: skip
SHORT = survey(
    "type | name | label", "select_one v | home | Bác ở bản nào?", choices=f"v: {EIGHT}"
)  # fmt: skip
CASCADE = form(
    "| survey | type | name | label | choice_filter |\n"
    "| | select_one c | commune | Xã nào? | |\n"
    "| | select_one v | home | Bản nào? | of = ${commune} |\n"
    "| choices | list_name | name | label | of |\n"
    "| | c | a | Bình Lư | |\n| | c | b | Sơn Bình | |\n"
    + "".join(f"| | v | a{n} | Bản {n} | a |\n" for n in range(1, 21))
    + "".join(f"| | v | b{n} | {name} | b |\n" for n, name in enumerate(NAMES, 1))
)


def numbers(shown: Asked) -> list[int]:
    return [option.number for option in shown.shown]


def seen(interview: Interview, *texts: str) -> list[int]:
    """The numbers of the lines that are shown after these replies."""
    return numbers(asked(say(interview, *texts)))


def leads(shown: Asked) -> dict[str, str]:
    """The buttons that lead to other pages."""
    assert shown.page
    return dict(shown.page.presses)


def tappable(interview: Interview) -> tuple[str, ...]:
    """All buttons under the question."""
    last = interview.ask()[-1]
    page = last.page if isinstance(last, Asked) else None
    return (*last.presses, *page.presses.values()) if isinstance(last, Asked) and page else ()


def spoken(interview: Interview, *texts: str) -> Message:
    (message,) = Speech(words("vi")).messages(say(interview, *texts))
    return message


# ---- pages


def test_a_long_list_begins_with_its_first_eight_lines() -> None:
    shown = asked(begin(ONE).ask())

    assert numbers(shown) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert len(shown.presses) == 8
    assert list(leads(shown)) == ["more"]


def test_a_list_of_eight_is_shown_whole_as_ever() -> None:
    shown = asked(begin(SHORT).ask())

    assert shown.page is None
    assert len(shown.shown) == len(shown.presses) == 8


@pytest.mark.parametrize(
    "word", ["thêm", "them", "Thêm", "THEM!", "xem thêm", "xem them ạ", "/them", "more"]
)
def test_a_word_shows_the_next_lines_under_their_own_numbers(word: str) -> None:
    assert seen(begin(ONE), word) == [9, 10, 11, 12, 13, 14, 15, 16]


@pytest.mark.parametrize("word", ["trang trước", "trang truoc", "xem trước", "previous"])
def test_a_word_shows_the_lines_before_again(word: str) -> None:
    assert seen(begin(ONE), "thêm", "thêm", word) == [9, 10, 11, 12, 13, 14, 15, 16]


def test_the_last_page_has_what_is_left_and_leads_back() -> None:
    shown = asked(say(begin(ONE), "thêm", "thêm"))

    assert numbers(shown) == [17, 18, 19, 20]
    assert list(leads(shown)) == ["before"]


def test_beyond_the_last_page_is_nothing_more_and_the_page_stays() -> None:
    interview = begin(ONE)

    events = say(interview, "thêm", "thêm", "thêm")

    assert refused(events).reason == "list_ends"
    assert numbers(asked(events)) == [17, 18, 19, 20]


def test_before_the_first_page_is_nothing_either() -> None:
    events = say(begin(ONE), "trang trước")

    assert refused(events).reason == "list_begins"
    assert numbers(asked(events))[0] == 1


def test_no_word_turns_a_page_where_there_is_none() -> None:
    events = say(begin(SHORT), "thêm")

    assert refused(events).reason == "not_an_option"


def test_a_word_that_is_itself_a_line_is_the_line() -> None:
    interview = begin(ONE)

    events = say(interview, "trước")

    assert taken(events).shown == "Trước"


def test_the_words_of_the_form_still_do_what_they_do() -> None:
    interview = begin(ONE)

    events = say(interview, "thêm", "bỏ qua", "quay lại")

    assert awaited(interview) == "home"
    assert numbers(asked(events))[0] == 1


def test_going_back_to_the_question_before_leaves_the_page_where_it_was() -> None:
    of = survey(
        "type | name | label", "text | why | Vì sao?", "select_one v | home | Bản nào?",
        choices=f"v: {LISTED}",
    )  # fmt: skip
    interview = begin(of)

    say(interview, "Vui", "thêm", "quay lại", "Buồn")

    assert numbers(asked(interview.ask()))[0] == 9


# ---- numbers


@pytest.mark.parametrize(("typed", "name"), [("3", "v3"), ("12", "v12"), ("so 20", "v20")])
@pytest.mark.parametrize("before", [(), ("thêm",), ("na",), ("thêm", "thêm")])
def test_a_number_is_right_from_whatever_page(
    typed: str, name: str, before: tuple[str, ...]
) -> None:
    interview = begin(ONE)

    events = say(interview, *before, typed)

    assert taken(events).value == name


def test_a_number_beyond_the_list_is_no_line() -> None:
    no = refused(say(begin(ONE), "21"))

    assert (no.reason, no.facts["last"]) == ("out_of_range", 20)


def test_several_lines_of_all_pages_are_chosen_at_once() -> None:
    answer = taken(say(begin(MANY), "thêm", "20, 1 và 9"))

    assert answer.value == "v1 v9 v20"
    assert answer.shown == "Bản Nà Tăm, Bản Lùng Thàng, Bản Nậm Tăm"


def test_labels_of_other_pages_are_chosen_as_well() -> None:
    answer = taken(say(begin(MANY), "ban ta ho, Bản Chu Lìn"))

    assert answer.value == "v8 v19"


# ---- words that are looked for


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("tam", [1, 20]),
        ("tăm", [1, 20]),
        ("hua", [3]),
        ("na t", [1, 15, 20]),
        ("tam na", [1, 20]),
        ("khu", [6, 15]),
        ("don", [12, 13]),
        ("đôn", [13]),
        ("ddoon", [13]),
        ("bản nà", [1, 2, 12, 13]),
        ("tim hua", [3]),
        ("Tìm tả", [8]),
    ],
)
def test_typed_words_find_the_lines_that_have_them(typed: str, found: list[int]) -> None:
    assert seen(begin(ONE), typed) == found


def test_looking_is_no_answer() -> None:
    interview = begin(ONE)

    say(interview, "hua")

    assert "/data/home" not in interview.kept


def test_what_was_found_has_pages_of_its_own() -> None:
    interview = begin(ONE)

    assert seen(interview, "ban") == [1, 2, 3, 4, 5, 7, 8, 9]
    assert seen(interview, "thêm") == [10, 11, 12, 13, 14, 16, 18, 19]


def test_the_whole_list_comes_back_at_a_word() -> None:
    assert seen(begin(ONE), "tam", "xem tat ca") == [1, 2, 3, 4, 5, 6, 7, 8]


def test_other_words_look_anew() -> None:
    assert seen(begin(ONE), "tam", "hua") == [3]


def test_what_nothing_has_is_said_and_the_list_offered() -> None:
    interview = begin(ONE)

    no = refused(say(interview, "tam", "Xuân Hòa"))

    assert (no.reason, no.facts) == ("not_found", {"sought": "Xuân Hòa"})
    assert no.asked
    assert numbers(no.asked)[0] == 1


def test_a_whole_label_answers_at_once_though_others_begin_like_it() -> None:
    assert taken(say(begin(ONE), "na khum")).value == "v6"


def test_the_beginning_of_one_label_only_answers_at_once() -> None:
    assert taken(say(begin(ONE), "ban hua")).value == "v3"


def test_the_beginning_of_a_label_is_only_shown_when_others_have_the_words_too() -> None:
    interview = begin(ONE)

    events = say(interview, "nà")

    assert numbers(asked(events)) == [1, 2, 6, 12, 13, 15]


def test_two_labels_that_differ_by_marks_are_never_taken_for_each_other() -> None:
    assert seen(begin(ONE), "ban na don") == [12, 13]


@pytest.mark.parametrize(("typed", "found"), [("hai", [16]), ("tam", [1, 20]), ("b", [1])])
def test_a_word_without_marks_is_looked_for_before_it_is_a_number(
    typed: str, found: list[int]
) -> None:
    assert seen(begin(ONE), typed)[: len(found)] == found


def test_a_number_in_words_with_its_marks_is_the_number() -> None:
    assert taken(say(begin(ONE), "tám")).value == "v8"


def test_marks_that_nothing_has_do_not_hide_what_has_the_letters() -> None:
    assert seen(begin(ONE), "nà tám") == [1, 20]


def test_a_slip_of_the_finger_is_asked_back_as_ever() -> None:
    no = refused(say(begin(ONE), "Bản Chu Vaa"))

    assert no.reason == "which_line"
    assert [offer.reply for offer in no.facts["offers"]] == ["4"]  # type: ignore[attr-defined]  # offers


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("tôi ở bản hua bó", ["3"]),
        ("toi o ban hua bo a", ["3"]),
        ("không phải Bản Chu Va", ["4"]),
        ("nhà tôi ở nà khum trên", ["6", "15"]),
    ],
)
def test_a_line_named_among_other_words_is_asked_back(typed: str, offered: list[str]) -> None:
    no = refused(say(begin(ONE), typed))

    assert no.reason == "which_line"
    assert [offer.reply for offer in no.facts["offers"]] == offered  # type: ignore[attr-defined]  # offers
    assert no.asked
    assert [str(option.number) for option in no.asked.shown] == offered


said = st.sampled_from(
    (
        *("thêm", "trước", "xem tất cả", "tam", "na", "nà khum", "3", "20", "99", "1 9 20", "xyz"),
        *("quay lại", "bỏ qua", "tiếp", "?", "b", "Bản Hải Yến", "tôi ở bản hua bó", "đôn", "👍"),
    )
)


@given(st.lists(said | st.integers(0, 9), max_size=8))
def test_whatever_is_said_or_tapped_a_restart_changes_nothing(talk: list[str | int]) -> None:
    interview = begin(MANY if len(talk) % 2 else ONE)

    for each in talk:
        buttons = tappable(interview)
        if isinstance(each, str):
            interview.hear(Reply(each))
        elif each < len(buttons):
            press(interview, buttons[each])

        assert restored(interview).ask() == interview.ask()


def test_a_photo_turns_no_page() -> None:
    no = refused(begin(ONE).hear(Reply("thêm", (Attachment("photo", "a.jpg"),))))

    assert no.reason == "words_please"


# ---- buttons


def test_a_button_leads_to_the_next_page_and_another_one_back() -> None:
    interview = begin(ONE)
    more = leads(asked(interview.ask()))["more"]

    second = asked(press(interview, more))

    assert numbers(second)[0] == 9
    assert numbers(asked(press(interview, leads(second)["before"])))[0] == 1


def test_the_buttons_of_a_later_page_answer_with_their_own_lines() -> None:
    interview = begin(ONE)
    page = asked(say(interview, "thêm"))

    assert taken(press(interview, page.presses[3])).value == "v12"


def test_the_buttons_of_what_was_found_answer_with_their_own_lines() -> None:
    interview = begin(ONE)
    page = asked(say(interview, "tam"))

    assert taken(press(interview, page.presses[1])).value == "v20"


def test_a_button_of_what_was_found_leads_on_in_it_and_back_to_all() -> None:
    interview = begin(ONE)
    page = asked(say(interview, "ban"))

    assert numbers(asked(press(interview, leads(page)["more"])))[0] == 10
    assert numbers(asked(press(interview, leads(page)["all"])))[0] == 1


def test_a_button_that_led_on_is_late_once_the_question_is_answered() -> None:
    interview = begin(ONE)
    more = leads(asked(interview.ask()))["more"]

    events = say(interview, "3") and press(interview, more)

    assert refused(events).reason == "late_button"
    assert awaited(interview) == "why"


@pytest.mark.parametrize("forged", ["q.7-1.0.p99999", "q.7-1.0.f8", "q.7-1.1.p8"])
def test_a_forged_button_answers_nothing(forged: str) -> None:
    interview = begin(ONE)

    press(interview, forged)

    assert awaited(interview) == "home"


def test_a_list_of_which_several_are_chosen_has_buttons_only_to_leaf_through_it() -> None:
    shown = asked(begin(MANY).ask())

    assert shown.presses == ()
    assert list(leads(shown)) == ["more"]


def test_no_button_is_longer_than_every_channel_carries() -> None:
    longest = Press("123456789-123456789", 9999, 99999, "123-1~99", turn="f")

    assert len(str(longest)) <= LONGEST
    assert Press.parse(str(longest)) == longest


# ---- kept


@pytest.mark.parametrize("texts", [("thêm",), ("tam",), ("ban", "thêm")])
def test_after_a_restart_the_same_page_is_shown(texts: tuple[str, ...]) -> None:
    interview = begin(ONE)
    before = asked(say(interview, *texts))

    after = asked(restored(interview).ask())

    assert after == before


def test_a_button_drawn_before_a_restart_leads_on_after_it() -> None:
    interview = begin(ONE)
    more = leads(asked(say(interview, "ban")))["more"]

    shown = asked(press(restored(interview), more))

    assert numbers(shown)[0] == 10


def test_the_page_is_forgotten_with_the_answer() -> None:
    interview = begin(ONE)

    say(interview, "ban", "thêm", "3")

    assert AT not in interview.kept
    assert numbers(asked(say(interview, "quay lại")))[0] == 1


def test_the_page_of_one_list_is_not_that_of_another() -> None:
    interview = begin(CASCADE)

    say(interview, "2", "thêm", "quay lại", "1")

    shown = asked(interview.ask())
    assert shown.page
    assert (shown.page.count, numbers(shown)[0]) == (20, 9)


def test_words_that_a_filtered_list_has_no_more_show_it_whole() -> None:
    interview = begin(CASCADE)

    say(interview, "2", "hua", "quay lại", "1")

    assert numbers(asked(interview.ask())) == [1, 2, 3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize(
    "view", [View(), View("/data/v", 8), View("/data/v", 0, "nà tăm"), View("/data/a[2]/v", 16)]
)
def test_a_view_reads_back_as_it_was_written(view: View) -> None:
    assert View.parse(str(view)) == view


@pytest.mark.parametrize("text", ["", "x", "8", "8 ", "x /data/v", "-8 /data/v"])
def test_what_is_no_view_is_the_beginning(text: str) -> None:
    assert View.parse(text) == View()


# ---- in words


def test_the_message_says_how_to_see_the_rest_and_how_many_there_are() -> None:
    first = as_text(spoken(begin(ONE)), 2000)[0]

    assert 'Gõ vài chữ để tìm, hoặc gõ "thêm" để xem tiếp.' in first
    assert first.endswith("8. Bản Tả Hồ\n· Xem thêm (còn 12 dòng)")


def test_the_message_says_what_was_looked_for() -> None:
    found = as_text(spoken(begin(ONE), "tam"), 2000)[0]

    assert 'Tìm "tam": thấy 2 dòng.' in found
    assert found.endswith("1. Bản Nà Tăm\n20. Bản Nậm Tăm\n· Xem tất cả (20 dòng)")


def test_how_to_answer_is_said_on_the_first_page_only() -> None:
    first, second = (as_text(spoken(begin(ONE), *texts), 2000)[0] for texts in ((), ("thêm",)))

    assert "bỏ qua" in first
    assert "bỏ qua" not in second


def test_what_is_under_a_list_can_be_tapped() -> None:
    choices = spoken(begin(ONE), "thêm").choices

    assert [(one.number, one.label) for one in choices[8:]] == [(0, "Xem thêm"), (0, "Trang trước")]
    assert [one.press for one in choices[8:]] == [f"q.{TAG}.0.p16", f"q.{TAG}.0.p0"]


@pytest.mark.parametrize("texts", [(), ("thêm",), ("thêm", "thêm"), ("ban",), ("tam",)])
def test_a_page_has_no_more_buttons_than_get_a_label_of_their_own(texts: tuple[str, ...]) -> None:
    assert len(spoken(begin(ONE), *texts).choices) <= 10


def test_a_page_of_long_labels_fits_the_smallest_channel() -> None:
    long = ", ".join(f"v{n} = {'Việc nhà nông và chăn nuôi ' * 6}{n}" for n in range(40))
    of = survey(
        "type | name | label", "select_one v | job | Bác làm gì?", choices=f"v: {long}"
    )  # fmt: skip

    parts = as_text(spoken(begin(of)), 2000)

    assert len(parts) == 1
