"""A village before its meeting: households that have handed in, with points of their own."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import insert, select

from bot.channel import Incoming
from flows.messages import Message
from flows.reception import CONSENT, Offer
from storage import assessments, mail, moves, packs, people, roster, tables
from storage.database import Database, Tx
from storage.moves import By
from storage.roster import SamplePerson
from tests.stage import Stage

VILLAGE, NEIGHBOUR, COMMUNE = "MAU01", "MAU02", "MAU"
YEAR = 2026
HEAD = SamplePerson("Tẩn A Mẫu", "village_head", VILLAGE, "MAU01-01")
SECOND = SamplePerson("Lý Thị Mẫu", "village_head", VILLAGE, "MAU01-02")
OTHER = SamplePerson("Phàn Văn Mẫu", "village_head", NEIGHBOUR, "MAU02-01")
STAFF = SamplePerson("Đỗ Thu Mẫu", "staff", COMMUNE)


@dataclass(frozen=True, slots=True)
class Sent:
    """One form that was handed in."""

    assessment_id: int
    subject_id: int


async def enrol(db: Database, person: SamplePerson, address: str, now: datetime) -> int:
    """Write this person down at that address, having agreed already."""
    async with db.begin() as tx:
        number = await roster.enrol(tx, person, "test", address, now)
        await agrees(tx, address, now)
    return number


async def agrees(tx: Tx, address: str, now: datetime) -> None:
    """The person at that address agrees to what is kept."""
    held = await people.hold(tx, "test", address)
    await people.save(tx, held, replace(held.person, consent=CONSENT), "test", now)


async def send(
    db: Database, number: int, now: datetime, *, village: str = VILLAGE, points: float = 62
) -> Sent:
    """The household with this number hands its form in."""
    async with db.begin() as tx:
        code = f"{village}-{number:02}"
        query = select(tables.Subject.id, tables.Subject.name).where(tables.Subject.code == code)
        row = (await tx.execute(query)).one()
        return await submit(tx, Offer(row.id, row.name, "family"), now, points)


async def send_citizen(db: Database, name: str, now: datetime) -> Sent:
    """A citizen of the village, who is no household head, hands a form in."""
    async with db.begin() as tx:
        made = await tx.execute(
            insert(tables.Subject)
            .values(kind="citizen", code=f"c-{name}", name=name, place_code=VILLAGE)
            .returning(tables.Subject.id)
        )
        return await submit(tx, Offer(made.scalar_one(), name, "citizen"), now, 83, 100)


async def submit(tx: Tx, offer: Offer, now: datetime, points: float, most: float = 70) -> Sent:
    """Open this form and hand it in, as somebody in the village would."""
    by = await _somebody(tx, now)
    pack_id = (await packs.current(tx, offer.title, YEAR, COMMUNE)).id
    standing = await assessments.open_for(tx, offer, YEAR, pack_id, by)
    changes = {"submitted_at": now, "points": points, "most": most, "verdict": "pass"}
    await moves.move(tx, standing.seen, "submit", by, changes)
    return Sent(standing.id, offer.subject_id)


async def take_back(db: Database, sent: Sent, now: datetime) -> None:
    """Somebody takes the form back, to change it."""
    async with db.begin() as tx:
        standing = await assessments.load(tx, sent.assessment_id)
        by = await _somebody(tx, now)
        await assessments.reopen(tx, standing, by)


async def states(db: Database) -> dict[int, str]:
    """The state of every assessment by its number."""
    async with db.read() as tx:
        found = await tx.execute(select(tables.Assessment.id, tables.Assessment.state))
        return {row.id: row.state for row in found}


async def trail(db: Database, assessment_id: int) -> list[tuple[str, str, str]]:
    """Every move of one assessment: (name, role, reason)."""
    move = tables.Move
    query = select(move.name, move.role, move.reason).where(move.assessment_id == assessment_id)
    async with db.read() as tx:
        return [tuple(row) for row in await tx.execute(query.order_by(move.id))]


async def _somebody(tx: Tx, now: datetime) -> By:
    """Anybody of the village, answering for a household."""
    number = (await tx.execute(select(tables.Person.id).limit(1))).scalar_one()
    return By(number, "household", "test", now)


class Phone:
    """Somebody else's phone on the same stage."""

    def __init__(self, on: Stage, address: str) -> None:
        self.on = on
        self.address = address
        self._numbers = count(1)

    async def say(self, text: str = "", press: str = "") -> list[Message]:
        """Send one message; what the bot promised to answer."""
        before = max((item.id for item in await self._shelf()), default=0)
        message_id = f"{self.address}{next(self._numbers)}"
        await self.on.conversation.receive(Incoming("test", self.address, message_id, text, press))
        return [item.message for item in await self._shelf() if item.id > before]

    async def press(self, press: str) -> list[Message]:
        return await self.say(press=press)

    async def letters(self) -> list[Message]:
        """Everything promised to this phone so far."""
        return [item.message for item in await self._shelf()]

    async def _shelf(self) -> list[mail.Shelved]:
        later = self.on.conversation.now() + timedelta(days=2)
        async with self.on.db.read() as tx:
            return await mail.shelf(tx, "test", self.address, 0, 1000, later)


def presses(messages: list[Message]) -> dict[str, str]:
    """What the choices of the last message carry, by their labels."""
    return {choice.label: choice.press for choice in messages[-1].choices}


async def before_the_meeting(on: Stage) -> None:
    """Twelve households have handed in, each with points of its own."""
    for number in range(1, 13):
        await send(on.db, number, on.conversation.now(), points=40 + number)


async def recorded(on: Stage) -> list[Message]:
    """Walk the head of the stage up to the list: the day, who came, who wrote it down."""
    for text in ("menu", "Việc của bản", "Họp bình xét", "hôm nay", "25", "20"):
        await on.say(text)
    return await on.say("Vàng Thị Mẫu")
