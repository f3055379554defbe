"""Whom nobody can write to any more: people whose every address takes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select

from storage.database import Tx, sheet
from storage.tables import Account, Person, Place, Role, Subject

_people, _accounts, _places, _roles = map(sheet, (Person, Account, Place, Role))
_person, _account, _place, _role = _people.c, _accounts.c, _places.c, _roles.c
_subjects = sheet(Subject)
_COMMUNE = case((_place.kind == "village", _place.parent_code), else_=_place.code)


@dataclass(frozen=True, slots=True)
class Unreached:
    """Somebody whose every address refused a letter; `since` the last of them did.

    `phone` is his own, or else that of what he answers for, "" for none. Who never had an address
    is not meant: there the roster's phone is the only way anyhow.
    """

    person_id: int
    name: str
    place: str
    phone: str
    since: datetime


async def listed(tx: Tx, commune: str) -> tuple[Unreached, ...]:
    """Everybody of a commune whom nobody can write to, village by village."""
    query = (
        _unreached(_person.id, _person.name, _place.name.label("place"), _person.phone)
        .add_columns(_phone().label("other"), func.max(_account.unreachable_since).label("since"))
        .where(or_(_place.code == commune, _place.parent_code == commune))
        .group_by(_person.id, _person.name, _place.name, _person.phone, _place.code)
        .order_by(_place.code, _person.name, _person.id)
    )
    return tuple(
        Unreached(row.id, row.name, row.place, row.phone or row.other or "", row.since)
        for row in await tx.execute(query)
    )


async def rows(tx: Tx) -> Sequence[Mapping[str, object]]:
    """One row for each commune with such people: {commune, unreachable}; no names."""
    count = func.count(_person.id.distinct()).label("unreachable")
    query = _unreached(_COMMUNE.label("commune"), count).group_by(_COMMUNE).order_by(_COMMUNE)
    return [dict(row) for row in (await tx.execute(query)).mappings()]


def _unreached(*columns: Any) -> Select[Any]:
    """These columns of people with addresses, none of which takes letters, in their places."""
    other = _accounts.alias("other")
    reached = exists().where(other.c.person_id == _person.id, other.c.unreachable_since.is_(None))
    return (
        select(*columns)
        .join_from(_accounts, _people, _person.id == _account.person_id)
        .join(_places, _place.code == _person.place_code)
        .where(_account.unreachable_since.is_not(None), _person.gone_at.is_(None), ~reached)
    )


def _phone() -> ColumnElement[str | None]:
    """A phone of whatever this person answers for."""
    theirs = (
        select(func.max(_subjects.c.phone))
        .join_from(_subjects, _roles, _role.subject_id == _subjects.c.id)
        .where(_role.person_id == _person.id, _role.ended_at.is_(None))
        .correlate(_people)
    )
    return theirs.scalar_subquery()
