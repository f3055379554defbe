"""The staff's digest of one commune in whose tables 100,000 forms lie, and the week's picture."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from statistics import median

from sqlalchemy import insert

from flows.assessment import STATES
from flows.quiet import ZONE
from reports import chart, digest
from reports.chart import VILLAGES, Bar, Chart
from storage import seasons, tables
from storage.database import Database, Tx, connect, upgrade

COMMUNE, YEAR = "X", 2026
NOW = datetime(2026, 12, 1, 0, 30, tzinfo=UTC)
VILLAGES_HERE, HOMES = 100, 1_000
TIMES = 5
AT_ONCE = 10_000  # rows of one statement


def seconds(folder: Path) -> float:
    """Median seconds of all that a digest counts, with its season and its pictures' numbers."""
    return asyncio.run(_measured(folder))


def drawing() -> float:
    """Median seconds of one full picture, once the tools for it are there."""
    bar = Bar("Bản Nà Đon", 120, 30, 25, 20, 15)
    day = date(2026, 11, 30)
    full = Chart("family", YEAR, "xã Bình Lư", day, (bar,) * VILLAGES, bar, 80.0, 2030)
    chart.draw(full)
    return median(_timed(full) for _ in range(TIMES))


def _timed(full: Chart) -> float:
    began = time.perf_counter()
    chart.draw(full)
    return time.perf_counter() - began


async def _measured(folder: Path) -> float:
    found: list[float] = []
    async with _commune(folder) as db:
        for _ in range(TIMES):
            began = time.perf_counter()
            async with db.read() as tx:
                season = await seasons.season(tx, COMMUNE, YEAR)
                counted = await digest.today(tx, COMMUNE, season, NOW.astimezone(ZONE))
            found.append(time.perf_counter() - began)
        assert counted.morning.goals[0].all == VILLAGES_HERE * HOMES
    return median(found)


@asynccontextmanager
async def _commune(folder: Path) -> AsyncIterator[Database]:
    """A commune in its season; of every state there are as many forms."""
    url = f"sqlite+aiosqlite:///{folder / 'digest.sqlite3'}"
    upgrade(url)
    async with connect(url) as db:
        async with db.begin() as tx:
            await _fill(tx)
            await seasons.choose(tx, COMMUNE, "binh_lu_2026", YEAR, now=NOW)
        yield db


async def _fill(tx: Tx) -> None:
    codes = [f"X{number:03}" for number in range(VILLAGES_HERE)]
    place = {"kind": "village", "parent_code": COMMUNE, "name": "Bản"}
    commune = {"code": COMMUNE, "kind": "commune", "parent_code": None, "name": "xã"}
    await tx.execute(insert(tables.Place), [commune, *({**place, "code": c} for c in codes)])
    await tx.execute(insert(tables.Person).values(id=1, place_code=COMMUNE))
    pack = {"code": "giadinh", "version": "1", "title": "family", "file_name": "", "workbook": b""}
    await tx.execute(insert(tables.Pack).values(id=1, published_at=NOW, **pack))
    count = VILLAGES_HERE * HOMES
    await _write(tx, tables.Subject, [_home(number, codes) for number in range(count)])
    in_any_order = Random(7).sample(range(count), count)  # noqa: S311 (as people come to it)
    await _write(tx, tables.Assessment, [_form(number) for number in in_any_order])


async def _write(tx: Tx, table: type[tables.Table], rows: Sequence[dict[str, object]]) -> None:
    for start in range(0, len(rows), AT_ONCE):
        await tx.execute(insert(table), rows[start : start + AT_ONCE])


def _home(number: int, codes: Sequence[str]) -> dict[str, object]:
    place = codes[number // HOMES]  # a roster is read village by village
    return {"id": number + 1, "kind": "household", "code": f"h{number}", "name": "Hộ"} | {
        "place_code": place
    }


def _form(number: int) -> dict[str, object]:
    state = STATES[number % len(STATES)]
    about = {"subject_id": number + 1, "title": "family", "year": YEAR, "pack_id": 1}
    row = {**about, "state": state, "verdict": "pass", "opened_at": NOW, "opened_by": 1}
    return {**row, "submitted_at": NOW}
