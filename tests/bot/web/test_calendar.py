"""The calendar feed, as a calendar program reads it from the program's own site."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer
from icalendar import Calendar, Event

from bot import program
from bot.settings import Settings
from bot.web import calendar, site
from bot.web.site import Doors
from flows import feed
from storage import roster, seasons
from storage.moves import By
from tests.bot.web.village import Client, Village
from tests.desks import OFFICER, Commune, Someone, commune
from tests.stage import Clock

NOW = datetime(2026, 11, 2, 2, tzinfo=UTC)


@asynccontextmanager
async def subscribed(folder: Path) -> AsyncIterator[tuple[Commune, Someone, Client, str]]:
    """A commune that follows a plan, one of its staff, a browser, and the way to the calendar."""
    clock = Clock(NOW)
    async with commune(folder, clock) as here:
        async with here.on.db.begin() as tx:
            await seasons.choose(tx, "MAU", "binh_lu_2026", 2026, now=NOW)
        officer = await here.staff()
        told = await officer.press("hn.2026.l")
        link = next(line for line in told.splitlines() if line.startswith("http"))
        key = here.on.conversation.office.key
        more = calendar.at(calendar.finder(here.on.db, key, clock), clock)
        village = Village()  # nobody chats here
        doors = Doors(village.receive, village.shelf, village.who, village.enclosed)
        app = site.build(doors, village.channel, more=[more])
        async with TestClient(TestServer(app)) as client:
            yield here, officer, client, link.removeprefix("http://127.0.0.1:8080")


async def events(answer: ClientResponse) -> dict[str, Event]:
    """What the calendar says, by UID."""
    read = Calendar.from_ical(await answer.read())
    found = {str(event["UID"]): event for event in read.walk("VEVENT")}
    assert len(found) == len(read.walk("VEVENT"))
    return found


async def test_the_calendar_reads_back_with_every_day_of_the_season(tmp_path: Path) -> None:
    async with subscribed(tmp_path) as (_, _, client, way):
        answer = await client.get(way)
        found = await events(answer)
        read = Calendar.from_ical(await answer.read())

    report, step = found["MAU-2026-BLD1@banhoc"], found["MAU-2026-step-review@banhoc"]
    assert answer.status == 200
    assert answer.content_type == "text/calendar"
    assert str(read["X-WR-CALNAME"]) == "Hạn báo cáo và các mốc, xã Bình Lư (dữ liệu mẫu)"
    assert report["DTSTART"].dt == date(2026, 12, 30)
    assert report["DTEND"].dt == date(2026, 12, 31)
    assert report["DTSTAMP"].dt == NOW
    assert "Văn bản ghi: trước thứ Năm 31/12" in str(report["DESCRIPTION"])
    assert "mục III.8" in str(report["DESCRIPTION"])
    assert step["DTSTART"].dt == date(2026, 11, 27)
    assert str(step["SUMMARY"]) == "Ngày cuối: Bản họp bình xét"


async def test_every_event_lasts_whole_days_and_keeps_nobody_busy(tmp_path: Path) -> None:
    async with subscribed(tmp_path) as (_, _, client, way):
        found = await events(await client.get(way))

    for event in found.values():
        assert type(event["DTSTART"].dt) is type(event["DTEND"].dt) is date
        assert event["DTEND"].dt > event["DTSTART"].dt
        assert event["TRANSP"] == "TRANSPARENT"


async def test_the_second_season_the_week_and_the_next_year_are_in(tmp_path: Path) -> None:
    async with subscribed(tmp_path) as (_, _, client, way):
        found = await events(await client.get(way))

    week = found["MAU-2026-event-quoc_gia-X6@banhoc"]
    assert week["DTSTART"].dt == date(2026, 10, 1)
    assert week["DTEND"].dt == date(2026, 10, 8)  # the first day after it
    assert found["MAU-2026-X3@banhoc"]["DTSTART"].dt == date(2027, 2, 27)
    assert found["MAU-2026-X4@banhoc"]["DTSTART"].dt == date(2027, 3, 30)
    assert found["MAU-2027-BLD1@banhoc"]["DTSTART"].dt == date(2027, 12, 30)


async def test_a_moved_day_keeps_its_name_and_a_sent_report_says_so(tmp_path: Path) -> None:
    async with subscribed(tmp_path) as (here, officer, client, way):
        before = await events(await client.get(way))
        async with here.on.db.begin() as tx:
            by = By(officer.id, "staff", "test", NOW)
            await seasons.move_step(tx, "MAU", 2026, "review", date(2026, 11, 25), by)
            await seasons.file_report(tx, "MAU", 2026, "X3", by)
        after = await events(await client.get(way))

    assert before.keys() == after.keys()
    assert after["MAU-2026-step-review@banhoc"]["DTSTART"].dt == date(2026, 11, 25)
    assert str(after["MAU-2026-X3@banhoc"]["SUMMARY"]).startswith("✅ Đã gửi báo cáo")


async def test_what_a_program_has_already_is_not_sent_again(tmp_path: Path) -> None:
    async with subscribed(tmp_path) as (here, officer, client, way):
        first = await client.get(way)
        tag = first.headers["ETag"]
        here.clock.now += timedelta(minutes=30)  # the moment alone changes nothing
        same = await client.get(way, headers={"If-None-Match": tag})
        async with here.on.db.begin() as tx:
            by = By(officer.id, "staff", "test", NOW)
            await seasons.move_step(tx, "MAU", 2026, "review", date(2026, 11, 25), by)
        changed = await client.get(way, headers={"If-None-Match": tag})

    assert tag.startswith('W/"')
    assert (same.status, await same.read()) == (304, b"")
    assert same.headers["ETag"] == tag
    assert changed.status == 200
    assert changed.headers["ETag"] != tag
    assert "private" in first.headers["Cache-Control"]


async def test_the_address_ends_with_the_role(tmp_path: Path) -> None:
    async with subscribed(tmp_path) as (here, officer, client, way):
        before = await client.get(way)
        await here.end_role(officer, "staff", "MAU")

        after = await client.get(way)

    assert (before.status, after.status) == (200, 404)


@pytest.mark.parametrize("role", ["citizen", "village_head"])
async def test_nobody_else_reads_a_calendar_even_with_a_true_token(
    tmp_path: Path, role: str
) -> None:
    async with subscribed(tmp_path) as (here, _, client, _):
        other = await here.someone("Lò Văn Mẫu", role)
        token = feed.token(here.on.conversation.office.key, other.id, "MAU")

        answer = await client.get(feed.path(token))

    assert answer.status == 404


@pytest.mark.parametrize("commune", ["MAU01", "X9", ""])
async def test_a_token_of_another_place_opens_nothing(tmp_path: Path, commune: str) -> None:
    async with subscribed(tmp_path) as (here, officer, client, _):
        token = feed.token(here.on.conversation.office.key, officer.id, commune)

        answer = await client.get(feed.path(token))

    assert answer.status == 404


async def test_the_whole_program_answers_at_the_address_it_gives(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    async with program.house(settings, sample=True, now=lambda: NOW) as home:
        async with home.db.begin() as tx:
            person = await roster.enrol(tx, OFFICER, "web", "o" * 22, NOW)
            await seasons.choose(tx, "MAU", "binh_lu_2026", 2026, now=NOW)
        token = feed.token(home.conversation.office.key, person, "MAU")
        async with TestClient(TestServer(program.website(home))) as client:
            answer = await client.get(feed.path(token))
            found = await events(answer)

    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert found["MAU-2026-BLD1@banhoc"]["DTSTAMP"].dt == NOW


async def test_an_invented_token_gets_a_kind_word(tmp_path: Path) -> None:
    async with subscribed(tmp_path) as (_, _, client, way):
        answers = [await client.get(f"/lich/{token}.ics") for token in ("x", "A" * 500)]
        answers.append(await client.get(way.replace(".ics", "")))

        assert [answer.status for answer in answers] == [404, 404, 404]
        assert "không dùng được" in await answers[0].text()
