"""Postmen killed at random, and two of them at once: nothing is lost, what is doubled says so."""

import asyncio
import json
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest
from sqlalchemy import insert, select

from flows.letters import Kind
from flows.messages import Message
from storage import mail, tables
from storage.database import Database, connect, upgrade
from storage.mail import Recipient
from tests.bot import drain_program
from tests.stage import MORNING

LETTERS, KILLS = 1000, 100
LATER = timedelta(seconds=15)  # longer than a letter may be on its way
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass
class Ear:
    """What has arrived: the texts of each letter, in order; `due` is set at the `count`th from now.

    Answers take up to `slowness` seconds.
    """

    chance: random.Random
    slowness: float = 0.003
    arrived: dict[int, list[str]] = field(default_factory=dict)
    chats: dict[str, list[int]] = field(default_factory=dict)
    in_chat: Counter[str] = field(default_factory=Counter)
    together: int = 0
    count: int = 0
    due: asyncio.Event = field(default_factory=asyncio.Event)
    talks: set[asyncio.Task[None]] = field(default_factory=set)

    async def hear(self, read: asyncio.StreamReader, write: asyncio.StreamWriter) -> None:
        talk = asyncio.current_task()
        assert talk is not None
        self.talks.add(talk)
        talk.add_done_callback(self.talks.discard)
        try:
            if line := await read.readline():
                await self._take(json.loads(line))
                write.write(b"taken\n")
                await write.drain()
        except ConnectionError:
            return  # killed while we answered
        finally:
            write.close()

    async def _take(self, said: dict[str, object]) -> None:
        number, to = int(str(said["letter"])), str(said["to"])
        self.arrived.setdefault(number, []).append(str(said["text"]))
        self.chats.setdefault(to, []).append(number)
        self.in_chat[to] += 1
        self.together = max(self.together, self.in_chat[to])
        self.count -= 1
        if self.count == 0:
            self.due.set()
        await asyncio.sleep(self.chance.uniform(0, self.slowness))
        self.in_chat[to] -= 1

    async def hush(self) -> None:
        """Wait until nobody is talking."""
        while self.talks:
            await asyncio.wait(set(self.talks))


@asynccontextmanager
async def listening(chance: random.Random) -> AsyncIterator[tuple[Ear, int]]:
    ear = Ear(chance)
    server = await asyncio.start_server(ear.hear, "127.0.0.1", 0)
    async with server:
        yield ear, int(server.sockets[0].getsockname()[1])
        await ear.hush()


class Postmen:
    """Postmen in processes of their own, forked from one that has imported everything."""

    def __init__(self, server: asyncio.subprocess.Process) -> None:
        self._server = server
        self._told = asyncio.Lock()

    async def begin(self, at: datetime) -> int:
        """The number of a process that begins to carry letters, its clock at that moment."""
        return int(await self._tell(f"begin {at.isoformat()}"))

    async def end(self, number: int) -> int:
        """Wait for that process; its exit status as `os.waitpid` gives it."""
        return int(await self._tell(f"wait {number}"))

    async def _tell(self, command: str) -> bytes:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        async with self._told:
            self._server.stdin.write(f"{command}\n".encode())
            return await self._server.stdout.readline()


@asynccontextmanager
async def postmen(url: str, port: int) -> AsyncIterator[Postmen]:
    command = (sys.executable, "-m", drain_program.__name__, url, str(port))
    pipe = asyncio.subprocess.PIPE
    server = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
    yield Postmen(server)
    assert server.stdin is not None
    server.stdin.close()
    assert await server.wait() == 0


@dataclass
class World:
    """The database with its letters, whoever hears, and the postmen."""

    db: Database
    ear: Ear
    postmen: Postmen

    async def letters(self) -> Sequence[tuple[int, Kind, str]]:
        """(id, kind, state) of all."""
        letter = tables.Letter
        query = select(letter.id, letter.kind, letter.state)
        async with self.db.read() as tx:
            return [(row.id, row.kind, row.state) for row in await tx.execute(query)]

    async def left(self) -> int:
        """How many wait."""
        return sum(state == "queued" for _, _, state in await self.letters())


@asynccontextmanager
async def world(folder: Path, chance: random.Random) -> AsyncIterator[World]:
    """A fresh one, with nobody in it."""
    url = f"sqlite+aiosqlite:///{folder / 'post.db'}"
    await asyncio.to_thread(upgrade, url)
    async with (
        listening(chance) as (ear, port),
        connect(url) as db,
        postmen(url, port) as office,
    ):
        yield World(db, ear, office)


async def write_letters(db: Database, people: int) -> None:
    """LETTERS letters to so many people, of all kinds in turn, the least urgent first."""
    async with db.begin() as tx:
        for number in range(1, people + 1):
            account = {"channel": "telegram", "address": f"a{number}", "person_id": number}
            await tx.execute(insert(tables.Person).values(id=number))
            await tx.execute(insert(tables.Account).values(**account))
        for number in range(LETTERS):
            person = number // (LETTERS // people) + 1
            to, kind = Recipient(person, "telegram", f"a{person}"), KINDS[-1 - number % len(KINDS)]
            said = [Message(f"{kind} {number}")]
            await mail.post(tx, to, said, once=f"{number}", now=MORNING, kind=kind)


@pytest.mark.xdist_group("kill")
@pytest.mark.parametrize("seed", [2026])
async def test_killed_a_hundred_times_he_loses_nothing_and_doubles_what_may_be(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - a story that can be told again
    async with world(tmp_path, chance) as here:
        await write_letters(here.db, LETTERS)
        begun = MORNING
        for kill in range(KILLS):
            share = await here.left() // (KILLS - kill)
            await killed_after(here, chance, begun, arrivals=chance.randint(1, max(share, 1)))
            begun += LATER
        last = await here.postmen.begin(begun)
        assert await here.postmen.end(last) == 0
        await here.ear.hush()
        found = await here.letters()

    report = told(seed, here.ear, found)
    print(report)  # noqa: T201 - what was counted is to be seen
    assert {state for _, _, state in found} <= {"sent", "unknown"}, report
    for number, kind, state in found:
        assert_carried(kind, state, here.ear.arrived.get(number, []))


async def killed_after(
    here: World, chance: random.Random, begun: datetime, *, arrivals: int
) -> None:
    """Begin a postman, and kill him a moment after so many letters arrived."""
    here.ear.due.clear()
    here.ear.count = arrivals
    postman = await here.postmen.begin(begun)
    async with asyncio.timeout(60):
        await here.ear.due.wait()
    await asyncio.sleep(chance.uniform(0, 0.006))  # anywhere between two things he does
    os.kill(postman, signal.SIGKILL)
    assert await here.postmen.end(postman) == signal.SIGKILL
    await here.ear.hush()


def assert_carried(kind: Kind, state: str, texts: Sequence[str]) -> None:
    """It arrived, or is marked; and not more often than its kind allows."""
    again = [text.startswith("(gửi lại)") for text in texts]
    assert texts or state == "unknown", f"a {kind} is silently lost"
    match kind:
        case "reply":
            assert state == "sent"
        case "notice":
            assert again in ([], [False], [True], [False, True])
        case _:
            assert len(texts) <= 1, f"a {kind} was said again"


def told(seed: int, ear: Ear, found: Sequence[tuple[int, Kind, str]]) -> str:
    """The figures: of each kind how many arrived how often, and are of unknown fate."""
    lines = [f"seed {seed}, {KILLS} kills, {len(found)} letters"]
    for kind in KINDS:
        mine = [(number, state) for number, each, state in found if each == kind]
        copies = Counter(len(ear.arrived.get(number, [])) for number, _ in mine)
        unknown = [number for number, state in mine if state == "unknown"]
        came = sum(bool(ear.arrived.get(number)) for number in unknown)
        lines.append(
            f"{kind:13} sent {len(mine) - len(unknown):4} unknown {len(unknown):4} "
            f"(of them arrived {came}) copies {dict(sorted(copies.items()))}"
        )
    return "\n".join(lines)


@pytest.mark.xdist_group("kill")
async def test_two_postmen_in_two_processes_send_nothing_twice_and_keep_the_order(
    tmp_path: Path,
) -> None:
    chance = random.Random(1)  # noqa: S311 - a story that can be told again
    async with world(tmp_path, chance) as here:
        await write_letters(here.db, LETTERS // len(KINDS))
        both = [await here.postmen.begin(MORNING) for _ in range(2)]
        ends = [await here.postmen.end(each) for each in both]
        await here.ear.hush()
        found = await here.letters()

    assert ends == [0, 0]
    assert {state for _, _, state in found} == {"sent"}
    assert {len(texts) for texts in here.ear.arrived.values()} == {1}
    assert len(here.ear.arrived) == len(found) == LETTERS
    assert here.ear.together == 1
    kinds = {number: kind for number, kind, _ in found}
    order = ["reply", "notice", "reminder", "digest", "announcement"]
    for numbers in here.ear.chats.values():
        said = [kinds[number] for number in numbers]
        assert said in (order, [*order[:2], "digest", "reminder", order[-1]])
