"""The forms people fill in: offered to the right ones, opened once, and moved on step by step."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from flows.reception import Offer
from flows.sample import commune
from flows.scoring import Score
from flows.session import AT, PREFILLED
from storage import assessments, offers, packs, people, roster, tables
from storage.assessments import By, Standing
from storage.database import Database
from storage.packs import About
from storage.roster import SamplePerson
from tests.storage.conftest import NOW

LATER = NOW + timedelta(minutes=5)
YEAR = 2026
CITIZEN = SamplePerson("Vàng Thị Mẫu", "citizen", "MAU01")
HOUSEHOLD = SamplePerson("Lò Văn Mẫu", "household", "MAU01", "MAU01-07")
HEAD = SamplePerson("Tẩn A Mẫu", "village_head", "MAU01", "MAU01-01")
FAMILY = About("gd", "1", "", "family", False, None, None, "gd.md")


@pytest.fixture
async def pack_id(db: Database) -> int:
    async with db.begin() as tx:
        await roster.enrol_sample(tx, commune())
        return await packs.publish(tx, FAMILY, b"", NOW)


async def enrolled(db: Database, person: SamplePerson, address: str) -> By:
    async with db.begin() as tx:
        number = await roster.enrol(tx, person, "test", address, NOW)
    return By(number, person.role, "test", NOW)


async def offered(db: Database, address: str, year: int = YEAR) -> tuple[Offer, ...]:
    async with db.begin() as tx:
        return await offers.listed(tx, await people.hold(tx, "test", address), year)


async def opened(db: Database, offer: Offer, pack_id: int, by: By, year: int = YEAR) -> Standing:
    async with db.begin() as tx:
        return await assessments.open_for(tx, offer, year, pack_id, by)


async def keep(db: Database, before: Standing, kept: dict[str, str], by: By, **how: bool) -> None:
    async with db.begin() as tx:
        await assessments.keep(tx, before, kept, how.get("paused", False), by)


async def loaded(db: Database, number: int) -> Standing:
    async with db.read() as tx:
        return await assessments.load(tx, number)


async def moves(db: Database) -> list[tuple[str, str, int]]:
    move = tables.Move
    async with db.read() as tx:
        query = select(move.name, move.state, move.person_id).order_by(move.id)
        return [(row.name, row.state, row.person_id) for row in await tx.execute(query)]


async def typists(db: Database) -> dict[str, int]:
    async with db.read() as tx:
        rows = await tx.execute(select(tables.Answer.ref, tables.Answer.typist_id))
        return {row.ref: row.typist_id for row in rows}


# ---- who may answer for whom


async def test_a_citizen_is_offered_only_his_own_form(db: Database, pack_id: int) -> None:
    await enrolled(db, CITIZEN, "an")
    await enrolled(db, HEAD, "head")

    (own,) = await offered(db, "an")

    assert (own.subject, own.title, own.state, own.neighbour) == (
        "Vàng Thị Mẫu",
        "citizen",
        "",
        False,
    )


async def test_a_household_is_offered_its_own_two_forms_and_nobody_elses(
    db: Database, pack_id: int
) -> None:
    await enrolled(db, HOUSEHOLD, "lo")

    found = await offered(db, "lo")

    assert [(offer.title, offer.neighbour) for offer in found] == [
        ("citizen", False),
        ("family", False),
    ]
    assert found[1].subject.startswith("Hộ 07")


async def test_a_village_head_is_offered_his_own_first_then_his_neighbours(
    db: Database, pack_id: int
) -> None:
    await enrolled(db, CITIZEN, "an")
    await enrolled(db, HEAD, "head")

    found = await offered(db, "head")

    assert [offer.neighbour for offer in found] == [False, False] + [True] * 19
    assert [offer.subject[:5] for offer in found[1:4]] == ["Hộ 01", "Hộ 02", "Hộ 03"]
    assert {offer.title for offer in found[2:]} == {"family"}
    async with db.read() as tx:
        own_village = select(tables.Subject.id).where(tables.Subject.place_code == "MAU01")
        reachable = set((await tx.execute(own_village)).scalars())
    assert {offer.subject_id for offer in found} <= reachable


@pytest.mark.parametrize("role", ["citizen", "household"])
async def test_nobody_but_a_village_head_reaches_his_neighbours(
    db: Database, pack_id: int, role: str
) -> None:
    await enrolled(db, SamplePerson("Vàng Thị Mẫu", role, "MAU01"), "an")

    assert [offer.neighbour for offer in await offered(db, "an")] == [False]


async def test_a_village_head_without_a_village_reaches_nobody(db: Database, pack_id: int) -> None:
    await enrolled(db, HEAD, "head")
    async with db.begin() as tx:
        await tx.execute(tables.Role.__table__.update().values(place_code=None))

    assert not any(offer.neighbour for offer in await offered(db, "head"))


async def test_a_stranger_is_offered_nothing(db: Database, pack_id: int) -> None:
    assert await offered(db, "nobody") == ()


async def test_an_offer_says_how_far_this_years_form_is(db: Database, pack_id: int) -> None:
    by = await enrolled(db, CITIZEN, "an")
    (offer,) = await offered(db, "an")
    await opened(db, offer, pack_id, by)

    (now,) = await offered(db, "an")
    (next_year,) = await offered(db, "an", YEAR + 1)

    assert (now.state, next_year.state) == ("drafting", "")


async def test_a_form_for_another_title_is_not_taken_for_this_one(
    db: Database, pack_id: int
) -> None:
    by = await enrolled(db, CITIZEN, "an")
    (offer,) = await offered(db, "an")
    await opened(db, Offer(offer.subject_id, offer.subject, "family"), pack_id, by)
    await opened(db, Offer(offer.subject_id, offer.subject, "school"), pack_id, by)

    assert [found.state for found in await offered(db, "an")] == [""]


# ---- opening


async def test_opening_twice_gives_the_same_form(db: Database, pack_id: int) -> None:
    by = await enrolled(db, CITIZEN, "an")
    (offer,) = await offered(db, "an")

    first = await opened(db, offer, pack_id, by)
    again = await opened(db, offer, pack_id, by)

    assert first == again
    assert (first.state, first.paused, first.kept) == ("drafting", False, {})
    assert await moves(db) == [("open", "drafting", by.person_id)]


async def test_two_who_open_it_at_once_get_the_same_form(db: Database, pack_id: int) -> None:
    head, household = await enrolled(db, HEAD, "head"), await enrolled(db, HOUSEHOLD, "lo")
    offer = (await offered(db, "lo"))[1]

    one, other = await asyncio.gather(
        opened(db, offer, pack_id, head), opened(db, offer, pack_id, household)
    )

    assert one.id == other.id
    assert len(await moves(db)) == 1


async def test_a_new_year_is_a_new_form(db: Database, pack_id: int) -> None:
    by = await enrolled(db, CITIZEN, "an")
    (offer,) = await offered(db, "an")

    this, following = (
        await opened(db, offer, pack_id, by),
        await opened(db, offer, pack_id, by, YEAR + 1),
    )

    assert this.id != following.id


async def test_a_form_keeps_the_pack_it_was_opened_with(db: Database, pack_id: int) -> None:
    by = await enrolled(db, CITIZEN, "an")
    (offer,) = await offered(db, "an")
    await opened(db, offer, pack_id, by)
    async with db.begin() as tx:
        newer = await packs.publish(tx, replace(FAMILY, version="2"), b"", LATER)

    assert (await opened(db, offer, newer, by)).pack_id == pack_id


async def test_a_form_that_is_not_there_is_a_lookup_error(db: Database) -> None:
    with pytest.raises(LookupError, match="no assessment 99"):
        await loaded(db, 99)


# ---- answers


async def drafted(db: Database, pack_id: int) -> tuple[Standing, By]:
    by = await enrolled(db, CITIZEN, "an")
    (offer,) = await offered(db, "an")
    return await opened(db, offer, pack_id, by), by


async def test_answers_are_found_again_as_they_were(db: Database, pack_id: int) -> None:
    before, by = await drafted(db, pack_id)
    kept = {"/d/a": "5", "/d/b": "", "/d/c": "1. Ạ “nhà”\n2. 😀", PREFILLED + "/d/n": "7", AT: "a"}

    await keep(db, before, kept, by, paused=True)

    after = await loaded(db, before.id)
    assert (after.kept, after.paused) == (kept, True)


async def test_only_what_changed_is_written(db: Database, pack_id: int) -> None:
    before, by = await drafted(db, pack_id)
    await keep(db, before, {"/d/a": "5", "/d/b": "6"}, by)
    other = await enrolled(db, HEAD, "head")

    await keep(db, await loaded(db, before.id), {"/d/a": "5", "/d/b": "7"}, other)

    assert await typists(db) == {"/d/a": by.person_id, "/d/b": other.person_id}
    assert (await loaded(db, before.id)).kept == {"/d/a": "5", "/d/b": "7"}


async def test_a_member_that_was_taken_out_is_not_found_again(db: Database, pack_id: int) -> None:
    by = await enrolled(db, CITIZEN, "an")
    (offer,) = await offered(db, "an")
    standing = await opened(db, offer, pack_id, by)
    two = {"#/data/people": "2", "/data/people[1]/name": "An", "/data/people[2]/name": "Bình"}
    await keep(db, standing, two, by)
    before = await loaded(db, standing.id)

    one = {"#/data/people": "1~1", "/data/people[1]/name": "Bình"}
    await keep(db, before, one, by)

    assert before.kept == two
    assert (await loaded(db, standing.id)).kept == one


async def test_keeping_what_is_kept_already_writes_nothing(db: Database, pack_id: int) -> None:
    before, by = await drafted(db, pack_id)
    await keep(db, before, {"/d/a": "5", AT: "a"}, by)
    standing = await loaded(db, before.id)

    async with db.read() as tx:  # a transaction in which writing fails
        await assessments.keep(tx, standing, standing.kept, False, by)

    assert await loaded(db, before.id) == standing


async def test_a_place_gone_back_to_is_forgotten_once_left(db: Database, pack_id: int) -> None:
    before, by = await drafted(db, pack_id)
    await keep(db, before, {"/d/a": "5", AT: "a", PREFILLED + "/d/n": "7"}, by, paused=True)

    await keep(db, await loaded(db, before.id), {"/d/a": "5", "/d/n": "7"}, by)

    after = await loaded(db, before.id)
    assert (after.kept, after.paused) == ({"/d/a": "5", "/d/n": "7"}, False)


# ---- moves


async def test_handing_in_keeps_the_score_and_ends_the_pause(db: Database, pack_id: int) -> None:
    before, by = await drafted(db, pack_id)
    await keep(db, before, {"/d/a": "5"}, by, paused=True)

    async with db.begin() as tx:
        await assessments.submit(tx, before, {}, Score(72.5, 100.0, "pass", 70.0, ()), by)

    after = await loaded(db, before.id)
    form = tables.Assessment
    async with db.read() as tx:
        query = select(form.points, form.most, form.verdict, form.submitted_at)
        row = (await tx.execute(query)).one()
    assert (after.state, after.paused, after.kept) == ("submitted", False, {"/d/a": "5"})
    assert tuple(row) == (72.5, 100.0, "pass", NOW)


async def test_a_form_without_scores_is_handed_in_without_points(
    db: Database, pack_id: int
) -> None:
    before, by = await drafted(db, pack_id)

    async with db.begin() as tx:
        await assessments.submit(tx, before, {}, None, by)

    async with db.read() as tx:
        row = (await tx.execute(select(tables.Assessment.points, tables.Assessment.verdict))).one()
    assert tuple(row) == (None, "")


async def test_handing_in_and_taking_back_leave_a_trail(db: Database, pack_id: int) -> None:
    before, by = await drafted(db, pack_id)
    me = by.person_id

    async with db.begin() as tx:
        await assessments.submit(tx, before, {}, None, by)
        again = await assessments.reopen(tx, await assessments.load(tx, before.id), by)
        await assessments.submit(tx, again, {}, None, by)

    assert await moves(db) == [
        ("open", "drafting", me),
        ("submit", "submitted", me),
        ("reopen", "drafting", me),
        ("submit", "submitted", me),
    ]
    async with db.read() as tx:
        row = (await tx.execute(select(tables.Move).where(tables.Move.name == "reopen"))).one()
    assert (row.role, row.channel, row.moved_at) == ("citizen", "test", NOW)


async def test_a_form_taken_back_is_handed_in_at_no_time_and_with_no_score(
    db: Database, pack_id: int
) -> None:
    before, by = await drafted(db, pack_id)
    async with db.begin() as tx:
        await assessments.submit(tx, before, {}, Score(72.5, 100.0, "pass", 70.0, ()), by)
        await assessments.reopen(tx, await assessments.load(tx, before.id), by)

    form = tables.Assessment
    async with db.read() as tx:
        query = select(form.submitted_at, form.points, form.most, form.verdict)
        row = (await tx.execute(query)).one()
    assert tuple(row) == (None, None, None, "")


async def test_what_somebody_else_already_moved_on_is_not_moved_twice(
    db: Database, pack_id: int
) -> None:
    before, by = await drafted(db, pack_id)
    other = await enrolled(db, HEAD, "head")

    async with db.begin() as tx:
        await assessments.reopen(tx, before, other)  # nothing was handed in
        await assessments.submit(tx, before, {}, Score(8.0, 10.0, "pass", None, ()), by)
        await assessments.submit(tx, before, {}, Score(1.0, 10.0, "fail", None, ()), other)

    async with db.read() as tx:
        points = (await tx.execute(select(tables.Assessment.points))).scalar_one()
    assert points == 8.0
    assert [name for name, _, _ in await moves(db)] == ["open", "submit"]


async def test_every_version_that_was_handed_in_is_kept_whole(db: Database, pack_id: int) -> None:
    before, by = await drafted(db, pack_id)

    async with db.begin() as tx:
        await assessments.submit(tx, before, {"/d/a": "5", AT: "a"}, None, by)
        again = await assessments.reopen(tx, await assessments.load(tx, before.id), by)
        await assessments.submit(tx, again, {"/d/a": "6"}, None, by)

    version = tables.Submission
    async with db.read() as tx:
        query = select(version.number, version.answers).order_by(version.number)
        kept = [tuple(row) for row in await tx.execute(query)]
    assert kept == [(1, {"/d/a": "5"}), (2, {"/d/a": "6"})]


async def test_what_no_meeting_reviews_goes_straight_to_the_commune(
    db: Database, pack_id: int
) -> None:
    before, by = await drafted(db, pack_id)

    async with db.begin() as tx:
        await assessments.submit(tx, before, {}, None, by, reviewed=False)

    assert (await loaded(db, before.id)).state == "handed_over"
    assert [name for name, _, _ in await moves(db)] == ["open", "submit", "waive"]
