"""The clock of the demo page: what it says, what it takes, and from whom."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.clockwork import Clockwork
from bot.driving import Driver, Post
from bot.moment import ZONE
from bot.web import dial, site
from bot.web.channel import DemoPhone
from bot.web.site import Doors
from tests.bot.web.village import TOKEN, Client, Village

MACHINE = datetime(2026, 7, 1, 3, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 1, 8, tzinfo=ZONE)
JSON = {"Accept": "application/json"}


@dataclass
class Page:
    """A browser at the demo, and what moves its clock; nothing runs until it is let."""

    browser: Client
    driver: Driver

    async def asks(self, headers: Mapping[str, str] = JSON, **fields: str) -> dict[str, Any]:
        answer = await self.browser.post("/demo/clock", data=fields, headers=headers)
        told: dict[str, Any] = await answer.json()
        return told


@asynccontextmanager
async def demo(folder: Path) -> AsyncIterator[Page]:
    async def never() -> None:
        return None

    async def nothing_waits() -> bool:
        return False

    clock = Clockwork(folder, lambda: MACHINE)
    clock.begin(SUNDAY)
    driver = Driver(clock, (), Post(never, nothing_waits, lambda: None))
    village = Village()
    doors = Doors(village.receive, village.shelf, village.who, village.enclosed, clock.now)
    phones = [DemoPhone(TOKEN, "Vàng Thị Mẫu", "Công dân")]
    app = site.build(doors, village.channel, [dial.at(driver, phones)])
    async with TestClient(TestServer(app)) as browser:
        yield Page(browser, driver)


async def test_the_page_says_what_day_and_hour_it_is(tmp_path: Path) -> None:
    async with demo(tmp_path) as page:
        drawn = await (await page.browser.get("/demo")).text()
        told = await (await page.browser.get("/demo/clock")).json()

    assert "Chủ nhật 1/11/2026, 08:00" in drawn
    assert (told["shown"], told["share"]) == ("Chủ nhật 1/11/2026, 08:00", None)


@pytest.mark.parametrize(
    ("wish", "until"),
    [
        ({"by": "day"}, "2026-11-02T08:00"),
        ({"by": "week", "to": ""}, "2026-11-08T08:00"),
        ({"by": "to", "to": "2026-12-01"}, "2026-12-01T08:00"),
    ],
)
async def test_a_wish_sets_the_clock_going(
    tmp_path: Path, wish: dict[str, str], until: str
) -> None:
    async with demo(tmp_path) as page:
        told = await page.asks(**wish)
        again = await page.asks(by="day")

    assert (told["problem"], told["share"]) == ("", 0.0)
    assert again["problem"] == dial.MOVING
    assert page.driver._way is not None
    assert page.driver._way[1] == datetime.fromisoformat(until).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("wish", "problem"),
    [
        ({"by": "to", "to": "2026-10-01"}, dial.BACKWARDS),
        ({"by": "to", "to": "2026-11-01"}, dial.BACKWARDS),
        ({"by": "to", "to": "2126-11-01"}, dial.TOO_FAR),
        ({"by": "to", "to": "9999-12-31"}, dial.TOO_FAR),
        ({"by": "to", "to": "0001-01-01"}, dial.BACKWARDS),
        ({"by": "to", "to": "mai"}, dial.UNREAD),
        ({"by": "to"}, dial.UNREAD),
        ({"by": "century"}, dial.UNREAD),
        ({}, dial.UNREAD),
    ],
)
async def test_what_cannot_be_is_refused_with_a_sentence(
    tmp_path: Path, wish: dict[str, str], problem: str
) -> None:
    async with demo(tmp_path) as page:
        told = await page.asks(**wish)
        drawn = await page.browser.post("/demo/clock", data=wish or {"by": ""})

        assert told["problem"] == problem
        assert told["share"] is None
        assert problem in await drawn.text()


async def test_without_a_script_the_page_comes_again(tmp_path: Path) -> None:
    async with demo(tmp_path) as page:
        answer = await page.browser.post("/demo/clock", data={"by": "day"}, allow_redirects=False)

    assert (answer.status, answer.headers["Location"]) == (303, "/demo")


@pytest.mark.parametrize("where", ["cross-site", "same-site", "none"])
async def test_another_site_cannot_move_the_clock(tmp_path: Path, where: str) -> None:
    async with demo(tmp_path) as page:
        answer = await page.browser.post(
            "/demo/clock", data={"by": "week"}, headers={"Sec-Fetch-Site": where}
        )

    assert answer.status == 403
    assert page.driver.sight().share is None


async def test_only_a_small_form_is_read(tmp_path: Path) -> None:
    async with demo(tmp_path) as page:
        as_json = await page.browser.post("/demo/clock", json={"by": "week"})
        large = await page.browser.post("/demo/clock", data={"by": "week", "to": "x" * 2000})

    assert (as_json.status, large.status) == (400, 400)
    assert page.driver.sight().share is None


async def test_where_there_is_no_demo_there_is_no_clock() -> None:
    async with Village().open() as browser:
        told = await browser.get("/demo/clock")
        moved = await browser.post("/demo/clock", data={"by": "week"})

    assert (told.status, moved.status) == (404, 404)


async def test_letters_come_with_the_time_it_is_there(tmp_path: Path) -> None:
    async with demo(tmp_path) as page:
        answer = await (await page.browser.get(f"/c/{TOKEN}/letters?after=0")).json()

    assert datetime.fromisoformat(answer["now"]) == SUNDAY
