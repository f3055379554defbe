"""Who is on the list: places, subjects, people and their addresses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, insert, or_, select

from flows.rights import Holding, Role
from flows.sample import SampleCommune, SampleVillage
from storage import people, tables
from storage.database import Tx, insert_missing, insert_once, sheet

_account = sheet(tables.Account).c
_person = sheet(tables.Person).c
_place = sheet(tables.Place).c
_subject = sheet(tables.Subject).c
_above = sheet(tables.Place).alias("above")


@dataclass(frozen=True, slots=True)
class Chatter:
    """The person behind an address, as a page shows them: `places` from the smallest upwards."""

    name: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """An invented person; `role` is the one that matters most.

    `household` is the code of the one they answer for, or "". `citizen` says whether they are
    assessed as a citizen too.
    """

    name: str
    role: Role
    place_code: str
    household: str = ""
    citizen: bool = True


async def chatter(tx: Tx, channel: str, address: str) -> Chatter | None:
    """Who may talk from this address; None when nobody was given it."""
    query = (
        select(_person.name, _place.name.label("place"), _above.c.name.label("above"))
        .join(tables.Account, _account.person_id == _person.id)
        .outerjoin(tables.Place, _place.code == _person.place_code)
        .outerjoin(_above, _above.c.code == _place.parent_code)
        .where(_account.channel == channel, _account.address == address)
    )
    row = (await tx.execute(query)).first()
    return None if row is None else Chatter(row.name, tuple(filter(None, (row.place, row.above))))


async def commune(tx: Tx) -> tuple[str, str] | None:
    """Name and area class of the commune this database belongs to."""
    row = (
        await tx.execute(select(_place.name, _place.area).where(_place.kind == "commune"))
    ).first()
    return None if row is None else (row.name, row.area)


async def enrol_sample(tx: Tx, sample: SampleCommune) -> bool:
    """Write the sample commune into an empty database; say whether it was empty."""
    if not await _is_empty(tx):
        return False
    places = [_place_row(sample.code, sample.name, "commune", None, sample.area)]
    places += [_place_row(v.code, v.name, "village", sample.code, "") for v in sample.villages]
    await insert_missing(tx, tables.Place, places)
    for village in sample.villages:
        await insert_missing(tx, tables.Subject, _households(village))
    return True


async def _is_empty(tx: Tx) -> bool:
    """Whether nobody and nothing is written down yet."""
    known = (exists().select_from(table) for table in (tables.Place, tables.Subject, tables.Person))
    return not (await tx.execute(select(or_(*known)))).scalar_one()


async def sample_phones(tx: Tx, channel: str) -> list[tuple[str, str]]:
    """(name, address) of the sample people on `channel`, in the order they were written."""
    query = (
        select(_person.name, _account.address)
        .join(tables.Account, _account.person_id == _person.id)
        .where(_account.channel == channel, _person.sample)
        .order_by(_person.id)
    )
    return [(row.name, row.address) for row in await tx.execute(query)]


async def enrol(tx: Tx, person: SamplePerson, channel: str, address: str, now: datetime) -> int:
    """Write down a sample person with an address. Returns the person's id.

    Who is assessed as a citizen answers for that; who has a household answers for it too.
    """
    made = await tx.execute(
        insert(tables.Person)
        .values(name=person.name, place_code=person.place_code, sample=True)
        .returning(_person.id)
    )
    person_id = int(made.scalar_one())
    await insert_once(tx, tables.Account, channel=channel, address=address, person_id=person_id)
    holdings: list[Holding] = []
    if person.citizen:
        citizen = await _citizen(tx, person_id, person.name, person.place_code)
        holdings.append(Holding("citizen", citizen))
    if person.household:
        query = select(_subject.id).where(_subject.code == person.household)
        holdings.append(Holding("household", (await tx.execute(query)).scalar_one()))
    if person.role in {"village_head", "staff", "province_viewer"}:
        holdings.append(Holding(person.role, place_code=person.place_code))
    for holding in holdings:
        await people.give_role(tx, person_id, holding, now)
    return person_id


async def _citizen(tx: Tx, person_id: int, name: str, place_code: str) -> int:
    made = await tx.execute(
        insert(tables.Subject)
        .values(kind="citizen", code=f"p{person_id}", name=name, place_code=place_code, sample=True)
        .returning(_subject.id)
    )
    return int(made.scalar_one())


def _place_row(code: str, name: str, kind: str, parent: str | None, area: str) -> dict[str, object]:
    keys = ("code", "name", "kind", "parent_code", "area", "sample")
    return dict(zip(keys, (code, name, kind, parent, area, True), strict=True))


def _households(village: SampleVillage) -> Sequence[dict[str, object]]:
    return [
        {
            "kind": "household",
            "code": household.code,
            "name": f"Hộ {household.code[-2:]} · {household.head}",
            "place_code": village.code,
            "sample": True,
        }
        for household in village.households
    ]
