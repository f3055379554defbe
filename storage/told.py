"""Who was told of a decision, how far that came, and whom to call instead."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from flows.letters import AS_TOLD
from storage import tables
from storage.database import Tx, sheet
from storage.mail import Recipient
from storage.people import Reached
from storage.verification import Case

_letters, _people, _roles = map(sheet, (tables.Letter, tables.Person, tables.Role))
_moves = sheet(tables.Move)
_letter, _person, _move = _letters.c, _people.c, _moves.c


@dataclass(frozen=True, slots=True)
class Told:
    """One notice about an assessment: to whom, and how far it came.

    `state` is that of the letter, as staff are told of it: sent, queued, unknown or failed.
    """

    person_id: int
    name: str
    state: str
    sent_at: datetime | None
    read_at: datetime | None


async def told_of(tx: Tx, assessment_id: int, since: datetime) -> tuple[Told, ...]:
    """The newest notice to each person about this assessment that was promised since then."""
    query = (
        select(
            _letter.person_id,
            _person.name,
            _letter.state,
            _letter.sent_at,
            _letter.read_at,
        )
        .join_from(_letters, _people, _person.id == _letter.person_id)
        .where(
            _letter.assessment_id == assessment_id,
            _letter.kind == "notice",
            _letter.posted_at >= since,
        )
        .order_by(_letter.id)
    )
    found = {row.person_id: Told(*row) for row in await tx.execute(query)}
    return tuple(replace(one, state=AS_TOLD.get(one.state, one.state)) for one in found.values())


async def sent(tx: Tx, once: str) -> tuple[Reached, ...]:
    """Who was told already what is promised under `once`, where it was told."""
    name = f"{once}:"
    query = (
        select(_letter.person_id, _letter.channel, _letter.address, _person.you, _person.language)
        .join_from(_letters, _people, _person.id == _letter.person_id)
        .where(func.substr(_letter.once, 1, len(name)) == name, _letter.state == "sent")
        .order_by(_letter.id)
    )
    rows = {row.person_id: row for row in await tx.execute(query)}
    return tuple(
        Reached(Recipient(row.person_id, row.channel, row.address), row.you, row.language)
        for row in rows.values()
    )


async def phones(tx: Tx, case: Case) -> tuple[tuple[str, str], ...]:
    """(name, phone) of whoever answers for it, linked or not, then the number of the subject."""
    role = _roles.c
    query = (
        select(_person.name, _person.phone)
        .join_from(_people, _roles, role.person_id == _person.id)
        .where(role.subject_id == case.subject_id, role.ended_at.is_(None), _person.phone != "")
        .order_by(_person.id)
    )
    numbers = {row.phone: row.name for row in await tx.execute(query)}
    if case.phone:
        numbers.setdefault(case.phone, case.subject)
    return tuple((name, phone) for phone, name in numbers.items())


async def moved_at(tx: Tx, assessment_id: int, name: str) -> datetime | None:
    """When it last made that move."""
    here = (_move.assessment_id == assessment_id, _move.name == name)
    query = select(_move.moved_at).where(*here).order_by(_move.id.desc()).limit(1)
    moment: datetime | None = (await tx.execute(query)).scalar()
    return moment


async def decided_by(tx: Tx, assessment_id: int) -> tuple[str, datetime] | None:
    """Who made its last move, and when."""
    query = (
        select(_person.name, _move.moved_at)
        .join_from(_moves, _people, _person.id == _move.person_id)
        .where(_move.assessment_id == assessment_id)
        .order_by(_move.id.desc())
    )
    row = (await tx.execute(query.limit(1))).first()
    return (row.name, row.moved_at) if row else None
