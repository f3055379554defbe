"""An announcement to a commune of very many people: counting them, and promising each a letter."""

import asyncio
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert

from bench import floor
from flows import announcement, audience
from flows.announcement import Draft
from flows.audience import Audience
from flows.messages import Message
from flows.wording import words
from storage import announcements, audiences, tables
from storage.announcements import Sending
from storage.database import Database, Tx, connect, upgrade
from storage.moves import By

COMMUNE, YEAR = "MAU", 2026
VILLAGES = 40
AT_ONCE = 5_000  # rows of one statement while the commune is written
BY = By(1, "staff", "bench", floor.NOW)
WORDS = "Tối thứ Sáu, 19 giờ, các bản họp bình xét ở nhà văn hóa. Mời bà con đến đủ (mẫu)."
WAITING = Audience(roles=("household",), states=("todo", "drafting"))
"""The audience that costs most: it looks at the form of every household."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds to count everybody, those of `WAITING`, and to promise; MB that promising took.

    `still` is the longest the loop stood still meanwhile, in seconds.
    """

    everybody: float
    waiting: float
    promised: float
    memory: float
    still: float


async def figures(folder: Path, people: int) -> Figures:
    """One announcement to so many people, each with an address and a household."""
    url = f"sqlite+aiosqlite:///{folder / 'many.sqlite3'}"
    upgrade(url)
    async with connect(url) as db:
        await _commune(db, people)
        everybody = await _counted(db, Audience(), people)
        waiting = await _counted(db, WAITING, people)
        done, before = asyncio.Event(), _megabytes()
        watch = asyncio.create_task(_stillness(done))
        await asyncio.sleep(0)
        start = time.perf_counter()
        await _promised(db, people)
        promised = time.perf_counter() - start
        done.set()
        return Figures(everybody, waiting, promised, _megabytes() - before, await watch)


async def _stillness(done: asyncio.Event) -> float:
    """The longest the loop stood still until `done`, in seconds."""
    longest, last = 0.0, time.perf_counter()
    while not done.is_set():
        await asyncio.sleep(0.001)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    return longest


async def _counted(db: Database, who: Audience, people: int) -> float:
    async with db.begin() as tx:
        start = time.perf_counter()
        reach = await audiences.reach(tx, COMMUNE, who, YEAR)
        took = time.perf_counter() - start
    assert reach.people == people
    return took


async def _promised(db: Database, people: int) -> None:
    async with db.begin() as tx:
        number = await announcements.begin(tx, COMMUNE, WORDS, "", BY)
        one = await announcements.load(tx, number)
        draft = Draft(number, "xã Bình Lư (mẫu)", WORDS, "", audience.restore({}))

        def compose(language: str, you: str) -> Message:
            return announcement.letter(words(language, you), draft)

        sending = Sending(one, YEAR, floor.NOW, floor.NOW + timedelta(days=7))
        assert await announcements.send(tx, sending, BY, compose) == people


async def _commune(db: Database, people: int) -> None:
    async with db.begin() as tx:
        await tx.execute(insert(tables.Place).values(code=COMMUNE, name="xã Mẫu", kind="commune"))
        villages = [
            {"code": f"MAU{n:02}", "name": f"Bản {n}", "kind": "village", "parent_code": COMMUNE}
            for n in range(VILLAGES)
        ]
        await tx.execute(insert(tables.Place), villages)
        for start in range(1, people + 1, AT_ONCE):
            await _people(tx, range(start, min(start + AT_ONCE, people + 1)))


async def _people(tx: Tx, numbers: range) -> None:
    homes = [
        {
            "id": n,
            "kind": "household",
            "code": f"h{n}",
            "name": f"Hộ {n} (mẫu)",
            "place_code": f"MAU{n % VILLAGES:02}",
        }
        for n in numbers
    ]
    them = [{"id": n, "name": f"Người {n} (mẫu)", "consent": "2026-1"} for n in numbers]
    accounts = [{"channel": "bench", "address": f"a{n}", "person_id": n} for n in numbers]
    roles = [{"person_id": n, "role": "household", "subject_id": n} for n in numbers]
    for table, rows in (
        (tables.Subject, homes),
        (tables.Person, them),
        (tables.Account, accounts),
        (tables.Role, roles),
    ):
        await tx.execute(insert(table), rows)


def _megabytes() -> float:
    """What this process holds now, by Linux's own count."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024
