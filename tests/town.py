"""A commune that follows a plan, with its clock, its postman, and one box for all that arrives."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import delete, insert, select, update

from bot import counting
from bot.channel import Abilities, Leave, Pace, Unreachable, at_once
from bot.moment import ZONE
from bot.postman import Postman
from flows.messages import Message, as_text
from flows.plan.season import Step
from scheduler import reminders
from scheduler.reminders import Reminded
from storage import seasons, tables
from storage.database import Database
from storage.moves import By
from storage.roster import SamplePerson
from tests import gathered
from tests.stage import Clock, Stage, stage

COMMUNE, PLAN, YEAR = "MAU", "binh_lu_2026", 2026
HOUSEHOLD = SamplePerson("Lò Văn Mẫu", "household", "MAU01", "MAU01-07")
CLOSES = date(2026, 11, 23)
"""The last day of the forms, as counted back from 31/12/2026."""
EARLY = datetime(2026, 9, 1, 8, tzinfo=ZONE)


@dataclass(frozen=True, slots=True)
class Arrived:
    """One message at one address, and when."""

    at: datetime
    address: str
    message: Message

    @property
    def text(self) -> str:
        return "\n".join(as_text(self.message, 4000))

    @property
    def presses(self) -> list[str]:
        return [choice.press for choice in self.message.choices]


@dataclass(slots=True)
class Box:
    """A channel that keeps what it is given; a paced one, so that letters are marked first."""

    now: Clock
    name: str = "test"
    pace: Pace | None = field(default_factory=lambda: Pace(1000, 0, 0))
    abilities: Abilities = field(
        default_factory=lambda: Abilities(False, False, False, False, False, 2000)
    )
    arrived: list[Arrived] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    """Addresses that take nothing more, which nobody knows yet."""

    async def send(
        self, address: str, message: Message, *, letter: int, leave: Leave = at_once
    ) -> None:
        await leave()
        if address in self.gone:
            raise Unreachable("blocked")
        self.arrived.append(Arrived(self.now().astimezone(ZONE), address, message))


class Town:
    """One commune's year. Days are local; a day begins at eight in the morning."""

    def __init__(self, on: Stage, clock: Clock) -> None:
        self.on = on
        self.db = on.db
        self.clock = clock
        self.box = Box(clock)
        self.postman = self.another(on.db)

    def another(self, db: Database) -> Postman:
        """A postman of this town on that database."""
        count = counting.counter(self.on.conversation.office.library)
        compose = partial(reminders.compose, progress=count)
        return Postman(db, {"test": self.box}, self.clock, composers={"reminder": compose})

    async def at(self, day: date, hour: int = 8, minute: int = 0) -> list[Arrived]:
        """Let it be that moment, ring once, and let the post go: what arrived by it."""
        self.clock.now = datetime.combine(day, time(hour, minute), ZONE)
        await self.remind()
        return await self.deliver()

    async def through(self, first: date, last: date) -> list[Arrived]:
        """Every day from `first` to `last`, once each."""
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return [each for day in days for each in await self.at(day)]

    async def remind(self) -> Reminded:
        return await reminders.remind(self.db, self.clock())

    async def deliver(self) -> list[Arrived]:
        before = len(self.box.arrived)
        while await self.postman.deliver():
            pass
        return self.box.arrived[before:]

    async def move(self, step: Step, day: date) -> None:
        """Staff let a step close on another day."""
        async with self.db.begin() as tx:
            await seasons.move_step(tx, COMMUNE, YEAR, step, day, self.by())

    async def file(self, code: str) -> None:
        """Staff say that they sent this report."""
        async with self.db.begin() as tx:
            await seasons.file_report(tx, COMMUNE, YEAR, code, self.by())

    async def finish(self, number: int, village: str = "MAU01") -> gathered.Sent:
        """The household with this number hands its form in."""
        return await gathered.send(self.db, number, self.clock(), village=village)

    async def state(self, assessment_id: int, state: str) -> None:
        """Somebody brings the form that far."""
        async with self.db.begin() as tx:
            known = tables.Assessment.id == assessment_id
            await tx.execute(update(tables.Assessment).where(known).values(state=state))

    async def without_citizens(self) -> None:
        """Only households and what lies above them are assessed this year."""
        async with self.db.begin() as tx:
            theirs = select(tables.Subject.id).where(tables.Subject.kind == "citizen")
            await tx.execute(delete(tables.Role).where(tables.Role.subject_id.in_(theirs)))
            await tx.execute(delete(tables.Subject).where(tables.Subject.kind == "citizen"))

    async def unreachable(self, address: str) -> None:
        """This phone takes nothing any more."""
        async with self.db.begin() as tx:
            here = tables.Account.address == address
            since = {"unreachable_since": self.clock()}
            await tx.execute(update(tables.Account).where(here).values(**since))

    async def number(self, household: str, phone: str) -> None:
        """The roster learns the telephone number of a household."""
        async with self.db.begin() as tx:
            here = tables.Subject.code == household
            await tx.execute(update(tables.Subject).where(here).values(phone=phone))

    async def meeting(self, village: str, state: str, until: date | None = None) -> None:
        """A village has held its meeting."""
        async with self.db.begin() as tx:
            row = {"place_code": village, "year": YEAR, "state": state, "posted_until": until}
            more = {"token": f"t-{village}", "opened_at": self.clock(), "opened_by": 1}
            await tx.execute(insert(tables.Meeting).values(**row, **more))

    async def letters(self) -> list[tuple[str, str]]:
        """(name, state) of every reminder there is."""
        query = select(tables.Letter.once, tables.Letter.state).where(
            tables.Letter.kind == "reminder"
        )
        async with self.db.read() as tx:
            return [(row.once, row.state) for row in await tx.execute(query)]

    async def parts(self) -> list[tuple[str, int, str]]:
        """(step, milestone, about) of everything remembered."""
        part = tables.Reminder
        query = select(part.step, part.milestone, part.about).order_by(part.id)
        async with self.db.read() as tx:
            return [tuple(row) for row in await tx.execute(query)]

    def by(self) -> By:
        return By(1, "staff", "test", self.clock())


@asynccontextmanager
async def town(
    folder: Path, *, person: SamplePerson | None = HOUSEHOLD, citizens: bool = False
) -> AsyncIterator[Town]:
    """The sample commune under its plan since September; at "an" is `person`.

    Unless `citizens` are wanted, nobody is assessed as one.
    """
    clock = Clock(EARLY)
    async with stage(folder, clock, person=person) as on:
        if person is not None:
            async with on.db.begin() as tx:
                await gathered.agrees(tx, "an", clock())
        here = Town(on, clock)
        if not citizens:
            await here.without_citizens()
        async with on.db.begin() as tx:
            await seasons.choose(tx, COMMUNE, PLAN, YEAR, now=clock())
        yield here


async def begins(on: Stage) -> None:
    """A story begins in September, in a commune that follows its plan."""
    clock = on.conversation.now
    assert isinstance(clock, Clock)
    clock.now = EARLY
    async with on.db.begin() as tx:
        await seasons.choose(tx, COMMUNE, PLAN, YEAR, now=EARLY)
        await tx.execute(update(tables.Subject).where(NUMBERED).values(phone="0912 000 007"))


NUMBERED = tables.Subject.code == "MAU01-07"


async def reminded(on: Stage, clock: Clock, day: date) -> list[Message]:
    """What the morning's reminders say to the person of the story."""
    await on.deliver_everything()
    told = await Town(on, clock).at(day)
    return [each.message for each in told if each.address == "an"]


async def enrol(here: Town, person: SamplePerson, address: str) -> None:
    """Somebody more has a phone; only what he answers for is assessed."""
    await gathered.enrol(here.db, person, address, here.clock())
    await here.without_citizens()
