"""Staff work through what people ask about their data: in time, in the open, each of them once."""

import asyncio
from pathlib import Path

from storage import tables
from tests.desks import Commune, Someone, commune


async def asks(who: Someone, what: str = "Sai tên, phải là Lò Văn Mậu") -> None:
    """He asks for this to be corrected."""
    await who.say("dữ liệu của tôi")
    await who.choose("Xin sửa")
    await who.say(what)


async def asks_to_delete(who: Someone) -> None:
    await who.say("dữ liệu của tôi")
    await who.choose("Xin xóa hết")
    await who.choose("Xóa hết")


async def row(here: Commune, number: int = 1) -> dict[str, object]:
    found = {each["id"]: dict(each) for each in await here.rows(tables.Request)}
    return found[number]


async def test_the_queue_is_reached_from_the_desk_and_late_ones_lead(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer = await here.staff()
        first, second = await here.household("MAU01-07"), await here.household("MAU01-08")
        await asks(first)
        here.clock.pass_days(3)
        await asks(second)

        await officer.say("menu")
        await officer.choose("Bàn làm việc")
        told = await officer.choose("Yêu cầu")

    lines = [line for line in told.splitlines() if line[:2] in ("1.", "2.")]
    assert "⚠️ Đã trễ: 1." in told
    assert lines[0].startswith("1. ⚠️ Người MAU01-07 · Bản Nà Đon (xin sửa, chưa báo đã nhận, trễ")
    assert "⚠️" not in lines[1]


async def test_an_acknowledged_request_is_told_to_the_person_once(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer, who = await here.staff(), await here.household("MAU01-07")
        await asks(who)
        await officer.press("rq.o.1")
        heard = await officer.line("Báo đã nhận")

        told = await officer.press(heard)
        again = await officer.press(heard)

        assert "Đã báo cho người gửi" in told
        assert "đã được báo nhận rồi" in again
        news = "Xã đã nhận việc bác xin sửa ngày thứ Ba 24/11. Xã trả lời chậm nhất thứ Sáu 4/12."
        assert (await who.read()).count(news) == 1
        assert (await row(here))["acknowledged_by"] == officer.id


async def test_what_was_corrected_is_told_in_the_words_of_staff(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer, who = await here.staff(), await here.household("MAU01-07")
        await asks(who)
        await officer.press("rq.o.1")
        await officer.choose("Đã sửa xong")

        told = await officer.say("Đã sửa tên thành Lò Văn Mậu.")

        assert "Bà con không còn yêu cầu nào" in told
        assert "Việc bác xin sửa đã làm xong: Đã sửa tên thành Lò Văn Mậu." in await who.read()
        found = await row(here)
        assert found["outcome"] == "done\nĐã sửa tên thành Lò Văn Mậu."
        assert found["acknowledged_at"] is not None
        assert found["done_by"] == officer.id


async def test_nothing_is_refused_without_a_reason(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer, who = await here.staff(), await here.household("MAU01-07")
        await asks_to_delete(who)
        await officer.press("rq.o.1")
        await officer.choose("Không làm được")

        silent = await officer.say("..")
        told = await officer.say("Phiếu đang chờ quyết định, xin chờ đến tháng 12")

        assert "gõ một câu cho rõ" in silent
        assert "Đã ghi là không làm được" in told
        assert (
            "Việc bác xin xóa hết, xã không làm được: Phiếu đang chờ quyết định, xin chờ đến "
            "tháng 12." in await who.read()
        )
        names = [each["name"] for each in await here.rows(tables.Person)]
        assert "Người MAU01-07" in names


async def test_somebody_who_cannot_be_reached_has_to_be_called(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer = await here.staff()
        who = await here.someone("Lò Văn Mẫu", "household", "MAU01", "MAU01-07", phone="0912000111")
        await asks(who)
        async with here.on.db.begin() as tx:
            await tx.execute(
                tables.Account.__table__.delete().where(tables.Account.person_id == who.id)
            )
        await officer.press("rq.o.1")

        told = await officer.choose("Báo đã nhận")

    assert "⚠️ Không nhắn được cho người này. Xin gọi 0912000111." in told


async def test_two_staff_settle_one_request_once(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        one, two = await here.staff(), await here.staff("Vàng Thị Mẫu")
        who = await here.household("MAU01-07")
        await asks(who)
        for officer in (one, two):
            await officer.press("rq.o.1")
            await officer.choose("Đã sửa xong")

        told = await asyncio.gather(one.say("Đã sửa tên"), two.say("Đã sửa tên rồi"))

        assert sum("đã có người làm xong" in text for text in told) == 1
        assert (await who.read()).count("đã làm xong: Đã sửa tên") == 1


async def test_what_goes_and_what_stays_is_shown_before_a_deletion(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer, who = await here.staff(), await here.household("MAU01-07")
        await here.hands_in(who, ("4", "2", "0", "2", "ảnh red", "1", "1", "1", "2", "2", "1"))
        await asks_to_delete(who)
        await officer.press("rq.o.1")

        told = await officer.choose("Xem rồi xóa")

    assert told.startswith("Xóa Người MAU01-07 · Bản Nà Đon? Không lấy lại được.")
    assert "· Mất: tên, điện thoại, đường vào, 1 phiếu, 1 ảnh, " in told


async def test_a_deletion_of_what_changed_since_is_shown_again(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer, who = await here.staff(), await here.household("MAU01-07")
        await asks_to_delete(who)
        await officer.press("rq.o.1")
        await officer.choose("Xem rồi xóa")
        late = await officer.line("Xóa, không lấy lại")
        await here.hands_in(who)

        told = await officer.press(late)

        assert told.startswith("Vừa có thay đổi.")
        assert (await row(here))["done_at"] is None


async def test_what_was_taken_back_is_not_deleted(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer, who = await here.staff(), await here.household("MAU01-07")
        await asks_to_delete(who)
        await officer.press("rq.o.1")
        await officer.choose("Xem rồi xóa")
        late = await officer.line("Xóa, không lấy lại")
        await who.press("me.b.1")

        told = await officer.press(late)

        assert "đã có người làm xong" in told
        assert "· Họ tên: Người MAU01-07" in await who.say("dữ liệu của tôi")


async def test_whoever_agrees_again_waits_for_nothing(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer, who = await here.staff(), await here.household("MAU01-07")
        for words in ("dữ liệu của tôi", "Rút lại lời đồng ý", "Rút lại"):
            await who.say(words)
        before = await officer.press("rq")
        await who.say("1")
        await who.say("đồng ý")

        after, late = await officer.press("rq"), await officer.press("rq.o.1")

    assert "rút lại lời đồng ý, chưa báo đã nhận" in before
    assert "không còn yêu cầu nào" in after
    assert "đã có người làm xong" in late


async def test_nobody_deletes_himself(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer = await here.staff()
        await asks_to_delete(officer)
        await officer.press("rq.o.1")

        told = await officer.choose("Xem rồi xóa")
        forged = await officer.press("rq.x.1.0-0-0-0-1")

        assert "để người khác làm" in told
        assert "Đã xóa" not in forged
        assert (await row(here))["done_at"] is None


async def test_a_correction_is_never_turned_into_a_deletion(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer, who = await here.staff(), await here.household("MAU01-07")
        await asks(who)

        await officer.press("rq.x.1.0-0-0-0-0")

        assert (await row(here))["done_at"] is None
        assert "· Họ tên: Người MAU01-07" in await who.say("dữ liệu của tôi")


async def test_only_staff_of_the_commune_see_the_queue(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who = await here.household("MAU01-07")
        head = await here.someone("Tẩn A Mẫu", "village_head", "MAU01", "MAU01-01")
        async with here.on.db.begin() as tx:
            place = {"code": "KHAC", "name": "xã Khác (mẫu)", "kind": "commune"}
            await tx.execute(tables.Place.__table__.insert().values(**place))
        stranger = await here.someone("Phàn Thị Mẫu", "staff", "KHAC")
        await asks(who)

        refused = [
            await each.press(press)
            for each in (who, head, stranger)
            for press in ("rq.o.1", "rq.k.1", "rq.d.1", "rq.r.1", "rq.x.1.0-0-0-0-0")
        ]
        nobody = await who.press("rq.o.99")
        queues = [await head.press("rq"), await stranger.press("rq")]

        assert {told.splitlines()[0] for told in refused} == {nobody.splitlines()[0]}
        assert all("MAU01-07" not in told for told in queues)
        assert (await row(here))["acknowledged_at"] is None
