"""Who is meant by an audience, counted and found in the tables."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import insert, update

from flows.audience import Audience, Reach
from flows.rights import Holding
from storage import audiences, muting, people, tables
from storage.database import Database, Tx
from tests.storage.conftest import NOW

YEAR = 2026
PLACES = (
    ("T", "tỉnh Mẫu", "province", None),
    ("X", "xã Mẫu", "commune", "T"),
    ("X.1", "Bản Một", "village", "X"),
    ("X.2", "Bản Hai", "village", "X"),
    ("Y", "xã Khác", "commune", "T"),
    ("Y1", "Bản Khác", "village", "Y"),
)
SUBJECTS = {
    1: ("household", "X.1"),
    2: ("household", "X.2"),
    3: ("household", "X.2"),  # nobody of it has come in
    4: ("citizen", "X.1"),
    5: ("clan", "X"),
    6: ("unit", "X"),
    7: ("village", "X.1"),
    8: ("village", "X.2"),
    9: ("household", "Y1"),
    10: ("commune", "X"),
}
MAI, HAI, HEAD, CLAN, UNIT, STAFF, OTHER, VIEWER = range(1, 9)
HOLDINGS = {
    MAI: (Holding("household", 1), Holding("citizen", 4)),
    HAI: (Holding("household", 2),),
    HEAD: (Holding("village_head", place_code="X.1"), Holding("household", 1)),
    CLAN: (Holding("clan_head", 5),),
    UNIT: (Holding("unit_head", 6),),
    STAFF: (Holding("staff", place_code="X"),),
    OTHER: (Holding("household", 9),),
    VIEWER: (Holding("province_viewer", place_code="T"),),
}


@pytest.fixture
async def province(db: Database) -> AsyncIterator[Database]:
    """Two communes and their people, each with one address, all having agreed."""
    async with db.begin() as tx:
        for code, name, kind, above in PLACES:
            row = {"code": code, "name": name, "kind": kind, "parent_code": above}
            await tx.execute(insert(tables.Place).values(**row))
        for number, (kind, place) in SUBJECTS.items():
            row = {"id": number, "kind": kind, "code": f"s{number}", "name": f"{kind} {number}"}
            await tx.execute(insert(tables.Subject).values(**row, place_code=place))
        for number, holdings in HOLDINGS.items():
            await somebody(tx, number)
            for holding in holdings:
                await people.give_role(tx, number, holding, NOW)
    yield db


async def somebody(tx: Tx, number: int, consent: str = "2026-1") -> None:
    person = {"id": number, "name": f"Người {number} (mẫu)", "consent": consent}
    await tx.execute(insert(tables.Person).values(**person))
    account = {"channel": "test", "address": f"a{number}", "person_id": number}
    await tx.execute(insert(tables.Account).values(**account))


async def form(tx: Tx, subject: int, title: str, state: str, year: int = YEAR) -> None:
    pack = {"id": 1, "code": "c", "version": "1", "title": "family", "file_name": "c.md"}
    if not (await tx.execute(tables.Pack.__table__.select())).first():
        await tx.execute(insert(tables.Pack).values(**pack, workbook=b"", published_at=NOW))
    row = {"subject_id": subject, "title": title, "year": year, "pack_id": 1, "state": state}
    await tx.execute(insert(tables.Assessment).values(**row, opened_at=NOW, opened_by=MAI))


async def found(db: Database, who: Audience, commune: str = "X") -> set[int]:
    """Who gets it."""
    async with db.read() as tx:
        rows = (await tx.execute(await audiences.recipients(tx, commune, who, YEAR))).all()
    ids = [row.id for row in rows]
    assert len(ids) == len(set(ids))  # nobody twice
    return set(ids)


async def reach(db: Database, who: Audience) -> Reach:
    async with db.read() as tx:
        return await audiences.reach(tx, "X", who, YEAR)


ROLES = {
    "household": {MAI, HAI, HEAD},
    "citizen": {MAI},
    "village_head": {HEAD},
    "clan_head": {CLAN},
    "unit_head": {UNIT},
    "staff": {STAFF},
}


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_is_found(role: str, province: Database) -> None:
    assert await found(province, Audience(roles=(role,))) == ROLES[role]


async def test_everybody_of_the_commune_is_found_once_and_nobody_else(province: Database) -> None:
    assert await found(province, Audience()) == {MAI, HAI, HEAD, CLAN, UNIT, STAFF}


@pytest.mark.parametrize(
    ("villages", "who"),
    [
        (("X.1",), {MAI, HEAD}),
        (("X.1", "X.2"), {MAI, HEAD, HAI}),
        (("Y1",), set()),  # not of this commune
        (("X",), set()),  # no village
    ],
)
async def test_villages_are_those_of_the_commune(
    villages: tuple[str, ...], who: set[int], province: Database
) -> None:
    assert await found(province, Audience(villages=villages)) == who


async def test_role_and_village_must_go_together(province: Database) -> None:
    who = Audience(roles=("village_head",), villages=("X.2",))

    assert await found(province, who) == set()


STATES = {
    "todo": {MAI, HEAD},
    "drafting": {HAI},
    "sent": set(),
}


@pytest.mark.parametrize("state", STATES)
async def test_how_far_a_form_is_decides(state: str, province: Database) -> None:
    async with province.begin() as tx:
        await form(tx, 1, "family", "registered")
        await form(tx, 2, "family", "drafting")

    assert await found(province, Audience(titles=("family",), states=(state,))) == STATES[state]


@pytest.mark.parametrize(
    ("kept", "state"),
    [
        ("submitted", "sent"),
        ("handed_over", "sent"),
        ("not_recognised", "sent"),
        ("returned", "returned"),
        ("recognised", "recognised"),
    ],
)
async def test_every_state_is_meant_by_its_plain_word_only(
    kept: str, state: str, province: Database
) -> None:
    async with province.begin() as tx:
        await form(tx, 2, "family", kept)
    words = ("todo", "drafting", "sent", "returned", "recognised")

    meant = [
        word
        for word in words
        if HAI in await found(province, Audience(titles=("family",), states=(word,)))
    ]

    assert meant == [state]


async def test_a_form_of_another_year_does_not_count(province: Database) -> None:
    async with province.begin() as tx:
        await form(tx, 2, "family", "recognised", YEAR - 1)

    assert HAI in await found(province, Audience(titles=("family",), states=("todo",)))


async def test_several_states_mean_any_of_them(province: Database) -> None:
    async with province.begin() as tx:
        await form(tx, 1, "family", "drafting")

    who = Audience(titles=("family",), states=("todo", "drafting"))
    assert await found(province, who) == {MAI, HAI, HEAD}


async def test_a_head_stands_for_the_form_of_his_village(province: Database) -> None:
    assert await found(province, Audience(titles=("village",))) == {HEAD}
    assert await found(province, Audience(titles=("unit", "clan"))) == {UNIT, CLAN}


async def test_whose_role_has_ended_is_not_meant(province: Database) -> None:
    async with province.begin() as tx:
        await people.end_role(tx, HAI, Holding("household", 2), NOW)

    assert HAI not in await found(province, Audience())


async def test_what_the_roster_names_no_more_is_not_meant(province: Database) -> None:
    async with province.begin() as tx:
        gone = update(tables.Subject).where(tables.Subject.id.in_((2, 3)))
        await tx.execute(gone.values(gone_at=NOW))

    assert HAI not in await found(province, Audience())
    assert dict((await reach(province, Audience())).nowhere) == {"village": 1}


async def test_it_goes_to_the_address_met_last_that_takes_letters(province: Database) -> None:
    async with province.begin() as tx:
        for address, unreachable in (("new", None), ("newest", NOW)):
            account = {"channel": "test", "address": address, "person_id": HAI}
            await tx.execute(
                insert(tables.Account).values(**account, unreachable_since=unreachable)
            )
            await people.meet_here(tx, "test", address, NOW)

    async with province.read() as tx:
        rows = await tx.execute(await audiences.recipients(tx, "X", Audience(), YEAR))
        assert {row.id: row.address for row in rows}[HAI] == "new"


async def test_who_gets_none_is_counted_by_reason(province: Database) -> None:
    async with province.begin() as tx:
        await muting.mute(tx, MAI, NOW)
        blocked = update(tables.Account).where(tables.Account.person_id == HAI)
        await tx.execute(blocked.values(unreachable_since=NOW))
        await tx.execute(update(tables.Person).where(tables.Person.id == CLAN).values(consent=""))

    counted = await reach(province, Audience())

    assert counted == Reach(3, 1, 1, 1, (("household", 1), ("village", 1)))
    assert await found(province, Audience()) == {HEAD, UNIT, STAFF}


async def test_whoever_agrees_no_more_is_left_out_even_when_muted(province: Database) -> None:
    async with province.begin() as tx:
        await muting.mute(tx, MAI, NOW)
        await tx.execute(update(tables.Person).where(tables.Person.id == MAI).values(consent=""))

    assert (await reach(province, Audience())).unasked == 1
    assert (await reach(province, Audience())).muted == 0


async def test_only_those_in_the_audience_are_counted_as_without_a_phone(
    province: Database,
) -> None:
    heads = await reach(province, Audience(roles=("village_head",)))
    homes = await reach(province, Audience(titles=("family",), villages=("X.1",)))

    assert heads.nowhere == (("village", 1),)
    assert homes.nowhere == ()
