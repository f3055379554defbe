"""Replies by one door, what nobody asked for by another, worded when it leaves."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import postman as postal
from bot.channel import TryLater
from bot.postman import Postman
from flows.letters import Kind
from flows.messages import Message
from storage import database, mail, tables
from storage.database import Database, Tx
from storage.mail import Letter, Recipient
from tests.post_office import SLOW, Office, Phone, post_office
from tests.stage import MORNING, Clock
from tests.storage.conftest import meet

HOUR = timedelta(hours=1)
Worded = Callable[[Letter, datetime], str | None]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("post") / "empty.db"
    database.upgrade(f"sqlite+aiosqlite:///{path}")
    return path


class Writer:
    """Words letters; `says` gives the words, None for nobody needs it."""

    def __init__(self) -> None:
        self.says: Worded = lambda letter, now: f"còn {letter.id} câu"
        self.asked = 0

    async def __call__(self, tx: Tx, letter: Letter, now: datetime) -> Message | None:
        self.asked += 1
        words = self.says(letter, now)
        return None if words is None else Message(words)


@asynccontextmanager
async def two_doors(
    empty: Path, folder: Path, writer: Writer | None = None
) -> AsyncIterator[tuple[Office, Phone]]:
    """An office whose mailer is another phone; reminders are worded by `writer`."""
    mailer = Phone(SLOW)
    composers: dict[Kind, Writer] = {"reminder": writer} if writer else {}
    opened = post_office(empty, folder, Phone(SLOW), mailer=mailer, composers=composers)
    async with opened as office:
        yield office, mailer


async def shelf(office: Office) -> list[str]:
    async with office.db.read() as tx:
        found = await mail.shelf(tx, "telegram", "anna", 0, 9, office.clock())
    return [each.message.text for each in found]


# ---- two doors


async def test_replies_leave_by_the_channel_and_the_rest_by_the_mailer(
    empty: Path, tmp_path: Path
) -> None:
    async with two_doors(empty, tmp_path) as (office, mailer):
        for kind in ("reply", "notice", "reminder", "digest", "announcement"):
            await office.promise(office.anna, kind, kind=kind)

        await office.everything()

        assert [text for _, text in office.phone.took] == ["reply"]
        others = ["notice", "reminder", "digest", "announcement"]
        assert [text for _, text in mailer.took] == others


async def test_where_there_is_no_mailer_the_channel_carries_everything(
    empty: Path, tmp_path: Path
) -> None:
    async with post_office(empty, tmp_path, Phone(SLOW)) as office:
        await office.promise(office.anna, "nhắc", kind="reminder")

        await office.everything()

        assert office.phone.took == [("anna", "nhắc")]


async def test_a_reply_does_not_wait_for_announcements_that_wait_for_their_turn(
    empty: Path, tmp_path: Path
) -> None:
    async with two_doors(empty, tmp_path) as (office, mailer):
        mailer.unturned.add("anna")
        await office.promise(office.anna, "báo", kind="announcement")

        async with office.working():
            await mailer.has_waiting("anna")
            await office.promise(office.anna, "đáp")
            office.postman.call()
            await office.phone.takes(("anna", "đáp"))
            mailer.turn.set()
            await mailer.takes(("anna", "báo"))

        assert await office.states() == ["sent", "sent"]


async def test_a_reply_waits_for_an_announcement_that_has_left(empty: Path, tmp_path: Path) -> None:
    async with two_doors(empty, tmp_path) as (office, mailer):
        mailer.stuck.add("anna")
        await office.promise(office.anna, "báo", kind="announcement")

        async with office.working():
            await mailer.is_busy_with("anna")
            await office.promise(office.anna, "đáp")
            await office.promise(office.ben, "khác")
            office.postman.call()
            await office.phone.takes(("ben", "khác"))
            mailer.released.set()
            await office.phone.takes(("ben", "khác"), ("anna", "đáp"))


async def test_many_announcements_that_wait_leave_room_for_every_reply(
    empty: Path, tmp_path: Path
) -> None:
    async with two_doors(empty, tmp_path) as (office, mailer):
        people = [await meet(office.db, number, f"a{number}") for number in range(10, 60)]
        mailer.unturned = {each.address for each in people}
        for each in people:
            await office.promise(each, "báo", kind="announcement")
            await office.promise(each, "đáp")

        async with office.working():
            await office.phone.has_taken(len(people))
            waiting = len(mailer.waiting)
            mailer.turn.set()
            await mailer.has_taken(len(people))

        assert waiting == 8
        assert set(await office.states()) == {"sent"}


# ---- a channel in trouble


async def test_a_flood_holds_up_what_nobody_asked_for_there_and_nothing_else(
    empty: Path, tmp_path: Path
) -> None:
    clock, mailer, other = Clock(), Phone(SLOW), Phone(SLOW)
    other.name = "zalo"
    async with post_office(empty, tmp_path, Phone(SLOW), clock=clock, mailer=mailer) as office:
        channels = {"telegram": office.phone, "zalo": other}
        postman = Postman(office.db, channels, clock, mailers={"telegram": mailer})
        mailer.trouble = lambda *_: TryLater("flood", 30)
        await office.promise(office.anna, "báo", kind="announcement")
        await postman.deliver()
        mailer.trouble = lambda *_: None
        await office.promise(office.ben, "báo nữa", kind="announcement")
        await office.promise(office.ben, "đáp")
        async with office.db.begin() as tx:
            to = Recipient(office.ben.person_id, "zalo", "ben")
            said = [Message("báo zalo")]
            await mail.post(tx, to, said, once="z", now=clock(), kind="announcement")

        clock.now += timedelta(seconds=29)
        while await postman.deliver():
            pass
        during = list(mailer.took)
        clock.now += timedelta(seconds=1)
        while await postman.deliver():
            pass

        assert during == []
        assert (office.phone.took, other.took) == ([("ben", "đáp")], [("ben", "báo zalo")])
        assert sorted(mailer.took) == [("anna", "báo"), ("ben", "báo nữa")]


async def test_a_channel_that_is_away_is_asked_with_one_letter_at_a_time(
    empty: Path, tmp_path: Path
) -> None:
    async with two_doors(empty, tmp_path) as (office, mailer):
        tried: list[str] = []
        mailer.trouble = lambda address, _: tried.append(address) or TryLater("away", unsure=True)
        for number in range(10, 60):
            to = await meet(office.db, number, f"a{number}")
            await office.promise(to, "nhắc", kind="reminder")

        for _ in range(60):  # an hour of outage
            await office.everything()
            office.clock.now += timedelta(minutes=1)
        doubtful = (await office.states()).count("unknown")
        mailer.trouble = lambda *_: None
        office.clock.now += timedelta(minutes=1)
        await office.everything()

        assert len(tried) == doubtful < 50
        assert (await office.states()).count("sent") == 50 - doubtful


async def test_a_lane_is_wide_again_once_a_letter_arrived(empty: Path, tmp_path: Path) -> None:
    async with two_doors(empty, tmp_path) as (office, mailer):
        people = [await meet(office.db, number, f"a{number}") for number in range(10, 20)]
        mailer.trouble = lambda *_: TryLater("away")
        await office.promise(people[0], "một", kind="reminder")
        await office.everything()
        mailer.trouble = lambda *_: None
        office.clock.now += HOUR
        for each in people:
            await office.promise(each, "hai", kind="reminder")

        carried = [await office.postman.deliver() for _ in range(2)]

        assert carried == [1, 8]


async def test_chance_spreads_what_failed_together(empty: Path, tmp_path: Path) -> None:
    async with post_office(empty, tmp_path, Phone(SLOW)) as office:
        luck = iter([0.0, 0.5, 1.0])
        postman = Postman(office.db, {"telegram": office.phone}, office.clock, chance=luck.__next__)
        office.phone.trouble = lambda *_: TryLater("away")
        pauses = []
        for number in range(10, 13):
            await office.promise(await meet(office.db, number, f"a{number}"), "một")
        await postman.deliver()
        letter = tables.Letter.not_before
        async with office.db.read() as tx:
            for moment in (await tx.execute(select(letter).order_by(letter))).scalars():
                pauses.append((moment - MORNING).total_seconds())

        assert pauses == [2.0, 2.5, 3.0]


# ---- the words


async def test_a_reminder_gets_its_words_when_it_leaves(empty: Path, tmp_path: Path) -> None:
    writer = Writer()
    async with two_doors(empty, tmp_path, writer) as (office, mailer):
        await office.promise(office.anna, "", kind="reminder")
        writer.says = lambda letter, now: "còn 2 câu"

        await office.everything()

        assert mailer.took == [("anna", "còn 2 câu")]
        assert await office.letters() == [("còn 2 câu", "sent", 0, "")]


async def test_a_reminder_nobody_needs_any_more_is_gone(empty: Path, tmp_path: Path) -> None:
    writer = Writer()
    async with two_doors(empty, tmp_path, writer) as (office, mailer):
        await office.promise(office.anna, "", kind="reminder")
        writer.says = lambda letter, now: None

        await office.everything()

        assert (mailer.took, await office.letters()) == ([], [])


@pytest.mark.parametrize(("now", "said"), [("còn 1 câu", ["còn 1 câu"]), (None, [])])
async def test_what_happens_while_a_reminder_waits_to_leave_is_in_its_words(
    empty: Path, tmp_path: Path, now: str | None, said: list[str]
) -> None:
    writer = Writer()
    writer.says = lambda *_: "còn 2 câu"
    async with two_doors(empty, tmp_path, writer) as (office, mailer):
        mailer.unturned.add("anna")
        await office.promise(office.anna, "", kind="reminder")

        async with office.working():
            await mailer.has_waiting("anna")
            writer.says = lambda *_: now
            mailer.unturned.clear()
            mailer.turn.set()
            await office.promise(office.ben, "", kind="reminder")
            writer.says = lambda letter, _: now if letter.address == "anna" else "cuối"
            office.postman.call()
            await mailer.has_taken(len(said) + 1)
        await office.everything()

        assert [text for to, text in mailer.took if to == "anna"] == said
        assert [text for text, *_ in await office.letters()] == [*said, "cuối"]


async def test_a_writer_who_fails_holds_up_nobody_and_is_given_up(
    empty: Path, tmp_path: Path
) -> None:
    writer = Writer()

    def fails(letter: Letter, now: datetime) -> str:
        if letter.address == "anna":
            raise KeyError("lạ")
        return "còn 2 câu"

    writer.says = fails
    async with two_doors(empty, tmp_path, writer) as (office, mailer):
        await office.promise(office.anna, "", kind="reminder")
        await office.promise(office.ben, "", kind="reminder")

        for _ in range(postal.MOST_SURPRISES):
            await office.everything()
            office.clock.now += timedelta(minutes=5)

        assert mailer.took == [("ben", "còn 2 câu")]
        assert [(s, p) for _, s, _, p in await office.letters()] == [
            ("failed", "KeyError"),
            ("sent", ""),
        ]


async def test_a_shelf_shows_a_reminder_once_it_has_words(empty: Path, tmp_path: Path) -> None:
    writer = Writer()
    writer.says = lambda *_: "còn 2 câu"
    composers: dict[Kind, Writer] = {"reminder": writer}
    async with post_office(empty, tmp_path, Phone(), composers=composers) as office:
        await office.promise(office.anna, "", kind="reminder")
        await office.promise(office.anna, "đáp")
        before = await shelf(office)

        await office.everything()

        assert before == ["đáp"]
        assert await shelf(office) == ["còn 2 câu", "đáp"]
        assert writer.asked == 1


async def test_a_page_gets_nothing_out_of_hours(empty: Path, tmp_path: Path) -> None:
    async with post_office(empty, tmp_path, Phone()) as office:
        office.clock.now += 13 * HOUR
        await office.promise(office.anna, "báo", kind="announcement")

        await office.everything()

        assert (office.phone.took, await shelf(office)) == ([], [])


# ---- how much it costs, and how it ends


async def test_a_reply_on_a_page_costs_one_commit(
    empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with post_office(empty, tmp_path, Phone()) as office:
        await office.promise(office.anna, "đáp")
        commits = count_commits(monkeypatch)

        await office.everything()

        assert (commits, await office.states()) == ([1], ["sent"])


async def test_a_reply_by_telegram_costs_two(
    empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with post_office(empty, tmp_path, Phone(SLOW)) as office:
        await office.promise(office.anna, "đáp")
        commits = count_commits(monkeypatch)

        await office.everything()

        assert (commits, await office.states()) == ([2], ["sent"])


def count_commits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many transactions were opened for writing, in a list of one that grows."""
    counted = [0]
    begin = Database.begin

    def counting(db: Database) -> object:
        counted[0] += 1
        return begin(db)

    monkeypatch.setattr(Database, "begin", counting)
    return counted


async def test_told_to_stop_he_waits_for_what_has_left_and_notes_it(
    empty: Path, tmp_path: Path
) -> None:
    async with two_doors(empty, tmp_path) as (office, mailer):
        mailer.stuck.add("anna")
        await office.promise(office.anna, "nhắc", kind="reminder")
        rounds = asyncio.create_task(office.postman.run())
        await mailer.is_busy_with("anna")

        rounds.cancel()
        await asyncio.sleep(0)
        mailer.released.set()
        with suppress(asyncio.CancelledError):
            await rounds

        assert await office.states() == ["sent"]


async def test_told_to_stop_he_does_not_wait_for_ever(
    empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postal, "LAST_WAIT", 0.0)
    async with two_doors(empty, tmp_path) as (office, mailer):
        mailer.stuck = {"anna", "ben"}
        office.phone.stuck = {"ben"}
        await office.promise(office.anna, "nhắc", kind="reminder")
        await office.promise(office.ben, "đáp")
        rounds = asyncio.create_task(office.postman.run())
        await mailer.is_busy_with("anna")
        await office.phone.is_busy_with("ben")

        rounds.cancel()
        with suppress(asyncio.CancelledError):
            await rounds

        assert await office.states() == ["unknown", "queued"]


async def test_told_to_stop_he_lets_go_of_what_waits_for_its_turn(
    empty: Path, tmp_path: Path
) -> None:
    async with two_doors(empty, tmp_path) as (office, mailer):
        mailer.unturned.add("anna")
        await office.promise(office.anna, "nhắc", kind="reminder")
        rounds = asyncio.create_task(office.postman.run())
        await mailer.has_waiting("anna")

        rounds.cancel()
        with suppress(asyncio.CancelledError):
            await rounds

        assert await office.letters() == [("nhắc", "queued", 0, "")]
