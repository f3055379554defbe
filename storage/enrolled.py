"""The roster as the database holds it: who is there, and who was once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, exists, or_, select
from sqlalchemy.orm import aliased

from flows.roster.model import (
    Clan,
    Commune,
    Duty,
    Household,
    Person,
    Roster,
    Unit,
    Village,
    household_head,
    listed,
)
from storage import tables
from storage.database import Tx, sheet

_place, _subject, _person, _role = (
    sheet(table).c for table in (tables.Place, tables.Subject, tables.Person, tables.Role)
)
_HERE = select(_place.code)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Two rosters of one commune: of those there, and of those named no more."""

    present: Roster
    gone: Roster


async def communes(tx: Tx) -> tuple[tuple[str, str], ...]:
    """Code and name of every commune of today."""
    query = select(_place.code, _place.name).where(
        _place.kind == "commune", _place.valid_to.is_(None)
    )
    return tuple((row.code, row.name) for row in await tx.execute(query.order_by(_place.code)))


async def mixes(tx: Tx, *, sample: bool) -> bool:
    """Whether a sample would come among real communes here, or a real one among samples."""
    others = exists().where(_place.kind == "commune", _place.sample.is_not(sample))
    return bool((await tx.execute(select(others))).scalar_one())


async def read(tx: Tx, code: str) -> Enrolled | None:
    """The roster of a commune; None when there is no such commune."""
    commune = await _commune(tx, code)
    if commune is None:
        return None
    villages = await _villages(tx, code)
    subjects = await _subjects(tx, code)
    belongs = await _belongs(tx, code)
    people = await _people(tx, code)
    duties = await _duties(tx, commune)
    return Enrolled(
        *(
            Roster(
                commune,
                listed(Village(row.code, row.name) for row in villages[gone]),
                listed(map(_clan(code), subjects[gone, "clan"])),
                listed(map(_unit(code), subjects[gone, "unit"])),
                listed(_household(row, belongs) for row in subjects[gone, "household"]),
                listed(_member(row, code, belongs, duties) for row in people[gone]),
            )
            for gone in (False, True)
        )
    )


def here(commune: str) -> Any:
    """The commune and the villages in it, as a query of their codes."""
    return _HERE.where(or_(_place.code == commune, _place.parent_code == commune))


async def _commune(tx: Tx, code: str) -> Commune | None:
    known = (_place.code == code, _place.kind == "commune")
    row = (await tx.execute(select(sheet(tables.Place)).where(*known))).first()
    return Commune(row.code, row.name, row.parent_code or "", row.area) if row else None


async def _villages(tx: Tx, commune: str) -> Mapping[bool, Sequence[Row[Any]]]:
    query = select(_place.code, _place.name, _place.valid_to.is_not(None).label("gone"))
    villages = query.where(_place.parent_code == commune, _place.kind == "village")
    return _parted(await tx.execute(villages.order_by(_place.code)))


async def _subjects(tx: Tx, commune: str) -> Mapping[tuple[bool, str], Sequence[Row[Any]]]:
    query = select(sheet(tables.Subject), _subject.gone_at.is_not(None).label("gone"))
    found = defaultdict(list)
    for row in await tx.execute(
        query.where(_subject.place_code.in_(here(commune))).order_by(_subject.code)
    ):
        found[bool(row.gone), row.kind].append(row)
    return found


async def _belongs(tx: Tx, commune: str) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """(code of the member, kind of the group) -> codes of the groups, sorted."""
    member, group = aliased(tables.Subject), aliased(tables.Subject)
    query = (
        select(member.code.label("member"), group.kind, group.code)
        .join_from(tables.Belongs, member, member.id == tables.Belongs.member_id)
        .join(group, group.id == tables.Belongs.group_id)
        .where(member.place_code.in_(here(commune)))
        .order_by(group.code)
    )
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in await tx.execute(query):
        key = (row.member, row.kind)
        found[key] = (*found.get(key, ()), row.code)
    return found


async def _people(tx: Tx, commune: str) -> Mapping[bool, Sequence[Row[Any]]]:
    """The people of the roster; whoever came by himself has no code and is none of them."""
    query = select(sheet(tables.Person), _person.gone_at.is_not(None).label("gone"), _place.kind)
    of_roster = query.outerjoin(tables.Place, _place.code == _person.place_code).where(
        _person.code.is_not(None), _person.place_code.in_(here(commune))
    )
    return _parted(await tx.execute(of_roster.order_by(_person.code)))


async def _duties(tx: Tx, commune: Commune) -> Mapping[int, tuple[Duty, ...]]:
    """Person -> the roles held now in this commune, as a roster names them, sorted."""
    places = here(commune.code)
    of_place = or_(_role.place_code.in_(places), _role.place_code == commune.province)
    of_subject = and_(_subject.place_code.in_(places), _role.role != "citizen")
    query = (
        select(_role.person_id, _role.role, _role.place_code, _subject.code)
        .outerjoin(tables.Subject, _subject.id == _role.subject_id)
        .where(_role.ended_at.is_(None), or_(of_place, of_subject))
    )
    found: dict[int, set[Duty]] = defaultdict(set)
    for row in await tx.execute(query):
        found[row.person_id].add(Duty(row.role, row.code or row.place_code))
    return {person: tuple(sorted(duties)) for person, duties in found.items()}


def _parted(rows: Iterable[Row[Any]]) -> Mapping[bool, Sequence[Row[Any]]]:
    """The rows that are there, and those that are gone."""
    found: dict[bool, list[Row[Any]]] = {False: [], True: []}
    for row in rows:
        found[bool(row.gone)].append(row)
    return found


def _village_of(row: Row[Any], commune: str) -> str:
    return "" if row.place_code == commune else row.place_code


def _clan(commune: str) -> Any:
    return lambda row: Clan(row.code, row.name, _village_of(row, commune))


def _unit(commune: str) -> Any:
    return lambda row: Unit(
        row.code, row.name, row.unit_kind, row.members, row.phone, _village_of(row, commune)
    )


def _household(row: Row[Any], belongs: Mapping[tuple[str, str], tuple[str, ...]]) -> Household:
    head = household_head(row.code, row.name)
    numbers = (row.members, row.adults)
    clans = belongs.get((row.code, "clan"), ())
    return Household(row.code, head, row.place_code, *numbers, row.phone, clans)


def _member(
    row: Row[Any],
    commune: str,
    belongs: Mapping[tuple[str, str], tuple[str, ...]],
    duties: Mapping[int, tuple[Duty, ...]],
) -> Person:
    return Person(
        row.code,
        row.name,
        row.birth_year,
        row.phone,
        _village_of(row, commune),
        belongs.get((row.code, "household"), ()),
        belongs.get((row.code, "unit"), ()),
        row.you,
        duties.get(row.id, ()),
    )
