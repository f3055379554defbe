"""One transaction at a time: nothing is lost, nothing is half done, and failures have a kind."""

import asyncio
import sqlite3
import traceback
from collections.abc import Coroutine
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from storage import database, tables
from storage.database import Database, Full, Tx
from storage.mail import Recipient
from tests.storage.conftest import NOW


async def tips(tx: Tx) -> int:
    return int((await tx.execute(select(tables.Person.tips))).scalar_one())


async def one_more_tip(db: Database) -> None:
    async with db.begin() as tx:
        before = await tips(tx)
        await asyncio.sleep(0)
        await tx.execute(update(tables.Person).values(tips=before + 1))


async def cancelled_after(moments: int, work: Coroutine[None, None, None]) -> None:
    """Let the work go on for so many turns of the loop, then cancel it and see it end."""
    task = asyncio.create_task(work)
    for _ in range(moments):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def shut(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each file opened from now on, in turn: whether somebody has closed it."""
    opened: list[bool] = []

    class Watched(sqlite3.Connection):
        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            self.number = len(opened)
            opened.append(False)

        def close(self) -> None:
            super().close()
            opened[self.number] = True

    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Watched))
    return opened


async def test_eight_messages_at_once_all_count(db: Database, anna: Recipient) -> None:
    for _ in range(25):
        await asyncio.gather(*(one_more_tip(db) for _ in range(8)))

    async with db.read() as tx:
        assert await tips(tx) == 200


async def test_two_programs_on_one_file_lose_nothing_either(
    db: Database, url: str, anna: Recipient
) -> None:
    async with database.connect(url) as other:
        for _ in range(10):
            await asyncio.gather(*(one_more_tip(each) for each in (db, other) for _ in range(4)))

    async with db.read() as tx:
        assert await tips(tx) == 80


async def test_twenty_identical_rows_are_one(db: Database) -> None:
    async def insert() -> bool:
        async with db.begin() as tx:
            row = {"channel": "telegram", "message_id": "7", "received_at": NOW}
            return await database.insert_once(tx, tables.Inbox, **row)

    new = await asyncio.gather(*(insert() for _ in range(20)))

    assert new.count(True) == 1
    async with db.read() as tx:
        assert (await tx.execute(select(func.count()).select_from(tables.Inbox))).scalar() == 1


async def test_put_inserts_what_is_new_and_overwrites_what_is_named(
    db: Database, anna: Recipient
) -> None:
    async with db.begin() as tx:
        await database.put(tx, tables.Person, [{"id": 1, "tips": 5}, {"id": 2, "tips": 6}])
        await database.put(tx, tables.Person, [])

    async with db.read() as tx:
        people = await tx.execute(select(tables.Person.id, tables.Person.tips, tables.Person.you))
        assert [tuple(row) for row in people] == [(1, 5, "bác"), (2, 6, "bác")]


async def test_a_failure_in_the_middle_leaves_nothing_behind(db: Database, anna: Recipient) -> None:
    with pytest.raises(ZeroDivisionError):
        async with db.begin() as tx:
            await tx.execute(update(tables.Person).values(tips=99))
            _ = 1 / 0

    async with db.begin() as tx:
        assert await tips(tx) == 0


async def test_a_cancelled_message_leaves_nothing_behind_and_the_next_is_heard(
    db: Database, anna: Recipient
) -> None:
    written = asyncio.Event()

    async def hang() -> None:
        async with db.begin() as tx:
            await tx.execute(update(tables.Person).values(tips=99))
            written.set()
            await asyncio.Event().wait()

    hanging = asyncio.create_task(hang())
    await written.wait()
    hanging.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hanging
    await one_more_tip(db)

    async with db.read() as tx:
        assert await tips(tx) == 1


async def test_cancelling_at_any_moment_never_blocks_the_next(
    db: Database, anna: Recipient
) -> None:
    for moment in range(40):
        await cancelled_after(moment, one_more_tip(db))

    async with db.begin() as tx:
        before = await tips(tx)
    await asyncio.wait_for(one_more_tip(db), timeout=10)
    async with db.read() as tx:
        assert await tips(tx) == before + 1


async def test_a_reader_cancelled_at_any_moment_leaves_no_file_open(
    url: str, shut: list[bool]
) -> None:
    async def look(db: Database) -> None:
        async with db.read() as tx:
            await tx.execute(select(tables.Person.tips))

    for moment in range(30):
        async with database.connect(url) as db:
            await cancelled_after(moment, look(db))

    assert len(shut) > 30
    assert all(shut)


async def test_opening_the_database_may_be_cancelled_and_leaves_no_file_open(
    url: str, shut: list[bool]
) -> None:
    async def opened() -> None:
        async with database.connect(url):
            pass

    for moment in range(30):
        await cancelled_after(moment, opened())

    assert len(shut) > 10
    assert all(shut)


async def test_a_file_that_is_no_database_is_not_kept_open(
    tmp_path: Path, shut: list[bool]
) -> None:
    (tmp_path / "letter.txt").write_text("Kính gửi bác Mai, " * 100)
    with pytest.raises(DBAPIError, match="not a database"):
        async with database.connect(f"sqlite+aiosqlite:///{tmp_path / 'letter.txt'}"):
            pass

    assert shut == [True]


async def test_a_transaction_inside_a_transaction_is_refused_at_once(db: Database) -> None:
    async with db.begin():
        with pytest.raises(RuntimeError, match="inside a transaction"):
            async with db.begin():
                pass


async def test_a_reader_sees_one_still_picture_and_waits_for_nobody(
    db: Database, anna: Recipient
) -> None:
    async with db.read() as looking:
        before = await tips(looking)
        await asyncio.wait_for(one_more_tip(db), timeout=10)
        still = await tips(looking)

    assert (before, still) == (0, 0)
    async with db.read() as looking:
        assert await tips(looking) == 1


async def test_a_reader_cannot_write(db: Database, anna: Recipient) -> None:
    with pytest.raises(Full):
        async with db.read() as tx:
            await tx.execute(update(tables.Person).values(tips=99))

    async with db.read() as tx:
        assert await tips(tx) == 0


async def test_a_full_disk_has_a_kind_and_the_database_lives_on(
    db: Database, anna: Recipient
) -> None:
    async with db.begin() as tx:
        await tx.exec_driver_sql("PRAGMA max_page_count = 1")
    with pytest.raises(Full, match="full"):
        async with db.begin() as tx:
            await tx.execute(update(tables.Person).values(name="x" * 1_000_000))
    async with db.begin() as tx:
        await tx.exec_driver_sql("PRAGMA max_page_count = 1000000")
        await tx.execute(update(tables.Person).values(name="x" * 1_000_000))

    async with db.read() as tx:
        assert len((await tx.execute(select(tables.Person.name))).scalar_one()) == 1_000_000


async def test_other_troubles_of_the_database_keep_their_kind(db: Database) -> None:
    with pytest.raises(DBAPIError):
        async with db.begin() as tx:
            await tx.exec_driver_sql("SELECT nothing FROM nowhere")


async def test_what_goes_wrong_never_shows_what_people_wrote(db: Database) -> None:
    answers = {"answer": "con nuôi"}
    for transaction in (db.begin, db.read):
        with pytest.raises(DBAPIError, match="nowhere") as raised:
            async with transaction() as tx:
                await tx.execute(text("SELECT :answer FROM nowhere"), answers)

        assert "con nuôi" not in "".join(traceback.format_exception(raised.value))


async def test_a_row_must_not_name_a_person_who_is_not_there(db: Database) -> None:
    with pytest.raises(IntegrityError):
        async with db.begin() as tx:
            row = {"channel": "web", "address": "x", "person_id": 77}
            await database.insert_once(tx, tables.Account, **row)


async def test_what_is_committed_is_on_the_disk_and_other_programs_may_read(
    db: Database, tmp_path: Path
) -> None:
    async with db.begin() as tx:
        settings = [
            (await tx.exec_driver_sql(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]

    assert settings == ["wal", 2, 1, 30000]
    with closing(sqlite3.connect(tmp_path / "bot.db")) as other:
        assert other.execute("SELECT count(*) FROM inbox").fetchone() == (0,)


async def test_a_moment_without_zone_is_refused_and_one_with_zone_comes_back_the_same(
    db: Database,
) -> None:
    row = {"channel": "web", "message_id": "1"}
    with pytest.raises(StatementError, match="without its time zone"):
        async with db.begin() as tx:
            naive = NOW.replace(tzinfo=None)
            await database.insert_once(tx, tables.Inbox, **row, received_at=naive)
    async with db.begin() as tx:
        later = NOW + timedelta(microseconds=1)
        await database.insert_once(tx, tables.Inbox, **row, received_at=later)

    async with db.read() as tx:
        assert (await tx.execute(select(tables.Inbox.received_at))).scalar() == later


async def test_a_database_in_memory_is_refused() -> None:
    with pytest.raises(ValueError, match="must be a file"):
        async with database.connect("sqlite+aiosqlite://"):
            pass


async def test_rows_alike_are_written_once_with_what_they_share(
    db: Database, anna: Recipient
) -> None:
    same = {"kind": "reminder", "message": {"text": "Bác ơi: 'xong' chưa?"}, "posted_at": NOW}
    same |= {"not_before": NOW, "expires_at": None, "resent": False}
    names = ("once", "person_id", "channel", "address")
    rows = [("a:0", 1, "telegram", "anna"), ("b:0", 1, "telegram", "anna")]

    async with db.begin() as tx:
        made = await database.insert_alike(tx, tables.Letter, names, rows[:1], same)
        again = await database.insert_alike(tx, tables.Letter, names, rows, same)
        nothing = await database.insert_alike(tx, tables.Letter, names, [], same)

    assert (made, again, nothing) == (1, 1, 0)
    letter = tables.Letter
    async with db.read() as tx:
        found = await tx.execute(
            select(letter.once, letter.message, letter.posted_at, letter.state, letter.expires_at)
        )
        message = {"text": "Bác ơi: 'xong' chưa?"}
        assert [tuple(row) for row in found] == [
            (once, message, NOW, "queued", None) for once in ("a:0", "b:0")
        ]
