"""Lets what nobody asked for through one by one, no faster than its channel takes it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from weakref import WeakValueDictionary

from bot.channel import Pace, TryLater

CATCH_UP = 2  # messages: what a late awakening may make good; a longer rest is lost
MOST_DEBT = 1.0  # seconds: however many replies there were, bulk waits no longer for them
MOST_CHATS = 1_000  # remembered; those whose time has come are forgotten beyond that
LONGEST_WAIT = 30.0  # seconds; who would have to wait longer for a pause is sent away

Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]


class Gate:
    """The pace of one bot: how soon after one message the next may leave, in all and in a chat.

    In any second at most `pace.overall` + `catch_up` + 1 messages get a slot, the notes of replies
    counted in. Who comes first goes first; who still has to wait for his chat holds up nobody
    else. `clock` gives seconds and only ever moves forward.
    """

    def __init__(
        self,
        pace: Pace,
        *,
        catch_up: int = CATCH_UP,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._pace = pace
        self._step = 1 / pace.overall
        self._slack = catch_up * self._step
        self._clock = clock
        self._sleep = sleep
        self._next = self._paused_until = clock()
        self._chat_next: dict[str, float] = {}
        self._queue = asyncio.Lock()
        # A lane lives as long as somebody waits in it.
        self._lanes: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def slot(self, address: str) -> None:
        """Wait for a place. Raises TryLater in a pause that lasts too long to wait for."""
        lane = self._lanes.setdefault(address, asyncio.Lock())
        async with lane:
            await self._until(lambda: self._chat_next.get(address, 0.0))
            async with self._queue:  # first come, first served
                await self._until(lambda: max(self._next, self._paused_until))
                self._take(address)

    def pause(self, seconds: float) -> None:
        """Let nobody through for so long."""
        self._paused_until = max(self._paused_until, self._clock() + seconds)

    def note(self) -> None:
        """A reply left without waiting: what waits here makes room for it."""
        now = self._clock()
        self._next = min(self._after(now), now + MOST_DEBT)

    async def _until(self, moment: Callable[[], float]) -> None:
        """Sleep until then; `moment` is asked again, for it can move while we sleep."""
        self._check_pause()
        while (wait := moment() - self._clock()) > 0:
            await self._sleep(wait)
            self._check_pause()

    def _check_pause(self) -> None:
        left = self._paused_until - self._clock()
        if left > LONGEST_WAIT:
            raise TryLater("told to wait", left)

    def _take(self, address: str) -> None:
        now = self._clock()
        self._next = self._after(now)
        if len(self._chat_next) >= MOST_CHATS:
            self._chat_next = {chat: at for chat, at in self._chat_next.items() if at > now}
        gap = self._pace.group if address.startswith("-") else self._pace.chat
        self._chat_next[address] = now + gap

    def _after(self, now: float) -> float:
        return max(self._next, now - self._slack) + self._step
