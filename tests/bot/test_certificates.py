"""Certificates asked for again, found by the staff, and titles taken back."""

from io import BytesIO
from pathlib import Path

from PIL import Image

from bot.enclosures import Enclosures
from storage import tables
from storage.roster import SamplePerson
from tests.stage import heard
from tests.titles import HEAD, Hall, Phone, hall, recognised

NOT_HERE = "Việc này không có ở đây"


async def test_whoever_answers_for_the_home_can_ask_for_its_certificate_again(
    tmp_path: Path,
) -> None:
    async with hall(tmp_path) as h:
        staff, home = await h.staff(), await h.household(1)
        await h.verified(1)
        await recognised(staff)

        await home.say("menu", "Gia đình học tập")
        (page,) = await home.hear(press=await home.line("Xem và in thẻ"))

        (award,) = await h.rows(tables.Award)
    token = award["token"]
    assert [(e.kind, e.key) for e in page.enclosed] == [
        ("picture", f"c:{token}"),
        ("paper", f"c:{token}.pdf"),
    ]
    assert "MẪU THAM KHẢO" in page.text


async def test_a_neighbour_gets_no_certificate_of_others(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff, other = await h.staff(), await h.household(2)
        await h.verified(1)
        await recognised(staff)

        told = [await other.press(press) for press in ("ct.1.family", "cv.1.family")]

    assert all(NOT_HERE in text for text in told)


async def test_without_a_title_there_is_no_certificate(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        home = await h.household(1)
        await h.verified(1)

        told = await home.press("ct.1.family")

    assert "chưa có thẻ chúc mừng" in told


async def test_certificates_of_earlier_years_stay_within_reach(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff, home = await h.staff(), await h.household(1)
        await h.verified(1)
        await recognised(staff)
        await h.verified(1, year=2027)
        h.clock.pass_days(60)
        await staff.press("rn.MAU.2027.family")
        await staff.choose("Đưa cả")
        await staff.choose("Đã có quyết định")
        await staff.say("7/QĐ-UBND", "15/1/2027")
        await staff.choose("Đúng")

        newest = await home.press("ct.1.family")
        earlier = await home.choose("Thẻ năm 2026")

    assert "7/QĐ-UBND" in newest
    assert "123/QĐ-UBND ngày 20/11/2026" in earlier


async def test_a_village_head_shows_the_certificates_of_his_village(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff, head = await h.staff(), await h.phone(HEAD)
        await h.verified(*range(1, 11))
        await h.verified(1, village="MAU02")
        await recognised(staff)

        listed = await head.press("cl.MAU01")
        further = await head.choose("Xem thêm")
        card = await head.choose("Hộ 10")

    assert "Thẻ chúc mừng của bản: 10" in listed
    assert "MẪU THAM KHẢO" in listed
    assert "Hộ 09" in further
    assert "/kt/" in card


async def test_the_village_page_leads_to_its_certificates(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        head = await h.phone(HEAD)

        await head.say("menu", "Việc của bản")
        told = await head.choose("Thẻ chúc mừng")

    assert "Bản chưa có hồ sơ nào được công nhận" in told


# ---- the staff find one


async def test_a_title_is_found_by_name_without_marks_or_by_the_number(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        await h.verified(*range(1, 13))
        await recognised(staff)
        await h.verified(13)
        await recognised(staff, "77/QĐ-UBND")
        await staff.press("ra.MAU.2026")

        by_name = await staff.say("nguyen van pao")
        by_number = await staff.say("77/qd")
        nothing = await staff.say("Lê Lợi")

    assert "có 1 hồ sơ" in by_name
    assert "Hộ 07 · Nguyễn Văn Pao" in by_name
    assert "Hộ 13" in by_number
    assert "Không thấy hồ sơ nào" in nothing


async def test_all_titles_are_listed_eight_a_page(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        await h.verified(*range(1, 11))
        await recognised(staff)

        first = await staff.press("ra.MAU.2026")
        second = await staff.choose("Xem thêm")

    assert "Đã công nhận năm 2026: 10 hồ sơ" in first
    assert "MẪU THAM KHẢO" in first
    assert "Hộ 08" in first
    assert "Hộ 09" not in first
    assert "Hộ 10" in second


# ---- taking one back


async def revoke(staff: Phone, reason: str = "Khai không đúng ở câu 4") -> str:
    await staff.press("rk.1.w")
    await staff.say(reason)
    return await staff.choose("Thu hồi")


async def test_a_title_is_taken_back_with_a_reason_and_a_trace(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff, home = await h.staff(), await h.household(1)
        (number,) = await h.verified(1)
        await recognised(staff)

        told = await revoke(staff)

        (award,) = await h.rows(tables.Award)
        news = heard([(await home.letters())[-1]])
        assert (await h.trail(number))[-1] == ("revoke", "staff", "Khai không đúng ở câu 4")
        assert (await h.states())[number] == "revoked"
    assert award["revoked_by"] == staff.person_id
    assert award["reason"] == "Khai không đúng ở câu 4"
    assert award["revoked_at"] == h.clock.now
    assert "Đã thu hồi ngày 24/11/2026" in told
    assert "đã thu hồi Gia đình học tập năm 2026 của Hộ 01" in news
    assert "Lý do: Khai không đúng ở câu 4." in news


async def test_nothing_is_taken_back_before_the_last_word(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        (number,) = await h.verified(1)
        await recognised(staff)
        await staff.press("rk.1.w")

        no_reason = await staff.say("1 ?")
        asked = await staff.say("Công nhận nhầm")
        kept = await staff.choose("Giữ nguyên")

        assert "Xin ghi lý do" in no_reason
        assert "không lấy lại được" in asked
        assert "Thu hồi (Công nhận nhầm)" in asked
        assert "1. Thu hồi" in kept
        assert (await h.states())[number] == "recognised"


async def test_the_last_button_of_an_older_page_takes_nothing_back(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        (number,) = await h.verified(1)
        await recognised(staff)
        await staff.press("rk.1.w")
        await staff.say("Công nhận nhầm")
        late = await staff.line("Thu hồi")
        await staff.say("menu")

        told = await staff.press(late)

        assert "Xin chọn lại lý do" in told
        assert (await h.states())[number] == "recognised"


async def test_two_staff_take_a_title_back_once(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff, other = await h.staff(), await h.staff("Lý Văn Mẫu")
        (number,) = await h.verified(1)
        await recognised(staff)
        await other.press("rk.1.w")
        await other.say("Công nhận nhầm")
        await revoke(staff)

        told = await other.choose("Thu hồi")

        assert "đã thu hồi rồi" in told
        assert [name for name, _, _ in await h.trail(number)].count("revoke") == 1


async def test_a_title_that_was_taken_back_is_not_counted_any_more(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        await h.verified(1, 2)
        await recognised(staff)
        await revoke(staff)

        listed, titles = await staff.press("ra.MAU.2026"), await staff.press("rn")

    assert "Đã công nhận năm 2026: 1 hồ sơ, đã thu hồi 1." in listed
    assert "Gia đình học tập (1 đã công nhận)" in titles


async def test_where_the_home_cannot_be_told_its_village_head_is(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff, head = await h.staff(), await h.phone(HEAD)
        await h.verified(1)
        await recognised(staff)

        await revoke(staff)

        assert "đã thu hồi Gia đình học tập" in await head.read()


async def test_where_nobody_can_be_told_the_staff_know(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        await h.verified(1)
        await recognised(staff)

        assert "Chưa nhắn được" in await revoke(staff)


async def test_staff_of_another_commune_take_nothing_back(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        (number,) = await h.verified(1)
        await recognised(staff)
        other = await h.phone(SamplePerson("Đỗ Thị Mẫu", "staff", "MAU01"))

        told = await other.press("rk.1.w")

        assert NOT_HERE in told
        assert (await h.states())[number] == "recognised"


# ---- the drawing


async def drawn(h: Hall, ending: str = "") -> bytes:
    (award,) = await h.rows(tables.Award)
    enclosures = Enclosures(h.on.db, h.on.conversation.office)
    found = await enclosures.bring(f"c:{award['token']}{ending}")
    assert found is not None
    return found.content


async def test_the_certificate_is_drawn_when_it_is_looked_at(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        await h.verified(1)
        await recognised(staff)

        before, paper = await drawn(h), await drawn(h, ".pdf")
        await revoke(staff)
        after = await drawn(h)

    assert Image.open(BytesIO(before)).width == 860
    assert paper.startswith(b"%PDF")
    assert before != after


async def test_no_certificate_lies_behind_a_token_nobody_was_given(tmp_path: Path) -> None:
    async with hall(tmp_path) as h:
        staff = await h.staff()
        await h.verified(1)
        await recognised(staff)
        enclosures = Enclosures(h.on.db, h.on.conversation.office)

        found = [await enclosures.bring(key) for key in ("c:", "c:x", "c:x.pdf", "c:../x")]

    assert found == [None] * 4
