"""The commune recognises: drafts, leaving out, the decision, and everybody who hears of it."""

import asyncio
from pathlib import Path

import pytest

from bot import awarding, certificates, recognising
from bot.desks import ERRANDS
from storage import tables
from storage.roster import SamplePerson
from tests.stage import heard
from tests.titles import DAY, HEAD, NUMBER, Hall, Phone, decide, draft, hall, recognised

NOT_HERE = "Việc này không có ở đây"
LIST = "rn.MAU.2026.family"


def test_every_counter_of_recognition_is_open_and_its_own() -> None:
    ours = {**recognising.COUNTERS, **certificates.COUNTERS}

    assert {verb: ERRANDS.get(verb) for verb in ours} == ours


# ---- the list


async def test_the_desk_leads_to_the_titles_that_wait(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        await h.verified(1, 2)
        await h.other("unit", "Trường Mẫu", "MAU", "unit")

        await staff.say("menu", "Bàn làm việc của xã")
        told = await staff.say("Công nhận")

    assert "1. Tất cả danh hiệu (3 chờ)" in told
    assert "Gia đình học tập (2 chờ)" in told
    assert "Đơn vị học tập (1 chờ)" in told


async def test_nothing_waits_where_nothing_was_verified(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()

        told = await staff.press("rn")

    assert "chưa có hồ sơ nào chờ công nhận" in told


async def test_a_list_of_last_year_is_still_offered_in_january(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        await h.verified(1)
        await h.verified(1, year=2027)
        h.clock.pass_days(50)

        first = await staff.press("rn")
        other = await staff.choose("Năm 2026")

    assert "Công nhận danh hiệu năm 2027" in first
    assert "Công nhận danh hiệu năm 2026" in other


async def test_who_falls_short_is_never_put_on_the_draft(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        good = await h.verified(1, 2)
        (poor,) = await h.verified(3, verdict="fail")
        (unjudged,) = await h.verified(4, verdict="")

        told = await draft(staff)

        states = await h.states()
    assert "Dự thảo danh sách: 3 hồ sơ" in told
    assert "1 hồ sơ không đạt" in told
    assert [states[n] for n in (*good, unjudged, poor)] == ["proposed"] * 3 + ["verified"]


async def test_a_draft_can_be_dropped_again(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        numbers = await h.verified(1, 2)
        await draft(staff)

        await staff.choose("Rút cả dự thảo")

        states = await h.states()
    assert [states[n] for n in numbers] == ["verified", "verified"]


async def test_a_button_of_an_older_list_puts_nothing_on_the_draft(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        (first,) = await h.verified(1)
        await staff.press(LIST)
        late = await staff.line("Đưa cả")
        await h.verified(2)

        told = await staff.press(late)

        assert "Danh sách vừa thay đổi" in told
        assert "Đưa cả 2 hồ sơ" in told
        assert (await h.states())[first] == "verified"


# ---- leaving out


async def leave_out(staff: Phone, *numbers: str, reason: str = "Chưa có ảnh") -> str:
    await staff.press(LIST)
    await staff.choose("Xem tên")
    return await staff.say(" ".join(numbers), reason)


async def test_several_are_left_out_by_number_with_one_reason(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        numbers = await h.verified(1, 2, 3)

        told = await leave_out(staff, "1", "3")

        states, trail = await h.states(), await h.trail(numbers[0])
    assert "Đã bỏ 2 hồ sơ: Hộ 01, Hộ 03." in told
    assert [states[n] for n in numbers] == ["not_recognised", "verified", "not_recognised"]
    assert trail[-1] == ("decline", "staff", "Chưa có ảnh")


async def test_one_line_and_a_reason_of_the_list_are_enough(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        (number,) = await h.verified(1)

        await leave_out(staff, "1", reason="3")

        assert (await h.trail(number))[-1] == ("decline", "staff", "Đã chuyển đi nơi khác")


async def test_nobody_is_left_out_without_a_reason(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        (number,) = await h.verified(1)

        told = await leave_out(staff, "1", reason="x 1")

        assert "Xin ghi lý do" in told
        assert (await h.states())[number] == "verified"


async def test_whoever_is_left_out_hears_why_but_not_at_once(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff, home = await h.staff(), await h.household(1)
        await h.verified(1)

        await leave_out(staff, "1")

        (letter,) = await notices(h, home)
    assert "Lý do: Chưa có ảnh." in letter["message"]["text"]
    assert letter["not_before"] - letter["posted_at"] == awarding.PAUSE


async def notices(h: Hall, phone: Phone) -> list[dict[str, object]]:
    rows = await h.rows(tables.Letter)
    return [dict(r) for r in rows if r["kind"] == "notice" and r["person_id"] == phone.person_id]


async def test_undone_in_time_nobody_hears_of_it(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff, home = await h.staff(), await h.household(1)
        numbers = await h.verified(1, 2)
        await leave_out(staff, "1", "2")

        told = await staff.choose("Hoàn tác")

        states = await h.states()
        assert "Đã đưa lại: Hộ 01, Hộ 02." in told
        assert [states[n] for n in numbers] == ["verified", "verified"]
        assert await notices(h, home) == []


async def test_undone_too_late_it_is_told_that_the_word_does_not_hold(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff, home = await h.staff(), await h.household(1)
        await h.verified(1)
        await leave_out(staff, "1")
        await h.on.deliver_everything()

        await staff.choose("Hoàn tác")

        assert "không còn đúng nữa" in heard([(await home.letters())[-1]])


async def test_what_somebody_else_left_out_is_not_mine_to_undo(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff, other = await h.staff(), await h.staff("Lý Văn Mẫu")
        (number,) = await h.verified(1)
        await leave_out(staff, "1")
        undo = await staff.line("Hoàn tác")

        told = await other.press(undo)

        assert "Không hoàn tác được" in told
        assert (await h.states())[number] == "not_recognised"


async def test_a_button_of_an_older_page_of_names_leaves_out_nobody(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        numbers = await h.verified(1, 2)
        await staff.press(LIST)
        await staff.choose("Xem tên")
        late = await staff.line("Hộ 02")
        await h.move(numbers[0], "decline")

        told = await staff.press(late)

        assert "Danh sách vừa thay đổi" in told
        assert (await h.states())[numbers[1]] == "verified"


async def test_numbers_that_are_not_on_the_page_are_asked_again(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        await h.verified(1, 2)
        await staff.press(LIST)
        await staff.choose("Xem tên")

        told = await staff.say("1 7")

    assert "các số" in told or "một hay nhiều số từ 1 đến 2" in told


async def test_names_come_by_village_where_there_are_several(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        await h.verified(1, 2)
        await h.verified(7, village="MAU02")
        await staff.press(LIST)

        where = await staff.choose("Xem tên")
        names = await staff.choose("Bản Nà Khum")

    assert "Bản Nà Đon (2 hồ sơ)" in where
    assert "Hộ 07" in names
    assert "Hộ 01" not in names


# ---- the decision


async def test_a_decision_recognises_all_at_once(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        numbers = await h.verified(*range(1, 17))

        told = await recognised(staff)

        states, awards = await h.states(), await h.rows(tables.Award)
        (decision,) = await h.rows(tables.Decision)
        trail = await h.trail(numbers[0])
    assert "Đã công nhận 16 hồ sơ theo Quyết định số 123/QĐ-UBND ngày 20/11/2026." in told
    assert {states[n] for n in numbers} == {"recognised"}
    assert (decision["number"], f"{decision['dated']:%d/%m/%Y}") == (NUMBER, DAY)
    assert {row["assessment_id"] for row in awards} == set(numbers)
    assert len({row["token"] for row in awards}) == 16
    assert all(len(row["token"]) == 22 for row in awards)
    assert [name for name, _, _ in trail][-2:] == ["propose", "recognise"]
    assert trail[-1][2] == "123/QĐ-UBND 20/11/2026"


async def test_odd_numbers_and_days_are_asked_again_and_nothing_is_kept(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        await h.verified(1)
        await draft(staff)
        await staff.choose("Đã có quyết định")

        odd = [await staff.say(text) for text in ("chưa biết", "20/11/2026")]
        await staff.say(NUMBER)
        days = [await staff.say(text) for text in ("20/13/2026", "20/11/2025", "25/11/2026")]
        last = await staff.say(DAY)

        assert all("ví dụ: 123/QĐ-UBND" in told for told in odd)
        assert "trước năm 2026" in days[1]
        assert "chưa tới" in days[2]
        assert all(f"Quyết định số {NUMBER} ký ngày nào?" in told for told in days)
        assert f"Công nhận 1 hồ sơ theo Quyết định số {NUMBER}" in last
        assert await h.rows(tables.Decision) == []


@pytest.mark.parametrize("said", ["bỏ qua", "menu"])
async def test_whoever_has_no_decision_yet_leaves_the_question(tmp_path: Path, said: str) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        (number,) = await h.verified(1)
        await draft(staff)
        await staff.choose("Đã có quyết định")

        told = await staff.say(said)

        assert "Quyết định số bao nhiêu" not in told
        assert (await h.states())[number] == "proposed"


async def test_a_number_can_be_changed_before_the_last_word(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        await h.verified(1)
        await draft(staff)
        await decide(staff, "132/QĐ-UBND")

        await staff.choose("Sửa")
        await staff.say(NUMBER, DAY)
        await staff.choose("Đúng")

        (decision,) = await h.rows(tables.Decision)
    assert decision["number"] == NUMBER


async def test_the_last_button_of_an_older_page_recognises_nobody(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        (number,) = await h.verified(1)
        await draft(staff)
        await decide(staff)
        late = await staff.line("Đúng")
        await staff.say("menu")

        told = await staff.press(late)

        assert "Xin gõ lại số quyết định" in told
        assert (await h.states())[number] == "proposed"
        assert await h.rows(tables.Decision) == []


async def test_who_moved_on_meanwhile_is_left_out_and_named(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        numbers = await h.verified(1, 2, 3)
        await draft(staff)
        await decide(staff)
        await h.move(numbers[1], "undo")

        told = await staff.choose("Đúng")

        states, awards = await h.states(), await h.rows(tables.Award)
    assert "Đã công nhận 2 hồ sơ" in told
    assert "Không công nhận Hộ 02, vì vừa thay đổi: xã đã xem xong." in told
    assert [states[n] for n in numbers] == ["recognised", "verified", "recognised"]
    assert len(awards) == 2


async def test_who_came_to_the_draft_meanwhile_waits_for_the_next_decision(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        await h.verified(1)
        await draft(staff)
        await decide(staff)
        (late,) = await h.verified(2)
        await h.move(late, "propose")

        told = await staff.choose("Đúng")

        assert "Đã công nhận 1 hồ sơ" in told
        assert (await h.states())[late] == "proposed"


async def test_who_left_the_draft_and_came_back_was_not_seen_so(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        numbers = await h.verified(1, 2)
        await draft(staff)
        await decide(staff)
        await h.move(numbers[1], "undo")
        await h.move(numbers[1], "propose")

        told = await staff.choose("Đúng")

        assert "Không công nhận Hộ 02" in told
        assert (await h.states())[numbers[1]] == "proposed"


async def test_the_same_decision_takes_more_only_when_that_is_said(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        await h.verified(1, 2)
        await recognised(staff)
        await h.verified(3)
        await draft(staff)

        asked = await decide(staff, "số 123 / qđ-ubnd")
        await staff.choose("Đúng")

        (decision,) = await h.rows(tables.Decision)
        awards = await h.rows(tables.Award)
    assert "đã công nhận 2 hồ sơ. Công nhận thêm 1 hồ sơ" in asked
    assert {row["decision_id"] for row in awards} == {decision["id"]}
    assert decision["number"] == NUMBER


async def test_a_number_that_stands_for_another_day_is_pointed_at(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        await h.verified(1)
        await recognised(staff)
        await h.verified(2)
        await draft(staff)

        asked = await decide(staff, NUMBER, "21/11/2026")

    assert "đã ghi cho quyết định ngày 20/11/2026" in asked


# ---- two at once, and rights


async def test_two_staff_who_recognise_the_same_list_do_it_once(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff, other = await h.staff(), await h.staff("Lý Văn Mẫu")
        await h.verified(1, 2)
        await draft(staff)
        await decide(staff)
        await other.press(LIST)
        await decide(other)

        told = await asyncio.gather(staff.choose("Đúng"), other.choose("Đúng"))

        assert sorted("Đã công nhận 2 hồ sơ theo" in text for text in told) == [False, True]
        assert any("Cả 2 hồ sơ này vừa có người công nhận rồi" in text for text in told)
        assert len(await h.rows(tables.Decision)) == 1
        assert len(await h.rows(tables.Award)) == 2


async def test_two_decisions_on_the_same_list_leave_one(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff, other = await h.staff(), await h.staff("Lý Văn Mẫu")
        await h.verified(1, 2)
        await draft(staff)
        await decide(staff)
        await other.press(LIST)
        await decide(other, "9/QĐ-UBND")

        await asyncio.gather(staff.choose("Đúng"), other.choose("Đúng"))

        assert len(await h.rows(tables.Decision)) == 1


async def test_a_decision_used_meanwhile_for_others_is_asked_about_again(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff, other = await h.staff(), await h.staff("Lý Văn Mẫu")
        await h.other("unit", "Trường Mẫu", "MAU", "unit")
        await h.verified(1)
        await draft(staff)
        await decide(staff)
        await other.press("rn.MAU.2026.unit")
        await other.choose("Đưa cả")
        await decide(other)
        await other.choose("Đúng")

        again = await staff.choose("Đúng")
        done = await staff.choose("Đúng")

    assert "vừa có người dùng" in again
    assert "đã công nhận 1 hồ sơ. Công nhận thêm 1 hồ sơ" in again
    assert "Đã công nhận 1 hồ sơ" in done


async def test_a_role_taken_away_in_the_middle_recognises_nobody(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        (number,) = await h.verified(1)
        await draft(staff)
        await decide(staff)
        await h.end_role(staff, "staff", "MAU")

        told = await staff.say("1")

        assert NOT_HERE in told
        assert (await h.states())[number] == "proposed"


@pytest.mark.parametrize(
    "press",
    ["rn", LIST, f"{LIST}.d", f"{LIST}.p.00000000", "ra.MAU.2026", "rk.1", "rk.1.k.5", "cl.MAU01"],
)
async def test_who_is_no_staff_of_the_commune_learns_nothing(tmp_path: Path, press: str) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        stranger = await h.phone(SamplePerson("Vàng Thị Mẫu", "citizen", "MAU01"))
        neighbour = await h.phone(SamplePerson("Phàn Văn Mẫu", "village_head", "MAU02"))
        await h.verified(1)
        await recognised(staff)

        told = [await stranger.press(press), await neighbour.press(press)]

    assert all(NOT_HERE in text for text in told)
    assert not any("Hộ 01" in text or NUMBER in text for text in told)


@pytest.mark.parametrize(
    "press",
    [
        "rn.XX",
        "rn.MAU01",
        "rn.MAU.x",
        "rn.MAU.2026.commune",
        f"{LIST}.zz",
        f"{LIST}.l.q",
        f"{LIST}.x",
        "rk.99",
        "rk.x",
        "rk.1.z",
        "ct.1.house",
        "ct.1",
        "ra.MAU",
    ],
)
async def test_a_forged_press_is_refused_kindly(tmp_path: Path, press: str) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        await h.verified(1)
        await recognised(staff)

        assert NOT_HERE in await staff.press(press)


# ---- who hears of it


async def test_the_household_gets_the_news_with_its_certificate(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff, home = await h.staff(), await h.household(1)
        (number,) = await h.verified(1)

        told = await recognised(staff)

        (letter,) = await home.letters()
        (award,) = await h.rows(tables.Award)
    assert "Chúc mừng Hộ 01" in letter.text
    assert "MẪU THAM KHẢO" in letter.text
    assert f"http://127.0.0.1:8080/kt/{award['token']}" in letter.text
    assert [(e.kind, e.key) for e in letter.enclosed] == [("picture", f"c:{award['token']}")]
    assert "1 hồ sơ được báo tin" in told
    assert award["assessment_id"] == number


async def test_whom_nobody_can_write_to_the_village_head_tells(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff, head = await h.staff(), await h.phone(HEAD)
        await h.verified(1, 2, 20)

        told = await recognised(staff)

        letters = await head.letters()
    assert "2 hồ sơ không nhắn được tận nơi" in told
    assert len(letters) == 2
    listed = next(letter.text for letter in letters if "Nhờ" in letter.text)
    assert "Hộ 01" in listed
    assert "Hộ 02" in listed
    assert "Hộ 20" not in listed
    assert "MẪU THAM KHẢO" in listed


async def test_whom_nobody_can_tell_the_staff_have_to_call(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        await h.verified(3, village="MAU02")

        told = await recognised(staff)

    assert "xin gọi điện:\n· Hộ 03" in told
    assert "Bản Nà Khum" in told


async def test_the_head_answers_for_the_title_of_the_village_itself(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff, head = await h.staff(), await h.phone(HEAD)
        await h.other("village", "Bản Nà Đon", "MAU01", "village")
        await staff.press("rn.MAU.2026.village")
        await staff.choose("Đưa cả")
        await decide(staff)

        await staff.choose("Đúng")

        assert "Chúc mừng Bản Nà Đon được công nhận Cộng đồng học tập" in await head.read()


async def test_good_news_waits_for_the_morning(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff, home = await h.staff(), await h.household(1)
        await h.verified(1)
        h.clock.now = h.clock.now.replace(hour=15)  # ten o'clock at night there

        await recognised(staff)

        (letter,) = await notices(h, home)
    assert f"{letter['not_before']:%d %H:%M}" == "24 23:30"  # half past six, local time
