"""Invitations are issued once, revoked by a new one, used by so many, and found by their code."""

import asyncio
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import insert, select

from flows.rights import Holding
from storage import attempts, invitations, people, tables
from storage.database import Database
from storage.invitations import Invitation, Terms, Whom
from tests.storage.conftest import NOW, meet

HOME = Whom("household", subject_id=1, place_code="B1")
STAFF = Whom("staff", person_id=7, place_code="X")
TERMS = Terms(NOW + timedelta(days=30), 2)
LUCK = 5


@pytest.fixture(autouse=True)
async def roster(db: Database) -> None:
    """A commune with a village, a household in it, and one member of staff."""
    async with db.begin() as tx:
        for code, name, kind, parent in (
            ("X", "xã Mẫu", "commune", None),
            ("B1", "Bản Mẫu", "village", "X"),
        ):
            row = {"code": code, "name": name, "kind": kind, "parent_code": parent}
            await tx.execute(insert(tables.Place).values(**row))
        home = {"id": 1, "kind": "household", "code": "B1-01", "name": "Hộ 01", "place_code": "B1"}
        await tx.execute(insert(tables.Subject).values(**home))
        await tx.execute(insert(tables.Person).values(id=7, code="X1", name="Hoàng Thu Mẫu"))
        await people.give_role(tx, 7, Holding("staff", place_code="X"), NOW)


def chance(seed: int = LUCK) -> Random:
    return Random(seed)  # noqa: S311 (the same codes every time)


async def issue(
    db: Database, whom: Whom = HOME, terms: Terms = TERMS, seed: int = LUCK
) -> Invitation:
    async with db.begin() as tx:
        return await invitations.issue(tx, whom, terms, NOW, chance(seed))


async def reissue(
    db: Database, whom: Whom = HOME, terms: Terms = TERMS, seed: int = LUCK
) -> Invitation:
    async with db.begin() as tx:
        return await invitations.reissue(tx, whom, terms, NOW, chance(seed))


async def again(db: Database, invited: Invitation) -> Invitation:
    async with db.read() as tx:
        return await invitations.by_id(tx, invited.id)


async def use(db: Database, invited: Invitation, person_id: int) -> str:
    async with db.begin() as tx:
        return await invitations.use(tx, invited.id, person_id, "web", NOW)


async def test_an_invitation_knows_for_whom_it_is_and_where(db: Database) -> None:
    invited = await issue(db)

    assert (invited.kind, invited.name, invited.place) == ("household", "Hộ 01", "Bản Mẫu")
    assert (invited.whom, invited.uses_left, invited.problem(NOW)) == (HOME, 2, "")


async def test_issuing_twice_gives_the_one_that_stands(db: Database) -> None:
    first, second = await issue(db), await issue(db, seed=6)

    assert first == second


async def test_an_invitation_that_was_used_up_is_no_longer_given_out(db: Database) -> None:
    spent = await issue(db, terms=Terms(TERMS.expires_at, 0))

    fresh = await issue(db)

    assert fresh.id != spent.id
    assert spent.problem(NOW) == "used_up"


async def test_a_new_invitation_revokes_those_before_it(db: Database) -> None:
    first = await issue(db)

    second = await reissue(db)

    assert (await again(db, first)).problem(NOW) == "revoked"
    assert (await again(db, second)).problem(NOW) == ""


async def test_two_who_issue_anew_at_once_leave_one_that_stands(db: Database) -> None:
    made = await asyncio.gather(*(reissue(db, seed=seed) for seed in range(6)))

    standing = [each for each in made if (await again(db, each)).problem(NOW) == ""]
    assert len(standing) == 1


async def test_a_code_given_out_once_is_never_given_out_again(db: Database) -> None:
    made = [await reissue(db) for _ in range(5)]  # the same luck each time

    assert len({each.spoken for each in made}) == 5


async def test_an_invitation_is_found_by_its_code(db: Database) -> None:
    invited = await issue(db)

    async with db.read() as tx:
        assert await invitations.by_spoken(tx, invited.spoken) == invited
        with pytest.raises(LookupError):
            await invitations.by_spoken(tx, "0000-BB")


async def test_an_invitation_revoked_by_hand_is_revoked_once(db: Database) -> None:
    invited = await issue(db)

    async with db.begin() as tx:
        told = [await invitations.revoke(tx, invited.id, NOW) for _ in range(2)]

    assert told == [True, False]
    assert (await again(db, invited)).problem(NOW) == "revoked"


async def test_an_invitation_ends_with_its_last_moment(db: Database) -> None:
    invited = await issue(db)

    assert invited.problem(TERMS.expires_at - timedelta(seconds=1)) == ""
    assert invited.problem(TERMS.expires_at) == "expired"


async def test_staff_are_invited_by_a_longer_code(db: Database) -> None:
    invited = await issue(db, STAFF, Terms(TERMS.expires_at, 1))

    assert len(invited.spoken) == len("4827-KXTR")
    assert (invited.kind, invited.name, invited.place) == ("", "Hoàng Thu Mẫu", "xã Mẫu")


async def test_the_invitation_of_staff_ends_with_the_role(db: Database) -> None:
    invited = await issue(db, STAFF)
    async with db.begin() as tx:
        await people.end_role(tx, 7, Holding("staff", place_code="X"), NOW)

    assert (await again(db, invited)).problem(NOW) == "revoked"


async def test_each_person_uses_an_invitation_once_and_only_so_many_do(db: Database) -> None:
    invited = await issue(db)
    for number in (11, 12, 13):
        await meet(db, number, f"p{number}")

    told = [await use(db, invited, number) for number in (11, 11, 12, 13, 12)]

    assert told == ["new", "again", "new", "used_up", "again"]
    assert (await again(db, invited)).uses_left == 0


async def test_an_invitation_without_a_limit_has_none(db: Database) -> None:
    invited = await issue(db, terms=Terms(TERMS.expires_at))
    for number in range(11, 31):
        await meet(db, number, f"p{number}")

    told = {await use(db, invited, number) for number in range(11, 31)}

    assert told == {"new"}
    assert (await again(db, invited)).uses_left is None


async def test_of_many_who_want_the_last_use_at_once_one_gets_it(db: Database) -> None:
    invited = await issue(db, terms=Terms(TERMS.expires_at, 1))
    for number in range(11, 19):
        await meet(db, number, f"p{number}")

    told = await asyncio.gather(*(use(db, invited, number) for number in range(11, 19)))

    assert sorted(told) == ["new"] + ["used_up"] * 7


async def test_the_list_names_who_answers_from_a_phone_and_nobody_else(db: Database) -> None:
    await meet(db, 11, "mot")
    async with db.begin() as tx:
        await people.give_role(tx, 11, Holding("household", 1), NOW)
        await people.give_role(tx, 7, Holding("household", 1), NOW)  # on the list, without a phone

    async with db.read() as tx:
        (one,) = await invitations.linked(tx, "B1", ("household", "clan"))
        elsewhere = await invitations.linked(tx, "X", ("household", "clan"))

    assert (one.code, one.name, one.people) == ("B1-01", "Hộ 01", ("",))
    assert elsewhere == ()


async def test_who_answers_no_longer_is_not_named(db: Database) -> None:
    await meet(db, 11, "mot")
    async with db.begin() as tx:
        await people.give_role(tx, 11, Holding("household", 1), NOW)
        await people.end_role(tx, 11, Holding("household", 1), NOW)

    async with db.read() as tx:
        assert (await invitations.linked_to(tx, 1)).people == ()


async def test_old_tries_are_forgotten(db: Database) -> None:
    async with db.begin() as tx:
        await attempts.wrong(tx, "a", NOW - timedelta(days=3))
        await attempts.wrong(tx, "a", NOW)

        gone = await attempts.forget(tx, NOW - timedelta(days=2))

    assert gone == 1
    async with db.read() as tx:
        assert len((await tx.execute(select(tables.Attempt))).all()) == 1


async def test_somebody_waits_for_the_longer_of_two_limits(db: Database) -> None:
    async with db.begin() as tx:
        for minutes in range(20):
            await attempts.wrong(tx, "a", NOW + timedelta(minutes=minutes))

        until = await attempts.wait_until(tx, "a", NOW + timedelta(minutes=20))

    assert until == NOW + timedelta(days=1)
