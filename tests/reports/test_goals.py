"""The digest, the desk, the lists, the reports and plain SQL count the same commune alike."""

from collections.abc import AsyncIterator, Mapping
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import text

from flows.assessment import STATES
from flows.quiet import ZONE
from flows.stages import STAGES, stage
from reports import REPORTS, digest, goals, province, queue, village
from reports.queue import Looking
from storage import seasons
from storage.database import Tx
from tests.desks import Commune
from tests.season import at, in_season, write_forms

NOW = at(date(2026, 12, 1))
LOCAL = NOW.astimezone(ZONE)
VERDICTS = ("", "pass", "fail")
BY_HAND = """
SELECT COUNT(*) AS "all",
       SUM(COALESCE(a.state, '') NOT IN ('', 'withdrawn')) AS registered,
       SUM(COALESCE(a.state, '') NOT IN ('', 'registered', 'drafting', 'returned', 'withdrawn'))
         AS handed_in,
       SUM(COALESCE(a.state IN ('submitted', 'passed', 'handed_over', 'returned')
             AND a.verdict <> 'fail'
           OR a.state IN ('verified', 'proposed')
             AND (a.verified_verdict <> 'fail')
           OR a.state = 'recognised', 0)) AS passed,
       SUM(COALESCE(a.state IN ('verified', 'proposed') AND a.verified_verdict <> 'fail'
           OR a.state = 'recognised', 0)) AS verified,
       SUM(COALESCE(a.state = 'recognised', 0)) AS recognised
FROM subject s JOIN place p ON p.code = s.place_code
LEFT JOIN assessment a ON a.subject_id = s.id AND a.year = 2026 AND a.title = 'family'
WHERE s.kind = 'household' AND s.gone_at IS NULL AND (p.code = 'MAU' OR p.parent_code = 'MAU')
"""
WAITS = """
SELECT SUM(a.state = 'handed_over') AS waiting, SUM(a.state = 'returned') AS returned
FROM assessment a JOIN subject s ON s.id = a.subject_id
"""
NOTHING_IN = """
SELECT p.name FROM place p WHERE p.kind = 'village' AND NOT EXISTS (
  SELECT 1 FROM assessment a JOIN subject s ON s.id = a.subject_id
  WHERE s.place_code = p.code AND a.year = 2026
    AND a.state NOT IN ('registered', 'drafting', 'returned', 'withdrawn'))
"""


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Commune]:
    """A commune with every state and verdict there is in two villages, and nothing in the third."""
    async with in_season(tmp_path, NOW) as made:
        chance = Random(6)  # noqa: S311 (invented states, no secret)
        states = [*STATES, *chance.choices(STATES, k=36 - len(STATES))]
        codes = [f"MAU0{1 + n % 2}-{1 + n // 2:02}" for n in range(36)]
        verdicts = (chance.choices(VERDICTS, k=2) for _ in codes)
        rows = [(c, s, *v) for c, s, v in zip(codes, states, verdicts, strict=True)]
        async with made.on.db.begin() as tx:
            await write_forms(tx, rows)
        yield made


async def one(tx: Tx, sql: str) -> Mapping[str, Any]:
    return dict((await tx.execute(text(sql))).mappings().one())


async def test_the_report_on_the_goals_is_what_plain_sql_counts(here: Commune) -> None:
    async with here.on.db.read() as tx:
        counted = await one(tx, BY_HAND)

        rows = await REPORTS["goals"](tx)

    family = [row for row in rows if row["title"] == "family"]
    assert family == [{"commune": "MAU", "year": 2026, "title": "family", **counted}]


async def test_the_digest_counts_what_the_report_the_desk_and_plain_sql_do(here: Commune) -> None:
    async with here.on.db.read() as tx:
        counted, waits = await one(tx, BY_HAND), await one(tx, WAITS)
        empty = list((await tx.execute(text(NOTHING_IN))).scalars())
        (desk,) = await REPORTS["queue"](tx)
        places = await queue.places(tx, Looking("MAU", 1, NOW))
        season = await seasons.season(tx, "MAU", 2026)

        morning = (await digest.today(tx, "MAU", season, LOCAL)).morning

    family = morning.goals[0]
    assert (family.all, family.reached) == (counted["all"], counted["verified"])
    assert family.recognised == counted["recognised"]
    assert morning.waiting == waits["waiting"] == desk["waiting"] == sum(p.waiting for p in places)
    assert morning.returned == waits["returned"] == desk["returned"]
    assert list(morning.empty) == empty == ["Bản Tả Hồ"]


async def test_the_village_and_the_province_count_the_same_families(here: Commune) -> None:
    codes = ["MAU01", "MAU02", "MAU03"]
    async with here.on.db.read() as tx:
        villages = await village.counts(tx, codes, 2026)
        whole = (await province.counts(tx, ["MAU"], 2026))["MAU"]["family"]

        ours = {each.code: each.titles for each in await goals.by_place(tx, "MAU", 2026)}
        together = (await goals.by_commune(tx, ["MAU"], 2026))["MAU"]["family"]

    for code in codes:
        there, family = villages[code]["family"], ours[code]["family"]
        assert (family.all, family.done) == (there.all, there.done)
        assert family.at("recognised") == there.states.get("recognised", 0)
    assert (together.all, together.done) == (whole.all, whole.done)


async def test_the_picture_shows_every_family_of_the_report_once(here: Commune) -> None:
    async with here.on.db.read() as tx:
        counted = await one(tx, BY_HAND)
        season = await seasons.season(tx, "MAU", 2026)

        (chart,) = (await digest.today(tx, "MAU", season, LOCAL)).charts

    total = chart.total
    assert total.all == counted["all"] == sum(bar.all for bar in chart.bars)
    assert total.recognised == counted["recognised"]
    assert total.reached == counted["verified"] == sum(bar.reached for bar in chart.bars)
    assert total.passed + total.reached == counted["passed"]
    assert total.registered + total.passed + total.reached == counted["registered"]
    assert (chart.goal, chart.by) == (80, 2030)


async def test_the_list_of_villages_that_have_not_met_is_that_of_plain_sql(here: Commune) -> None:
    by_hand = (
        "SELECT DISTINCT s.place_code FROM assessment a JOIN subject s ON s.id = a.subject_id "
        "WHERE a.state = 'submitted' AND s.place_code NOT IN (SELECT place_code FROM meeting)"
    )
    async with here.on.db.begin() as tx:
        meeting = "INSERT INTO meeting (place_code, year, state, secretary, passing, minutes, token, opened_at, opened_by) "  # noqa: E501
        values = "VALUES ('MAU01', 2026, 'posted', '', 50, '', 't', '2026-11-20', 1)"
        before = await digest.unmet(tx, "MAU", 2026)
        await tx.execute(text(meeting + values))
        left = list((await tx.execute(text(by_hand))).scalars())

        found = await digest.unmet(tx, "MAU", 2026)
        await tx.execute(text("UPDATE place SET valid_to = '2026-06-30' WHERE code = 'MAU02'"))
        merged_away = await digest.unmet(tx, "MAU", 2026)

    assert set(before) == {"MAU01", "MAU02"}
    assert list(found) == left == ["MAU02"]
    assert not merged_away


@pytest.mark.parametrize("state", ["", *STATES])
@pytest.mark.parametrize("verdict", VERDICTS)
@pytest.mark.parametrize("checked", VERDICTS)
def test_every_state_has_its_stage(state: str, verdict: str, checked: str) -> None:
    assert stage(state, verdict, checked) in STAGES


def test_a_form_that_fails_later_is_registered_and_no_further() -> None:
    failed = [stage("submitted", "fail", ""), stage("not_passed", "pass", "")]
    failed += [stage("verified", "pass", "fail"), stage("not_recognised", "pass", "pass")]
    failed += [stage("revoked", "pass", "pass")]

    assert failed == ["registered"] * 5


def test_criteria_without_least_points_fail_nobody() -> None:
    assert (stage("submitted", "", ""), stage("verified", "", "")) == ("passed", "verified")
