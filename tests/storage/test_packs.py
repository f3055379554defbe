"""A published pack never changes, and the newest one is the one that new forms use."""

from datetime import timedelta

import pytest

from storage import packs
from storage.database import Database
from tests.storage.conftest import NOW

TITLE = "Công dân học tập"


async def publish(db: Database, version: str, workbook: bytes = b"xlsx", days: int = 0) -> int:
    async with db.begin() as tx:
        now = NOW + timedelta(days=days)
        return await packs.publish(tx, "cdht", version, TITLE, "cdht.xlsx", workbook, now)


async def test_a_pack_comes_back_whole(db: Database) -> None:
    number = await publish(db, "1", b"\x00\xff")

    async with db.read() as tx:
        stored = await packs.load(tx, number)
    assert stored == packs.Stored(number, "cdht", "1", TITLE, "cdht.xlsx", b"\x00\xff", NOW)


async def test_publishing_again_gives_the_first_unchanged(db: Database) -> None:
    first = await publish(db, "1", b"first")
    again = await publish(db, "1", b"second", days=1)

    assert again == first
    async with db.read() as tx:
        assert (await packs.load(tx, first)).workbook == b"first"


async def test_the_newest_version_is_the_current_one(db: Database) -> None:
    await publish(db, "10", days=1)
    newest = await publish(db, "9", days=2)
    await publish(db, "11", days=0)

    async with db.read() as tx:
        assert (await packs.current(tx, TITLE)).id == newest


async def test_a_pack_that_is_not_there_is_said_so(db: Database) -> None:
    async with db.read() as tx:
        with pytest.raises(LookupError):
            await packs.load(tx, 1)
        with pytest.raises(LookupError, match="Gia đình"):
            await packs.current(tx, "Gia đình học tập")
