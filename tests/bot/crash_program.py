"""A bot to be killed: writes what it hears to SQLite, and hangs on what begins with "chậm"."""

import asyncio
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

from bot.channel import Incoming
from bot.telegram_talk import TelegramTalk

SECRET = "mot-hai-ba"


def opened(path: Path) -> sqlite3.Connection:
    """The notes, each written to disk before its insert returns."""
    notes = sqlite3.connect(path, isolation_level=None)
    notes.execute("PRAGMA journal_mode=WAL")
    notes.execute("PRAGMA synchronous=FULL")
    notes.execute(
        "CREATE TABLE IF NOT EXISTS heard ("
        " number INTEGER PRIMARY KEY, message_id TEXT UNIQUE, address TEXT, text TEXT)"
    )
    return notes


def receiver(notes: sqlite3.Connection, hang: bool) -> Callable[[Incoming], Awaitable[None]]:
    """Notes a message once; says on standard output what it has begun and what it has kept."""

    async def receive(incoming: Incoming) -> None:
        _tell("begun", incoming.text)
        if hang and incoming.text.startswith("chậm"):
            await asyncio.Event().wait()
        notes.execute(
            "INSERT INTO heard (message_id, address, text) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (incoming.message_id, incoming.address, incoming.text),
        )
        _tell("kept", incoming.text)

    return receive


async def park(incoming: Incoming, error: Exception) -> None:
    """Nothing may need parking here."""
    _tell("parked", f"{incoming.text} {error!r}")


async def main(way: str, base: str, token: str, path: str, hang: str) -> None:
    """Listen by "polling" or by "webhook" until killed."""
    talk = TelegramTalk(token, base, park)
    receive = receiver(opened(Path(path)), hang == "hang")
    if way == "polling":
        await talk.listen(receive)
    app = web.Application()
    talk.webhook(app, receive, "/telegram", SECRET)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await talk.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/telegram", SECRET)
    await asyncio.Event().wait()


def _tell(what: str, text: str) -> None:
    sys.stdout.write(f"{what} {text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:6]))
