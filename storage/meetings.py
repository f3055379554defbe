"""Village meetings: one open in each village, what was written down of it, and the votes."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, delete, exists, func, insert, or_, select
from sqlalchemy import update as change_rows
from sqlalchemy.orm import aliased

from flows.meeting import PASSING, Ballot, Item, Meeting, in_order
from flows.rights import Target
from storage import database, places, tables
from storage.database import Tx, sheet
from storage.moves import By

_meetings, _votes = sheet(tables.Meeting), sheet(tables.Vote)
_assessments, _subjects = sheet(tables.Assessment), sheet(tables.Subject)
_places, _packs = sheet(tables.Place), sheet(tables.Pack)
_meeting, _vote, _place = _meetings.c, _votes.c, _places.c
_assessment, _subject = _assessments.c, _subjects.c

OVER = ("closed", "posted")
"""States of a meeting that decided, and whose list the village still has."""


async def about(tx: Tx, meeting_id: int) -> Target:
    """The village of a meeting and what lies above it. Raises LookupError."""
    query = select(_meeting.place_code).where(_meeting.id == meeting_id)
    code = (await tx.execute(query)).scalar()
    if code is None:
        raise LookupError(f"there is no meeting {meeting_id}")
    return await places.of_place(tx, code)


async def load(tx: Tx, meeting_id: int) -> Meeting:
    """The meeting, held for this transaction: two heads take turns. Raises LookupError."""
    query = _whole().where(_meeting.id == meeting_id).with_for_update(of=_meetings)
    row = (await tx.execute(query)).first()
    if row is None:
        raise LookupError(f"there is no meeting {meeting_id}")
    return _read(row)


async def posted(tx: Tx, token: str) -> Meeting | None:
    """The meeting whose list was posted under this token; None where none was."""
    there = (_meeting.token == token, _meeting.posted_until.is_not(None))
    row = (await tx.execute(_whole().where(*there))).first()
    return _read(row) if row else None


async def under_way(tx: Tx, village: str, year: int) -> Meeting | None:
    """The open meeting of this village, if there is one."""
    row = (await tx.execute(_of(village, year).where(_meeting.state == "open"))).first()
    return _read(row) if row else None


async def over(tx: Tx, village: str, year: int) -> tuple[Meeting, ...]:
    """Meetings that decided and whose list was not handed over yet, oldest first."""
    query = _of(village, year).where(_meeting.state.in_(OVER)).order_by(_meeting.id)
    return tuple(map(_read, await tx.execute(query)))


async def begin(tx: Tx, village: str, year: int, by: By) -> Meeting:
    """The open meeting of this village: the one there is, or a new one."""
    # Two heads who begin at once wait here for each other; the second finds the meeting.
    await tx.execute(select(_place.code).where(_place.code == village).with_for_update())
    found = await under_way(tx, village, year)
    if found is not None:
        return found
    made = await tx.execute(
        insert(tables.Meeting)
        .values(
            place_code=village,
            year=year,
            state="open",
            passing=PASSING,
            token=secrets.token_urlsafe(16),
            opened_at=by.now,
            opened_by=by.person_id,
        )
        .returning(_meeting.id)
    )
    return await load(tx, made.scalar_one())


async def change(tx: Tx, meeting_id: int, **columns: object) -> None:
    """Write down what was said about the meeting; the last word counts."""
    query = change_rows(tables.Meeting).where(_meeting.id == meeting_id)
    await tx.execute(query.values(**columns))


async def close(tx: Tx, meeting_id: int, now: datetime) -> None:
    """It has decided."""
    await change(tx, meeting_id, state="closed", closed_at=now)


async def post(tx: Tx, meeting_id: int, until: date, now: datetime) -> None:
    """Put its list up, through the day `until`."""
    await change(tx, meeting_id, state="posted", posted_at=now, posted_until=until)


async def items(tx: Tx, meeting: Meeting) -> tuple[Item, ...]:
    """What an open meeting has before it: all that waits in the village, and all it voted on."""
    here = and_(_subject.place_code == meeting.village, _assessment.year == meeting.year)
    waits = and_(here, _assessment.state == "submitted")
    query = _items(meeting.id).where(or_(waits, _vote.meeting_id.is_not(None)))
    return in_order(map(_item, await tx.execute(query)))


async def waiting(tx: Tx, village: str, year: int) -> int:
    """How many assessments wait for a meeting of this village."""
    query = (
        select(func.count())
        .select_from(_assessments)
        .join(_subjects, _subject.id == _assessment.subject_id)
        .where(_subject.place_code == village, _assessment.year == year)
        .where(_assessment.state == "submitted")
    )
    return (await tx.execute(query)).scalar_one()


async def decided(tx: Tx, meeting: Meeting) -> tuple[Item, ...]:
    """What this meeting decided on, except what a later one decided anew."""
    query = _items(meeting.id).where(_vote.meeting_id.is_not(None), ~_decided_again(meeting.id))
    return in_order(map(_item, await tx.execute(query)))


async def vote(tx: Tx, meeting_id: int, ballots: Mapping[int, Ballot | None]) -> None:
    """Write down these ballots by assessment, over earlier ones; None takes one back."""
    gone = [number for number, ballot in ballots.items() if ballot is None]
    if gone:
        mine = delete(tables.Vote).where(_vote.meeting_id == meeting_id)
        await tx.execute(mine.where(_vote.assessment_id.in_(gone)))
    rows = [
        {
            "meeting_id": meeting_id,
            "assessment_id": number,
            "revision": ballot.revision,
            "in_favour": ballot.in_favour,
            "passed": ballot.passed,
            "reason": ballot.reason,
        }
        for number, ballot in ballots.items()
        if ballot is not None
    ]
    await database.put(tx, tables.Vote, rows)


def _whole() -> Select[*tuple[Any, ...]]:
    """A meeting with the name of its village and how many households that has."""
    households = (
        select(func.count())
        .where(_subject.kind == "household", _subject.gone_at.is_(None))
        .where(_subject.place_code == _meeting.place_code)
        .scalar_subquery()
    )
    named = select(_meetings, _place.name.label("place"), households.label("households"))
    return named.join(_places, _place.code == _meeting.place_code)


def _of(village: str, year: int) -> Select[*tuple[Any, ...]]:
    return _whole().where(_meeting.place_code == village, _meeting.year == year)


def _read(row: Row[*tuple[Any, ...]]) -> Meeting:
    return Meeting(
        id=row.id,
        village=row.place_code,
        place=row.place,
        year=row.year,
        state=row.state,
        held_on=row.held_on,
        attendees=row.attendees,
        representatives=row.representatives,
        secretary=row.secretary,
        passing=row.passing,
        minutes=tuple(row.minutes.split()),
        token=row.token,
        posted_until=row.posted_until,
        households=row.households,
    )


def _items(meeting_id: int) -> Select[*tuple[Any, ...]]:
    """Assessments with how this meeting voted on them, if it did."""
    columns = (
        *(_assessment.id, _assessment.subject_id, _subject.name, _assessment.title),
        *(_assessment.state, _assessment.revision, _packs.c.official),
        *(_assessment.points, _assessment.most, _assessment.level),
    )
    ours = and_(_vote.assessment_id == _assessment.id, _vote.meeting_id == meeting_id)
    ballot = (_vote.revision.label("voted"), _vote.in_favour, _vote.passed, _vote.reason)
    return (
        select(*columns, *ballot)
        .join_from(_assessments, _subjects, _subject.id == _assessment.subject_id)
        .join(_packs, _packs.c.id == _assessment.pack_id)
        .outerjoin(_votes, ours)
        .order_by(_subject.code, _assessment.id)
    )


def _item(row: Row[*tuple[Any, ...]]) -> Item:
    voted = row.voted is not None
    return Item(
        assessment_id=row.id,
        subject_id=row.subject_id,
        subject=row.name,
        title=row.title,
        state=row.state,
        revision=row.revision,
        points=row.points,
        most=row.most,
        level=row.level,
        official=row.official,
        ballot=Ballot(row.voted, row.passed, row.in_favour, row.reason) if voted else None,
    )


def _decided_again(meeting_id: int) -> ColumnElement[bool]:
    """Whether a later meeting that is not open any more voted on the same assessment."""
    later, theirs = aliased(tables.Meeting), aliased(tables.Vote)
    return exists().where(
        theirs.assessment_id == _assessment.id,
        theirs.meeting_id > meeting_id,
        later.id == theirs.meeting_id,
        later.state != "open",
    )
