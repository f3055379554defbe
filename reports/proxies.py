"""Answered for others: how many forms of each village were typed by somebody else, and how."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from flows.proxy import HOWS
from storage.database import Tx
from storage.tables import Assessment, Place, Subject


async def rows(tx: Tx) -> Sequence[Mapping[str, object]]:
    """One row for each village, year and title.

    {village, year, title, face_to_face, phone, paper, themselves}: forms that were begun.
    """
    how = Assessment.how
    query = (
        select(
            Place.name.label("village"),
            Assessment.year,
            Assessment.title,
            *(func.count().filter(how == name).label(name) for name in HOWS.values()),
            func.count().filter(how == "").label("themselves"),
        )
        .join(Subject, Subject.id == Assessment.subject_id)
        .outerjoin(Place, Place.code == Subject.place_code)
        .where(Assessment.state != "registered")
        .group_by(Place.code, Place.name, Assessment.year, Assessment.title)
        .order_by(Place.name, Place.code, Assessment.year, Assessment.title)
    )
    return [dict(row) for row in (await tx.execute(query)).mappings()]
