"""`banhoc talk`: the whole program behind one terminal, as a text-only channel sees it."""

import asyncio
import secrets
import sys
from contextlib import suppress

from bot import clockwork, program
from bot.console import Console, typed
from bot.moment import system_now
from bot.settings import Settings


async def run(settings: Settings, address: str) -> int:
    """Talk until the input ends."""
    console = Console(typed(sys.stdin), _show, address=address, run=secrets.token_hex(8))
    now = clockwork.shown(settings.data, system_now)  # a demo's folder may be on another day
    async with program.house(settings, sample=True, more=(console,), now=now) as home:
        carrying = asyncio.create_task(home.postman.run())
        await console.listen(home.conversation.receive)
        carrying.cancel()
        with suppress(asyncio.CancelledError):
            await carrying
        while await home.postman.deliver():
            pass
    return 0


def _show(text: str) -> None:
    sys.stdout.write(f"{text}\n\n")
    sys.stdout.flush()
