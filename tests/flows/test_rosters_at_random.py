"""Rosters under conversations that nobody thought of: kept, read back, taken out, put in."""

from collections.abc import Mapping

from forms_for_tests import begin, restored, say, survey
from hypothesis import given, settings
from hypothesis import strategies as st
from random_forms import Buttons, Said, Tap
from random_rosters import forms

from flows import rearranging
from flows.events import Asked, Finished
from flows.forms.model import Form
from flows.interview import Interview

SLOW = settings(max_examples=60, deadline=None, derandomize=True)
WORDS = (
    *("1", "2", "3", "0", "thêm", "xong", "có", "không", "An", "Bình", "12", "dòng 1"),
    *("quay lại", "tiếp", "giữ", "bỏ qua", "xem lại", "sửa 1", "sửa 2", "sửa 2.1", "sửa 2.2"),
    *("sửa 3", "Xóa mục này", "Xóa", "Thêm một mục đứng trước", "Về danh sách", "?"),
)
conversations = st.lists(
    st.sampled_from(WORDS) | st.builds(Tap, st.integers(0, 3), st.integers(0, 4)), max_size=25
)


def play(interview: Interview, conversation: list[Said]) -> None:
    buttons = Buttons()
    buttons.see(list(interview.ask()))
    for said in conversation:
        buttons.see(list(interview.hear(buttons.reply(said))))


def seen(interview: Interview) -> tuple[object, ...]:
    return interview.ask(), interview.review(), interview.showing.nested(), interview.kept


@SLOW
@given(forms(), conversations, conversations)
def test_a_session_read_back_goes_on_as_if_it_had_never_been_away(
    form: Form, before: list[Said], after: list[Said]
) -> None:
    interview = begin(form)
    play(interview, before)
    again = restored(interview)

    assert seen(again) == seen(interview)
    play(interview, after)
    play(again, after)

    assert seen(again) == seen(interview)
    assert isinstance(interview.ask()[-1], Asked | Finished)


@SLOW
@given(forms(), conversations)
def test_what_is_worked_out_step_by_step_is_what_is_worked_out_at_once(
    form: Form, conversation: list[Said]
) -> None:
    interview = begin(form)
    play(interview, conversation)

    again = restored(interview)

    stepwise, at_once = (
        {path: (node.text, node.relevant) for path, node in one.sheet.growth.nodes.items()}
        for one in (interview, again)
    )
    assert stepwise == at_once


answers = st.dictionaries(
    st.builds("{}/data/people[{}]/{}".format, st.sampled_from(["", "?", "!"]), st.integers(1, 9),
              st.sampled_from(["name", "thing[2]/what"])),
    st.text(max_size=3),
)  # fmt: skip


@given(answers, st.integers(1, 9))
def test_putting_a_member_in_and_taking_it_out_again_leaves_the_others_as_they_were(
    kept: Mapping[str, str], number: int
) -> None:
    wider = rearranging.with_room(kept, "/data/people", number)

    assert rearranging.without(wider, "/data/people", number) == kept
    assert not [key for key in wider if f"people[{number}]" in key]


@given(answers, st.integers(1, 9))
def test_taking_a_member_out_moves_only_those_after_it(
    kept: Mapping[str, str], number: int
) -> None:
    left = rearranging.without(kept, "/data/people", number)

    before = {key: value for key, value in kept.items() if _number(key) < number}
    after = [value for key, value in kept.items() if _number(key) > number]
    assert {key: left[key] for key in before} == before
    assert sorted(value for key, value in left.items() if _number(key) >= number) == sorted(after)


def _number(key: str) -> int:
    return int(key.partition("[")[2].partition("]")[0])


def test_the_same_people_are_there_after_one_was_taken_out_and_told_again() -> None:
    form = survey(
        "type | name | label | repeat_count",
        "begin_repeat | people | Người |",
        "text | name | Tên? |",
        "end_repeat | | |",
    )
    interview = begin(form)
    say(interview, "thêm", "An", "thêm", "Bình", "thêm", "Chi", "xong")
    before = interview.showing.nested()

    say(interview, "sửa 1.2", "Xóa mục này", "1", "2", "Thêm một mục đứng trước", "Bình")

    assert interview.showing.nested() == before
