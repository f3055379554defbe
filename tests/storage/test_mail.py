"""Promises are kept once, in order, and nobody waits for somebody else's telephone."""

import random
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from flows.messages import Bar, Choice, Message
from storage import mail, outbox, tables, waiting
from storage.database import Database
from storage.mail import Letter, Recipient
from tests.storage.conftest import NOW, meet

SOON = NOW + timedelta(seconds=5)
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def ben(db: Database, anna: Recipient) -> Recipient:
    return await meet(db, 2, "ben")


async def promise(
    db: Database, to: Recipient, *texts: str, once: str, at: datetime | None = None
) -> int:
    async with db.begin() as tx:
        said = [Message(text) for text in texts]
        return await mail.post(tx, to, said, once=once, now=NOW, not_before=at)


async def may_go(db: Database, now: datetime = NOW, limit: int = 50) -> list[Letter]:
    async with db.begin() as tx:
        return await mail.waiting(tx, now, limit)


async def texts(db: Database, now: datetime = NOW) -> list[str]:
    return [letter.message.text for letter in await may_go(db, now)]


async def send(db: Database, letter: Letter) -> None:
    async with db.begin() as tx:
        await mail.mark_sent(tx, letter, NOW)


async def postpone(db: Database, letter: Letter, until: datetime) -> None:
    async with db.begin() as tx:
        await outbox.postpone(tx, letter, until, "busy")


async def due(db: Database, now: datetime = NOW) -> datetime | None:
    async with db.read() as tx:
        return await waiting.next_due(tx, now)


async def state(db: Database, text: str) -> tuple[str, int, str]:
    async with db.read() as tx:
        rows = await tx.execute(
            select(
                tables.Letter.message,
                tables.Letter.state,
                tables.Letter.tries,
                tables.Letter.problem,
            )
        )
        return next((row[1], row[2], row[3]) for row in rows if row[0]["text"] == text)


async def on_shelf(db: Database, now: datetime, after_id: int = 0, limit: int = 50) -> list[str]:
    async with db.read() as tx:
        kept = await mail.shelf(tx, "telegram", "anna", after_id, limit, now)
        return [each.message.text for each in kept]


async def test_a_message_delivered_again_is_not_heard_again(db: Database) -> None:
    async with db.begin() as tx:
        heard = [await mail.first_time(tx, "telegram", "7", NOW) for _ in range(2)]
        elsewhere = await mail.first_time(tx, "zalo", "7", NOW)

    assert heard == [True, False]
    assert elsewhere


async def test_a_message_comes_back_whole(db: Database, anna: Recipient) -> None:
    said = Message(
        "Xã có thư viện không?",
        step="Câu 1/10",
        choices=(Choice(1, "Có", "10 điểm", "a:1"),),
        role="ask",
        progress=(1, 10),
        bars=(Bar("Tự học", 1.5, 10),),
    )
    async with db.begin() as tx:
        await mail.post(tx, anna, [said], once="a", now=NOW)

    assert [letter.message for letter in await may_go(db)] == [said]


async def test_a_second_promise_of_the_same_name_promises_nothing(
    db: Database, anna: Recipient
) -> None:
    new = [await promise(db, anna, "one", "two", once="reply:7") for _ in range(2)]

    assert new == [2, 0]
    assert await promise(db, anna, once="reply:8") == 0


async def test_a_person_gets_their_letters_one_after_the_other(
    db: Database, anna: Recipient
) -> None:
    await promise(db, anna, "one", "two", once="a")
    await promise(db, anna, "three", once="b")

    said = []
    while letters := await may_go(db):
        said += [letter.message.text for letter in letters]
        await send(db, letters[0])

    assert said == ["one", "two", "three"]


async def test_one_stuck_address_holds_back_its_own_letters_only(
    db: Database, anna: Recipient, ben: Recipient
) -> None:
    await promise(db, anna, "one", "two", once="a")
    await promise(db, ben, "for ben", once="b")
    await postpone(db, (await may_go(db))[0], SOON)

    assert await texts(db) == ["for ben"]
    assert await texts(db, SOON) == ["one", "for ben"]
    assert await state(db, "one") == ("queued", 1, "busy")


async def test_a_promise_for_tomorrow_does_not_silence_the_bot_today(
    db: Database, anna: Recipient
) -> None:
    await promise(db, anna, "tomorrow", once="remind", at=NOW + timedelta(days=1))
    await promise(db, anna, "today", once="reply")

    assert await texts(db) == ["today"]
    assert await texts(db, NOW + timedelta(days=1)) == ["tomorrow"]


async def test_the_oldest_letters_go_first_when_not_all_can(
    db: Database, anna: Recipient, ben: Recipient
) -> None:
    await promise(db, ben, "first", once="a")
    await promise(db, anna, "second", once="b")

    assert [letter.message.text for letter in await may_go(db, limit=1)] == ["first"]


async def test_a_letter_given_up_lets_the_next_one_go(db: Database, anna: Recipient) -> None:
    await promise(db, anna, "too long", "next", once="a")
    async with db.begin() as tx:
        await outbox.give_up(tx, (await mail.waiting(tx, NOW, 1))[0], "refused")

    assert await texts(db) == ["next"]
    assert await state(db, "too long") == ("failed", 0, "refused")


async def test_the_postman_may_sleep_until_the_next_letter_is_due(
    db: Database, anna: Recipient
) -> None:
    nothing = await due(db)
    await promise(db, anna, "one", "two", once="a")
    await postpone(db, (await may_go(db))[0], SOON)
    later = await due(db)

    assert (nothing, later) == (None, SOON)


@pytest.mark.parametrize("seed", range(20))
async def test_the_postman_never_oversleeps_and_never_wakes_for_nothing(
    db: Database, anna: Recipient, ben: Recipient, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - a story that can be told again
    now = NOW
    for number in range(40):
        to = chance.choice((anna, ben))
        later = now + chance.randrange(4) * MINUTE
        await promise(db, to, f"{number}", once=f"{number}", at=later)
        for letter in await may_go(db, now):
            if chance.random() < 0.5:
                await postpone(db, letter, now + chance.randrange(1, 4) * MINUTE)
            else:
                await send(db, letter)
        when = await due(db, now)
        if not await may_go(db, now) and when is not None:
            assert await may_go(db, when) != []
            assert await may_go(db, when - timedelta(microseconds=1)) == []
        now += chance.randrange(2) * MINUTE


async def test_a_promise_taken_back_is_never_sent(db: Database, anna: Recipient) -> None:
    await promise(db, anna, "one photo", once="album:x:1")
    await promise(db, anna, "another album", once="album:xy:1")
    await promise(db, anna, "same letters", once="ALBUM:X:1")
    async with db.begin() as tx:
        taken_back = await mail.withdraw(tx, "album:x")
    await promise(db, anna, "two photos", once="album:x:2")

    assert taken_back == 1
    said = []
    while letters := await may_go(db):
        said.append(letters[0].message.text)
        await send(db, letters[0])
    assert said == ["another album", "same letters", "two photos"]


async def test_what_has_left_cannot_be_taken_back(db: Database, anna: Recipient) -> None:
    await promise(db, anna, "one photo", once="album:x:1")
    await send(db, (await may_go(db))[0])
    async with db.begin() as tx:
        assert await mail.withdraw(tx, "album:x") == 0

    assert (await state(db, "one photo"))[0] == "sent"


async def test_a_letter_on_its_way_while_taken_back_does_not_pass_for_the_next_one(
    db: Database, anna: Recipient
) -> None:
    await promise(db, anna, "one photo", once="album:x:1")
    on_its_way = (await may_go(db))[0]
    async with db.begin() as tx:
        await mail.withdraw(tx, "album:x")
    await promise(db, anna, "two photos", once="album:x:2")
    await send(db, on_its_way)

    assert await texts(db) == ["two photos"]


async def test_somebody_who_left_gets_nothing_more_and_is_marked_once(
    db: Database, anna: Recipient, ben: Recipient
) -> None:
    await promise(db, anna, "one", "two", once="a")
    await promise(db, ben, "for ben", once="b")
    async with db.begin() as tx:
        await outbox.unreachable(tx, "telegram", "anna", NOW)
        await outbox.unreachable(tx, "telegram", "anna", SOON)
        since = await tx.execute(
            select(tables.Account.unreachable_since).order_by(tables.Account.address)
        )

    assert [row[0] for row in since] == [NOW, None]
    assert await texts(db) == ["for ben"]
    assert await state(db, "two") == ("failed", 0, "unreachable")


async def test_the_shelf_shows_what_was_said_and_what_is_due(
    db: Database, anna: Recipient, ben: Recipient
) -> None:
    await promise(db, anna, "sent", "waiting", once="a")
    await promise(db, anna, "later", once="b", at=SOON)
    await promise(db, ben, "not hers", once="c")
    await send(db, (await may_go(db))[0])

    assert await on_shelf(db, NOW) == ["sent", "waiting"]
    assert await on_shelf(db, SOON) == ["sent", "waiting", "later"]


async def test_the_shelf_opens_with_the_newest_and_goes_on_from_there(
    db: Database, anna: Recipient
) -> None:
    await promise(db, anna, *"abcde", once="a")
    async with db.read() as tx:
        newest = await mail.shelf(tx, "telegram", "anna", 0, 2, NOW)
        after = await mail.shelf(tx, "telegram", "anna", newest[0].id - 2, 2, NOW)

    assert [each.message.text for each in newest] == ["d", "e"]
    assert [each.message.text for each in after] == ["c", "d"]
    assert {each.posted_at for each in newest} == {NOW}


async def test_a_message_that_broke_us_is_parked_and_not_heard_again(db: Database) -> None:
    async with db.begin() as tx:
        await mail.park(tx, "telegram", "7", "KeyError", NOW)
        await mail.park(tx, "telegram", "7", "ValueError", SOON)
        heard = await mail.first_time(tx, "telegram", "7", SOON)
        parked = (await tx.execute(select(tables.Setback.error))).scalars().all()

    assert not heard
    assert parked == ["KeyError"]


async def test_keys_of_long_ago_are_forgotten(db: Database) -> None:
    async with db.begin() as tx:
        await mail.first_time(tx, "telegram", "old", NOW - MINUTE)
        await mail.first_time(tx, "telegram", "new", NOW)
        forgotten = await mail.forget_heard(tx, NOW)
        left = (await tx.execute(select(func.count()).select_from(tables.Inbox))).scalar()

    assert (forgotten, left) == (1, 1)
