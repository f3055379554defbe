"""What happened, put in words: what a person reads on one screen of a phone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest

from flows.answers import SHOWN
from flows.events import (
    Answered,
    Asked,
    DeskEvent,
    Finished,
    Helped,
    Line,
    MenuLine,
    Noted,
    Prompted,
    Refused,
    Reviewed,
    Skipped,
    Spot,
    Summed,
    Told,
)
from flows.messages import Bar, Choice, Message, as_text
from flows.questions import Asking, Bounds, Offer, Option, Read, Sent
from flows.scoring import CriterionScore, Score, Verdict
from flows.speech import SCREEN, TIPS, Speech, shows_tip
from flows.wording import words

THIRD = Spot("i3", 3, 10, heading="Tự học")
FOURTH = Spot("i4", 4, 10, heading="Đọc sách")
PHOTO = Spot("i3_photo", 3, 10, heading="Tự học", is_evidence=True)
WORK = Spot("work", None, 10, letter="a", heading="Về bác")
LONE_PHOTO = Spot("p", None, 10, is_evidence=True)
STEPS = (Option(1, "full", "Thường xuyên", 10.0), Option(2, "some", "Ít khi", 2.5))
PRESSES = ("q.7-1.3.0", "q.7-1.3.1")
STUDY = Asking("i4", "select_one", "Bác có tự học không?", required=True, options=STEPS)
ASKED = Asked(FOURTH, STUDY, PRESSES)
ANSWERED = Answered(THIRD, "full", "Thường xuyên", "select_one", points=10.0)
LINES = (MenuLine("Làm tiếp", "r.7-1.go"), MenuLine("Để sau", "r.7-1.later", "hạn thứ Sáu"))


def said(*events: DeskEvent, tips: int = TIPS, language: str = "vi") -> list[Message]:
    return Speech(words(language), tips).messages(events)


def only(*events: DeskEvent, tips: int = TIPS, language: str = "vi") -> Message:
    messages = said(*events, tips=tips, language=language)
    assert len(messages) == 1
    return messages[0]


def asking(kind: str, text: str = "Bác học gì?", *, required: bool = False) -> Asked:
    return Asked(FOURTH, Asking("i4", kind, text, required=required))


def criterion(label: str, points: float, most: float, passed: bool | None = None) -> CriterionScore:
    return CriterionScore(
        "c", {"vi": label}, points, most, needed=20.0, passed=passed, indicators=()
    )


def summed(
    verdict: Verdict = "",
    *,
    total: float = 70.0,
    criteria: Sequence[CriterionScore] = (),
    weak: tuple[tuple[Spot, float, float], ...] = (),
    official: bool = True,
) -> Summed:
    score = Score(total, 100.0, verdict, needed=80.0, criteria=tuple(criteria))
    lines = (MenuLine("Gửi lên bản", "z.7-1.submit"),)
    return Summed(Finished(score, 10, weak), "Phiếu", official, "vi", lines)


# ---- one reply, one message


def test_a_taken_answer_and_the_next_question_make_one_message() -> None:
    message = only(ANSWERED, ASKED)

    assert message.receipt == "Đã ghi câu 3: Thường xuyên (10 điểm)"
    assert (message.step, message.text) == ("Câu 4/10 · Đọc sách", "Bác có tự học không?")
    assert (message.role, message.progress) == ("ask", (4, 10))


def test_what_does_not_fit_a_screen_is_said_before_the_question_not_with_it() -> None:
    long = Noted("n", "a" * SCREEN)

    first, second = said(ANSWERED, long, ASKED)

    assert (first.receipt, first.text) == ("Đã ghi câu 3: Thường xuyên (10 điểm)", long.text)
    assert (second.receipt, second.text) == ("", "Bác có tự học không?")


@pytest.mark.parametrize(("room", "messages"), [(0, 1), (1, 2)])
def test_a_screen_is_filled_to_its_last_character(room: int, messages: int) -> None:
    question = len("Câu 4/10 · Đọc sách") + len("Bác có tự học không?")
    note = Noted("n", "a" * (SCREEN - question + room))

    found = said(note, ASKED)

    assert len(found) == messages


def test_a_long_question_with_a_receipt_alone_stays_one_message() -> None:
    question = Asked(FOURTH, Asking("i4", "text", "a" * SCREEN, required=True))

    message = only(ANSWERED, question)

    assert message.receipt == "Đã ghi câu 3: Thường xuyên (10 điểm)"


def test_something_told_without_a_question_after_it_is_said_all_the_same() -> None:
    message = only(ANSWERED, Told("agreed"))

    assert message.receipt == "Đã ghi câu 3: Thường xuyên (10 điểm)"
    assert (message.text, message.lead) == ("Cảm ơn bác đã đồng ý.", "")


def test_notes_stand_before_the_question_in_their_order() -> None:
    message = only(Noted("a", "Một."), Noted("b", "Hai."), ASKED)

    assert message.lead == "Một.\n\nHai."


# ---- the question


def test_choices_carry_their_points_and_their_buttons() -> None:
    message = only(ASKED)

    assert message.choices == (
        Choice(1, "Thường xuyên", "10 điểm", "q.7-1.3.0"),
        Choice(2, "Ít khi", "2,5 điểm", "q.7-1.3.1"),
    )


@pytest.mark.parametrize(("shown_before", "is_there"), [(0, True), (2, True), (3, False)])
def test_the_line_about_numbers_is_there_the_first_three_times(
    shown_before: int, is_there: bool
) -> None:
    message = only(ASKED, tips=shown_before)

    assert ("Bác gõ số đầu dòng" in message.text) is is_there


def test_only_a_question_with_choices_counts_as_having_shown_the_line() -> None:
    assert shows_tip([ANSWERED, ASKED])
    assert not shows_tip([ANSWERED, asking("text")])
    assert not shows_tip([Told("agreed")])


def test_where_several_may_be_chosen_it_says_how_every_time() -> None:
    several = Asked(FOURTH, Asking("i4", "select_multiple", "Sách gì?", "", True, STEPS))

    message = only(several)

    assert message.text.endswith("\nChọn được nhiều dòng. Gõ các số, ví dụ: 1 3")
    assert message.expects == "many"
    assert [choice.press for choice in message.choices] == ["", ""]


def test_a_question_that_may_stay_blank_says_how_to_pass_it_over() -> None:
    message = only(asking("text"))

    assert message.text == 'Bác học gì?\nKhông trả lời thì gõ "bỏ qua".'


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_form_that_says_so_itself_is_not_repeated(language: str) -> None:
    own = 'Xin gửi một ảnh. Chưa có thì gõ "bỏ qua" (skip).'

    message = only(asking("image", own), language=language)

    assert message.text == own


def test_a_question_that_must_be_answered_offers_no_way_around() -> None:
    message = only(asking("text", required=True))

    assert message.text == "Bác học gì?"


def test_what_stands_there_already_may_be_kept_with_one_word() -> None:
    message = only(Asked(FOURTH, Asking("i4", "text", "Bác học gì?"), kept="học chữ Thái"))

    assert message.text == 'Bác học gì?\nĐang ghi: học chữ Thái. Giữ nguyên thì gõ "giữ".'


def test_photos_that_stand_there_already_may_be_kept_too() -> None:
    message = only(Asked(PHOTO, Asking("p", "image", "Xin gửi ảnh."), kept=Sent(2)))

    assert message.text == 'Xin gửi ảnh.\nĐã có ở đây rồi. Giữ nguyên thì gõ "giữ".'


def test_something_to_read_has_one_button() -> None:
    rules = Asked(FOURTH, Asking("r", "acknowledge", "Bác đọc kỹ.", required=True), ("q.7-1.3.0",))

    message = only(rules)

    assert message.choices == (Choice(1, "Tôi đã rõ", "", "q.7-1.3.0"),)


@pytest.mark.parametrize(
    ("spot", "step"),
    [
        (THIRD, "Câu 3/10 · Tự học"),
        (Spot("q", 3, 10), "Câu 3/10"),
        (PHOTO, "Ảnh cho câu 3"),
        (LONE_PHOTO, "Ảnh cho câu này"),
        (WORK, "Trước khi bắt đầu"),
    ],
)
def test_the_heading_says_where_one_stands(spot: Spot, step: str) -> None:
    message = only(Asked(spot, STUDY, PRESSES))

    assert message.step == step


def test_questions_about_the_person_do_not_move_the_progress() -> None:
    message = only(Asked(WORK, STUDY, PRESSES))

    assert message.progress is None


@pytest.mark.parametrize(
    ("kind", "expects"),
    [("text", "text"), ("integer", "number"), ("image", "photo"), ("file", "file")],
)
def test_a_screen_learns_what_would_answer(kind: str, expects: str) -> None:
    message = only(asking(kind))

    assert message.expects == expects


# ---- receipts and remarks


@pytest.mark.parametrize(
    ("answered", "receipt"),
    [
        (Answered(THIRD, "5", "5", "integer"), "Đã ghi câu 3: 5"),
        (Answered(WORK, "a", "Làm ruộng", "select_one"), "Đã ghi mục a: Làm ruộng"),
        (Answered(PHOTO, "a.jpg b.jpg", Sent(2), "image"), "Đã giữ 2 ảnh cho câu 3"),
        (Answered(THIRD, "a.pdf", "1 tệp", "file"), "Đã giữ 1 giấy tờ cho câu 3"),
        (Answered(LONE_PHOTO, "a.jpg", Sent(1), "image"), "Đã giữ 1 ảnh cho câu này"),
        (Answered(THIRD, "OK", Read(), "acknowledge"), "Đã ghi câu 3: đã đọc"),
    ],
)
def test_a_receipt_says_what_was_kept_and_where(answered: Answered, receipt: str) -> None:
    message = only(answered, ASKED)

    assert message.receipt == receipt


def test_a_long_answer_is_repeated_in_one_short_line() -> None:
    story = "tôi học\n" * 40

    message = only(Answered(THIRD, story, story, "text"), ASKED)

    shown = message.receipt.removeprefix("Đã ghi câu 3: ")
    assert len(shown) == SHOWN
    assert shown.startswith("tôi học tôi học")
    assert shown.endswith("…")


def test_two_answers_of_one_reply_get_a_receipt_each() -> None:
    message = only(Answered(WORK, "a", "Làm ruộng", "select_one"), ANSWERED, ASKED)

    assert message.receipt.splitlines() == [
        "Đã ghi mục a: Làm ruộng",
        "Đã ghi câu 3: Thường xuyên (10 điểm)",
    ]


def test_answers_no_longer_needed_are_counted() -> None:
    message = only(Answered(THIRD, "0", "0", "integer", now_closed=2), ASKED)

    assert message.lead == "Vì vậy 2 câu đã trả lời trước đây không còn cần nữa."


def test_a_photo_used_before_is_remarked_with_the_way_to_send_another() -> None:
    message = only(Answered(PHOTO, "a.jpg", "1 ảnh", "image", reused="câu 1"), ASKED)

    assert message.lead.startswith("⚠️ Ảnh này đã dùng ở câu 1.")
    assert 'gõ "sửa ảnh 3"' in message.lead


def test_a_photo_of_no_counted_question_is_changed_by_going_back() -> None:
    message = only(Answered(LONE_PHOTO, "a.jpg", "1 ảnh", "image", reused="câu 1"), ASKED)

    assert 'gõ "quay lại"' in message.lead


@pytest.mark.parametrize(
    ("spot", "told"),
    [
        (THIRD, 'Để trống câu 3. Khi nào muốn trả lời, gõ "sửa 3".'),
        (WORK, 'Để trống mục a. Khi nào muốn trả lời, gõ "sửa a".'),
        (PHOTO, 'Chưa có ảnh cho câu 3. Khi nào có, gõ "sửa ảnh 3" để gửi.'),
        (LONE_PHOTO, "Để trống câu này."),
    ],
)
def test_a_question_passed_over_says_how_to_come_back_to_it(spot: Spot, told: str) -> None:
    message = only(Skipped(spot), ASKED)

    assert message.lead == told


# ---- refusals and help


def test_a_refusal_repeats_the_choices_and_not_the_question() -> None:
    message = only(Refused("not_an_option", {"first": 1, "last": 2}, ASKED))

    assert message.text == "Chưa rõ bác chọn dòng nào. Bác gõ một số từ 1 đến 2."
    assert [choice.press for choice in message.choices] == list(PRESSES)
    assert (message.step, message.progress) == ("", (4, 10))


def test_a_refusal_at_a_menu_repeats_the_menu() -> None:
    facts = {"first": 1, "last": 2, "typed": 9, "menu": LINES}

    message = only(Refused("out_of_range", facts))

    assert message.text == "Không có dòng 9. Bác gõ một số từ 1 đến 2."
    assert message.choices == (
        Choice(1, "Làm tiếp", "", "r.7-1.go"),
        Choice(2, "Để sau", "hạn thứ Sáu", "r.7-1.later"),
    )


def test_of_a_single_line_no_range_is_made() -> None:
    message = only(Refused("not_an_option", {"first": 1, "last": 1}, ASKED))

    assert message.text == "Chưa rõ bác chọn dòng nào. Bác gõ số 1."


def test_a_refusal_with_the_question_again_stands_before_it() -> None:
    message = only(Refused("nothing_before", again=True), ASKED)

    assert message.lead == "Đây là câu đầu tiên, không còn câu nào trước."
    assert message.text == "Bác có tự học không?"


def test_the_words_of_the_form_come_before_ours() -> None:
    own = {"message": "Nhà bác chỉ có 3 cháu.", "shown": "5"}

    message = only(Refused("constraint", own, ASKED))

    assert message.text == "Nhà bác chỉ có 3 cháu."


def test_without_words_of_the_form_the_answer_is_named() -> None:
    message = only(Refused("constraint", {"message": "", "shown": "5"}, ASKED))

    assert message.text.startswith('Câu trả lời "5" chưa hợp')


@pytest.mark.parametrize(
    ("pressed", "text"),
    [
        (THIRD, 'Nút này của câu 3. Muốn sửa câu đó, gõ "sửa 3".'),
        (WORK, 'Nút này của mục a. Muốn sửa câu đó, gõ "sửa a".'),
        (Spot("gone", None, 10), "Nút này cũ rồi, không dùng được nữa."),
    ],
)
def test_a_late_button_is_told_whose_it_is(pressed: Spot, text: str) -> None:
    message = only(Refused("late_button", {"pressed": pressed}, again=True), ASKED)

    assert message.lead == text


def test_what_was_sent_instead_of_words_is_named_and_known_to_be_lost() -> None:
    message = only(Refused("words_please", {"sent": "voice"}, ASKED))

    assert message.text == "Chỗ này cần gõ chữ hoặc số. Lời nói vừa gửi chưa được giữ lại."


@pytest.mark.parametrize(
    ("bounds", "spoken"),
    [
        (Bounds(Decimal(0), Decimal(30)), " từ 0 đến 30, ví dụ: 12"),
        (Bounds(Decimal(0), Decimal(10)), " từ 0 đến 10, ví dụ: 5"),
        (Bounds(least=Decimal(20)), " từ 20 trở lên, ví dụ: 20"),
        (Bounds(most=Decimal("1.5")), " không quá 1,5, ví dụ: 1,5"),
        (Bounds(), ", ví dụ: 12"),
        (None, ", ví dụ: 12"),
    ],
)
def test_the_bounds_of_a_number_are_said_when_known(bounds: Bounds | None, spoken: str) -> None:
    message = only(Refused("not_a_number", {"bounds": bounds}, ASKED))

    assert message.text == f"Câu này cần một con số{spoken}. Bác gõ lại giúp."


def test_a_number_out_of_its_range_is_told_the_range_when_the_form_has_no_words() -> None:
    facts = {"message": "", "shown": "31", "bounds": Bounds(Decimal(0), Decimal(30))}

    message = only(Refused("constraint", facts, ASKED))

    assert message.text == (
        "Câu này cần một con số từ 0 đến 30, bác vừa gõ 31. Bác xem lại rồi gõ lại giúp."
    )


def test_the_form_s_own_words_go_before_the_range() -> None:
    facts = {"message": "Nhà có 4 người thôi.", "shown": "5", "bounds": Bounds(most=Decimal(4))}

    message = only(Refused("constraint", facts, ASKED))

    assert message.text == "Nhà có 4 người thôi."


def test_what_was_perhaps_meant_is_asked_back_in_the_reader_s_language() -> None:
    facts = {"offers": (Offer(("Có học",), "1"), Offer(("Cỏ học", "Cơ hội"), "2 3", by_line=True))}
    refused = Refused("which_line", facts, ASKED)

    said = [Speech(words(language)).messages([refused])[0].text for language in ("vi", "en")]

    assert said == [
        'Bác muốn chọn "Có học" (gõ 1) hay "Cỏ học" và "Cơ hội" (gõ "dòng 2 3")?',
        'Do you want to choose "Có học" (type 1) or "Cỏ học" and "Cơ hội" (type "line 2 3")?',
    ]


@pytest.mark.parametrize(
    ("reason", "offer", "sentences"),
    [
        (
            "which_line",
            Offer(("Cỏ học",), "2", by_line=True),
            [
                'Có phải bác chọn "Cỏ học"? Đúng thì gõ "dòng 2".',
                'Do you choose "Cỏ học"? If so, type "line 2".',
            ],
        ),
        (
            "ambiguous",
            Offer(Decimal("2.5"), "2,5"),
            ["Có phải ý bác là 2,5? Đúng thì gõ 2,5.", "Do you mean 2.5? If so, type 2.5."],
        ),
        (
            "ambiguous",
            Offer(date(2026, 12, 5), "5/12/2026"),
            [
                "Có phải ý bác là thứ Bảy 5/12/2026? Đúng thì gõ 5/12/2026.",
                "Do you mean 5/12/2026? If so, type 5/12/2026.",
            ],
        ),
        (
            "ambiguous",
            Offer(time(19, 30), "19:30"),
            [
                "Có phải ý bác là 7 giờ 30 tối? Đúng thì gõ 19:30.",
                "Do you mean 19:30? If so, type 19:30.",
            ],
        ),
    ],
)
def test_a_single_guess_is_put_as_a_question(
    reason: str, offer: Offer, sentences: list[str]
) -> None:
    refused = Refused(reason, {"offers": (offer,)}, ASKED)

    said = [Speech(words(language)).messages([refused])[0].text for language in ("vi", "en")]

    assert said == sentences


def test_photos_in_the_review_are_counted_in_the_reader_s_language() -> None:
    reviewed = Reviewed((Line(THIRD, "Xin giấy tờ.", Sent(2, 1), 0, None),))

    said = [Speech(words(language)).messages([reviewed])[0].text for language in ("vi", "en")]

    assert "2 ảnh, 1 tệp" in said[0]
    assert "photos: 2, files: 1" in said[1]


def test_help_gives_the_hint_the_commands_and_the_question_once_more() -> None:
    message = only(Helped(ASKED, "Tự học là học không cần thầy."))

    first, commands, blank, question = message.text.split("\n")
    assert first == "Tự học là học không cần thầy."
    assert '"quay lại"' in commands
    assert '"đổi tiếng"' in commands
    assert (blank, question) == ("", "Bác có tự học không?")
    assert message.choices[0].press == "q.7-1.3.0"


def test_help_without_a_hint_begins_with_the_commands() -> None:
    message = only(Helped(ASKED, ""))

    assert message.text.startswith('Gõ "quay lại"')


# ---- outside the form


def test_a_menu_numbers_its_lines() -> None:
    message = only(Told("agreed"), Prompted("choose", LINES))

    assert as_text(message, 4000) == [
        "Cảm ơn bác đã đồng ý.\n\nBác muốn làm phiếu nào?\n\n1. Làm tiếp\n2. Để sau (hạn thứ Sáu)"
    ]


@pytest.mark.parametrize(
    ("spot", "where"),
    [
        (THIRD, "câu 3/10"),
        (PHOTO, "ảnh của câu 3"),
        (LONE_PHOTO, "phần đầu"),
        (WORK, "phần đầu"),
        (None, "bước gửi phiếu"),
    ],
)
def test_a_pause_says_what_to_type_and_where_it_will_go_on(spot: Spot | None, where: str) -> None:
    message = only(Told("paused", {"spot": spot}))

    assert message.text.endswith(f'bác gõ "tiếp" để làm tiếp từ {where}.')


def test_the_review_has_a_line_for_each_question() -> None:
    lines = (
        Line(WORK, "Việc chính của bác là gì?", "Làm ruộng", 0, None),
        Line(THIRD, "Bác có tự học không?", "Thường xuyên", 2, 10.0),
        Line(Spot("q", 4, 10), "Bác đọc sách gì?", "", 0, None),
    )

    review, question = said(ANSWERED, Reviewed(lines), ASKED)

    assert review.text.splitlines() == [
        "Các câu của phiếu:",
        "a. Việc chính của bác là gì: Làm ruộng",
        "3. Tự học: Thường xuyên (10 điểm), 2 ảnh",
        "4. Bác đọc sách gì: chưa trả lời",
        'Muốn sửa câu nào, gõ "sửa" và số câu, ví dụ: sửa 3',
    ]
    assert review.receipt == "Đã ghi câu 3: Thường xuyên (10 điểm)"
    assert (question.receipt, question.text) == ("", "Bác có tự học không?")


def test_questions_under_one_heading_have_their_own_words_in_the_review() -> None:
    part, other = Spot("a", 1, 4, heading="Phần một"), Spot("d", 4, 4, heading="Phần hai")
    why = Spot("d_why", 4, 4, heading="Phần hai", is_reason=True)
    lines = (
        Line(part, "Ai làm phiếu?", "Lò Thị Mẩy", 0, None),
        Line(replace(part, name="b", number=2), "Bao nhiêu tuổi?", "45", 0, None),
        Line(replace(part, name="c", number=3), "", "x", 0, None),
        Line(other, "Có học không?", "Không", 0, None),
        Line(why, "Vì sao?", "Bận", 0, None),
    )

    review = only(Reviewed(lines))

    assert review.text.splitlines()[1:-1] == [
        "1. Ai làm phiếu: Lò Thị Mẩy",
        "2. Bao nhiêu tuổi: 45",
        "3. Phần một: x",
        "4. Phần hai: Không",
        "4. Phần hai: Bận",
    ]


# ---- the end


def test_a_summary_gives_the_total_and_every_criterion() -> None:
    message = only(summed(criteria=[criterion("Tự học", 34, 40), criterion("Sống chung", 36, 60)]))

    assert message.text.splitlines() == [
        "Xong 10 câu. Tự chấm: 70/100 điểm.",
        "· Tự học: 34/40",
        "· Sống chung: 36/60",
    ]
    assert message.bars == (Bar("Tự học", 34, 40), Bar("Sống chung", 36, 60))
    assert (message.role, message.choices[0].press) == ("sum", "z.7-1.submit")


def test_a_criterion_that_does_not_apply_is_not_shown() -> None:
    message = only(summed(criteria=[criterion("Các cháu", 0, 0), criterion("Tự học", 34, 40)]))

    assert "Các cháu" not in message.text
    assert message.bars == (Bar("Tự học", 34, 40),)


def test_an_unofficial_form_says_so_in_its_first_line() -> None:
    message = only(summed(official=False))

    first = message.text.splitlines()[0]
    assert first == "MẪU THAM KHẢO, chưa phải bộ tiêu chí chính thức."


def test_a_form_without_points_is_unofficial_all_the_same() -> None:
    event = Summed(Finished(None, 7), "Phiếu", official=False, language="vi", lines=())

    message = only(event)

    assert message.text.splitlines() == [
        "MẪU THAM KHẢO, chưa phải bộ tiêu chí chính thức.",
        "Xong 7 câu.",
    ]


def test_a_pass_is_only_a_pass_by_ones_own_points() -> None:
    message = only(summed("pass", total=85.0))

    assert message.text.endswith("\nTheo điểm tự chấm thì ĐẠT, còn chờ xem xét.")


def test_a_fail_names_everything_that_is_missing() -> None:
    low = criterion("Tự học", 12.5, 40, passed=False)

    message = only(summed("fail", criteria=[low], weak=((THIRD, 4.0, 5.0),)))

    assert message.text.splitlines()[-3:] == [
        "CHƯA ĐẠT: cần ít nhất 80 điểm.",
        "Tự học mới 12,5 điểm, cần ít nhất 20 điểm thì mới đạt.",
        "Câu 3 (Tự học) mới 4 điểm, cần ít nhất 5 điểm thì mới đạt.",
    ]


def test_a_total_that_suffices_is_not_blamed() -> None:
    message = only(summed("fail", total=80.0, weak=((THIRD, 4.0, 5.0),)))

    assert "cần ít nhất 80" not in message.text


def test_a_fail_without_a_line_to_blame_is_said_plainly() -> None:
    message = only(summed("fail", total=90.0))

    assert message.text.endswith("\nTheo điểm tự chấm thì CHƯA ĐẠT.")


def test_a_rehearsed_form_ends_with_the_count_of_its_questions() -> None:
    message = only(Finished(None, 7))

    assert (message.text, message.role) == ("Xong 7 câu.", "sum")


# ---- another language


def test_in_english_numbers_points_and_photos_are_english() -> None:
    photo = Answered(PHOTO, "a.jpg b.jpg", Sent(2), "image")

    message = only(photo, ASKED, language="en")

    assert message.receipt == "Photos kept for question 3: 2"
    assert [choice.note for choice in message.choices] == ["10 points", "2.5 points"]
