"""Who we talk to, where that talk stands, and for whom each person may answer."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    bindparam,
    delete,
    exists,
    insert,
    or_,
    select,
    text,
    update,
)

from flows.events import MenuLine
from flows.reception import Person
from flows.rights import Holding
from storage import tables
from storage.database import Tx, insert_once, sheet
from storage.mail import Recipient
from storage.tables.mail import UNREAD

_people, _accounts, _roles = map(sheet, (tables.Person, tables.Account, tables.Role))
_person, _account, _role = _people.c, _accounts.c, _roles.c
_letter = sheet(tables.Letter).c

# The very words of its index, without which SQLite does not look there. What is in doubt counts:
# whoever speaks has seen it, if it came.
_UNREAD_LETTER = text(UNREAD)
_UNREAD = exists().where(
    _letter.channel == _account.channel, _letter.address == _account.address, _UNREAD_LETTER
)

_other = _accounts.alias("other")
_ELSEWHERE = exists().where(
    _other.c.person_id == _account.person_id,
    or_(_other.c.channel != _account.channel, _other.c.address != _account.address),
    or_(_account.met_at.is_(None), _other.c.met_at > _account.met_at),
)

_HELD = (
    select(
        _person.id,
        _person.name,
        _person.you,
        _person.language,
        _person.consent,
        _person.asking,
        _person.tips,
        _person.place_code,
        _person.assessment_id,
        _account.unreachable_since.is_not(None).label("was_unreachable"),
        _UNREAD.label("has_unread"),
        _ELSEWHERE.label("was_elsewhere"),
        _role.role,
        _role.subject_id,
        _role.place_code.label("role_place"),
    )
    .join_from(_accounts, _people, _account.person_id == _person.id)
    .outerjoin(_roles, and_(_role.person_id == _person.id, _role.ended_at.is_(None)))
    .where(_account.channel == bindparam("channel"), _account.address == bindparam("address"))
    .order_by(_role.id)
    .with_for_update(of=_people)
)


@dataclass(frozen=True, slots=True)
class Held:
    """A person held by this transaction, and the form in hand, if one is.

    `has_unread` says that notices sent to this address wait to be marked as read, `was_elsewhere`
    that this person has other addresses and was not met here last.
    """

    person: Person
    place_code: str | None
    assessment_id: int | None
    has_unread: bool = False
    was_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody we may write to, and how to speak to them."""

    recipient: Recipient
    you: str
    language: str


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


async def known(tx: Tx, channel: str, address: str) -> int | None:
    """The person at this address, None where we met nobody; nobody is met by it."""
    query = select(_account.person_id).where(
        _account.channel == channel, _account.address == address
    )
    return (await tx.execute(query)).scalar()


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
        await _becomes_citizen(tx, held, person.name, now)
    if changes:
        await tx.execute(update(tables.Person).where(_person.id == person.id).values(**changes))


async def take_up(tx: Tx, person_id: int, assessment_id: int | None) -> None:
    """Remember which form the person has in hand."""
    query = update(tables.Person).where(_person.id == person_id)
    await tx.execute(query.values(assessment_id=assessment_id))


async def who_answers(tx: Tx, subject_id: int) -> tuple[Reached, ...]:
    """Everyone who answers for this subject, each at the address met last that can be reached."""
    return await _reached(tx, _role.subject_id == subject_id)


async def who_heads(tx: Tx, role: str, place_code: str) -> tuple[Reached, ...]:
    """Everyone who holds that role in that place, each at the address met last."""
    return await _reached(tx, and_(_role.role == role, _role.place_code == place_code))


async def at_home(tx: Tx, person_id: int) -> tuple[Reached, ...]:
    """This person at the address met last; empty when none can be reached."""
    return await _reached(tx, _person.id == person_id)


async def _reached(tx: Tx, who: ColumnElement[bool]) -> tuple[Reached, ...]:
    query = (
        select(_person.id, _person.you, _person.language, _account.channel, _account.address)
        .join_from(_people, _accounts, _account.person_id == _person.id)
        .outerjoin(_roles, and_(_role.person_id == _person.id, _role.ended_at.is_(None)))
        .where(who, _account.unreachable_since.is_(None))
        .order_by(_person.id, _account.met_at.desc().nulls_last(), _account.channel)
    )
    found: dict[int, Reached] = {}
    for row in await tx.execute(query):
        to = Recipient(row.id, row.channel, row.address)
        found.setdefault(row.id, Reached(to, row.you, row.language))
    return tuple(found.values())


async def give_role(
    tx: Tx, person_id: int, holding: Holding, now: datetime, by: int | None = None
) -> None:
    """Let this person act so from now on; whoever may already gets nothing new."""
    if await holds(tx, person_id, holding):
        return
    values = {"person_id": person_id, "role": holding.role, "subject_id": holding.subject_id}
    place = holding.place_code or None
    await tx.execute(
        insert(tables.Role).values(**values, place_code=place, given_at=now, given_by=by)
    )


async def holds(tx: Tx, person_id: int, holding: Holding) -> bool:
    """Whether this person may act so."""
    known = (
        _role.person_id == person_id,
        _role.role == holding.role,
        _role.subject_id.is_not_distinct_from(holding.subject_id),
        _role.place_code.is_not_distinct_from(holding.place_code or None),
        _role.ended_at.is_(None),
    )
    return (await tx.execute(select(_role.id).where(*known))).first() is not None


async def end_role(tx: Tx, person_id: int, holding: Holding, now: datetime) -> bool:
    """This person acts so no longer; says whether they did until now."""
    ended = update(tables.Role).where(
        _role.person_id == person_id,
        _role.role == holding.role,
        _role.subject_id.is_not_distinct_from(holding.subject_id),
        _role.place_code.is_not_distinct_from(holding.place_code or None),
        _role.ended_at.is_(None),
    )
    return bool((await tx.execute(ended.values(ended_at=now))).rowcount)


async def meet_here(tx: Tx, channel: str, address: str, now: datetime) -> None:
    """From now on this is where the person was met last, and where letters go."""
    here = (_account.channel == channel, _account.address == address)
    await tx.execute(update(_accounts).where(*here).values(met_at=now))


async def mark_read(tx: Tx, channel: str, address: str, now: datetime) -> None:
    """Whoever says something has seen what was sent there before."""
    here = (_letter.channel == channel, _letter.address == address)
    unread = update(tables.Letter).where(*here, _UNREAD_LETTER)
    await tx.execute(unread.values(read_at=now))


async def _held(tx: Tx, channel: str, address: str) -> Held | None:
    rows = (await tx.execute(_HELD, {"channel": channel, "address": address})).all()
    if not rows:
        return None
    row = rows[0]
    if row.was_unreachable:
        here = (_account.channel == channel, _account.address == address)
        await tx.execute(update(tables.Account).where(*here).values(unreachable_since=None))
    lines = tuple(MenuLine(**line) for line in json.loads(row.asking)) if row.asking else ()
    person = Person(
        id=row.id,
        name=row.name,
        you=row.you,
        language=row.language,
        consent=row.consent,
        asking=lines,
        tips=row.tips,
        holdings=_holdings(rows),
    )
    return Held(
        person, row.place_code, row.assessment_id, bool(row.has_unread), bool(row.was_elsewhere)
    )


def _holdings(rows: Sequence[Row[Any]]) -> tuple[Holding, ...]:
    return tuple(
        Holding(row.role, row.subject_id, row.role_place or "") for row in rows if row.role
    )


async def _meet(tx: Tx, channel: str, address: str) -> None:
    """Write down somebody who is not on the roster; two first messages at once make one person."""
    made = await tx.execute(insert(tables.Person).returning(_person.id))
    person_id = made.scalar_one()
    known = {"channel": channel, "address": address, "person_id": person_id}
    if not await insert_once(tx, tables.Account, **known):
        await tx.execute(delete(tables.Person).where(_person.id == person_id))


async def _becomes_citizen(tx: Tx, held: Held, name: str, now: datetime) -> None:
    """Whoever gives a name may be assessed as a citizen."""
    person_id = held.person.id
    subject = {"kind": "citizen", "code": f"p{person_id}", "name": name}
    made = await tx.execute(
        insert(tables.Subject)
        .values(**subject, place_code=held.place_code)
        .returning(tables.Subject.id)
    )
    citizen_id = int(made.scalar_one())
    await give_role(tx, person_id, Holding("citizen", citizen_id), now)
    home = next((each for each in held.person.holdings if each.role == "household"), None)
    if home is not None:  # who came in by the invitation of a household is one of it
        belongs = {"member_id": citizen_id, "group_id": home.subject_id}
        await insert_once(tx, tables.Belongs, **belongs)
