"""Samples for a visit: drawn once for a commune, a year and a title, and never again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from flows import draws
from flows.draws import Lot, Wanted
from storage import tables
from storage.database import Tx, insert_once, sheet
from storage.moves import By

_items, _draws = sheet(tables.Assessment), sheet(tables.Draw)
_subjects, _places, _people = map(sheet, (tables.Subject, tables.Place, tables.Person))
_roles = sheet(tables.Role)
_item, _draw, _subject, _place, _person = _items.c, _draws.c, _subjects.c, _places.c, _people.c

PASSED = ("verified", "proposed", "recognised")
"""States in which the commune has looked an assessment through; failed ones are left out."""


@dataclass(frozen=True, slots=True)
class Title:
    """A title this year: how many passed, how many wait, how many were drawn (0 for not yet)."""

    title: str
    passed: int
    waiting: int
    drawn: int


@dataclass(frozen=True, slots=True)
class Sample:
    """One draw, as it was logged: by the person `person_id`, called `drawn_by`.

    `chosen` stand in the order of their lots.
    """

    id: int
    lot: Lot
    seed: str
    wanted: str
    chosen: tuple[int, ...]
    person_id: int
    drawn_by: str
    drawn_at: datetime

    @property
    def is_sound(self) -> bool:
        """Whether the same list gives the same seed, and the same seed the same sample."""
        again = draws.draw(self.lot, len(self.chosen))
        return (self.lot.seed, again) == (self.seed, self.chosen)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One of a sample: whom to visit where, and a phone number, "" for none."""

    subject: str
    place: str
    phone: str


async def titles(tx: Tx, commune: str, year: int) -> tuple[Title, ...]:
    """The titles of which something passed or was drawn, by name."""
    passed = func.sum(case((_has_passed(), 1), else_=0))
    waiting = func.sum(case((_item.state == "handed_over", 1), else_=0))
    query = (
        select(_item.title, passed.label("passed"), waiting.label("waiting"))
        .join_from(_items, _subjects, _subject.id == _item.subject_id)
        .outerjoin(_places, _place.code == _subject.place_code)
        .where(_item.year == year, _within(commune))
        .group_by(_item.title)
        .order_by(_item.title)
    )
    rows = (await tx.execute(query)).all()
    known = {row.title: await of(tx, commune, year, row.title) for row in rows}
    sizes = {title: len(one.chosen) if one else 0 for title, one in known.items()}
    every = (Title(row.title, row.passed, row.waiting, sizes[row.title]) for row in rows)
    return tuple(one for one in every if one.passed or one.drawn)


async def draw(  # noqa: PLR0913 - what the draw is made of, and who makes it
    tx: Tx, commune: str, year: int, title: str, wanted: Wanted, day: date, by: By
) -> tuple[Sample, bool] | None:
    """The sample and whether it is new; the one there was already stays as it is.

    None when nothing has passed that could be drawn.
    """
    lot = Lot(commune, year, title, day, await _passed(tx, commune, year, title))
    before = await of(tx, commune, year, title)
    if before is not None or not lot.among:
        return (before, False) if before else None
    is_new = await insert_once(
        tx,
        tables.Draw,
        place_code=commune,
        year=year,
        title=title,
        seed=lot.seed,
        among={"assessments": list(lot.among), "day": day.isoformat(), "wanted": str(wanted)},
        chosen={"assessments": list(draws.draw(lot, wanted.of(len(lot.among))))},
        drawn_by=by.person_id,
        drawn_at=by.now,
    )
    made = await of(tx, commune, year, title)
    return (made, is_new) if made else None


async def of(tx: Tx, commune: str, year: int, title: str) -> Sample | None:
    """The sample of a title, None while none was drawn."""
    here = (_draw.place_code == commune, _draw.year == year, _draw.title == title)
    found = await _samples(tx, *here)
    return found[0] if found else None


async def every(tx: Tx) -> Sequence[Sample]:
    """All samples, oldest first."""
    return await _samples(tx)


async def numbered(tx: Tx, number: int) -> Sample:
    """The sample with that number. Raises LookupError."""
    found = await _samples(tx, _draw.id == number)
    if not found:
        raise LookupError(f"there is no draw {number}")
    return found[0]


async def visits(tx: Tx, sample: Sample) -> tuple[Drawn, ...]:
    """Whom to visit, in the order of their lots."""
    role = _roles.c
    known = (
        select(func.min(_person.phone))
        .join_from(_people, _roles, role.person_id == _person.id)
        .where(role.subject_id == _subject.id, role.ended_at.is_(None), _person.phone != "")
        .scalar_subquery()
    )
    query = (
        select(
            _item.id,
            _subject.name,
            func.coalesce(_place.name, "").label("place"),
            func.coalesce(func.nullif(_subject.phone, ""), known, "").label("phone"),
        )
        .join_from(_items, _subjects, _subject.id == _item.subject_id)
        .outerjoin(_places, and_(_place.code == _subject.place_code, _place.kind == "village"))
        .where(_item.id.in_(sample.chosen))
    )
    rows = {row.id: Drawn(row.name, row.place, row.phone) for row in await tx.execute(query)}
    return tuple(rows[one] for one in sample.chosen if one in rows)


async def _samples(tx: Tx, *where: ColumnElement[bool]) -> Sequence[Sample]:
    query = (
        select(_draws, _person.name)
        .join_from(_draws, _people, _person.id == _draw.drawn_by)
        .where(*where)
        .order_by(_draw.id)
    )
    return [
        Sample(
            id=row.id,
            lot=Lot(
                row.place_code,
                row.year,
                row.title,
                date.fromisoformat(row.among["day"]),
                tuple(row.among["assessments"]),
            ),
            seed=row.seed,
            wanted=row.among["wanted"],
            chosen=tuple(row.chosen["assessments"]),
            person_id=row.drawn_by,
            drawn_by=row.name,
            drawn_at=row.drawn_at,
        )
        for row in await tx.execute(query)
    ]


async def _passed(tx: Tx, commune: str, year: int, title: str) -> tuple[int, ...]:
    query = (
        select(_item.id)
        .join_from(_items, _subjects, _subject.id == _item.subject_id)
        .outerjoin(_places, _place.code == _subject.place_code)
        .where(_item.year == year, _item.title == title, _has_passed(), _within(commune))
        .order_by(_item.id)
    )
    return tuple((await tx.execute(query)).scalars())


def _has_passed() -> ColumnElement[bool]:
    return and_(_item.state.in_(PASSED), _item.verified_verdict != "fail")


def _within(commune: str) -> ColumnElement[bool]:
    return or_(_place.code == commune, _place.parent_code == commune)
