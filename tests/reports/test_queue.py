"""The numbers of the desk are those that plain SQL counts, and the order is the promised one."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from reports import REPORTS, queue
from reports.queue import Looking
from storage import tables
from tests.desks import Commune, commune
from tests.stage import Clock

COUNTED = """
SELECT SUM(a.state = 'handed_over') AS waiting,
       SUM(a.state = 'handed_over' AND a.corrected) AS corrected,
       SUM(a.state = 'returned') AS returned
FROM assessment a JOIN subject s ON s.id = a.subject_id JOIN place p ON p.code = s.place_code
WHERE p.parent_code = 'MAU' OR p.code = 'MAU'
"""


async def mixed(here: Commune, clock: Clock) -> list[int]:
    """Four that wait, one of them corrected and one of another village, and one returned."""
    numbers = []
    for code in ("MAU01-07", "MAU01-08", "MAU02-03", "MAU01-09"):
        clock.pass_days(1)
        numbers.append((await here.ready(code))[1])
    await here.change(tables.Assessment, numbers[3], corrected=True)
    _, back = await here.ready("MAU02-04")
    await here.change(tables.Assessment, back, state="returned", returned={"/a": "x", "/b": ""})
    async with here.on.db.begin() as tx:
        step = {"assessment_id": back, "name": "return", "state": "returned", "person_id": 1}
        here_now = {"role": "staff", "channel": "test", "moved_at": clock()}
        await tx.execute(tables.Move.__table__.insert().values(**step, **here_now))
    return [*numbers, back]


async def test_the_numbers_are_those_that_plain_sql_counts(tmp_path: Path) -> None:
    clock = Clock()
    async with commune(tmp_path, clock) as here:
        await mixed(here, clock)
        async with here.on.db.read() as tx:
            counted = (await tx.execute(text(COUNTED))).mappings().one()

            places = await queue.places(tx, Looking("MAU", 1, clock()))
            back = await queue.sent_back(tx, "MAU")
            row = dict((await REPORTS["queue"](tx))[0])

    assert sum(one.waiting for one in places) == counted["waiting"] == row["waiting"] == 4
    assert sum(one.corrected for one in places) == counted["corrected"] == row["corrected"] == 1
    assert len(back) == counted["returned"] == row["returned"] == 1
    assert [(one.name, one.waiting) for one in places] == [("Bản Nà Đon", 3), ("Bản Nà Khum", 1)]
    assert (back[0].left, back[0].of, back[0].told) == (1, 2, "nobody")


async def test_corrected_ones_come_first_then_those_handed_in_the_longest_ago(
    tmp_path: Path,
) -> None:
    clock = Clock()
    async with commune(tmp_path, clock) as here:
        first, second, third, corrected, _ = await mixed(here, clock)
        look = Looking("MAU", 1, clock())
        async with here.on.db.read() as tx:
            every = await queue.waiting(tx, look)

            after = [await queue.waiting(tx, look, after=one) for one in every]
            village = await queue.waiting(tx, look, "MAU02")

    assert every == (corrected, first, second, third)
    assert after == [every[1:], every[2:], every[3:], ()]
    assert village == (third,)


async def test_what_somebody_else_holds_is_counted_apart_until_his_time_is_over(
    tmp_path: Path,
) -> None:
    clock = Clock()
    async with commune(tmp_path, clock) as here:
        _, number = await here.ready("MAU01-07")
        until = clock() + timedelta(minutes=15)
        await here.change(tables.Assessment, number, held_by=1, held_until=until)
        seen = []
        async with here.on.db.read() as tx:
            for person, moment in ((2, clock()), (1, clock()), (2, until)):
                (place,) = await queue.places(tx, Looking("MAU", person, moment))
                listed = await queue.waiting(tx, Looking("MAU", person, moment))
                seen.append((place.waiting, place.taken, len(listed)))

    assert seen == [(0, 1, 0), (1, 0, 1), (1, 0, 1)]


async def test_people_without_any_way_to_write_to_are_counted(tmp_path: Path) -> None:
    clock = Clock()
    async with commune(tmp_path, clock) as here:
        who, number = await here.ready("MAU01-07")
        await here.change(tables.Assessment, number, state="returned")
        rows = [await report(here)]
        async with here.on.db.begin() as tx:
            gone = tables.Account.__table__.update().where(tables.Account.person_id == who.id)
            await tx.execute(gone.values(unreachable_since=clock()))
        rows.append(await report(here))

    assert [row["unlinked"] for row in rows] == [0, 1]


async def report(here: Commune) -> dict[str, object]:
    async with here.on.db.read() as tx:
        return dict((await REPORTS["queue"](tx))[0])
