"""What is kept about one person, in short: as a screen tells it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Any, cast

from sqlalchemy import Row, Select, case, func, select

from flows.mydata import Mine, MyForm, MyRequest
from flows.requests import Kind
from storage.database import Tx
from storage.tables import (
    Account,
    Assessment,
    Evidence,
    Person,
    Place,
    Request,
    Role,
    Subject,
)

Rows = Sequence[Mapping[str, Any]]
"""Rows of a table by the names of their columns, oldest first."""


async def overview(tx: Tx, person_id: int, zone: tzinfo) -> Mine:
    """What is kept; days are those in `zone`. Raises LookupError."""
    person = await whom(tx, person_id)
    roles = await rows_of(tx, ROLES.where(Role.person_id == person_id, Role.ended_at.is_(None)))
    accounts = await rows_of(tx, ACCOUNTS.where(Account.person_id == person_id))
    asked = select(Request.id, Request.kind, Request.asked_at).where(
        Request.person_id == person_id, Request.done_at.is_(None)
    )
    return Mine(
        name=person.name,
        phone=person.phone,
        birth_year=person.birth_year,
        answers_for=tuple(
            dict.fromkeys(
                row["subject"] for row in roles if row["subject"] and row["role"] != "citizen"
            )
        ),
        roles=tuple((row["role"], row["place"]) for row in roles if row["place"]),
        channels=tuple(dict.fromkeys(row["channel"] for row in accounts)),
        consent=person.consent,
        agreed=_day(person.consented_at, zone),
        muted=_day(person.muted_at, zone),
        forms=tuple(form_of(row) for row in await tx.execute(forms_of(person_id))),
        asked=tuple(
            MyRequest(row.id, cast(Kind, row.kind), row.asked_at.astimezone(zone).date())
            for row in await tx.execute(asked.order_by(Request.id))
        ),
    )


async def whom(tx: Tx, person_id: int) -> Row[*tuple[Any, ...]]:
    """The person's own row, with the name of where he lives. Raises LookupError."""
    query = (
        select(
            Person.name,
            Person.phone,
            Person.birth_year,
            Person.consent,
            Person.consented_at,
            Person.muted_at,
            Person.language,
            Person.you,
            Place.name.label("place"),
        )
        .outerjoin(Place, Place.code == Person.place_code)
        .where(Person.id == person_id)
    )
    row = (await tx.execute(query)).first()
    if row is None:
        raise LookupError(f"there is no person {person_id}")
    return row


def subjects_of(person_id: int) -> Select[int | None]:
    """Whom this person answers for now."""
    return select(Role.subject_id).where(
        Role.person_id == person_id, Role.ended_at.is_(None), Role.subject_id.is_not(None)
    )


def forms_of(person_id: int) -> Select[*tuple[Any, ...]]:
    """The forms of every subject this person answers for now, the newest first."""
    photos = (
        select(func.count())
        .where(Evidence.assessment_id == Assessment.id)
        .correlate(Assessment)
        .scalar_subquery()
    )
    return (
        select(
            Assessment.id,
            Assessment.revision,
            Subject.name,
            Subject.kind,
            Assessment.title,
            Assessment.year,
            Assessment.state,
            func.coalesce(Assessment.verified_points, Assessment.points).label("points"),
            Assessment.most,
            photos.label("photos"),
            Assessment.pack_id,
            Assessment.how,
            Assessment.respondent,
        )
        .join(Subject, Subject.id == Assessment.subject_id)
        .where(Subject.id.in_(subjects_of(person_id)))
        .order_by(Assessment.year.desc(), case((Subject.kind == "citizen", 0), else_=1))
        .order_by(Assessment.id)
    )


def form_of(row: Row[*tuple[Any, ...]]) -> MyForm:
    """A row of `forms_of` as a value."""
    return MyForm(
        id=row.id,
        revision=row.revision,
        subject=row.name,
        is_own=row.kind == "citizen",
        title=row.title,
        year=row.year,
        state=row.state,
        points=row.points,
        most=row.most,
        photos=row.photos,
    )


async def rows_of(tx: Tx, query: Select[*tuple[Any, ...]]) -> Sequence[Mapping[str, Any]]:
    """The rows of a query by the names of their columns."""
    return [dict(row) for row in (await tx.execute(query)).mappings()]


def _day(moment: datetime | None, zone: tzinfo) -> date | None:
    return moment.astimezone(zone).date() if moment else None


# The address of a page is the key to it, and a copy may be shown around.
_ADDRESS = case((Account.channel == "web", ""), else_=Account.address).label("address")
ACCOUNTS = select(Account.channel, _ADDRESS, Account.met_at).order_by(
    Account.met_at.desc().nulls_last(), Account.channel
)
ROLES = (
    select(
        Role.role,
        Subject.name.label("subject"),
        Place.name.label("place"),
        Role.given_at,
        Role.ended_at,
    )
    .outerjoin(Subject, Subject.id == Role.subject_id)
    .outerjoin(Place, Place.code == Role.place_code)
    .order_by(Role.id)
)
