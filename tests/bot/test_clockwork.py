"""The clock in your hands: what it shows outlives a kill, and what it passes rings at its time."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import clockwork, driving
from bot.clockwork import Clockwork
from bot.driving import Driver, Post
from bot.moment import ZONE
from bot.settings import WrongSettings
from scheduler.clock import Bell

MACHINE = datetime(2026, 7, 1, 3, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 1, 8, tzinfo=ZONE)


def machine() -> datetime:
    """A machine whose own clock stands still."""
    return MACHINE


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@dataclass
class Office:
    """Letters that fall due, and what rang and left when, by the clock of the story."""

    clock: Clockwork
    due: list[datetime] = field(default_factory=list)
    seen: list[tuple[str, str]] = field(default_factory=list)
    stays: bool = False
    something: asyncio.Event = field(default_factory=asyncio.Event)

    def bell(self, name: str, line: str, **more: bool) -> Bell:
        async def ring() -> None:
            self.note(name)

        return Bell(name, line, ring, **more)

    def note(self, what: str) -> None:
        self.seen.append((what, f"{self.clock.now().astimezone(ZONE):%d/%m %H:%M}"))
        self.something.set()

    def call(self) -> None:
        if self.stays:
            return
        for moment in [one for one in self.due if one <= self.clock.now()]:
            self.due.remove(moment)
            self.note("letter")

    async def waits(self) -> bool:
        return any(one <= self.clock.now() for one in self.due)

    async def next(self) -> datetime | None:
        return min((one for one in self.due if one > self.clock.now()), default=None)

    def driver(self, *bells: Bell) -> Driver:
        return Driver(self.clock, bells, Post(self.next, self.waits, self.call))


@asynccontextmanager
async def running(driver: Driver) -> AsyncIterator[None]:
    task = asyncio.create_task(driver.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def goes_to(driver: Driver, until: datetime) -> None:
    """Ask the running driver for that moment, and wait until it has come."""
    driver.ask(until)
    async with asyncio.timeout(30):
        await driver.arrives()


def office(folder: Path, begins: datetime = SUNDAY) -> Office:
    clock = Clockwork(folder, machine)
    if clock.is_new:
        clock.begin(begins)
    return Office(clock)


# ---- the clock


def test_a_new_clock_shows_the_time_of_the_machine(tmp_path: Path) -> None:
    clock = Clockwork(tmp_path, machine)

    assert clock.is_new
    assert clock.now() == MACHINE


def test_a_clock_that_was_set_goes_on_from_there_after_a_restart(tmp_path: Path) -> None:
    Clockwork(tmp_path, machine).begin(SUNDAY)

    later = Clockwork(tmp_path, lambda: MACHINE + timedelta(minutes=5))

    assert later.now() == SUNDAY + timedelta(minutes=5)
    assert not later.lives


def test_a_clock_never_goes_back_by_itself(tmp_path: Path) -> None:
    clock = office(tmp_path).clock
    clock.set_to(SUNDAY + timedelta(days=2), rung=SUNDAY + timedelta(days=1))

    clock.set_to(SUNDAY + timedelta(days=1), rung=SUNDAY)

    assert clock.now() == SUNDAY + timedelta(days=2)
    assert clock.rung == SUNDAY + timedelta(days=1)


def test_a_second_process_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    with clockwork.opened(tmp_path, machine):  # noqa: SIM117 - the second one inside the first
        with pytest.raises(WrongSettings, match="its own --data"):
            with clockwork.opened(tmp_path, machine):
                pass

    with clockwork.opened(tmp_path, machine) as again:
        assert again.is_new


@pytest.mark.parametrize("broken", ["", "{", '{"ahead": 1}', '{"ahead": "x", "rung": 1}', "[]"])
def test_a_clock_that_cannot_be_read_says_what_to_do(tmp_path: Path, broken: str) -> None:
    (tmp_path / clockwork.FILE).write_text(broken)

    with pytest.raises(WrongSettings, match="delete it"):
        Clockwork(tmp_path, machine)


# ---- moving it


async def test_everything_on_the_way_rings_at_its_own_time_and_in_order(tmp_path: Path) -> None:
    at = office(tmp_path)
    driver = at.driver(
        at.bell("digest", "30 7 * * mon-fri"),
        at.bell("first", "0 7 * * *"),
        at.bell("second", "0 7 * * *"),
    )

    async with running(driver):
        await goes_to(driver, SUNDAY + timedelta(days=2))

    assert at.seen == [
        ("first", "02/11 07:00"),
        ("second", "02/11 07:00"),
        ("digest", "02/11 07:30"),
        ("first", "03/11 07:00"),
        ("second", "03/11 07:00"),
        ("digest", "03/11 07:30"),
    ]
    assert at.clock.now() == SUNDAY + timedelta(days=2)


async def test_letters_between_two_rings_leave_at_their_own_time(tmp_path: Path) -> None:
    at = office(tmp_path)
    at.due = [local("2026-11-02 06:30"), local("2026-11-02 19:45")]
    driver = at.driver(at.bell("morning", "0 7 * * *"))

    async with running(driver):
        await goes_to(driver, SUNDAY + timedelta(days=2))

    assert at.seen == [
        ("letter", "02/11 06:30"),
        ("morning", "02/11 07:00"),
        ("letter", "02/11 19:45"),
        ("morning", "03/11 07:00"),
    ]


async def test_a_letter_that_cannot_leave_does_not_stop_the_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driving, "PATIENCE", 0.0)
    at = office(tmp_path)
    at.due, at.stays = [local("2026-11-02 06:30")], True
    driver = at.driver(at.bell("morning", "0 7 * * *"))

    async with running(driver):
        await goes_to(driver, SUNDAY + timedelta(days=1))

    assert at.seen == [("morning", "02/11 07:00")]


async def test_a_job_that_fails_is_logged_and_the_clock_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    at = office(tmp_path)

    async def fail() -> None:
        raise LookupError("no such village")

    driver = at.driver(Bell("bad", "0 7 * * *", fail), at.bell("good", "0 7 * * *"))
    async with running(driver):
        await goes_to(driver, SUNDAY + timedelta(days=1))

    assert at.seen == [("good", "02/11 07:00")]
    assert "bad" in caplog.text


async def test_it_neither_goes_back_nor_too_far_nor_twice_at_once(tmp_path: Path) -> None:
    at = office(tmp_path)
    driver = at.driver()

    with pytest.raises(driving.Backwards):
        driver.ask(SUNDAY - timedelta(days=1))
    with pytest.raises(driving.TooFar):
        driver.ask(SUNDAY + timedelta(days=4000))
    driver.ask(SUNDAY + timedelta(days=1))
    with pytest.raises(driving.Moving):
        driver.ask(SUNDAY + timedelta(days=2))

    assert driver.sight().share == 0.0


async def test_what_was_missed_while_the_program_stood_rings_once_and_late(tmp_path: Path) -> None:
    office(tmp_path)
    later = Clockwork(tmp_path, lambda: MACHINE + timedelta(days=3))
    at = Office(later)
    driver = at.driver(at.bell("daily", "0 7 * * *"), at.bell("new year", "0 7 1 1 *"))

    async with running(driver):
        async with asyncio.timeout(30):
            await at.something.wait()
        await goes_to(driver, SUNDAY + timedelta(days=4))

    assert at.seen == [("daily", "04/11 08:00"), ("daily", "05/11 07:00")]


async def test_a_bell_for_the_start_rings_when_the_program_starts(tmp_path: Path) -> None:
    at = office(tmp_path)
    driver = at.driver(
        at.bell("clean", "30 2 * * *", at_start=True), at.bell("other", "30 2 * * *")
    )

    async with running(driver):
        await goes_to(driver, SUNDAY + timedelta(minutes=1))

    assert at.seen == [("clean", "01/11 08:00")]


# ---- a kill in the middle


PROGRAM = """
import asyncio, sys
from datetime import datetime
from pathlib import Path
from bot.clockwork import Clockwork
from bot.driving import Driver, Post
from bot.moment import ZONE, system_now
from scheduler.clock import Bell

folder, until = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]).replace(tzinfo=ZONE)
clock = Clockwork(folder, system_now)
if clock.is_new:
    clock.begin(datetime(2026, 11, 1, 8, tzinfo=ZONE))

async def ring():
    here = clock.now().astimezone(ZONE)
    with (folder / "rung").open("a") as file:
        file.write(f"{here:%Y-%m-%d}\\n")

async def never(): return None
async def nothing(): return False

async def main():
    driver = Driver(clock, [Bell("daily", "0 7 * * *", ring)], Post(never, nothing, lambda: None))
    if until > clock.now():
        driver.ask(until)
    asyncio.get_running_loop().create_task(driver.run())
    print("begun", flush=True)
    await driver.arrives()

asyncio.run(main())
"""


@pytest.mark.xdist_group("kill")
async def test_killed_on_the_way_it_goes_on_and_leaves_out_no_day(tmp_path: Path) -> None:
    until, killed = "2027-01-01 08:00", 0
    for tries in range(60):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", PROGRAM, str(tmp_path), until),
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdout is not None
        await process.stdout.readline()
        with suppress(TimeoutError):
            async with asyncio.timeout(0.01 * (1 + tries)):  # a slow disk gets there too
                await process.wait()
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
            killed += 1
        if await process.wait() == 0:
            break

    days = (tmp_path / "rung").read_text().splitlines()
    every = [f"{datetime(2026, 11, 2) + timedelta(days=n):%Y-%m-%d}" for n in range(61)]  # noqa: DTZ001 - days only
    assert killed > 0
    assert list(dict.fromkeys(days)) == every
    assert len(days) <= len(every) + killed
    assert json.loads((tmp_path / clockwork.FILE).read_text())["rung"].startswith("2027-01-01")
