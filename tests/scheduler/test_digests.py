"""Digests: what each person is told of a morning, once, and nothing where nothing waits."""

import asyncio
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from bot.moment import ZONE
from flows.messages import as_text
from reports import digest
from scheduler import digests
from scheduler.digests import Sent
from storage import people, seasons, tables
from storage.database import connect
from tests.desks import Commune
from tests.season import at, in_season, letters, out_of_reach, write_forms
from tests.stage import heard

TUESDAY, MONDAY = date(2026, 12, 1), date(2026, 11, 30)
IN_SEASON = date(2026, 11, 16)  # a Monday, a week before the forms close
GOLDEN = """\
Sáng thứ Ba 1/12 · còn 29 ngày đến hạn an toàn 30/12 (báo cáo trước 31/12)
⚠️ 1 bản chưa gửi phiếu nào: Tả Hồ
⚠️ 1 bản chưa họp bình xét: Nà Khum
Chờ thẩm định 2 (cũ nhất 30 ngày) · trả lại chưa sửa 1
Không nhắn được cho 1 người
Gia đình: 3/60 đạt (5%, chỉ tiêu 2030: 80%), đã công nhận 1
Công dân: 0 đạt (chỉ tiêu 2030: từ 60% và từ 80%)
Bấm dòng dưới, hoặc gõ "danh sách".

· Bản chưa gửi phiếu (1)
· Bản chưa họp (1)
· Thẩm định (2)
· Trả lại chưa sửa (1)
· Không nhắn được (1)
· Biểu đồ các bản
· Hạn báo cáo"""


async def filled(here: Commune) -> None:
    """Forms at every stage in two villages, and nothing in the third."""
    async with here.on.db.begin() as tx:
        await write_forms(
            tx,
            [
                ("MAU01-01", "handed_over", "pass", ""),
                ("MAU01-02", "handed_over", "", ""),
                ("MAU01-03", "returned", "pass", ""),
                ("MAU01-04", "verified", "pass", "pass"),
                ("MAU01-05", "proposed", "pass", ""),
                ("MAU01-06", "recognised", "pass", "pass"),
                ("MAU01-07", "drafting", "", ""),
                ("MAU01-08", "verified", "pass", "fail"),
                ("MAU02-01", "submitted", "pass", ""),
            ],
        )


async def told(here: Commune, who: int) -> list[str]:
    return [heard([message]) for message in await letters(here.on.db, "digest", who)]


async def test_the_staffs_morning_word_for_word(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY)) as here:
        lan = await here.staff()
        gone = await here.household("MAU01-07")
        await filled(here)
        await out_of_reach(here.on.db, gone.id, at(MONDAY, 9))

        sent = await digests.send(here.on.db, at(TUESDAY))

        assert sent == Sent(staff=1)
        assert await told(here, lan.id) == [GOLDEN]


async def test_a_morning_on_which_nothing_waits_is_silent(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(date(2026, 9, 7))) as here:
        await here.staff()

        sent = await digests.staff(here.on.db, at(date(2026, 9, 8)))

        assert (sent, await letters(here.on.db, "digest")) == (0, [])


async def test_who_was_out_of_reach_before_breaks_no_silence(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(date(2026, 9, 7))) as here:
        await here.staff()
        gone = await here.household("MAU01-07")
        await out_of_reach(here.on.db, gone.id, at(date(2026, 9, 7), 7, 29))

        sent = await digests.staff(here.on.db, at(date(2026, 9, 8)))

        assert sent == 0


async def test_who_went_out_of_reach_since_the_last_morning_is_told_of_once(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(date(2026, 9, 7))) as here:
        await here.staff()
        gone = await here.household("MAU01-07")
        await out_of_reach(here.on.db, gone.id, at(date(2026, 9, 7), 9))

        days = [await digests.staff(here.on.db, at(date(2026, 9, day))) for day in (8, 9)]

        assert days == [1, 0]


async def test_the_morning_of_a_day_that_is_worked_though_it_may_be_free_counts_as_one(
    tmp_path: Path,
) -> None:
    async with in_season(tmp_path, at(date(2026, 11, 23))) as here:
        gone = await here.household("MAU01-07")
        await out_of_reach(here.on.db, gone.id, at(date(2026, 11, 23), 9))

        async with here.on.db.read() as tx:
            when = (at(date(2026, 11, day)).astimezone(ZONE) for day in (24, 25))
            mornings = [await digest.today(tx, "MAU", None, morning) for morning in when]

    assert [each.morning.lately for each in mornings] == [1, 0]


@pytest.mark.parametrize(
    ("day", "hour", "minute", "count"),
    [
        (TUESDAY, 7, 29, 0),
        (TUESDAY, 7, 30, 1),
        (TUESDAY, 20, 29, 1),
        (TUESDAY, 20, 30, 0),
        (date(2026, 12, 5), 7, 30, 0),  # a Saturday
        (date(2026, 9, 2), 7, 30, 0),  # the national day
        (date(2027, 1, 1), 7, 30, 0),
        (date(2026, 11, 24), 7, 30, 1),  # where it is open whether it is a day off, it is worked
    ],
)
async def test_digests_go_on_working_days_until_the_evening(
    day: date, hour: int, minute: int, count: int, tmp_path: Path
) -> None:
    async with in_season(tmp_path, at(MONDAY)) as here:
        await here.staff()
        await filled(here)

        assert await digests.staff(here.on.db, at(day, hour, minute)) == count


async def test_a_machine_that_slept_sends_the_days_digest_when_it_wakes(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY)) as here:
        lan = await here.staff()
        await filled(here)

        await digests.staff(here.on.db, at(TUESDAY, 15))

        assert (await told(here, lan.id))[0].startswith("Chiều thứ Ba 1/12")


async def test_the_job_that_runs_twice_tells_everybody_once(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY)) as here:
        await here.staff()
        await here.staff("Chị Hoa Mẫu")
        await filled(here)

        first = await digests.staff(here.on.db, at(TUESDAY))
        async with here.on.db.begin() as tx:  # by then it would say something else
            await write_forms(tx, [("MAU03-01", "handed_over", "pass", "")])
        again = await digests.staff(here.on.db, at(TUESDAY, 9))

        assert (first, again) == (2, 0)
        assert len(await letters(here.on.db, "digest")) == 2


async def test_two_programs_at_once_tell_everybody_once(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY)) as here:
        await here.staff()
        await filled(here)
        url = f"sqlite+aiosqlite:///{tmp_path / 'story.sqlite3'}"
        async with connect(url) as other:
            jobs = (digests.send(db, at(MONDAY)) for db in (here.on.db, other))

            sent = await asyncio.gather(*jobs)

        assert sorted(each.staff for each in sent) == [0, 1]
        assert len(await letters(here.on.db, "digest")) == 2  # the words, and the picture


async def test_a_digest_is_stale_in_the_evening(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY)) as here:
        await here.staff()
        await filled(here)

        await digests.staff(here.on.db, at(MONDAY))

        query = select(tables.Letter.expires_at).where(tables.Letter.kind == "digest")
        async with here.on.db.read() as tx:
            ends = set((await tx.execute(query)).scalars())
    assert ends == {at(MONDAY, 20, 30)}


async def test_on_the_first_working_day_of_a_week_a_picture_goes_along(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY)) as here:
        lan = await here.staff()
        await filled(here)

        await digests.staff(here.on.db, at(MONDAY))
        await digests.staff(here.on.db, at(TUESDAY))

        found = await letters(here.on.db, "digest", lan.id)
    assert [len(message.enclosed) for message in found] == [0, 1, 0]
    assert found[1].enclosed[0].key.startswith("g:")


@pytest.mark.parametrize(
    ("day", "weekly"),
    [
        (MONDAY, True),
        (TUESDAY, False),
        (date(2028, 1, 3), False),  # off, for New Year was a Saturday
        (date(2028, 1, 4), True),
        (date(2029, 1, 1), False),  # a Monday, but New Year
        (date(2029, 1, 2), True),
        (date(2026, 12, 5), False),
    ],
)
def test_what_comes_weekly_comes_on_the_first_working_day(day: date, weekly: bool) -> None:
    assert digests.is_weekly(day) is weekly


async def test_staff_of_another_commune_see_only_their_own(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY)) as here:
        await filled(here)
        async with here.on.db.begin() as tx:
            there = {"code": "X2", "name": "xã Khác (mẫu)", "kind": "commune"}
            await tx.execute(insert(tables.Place).values(**there))
        other = await here.someone("Phàn Thị Mẫu", "staff", "X2")

        sent = await digests.staff(here.on.db, at(TUESDAY))

        assert (sent, await told(here, other.id)) == (0, [])


async def test_a_commune_without_a_plan_hears_so_and_no_village_is_blamed(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY)) as here:
        lan = await here.staff()
        await filled(here)
        async with here.on.db.begin() as tx:
            await tx.execute(tables.PlanChoice.__table__.delete())

        await digests.staff(here.on.db, at(TUESDAY))

        (said,) = await told(here, lan.id)
    assert said.startswith("Sáng thứ Ba 1/12 · xã chưa chọn kế hoạch")
    assert "⚠️" not in said
    assert "Gia đình: 3/60 đạt (5%), đã công nhận 1" in said


async def test_a_very_long_digest_comes_in_pieces_with_its_lines_under_the_last(
    tmp_path: Path,
) -> None:
    async with in_season(tmp_path, at(MONDAY)) as here:
        lan = await here.staff()
        await filled(here)
        async with here.on.db.begin() as tx:
            for number in range(12):
                name = f"Bản tái định cư Hua Bó {number} " + "ở rất xa trung tâm xã " * 6
                row = {"code": f"MAU9{number}", "name": name, "kind": "village"}
                await tx.execute(insert(tables.Place).values(**row, parent_code="MAU"))

        await digests.staff(here.on.db, at(TUESDAY))

        found = await letters(here.on.db, "digest", lan.id)
    assert len(found) == 2
    assert [bool(message.choices) for message in found] == [False, True]
    assert all(len(as_text(message, 10_000)[0]) <= 2_000 for message in found)


async def test_the_lines_of_a_digest_open_the_lists_they_count(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY)) as here:
        lan = await here.staff()
        await here.ready("MAU01-08")
        gone = await here.household("MAU01-07", "Lò Thị Mẫu")
        async with here.on.db.begin() as tx:
            rows = [("MAU01-03", "returned", "pass", ""), ("MAU02-01", "submitted", "pass", "")]
            await write_forms(tx, rows)
        await out_of_reach(here.on.db, gone.id, at(MONDAY, 9))
        await digests.staff(here.on.db, at(TUESDAY))
        (digest,) = await letters(here.on.db, "digest", lan.id)

        opened = {choice.label: await lan.press(choice.press) for choice in digest.choices}

    assert "Bản Tả Hồ" in opened["Bản chưa gửi phiếu"]
    assert "Bản Nà Khum" in opened["Bản chưa họp"]
    assert "Lò Thị Mẫu" in opened["Không nhắn được"]
    assert "Trả lại chưa sửa 1 phiếu" in opened["Trả lại chưa sửa"]
    assert not [label for label, said in opened.items() if "không phải việc của bác" in said]


# ---- the village head's week


async def test_the_heads_week_word_for_word(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(IN_SEASON)) as here:
        head = await here.someone("Tẩn A Mẫu", "village_head", "MAU02")
        await here.household("MAU02-20")
        done = [(f"MAU02-{number:02}", "submitted", "pass", "") for number in range(1, 18)]
        async with here.on.db.begin() as tx:
            await write_forms(tx, [*done, ("MAU02-18", "drafting", "", "")])

        sent = await digests.send(here.on.db, at(IN_SEASON))

        said = await told(here, head.id)
    assert sent == Sent(heads=1)
    assert said == [
        "Sáng thứ Hai 16/11. Bản Nà Khum còn 3 hộ chưa gửi phiếu gia đình. "
        "Hạn: hết thứ Hai 23/11.\n"
        "· Hộ 18 · Lò Văn Chung (mẫu) (đang làm dở)\n"
        "· Hộ 19 · Sùng Minh Xuân (mẫu) (chưa làm)\n"
        "· Hộ 20 · Đỗ Minh Hương (mẫu) (chưa làm)\n"
        'Bấm dòng dưới, hoặc gõ "danh sách".\n'
        "\n"
        "· Nhắc 1 hộ nhắn tin được\n"
        "· Nhập hộ"
    ]


async def test_a_village_in_which_nobody_is_missing_is_silent(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(IN_SEASON)) as here:
        await here.someone("Tẩn A Mẫu", "village_head", "MAU02")
        done = [(f"MAU02-{number:02}", "submitted", "pass", "") for number in range(1, 21)]
        async with here.on.db.begin() as tx:
            await write_forms(tx, done)

        assert await digests.heads(here.on.db, at(IN_SEASON)) == 0


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(2026, 10, 19), 0),  # before the first reminder
        (date(2026, 10, 26), 1),
        (IN_SEASON, 1),
        (date(2026, 11, 17), 0),  # no Monday
        (date(2026, 11, 23), 1),
        (date(2026, 11, 30), 0),  # the villages have met
    ],
)
async def test_heads_hear_weekly_while_forms_may_be_handed_in(
    day: date, count: int, tmp_path: Path
) -> None:
    async with in_season(tmp_path, at(day)) as here:
        await here.someone("Tẩn A Mẫu", "village_head", "MAU02")

        assert await digests.heads(here.on.db, at(day)) == count


async def test_the_head_of_two_villages_hears_of_each(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(IN_SEASON)) as here:
        head = await here.someone("Tẩn A Mẫu", "village_head", "MAU01")
        async with here.on.db.begin() as tx:
            holding = people.Holding("village_head", place_code="MAU02")
            await people.give_role(tx, head.id, holding, at(IN_SEASON))

        sent = await digests.heads(here.on.db, at(IN_SEASON))
        again = await digests.heads(here.on.db, at(IN_SEASON, 12))

        assert (sent, again, len(await told(here, head.id))) == (2, 0, 2)


# ---- the province's week


async def test_the_provinces_week_names_first_who_is_furthest_behind(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY)) as here:
        await filled(here)
        await in_a_province(here)
        viewer = await here.someone("Hà Thị Mẫu", "province_viewer", "T1")

        sent = await digests.province(here.on.db, at(MONDAY))

        (said,) = await told(here, viewer.id)
    assert sent == 1
    assert said == (
        "Sáng thứ Hai 30/11 · Gia đình học tập 2026 của 2 xã, xã đạt tỉ lệ thấp đứng trước:\n"
        "· xã Khác (mẫu): 0/1 đạt (0%)\n"
        "· xã Bình Lư (dữ liệu mẫu): 3/60 đạt (5%, chỉ tiêu 2030: 80%), đã công nhận 1\n"
        'Bấm dòng dưới, hoặc gõ "danh sách".\n'
        "\n"
        "· Số liệu các xã"
    )


async def test_a_province_in_which_nobody_registered_is_silent(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY)) as here:
        await in_a_province(here)
        await here.someone("Hà Thị Mẫu", "province_viewer", "T1")

        assert await digests.province(here.on.db, at(MONDAY)) == 0


async def in_a_province(here: Commune) -> None:
    """The sample commune and another one lie in one province."""
    async with here.on.db.begin() as tx:
        province = {"code": "T1", "name": "tỉnh Một (mẫu)", "kind": "province"}
        await tx.execute(insert(tables.Place).values(**province))
        there = {"code": "X2", "name": "xã Khác (mẫu)", "kind": "commune", "parent_code": "T1"}
        await tx.execute(insert(tables.Place).values(**there))
        home = {"code": "X2-1", "name": "Hộ 1", "kind": "household", "place_code": "X2"}
        await tx.execute(insert(tables.Subject).values(**home))
        ours = tables.Place.__table__.update().where(tables.Place.code == "MAU")
        await tx.execute(ours.values(parent_code="T1"))


# ---- the season's end


async def test_once_the_reports_are_sent_no_village_is_behind(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY)) as here:
        lan = await here.staff()
        await filled(here)
        async with here.on.db.begin() as tx:
            season = await seasons.season(tx, "MAU", 2026)
            assert season is not None
            for due in season.waiting:
                row = {"place_code": "MAU", "year": 2026, "deadline": due.deadline.code}
                filed = {"filed_by": lan.id, "filed_at": at(MONDAY) - timedelta(days=1)}
                await tx.execute(insert(tables.Filed).values(**row, **filed))

        await digests.staff(here.on.db, at(TUESDAY))

        (said,) = await told(here, lan.id)
    assert said.startswith("Sáng thứ Ba 1/12\nChờ thẩm định 2")
