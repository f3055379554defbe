"""Who is meant by an audience, how many can be written to, and where each of them is met."""

from collections.abc import Collection, Sequence

from sqlalchemy import (
    ColumnElement,
    FromClause,
    and_,
    case,
    exists,
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
from storage.mail import Recipient
from storage.people import Reached

_people, _accounts, _subjects = map(sheet, (tables.Person, tables.Account, tables.Subject))
_person, _account, _subject = _people.c, _accounts.c, _subjects.c
_role, _place = sheet(tables.Role).c, sheet(tables.Place).c
_assessment = sheet(tables.Assessment).c

_BY_PLACE = ("village_head", "staff")
"""Roles held in a place; the others are held for a subject."""

_AGREES = _person.consent != ""
_WANTS = _person.muted_at.is_(None)
_HAS_COME = exists().where(_account.person_id == _person.id)
_IS_REACHED = exists().where(_account.person_id == _person.id, _account.unreachable_since.is_(None))
_GETS = and_(_AGREES, _WANTS, _IS_REACHED)


async def villages(tx: Tx, commune: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of the villages of a commune, in the order of their codes."""
    query = select(_place.code, _place.name).where(
        _place.parent_code == commune, _place.kind == "village", _place.valid_to.is_(None)
    )
    return tuple((row.code, row.name) for row in await tx.execute(query.order_by(_place.code)))


async def reach(tx: Tx, commune: str, who: Audience, year: int) -> Reach:
    """How many of those meant by their forms of `year` get an announcement, and how many do not."""
    places = await _places(tx, commune, who)
    counts = (
        _sum(_GETS),
        _sum(and_(_AGREES, ~_WANTS, _IS_REACHED)),
        _sum(and_(_AGREES, _HAS_COME, ~_IS_REACHED)),
        _sum(and_(~_AGREES, _HAS_COME)),
    )
    row = (await tx.execute(select(*counts).where(_meant(who, places, year)))).one()
    found = await _nowhere(tx, who, places, year)
    return Reach(*(int(count or 0) for count in row), nowhere=found)


async def next_reached(
    tx: Tx, commune: str, who: Audience, year: int, after: int, most: int
) -> Sequence[Reached]:
    """The next of those who get it, at most `most`, each where he was met last.

    They come in the order of their ids, from the one after `after` on; empty at the end.
    """
    places = await _places(tx, commune, who)
    some = (
        select(_person.id, _person.you, _person.language)
        .where(_person.id > after, _GETS, _meant(who, places, year))
        .order_by(_person.id)
        .limit(most)
        .subquery()
    )
    query = (
        select(some.c.id, some.c.you, some.c.language, _account.channel, _account.address)
        .join(_accounts, _account.person_id == some.c.id)
        .where(_account.unreachable_since.is_(None))
        .order_by(some.c.id, _account.met_at.desc().nulls_last(), _account.channel)
    )
    found: dict[int, Reached] = {}
    for row in await tx.execute(query):
        to = Recipient(row.id, row.channel, row.address)
        found.setdefault(row.id, Reached(to, row.you, row.language))
    return tuple(found.values())


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
        _role.role.in_(roles),
        one.c.id == _role.subject_id,
        one.c.gone_at.is_(None),
        one.c.place_code.in_(places),
        _is_so_far(who, one, year),
    )


def _in_place(
    who: Audience, roles: Sequence[str], places: Collection[str], year: int
) -> ColumnElement[bool]:
    """A head answers for the form of his village; staff, for none that can be asked about."""
    here = and_(
        _role.person_id == _person.id,
        _role.ended_at.is_(None),
        _role.role.in_(roles),
        _role.place_code.in_(places),
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
    fits = subject.c.kind.in_(list(kinds))
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
    return and_(fits, func.coalesce(form, literal("")).in_(states))


# ---- of whom nobody has come in


async def _nowhere(
    tx: Tx, who: Audience, places: Collection[str], year: int
) -> tuple[tuple[str, int], ...]:
    """How many households, clans, villages and units are meant whose people have no way in."""
    kinds = [kind for kind in audiences.NOWHERE if not who.roles or STANDS_FOR[kind] in who.roles]
    query = (
        select(_subject.kind, func.count().label("count"))
        .where(
            _subject.kind.in_(kinds),
            _subject.place_code.in_(places),
            _subject.gone_at.is_(None),
            _is_so_far(who, _subjects, year),
            ~_has_way_in(),
        )
        .group_by(_subject.kind)
    )
    found = {row.kind: row.count for row in await tx.execute(query)}
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


def _sum(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((which, 1), else_=0))
