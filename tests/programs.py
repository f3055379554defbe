"""The program as people start it, in a process of its own, to be killed and started again."""

import asyncio
import json
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web


@dataclass
class Program:
    """`banhoc demo`; `chats` are the addresses it printed, the citizen's first."""

    process: asyncio.subprocess.Process
    demo: str
    chats: list[str]

    async def kill(self) -> None:
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)
        await self.process.wait()


async def _start(data: Path, port: int, today: str) -> Program:
    """Start it and wait until it says where it is."""
    command = (sys.executable, "-m", "bot", "demo", "--data", str(data), "--port", str(port))
    command += ("--today", today) if today else ()
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    printed = ""
    async for line in process.stdout:
        printed += line.decode()
        chats = re.findall(r"http://\S+/c/\S+", printed)
        if len(chats) == 5:
            return Program(process, re.findall(r"http://\S+/demo", printed)[0], chats)
    raise AssertionError("the program ended before it said where it is")


@asynccontextmanager
async def running(data: Path, port: int, today: str = "") -> AsyncIterator[Program]:
    """The program; with `today` (2026-11-01) on that day, and with sample people who act."""
    program = await _start(data, port, today)
    try:
        yield program
    finally:
        await program.kill()


async def free_port() -> int:
    """A port of this machine that nobody listens on."""
    runner = web.AppRunner(web.Application())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = int(runner.addresses[0][1])
    await runner.cleanup()
    return port


async def records(data: Path) -> list[dict[str, object]]:
    """Every assessment as `banhoc report records` prints it."""
    command = (sys.executable, "-m", "bot", "report", "records")
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, env={"BANHOC_DATA": str(data), "PATH": ""}
    )
    out, _ = await process.communicate()
    return [json.loads(line) for line in out.decode().splitlines()]
