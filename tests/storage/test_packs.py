"""A published pack never changes, and each title finds the one its commune uses that year."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from storage import packs, tables
from storage.database import Database
from storage.packs import About, Choice
from tests.storage.conftest import NOW

HERE = "MAU"
CDHT = About(
    code="cdht",
    version="1",
    edition="2026",
    title="citizen",
    official=False,
    valid_from=None,
    valid_to=None,
    file_name="cdht.xlsx",
    shipped=True,
)
OWN = replace(CDHT, code="xa", version="a", official=True, file_name="xa.xlsx", shipped=False)


async def publish(db: Database, about: About = CDHT, workbook: bytes = b"x", days: int = 0) -> int:
    async with db.begin() as tx:
        return await packs.publish(tx, about, workbook, NOW + timedelta(days=days))


async def choose(db: Database, pack_id: int, year: int = 2026, days: int = 0) -> None:
    async with db.begin() as tx:
        choice = Choice(HERE, "citizen", year, pack_id)
        await packs.choose(tx, choice, NOW + timedelta(days=days))


async def current(db: Database, year: int = 2026, place: str = HERE) -> int:
    async with db.read() as tx:
        return (await packs.current(tx, "citizen", year, place)).id


@pytest.fixture
async def commune(db: Database) -> None:
    async with db.begin() as tx:
        for code in (HERE, "KHAC"):
            await tx.execute(insert(tables.Place).values(code=code, name="Xã", kind="commune"))


async def test_a_pack_comes_back_with_all_it_says_of_itself(db: Database) -> None:
    about = replace(CDHT, valid_from=date(2026, 1, 1), valid_to=date(2030, 12, 31))
    number = await publish(db, about, b"\x00\xff")

    async with db.read() as tx:
        assert await packs.load(tx, number) == packs.Published(number, about, NOW)
        assert await packs.workbook(tx, number) == ("cdht.xlsx", b"\x00\xff")


async def test_publishing_again_gives_the_first_unchanged(db: Database) -> None:
    first = await publish(db, CDHT, b"first")
    again = await publish(db, CDHT, b"second", days=1)

    assert again == first
    async with db.read() as tx:
        assert await packs.workbook(tx, first) == ("cdht.xlsx", b"first")


async def test_the_newest_version_is_the_current_one(db: Database) -> None:
    await publish(db, replace(CDHT, version="10"), days=1)
    newest = await publish(db, replace(CDHT, version="9"), days=2)
    await publish(db, replace(CDHT, version="11"), days=0)

    assert await current(db) == newest


@pytest.mark.parametrize(
    ("start", "end", "covered"),
    [
        (None, None, True),
        (date(2026, 1, 1), None, True),
        (date(2026, 12, 31), None, True),
        (date(2027, 1, 1), None, False),
        (None, date(2026, 1, 1), True),
        (None, date(2025, 12, 31), False),
    ],
)
async def test_a_version_that_does_not_hold_in_a_year_is_not_used_in_it(
    db: Database, start: date | None, end: date | None, covered: bool
) -> None:
    always = await publish(db)
    newer = await publish(db, replace(CDHT, version="2", valid_from=start, valid_to=end), days=1)

    assert await current(db) == (newer if covered else always)


async def test_a_new_edition_of_a_shipped_code_is_used_without_more_ado(db: Database) -> None:
    await publish(db)
    edited = await publish(db, replace(CDHT, version="2", shipped=False), days=1)

    assert await current(db) == edited


@pytest.mark.usefixtures("commune")
async def test_another_pack_is_used_only_where_and_when_it_was_chosen(db: Database) -> None:
    shipped = await publish(db)
    own = await publish(db, OWN, days=1)
    assert await current(db) == shipped

    await choose(db, own)

    assert await current(db) == own
    assert await current(db, year=2027) == shipped
    assert await current(db, place="KHAC") == shipped


@pytest.mark.usefixtures("commune")
async def test_a_choice_holds_its_version_whatever_is_published_later(db: Database) -> None:
    own = await publish(db, OWN)
    await choose(db, own)

    await publish(db, replace(OWN, version="b"), days=2)
    await publish(db, CDHT, days=3)

    assert await current(db) == own


@pytest.mark.usefixtures("commune")
async def test_the_later_choice_replaces_the_earlier_one(db: Database) -> None:
    own, shipped = await publish(db, OWN), await publish(db)
    await choose(db, own)

    await choose(db, shipped, days=1)

    assert await current(db) == shipped
    async with db.read() as tx:
        assert await packs.choices(tx) == (Choice(HERE, "citizen", 2026, shipped),)


async def test_official_packs_are_told_from_templates(db: Database) -> None:
    await publish(db)
    await publish(db, OWN)

    async with db.read() as tx:
        told = {one.about.code: one.about.official for one in await packs.every(tx)}
    assert told == {"cdht": False, "xa": True}


async def test_the_versions_of_a_code_stand_side_by_side_the_newest_first(db: Database) -> None:
    older = await publish(db, OWN)
    newer = await publish(db, replace(OWN, version="b"), days=1)
    await publish(db)

    async with db.read() as tx:
        assert [one.id for one in await packs.versions(tx, "xa")] == [newer, older]


async def test_a_pack_that_is_not_there_is_said_so(db: Database) -> None:
    async with db.read() as tx:
        with pytest.raises(LookupError):
            await packs.load(tx, 1)
        with pytest.raises(LookupError):
            await packs.workbook(tx, 1)
        with pytest.raises(LookupError, match="family"):
            await packs.current(tx, "family", 2026, HERE)
