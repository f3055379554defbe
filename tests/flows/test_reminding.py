"""The words of a reminder: what is missing, until when, where it goes on, and no number to type."""

from datetime import date, timedelta

import pytest

from flows import reminding
from flows.messages import as_text
from flows.reminding import Home, Line
from flows.speech import SCREEN
from flows.wording import words

SAY = words("vi")
TODAY = date(2026, 11, 24)
FRIDAY = date(2026, 11, 27)
FORM = Line("answer", FRIDAY, "o.7.family", "Hộ 07 · Lò Văn Mẫu", "home", "family", "drafting")


def form(number: int, closes: date = FRIDAY, **more: object) -> Line:
    return Line("answer", closes, f"o.{number}.citizen", f"Người {number}", "", "citizen", **more)


def said(*lines: Line, in_hand: int | None = None) -> str:
    return reminding.message(SAY, lines, TODAY, in_hand).text


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (Line("answer", FRIDAY, "", "X", "home", "family"), "của nhà bác chưa làm."),
        (Line("answer", FRIDAY, "", "X", "self", "citizen"), "của bác chưa làm."),
        (form(1, state="registered"), "của Người 1 chưa làm."),
        (form(1, state="drafting"), "của Người 1 đang làm dở."),
        (form(1, state="drafting", done=0, of=10), "của Người 1 đang làm dở."),
        (form(1, state="drafting", done=7, of=10), "còn 3 câu (đã làm 7/10)."),
        (form(1, state="drafting", done=10, of=10), "đủ 10 câu, chỉ còn gửi đi."),
    ],
)
def test_it_says_how_far_a_form_is(line: Line, expected: str) -> None:
    assert expected in said(line)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, "chậm nhất thứ Ba 24/11 (hôm nay)."),
        (1, "chậm nhất thứ Tư 25/11 (ngày mai)."),
        (3, "chậm nhất thứ Sáu 27/11 (còn 3 ngày)."),
    ],
)
def test_it_says_until_when(days: int, expected: str) -> None:
    assert expected in said(form(1, TODAY + timedelta(days=days)))


def test_a_report_has_the_day_as_written_and_the_safe_one() -> None:
    report = Line("report", FRIDAY, "hn", "Báo cáo", written=date(2026, 11, 28), to="UBND tỉnh")

    assert said(report).startswith(
        "Chưa gửi UBND tỉnh: Báo cáo. "
        "Hạn: trước thứ Bảy 28/11, an toàn đến hết thứ Sáu 27/11 (còn 3 ngày)."
    )


def test_a_report_in_many_words_is_cut() -> None:
    report = Line("report", FRIDAY, "hn", "kiểm tra, giám sát " * 20, written=FRIDAY)

    assert len(said(report)) < SCREEN


def test_several_of_one_day_name_it_once_and_of_several_days_each() -> None:
    same = said(form(1), form(2))
    apart = said(form(1), form(2, FRIDAY + timedelta(days=1)))

    assert same.startswith("Có 2 việc cần xong chậm nhất thứ Sáu 27/11 (còn 3 ngày):\n· Phiếu")
    assert same.count("27/11") == 1
    assert apart.startswith("Có 2 việc sắp đến hạn:\n")
    assert "Chậm nhất thứ Bảy 28/11 (còn 4 ngày)." in apart


def test_of_many_things_the_first_six_are_told_and_the_rest_counted() -> None:
    message = reminding.message(SAY, [form(n) for n in range(1, 9)], TODAY)

    assert "· và 2 việc nữa" in message.text
    assert len(message.choices) == 6


def test_nothing_can_be_typed_by_number() -> None:
    homes = tuple(Home(n, f"Hộ {n:02}", "") for n in range(1, 9))
    silent = Line("answer.silent", FRIDAY, "im.B1.0", "Bản Mẫu", count=9, homes=homes)

    message = reminding.message(SAY, [FORM, silent], TODAY)

    assert {choice.number for choice in message.choices} == {0}
    assert "\n· Xem đủ 9 hộ" in "\n".join(as_text(message, 4000))


def test_what_is_in_hand_stands_first_for_the_word_leads_there() -> None:
    in_hand = form(2, FRIDAY + timedelta(days=9), assessment_id=5)

    told = said(form(1), in_hand, in_hand=5)

    assert told.index("Người 2") < told.index("Người 1")
    assert 'gõ "tiếp"' in told


def test_with_something_else_in_hand_the_word_is_not_offered() -> None:
    told = said(form(1), in_hand=5)

    assert 'gõ "tiếp"' not in told
    assert 'gõ "danh sách"' in told


def test_staff_read_whom_to_call_about_a_village() -> None:
    silent = Line("review.silent", FRIDAY, "ds", "Bản Mẫu", count=4, phone="Tẩn A Mẫu 0912 000 001")

    assert "Xin gọi trưởng bản: Tẩn A Mẫu 0912 000 001." in said(silent)


def test_english_says_the_same() -> None:
    message = reminding.message(words("en"), [form(1, state="drafting", done=7, of=10)], TODAY)

    assert "has 3 questions left (7 of 10 done)." in message.text
    assert "by 27/11/2026 (3 days left)." in message.text
