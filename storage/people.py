"""Who we talk to, where that talk stands, and for whom each person may answer."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update

from flows.events import MenuLine
from flows.reception import Person
from storage import tables
from storage.database import Tx, insert_once, sheet

_people, _accounts = sheet(tables.Person), sheet(tables.Account)
_person, _account = _people.c, _accounts.c

_HELD = (
    select(
        _person.id,
        _person.name,
        _person.you,
        _person.role,
        _person.language,
        _person.consent,
        _person.asking,
        _person.tips,
        _person.place_code,
        _person.assessment_id,
        _account.unreachable_since.is_not(None).label("was_unreachable"),
    )
    .join_from(_accounts, _people, _account.person_id == _person.id)
    .where(_account.channel == bindparam("channel"), _account.address == bindparam("address"))
    .with_for_update(of=_people)
)


@dataclass(frozen=True, slots=True)
class Held:
    """A person held by this transaction, and the form in hand, if one is."""

    person: Person
    place_code: str | None
    assessment_id: int | None


async def hold(tx: Tx, channel: str, address: str) -> Held:
    """The person at this address, met or new, locked until `tx` ends.

    Two messages one person sends at once are therefore heard one after the other. Whoever speaks
    to us can be reached again.
    """
    found = await _held(tx, channel, address)
    if found is None:
        await _meet(tx, channel, address)
        found = await _held(tx, channel, address)
    if found is None:
        raise LookupError("a person just met is not there")
    return found


async def consent(tx: Tx, channel: str, address: str) -> str:
    """The consent text this person agreed to, "" for none."""
    query = (
        select(_person.consent)
        .join(tables.Account, _account.person_id == _person.id)
        .where(_account.channel == channel, _account.address == address)
    )
    return (await tx.execute(query)).scalar() or ""


async def save(tx: Tx, held: Held, person: Person, channel: str, now: datetime) -> None:
    """Write what changed about the person. A consent is written with its moment and channel."""
    before = held.person
    changes: dict[str, object] = {}
    if person.asking != before.asking:
        changes["asking"] = json.dumps([asdict(line) for line in person.asking], ensure_ascii=False)
    if person.tips != before.tips:
        changes["tips"] = person.tips
    if person.language != before.language:
        changes["language"] = person.language
    if person.consent != before.consent:
        changes |= {"consent": person.consent, "consented_at": now, "consent_channel": channel}
    if person.name != before.name:
        changes["name"] = person.name
        await _becomes_citizen(tx, held, person.name)
    if changes:
        await tx.execute(update(tables.Person).where(_person.id == person.id).values(**changes))


async def take_up(tx: Tx, person_id: int, assessment_id: int | None) -> None:
    """Remember which form the person has in hand."""
    query = update(tables.Person).where(_person.id == person_id)
    await tx.execute(query.values(assessment_id=assessment_id))


async def _held(tx: Tx, channel: str, address: str) -> Held | None:
    row = (await tx.execute(_HELD, {"channel": channel, "address": address})).first()
    if row is None:
        return None
    if row.was_unreachable:
        here = (_account.channel == channel, _account.address == address)
        await tx.execute(update(tables.Account).where(*here).values(unreachable_since=None))
    lines = tuple(MenuLine(**line) for line in json.loads(row.asking)) if row.asking else ()
    person = Person(row.id, row.name, row.you, row.role, row.language, row.consent, lines, row.tips)
    return Held(person, row.place_code, row.assessment_id)


async def _meet(tx: Tx, channel: str, address: str) -> None:
    """Write down somebody who is not on the roster; two first messages at once make one person."""
    made = await tx.execute(insert(tables.Person).returning(_person.id))
    person_id = made.scalar_one()
    known = {"channel": channel, "address": address, "person_id": person_id}
    if not await insert_once(tx, tables.Account, **known):
        await tx.execute(delete(tables.Person).where(_person.id == person_id))


async def _becomes_citizen(tx: Tx, held: Held, name: str) -> None:
    """Whoever gives a name may be assessed as a citizen."""
    person_id = held.person.id
    subject = {"kind": "citizen", "code": f"p{person_id}", "name": name}
    made = await tx.execute(
        insert(tables.Subject)
        .values(**subject, place_code=held.place_code)
        .returning(tables.Subject.id)
    )
    own = {"person_id": person_id, "subject_id": made.scalar_one()}
    await insert_once(tx, tables.SpeaksFor, **own)
