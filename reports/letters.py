"""How many letters came how far, and why those that did not stay where they are."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from storage.database import Tx
from storage.tables import Letter


async def rows(tx: Tx) -> Sequence[Mapping[str, object]]:
    """One row for each {state, kind, channel, problem}: {letters, first, oldest, newest}.

    `problem` is why it was put off, doubted or given up, "" for most; `first` the number of the
    oldest one, `oldest` and `newest` when they were promised (ISO). Nobody is named and nothing
    is quoted.
    """
    group = (Letter.state, Letter.kind, Letter.channel, Letter.problem)
    query = (
        select(
            *group,
            func.count().label("letters"),
            func.min(Letter.id).label("first"),
            func.min(Letter.posted_at).label("oldest"),
            func.max(Letter.posted_at).label("newest"),
        )
        .group_by(*group)
        .order_by(*group)
    )
    found = (await tx.execute(query)).all()
    moments = ("oldest", "newest")
    return [
        {**row._mapping, **{at: row._mapping[at].isoformat() for at in moments}} for row in found
    ]
