"""Letters of whom nobody knows whether they came, to the people of a commune."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import literal_column, or_, select

from flows.letters import Kind
from storage.database import Tx, sheet
from storage.tables import Letter, Person, Place

_letters, _people, _places = map(sheet, (Letter, Person, Place))
_letter, _person, _place = _letters.c, _people.c, _places.c

SHOWN_FOR = timedelta(days=7)  # by then the next one went, or it does not matter any more


@dataclass(frozen=True, slots=True)
class Doubt:
    """One such letter: to whom, what it was, and when it left."""

    letter_id: int
    name: str
    place: str
    kind: Kind
    at: datetime


async def listed(tx: Tx, commune: str, now: datetime) -> tuple[Doubt, ...]:
    """Those of the last days, the newest first. Whoever said something since has seen his."""
    query = (
        select(_letter.id, _person.name, _place.name.label("place"), _letter.kind)
        .add_columns(_letter.not_before.label("at"))
        .join_from(_letters, _people, _person.id == _letter.person_id)
        .join(_places, _place.code == _person.place_code)
        # The same words as the index of bad ends has, so that SQLite looks there.
        .where(literal_column("letter.state IN ('unknown', 'failed')"))
        .where(_letter.state == "unknown", _letter.read_at.is_(None))
        .where(or_(_place.code == commune, _place.parent_code == commune))
        .where(_letter.not_before >= now - SHOWN_FOR)
        .order_by(_letter.not_before.desc(), _letter.id)
    )
    return tuple(Doubt(*row) for row in await tx.execute(query))
