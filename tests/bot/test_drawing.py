"""The sample for a visit: drawn once from what has passed, logged, the same for whoever asks."""

import asyncio
import json
from pathlib import Path

import pytest

from reports import REPORTS
from storage import tables
from tests.bot.test_verifying import copies
from tests.desks import Commune, Someone, commune
from tests.stage import Clock


async def verified(here: Commune, officer: Someone, count: int, choice: str = "2") -> None:
    """So many citizens of whom the commune has looked the form through."""
    _, number = await here.citizen("Vàng Thị Mẫu", choice)
    await copies(here, number, count - 1)
    await officer.press("ds.q")
    for _ in range(count):
        await officer.say("1")


async def draws(officer: Someone, size: str) -> str:
    await officer.press("dw")
    await officer.choose("Công dân học tập")
    await officer.say(size)
    return await officer.say("1")


async def test_a_sample_is_drawn_after_a_last_word_and_shown_with_whom_to_call(
    tmp_path: Path,
) -> None:
    async with commune(tmp_path) as here:
        officer = await here.staff()
        await verified(here, officer, 12)
        await here.change(tables.Subject, 1, phone="0912 000 003")
        titles = await officer.press("dw")
        asked = await officer.choose("Công dân học tập")
        confirm = await officer.say("25%")

        told = await officer.choose("Chọn 3 phiếu")

        row = (await here.rows(tables.Draw))[0]
    assert "1. Công dân học tập (12 phiếu)" in titles
    assert "có 12 phiếu xã đã thẩm định" in asked
    assert "3 trong 12 phiếu. Đã chọn thì không chọn lại được." in confirm
    assert "Công dân học tập: 3 phiếu trong 12, Hoàng Thị Mẫu chọn ngày 24/11/2026." in told
    assert told.count("· Bản Nà Đon · ") == 3
    assert (row["drawn_by"], row["year"], row["title"]) == (officer.id, 2026, "citizen")
    assert len(row["among"]["assessments"]) == 12
    assert set(row["chosen"]["assessments"]) < set(row["among"]["assessments"])


async def test_a_second_try_shows_the_first_draw(tmp_path: Path) -> None:
    clock = Clock()
    async with commune(tmp_path, clock) as here:
        lan, minh = await here.staff("Chị Lan (mẫu)"), await here.staff("Anh Minh (mẫu)")
        await verified(here, lan, 12)
        await lan.press("dw")
        await lan.choose("Công dân học tập")
        await lan.say("3")
        draw = await lan.line("Chọn 3")
        first = await lan.press(draw)
        clock.pass_days(3)

        again = [await lan.press(draw), await minh.press("dw.t.citizen")]
        again.append(await minh.press("dw.d.citizen.9"))

        rows = await here.rows(tables.Draw)
    assert len(rows) == 1
    assert all("Năm nay đã chọn rồi, không chọn lại." in told for told in again)
    names = [line for line in first.splitlines() if line.startswith("· ")]
    assert all([line for line in told.splitlines() if line in names] == names for told in again)


async def test_two_officers_who_draw_at_once_see_one_draw(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        lan, minh = await here.staff("Chị Lan (mẫu)"), await here.staff("Anh Minh (mẫu)")
        await verified(here, lan, 12)

        told = await asyncio.gather(lan.press("dw.d.citizen.3"), minh.press("dw.d.citizen.9"))

        rows = await here.rows(tables.Draw)
    assert len(rows) == 1
    assert sum("không chọn lại" in page for page in told) == 1


async def test_what_did_not_pass_and_what_still_waits_is_never_drawn(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer = await here.staff()
        await verified(here, officer, 3)
        await verified_low(here, officer)
        _, waits = await here.citizen("Phàn A Mẫu")
        asked = [await officer.press("dw"), await officer.choose("Công dân học tập")]

        told = await draws(officer, "100%")

        row = (await here.rows(tables.Draw))[0]
    assert "(3 phiếu)" in asked[0]
    assert "Còn 1 phiếu đang chờ sẽ không nằm trong lượt chọn" in asked[1]
    assert "3 phiếu trong 3" in told
    assert waits not in row["among"]["assessments"]


async def verified_low(here: Commune, officer: Someone) -> None:
    """One more whose form the commune looked through and found too low."""
    await here.citizen("Sùng A Mẫu", "4")
    await officer.press("ds.q")
    await officer.choose("Ghi là chưa đạt")


async def test_before_anything_passed_there_is_nothing_to_draw(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        await here.citizen("Vàng Thị Mẫu")
        officer = await here.staff()

        told = [await officer.press("dw"), await officer.press("dw.d.citizen.5")]

        assert "Chưa có phiếu nào thẩm định đạt" in told[0]
        assert "Việc này không có ở đây" in told[1]
        assert await here.rows(tables.Draw) == []


@pytest.mark.parametrize("typed", ["0", "13", "nhiều", "", "0%", "101%"])
async def test_a_size_that_cannot_be_is_asked_again(typed: str, tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer = await here.staff()
        await verified(here, officer, 2)
        await officer.press("dw")
        await officer.choose("Công dân học tập")

        told = await officer.say(typed)

        assert "Cần một số từ 1 đến 2, hoặc phần trăm" in told
        assert await here.rows(tables.Draw) == []


async def test_a_long_list_is_read_page_by_page(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer = await here.staff()
        await verified(here, officer, 12)
        first = await draws(officer, "10")

        second = await officer.choose("Xem thêm")

    assert (first.count("Bản Nà Đon"), second.count("Bản Nà Đon")) == (8, 2)
    assert "Xem thêm" not in second


async def test_the_report_recomputes_every_draw(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer = await here.staff()
        await verified(here, officer, 6)
        await draws(officer, "2")
        before = await report(here)
        chosen = before["chosen"]
        other = next(one for one in before["among"] if one not in chosen)
        await here.change(tables.Draw, 1, chosen={"assessments": [other, chosen[1]]})

        after = await report(here)

    assert before["sound"] is True
    assert before["wanted"] == "2"
    assert after["sound"] is False
    assert json.dumps(after)


async def report(here: Commune) -> dict[str, object]:
    async with here.on.db.read() as tx:
        return dict((await REPORTS["draws"](tx))[0])
