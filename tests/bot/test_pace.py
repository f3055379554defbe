"""Nobody is hurried past what a channel takes, nobody is passed over, and replies go first."""

import asyncio
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channel import Pace, TryLater
from bot.pace import LONGEST_WAIT, MOST_CHATS, Gate
from bot.telegram_mail import at_the_door
from bot.telegram_say import PACE
from tests import hasty

TELEGRAMS_LIMIT = 30  # a second
HAIR = 1e-6  # of a second: sums of fractions do not come out even


@dataclass
class Day:
    """Who came to the gate and when, and when each was let through; when replies left.

    Those who come at one moment come in any order: the loop wakes them as it likes.
    """

    gate: Gate
    clock: Callable[[], float]
    came: list[tuple[float, str]] = field(default_factory=list)
    through: list[tuple[float, int, str]] = field(default_factory=list)
    replies: list[float] = field(default_factory=list)

    async def comes(self, address: str, at: float = 0.0) -> None:
        await asyncio.sleep(at - self.clock())
        number = len(self.came)
        self.came.append((self.clock(), address))
        await self.gate.slot(address)
        self.through.append((self.clock(), number, address))

    async def replied(self, at: float) -> None:
        await asyncio.sleep(at - self.clock())
        self.gate.note()
        self.replies.append(self.clock())

    def moments(self, address: str = "") -> list[float]:
        return [at for at, _, to in self.through if address in ("", to)]


def a_day(pace: Pace = PACE, catch_up: int = 2) -> Day:
    """A gate on the clock of the loop that runs."""
    clock = asyncio.get_running_loop().time
    return Day(Gate(pace, catch_up=catch_up, clock=clock), clock)


def most_in_a_second(moments: Sequence[float], ends: Sequence[float]) -> int:
    """The most `moments` in any second that ends at one of `ends`."""
    line = sorted(moments)
    counts = (bisect_right(line, end) - bisect_right(line, end - 1 + HAIR) for end in ends)
    return max(counts, default=0)


arrivals = st.lists(
    st.tuples(
        st.floats(0, 8, allow_nan=False),
        st.sampled_from(["1", "2", "3", "-9", *map(str, range(10, 40))]),
    ),
    max_size=120,
)


@settings(max_examples=150, deadline=None)
@given(arrivals, st.sampled_from([(PACE, 2), (at_the_door(PACE), 0)]))
def test_no_second_and_no_chat_gets_more_than_telegram_takes(
    coming: list[tuple[float, str]], kind: tuple[Pace, int]
) -> None:
    pace, catch_up = kind

    async def story() -> Day:
        day = a_day(pace, catch_up)
        await asyncio.gather(*(day.comes(to, at) for at, to in coming))
        return day

    day = hasty.run(story())

    assert most_in_a_second(day.moments(), day.moments()) <= TELEGRAMS_LIMIT
    for address in {to for _, to in coming}:
        gap = pace.group if address.startswith("-") else pace.chat
        assert all(b - a >= gap - HAIR for a, b in pairwise(day.moments(address)))


@settings(max_examples=150, deadline=None)
@given(arrivals)
def test_everybody_gets_through_in_the_order_of_coming_and_nobody_starves(
    coming: list[tuple[float, str]],
) -> None:
    async def story() -> Day:
        day = a_day()
        await asyncio.gather(*(day.comes(to, at) for at, to in coming))
        return day

    day = hasty.run(story())

    assert sorted(number for _, number, _ in day.through) == list(range(len(coming)))
    for address in {to for _, to in coming}:
        numbers = [number for _, number, to in day.through if to == address]
        assert numbers == sorted(numbers)
    # Who has a chat to himself waits for nobody who came after him.
    left = {number: at for at, number, _ in day.through}
    for number, (at, to) in enumerate(day.came):
        if sum(other == to for _, other in coming) == 1:
            assert left[number] <= at + (number + 1) / PACE.overall + HAIR


@settings(max_examples=150, deadline=None)
@given(arrivals, st.lists(st.floats(0, 8, allow_nan=False), max_size=60))
def test_bulk_makes_room_for_replies(coming: list[tuple[float, str]], replies: list[float]) -> None:
    async def story() -> Day:
        day = a_day()
        people = (day.comes(to, at) for at, to in coming)
        await asyncio.gather(*people, *(day.replied(at) for at in replies))
        return day

    day = hasty.run(story())

    # A reply asks nobody; but no bulk message is the one too many.
    both = [*day.moments(), *day.replies]
    bulk_second = [at for at in day.moments() if at not in day.replies]
    assert most_in_a_second(both, bulk_second) <= TELEGRAMS_LIMIT
    assert len(day.through) == len(coming)


def test_a_full_queue_leaves_at_twenty_five_a_second() -> None:
    async def story() -> Day:
        day = a_day()
        await asyncio.gather(*(day.comes(str(n)) for n in range(3000)))
        return day

    day = hasty.run(story())

    assert 118 < day.moments()[-1] < 120.1
    assert most_in_a_second(day.moments(), day.moments()) <= 28


def test_a_chat_that_has_to_wait_holds_up_nobody_else() -> None:
    async def story() -> Day:
        day = a_day()
        queue = ["-9", "-9", "-9", "1", "2", "3"]
        await asyncio.gather(*(day.comes(to) for to in queue))
        return day

    day = hasty.run(story())

    assert [to for _, _, to in day.through] == ["-9", "1", "2", "3", "-9", "-9"]
    assert day.moments("-9") == pytest.approx([0, 3.05, 6.10])


def test_late_awakenings_are_made_good_and_a_long_rest_is_not() -> None:
    async def story() -> Day:
        clock = asyncio.get_running_loop().time

        async def oversleep(seconds: float) -> None:
            await asyncio.sleep(seconds + 0.015)

        day = Day(Gate(PACE, clock=clock, sleep=oversleep), clock)
        await asyncio.gather(*(day.comes(str(n)) for n in range(200)))
        await asyncio.sleep(60)
        await asyncio.gather(*(day.comes(str(n)) for n in range(300, 400)))
        return day

    day = hasty.run(story())

    first, second = day.moments()[:200], day.moments()[200:]
    assert 7.8 < first[-1] < 8.1
    assert most_in_a_second(second, second) <= 28


def test_a_pause_stops_everybody_for_exactly_so_long() -> None:
    async def story() -> Day:
        day = a_day()
        people = [asyncio.create_task(day.comes(str(n))) for n in range(60)]
        await asyncio.sleep(1)
        day.gate.pause(7)
        day.gate.pause(3)  # a shorter one ends nothing
        await asyncio.gather(*people)
        return day

    day = hasty.run(story())

    assert not [at for at in day.moments() if 1 < at < 8]
    assert day.moments()[-1] < 10


def test_who_would_wait_too_long_is_sent_away_with_the_time_left() -> None:
    async def story() -> tuple[list[BaseException | None], TryLater]:
        day = a_day()
        waiting = [asyncio.create_task(day.comes("7")) for _ in range(3)]
        await asyncio.sleep(0.5)
        day.gate.pause(LONGEST_WAIT + 100)
        told = await asyncio.gather(*waiting, return_exceptions=True)
        with pytest.raises(TryLater) as later:
            await day.gate.slot("8")
        return told, later.value

    (first, *others), newcomer = hasty.run(story())

    assert first is None
    assert all(isinstance(other, TryLater) and not other.unsure for other in others)
    assert newcomer.seconds is not None
    assert LONGEST_WAIT < newcomer.seconds < LONGEST_WAIT + 100


def test_who_gives_up_waiting_takes_no_place() -> None:
    async def story() -> Day:
        day = a_day()
        await day.comes("7")
        gone = [asyncio.create_task(day.comes("7")) for _ in range(19)]
        await asyncio.sleep(0.5)
        for each in gone:
            each.cancel()
        await asyncio.gather(*gone, return_exceptions=True)
        await day.comes("7")
        return day

    day = hasty.run(story())

    assert day.moments("7") == pytest.approx([0, 1.05])


def test_a_long_campaign_leaves_no_chats_behind() -> None:
    async def story() -> Gate:
        day = a_day()
        for number in range(5 * MOST_CHATS):
            await day.comes(str(number))
        return day.gate

    gate = hasty.run(story())

    assert len(gate._chat_next) <= MOST_CHATS
    assert len(gate._lanes) == 0
