"""Nobody is hurried past what a channel takes, nobody is passed over, and replies go first."""

import asyncio
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channel import TryLater
from bot.pace import CATCH_UP, LONGEST_LAST_WAIT, LONGEST_WAIT, MOST_CHATS, Gate
from bot.telegram_say import PACE
from tests import hasty

TELEGRAMS_LIMIT = 30  # a second
HAIR = 1e-6  # of a second: sums of fractions do not come out even


@dataclass(frozen=True, slots=True)
class Errand:
    """A message, in seconds: when it comes, how long its mark takes, its way there, its way back.

    `to` is the chat; "" is a reply, which waits for nobody.
    """

    at: float
    to: str
    mark: float = 0.0
    there: float = 0.0
    back: float = 0.0


@dataclass
class Day:
    """Who came to the gate and when, when each had a slot, and when each was heard over there.

    Those who come at one moment come in any order: the loop wakes them as it likes.
    """

    gate: Gate = field(default_factory=lambda: Gate(PACE))
    came: list[tuple[float, str]] = field(default_factory=list)
    slots: list[tuple[float, int, str]] = field(default_factory=list)
    heard: list[tuple[float, str]] = field(default_factory=list)

    async def comes(self, errand: Errand) -> None:
        await asyncio.sleep(errand.at - now())
        if not errand.to:
            with self.gate.reply():
                await self._goes(errand)
            return
        number = len(self.came)
        self.came.append((now(), errand.to))
        async with self.gate.slot(errand.to):
            self.slots.append((now(), number, errand.to))
            await asyncio.sleep(errand.mark)
            async with self.gate.seat():
                await self._goes(errand)

    async def _goes(self, errand: Errand) -> None:
        await asyncio.sleep(errand.there)
        self.heard.append((now(), errand.to))
        await asyncio.sleep(errand.back)

    async def all_come(self, errands: Sequence[Errand]) -> None:
        await asyncio.gather(*map(self.comes, errands))

    def of(self, to: str) -> list[float]:
        """When that chat heard something."""
        return [at for at, other in self.heard if other == to]


def now() -> float:
    return asyncio.get_running_loop().time()


def a_day(errands: Sequence[Errand], late: float = 0.0) -> Day:
    """What happens when they all come."""

    async def story() -> Day:
        day = Day()
        await day.all_come(errands)
        return day

    return hasty.run(story(), late)


def most_in_a_second(moments: Sequence[float], ends: Sequence[float] | None = None) -> int:
    """The most `moments` in any second, or in any that ends at one of `ends`."""
    line = sorted(moments)
    counts = (
        bisect_right(line, end) - bisect_right(line, end - 1 + HAIR)
        for end in (line if ends is None else ends)
    )
    return max(counts, default=0)


def at_once(*to: str) -> list[Errand]:
    return [Errand(0.0, each) for each in to]


seconds = st.floats(0, 8, allow_nan=False)
chats = st.sampled_from(["1", "2", "3", "-9", *map(str, range(10, 40))])
often_quick = st.sampled_from([0.0, 0.0, 0.0, 0.01, 0.2, 0.7, 3.0])
plain = st.lists(st.builds(Errand, seconds, chats), max_size=120)
uneven = st.lists(
    st.builds(Errand, seconds, chats, often_quick, often_quick, often_quick), max_size=120
)
replies = st.lists(st.builds(Errand, seconds, st.just(""), back=often_quick), max_size=60)


@settings(max_examples=150, deadline=None)
@given(uneven)
def test_telegram_never_hears_too_much_however_marks_and_lines_dawdle(coming: list[Errand]) -> None:
    day = a_day(coming)

    assert len(day.heard) == len(coming)
    assert most_in_a_second([at for at, _ in day.heard]) <= TELEGRAMS_LIMIT
    for chat in {each.to for each in coming}:
        gap = PACE.group if chat.startswith("-") else PACE.chat
        assert all(b - a >= gap - HAIR for a, b in pairwise(day.of(chat)))


@settings(max_examples=150, deadline=None)
@given(plain)
def test_everybody_gets_through_in_the_order_of_coming_and_nobody_starves(
    coming: list[Errand],
) -> None:
    day = a_day(coming)

    assert sorted(number for _, number, _ in day.slots) == list(range(len(coming)))
    for chat in {each.to for each in coming}:
        numbers = [number for _, number, to in day.slots if to == chat]
        assert numbers == sorted(numbers)
    # Who has a chat to himself waits for nobody who came after him.
    left = {number: at for at, number, _ in day.slots}
    for number, (at, to) in enumerate(day.came):
        if sum(each.to == to for each in coming) == 1:
            assert left[number] <= at + (number + 1) / PACE.overall + HAIR


@settings(max_examples=150, deadline=None)
@given(plain, replies)
def test_bulk_makes_room_for_replies(coming: list[Errand], answered: list[Errand]) -> None:
    day = a_day([*coming, *answered])

    # A reply asks nobody; but no bulk message is the one too many.
    at_replies = day.of("")
    bulk = [at for at, to in day.heard if to and at not in at_replies]
    assert most_in_a_second([at for at, _ in day.heard], bulk) <= TELEGRAMS_LIMIT
    assert len(day.slots) == len(coming)


def test_a_full_queue_leaves_at_twenty_five_a_second() -> None:
    day = a_day(at_once(*map(str, range(3000))))

    last = max(at for at, _ in day.heard)
    assert 118 < last < 120.1


def test_a_line_that_stalls_does_not_bunch_what_it_carries() -> None:
    stalled_till_three = [Errand(0, str(n), there=max(3 - n / 25, 0)) for n in range(100)]

    day = a_day(stalled_till_three)

    assert most_in_a_second([at for at, _ in day.heard]) <= TELEGRAMS_LIMIT
    assert len(day.heard) == 100


def test_a_mark_that_stalls_does_not_bunch_what_waits_for_it() -> None:
    day = a_day([Errand(0, str(n), mark=max(3 - n / 25, 0)) for n in range(100)])

    assert most_in_a_second([at for at, _ in day.heard]) <= TELEGRAMS_LIMIT
    assert len(day.heard) == 100


def test_with_ten_replies_a_second_bulk_takes_what_is_left() -> None:
    replies = [Errand(n / 10, "") for n in range(100)]

    day = a_day([*replies, *(Errand(0, str(n)) for n in range(190))])

    assert day.of("") == pytest.approx([each.at for each in replies])
    assert most_in_a_second([at for at, _ in day.heard]) <= TELEGRAMS_LIMIT
    assert 9 < max(at for at, _ in day.heard) < 11


def test_answers_that_take_long_cost_little_pace() -> None:
    day = a_day([Errand(0.0, str(n), there=0.15, back=0.15) for n in range(1000)])

    assert 1000 / max(at for at, _ in day.heard) > 20


def test_a_loop_that_oversleeps_makes_it_good_and_a_long_rest_is_not() -> None:
    first = [Errand(0.0, str(n)) for n in range(200)]
    second = [Errand(60.0, str(n)) for n in range(300, 400)]

    day = a_day([*first, *second], late=0.015)

    early, late = (
        [at for at, _, _ in day.slots if (at < 50) == before] for before in (True, False)
    )
    assert 7.7 < early[-1] < 8.3
    assert most_in_a_second(late) <= PACE.overall + CATCH_UP + 1


def test_a_chat_that_has_to_wait_holds_up_nobody_else() -> None:
    day = a_day(at_once("-9", "-9", "-9", "1", "2", "3"))

    assert [to for _, _, to in day.slots] == ["-9", "1", "2", "3", "-9", "-9"]
    assert day.of("-9") == pytest.approx([0, 3.05, 6.10])


def test_a_pause_stops_everybody_for_exactly_so_long() -> None:
    async def story() -> Day:
        day = Day()
        people = asyncio.ensure_future(day.all_come(at_once(*map(str, range(60)))))
        await asyncio.sleep(1)
        day.gate.pause(7)
        day.gate.pause(3)  # a shorter one ends nothing
        await people
        return day

    day = hasty.run(story())

    moments = [at for at, _ in day.heard]
    assert not [at for at in moments if 1 < at < 8]
    assert moments[-1] < 10


def test_who_would_wait_too_long_is_sent_away_with_the_time_left() -> None:
    async def story() -> tuple[list[BaseException | None], TryLater]:
        day = Day()
        waiting = [asyncio.create_task(day.comes(Errand(0, "7"))) for _ in range(3)]
        await asyncio.sleep(0.5)
        day.gate.pause(LONGEST_WAIT + 100)
        told = await asyncio.gather(*waiting, return_exceptions=True)
        with pytest.raises(TryLater) as later:
            await day.comes(Errand(0.5, "8"))
        return told, later.value

    (first, *others), newcomer = hasty.run(story())

    assert first is None
    assert all(isinstance(other, TryLater) and not other.unsure for other in others)
    assert newcomer.seconds is not None
    assert LONGEST_WAIT < newcomer.seconds < LONGEST_WAIT + 100


@pytest.mark.parametrize(
    ("pause", "goes"), [(LONGEST_LAST_WAIT - 1, True), (LONGEST_LAST_WAIT + 1, False)]
)
def test_who_is_marked_already_waits_out_short_pauses_only(pause: float, goes: bool) -> None:
    async def story() -> Day:
        day = Day()
        marked = asyncio.create_task(day.comes(Errand(0, "7", mark=1)))
        await asyncio.sleep(1)
        day.gate.pause(pause)
        await asyncio.gather(marked, return_exceptions=True)
        return day

    day = hasty.run(story())

    assert day.of("7") == ([pytest.approx(1 + pause)] if goes else [])


def test_who_gives_up_waiting_takes_no_place() -> None:
    async def story() -> Day:
        day = Day()
        await day.comes(Errand(0, "7"))
        gone = [asyncio.create_task(day.comes(Errand(0, "7"))) for _ in range(19)]
        await asyncio.sleep(0.5)
        for each in gone:
            each.cancel()
        await asyncio.gather(*gone, return_exceptions=True)
        await day.comes(Errand(0, "7"))
        return day

    day = hasty.run(story())

    assert day.of("7") == pytest.approx([0, 1.05])


def test_letters_that_break_off_on_their_way_free_their_seats() -> None:
    async def story() -> Day:
        day = Day()
        lost = [asyncio.create_task(day.comes(Errand(0, str(n), there=900))) for n in range(40)]
        await asyncio.sleep(60)
        for each in lost:
            each.cancel()
        await asyncio.gather(*lost, return_exceptions=True)
        await day.comes(Errand(0, "99"))
        return day

    day = hasty.run(story())

    assert day.of("99") == pytest.approx([61])


def test_a_long_campaign_leaves_no_chats_behind() -> None:
    async def story() -> Gate:
        day = Day()
        for number in range(5 * MOST_CHATS):
            await day.comes(Errand(0, str(number)))
        return day.gate

    gate = hasty.run(story())

    assert len(gate._chat_next) <= MOST_CHATS
    assert len(gate._lanes) == 0
