"""The plans there are: the shipped ones, and those this installation loaded beside them."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from sqlalchemy import select

from flows.plan import reading, shipped
from flows.plan.model import Plan
from storage import tables
from storage.database import Tx, put, sheet

_loaded = sheet(tables.LoadedPlan)
_choice = sheet(tables.PlanChoice).c


async def known(tx: Tx) -> Mapping[str, Plan]:
    """Every plan by its code, the shipped ones first. A loaded file is read once a process."""
    found = dict(shipped.plans())
    rows = await tx.execute(select(_loaded.c.code, _loaded.c.content).order_by(_loaded.c.code))
    return found | {row.code: _read(row.code, row.content) for row in rows}


async def find(tx: Tx, code: str) -> Plan | None:
    """The plan with this code."""
    found = shipped.plans().get(code)
    if found is not None:
        return found
    query = select(_loaded.c.content).where(_loaded.c.code == code)
    content = (await tx.execute(query)).scalar()
    return None if content is None else _read(code, content)


async def content(tx: Tx, code: str) -> bytes | None:
    """The file of a loaded plan, None where none has this code."""
    found: bytes | None = (
        await tx.execute(select(_loaded.c.content).where(_loaded.c.code == code))
    ).scalar()
    return found


async def is_followed(tx: Tx, code: str) -> bool:
    """Whether a commune chose this plan, or took a deadline over from it."""
    added = sheet(tables.OwnDeadline).c
    chosen = select(_choice.plan).where(_choice.plan == code)
    taken = select(added.plan).where(added.plan == code, added.ended_at.is_(None))
    return (await tx.execute(chosen.union(taken).limit(1))).first() is not None


async def keep(tx: Tx, code: str, content: bytes, now: datetime) -> None:
    """Keep a loaded plan, in place of a former one with its code."""
    await put(tx, tables.LoadedPlan, [{"code": code, "content": content, "loaded_at": now}])


@lru_cache(maxsize=64)
def _read(code: str, content: bytes) -> Plan:
    return reading.read(content, f"{code}.yaml")
