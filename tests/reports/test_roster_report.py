"""The report on the roster counts what the tables hold, and nobody who is gone."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from reports import REPORTS
from storage import tables
from storage.database import Database, connect, upgrade

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
PLACES = (("C1", "xã Mẫu", "commune", None), ("B1", "Bản Mẫu", "village", "C1"))
SUBJECTS = (
    ("household", "h1", "B1", 5, 3, None),
    ("household", "h2", "B1", 4, None, None),
    ("household", "h3", "B1", 9, 9, NOW),
    ("clan", "d1", "B1", None, None, None),
    ("unit", "u1", "C1", 24, None, None),
)
PEOPLE = (("n1", None), ("n2", NOW), (None, None))


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"
    upgrade(url)
    async with connect(url) as opened:
        yield opened


async def filled(db: Database) -> None:
    place = ("code", "name", "kind", "parent_code")
    subject = ("kind", "code", "place_code", "members", "adults", "gone_at")
    async with db.begin() as tx:
        for row in PLACES:
            await tx.execute(insert(tables.Place).values(**dict(zip(place, row, strict=True))))
        for row in SUBJECTS:
            values = dict(zip(subject, row, strict=True))
            await tx.execute(insert(tables.Subject).values(name="Mẫu", **values))
        for code, gone in PEOPLE:
            person = {"code": code, "gone_at": gone, "place_code": "B1"}
            made = await tx.execute(insert(tables.Person).values(**person))
            role = {"person_id": made.inserted_primary_key[0], "place_code": "B1"}
            await tx.execute(insert(tables.Role).values(**role, role="village_head", ended_at=gone))


async def test_each_village_is_counted_under_its_commune(db: Database) -> None:
    await filled(db)

    async with db.read() as tx:
        rows = await REPORTS["roster"](tx)

    nothing = {"households": 0, "members": 0, "adults": 0, "clans": 0, "people": 0, "heads": 0}
    assert list(rows) == [
        {"commune": "xã Mẫu", "code": "C1", "village": "xã Mẫu", **nothing, "units": 1},
        {
            "commune": "xã Mẫu",
            "code": "B1",
            "village": "Bản Mẫu",
            "households": 2,
            "members": 9,
            "adults": 3,
            "clans": 1,
            "units": 0,
            "people": 1,
            "heads": 2,
        },
    ]


async def test_before_anything_is_loaded_the_report_is_empty(db: Database) -> None:
    async with db.read() as tx:
        assert list(await REPORTS["roster"](tx)) == []
