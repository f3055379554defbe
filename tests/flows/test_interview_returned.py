"""Questions that the commune returned: only those are asked again, each with its reason."""

import json

import pytest
from forms_for_tests import (
    NOW,
    TAG,
    answered,
    asked,
    awaited,
    begin,
    finished,
    form,
    photos,
    press,
    refused,
    restored,
    say,
    survey,
    taken,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from random_forms import Buttons, Said, conversations, forms, play_to_the_end

from flows import corrections
from flows.events import Answered, Asked, Finished, Refused, Skipped
from flows.forms.model import Form
from flows.interview import Interview
from flows.messages import as_text
from flows.replies import Attachment, Reply
from flows.returns import RETURNED
from flows.speech import Speech
from flows.wording import words

# A form is converted for each example; they are the same in every run.
SLOW = settings(max_examples=60, deadline=None, derandomize=True)

HOME = form("""
| survey | type | name | label | required | relevant |
| | text | job | Bác làm nghề gì? | | |
| | select_one how | reads | Bác có hay đọc sách không? | yes | |
| | image | reads_photo | Xin một ảnh sách. | | ${reads} != 'never' |
| | select_one how | helps | Bác có giúp ai học không? | yes | |
| | image | helps_photo | Xin một ảnh. | | ${helps} != 'never' |
| | text | whom | Bác giúp ai? | | ${helps} = 'often' |
| | text | more | Còn gì nữa? | | |
| choices | list_name | name | label | points |
| | how | often | Thường xuyên | 10 |
| | how | some | Ít khi | 5 |
| | how | never | Chưa | 0 |
| criteria | criterion | label | threshold |
| | home | Ở nhà | |
| | total | Cả phiếu | 15 |
| indicators | criterion | indicator | label | max | min | evidence |
| | home | reads | Đọc sách | 10 | 5 | reads_photo |
| | home | helps | Giúp người | 10 | 5 | helps_photo |
| pack | title | official | profile |
| | citizen | no | job |
""")
BLURRED = "ảnh mờ, chưa đọc được tên"
UNPROVEN = "xã chưa thấy việc làm cụ thể"


def complete() -> Interview:
    """A complete form: two photos of reading, none of helping."""
    interview = answered(HOME, "làm ruộng", "1")
    interview.hear(Reply(attachments=photos("a.jpg", "b.jpg")))
    say(interview, "1", "bỏ qua", "con út", "không")
    assert awaited(interview) == ""
    return interview


def sent_back(**reasons: str) -> Interview:
    """The complete form after these questions came back."""
    by_path = {HOME.paths[name]: reason for name, reason in reasons.items()}
    kept = corrections.returned(complete().kept, by_path)
    return Interview(HOME, kept, now=NOW, tag=TAG)


def mark(name: str) -> str:
    return RETURNED + HOME.paths[name]


def read(interview: Interview, *texts: str, language: str = "vi") -> str:
    """What a person reads after the last of these replies."""
    messages = Speech(words(language)).messages(say(interview, *texts))
    return "\n---\n".join("\n".join(as_text(message, 4000)) for message in messages)


# ---- what is asked


def test_only_the_returned_questions_are_asked_again_in_the_order_of_the_form() -> None:
    interview = sent_back(helps=UNPROVEN, reads=BLURRED)
    order = [awaited(interview)]

    for text in ("2", "2"):
        say(interview, text)
        order.append(awaited(interview))

    assert order == ["reads", "helps", ""]
    assert interview.sheet.by_name("more") == "không"


def test_a_returned_question_comes_with_its_reason_its_number_and_what_stands_there() -> None:
    interview = sent_back(helps=UNPROVEN)

    question = asked(interview.ask())

    assert (question.returned, question.kept) == (UNPROVEN, "Thường xuyên")
    assert (question.spot.number, question.spot.heading) == (2, "Giúp người")


def test_the_count_is_of_what_was_returned_while_the_question_keeps_its_number() -> None:
    interview = sent_back(reads_photo=BLURRED, helps=UNPROVEN, more="ghi rõ hơn")
    turns = [asked(interview.ask()).turn]

    turns += [asked(say(interview, text)).turn for text in ("giữ", "giữ")]

    assert turns == [(1, 3), (2, 3), (3, 3)]
    assert asked(interview.ask()).spot.number == 4


@pytest.mark.parametrize(("word", "value"), [("giữ", "often"), ("bỏ qua", "often"), ("2", "some")])
def test_answering_keeping_and_passing_over_each_settle_a_returned_question(
    word: str, value: str
) -> None:
    interview = sent_back(helps=UNPROVEN)

    say(interview, word)

    assert corrections.marks(interview.kept) == {}
    assert interview.sheet.by_name("helps") == value


def test_an_answer_that_is_kept_is_told_as_unchanged() -> None:
    kept, changed = sent_back(helps=UNPROVEN), sent_back(helps=UNPROVEN)

    told = [taken(say(kept, "giữ")).unchanged, taken(say(changed, "2")).unchanged]

    assert told == [True, False]


def test_the_same_answer_given_once_more_is_unchanged_too() -> None:
    interview = sent_back(helps=UNPROVEN)

    assert taken(say(interview, "1")).unchanged


def test_keeping_what_is_blank_passes_it_over() -> None:
    interview = sent_back(helps_photo="thiếu ảnh")

    first, last = say(interview, "giữ")

    assert isinstance(first, Skipped)
    assert first.left == 0
    assert isinstance(last, Finished)


def test_a_word_that_only_a_returned_question_knows_answers_any_other() -> None:
    interview = begin(HOME)

    assert taken(say(interview, "giữ")).value == "giữ"


def test_a_reply_that_is_no_answer_leaves_the_question_returned() -> None:
    interview = sent_back(reads=BLURRED)
    before = interview.kept

    no = refused(say(interview, "nhiều lắm"))

    assert no.asked is not None
    assert no.asked.returned == BLURRED
    assert interview.kept == before


def test_each_answer_tells_how_many_are_left() -> None:
    interview = sent_back(reads=BLURRED, helps_photo="thiếu ảnh", more="ghi rõ hơn")

    first = taken(say(interview, "giữ"))
    (second, *_) = say(interview, "bỏ qua")
    last = taken(say(interview, "đi họp bản"))

    assert isinstance(second, Skipped)
    assert (first.left, second.left, last.left) == (2, 1, 0)


def test_an_answer_to_another_question_tells_of_nothing_left() -> None:
    interview = sent_back(helps=UNPROVEN)

    assert taken(say(interview, "sửa a", "thợ mộc")).left is None
    assert awaited(interview) == "helps"


def test_after_the_last_one_the_form_is_complete_and_scored_anew() -> None:
    interview = sent_back(helps=UNPROVEN)

    end = finished(say(interview, "2"))

    assert end.score is not None
    assert (end.score.total, end.score.verdict) == (15, "pass")


def test_a_button_answers_a_returned_question() -> None:
    interview = sent_back(helps=UNPROVEN)
    buttons = asked(interview.ask()).presses

    events = press(interview, buttons[1])

    assert taken(events).value == "some"
    assert isinstance(events[-1], Finished)


# ---- what a correction brings about


def test_a_question_that_a_correction_brings_about_follows_it_at_once() -> None:
    low = answered(HOME, "làm ruộng", "3", "2", "bỏ qua", "không")
    paths = HOME.paths
    reasons = {paths["reads"]: "xã thấy bác có đọc", paths["more"]: "ghi rõ hơn"}
    interview = Interview(HOME, corrections.returned(low.kept, reasons), now=NOW, tag=TAG)

    photo = asked(say(interview, "1"))

    assert (photo.spot.name, photo.added, photo.returned) == ("reads_photo", True, "")
    assert photo.turn == (1, 2)
    assert asked(say(interview, "bỏ qua")).turn == (2, 2)


def test_a_question_the_person_chose_is_not_one_that_was_added() -> None:
    interview = sent_back(helps=UNPROVEN)

    question = asked(say(interview, "sửa 1"))

    assert (question.spot.name, question.added, question.turn) == ("reads", False, (1, 1))


def test_a_returned_question_that_falls_away_is_neither_asked_nor_counted() -> None:
    interview = sent_back(helps=UNPROVEN, whom="ghi rõ ai")

    events = say(interview, "2")

    assert taken(events).left == 0
    assert isinstance(events[-1], Finished)


def test_a_returned_question_that_comes_back_after_a_slip_is_still_returned() -> None:
    interview = sent_back(helps=UNPROVEN, whom="ghi rõ ai")
    say(interview, "2")

    question = asked(say(interview, "sửa 2", "1"))

    assert (question.spot.name, question.returned) == ("whom", "ghi rõ ai")


# ---- photos


def test_new_photos_take_the_place_of_the_returned_ones() -> None:
    interview = sent_back(reads_photo=BLURRED)

    events = interview.hear(Reply(attachments=photos("c.jpg")))

    assert taken(events).value == "c.jpg"
    assert not taken(events).unchanged


def test_more_photos_of_the_same_album_join_the_new_ones() -> None:
    interview = sent_back(reads_photo=BLURRED, more="ghi rõ hơn")
    interview.hear(Reply(attachments=photos("c.jpg")))

    events = restored(interview).add_files("reads_photo", photos("d.jpg"))

    assert taken(events).value == "c.jpg d.jpg"
    assert taken(events).left == 1


def test_photos_that_join_before_the_returned_ones_were_replaced_take_their_place() -> None:
    interview = sent_back(reads_photo=BLURRED)

    events = interview.add_files("reads_photo", photos("d.jpg"))

    assert taken(events).value == "d.jpg"
    assert isinstance(events[-1], Finished)


def test_bad_photos_leave_the_old_ones_and_the_question_returned() -> None:
    interview = sent_back(reads_photo=BLURRED)

    (no,) = interview.hear(Reply(attachments=(Attachment("photo", problem="too_big"),)))

    assert isinstance(no, Refused)
    assert interview.sheet.by_name("reads_photo") == "a.jpg b.jpg"
    assert awaited(interview) == "reads_photo"


def test_returned_photos_may_be_kept() -> None:
    interview = sent_back(reads_photo=BLURRED)

    events = say(interview, "giữ")

    assert (taken(events).value, taken(events).unchanged) == ("a.jpg b.jpg", True)


# ---- going about


def test_back_goes_to_the_returned_question_before() -> None:
    interview = sent_back(reads=BLURRED, more="ghi rõ hơn")
    say(interview, "2")

    question = asked(say(interview, "quay lại"))

    assert (question.spot.name, question.kept, question.turn) == ("reads", "Ít khi", (1, 2))
    assert asked(say(interview, "tiếp")).spot.name == "more"


def test_back_from_the_end_goes_to_the_last_returned_question() -> None:
    interview = sent_back(reads=BLURRED)
    say(interview, "2")

    assert asked(say(interview, "quay lại")).spot.name == "reads"


def test_before_the_first_returned_question_there_is_no_way_back() -> None:
    interview = sent_back(helps=UNPROVEN)

    events = say(interview, "quay lại")

    assert refused(events).reason == "nothing_returned_before"
    assert asked(events).returned == UNPROVEN


def test_a_question_one_jumped_to_comes_before_the_returned_ones() -> None:
    interview = sent_back(helps=UNPROVEN, more="ghi rõ hơn")

    later = asked(say(interview, "sửa 4"))
    events = say(interview, "đi họp bản")

    assert (later.spot.name, later.returned) == ("more", "ghi rõ hơn")
    assert (asked(events).spot.name, taken(events).left) == ("helps", 1)


def test_the_review_tells_what_is_still_returned() -> None:
    interview = sent_back(reads_photo=BLURRED, helps=UNPROVEN)
    before = interview.review()
    say(interview, "giữ")

    after = interview.review()

    assert [line.spot.name for line in before.lines if line.returned] == ["reads", "helps"]
    assert [line.spot.name for line in after.lines if line.returned] == ["helps"]


def test_what_is_left_is_listed_with_its_reasons() -> None:
    interview = sent_back(reads_photo=BLURRED, helps=UNPROVEN, job="ghi rõ nghề")
    say(interview, "thợ mộc")

    left = interview.left()

    assert [(spot.name, reason) for spot, reason in left] == [
        ("reads_photo", BLURRED),
        ("helps", UNPROVEN),
    ]


# ---- leaving off and resuming


def test_a_correction_goes_on_where_it_was_left() -> None:
    interview = sent_back(reads=BLURRED, more="ghi rõ hơn")
    say(interview, "2")

    later = Interview(HOME, json.loads(json.dumps(interview.kept)), now=NOW, tag=TAG)

    assert later.ask() == interview.ask()
    assert asked(later.ask()).turn == (2, 2)


def test_a_session_is_not_taken_up_again_once_a_question_came_back() -> None:
    interview = complete()
    kept = corrections.returned(interview.kept, {HOME.paths["helps"]: UNPROVEN})

    assert not interview.goes_on(HOME, kept, NOW, "")
    assert Interview(HOME, kept, now=NOW, tag=TAG).goes_on(HOME, kept, NOW, "")


def test_a_mark_for_a_question_this_form_does_not_have_is_carried_along() -> None:
    kept = {**complete().kept, "!/data/gone": "không rõ"}

    interview = Interview(HOME, kept, now=NOW, tag=TAG)

    assert isinstance(interview.ask()[-1], Finished)
    assert interview.kept == kept


def test_what_was_settled_is_forgotten_when_more_is_returned() -> None:
    interview = sent_back(reads=BLURRED, more="ghi rõ hơn")
    say(interview, "2")

    kept = corrections.returned(interview.kept, {HOME.paths["helps"]: " " + UNPROVEN})

    assert mark("reads") not in kept
    assert corrections.marks(kept) == {
        HOME.paths["more"]: "ghi rõ hơn",
        HOME.paths["helps"]: UNPROVEN,
    }


def test_nothing_is_returned_without_a_reason() -> None:
    with pytest.raises(ValueError, match="/data/helps"):
        corrections.returned({}, {"/data/helps": "  "})


def test_a_form_that_is_handed_in_has_no_marks() -> None:
    interview = sent_back(reads=BLURRED)
    say(interview, "giữ")

    assert corrections.unmarked(interview.kept) == complete().kept


# ---- forms nobody thought of


def handed_back(of: Form, chosen: list[int]) -> Interview:
    """The form answered to its end, some of its questions returned."""
    interview = begin(of)
    play_to_the_end(interview)
    asked_for = interview.showing.asked_for()
    every = [question.path for question in asked_for] or ["/data/nowhere"]
    reasons = {every[at % len(every)]: f"lý do {at}" for at in chosen}
    return Interview(of, corrections.returned(interview.kept, reasons), now=NOW, tag=TAG)


choices = st.lists(st.integers(0, 5), min_size=1, max_size=4)


@SLOW
@given(forms(), choices, conversations)
def test_resuming_a_correction_is_as_if_one_had_never_left(
    of: Form, chosen: list[int], conversation: list[Said]
) -> None:
    staying = handed_back(of, chosen)
    buttons = Buttons()
    buttons.see(list(staying.ask()))
    for said in conversation:
        returning = Interview(of, json.loads(json.dumps(staying.kept)), now=NOW, tag=TAG)
        assert returning.ask() == staying.ask()

        reply = buttons.reply(said)
        events = staying.hear(reply)
        buttons.see(list(events))

        assert returning.hear(reply) == events
        assert returning.kept == staying.kept
        assert returning.left() == staying.left()


@SLOW
@given(forms(), choices)
def test_exactly_the_returned_questions_are_asked_when_each_is_kept(
    of: Form, chosen: list[int]
) -> None:
    interview = handed_back(of, chosen)
    answers, seen = corrections.unmarked(interview.kept), []
    expected = [spot.name for spot, _ in interview.left()]

    while (question := interview.current) is not None:
        seen.append(question.name)
        interview.hear(Reply("giữ"))

    assert seen == expected
    assert corrections.unmarked(interview.kept) == answers


@SLOW
@given(forms(), choices, conversations)
def test_a_correction_can_be_finished_from_wherever_it_was_left(
    of: Form, chosen: list[int], conversation: list[Said]
) -> None:
    interview = handed_back(of, chosen)
    buttons = Buttons()
    buttons.see(list(interview.ask()))
    for said in conversation:
        buttons.see(list(interview.hear(buttons.reply(said))))

    play_to_the_end(interview)

    assert isinstance(restored(interview).ask()[-1], Finished)
    assert interview.left() == []


@SLOW
@given(forms(), choices, conversations)
def test_whatever_is_said_the_count_of_what_is_left_is_the_true_one(
    of: Form, chosen: list[int], conversation: list[Said]
) -> None:
    interview = handed_back(of, chosen)
    buttons = Buttons()
    buttons.see(list(interview.ask()))

    for said in conversation:
        events = interview.hear(buttons.reply(said))
        buttons.see(list(events))

        told = [e.left for e in events if isinstance(e, Answered | Skipped) and e.left is not None]
        assert all(count == len(interview.left()) for count in told)
        last = events[-1]
        if isinstance(last, Asked) and last.turn:
            assert 1 <= last.turn[0] <= last.turn[1]


# ---- what people read


def test_the_reason_stands_above_the_question() -> None:
    interview = sent_back(helps=UNPROVEN, more="ghi rõ hơn.")

    assert (
        read(interview)
        == """Xã trả lại câu 2: xã chưa thấy việc làm cụ thể.

Câu 2/4 · Giúp người
Bác có giúp ai học không?
Đang ghi: Thường xuyên. Giữ nguyên thì gõ "giữ".

1. Thường xuyên (10 điểm)
2. Ít khi (5 điểm)
3. Chưa (0 điểm)"""
    )


def test_a_returned_photo_says_that_a_new_one_replaces_it() -> None:
    interview = sent_back(reads_photo=BLURRED)

    assert (
        read(interview)
        == """Xã trả lại ảnh của câu 1: ảnh mờ, chưa đọc được tên.

Ảnh cho câu 1
Xin một ảnh sách.
Ảnh mới sẽ thay ảnh cũ. Muốn giữ ảnh cũ thì gõ "giữ"."""
    )


def test_a_question_that_is_itself_a_photo_is_returned_as_a_question() -> None:
    gate = survey("type | name | label", "image | gate | Xin một ảnh cổng bản.")
    marked = {"/data/gate": "a.jpg", "!/data/gate": "ảnh mờ"}

    said = read(Interview(gate, marked, now=NOW, tag=TAG))

    assert said.startswith("Xã trả lại câu 1: ảnh mờ.\n\nCâu 1/1\n")


def test_one_message_tells_what_was_kept_what_is_left_and_what_comes_next() -> None:
    interview = sent_back(reads_photo=BLURRED, more="ghi rõ hơn")

    assert (
        read(interview, "giữ")
        == """✅ Giữ nguyên 2 ảnh cho câu 1

Còn 1 chỗ xã trả lại.

Xã trả lại câu 4: ghi rõ hơn.

Câu 4/4
Còn gì nữa?
Đang ghi: không. Giữ nguyên thì gõ "giữ"."""
    )


def test_the_last_answer_of_a_correction_says_that_it_is_done() -> None:
    interview = sent_back(more="ghi rõ hơn")

    assert (
        read(interview, "đi họp bản")
        == """✅ Đã ghi câu 4: đi họp bản

Các chỗ xã trả lại đã xong.

Xong 4 câu."""
    )


def test_a_question_that_was_added_says_so() -> None:
    low = answered(HOME, "làm ruộng", "3", "2", "bỏ qua", "không")
    reasons = {HOME.paths["reads"]: "xã thấy bác có đọc"}
    interview = Interview(HOME, corrections.returned(low.kept, reasons), now=NOW, tag=TAG)

    assert (
        read(interview, "1")
        == """✅ Đã ghi câu 1: Thường xuyên (10 điểm)

Các chỗ xã trả lại đã xong.

Cần thêm câu này nữa.

Ảnh cho câu 1
Xin một ảnh sách.
Không trả lời thì gõ "bỏ qua"."""
    )


def test_help_on_a_returned_question_repeats_the_reason() -> None:
    interview = sent_back(helps=UNPROVEN)

    assert read(interview, "?").startswith("Xã trả lại câu 2: xã chưa thấy việc làm cụ thể.\n")


def test_the_review_names_what_is_still_returned_in_words() -> None:
    interview = sent_back(helps=UNPROVEN)

    assert "2. Giúp người: Thường xuyên (10 điểm) · xã trả lại\n" in read(interview, "xem lại")


def test_a_correction_speaks_english_too() -> None:
    interview = sent_back(reads_photo="too dark", helps="no example given")

    assert read(interview, language="en").startswith(
        "The commune returned the photo for question 1: too dark.\n"
    )
    assert (
        read(interview, "keep", language="en")
        == """✅ Photos kept as they were, question 1: 2

Still returned by the commune: 1.

The commune returned question 2: no example given.

Question 2/4 · Giúp người
Bác có giúp ai học không?
Your answer so far: Thường xuyên. To keep it, type "keep".

1. Thường xuyên (10 points)
2. Ít khi (5 points)
3. Chưa (0 points)"""
    )


def test_the_bar_counts_the_returned_questions() -> None:
    interview = sent_back(reads=BLURRED, helps=UNPROVEN)

    (message,) = Speech(words("vi")).messages(say(interview, "giữ"))

    assert (message.step, message.progress) == ("Câu 2/4 · Giúp người", (2, 2))
