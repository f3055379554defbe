"""The public page of a posted list: what it shows, what it never shows, and its box for remarks."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from bot.web import guard, notice, pages, statics
from bot.web.notice import Board
from storage import tables
from tests import gathered
from tests.bot.web.village import Client
from tests.gathered import HEAD, STAFF, Phone, presses, recorded
from tests.stage import Clock, Stage, heard, stage

AGREED = {"agreed": "yes"}


@dataclass
class Wall:
    """A posted list, the phone of the head who posted it, and a browser before it."""

    on: Stage
    clock: Clock
    browser: Client
    token: str
    called: list[str]

    async def look(self) -> str:
        return await (await self.browser.get(f"/n/{self.token}")).text()

    async def send(self, text: str, where: str = "", **more: str) -> tuple[int, str]:
        """Send the form as a browser does; the status before the redirect, and the page."""
        headers = {"X-Forwarded-For": where} if where else {}
        data = {"text": text, **more}
        answer = await self.browser.post(
            f"/n/{self.token}", data=data, headers=headers, allow_redirects=False
        )
        return answer.status, await answer.text()

    async def remarks(self) -> list[tuple[str, str]]:
        remark = tables.Remark
        async with self.on.db.read() as tx:
            found = await tx.execute(select(remark.text, remark.contact).order_by(remark.id))
            return [tuple(row) for row in found]


@asynccontextmanager
async def site(board: Board) -> AsyncIterator[Client]:
    """A browser at a site that has nothing but the posted lists."""
    drawn = pages.drawn_with(statics.read().version)
    app = web.Application(middlewares=[guard.kindly(drawn)])
    app.add_routes(notice.routes(board)(drawn))
    async with TestClient(TestServer(app)) as client:
        yield client


@pytest.fixture
async def wall(tmp_path: Path) -> AsyncIterator[Wall]:
    """Households 1 and 2 and a citizen passed, household 3 did not; posted for ten days."""
    clock, called = Clock(), list[str]()
    async with stage(tmp_path, clock, person=HEAD) as on:
        async with on.db.begin() as tx:
            await gathered.agrees(tx, "an", clock())
        for number in (1, 2, 3):
            await gathered.send(on.db, number, clock())
        await gathered.send_citizen(on.db, "Giàng Thị Kín", clock())
        await recorded(on)
        for text in ("trừ 3", "2", "Bỏ qua", "Chốt", "Vẫn chốt", "Niêm yết 10 ngày"):
            await on.say(text)
        async with on.db.read() as tx:
            token = (await tx.execute(select(tables.Meeting.token))).scalar_one()
        async with site(Board(on.db, clock, lambda: called.append("!"))) as browser:
            yield Wall(on, clock, browser, token, called)


# ---- what it shows


async def test_the_page_names_the_household_heads_that_passed(wall: Wall) -> None:
    page = await wall.look()

    assert "Hộ 01 · Vàng A Nam (mẫu)" in page
    assert "Hộ 02 · Đỗ Ngọc Bình (mẫu)" in page
    assert "Niêm yết đến hết <b>thứ Sáu 4/12/2026</b>" in page
    assert "MẪU THAM KHẢO" in page


async def test_citizens_are_counted_and_never_named(wall: Wall) -> None:
    page = await wall.look()

    assert "Giàng Thị Kín" not in page
    assert "1 người. Không ghi tên từng người." in page


async def test_points_reasons_and_who_did_not_pass_are_not_on_it(wall: Wall) -> None:
    page = await wall.look()

    for secret in ("Hộ 03", "62/", "/70", "Tự chấm cao hơn", "không thông qua", "Vàng Thị Mẫu"):
        assert secret not in page


async def test_a_form_looked_at_again_is_taken_off_the_list(wall: Wall) -> None:
    for text in ("Xét lại một phiếu", "1", "1"):
        await wall.on.say(text)

    page = await wall.look()

    assert "Hộ 01" not in page
    assert "Hộ 02" in page


async def test_after_its_last_day_the_page_names_nobody_and_takes_no_remark(wall: Wall) -> None:
    wall.clock.pass_days(11)

    page = await wall.look()
    status, answered = await wall.send("Nhà tôi có ý kiến", **AGREED)

    assert "Hộ 01" not in page
    assert "đã niêm yết xong" in page
    assert "<form" not in page
    assert (status, await wall.remarks()) == (200, [])
    assert "không nhận góp ý ở đây nữa" in answered


@pytest.mark.parametrize("token", ["x", "khong-co-danh-sach-nay", "%00", "a" * 300])
async def test_an_unknown_token_gets_a_kind_page(wall: Wall, token: str) -> None:
    answer = await wall.browser.get(f"/n/{token}")
    sent = await wall.browser.post(f"/n/{token}", data={"text": "có", **AGREED})

    assert (answer.status, sent.status) == (404, 404)
    assert "hỏi trưởng bản" in await answer.text()


async def test_a_list_that_was_not_posted_is_not_there(wall: Wall) -> None:
    async with wall.on.db.begin() as tx:
        query = tables.Meeting.__table__.update().values(state="closed", posted_until=None)
        await tx.execute(query)

    answer = await wall.browser.get(f"/n/{wall.token}")

    assert answer.status == 404


async def test_everything_the_page_names_belongs_to_the_site(wall: Wall) -> None:
    page = await wall.look()

    assert "http:" not in page
    assert "https:" not in page
    assert "<script" not in page
    assert " style=" not in page


# ---- remarks


async def test_a_remark_is_kept_and_the_page_says_so(wall: Wall) -> None:
    status, _ = await wall.send("Nhà số 2 mới chuyển đến.", contact="Lò Thị Mẫu", **AGREED)

    page = await (await wall.browser.get(f"/n/{wall.token}?sent")).text()

    assert status == 303
    assert await wall.remarks() == [("Nhà số 2 mới chuyển đến.", "Lò Thị Mẫu")]
    assert "Đã ghi góp ý" in page


async def test_the_same_remark_sent_twice_is_kept_once(wall: Wall) -> None:
    first = await wall.send("Nhà số 2 mới chuyển đến.", **AGREED)
    second = await wall.send("Nhà số 2 mới chuyển đến.", **AGREED)

    assert (first[0], second[0]) == (303, 303)
    assert len(await wall.remarks()) == 1


@pytest.mark.parametrize(
    ("text", "more", "sentence"),
    [
        ("", AGREED, "còn trống"),
        ("…!", AGREED, "còn trống"),
        ("dài " * 251, AGREED, "dài quá"),
        ("Có ý kiến", {**AGREED, "contact": "x" * 101}, "dài quá"),
        ("Có ý kiến", {}, "đánh dấu ô đồng ý"),
        ("Có ý kiến", {"agreed": "no"}, "đánh dấu ô đồng ý"),
    ],
)
async def test_a_remark_that_is_not_kept_stays_in_the_box_with_the_reason(
    wall: Wall, text: str, more: dict[str, str], sentence: str
) -> None:
    status, page = await wall.send(text, **more)

    assert status == 200
    assert sentence in page
    assert text.strip() in page
    assert await wall.remarks() == []


async def test_a_thousand_letters_fit(wall: Wall) -> None:
    status, _ = await wall.send("ệ" * 1000, **AGREED)

    assert status == 303


async def test_angle_brackets_in_a_remark_are_text(wall: Wall) -> None:
    _, page = await wall.send("<script>alert(1)</script>")

    assert "<script>" not in page
    assert "&lt;script&gt;" in page


async def test_from_one_place_only_so_many_remarks_are_taken_a_day(wall: Wall) -> None:
    for number in range(10):
        await wall.send(f"Góp ý số {number}", "10.0.0.1", **AGREED)

    status, page = await wall.send("Góp ý nữa", "10.0.0.1", **AGREED)
    elsewhere, _ = await wall.send("Góp ý khác", "10.0.0.2", **AGREED)
    wall.clock.pass_days(1)
    tomorrow, _ = await wall.send("Góp ý mai", "10.0.0.1", **AGREED)

    assert (status, elsewhere, tomorrow) == (200, 303, 303)
    assert "Mai xin gửi tiếp" in page
    assert len(await wall.remarks()) == 12


async def test_who_makes_up_addresses_is_still_one_place(wall: Wall) -> None:
    answers = [
        (await wall.send(f"Góp ý số {n}", f"1.2.3.{n}, 10.0.0.1", **AGREED))[0] for n in range(11)
    ]

    assert answers == [303] * 10 + [200]


async def test_no_address_is_written_down(wall: Wall) -> None:
    await wall.send("Có ý kiến", "10.0.0.1", **AGREED)

    async with wall.on.db.read() as tx:
        source = (await tx.execute(select(tables.Remark.source))).scalar_one()
    assert "10.0.0.1" not in source
    assert len(source) == 32


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"text=co&agreed=yes", "text/plain", 400),
        (b"\xff\xfe", "application/x-www-form-urlencoded", 400),
        (b"&".join(b"a=1" for _ in range(50)), "application/x-www-form-urlencoded", 400),
        (b"text=" + b"a" * 40_000, "application/x-www-form-urlencoded", 413),
    ],
)
async def test_an_odd_body_is_refused(wall: Wall, body: bytes, kind: str, status: int) -> None:
    answer = await wall.browser.post(f"/n/{wall.token}", data=body, headers={"Content-Type": kind})

    assert answer.status == status
    assert await wall.remarks() == []


async def test_head_and_staff_are_told_once_a_day(wall: Wall) -> None:
    await gathered.enrol(wall.on.db, STAFF, "xa", wall.clock())
    before = len(await wall.on.letters())
    for number in range(3):
        await wall.send(f"Góp ý số {number}", **AGREED)
    told = (await wall.on.letters())[before:]
    wall.clock.pass_days(1)

    await wall.send("Góp ý mai", **AGREED)

    staff = await Phone(wall.on, "xa").letters()
    (once,) = told
    assert once.text.startswith("Có góp ý về danh sách đang niêm yết của Bản Nà Đon.")
    assert len(staff) == 2
    assert len(await wall.on.letters()) - before == 2
    assert wall.called == ["!"] * 4


async def test_head_and_staff_read_the_remarks_one_by_one(wall: Wall) -> None:
    await gathered.enrol(wall.on.db, STAFF, "xa", wall.clock())
    await wall.send("Góp ý thứ nhất", contact="0912 000 000", **AGREED)
    await wall.send("Góp ý thứ hai", **AGREED)
    phone = Phone(wall.on, "xa")

    newest = await phone.press("gy.1.0")
    older = heard(await phone.press(presses(newest)["Góp ý tiếp theo"]))
    head = await wall.on.press("gy.1.0")

    assert "góp ý 1/2 (thứ Ba 24/11):\nGóp ý thứ hai" in heard(newest)
    assert "Góp ý thứ nhất\nLiên hệ: 0912 000 000" in older
    assert presses(head)["Về kết quả họp"] == "ni.1"


async def test_staff_of_another_commune_read_nothing(wall: Wall) -> None:
    async with wall.on.db.begin() as tx:
        row = {"code": "MAU99", "name": "xã khác (mẫu)", "kind": "commune"}
        await tx.execute(tables.Place.__table__.insert().values(**row, area="", sample=True))
    other = replace(STAFF, place_code="MAU99")
    await gathered.enrol(wall.on.db, other, "xa", wall.clock())
    await wall.send("Góp ý thứ nhất", **AGREED)

    said = heard(await Phone(wall.on, "xa").press("gy.1.0"))

    assert said.startswith("Việc này không có ở đây")
    assert "Góp ý thứ nhất" not in said
