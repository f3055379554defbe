"""Telegram is away for an hour, a day, three days: what is stale is dropped, the rest in order."""

import random
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from bot.channel import TryLater
from bot.moment import ZONE
from bot.postman import Postman
from flows.letters import POLICIES, Kind
from storage import database, outbox, waiting
from storage.database import connect
from tests.post_office import SLOW, Office, Phone, post_office
from tests.storage.conftest import meet

STEP = timedelta(minutes=2)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AGAIN = "(gửi lại) "
KINDS: tuple[Kind, ...] = ("reply", "notice", "reminder", "announcement")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("post") / "empty.db"
    database.upgrade(f"sqlite+aiosqlite:///{path}")
    return path


class Noting(Phone):
    """A phone that notes when it took each message."""

    def __init__(self, office_clock: list[datetime]) -> None:
        super().__init__(SLOW)
        self.now = office_clock
        self.at: dict[str, datetime] = {}

    async def _send(self, address: str, text: str) -> None:
        await super()._send(address, text)
        self.at[text] = self.now[0]


@pytest.fixture
async def office(empty: Path, tmp_path: Path) -> AsyncIterator[Office]:
    moment: list[datetime] = []
    async with post_office(empty, tmp_path, Noting(moment)) as opened:
        moment.append(opened.clock())
        yield opened


async def passes(office: Office, until: datetime) -> None:
    """Time goes by in small steps, and the postman walks."""
    phone = office.phone
    assert isinstance(phone, Noting)
    while office.clock.now < until:
        phone.now[0] = office.clock.now
        await office.everything()
        office.clock.now += STEP


@pytest.mark.parametrize("away", [HOUR, DAY, 3 * DAY], ids=["an_hour", "a_day", "three_days"])
async def test_after_an_outage_everything_that_still_matters_is_said_in_order(
    office: Office, away: timedelta
) -> None:
    begun = office.clock.now
    office.phone.trouble = lambda *_: TryLater("away")
    for number in range(3):
        for kind in reversed(KINDS):
            late = DAY if kind == "reminder" else None
            text = f"{kind} {number}"
            await office.promise(office.anna, text, kind=kind, expires_in=late)
    await passes(office, begun + away)

    during = list(office.phone.took)
    office.phone.trouble = lambda *_: None
    await passes(office, office.clock.now + 14 * HOUR)

    stale = away >= DAY
    said = [kind for kind in KINDS if not (stale and kind == "reminder")]
    expected = [f"{kind} {number}" for kind in said for number in range(3)]
    assert during == []
    assert [text for _, text in office.phone.took] == expected
    assert sorted(await office.states()) == sorted(
        ["sent"] * len(expected) + ["expired"] * 3 * stale
    )


async def test_an_outage_that_ends_at_night_wakes_nobody(office: Office) -> None:
    phone = office.phone
    assert isinstance(phone, Noting)
    phone.trouble = lambda *_: TryLater("away")
    for kind in KINDS:
        await office.promise(office.anna, kind, kind=kind)
    await passes(office, office.clock.now + 14 * HOUR)  # eleven in the evening

    phone.trouble = lambda *_: None
    await passes(office, office.clock.now + 12 * HOUR)

    hours = {kind: at.astimezone(ZONE).time() for kind, at in phone.at.items()}
    assert hours["reply"] >= time(23)
    assert time(6, 30) <= hours["notice"] < time(7)
    assert time(7) <= hours["reminder"] <= hours["announcement"] < time(7, 30)


@pytest.mark.parametrize("seed", range(5))
async def test_whatever_the_weather_each_kind_keeps_its_rules(office: Office, seed: int) -> None:
    weather = Weather(random.Random(seed))  # noqa: S311 - a story that can be told again
    office.phone.trouble = weather
    kinds: dict[str, Kind] = {}
    for number in range(24):
        kind, to = weather.chance.choice(KINDS), weather.chance.choice((office.anna, office.ben))
        kinds[f"{kind} {number}"] = kind
        await office.promise(to, f"{kind} {number}", kind=kind)
        if weather.chance.random() < 0.2 and await office.postman.deliver() == 0:
            await lost(office)
        office.clock.now += weather.chance.randrange(3) * STEP
    await passes(office, office.clock.now + 2 * DAY)

    for text, state, _, _ in await office.letters():
        plain = text.removeprefix(AGAIN)
        assert_carried(kinds[plain], state, [s for s in weather.arrived if s.endswith(plain)])


def assert_carried(kind: Kind, state: str, copies: Sequence[str]) -> None:
    """It is sent or marked, and came no more often than its kind allows."""
    assert state in ("sent", "unknown")
    assert copies or state == "unknown"
    match POLICIES[kind].doubt:
        case "again":
            assert state == "sent"
        case "once_more":
            assert [text.startswith(AGAIN) for text in copies] in ([], [False], [True], [0, 1])
        case "unknown":
            assert len(copies) <= 1


class Weather:
    """What may happen to a message on its way; `arrived` are those that came, known or not."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.arrived: list[str] = []

    def __call__(self, _: str, text: str) -> Exception | None:
        luck = self.chance.random()
        if luck < 0.15 or luck >= 0.5:
            self.arrived.append(text)
        if luck < 0.3:
            return TryLater("answer lost", unsure=True)
        return TryLater("flood", self.chance.choice([None, 1, 90])) if luck < 0.5 else None


async def lost(office: Office) -> None:
    """Somebody takes the next letter and is never heard of again."""
    async with office.db.begin() as tx:
        for letter in await waiting.waiting(tx, office.clock(), 1):
            await outbox.claim(tx, letter, office.clock(), office.clock() + HOUR)


async def test_two_postmen_of_one_process_send_nothing_twice(empty: Path, tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        office = await stack.enter_async_context(post_office(empty, tmp_path, Phone(SLOW)))
        url = f"sqlite+aiosqlite:///{tmp_path / 'post.db'}"
        other = await stack.enter_async_context(connect(url))
        people = [await meet(office.db, number, f"a{number}") for number in range(10, 40)]
        for each in people:
            await office.promise(each, "một", "hai", kind="reminder")

        second = Postman(other, {"telegram": office.phone}, office.clock)
        second_office = Office(other, office.phone, office.clock, second, office.anna, office.ben)
        async with office.working(), second_office.working():
            await office.phone.has_taken(2 * len(people))

        took = office.phone.took
        assert sorted(took) == sorted(
            (each.address, text) for each in people for text in ("một", "hai")
        )
        for each in people:
            assert [text for to, text in took if to == each.address] == ["một", "hai"]
