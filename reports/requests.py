"""What people asked about their own data: what waits in a commune, and whose clock presses."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import or_, select

from flows.requests import Kind, Waiting, in_order
from storage.database import Tx
from storage.tables import Person, Place, Request


async def waiting(tx: Tx, commune: str, now: datetime) -> tuple[Waiting, ...]:
    """What waits in this commune, what runs out first leading. `now` carries the time zone.

    Who lives nowhere known is everybody's, or nobody would answer; who agreed again after he took
    his consent back waits for nothing.
    """
    query = (
        select(
            Request.id,
            Request.kind,
            Person.name,
            Place.name.label("place"),
            Person.phone,
            Request.note,
            Request.asked_at,
            Request.acknowledged_at,
        )
        .join(Person, Person.id == Request.person_id)
        .outerjoin(Place, Place.code == Person.place_code)
        .where(Request.done_at.is_(None), or_(Request.kind != "withdraw", Person.consent == ""))
        .where(
            or_(
                Person.place_code == commune,
                Place.parent_code == commune,
                Person.place_code.is_(None),
            )
        )
    )
    rows = (await tx.execute(query)).all()
    return in_order(
        Waiting(
            id=row.id,
            kind=cast(Kind, row.kind),
            name=row.name,
            place=row.place or "",
            phone=row.phone,
            note=row.note,
            asked=row.asked_at.astimezone(now.tzinfo).date(),
            acknowledged=heard.astimezone(now.tzinfo).date()
            if (heard := row.acknowledged_at)
            else None,
        )
        for row in rows
    )


async def pressing(tx: Tx, commune: str, now: datetime) -> tuple[Waiting, ...]:
    """Those of them that are late, or soon will be: for the digest of the day."""
    return tuple(one for one in await waiting(tx, commune, now) if one.presses(now.date()))


async def rows(tx: Tx) -> Sequence[Mapping[str, object]]:
    """One row for each request, oldest first; no names, no words of people.

    {request, kind, place, asked_at, acknowledged_at, done_at, outcome}, moments in ISO form or
    None; `place` is the name of where the person lives, "" for nowhere known.
    """
    query = (
        select(
            Request.id.label("request"),
            Request.kind,
            Place.name.label("place"),
            Request.asked_at,
            Request.acknowledged_at,
            Request.done_at,
            Request.outcome,
        )
        .join(Person, Person.id == Request.person_id)
        .outerjoin(Place, Place.code == Person.place_code)
        .order_by(Request.id)
    )
    found = (await tx.execute(query)).mappings()
    return [
        {
            **row,
            "place": row["place"] or "",
            **{name: _iso(row[name]) for name in ("asked_at", "acknowledged_at", "done_at")},
            "outcome": row["outcome"].partition("\n")[0],
        }
        for row in found
    ]


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
