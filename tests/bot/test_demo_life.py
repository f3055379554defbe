"""The sample people live the same season, whether it is watched, slept through or lived twice."""

from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from bot import demo, demo_life, program
from bot.demo_life import Life
from bot.moment import ZONE
from bot.program import House
from bot.settings import Settings
from reports import REPORTS
from storage import sample_people
from tests.stage import Clock

BEGIN = datetime(2026, 11, 1, 8, tzinfo=ZONE)
SPARED = ("MAU01-01", "MAU01-07")
Trail = list[tuple[object, ...]]


async def trail(home: House) -> Trail:
    """Every step of every form: whose, which, and when."""
    async with home.db.read() as tx:
        moves = [dict(row) for row in await REPORTS["moves"](tx)]
    return [tuple(row[key] for key in sorted(row)) for row in moves]


async def season(folder: Path, *days: str) -> tuple[Trail, list[dict[str, object]]]:
    """What was done, and how everything stands, when life was looked at on these days."""
    clock = Clock(BEGIN)
    async with program.house(Settings(data=folder), sample=True, now=clock) as home:
        await demo.phones(home)
        for day in days:
            clock.now = datetime.fromisoformat(day).replace(tzinfo=ZONE)
            life = await demo_life.begin(home, SPARED)
            await life.run()
        async with home.db.read() as tx:
            records = [dict(row) for row in await REPORTS["records"](tx)]
        return await trail(home), records


@pytest.mark.parametrize("also", [(), ("2026-11-16 12:00", "2026-12-09 09:15", "2026-12-24 23:00")])
async def test_slept_through_or_watched_the_season_is_the_same(
    tmp_path: Path, also: tuple[str, ...]
) -> None:
    whole, records = await season(tmp_path / "whole", "2027-01-01 08:00")
    parts, others = await season(tmp_path / "parts", *also, "2027-01-01 08:00", "2027-01-01 08:00")

    assert [(row["subject"], row["state"], row["points"]) for row in records] == [
        (row["subject"], row["state"], row["points"]) for row in others
    ]
    assert Counter(parts) == Counter(whole)


async def test_the_season_has_something_of_everything_and_spares_the_phones(tmp_path: Path) -> None:
    _, records = await season(tmp_path, "2027-01-01 08:00")

    states = Counter(str(row["state"]) for row in records)
    assert set(states) >= {"registered", "drafting", "submitted", "not_passed", "recognised"}
    assert states["recognised"] >= 15
    assert states["handed_over"] >= 2
    assert not any(str(row["subject"]).startswith(("Hộ 07 · Nguyễn Văn Pao",)) for row in records)


async def test_life_that_was_begun_twice_writes_nobody_down_twice(tmp_path: Path) -> None:
    clock = Clock(BEGIN)
    async with program.house(Settings(data=tmp_path), sample=True, now=clock) as home:
        await demo.phones(home)
        first = await people(await demo_life.begin(home, SPARED))
        second = await people(await demo_life.begin(home, SPARED))

    assert first == second
    assert len(first) == 52  # 49 households that can be written to, two heads, one officer


async def people(life: Life) -> list[int]:
    async with life.home.db.read() as tx:
        found = await sample_people.actors(tx, life.home.page.name)
    return sorted(actor.person_id for actor in found.values())
