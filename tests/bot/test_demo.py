"""A newcomer's December: the demo is moved on from 1 November to 1 January, killed on the way."""

import asyncio
import json
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from bot import clockwork, demo, program
from bot.channel import Incoming
from bot.clockwork import Clockwork
from bot.moment import ZONE
from bot.settings import Settings, WrongSettings
from flows import quiet, workdays
from tests.programs import Program, free_port, running

FIRST, LAST = date(2026, 11, 1), date(2027, 1, 1)
MACHINE = datetime(2026, 7, 1, 3, tzinfo=UTC)
JSON = {"Accept": "application/json"}

pytestmark = pytest.mark.xdist_group("kill")


# ---- the whole season


async def test_a_season_passes_week_by_week_and_a_kill_doubles_nothing(tmp_path: Path) -> None:
    port, data = await free_port(), tmp_path / "data"
    async with running(data, port, FIRST.isoformat()) as first, ClientSession() as http:
        await weeks(http, first, until=date(2026, 11, 15))
        await http.post(f"{first.demo}/clock", data={"by": "week"}, headers=JSON)
        await on_the_way(http, first)
        await first.kill()
    stood = json.loads((data / clockwork.FILE).read_text())
    async with running(data, port) as second, ClientSession() as http:
        again = await clock(http, second)
        await weeks(http, second, until=LAST)
        chart = await picture(http, second.chats[3], data)

    assert FIRST + timedelta(days=14) <= day_of(again) <= FIRST + timedelta(days=21)
    assert datetime.fromisoformat(stood["rung"]) <= datetime.fromisoformat(again["now"])
    assert chart.startswith(b"\x89PNG")
    reminded_and_escalated(data)
    each_letter_once_and_by_day(sent(data))
    told_each_morning(data)


def reminded_and_escalated(data: Path) -> None:
    assert milestones(data) >= {30, 14, 7, 3, 1, 0}
    assert escalated(data) == {"answer.silent", "review.silent"}
    assert states(data)["recognised"] >= 15


def each_letter_once_and_by_day(letters: list[dict[str, Any]]) -> None:
    reminders = [row for row in letters if row["kind"] == "reminder"]
    by_day = Counter((row["person_id"], row["day"]) for row in reminders)
    assert max(by_day.values()) == 1
    assert {row["state"] for row in letters} == {"sent"}
    assert all(quiet.FROM <= row["time"] < quiet.UNTIL for row in letters)
    assert not any(workdays.is_tet(row["day"]) for row in letters)


def told_each_morning(data: Path) -> None:
    digests = [row for row in sent(data) if (row["kind"], row["person_id"]) == ("digest", STAFF)]
    words = Counter(row["day"] for row in digests if not row["enclosed"])
    charts = Counter(row["day"] for row in digests if row["enclosed"])
    assert len(words) >= 40
    assert len(charts) >= 9
    assert {day.weekday() for day in charts} == {MONDAY}
    assert {*words.values(), *charts.values()} == {1}


MONDAY = 0
STAFF = 4  # the officer with a phone, the fourth who was written down


async def clock(http: ClientSession, at: Program) -> dict[str, Any]:
    async with http.get(f"{at.demo}/clock") as answer:
        found: dict[str, Any] = await answer.json()
    return found


async def share(http: ClientSession, at: Program) -> float:
    """How much of the way is done; all of it once the clock stands."""
    done = (await clock(http, at))["share"]
    return 1.0 if done is None else float(done)


def day_of(told: dict[str, Any]) -> date:
    return datetime.fromisoformat(told["now"]).astimezone(ZONE).date()


async def weeks(http: ClientSession, at: Program, *, until: date) -> None:
    """Press "+1 tuần" until that day has come."""
    while day_of(await clock(http, at)) < until:
        async with http.post(f"{at.demo}/clock", data={"by": "week"}, headers=JSON) as answer:
            assert (await answer.json())["problem"] == ""
        async with asyncio.timeout(300):
            while await share(http, at) < 1:  # noqa: ASYNC110 - it runs in another process
                await asyncio.sleep(0.1)


async def on_the_way(http: ClientSession, at: Program) -> None:
    """Wait until a third of the way is done."""
    async with asyncio.timeout(300):
        while await share(http, at) < 1 / 3:  # noqa: ASYNC110 - it runs in another process
            await asyncio.sleep(0.02)


async def picture(http: ClientSession, chat: str, data: Path) -> bytes:
    """The newest picture on that phone, as its page fetches it."""
    (number, *_) = rows(
        data, "SELECT max(id) FROM letter WHERE person_id = 4 AND message LIKE '%picture%'"
    )[0]
    async with http.get(f"{chat}/{number}/0") as answer:
        return await answer.read()


def rows(data: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(data / "banhoc.sqlite3")) as kept:
        return kept.execute(query).fetchall()


def sent(data: Path) -> list[dict[str, Any]]:
    """Everything nobody asked for: whose, what, when (in Vietnam), whether something came along."""
    query = "SELECT person_id, kind, state, sent_at, message FROM letter WHERE kind != 'reply'"
    found = []
    for person, kind, state, at, message in rows(data, query):
        here = datetime.fromisoformat(at).replace(tzinfo=UTC).astimezone(ZONE)
        enclosed = len(json.loads(message)["enclosed"])
        row = {"person_id": person, "kind": kind, "state": state, "enclosed": enclosed}
        found.append(row | {"day": here.date(), "time": here.time()})
    return found


def milestones(data: Path) -> set[int]:
    query = "SELECT DISTINCT milestone FROM reminder WHERE step = 'answer'"
    return {number for (number,) in rows(data, query)}


def escalated(data: Path) -> set[str]:
    query = "SELECT DISTINCT step FROM reminder WHERE step LIKE '%.silent'"
    return {step for (step,) in rows(data, query)}


def states(data: Path) -> Counter[str]:
    return Counter(state for (state,) in rows(data, "SELECT state FROM assessment"))


# ---- beginning on a day


def settings(folder: Path) -> Settings:
    return Settings(data=folder)


def test_a_new_folder_begins_on_the_morning_of_the_chosen_day(tmp_path: Path) -> None:
    clock = Clockwork(tmp_path, lambda: MACHINE)

    demo.wind(clock, settings(tmp_path), FIRST)

    assert clock.now().astimezone(ZONE) == datetime.combine(FIRST, time(8), ZONE)


def test_without_a_day_the_demo_shows_the_time_of_the_machine(tmp_path: Path) -> None:
    clock = Clockwork(tmp_path, lambda: MACHINE)

    demo.wind(clock, settings(tmp_path), None)

    assert clock.now() == MACHINE
    assert not clock.lives


async def test_the_demo_does_not_go_back_before_what_was_said(tmp_path: Path) -> None:
    clock = Clockwork(tmp_path, lambda: MACHINE)
    demo.wind(clock, settings(tmp_path), FIRST)
    async with program.house(settings(tmp_path), sample=True, now=clock.now) as home:
        await demo.phones(home)
        before = await demo.drive(home, clock, FIRST - timedelta(days=3))
        await speaks(home, "m1")
        with pytest.raises(WrongSettings) as refused:
            await demo.drive(home, clock, FIRST - timedelta(days=30))
        later = await demo.drive(home, clock, FIRST + timedelta(days=30))

    assert before.sight().now.astimezone(ZONE).date() == FIRST - timedelta(days=3)
    assert "delete the folder" in str(refused.value)
    assert "2026-10-29" in str(refused.value)
    assert later.sight().share == 0.0


async def speaks(home: program.House, message_id: str) -> None:
    (phone, *_) = await demo.phones(home)
    await home.conversation.receive(Incoming("web", phone.token, message_id, "/start"))


async def test_a_chosen_day_lets_the_sample_people_live(tmp_path: Path) -> None:
    clock = Clockwork(tmp_path, lambda: MACHINE)
    demo.wind(clock, settings(tmp_path), FIRST)
    async with program.house(settings(tmp_path), sample=True, now=clock.now) as home:
        shown = await demo.phones(home)
        await demo.drive(home, clock, FIRST)
        again = await demo.phones(home)

    assert Clockwork(tmp_path, lambda: MACHINE).lives
    assert [phone.name for phone in again] == [phone.name for phone in shown]
    assert len(again) == 5
