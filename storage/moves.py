"""The one place where an assessment moves on: from the state that was seen, with a trace."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, update

from flows.assessment import after
from storage import tables
from storage.database import Tx, sheet

_assessment = sheet(tables.Assessment).c


@dataclass(frozen=True, slots=True)
class By:
    """Who did something, in which role, through which channel, when."""

    person_id: int
    role: str
    channel: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """An assessment as somebody saw it when deciding."""

    id: int
    state: str
    revision: int


class Stale(Exception):
    """The assessment moved on, or changed, since it was seen. Nothing was written."""


async def move(
    tx: Tx,
    seen: Seen,
    name: str,
    by: By,
    changes: Mapping[str, object] | None = None,
    *,
    reason: str = "",
) -> Seen:
    """Make the move, together with other columns that change by it; gives what is there now.

    Raises NotAllowed where the move does not lead on, Stale when it is not as seen any more.
    """
    state = after(seen.state, name)
    await _change(tx, seen, {"state": state, **(changes or {})})
    await note(tx, seen.id, name, state, by, reason)
    return Seen(seen.id, state, seen.revision + 1)


async def touch(tx: Tx, seen: Seen, changes: Mapping[str, object]) -> Seen:
    """Change columns without a move, so that whoever saw the former ones notices. Raises Stale."""
    await _change(tx, seen, changes)
    return Seen(seen.id, seen.state, seen.revision + 1)


async def note(tx: Tx, assessment_id: int, name: str, state: str, by: By, reason: str = "") -> None:
    """Write one step of the trail."""
    await tx.execute(
        insert(tables.Move).values(
            assessment_id=assessment_id,
            name=name,
            state=state,
            person_id=by.person_id,
            role=by.role,
            channel=by.channel,
            reason=reason,
            moved_at=by.now,
        )
    )


async def _change(tx: Tx, seen: Seen, changes: Mapping[str, object]) -> None:
    query = update(tables.Assessment).where(
        _assessment.id == seen.id,
        _assessment.state == seen.state,
        _assessment.revision == seen.revision,
    )
    if not (await tx.execute(query.values(revision=seen.revision + 1, **changes))).rowcount:
        raise Stale(seen.id)
