"""Criteria packs: every version that was ever published, whole, so that no open form changes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select

from storage import database, tables
from storage.database import Tx

_packs = database.sheet(tables.Pack)


@dataclass(frozen=True, slots=True)
class Stored:
    """One version of one workbook, as it was published. `title` is the award it decides."""

    id: int
    code: str
    version: str
    title: str
    file_name: str
    workbook: bytes
    published_at: datetime


async def publish(  # noqa: PLR0913 - one row, told in full
    tx: Tx, code: str, version: str, title: str, file_name: str, workbook: bytes, now: datetime
) -> int:
    """Keep this version and give its number. One that is kept already stays as it is."""
    await database.insert_once(
        tx,
        tables.Pack,
        code=code,
        version=version,
        title=title,
        file_name=file_name,
        workbook=workbook,
        published_at=now,
    )
    found = await tx.execute(_NUMBER, {"code": code, "version": version})
    number: int = found.scalar_one()
    return number


async def known(tx: Tx, code: str, version: str) -> int | None:
    """The number of this version, None when it was never published."""
    number: int | None = (await tx.execute(_NUMBER, {"code": code, "version": version})).scalar()
    return number


async def load(tx: Tx, pack_id: int) -> Stored:
    """The pack with this number. Raises LookupError."""
    return await _only(tx, _ONE, {"pack_id": pack_id})


async def current(tx: Tx, title: str) -> Stored:
    """The newest pack of this title. Raises LookupError."""
    return await _only(tx, _NEWEST, {"title": title})


async def _only(tx: Tx, query: Select[Any], by: dict[str, object]) -> Stored:
    row = (await tx.execute(query, by)).first()
    if row is None:
        raise LookupError(f"no pack with {by}")
    return Stored(**row._mapping)


_columns = _packs.c
_NUMBER = select(_columns.id).where(
    _columns.code == bindparam("code"), _columns.version == bindparam("version")
)
_ONE = select(_packs).where(_columns.id == bindparam("pack_id"))
_NEWEST = (
    select(_packs)
    .where(_columns.title == bindparam("title"))
    .order_by(_columns.published_at.desc(), _columns.id.desc())
    .limit(1)
)
