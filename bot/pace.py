"""Lets what nobody asked for through one by one, no faster than its channel takes it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from weakref import WeakValueDictionary

from bot.channel import Pace, TryLater

CATCH_UP = 4  # messages: what a late awakening may make good; a longer rest is lost
MOST_CHATS = 1_000  # remembered; those whose time has come are forgotten beyond that
LONGEST_WAIT, LONGEST_LAST_WAIT = 30.0, 5.0  # seconds of a pause; who is marked waits less


class Gate:
    """The pace of one bot: how soon after one message the next may leave, in all and in a chat.

    Who comes first goes first; who still has to wait for his chat holds up nobody else. In any
    second at most `pace.overall` + CATCH_UP + 1 messages get a slot. Each of them then takes one of
    `pace.overall` + CATCH_UP seats and keeps it until a second after it was answered: so the other
    end never hears more in a second, however the network bunches them. Replies take seats too,
    without waiting for one. Everything here happens on one loop, and by its clock.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._step = 1 / pace.overall
        self._next = self._paused_until = 0.0
        self._chat_next: dict[str, float] = {}
        # A lane lives as long as somebody waits or is in it.
        self._lanes: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._queue, self._threshold = asyncio.Lock(), asyncio.Lock()
        self._seats = int(pace.overall) + CATCH_UP
        self._room = asyncio.Event()

    @asynccontextmanager
    async def slot(self, address: str) -> AsyncIterator[None]:
        """Wait for a place; inside, nobody else is on the way to that address.

        Raises TryLater in a pause that lasts too long to wait for.
        """
        async with self._lanes.setdefault(address, asyncio.Lock()):
            await self._until(lambda: self._chat_next.get(address, 0.0))
            async with self._queue:  # first come, first served
                await self._until(lambda: max(self._next, self._paused_until))
                self._next = max(self._next, _now() - CATCH_UP * self._step) + self._step
            try:
                yield
            finally:
                self._stamp(address)

    @asynccontextmanager
    async def seat(self) -> AsyncIterator[None]:
        """Wait for a seat, inside a slot: the request, up to its answer. Raises TryLater."""
        async with self._threshold:
            while self._seats <= 0:
                self._room.clear()
                await self._room.wait()
            await self._until(lambda: self._paused_until, LONGEST_LAST_WAIT)
            self._seats -= 1
        try:
            yield
        finally:
            self._leave_seat()

    @contextmanager
    def reply(self) -> Iterator[None]:
        """Around a reply, which waits for nobody: what waits here makes room for it."""
        self._seats -= 1
        try:
            yield
        finally:
            self._leave_seat()

    def pause(self, seconds: float) -> None:
        """Let nobody through for so long; replies go all the same."""
        self._paused_until = max(self._paused_until, _now() + seconds)

    async def _until(self, moment: Callable[[], float], longest: float = LONGEST_WAIT) -> None:
        """Sleep until then; `moment` is asked again, for it can move while we sleep."""
        self._check_pause(longest)
        while (wait := moment() - _now()) > 0:
            await asyncio.sleep(wait)
            self._check_pause(longest)

    def _check_pause(self, longest: float) -> None:
        left = self._paused_until - _now()
        if left > longest:
            raise TryLater("told to wait", left)

    def _stamp(self, address: str) -> None:
        now = _now()
        if len(self._chat_next) >= MOST_CHATS:
            self._chat_next = {chat: at for chat, at in self._chat_next.items() if at > now}
        gap = self._pace.group if address.startswith("-") else self._pace.chat
        self._chat_next[address] = now + gap

    def _leave_seat(self) -> None:
        asyncio.get_running_loop().call_later(1.0, self._stand_up)

    def _stand_up(self) -> None:
        self._seats += 1
        self._room.set()


def _now() -> float:
    return asyncio.get_running_loop().time()
