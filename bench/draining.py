"""What carrying one letter costs when few wait and when very many do."""

import asyncio
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert

from bot.channel import Abilities, Leave, Pace, at_once
from bot.postman import Postman
from flows import messages
from flows.messages import Message
from storage import database, tables
from storage.database import Database

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)  # nine in the morning in Vietnam
FEW, MANY = 1_000, 100_000
CARRIED = 500  # of each
AT_ONCE = 10_000  # rows written in one statement
TEXT = messages.dump(Message("Phiếu còn 3 câu. Xin làm xong trước thứ Sáu 27/11."))


class Nowhere:
    """A channel that takes everything at once."""

    name = "telegram"
    abilities = Abilities(
        buttons=True, edit=False, files_in=False, files_out=False, deep_link=False, max_text=4000
    )

    def __init__(self, pace: Pace | None, enough: int) -> None:
        self.pace = pace
        self.left = enough
        self.done = asyncio.Event()

    async def send(
        self, address: str, message: Message, *, letter: int, leave: Leave = at_once
    ) -> None:
        """Count it."""
        await leave()
        self.left -= 1
        if self.left == 0:
            self.done.set()


async def per_letter(folder: Path, count: int, *, marked: bool) -> tuple[float, float]:
    """Seconds (passed, of CPU) for each of CARRIED announcements while `count` wait.

    `marked` as for Telegram: each is marked before it leaves.
    """
    url = f"sqlite+aiosqlite:///{folder / f'{count}-{marked}.sqlite3'}"
    await asyncio.to_thread(database.upgrade, url)
    async with database.connect(url) as db:
        await _fill(db, count)
        channel = Nowhere(Pace(1000, 0, 0) if marked else None, CARRIED)
        postman = Postman(db, {"telegram": channel}, lambda: NOW)
        begun, cpu = time.perf_counter(), time.process_time()
        rounds = asyncio.create_task(postman.run())
        await channel.done.wait()
        passed, used = time.perf_counter() - begun, time.process_time() - cpu
        rounds.cancel()
        await asyncio.wait([rounds])
    return passed / CARRIED, used / CARRIED


async def _fill(db: Database, count: int) -> None:
    """One announcement to each of `count` people."""
    same = {"channel": "telegram", "message": TEXT, "kind": "announcement", "rank": 3}
    times = {"posted_at": NOW, "not_before": NOW}
    for start in range(1, count + 1, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, count + 1))
        people = [{"id": number} for number in numbers]
        rows = [
            {"once": f"a:{n}:0", "person_id": n, "address": f"a{n}", **same, **times}
            for n in numbers
        ]
        async with db.begin() as tx:
            await tx.execute(insert(tables.Person), people)
            await tx.execute(insert(tables.Letter), rows)


async def main() -> None:
    """Print the cost of one letter, on a page and by Telegram, among few and among many."""
    print(f"{'milliseconds a letter':28}{'passed':>9}{'CPU':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for marked in (False, True):
            for count in (FEW, MANY):
                passed, used = await per_letter(Path(folder), count, marked=marked)
                name = f"{'marked' if marked else 'on a page'}, {count} wait"
                print(f"{name:28}{1e3 * passed:9.2f}{1e3 * used:9.2f}")


if __name__ == "__main__":
    asyncio.run(main())
