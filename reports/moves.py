"""The trail: every step of every assessment, by whom, in which role, through which channel."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from storage.database import Tx
from storage.tables import Move


async def rows(tx: Tx) -> Sequence[Mapping[str, object]]:
    """One row for each step, oldest first.

    {assessment, name, state, person, role, channel, moved_at}, the last in ISO form.
    """
    query = select(
        Move.assessment_id.label("assessment"),
        Move.name,
        Move.state,
        Move.person_id.label("person"),
        Move.role,
        Move.channel,
        Move.moved_at,
    ).order_by(Move.id)
    found = (await tx.execute(query)).all()
    return [{**row._mapping, "moved_at": row.moved_at.isoformat()} for row in found]
