"""Leaving off and resuming: what is kept is all there is, whatever was said before."""

import json
from itertools import permutations

import pytest
from forms_for_tests import NOW, TAG, answered, asked, awaited, begin, restored, say, survey
from hypothesis import given, settings
from random_forms import Buttons, Said, conversations, forms, play, play_to_the_end

from flows.events import Asked, Finished, Reviewed
from flows.forms.model import Form
from flows.interview import Interview

# A form is converted for each example; they are the same in every run.
SLOW = settings(max_examples=60, deadline=None, derandomize=True)


@SLOW
@given(forms(), conversations)
def test_resuming_after_every_message_is_as_if_one_had_never_left(
    form: Form, conversation: list[Said]
) -> None:
    staying = begin(form)
    buttons = Buttons()
    buttons.see(list(staying.ask()))
    for said in conversation:
        stored = json.dumps(staying.kept)
        returning = Interview(form, json.loads(stored), now=NOW, tag=TAG)
        assert returning.ask() == staying.ask()

        reply = buttons.reply(said)
        events = staying.hear(reply)
        buttons.see(list(events))

        assert returning.hear(reply) == events
        assert returning.kept == staying.kept
        assert returning.showing.nested() == staying.showing.nested()
        assert returning.review() == staying.review()


@SLOW
@given(forms(), conversations)
def test_every_message_is_heard_and_ends_in_a_question_or_in_the_end(
    form: Form, conversation: list[Said]
) -> None:
    interview = begin(form)
    buttons = Buttons()
    buttons.see(list(interview.ask()))

    for said in conversation:
        events = interview.hear(buttons.reply(said))
        buttons.see(list(events))

        last = events[-1]
        about = getattr(last, "asked", last)
        assert isinstance(about, Asked | Finished)
        assert isinstance(about, Finished) == (interview.current is None)
        assert isinstance(about, Finished) or about.spot.name == awaited(interview)


@SLOW
@given(forms(), conversations)
def test_going_back_and_on_again_is_as_if_one_had_never_gone_back(
    form: Form, conversation: list[Said]
) -> None:
    interview = begin(form)
    play(interview, conversation)
    before = say(interview, "tiếp")
    kept = interview.kept

    after = say(interview, "quay lại", "quay lại", "tiếp")

    assert after == before
    assert interview.kept == kept


@SLOW
@given(forms(), conversations)
def test_a_form_can_be_finished_from_wherever_it_was_left(
    form: Form, conversation: list[Said]
) -> None:
    interview = begin(form)
    play(interview, conversation)

    play_to_the_end(interview)

    assert isinstance(restored(interview).ask()[-1], Finished)


@SLOW
@given(forms(), forms(), conversations)
def test_a_changed_form_strands_nobody(old: Form, new: Form, conversation: list[Said]) -> None:
    before = begin(old)
    play(before, conversation)

    after = restored(before, of=new)

    assert isinstance(after.ask()[-1], Asked | Finished)
    assert isinstance(after.review(), Reviewed)
    play_to_the_end(after)
    assert isinstance(after.ask()[-1], Finished)
    gone = {path: said for path, said in before.kept.items() if path not in new.paths.values()}
    assert gone.items() <= {**after.kept, **_beside(before)}.items()


def _beside(interview: Interview) -> dict[str, str]:
    """The keys that are not answers: where one went back to, and defaults not yet confirmed."""
    return {key: said for key, said in interview.kept.items() if not key.startswith("/")}


# ---- forms that change between two visits


BEFORE = survey(
    "type | name | label",
    "text | called | Tên bác?",
    "integer | people | Mấy người?",
    "select_one yn | reads | Có đọc sách không?",
    choices="yn: yes = Có, no = Không",
)


def later(*rows: str, choices: str = "yn: yes = Có, no = Không") -> Interview:
    """A complete session of BEFORE, taken up again over other rows."""
    new = survey("type | name | label", *rows, choices=choices)
    return restored(answered(BEFORE, "An", "4", "có"), of=new)


def test_a_new_question_is_asked_and_the_old_answers_stay() -> None:
    interview = later(
        "text | called | Tên bác?",
        "text | village | Bản nào?",
        "integer | people | Mấy người?",
        "select_one yn | reads | Có đọc sách không?",
    )

    assert awaited(interview) == "village"
    assert isinstance(say(interview, "Nà Hon")[-1], Finished)


def test_a_question_that_is_gone_troubles_nobody_and_its_answer_is_kept() -> None:
    interview = later("text | called | Tên bác?", "text | more | Còn gì nữa?")

    events = say(interview, "không")

    assert isinstance(events[-1], Finished)
    assert interview.showing.nested() == {"called": "An", "more": "không"}
    assert interview.kept["/data/people"] == "4"


def test_a_form_that_gets_its_question_back_gets_the_answer_back_too() -> None:
    without = later("text | called | Tên bác?", "text | more | Còn gì nữa?")

    again = restored(without, of=BEFORE)

    assert again.current is None
    assert again.sheet.by_name("people") == "4"


def test_a_question_with_another_name_is_a_new_question() -> None:
    interview = later(
        "text | called | Tên bác?",
        "integer | persons | Mấy người?",
        "select_one yn | reads | Có đọc sách không?",
    )

    assert awaited(interview) == "persons"


@pytest.mark.parametrize("kind", ["integer", "decimal", "date", "select_one yn", "note"])
def test_a_question_that_became_another_kind_is_asked_anew(kind: str) -> None:
    interview = later(f"{kind} | called | Câu hỏi mới?", "text | more | Còn gì nữa?")

    lines = {line.spot.name: line.shown for line in interview.review().lines}

    assert awaited(interview) == ("more" if kind == "note" else "called")
    assert lines.get("called", "") == ""
    assert interview.kept["/data/called"] == "An"


def test_several_choices_do_not_answer_what_now_wants_one() -> None:
    header, choices = "type | name | label", "yn: yes = Có, no = Không"
    many = survey(header, "select_multiple yn | reads | Đọc gì?", choices=choices)
    one = survey(header, "select_one yn | reads | Đọc gì?", choices=choices)

    interview = restored(answered(many, "1 2"), of=one)

    assert asked(interview.ask()).kept == ""


def test_a_choice_that_is_gone_from_its_list_is_asked_for_again() -> None:
    interview = later(
        "text | called | Tên bác?",
        "integer | people | Mấy người?",
        "select_one yn | reads | Có đọc sách không?",
        choices="yn: often = Hay đọc, no = Không",
    )

    question = asked(interview.ask())

    assert (question.spot.name, question.kept) == ("reads", "")


def test_one_who_went_back_to_a_question_that_is_gone_goes_on() -> None:
    gone_back = answered(BEFORE, "An", "4", "quay lại")
    new = survey("type | name | label", "text | called | Tên bác?", "text | more | Còn gì nữa?")

    interview = restored(gone_back, of=new)

    assert awaited(interview) == "more"


def test_one_who_went_back_to_what_is_now_only_a_note_goes_on() -> None:
    gone_back = answered(BEFORE, "An", "4", "quay lại")
    new = survey("type | name | label", "note | people | Cảm ơn.", "text | more | Còn gì nữa?")

    interview = restored(gone_back, of=new)

    assert awaited(interview) == "more"


# ---- edits


@pytest.mark.parametrize(
    "edits", list(permutations([("sửa 1", "Bình"), ("sửa 2", "6"), ("sửa 3", "không")]))
)
def test_the_order_of_edits_that_do_not_touch_each_other_does_not_matter(
    edits: list[tuple[str, str]],
) -> None:
    interview = answered(BEFORE, "An", "4", "có")

    for jump, text in edits:
        say(interview, jump, text)

    assert interview.showing.nested() == {"called": "Bình", "people": "6", "reads": "no"}
    assert interview.current is None
