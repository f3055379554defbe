"""The lists behind the lines of the digest: each names just those it is about, a page at a time."""

from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import insert

from bot.enclosures import Enclosures
from reports import REPORTS
from storage import mail, tables
from storage.mail import Recipient
from tests.desks import Commune, Someone
from tests.season import at, in_season, out_of_reach, write_forms

MONDAY = date(2026, 11, 30)


async def test_what_waits_today_can_be_asked_for_and_chosen_by_number(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY)) as here:
        lan = await here.staff()
        await here.ready("MAU01-08")
        await lan.say("menu")
        await lan.choose("Bàn làm việc của xã")

        await lan.say("việc hôm nay")
        opened = await lan.say("1")

    assert "2 bản chưa gửi phiếu nào" in opened


async def test_a_list_of_villages_leads_to_each_of_them_and_back(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY)) as here:
        lan = await here.staff()
        await here.someone("Tẩn A Mẫu", "village_head", "MAU03", phone="0912 000 009")
        await lan.press("bm.e.0")

        village = await lan.choose("Bản Tả Hồ")
        missing = await lan.choose("Hộ chưa gửi")
        await lan.choose("Bản Tả Hồ")
        back = await lan.choose("Về việc hôm nay")

    assert "Bản Tả Hồ: 0/20 hộ đã gửi" in village
    assert "Trưởng bản: Tẩn A Mẫu, 0912 000 009" in village
    assert missing.startswith("Bản Tả Hồ: còn 20 hộ chưa gửi phiếu.\n· Hộ 01")
    assert missing.count("· Hộ") == 8
    assert back.startswith("Sáng thứ Hai 30/11")


async def test_staff_read_a_village_and_fill_in_nothing_there(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY)) as here:
        lan = await here.staff()

        await lan.press("bv.MAU01.m.0")

        presses = [press for _, press in await lan.lines()]
    assert not [press for press in presses if press.partition(".")[0] in ("o", "vm", "vi")]


async def test_missing_households_are_turned_over_page_by_page(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY)) as here:
        lan = await here.staff()
        pages = [await lan.press("bv.MAU01.m.0")]

        pages += [await lan.choose("Xem thêm"), await lan.choose("Xem thêm")]

        labels = [label for label, _ in await lan.lines()]
    numbers = [line[5:7] for page in pages for line in page.splitlines() if line.startswith("· Hộ")]
    assert numbers == [f"{number:02}" for number in range(1, 21)]
    assert labels == ["Bản Nà Đon"]


async def test_a_village_of_another_commune_is_not_shown(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY)) as here:
        lan = await here.staff()
        async with here.on.db.begin() as tx:
            for row in (
                {"code": "X2", "name": "xã Khác (mẫu)", "kind": "commune"},
                {"code": "X21", "name": "Bản Lạ", "kind": "village", "parent_code": "X2"},
            ):
                await tx.execute(insert(tables.Place).values(**row))

        told = [await lan.press(f"bv.{code}") for code in ("X21", "X2", "nowhere")]

    assert all("không phải việc của bác" in said for said in told)
    assert not [said for said in told if "Bản Lạ" in said]


async def gone(here: Commune, code: str, name: str, **more: object) -> Someone:
    who = await here.household(code, name)
    await out_of_reach(here.on.db, who.id, at(MONDAY) - timedelta(days=1))
    if more:
        await here.change(tables.Person, who.id, **more)
    return who


async def test_people_out_of_reach_are_listed_with_a_phone_to_call(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY)) as here:
        lan = await here.staff()
        await gone(here, "MAU02-03", "Lò Thị Mẫu", phone="0912 000 001")
        await gone(here, "MAU01-07", "Vàng Thị Mẫu")
        async with here.on.db.begin() as tx:
            home = tables.Subject.__table__.update().where(tables.Subject.code == "MAU01-07")
            await tx.execute(home.values(phone="0912 000 007"))

        told = await lan.press("kl.0")

        async with here.on.db.read() as tx:
            rows = await REPORTS["unreachable"](tx)
    assert rows == [{"commune": "MAU", "unreachable": 2}]
    assert told == (
        "Không còn nhắn tin được cho 2 người. Xin gọi điện, hoặc nhờ trưởng bản:\n"
        "· Vàng Thị Mẫu · Bản Nà Đon: 0912 000 007\n"
        "· Lò Thị Mẫu · Bản Nà Khum: 0912 000 001\n\n"
        "1. Về việc hôm nay"
    )


async def test_who_can_be_written_to_anywhere_or_never_could_is_not_on_that_list(
    tmp_path: Path,
) -> None:
    async with in_season(tmp_path, at(MONDAY)) as here:
        lan = await here.staff()
        elsewhere = await gone(here, "MAU01-07", "Lò Thị Mẫu")
        await gone(here, "MAU01-08", "Đã Rời Mẫu", gone_at=at(MONDAY))
        async with here.on.db.begin() as tx:
            account = {"channel": "test", "address": "khác", "person_id": elsewhere.id}
            await tx.execute(insert(tables.Account).values(**account))
            await tx.execute(insert(tables.Person).values(name="Chưa Mời", place_code="MAU01"))

        told = await lan.press("kl.0")

    assert told.startswith("Ai cũng nhắn tin được.")


async def test_letters_in_doubt_are_counted_by_kind_and_named(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY)) as here:
        lan = await here.staff()
        who = await here.household("MAU01-07", "Lò Thị Mẫu")
        await doubted(here, who, "reminder", days=1)
        await doubted(here, who, "notice", days=2)
        await doubted(here, who, "reminder", days=8)  # nobody cares any more
        await doubted(here, who, "notice", days=1, read_at=at(MONDAY))

        told = await lan.press("bd.0")

    assert told == (
        "2 tin của 7 ngày qua không rõ đã tới hay chưa (tin nhắc 1, tin báo 1). "
        "Việc gấp thì xin gọi điện:\n"
        "· Lò Thị Mẫu · Bản Nà Đon: tin nhắc, 07:30 Chủ nhật 29/11\n"
        "· Lò Thị Mẫu · Bản Nà Đon: tin báo, 07:30 thứ Bảy 28/11\n\n"
        "1. Về việc hôm nay"
    )


async def doubted(here: Commune, who: Someone, kind: str, days: int, **more: object) -> None:
    """A letter that left so many days ago, and of which nobody heard again."""
    left = at(MONDAY) - timedelta(days=days)
    to = Recipient(who.id, who.channel, who.address)
    once = f"{kind}:{days}:{len(more)}"
    async with here.on.db.begin() as tx:
        await mail.post(tx, to, [], once=once, now=left)
        row = {
            **{"once": once, "person_id": who.id, "channel": "test", "address": who.address},
            **{"message": {}, "kind": kind, "state": "unknown"},
        }
        moments = {"posted_at": left, "not_before": left}
        await tx.execute(insert(tables.Letter).values(**row, **moments, **more))


async def test_the_picture_can_be_asked_for_and_is_drawn_when_it_is_fetched(
    tmp_path: Path,
) -> None:
    async with in_season(tmp_path, at(MONDAY)) as here:
        lan = await here.staff()
        async with here.on.db.begin() as tx:
            await write_forms(tx, [("MAU01-01", "recognised", "pass", "pass")])
        (message,) = await lan.hear(press="bc")
        enclosures = Enclosures(here.on.db, here.on.conversation.office)

        brought = await enclosures.bring(message.enclosed[0].key)
        forged = await enclosures.bring("g:AAAA")

    assert brought is not None
    assert (brought.kind, brought.content[:4]) == ("image/png", b"\x89PNG")
    assert forged is None
