"""Interviews in which an answer is not on the list: it is asked for in words, in any language."""

from forms_for_tests import (
    asked,
    awaited,
    begin,
    finished,
    press,
    restored,
    say,
    survey,
)

VI, EN = "Tiếng Việt (vi)", "English (en)"
VIEC = "viec: nghe = Học nghề, tin = Tin học"
OPEN = survey(
    "type | name | label",
    "select_one viec or_other | hoc | Nhà bác muốn học gì?",
    "note | ghi | Đã ghi: ${hoc_other}",
    "text | vi_sao | Vì sao?",
    choices=VIEC,
)
MANY = survey(
    "type | name | label",
    "select_multiple viec or_other | hoc | Nhà bác muốn học gì?",
    choices=VIEC,
)
PEOPLE = survey(
    "type | name | label",
    "begin_repeat | nguoi | Người",
    "text | ten | Tên",
    "select_one viec or_other | hoc | ${ten} muốn học gì?",
    "end_repeat | |",
    choices=VIEC,
)


def test_the_last_line_is_something_else() -> None:
    options = asked(begin(OPEN).ask()).asking.options

    assert [option.label for option in options] == ["Học nghề", "Tin học", "Khác"]


def test_who_chooses_it_is_asked_what_it_is() -> None:
    interview = begin(OPEN)

    events = say(interview, "3")

    assert asked(events).asking.text == "Khác là gì? Xin ghi rõ."


def test_who_chooses_a_line_is_not_asked() -> None:
    interview = begin(OPEN)

    say(interview, "khac", "quay lại", "1")

    assert awaited(interview) == "vi_sao"


def test_it_is_chosen_by_its_word_or_its_button() -> None:
    typed, tapped = begin(OPEN), begin(OPEN)

    say(typed, "Khác")
    press(tapped, asked(tapped.ask()).presses[2])

    assert awaited(typed) == awaited(tapped) == "hoc_other"


def test_words_kept_for_it_come_back_when_it_is_chosen_again() -> None:
    interview = begin(OPEN)
    say(interview, "3", "học lái xe", "sửa 1", "1")

    events = say(interview, "sửa 1", "3")

    assert interview.sheet.by_name("hoc_other") == "học lái xe"
    assert awaited(interview) == "vi_sao"
    assert events


def test_one_of_several_may_be_something_else() -> None:
    interview = begin(MANY)

    say(interview, "1 3")
    events = say(interview, "học lái xe")

    assert finished(events)
    assert interview.kept["/data/hoc"] == "nghe other"


def test_each_member_of_a_roster_has_words_of_its_own() -> None:
    interview = begin(PEOPLE)
    say(interview, "1", "An (mẫu)", "3", "lái xe", "1", "Bình (mẫu)", "3", "thêu")

    again = restored(interview)

    kept = again.kept
    assert (kept["/data/nguoi[1]/hoc_other"], kept["/data/nguoi[2]/hoc_other"]) == (
        "lái xe",
        "thêu",
    )
