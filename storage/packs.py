"""Criteria packs: every version that was ever published, whole, so that no open form changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, or_, select

from storage import database, tables
from storage.database import Tx

_packs, _choices = database.sheet(tables.Pack), database.sheet(tables.PackChoice)


@dataclass(frozen=True, slots=True)
class About:
    """What one version of one workbook says of itself; `title` is the award it decides.

    `version` is made of the content, `edition` is the version it calls itself ("" when it does
    not). Dates are None when blank. What is not `official` is a template, and says so everywhere.
    `shipped` came with the program.
    """

    code: str
    version: str
    edition: str
    title: str
    official: bool
    valid_from: date | None
    valid_to: date | None
    file_name: str
    shipped: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """One version as it was published."""

    id: int
    about: About
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """Which pack a place uses for a title in a year."""

    place_code: str
    title: str
    year: int
    pack_id: int


async def publish(tx: Tx, about: About, workbook: bytes, now: datetime) -> int:
    """Keep this version and give its number. One that is kept already stays as it is."""
    columns = {name: getattr(about, name) for name in About.__slots__}
    await database.insert_once(tx, tables.Pack, **columns, workbook=workbook, published_at=now)
    found = await tx.execute(_NUMBER, {"code": about.code, "version": about.version})
    number: int = found.scalar_one()
    return number


async def known(tx: Tx, code: str, version: str) -> int | None:
    """The number of this version, None when it was never published."""
    number: int | None = (await tx.execute(_NUMBER, {"code": code, "version": version})).scalar()
    return number


async def load(tx: Tx, pack_id: int) -> Published:
    """The pack with this number, without its workbook. Raises LookupError."""
    return await _only(tx, _ONE, {"pack_id": pack_id})


async def workbook(tx: Tx, pack_id: int) -> tuple[str, bytes]:
    """The name and the content of the file of a pack. Raises LookupError."""
    row = (await tx.execute(_FILE, {"pack_id": pack_id})).first()
    if row is None:
        raise LookupError(f"no pack {pack_id}")
    return row.file_name, row.workbook


async def of_version(tx: Tx, version: str) -> tuple[str, bytes] | None:
    """The name and the content of a file of that version; None when it was never published."""
    row = (await tx.execute(_SAME, {"version": version})).first()
    return (row.file_name, row.workbook) if row else None


async def current(tx: Tx, title: str, year: int, place_code: str) -> Published:
    """The pack that a commune uses for a title in a year. Raises LookupError.

    That is the one it chose; else, of the codes that came with the program, the newest version
    valid in that year. A pack of another code has to be chosen.
    """
    by = {"title": title, "year": year, "place_code": place_code}
    if (row := (await tx.execute(_CHOSEN, by)).first()) is not None:
        return _published(row)
    days = {"starts": date(year, 1, 1), "ends": date(year, 12, 31)}
    return await _only(tx, _NEWEST, {"title": title, **days})


async def versions(tx: Tx, code: str) -> tuple[Published, ...]:
    """Every version of a code, the newest first."""
    return _all((await tx.execute(_VERSIONS, {"code": code})).all())


async def every(tx: Tx) -> tuple[Published, ...]:
    """Every version of every pack by title and code, the newest of a code first."""
    return _all((await tx.execute(_EVERY)).all())


async def choose(tx: Tx, choice: Choice, now: datetime) -> None:
    """Let a place use a pack for a title in a year, instead of what it used before."""
    row = {name: getattr(choice, name) for name in Choice.__slots__}
    await database.put(tx, tables.PackChoice, [{**row, "chosen_at": now}])


async def choices(tx: Tx) -> tuple[Choice, ...]:
    """What was chosen, by place, title and year."""
    return tuple(Choice(*row) for row in await tx.execute(_CHOICES))


async def _only(tx: Tx, query: Select[Any], by: dict[str, Any]) -> Published:
    row = (await tx.execute(query, by)).first()
    if row is None:
        raise LookupError(f"no pack with {by}")
    return _published(row)


def _all(rows: Sequence[Row[Any]]) -> tuple[Published, ...]:
    return tuple(_published(row) for row in rows)


def _published(row: Row[Any]) -> Published:
    about = About(**{name: getattr(row, name) for name in About.__slots__})
    return Published(row.id, about, row.published_at)


_pack, _choice = _packs.c, _choices.c
_COLUMNS = [column for column in _packs.columns if column.name != "workbook"]
_AGE = (_pack.published_at.desc(), _pack.id.desc())
_NUMBER = select(_pack.id).where(
    _pack.code == bindparam("code"), _pack.version == bindparam("version")
)
_ONE = select(*_COLUMNS).where(_pack.id == bindparam("pack_id"))
_FILE = select(_pack.file_name, _pack.workbook).where(_pack.id == bindparam("pack_id"))
_SAME = (
    select(_pack.file_name, _pack.workbook).where(_pack.version == bindparam("version")).limit(1)
)
_CHOSEN = (
    select(*_COLUMNS)
    .join_from(_packs, _choices, _choice.pack_id == _pack.id)
    .where(
        _choice.title == bindparam("title"),
        _choice.year == bindparam("year"),
        _choice.place_code == bindparam("place_code"),
    )
)
_SHIPPED_CODES = select(_pack.code).where(_pack.shipped, _pack.title == bindparam("title"))
_VALID = and_(
    or_(_pack.valid_from.is_(None), _pack.valid_from <= bindparam("ends")),
    or_(_pack.valid_to.is_(None), _pack.valid_to >= bindparam("starts")),
)
_NEWEST = (
    select(*_COLUMNS)
    .where(_pack.title == bindparam("title"), _pack.code.in_(_SHIPPED_CODES), _VALID)
    .order_by(*_AGE)
    .limit(1)
)
_VERSIONS = select(*_COLUMNS).where(_pack.code == bindparam("code")).order_by(*_AGE)
_EVERY = select(*_COLUMNS).order_by(_pack.title, _pack.code, *_AGE)
_CHOICES = select(_choice.place_code, _choice.title, _choice.year, _choice.pack_id).order_by(
    _choice.place_code, _choice.title, _choice.year
)
