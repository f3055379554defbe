"""A reminder for each of many people, drained through the postman and the bulk mail as in life."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, insert, select

from bot.channel import Channel, Leave, at_once
from bot.postman import Postman
from bot.telegram_mail import TelegramMail
from flows.messages import Choice, Message
from storage import mail, tables
from storage.database import Database
from storage.mail import Recipient

FIRST_CHAT = 100_000
LONGEST, SLOWEST = 60.0, 5.0  # seconds, and letters a second: a drain that takes longer is stuck
MORNING = datetime(2026, 11, 24, 2, tzinfo=UTC)  # nine o'clock in Vietnam
REMINDER = Message(
    "Phiếu Gia đình học tập của nhà bác còn 3 câu. Bản họp bình xét thứ Bảy 28/11 (mẫu).",
    choices=(Choice(1, "Làm tiếp", "", "g.1"), Choice(2, "Nhờ trưởng bản làm giúp", "", "g.2")),
)


@dataclass(frozen=True, slots=True)
class Drained:
    """How long it took, and how much of that the processor of this process was busy; seconds."""

    count: int
    seconds: float
    busy: float

    @property
    def rate(self) -> float:
        """Letters a second, from when the first was taken up until the last arrived."""
        return (self.count - 1) / self.seconds


class _Counting:
    """The bulk mail, which says when it has carried so many letters."""

    def __init__(self, inner: TelegramMail, count: int) -> None:
        self.name, self.abilities, self.pace = inner.name, inner.abilities, inner.pace
        self.first = 0.0
        self.all_arrived = asyncio.Event()
        self._inner = inner
        self._left = count

    async def send(
        self, address: str, message: Message, *, letter: int, leave: Leave = at_once
    ) -> None:
        self.first = self.first or time.monotonic()
        await self._inner.send(address, message, letter=letter, leave=leave)
        self._left -= 1
        if not self._left:
            self.all_arrived.set()


def chats(count: int) -> Iterator[int]:
    """The chats that a campaign of that many goes to."""
    return iter(range(FIRST_CHAT, FIRST_CHAT + count))


async def promise(db: Database, count: int, now: datetime = MORNING) -> None:
    """That many people, each with a chat and a reminder that may go."""
    numbers = range(1, count + 1)
    accounts = [
        {"channel": "telegram", "address": str(chat), "person_id": number}
        for number, chat in zip(numbers, chats(count), strict=True)
    ]
    async with db.begin() as tx:
        await tx.execute(insert(tables.Person), [{"id": number} for number in numbers])
        await tx.execute(insert(tables.Account), accounts)
        for each in accounts:
            to = Recipient(each["person_id"], "telegram", each["address"])
            await mail.post(tx, to, [REMINDER], once=f"m{to.person_id}", now=now, kind="reminder")


async def drain(db: Database, bulk: TelegramMail, count: int, replies: Channel) -> Drained:
    """Let the postman carry them all, from nine in the morning on. Raises TimeoutError."""
    counting, began = _Counting(bulk, count), time.monotonic()

    def now() -> datetime:
        return MORNING + timedelta(seconds=time.monotonic() - began)

    busy = time.process_time()
    async with _working(Postman(db, {"telegram": replies}, now, mailers={"telegram": counting})):
        async with asyncio.timeout(LONGEST + count / SLOWEST):
            await counting.all_arrived.wait()
        seconds, busy = time.monotonic() - counting.first, time.process_time() - busy
    return Drained(count, seconds, busy)


@asynccontextmanager
async def _working(postman: Postman) -> AsyncIterator[None]:
    rounds = asyncio.create_task(postman.run())
    try:
        yield
    finally:
        rounds.cancel()
        with suppress(asyncio.CancelledError):
            await rounds


async def states(db: Database) -> dict[str, int]:
    """How many letters there are of each state."""
    letter = tables.Letter
    query = select(letter.state, func.count()).group_by(letter.state)
    async with db.read() as tx:
        return dict((await tx.execute(query)).all())
