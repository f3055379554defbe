"""The clock rings when the line says, once, and lets nobody hang when it stops."""

import asyncio
import logging
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from scheduler import clock
from scheduler.clock import Bell

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
DAILY = "0 7 * * *"


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - this story is about the real clock


async def nothing() -> None:
    pass


async def test_a_bell_for_the_start_rings_at_once() -> None:
    rung = asyncio.Event()

    async def ring() -> None:
        rung.set()

    async with clock.ticking([Bell("daily", DAILY, ring, at_start=True)], HERE, now):
        await asyncio.wait_for(rung.wait(), timeout=10)

    assert rung.is_set()


async def test_the_other_bells_wait_for_their_time() -> None:
    rung: list[str] = []
    done = asyncio.Event()

    async def early() -> None:
        rung.append("early")
        done.set()

    async def late() -> None:
        rung.append("late")

    bells = [Bell("late", "0 0 29 2 *", late), Bell("early", DAILY, early, at_start=True)]
    async with clock.ticking(bells, HERE, now):
        await asyncio.wait_for(done.wait(), timeout=10)

    assert rung == ["early"]


async def test_a_job_that_fails_is_logged_and_the_clock_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    rung = asyncio.Event()

    async def fail() -> None:
        raise LookupError("no such village")

    async def ring() -> None:
        rung.set()

    bells = [Bell("bad", DAILY, fail, at_start=True), Bell("good", DAILY, ring, at_start=True)]
    with caplog.at_level(logging.ERROR):
        async with clock.ticking(bells, HERE, now):
            await asyncio.wait_for(rung.wait(), timeout=10)

    assert "bad" in caplog.text
    assert "no such village" in caplog.text


async def test_when_the_clock_stops_a_job_under_way_has_ended() -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def long() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.set()

    async with clock.ticking([Bell("long", DAILY, long, at_start=True)], HERE, now):
        await asyncio.wait_for(begun.wait(), timeout=10)

    assert ended.is_set()


@pytest.mark.parametrize(
    ("line", "rings"),
    [
        ("0 7 * * *", "2026-11-23T07:00:00+07:00"),
        ("*/15 * * * *", "2026-11-22T14:15:00+07:00"),
        ("30 8 * * mon-fri", "2026-11-23T08:30:00+07:00"),
        ("0 7 * * sun", "2026-11-29T07:00:00+07:00"),
        ("0 7 1 * *", "2026-12-01T07:00:00+07:00"),
    ],
)
def test_a_line_rings_in_the_time_of_the_place(line: str, rings: str) -> None:
    sunday_afternoon = datetime(2026, 11, 22, 7, 0, 1, tzinfo=UTC)

    assert clock.next_ring(line, HERE, sunday_afternoon) == datetime.fromisoformat(rings)


async def test_every_wrong_line_is_named_before_anything_rings() -> None:
    bells = [
        Bell("short", "0 7 * *", nothing),
        Bell("number", "0 7 * * 1", nothing),
        Bell("hour", "0 25 * * *", nothing),
        Bell("good", DAILY, nothing, at_start=True),
    ]
    with pytest.raises(ValueError, match="short") as wrong:
        async with clock.ticking(bells, HERE, now):
            pass

    message = str(wrong.value)
    assert all(name in message for name in ("short", "number", "hour"))
    assert "good" not in message


# ---- rings of a stretch of time


def rung(bells: list[Bell], after: str, until: str) -> list[tuple[str, str]]:
    """What rings between two local times: (name, "day hour:minute")."""
    begin, end = (datetime.fromisoformat(text).replace(tzinfo=HERE) for text in (after, until))
    return [
        (bell.name, f"{ring.moment.astimezone(HERE):%d %H:%M}")
        for ring in clock.rings(bells, HERE, begin, end)
        for bell in ring.bells
    ]


def test_a_stretch_has_every_ring_after_its_beginning_and_at_its_end() -> None:
    bells = [Bell("weekly", "0 7 * * mon", nothing), Bell("daily", DAILY, nothing)]

    found = rung(bells, "2026-11-22 07:00", "2026-11-24 07:00")

    assert found == [
        ("weekly", "23 07:00"),
        ("daily", "23 07:00"),
        ("daily", "24 07:00"),
    ]


def test_a_dense_bell_rings_first_on_a_day_and_after_whatever_else_rang() -> None:
    bells = [
        Bell("often", "*/10 7-20 * * *", nothing, dense=True),
        Bell("noon", "15 12 * * *", nothing),
    ]

    found = rung(bells, "2026-11-22 06:00", "2026-11-24 08:00")

    assert found == [
        ("often", "22 07:00"),
        ("noon", "22 12:15"),
        ("often", "22 12:20"),
        ("often", "23 07:00"),
        ("noon", "23 12:15"),
        ("often", "23 12:20"),
        ("often", "24 07:00"),
    ]


def test_nothing_rings_where_there_is_no_bell_or_no_time() -> None:
    assert rung([], "2026-11-22 06:00", "2027-11-22 06:00") == []
    assert rung([Bell("daily", DAILY, nothing)], "2026-11-22 07:00", "2026-11-22 07:00") == []


def test_wrong_lines_are_named_before_anything_of_a_stretch_rings() -> None:
    with pytest.raises(ValueError, match="short"):
        rung([Bell("short", "0 7 * *", nothing)], "2026-11-22 06:00", "2026-11-23 06:00")
