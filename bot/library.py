"""The packs people answer: those shipped with the program, published once, and loaded on demand."""

import asyncio
import hashlib
from datetime import datetime
from importlib.resources import files

from flows.forms import loading
from flows.forms.model import Form
from storage import packs
from storage.database import Database, Tx

ENDING = ".md"
VERSION_LENGTH = 12  # hexadecimal digits of the workbook's sha256


class Library:
    """Forms by pack, compiled once: a version never changes, so it is never read twice."""

    def __init__(self) -> None:
        self._forms: dict[int, Form] = {}

    async def publish_shipped(self, db: Database, now: datetime) -> None:
        """Publish the packs that came with this program; once for each version."""
        for name, workbook in shipped():
            code = name.removesuffix(ENDING)
            async with db.read() as tx:
                published = await packs.known(tx, code, _version(workbook))
            if published is None:
                await self.publish(db, code, name, workbook, now)

    async def publish(
        self, db: Database, code: str, name: str, workbook: bytes, now: datetime
    ) -> Form:
        """Publish one workbook. Raises WorkbookError, or ValueError when it says no title."""
        form, _ = await asyncio.to_thread(loading.load, workbook, name)
        if form.pack is None:
            raise ValueError(f"{name} has no pack sheet, so it says for which title it is")
        title, version = form.pack.title, _version(workbook)
        async with db.begin() as tx:
            pack_id = await packs.publish(tx, code, version, title, name, workbook, now)
        self._forms[pack_id] = form
        return form

    async def form(self, tx: Tx, pack_id: int) -> Form:
        """The form of a pack, as it was published."""
        if pack_id not in self._forms:
            stored = await packs.load(tx, pack_id)
            again = loading.load_accepted
            self._forms[pack_id] = await asyncio.to_thread(again, stored.workbook, stored.file_name)
        return self._forms[pack_id]

    async def current(self, tx: Tx, title: str) -> int:
        """The pack that a title uses now. Raises LookupError when there is none."""
        return (await packs.current(tx, title)).id


def shipped() -> list[tuple[str, bytes]]:
    """File name and content of every pack that came with this program, by name."""
    found = (files("flows") / "library" / "packs").iterdir()
    return sorted((pack.name, pack.read_bytes()) for pack in found if pack.name.endswith(ENDING))


def _version(workbook: bytes) -> str:
    return hashlib.sha256(workbook).hexdigest()[:VERSION_LENGTH]
