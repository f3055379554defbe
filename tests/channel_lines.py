"""A person at the other end of each channel, so that one contract can be asked of all of them."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path
from typing import Protocol

from aiohttp import FormData, web

from bot.channel import Channel, Incoming, Leave, Pace, at_once
from bot.console import Console
from bot.telegram_mail import TelegramMail
from flows.messages import Choice, Message, as_text, restore
from tests.bot.web.village import TOKEN, Client, Village, form, with_file
from tests.telegram_listener import Notebook, all_taken, listening, talk_to
from tests.telegram_people import Person
from tests.telegram_server import TelegramServer

SECRET = "mot-hai-ba"


class Line(Protocol):
    """One channel with one person, who is already known to it.

    A channel that can fail also has the methods of `FailingLine`; one that can deliver a
    message twice joins `TWICE` in the contract.
    """

    channel: Channel
    address: str

    async def says(self, text: str) -> Incoming:
        """What the channel heard when the person sent `text`."""

    async def presses(self, choice: Choice) -> Incoming:
        """What was heard when the person chose from the last message: by button, else by number."""

    async def photographs(self, jpeg: bytes) -> Incoming:
        """What was heard when the person sent a photo."""

    async def screen(self, parts: int) -> list[str]:
        """The texts the person can read, once there are at least `parts`."""


class FailingLine(Line, Protocol):
    """A channel whose other end can be made to fail."""

    def goes_away(self) -> None:
        """From now on the person cannot be reached."""

    def is_busy(self, seconds: int) -> None:
        """The next message is put off for that long."""

    def breaks(self) -> None:
        """The next message does not get through."""


Open = Callable[[Path], AbstractAsyncContextManager[Line]]


class TelegramLine:
    """A person in Telegram, whichever way the bot hears, if it does."""

    def __init__(self, server: TelegramServer, channel: Channel, notebook: Notebook) -> None:
        self.channel = channel
        self.server = server
        self.notebook = notebook
        self.person: Person = server.person(7)
        self.address = "7"

    async def says(self, text: str) -> Incoming:
        self.person.says(text)
        return await self._heard()

    async def presses(self, choice: Choice) -> Incoming:
        self.person.presses(self.person.screen[-1], choice.number)
        return await self._heard()

    async def photographs(self, jpeg: bytes) -> Incoming:
        self.person.photographs(jpeg)
        return await self._heard()

    async def screen(self, parts: int) -> list[str]:
        return [shown["text"] for shown in await self.person.sees(parts)]

    def goes_away(self) -> None:
        self.server.chats.blocked.add(self.person.chat)

    def is_busy(self, seconds: int) -> None:
        self.server.flood("sendMessage", seconds)

    def breaks(self) -> None:
        self.server.fail("sendMessage", 502)

    async def _heard(self) -> Incoming:
        await all_taken(self.server)
        return self.notebook.heard[-1]


@asynccontextmanager
async def telegram_by_polling(_: Path) -> AsyncIterator[TelegramLine]:
    """Telegram, asked for updates."""
    async with TelegramServer() as server:
        notebook = Notebook()
        talk = talk_to(server, notebook)
        async with listening(talk, notebook.receive):
            yield TelegramLine(server, talk, notebook)
        assert server.violations == []


@asynccontextmanager
async def telegram_by_webhook(_: Path) -> AsyncIterator[TelegramLine]:
    """Telegram, posting updates."""
    async with TelegramServer() as server:
        notebook, app = Notebook(), web.Application()
        talk = talk_to(server, notebook)
        talk.webhook(app, notebook.receive, "/telegram", SECRET)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        await talk.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/telegram", SECRET)
        yield TelegramLine(server, talk, notebook)
        await talk.delete_webhook()
        await runner.cleanup()
        await talk.close()
        assert server.violations == []


@asynccontextmanager
async def telegram_mail(_: Path) -> AsyncIterator[TelegramLine]:
    """Telegram, by the bot that hears nothing."""
    async with TelegramServer() as server:
        mail = TelegramMail(server.token, server.base, pace=Pace(1000, 0, 0))
        yield TelegramLine(server, mail, Notebook())
        await mail.close()
        assert server.violations == []


class ConsoleLine:
    """A person at the terminal."""

    def __init__(self, folder: Path) -> None:
        self.notebook = Notebook()
        self.shown: list[str] = []
        self.typed: asyncio.Queue[str] = asyncio.Queue()
        self.console = Console(self._lines(), self.shown.append, address="me", run="r1")
        self.channel: Channel = self.console
        self.address = "me"
        self._folder = folder

    async def says(self, text: str) -> Incoming:
        count = len(self.notebook.heard) + 1
        self.typed.put_nowait(text + "\n")
        return (await self.notebook.hears(count))[-1]

    async def presses(self, choice: Choice) -> Incoming:
        return await self.says(str(choice.number))

    async def photographs(self, jpeg: bytes) -> Incoming:
        photo = self._folder / "ảnh.jpg"
        photo.write_bytes(jpeg)
        return await self.says(f"@{photo}")

    async def screen(self, parts: int) -> list[str]:
        assert len(self.shown) >= parts
        return self.shown

    async def _lines(self) -> AsyncIterator[str]:
        while True:
            yield await self.typed.get()


@asynccontextmanager
async def console(folder: Path) -> AsyncIterator[ConsoleLine]:
    """The terminal."""
    line = ConsoleLine(folder)
    task = asyncio.create_task(line.console.listen(line.notebook.receive))
    yield line
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


class WebLine:
    """A person with the chat page open: a browser that posts, and reads letters off its shelf."""

    def __init__(self, village: Village, browser: Client) -> None:
        self.village = village
        self.browser = browser
        self.channel: Channel = _Shelving(village)
        self.address = TOKEN
        self._numbers = itertools.count(10_000_000)

    async def says(self, text: str) -> Incoming:
        return await self._posts(form(self._id(), text=text))

    async def presses(self, choice: Choice) -> Incoming:
        return await self._posts(form(self._id(), press=choice.press))

    async def photographs(self, jpeg: bytes) -> Incoming:
        return await self._posts(with_file(jpeg, message_id=self._id()))

    async def screen(self, parts: int) -> list[str]:
        answer = await self.browser.get(f"/c/{TOKEN}/letters?wait=10")
        letters = (await answer.json())["letters"]
        most = self.channel.abilities.max_text
        return [part for each in letters for part in as_text(restore(each["message"]), most)]

    def _id(self) -> str:
        return f"id{next(self._numbers)}"

    async def _posts(self, body: FormData) -> Incoming:
        answer = await self.browser.post(f"/c/{TOKEN}/say", data=body)
        assert answer.status == 204
        return self.village.heard[-1]


class _Shelving:
    """The web channel and what the database does for it: the letter lies there before it rings."""

    def __init__(self, village: Village) -> None:
        self._village = village
        self.name = village.channel.name
        self.abilities = village.channel.abilities
        self.pace = village.channel.pace

    async def send(
        self, address: str, message: Message, *, letter: int, leave: Leave = at_once
    ) -> None:
        await leave()
        await self._village.tell(message)


@asynccontextmanager
async def browser(_: Path) -> AsyncIterator[WebLine]:
    """The chat page."""
    village = Village()
    async with village.open() as client:
        yield WebLine(village, client)
