"""Who is meant by an audience, how many can be written to, and where each of them is met."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
)

from flows import audience as audiences
from flows.audience import Audience, Reach
from flows.rights import STANDS_FOR
from storage import tables
from storage.database import Tx, sheet

_people, _accounts, _subjects = map(sheet, (tables.Person, tables.Account, tables.Subject))
_person, _account, _subject = _people.c, _accounts.c, _subjects.c
_role, _place = sheet(tables.Role).c, sheet(tables.Place).c
_assessment = sheet(tables.Assessment).c

_BY_PLACE = ("village_head", "staff")
"""Roles held in a place; the others are held for a subject."""

_AGREES, _WANTS = _person.consent != "", _person.muted_at.is_(None)
_MINE = _account.person_id == _person.id
_TAKES = _account.unreachable_since.is_(None)
_GETS = and_(_AGREES, _WANTS, exists().where(_MINE, _TAKES))
_MET_LAST = (_account.met_at.desc().nulls_last(), _account.channel, _account.address)
# 1 for somebody who can be written to, 0 for somebody who could be once, NULL for all others.
_WAY = select(func.max(case((_TAKES, 1), else_=0))).where(_MINE).scalar_subquery()


async def villages(tx: Tx, commune: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of the villages of a commune, in the order of their codes."""
    query = select(_place.code, _place.name).where(
        _place.parent_code == commune, _place.kind == "village", _place.valid_to.is_(None)
    )
    return tuple((row.code, row.name) for row in await tx.execute(query.order_by(_place.code)))


async def reach(tx: Tx, commune: str, who: Audience, year: int) -> Reach:
    """How many of those meant by their forms of `year` get an announcement, and how many do not."""
    places = await _places(tx, commune, who)
    kinds = (_AGREES.label("agrees"), _WANTS.label("wants"), _WAY.label("way"))
    query = select(*kinds, func.count()).where(_meant(who, places, year)).group_by(*kinds)
    counts: Counter[str] = Counter()
    for agrees, wants, way, count in await tx.execute(query):
        if way is not None:
            counts[_counted_as(agrees, wants, way)] += count
    return Reach(**counts, nowhere=await _nowhere(tx, who, places, year))


def _counted_as(agrees: bool, wants: bool, way: int) -> str:
    """As what somebody who has come in is counted (flows.audience.Reach)."""
    if not agrees:
        return "unasked"
    if not way:
        return "blocked"
    return "people" if wants else "muted"


async def speeches(tx: Tx) -> Sequence[tuple[str, str]]:
    """In which languages people are spoken to, and how: ("vi", "bác"), ("vi", "chị"), …"""
    query = select(_person.language, _person.you).distinct()
    return [(row.language, row.you) for row in await tx.execute(query)]


async def recipients(tx: Tx, commune: str, who: Audience, year: int) -> Select[*tuple[Any, ...]]:
    """Everybody who gets it, each once, as a query: {id, language, you, channel, address}.

    The address is that at which they were met last. It can be narrowed by their ids.
    """
    places = await _places(tx, commune, who)
    there = (
        select(column)
        .where(_MINE, _TAKES)
        .order_by(*_MET_LAST)
        .limit(1)
        .scalar_subquery()
        .label(column.name)
        for column in (_account.channel, _account.address)
    )
    columns = (_person.id, _person.language, _person.you, *there)
    return select(*columns).where(_GETS, _meant(who, places, year))


async def _places(tx: Tx, commune: str, who: Audience) -> tuple[str, ...]:
    """The codes of the places meant: whatever is named, never one outside the commune."""
    inside = tuple(code for code, _ in await villages(tx, commune))
    if not who.villages:
        return (commune, *inside)
    return tuple(code for code in inside if code in who.villages)


# ---- who is meant


def _meant(who: Audience, places: Collection[str], year: int) -> ColumnElement[bool]:
    """Whether a person acts in one of the roles there, for what the audience asks about."""
    roles = who.roles or audiences.ROLES
    by_place = [role for role in roles if role in _BY_PLACE]
    by_subject = [role for role in roles if role not in _BY_PLACE]
    return or_(_for_subject(who, by_subject, places, year), _in_place(who, by_place, places, year))


def _for_subject(
    who: Audience, roles: Sequence[str], places: Collection[str], year: int
) -> ColumnElement[bool]:
    one = _subjects.alias()
    return exists().where(
        _role.person_id == _person.id,
        _role.ended_at.is_(None),
        _among(_role.role, roles),
        one.c.id == _role.subject_id,
        one.c.gone_at.is_(None),
        _among(one.c.place_code, places),
        _is_so_far(who, one, year),
    )


def _in_place(
    who: Audience, roles: Sequence[str], places: Collection[str], year: int
) -> ColumnElement[bool]:
    """A head answers for the form of his village; staff, for none that can be asked about."""
    here = and_(
        _role.person_id == _person.id,
        _role.ended_at.is_(None),
        _among(_role.role, roles),
        _among(_role.place_code, places),
    )
    if not (who.titles or who.states):
        return exists().where(here)
    village = _subjects.alias()
    return exists().where(
        here,
        _role.role == "village_head",
        village.c.kind == "village",
        village.c.place_code == _role.place_code,
        village.c.gone_at.is_(None),
        _is_so_far(who, village, year),
    )


def _is_so_far(who: Audience, subject: FromClause, year: int) -> ColumnElement[bool]:
    """Whether the subject may bear one of the titles, and its form of that year is so far."""
    if not (who.titles or who.states):
        return true()
    titles = who.titles or tuple(audiences.TITLES)
    kinds = {audiences.TITLES[title]: title for title in titles}
    fits = _among(subject.c.kind, kinds)
    if not who.states:
        return fits
    title = case(kinds, value=subject.c.kind, else_="")
    form = (
        select(_assessment.state)
        .where(
            _assessment.subject_id == subject.c.id,
            _assessment.title == title,
            _assessment.year == year,
        )
        .correlate(subject)
        .scalar_subquery()
    )
    states = sorted(frozenset().union(*(audiences.STATES[state] for state in who.states)))
    return and_(fits, _among(func.coalesce(form, literal("")), states))


# ---- of whom nobody has come in


async def _nowhere(
    tx: Tx, who: Audience, places: Collection[str], year: int
) -> tuple[tuple[str, int], ...]:
    """How many households, clans, villages and units are meant whose people have no way in."""
    kinds = [kind for kind in audiences.NOWHERE if not who.roles or STANDS_FOR[kind] in who.roles]
    query = (
        select(_subject.kind, func.count().label("number"))
        .where(
            _among(_subject.kind, kinds),
            _among(_subject.place_code, places),
            _subject.gone_at.is_(None),
            _is_so_far(who, _subjects, year),
            ~_has_way_in(),
        )
        .group_by(_subject.kind)
    )
    found = {row.kind: int(row.number) for row in await tx.execute(query)}
    return tuple((kind, found[kind]) for kind in kinds if kind in found)


def _has_way_in() -> ColumnElement[bool]:
    """Whether somebody who answers for the subject has an address."""
    theirs = and_(_role.ended_at.is_(None), _account.person_id == _role.person_id)
    named = exists().where(_role.subject_id == _subject.id, theirs)
    heads = exists().where(
        _subject.kind == "village",
        _role.place_code == _subject.place_code,
        _role.role == "village_head",
        theirs,
    )
    return or_(named, heads)


def _among(column: ColumnElement[Any], values: Iterable[str]) -> ColumnElement[bool]:
    """Whether it is one of these; unlike IN, one statement can be run with many parameters."""
    return or_(false(), *(column == value for value in values))
