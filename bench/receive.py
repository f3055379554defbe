"""One answer through `conversation.receive`, beside the least such a message needs by hand."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from random import SystemRandom
from statistics import median

from bench import floor
from bot.channel import Incoming
from bot.conversation import Conversation
from bot.library import Library
from bot.office import Office
from bot.opening import Opening
from flows.sample import commune
from storage import roster
from storage.database import Database, connect, upgrade
from storage.folder import Folder

TO_THE_FIRST_QUESTION = ("/start", "1", "1", "1")
QUESTIONS = 9  # of the ten; the last answer also makes the summary
Say = Callable[[str, str], Awaitable[None]]


async def pairs(folder: Path, people: int) -> tuple[float, float]:
    """Median seconds of (by hand, through receive), taken in turns, each durably committed.

    Each of `people` goes through the citizen pack; only answers to its questions are timed.
    """
    by_hand: list[float] = []
    through: list[float] = []
    async with floor.hand(folder / "hand.sqlite3") as write, _talking(folder) as (enrol, say):
        for person in range(people):
            address = await enrol(person)
            for text in TO_THE_FIRST_QUESTION:
                await say(address, text)
            for _ in range(QUESTIONS):
                by_hand.append(await floor.timed(write, len(by_hand)))
                through.append(await floor.timed(lambda _, to=address: say(to, "4"), 0))
    return median(by_hand[floor.WARM :]), median(through[floor.WARM :])


@asynccontextmanager
async def _talking(folder: Path) -> AsyncIterator[tuple[Callable[[int], Awaitable[str]], Say]]:
    url = f"sqlite+aiosqlite:///{folder / 'ours.sqlite3'}"
    upgrade(url)
    async with connect(url) as db:
        library = Library()
        await library.publish_shipped(db, floor.NOW)
        async with db.begin() as tx:
            await roster.enrol_sample(tx, commune())
        opening = Opening(library)
        evidence = Folder(folder / "evidence")
        office = Office(library, evidence, key=b"k" * 32, chance=SystemRandom())
        conversation = Conversation(db, evidence, opening, office, lambda: floor.NOW, lambda: None)
        numbers = count()

        async def say(address: str, text: str) -> None:
            await conversation.receive(Incoming("bench", address, f"m{next(numbers)}", text))

        yield lambda person: _enrol(db, person), say


async def _enrol(db: Database, number: int) -> str:
    person = roster.SamplePerson(f"Người mẫu {number}", "citizen", "MAU01")
    async with db.begin() as tx:
        await roster.enrol(tx, person, "bench", f"a{number}", floor.NOW)
    return f"a{number}"
