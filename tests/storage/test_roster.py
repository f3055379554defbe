"""A sample is written only where there is nothing; every address has its one person."""

from datetime import UTC, datetime

from sqlalchemy import func, insert, select

from flows.sample import commune
from storage import people, roster, tables
from storage.database import Database
from storage.mail import Recipient
from storage.roster import Chatter, SamplePerson

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
HOUSEHOLD = SamplePerson("Lò Văn Mẫu", "household", "MAU01", "MAU01-07")
HEAD = SamplePerson("Tẩn A Mẫu", "village_head", "MAU01", "MAU01-01")


async def enrol_sample(db: Database) -> bool:
    async with db.begin() as tx:
        return await roster.enrol_sample(tx, commune())


async def enrolled(db: Database, person: SamplePerson, address: str, channel: str = "web") -> int:
    async with db.begin() as tx:
        return await roster.enrol(tx, person, channel, address, NOW)


async def count(db: Database, table: type[tables.Table]) -> int:
    async with db.read() as tx:
        return (await tx.execute(select(func.count()).select_from(table))).scalar_one()


async def test_an_empty_database_takes_the_sample_commune(db: Database) -> None:
    written = await enrol_sample(db)

    assert written
    assert await count(db, tables.Place) == 1 + 3
    assert await count(db, tables.Subject) == 3 * 20
    async with db.read() as tx:
        query = select(tables.Place.sample, tables.Place.parent_code, func.count())
        rows = (await tx.execute(query.group_by(tables.Place.parent_code))).all()
        known = await roster.commune(tx)
    assert [tuple(row) for row in rows] == [(True, None, 1), (True, "MAU", 3)]
    assert known == ("xã Bình Lư (dữ liệu mẫu)", "remote")


async def test_the_sample_is_written_once(db: Database) -> None:
    first, second = await enrol_sample(db), await enrol_sample(db)

    assert (first, second) == (True, False)
    assert await count(db, tables.Subject) == 60


async def test_a_database_with_places_of_its_own_takes_no_sample(db: Database) -> None:
    async with db.begin() as tx:
        await tx.execute(insert(tables.Place).values(code="X1", name="xã thật", kind="commune"))

    assert not await enrol_sample(db)
    assert await count(db, tables.Subject) == 0


async def test_a_database_with_people_in_it_takes_no_sample(db: Database, anna: Recipient) -> None:
    assert not await enrol_sample(db)
    assert await count(db, tables.Place) == 0


async def test_a_database_with_subjects_in_it_takes_no_sample(db: Database) -> None:
    async with db.begin() as tx:
        subject = {"kind": "household", "code": "h1", "name": "Hộ thật"}
        await tx.execute(insert(tables.Subject).values(**subject))

    assert not await enrol_sample(db)


async def test_a_sample_person_sits_at_an_address_and_speaks_for_two(db: Database) -> None:
    await enrol_sample(db)

    number = await enrolled(db, HOUSEHOLD, "t1")

    async with db.begin() as tx:
        held = await people.hold(tx, "web", "t1")
        query = (
            select(tables.Subject.kind, tables.Subject.code)
            .join(tables.Role, tables.Role.subject_id == tables.Subject.id)
            .where(tables.Role.person_id == number)
            .order_by(tables.Subject.kind)
        )
        speaks_for = [tuple(row) for row in await tx.execute(query)]
    assert (held.person.id, held.person.name) == (number, "Lò Văn Mẫu")
    assert [holding.role for holding in held.person.holdings] == ["citizen", "household"]
    assert held.place_code == "MAU01"
    assert speaks_for == [("citizen", f"p{number}"), ("household", "MAU01-07")]


async def test_a_page_shows_its_person_only_at_their_own_address(db: Database) -> None:
    await enrol_sample(db)
    await enrolled(db, HEAD, "t1")

    async with db.read() as tx:
        found = await roster.chatter(tx, "web", "t1")
        guessed = await roster.chatter(tx, "web", "t2")
        elsewhere = await roster.chatter(tx, "telegram", "t1")

    assert found == Chatter("Tẩn A Mẫu", ("Bản Nà Đon", "xã Bình Lư (dữ liệu mẫu)"))
    assert guessed is elsewhere is None


async def test_somebody_met_without_a_village_has_a_page_without_one(
    db: Database, anna: Recipient
) -> None:
    async with db.read() as tx:
        found = await roster.chatter(tx, anna.channel, anna.address)

    assert found == Chatter("", ())


async def test_the_phones_of_a_demo_are_the_sample_people_in_their_order(
    db: Database, anna: Recipient
) -> None:
    async with db.begin() as tx:
        await tx.execute(insert(tables.Place).values(code="MAU01", name="Bản", kind="village"))
    citizen = SamplePerson("Vàng Thị Mẫu", "citizen", "MAU01")
    await enrolled(db, citizen, "t1")
    await enrolled(db, SamplePerson("Tẩn A Mẫu", "village_head", "MAU01"), "t2")
    await enrolled(db, citizen, "c1", channel="console")

    async with db.read() as tx:
        phones = await roster.sample_phones(tx, "web")
        of_others = await roster.sample_phones(tx, "telegram")

    assert phones == [("Vàng Thị Mẫu", "t1"), ("Tẩn A Mẫu", "t2")]
    assert of_others == []


async def test_before_anything_is_known_there_is_no_commune(db: Database) -> None:
    async with db.read() as tx:
        assert await roster.commune(tx) is None
