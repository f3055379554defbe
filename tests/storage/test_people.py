"""Who we talk to is met once, held while they are heard, and remembered with what they agreed."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, insert, select

from flows.events import MenuLine
from flows.rights import Holding
from storage import mail, people, tables
from storage.database import Database
from storage.mail import Recipient
from storage.people import Held
from tests.storage.conftest import NOW, open_assessment

LATER = NOW + timedelta(hours=1)


async def held(db: Database, address: str, channel: str = "telegram") -> Held:
    async with db.begin() as tx:
        return await people.hold(tx, channel, address)


async def saved(db: Database, before: Held, **changes: object) -> Held:
    """The person as found again after these changes."""
    async with db.begin() as tx:
        person = replace(before.person, **changes)  # type: ignore[arg-type]  # named by the story
        await people.save(tx, before, person, "telegram", LATER)
    return await held(db, "new")


async def count(db: Database, table: type[tables.Table]) -> int:
    async with db.read() as tx:
        return (await tx.execute(select(func.count()).select_from(table))).scalar_one()


async def test_somebody_new_is_met_without_name_or_consent(db: Database) -> None:
    found = await held(db, "new")

    assert (found.person.name, found.person.consent, found.person.holdings) == ("", "", ())
    assert (found.person.language, found.person.asking, found.person.tips) == ("vi", (), 0)
    assert (found.place_code, found.assessment_id) == (None, None)


async def test_the_same_address_is_the_same_person(db: Database) -> None:
    first, again = await held(db, "new"), await held(db, "new")

    assert first == again
    assert await count(db, tables.Person) == 1


async def test_the_same_address_on_another_channel_is_somebody_else(db: Database) -> None:
    one, other = await held(db, "7"), await held(db, "7", channel="web")

    assert one.person.id != other.person.id


async def test_two_first_messages_at_once_make_one_person(db: Database) -> None:
    everyone = await asyncio.gather(*(held(db, "new") for _ in range(8)))

    assert len({found.person.id for found in everyone}) == 1
    assert await count(db, tables.Person) == await count(db, tables.Account) == 1


async def test_whoever_was_met_by_another_program_meanwhile_is_not_met_twice(
    db: Database, anna: Recipient
) -> None:
    # On a server two transactions may both find nobody; the second to write down finds the first.
    async with db.begin() as tx:
        await people._meet(tx, anna.channel, anna.address)

    found = await held(db, anna.address)

    assert found.person.id == anna.person_id
    assert await count(db, tables.Person) == 1


async def test_whoever_speaks_to_us_can_be_reached_again(db: Database, anna: Recipient) -> None:
    async with db.begin() as tx:
        await mail.unreachable(tx, anna.channel, anna.address, NOW)

    await held(db, anna.address)

    async with db.read() as tx:
        since = (await tx.execute(select(tables.Account.unreachable_since))).scalar_one()
    assert since is None


async def test_what_changed_about_a_person_is_found_again(db: Database) -> None:
    lines = (MenuLine("Gửi lên bản", "z.1-1.submit"), MenuLine("Hộ 01", "o.3.family", "mới"))

    after = await saved(db, await held(db, "new"), asking=lines, tips=2, language="en")

    assert (after.person.asking, after.person.tips, after.person.language) == (lines, 2, "en")


async def test_a_menu_that_was_answered_is_forgotten(db: Database) -> None:
    asking = await saved(db, await held(db, "new"), asking=(MenuLine("Gửi", "z"),))

    after = await saved(db, asking, asking=())

    assert after.person.asking == ()


async def test_a_consent_is_kept_with_its_moment_and_its_channel(db: Database) -> None:
    await saved(db, await held(db, "new"), consent="2026-1")

    person = tables.Person
    async with db.read() as tx:
        query = select(person.consent, person.consented_at, person.consent_channel)
        row = (await tx.execute(query)).one()
    assert tuple(row) == ("2026-1", LATER, "telegram")


async def test_nothing_is_written_when_nothing_changed(db: Database) -> None:
    agreed = await saved(db, await held(db, "new"), consent="2026-1")
    async with db.begin() as tx:
        await people.save(tx, agreed, agreed.person, "web", LATER + timedelta(days=1))

    async with db.read() as tx:
        channel = (await tx.execute(select(tables.Person.consent_channel))).scalar_one()
    assert channel == "telegram"


async def test_whoever_gives_a_name_may_be_assessed_as_a_citizen(db: Database) -> None:
    after = await saved(db, await held(db, "new"), name="Lò Thị Mai")

    async with db.read() as tx:
        subject = (await tx.execute(select(tables.Subject))).one()
    assert after.person.name == "Lò Thị Mai"
    assert (subject.kind, subject.name, subject.place_code) == ("citizen", "Lò Thị Mai", None)
    assert (await held(db, "new")).person.holdings == (Holding("citizen", subject.id),)


async def test_a_form_taken_up_stays_in_hand_until_it_is_laid_down(
    db: Database, anna: Recipient
) -> None:
    number = await open_assessment(db, 4)
    async with db.begin() as tx:
        await people.take_up(tx, anna.person_id, number)
    in_hand = await held(db, anna.address)
    async with db.begin() as tx:
        await people.take_up(tx, anna.person_id, None)
    laid_down = await held(db, anna.address)

    assert (in_hand.assessment_id, laid_down.assessment_id) == (4, None)


async def test_a_role_is_held_once_and_ends_for_good(db: Database, anna: Recipient) -> None:
    head = Holding("village_head", place_code="B1")
    async with db.begin() as tx:
        await tx.execute(insert(tables.Place).values(code="B1", name="Bản", kind="village"))
        await people.give_role(tx, anna.person_id, head, LATER)
        await people.give_role(tx, anna.person_id, head, LATER)
    during = await held(db, anna.address)
    async with db.begin() as tx:
        ended = await people.end_role(tx, anna.person_id, head, LATER)
        again = await people.end_role(tx, anna.person_id, head, LATER)
    after = await held(db, anna.address)

    assert during.person.holdings.count(head) == 1
    assert (ended, again) == (True, False)
    assert head not in after.person.holdings
    assert await count(db, tables.Role) == len(during.person.holdings)


async def test_whoever_says_something_has_read_what_was_sent_there(
    db: Database, anna: Recipient
) -> None:
    async with db.begin() as tx:
        letter = {"person_id": anna.person_id, "channel": anna.channel, "address": anna.address}
        times = {"posted_at": LATER, "not_before": LATER}
        for once, kind in (("a:0", "notice"), ("b:0", "reply")):
            row = {"once": once, "kind": kind, "state": "sent", "message": {}, **letter, **times}
            await tx.execute(insert(tables.Letter).values(**row))
    before = await held(db, anna.address)

    async with db.begin() as tx:
        await people.mark_read(tx, anna.channel, anna.address, LATER)

    assert (before.has_unread, (await held(db, anna.address)).has_unread) == (True, False)
    async with db.read() as tx:
        query = select(tables.Letter.once).where(tables.Letter.read_at.is_not(None))
        assert (await tx.execute(query)).scalars().all() == ["a:0"]
