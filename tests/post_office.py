"""A post office for stories: a postman, his channels, two people, and a clock that is moved."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from bot.carrying import Compose, Spans
from bot.channel import Abilities, Leave, Pace, at_once
from bot.postman import Postman
from flows.letters import Kind
from flows.messages import Message
from storage import database, mail, outbox, tables, waiting
from storage.database import Database
from storage.mail import Letter, Recipient
from tests.stage import Clock
from tests.storage.conftest import meet

SLOW = Pace(overall=25, chat=1, group=3)

TEXT_ONLY = Abilities(
    buttons=False, edit=False, files_in=False, files_out=False, deep_link=False, max_text=2000
)


class Phone:
    """A channel that notes what it took; `trouble` decides what goes wrong instead.

    Letters to `stuck` hang on their way until `released`; to `unturned` they do before they leave,
    until `turn`.
    """

    name = "telegram"
    abilities = TEXT_ONLY

    def __init__(self, pace: Pace | None = None) -> None:
        self.pace = pace
        self.took: list[tuple[str, str]] = []
        self.trouble: Callable[[str, str], Exception | None] = lambda address, text: None
        self.stuck: set[str] = set()
        self.released = asyncio.Event()
        self.unturned: set[str] = set()
        self.turn = asyncio.Event()
        self.waiting: list[str] = []
        self.in_hand: list[str] = []
        self._rang = asyncio.Event()

    async def send(
        self, address: str, message: Message, *, letter: int, leave: Leave = at_once
    ) -> None:
        assert address not in self.in_hand, "two letters of one address are on their way"
        if address in self.unturned:
            await self._waits(address)
        await leave()
        self.in_hand.append(address)
        self._rang.set()
        try:
            await self._send(address, message.text)
        finally:
            self.in_hand.remove(address)
            self._rang.set()

    async def takes(self, *expected: tuple[str, str]) -> None:
        """Wait until these were taken, in this order."""
        await self.has_taken(len(expected))
        assert self.took == list(expected)

    async def has_taken(self, count: int) -> None:
        """Wait until so many were taken."""
        async with asyncio.timeout(20):
            while len(self.took) < count:
                self._rang.clear()
                await self._rang.wait()

    async def is_busy_with(self, address: str) -> None:
        """Wait until a letter to this address is on its way."""
        async with asyncio.timeout(20):
            while address not in self.in_hand:
                self._rang.clear()
                await self._rang.wait()

    async def has_waiting(self, address: str) -> None:
        """Wait until a letter to this address waits for its turn to leave."""
        async with asyncio.timeout(20):
            while address not in self.waiting:
                self._rang.clear()
                await self._rang.wait()

    async def _waits(self, address: str) -> None:
        self.waiting.append(address)
        self._rang.set()
        try:
            await self.turn.wait()
        finally:
            self.waiting.remove(address)

    async def _send(self, address: str, text: str) -> None:
        if address in self.stuck:
            await self.released.wait()
        if error := self.trouble(address, text):
            raise error
        self.took.append((address, text))


@dataclass
class Office:
    """A postman with one phone, two people and a clock."""

    db: Database
    phone: Phone
    clock: Clock
    postman: Postman
    anna: Recipient
    ben: Recipient

    async def promise(
        self,
        to: Recipient,
        *texts: str,
        kind: Kind = "reply",
        expires_in: timedelta | None = None,
        after: timedelta = timedelta(0),
    ) -> None:
        now = self.clock()
        expires_at = None if expires_in is None else now + expires_in
        times = {"now": now, "not_before": now + after, "expires_at": expires_at}
        async with self.db.begin() as tx:
            said = [Message(text) for text in texts]
            await mail.post(tx, to, said, once=f"{to.address}:{texts}", kind=kind, **times)

    async def everything(self) -> None:
        """Deliver until nothing may go."""
        while await self.postman.deliver():
            pass

    async def loses(self) -> Letter:
        """Begin to carry the next letter, and die on the way."""
        async with self.db.begin() as tx:
            (letter,) = await waiting.waiting(tx, self.clock(), 1)
            until = self.clock() + Spans().longest
            assert await outbox.claim(tx, letter, self.clock(), until)
        return letter

    async def letters(self) -> list[tuple[str, str, int, str]]:
        """(text, state, tries, problem) of every letter, oldest first."""
        letter = tables.Letter
        query = select(letter.message, letter.state, letter.tries, letter.problem)
        async with self.db.read() as tx:
            rows = (await tx.execute(query.order_by(letter.id))).all()
        return [(row.message["text"], row.state, row.tries, row.problem) for row in rows]

    async def states(self) -> list[str]:
        return [state for _, state, _, _ in await self.letters()]

    async def due_in(self) -> float:
        """Seconds until a letter may go."""
        async with self.db.read() as tx:
            due = await waiting.next_due(tx, self.clock())
        assert due is not None
        return (due - self.clock()).total_seconds()

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """The postman walks his rounds."""
        rounds = asyncio.create_task(self.postman.run())
        yield
        assert not rounds.done(), "the postman must never stop by himself"
        rounds.cancel()
        with suppress(asyncio.CancelledError):
            await rounds


@asynccontextmanager
async def post_office(
    empty: Path,
    folder: Path,
    phone: Phone,
    *,
    clock: Clock | None = None,
    mailer: Phone | None = None,
    composers: Mapping[Kind, Compose] = {},
) -> AsyncIterator[Office]:
    """An office in `folder`; `empty` is a file with the tables and nothing in them."""
    file, clock = folder / "post.db", clock or Clock()
    shutil.copy(empty, file)
    mailers = {mailer.name: mailer} if mailer else {}
    async with database.connect(f"sqlite+aiosqlite:///{file}") as db:
        anna, ben = await meet(db, 1, "anna"), await meet(db, 2, "ben")
        channels = {phone.name: phone}
        postman = Postman(db, channels, clock, mailers=mailers, composers=composers)
        yield Office(db, phone, clock, postman, anna, ben)
