"""Registering subjects for their titles of a year, many at once."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from flows.assessment import after
from flows.reception import Offer
from storage import moves, tables
from storage.database import Tx, insert_once, sheet
from storage.moves import By

_assessment = sheet(tables.Assessment).c


async def register(
    tx: Tx, offers: Sequence[Offer], year: int, packs: Mapping[str, int], by: By
) -> int:
    """Register those that are not yet, with the pack of their title; says how many were new."""
    return sum([await _register(tx, offer, year, packs[offer.title], by) for offer in offers])


async def _register(tx: Tx, offer: Offer, year: int, pack_id: int, by: By) -> bool:
    state = after("", "register")
    known = {"subject_id": offer.subject_id, "title": offer.title, "year": year}
    made = {"pack_id": pack_id, "state": state, "opened_at": by.now, "opened_by": by.person_id}
    if not await insert_once(tx, tables.Assessment, **known, **made):
        return False
    query = select(_assessment.id).filter_by(**known)
    await moves.note(tx, (await tx.execute(query)).scalar_one(), "register", state, by)
    return True
