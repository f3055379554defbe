"""What people ask about their data, as staff read it: the clocks, the order, and the pages."""

from dataclasses import replace
from datetime import date

import pytest

from flows import requests
from flows.events import Told
from flows.requests import KINDS, Clock, Kind, Losses, Waiting
from flows.speech import SCREEN, Speech
from flows.wording import words

TODAY = date(2026, 11, 24)
SAY = words("vi", "chị")
ASKED = Waiting(7, "correct", "Lò Văn Mẫu", "Bản Nà Đon", "", "Sai tên", TODAY, None)


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        ("copy", date(2026, 12, 4)),
        ("correct", date(2026, 12, 4)),
        ("withdraw", date(2026, 12, 9)),
        ("delete", date(2026, 12, 14)),
    ],
)
def test_each_kind_has_the_clocks_of_the_decree(kind: Kind, due: date) -> None:
    assert requests.clock(kind, TODAY) == Clock(date(2026, 11, 26), due)


def test_before_tet_it_may_be_acknowledged_after_it() -> None:
    found = requests.clock("delete", date(2026, 2, 13))

    assert found == Clock(date(2026, 2, 24), date(2026, 3, 5))


def test_once_acknowledged_only_the_day_to_settle_it_counts() -> None:
    heard = replace(ASKED, acknowledged=TODAY)

    assert (ASKED.left(TODAY), heard.left(TODAY)) == (2, 10)


def test_what_runs_out_first_comes_first() -> None:
    heard = replace(ASKED, id=1, acknowledged=TODAY)
    late = replace(ASKED, id=2, asked=date(2026, 11, 16))
    heard_delete = replace(ASKED, id=3, kind="delete", acknowledged=TODAY)

    ordered = requests.in_order([heard_delete, heard, ASKED, late])

    assert [one.id for one in ordered] == [2, 7, 1, 3]


def test_a_request_presses_when_its_clock_has_three_days_left() -> None:
    heard = replace(ASKED, acknowledged=TODAY)

    assert not heard.presses(date(2026, 11, 30))
    assert heard.presses(date(2026, 12, 1))
    assert heard.presses(date(2026, 12, 20))


def test_the_queue_marks_what_is_late_and_counts_it() -> None:
    late = replace(ASKED, id=2, asked=date(2026, 11, 16))

    page = requests.queue(SAY, [ASKED, late], 0, TODAY)

    assert page.lines[0].label == "⚠️ Lò Văn Mẫu · Bản Nà Đon"
    assert page.lines[0].note == "xin sửa, chưa báo đã nhận, trễ 6 ngày"
    assert not page.lines[1].label.startswith("⚠️")
    assert "Đã trễ: 1." in str(page.facts["shown"])


def test_the_queue_is_paged_by_eight() -> None:
    many = [replace(ASKED, id=number) for number in range(1, 12)]

    first, second = (requests.queue(SAY, many, start, TODAY) for start in (0, 8))

    assert [line.press for line in first.lines][7:] == ["rq.o.8", "rq.l.8", "ds"]
    assert [line.press for line in second.lines] == ["rq.o.9", "rq.o.10", "rq.o.11", "ds"]


def test_a_queue_with_nothing_in_it_says_so() -> None:
    page = requests.queue(SAY, [], 0, TODAY)

    assert page.key == "requests.none"


@pytest.mark.parametrize("kind", KINDS)
def test_a_request_fits_a_screen_with_both_clocks(kind: Kind) -> None:
    one = replace(ASKED, kind=kind, phone="0912 345 678", note="Tên đúng là Lò Văn Mẫu")

    (message,) = Speech(SAY).messages([requests.one(SAY, one, TODAY)])

    assert "Báo đã nhận chậm nhất thứ Năm 26/11 (còn 2 ngày)" in message.text
    assert len(message.text) <= SCREEN


def test_what_was_agreed_to_is_no_word_of_his_to_be_quoted() -> None:
    one = replace(ASKED, kind="withdraw", note="2026-1 2026-11-24T02:00Z")

    page = requests.one(SAY, one, TODAY)

    assert "2026-1" not in str(page.facts["text"])


def test_a_press_to_delete_carries_what_was_shown() -> None:
    losses = Losses(2, 5, 34, (("citizen", 2025),), 1, (("village_head", "Bản Nà Đon"),))
    more = replace(losses, photos=6)

    presses = [requests.confirm_delete(SAY, ASKED, one).lines[0].press for one in (losses, more)]

    assert presses[0] != presses[1]
    assert all(len(press) <= 64 for press in presses)


@pytest.mark.parametrize("text", ["", "  ", "1", "…", "?!"])
def test_a_reason_that_tells_nothing_is_asked_again(text: str) -> None:
    assert requests.said(text) == Told("requests.say_it")


def test_a_reason_is_kept_on_one_line_and_too_long_a_one_is_not() -> None:
    assert requests.said(" Tên  đúng\nlà Mẫu ") == "Tên đúng là Mẫu"
    assert requests.said("a b " * 100) == Told("requests.too_long", {"limit": requests.LONGEST})
