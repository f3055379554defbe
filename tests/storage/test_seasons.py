"""What staff choose for the year of their commune: kept once, named, and read back cheaply."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from time import process_time

import pytest
from sqlalchemy import event, insert, select

from flows.plan import days
from flows.plan.binding import own_rule, own_words
from flows.plan.model import Due
from flows.plan.season import Season
from flows.plan.shipped import plans
from storage import plans as kept_plans
from storage import seasons, tables
from storage.database import Database
from storage.moves import By

NOW = datetime(2026, 9, 1, 3, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)  # half past midnight on the 24th in Vietnam
PLAN = "binh_lu_2026"
LAN = By(1, "staff", "test", NOW)
MINH = By(2, "staff", "test", LATER)
WORDS = own_words(0, own_rule("by", 12, 5), "số liệu (mẫu)", "Phòng Văn hóa (mẫu)")


@pytest.fixture
async def here(db: Database) -> AsyncIterator[Database]:
    """Two communes, one of which follows the plan of Bình Lư, and a member of its staff."""
    async with db.begin() as tx:
        for number, name in enumerate(("Chị Lan (mẫu)", "Anh Minh (mẫu)"), 1):
            await tx.execute(insert(tables.Person).values(id=number, name=name))
        for code in ("X", "Y"):
            place = {"code": code, "name": f"xã {code} (mẫu)", "kind": "commune"}
            await tx.execute(insert(tables.Place).values(**place))
        await seasons.choose(tx, "X", PLAN, 2026, now=NOW)
    yield db


async def season(db: Database, commune: str = "X", year: int = 2026) -> Season:
    async with db.read() as tx:
        found = await seasons.season(tx, commune, year)
    assert found is not None
    return found


def due(code: str, plan: str = "lai_chau_2023", year: int = 2026) -> Due:
    return next(each for each in days.dues(plans()[plan], year) if each.deadline.code == code)


async def rows(db: Database, table: type[tables.Table]) -> list[dict[str, object]]:
    async with db.read() as tx:
        found = await tx.execute(select(table.__table__))
        return [dict(row) for row in found.mappings()]


async def test_a_commune_without_a_plan_has_no_season(here: Database) -> None:
    async with here.read() as tx:
        assert await seasons.season(tx, "Y", 2026) is None
        assert await seasons.season(tx, "X", 2025) is None
        assert await seasons.following(tx, 2026) == ("X",)
        assert await seasons.following(tx, 2025) == ()


async def test_a_plan_chosen_from_a_year_on_leaves_the_years_before(here: Database) -> None:
    async with here.begin() as tx:
        is_new = await seasons.choose(tx, "X", "lai_chau_2023", 2027, 1, now=LATER)

    before, after = await season(here), await season(here, year=2028)
    assert is_new
    assert (before.plan.code, after.plan.code) == (PLAN, "lai_chau_2023")


async def test_the_same_plan_again_changes_nothing(here: Database) -> None:
    async with here.begin() as tx:
        is_new = await seasons.choose(tx, "X", PLAN, 2026, 1, now=LATER)

    assert not is_new
    [choice] = await rows(here, tables.PlanChoice)
    assert (choice["chosen_by"], choice["chosen_at"]) == (None, NOW)


async def test_a_moved_day_is_kept_with_who_and_when_and_only_once(here: Database) -> None:
    day = date(2026, 11, 20)
    async with here.begin() as tx:
        first = await seasons.move_step(tx, "X", 2026, "answer", day, LAN)
        second = await seasons.move_step(tx, "X", 2026, "answer", day, By(1, "staff", "x", LATER))

    found = await season(here)
    assert (first, second) == (True, False)
    assert found.steps["answer"].closes == day
    assert found.steps["answer"].moved
    [kept] = await rows(here, tables.StepDate)
    assert (kept["chosen_by"], kept["chosen_at"]) == (1, NOW)


async def test_the_proposed_day_comes_back(here: Database) -> None:
    usual = await season(here)
    async with here.begin() as tx:
        await seasons.move_step(tx, "X", 2026, "answer", date(2026, 11, 20), LAN)
        once = await seasons.propose_again(tx, "X", 2026, MINH, ["answer"])
        twice = await seasons.propose_again(tx, "X", 2026, MINH, ["answer"])

    assert (once, twice) == (True, False)
    assert (await season(here)).steps == usual.steps
    [kept] = await rows(here, tables.StepDate)
    assert (kept["closes_on"], kept["chosen_by"], kept["chosen_at"]) == (None, 2, LATER)


async def test_a_report_of_the_province_is_taken_over_once_and_for_every_year(
    here: Database,
) -> None:
    async with here.begin() as tx:
        once = await seasons.take_over(tx, "X", 2026, due("LCD2"), LAN)
        twice = await seasons.take_over(tx, "X", 2026, due("LCD2"), LAN)

    this, following = await season(here), await season(here, year=2027)
    assert (once, twice) == (True, False)
    assert (this.safe, following.safe) == (date(2026, 12, 9), date(2027, 12, 9))
    assert [each.deadline.code for each in this.conflict] == ["LCD2", "BLD1"]


async def test_two_who_take_the_same_report_over_at_once_take_it_over_once(here: Database) -> None:
    async def take() -> bool:
        async with here.begin() as tx:
            return await seasons.take_over(tx, "X", 2026, due("LCD2"), LAN)

    assert sorted(await asyncio.gather(take(), take())) == [False, True]
    assert len(await rows(here, tables.OwnDeadline)) == 1


async def test_a_deadline_in_ones_own_words_holds_in_its_year_or_in_all(here: Database) -> None:
    async with here.begin() as tx:
        added = [await seasons.add_deadline(tx, "X", 2026, WORDS, LAN) for _ in range(2)]

    found = await season(here)
    assert added == [True, False]
    assert found.safe == date(2026, 12, 5)
    [said] = [each.deadline for each in found.dues if each.deadline.code in found.added]
    assert (said.what, said.to) == ("số liệu (mẫu)", ("Phòng Văn hóa (mẫu)",))
    assert (await season(here, year=2027)).safe == date(2027, 12, 30)


async def test_a_deadline_that_was_ended_holds_no_more_and_ends_once(here: Database) -> None:
    async with here.begin() as tx:
        await seasons.add_deadline(tx, "X", None, WORDS, LAN)
        elsewhere = await seasons.end_deadline(tx, "Y", 1, LAN)
        once = await seasons.end_deadline(tx, "X", 1, LAN)
        twice = await seasons.end_deadline(tx, "X", 1, LAN)

    [kept] = await rows(here, tables.OwnDeadline)
    assert (elsewhere, once, twice) == (False, True, False)
    assert (kept["ended_by"], kept["ended_at"]) == (1, NOW)
    assert (await season(here)).safe == date(2026, 12, 30)


async def test_a_report_that_was_sent_is_sent_once_and_may_be_called_back(here: Database) -> None:
    async with here.begin() as tx:
        sent = [await seasons.file_report(tx, "X", 2026, "BLD1", LAN) for _ in range(2)]
    filed = await season(here)
    async with here.begin() as tx:
        back = [await seasons.unfile(tx, "X", 2026, "BLD1", MINH) for _ in range(2)]
    [kept] = await rows(here, tables.Filed)
    async with here.begin() as tx:
        again = await seasons.file_report(tx, "X", 2026, "BLD1", LAN)
        await seasons.unfile(tx, "X", 2026, "BLD1", LAN)

    assert (sent, back, again) == ([True, False], [True, False], True)
    assert (kept["sent"], kept["filed_by"], kept["filed_at"]) == (False, 2, LATER)
    assert (filed.safe, filed.filed) == (None, frozenset({"BLD1"}))
    assert (await season(here)).safe == date(2026, 12, 30)
    assert (await season(here, year=2027)).filed == frozenset()


async def test_the_reading_of_a_target_is_chosen_once_for_all_years(here: Database) -> None:
    target = next(each for each in plans()[PLAN].targets if each.bases)
    async with here.begin() as tx:
        first = await seasons.choose_base(tx, "X", target.code, target.bases[0], LAN)
        again = await seasons.choose_base(tx, "X", target.code, target.bases[0], LAN)
        other = await seasons.choose_base(tx, "X", target.code, target.bases[1], LAN)

    found = await season(here, year=2027)
    assert (first, again, other) == (True, False, True)
    assert found.bases == {target.code: target.bases[1]}
    assert found.open_bases == ()


async def test_a_reading_that_the_plan_offers_no_more_counts_as_none(here: Database) -> None:
    target = next(each for each in plans()[PLAN].targets if each.bases)
    async with here.begin() as tx:
        await seasons.choose_base(tx, "X", target.code, "cách cũ", LAN)

    assert (await season(here)).bases == {}


async def test_the_day_of_a_choice_is_the_day_in_vietnam(here: Database) -> None:
    async with here.begin() as tx:
        await seasons.take_over(tx, "X", 2026, due("LCD2"), By(1, "staff", "x", LATER))

    assert (await season(here)).since == date(2026, 11, 24)


async def test_a_commune_may_follow_a_plan_that_was_loaded(here: Database) -> None:
    shipped = plans()[PLAN]
    content = _file().replace(f"plan: {PLAN}", "plan: xa_thu").encode()
    async with here.begin() as tx:
        await kept_plans.keep(tx, "xa_thu", content, NOW)
        await seasons.choose(tx, "Y", "xa_thu", 2026, now=NOW)
        followed = [await kept_plans.is_followed(tx, code) for code in ("xa_thu", "lai_chau_2023")]
        known = await kept_plans.known(tx)

    found = await season(here, "Y")
    assert found.plan.code == "xa_thu"
    assert found.safe == date(2026, 12, 30)
    assert followed == [True, False]
    assert set(known) == {*plans(), "xa_thu"}
    assert shipped.code == PLAN


async def test_a_season_is_read_with_one_statement(here: Database) -> None:
    async with here.begin() as tx:
        await seasons.take_over(tx, "X", 2026, due("LCD2"), LAN)
    said: list[str] = []
    async with here.read() as tx:
        event.listen(tx.sync_connection, "before_cursor_execute", lambda *a: said.append(a[2]))

        await seasons.season(tx, "X", 2026)

    assert len(said) == 1


async def test_a_season_costs_a_letter_next_to_nothing(here: Database) -> None:
    async with here.begin() as tx:
        await seasons.take_over(tx, "X", 2026, due("LCD2"), LAN)
    async with here.read() as tx:
        await seasons.season(tx, "X", 2026)  # what is read once a process
        began = process_time()
        for _ in range(100):
            await seasons.season(tx, "X", 2026)
        took = (process_time() - began) / 100

    assert took < 0.02, f"{took * 1000:.1f} ms"


def _file() -> str:
    from importlib.resources import files

    return (files("flows") / "library" / "plans" / f"{PLAN}.yaml").read_text("utf-8")
