"""What people ask about their own data: written down, acknowledged, settled once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, Select, insert, select, update

from flows.assessment import EDITABLE
from flows.requests import Kind, Outcome
from storage import moves, muting, tables
from storage.database import Tx, sheet
from storage.moves import By, Seen

_requests, _people, _places = map(sheet, (tables.Request, tables.Person, tables.Place))
_request, _person, _place = _requests.c, _people.c, _places.c
_assessment, _role = sheet(tables.Assessment).c, sheet(tables.Role).c


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. `place_code` is where the person lives, None for nowhere known.

    `outcome` is "" while it is open; `answer` what the person was told then.
    """

    id: int
    person_id: int
    kind: Kind
    note: str
    asked_at: datetime
    acknowledged_at: datetime | None
    done_at: datetime | None
    outcome: str
    answer: str
    name: str
    phone: str
    place_code: str | None
    place: str
    agrees: bool

    @property
    def is_open(self) -> bool:
        """Whether somebody waits for it: whoever agrees again has nothing stopped any more."""
        return self.done_at is None and not (self.kind == "withdraw" and self.agrees)


async def ask(tx: Tx, person_id: int, kind: Kind, note: str, now: datetime) -> int:
    """Write a request down; its number."""
    made = await tx.execute(
        insert(tables.Request)
        .values(person_id=person_id, kind=kind, note=note, asked_at=now)
        .returning(_request.id)
    )
    return int(made.scalar_one())


async def load(tx: Tx, number: int) -> Asked:
    """The request. Raises LookupError."""
    row = (await tx.execute(_whole().where(_request.id == number))).first()
    if row is None:
        raise LookupError(f"there is no request {number}")
    return _read(row)


async def of(tx: Tx, person_id: int) -> Sequence[Asked]:
    """What this person ever asked for, newest first."""
    query = _whole().where(_request.person_id == person_id).order_by(_request.id.desc())
    return [_read(row) for row in await tx.execute(query)]


async def acknowledge(tx: Tx, number: int, by: By) -> bool:
    """Write down that the person is told it arrived; false where somebody did before."""
    still = update(tables.Request).where(
        _request.id == number, _request.acknowledged_at.is_(None), _request.done_at.is_(None)
    )
    heard = {"acknowledged_at": by.now, "acknowledged_by": by.person_id}
    return bool((await tx.execute(still.values(**heard))).rowcount)


async def settle(tx: Tx, number: int, outcome: Outcome, answer: str, by: By) -> bool:
    """It is done, refused or taken back; false where it was settled before."""
    await acknowledge(tx, number, by)
    still = update(tables.Request).where(_request.id == number, _request.done_at.is_(None))
    text = f"{outcome}\n{answer}".rstrip()
    done = {"done_at": by.now, "done_by": by.person_id, "outcome": text}
    return bool((await tx.execute(still.values(**done))).rowcount)


async def end_consent(tx: Tx, person_id: int) -> str:
    """From now on nothing more of this person is kept; gives what was agreed to, and when.

    Forms not handed in wait, until he agrees again or takes them up.
    """
    columns = select(_person.consent, _person.consented_at).where(_person.id == person_id)
    row = (await tx.execute(columns)).one()
    blank = {"consent": "", "consented_at": None, "consent_channel": ""}
    await tx.execute(update(tables.Person).where(_person.id == person_id).values(**blank))
    await muting.take_back(tx, person_id)
    subjects = select(_role.subject_id).where(
        _role.person_id == person_id, _role.ended_at.is_(None), _role.subject_id.is_not(None)
    )
    theirs = update(tables.Assessment).where(
        _assessment.subject_id.in_(subjects), _assessment.state.in_(EDITABLE)
    )
    await tx.execute(theirs.values(paused=True))
    since = f"{row.consented_at:%Y-%m-%dT%H:%MZ}" if row.consented_at else ""
    return f"{row.consent} {since}".strip()


async def agreed_again(tx: Tx, by: By) -> None:
    """Close what this person asked for when he took his consent back, if he agrees again."""
    for one in await of(tx, by.person_id):
        if one.kind == "withdraw" and one.done_at is None and one.agrees:
            await settle(tx, one.id, "taken_back", "", by)


async def withdraw_form(tx: Tx, seen: Seen, by: By) -> None:
    """Take a form out of the year's work; nobody has it in hand any more.

    Raises NotAllowed, and Stale when it is not as seen.
    """
    await moves.move(tx, seen, "withdraw", by, {"held_by": None, "held_until": None})
    in_hand = update(tables.Person).where(_person.assessment_id == seen.id)
    await tx.execute(in_hand.values(assessment_id=None))


def _whole() -> Select[*tuple[Any, ...]]:
    return (
        select(_requests, _person.name, _person.phone, _person.place_code, _person.consent)
        .add_columns(_place.name.label("place"))
        .join_from(_requests, _people, _person.id == _request.person_id)
        .outerjoin(_places, _place.code == _person.place_code)
    )


def _read(row: Row[*tuple[Any, ...]]) -> Asked:
    outcome, _, answer = row.outcome.partition("\n")
    return Asked(
        id=row.id,
        person_id=row.person_id,
        kind=cast(Kind, row.kind),
        note=row.note,
        asked_at=row.asked_at,
        acknowledged_at=row.acknowledged_at,
        done_at=row.done_at,
        outcome=outcome,
        answer=answer,
        name=row.name,
        phone=row.phone,
        place_code=row.place_code,
        place=row.place or "",
        agrees=bool(row.consent),
    )
