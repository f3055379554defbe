"""The public page of a title: what it tells, what it keeps to itself, and what it does not know."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import update

from bot.web import check, site
from bot.web.site import Doors
from storage import tables
from tests.bot.web.village import Client, Village
from tests.titles import Hall, hall, recognised


@asynccontextmanager
async def browser(h: Hall) -> AsyncIterator[Client]:
    village = Village()
    doors = Doors(village.receive, village.shelf, village.who, village.enclosed)
    app = site.build(doors, village.channel, [check.at(check.finder(h.on.db))])
    async with TestClient(TestServer(app)) as client:
        yield client


async def token(h: Hall) -> str:
    (award,) = await h.rows(tables.Award)
    return str(award["token"])


async def shown(h: Hall) -> str:
    async with browser(h) as client:
        return await (await client.get(f"/kt/{await token(h)}")).text()


async def test_anybody_sees_whose_title_it_is_and_that_it_holds(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        await h.verified(1)
        await recognised(staff)

        page = await shown(h)

    for told in ("Hộ 01 · Vàng A Nam (mẫu)", "Gia đình học tập", "2026", "xã Bình Lư"):
        assert told in page
    assert "Số 123/QĐ-UBND" in page
    assert "ngày 20/11/2026" in page
    assert "Còn giá trị" in page
    assert "MẪU THAM KHẢO" in page
    assert "DỮ LIỆU MẪU" in page


async def test_it_tells_nothing_else(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff, _ = await h.staff(), await h.household(1)
        await h.verified(1)
        await recognised(staff)

        page = await shown(h)

    for hidden in ("62", "điểm", "Người MAU01-01", "Hoàng Thị Mẫu", "Bản Nà Đon", "<script"):
        assert hidden not in page


async def test_a_title_that_was_taken_back_says_since_when_but_not_why(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        await h.verified(1)
        await recognised(staff)
        await staff.press("rk.1.w")
        await staff.say("Khai không đúng ở câu 4")
        h.clock.now = h.clock.now.replace(hour=18)  # the next day there
        await staff.choose("Thu hồi")

        page = await shown(h)

    assert "Đã thu hồi ngày 25/11/2026" in page
    assert "Còn giá trị" not in page
    assert "câu 4" not in page


async def test_a_real_title_by_official_criteria_has_no_such_notices(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        await h.verified(1)
        await recognised(staff)
        async with h.on.db.begin() as tx:
            for table in (tables.Place, tables.Subject):
                await tx.execute(update(table).values(sample=False))
            await tx.execute(update(tables.Pack).values(official=True))

        page = await shown(h)

    assert "MẪU" not in page


@pytest.mark.parametrize("wrong", ["x" * 22, "kurz", "x" * 100, "..%2F..", "%00"])
async def test_an_unknown_token_gets_a_kind_word(tmp_path: Path, wrong: str) -> None:
    async with hall(tmp_path) as h, browser(h) as client:
        answer = await client.get(f"/kt/{wrong}")

        assert answer.status == 404
        assert "Đường dẫn này không dùng được." in await answer.text()


async def test_no_search_engine_keeps_the_page_and_no_browser_either(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        await h.verified(1)
        await recognised(staff)
        async with browser(h) as client:
            answer = await client.get(f"/kt/{await token(h)}")

    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Cache-Control"] == "no-store"


async def test_a_name_is_shown_as_it_was_typed(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        await h.verified(1)
        await recognised(staff)
        async with h.on.db.begin() as tx:
            await tx.execute(update(tables.Subject).values(name="<b>Hộ</b> & Lò"))

        page = await shown(h)

    assert "&lt;b&gt;Hộ&lt;/b&gt; &amp; Lò" in page
