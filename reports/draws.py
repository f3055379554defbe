"""Every sample that was drawn for a visit, recomputed from its logged list."""

from collections.abc import Mapping, Sequence

from storage import draws
from storage.database import Tx


async def rows(tx: Tx) -> Sequence[Mapping[str, object]]:
    """One row for each draw, oldest first.

    {draw, place, year, title, day, wanted, seed, among, chosen, drawn_by, drawn_at, sound}: `among`
    and `chosen` are numbers of assessments, `sound` says that the same list gives the same again.
    """
    return [
        {
            "draw": one.id,
            "place": one.lot.place_code,
            "year": one.lot.year,
            "title": one.lot.title,
            "day": one.lot.day.isoformat(),
            "wanted": one.wanted,
            "seed": one.seed,
            "among": list(one.lot.among),
            "chosen": list(one.chosen),
            "drawn_by": one.person_id,
            "drawn_at": one.drawn_at.isoformat(),
            "sound": one.is_sound,
        }
        for one in await draws.every(tx)
    ]
