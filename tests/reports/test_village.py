"""The numbers of a village are the numbers in the database."""

from collections.abc import AsyncIterator
from pathlib import Path
from random import Random
from typing import Any, cast

import pytest
from sqlalchemy import insert, text

from flows.assessment import HANDED_IN, STATES
from reports import village
from storage import tables
from storage.database import Database, Tx
from tests.gathered import HEAD
from tests.stage import MORNING, stage

YEAR = 2026
BY_HAND = """
SELECT s.place_code, COALESCE(a.state, '') AS state, COUNT(*) AS n
FROM subject s LEFT JOIN assessment a
  ON a.subject_id = s.id AND a.year = 2026 AND a.title = 'family'
WHERE s.kind = 'household' AND s.gone_at IS NULL
GROUP BY s.place_code, COALESCE(a.state, '')
"""


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    """The sample commune with every state there is, drawn by a fixed chance."""
    async with stage(tmp_path, person=HEAD) as on:
        await _fill(on.db)
        yield on.db


async def _fill(db: Database) -> None:
    chance = Random(7)  # noqa: S311 (invented states, no secret)
    async with db.begin() as tx:
        subjects = (await tx.execute(text("SELECT id, kind FROM subject"))).all()
        for subject in subjects:
            title = {"household": "family", "citizen": "citizen"}[subject.kind]
            for year in (YEAR, YEAR - 1):
                state = chance.choice([*STATES, ""])
                if state:
                    about = {"subject_id": subject.id, "title": title, "year": year, "pack_id": 1}
                    row = {**about, "state": state, "opened_at": MORNING, "opened_by": 1}
                    await tx.execute(insert(tables.Assessment).values(**row))


async def test_the_counts_are_those_of_sql(db: Database) -> None:
    async with db.read() as tx:
        found = await village.counts(tx, ["MAU01", "MAU02", "MAU03"], YEAR)
        rows = (await tx.execute(text(BY_HAND))).all()

    ours = {
        (code, state): n
        for code, titles in found.items()
        for state, n in titles["family"].states.items()
    }
    assert ours == {(row.place_code, row.state): row.n for row in rows}


async def test_every_household_is_counted_once(db: Database) -> None:
    async with db.read() as tx:
        found = await village.counts(tx, ["MAU01"], YEAR)

    assert found["MAU01"]["family"].all == 20


async def test_only_the_villages_that_are_asked_for_are_counted(db: Database) -> None:
    async with db.read() as tx:
        found = await village.counts(tx, ["MAU02"], YEAR)
        nowhere = await village.counts(tx, ["NOWHERE"], YEAR)

    assert set(found) == {"MAU02"}
    assert nowhere == {}


async def test_who_is_missing_and_who_is_done_are_all_there_are(db: Database) -> None:
    async with db.read() as tx:
        count = (await village.counts(tx, ["MAU01"], YEAR))["MAU01"]["family"]
        missing = await village.missing(tx, "MAU01", YEAR)

    assert len(missing) + count.done == count.all
    assert {household.state for household in missing}.isdisjoint(HANDED_IN)


async def test_a_household_that_left_the_roster_is_counted_no_more(db: Database) -> None:
    async with db.begin() as tx:
        await tx.execute(text("UPDATE subject SET gone_at = '2026-11-01' WHERE code = 'MAU01-05'"))

        count = (await village.counts(tx, ["MAU01"], YEAR))["MAU01"]["family"]
        missing = await village.missing(tx, "MAU01", YEAR)

    assert count.all == 19
    assert not any(household.name.startswith("Hộ 05") for household in missing)


async def test_one_statement_counts_a_whole_commune(db: Database) -> None:
    class Ear:
        """A transaction that counts what it is asked."""

        def __init__(self, tx: Tx) -> None:
            self.tx = tx
            self.asked = 0

        async def execute(self, *what: Any) -> Any:
            self.asked += 1
            return await self.tx.execute(*what)

    async with db.read() as tx:
        ear = Ear(tx)

        found = await village.counts(cast(Tx, ear), ["MAU01", "MAU02", "MAU03"], YEAR)

    assert (ear.asked, len(found)) == (1, 3)
