"""Somebody is deleted, through the whole program: what goes, what stays, and who he is after it."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert

from scheduler import jobs
from storage import forgetting, moves, people, tables
from storage.moves import By
from tests import everywhere
from tests.desks import FAMILY, Commune, Someone, commune

NAME, PHONE = "Lò Văn Thử", "0912000111"
EXCUSE = "Cháu ốm nặng, phải nằm viện ở tỉnh cả năm"
WITH_WORDS = ("4", "2", "1", EXCUSE, "1", "ảnh red", "1", "1", "1", "2", "ảnh blue", "2", "1")
"""A family of four adults with two children, one of whom could not go to school."""


async def somebody(here: Commune, **more: object) -> Someone:
    """A man of Bản Nà Đon with a phone, who answers for himself and for the house 07."""
    about = {"phone": PHONE, "birth_year": 1971, **more}
    return await here.someone(NAME, "household", "MAU01", "MAU01-07", address="thu", **about)


async def asks(who: Someone) -> None:
    """He asks for everything to be deleted."""
    await who.say("dữ liệu của tôi")
    await who.choose("Xin xóa hết")
    await who.choose("Xóa hết")


async def looks(here: Commune, officer: Someone) -> str:
    """Staff open what is asked; what goes and what stays, as they read it."""
    asked = [row["id"] for row in await here.rows(tables.Request) if row["kind"] == "delete"]
    await officer.press(f"rq.o.{asked[0]}")
    return await officer.choose("Xem rồi xóa")


async def deletes(here: Commune, officer: Someone) -> str:
    """Staff look, and delete."""
    await looks(here, officer)
    return await officer.choose("Xóa, không lấy lại")


async def state(here: Commune, number: int) -> str:
    return str((await here.row(number))["state"])


async def recognised(here: Commune, number: int) -> None:
    """The commune recognises this one by an invented decision."""
    async with here.on.db.begin() as tx:
        seen, by = await here.seen(tx, number), By(1, "staff", "test", here.clock())
        for name in ("verify", "propose", "recognise"):
            seen = await moves.move(tx, seen, name, by, reason="12/QĐ-UBND 24/11/2026")
        about = {"place_code": "MAU", "year": 2026, "number": "12/QĐ-UBND"}
        made = {"dated": here.clock().date(), "made_by": by.person_id, "made_at": by.now}
        await tx.execute(insert(tables.Decision).values(id=1, **about, **made))
        award = {"assessment_id": number, "decision_id": 1, "token": "the-token"}
        await tx.execute(insert(tables.Award).values(**award, awarded_at=by.now))


# ---- nothing is left


async def test_after_a_deletion_nothing_of_him_stands_anywhere(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer = await here.staff()
        await here.someone("Tẩn A Mẫu", "village_head", "MAU01", "MAU01-01")
        who = await somebody(here)
        number = await here.hands_in(who, WITH_WORDS)
        await here.reviewed(number)
        await officer.press("ds.q")  # his answers and photos stand in the letters of staff now
        keys = [str(row["key"]) for row in await here.rows(tables.Evidence)]
        await who.say("dữ liệu của tôi")
        await who.choose("Xin sửa")
        await who.say(f"Tên đúng là {NAME} ạ")
        await asks(who)
        before = await everywhere.found(here.on.db, NAME, PHONE, EXCUSE, *keys)

        await deletes(here, officer)
        await officer.press("rq")
        await here.on.deliver_everything()
        later = here.clock() + timedelta(days=2)
        await jobs.clean(here.on.db, here.on.conversation.folder, later)

        assert {place.split(".")[0] for place in before} >= {
            "person",
            "answer",
            "letter",
            "request",
        }
        assert await everywhere.found(here.on.db, NAME, PHONE, EXCUSE, *keys, '"thu"') == []
        assert all(row["done_at"] for row in await here.rows(tables.Request))
        assert len(keys) == 2
        assert [path.name for path in (tmp_path / "evidence").rglob("*.jpg")] == []


async def test_the_way_of_his_form_is_still_told_without_his_name(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer, who = await here.staff(), await somebody(here)
        number = await here.hands_in(who, WITH_WORDS)
        await asks(who)

        await deletes(here, officer)

        steps = [step["name"] for step in await here.rows(tables.Move)]
        row = await here.row(number)
        assert steps == ["open", "submit", "withdraw"]
        assert (row["state"], row["points"], row["verdict"]) == ("withdrawn", None, "")
        gone = [each["name"] for each in await here.rows(tables.Person) if each["id"] == who.id]
        assert gone == ["đã xóa"]


async def test_a_photo_that_backs_the_form_of_somebody_else_stays(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer, who = await here.staff(), await somebody(here)
        other = await here.household("MAU01-08")
        with_photo = ("4", "2", "0", "2", "ảnh red", "1", "1", "1", "2", "2", "1")
        await here.hands_in(who, with_photo)
        await here.hands_in(other, with_photo)
        await asks(who)

        await deletes(here, officer)
        later = here.clock() + timedelta(days=2)
        await jobs.clean(here.on.db, here.on.conversation.folder, later)

        (kept,) = await here.rows(tables.Evidence)
        assert here.on.conversation.folder.open(str(kept["key"])).is_file()


# ---- what stays


async def test_a_recognised_title_keeps_its_name_and_loses_its_answers(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer, who = await here.staff(), await somebody(here)
        number = await here.hands_in(who, WITH_WORDS)
        await here.reviewed(number)
        await recognised(here, number)
        await asks(who)

        asked = await looks(here, officer)
        await officer.choose("Xóa, không lấy lại")

        assert "Còn: Gia đình học tập 2026, đã có quyết định" in asked
        assert await state(here, number) == "recognised"
        assert [row["token"] for row in await here.rows(tables.Award)] == ["the-token"]
        assert await here.rows(tables.Answer) == []
        assert await here.rows(tables.Submission) == []
        assert await everywhere.found(here.on.db, EXCUSE) == []


async def test_the_form_of_a_household_stays_while_somebody_else_answers_for_it(
    tmp_path: Path,
) -> None:
    async with commune(tmp_path) as here:
        officer, who = await here.staff(), await somebody(here)
        wife = await here.someone("Lý Thị Mẫu", "household", "MAU01", "MAU01-07")
        number = await here.hands_in(who, WITH_WORDS)
        await asks(who)

        asked = await looks(here, officer)
        await officer.choose("Xóa, không lấy lại")

        assert "1 phiếu có người khác cùng trả lời" in asked
        assert await state(here, number) == "submitted"
        assert "Gia đình học tập" in await wife.say("menu")
        assert len(await here.rows(tables.Answer)) > len(FAMILY) - 2


async def test_the_household_stays_on_the_roster_and_he_as_a_citizen_does_not(
    tmp_path: Path,
) -> None:
    async with commune(tmp_path) as here:
        officer, who = await here.staff(), await somebody(here)
        await asks(who)

        await deletes(here, officer)

        subjects = {str(row["code"]): row for row in await here.rows(tables.Subject)}
        gone = [row for row in subjects.values() if row["name"] == "đã xóa"]
        assert subjects["MAU01-07"]["gone_at"] is None
        assert [(row["kind"], row["gone_at"] is None) for row in gone] == [("citizen", False)]


async def test_what_waits_on_the_draft_of_a_decision_leaves_it(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer, who = await here.staff(), await somebody(here)
        number = await here.hands_in(who, WITH_WORDS)
        await here.reviewed(number)
        async with here.on.db.begin() as tx:
            seen, by = await here.seen(tx, number), By(1, "staff", "test", here.clock())
            for name in ("verify", "propose"):
                seen = await moves.move(tx, seen, name, by)
        await asks(who)

        await deletes(here, officer)

        assert await state(here, number) == "withdrawn"


# ---- afterwards


async def test_whoever_was_deleted_and_writes_again_is_somebody_new(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer, who = await here.staff(), await somebody(here)
        await asks(who)
        await deletes(here, officer)

        greeted = await who.say("chào")

        async with here.on.db.begin() as tx:
            held = await people.hold(tx, "test", "thu")
        assert "có đồng ý cho lưu câu trả lời không?" in greeted
        assert held.person.id != who.id
        assert held.person.holdings == ()


async def test_he_hears_once_that_it_is_done_and_that_letter_goes_too(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer, who = await here.staff(), await somebody(here)
        await asks(who)
        await deletes(here, officer)
        last = await who.read()

        await here.on.deliver_everything()
        await jobs.clean(here.on.db, here.on.conversation.folder, here.clock())

        assert last == "Đã xóa hết những gì lưu về bác. Tin này là tin cuối. Cảm ơn bác."
        assert await who.read() == ""


async def test_a_deletion_done_twice_is_done_once(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer, who = await here.staff(), await somebody(here)
        await here.hands_in(who, WITH_WORDS)
        await asks(who)
        await deletes(here, officer)
        by = By(officer.id, "staff", "test", here.clock())
        before = {table: await here.rows(table) for table in (tables.Person, tables.Move)}

        async with here.on.db.begin() as tx:
            again = await forgetting.forget(tx, who.id, by)

        assert not again
        assert {table: await here.rows(table) for table in before} == before


async def test_a_deletion_that_breaks_off_leaves_everything(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who = await somebody(here)
        await here.hands_in(who, WITH_WORDS)
        by = By(who.id, "staff", "test", here.clock())
        every = [tables.Person, tables.Answer, tables.Move, tables.Letter, tables.Account]
        before = {table: await here.rows(table) for table in every}

        try:
            async with here.on.db.begin() as tx:
                assert await forgetting.forget(tx, who.id, by)
                raise OSError("the power goes")
        except OSError:
            after = {table: await here.rows(table) for table in every}

        assert after == before


async def test_a_namesake_keeps_what_he_was_told(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer, who = await here.staff(), await somebody(here)
        namesake = await here.someone(NAME, "household", "MAU01", "MAU01-08", address="other")
        await namesake.say("dữ liệu của tôi")
        await asks(who)

        await deletes(here, officer)

        assert f"Họ tên: {NAME}" in await namesake.read()
        names = [row["name"] for row in await here.rows(tables.Person)]
        assert names.count(NAME) == 1


async def test_a_head_who_is_deleted_leads_his_village_no_more(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer = await here.staff()
        head = await here.someone("Tẩn A Thử", "village_head", "MAU01", "MAU01-01", address="head")
        await asks(head)

        asked = await looks(here, officer)
        await officer.choose("Xóa, không lấy lại")

        ended = [row for row in await here.rows(tables.Role) if row["person_id"] == head.id]
        assert "Thôi làm trưởng Bản Nà Đon" in asked
        assert all(row["ended_at"] is not None for row in ended)


async def test_whoever_turned_out_to_be_him_goes_with_him(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer, who = await here.staff(), await somebody(here)
        left = {"name": NAME, "gone_at": here.clock(), "place_code": "MAU01"}
        async with here.on.db.begin() as tx:
            await tx.execute(insert(tables.Person).values(**left))
        await asks(who)

        await deletes(here, officer)

        assert await everywhere.found(here.on.db, NAME) == []


async def test_staff_who_look_at_his_form_meanwhile_are_told_it_is_gone(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        officer, who = await here.staff(), await somebody(here)
        number = await here.hands_in(who, WITH_WORDS)
        await here.reviewed(number)
        await officer.press("ds.q")
        accept = await officer.line("Ghi nhận")
        await asks(who)
        await deletes(here, officer)

        late = await officer.press(accept)

        assert NAME not in late
        assert await state(here, number) == "withdrawn"
