"""Who is part of what and who acts as what, as a roster says; how what it drops comes to an end."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Update, bindparam, delete, insert, or_, select, update
from sqlalchemy.orm import aliased

from flows.roster.differences import Differences
from flows.roster.model import Duty, Household, Person
from storage import tables
from storage.database import Tx, insert_missing, sheet
from storage.enrolled import here

_place, _subject, _person, _role, _belongs = (
    sheet(table).c
    for table in (tables.Place, tables.Subject, tables.Person, tables.Role, tables.Belongs)
)

Ids = Mapping[str, int]
Acting = tuple[int, str, int | None, str | None]
"""A role as it is kept: person, role, subject, place."""

_OF_PLACES = ("village_head", "staff", "province_viewer")
_GROUPS = ("household", "clan", "unit")


@dataclass(frozen=True, slots=True)
class Moment:
    """When a roster is loaded: the moment in UTC, and the day it is there."""

    now: datetime
    today: date


async def write(tx: Tx, found: Differences, at: Moment) -> None:
    """Write who belongs to what, and give every role the roster names. Takes no role away."""
    commune = found.roster.commune.code
    subjects, people = await _subjects(tx, commune), await _people(tx, commune)
    await _write_belongs(tx, found, subjects)
    wanted = dict.fromkeys(_acting(found.roster.people.values(), subjects, people))
    held = {row[1:] for row in await _held(tx, commune)}
    rows = [
        {
            "person_id": person,
            "role": role,
            "subject_id": subject,
            "place_code": place,
            "given_at": at.now,
        }
        for person, role, subject, place in wanted
        if (person, role, subject, place) not in held
    ]
    if rows:
        await tx.execute(insert(sheet(tables.Role)), rows)


async def end(tx: Tx, found: Differences, at: Moment) -> None:
    """Mark as gone what the roster names no more, and end the roles that go with it."""
    gone = [entry.code for of_sheet in found.sheets.values() for entry in of_sheet.gone]
    villages = [village.code for village in found.sheets["villages"].gone]
    for table in (tables.Subject, tables.Person):
        marked = update(table).where(sheet(table).c.code == bindparam("gone_code"))
        await _each(tx, marked.values(gone_at=at.now), "gone_code", gone)
    marked = update(tables.Place).where(_place.code == bindparam("gone_code"))
    await _each(tx, marked.values(valid_to=at.today), "gone_code", villages)
    await _end_roles(tx, found, frozenset(gone), at)


async def _end_roles(tx: Tx, found: Differences, gone: frozenset[str], at: Moment) -> None:
    """End the roles that are lost, and those of whoever, and for whatever, is gone."""
    commune = found.roster.commune.code
    subjects, people = await _subjects(tx, commune), await _people(tx, commune)
    lost = {_one(people[lost.person.code], lost.duty, subjects) for lost in found.lost}
    who = {number for code, number in people.items() if code in gone}
    of = {number for code, number in subjects.items() if code in gone}
    ended = [
        number
        for number, person, role, subject, place in await _held(tx, commune)
        if (person, role, subject, place) in lost or person in who or subject in of or place in gone
    ]
    over = update(tables.Role).where(_role.id == bindparam("role_id")).values(ended_at=at.now)
    await _each(tx, over, "role_id", ended)


async def _write_belongs(tx: Tx, found: Differences, subjects: Ids) -> None:
    """Members whose row is new or changed belong to what it says, and to nothing else."""
    wanted: dict[int, set[int]] = {}
    for entry in (*found.sheets["households"].written, *found.sheets["people"].written):
        groups = _groups(entry) if isinstance(entry, Household | Person) else ()
        if entry.code in subjects:
            wanted[subjects[entry.code]] = {subjects[code] for code in groups}
    before = [pair for pair in await _pairs(tx, found.roster.commune.code) if pair[0] in wanted]
    dropped = [
        {"member": member, "group": group}
        for member, group in before
        if group not in wanted[member]
    ]
    if dropped:
        pair = (_belongs.member_id == bindparam("member"), _belongs.group_id == bindparam("group"))
        await tx.execute(delete(sheet(tables.Belongs)).where(*pair), dropped)
    rows = [
        {"member_id": member, "group_id": group}
        for member, groups in wanted.items()
        for group in sorted(groups)
    ]
    await insert_missing(tx, tables.Belongs, rows)


def _groups(entry: Household | Person) -> tuple[str, ...]:
    return entry.clans if isinstance(entry, Household) else (*entry.households, *entry.units)


def _acting(people: Iterable[Person], subjects: Ids, ids: Ids) -> Iterable[Acting]:
    for person in people:
        if person.resident:
            yield ids[person.code], "citizen", subjects[person.code], None
        for duty in person.duties:
            yield _one(ids[person.code], duty, subjects)


def _one(person: int, duty: Duty, subjects: Ids) -> Acting:
    of_place = duty.role in _OF_PLACES
    return person, duty.role, None if of_place else subjects[duty.of], duty.of if of_place else None


async def _subjects(tx: Tx, commune: str) -> Ids:
    query = select(_subject.code, _subject.id).where(_subject.place_code.in_(here(commune)))
    return {row.code: row.id for row in await tx.execute(query)}


async def _people(tx: Tx, commune: str) -> Ids:
    query = select(_person.code, _person.id).where(_person.place_code.in_(here(commune)))
    return {row.code: row.id for row in await tx.execute(query.where(_person.code.is_not(None)))}


async def _held(tx: Tx, commune: str) -> Sequence[tuple[int, int, str, int | None, str | None]]:
    """Every role held now by anybody of this commune or for anything in it, its id first."""
    places = here(commune)
    query = (
        select(_role.id, _role.person_id, _role.role, _role.subject_id, _role.place_code)
        .join(tables.Person, _person.id == _role.person_id)
        .outerjoin(tables.Subject, _subject.id == _role.subject_id)
        .where(_role.ended_at.is_(None))
        .where(
            or_(
                _person.place_code.in_(places),
                _subject.place_code.in_(places),
                _role.place_code.in_(places),
            )
        )
    )
    return [tuple(row) for row in await tx.execute(query)]


async def _pairs(tx: Tx, commune: str) -> Sequence[tuple[int, int]]:
    """(member, group) for every member of this commune and every group a roster names."""
    member, group = aliased(tables.Subject), aliased(tables.Subject)
    # Joined, not "in": with two lists SQLite compares every pair with every subject of the commune.
    query = (
        select(_belongs.member_id, _belongs.group_id)
        .join_from(tables.Belongs, member, member.id == _belongs.member_id)
        .join(group, group.id == _belongs.group_id)
        .where(member.place_code.in_(here(commune)), group.kind.in_(_GROUPS))
    )
    return [(row.member_id, row.group_id) for row in await tx.execute(query)]


async def _each(tx: Tx, statement: Update, name: str, values: Sequence[object]) -> None:
    if values:
        await tx.execute(statement, [{name: value} for value in values])
