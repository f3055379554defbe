"""Waits for something to become true without guessing how long that takes."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Signal:
    """Whoever changes something tells; whoever waits looks again."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()

    def tell(self) -> None:
        """Wake everybody who waits."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, seen: Callable[[], T], seconds: float = 60.0) -> T:
        """What `seen` returns, once it is truthy. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not (what := seen()):
                await self._changed.wait()
        return what
