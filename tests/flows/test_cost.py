"""The cost of a form is what a real conversation on its shortest and longest way would send."""

from datetime import datetime
from importlib.resources import files

import pytest
from forms_for_tests import NOW, form, survey
from hypothesis import given, settings
from random_forms import forms

from flows import cost
from flows.cost import Cost
from flows.forms import loading
from flows.forms.model import Form
from flows.interview import Interview
from flows.messages import as_text
from flows.quiet import ZONE
from flows.replies import Reply
from flows.speech import Speech
from flows.wording import words

HEADER = "type | name | label | relevant | constraint | required | repeat_count"
YES_NO = "yn: yes = Có, no = Không"
PACKS = sorted(
    path.name
    for path in (files("flows") / "library" / "packs").iterdir()
    if path.name.endswith(".md")
)


def asked(*rows: str, choices: str = "") -> Form:
    blanks = [f"{row}{' |' * (HEADER.count('|') - row.count('|'))}" for row in rows]
    return survey(HEADER, *blanks, choices=choices)


def only(of: Form, effort: int = cost.EFFORT) -> Cost:
    (found,) = cost.costs(of, NOW, effort)
    return found


def test_a_form_with_one_way_costs_what_its_conversation_sends() -> None:
    of = asked("acknowledge | a | Đọc nhé | | | yes", "acknowledge | b | Đọc nữa nhé | | | yes")
    interview = Interview.begin(of, {}, now=NOW, tag=cost.TAG)
    speech = Speech(words("vi"), tips=0)
    said = speech.messages(interview.ask()) + speech.messages(interview.hear(Reply("ok")))
    sent = sum(len(text.encode()) for message in said for text in as_text(message, 4_096))

    found = only(of)

    assert found.shortest == found.longest
    assert (found.longest.answers, found.longest.messages, found.longest.replies) == (2, 3, 2)
    assert found.longest.heard == len("okok")
    assert sent < found.longest.sent < sent + 200  # and the last message, which sums up


def test_the_ways_part_at_a_choice() -> None:
    found = only(
        asked(
            "select_one yn | a | Có không? | | | yes",
            "integer | b | Mấy? | ${a} = 'yes' | | yes",
            "integer | c | Mấy nữa? | ${b} > 0 | | yes",
            "text | d | Vì sao không? | ${a} = 'no' | | yes",
            choices=YES_NO,
        )
    )

    assert (found.shortest.answers, found.longest.answers) == (2, 3)


def test_a_number_is_tried_on_both_sides_of_what_the_form_compares_it_with() -> None:
    found = only(
        asked(
            "integer | n | Mấy người? | | . >= 0 and . <= 40 | yes",
            "text | a | Đông thế? | ${n} > 17 | | yes",
            "text | b | Có đúng 23 không? | ${n} = 23 | | yes",
        )
    )

    assert (found.shortest.answers, found.longest.answers) == (1, 3)


def test_what_a_constraint_refuses_is_no_way() -> None:
    found = only(
        asked(
            "integer | n | Mấy người? | | . <= 17 | yes",
            "text | a | Đông thế? | ${n} + 0 > 17 | | yes",
        )
    )

    assert found.longest.answers == 1


def test_a_picture_is_counted_and_may_be_passed_over() -> None:
    found = only(asked("image | a | Xin một ảnh"))

    assert (found.shortest.files, found.longest.files) == (0, 1)
    assert found.longest.heard == 0


def test_an_open_roster_has_no_member_or_a_few() -> None:
    found = only(
        asked(
            "begin_repeat | people | Người",
            "text | called | Tên? | | | yes",
            "end_repeat | |",
        )
    )

    assert found.shortest.replies == 1
    assert found.longest.replies == 2 * cost.MEMBERS + 1


def test_a_counted_roster_is_as_long_as_its_count_allows() -> None:
    found = only(
        asked(
            "integer | n | Mấy người? | | . >= 1 and . <= 6 | yes",
            "begin_repeat | people | Người | | | | ${n}",
            "text | called | Tên? | | | yes",
            "end_repeat | |",
        )
    )

    assert (found.shortest.replies, found.longest.replies) == (2, 7)


def test_each_language_is_counted_by_itself() -> None:
    table = (
        "| survey | type | name | label::Tiếng Việt (vi) | label::English (en) |\n"
        "| | text | a | Họ và tên đầy đủ của người trả lời là gì? | Name? |\n"
        "| settings | default_language |\n| | Tiếng Việt (vi) |"
    )

    vietnamese, english = cost.costs(form(table), NOW)

    assert (vietnamese.language, english.language) == ("Tiếng Việt (vi)", "English (en)")
    assert vietnamese.shortest.sent > english.shortest.sent
    assert vietnamese.shortest.messages == english.shortest.messages


def test_without_effort_left_the_first_answer_that_is_taken_goes_on() -> None:
    of = asked(
        "select_one yn | a | Có không? | | | yes",
        "text | b | Vì sao? | ${a} = 'no' | | yes",
        choices=YES_NO,
    )

    found = only(of, effort=0)

    assert not found.longest.stopped
    assert (found.longest.answers, only(of).longest.answers) == (1, 2)


def test_a_form_too_long_to_be_played_says_that_it_did_not_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cost, "MOST_REPLIES", 7)

    found = only(asked(*(f"text | q{n} | Câu {n}? | | | yes" for n in range(9))))

    assert found.shortest.stopped == "q7"
    assert found.shortest.replies == 7


def test_words_are_tried_that_a_pattern_asks_for() -> None:
    found = only(asked("text | a | Số điện thoại? | | regex(., '^0[0-9]{9}$') | yes"))

    assert not found.longest.stopped


def test_a_question_that_no_reply_answers_ends_the_way() -> None:
    found = only(asked("text | a | Tên? | | string-length(.) = 1999 | yes"))

    assert found.longest.stopped == "a"
    assert found.longest.replies == 0


def test_the_same_form_costs_the_same_again() -> None:
    content = (files("flows") / "library" / "packs" / "giadinh.md").read_bytes()
    now = datetime(2026, 11, 22, 9, tzinfo=ZONE)

    first, again = (cost.costs(loading.load(content, "giadinh.md")[0], now) for _ in range(2))

    assert first == again


@pytest.mark.parametrize("name", PACKS)
def test_a_shipped_pack_is_played_to_its_end_with_all_its_pictures(name: str) -> None:
    of, _ = loading.load((files("flows") / "library" / "packs" / name).read_bytes(), name)

    found = cost.costs(of, datetime(2026, 11, 22, 9, tzinfo=ZONE))

    assert [one.language for one in found] == list(of.languages)
    for one in found:
        assert not one.shortest.stopped
        assert not one.longest.stopped
        assert one.shortest.messages < one.longest.messages
        assert one.shortest.files == 0 < one.longest.files
        assert one.longest.messages <= one.longest.replies + 3


def test_what_is_longer_to_say_is_the_longer_way() -> None:
    of = survey("type | name | label", "time | q0 | Câu q0?", "geopoint | q1 | Câu q1?")

    (found,) = cost.costs(of, NOW)

    assert found.shortest.length <= found.longest.length


@settings(max_examples=30, deadline=None)
@given(forms())
def test_any_small_form_is_played_to_its_end_both_ways(of: Form) -> None:
    (found,) = cost.costs(of, NOW)

    assert (found.shortest.stopped, found.longest.stopped) == ("", "")
    assert found.shortest.length <= found.longest.length
