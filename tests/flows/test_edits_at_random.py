"""Edits of finished forms, and words that mean nothing, over forms that nobody thought of."""

import pytest
from forms_for_tests import begin, restored, say
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from random_forms import GOOD, answer, forms, play_to_the_end

from flows.events import Asked, Finished, Refused
from flows.forms.model import Form
from flows.interview import Interview
from flows.replies import Attachment, Reply

SLOW = settings(max_examples=60, deadline=None, derandomize=True)
OTHERS = {
    "text": "ở xã bên",
    "integer": "7",
    "date": "hôm qua",
    "time": "7:15",
    "dateTime": "hôm qua 7:15",
    "decimal": "3,5",
    "range": "6",
    "geopoint": "21.5, 105.5",
    "barcode": "A-17",
    "select_one": "dòng 2",
    "select_multiple": "dòng 2",
    "acknowledge": "ok",
    "rank": "3 2 1",
}
"""Answers that are not those of `GOOD`."""
OPEN = ("text", "barcode")  # whatever is said there is an answer
NONSENSE = (
    *("", " ", "☃", "¿¿¿", "\u200b", "....", "@@@ ###", "0 0 0 0 0 0", "99999999999999999999"),
    *("q w e r t", "\u0301\u0301", "tôi chả biết nữa đâu ạ", "<b>", "${q0}", "1=1", "'); --"),
)
BAD_PRESSES = ("", "x", "q", "7-1", "7-1.0.99", "7-1.99.0", "8-1.0.0", "q.x.0.0", "7-1.-1.0", "☃")


@st.composite
def finished(draw: st.DrawFn) -> Interview:
    """A form answered to its end, with two questions at least."""
    interview = begin(draw(forms()))
    play_to_the_end(interview)
    assume(interview.current is None and len(interview.review().lines) > 1)
    return interview


def touched(form: Form, path: str) -> set[str]:
    """What may change when the answer at `path` does: what reads it, and what is below that."""
    found, waiting = {path}, [path]
    while waiting:
        at = waiting.pop()
        below = [one for one in form.paths.values() if one.startswith(at + "/")]
        readers = (*form.dependents.get(at, ()), *form.checks.get(at, ()), *below)
        waiting += [one for one in readers if one not in found]
        found.update(readers)
    return found


def edit(interview: Interview, path: str) -> None:
    """Answer otherwise, and what is asked because of it well."""
    name = path.rpartition("/")[2]
    spots = {line.spot.name: line.spot.number for line in interview.review().lines}
    say(interview, f"sửa {spots[name]}")
    question = interview.current
    assert question is not None
    if question.kind == "image":
        interview.hear(Reply(attachments=(Attachment("photo", "b.jpg"),)))
    else:
        say(interview, OTHERS[question.kind])
    say(interview, "tiếp")
    play_to_the_end(interview)


@SLOW
@given(finished(), st.data())
def test_the_order_of_edits_that_do_not_touch_each_other_does_not_matter(
    interview: Interview, data: st.DataObject
) -> None:
    form = interview.form
    paths = [form.paths[line.spot.name] for line in interview.review().lines]
    one, other = data.draw(st.lists(st.sampled_from(paths), min_size=2, max_size=2, unique=True))
    assume(other not in touched(form, one) and one not in touched(form, other))
    again = restored(interview)

    edit(interview, one)
    edit(interview, other)
    edit(again, other)
    edit(again, one)

    assert again.kept == interview.kept
    assert again.review() == interview.review()
    assert again.showing.nested() == interview.showing.nested()


@SLOW
@given(forms(), st.integers(0, 6), st.sampled_from(NONSENSE))
def test_words_that_mean_nothing_change_nothing(form: Form, answers: int, word: str) -> None:
    interview = begin(form)
    for _ in range(answers):
        if interview.current is not None:
            answer(interview, interview.current)
    question = interview.current
    assume(question is not None and (question.kind not in OPEN or not word.strip("\u200b ")))
    kept, before = interview.kept, interview.ask()

    events = say(interview, word)

    assert interview.kept == kept
    assert isinstance(events[0], Refused)
    assert interview.ask() == before


@SLOW
@given(forms(), st.integers(0, 6), st.sampled_from(BAD_PRESSES))
def test_a_button_that_nobody_made_changes_nothing(form: Form, answers: int, press: str) -> None:
    interview = begin(form)
    for _ in range(answers):
        if interview.current is not None:
            answer(interview, interview.current)
    kept, before = interview.kept, interview.ask()

    last = interview.hear(Reply(press=press))[-1]

    assert interview.kept == kept
    assert isinstance(getattr(last, "asked", last), Asked | Finished)
    assert interview.ask() == before


@SLOW
@given(forms(), st.integers(1, 5))
def test_any_number_of_steps_back_and_on_again_leaves_all_as_it_was(form: Form, steps: int) -> None:
    gone_back, stayed = begin(form), begin(form)
    for interview in (gone_back, stayed):
        for _ in range(steps):
            if interview.current is not None:
                answer(interview, interview.current)

    say(gone_back, *["quay lại"] * steps, "tiếp")
    play_to_the_end(gone_back)
    play_to_the_end(stayed)

    assert gone_back.kept == stayed.kept
    assert gone_back.ask() == stayed.ask()


@pytest.mark.parametrize("kind", GOOD)
def test_there_is_another_answer_to_every_kind_of_question(kind: str) -> None:
    assert kind == "image" or OTHERS[kind] != GOOD[kind].text or kind == "acknowledge"
