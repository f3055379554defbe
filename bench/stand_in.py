"""A stand-in for Telegram in a process of its own, so that its work is not counted as ours."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests import campaign
from tests.telegram_flood import Limits
from tests.telegram_server import TelegramServer


@dataclass
class StandIn:
    """`base` is its address; what it saw is known once it has ended.

    `once` counts the chats that got exactly one message, `refused` the requests answered by 429.
    """

    base: str
    once: int = 0
    refused: int = 0
    other: list[int] = field(default_factory=list)


@asynccontextmanager
async def running(count: int) -> AsyncIterator[StandIn]:
    """A stand-in with Telegram's limits and with the chats of a campaign of `count`."""
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "bench.stand_in", str(count))
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
    assert process.stdout and process.stdin
    seen = StandIn((await process.stdout.readline()).decode().strip())
    yield seen
    process.stdin.close()
    told = json.loads(await process.stdout.readline())
    seen.once, seen.refused, seen.other = told["once"], told["refused"], told["other"]
    await process.wait()


async def _serve(count: int) -> None:
    async with TelegramServer() as server:
        server.limits = Limits()
        people = [server.person(chat) for chat in campaign.chats(count)]
        print(server.base, flush=True)
        await asyncio.to_thread(sys.stdin.read)  # until nobody needs us any more
        statuses = [call.status for call in server.calls]
        told = {
            "once": sum(len(person.screen) == 1 for person in people),
            "refused": statuses.count(429),
            "other": sorted({status for status in statuses if status not in (200, 429)}),
        }
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
