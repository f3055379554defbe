"""A commune before its decision: households the commune has verified, and staff at the table."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from sqlalchemy import insert, select

from bot.channel import Incoming
from flows.messages import Message
from flows.reception import CONSENT, Offer
from flows.rights import Holding, Role
from storage import assessments, mail, moves, packs, people, roster, tables
from storage.assessments import Standing
from storage.database import Tx
from storage.moves import By
from storage.roster import SamplePerson
from tests.stage import Clock, Stage, heard, stage

STAFF = SamplePerson("Hoàng Thị Mẫu", "staff", "MAU")
HEAD = SamplePerson("Tẩn A Mẫu", "village_head", "MAU01", "MAU01-20")
NUMBER, DAY = "123/QĐ-UBND", "20/11/2026"
VERIFY = ("submit", "waive", "verify")

_messages = count(1)


@dataclass(frozen=True, slots=True)
class Phone:
    """One person's phone."""

    on: Stage
    person_id: int
    address: str

    async def hear(self, text: str = "", **more: object) -> list[Message]:
        before = max((item.id for item in await self._shelf()), default=0)
        said = Incoming("test", self.address, f"t{next(_messages)}", text, **more)
        await self.on.conversation.receive(said)
        return [item.message for item in await self._shelf() if item.id > before]

    async def say(self, *texts: str) -> str:
        """Say these one after the other; what the bot answers to the last."""
        said: list[Message] = []
        for text in texts:
            said = await self.hear(text)
        return heard(said)

    async def press(self, press: str) -> str:
        return heard(await self.hear(press=press))

    async def choose(self, label: str) -> str:
        """Press the line of the menu whose label begins so."""
        return await self.press(await self.line(label))

    async def line(self, label: str) -> str:
        """What that line carries."""
        async with self.on.db.begin() as tx:
            asking = (await people.hold(tx, "test", self.address)).person.asking
        found = [line.press for line in asking if line.label.startswith(label)]
        assert found, (label, asking)
        return found[0]

    async def letters(self) -> list[Message]:
        """Everything this phone was ever promised."""
        return [item.message for item in await self._shelf()]

    async def read(self) -> str:
        return heard(await self.letters())

    async def _shelf(self) -> list[mail.Shelved]:
        later = self.on.conversation.now().replace(year=2031)
        async with self.on.db.read() as tx:
            return await mail.shelf(tx, "test", self.address, 0, 5000, later)


@dataclass(frozen=True, slots=True)
class Hall:
    """The sample commune with the people of one story."""

    on: Stage
    clock: Clock

    async def phone(self, person: SamplePerson, address: str = "") -> Phone:
        """Somebody on the roster who has agreed already."""
        address = address or person.name
        async with self.on.db.begin() as tx:
            number = await roster.enrol(tx, person, "test", address, self.clock())
            held = await people.hold(tx, "test", address)
            agreed = replace(held.person, consent=CONSENT)
            await people.save(tx, held, agreed, "test", self.clock())
        return Phone(self.on, number, address)

    async def staff(self, name: str = STAFF.name) -> Phone:
        return await self.phone(replace(STAFF, name=name))

    async def household(self, number: int, village: str = "MAU01") -> Phone:
        """Whoever answers for the household with this number."""
        code = f"{village}-{number:02}"
        return await self.phone(SamplePerson(f"Người {code}", "household", village, code))

    async def verified(
        self, *numbers: int, village: str = "MAU01", verdict: str = "pass", year: int = 2026
    ) -> tuple[int, ...]:
        """These households, handed in and verified; the numbers of their assessments."""
        subject = tables.Subject
        async with self.on.db.begin() as tx:
            made = []
            for number in numbers:
                code = f"{village}-{number:02}"
                row = (await tx.execute(select(subject).where(subject.code == code))).one()
                offer = Offer(row.id, row.name, "family")
                made.append(await self._verify(tx, offer, verdict, year))
        return tuple(made)

    async def other(self, kind: str, name: str, place: str, title: str) -> int:
        """Something else of that kind, verified; the number of its assessment."""
        async with self.on.db.begin() as tx:
            values = {"kind": kind, "code": f"{kind}-{name}", "name": name, "place_code": place}
            made = await tx.execute(
                insert(tables.Subject).values(**values).returning(tables.Subject.id)
            )
            return await self._verify(tx, Offer(made.scalar_one(), name, title), "pass", 2026)

    async def move(self, number: int, name: str) -> None:
        """Somebody makes this move with that assessment."""
        async with self.on.db.begin() as tx:
            seen = (await assessments.load(tx, number)).seen
            await moves.move(tx, seen, name, await self._anybody(tx))

    async def end_role(self, phone: Phone, role: Role, place: str) -> None:
        async with self.on.db.begin() as tx:
            await people.end_role(tx, phone.person_id, Holding(role, None, place), self.clock())

    async def states(self) -> Mapping[int, str]:
        """assessment -> state."""
        async with self.on.db.read() as tx:
            item = tables.Assessment
            return {row.id: row.state for row in await tx.execute(select(item.id, item.state))}

    async def rows(self, table: type[tables.Table]) -> list[Mapping[str, object]]:
        async with self.on.db.read() as tx:
            return list((await tx.execute(select(table.__table__))).mappings())

    async def trail(self, number: int) -> list[tuple[str, str, str]]:
        """The steps of one assessment: (name, role, reason)."""
        rows = await self.rows(tables.Move)
        return [(r["name"], r["role"], r["reason"]) for r in rows if r["assessment_id"] == number]

    async def _verify(self, tx: Tx, offer: Offer, verdict: str, year: int) -> int:
        by = await self._anybody(tx)
        pack_id = (await packs.current(tx, offer.title, year, "MAU")).id
        standing: Standing = await assessments.open_for(tx, offer, year, pack_id, by)
        seen = standing.seen
        for name in VERIFY:
            seen = await moves.move(tx, seen, name, by, _columns(name, verdict, by))
        return standing.id

    async def _anybody(self, tx: Tx) -> By:
        number = (await tx.execute(select(tables.Person.id).limit(1))).scalar_one()
        return By(number, "staff", "test", self.clock())


def _columns(name: str, verdict: str, by: By) -> dict[str, object]:
    score = 30.0 if verdict == "fail" else 62.0
    match name:
        case "submit":
            claimed = {"points": score, "most": 70.0, "verdict": verdict}
            return {"submitted_at": by.now, **claimed}
        case "verify":
            return {"verified_points": score, "verified_verdict": verdict}
    return {}


@asynccontextmanager
async def hall(folder: Path) -> AsyncIterator[Hall]:
    """The program with the sample commune and nobody in it yet."""
    clock = Clock()
    async with stage(folder, clock) as on:
        yield Hall(on, clock)


async def before_the_decision(on: Stage) -> None:
    """A scene for a story: four families are verified, one of them falls short."""
    scene = Hall(on, Clock(on.conversation.now()))
    await scene.verified(1, 2, 3)
    await scene.verified(4, verdict="fail")


async def draft(staff: Phone) -> str:
    """Open the list of families and put all that waits on the draft."""
    await staff.press("rn.MAU.2026.family")
    return await staff.choose("Đưa cả")


async def decide(staff: Phone, number: str = NUMBER, day: str = DAY) -> str:
    """From the list on: type the decision, up to the last question."""
    await staff.choose("Đã có quyết định")
    return await staff.say(number, day)


async def recognised(staff: Phone, number: str = NUMBER) -> str:
    """Recognise all families that wait."""
    await draft(staff)
    await decide(staff, number)
    return await staff.choose("Đúng")


def presses(messages: Iterable[Message]) -> dict[str, str]:
    """What the choices carry, by their labels."""
    return {choice.label: choice.press for said in messages for choice in said.choices}
