"""A fresh database for every story about what is remembered."""

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from storage import database, tables
from storage.database import Database
from storage.mail import Recipient

NOW = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the tables and nothing in them, made once and copied for each test."""
    path = tmp_path_factory.mktemp("migrated") / "empty.db"
    database.upgrade(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture
def url(migrated: Path, tmp_path: Path) -> str:
    shutil.copy(migrated, tmp_path / "bot.db")
    return f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"


@pytest.fixture
async def db(url: str) -> AsyncIterator[Database]:
    async with database.connect(url) as opened:
        yield opened


@pytest.fixture
async def anna(db: Database) -> Recipient:
    """A person with one address."""
    return await meet(db, 1, "anna")


async def meet(db: Database, number: int, address: str) -> Recipient:
    """A person with this number and this one address."""
    account = {"channel": "telegram", "address": address, "person_id": number}
    async with db.begin() as tx:
        await tx.execute(insert(tables.Person).values(id=number))
        await tx.execute(insert(tables.Account).values(**account))
    return Recipient(number, "telegram", address)


async def open_assessment(db: Database, number: int, person_id: int = 1) -> int:
    """A form that this person has open, with this number."""
    async with db.begin() as tx:
        await database.insert_once(
            tx,
            tables.Pack,
            id=1,
            code="cdht",
            version="1",
            title="Công dân học tập",
            file_name="cdht.xlsx",
            workbook=b"",
            published_at=NOW,
        )
        subject = {"id": number, "kind": "citizen", "code": f"c{number}", "name": "Lò Thị Mai"}
        await tx.execute(insert(tables.Subject).values(**subject))
        opened = {"id": number, "subject_id": number, "title": "Công dân học tập", "year": 2026}
        by = {"pack_id": 1, "state": "drafting", "opened_at": NOW, "opened_by": person_id}
        await tx.execute(insert(tables.Assessment).values(**opened, **by))
    return number
