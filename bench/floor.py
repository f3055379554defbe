"""What one message costs the database at least, written by hand, and what it costs through us."""

import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiosqlite

from flows import messages
from flows.messages import Choice, Message
from storage import database, mail, tables
from storage.mail import Recipient

QUESTIONS = 40
WARM = 50  # messages not counted: caches fill
PRAGMAS = ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
Hear = Callable[[int], Awaitable[None]]
NOW = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
SAID = (
    Message("Đã ghi: Có."),
    Message(
        "Xã có thư viện không?",
        step="Câu 4/10 · Tự học",
        choices=tuple(Choice(n, "Có", "10 điểm", f"1-1:q{n}:{n}") for n in range(1, 5)),
        role="ask",
        progress=(4, 10),
    ),
)
_PEOPLE = """
INSERT OR IGNORE INTO person (id, name, you, language, consent, consent_channel, asking, tips,
                              sample)
    VALUES (1, '', 'bác', 'vi', '', '', '', 0, 0);
INSERT OR IGNORE INTO subject (id, kind, code, name, sample) VALUES (1, 'citizen', 'c', 'Mai', 0);
INSERT OR IGNORE INTO pack (id, code, version, title, file_name, workbook, published_at)
    VALUES (1, 'cdht', '1', 'Công dân học tập', 'cdht.xlsx', x'', '2026-11-22 07:00:00.000000');
INSERT OR IGNORE INTO assessment (id, subject_id, title, year, pack_id, state, place_at, prefilled,
                                  paused, opened_at, opened_by, verdict)
    VALUES (1, 1, 'Công dân học tập', 2026, 1, 'drafting', '', '{}', 0,
            '2026-11-22 07:00:00.000000', 1, '');
"""
_HEARD = "INSERT INTO inbox VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_ANSWER = """
INSERT INTO answer (assessment_id, ref, value, typist_id, channel, answered_at)
    VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (assessment_id, ref) DO UPDATE SET value = excluded.value,
        typist_id = excluded.typist_id, channel = excluded.channel,
        answered_at = excluded.answered_at
"""
_LETTERS = """
INSERT INTO letter (once, person_id, channel, address, message, state, tries, problem, posted_at,
                    not_before)
    VALUES (?, 1, 'telegram', 'anna', ?, 'queued', 0, '', ?, ?),
           (?, 1, 'telegram', 'anna', ?, 'queued', 0, '', ?, ?)
    ON CONFLICT DO NOTHING
"""


async def floor(path: Path | str, n: int) -> list[float]:
    """Seconds of each of `n` messages: the fewest statements, on aiosqlite alone.

    `path` is a database file that has not heard them yet; it is made when it is not there.
    """
    async with hand(path) as message:
        return [await timed(message, number) for number in range(n)]


async def through_storage(path: Path | str, n: int) -> list[float]:
    """Seconds of each of `n` messages: the same rows, through storage.database and storage.mail."""
    async with _storage(path) as message:
        return [await timed(message, number) for number in range(n)]


@asynccontextmanager
async def hand(path: Path | str) -> AsyncIterator[Hear]:
    await _lay(path)
    async with aiosqlite.connect(path, isolation_level=None) as file:
        for pragma in PRAGMAS:
            await file.execute(f"PRAGMA {pragma}")
        yield lambda number: _by_hand(file, number)


@asynccontextmanager
async def _storage(path: Path | str) -> AsyncIterator[Hear]:
    await _lay(path)
    async with database.connect(f"sqlite+aiosqlite:///{path}") as db:
        yield lambda number: _by_storage(db, number)


async def _by_hand(file: aiosqlite.Connection, number: int) -> None:
    now = NOW.isoformat(" ", "microseconds")
    first, second = (json.dumps(messages.dump(said)) for said in SAID)
    keys = (f"hand:{number}:0", f"hand:{number}:1")
    await file.execute("BEGIN IMMEDIATE")
    await file.execute(_HEARD, ("telegram", f"hand:{number}", now))
    answer = (1, f"/f/q{number % QUESTIONS}", str(number), 1, "telegram", now)
    await file.execute(_ANSWER, answer)
    await file.execute(_LETTERS, (keys[0], first, now, now, keys[1], second, now, now))
    await file.execute("COMMIT")


async def _by_storage(db: database.Database, number: int) -> None:
    async with db.begin() as tx:
        await mail.first_time(tx, "telegram", f"us:{number}", NOW)
        answer = {
            "assessment_id": 1,
            "ref": f"/f/q{number % QUESTIONS}",
            "value": str(number),
            "typist_id": 1,
            "channel": "telegram",
            "answered_at": NOW,
        }
        await database.put(tx, tables.Answer, [answer])
        to = Recipient(1, "telegram", "anna")
        await mail.post(tx, to, SAID, once=f"us:{number}", now=NOW)


async def _lay(path: Path | str) -> None:
    await asyncio.to_thread(database.upgrade, f"sqlite+aiosqlite:///{path}")
    async with aiosqlite.connect(path) as file:
        await file.executescript(_PEOPLE)


async def timed(message: Hear, number: int) -> float:
    begun = time.perf_counter()
    await message(number)
    return time.perf_counter() - begun


async def main(n: int = 1500) -> None:
    """Take turns message by message, so that a busy machine is unjust to both; print the times."""
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder) / "hand.db", Path(folder) / "ours.db"
        async with hand(files[0]) as by_hand, _storage(files[1]) as by_us:
            pairs = [
                (await timed(by_hand, number), await timed(by_us, number)) for number in range(n)
            ]
    floors, costs = (_quantiles(list(seconds)) for seconds in zip(*pairs[WARM:], strict=True))
    print(
        f"{'milliseconds per message':26}{'fastest':>9}{'quarter':>9}{'half':>9}{'95 in 100':>11}"
    )
    _print("by hand, aiosqlite", floors)
    _print("through storage", costs)
    _print("times", [cost / least for cost, least in zip(costs, floors, strict=True)])


def _quantiles(seconds: list[float]) -> list[float]:
    twentieths = statistics.quantiles(seconds, n=20)
    return [1e3 * each for each in (min(seconds), twentieths[4], twentieths[9], twentieths[18])]


def _print(name: str, figures: list[float]) -> None:
    fastest, quarter, half, most = figures
    print(f"{name:26}{fastest:9.2f}{quarter:9.2f}{half:9.2f}{most:11.2f}")


if __name__ == "__main__":
    asyncio.run(main())
