"""A scheduler of its own: plans one moment on a database, and prints how many letters it made."""

import asyncio
import sys
from datetime import datetime

from scheduler import reminders
from storage.database import connect


async def main(url: str, now: str) -> None:
    async with connect(url) as db:
        made = await reminders.remind(db, datetime.fromisoformat(now))
    print(made.letters, made.parts)  # noqa: T201 - its answer


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
