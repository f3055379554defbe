"""Who may talk to the staff bot: whoever works at a desk, at an address that is theirs."""

from sqlalchemy import exists, select

from storage import tables
from storage.database import Tx, put, sheet

_account, _role = sheet(tables.Account).c, sheet(tables.Role).c

DESKS = ("staff", "province_viewer")
"""Roles that work at a desk."""


async def works_here(tx: Tx, channel: str, address: str) -> bool:
    """Whether the person at this address works at a desk now."""
    return await _at(tx, channel, address) is not None


async def settle(tx: Tx, known: str, channel: str, address: str) -> bool:
    """Let who works at a desk, and has this address on the channel `known`, have it here too.

    Says whether there is such a person. For channels on which one address is one person: whoever
    was met here as a stranger is that person all the same.
    """
    person_id = await _at(tx, known, address)
    if person_id is None:
        return False
    here = {"channel": channel, "address": address, "person_id": person_id}
    await put(tx, tables.Account, [here])
    return True


async def _at(tx: Tx, channel: str, address: str) -> int | None:
    works = exists().where(
        _role.person_id == _account.person_id, _role.role.in_(DESKS), _role.ended_at.is_(None)
    )
    query = select(_account.person_id).where(
        _account.channel == channel, _account.address == address, works
    )
    return (await tx.execute(query)).scalar()
