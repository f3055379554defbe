"""Returning a form: the reasons, how its people hear of them, and how it comes again."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.rights import Holding
from storage import people, tables
from tests.desks import WITH_PHOTOS, Commune, Someone, commune
from tests.stage import Clock, heard

FIFTH, SEVENTH = "/data/gains/better_off", "/data/gains/home_life"


async def first(who: Someone) -> str:
    return await who.press("ds.q")


async def returns(who: Someone, *replies: str) -> str:
    """The first item goes back after these replies to "Trả lại"."""
    await first(who)
    await who.choose("Trả lại")
    for reply in replies:
        told = await who.say(reply)
    return told


async def the_form(here: Commune, who: Someone, number: int) -> str:
    """The line "Sửa ngay" of the notice, pressed."""
    subject = (await here.row(number))["subject_id"]
    return await who.press(f"o.{subject}.family")


async def test_each_chosen_line_gets_a_reason_and_all_is_shown_before_it_goes_back(
    tmp_path: Path,
) -> None:
    async with commune(tmp_path) as here:
        _, number = await here.ready("MAU01-07", WITH_PHOTOS)
        officer = await here.staff()

        asked = await returns(officer, "5 7")
        then = await officer.say("1")
        last = await officer.say("chưa thấy việc làm nào")

        waiting = await here.row(number)
        done = await officer.choose("Trả lại 2 câu")

        row, found = await here.row(number), await here.rows(tables.Finding)
    assert "Câu 5. Đời sống khá hơn: trả lại vì sao?" in asked
    assert "Câu 7. Nếp sống trong nhà: trả lại vì sao?" in then
    assert "· Câu 5: Ảnh mờ, chưa đọc được. Xin chụp lại." in last
    assert "· Câu 7: chưa thấy việc làm nào" in last
    assert waiting["state"] == "handed_over"
    assert "đã trả lại 2 câu" in done
    assert row["state"] == "returned"
    assert row["returned"] == {
        f"{FIFTH}_photo": "Ảnh mờ, chưa đọc được. Xin chụp lại.",
        SEVENTH: "chưa thấy việc làm nào",
    }
    assert [(f["indicator"], f["outcome"], f["submission"]) for f in found] == [
        ("better_off", "returned", 1),
        ("home_life", "returned", 1),
    ]


@pytest.mark.parametrize(
    ("reason", "paths"),
    [
        ("1", {f"{FIFTH}_photo"}),  # the photo is bad, the answer stays
        ("4", {FIFTH}),  # the answer is doubted, the photo stays
        ("ảnh này của nhà khác, xin chấm lại", {FIFTH, f"{FIFTH}_photo"}),
        ("xin ghi lại cho đúng", {FIFTH}),
    ],
)
async def test_what_is_asked_again_follows_from_the_reason(
    reason: str, paths: set[str], tmp_path: Path
) -> None:
    async with commune(tmp_path) as here:
        _, number = await here.ready("MAU01-07", WITH_PHOTOS)
        officer = await here.staff()

        await returns(officer, "5", reason, "1")

        row = await here.row(number)
    assert set(row["returned"]) == paths


async def test_where_no_photo_is_asked_for_no_reason_about_photos_is_offered(
    tmp_path: Path,
) -> None:
    async with commune(tmp_path) as here:
        await here.ready("MAU01-07")
        officer = await here.staff()

        told = await returns(officer, "2")

    assert "Ảnh mờ" not in told
    assert "1. Xã chưa thấy việc làm cụ thể" in told


async def test_an_answer_about_the_household_can_go_back_too(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who, number = await here.ready("MAU01-07")
        officer = await here.staff()

        await returns(officer, "mục a", "2", "1")

        told = await the_form(here, who, number)
    assert "Nhà bác có mấy người lớn?" in told
    assert "Số ghi chưa khớp với sổ của bản. Xin xem lại." in told


@pytest.mark.parametrize("typed", ["", "...", "99", "7 99", "ok"])
async def test_lines_that_are_not_there_are_asked_again(typed: str, tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        await here.ready("MAU01-07")
        officer = await here.staff()

        told = await returns(officer, typed)

        assert "Trả lại câu nào?" in told
        assert await here.rows(tables.Finding) == []


@pytest.mark.parametrize(("typed", "why"), [("..", "Cần ghi lý do"), ("x" * 301, "301 chữ cái")])
async def test_nothing_goes_back_without_a_reason_that_can_be_read(
    typed: str, why: str, tmp_path: Path
) -> None:
    async with commune(tmp_path) as here:
        _, number = await here.ready("MAU01-07")
        officer = await here.staff()

        told = await returns(officer, "7", typed)
        forced = await officer.press(f"dv.{number}.{(await here.row(number))['revision']}.1.a0.xx")

        row = await here.row(number)
    assert why in told
    assert "trả lại vì sao?" in told
    assert row["state"] == "handed_over"
    assert "Trả lại câu nào?" in forced


async def test_reasons_stay_when_the_work_is_left_in_the_middle(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        await here.ready("MAU01-07")
        officer = await here.staff()
        await returns(officer, "5 7", "xin ghi rõ hơn")
        await officer.say("menu")

        item = await first(officer)
        accepted = await officer.choose("Ghi nhận")
        dropped = await officer.choose("Bỏ")

        assert "⚠️ Định trả lại câu 5." in item
        assert "Phiếu này đang định trả lại." in accepted
        assert "Đã bỏ, không trả lại câu nào." in dropped
        assert "Định trả lại" not in dropped
        assert await here.rows(tables.Finding) == []


async def test_another_line_can_be_added_before_it_goes_back(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        _, number = await here.ready("MAU01-07")
        officer = await here.staff()
        await returns(officer, "7", "xin ghi rõ hơn")
        await officer.choose("Thêm câu khác")
        for reply in ("6", "chưa thấy việc làm nào"):
            await officer.say(reply)

        await officer.choose("Trả lại 2 câu")

        row = await here.row(number)
    assert len(row["returned"]) == 2


# ---- its people


async def test_its_people_read_the_reasons_and_one_line_leads_there(tmp_path: Path) -> None:
    clock = Clock()
    async with commune(tmp_path, clock) as here:
        who, number = await here.ready("MAU01-07", WITH_PHOTOS)
        officer = await here.staff()
        await returns(officer, "5 7", "1", "chưa thấy việc làm nào", "1")

        notice = (await who.shelf())[-1].message
        letter = [row for row in await here.rows(tables.Letter) if row["kind"] == "notice"][-1]
        form = await who.press(notice.choices[0].press)

    assert heard([notice]).startswith("Xã trả lại phiếu Gia đình học tập của Hộ 07")
    assert "để bổ sung, còn 2 câu:" in heard([notice])
    assert "· Câu 5: Ảnh mờ, chưa đọc được. Xin chụp lại." in heard([notice])
    assert [choice.label for choice in notice.choices] == ["Sửa ngay"]
    assert letter["not_before"] > clock()
    assert letter["assessment_id"] == number
    assert "Xã trả lại ảnh của câu 5: Ảnh mờ" in form


async def test_only_what_was_returned_is_asked_and_it_comes_back_on_top(tmp_path: Path) -> None:
    clock = Clock()
    async with commune(tmp_path, clock) as here:
        who, number = await here.ready("MAU01-07", WITH_PHOTOS)
        clock.pass_days(-1)
        await here.ready("MAU01-08")  # handed in earlier, so it would come first
        clock.pass_days(1)
        officer = await here.staff()
        await officer.press(f"dv.{number}.0.0.a0.o")
        for reply in ("2", "5 7", "1", "chưa thấy việc làm nào", "1"):
            await officer.say(reply)
        asked = [await the_form(here, who, number)]
        asked += [await who.photo("yellow"), await who.say("2"), await who.say("gửi")]

        desk = await officer.press("ds")
        item = await officer.choose("Thẩm định")

        row = await here.row(number)
    assert "Ảnh cho câu 5" in asked[0]
    assert "Câu 7/7" in asked[1]
    assert "Các chỗ xã trả lại đã xong." in asked[2]
    assert (row["state"], row["corrected"], row["returned"]) == ("handed_over", True, {})
    assert "đã sửa, chờ xem lại: 1" in desk
    assert item.startswith("Hộ 07")
    assert "Đã sửa:" in item
    assert "5. Đời sống khá hơn · nay có 1 ảnh · xã đã trả lại vì: Ảnh mờ" in item
    assert 'từ "Tốt về mọi mặt" thành "Phần nhiều là tốt"' in item


async def test_what_was_returned_and_kept_as_it_was_is_said_too(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who, number = await here.ready("MAU01-07")
        officer = await here.staff()
        await returns(officer, "7", "chưa thấy việc làm nào", "1")
        await the_form(here, who, number)
        for reply in ("giữ", "gửi"):
            await who.say(reply)

        item = await first(officer)

    assert "7. Nếp sống trong nhà · giữ nguyên · xã đã trả lại vì: chưa thấy việc làm nào" in item


async def test_a_corrected_form_can_go_back_again_and_then_be_accepted(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who, number = await here.ready("MAU01-07")
        officer = await here.staff()
        for line in ("7", "6"):
            await returns(officer, line, "chưa thấy việc làm nào", "1")
            await the_form(here, who, number)
            for reply in ("2", "gửi"):
                await who.say(reply)

        item = await first(officer)
        await officer.choose("Ghi nhận")

        row, found = await here.row(number), await here.rows(tables.Finding)
    assert "6. Làm ăn, nghề nghiệp · giữ nguyên" in item
    assert "7. Nếp sống trong nhà ·" not in item.partition("a. ")[0]
    assert [(f["submission"], f["indicator"]) for f in found] == [(1, "home_life"), (2, "new_ways")]
    assert (row["state"], row["verified_points"]) == ("verified", 43.0)


async def test_the_village_head_hears_of_it_where_nobody_else_can(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        head = await here.someone("Tẩn A Mẫu", "village_head")
        who, _ = await here.ready("MAU01-07")
        async with here.on.db.begin() as tx:
            gone = tables.Account.__table__.update().where(tables.Account.person_id == who.id)
            await tx.execute(gone.values(unreachable_since=here.clock()))
        officer = await here.staff()

        await returns(officer, "7", "chưa thấy việc làm nào", "1")

        notice = (await head.shelf())[-1].message
        form = await head.press(notice.choices[0].press)
    assert "Xã trả lại phiếu Gia đình học tập của Hộ 07" in notice.text
    assert "Câu 7/7" in form
    assert "chưa thấy việc làm nào" in form


async def test_the_village_head_hears_of_what_he_typed_for_others(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        head = await here.someone("Tẩn A Mẫu", "village_head")
        who, number = await here.ready("MAU01-07")
        await here.change(tables.Assessment, number, how="phone")
        officer = await here.staff()

        await returns(officer, "7", "chưa thấy việc làm nào", "1")

        told = [await each.read() for each in (head, who)]
    assert all("Xã trả lại phiếu" in page for page in told)


async def test_a_head_whose_people_can_be_reached_is_not_told(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        head = await here.someone("Tẩn A Mẫu", "village_head")
        await here.ready("MAU01-07")
        officer = await here.staff()

        await returns(officer, "7", "chưa thấy việc làm nào", "1")

        told = await head.read()
    assert "Xã trả lại" not in told


async def test_two_people_of_one_household_are_both_told_each_in_his_words(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who, number = await here.ready("MAU01-07")
        son = await here.someone("Anna Mẫu", "citizen", language="en")
        subject = int(str((await here.row(number))["subject_id"]))
        async with here.on.db.begin() as tx:
            await people.give_role(tx, son.id, Holding("household", subject), here.clock())
        officer = await here.staff()

        await returns(officer, "5", "3", "1")

        told = [await each.read() for each in (who, son)]
    assert "Xã trả lại phiếu" in told[0]
    assert "The commune returns the Learning Family form" in told[1]


async def test_nobody_is_woken_by_a_return(tmp_path: Path) -> None:
    clock = Clock(datetime(2026, 11, 24, 15, tzinfo=UTC))  # ten in the evening
    async with commune(tmp_path, clock) as here:
        await here.ready("MAU01-07")
        officer = await here.staff()

        await returns(officer, "7", "chưa thấy việc làm nào", "1")

        letter = [row for row in await here.rows(tables.Letter) if row["kind"] == "notice"][-1]
    assert letter["not_before"] == datetime(2026, 11, 24, 23, 30, tzinfo=UTC)  # half past six


async def test_a_return_that_is_taken_back_was_never_told(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who, number = await here.ready("MAU01-07")
        officer = await here.staff()
        await returns(officer, "7", "chưa thấy việc làm nào", "1")

        told = await officer.say("hoàn tác")

        row = await here.row(number)
        assert "Định trả lại câu 7." in told
        assert (row["state"], row["returned"]) == ("handed_over", {})
        assert "Xã trả lại" not in await who.read()
        assert "Câu 7" not in await the_form(here, who, number)


async def test_undone_while_it_lies_open_it_is_closed_kindly(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who, number = await here.ready("MAU01-07")
        officer = await here.staff()
        await returns(officer, "7", "chưa thấy việc làm nào", "1")
        await the_form(here, who, number)
        await officer.say("hoàn tác")

        told = await who.say("2")

        row = await here.row(number)
    assert row["state"] == "handed_over"
    assert "Xong" not in told
