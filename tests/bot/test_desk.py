"""The commune's desk: what waits, in which order, whose it is now, and what went back."""

import asyncio
from datetime import timedelta
from pathlib import Path

from storage import tables
from tests.desks import Commune, Someone, commune
from tests.stage import Clock


async def at_the_desk(who: Someone) -> str:
    return await who.press("ds")


async def first(who: Someone) -> str:
    """The first item that waits."""
    await at_the_desk(who)
    return await who.choose("Thẩm định")


async def test_the_desk_says_how_much_waits_and_for_how_long(tmp_path: Path) -> None:
    clock = Clock()
    async with commune(tmp_path, clock) as here:
        await here.ready("MAU01-07")
        clock.pass_days(4)
        await here.ready("MAU02-03")
        officer = await here.staff()

        told = await at_the_desk(officer)

    assert "Chờ thẩm định 2 phiếu, cũ nhất 4 ngày." in told
    assert "1. Thẩm định (2)" in told
    assert "Chọn bản" in told


async def test_an_empty_desk_says_so_and_offers_nothing_to_verify(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer = await here.staff()

        told = await at_the_desk(officer)

    assert "Không có phiếu nào chờ thẩm định." in told
    assert "1. Chọn mẫu kiểm tra lại" in told


async def test_what_the_village_still_has_does_not_wait_here(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        await here.hands_in(await here.household("MAU01-07"))
        officer = await here.staff()

        told = await at_the_desk(officer)

    assert "Không có phiếu nào chờ thẩm định." in told


async def test_the_oldest_comes_first_and_a_corrected_one_before_it(tmp_path: Path) -> None:
    clock = Clock()
    async with commune(tmp_path, clock) as here:
        for code in ("MAU01-07", "MAU01-08", "MAU01-09"):
            _, number = await here.ready(code)
            clock.pass_days(1)
        await here.change(tables.Assessment, number, corrected=True)
        officer = await here.staff()

        told = [await first(officer)]
        told += [await officer.choose("Để sau") for _ in range(3)]

    assert [page.partition(" · ")[0] for page in told[:3]] == ["Hộ 09", "Hộ 07", "Hộ 08"]
    assert "Đã xem hết lượt" in told[3]
    assert "Xem phiếu để sau (3)" in told[3]


async def test_a_village_can_be_gone_through_alone(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        for code in ("MAU01-07", "MAU02-03", "MAU02-04"):
            await here.ready(code)
        officer = await here.staff()
        await at_the_desk(officer)
        villages = await officer.choose("Chọn bản")

        told = [await officer.choose("Bản Nà Khum")]
        told += [await officer.choose("Ghi nhận") for _ in range(2)]

    assert "Bản Nà Đon (1)" in villages
    assert "Bản Nà Khum (2)" in villages
    assert [page.count("Bản Nà Khum") for page in told[:2]] == [1, 1]
    assert "Hết phiếu chờ thẩm định." in told[2]


async def test_a_second_officer_gets_the_next_item_and_is_told_who_has_the_first(
    tmp_path: Path,
) -> None:
    async with commune(tmp_path) as here:
        _, number = await here.ready("MAU01-07")
        await here.ready("MAU01-08")
        lan, minh = await here.staff("Chị Lan (mẫu)"), await here.staff("Anh Minh (mẫu)")
        await first(lan)

        desk = await at_the_desk(minh)
        item = await minh.choose("Thẩm định")
        other = await minh.press(f"dv.{number}.0.0.a0.o")

    assert "Chờ thẩm định 1 phiếu" in desk
    assert "1 phiếu đang có người xem." in desk
    assert item.startswith("Hộ 08")
    assert "Chị Lan (mẫu) đang xem phiếu này từ 09:00." in other
    assert "Phiếu tiếp theo" in other


async def test_an_item_is_free_again_after_a_quarter_of_an_hour_of_nothing(tmp_path: Path) -> None:
    clock = Clock()
    async with commune(tmp_path, clock) as here:
        await here.ready("MAU01-07")
        lan, minh = await here.staff("Chị Lan (mẫu)"), await here.staff("Anh Minh (mẫu)")
        await first(lan)
        clock.now += timedelta(minutes=10)
        await lan.choose("Xem kỹ")  # whoever goes on working keeps it
        clock.now += timedelta(minutes=10)

        held = await at_the_desk(minh)
        clock.now += timedelta(minutes=6)
        free = await first(minh)

    assert "Chờ thẩm định" not in held.replace("Không có phiếu nào chờ thẩm định", "")
    assert free.startswith("Hộ 07")


async def test_whoever_opens_another_item_lets_the_first_one_go(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        _, one = await here.ready("MAU01-07")
        _, two = await here.ready("MAU01-08")
        officer = await here.staff()

        for number in (one, two):
            await officer.press(f"dv.{number}.0.0.a0.o")

        held = [(await here.row(number))["held_by"] for number in (one, two)]
    assert held == [None, officer.id]


async def test_two_officers_who_begin_at_once_get_two_items(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        for code in ("MAU01-07", "MAU01-08"):
            await here.ready(code)
        lan, minh = await here.staff("Chị Lan (mẫu)"), await here.staff("Anh Minh (mẫu)")

        told = await asyncio.gather(lan.press("ds.q"), minh.press("ds.q"))

    assert sorted(page.partition(" · ")[0] for page in told) == ["Hộ 07", "Hộ 08"]


async def test_two_officers_who_open_the_same_item_at_once_do_not_both_get_it(
    tmp_path: Path,
) -> None:
    async with commune(tmp_path) as here:
        _, number = await here.ready("MAU01-07")
        lan, minh = await here.staff("Chị Lan (mẫu)"), await here.staff("Anh Minh (mẫu)")
        press = f"dv.{number}.0.0.a0.o"

        told = await asyncio.gather(lan.press(press), minh.press(press))

    assert sum("đang xem phiếu này" in page for page in told) == 1
    assert sum(page.startswith("Hộ 07") for page in told) == 1


async def test_whoever_goes_back_to_the_desk_lets_the_item_go(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        _, number = await here.ready("MAU01-07")
        officer = await here.staff()
        await first(officer)

        await officer.choose("Về bàn làm việc")

        row = await here.row(number)
    assert (row["held_by"], row["held_until"]) == (None, None)


async def test_an_officer_with_a_form_of_his_own_in_hand_still_gets_to_the_desk(
    tmp_path: Path,
) -> None:
    async with commune(tmp_path) as here:
        officer = await here.staff()
        await officer.say("menu")
        await officer.choose("Công dân học tập")
        await officer.say("menu")

        told = await officer.choose("Chọn phiếu khác")

    assert "Bàn làm việc của xã" in told


async def test_what_is_not_staffs_own_commune_is_not_there(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        _, number = await here.ready("MAU01-07")
        async with here.on.db.begin() as tx:
            await tx.execute(
                tables.Place.__table__.insert().values(
                    code="MAU9", name="xã khác (mẫu)", kind="commune", area="", sample=True
                )
            )
        stranger = await here.someone("Cán bộ xã khác (mẫu)", "staff", "MAU9")

        told = [await stranger.press(p) for p in ("ds", "ds.q.MAU01", f"dv.{number}.0.0.a0.o")]

    assert "Không có phiếu nào chờ thẩm định." in told[0]
    assert "Hết phiếu chờ thẩm định." in told[1]
    assert "Việc này không có ở đây" in told[2]
    assert all("Hộ 07" not in page for page in told)


async def test_nobody_else_gets_to_the_desk(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who, number = await here.ready("MAU01-07")
        head = await here.someone("Tẩn A Mẫu", "village_head")
        presses = ("ds", "ds.q", "ds.t.0", "dw", "dw.t.family", f"dv.{number}.0.0.a0.o")

        told = [await each.press(press) for each in (who, head) for press in presses]

    assert all("Việc này không có ở đây" in page for page in told)
    assert all("46/70" not in page for page in told)


async def test_what_no_page_ever_wrote_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        _, number = await here.ready("MAU01-07")
        officer = await here.staff()
        await first(officer)
        before = await here.row(number)
        at = f"dv.{number}.{before['revision']}.1.a0"
        forged = (
            *("ds.zz", "dv", "dv.1", "dv.x.1.1.a0.ok", f"{at}.zz", f"{at}.w", f"{at}.w.zz.blurred"),
            *(f"{at}.w.0.blurred", f"{at}.w.fffff.blurred", f"{at}.w.1.nothing", f"{at}.pq"),
            *(f"{at}.pq.99", f"{at}.pw.0", f"{at}.pw.0.99.by_books", f"{at}.pw.0.x.by_books"),
            *(f"{at}.pw.0.5.nothing", f"{at}.b", "dv.999999.0.0.a0.o", "dw.zz", "dw.l.9.0"),
            *("dw.d.family.0", "dw.d.family.5", "dw.n.family", "dw.t.nothing"),
        )

        told = [await officer.press(press) for press in forged]

        assert all("Việc này không có ở đây" in page for page in told), told
        assert dict(await here.row(number)) | {"held_until": None} == dict(before) | {
            "held_until": None
        }
        assert await here.rows(tables.Finding) == []


async def test_a_role_that_ends_in_the_middle_ends_the_work(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        _, number = await here.ready("MAU01-07")
        officer = await here.staff()
        await first(officer)
        accept = await officer.line("Ghi nhận")
        await here.end_role(officer, "staff", "MAU")

        typed = await officer.say("1")
        pressed = await officer.press(accept)
        desk = await officer.press("ds")

        row = await here.row(number)
    assert row["state"] == "handed_over"
    assert all("Việc này không có ở đây" in told for told in (typed, pressed, desk))
    assert all("Hộ 07" not in told for told in (typed, pressed, desk))


async def test_the_commune_does_not_verify_itself(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        _, number = await here.ready("MAU01-07")
        subject = (await here.row(number))["subject_id"]
        await here.change(tables.Subject, int(str(subject)), kind="commune")
        officer = await here.staff()

        told = [await at_the_desk(officer), await officer.press(f"dv.{number}.0.0.a0.o")]

    assert "Không có phiếu nào chờ thẩm định." in told[0]
    assert "Việc này không có ở đây" in told[1]


async def test_lines_of_other_work_are_shown_only_where_it_is_there(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer = await here.staff()

        await at_the_desk(officer)
        lines = dict(await officer.lines())

    from bot.desks import ERRANDS

    assert {press for press in lines.values() if press in {"rn", "rq"}} == {"rn", "rq"} & set(
        ERRANDS
    )


async def sent_back(here: Commune, officer: Someone) -> str:
    """The first item goes back for its fifth line."""
    await first(officer)
    for reply in ("2", "5", "1", "1"):
        told = await officer.say(reply)
    return told


async def test_the_list_of_what_went_back_says_how_far_the_word_came(tmp_path: Path) -> None:
    clock = Clock()
    async with commune(tmp_path, clock) as here:
        who, _ = await here.ready("MAU01-07")
        officer = await here.staff()
        await sent_back(here, officer)
        soon = await officer.press("ds.t.0")
        clock.pass_days(1)
        await here.on.deliver_everything()
        sent = await officer.press("ds.t.0")
        one = await officer.choose("Hộ 07")
        await who.say("menu")
        read = await officer.press("ds.t.0")

    assert "(hôm nay, sắp gửi)" in soon
    assert "(1 ngày trước, đã gửi, chưa đọc)" in sent
    assert "Người MAU01-07: đã gửi, chưa đọc" in one
    assert "Ảnh mờ, chưa đọc được. Xin chụp lại." in one
    assert "đã sửa 0/1 chỗ" in one
    assert "(1 ngày trước, đã đọc)" in read


async def test_nobody_to_be_reached_shows_the_numbers_to_call(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who, number = await here.ready("MAU01-07")
        subject = int(str((await here.row(number))["subject_id"]))
        await here.change(tables.Person, who.id, phone="0912 000 001")
        await here.change(tables.Subject, subject, phone="0912 000 002")
        async with here.on.db.begin() as tx:
            gone = tables.Account.__table__.update().where(tables.Account.person_id == who.id)
            await tx.execute(gone.values(unreachable_since=here.clock()))
        officer = await here.staff()

        receipt = await sent_back(here, officer)
        listed = await officer.press("ds.t.0")
        one = await officer.choose("Hộ 07")

    assert "Không nhắn được cho ai, xin gọi: 0912 000 001, 0912 000 002" in receipt
    assert "chưa báo được ai" in listed
    assert "Chưa nhắn được cho ai." in one
    assert "Gọi điện: 0912 000 001 (Người MAU01-07), 0912 000 002 (Hộ 07" in one


async def test_without_any_number_the_desk_says_that_too(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who, _ = await here.ready("MAU01-07")
        async with here.on.db.begin() as tx:
            gone = tables.Account.__table__.update().where(tables.Account.person_id == who.id)
            await tx.execute(gone.values(unreachable_since=here.clock()))
        officer = await here.staff()
        await sent_back(here, officer)
        await officer.press("ds.t.0")

        one = await officer.choose("Hộ 07")

    assert "Chưa có số điện thoại nào." in one


async def test_what_came_again_is_no_longer_on_the_list(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who, number = await here.ready("MAU01-07")
        officer = await here.staff()
        await sent_back(here, officer)
        old = f"dv.{number}.0.0.a0.b"
        await who.press(f"o.{(await here.row(number))['subject_id']}.family")
        for reply in ("giữ", "gửi"):
            await who.say(reply)

        listed = await officer.press("ds.t.0")
        one = await officer.press(old)

    assert "Không có phiếu nào trả lại mà chưa sửa." in listed
    assert "Việc này không có ở đây" in one
