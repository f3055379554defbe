"""The web page as a channel: letters stay on their shelf, and a waiting page is woken to look."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

from bot.channel import Abilities, Leave, Pace, at_once
from flows.messages import Message


@dataclass(frozen=True, slots=True)
class Shelved:
    """A message as the page shows it. `id` grows with time."""

    id: int
    posted_at: datetime
    message: Message


@dataclass(frozen=True, slots=True)
class Chatter:
    """Who a page belongs to: `label` says where ("Bản Nà Đon · xã Bình Lư")."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class DemoPhone:
    """One phone of the demo page; `about` is one line on who holds it."""

    token: str
    name: str
    about: str


Look = Callable[[], Awaitable[list[Shelved]]]


class WebChannel:
    """Wakes the pages that wait. It keeps no letter itself, so a restart loses none."""

    name = "web"
    abilities = Abilities(
        buttons=True, edit=False, files_in=True, files_out=True, deep_link=True, max_text=4000
    )

    pace: Pace | None = None

    def __init__(self) -> None:
        self._bells: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._closed = False

    async def send(
        self, address: str, message: Message, *, letter: int, leave: Leave = at_once
    ) -> None:
        """Wake the pages of this address. Never fails: who is away reads the shelf later."""
        await leave()
        self.ring(address)

    def ring(self, address: str) -> None:
        """There is something new for this address."""
        for bell in self._bells.get(address, ()):
            bell.set()

    def close(self) -> None:
        """Let every waiting page go, for good: the server stops."""
        self._closed = True
        for address in self._bells:
            self.ring(address)

    async def wait(self, address: str, look: Look, seconds: float) -> list[Shelved]:
        """What `look` finds: at once, else when the bell rings, else [] after `seconds`."""
        clock = asyncio.get_running_loop()
        until = clock.time() + seconds
        with self._listening(address) as bell:  # before the first look, or a ring could be missed
            while not (found := await look()) and not self._closed and clock.time() < until:
                with suppress(TimeoutError):
                    await asyncio.wait_for(bell.wait(), until - clock.time())
                bell.clear()
        return found

    @contextmanager
    def _listening(self, address: str) -> Iterator[asyncio.Event]:
        bell = asyncio.Event()
        self._bells[address].add(bell)
        try:
            yield bell
        finally:
            self._bells[address].discard(bell)
            if not self._bells[address]:
                del self._bells[address]
