"""Every letter leaves, in order, and nobody waits for somebody else's telephone."""

import asyncio
import logging
import math
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
from sqlalchemy import select

from bot import postman as postal
from bot import ways
from bot.carrying import Spans
from bot.channel import Refused, TryLater, Unreachable
from bot.postman import Postman
from storage import database, outbox, tables, waiting
from storage.database import Full
from storage.mail import Letter, Recipient
from tests.post_office import Office, Phone, post_office
from tests.stage import MORNING


class Bell(asyncio.Event):
    """What calls the postman; `waited_for` is set once he listens for it."""

    def __init__(self) -> None:
        super().__init__()
        self.waited_for = asyncio.Event()

    async def wait(self) -> Literal[True]:
        self.waited_for.set()
        return await super().wait()


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("post") / "empty.db"
    database.upgrade(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture
async def office(migrated: Path, tmp_path: Path) -> AsyncIterator[Office]:
    async with post_office(migrated, tmp_path, Phone()) as opened:
        yield opened


async def test_letters_of_one_address_leave_oldest_first(office: Office) -> None:
    await office.promise(office.anna, "một", "hai")
    await office.promise(office.anna, "ba")

    carried = [await office.postman.deliver() for _ in range(4)]

    assert office.phone.took == [("anna", "một"), ("anna", "hai"), ("anna", "ba")]
    assert carried == [1, 1, 1, 0]
    assert await office.states() == ["sent"] * 3


async def test_who_is_busy_is_tried_again_after_the_time_he_says(office: Office) -> None:
    office.phone.trouble = lambda *_: TryLater("busy", 7.5)
    await office.promise(office.anna, "một")

    await office.postman.deliver()
    at_once = await office.postman.deliver()
    due = await office.due_in()
    office.phone.trouble = lambda *_: None
    office.clock.now += timedelta(seconds=7.5)
    await office.postman.deliver()

    assert (at_once, due) == (0, 7.5)
    assert office.phone.took == [("anna", "một")]
    assert await office.letters() == [("một", "sent", 1, "")]


async def test_who_does_not_say_how_long_is_tried_ever_less_often(office: Office) -> None:
    office.phone.trouble = lambda *_: TryLater("away")
    await office.promise(office.anna, "một")
    pauses = []

    for _ in range(11):
        await office.postman.deliver()
        pauses.append(await office.due_in())
        office.clock.now += timedelta(seconds=pauses[-1])

    assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]
    assert await office.letters() == [("một", "queued", 11, "away")]


async def test_an_outage_of_weeks_does_not_stop_the_postman(office: Office) -> None:
    office.phone.trouble = lambda *_: TryLater("away")
    await office.promise(office.anna, "một")
    async with office.db.begin() as tx:
        await tx.execute(tables.Letter.__table__.update().values(tries=100_000))

    await office.postman.deliver()

    assert await office.due_in() == 300


@pytest.mark.parametrize(
    ("wish", "pause"), [(0.0, 0.25), (-5.0, 0.25), (1e12, 86_400.0), (math.inf, 86_400.0)]
)
async def test_a_wish_beyond_reason_is_bounded(office: Office, wish: float, pause: float) -> None:
    office.phone.trouble = lambda *_: TryLater("busy", wish)
    await office.promise(office.anna, "một")

    await office.postman.deliver()

    assert await office.due_in() == pause


async def test_an_address_that_is_gone_is_marked_and_its_letters_end(office: Office) -> None:
    office.phone.trouble = lambda address, _: Unreachable("blocked") if address == "anna" else None
    await office.promise(office.anna, "một", "hai")
    await office.promise(office.ben, "ba")

    while await office.postman.deliver():
        pass

    assert await office.letters() == [
        ("một", "failed", 0, "blocked"),
        ("hai", "failed", 0, "unreachable"),
        ("ba", "sent", 0, ""),
    ]
    assert await unreachable_since(office, "anna") == MORNING
    assert await unreachable_since(office, "ben") is None


async def test_a_refused_letter_is_parked_with_its_reason_and_the_next_one_goes(
    office: Office,
) -> None:
    office.phone.trouble = lambda _, text: Refused("too long") if text == "một" else None
    await office.promise(office.anna, "một", "hai")

    while await office.postman.deliver():
        pass

    assert await office.letters() == [("một", "failed", 0, "too long"), ("hai", "sent", 0, "")]
    assert await unreachable_since(office, "anna") is None


async def test_a_channel_that_is_not_there_parks_its_letters(office: Office) -> None:
    to = Recipient(1, "zalo", "anna")
    await office.promise(to, "một")
    await office.promise(office.ben, "hai")

    await office.postman.deliver()

    assert await office.letters() == [
        ("một", "failed", 0, "there is no channel zalo"),
        ("hai", "sent", 0, ""),
    ]


async def test_a_failure_nobody_foresaw_holds_up_only_its_own_address(office: Office) -> None:
    office.phone.trouble = lambda address, _: KeyError("lạ") if address == "anna" else None
    await office.promise(office.anna, "một")
    await office.promise(office.ben, "hai")

    async with office.working():
        await office.phone.takes(("ben", "hai"))
        await office.promise(office.ben, "ba")
        office.postman.call()
        await office.phone.takes(("ben", "hai"), ("ben", "ba"))

    assert (await office.letters())[0] == ("một", "queued", 1, "KeyError")


async def test_a_failure_nobody_foresaw_is_tried_again_and_forgiven(office: Office) -> None:
    office.phone.trouble = lambda *_: KeyError("lạ")
    await office.promise(office.anna, "một")
    await office.postman.deliver()

    office.phone.trouble = lambda *_: None
    office.clock.now += timedelta(seconds=2)
    await office.postman.deliver()

    assert await office.letters() == [("một", "sent", 1, "")]


async def test_a_letter_that_breaks_its_channel_every_time_does_not_hold_the_next_for_ever(
    office: Office,
) -> None:
    office.phone.trouble = lambda _, text: KeyError("lạ") if text == "một" else None
    await office.promise(office.anna, "một", "hai")

    for _ in range(postal.MOST_SURPRISES + 1):
        await office.postman.deliver()
        office.clock.now += timedelta(minutes=5)

    assert await office.letters() == [("một", "failed", 7, "KeyError"), ("hai", "sent", 0, "")]


async def test_a_long_outage_does_not_count_as_a_surprise(office: Office) -> None:
    await office.promise(office.anna, "một")
    office.phone.trouble = lambda *_: TryLater("away")
    for _ in range(postal.MOST_SURPRISES + 2):
        await office.postman.deliver()
        office.clock.now += timedelta(minutes=5)

    office.phone.trouble = lambda *_: KeyError("lạ")
    await office.postman.deliver()

    assert await office.states() == ["queued"]


async def test_a_channel_that_never_answers_is_given_up_waiting_for(office: Office) -> None:
    hurried = Postman(office.db, {"telegram": office.phone}, office.clock, spans=Spans(0.0))
    office.phone.stuck.add("anna")
    await office.promise(office.anna, "một")

    await hurried.deliver()

    assert await office.letters() == [("một", "queued", 1, "TimeoutError")]


async def test_while_one_address_is_stuck_the_others_get_all_their_letters(office: Office) -> None:
    office.phone.stuck.add("anna")
    await office.promise(office.anna, "một", "hai")
    await office.promise(office.ben, "ba", "bốn", "năm")

    async with office.working():
        await office.phone.takes(("ben", "ba"), ("ben", "bốn"), ("ben", "năm"))
        stuck = list(office.phone.in_hand)
        office.phone.released.set()
        await office.phone.takes(
            ("ben", "ba"), ("ben", "bốn"), ("ben", "năm"), ("anna", "một"), ("anna", "hai")
        )

    assert stuck == ["anna"]


async def test_a_full_house_of_stuck_addresses_leaves_room_as_they_come_free(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ways, "TOGETHER", 1)
    office.phone.stuck.add("anna")
    await office.promise(office.anna, "một")
    await office.promise(office.ben, "hai")

    async with office.working():
        await office.phone.is_busy_with("anna")
        before = list(office.phone.took)
        office.phone.released.set()
        await office.phone.takes(("anna", "một"), ("ben", "hai"))

    assert before == []


async def test_letters_never_overtake_each_other_whatever_the_weather(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Phone.send itself notices two letters of one address at once.
    monkeypatch.setattr(postal, "SHORTEST_REST", 0.0)
    weather = iter([TryLater("busy", 0.0), KeyError("lạ"), None, TryLater("away"), None] * 10)
    office.phone.trouble = lambda *_: next(weather)
    texts = [f"thư {number}" for number in range(8)]
    await office.promise(office.anna, *texts)

    async with replace(office, postman=in_a_hurry(office)).working():
        await office.phone.takes(*(("anna", text) for text in texts))

    assert await office.states() == ["sent"] * 8


async def test_a_call_wakes_the_postman(office: Office) -> None:
    async with office.working():
        await office.promise(office.anna, "một")
        office.postman.call()
        await office.phone.takes(("anna", "một"))

    assert await office.states() == ["sent"]


async def test_a_call_at_the_moment_of_closing_keeps_nobody_at_work(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    bell = Bell()
    monkeypatch.setattr(office.postman, "_called", bell)
    rounds = asyncio.create_task(office.postman.run())
    await asyncio.wait_for(bell.waited_for.wait(), 20)

    office.postman.call()
    rounds.cancel()
    done, _ = await asyncio.wait([rounds], timeout=5)

    assert done


async def test_a_letter_that_falls_due_wakes_the_postman(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postal, "SHORTEST_REST", 0.0)
    office.phone.trouble = lambda *_: TryLater("busy", 0.01)
    await office.promise(office.anna, "một")
    await office.postman.deliver()
    office.phone.trouble = lambda *_: None

    async with office.working():
        early = list(office.phone.took)
        office.clock.now += timedelta(seconds=0.01)
        await office.phone.takes(("anna", "một"))

    assert early == []


async def test_a_crash_between_sending_and_noting_it_sends_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def dies(*_: object) -> None:
        raise RuntimeError("the power went")

    await office.promise(office.anna, "một")
    with monkeypatch.context() as patched:
        patched.setattr(outbox, "mark_sent", dies)
        with pytest.raises(RuntimeError, match="the power went"):
            await office.postman.deliver()

    after = Postman(office.db, {"telegram": office.phone}, office.clock)
    await after.deliver()

    assert office.phone.took == [("anna", "một")] * 2
    assert await office.states() == ["sent"]


async def test_a_full_disk_neither_stops_the_postman_nor_sends_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def full(*_: object) -> None:
        raise Full("no space left")

    await office.promise(office.anna, "một", "hai")
    with monkeypatch.context() as patched:
        patched.setattr(outbox, "mark_sent", full)
        carried = [await office.postman.deliver() for _ in range(3)]
        kept = await office.states()
    while await office.postman.deliver():
        pass

    assert (carried, kept) == ([0, 0, 0], ["queued", "queued"])
    assert office.phone.took == [("anna", "một"), ("anna", "hai")]
    assert await office.states() == ["sent", "sent"]
    assert sum("disk" in record.message for record in caplog.records) == 1


async def test_what_a_full_disk_did_not_take_is_written_once_it_takes_things_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postal, "SHORTEST_REST", 0.0)
    monkeypatch.setattr(postal, "FULL_REST", 0.0)
    written, mark = asyncio.Event(), outbox.mark_sent
    refusals = iter([Full("no space left")] * 3)

    async def full(*given: Any) -> None:
        if refusal := next(refusals, None):
            raise refusal
        await mark(*given)
        written.set()

    monkeypatch.setattr(outbox, "mark_sent", full)
    await office.promise(office.anna, "một")

    async with office.working():
        await asyncio.wait_for(written.wait(), 20)

    assert office.phone.took == [("anna", "một")]
    assert await office.states() == ["sent"]


async def test_a_database_that_cannot_be_read_is_asked_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postal, "FULL_REST", 0.0)
    asked = asyncio.Event()

    async def full(*_: object) -> list[Letter]:
        asked.set()
        raise Full("disk I/O error")

    with monkeypatch.context() as patched:
        patched.setattr(waiting, "waiting", full)
        async with office.working():
            await asyncio.wait_for(asked.wait(), 20)
            patched.undo()
            await office.promise(office.anna, "một")
            office.postman.call()
            await office.phone.takes(("anna", "một"))

    assert await office.states() == ["sent"]


async def test_no_log_line_says_what_was_written_to_whom(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    weather = iter(
        [KeyError("nhà có 5 người"), TryLater("nhà có 5 người"), Refused("nhà có 5 người")]
    )
    office.phone.trouble = lambda *_: next(weather)
    await office.promise(office.anna, "nhà có 5 người")

    for _ in range(3):
        await office.postman.deliver()
        office.clock.now += timedelta(minutes=5)

    assert len(caplog.records) == 4  # the surprise and its postponement, the other two
    assert "5 người" not in caplog.text
    assert "anna" not in caplog.text


def in_a_hurry(office: Office) -> Postman:
    """A postman whose watch runs ten minutes ahead each time he looks at it."""

    def watch() -> datetime:
        office.clock.now += timedelta(minutes=10)
        return office.clock.now

    return Postman(office.db, {"telegram": office.phone}, watch)


async def unreachable_since(office: Office, address: str) -> datetime | None:
    query = select(tables.Account.unreachable_since).where(tables.Account.address == address)
    async with office.db.read() as tx:
        since: datetime | None = (await tx.execute(query)).scalar_one()
    return since
