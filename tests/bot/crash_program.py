"""A bot to be killed: writes what it hears to SQLite, and hangs on what begins with "chậm"."""

import asyncio
import sqlite3
from multiprocessing.connection import Connection
from pathlib import Path

from aiohttp import web

from bot.channel import Incoming, Receive
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


def receiver(notes: sqlite3.Connection, tell: Connection, hang: bool) -> Receive:
    """Notes a message once; tells what it has begun and what it has kept."""

    async def receive(incoming: Incoming) -> None:
        tell.send("begun")
        if hang and incoming.text.startswith("chậm"):
            await asyncio.Event().wait()
        notes.execute(
            "INSERT INTO heard (message_id, address, text) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (incoming.message_id, incoming.address, incoming.text),
        )
        tell.send("kept")

    return receive


async def park(incoming: Incoming, error: Exception) -> None:
    """Nothing needs parking here: what cannot be noted must come again."""
    raise error


async def listen(way: str, base: str, token: str, receive: Receive) -> None:
    """Hear by "polling" or by "webhook" until killed."""
    talk = TelegramTalk(token, base, park)
    if way == "polling":
        await talk.listen(receive)
    app = web.Application()
    talk.webhook(app, receive, "/telegram", SECRET)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await talk.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/telegram", SECRET)
    await asyncio.Event().wait()


def run(way: str, base: str, token: str, path: Path, hang: bool, tell: Connection) -> None:
    """The program itself."""
    asyncio.run(listen(way, base, token, receiver(opened(path), tell, hang)))
