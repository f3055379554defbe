"""`banhoc report`: one report of this installation, as JSON lines."""

import json
from collections.abc import Callable

from bot.settings import Settings
from reports import REPORTS
from storage.database import connect


async def run(settings: Settings, name: str, write: Callable[[str], None]) -> int:
    """Write the rows of the report `name`."""
    async with connect(settings.database) as db, db.read() as tx:
        for row in await REPORTS[name](tx):
            write(json.dumps(row, ensure_ascii=False))
    return 0
