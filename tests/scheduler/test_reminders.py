"""People are reminded of what they have not finished: once, in time, and where it goes on."""

import asyncio
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import delete, select, update

from bot.moment import ZONE
from flows import workdays
from scheduler import nudging, reminders
from storage import forgetting, people, roster, seasons, tables
from storage import reminders as reminded
from storage.database import connect
from storage.moves import By
from storage.roster import SamplePerson
from tests.gathered import HEAD, STAFF, YEAR, agrees
from tests.town import CLOSES, COMMUNE, Town, enrol, town

SECOND = SamplePerson("Lò Thị Mẫu", "household", "MAU01", "MAU01-07")
THERE = SamplePerson("Phàn Văn Mẫu", "household", "MAU02", "MAU02-03")


def days(count: int) -> date:
    """So many days before the forms close."""
    return CLOSES - timedelta(days=count)


async def test_a_household_hears_what_is_missing_and_until_when(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        (told,) = await here.at(days(14))

    assert told.text == (
        "Phiếu Gia đình học tập của nhà bác chưa làm. "
        "Xin làm xong chậm nhất thứ Hai 23/11 (còn 14 ngày).\n"
        'Bấm dòng dưới, hoặc gõ "tiếp" là làm được ngay.\n\n· Làm phiếu'
    )
    assert told.address == "an"


async def test_each_milestone_is_told_once_over_the_whole_season(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        told = await here.through(days(40), days(-10))

    assert [(CLOSES - each.at.date()).days for each in told] == [30, 14, 7, 3, 1, 0]


async def test_nothing_is_told_before_seven_and_after_half_past_eight(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        early = await here.at(days(14), 6, 59)
        morning = await here.at(days(14), 7)
        evening = await here.at(days(7), 20, 30)
        tomorrow = await here.at(days(6), 7)

    assert (early, evening) == ([], [])
    assert len(morning) == len(tomorrow) == 1
    assert "còn 6 ngày" in tomorrow[0].text


async def test_who_has_handed_in_is_left_alone(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        await here.finish(7)

        assert await here.at(days(14)) == []


async def test_who_hands_in_while_the_letter_waits_never_gets_it(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        here.clock.now = datetime.combine(days(14), time(8), ZONE)
        await here.remind()
        await here.finish(7)
        here.clock.now += timedelta(minutes=30)

        assert await here.deliver() == []
        assert (await here.letters(), await here.parts()) == ([], [])


async def test_a_machine_that_slept_reminds_once_of_the_latest_milestone(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        told = await here.at(days(5))
        again = await here.at(days(4))

        assert [each.address for each in told] == ["an"]
        assert again == []
        assert [milestone for _, milestone, _ in await here.parts()] == [7]


async def test_a_clock_put_back_says_nothing_twice(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        first = await here.at(days(3))
        back = [await here.at(days(n), hour) for n in (7, 6, 14, 3) for hour in (8, 19)]

        assert len(first) == 1
        assert back == [[]] * 8


async def test_a_letter_that_waited_counts_as_that_of_the_day_it_is_sent(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        here.clock.now = datetime.combine(days(7), time(8), ZONE)
        await here.remind()  # nobody carries it for four days

        (told,) = await here.at(days(3))
        again = await here.at(days(3), 12)
        next_day = await here.at(days(2))

        assert "còn 3 ngày" in told.text
        assert (again, next_day) == ([], [])
        assert [milestone for _, milestone, _ in await here.parts()] == [3]
        assert [state for _, state in await here.letters()] == ["sent"]


async def test_two_things_come_in_one_letter_and_the_next_waits_a_day(tmp_path: Path) -> None:
    async with town(tmp_path, person=HEAD, citizens=True) as here:
        (both,) = await here.at(days(14))
        sent = await here.finish(2)
        await here.state(sent.assessment_id, "submitted")
        await here.move("review", days(14) + timedelta(days=3))
        same_day = await here.at(days(14), 12)
        (next_day,) = await here.at(days(13))

    assert both.text.startswith("Có 2 việc cần xong chậm nhất thứ Hai 23/11 (còn 14 ngày):")
    assert "Phiếu Công dân học tập của bác chưa làm." in both.text
    assert same_day == []
    assert next_day.text.startswith("Bản Nà Đon có 1 phiếu chờ họp bình xét.")
    assert next_day.presses == ["hm.MAU01"]


async def test_what_comes_up_while_the_letter_waits_joins_it(tmp_path: Path) -> None:
    async with town(tmp_path, person=HEAD) as here:
        here.clock.now = datetime.combine(days(14), time(8), ZONE)
        first = await here.remind()
        await here.finish(2)
        second = await here.remind()
        query = select(tables.Letter.expires_at).where(tables.Letter.kind == "reminder")
        async with here.db.read() as tx:
            (until,) = (await tx.execute(query)).scalars()
        (told,) = await here.deliver()

    assert (first.letters, second.letters, second.parts) == (1, 0, 1)
    assert until.astimezone(ZONE).date() == date(2026, 11, 27)
    assert told.presses == ["o.1.family", "hm.MAU01"]


async def test_one_person_of_a_household_is_told_whoever_worked_on_it_last(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        await enrol(here, SECOND, "chi")
        await here.on.say("menu")
        await here.on.press("1")
        await here.on.say("1")
        await here.on.deliver_everything()

        told = await here.at(days(14))

    assert [each.address for each in told] == ["an"]


async def test_when_one_phone_of_a_household_is_gone_the_other_is_told(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        await enrol(here, SECOND, "chi")
        await here.unreachable("an")

        told = await here.through(days(14), days(7))

    assert [each.address for each in told] == ["chi", "chi"]


async def test_a_phone_that_is_found_gone_costs_the_household_no_reminder(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        await enrol(here, SECOND, "chi")
        here.box.gone.add("an")
        lost = await here.at(days(1))

        told = await here.at(days(0))

    assert lost == []
    assert [each.address for each in told] == ["chi"]


async def test_what_the_village_head_asks_for_too_is_said_once(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        here.clock.now = datetime.combine(days(7), time(8), ZONE)
        await here.remind()
        async with here.db.begin() as tx:
            head = By(999, "village_head", "test", here.clock())
            asked = await nudging.nudge(tx, "MAU01", COMMUNE, head)

        (told,) = await here.deliver()

    assert asked.why == ""
    assert len([press for press in told.presses if press.startswith("o.")]) == 1
    assert told.text.count("Gia đình học tập") == 1


async def test_the_last_reminder_is_also_one_nobody_knows_the_fate_of(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        await here.at(days(14))
        await here.at(days(7))
        first, second = (letter for letter, *_ in await _reminded(here))
        async with here.db.begin() as tx:
            doubted = update(tables.Letter).where(tables.Letter.id == second)
            await tx.execute(doubted.values(state="unknown", sent_at=None))

            found = await reminded.last_said(tx, await _reader(here))

    assert first != second
    assert found == second


async def _reminded(here: Town) -> list[tuple[int, int]]:
    """(letter, person) of all that was said, in order."""
    reminder = tables.Reminder
    query = select(reminder.letter_id, reminder.person_id).order_by(reminder.letter_id)
    async with here.db.read() as tx:
        return [(row.letter_id, row.person_id) for row in await tx.execute(query)]


async def _reader(here: Town) -> int:
    return (await _reminded(here))[0][1]


async def test_whom_nobody_can_reach_gets_no_letter_at_all(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        await here.unreachable("an")
        await here.through(days(14), days(7))

        assert await here.letters() == []


async def test_what_the_commune_returned_is_asked_for_until_it_is_corrected(
    tmp_path: Path,
) -> None:
    async with town(tmp_path) as here:
        sent = await here.finish(7)
        await here.state(sent.assessment_id, "returned")
        (told,) = await here.at(date(2026, 12, 15))
        await here.state(sent.assessment_id, "handed_over")
        later = await here.at(date(2026, 12, 19))

    assert told.text.startswith("Xã trả lại phiếu Gia đình học tập của nhà bác để bổ sung")
    assert "Xin sửa xong chậm nhất thứ Ba 22/12 (còn 7 ngày)." in told.text
    assert told.presses == [f"o.{sent.subject_id}.family"]
    assert later == []


async def test_what_a_head_typed_for_a_home_without_a_phone_comes_back_to_him(
    tmp_path: Path,
) -> None:
    async with town(tmp_path, person=HEAD) as here:
        await here.finish(1)
        sent = await here.finish(5)
        await here.state(sent.assessment_id, "returned")
        (told,) = await here.at(date(2026, 12, 15))

    assert told.text.startswith("Xã trả lại phiếu Gia đình học tập của Hộ 05")


async def test_a_head_is_told_of_the_meeting_and_then_of_the_list(tmp_path: Path) -> None:
    async with town(tmp_path, person=HEAD) as here:
        sent = await here.finish(1)
        (meet,) = await here.at(date(2026, 11, 24))
        await here.state(sent.assessment_id, "passed")
        await here.meeting("MAU01", "posted", until=date(2026, 12, 4))
        posted = await here.at(date(2026, 12, 4))
        (hand_over,) = await here.at(date(2026, 12, 5))

    assert "Bản Nà Đon có 1 phiếu chờ họp bình xét. Xin họp chậm nhất thứ Sáu 27/11" in meet.text
    assert posted == []  # while it hangs there, there is nothing to be done
    assert hand_over.text.startswith("Danh sách bình xét của Bản Nà Đon chưa chuyển lên xã.")
    assert hand_over.presses == ["ni.1"]


async def test_staff_are_told_what_waits_for_them_and_what_they_owe(tmp_path: Path) -> None:
    async with town(tmp_path, person=STAFF) as here:
        first, second = await here.finish(1), await here.finish(2)
        await here.state(first.assessment_id, "handed_over")
        await here.state(second.assessment_id, "verified")
        (told,) = await here.at(date(2026, 12, 20))

    assert "· Còn 1 phiếu chờ xã thẩm định. Chậm nhất thứ Ba 22/12 (còn 2 ngày)." in told.text
    assert "· Còn 1 phiếu chờ quyết định công nhận. Chậm nhất thứ Sáu 25/12" in told.text
    assert "Trước thứ Năm 31/12, an toàn đến hết thứ Tư 30/12 (còn 10 ngày)." in told.text
    assert told.presses == ["ds.q", "rn", "hn"]


async def test_a_report_is_spoken_of_until_it_is_sent(tmp_path: Path) -> None:
    async with town(tmp_path, person=STAFF) as here:
        before = await here.at(date(2026, 12, 23))
        await here.file("BLD1")
        after = await here.through(date(2026, 12, 24), date(2026, 12, 31))

    assert len(before) == 1
    assert after == []


async def test_a_deadline_moved_in_mid_season_repeats_nothing(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        before = await here.through(days(31), days(12))
        await here.move("answer", days(3))
        after = await here.through(days(11), days(3))

    assert [each.at.date() for each in before] == [days(30), days(14)]
    # Seven days before the new day come at once a day after; 14 and 30 were told already.
    assert [each.at.date() for each in after] == [days(10), days(6), days(4), days(3)]


async def test_a_letter_whose_milestone_moved_away_is_taken_back_for_its_day(
    tmp_path: Path,
) -> None:
    async with town(tmp_path) as here:
        await here.at(days(14))
        here.clock.now = datetime.combine(days(7), time(8), ZONE)
        await here.remind()
        await here.move("answer", CLOSES + timedelta(days=3))
        now = await here.deliver()
        later = await here.through(days(6), days(3))

    assert now == []
    assert [each.at.date() for each in later] == [days(4)]


async def test_who_talks_with_us_is_not_interrupted(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        here.clock.now = datetime.combine(days(14), time(8), ZONE)
        await here.on.say("menu")
        await here.on.deliver_everything()
        here.clock.now += timedelta(minutes=5)
        await here.remind()
        busy = [each for each in await here.deliver() if "còn 14 ngày" in each.text]
        here.clock.now += timedelta(minutes=10)
        free = await here.deliver()

    assert busy == []
    assert ["còn 14 ngày" in each.text for each in free] == [True]


async def test_silent_households_come_to_their_head_on_one_list_with_numbers(
    tmp_path: Path,
) -> None:
    async with town(tmp_path) as here:
        await enrol(here, HEAD, "head")
        await here.number("MAU01-07", "0912 000 007")
        for number in (1, *range(10, 21)):
            await here.finish(number)
        told = await here.through(days(31), days(0))
        lists = [each for each in told if each.address == "head" and "hộ chưa làm" in each.text]

    (only,) = lists
    assert only.at.date() == days(6)  # the third reminder, and a day
    assert "Bản Nà Đon còn 8 hộ chưa làm phiếu" in only.text
    assert "(0912 000 007)" in only.text
    assert "(chưa có số)" in only.text
    assert only.presses[5].endswith(".family")


async def test_a_longer_list_leads_to_the_rest(tmp_path: Path) -> None:
    async with town(tmp_path, person=HEAD) as here:
        told = await here.at(days(6))
        page = await here.on.press("im.MAU01.0")
        more = await here.on.press(page[-1].choices[8].press)

    assert "im.MAU01.0" in told[-1].presses
    assert "còn 19 hộ" in page[-1].text
    assert page[-1].choices[0].label.startswith("Hộ 02")
    assert more[-1].choices[0].label.startswith("Hộ 10")


async def test_the_village_next_door_sees_no_list_of_ours(tmp_path: Path) -> None:
    neighbour = SamplePerson("Phàn A Mẫu", "village_head", "MAU02", "MAU02-01")
    async with town(tmp_path, person=neighbour) as here:
        await here.at(days(6))
        told = await here.on.press("im.MAU01.0")

    assert not [each for each in told if "Hộ 02" in each.text or "MAU01" in str(each.choices)]


async def test_another_list_comes_only_when_more_fall_silent(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        await enrol(here, HEAD, "head")
        for number in (1, *range(2, 7), *range(8, 20)):
            await here.finish(number)
        await here.through(days(31), days(9))
        await enrol(here, SamplePerson("Sùng Văn Mẫu", "household", "MAU01", "MAU01-20"), "sung")
        told = await here.through(days(8), days(0))
        lists = [each for each in told if "hộ chưa làm" in each.text]

    assert [each.at.date() for each in lists] == [days(6), days(2)]
    assert "còn 1 hộ" in lists[0].text
    assert "còn 2 hộ" in lists[1].text


async def test_a_village_that_does_not_meet_comes_to_the_staff_once(tmp_path: Path) -> None:
    async with town(tmp_path, person=HEAD) as here:
        await enrol(here, STAFF, "staff")
        await here.finish(1)
        told = await here.through(date(2026, 10, 27), date(2026, 11, 27))
        mine = [each for each in told if each.address == "staff"]

    (only,) = mine
    assert only.at.date() == date(2026, 11, 21)
    assert only.text.startswith("Bản Nà Đon chưa họp bình xét, 1 phiếu đang chờ.")


async def test_who_lost_the_role_hears_nothing_more(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        here.clock.now = datetime.combine(days(14), time(8), ZONE)
        await here.remind()
        async with here.db.begin() as tx:
            await tx.execute(update(tables.Role).values(ended_at=here.clock()))

        assert await here.deliver() == []


async def test_whoever_deletes_what_is_kept_of_him_leaves_no_reminder(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        await here.at(days(14))
        here.clock.now = datetime.combine(days(7), time(8), ZONE)
        await here.remind()
        async with here.db.begin() as tx:
            person = await people.known(tx, "test", "an")
            assert person is not None
            await forgetting.forget(tx, person, here.by())

        assert await here.deliver() == []
        assert (await here.letters(), await here.parts()) == ([], [])


async def test_a_commune_without_a_plan_reminds_nobody(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        async with here.db.begin() as tx:
            await tx.execute(delete(tables.PlanChoice))

        assert await here.through(days(31), days(0)) == []


async def test_over_tet_a_reminder_waits_until_people_work_again(tmp_path: Path) -> None:
    async with town(tmp_path, person=STAFF) as here:
        await here.file("BLD1")
        told = await here.through(date(2028, 1, 20), date(2028, 2, 10))

    days_told = [each.at.date() for each in told]
    assert days_told[:1] == [date(2028, 1, 30)]
    assert workdays.is_tet(date(2028, 1, 29))


async def test_ringing_all_day_long_makes_one_letter(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        for hour in range(24):
            await here.at(days(14), hour)
            await here.remind()

        assert len(here.box.arrived) == 1
        assert len(await here.letters()) == 1


async def neighbours(here: Town) -> None:
    """Ten more households have a phone."""
    for number in range(10, 20):
        person = SamplePerson(f"Người {number} (mẫu)", "household", "MAU01", f"MAU01-{number}")
        async with here.db.begin() as tx:
            await roster.enrol(tx, person, "test", f"a{number}", here.clock())
            await agrees(tx, f"a{number}", here.clock())


async def test_two_schedulers_at_once_promise_each_thing_once(tmp_path: Path) -> None:
    async with town(tmp_path, citizens=True) as here:
        await neighbours(here)
        now = here.clock.now = datetime.combine(days(14), time(8), ZONE)
        url = f"sqlite+aiosqlite:///{tmp_path / 'story.sqlite3'}"
        async with connect(url) as one, connect(url) as two:
            made = await asyncio.gather(*(reminders.remind(db, now) for db in (one, two, one, two)))
        told = await here.deliver()

    assert sum(each.letters for each in made) == len(told) == 11
    assert sum(each.parts for each in made) == 22
    assert len({each.address for each in told}) == 11


async def test_two_schedulers_in_two_processes_promise_each_thing_once(tmp_path: Path) -> None:
    async with town(tmp_path, citizens=True) as here:
        await neighbours(here)
        here.clock.now = datetime.combine(days(14), time(8), ZONE)
        url = f"sqlite+aiosqlite:///{tmp_path / 'story.sqlite3'}"
        said = await asyncio.gather(*(_planned(url, here.clock.now) for _ in range(3)))
        told = await here.deliver()

    letters, parts = (sum(column) for column in zip(*said, strict=True))
    assert (letters, parts) == (11, 22)
    assert len({each.address for each in told}) == len(told) == 11


async def _planned(url: str, now: datetime) -> tuple[int, int]:
    """What a scheduler in a process of its own made."""
    program = (sys.executable, "-m", "tests.scheduler.planner_program", url, now.isoformat())
    ran = await asyncio.create_subprocess_exec(*program, stdout=asyncio.subprocess.PIPE)
    out, _ = await ran.communicate()
    assert ran.returncode == 0
    letters, parts = map(int, out.split())
    return letters, parts


async def test_the_household_next_village_is_told_as_well(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        await enrol(here, THERE, "there")

        told = await here.at(days(14))

    assert sorted(each.address for each in told) == ["an", "there"]


async def test_a_letter_of_a_plan_nobody_follows_any_more_is_taken_back(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        here.clock.now = datetime.combine(days(14), time(8), ZONE)
        await here.remind()
        async with here.db.begin() as tx:
            await seasons.choose(tx, COMMUNE, "van_hoa_2022", YEAR, now=here.clock())

        assert await here.deliver() == []
