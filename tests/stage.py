"""A stage for stories: the whole program behind one door, with a clock that the story moves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from PIL import Image

from bot.channel import Incoming, Upload
from bot.conversation import Conversation
from bot.library import Library
from bot.office import Office
from bot.opening import Opening
from flows.messages import Message, as_text
from flows.sample import commune
from reports import REPORTS
from storage import mail, roster
from storage.database import Database, connect, upgrade
from storage.folder import Folder

MORNING = datetime(2026, 11, 24, 2, tzinfo=UTC)  # nine o'clock in Vietnam


class Stage:
    """One person talking to the program. Everything goes through the real door and database."""

    def __init__(self, db: Database, conversation: Conversation) -> None:
        self.db = db
        self.conversation = conversation
        self._numbers = count(1)

    async def say(self, text: str = "", **more: object) -> list[Message]:
        """Send one message; what the bot promised to answer."""
        return await self.send(Incoming("test", "an", f"m{next(self._numbers)}", text, **more))

    async def press(self, press: str) -> list[Message]:
        return await self.say(press=press)

    async def photo(self, content: bytes, **more: object) -> list[Message]:
        return await self.say(uploads=(Upload("photo", content, "anh.jpg"),), **more)

    async def send(self, said: Incoming) -> list[Message]:
        before = await self._last()
        await self.conversation.receive(said)
        return [item.message for item in await self._shelf() if item.id > before]

    async def records(self) -> list[dict[str, object]]:
        async with self.db.read() as tx:
            return [dict(row) for row in await REPORTS["records"](tx)]

    async def letters(self) -> list[Message]:
        """Everything promised so far."""
        return [item.message for item in await self._shelf()]

    async def deliver_everything(self) -> None:
        """Let the postman carry all that is waiting, as if a day had passed."""
        later = self.conversation.now() + timedelta(days=1)
        async with self.db.begin() as tx:
            while letters := await mail.waiting(tx, later, 100):
                for letter in letters:
                    await mail.mark_sent(tx, letter, later)

    async def moves(self) -> list[dict[str, object]]:
        """Every step of every assessment."""
        async with self.db.read() as tx:
            return [dict(row) for row in await REPORTS["moves"](tx)]

    async def _shelf(self) -> list[mail.Shelved]:
        later = self.conversation.now() + timedelta(days=1)
        async with self.db.read() as tx:
            return await mail.shelf(tx, "test", "an", 0, 1000, later)

    async def _last(self) -> int:
        return max((item.id for item in await self._shelf()), default=0)


class Clock:
    """The time of a story."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)


@cache
def _tables() -> bytes:
    """A database with its tables and nothing in them; made once, for it takes a while."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "empty.sqlite3"
        upgrade(f"sqlite+aiosqlite:///{file}")
        return file.read_bytes()


@asynccontextmanager
async def stage(
    folder: Path, clock: Clock | None = None, *, person: roster.SamplePerson | None = None
) -> AsyncIterator[Stage]:
    """The program with the sample commune; `person` is on the roster at the story's address."""
    clock = clock or Clock()
    url = f"sqlite+aiosqlite:///{folder / 'story.sqlite3'}"
    (folder / "story.sqlite3").write_bytes(_tables())
    async with connect(url) as db:
        library = Library()
        await library.publish_shipped(db, clock())
        async with db.begin() as tx:
            if await roster.enrol_sample(tx, commune()) and person is not None:
                await roster.enrol(tx, person, "test", "an", clock())
        evidence = Folder(folder / "evidence")
        luck = Random(2026)  # noqa: S311 (the same codes every time)
        office = Office(library, evidence, "http://127.0.0.1:8080", key=b"k" * 32, chance=luck)
        opening = Opening(library)
        yield Stage(db, Conversation(db, evidence, opening, office, clock, lambda: None))


def jpeg(colour: str = "green", size: tuple[int, int] = (64, 48)) -> bytes:
    """A real photo of one colour."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def heard(messages: list[Message]) -> str:
    """What a person reads, as any text-only channel would show it."""
    return "\n\n".join(part for message in messages for part in as_text(message, 2000))
