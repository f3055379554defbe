"""Requests about people's data, counted: what waits in a commune, and whose clock presses."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert

from reports import requests as report
from storage import requests, tables
from storage.database import Database, Tx, connect, upgrade
from storage.moves import By

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
ASKED = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"
    upgrade(url)
    async with connect(url) as opened:
        async with opened.begin() as tx:
            await _places(tx)
        yield opened


async def _places(tx: Tx) -> None:
    """Two communes with a village each, somebody in each village, and somebody from nowhere."""
    rows = [
        {"code": "X", "name": "xã Một (mẫu)", "kind": "commune", "parent_code": None},
        {"code": "Y", "name": "xã Hai (mẫu)", "kind": "commune", "parent_code": None},
        {"code": "X1", "name": "Bản Một (mẫu)", "kind": "village", "parent_code": "X"},
        {"code": "Y1", "name": "Bản Hai (mẫu)", "kind": "village", "parent_code": "Y"},
    ]
    for row in rows:
        await tx.execute(insert(tables.Place).values(**row))
    for number, place in enumerate(("X1", "Y1", None), 1):
        person = {"id": number, "name": f"Người {number} (mẫu)", "place_code": place}
        await tx.execute(insert(tables.Person).values(**person))


async def test_a_commune_sees_its_own_requests_and_those_from_nowhere(db: Database) -> None:
    async with db.begin() as tx:
        for number in (1, 2, 3):
            await requests.ask(tx, number, "delete", "", ASKED)

        here, there = [await report.waiting(tx, code, ASKED.astimezone(ZONE)) for code in "XY"]

    assert [one.name for one in here] == ["Người 1 (mẫu)", "Người 3 (mẫu)"]
    assert [one.name for one in there] == ["Người 2 (mẫu)", "Người 3 (mẫu)"]


async def test_the_day_of_a_request_is_the_day_there(db: Database) -> None:
    late_at_night = datetime(2026, 11, 24, 18, tzinfo=UTC)  # past midnight in Vietnam
    async with db.begin() as tx:
        await requests.ask(tx, 1, "correct", "Sai tên", late_at_night)

        (one,) = await report.waiting(tx, "X", late_at_night.astimezone(ZONE))

    assert one.asked.isoformat() == "2026-11-25"


async def test_what_is_settled_waits_no_more(db: Database) -> None:
    by = By(2, "staff", "test", ASKED)
    async with db.begin() as tx:
        number = await requests.ask(tx, 1, "correct", "Sai tên", ASKED)
        await requests.settle(tx, number, "done", "Đã sửa", by)

        waiting = await report.waiting(tx, "X", ASKED.astimezone(ZONE))

    assert waiting == ()


@pytest.mark.parametrize(
    ("days", "acknowledged", "presses"),
    [(0, False, True), (0, True, False), (6, True, False), (7, True, True), (30, True, True)],
)
async def test_a_digest_is_given_what_is_near_its_clock(
    db: Database, days: int, acknowledged: bool, presses: bool
) -> None:
    by = By(2, "staff", "test", ASKED)
    async with db.begin() as tx:
        number = await requests.ask(tx, 1, "correct", "Sai tên", ASKED)
        if acknowledged:
            await requests.acknowledge(tx, number, by)

        today = (ASKED + timedelta(days=days)).astimezone(ZONE)
        found = await report.pressing(tx, "X", today)

    assert bool(found) is presses


async def test_the_report_tells_of_every_request_and_names_nobody(db: Database) -> None:
    by = By(2, "staff", "test", ASKED + timedelta(days=1))
    async with db.begin() as tx:
        first = await requests.ask(tx, 1, "delete", "", ASKED)
        await requests.ask(tx, 3, "correct", "Sai tên", ASKED)
        await requests.settle(tx, first, "refused", "Còn đơn chưa xong", by)

        rows = list(await report.rows(tx))

    assert [(row["kind"], row["place"], row["outcome"]) for row in rows] == [
        ("delete", "Bản Một (mẫu)", "refused"),
        ("correct", "", ""),
    ]
    assert rows[0]["done_at"] == "2026-11-25T02:00:00+00:00"
    assert rows[1]["done_at"] is None
    assert "Người" not in str(rows)
    assert "Sai tên" not in str(rows)
