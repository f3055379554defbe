"""A roster is written all or nothing, twice like once, and takes nothing from anybody."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, insert, select

from flows import gazetteer
from flows.rights import Holding
from flows.roster.differences import Differences, compare
from flows.roster.model import (
    Clan,
    Commune,
    Duty,
    Entry,
    Household,
    Person,
    Roster,
    Unit,
    Village,
    listed,
)
from flows.sample import commune as sample_commune
from storage import enrolled, enrolment, people, places, roster, tables
from storage.database import Database
from storage.memberships import Moment

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
AT = Moment(NOW, date(2026, 11, 24))
LATER = Moment(datetime(2026, 12, 1, 2, tzinfo=UTC), date(2026, 12, 1))
COMMUNE = Commune("03390", "xã Bình Lư", "12", "remote")
HOME = Household("03390-B01-01", "Lò Văn Mẫu", "03390-B01", 5, 3, "0900000001", ("03390-DH01",))
OTHER = Household("03390-B01-02", "Tẩn A Mẫu", "03390-B01")
LO = Person(
    "03390-N00001",
    "Lò Văn Mẫu",
    1975,
    "0900000001",
    "03390-B01",
    ("03390-B01-01",),
    ("03390-DV01",),
    duties=(
        Duty("clan_head", "03390-DH01"),
        Duty("household", "03390-B01-01"),
        Duty("village_head", "03390-B01"),
    ),
)
OFFICER = Person(
    "03390-N00002",
    "Đỗ Thu Mẫu",
    duties=(Duty("province_viewer", "12"), Duty("staff", "03390"), Duty("unit_head", "03390-DV01")),
)
FULL = Roster(
    COMMUNE,
    listed([Village("03390-B01", "Bản Nà Đon (mẫu)"), Village("03390-B02", "Bản Nà Khum (mẫu)")]),
    listed([Clan("03390-DH01", "Họ Lò (mẫu)", "03390-B01")]),
    listed([Unit("03390-DV01", "Trường Mẫu", "school", 24)]),
    listed([HOME, OTHER]),
    listed([LO, OFFICER]),
)


def without(*codes: str, of: Roster = FULL) -> Roster:
    """The roster without the entries of these codes."""

    def left(entries: Iterable[Entry]) -> dict[str, Entry]:
        return {one.code: one for one in entries if one.code not in codes}

    sheets = (of.villages, of.clans, of.units, of.households, of.people)
    return Roster(of.commune, *(left(sheet.values()) for sheet in sheets))


async def load(
    db: Database, given: Roster, at: Moment = AT, *, ending: bool = False
) -> Differences:
    async with db.begin() as tx:
        known = await enrolled.read(tx, given.commune.code)
        before, once = (known.present, known.gone) if known else (None, None)
        found = compare(before, once, given)
        await enrolment.write(tx, found, at, ending=ending)
    return found


async def present(db: Database, commune: str = "03390") -> Roster:
    async with db.read() as tx:
        known = await enrolled.read(tx, commune)
    assert known is not None
    return known.present


async def gone(db: Database) -> Roster:
    async with db.read() as tx:
        known = await enrolled.read(tx, "03390")
    assert known is not None
    return known.gone


async def count(db: Database, table: type[tables.Table]) -> int:
    async with db.read() as tx:
        return (await tx.execute(select(func.count()).select_from(table))).scalar_one()


async def roles(db: Database, code: str) -> list[tuple[str, str | None, str | None]]:
    """(role, code of the subject, code of the place) of every role the person has now."""
    query = (
        select(tables.Role.role, tables.Subject.code, tables.Role.place_code)
        .join(tables.Person, tables.Person.id == tables.Role.person_id)
        .outerjoin(tables.Subject, tables.Subject.id == tables.Role.subject_id)
        .where(tables.Person.code == code, tables.Role.ended_at.is_(None))
    )
    async with db.read() as tx:
        return sorted((tuple(row) for row in await tx.execute(query)), key=str)


async def test_what_was_loaded_is_what_is_there(db: Database) -> None:
    await load(db, FULL)

    assert await present(db) == FULL
    assert await gone(db) == Roster(COMMUNE)


async def test_an_unknown_commune_has_no_roster(db: Database) -> None:
    async with db.read() as tx:
        assert await enrolled.read(tx, "03390") is None


async def test_everybody_and_everything_can_be_assessed(db: Database) -> None:
    await load(db, FULL)

    async with db.read() as tx:
        query = select(tables.Subject.kind, tables.Subject.code, tables.Subject.name)
        found = [tuple(row) for row in await tx.execute(query.order_by(tables.Subject.code))]
    assert found == [
        ("commune", "03390", "xã Bình Lư"),
        ("village", "03390-B01", "Bản Nà Đon (mẫu)"),
        ("household", "03390-B01-01", "Hộ 01 · Lò Văn Mẫu"),
        ("household", "03390-B01-02", "Hộ 02 · Tẩn A Mẫu"),
        ("village", "03390-B02", "Bản Nà Khum (mẫu)"),
        ("clan", "03390-DH01", "Họ Lò (mẫu)"),
        ("unit", "03390-DV01", "Trường Mẫu"),
        ("citizen", "03390-N00001", "Lò Văn Mẫu"),
    ]


async def test_a_person_holds_the_roles_the_roster_names_and_is_a_citizen(db: Database) -> None:
    await load(db, FULL)

    assert await roles(db, "03390-N00001") == [
        ("citizen", "03390-N00001", None),
        ("clan_head", "03390-DH01", None),
        ("household", "03390-B01-01", None),
        ("village_head", None, "03390-B01"),
    ]


async def test_an_officer_from_elsewhere_is_not_assessed_here(db: Database) -> None:
    await load(db, FULL)

    assert await roles(db, "03390-N00002") == [
        ("province_viewer", None, "12"),
        ("staff", None, "03390"),
        ("unit_head", "03390-DV01", None),
    ]


async def test_who_belongs_to_what_is_written_down(db: Database) -> None:
    await load(db, FULL)

    member, group = (tables.Subject.__table__.alias(name) for name in ("member", "group"))
    query = (
        select(member.c.code, group.c.code)
        .join_from(tables.Belongs, member, member.c.id == tables.Belongs.member_id)
        .join(group, group.c.id == tables.Belongs.group_id)
        .order_by(member.c.code, group.c.code)
    )
    async with db.read() as tx:
        found = [tuple(row) for row in await tx.execute(query)]
    assert found == [
        ("03390-B01-01", "03390-DH01"),
        ("03390-N00001", "03390-B01-01"),
        ("03390-N00001", "03390-DV01"),
    ]


async def test_a_place_of_the_roster_lies_in_its_commune_and_province(db: Database) -> None:
    await load(db, FULL)

    async with db.read() as tx:
        target = await places.of_place(tx, "03390-B01")
        commune = await places.commune_of(tx, None)
    assert (target.village, target.commune, target.province) == ("03390-B01", "03390", "12")
    assert commune == places.Commune("03390", "xã Bình Lư", "remote")


async def test_loading_twice_is_loading_once(db: Database) -> None:
    await load(db, FULL)
    rows = [await count(db, table) for table in tables.Table.__subclasses__()]

    again = await load(db, FULL, LATER, ending=True)

    assert again.nothing
    assert [await count(db, table) for table in tables.Table.__subclasses__()] == rows


async def test_a_change_is_written_over_and_nothing_else(db: Database) -> None:
    await load(db, FULL)
    moved = replace(HOME, name="Lò Thị Mẫu", phone="", village="03390-B02", clans=())
    given = replace(FULL, households=listed([moved, OTHER]))

    await load(db, given, LATER)

    assert await present(db) == given


async def test_what_is_named_no_more_stays_until_somebody_says_it_is_gone(db: Database) -> None:
    await load(db, FULL)

    found = await load(db, without("03390-B01-02", "03390-N00002"), LATER)

    assert [one.code for one in found.sheets["households"].gone] == ["03390-B01-02"]
    assert await present(db) == FULL


async def test_what_is_said_to_be_gone_is_marked_and_its_roles_end(db: Database) -> None:
    await load(db, FULL)

    await load(db, without("03390-N00002"), LATER, ending=True)

    assert await present(db) == without("03390-N00002")
    assert list((await gone(db)).people) == ["03390-N00002"]
    assert await roles(db, "03390-N00002") == []
    async with db.read() as tx:
        query = select(tables.Role.ended_at).where(tables.Role.role == "staff")
        assert (await tx.execute(query)).scalars().all() == [LATER.now]


async def test_a_village_that_is_gone_was_valid_until_that_day(db: Database) -> None:
    await load(db, FULL)

    await load(db, without("03390-B02"), LATER, ending=True)

    async with db.read() as tx:
        query = select(tables.Place.valid_to).where(tables.Place.code == "03390-B02")
        assert (await tx.execute(query)).scalar() == date(2026, 12, 1)
    assert list((await present(db)).villages) == ["03390-B01"]


async def test_whoever_comes_back_is_the_same_with_all_he_had(db: Database) -> None:
    await load(db, FULL)
    await load(db, without("03390-N00001", "03390-B01-02", "03390-B02"), LATER, ending=True)

    found = await load(db, FULL, LATER)

    assert [one.code for one in found.sheets["people"].back] == ["03390-N00001"]
    assert await present(db) == FULL
    assert await gone(db) == Roster(COMMUNE)
    assert await count(db, tables.Person) == 2


async def test_a_role_that_is_lost_ends_only_when_told(db: Database) -> None:
    await load(db, FULL)
    fewer = replace(LO, duties=LO.duties[:2])
    given = replace(FULL, people=listed([fewer, OFFICER]))

    kept = await load(db, given, LATER)
    still = await roles(db, LO.code)
    await load(db, given, LATER, ending=True)

    assert [lost.duty for lost in kept.lost] == [Duty("village_head", "03390-B01")]
    assert ("village_head", None, "03390-B01") in still
    assert ("village_head", None, "03390-B01") not in await roles(db, LO.code)
    assert ("household", "03390-B01-01", None) in await roles(db, LO.code)


async def test_somebody_who_came_by_himself_keeps_his_account_and_his_roles(db: Database) -> None:
    await load(db, FULL)
    async with db.begin() as tx:
        held = await people.hold(tx, "telegram", "lo")
        await people.save(tx, held, replace(held.person, name="Lò Văn Mẫu"), "telegram", NOW)
        home = select(tables.Subject.id).where(tables.Subject.code == HOME.code)
        holding = Holding("household", (await tx.execute(home)).scalar_one())
        await people.give_role(tx, held.person.id, holding, NOW)

    await load(db, without("03390-N00001"), LATER, ending=True)

    async with db.begin() as tx:
        again = await people.hold(tx, "telegram", "lo")
    assert again.person.id == held.person.id
    assert [one.role for one in again.person.holdings] == ["citizen", "household"]


async def test_who_answers_for_a_household_that_is_gone_answers_for_it_no_more(
    db: Database,
) -> None:
    await load(db, FULL)
    async with db.begin() as tx:
        held = await people.hold(tx, "telegram", "tan")
        home = select(tables.Subject.id).where(tables.Subject.code == OTHER.code)
        holding = Holding("household", (await tx.execute(home)).scalar_one())
        await people.give_role(tx, held.person.id, holding, NOW)

    await load(db, without(OTHER.code), LATER, ending=True)

    async with db.begin() as tx:
        assert (await people.hold(tx, "telegram", "tan")).person.holdings == ()


async def test_a_loaded_person_who_is_linked_keeps_the_link(db: Database) -> None:
    await load(db, FULL)
    async with db.begin() as tx:
        number = select(tables.Person.id).where(tables.Person.code == LO.code)
        account = {"channel": "web", "address": "t1"}
        person_id = (await tx.execute(number)).scalar_one()
        await tx.execute(insert(tables.Account).values(**account, person_id=person_id))

    await load(db, replace(FULL, people=listed([replace(LO, phone="0900000009"), OFFICER])), LATER)

    async with db.begin() as tx:
        held = await people.hold(tx, "web", "t1")
    assert (held.person.id, held.person.name) == (person_id, "Lò Văn Mẫu")
    assert held.place_code == "03390-B01"


async def test_an_error_in_the_middle_leaves_nothing_behind(db: Database) -> None:
    broken = replace(FULL, people=listed([replace(LO, households=("03390-NOWHERE",))]))

    with pytest.raises(KeyError):
        await load(db, broken)

    assert await count(db, tables.Place) == 0
    assert await count(db, tables.Person) == 0


async def test_the_invented_commune_can_be_exported_and_loaded_again(db: Database) -> None:
    async with db.begin() as tx:
        await roster.enrol_sample(tx, sample_commune())
    before = await present(db, "MAU")

    found = await load(db, before)

    assert found.nothing
    assert len(before.households) == 60
    assert before.households["MAU01-07"].village == "MAU01"
    assert await present(db, "MAU") == before


async def test_a_sample_and_a_real_commune_are_told_apart(db: Database) -> None:
    async with db.read() as tx:
        before = [await enrolled.mixes(tx, sample=sample) for sample in (True, False)]
    async with db.begin() as tx:
        await roster.enrol_sample(tx, sample_commune())

    async with db.read() as tx:
        after = [await enrolled.mixes(tx, sample=sample) for sample in (True, False)]

    assert before == [False, False]
    assert after == [False, True]


async def test_units_of_the_past_can_be_written_down_with_what_they_became(db: Database) -> None:
    async with db.begin() as tx:
        await enrolment.keep_places(tx, gazetteer.past())

    async with db.read() as tx:
        query = select(tables.Place).where(tables.Place.code == "cu-huyen-my-loc")
        row = (await tx.execute(query)).one()
    assert (row.name, row.kind) == ("huyện Mỹ Lộc", "district")
    assert (row.parent_code, row.successor_code) == ("cu-tinh-nam-dinh", "13735")
    assert (row.valid_from, row.valid_to) == (None, date(2025, 6, 30))
