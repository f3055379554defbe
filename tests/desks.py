"""A stage with a whole commune: households that hand in, a village head, and staff at the desk."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import select, update

from bot.channel import Incoming, Upload
from flows.messages import Message
from flows.reception import CONSENT
from flows.rights import Holding
from storage import mail, moves, people, roster, seasons, tables
from storage.moves import By, Seen
from storage.roster import SamplePerson
from tests.stage import Clock, Stage, heard, jpeg, stage

FAMILY = ("4", "2", "0", "2", "1", "1", "1", "2", "2", "1")
"""Replies to the questions of a family's form; photos that nobody sends are passed over."""
OFFICER = SamplePerson("Hoàng Thị Mẫu", "staff", "MAU")
WITH_PHOTOS = ("4", "2", "0", "2", "ảnh red", "1", "1", "1", "2", "ảnh blue", "2", "1")


@dataclass
class Someone:
    """One person at one address, as the story sees them."""

    on: Stage
    id: int
    address: str
    channel: str = "test"

    async def say(self, text: str = "", **more: object) -> str:
        """Say something; everything the bot answers, as text."""
        return heard(await self.hear(text, **more))

    async def press(self, press: str) -> str:
        return await self.say(press=press)

    async def photo(self, colour: str = "green") -> str:
        return await self.say(uploads=(Upload("photo", jpeg(colour), "anh.jpg"),))

    async def hear(self, text: str = "", **more: object) -> list[Message]:
        before = await self._last()
        number = f"{self.address}-{next(_numbers)}"
        said = Incoming(self.channel, self.address, number, text, **more)
        await self.on.conversation.receive(said)
        return [item.message for item in await self.shelf() if item.id > before]

    async def choose(self, words: str) -> str:
        """Press the line of the menu that awaits a choice whose label begins so."""
        return await self.press(await self.line(words))

    async def line(self, words: str) -> str:
        """What that line does."""
        lines = await self.lines()
        found = [press for label, press in lines if label.startswith(words)]
        assert found, (words, lines)
        return found[0]

    async def lines(self) -> list[tuple[str, str]]:
        async with self.on.db.begin() as tx:
            held = await people.hold(tx, self.channel, self.address)
        return [(line.label, line.press) for line in held.person.asking]

    async def shelf(self) -> list[mail.Shelved]:
        later = self.on.conversation.now().replace(year=2030)
        async with self.on.db.read() as tx:
            return await mail.shelf(tx, self.channel, self.address, 0, 5000, later)

    async def read(self) -> str:
        """Everything this address was ever told."""
        return heard([item.message for item in await self.shelf()])

    async def _last(self) -> int:
        return max((item.id for item in await self.shelf()), default=0)


_numbers = count(1)


@dataclass
class Commune:
    """The sample commune with people in it."""

    on: Stage
    clock: Clock

    async def someone(
        self, name: str, role: str, place: str = "MAU01", household: str = "", **more: object
    ) -> Someone:
        """Somebody on the roster who has agreed already, with an address unless `address` is ""."""
        address = str(more.pop("address", name))
        channel = str(more.pop("channel", "test"))
        person = SamplePerson(name, role, place, household)
        async with self.on.db.begin() as tx:
            number = await roster.enrol(tx, person, channel, address, self.clock())
            agreed = {"consent": CONSENT, **more}
            here = tables.Person.id == number
            await tx.execute(update(tables.Person).where(here).values(**agreed))
        return Someone(self.on, number, address, channel)

    async def agrees(self, address: str) -> None:
        """This person has agreed to the consent text already."""
        async with self.on.db.begin() as tx:
            held = await people.hold(tx, "test", address)
            here = tables.Person.id == held.person.id
            await tx.execute(update(tables.Person).where(here).values(consent=CONSENT))

    async def staff(self, name: str = "Hoàng Thị Mẫu") -> Someone:
        return await self.someone(name, "staff", "MAU")

    async def household(self, code: str, name: str = "") -> Someone:
        return await self.someone(name or f"Người {code}", "household", code[:5], code)

    async def hands_in(
        self, who: Someone, replies: Sequence[str] = FAMILY, title: str = "Gia đình"
    ) -> int:
        """This person fills in a form, the family's, and hands it in; its number."""
        assert title in await who.say("menu")
        await who.choose(title)
        await self.answers(who, replies)
        return await self.assessment(who)

    async def answers(self, who: Someone, replies: Sequence[str]) -> None:
        told = ""
        for reply in replies:
            if "Xin gửi một ảnh" in told and not reply.startswith("ảnh"):
                told = await who.say("bỏ qua")
            is_photo = reply.startswith("ảnh ")
            told = await (who.photo(reply.removeprefix("ảnh ")) if is_photo else who.say(reply))
        if "Xin gửi một ảnh" in told:
            told = await who.say("bỏ qua")
        assert "Xong" in told, told
        await who.say("gửi")

    async def assessment(self, who: Someone) -> int:
        """The form this person handed in last."""
        item, answer = tables.Assessment, tables.Answer
        query = select(item.id).join(answer, answer.assessment_id == item.id)
        query = query.where(answer.typist_id == who.id).order_by(item.id.desc()).limit(1)
        async with self.on.db.read() as tx:
            return int((await tx.execute(query)).scalar_one())

    async def reviewed(self, *numbers: int) -> None:
        """The village passes these and hands them over."""
        async with self.on.db.begin() as tx:
            for number in numbers:
                seen = await self.seen(tx, number)
                if seen.state == "handed_over":
                    continue  # no meeting looks at it
                by = By(1, "village_head", "test", self.clock())
                seen = await moves.move(tx, seen, "pass", by)
                await moves.move(tx, seen, "hand_over", by)

    async def seen(self, tx: object, number: int) -> Seen:
        item = tables.Assessment
        columns = select(item.id, item.state, item.revision).where(item.id == number)
        return Seen(*(await tx.execute(columns)).one())

    async def row(self, number: int) -> Mapping[str, object]:
        """The assessment as it is kept."""
        query = select(tables.Assessment.__table__).where(tables.Assessment.id == number)
        async with self.on.db.read() as tx:
            return (await tx.execute(query)).mappings().one()

    async def rows(self, table: type[tables.Table]) -> list[Mapping[str, object]]:
        async with self.on.db.read() as tx:
            return list((await tx.execute(select(table.__table__))).mappings())

    async def change(self, table: type[tables.Table], number: int, **values: object) -> None:
        async with self.on.db.begin() as tx:
            await tx.execute(update(table).where(table.id == number).values(**values))

    async def end_role(self, who: Someone, role: str, place: str) -> None:
        async with self.on.db.begin() as tx:
            holding = Holding(role, place_code=place)
            assert await people.end_role(tx, who.id, holding, self.clock())

    async def citizen(self, name: str, choice: str = "2") -> tuple[Someone, int]:
        """A citizen whose form waits at the desk: the same choice in every line."""
        who = await self.someone(name, "citizen")
        number = await self.hands_in(who, ("1", *[choice] * 10), "Công dân")
        await self.reviewed(number)
        return who, number

    async def ready(self, code: str, replies: Sequence[str] = FAMILY) -> tuple[Someone, int]:
        """A household whose form waits at the desk."""
        who = await self.household(code)
        number = await self.hands_in(who, replies)
        await self.reviewed(number)
        return who, number


@asynccontextmanager
async def commune(folder: Path, clock: Clock | None = None) -> AsyncIterator[Commune]:
    """The program with the sample commune and nobody in it yet."""
    clock = clock or Clock()
    async with stage(folder, clock) as on:
        yield Commune(on, clock)


async def waiting(on: Stage) -> None:
    """A morning at the desk: three forms wait, one was corrected, one went back and stays away."""
    here = Commune(on, Clock(on.conversation.now()))
    await here.agrees("an")
    lan = await here.staff("Chị Lan (mẫu)")
    for code, corrects in (("MAU02-03", True), ("MAU02-04", False)):
        who, number = await here.ready(code)
        await lan.press(f"dv.{number}.0.0.a0.o")
        for reply in ("2", "7", "chưa thấy việc làm cụ thể, xin ghi lại", "1"):
            await lan.say(reply)
        if corrects:
            await who.press(f"o.{(await here.row(number))['subject_id']}.family")
            for reply in ("2", "gửi"):
                await who.say(reply)
    await lan.press("ds")
    await here.ready("MAU01-07", WITH_PHOTOS)
    await here.ready("MAU01-08")
    await here.citizen("Vàng Thị Mẫu", "3")


async def in_season(on: Stage) -> None:
    """The commune follows a plan since September."""
    await Commune(on, Clock(on.conversation.now())).agrees("an")
    since = on.conversation.now() - timedelta(days=80)
    async with on.db.begin() as tx:
        await seasons.choose(tx, "MAU", "binh_lu_2026", 2026, now=since)
