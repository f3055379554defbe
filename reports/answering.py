"""Everybody who answers for something: at one address each, who can be reached first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, func, select

from flows.reminding import Who
from storage.chunks import chunks
from storage.database import Tx, sheet
from storage.tables import Account, Answer, Move, Person, Role

_people, _accounts, _roles = map(sheet, (Person, Account, Role))
_person, _account, _role = _people.c, _accounts.c, _roles.c

FITTEST = (
    _account.unreachable_since.is_not(None),
    _account.met_at.desc().nulls_last(),
    _person.id,
    _account.channel,
)
"""Of several people and addresses those that can be reached first, then who was met last."""


async def heads(tx: Tx, role: str, codes: Sequence[str]) -> dict[str, tuple[Who, ...]]:
    """Everybody who holds that role in each of these places."""
    found: dict[str, list[Row[Any]]] = {}
    for some in chunks(codes):
        query = (
            with_people(select(_role.place_code.label("at")).select_from(_roles))
            .where(_role.role == role, _role.place_code.in_(some), _role.ended_at.is_(None))
            .order_by(_role.place_code, *FITTEST)
        )
        for row in await tx.execute(query):
            found.setdefault(row.at, []).append(row)
    return {code: people_of(rows, 1) for code, rows in found.items()}


async def last_hands(tx: Tx, assessment_ids: Sequence[int]) -> dict[int, int]:
    """Assessment -> the person who last did anything with it."""
    last: dict[int, tuple[datetime, int]] = {}
    answer, move = sheet(Answer).c, sheet(Move).c
    hands = (
        (answer.assessment_id, answer.typist_id, answer.answered_at),
        (move.assessment_id, move.person_id, move.moved_at),
    )
    for some in chunks(assessment_ids):
        for of, person, at in hands:
            query = select(of, person, func.max(at)).where(of.in_(some)).group_by(of, person)
            for number, who, when in await tx.execute(query):
                last[number] = max(last.get(number, (when, who)), (when, who))
    return {number: who for number, (_, who) in last.items()}


def with_people(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The same with the person of each role, a row for each of his addresses."""
    return (
        query.outerjoin(_people, and_(_person.id == _role.person_id, _person.gone_at.is_(None)))
        .outerjoin(_accounts, _account.person_id == _person.id)
        .add_columns(
            _person.id.label("person_id"),
            _person.name.label("person"),
            _person.you,
            _person.language,
            _account.channel,
            _account.address,
            _person.phone.label("person_phone"),
            _account.unreachable_since.is_not(None).label("gone"),
        )
    )


def people_of(rows: Sequence[Row[Any]], begin: int) -> tuple[Who, ...]:
    """Each person of these rows once, in their order; he stands in the columns from `begin` on."""
    if len(rows) == 1:
        return (_one(rows[0], begin),) if rows[0][begin] is not None else ()
    people: dict[int, Who] = {}
    for row in rows:
        if row[begin] is not None and row[begin] not in people:
            people[row[begin]] = _one(row, begin)
    return tuple(people.values())


def _one(row: Row[Any], begin: int) -> Who:
    person, name, you, language, channel, address, phone, gone = row[begin:]
    reachable = bool(channel) and not gone
    return Who(person, name, you, language, channel or "", address or "", phone, reachable)
