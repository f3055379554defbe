"""A bot that listens to the stand-in and notes what it heard, for stories that need one."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress

from bot.channel import Bring, Incoming, Receive
from bot.telegram_talk import TelegramTalk
from tests.telegram_server import TelegramServer
from tests.telegram_signal import Signal


class Notebook:
    """What was heard, and what was parked, in order."""

    def __init__(self) -> None:
        self.heard: list[Incoming] = []
        self.parked: list[tuple[Incoming, Exception]] = []
        self.signal = Signal()

    async def receive(self, incoming: Incoming) -> None:
        self.heard.append(incoming)
        self.signal.tell()

    async def park(self, incoming: Incoming, error: Exception) -> None:
        self.parked.append((incoming, error))
        self.signal.tell()

    @property
    def texts(self) -> list[str]:
        return [incoming.text for incoming in self.heard]

    async def hears(self, count: int) -> list[Incoming]:
        """What was heard, once that is at least `count` messages."""
        return await self.signal.until(lambda: self.heard if len(self.heard) >= count else [])


def at_once() -> Iterator[float]:
    """Patience that never waits."""
    return itertools.repeat(0.0)


def talk_to(
    server: TelegramServer,
    notebook: Notebook,
    wait_for: tuple[type[Exception], ...] = (),
    bring: Bring | None = None,
) -> TelegramTalk:
    """The bot whose Telegram is `server`."""
    return TelegramTalk(
        server.token,
        server.base,
        notebook.park,
        bring=bring,
        wait_for=wait_for,
        patience=at_once,
    )


@asynccontextmanager
async def listening(talk: TelegramTalk, receive: Receive) -> AsyncIterator[asyncio.Task[None]]:
    """Let the bot listen until the block ends."""
    task: asyncio.Task[None] = asyncio.create_task(talk.listen(receive))
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await talk.close()


async def all_taken(server: TelegramServer) -> None:
    """Wait until Telegram was told that it may forget everything."""
    await server.signal.until(lambda: not server.mailbox.waiting)
