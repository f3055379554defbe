"""What is not finished in a commune's year, and everybody who answers for it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
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
from reports.reminded import Memory
from storage.chunks import chunks
from storage.database import Tx, sheet
from storage.meetings import OVER
from storage.tables import (
    Account,
    Answer,
    Assessment,
    Meeting,
    Move,
    Person,
    Place,
    Reminder,
    Role,
    Subject,
)

_places, _subjects, _assessments = map(sheet, (Place, Subject, Assessment))
_people, _accounts, _roles = map(sheet, (Person, Account, Role))
_place, _subject, _assessment = _places.c, _subjects.c, _assessments.c
_person, _account, _role = _people.c, _accounts.c, _roles.c
_reminder, _meeting = sheet(Reminder).c, sheet(Meeting).c

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


async def heads(tx: Tx, role: str, codes: Sequence[str]) -> dict[str, tuple[Who, ...]]:
    """Everybody who holds that role in each of these places."""
    found: dict[str, list[Row[Any]]] = {}
    for some in chunks(codes):
        query = (
            _who(select(_role.place_code.label("at")).select_from(_roles))
            .where(_role.role == role, _role.place_code.in_(some), _role.ended_at.is_(None))
            .order_by(_role.place_code, _person.id)
        )
        for row in await tx.execute(query):
            found.setdefault(row.at, []).append(row)
    return {code: _people_of(rows) for code, rows in found.items()}


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
        .order_by(_subject.code, _subject.id, _person.id)
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
        rows = await tx.execute(_who(roles).where(_subject.kind.in_(kinds)))
        found += _grouped(rows)
    return found


def _who(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The same with the person of each role, a row for each of his addresses."""
    return (
        query.outerjoin(_people, and_(_person.id == _role.person_id, _person.gone_at.is_(None)))
        .outerjoin(_accounts, _account.person_id == _person.id)
        .add_columns(
            _person.id.label("person_id"),
            _person.name.label("person"),
            _person.you,
            _person.language,
            _person.phone.label("person_phone"),
            _account.channel,
            _account.address,
            _account.met_at,
            _account.unreachable_since,
        )
    )


def _grouped(rows: Iterable[Row[Any]]) -> list[Thing]:
    """A thing for each run of rows with one subject."""
    found: list[tuple[Row[Any], list[Row[Any]]]] = []
    for row in rows:
        if not found or found[-1][0].subject_id != row.subject_id:
            found.append((row, []))
        found[-1][1].append(row)
    return [
        Thing(
            subject_id=row.subject_id,
            kind=row.kind,
            name=row.name,
            phone=row.phone,
            place=row.place,
            place_name=row.place_name,
            assessment_id=row.assessment_id,
            state=row.state,
            told=bool(row.told),
            people=_people_of(theirs),
        )
        for row, theirs in found
    ]


def _people_of(rows: Iterable[Row[Any]]) -> tuple[Who, ...]:
    """Each person of these rows once, at the address that can be reached and was met last."""
    best: dict[int, Who] = {}
    for row in rows:
        if row.person_id is None:
            continue
        one = Who(
            person_id=row.person_id,
            name=row.person,
            you=row.you,
            language=row.language,
            phone=row.person_phone,
            channel=row.channel or "",
            address=row.address or "",
            met_at=row.met_at,
            reachable=bool(row.channel) and row.unreachable_since is None,
        )
        known = best.get(one.person_id)
        best[one.person_id] = one if known is None else max(known, one, key=_fitness)
    return tuple(best.values())


def _fitness(one: Who) -> tuple[bool, bool, float]:
    met = one.met_at.timestamp() if one.met_at else 0.0
    return one.reachable, one.met_at is not None, met


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
