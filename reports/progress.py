"""How far each village is: forms begun and handed in, by title."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from storage.database import Tx
from storage.tables import Assessment, Place, Subject


async def rows(tx: Tx) -> Sequence[Mapping[str, object]]:
    """One row for each village, year and title: {village, year, title, begun, submitted}."""
    submitted = func.count().filter(Assessment.state == "submitted")
    query = (
        select(
            Place.name.label("village"),
            Assessment.year,
            Assessment.title,
            func.count().label("begun"),
            submitted.label("submitted"),
        )
        .join(Subject, Subject.id == Assessment.subject_id)
        .outerjoin(Place, Place.code == Subject.place_code)
        .group_by(Place.code, Place.name, Assessment.year, Assessment.title)
        .order_by(Place.name, Place.code, Assessment.year, Assessment.title)
    )
    return [dict(row) for row in (await tx.execute(query)).mappings()]
