"""Many people are heard at once, each in order, and no update is let go before its work is done."""

import asyncio
import itertools
import random
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from typing import Any
from weakref import WeakValueDictionary

Patience = Callable[[], Iterator[float]]


def patience() -> Iterator[float]:
    """Seconds to wait before each next try: from about half a second up to 15, for ever."""
    for tried in itertools.count():
        longest = min(0.5 * 2 ** min(tried, 5), 15.0)
        yield random.uniform(longest / 2, longest)  # noqa: S311 - spreads retries, guards nothing


class Lanes:
    """One lane for each address, in order of arrival; at most `together` lanes move at once."""

    def __init__(self, together: int) -> None:
        self._room = asyncio.Semaphore(together)
        # A lane lives as long as somebody waits in it, so a long campaign leaves nothing behind.
        self._lanes: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def of(self, address: str) -> AsyncIterator[None]:
        """Hold the lane of `address`. Who waits for a lane takes no room from other people."""
        lane = self._lanes.setdefault(address, asyncio.Lock())
        async with lane, self._room:
            yield


class Underway:
    """Numbered updates in hand, and up to which of them the sender may forget."""

    def __init__(self) -> None:
        self._work: dict[int, asyncio.Task[object]] = {}
        self._after: int | None = None

    @property
    def offset(self) -> int | None:
        """The first number that must be kept for us; None before anything was heard."""
        return min(self._unfinished(), default=self._after)

    def begin(self, number: int, work: Callable[[], Coroutine[Any, Any, object]]) -> None:
        """Start `work` for an update, unless that update is in hand already."""
        if number in self._work:
            return
        self._work[number] = asyncio.create_task(work())
        self._after = max(number + 1, self._after or 0)

    async def progress(self, seconds: float) -> None:
        """Wait until something is finished, at most `seconds`. Raises what broke the work."""
        unfinished = [self._work[number] for number in self._unfinished()]
        if unfinished:
            await asyncio.wait(unfinished, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        self._forget()

    async def stop(self) -> None:
        """Drop whatever is unfinished: its sender still has it and will hand it over again."""
        for task in self._work.values():
            task.cancel()
        await asyncio.gather(*self._work.values(), return_exceptions=True)

    def _unfinished(self) -> list[int]:
        return [number for number, task in self._work.items() if not task.done()]

    def _forget(self) -> None:
        kept = self.offset
        # What is finished but lies after an unfinished one is delivered again: it stays known.
        for number in [n for n in self._work if kept is None or n < kept]:
            self._work.pop(number).result()
