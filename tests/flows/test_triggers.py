"""Stories of rows that another answer writes, and of calculations that people answer otherwise."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from flows.events import Event, Told
from flows.forms.model import Form
from flows.interview import Interview
from flows.replies import Reply
from flows.speech import Speech
from flows.wording import words
from tests.flows import forms_for_tests as forms
from tests.flows.forms_for_tests import answered, asked, awaited, restored, say, survey

HEADER = "type | name | label | calculation | trigger | default | constraint | relevant"
RICE = survey(
    HEADER,
    "integer | plots | Mấy thửa?",
    "text | remark | Ghi chú | concat('Làm ', ${plots}, ' thửa') | ${plots}",
    "calculate | seen | | ${plots} | ${remark}",
    "text | last | Còn gì nữa không?",
)
BAGS = survey(
    HEADER,
    "integer | plots | Mấy thửa? | | | | . < 50",
    "integer | bags | Mấy bao thóc? | ${plots} * 10",
    "text | last | Còn gì nữa không?",
)
PEOPLE = survey(
    HEADER,
    "begin_repeat | people | Người",
    "text | name | Tên?",
    "text | called | Gọi là gì? | concat('Bác ', ${name}) | ${name}",
    "end_repeat | |",
    "integer | count | Mấy người? | count(${people})",
)


def reads(interview: Interview, name: str) -> str:
    return interview.sheet.by_name(name)


def told(events: Sequence[Event]) -> list[str]:
    return [event.key for event in events if isinstance(event, Told)]


def test_an_answer_writes_another_row_which_is_offered_to_be_kept() -> None:
    interview = answered(RICE, "3")

    events = interview.ask()

    assert (awaited(interview), asked(events).kept) == ("remark", "Làm 3 thửa")


def test_what_was_written_may_be_changed_and_then_stands() -> None:
    interview = answered(RICE, "3", "bỏ hoang", "hết")

    again = restored(interview)

    assert (reads(again, "remark"), awaited(again)) == ("bỏ hoang", "")


def test_an_answer_changed_later_writes_the_row_again_and_says_what_stood_there() -> None:
    interview = answered(RICE, "3", "bỏ hoang", "hết")

    events = say(interview, "sửa 1", "4")

    assert told(events) == ["second_look"]
    assert (awaited(interview), asked(events).kept) == ("remark", "Làm 4 thửa")


def test_the_same_answer_once_more_writes_nothing() -> None:
    interview = answered(RICE, "3", "bỏ hoang", "hết")

    events = say(interview, "sửa 1", "3")

    assert (told(events), reads(interview, "remark"), awaited(interview)) == ([], "bỏ hoang", "")


def test_a_refused_answer_writes_nothing() -> None:
    form = survey(
        HEADER,
        "integer | plots | Mấy thửa? | | | | . < 50",
        "text | remark | Ghi chú | concat(${plots}, '') | ${plots}",
    )
    interview = answered(form, "3", "bỏ hoang")

    say(interview, "sửa 1", "99")

    assert (reads(interview, "plots"), reads(interview, "remark")) == ("3", "bỏ hoang")


def test_what_a_hidden_row_was_given_is_kept_in_the_session() -> None:
    interview = answered(RICE, "3", "bỏ hoang")

    again = restored(interview)

    assert (reads(interview, "seen"), reads(again, "seen")) == ("3", "3")
    assert interview.kept["/data/seen"] == "3"  # with the answers: it is handed in


def test_a_row_that_an_answer_empties_is_asked_again() -> None:
    form = survey(
        HEADER,
        "text | village | Bản nào?",
        "text | house | Nhà số mấy? | | ${village}",
    )
    interview = answered(form, "Nà Hon (mẫu)", "7")

    events = say(interview, "sửa 1", "Nà Khum (mẫu)")

    assert told(events) == ["second_look.cleared"]
    assert (awaited(interview), reads(restored(interview), "house")) == ("house", "")


def test_members_write_in_themselves() -> None:
    interview = answered(PEOPLE, "có", "Lan", "giữ", "có", "Dũng")

    kept = asked(interview.ask()).kept

    assert kept == "Bác Dũng"
    assert reads_at(interview, "/data/people[1]/called") == "Bác Lan"


def test_a_calculated_question_is_asked_with_what_it_came_to() -> None:
    interview = answered(BAGS, "3")

    events = interview.ask()

    assert (awaited(interview), asked(events).kept) == ("bags", "30")


def test_a_calculated_answer_given_otherwise_is_kept() -> None:
    interview = answered(BAGS, "3", "27", "hết")

    again = restored(interview)

    assert (reads(again, "bags"), awaited(again)) == ("27", "")


def test_when_its_grounds_change_it_is_worked_out_anew_and_asked_once_more() -> None:
    interview = answered(BAGS, "3", "27", "hết")

    events = say(interview, "sửa 1", "4")

    assert told(events) == ["second_look"]
    assert (awaited(interview), asked(events).kept) == ("bags", "40")
    assert (awaited(restored(interview)), reads(restored(interview), "bags")) == ("bags", "40")


def test_it_is_not_asked_again_when_it_comes_to_what_was_answered() -> None:
    interview = answered(BAGS, "3", "40", "hết")

    events = say(interview, "sửa 1", "4")

    assert (told(events), awaited(interview), reads(interview, "bags")) == ([], "", "40")


def test_a_refused_change_of_its_grounds_changes_nothing() -> None:
    interview = answered(BAGS, "3", "27", "hết")

    say(interview, "sửa 1", "99", "giữ")

    assert (reads(interview, "bags"), awaited(interview)) == ("27", "")


def test_a_member_that_goes_is_taken_off_a_count_that_people_corrected() -> None:
    interview = answered(PEOPLE, "có", "Lan", "giữ", "có", "Dũng", "giữ", "hết", "5")

    events = say(interview, "sửa 1.2", "xóa mục này", "xóa")

    assert "second_look" in told(events)
    assert (reads(interview, "count"), reads(restored(interview), "count")) == ("1", "1")


def test_once_holds_on_to_what_it_came_to() -> None:
    form = survey(
        HEADER,
        "integer | plots | Mấy thửa?",
        "calculate | first | | once(${plots})",
        "calculate | id | | once(uuid())",
        "text | last | Còn gì nữa không?",
    )
    interview = answered(form, "3")
    say(interview, "sửa 1", "4")

    again = restored(interview)

    assert (reads(interview, "first"), reads(again, "first")) == ("3", "3")
    assert reads(again, "id") == reads(interview, "id") != ""


def test_once_forgets_what_a_refused_answer_made_of_it() -> None:
    form = survey(
        HEADER,
        "integer | plots | Mấy thửa? | | | | . < 100",
        "calculate | first | | once(${plots})",
        "calculate | twice | | ${first} * 2",
        "text | last | Còn gì nữa không?",
    )
    interview = answered(form, "500")

    say(interview, "50")

    again = restored(interview)
    assert (reads(interview, "first"), reads(again, "first")) == ("50", "50")
    assert (reads(interview, "twice"), reads(again, "twice")) == ("100", "100")


def test_once_still_holds_what_it_held_before_a_refused_answer() -> None:
    form = survey(
        HEADER,
        "integer | plots | Mấy thửa? | | | | . < 100",
        "calculate | first | | once(if(${plots} > 60, ${plots}, ''))",
        "calculate | held | | once(${plots})",
        "text | last | Còn gì nữa không?",
    )
    interview = answered(form, "50", "sửa 1")

    say(interview, "500")

    assert (reads(interview, "first"), reads(interview, "held")) == ("", "50")


def test_members_forget_what_a_refused_answer_made_them_hold() -> None:
    form = survey(
        HEADER,
        "begin_repeat | people | Người",
        "integer | age | Mấy tuổi? | | | | . < 120",
        "calculate | first | | once(${age})",
        "end_repeat | |",
        "calculate | all | | join(',', ${first})",
    )
    interview = answered(form, "có", "45", "có", "900")

    say(interview, "9")

    assert reads(interview, "all") == "45,9"


def test_once_holds_on_while_it_is_not_asked_for() -> None:
    form = survey(
        HEADER,
        "integer | plots | Mấy thửa?",
        "begin_group | g | Ruộng | | | | | ${plots} > 0",
        "calculate | first | | once(${plots})",
        "end_group | |",
        "text | last | Còn gì nữa không?",
    )
    interview = answered(form, "3")

    say(interview, "sửa 1", "0")
    away = restored(interview)
    say(away, "sửa 1", "5")

    assert (reads(interview, "first"), reads(away, "first")) == ("", "3")


def test_rows_that_write_each_other_in_a_circle_come_to_rest() -> None:
    form = survey(
        HEADER,
        "integer | a | A?",
        "integer | b | B? | ${a} + 1 | ${a}",
        "integer | c | C? | ${b} + 1 | ${b}",
    )
    turning = in_a_circle(form)

    interview = answered(turning, "1")

    assert 1 < int(reads(interview, "a")) < 1000


def in_a_circle(form: Form) -> Form:
    """The form with its last row writing its first: `banhoc check` would refuse that."""
    (setting,) = form.actions["/data/b"]
    back = replace(setting, target="/data/a")
    return replace(form, actions={**form.actions, "/data/c": (back,)})


def reads_at(interview: Interview, path: str) -> str:
    return interview.sheet.text(path)


@pytest.mark.parametrize(
    ("of", "said", "sentence"),
    [
        (BAGS, ("3", "27", "hết", "sửa 1", "4"), "được tính lại: 40 (trước ghi 27)"),
        (RICE, ("3", "bỏ hoang", "hết", "sửa 1", "4"), "Làm 4 thửa (trước ghi bỏ hoang)"),
    ],
)
def test_people_are_told_what_stood_there(of: Form, said: tuple[str, ...], sentence: str) -> None:
    events = say(forms.begin(of), *said)

    message = Speech(words("vi")).messages(events)[-1]

    assert sentence in message.lead


def test_restoring_after_every_reply_changes_nothing() -> None:
    straight, stopping = forms.begin(PEOPLE), forms.begin(PEOPLE)
    replies = ("có", "Lan", "Cô Lan", "có", "Dũng", "giữ", "hết", "4", "sửa 1.1", "1", "Mai", "giữ")

    for text in replies:
        straight.hear(Reply(text))
        stopping.hear(Reply(text))
        stopping = restored(stopping)

    assert stopping.kept == straight.kept
    assert stopping.sheet.given() == straight.sheet.given()
