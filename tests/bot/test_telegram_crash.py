"""A bot killed in the middle of everything has lost nothing and kept nothing twice."""

import asyncio
import sqlite3
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from tests.telegram_listener import all_taken
from tests.telegram_server import TelegramServer

ROOT = Path(__file__).parents[2]
SLOW = 5
QUICK = 5


@asynccontextmanager
async def _program(
    server: TelegramServer, way: str, notes: Path, hang: str
) -> AsyncIterator[Process]:
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.bot.crash_program", way, server.base, server.token, str(notes), hang),
        cwd=ROOT,
        stdout=PIPE,
    )
    try:
        yield program
    finally:
        program.kill()
        await program.wait()


async def _lines(program: Process, start: str, count: int) -> None:
    assert program.stdout is not None
    async with asyncio.timeout(20):
        while count:
            line = (await program.stdout.readline()).decode()
            assert line, "the program ended by itself"
            count -= line.startswith(start)


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_a_killed_bot_loses_no_answer_and_keeps_none_twice(way: str, tmp_path: Path) -> None:
    notes = tmp_path / "notes.db"
    async with TelegramServer() as server:
        async with _program(server, way, notes, "hang") as program:
            for number in range(QUICK):
                server.person(100 + number).says(f"nhanh {number}")
            for number in range(SLOW):
                slow = server.person(200 + number)
                slow.says(f"chậm {number}")
                slow.says(f"sau chậm {number}")
            await _lines(program, "begun", QUICK + SLOW)
        after_the_kill = _heard(notes)
        waiting = len(server.mailbox.waiting)
        async with _program(server, way, notes, "go"):
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
        async with _program(server, way, notes, "go") as program:
            await _lines(program, "kept", 100)
        async with _program(server, way, notes, "go"):
            await all_taken(server)

    heard = _heard(notes)
    for texts in answers.values():
        assert [text for text in heard if text in texts] == texts
    assert len(heard) == 300


def _heard(notes: Path) -> list[str]:
    with closing(sqlite3.connect(notes)) as kept:
        return [text for (text,) in kept.execute("SELECT text FROM heard ORDER BY number")]
