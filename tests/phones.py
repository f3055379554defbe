"""People with a browser at the program's own site: they open links, read letters and tap lines."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from aiohttp import CookieJar
from aiohttp.test_utils import TestClient, TestServer

from bot import program
from bot.program import House
from flows.messages import Message, as_text, restore
from tests.bot.web.village import Client, form, with_file

BACK = 12  # letters, as the page does
_NUMBERS = count(1)


@dataclass
class Clock:
    """The program's clock; a story moves it."""

    now: datetime = datetime(2026, 10, 1, 2, tzinfo=UTC)  # nine o'clock in Vietnam

    def __call__(self) -> datetime:
        return self.now

    def pass_days(self, days: float) -> None:
        self.now += timedelta(days=days)


@dataclass
class Phone:
    """One person's phone; `all` is everything that was read."""

    browser: Client
    token: str = ""
    all: list[Message] = field(default_factory=list)
    _known: set[int] = field(default_factory=set)
    _new: list[Message] = field(default_factory=list)

    async def opens(self, link: str) -> str:
        """Open a link and say yes to it; the page that comes is the chat."""
        path = "/" + link.split("/", 3)[3]
        page = await (await self.browser.get(path)).text()
        once = re.findall(r'name="once" value="([^"]+)"', page)
        if not once:
            return page
        answer = await self.browser.post(path, data={"answer": "yes", "once": once[0]})
        self.token = answer.url.path.rpartition("/")[2]
        await self.reads()
        return self.heard

    async def says(self, text: str) -> str:
        return await self._send(form(self._id(), text=text))

    async def taps(self, label: str) -> str:
        """Press the line of the last choices that begins with `label`."""
        for message in reversed(self.all):
            for choice in message.choices:
                if choice.label.startswith(label):
                    return await self._send(form(self._id(), press=choice.press))
            if message.choices:
                break
        raise AssertionError(f"no line {label!r} in:\n{self.heard}")

    async def sends(self, photo: bytes) -> str:
        return await self._send(with_file(photo, message_id=self._id()))

    async def reads(self) -> str:
        """What is new since the last look."""
        known = sorted(self._known)[-BACK:]  # one that was held back comes with a lower number
        query = f"after={known[0] if known else 0}&known={','.join(map(str, known))}"
        answer = await self.browser.get(f"/c/{self.token}/letters?{query}")
        letters = (await answer.json())["letters"]
        self._new = [restore(letter["message"]) for letter in letters]
        self._known |= {letter["id"] for letter in letters}
        self.all += self._new
        return self.heard

    @property
    def heard(self) -> str:
        """The last messages, as any text channel shows them."""
        return "\n\n".join(part for message in self._new for part in as_text(message, 4000))

    async def _send(self, body: object) -> str:
        answer = await self.browser.post(f"/c/{self.token}/say", data=body)
        assert answer.status == 204, await answer.text()
        return await self.reads()

    def _id(self) -> str:
        return f"message-{next(_NUMBERS):08}"


@asynccontextmanager
async def site(home: House) -> AsyncIterator[TestServer]:
    """The program's own site on a port of this machine."""
    async with TestServer(program.website(home)) as server:
        yield server


@asynccontextmanager
async def phone(server: TestServer) -> AsyncIterator[Phone]:
    """A phone with a browser of its own."""
    async with TestClient(server, cookie_jar=CookieJar(unsafe=True)) as browser:
        yield Phone(browser)
