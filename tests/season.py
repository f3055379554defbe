"""A commune in its season: a plan is chosen, people have phones, and letters can be read back."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path

from sqlalchemy import insert, select, update

from flows import messages
from flows.messages import Message
from flows.quiet import ZONE
from storage import seasons, tables
from storage.database import Database, Tx
from tests.desks import Commune, commune
from tests.stage import Clock, Stage

PLAN, YEAR = "binh_lu_2026", 2026
CHOSEN = date(2026, 9, 1)


def at(day: date, hour: int = 7, minute: int = 30) -> datetime:
    """That moment in Vietnam, in UTC."""
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)


@asynccontextmanager
async def in_season(folder: Path, moment: datetime) -> AsyncIterator[Commune]:
    """The sample commune, which follows the plan of Bình Lư, at that moment."""
    async with commune(folder, Clock(moment)) as here:
        async with here.on.db.begin() as tx:
            await seasons.choose(tx, "MAU", PLAN, YEAR, now=at(CHOSEN))
        yield here


async def letters(db: Database, kind: str, person_id: int | None = None) -> list[Message]:
    """Everything of that kind that was promised, to anybody or to this person."""
    letter = tables.Letter
    query = select(letter.message).where(letter.kind == kind).order_by(letter.id)
    if person_id is not None:
        query = query.where(letter.person_id == person_id)
    async with db.read() as tx:
        return [messages.restore(found) for found in (await tx.execute(query)).scalars()]


async def write_forms(tx: Tx, rows: Sequence[tuple[str, str, str, str]], year: int = YEAR) -> None:
    """Forms of these subjects, by code: their state, their verdict, and the commune's."""
    subjects = await tx.execute(select(tables.Subject.code, tables.Subject.id, tables.Subject.kind))
    known = {row.code: row for row in subjects}
    made = await tx.execute(insert(tables.Person).returning(tables.Person.id))
    by = made.scalar_one()
    titles = {"household": "family", "unit": "unit", "clan": "clan", "citizen": "citizen"}
    moment = at(date(year, 11, 1))
    for code, state, verdict, checked in rows:
        subject = known[code]
        made = await tx.execute(
            insert(tables.Assessment)
            .values(
                subject_id=subject.id,
                title=titles[subject.kind],
                year=year,
                pack_id=1,
                state=state,
                verdict=verdict,
                verified_verdict=checked,
                opened_at=moment,
                opened_by=by,
                submitted_at=moment,
            )
            .returning(tables.Assessment.id)
        )
        if state == "returned":
            step = {"assessment_id": made.scalar_one(), "name": "return", "state": state}
            who = {"person_id": by, "role": "staff", "channel": "test", "moved_at": moment}
            await tx.execute(insert(tables.Move).values(**step, **who))


async def a_morning(on: Stage) -> None:
    """A commune in its season: forms at every stage, a village with none, somebody out of reach."""
    here = Commune(on, Clock(on.conversation.now()))
    await here.agrees("an")
    async with on.db.begin() as tx:
        await seasons.choose(tx, "MAU", PLAN, YEAR, now=at(CHOSEN))
        far = [(f"MAU01-{number:02}", "recognised", "pass", "pass") for number in range(10, 18)]
        await write_forms(tx, [*far, ("MAU01-18", "verified", "pass", "pass")])
        await write_forms(tx, [("MAU02-01", "submitted", "pass", "")])
    await here.someone("Phàn A Mẫu", "village_head", "MAU02", phone="0912 000 009")
    await here.ready("MAU01-08")
    await here.household("MAU02-05")
    gone = await here.household("MAU01-07", "Vàng Thị Mẫu")
    await out_of_reach(on.db, gone.id, on.conversation.now())


async def out_of_reach(db: Database, person_id: int, since: datetime) -> None:
    """This person blocked us everywhere."""
    theirs = update(tables.Account).where(tables.Account.person_id == person_id)
    async with db.begin() as tx:
        await tx.execute(theirs.values(unreachable_since=since))
