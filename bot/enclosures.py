"""Fetches what a letter encloses: kept evidence, and papers drawn when they are asked for."""

import asyncio
import mimetypes
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.channel import Brought
from bot.office import Office
from storage.database import Database, Tx

Fetch = Callable[[Office, Tx, str], Awaitable[Brought | None]]


async def _evidence(office: Office, tx: Tx, key: str) -> Brought | None:
    """A kept photo as it is shown, or a kept file as it was sent."""
    path = office.folder.open(key)
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Brought(await asyncio.to_thread(path.read_bytes), kind, path.name)


KINDS: Mapping[str, Fetch] = {"e": _evidence}
"""What a key begins with, before its colon -> who fetches it."""


@dataclass(frozen=True, slots=True)
class Enclosures:
    """Brings enclosures by key. Nothing is kept twice: what is drawn is drawn anew each time."""

    db: Database
    office: Office

    async def bring(self, key: str) -> Brought | None:
        """What lies behind `key`; None for what is not there (any more)."""
        kind, _, rest = key.partition(":")
        fetch = KINDS.get(kind)
        if fetch is None:
            return None
        async with self.db.read() as tx:
            try:
                return await fetch(self.office, tx, rest)
            except LookupError:
                return None
