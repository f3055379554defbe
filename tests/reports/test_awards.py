"""Recognised titles by village and title agree with what stands in the tables."""

import json
from collections import Counter
from pathlib import Path

from sqlalchemy import text

from reports import REPORTS, awards
from reports.awards import Given
from tests.titles import hall, recognised


async def test_the_numbers_by_village_and_title_are_those_of_the_tables(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        await h.verified(1, 2, 3)
        await h.verified(1, village="MAU02")
        await recognised(staff)
        await h.other("unit", "Trường Mẫu", "MAU", "unit")
        await staff.press("rk.2.w.mistake")
        await staff.choose("Thu hồi")

        async with h.on.db.read() as tx:
            rows = await REPORTS["awards"](tx)
            given = await awards.given(tx, "MAU", 2026)
            counted = await tx.execute(
                text(
                    "SELECT s.place_code, a.title, w.revoked_at IS NULL FROM award w "
                    "JOIN assessment a ON a.id = w.assessment_id "
                    "JOIN subject s ON s.id = a.subject_id"
                )
            )
            by_hand = Counter(tuple(row) for row in counted)

    assert json.loads(json.dumps(rows)) == rows
    assert given == {"MAU01": {"family": Given(2, 1)}, "MAU02": {"family": Given(1, 0)}}
    assert [(r["code"], r["title"], r["recognised"], r["revoked"]) for r in rows] == [
        ("MAU01", "family", 2, 1),
        ("MAU02", "family", 1, 0),
    ]
    assert by_hand == {("MAU01", "family", 1): 2, ("MAU01", "family", 0): 1} | {
        ("MAU02", "family", 1): 1
    }


async def test_another_year_and_another_commune_are_not_counted(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        await h.verified(1)
        await recognised(staff)

        async with h.on.db.read() as tx:
            nothing = [await awards.given(tx, "MAU", 2025), await awards.given(tx, "X", 2026)]

    assert nothing == [{}, {}]
