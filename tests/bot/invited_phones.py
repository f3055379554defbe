"""Phones of a village that come in by invitations, each with its own shelf."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from sqlalchemy import insert, select, update

from bot import invitations
from bot.channel import Incoming
from bot.office import Office
from flows import invitation
from flows.messages import Message
from flows.rights import Holding, Role
from storage import invitations as issued
from storage import mail, people, roster, tables
from storage.invitations import Invitation, Terms, Whom
from tests.stage import Clock, Stage, heard, stage

HOME = "MAU01-07"
NEXT_DOOR = "MAU01-08"
CLAN = "MAU01-D1"


@dataclass
class Phone:
    """One phone: what it says, and what it reads."""

    on: Stage
    address: str
    channel: str = "test"
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    async def say(self, text: str = "", press: str = "") -> str:
        """What is answered here to one message, as people read it."""
        return heard(await self.answers(text, press))

    async def answers(self, text: str = "", press: str = "") -> list[Message]:
        before = await self._last()
        number = next(self._numbers)
        said = Incoming(self.channel, self.address, f"{self.address}-{number}", text, press)
        await self.on.conversation.receive(said)
        return [item.message for item in await self._shelf() if item.id > before]

    async def reads(self) -> str:
        """Everything that was ever said here."""
        return heard([item.message for item in await self._shelf()])

    async def person(self) -> people.Held:
        async with self.on.db.begin() as tx:
            return await people.hold(tx, self.channel, self.address)

    async def holds(self) -> set[Role]:
        return {held.role for held in (await self.person()).person.holdings}

    async def _shelf(self) -> list[mail.Shelved]:
        async with self.on.db.read() as tx:
            later = self.on.conversation.now().replace(year=2030)
            return await mail.shelf(tx, self.channel, self.address, 0, 1000, later)

    async def _last(self) -> int:
        return max((item.id for item in await self._shelf()), default=0)


@dataclass
class VillageOf:
    """The sample village with what is needed to invite its people."""

    on: Stage
    clock: Clock

    @property
    def office(self) -> Office:
        return self.on.conversation.office

    def phone(self, address: str, channel: str = "test") -> Phone:
        return Phone(self.on, address, channel)

    async def head(self, village: str = "MAU01") -> Phone:
        """The phone of the head of this village, who agreed long ago."""
        address = f"truong-{village}"
        who = roster.SamplePerson("Tẩn A Mẫu", "village_head", village, f"{village}-01")
        async with self.on.db.begin() as tx:
            await roster.enrol(tx, who, "test", address, self.clock())
        phone = self.phone(address)
        await phone.say("chào")
        await phone.say("đồng ý")
        return phone

    async def subject(self, code: str) -> int:
        query = select(tables.Subject.id).where(tables.Subject.code == code)
        async with self.on.db.read() as tx:
            return int((await tx.execute(query)).scalar_one())

    async def invite(self, code: str = HOME, uses: int | None = invitations.USES) -> Invitation:
        """An invitation of a household, for as many as that."""
        whom = Whom("household", subject_id=await self.subject(code), place_code="MAU01")
        terms = Terms(invitations.terms_for(whom, self.clock()).expires_at, uses)
        async with self.on.db.begin() as tx:
            return await issued.reissue(tx, whom, terms, self.clock(), self.office.chance)

    async def invite_person(self, person_id: int, role: Role, place: str) -> Invitation:
        whom = invitations.whom_as(person_id, role, place)
        terms = invitations.terms_for(whom, self.clock())
        async with self.on.db.begin() as tx:
            return await issued.reissue(tx, whom, terms, self.clock(), self.office.chance)

    def payload(self, invited: Invitation) -> str:
        return invitation.payload(self.office.key, invited.ticket)

    async def listed(
        self, code: str, name: str, household: str = "", *more: Holding, birth: int | None = None
    ) -> int:
        """Somebody on the roster who never talked to us: a citizen of that household."""
        async with self.on.db.begin() as tx:
            row = {"code": code, "name": name, "place_code": "MAU01", "birth_year": birth}
            made = await tx.execute(insert(tables.Person).values(**row).returning(tables.Person.id))
            person_id = int(made.scalar_one())
            citizen = {"kind": "citizen", "code": f"c-{code}", "name": name, "place_code": "MAU01"}
            made = await tx.execute(
                insert(tables.Subject).values(**citizen).returning(tables.Subject.id)
            )
            subject_id = int(made.scalar_one())
            await people.give_role(tx, person_id, Holding("citizen", subject_id), self.clock())
            for held in more:
                await people.give_role(tx, person_id, held, self.clock())
            if household:
                query = select(tables.Subject.id).where(tables.Subject.code == household)
                group = (await tx.execute(query)).scalar_one()
                await tx.execute(
                    insert(tables.Belongs).values(member_id=subject_id, group_id=group)
                )
        return person_id

    async def count(self, table: type[tables.Table]) -> int:
        async with self.on.db.read() as tx:
            return len((await tx.execute(select(table))).all())

    async def revoke(self, invited: Invitation) -> None:
        async with self.on.db.begin() as tx:
            await issued.revoke(tx, invited.id, self.clock())

    async def gone(self, code: str) -> None:
        """The roster names this household no longer."""
        async with self.on.db.begin() as tx:
            gone = update(tables.Subject).where(tables.Subject.code == code)
            await tx.execute(gone.values(gone_at=self.clock()))


@asynccontextmanager
async def village(folder: Path) -> AsyncIterator[VillageOf]:
    clock = Clock()
    async with stage(folder, clock) as on:
        yield VillageOf(on, clock)
