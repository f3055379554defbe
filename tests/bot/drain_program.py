"""A postman to be killed: carries what waits to a server on 127.0.0.1 until nothing does."""

import asyncio
import json
import os
import sys
import time
from contextlib import suppress
from datetime import date, datetime, timedelta

from sqlalchemy import exists, or_, select

from bot.carrying import Spans
from bot.channel import Abilities, Leave, Pace, TryLater, at_once
from bot.postman import Postman
from flows import workdays
from flows.messages import Message
from storage.database import Database, connect
from storage.waiting import LEFT, WAITS

SPANS = Spans(text=5, enclosed=5, margin=1)
LOOK_SECONDS = 0.02


class Wire:
    """A channel that says each message on a connection of its own, and waits for the answer."""

    name = "telegram"
    pace: Pace | None = Pace(overall=1000, chat=0, group=0)
    abilities = Abilities(
        buttons=False, edit=False, files_in=False, files_out=False, deep_link=False, max_text=4000
    )

    def __init__(self, port: int) -> None:
        self._port = port

    async def send(
        self, address: str, message: Message, *, letter: int, leave: Leave = at_once
    ) -> None:
        await leave()
        read, write = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            said = {"letter": letter, "to": address, "text": message.text}
            write.write(json.dumps(said).encode() + b"\n")
            await write.drain()
            if await read.readline() != b"taken\n":
                raise TryLater("no answer", unsure=True)
        finally:
            write.close()


async def carry(url: str, port: int, begun: datetime) -> None:
    """Carry letters until none waits. The clock says `begun` at first."""
    start = time.monotonic()

    def now() -> datetime:
        return begun + timedelta(seconds=time.monotonic() - start)

    async with connect(url) as db:
        postman = Postman(db, {"telegram": Wire(port)}, now, spans=SPANS)
        rounds = asyncio.create_task(postman.run())
        while await _anything(db):  # noqa: ASYNC110 - another process may send the last
            await asyncio.sleep(LOOK_SECONDS)
        rounds.cancel()
        with suppress(asyncio.CancelledError):
            await rounds


async def _anything(db: Database) -> bool:
    """Whether a letter waits or is on its way, also one just given up on and not settled yet."""
    async with db.read() as tx:
        return bool(await tx.scalar(select(exists().where(or_(WAITS, LEFT)))))


def serve(url: str, port: int) -> None:
    """Fork postmen: "begin TIME" tells the number of a new one, "wait NUMBER" how it ended.

    Importing takes a second and more, forking a moment.
    """
    workdays.is_tet(date(2026, 11, 24))  # the calendar is imported when it is first asked
    for line in sys.stdin:
        command, argument = line.split()
        if command == "wait":
            print(os.waitpid(int(argument), 0)[1], flush=True)  # noqa: T201 - that is how it tells
        elif child := os.fork():
            print(child, flush=True)  # noqa: T201 - that is how it tells
        else:
            asyncio.run(carry(url, port, datetime.fromisoformat(argument)))
            os._exit(0)


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
