"""Whatever sleeps, restarts and moves: nobody is reminded twice, late, at night or in vain."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import and_, insert, or_, select, update

from bot.channel import Abilities, Leave, Pace, at_once
from bot.postman import Postman
from flows.messages import Message
from flows.plan.model import Plan, Source
from flows.plan.season import Season, StepDay
from flows.quiet import ZONE
from scheduler import due, reminders
from storage import seasons, tables
from storage.database import Database, connect
from tests.stage import Clock, _tables

HOMES, PEOPLE, HEAD, STAFF = (1, 2, 3, 4, 5), {1: 1, 2: 2, 3: 3, 4: 4, 5: 1}, 5, 6
"""Five households, of which one person answers for two; then a village head and an officer."""
BEGIN = date(2026, 12, 20)  # with Tết 2027 (4/2-10/2) within reach
CLOSING = st.integers(0, 75).map(lambda n: BEGIN + timedelta(days=n))
DAYS = st.lists(st.integers(0, 40), min_size=1, max_size=6, unique=True).map(
    lambda days: tuple(sorted(days, reverse=True))
)
SLEEP = st.one_of(
    st.tuples(st.just("pass"), st.integers(10, 26 * 60)),
    st.tuples(st.just("pass"), st.integers(24 * 60, 12 * 24 * 60)),
    st.tuples(st.just("pass"), st.integers(-3 * 24 * 60, -10)),
)
ACT = st.one_of(
    SLEEP,
    st.tuples(st.just("ring"), st.integers(1, 3)),
    st.tuples(st.just("deliver"), st.just(0)),
    st.tuples(st.just("day"), st.just(0)),
    st.tuples(st.just("late"), st.integers(1, 9)),
    st.tuples(st.just("catch up"), st.integers(1, 9)),
    st.tuples(st.just("finish"), st.sampled_from(HOMES)),
    st.tuples(st.just("move"), st.integers(-12, 12)),
    st.tuples(st.just("block"), st.sampled_from((1, 2, HEAD))),
    st.tuples(st.just("restart"), st.just(0)),
)


@dataclass(slots=True)
class World:
    """A commune with its clock, and everything that ever arrived in it."""

    url: str
    clock: Clock
    closes: date
    milestones: tuple[int, ...]
    databases: list[Database] = field(default_factory=list)
    said: set[tuple[str, int, str]] = field(default_factory=set)
    days: set[tuple[str, date]] = field(default_factory=set)
    finished: set[int] = field(default_factory=set)
    blocked: set[int] = field(default_factory=set)
    faults: list[AssertionError] = field(default_factory=list)
    name: str = "test"
    pace: Pace | None = field(default_factory=lambda: Pace(100_000, 0, 0))
    abilities: Abilities = field(
        default_factory=lambda: Abilities(False, False, False, False, False, 2000)
    )

    # ---- the season, instead of a plan's

    async def season(self, tx: object, commune: str, year: int) -> Season | None:
        if year != BEGIN.year:
            return None
        plan = Plan("p", "Kế hoạch (mẫu)", "commune", 2026, 2030, Source("xã (mẫu)", "kế hoạch"))
        days = {"answer": self.closes, "review": self.closes + timedelta(days=4)}
        steps = {step: StepDay(step, day, day, self.milestones) for step, day in days.items()}
        return Season(year, commune, plan, safe=self.closes, steps=steps)

    async def following(self, tx: object, year: int) -> tuple[str, ...]:
        return ("X",)

    # ---- the channel

    async def send(
        self, address: str, message: Message, *, letter: int, leave: Leave = at_once
    ) -> None:
        await leave()
        try:
            await self._judge(address, letter)
        except AssertionError as fault:  # the postman would take it for a fault of the channel
            self.faults.append(fault)

    async def _judge(self, address: str, letter: int) -> None:
        now = self.clock.now.astimezone(ZONE)
        assert due.is_time(now), now
        assert (address, now.date()) not in self.days
        self.days.add((address, now.date()))
        parts = await self._parts(letter)
        assert parts
        for step, milestone, about in parts:
            assert (step, milestone, about) not in self.said
            self.said.add((step, milestone, about))
            base = self.closes + timedelta(days=4 * step.startswith("review"))
            assert due.milestone(base, self.milestones, now) == milestone
            if step == "answer":
                assert int(about[1:]) not in self.finished

    async def _parts(self, letter: int) -> list[tuple[str, int, str]]:
        part = tables.Reminder
        query = select(part.step, part.milestone, part.about).where(part.letter_id == letter)
        async with self.databases[0].read() as tx:
            return [tuple(row) for row in await tx.execute(query)]

    # ---- what happens

    async def act(self, what: str, how: int) -> None:
        match what:
            case "pass":
                self.clock.now += timedelta(minutes=how)
            case "ring":
                await self.ring(how)
            case "deliver":
                await self.deliver()
            case "day":
                await self.next_morning()
            case "late":
                await self._late(how)
            case "catch up":
                await self._late(how, rings_before=True)
            case "finish":
                await self._finish(how)
            case "move":
                self.closes += timedelta(days=how)
            case "block":
                await self._block(how)

    async def ring(self, count: int) -> None:
        """So many planners at once, on two connections."""
        each = [self.databases[n % 2] for n in range(count)]
        await asyncio.gather(*(reminders.remind(db, self.clock.now) for db in each))

    async def deliver(self) -> None:
        composers = {"reminder": reminders.compose}
        post = Postman(self.databases[1], {"test": self}, self.clock, composers=composers)
        while await post.deliver():
            pass

    async def next_morning(self) -> None:
        """A whole day as it should be; then everybody knows the latest milestone."""
        local = self.clock.now.astimezone(ZONE)
        day = local.date() + timedelta(days=int(local.time() >= time(8)))
        self.clock.now = datetime.combine(day, time(8), ZONE)
        before = set(self.days)
        await self.ring(1)
        await self.deliver()
        latest = due.milestone(self.closes, self.milestones, self.clock.now)
        if latest is None or not due.is_time(self.clock.now):
            return
        told = await self._told()
        for home in set(HOMES) - self.finished:
            person = PEOPLE[home]
            if person not in self.blocked and (f"a{person}", day) not in before:
                assert f"s{home}" in told, (home, latest, self.closes, day)

    async def _late(self, days: int, *, rings_before: bool = False) -> None:
        """What was promised one morning leaves some days after; then a day as it should be."""
        morning = self.clock.now.astimezone(ZONE).replace(hour=8, minute=0)
        self.clock.now = morning + timedelta(days=1)
        await self.ring(2)
        self.clock.now += timedelta(days=days, hours=-1)
        if rings_before:
            await self.ring(1)
        await self.deliver()
        await self.next_morning()

    async def _told(self) -> set[str]:
        """The households told of the latest milestone, or of a later one of this closing day.

        Or whose letter was promised by a clock that has been put back since: it leaves in time.
        """
        latest = due.milestone(self.closes, self.milestones, self.clock.now) or 0
        part, letter = tables.Reminder, tables.Letter
        query = select(part.about, part.milestone, part.closes_on).join(
            letter, letter.id == part.letter_id
        )
        waits = and_(letter.state == "queued", letter.not_before > self.clock.now)
        query = query.where(part.step == "answer", or_(letter.state == "sent", waits))
        async with self.databases[0].read() as tx:
            rows = await tx.execute(query)
            return {
                row.about
                for row in rows
                if row.milestone == latest
                or (row.milestone < latest and row.closes_on == self.closes)
            }

    async def _finish(self, home: int) -> None:
        self.finished.add(home)
        row = {"subject_id": home, "title": "family", "year": BEGIN.year, "pack_id": 1}
        more = {"state": "submitted", "opened_at": self.clock.now, "opened_by": 1}
        known = tables.Assessment.subject_id == home
        async with self.databases[0].begin() as tx:
            await tx.execute(tables.Assessment.__table__.delete().where(known))
            await tx.execute(insert(tables.Assessment).values(**row, **more))

    async def _block(self, person: int) -> None:
        self.blocked.add(person)
        here = tables.Account.address == f"a{person}"
        async with self.databases[0].begin() as tx:
            since = update(tables.Account).where(here).values(unreachable_since=self.clock.now)
            await tx.execute(since)


async def lay(db: Database, now: datetime) -> None:
    """The people of the commune, their households and their phones."""
    async with db.begin() as tx:
        places = [("X", "Xã (mẫu)", "commune", None), ("X1", "Bản (mẫu)", "village", "X")]
        for code, name, kind, above in places:
            row = {"code": code, "name": name, "kind": kind, "parent_code": above}
            await tx.execute(insert(tables.Place).values(**row))
        pack = {"id": 1, "code": "gd", "version": "1", "title": "family", "file_name": "gd.md"}
        await tx.execute(insert(tables.Pack).values(**pack, workbook=b"", published_at=now))
        for person in (*set(PEOPLE.values()), HEAD, STAFF):
            await tx.execute(insert(tables.Person).values(id=person, name=f"Người {person} (mẫu)"))
            at = {"channel": "test", "address": f"a{person}", "person_id": person, "met_at": now}
            await tx.execute(insert(tables.Account).values(**at))
        for home in HOMES:
            subject = {"id": home, "kind": "household", "code": f"X1-{home}", "name": f"Hộ {home}"}
            await tx.execute(insert(tables.Subject).values(**subject, place_code="X1"))
            await tx.execute(insert(tables.Role).values(**role(PEOPLE[home], home)))
        for person, name, place in ((HEAD, "village_head", "X1"), (STAFF, "staff", "X")):
            held = {"person_id": person, "role": name, "place_code": place}
            await tx.execute(insert(tables.Role).values(**held))


def role(person: int, home: int) -> dict[str, Any]:
    return {"person_id": person, "role": "household", "subject_id": home}


@asynccontextmanager
async def opened(world: World) -> AsyncIterator[None]:
    """Two programs open the same file."""
    async with AsyncExitStack() as stack:
        world.databases = [await stack.enter_async_context(connect(world.url)) for _ in range(2)]
        yield


async def live(closes: date, milestones: tuple[int, ...], acts: list[tuple[str, int]]) -> World:
    """One life of the world; every letter is judged as it arrives."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "world.sqlite3"
        await asyncio.to_thread(file.write_bytes, _tables())
        clock = Clock(datetime.combine(BEGIN - timedelta(days=10), time(8), ZONE))
        world = World(f"sqlite+aiosqlite:///{file}", clock, closes, milestones)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(seasons, "season", world.season)
            patch.setattr(seasons, "following", world.following)
            async with opened(world):
                await lay(world.databases[0], clock.now)
            while acts:
                async with opened(world):
                    while acts and (act := acts.pop(0)) != ("restart", 0):
                        await world.act(*act)
        assert not world.faults, world.faults
        return world


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(closes=CLOSING, milestones=DAYS, acts=st.lists(ACT, min_size=5, max_size=40))
def test_nobody_is_reminded_twice_late_at_night_or_in_vain(
    closes: date, milestones: tuple[int, ...], acts: list[tuple[str, int]]
) -> None:
    world = asyncio.run(live(closes, milestones, acts))

    assert not world.faults


@pytest.mark.parametrize("closes", [date(2026, 12, 28), date(2027, 2, 12), date(2027, 2, 7)])
def test_day_by_day_everybody_hears_each_milestone_that_can_be_said(closes: date) -> None:
    count = (closes - BEGIN).days + 14

    world = asyncio.run(live(closes, due.MILESTONES, [("day", 0)] * count))

    first = datetime.combine(BEGIN - timedelta(days=10), time(8), ZONE)
    mornings = [first + timedelta(days=n) for n in range(count)]
    reached = {due.milestone(closes, due.MILESTONES, at) for at in mornings if due.is_time(at)}
    said = {(m, about) for step, m, about in world.said if step == "answer"}
    assert {m for m, _ in said} == reached - {None}
    assert {about for _, about in said} == {f"s{home}" for home in HOMES}


def test_the_property_sees_a_letter_that_comes_twice() -> None:
    world = World("", Clock(datetime.combine(BEGIN, time(8), ZONE)), BEGIN, due.MILESTONES)
    again = replace(world, days={("a1", BEGIN)})

    asyncio.run(again.send("a1", Message("x"), letter=1))

    assert again.faults
