"""`banhoc report`: one report of this installation, as JSON lines."""

import json
from collections.abc import Callable

from bot.settings import Settings, WrongSettings
from reports import REPORTS
from storage.database import connect


async def run(settings: Settings, name: str, write: Callable[[str], None]) -> int:
    """Write the rows of the report `name`. Raises WrongSettings when there is none to write."""
    if name not in REPORTS:
        raise WrongSettings(f"There is no report {name!r}; there are: {', '.join(REPORTS)}")
    if not settings.database_file.is_file():
        text = f"There is no database in {settings.data}; name its folder in BANHOC_DATA"
        raise WrongSettings(text)
    async with connect(settings.database) as db, db.read() as tx:
        rows = await REPORTS[name](tx)
    for row in rows:
        write(json.dumps(row, ensure_ascii=False))
    return 0
