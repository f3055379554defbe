"""A village behind the site: what it heard, what lies on its shelf, and how it can fail."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

from aiohttp import FormData, web
from aiohttp.test_utils import TestClient, TestServer

from bot.channel import Brought, Incoming
from bot.clockwork import Clockwork
from bot.driving import Driver, Post
from bot.web import dial, site
from bot.web.channel import Chatter, DemoPhone, Shelved, WebChannel
from bot.web.site import Doors, More
from flows.messages import Message

TOKEN = "naDon-07_vang-thi-mau"
MORNING = datetime(2026, 11, 24, 2, tzinfo=UTC)
ID = "0123456789abcdef"

Client = TestClient[web.Request, web.Application]


@dataclass
class Village:
    """One person with a page; everything the site asks for, kept in lists."""

    channel: WebChannel = field(default_factory=WebChannel)
    heard: list[Incoming] = field(default_factory=list)
    letters: list[Shelved] = field(default_factory=list)
    looked: asyncio.Event = field(default_factory=asyncio.Event)
    breaks: Exception | None = None
    papers: dict[tuple[str, int, int], Brought] = field(default_factory=dict)

    async def receive(self, said: Incoming) -> None:
        if self.breaks is not None:
            raise self.breaks
        self.heard.append(said)

    async def shelf(self, token: str, after: int) -> list[Shelved]:
        if self.breaks is not None:
            raise self.breaks
        self.looked.set()
        return [letter for letter in self.letters if letter.id > after and token == TOKEN]

    async def who(self, token: str) -> Chatter | None:
        mine = Chatter("Vàng Thị Mẫu", "Bản Nà Đon · xã Bình Lư (dữ liệu mẫu)")
        return mine if token == TOKEN else None

    async def enclosed(self, token: str, letter: int, number: int) -> Brought | None:
        return self.papers.get((token, letter, number))

    def post(self, message: Message, number: int = 0) -> None:
        """Lay a letter on the shelf, without waking anybody."""
        number = number or max((each.id for each in self.letters), default=0) + 1
        at = MORNING + timedelta(minutes=number)
        self.letters.append(Shelved(number, at, message))

    async def tell(self, message: Message) -> None:
        """Lay a letter on the shelf and send it."""
        self.post(message)
        await self.channel.send(TOKEN, message, letter=self.letters[-1].id)

    @asynccontextmanager
    async def open(self, *, demo: tuple[DemoPhone, ...] = ()) -> AsyncIterator[Client]:
        """A browser at the site of this village."""
        doors = Doors(self.receive, self.shelf, self.who, self.enclosed)
        app = site.build(doors, self.channel, with_demo(demo))
        async with TestClient(TestServer(app)) as client:
            yield client


def with_demo(phones: tuple[DemoPhone, ...]) -> list[More]:
    """The page of these phones, where there are any; its clock stands, for nothing drives it."""

    async def never() -> None:
        return None

    async def nothing_waits() -> bool:
        return False

    clock = Clockwork(Path("nowhere"), lambda: MORNING)
    driver = Driver(clock, (), Post(never, nothing_waits, lambda: None))
    return [dial.at(driver, phones)] if phones else []


def form(message_id: str = ID, **texts: str) -> FormData:
    """What a page sends: always as multipart, and names in UTF-8, as browsers do."""
    body = FormData(quote_fields=False, default_to_multipart=True)
    for name, text in {"message_id": message_id, **texts}.items():
        body.add_field(name, text)
    return body


def with_file(
    content: bytes, name: str = "anh.jpg", kind: str = "image/jpeg", **texts: str
) -> FormData:
    """What a page sends with one file."""
    body = form(**texts)
    body.add_field("files", BytesIO(content), filename=name, content_type=kind)
    return body
