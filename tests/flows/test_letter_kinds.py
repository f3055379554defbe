"""The kinds of letters: their places in a chat, their hours, and how a repeat is said."""

from datetime import datetime, timedelta

import pytest

from flows import letters
from flows.letters import POLICIES, RANKS
from flows.messages import Choice, Message
from flows.quiet import ZONE
from flows.wording import words

DAY = [datetime(2027, 2, 3, tzinfo=ZONE) + n * timedelta(minutes=30) for n in range(14 * 48)]


@pytest.mark.parametrize("rank", RANKS)
def test_kinds_of_one_rank_have_one_window(rank: int) -> None:
    windows = {policy.window for policy in POLICIES.values() if policy.rank == rank}

    assert len(windows) == 1


@pytest.mark.parametrize("rank", RANKS[1:])
def test_what_is_more_urgent_may_go_whenever_what_is_less_so_may(rank: int) -> None:
    mine = [moment for moment in DAY if letters.open_at(rank, moment)]  # Tết is among the days

    assert mine
    assert all(letters.open_at(rank - 1, moment) for moment in mine)


def test_only_what_nobody_asked_for_is_never_said_at_random_hours() -> None:
    always = {kind for kind in POLICIES if all(letters.may_go(kind, moment) for moment in DAY)}

    assert always == POLICIES.keys() - letters.UNASKED


def test_a_repeat_says_that_it_is_one_and_keeps_all_else() -> None:
    said = Message("Đã công nhận.", choices=(Choice(0, "Xem", press="z.1"),))

    again = letters.repeated(words("vi"), said)

    assert (again.text, again.choices) == ("(gửi lại) Đã công nhận.", said.choices)
