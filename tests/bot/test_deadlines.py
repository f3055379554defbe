"""The staff's page of the season: every line of it, and what the village head sees of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flows.plan.season import Season
from flows.speech import SCREEN
from storage import seasons, tables
from tests.desks import Commune, Someone, commune
from tests.stage import Clock

AUTUMN = datetime(2026, 11, 2, 2, tzinfo=UTC)  # nine o'clock in Vietnam, on a Monday
BINH_LU, LAI_CHAU = "binh_lu_2026", "lai_chau_2023"


@asynccontextmanager
async def season(
    folder: Path, plan: str = BINH_LU, now: datetime = AUTUMN
) -> AsyncIterator[tuple[Commune, Someone]]:
    """A commune that follows a plan since September, and one of its staff."""
    clock = Clock(datetime(2026, 9, 1, 2, tzinfo=UTC))
    async with commune(folder, clock) as here:
        if plan:
            async with here.on.db.begin() as tx:
                await seasons.choose(tx, "MAU", plan, 2026, now=clock())
        clock.now = now
        yield here, await here.staff()


async def found(here: Commune, year: int = 2026) -> Season:
    async with here.on.db.read() as tx:
        season = await seasons.season(tx, "MAU", year)
    assert season is not None
    return season


async def test_the_desk_leads_to_the_season_with_both_days_and_every_step(tmp_path: Path) -> None:
    async with season(tmp_path) as (_, officer):
        await officer.press("ds")

        told = await officer.choose("Hạn báo cáo và các mốc")

    assert "trước thứ Năm 31/12 · an toàn đến hết thứ Tư 30/12 (còn 58 ngày)" in told
    for line in (
        "· Bà con tự chấm: thứ Hai 23/11",
        "· Bản họp bình xét: thứ Sáu 27/11",
        "· Bản nộp danh sách: thứ Ba 8/12",
        "· Xã thẩm định: thứ Ba 22/12",
        "· Ra quyết định công nhận: thứ Sáu 25/12",
        "· Gửi báo cáo: thứ Tư 30/12",
    ):
        assert line in told
    assert "⚠️" not in told
    assert "đã qua" not in told


async def test_what_is_over_says_so_without_calling_the_season_late(tmp_path: Path) -> None:
    december = datetime(2026, 12, 1, 2, tzinfo=UTC)
    async with season(tmp_path, now=december) as (_, officer):
        told = await officer.press("hn")

    assert "· Bản họp bình xét: thứ Sáu 27/11, đã qua" in told
    assert "⚠️" not in told


async def test_a_commune_without_a_plan_is_asked_for_one_first(tmp_path: Path) -> None:
    async with season(tmp_path, plan="") as (here, officer):
        asked = await officer.press("hn")
        one = await officer.choose("Kế hoạch xã Bình Lư")
        told = await officer.choose("Từ năm 2026")

        [choice] = await here.rows(tables.PlanChoice)
    assert "Xã chưa chọn kế hoạch cho năm 2026" in asked
    assert "Những ngày chung cả nước" not in asked
    assert "Từ năm 2027" in one
    assert "Đã ghi: từ năm 2026 xã theo Kế hoạch xã Bình Lư" in told
    assert "Gửi báo cáo: thứ Tư 30/12" in told
    assert (choice["plan"], choice["chosen_by"]) == (BINH_LU, officer.id)


async def test_another_plan_from_the_next_year_on_leaves_this_year_alone(tmp_path: Path) -> None:
    async with season(tmp_path) as (here, officer):
        await officer.press("hn")
        listed = await officer.choose("Đổi kế hoạch")
        await officer.choose("Kế hoạch tỉnh Lai Châu")
        await officer.choose("Từ năm 2027")

        this, following = await found(here), await found(here, 2027)
    assert "Kế hoạch xã Bình Lư 2026-2030 (đang theo)" in listed
    assert (this.plan.code, following.plan.code) == (BINH_LU, LAI_CHAU)


async def test_a_plan_that_somebody_changed_meanwhile_is_not_changed_again(tmp_path: Path) -> None:
    async with season(tmp_path) as (here, officer):
        seen = f"hn.2026.v.{LAI_CHAU}.2026.van_hoa_2022"

        told = await officer.press(seen)

        assert (await found(here)).plan.code == BINH_LU
    assert "vừa có người đổi" in told


# ---- moving a day


async def test_a_step_says_why_it_closes_then_and_takes_another_day(tmp_path: Path) -> None:
    async with season(tmp_path) as (here, officer):
        await officer.press("hn")
        await officer.choose("Dời một mốc")
        page = await officer.choose("Bà con tự chấm")
        told = await officer.say("20/11")

        [kept] = await here.rows(tables.StepDate)
    assert "chậm nhất thứ Hai 23/11 (trước khi bản họp 3 ngày làm việc)" in page
    assert "Đã ghi: Bà con tự chấm chậm nhất thứ Sáu 20/11." in told
    assert "· Bà con tự chấm: thứ Sáu 20/11, đã dời" in told
    assert (kept["closes_on"], kept["chosen_by"]) == (date(2026, 11, 20), officer.id)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("18/11", "thứ Tư 18/11"),
        ("ngày 18 tháng 11", "thứ Tư 18/11"),
        ("thứ sáu", "thứ Sáu 6/11"),
        ("thu sau", "thứ Sáu 6/11"),
        ("18/11/2026", "thứ Tư 18/11"),
        ("hom nay", "thứ Hai 2/11"),
    ],
)
async def test_a_day_may_be_typed_as_people_say_it(tmp_path: Path, typed: str, day: str) -> None:
    async with season(tmp_path) as (_, officer):
        await officer.press("hn.2026.s.answer")

        told = await officer.say(typed)

    assert f"Bà con tự chấm chậm nhất {day}." in told


@pytest.mark.parametrize(
    ("step", "typed", "why"),
    [
        ("answer", "28/11", "muộn hơn việc sau (Bản họp bình xét, thứ Sáu 27/11)"),
        ("report", "31/12", "Ngày an toàn cuối cùng là thứ Tư 30/12"),
        ("answer", "1/11", "đã qua. Xin chọn từ thứ Hai 2/11 trở đi"),
        ("answer", "bao giờ cũng được", "Chưa hiểu đó là ngày nào"),
        ("answer", "31/11", "Chưa hiểu đó là ngày nào"),
    ],
)
async def test_a_day_that_cannot_be_is_refused_with_the_neighbours_day(
    tmp_path: Path, step: str, typed: str, why: str
) -> None:
    async with season(tmp_path) as (here, officer):
        await officer.press(f"hn.2026.s.{step}")

        told = await officer.say(typed)

        assert await here.rows(tables.StepDate) == []
    assert why in told
    assert "{" not in told


async def test_a_day_that_may_be_two_is_asked_back(tmp_path: Path) -> None:
    async with season(tmp_path) as (here, officer):
        await officer.press("hn.2026.s.decide")

        asked = await officer.say("mùng 5 tháng 11")  # ours, or the lunar one in December
        told = await officer.choose("Chủ nhật 13/12")

        [kept] = await here.rows(tables.StepDate)
    assert "1. thứ Năm 5/11" in asked
    assert "Ra quyết định công nhận chậm nhất Chủ nhật 13/12" in told
    assert kept["closes_on"] == date(2026, 12, 13)


async def test_moving_a_late_step_moves_what_comes_before_and_warns_of_it(tmp_path: Path) -> None:
    async with season(tmp_path) as (_, officer):
        await officer.press("hn.2026.s.hand_over")

        told = await officer.say("16/11")

    assert "· Bản họp bình xét: thứ Năm 5/11" in told
    assert "· Bà con tự chấm: thứ Hai 2/11" in told
    assert "⚠️" not in told


async def test_a_move_that_leaves_no_day_for_others_says_which(tmp_path: Path) -> None:
    async with season(tmp_path) as (_, officer):
        await officer.press("hn.2026.s.hand_over")

        told = await officer.say("12/11")

    assert "⚠️ Theo đó những việc này đã quá ngày: bà con tự chấm, bản họp bình xét." in told


async def test_a_meeting_on_a_sunday_and_a_short_posting_are_remarked_and_taken(
    tmp_path: Path,
) -> None:
    async with season(tmp_path) as (_, officer):
        await officer.press("hn.2026.s.review")

        told = await officer.say("29/11")

    assert "Lưu ý: Chủ nhật 29/11 là ngày nghỉ." in told
    assert "niêm yết đủ 10 ngày thì sớm nhất thứ Năm 10/12 mới nộp được" in told
    assert "· Bản họp bình xét: Chủ nhật 29/11, đã dời" in told


async def test_the_proposed_days_come_back_one_by_one_or_all_together(tmp_path: Path) -> None:
    async with season(tmp_path) as (here, officer):
        for step, typed in (("answer", "18/11"), ("review", "26/11")):
            await officer.press(f"hn.2026.s.{step}")
            await officer.say(typed)
        await officer.press("hn.2026.s.answer")
        one = await officer.choose("Lấy lại ngày đề nghị")
        await officer.choose("Dời một mốc")
        every = await officer.choose("Lấy lại mọi ngày đề nghị")
        again = await officer.press("hn.2026.p")

        assert (await found(here)).chosen == {}
    assert "Bản họp bình xét: thứ Năm 26/11, đã dời" in one
    assert "· Bà con tự chấm: thứ Sáu 20/11\n" in one
    assert "đã dời" not in every
    assert "không đổi gì" in again


async def test_a_day_that_another_moved_meanwhile_is_shown_before_it_is_moved(
    tmp_path: Path,
) -> None:
    async with season(tmp_path) as (here, lan):
        minh = await here.staff("Anh Minh (mẫu)")
        for who in (lan, minh):
            await who.press("hn.2026.s.answer")
        await lan.say("20/11")

        told = await minh.say("18/11")

        [kept] = await here.rows(tables.StepDate)
    assert "vừa có người đổi" in told
    assert "chậm nhất thứ Sáu 20/11" in told
    assert kept["chosen_by"] == lan.id


# ---- reports


async def test_the_province_is_taken_over_and_the_earliest_safe_day_wins(tmp_path: Path) -> None:
    async with season(tmp_path) as (here, officer):
        await officer.press("hn")
        await officer.choose("Các hạn báo cáo")
        plans = await officer.choose("Lấy hạn của kế hoạch khác")
        dues = await officer.choose("Kế hoạch tỉnh Lai Châu")
        told = await officer.choose("gửi UBND tỉnh")
        root = await officer.choose("Về các mốc")

        assert (await found(here)).safe == date(2026, 12, 9)
    assert plans.index("tỉnh Lai Châu") < plans.index("tỉnh Tuyên Quang")
    assert "trước thứ Năm 10/12 · an toàn đến hết thứ Tư 9/12" in dues
    assert "· trước thứ Năm 10/12: Kế hoạch tỉnh Lai Châu 2023-2030, mục VII.2" in told
    assert "· trước thứ Năm 31/12: Kế hoạch xã Bình Lư 2026-2030, mục III.8" in told
    assert "Lấy ngày an toàn sớm nhất: thứ Tư 9/12." in told
    assert "Các hạn báo cáo (hạn khác nhau)" in root


async def test_a_report_is_taken_over_once_however_often_it_is_pressed(tmp_path: Path) -> None:
    async with season(tmp_path) as (here, officer):
        await officer.press(f"hn.2026.t.{LAI_CHAU}.LCD2")

        told = await officer.press(f"hn.2026.t.{LAI_CHAU}.LCD2")

        assert len(await here.rows(tables.OwnDeadline)) == 1
    assert "đã có hạn này rồi" in told


async def test_too_little_time_is_said_and_shared_out(tmp_path: Path) -> None:
    late = datetime(2026, 11, 24, 2, tzinfo=UTC)
    async with season(tmp_path, now=late) as (here, officer):
        await officer.press(f"hn.2026.t.{LAI_CHAU}.LCD2")
        warned = await officer.press("hn")
        told = await officer.choose("Xếp lại cho kịp")

        after = await found(here)
    assert (
        "⚠️ Không đủ thời gian: tính lùi từ hạn thì mấy việc này lẽ ra đã xong: "
        "bà con tự chấm, bản họp bình xét, bản nộp danh sách." in warned
    )
    assert "Đã xếp lại các mốc" in told
    assert "niêm yết đủ 10 ngày thì sớm nhất" in told
    assert not after.late
    assert all(at.closes >= date(2026, 11, 24) for at in after.steps.values())


async def test_a_day_that_fits_no_more_after_a_change_is_named(tmp_path: Path) -> None:
    async with season(tmp_path) as (_, officer):
        await officer.press("hn.2026.s.review")
        await officer.say("28/11")
        await officer.press(f"hn.2026.t.{LAI_CHAU}.LCD2")

        told = await officer.press("hn")

    assert "nên lấy ngày đề nghị: Bản họp bình xét thứ Bảy 28/11." in told
    assert "· Bản họp bình xét: thứ Năm 5/11" in told


async def test_a_report_is_marked_as_sent_and_called_back(tmp_path: Path) -> None:
    async with season(tmp_path) as (here, officer):
        await officer.press("hn.2026.d")
        page = await officer.choose("trước thứ Năm 31/12")
        sent = await officer.choose("Đã gửi báo cáo này")
        [filed] = await here.rows(tables.Filed)
        twice = await officer.press("hn.2026.f.BLD1")
        await officer.press("hn.2026.o.BLD1")
        back = await officer.choose("Chưa gửi")
        again = await officer.press("hn.2026.u.BLD1")

        assert (await found(here)).filed == frozenset()
    assert "Theo: Kế hoạch xã Bình Lư 2026-2030, mục III.8" in page
    assert "✅ Đã ghi: báo cáo đã gửi." in sent
    assert "đã gửi hết" in sent
    assert filed["filed_by"] == officer.id
    assert "từ trước" in twice
    assert "Gửi báo cáo: thứ Tư 30/12" in back
    assert "vốn chưa ghi" in again


async def test_a_district_that_is_no_more_is_said_beside_the_report(tmp_path: Path) -> None:
    async with season(tmp_path, plan="tuyen_quang_2022") as (_, officer):
        await officer.press("hn.2026.d")

        told = await officer.choose("trước Chủ nhật 20/12")

    assert "Cấp huyện không còn từ 1/7/2025" in told


# ---- a deadline in one's own words


async def test_a_deadline_is_added_in_ones_own_words(tmp_path: Path) -> None:
    async with season(tmp_path) as (here, officer):
        await officer.press("hn.2026.d")
        await officer.choose("Thêm một hạn khác")
        for said in ("trước 5/12", "kết quả bình xét", "Phòng Văn hóa (mẫu)"):
            shown = await officer.say(said)
        told = await officer.choose("Chỉ năm 2026")

        [kept] = await here.rows(tables.OwnDeadline)
    assert "Hạn mới: kết quả bình xét → Phòng Văn hóa (mẫu)." in shown
    assert "trước thứ Bảy 5/12 · an toàn đến hết thứ Sáu 4/12" in shown
    assert "· trước thứ Bảy 5/12: xã tự thêm" in told
    named = {name: kept[name] for name in ("year", "kind", "month", "day", "what", "added_by")}
    assert named == {
        "year": 2026,
        "kind": "before",
        "month": 12,
        "day": 5,
        "what": "kết quả bình xét",
        "added_by": officer.id,
    }


async def test_whether_before_or_by_a_day_is_asked_where_nobody_said(tmp_path: Path) -> None:
    async with season(tmp_path) as (here, officer):
        await officer.press("hn.2026.a")
        asked = await officer.say("5/12")
        await officer.choose("Đến hết thứ Bảy 5/12")
        await officer.say("số liệu (mẫu)")
        await officer.say("bỏ qua")
        await officer.choose("Năm nào cũng vậy")

        this, following = await found(here), await found(here, 2027)
    assert "Trước thứ Bảy 5/12 · an toàn đến hết thứ Sáu 4/12" in asked
    assert (this.safe, following.safe) == (date(2026, 12, 5), date(2027, 12, 5))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("hôm nào đó", "Chưa hiểu đó là ngày nào"),
        ("trước 1/11", "Hạn đó đã qua rồi"),
        ("đến hết 1/11/2026", "Hạn đó đã qua rồi"),
        ("trước 5/12/2027", "Ngày này không thuộc năm 2026"),
    ],
)
async def test_a_deadline_that_is_no_day_or_is_over_is_asked_again(
    tmp_path: Path, said: str, told: str
) -> None:
    async with season(tmp_path) as (_, officer):
        await officer.press("hn.2026.a")

        answer = await officer.say(said)

    assert told in answer
    assert "Văn bản ghi hạn nào?" in answer


async def test_a_deadline_one_added_is_dropped_after_one_more_question(tmp_path: Path) -> None:
    async with season(tmp_path) as (here, officer):
        await officer.press(f"hn.2026.t.{LAI_CHAU}.LCD2")
        await officer.press("hn.2026.o.LCD2")
        asked = await officer.choose("Bỏ hạn này")
        yes = await officer.line("Bỏ")
        told = await officer.choose("Bỏ")
        twice = await officer.press(yes)

        assert (await found(here)).safe == date(2026, 12, 30)
    assert "có chắc không" in asked
    assert "Đã bỏ hạn này." in told
    assert "từ trước" in twice


async def test_the_plans_own_report_cannot_be_dropped(tmp_path: Path) -> None:
    async with season(tmp_path) as (_, officer):
        page = await officer.press("hn.2026.o.BLD1")
        told = await officer.press("hn.2026.x.BLD1")

    assert "Bỏ hạn này" not in page
    assert "không phải việc của bác" in told


@pytest.mark.parametrize("said", ["trước 5/12 hằng năm", "trước ngày 5/12/2026", "Truoc 5-12"])
async def test_a_day_may_be_typed_as_documents_have_it(tmp_path: Path, said: str) -> None:
    async with season(tmp_path) as (_, officer):
        await officer.press("hn.2026.a")

        answer = await officer.say(said)

    assert "Phải báo cáo việc gì?" in answer


async def test_a_line_of_another_days_page_takes_no_words_of_this_one(tmp_path: Path) -> None:
    async with season(tmp_path) as (here, officer):
        for said in ("trước 5/12", "việc A (mẫu)", "bỏ qua"):
            if said == "trước 5/12":
                await officer.press("hn.2026.a")
            await officer.say(said)
        first = await officer.line("Chỉ năm 2026")
        await officer.press("hn.2026.a")
        for said in ("trước 10/12", "việc B (mẫu)", "bỏ qua"):
            await officer.say(said)

        told = await officer.press(first)

        assert await here.rows(tables.OwnDeadline) == []
    assert "Phải báo cáo việc gì?" in told


async def test_words_of_a_page_that_is_gone_are_asked_for_again(tmp_path: Path) -> None:
    async with season(tmp_path) as (here, officer):
        told = await officer.press("hn.2026.ay.before.1205.1")

        assert await here.rows(tables.OwnDeadline) == []
    assert "Phải báo cáo việc gì?" in told


# ---- bases, the calendar, the village


async def test_an_open_base_waits_for_one_choice(tmp_path: Path) -> None:
    async with season(tmp_path) as (here, officer):
        root = await officer.press("hn")
        await officer.choose("Cách tính chỉ tiêu")
        page = await officer.say("1")
        told = await officer.say("2")
        after = await officer.choose("Về các mốc")

        [kept] = await here.rows(tables.BaseChoice)
    assert "Cách tính chỉ tiêu (1 chưa chọn)" in root
    assert "Cách đã chọn sẽ in trong mọi báo cáo" in page
    assert "Đã ghi cách tính" in told
    assert "chưa chọn" not in after
    assert kept["chosen_by"] == officer.id


async def test_the_calendar_has_an_address_of_ones_own(tmp_path: Path) -> None:
    async with season(tmp_path) as (here, lan):
        minh = await here.staff("Anh Minh (mẫu)")
        addresses = []
        for who in (lan, lan, minh):
            await who.press("hn")
            told = await who.choose("Đưa vào lịch điện thoại")
            addresses.append(next(line for line in told.splitlines() if line.startswith("http")))

    assert addresses[0] == addresses[1] != addresses[2]
    assert addresses[0].startswith("http://127.0.0.1:8080/lich/")
    assert addresses[0].endswith(".ics")


async def test_the_next_year_can_be_looked_at_and_moved(tmp_path: Path) -> None:
    async with season(tmp_path) as (here, officer):
        await officer.press("hn")
        told = await officer.choose("Xem năm 2027")
        await officer.press("hn.2027.s.answer")
        await officer.say("19/11")

        assert (await found(here, 2027)).chosen == {"answer": date(2027, 11, 19)}
        assert (await found(here)).chosen == {}
    assert "trước thứ Sáu 31/12 · an toàn đến hết thứ Năm 30/12" in told
    assert "Xem năm 2026" in told


async def test_a_village_head_reads_the_days_of_his_commune(tmp_path: Path) -> None:
    async with season(tmp_path) as (here, _):
        head = await here.someone("Tẩn A Mẫu", "village_head", "MAU01", "MAU01-01")
        village = await head.press("vi")
        told = await head.choose("Ngày cuối của từng việc")
        refused = await head.press("hn")

    assert "Ngày cuối của từng việc" in village
    assert "Các mốc xã đặt cho năm 2026" in told
    assert "· Bản họp bình xét: thứ Sáu 27/11" in told
    assert "không phải việc của bác" in refused


@pytest.mark.parametrize("role", ["citizen", "household", "village_head", "province_viewer"])
async def test_nobody_but_staff_changes_anything(tmp_path: Path, role: str) -> None:
    presses = (
        "hn.2026.f.BLD1",
        "hn.2026.m.answer.20261123.20261120",
        "hn.2026.q",
        f"hn.2026.t.{LAI_CHAU}.LCD2",
        f"hn.2026.v.{LAI_CHAU}.2026.{BINH_LU}",
        "hn.2026.c.BL9.0",
        "hn.2026.l",
    )
    async with season(tmp_path) as (here, _):
        stranger = await here.someone("Lò Văn Mẫu", role, "MAU01")

        told = [await stranger.press(press) for press in presses]

        kinds = (tables.Filed, tables.StepDate, tables.OwnDeadline, tables.BaseChoice)
        assert [await here.rows(kind) for kind in kinds] == [[], [], [], []]
        assert (await found(here)).plan.code == BINH_LU
    assert all("không phải việc của bác" in text for text in told)
    assert not any("/lich/" in text for text in told)


@pytest.mark.parametrize(
    "press",
    [
        "hn.1999",
        "hn.2026.zz",
        "hn.2026.s.nothing",
        "hn.2026.s.correct.x",
        "hn.2026.o.NOPE",
        "hn.2026.t.nope.NOPE",
        "hn.2026.v.quoc_gia.2026.binh_lu_2026",
        "hn.2026.v.binh_lu_2026.2031.binh_lu_2026",
        "hn.2026.aw.before.1332",
        "hn.2026.aw.before.0230",
        "hn.2026.c.BL9.7",
        "hn.2026.m.answer.20261123.99999999",
    ],
)
async def test_a_press_of_nothing_we_made_changes_nothing(tmp_path: Path, press: str) -> None:
    async with season(tmp_path) as (here, officer):
        await officer.press(press)

        assert (await found(here)).chosen == {}
        assert await here.rows(tables.OwnDeadline) == []
        assert len(await here.rows(tables.PlanChoice)) == 1


async def test_every_page_fits_a_phone(tmp_path: Path) -> None:
    pages = (
        "",
        ".s",
        ".s.review",
        ".d",
        ".o.BLD1",
        ".k",
        f".k.{LAI_CHAU}.0",
        ".a",
        ".w",
        ".b",
        ".l",
    )
    async with season(tmp_path) as (_, officer):
        await officer.press(f"hn.2026.t.{LAI_CHAU}.LCD2")

        told = [await officer.hear(press=f"hn.2026{page}") for page in pages]

    texts = [
        part for messages in told for message in messages for part in (message.lead, message.text)
    ]
    assert max(map(len, texts)) <= SCREEN
