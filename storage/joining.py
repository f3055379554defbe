"""Somebody comes in: a phone becomes that of a person on the roster, or gets a place of its own."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, exists, or_, select, update

from flows.rights import Holding
from storage import people, tables
from storage.database import Tx, insert_missing, sheet

_people = sheet(tables.Person)
_person, _account, _role = (
    sheet(table).c for table in (tables.Person, tables.Account, tables.Role)
)
_belongs, _subject, _use = (
    sheet(table).c for table in (tables.Belongs, tables.Subject, tables.InvitationUse)
)
_letter, _assessment = sheet(tables.Letter).c, sheet(tables.Assessment).c

PLAIN = ("citizen", "household")
"""Roles of people whom an invitation of their household may link; a head or staff has his own."""


async def listed(tx: Tx, household_id: int) -> tuple[tuple[int, str], ...]:
    """(id, name) of the roster's people of this household who have no phone linked yet.

    Nobody who may do more than answer for himself and his household is among them.
    """
    at_home = or_(
        _holds(_role.subject_id == household_id),
        _holds(
            _role.subject_id.in_(
                select(_belongs.member_id).where(_belongs.group_id == household_id)
            )
        ),
    )
    query = (
        select(_person.id, _person.name)
        .where(
            _person.code.is_not(None),
            _person.gone_at.is_(None),
            at_home,
            ~_holds(_role.role.not_in(PLAIN)),
            ~exists().where(_account.person_id == _person.id),
        )
        .order_by(_person.birth_year.nulls_last(), _person.id)
    )
    return tuple((row.id, row.name) for row in await tx.execute(query))


async def on_roster(tx: Tx, person_id: int) -> bool:
    """Whether the roster names this person: then no phone of his becomes another's."""
    query = select(_person.code).where(_person.id == person_id)
    return (await tx.execute(query)).scalar() is not None


async def settle(tx: Tx, person_id: int, place_code: str | None) -> None:
    """Whoever lives nowhere yet lives here."""
    nowhere = and_(_person.id == person_id, _person.place_code.is_(None))
    await tx.execute(update(tables.Person).where(nowhere).values(place_code=place_code))


async def becomes(tx: Tx, newcomer: int, person_id: int, now: datetime) -> None:
    """`newcomer` turns out to be `person_id` of the roster: phones, roles and letters move over.

    What the newcomer answered stays noted as his; a consent given is not asked for again.
    """
    both = select(_people).where(_person.id.in_([newcomer, person_id]))
    found = {row.id: row for row in await tx.execute(both)}
    await _take_over(tx, found[newcomer], found[person_id])
    for table in (tables.Account, tables.Letter, tables.Reminder):
        moved = update(table).where(sheet(table).c.person_id == newcomer)
        await tx.execute(moved.values(person_id=person_id))
    await _move_roles(tx, newcomer, person_id, now)
    await _move_uses(tx, newcomer, person_id)
    await _leave(tx, newcomer, now)


async def _take_over(tx: Tx, old: Row[Any], new: Row[Any]) -> None:
    changes: dict[str, object] = {}
    if not new.consent:
        names = ("consent", "consented_at", "consent_channel", "language", "tips")
        changes |= {name: getattr(old, name) for name in names}
    if new.assessment_id is None:
        changes["assessment_id"] = old.assessment_id
    if new.muted_at is None:
        changes["muted_at"] = old.muted_at
    if changes:
        await tx.execute(update(tables.Person).where(_person.id == new.id).values(**changes))


async def _move_roles(tx: Tx, newcomer: int, person_id: int, now: datetime) -> None:
    """Give the roles over, but not a second form as a citizen that nobody has begun."""
    query = select(_role.role, _role.subject_id, _role.place_code).where(
        _role.person_id == newcomer, _role.ended_at.is_(None)
    )
    is_citizen = await _is_citizen(tx, person_id)
    for row in (await tx.execute(query)).all():
        held = Holding(row.role, row.subject_id, row.place_code or "")
        if held.role == "citizen" and is_citizen and not await _is_begun(tx, row.subject_id):
            gone = update(tables.Subject).where(_subject.id == row.subject_id)
            await tx.execute(gone.values(gone_at=now))
        else:
            await people.give_role(tx, person_id, held, now)
        await people.end_role(tx, newcomer, held, now)


async def _is_citizen(tx: Tx, person_id: int) -> bool:
    query = select(_role.id).where(
        _role.person_id == person_id, _role.role == "citizen", _role.ended_at.is_(None)
    )
    return (await tx.execute(query.limit(1))).first() is not None


async def _is_begun(tx: Tx, subject_id: int | None) -> bool:
    query = select(_assessment.id).where(_assessment.subject_id == subject_id)
    return (await tx.execute(query.limit(1))).first() is not None


async def _move_uses(tx: Tx, newcomer: int, person_id: int) -> None:
    query = select(_use.invitation_id, _use.channel, _use.used_at).where(_use.person_id == newcomer)
    rows = [{**row._mapping, "person_id": person_id} for row in await tx.execute(query)]
    await insert_missing(tx, tables.InvitationUse, rows)


async def _leave(tx: Tx, newcomer: int, now: datetime) -> None:
    """Somebody of whom nothing is kept is forgotten; anybody else is gone."""
    was_somebody = or_(_person.name != "", _person.consent != "", *_traces(newcomer))
    gone = update(tables.Person).where(_person.id == newcomer, was_somebody)
    if not (await tx.execute(gone.values(gone_at=now, assessment_id=None, asking=""))).rowcount:
        await tx.execute(delete(tables.Person).where(_person.id == newcomer))


def _traces(person_id: int) -> tuple[ColumnElement[bool], ...]:
    tables_ = (tables.Role, tables.InvitationUse)
    return tuple(exists().where(sheet(table).c.person_id == person_id) for table in tables_)


def _holds(which: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(_role.person_id == _person.id, _role.ended_at.is_(None), which)
