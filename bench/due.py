"""What planning a day of reminders costs: for a commune, for a province, and its memory."""

import asyncio
import gc
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from flows.quiet import ZONE
from scheduler import due, reminders
from scheduler.reminders import Reminded
from storage import seasons, tables
from storage.database import Database, Tx, connect, upgrade

PLAN, YEAR = "binh_lu_2026", 2026
BEGUN = datetime(2026, 9, 1, 8, tzinfo=ZONE)
DAY = datetime(2026, 11, 9, 8, tzinfo=ZONE)  # a fortnight before the forms close
HOMES = 200  # of one village
AT_ONCE = 5_000  # rows of one statement


@dataclass(frozen=True, slots=True)
class Planned:
    """Seconds of the first planning of a day and of one more, and MB that Python took for it.

    `work` is the first one in seconds of a processor, whatever else the machine does.
    """

    first: float
    work: float
    again: float
    memory: float
    letters: int


def measured(folder: Path, communes: int, households: int) -> Planned:
    """Plan a day on which everybody is to be reminded; `households` of each commune."""
    return asyncio.run(_measured(folder, communes, households))


async def _measured(folder: Path, communes: int, households: int) -> Planned:
    url = f"sqlite+aiosqlite:///{folder / f'due-{communes}.sqlite3'}"
    await asyncio.to_thread(upgrade, url)
    async with AsyncExitStack() as stack:
        db = await stack.enter_async_context(connect(url))
        for number in range(communes):
            async with db.begin() as tx:
                await _lay(tx, number, households)
        await _warm(db)
        first, work, made = await _timed(db)
        again, _, nothing = await _timed(db)
    assert made.letters == communes * households, made
    assert nothing.letters == 0, nothing
    most = await _memory(folder, communes, households)
    return Planned(first, work, again, most, made.letters)


async def _warm(db: Database) -> None:
    """Read the plans and the holidays, as the program has done since it started."""
    gc.freeze()  # as the program does
    due.is_time(DAY)
    async with db.read() as tx:
        await seasons.season(tx, "X0", YEAR)


async def _timed(db: Database) -> tuple[float, float, Reminded]:
    began, busy = time.perf_counter(), time.process_time()
    made = await reminders.remind(db, DAY)
    return time.perf_counter() - began, time.process_time() - busy, made


async def _memory(folder: Path, communes: int, households: int) -> float:
    """MB at most; measured apart, for counting them takes time."""
    url = f"sqlite+aiosqlite:///{folder / f'memory-{communes}.sqlite3'}"
    await asyncio.to_thread(upgrade, url)
    async with connect(url) as db:
        for number in range(communes):
            async with db.begin() as tx:
                await _lay(tx, number, households)
        tracemalloc.start()
        await reminders.remind(db, DAY)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return most / 2**20


async def _lay(tx: Tx, commune: int, households: int) -> None:
    """A commune in villages of HOMES households, each with a person and a phone."""
    code = f"X{commune}"
    await _insert(tx, tables.Place, [{"code": code, "name": "Xã (mẫu)", "kind": "commune"}])
    villages = [f"{code}B{n}" for n in range(-(-households // HOMES))]
    above = {"kind": "village", "parent_code": code}
    await _insert(tx, tables.Place, [{"code": v, "name": f"Bản {v}", **above} for v in villages])
    first = commune * households + 1
    numbers = range(first, first + households)
    homes = [
        {
            "id": n,
            "kind": "household",
            "code": f"H{n}",
            "name": f"Hộ {n} (mẫu)",
            "place_code": villages[(n - first) // HOMES],
        }
        for n in numbers
    ]
    await _insert(tx, tables.Subject, homes)
    await _insert(tx, tables.Person, [{"id": n, "name": f"Người {n} (mẫu)"} for n in numbers])
    phones = [{"channel": "test", "address": f"a{n}", "person_id": n} for n in numbers]
    await _insert(tx, tables.Account, phones)
    roles = [{"person_id": n, "role": "household", "subject_id": n} for n in numbers]
    await _insert(tx, tables.Role, roles)
    await seasons.choose(tx, code, PLAN, YEAR, now=BEGUN)


async def _insert(tx: Tx, table: type[tables.Table], rows: list[dict[str, Any]]) -> None:
    for some in _some(rows):
        await tx.execute(insert(table), some)


def _some(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]
