"""What happens by itself. Each job may run late, or twice, and still be right."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage import announcements, attempts, evidence, forgetting, mail
from storage.database import Database
from storage.folder import Folder

HEARD_FOR = timedelta(days=30)  # Telegram delivers again for a day at most
TRIED_FOR = timedelta(days=2)  # no limit on wrong codes looks further back than a day
DRAFTED_FOR = timedelta(days=30)  # an announcement nobody finished is none any more
UNNAMED_FOR = timedelta(days=1)  # a photo is kept before the answer that names it is committed
AT_ONCE = 500  # keys asked about in one query


@dataclass(frozen=True, slots=True)
class Cleaned:
    """How much was thrown away: keys of heard messages, contents, half-written files."""

    heard: int
    contents: int
    unfinished: int


async def clean(db: Database, folder: Folder, now: datetime) -> Cleaned:
    """Throw away what nothing names any more. Raises OSError when the folder cannot be read."""
    async with db.begin() as tx:
        heard = await mail.forget_heard(tx, now - HEARD_FOR)
        await attempts.forget(tx, now - TRIED_FOR)
        await forgetting.sweep(tx)
        await announcements.sweep(tx, now - DRAFTED_FOR)
    unfinished = await asyncio.to_thread(folder.sweep, now - UNNAMED_FOR)
    return Cleaned(heard, await _clean_contents(db, folder, now - UNNAMED_FOR), unfinished)


async def _clean_contents(db: Database, folder: Folder, since: datetime) -> int:
    old = await asyncio.to_thread(folder.untouched, since)
    dropped = 0
    for start in range(0, len(old), AT_ONCE):
        async with db.begin() as tx:  # while it is open, no answer can come to name one of them
            loose = await evidence.unnamed(tx, old[start : start + AT_ONCE])
            dropped += await asyncio.to_thread(folder.drop, loose, since)
    return dropped
