"""A bot killed in the middle of everything has lost nothing and kept nothing twice."""

import asyncio
import multiprocessing
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from tests.bot import crash_program
from tests.telegram_listener import all_taken
from tests.telegram_server import TelegramServer

SLOW = 5
QUICK = 5
PATIENCE = 60.0

# Importing the Telegram library takes seconds: a server that has done so forks each program.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([crash_program.__name__])


@asynccontextmanager
async def _program(
    server: TelegramServer, way: str, notes: Path, *, hang: bool = False
) -> AsyncIterator[Connection]:
    told, tell = PROCESSES.Pipe(duplex=False)
    program = PROCESSES.Process(
        target=crash_program.run, args=(way, server.base, server.token, notes, hang, tell)
    )
    await asyncio.to_thread(program.start)
    tell.close()
    try:
        yield told
    finally:
        program.kill()
        await asyncio.to_thread(program.join)
        program.close()
        told.close()


async def _tells(told: Connection, what: str, count: int) -> None:
    while count:
        assert await asyncio.to_thread(told.poll, PATIENCE), "the program says nothing"
        count -= told.recv() == what


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_a_killed_bot_loses_no_answer_and_keeps_none_twice(way: str, tmp_path: Path) -> None:
    notes = tmp_path / "notes.db"
    async with TelegramServer() as server:
        async with _program(server, way, notes, hang=True) as told:
            for number in range(QUICK):
                server.person(100 + number).says(f"nhanh {number}")
            for number in range(SLOW):
                slow = server.person(200 + number)
                slow.says(f"chậm {number}")
                slow.says(f"sau chậm {number}")
            await _tells(told, "begun", QUICK + SLOW)
            # Asking again is the moment at which a careless bot would let everything go.
            await server.signal.until(lambda: way == "webhook" or server.mailbox.polls > 1)
        after_the_kill = _heard(notes)
        waiting = len(server.mailbox.waiting)
        async with _program(server, way, notes):
            await all_taken(server)
        heard = _heard(notes)

    promised = [f"{what} {n}" for what in ("chậm", "sau chậm") for n in range(SLOW)]
    assert waiting >= len(promised)
    assert not set(after_the_kill) & set(promised)
    assert sorted(heard) == sorted([f"nhanh {n}" for n in range(QUICK)] + promised)
    for number in range(SLOW):
        assert heard.index(f"chậm {number}") < heard.index(f"sau chậm {number}")
    assert server.violations == []


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_killed_in_a_rush_with_everything_delivered_twice(way: str, tmp_path: Path) -> None:
    notes = tmp_path / "notes.db"
    answers = {chat: [f"câu {n} của {chat}" for n in range(30)] for chat in range(100, 110)}
    async with TelegramServer() as server:
        server.mailbox.twice = True
        for chat, texts in answers.items():
            person = server.person(chat)
            for text in texts:
                person.says(text)
        async with _program(server, way, notes) as told:
            await _tells(told, "kept", 100)
        async with _program(server, way, notes):
            await all_taken(server)

    heard = _heard(notes)
    for texts in answers.values():
        assert [text for text in heard if text in texts] == texts
    assert len(heard) == 300


def _heard(notes: Path) -> list[str]:
    with closing(sqlite3.connect(notes)) as kept:
        return [text for (text,) in kept.execute("SELECT text FROM heard ORDER BY number")]
