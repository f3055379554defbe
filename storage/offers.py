"""What each person may answer: his own forms, and those of neighbours he answers for."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from flows.assessment import TITLES
from flows.reception import Offer
from flows.rights import ANSWERED_FOR, Holding
from storage import tables
from storage.database import Tx, sheet
from storage.people import Held

_subjects = sheet(tables.Subject)
_subject, _assessment = _subjects.c, sheet(tables.Assessment).c
_belongs = sheet(tables.Belongs).c
_people = sheet(tables.Subject).alias("people").c

_MEMBERS = (
    select(func.count())
    .where(
        _belongs.group_id == _subject.id,
        _people.id == _belongs.member_id,
        _people.kind == "citizen",
    )
    .correlate(_subjects)
    .scalar_subquery()
)


async def listed(tx: Tx, held: Held, year: int) -> tuple[Offer, ...]:
    """What this person may answer: what is his own first, then a village head's neighbours.

    Of the neighbours the households and clans; their people are found through the household.
    """
    own, within = _reach(held.person.holdings)
    return await _offers(tx, year, own, or_(own, and_(within, _subject.kind != "citizen")))


async def one(tx: Tx, held: Held, subject_id: int, year: int) -> Offer | None:
    """The form of this subject, whoever's it is; None when it is not for this person."""
    own, within = _reach(held.person.holdings)
    found = await _offers(tx, year, own, and_(_subject.id == subject_id, or_(own, within)))
    return found[0] if found else None


async def of_household(tx: Tx, held: Held, subject_id: int, year: int) -> tuple[Offer, ...]:
    """The forms of the people of a household, for whoever may answer for them."""
    own, within = _reach(held.person.holdings)
    members = select(_belongs.member_id).where(_belongs.group_id == subject_id)
    there = and_(_subject.id.in_(members), _subject.kind == "citizen")
    return await _offers(tx, year, own, and_(there, or_(own, within)))


async def _offers(
    tx: Tx, year: int, own: ColumnElement[bool], which: ColumnElement[bool]
) -> tuple[Offer, ...]:
    this_year = and_(
        _assessment.subject_id == _subject.id,
        _assessment.title == case(TITLES, value=_subject.kind),
        _assessment.year == year,
    )
    query = (
        select(
            _subject.id,
            _subject.name,
            _subject.kind,
            _subject.code,
            _assessment.state,
            own.label("own"),
            _MEMBERS.label("members"),
        )
        .outerjoin(tables.Assessment, this_year)
        .where(_subject.kind.in_(TITLES), _subject.gone_at.is_(None), which)
        .order_by(own.desc(), _subject.kind, _subject.code)
    )
    return tuple(
        Offer(
            subject_id=row.id,
            subject=row.name,
            title=TITLES[row.kind],
            state=row.state or "",
            neighbour=not row.own,
            number=_house_number(row.code),
            members=row.members if row.kind == "household" else 0,
        )
        for row in await tx.execute(query)
    )


def _house_number(code: str) -> int | None:
    """The figures a code ends in: 7 of "MAU01-07"."""
    figures = code[len(code.rstrip("0123456789")) :]
    return int(figures) if figures else None


def _reach(holdings: Sequence[Holding]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """What is one's own, and what a village head may answer for others; as flows.rights has it."""
    subjects = [held.subject_id for held in holdings if held.subject_id is not None]
    villages = [held.place_code for held in holdings if held.role == "village_head"]
    communes = [held.place_code for held in holdings if held.role == "staff"]
    own = or_(
        _subject.id.in_(subjects),
        and_(_subject.kind == "village", _subject.place_code.in_(villages)),
        and_(_subject.kind == "commune", _subject.place_code.in_(communes)),
    )
    return own, and_(_subject.kind.in_(ANSWERED_FOR), _subject.place_code.in_(villages))
