"""What is not finished in a commune's year: its forms, and what lies in its places."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)

from flows.assessment import TITLES
from flows.reminding import Who
from flows.rights import STANDS_FOR
from reports.answering import FITTEST, people_of, with_people
from reports.reminded import Memory
from storage.database import Tx, sheet
from storage.meetings import OVER
from storage.tables import Assessment, Meeting, Place, Reminder, Role, Subject

_places, _subjects, _assessments = map(sheet, (Place, Subject, Assessment))
_roles = sheet(Role)
_place, _subject, _assessment = _places.c, _subjects.c, _assessments.c
_role = _roles.c
_reminder, _meeting = sheet(Reminder).c, sheet(Meeting).c

THING = 9
"""Columns of a thing, before those of its people."""
OWN, HEADED = ("citizen", "household", "clan", "unit"), ("village", "commune")
"""Kinds of subjects that somebody answers for by name, and those whose head or staff does."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One form, with everybody who answers for it by a role of his own.

    `state` is "" where nothing was begun, `place` the code of the village or commune it lies in.
    `told` says that it was reminded of already.
    """

    subject_id: int
    kind: str
    name: str
    phone: str
    place: str
    place_name: str
    assessment_id: int | None
    state: str
    told: bool
    people: tuple[Who, ...] = ()

    @property
    def about(self) -> str:
        """What it is called in the memory of the reminders."""
        return f"s{self.subject_id}"

    @property
    def title(self) -> str:
        """The title it is about."""
        return TITLES[self.kind]

    @property
    def reached(self) -> bool:
        """Whether anybody who answers for it has a phone that takes our letters."""
        return any(one.reachable for one in self.people)

    def without(self, people: Collection[int]) -> "Thing":
        """The same without these people (by number): who asks knows it himself."""
        others = tuple(one for one in self.people if one.person_id not in people)
        return replace(self, people=others)


@dataclass(frozen=True, slots=True)
class Lying:
    """The forms that lie in one place by state; the commune's own form is not counted.

    `meeting` is the oldest meeting whose list may go to the commune and has not gone.
    """

    code: str
    name: str
    is_village: bool
    states: Mapping[str, int]
    meeting: int | None = None

    @property
    def about(self) -> str:
        """What it is called in the memory of the reminders."""
        return f"p{self.code}"

    def count(self, *states: str) -> int:
        """How many forms are in one of these states."""
        return sum(self.states.get(state, 0) for state in states)


async def things(
    tx: Tx,
    commune: str,
    year: int,
    states: Sequence[str] | None = None,
    memory: Memory | None = None,
    *,
    anew: bool = True,
) -> list[Thing]:
    """The forms of a commune in these states (None: in all), each with its people.

    What `memory` knows is left out; not `anew`, it is there and marked as `told`.
    """
    query = _forms(year, memory, anew=anew).where(_within(commune))
    if states is not None:
        query = query.where(func.coalesce(_assessment.state, "").in_(states))
    return await _with_people(tx, query)


async def thing(tx: Tx, subject_id: int, year: int) -> Thing | None:
    """The form of one subject, however far it is; None when the roster no longer names it."""
    query = _forms(year, None, anew=False).where(_subject.id == subject_id)
    return next(iter(await _with_people(tx, query)), None)


async def homes(tx: Tx, village: str, year: int, states: Sequence[str]) -> list[Thing]:
    """The households of a village whose form is in one of these states, as the roster has them."""
    query = _forms(year, None, anew=False).where(
        _place.code == village,
        _subject.kind == "household",
        func.coalesce(_assessment.state, "").in_(states),
    )
    return await _with_people(tx, query)


async def lying(tx: Tx, commune: str, year: int, today: date) -> dict[str, Lying]:
    """What lies in the commune and in each of its villages, by code; nothing for empty ones."""
    query = (
        select(_place.code, _place.name, _place.kind, _assessment.state, func.count().label("n"))
        .join_from(_places, _subjects, _subject.place_code == _place.code)
        .join(_assessments, _this_year(year))
        .where(_within(commune), _subject.kind != "commune")
        .group_by(_place.code, _place.name, _place.kind, _assessment.state)
        .order_by(_place.code)
    )
    found: dict[str, Lying] = {}
    for row in await tx.execute(query):
        known = found.get(row.code, Lying(row.code, row.name, row.kind == "village", {}))
        found[row.code] = replace(known, states={**known.states, row.state: row.n})
    for row in await tx.execute(_lists(commune, year, today)):
        known = found.get(row.code, Lying(row.code, row.name, is_village=True, states={}))
        found[row.code] = replace(known, meeting=row.meeting)
    return found


async def villages(tx: Tx, commune: str) -> dict[str, str]:
    """The names of the commune's villages by code."""
    query = select(_place.code, _place.name).where(
        _place.parent_code == commune, _place.kind == "village", _place.valid_to.is_(None)
    )
    return {row.code: row.name for row in await tx.execute(query.order_by(_place.code))}


def _forms(year: int, memory: Memory | None, *, anew: bool) -> Select[*tuple[Any, ...]]:
    """Every form on the roster; of those that `memory` knows the mark `told`, or nothing."""
    told: ColumnElement[bool] = false()
    if memory is not None:
        about = literal("s") + cast(_subject.id, String)
        told = exists().where(_reminder.about == about, *memory.knows()).correlate(_subjects)
    query = (
        select(
            _subject.id.label("subject_id"),
            _subject.kind,
            _subject.name,
            _subject.phone,
            _place.code.label("place"),
            _place.name.label("place_name"),
            _assessment.id.label("assessment_id"),
            func.coalesce(_assessment.state, "").label("state"),
            (false() if anew else told).label("told"),
        )
        .join_from(_subjects, _places, _place.code == _subject.place_code)
        .outerjoin(_assessments, _this_year(year))
        .where(_subject.gone_at.is_(None))
        .order_by(_subject.code, _subject.id, *FITTEST)
    )
    return query.where(~told) if anew and memory is not None else query


async def _with_people(tx: Tx, query: Select[*tuple[Any, ...]]) -> list[Thing]:
    """The forms, each with its people, in two queries.

    In one, an OR between two columns of the roles would use the index of neither.
    """
    by_name = _role.subject_id == _subject.id
    by_place = and_(
        _role.place_code == _subject.place_code,
        _role.role == case(dict(STANDS_FOR), value=_subject.kind),
    )
    found: list[Thing] = []
    for kinds, theirs in ((OWN, by_name), (HEADED, by_place)):
        roles = query.outerjoin(_roles, and_(theirs, _role.ended_at.is_(None)))
        rows = await tx.execute(with_people(roles).where(_subject.kind.in_(kinds)))
        found += _grouped(rows)
    return found


def _grouped(rows: Iterable[Row[Any]]) -> list[Thing]:
    """A thing for each run of rows with one subject."""
    # Rows as tuples: there is one for each of 100,000 people, and a column by name costs a look-up.
    found: list[Thing] = []
    for _, run in groupby(rows, key=itemgetter(0)):
        theirs = list(run)
        row: tuple[Any, ...] = (*theirs[0][:THING], people_of(theirs, THING))
        found.append(Thing(*row))
    return found


def _lists(commune: str, year: int, today: date) -> Select[str, str, int]:
    """Villages with a list that may go to the commune: never posted, or taken down again."""
    may_go = or_(_meeting.posted_until.is_(None), _meeting.posted_until < today)
    return (
        select(_place.code, _place.name, func.min(_meeting.id).label("meeting"))
        .join_from(_places, sheet(Meeting), _meeting.place_code == _place.code)
        .where(_within(commune), _meeting.year == year, _meeting.state.in_(OVER), may_go)
        .group_by(_place.code, _place.name)
    )


def _within(commune: str) -> ColumnElement[bool]:
    return or_(_place.code == commune, _place.parent_code == commune)


def _this_year(year: int) -> ColumnElement[bool]:
    return and_(
        _assessment.subject_id == _subject.id,
        _assessment.title == case(dict(TITLES), value=_subject.kind),
        _assessment.year == year,
    )
