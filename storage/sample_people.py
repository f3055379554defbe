"""The invented people who act by themselves in a demo, and the forms they answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, func, select

from storage import tables
from storage.database import Tx, sheet

_people, _accounts, _roles = map(sheet, (tables.Person, tables.Account, tables.Role))
_subjects, _assessments = sheet(tables.Subject), sheet(tables.Assessment)
_person, _account, _role = _people.c, _accounts.c, _roles.c
_subject, _assessment = _subjects.c, _assessments.c

MARK = " (mẫu)"
"""Ends the names of those who act by themselves; whoever has a phone of the demo is named else."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody invented in the role that matters; `subject_id` is his household's, None for none.

    `of` is the code of his household, or of the place he acts for.
    """

    of: str
    person_id: int
    name: str
    role: str
    address: str
    subject_id: int | None
    subject: str


async def actors(tx: Tx, channel: str) -> Mapping[str, Actor]:
    """Everybody who acts by himself, by the code of whom he acts for."""
    query = (
        select(
            func.coalesce(_subject.code, _role.place_code).label("of"),
            _person.id.label("person_id"),
            _person.name,
            _role.role,
            _account.address,
            _subject.id.label("subject_id"),
            func.coalesce(_subject.name, "").label("subject"),
        )
        .join_from(_people, _accounts, _account.person_id == _person.id)
        .join(_roles, and_(_role.person_id == _person.id, _role.ended_at.is_(None)))
        .outerjoin(_subjects, _subject.id == _role.subject_id)
        .where(_person.sample, _account.channel == channel, _person.name.endswith(MARK))
        .order_by(_role.id)
    )
    return {row.of: Actor(**row._mapping) for row in await tx.execute(query)}


async def forms(tx: Tx, title: str, year: int) -> Mapping[str, int]:
    """The forms of a title that sample subjects have, by the code of the subject."""
    query = (
        select(_subject.code, _assessment.id)
        .join_from(_assessments, _subjects, _subject.id == _assessment.subject_id)
        .where(_subject.sample, _assessment.title == title, _assessment.year == year)
    )
    return {row.code: row.id for row in await tx.execute(query)}
