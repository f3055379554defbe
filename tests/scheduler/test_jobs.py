"""What cleans up by itself: it may come late, or twice, and throws away nothing that is named."""

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from scheduler import jobs
from scheduler.jobs import Cleaned
from storage import attempts, database, evidence, mail, tables
from storage.database import Database
from storage.folder import Folder, Kept
from tests.storage import conftest as store

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"
    database.upgrade(url)
    async with database.connect(url) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "evidence")


def document(number: int) -> bytes:
    return b"%PDF-1.7\n" + bytes([number]) + b"\n%%EOF"


def age(path: Path, when: datetime) -> None:
    os.utime(path, (when.timestamp(), when.timestamp()))


async def back_an_answer(db: Database, kept: Kept) -> None:
    await store.meet(db, 1, "anna")
    form = await store.open_assessment(db, 1)
    async with db.begin() as tx:
        await evidence.record(tx, form, "/f/a", kept, "", 1, NOW)


async def test_cleaning_forgets_wrong_codes_that_no_limit_counts_any_more(
    db: Database, folder: Folder
) -> None:
    async with db.begin() as tx:
        await attempts.wrong(tx, "old", NOW - 3 * DAY)
        await attempts.wrong(tx, "new", NOW - DAY / 2)

    await jobs.clean(db, folder, NOW)

    async with db.read() as tx:
        left = (await tx.execute(select(tables.Attempt.source))).scalars().all()
    assert left == ["new"]


async def test_cleaning_forgets_what_no_channel_delivers_again(
    db: Database, folder: Folder
) -> None:
    async with db.begin() as tx:
        await mail.first_time(tx, "telegram", "old", NOW - 31 * DAY)
        await mail.first_time(tx, "telegram", "new", NOW - 29 * DAY)

    cleaned = await jobs.clean(db, folder, NOW)

    assert cleaned == Cleaned(heard=1, contents=0, unfinished=0)
    async with db.begin() as tx:
        assert not await mail.first_time(tx, "telegram", "new", NOW)
        assert await mail.first_time(tx, "telegram", "old", NOW)


async def test_cleaning_throws_away_old_contents_that_no_answer_names(
    db: Database, folder: Folder
) -> None:
    named, loose, fresh = (folder.keep(document(number)) for number in range(3))
    await back_an_answer(db, named)
    for kept, days in ((named, 9), (loose, 2), (fresh, 0)):
        age(folder.open(kept.key), NOW - days * DAY)

    cleaned = await jobs.clean(db, folder, NOW)

    assert cleaned == Cleaned(heard=0, contents=1, unfinished=0)
    assert folder.open(named.key).is_file()
    assert folder.open(fresh.key).is_file()
    with pytest.raises(LookupError):
        folder.open(loose.key)


async def test_cleaning_keeps_the_photos_of_the_minutes_of_a_meeting(
    db: Database, folder: Folder
) -> None:
    pages = [folder.keep(document(number)) for number in range(3)]
    await write_minutes(db, [kept.key for kept in pages[:2]])
    for kept in pages:
        age(folder.open(kept.key), NOW - 9 * DAY)

    cleaned = await jobs.clean(db, folder, NOW)

    assert cleaned.contents == 1
    assert all(folder.open(kept.key).is_file() for kept in pages[:2])


async def write_minutes(db: Database, keys: list[str]) -> None:
    """A village meeting whose minutes are these photos."""
    await store.meet(db, 1, "anna")
    meeting = {"place_code": "MAU01", "year": 2026, "state": "open", "token": "t"}
    async with db.begin() as tx:
        await tx.execute(insert(tables.Place).values(code="MAU01", name="Bản", kind="village"))
        await tx.execute(
            insert(tables.Meeting).values(
                **meeting, minutes=" ".join(keys), opened_at=NOW, opened_by=1
            )
        )


async def test_cleaning_twice_is_cleaning_once(db: Database, folder: Folder) -> None:
    loose = folder.open(folder.keep(document(1)).key)
    (loose.parent / ".unfinished-x").write_bytes(b"half")
    for path in (loose, loose.parent / ".unfinished-x"):
        age(path, NOW - 2 * DAY)

    first = await jobs.clean(db, folder, NOW)
    second = await jobs.clean(db, folder, NOW + 90 * DAY)

    assert first == Cleaned(heard=0, contents=1, unfinished=1)
    assert second == Cleaned(heard=0, contents=0, unfinished=0)


async def test_more_contents_than_one_query_takes_are_all_cleaned(
    db: Database, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    for number in range(5):
        age(folder.open(folder.keep(document(number)).key), NOW - 2 * DAY)

    assert (await jobs.clean(db, folder, NOW)).contents == 5
