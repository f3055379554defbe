"""How much memory the demo takes, as the machine counts it."""

import asyncio
import tempfile
from pathlib import Path

from aiohttp import ClientSession

from tests.bot.test_kill import STORY, post
from tests.programs import free_port, running


def of_the_demo() -> float:
    """Resident megabytes of `banhoc demo` after a citizen's whole conversation with photos."""
    return asyncio.run(_measured())


async def _measured() -> float:
    with tempfile.TemporaryDirectory() as folder:
        async with running(Path(folder), await free_port()) as program, ClientSession() as http:
            for number, line in enumerate(STORY):
                await post(http, program.chats[0], number, line)
            return _resident(program.process.pid)


def _resident(process: int) -> float:
    """Megabytes of memory that a process holds now, by Linux's own count."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    counted = next(line for line in lines if line.startswith("VmRSS"))
    return int(counted.split()[1]) / 1024
