"""A village meeting through the whole program: recorded, broken off, corrected, closed once."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.channel import Incoming, Upload
from flows.rights import Holding
from storage import people, tables
from tests import gathered
from tests.gathered import HEAD, OTHER, SECOND, STAFF, Phone, Sent, presses, recorded
from tests.stage import Clock, Stage, heard, jpeg, stage


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def on(tmp_path: Path, clock: Clock) -> AsyncIterator[Stage]:
    """The head of Bản Nà Đon at his phone, in a year in which nobody has sent anything."""
    async with stage(tmp_path, clock, person=HEAD) as opened:
        async with opened.db.begin() as tx:
            await gathered.agrees(tx, "an", clock())
        yield opened


async def sent(on: Stage, *numbers: int) -> list[Sent]:
    return [await gathered.send(on.db, number, on.conversation.now()) for number in numbers]


async def state(on: Stage, form: Sent) -> str:
    return (await gathered.states(on.db))[form.assessment_id]


async def voted(on: Stage) -> list[tuple[int, bool, int | None, str]]:
    vote = tables.Vote
    query = select(vote.assessment_id, vote.passed, vote.in_favour, vote.reason)
    async with on.db.read() as tx:
        return [tuple(row) for row in await tx.execute(query.order_by(vote.assessment_id))]


async def meetings(on: Stage) -> int:
    async with on.db.read() as tx:
        return (await tx.execute(select(func.count()).select_from(tables.Meeting))).scalar_one()


async def closed(on: Stage) -> str:
    """The whole list passes and the meeting is closed without a photo."""
    for text in ("Thông qua cả danh sách", "Bỏ qua", "Chốt"):
        await on.say(text)
    return heard(await on.say("Vẫn chốt"))


# ---- the village page


async def test_the_page_counts_who_has_sent_and_says_how_far_the_others_are(on: Stage) -> None:
    await sent(on, 1, 2, 3)
    await on.say("menu")

    said = heard(await on.say("Việc của bản"))

    assert "3/20 hộ đã gửi phiếu năm 2026" in said
    assert "đã gửi 3 · chưa làm 17" in said
    assert "Họp bình xét (3 phiếu chờ)" in said


async def test_choosing_a_household_that_is_missing_opens_its_form(on: Stage) -> None:
    await sent(on, 1)
    for text in ("menu", "Việc của bản"):
        await on.say(text)

    listed = heard(await on.say("Hộ chưa gửi"))
    said = heard(await on.say("1"))

    assert "còn 19 hộ chưa gửi" in listed
    assert said.startswith("Gia đình học tập: Hộ 02")


async def test_the_missing_are_listed_by_eight(on: Stage) -> None:
    for text in ("menu", "Việc của bản", "Hộ chưa gửi"):
        last = await on.say(text)

    seen = [choice.label for choice in last[-1].choices]
    more = await on.say("Xem thêm")
    assert len(seen) == 10
    assert more[-1].choices[0].label.startswith("Hộ 09")


async def test_a_head_of_two_villages_chooses_first(on: Stage, clock: Clock) -> None:
    async with on.db.begin() as tx:
        held = await people.hold(tx, "test", "an")
        role = Holding("village_head", place_code="MAU02")
        await people.give_role(tx, held.person.id, role, clock())
    await on.say("menu")

    choice = heard(await on.say("Việc của bản"))
    said = heard(await on.say("2"))

    assert "Bản Nà Đon" in choice
    assert "Bản Nà Khum: 0/20 hộ" in said


async def test_there_is_no_meeting_before_anything_was_sent(on: Stage) -> None:
    said = heard(await on.press("hm.MAU01"))

    assert "Chưa có phiếu nào chờ bản bình xét" in said
    assert await meetings(on) == 0


# ---- writing it down


async def test_the_list_shows_own_points_and_once_that_the_criteria_are_a_sample(
    on: Stage,
) -> None:
    await sent(on, 7, 3)

    said = heard(await recorded(on))

    assert said.count("MẪU THAM KHẢO") == 1
    assert "1. Hộ 03 · Nguyễn Thu Pao (mẫu) (62/70 điểm)" in said
    assert "2. Hộ 07" in said
    assert "Từ 11/20 người thay mặt hộ" in said


async def test_a_meeting_that_was_left_goes_on_where_it_stopped(on: Stage) -> None:
    await sent(on, 1)
    for text in ("menu", "Việc của bản", "Họp bình xét", "hôm qua", "25"):
        await on.say(text)
    await on.say("menu")

    page = heard(await on.say("Việc của bản"))
    said = heard(await on.say("Họp bình xét"))

    assert "Họp bình xét (đang làm dở)" in page
    assert said.startswith("Trong 25 người dự")
    assert await meetings(on) == 1


@pytest.mark.parametrize(
    ("so_far", "typed", "sentence"),
    [
        ((), "25/12", "chưa đến"),
        ((), "1/1/2020", "lâu quá rồi"),
        ((), "ngày tốt", "cần ngày, tháng, năm"),
        (("hôm nay",), "đông lắm", "cần một con số"),
        (("hôm nay",), "0", "không hợp với cuộc họp"),
        (("hôm nay",), "2,5", "không có phần lẻ"),
        (("hôm nay", "25"), "26", "Chỉ có 25 người dự"),
        (("hôm nay", "25", "20"), "7", "Chưa rõ tên"),
    ],
)
async def test_what_cannot_be_is_asked_again(
    on: Stage, so_far: tuple[str, ...], typed: str, sentence: str
) -> None:
    await sent(on, 1)
    last = []
    for text in ("menu", "Việc của bản", "Họp bình xét", *so_far):
        last = await on.say(text)

    said = await on.say(typed)

    assert sentence in heard(said)
    assert said[-1].text == last[-1].text


async def test_a_photo_in_the_place_of_a_number_is_answered_kindly(on: Stage) -> None:
    await sent(on, 1)
    for text in ("menu", "Việc của bản", "Họp bình xét", "hôm nay"):
        await on.say(text)

    said = heard(await on.photo(jpeg()))

    assert "Ảnh vừa gửi chưa được giữ lại" in said
    assert "Có bao nhiêu người dự họp?" in said


async def test_more_representatives_than_households_are_kept_and_remarked_on(on: Stage) -> None:
    await sent(on, 1)
    for text in ("menu", "Việc của bản", "Họp bình xét", "hôm nay", "30"):
        await on.say(text)

    said = heard(await on.say("25"))

    assert "Danh sách bản chỉ có 20 hộ" in said
    assert "Ai ghi biên bản?" in said


async def test_every_detail_can_be_corrected_before_the_end(on: Stage) -> None:
    await sent(on, 1)
    await recorded(on)
    for text in ("Thông qua cả danh sách", "Bỏ qua", "Sửa", "Số người dự"):
        await on.say(text)

    said = heard(await on.say("31"))

    assert "31 người dự, 20 người thay mặt hộ" in said


async def test_fewer_people_than_representatives_are_refused(on: Stage) -> None:
    await sent(on, 1)
    await recorded(on)
    for text in ("Thông qua cả danh sách", "Bỏ qua", "Sửa", "Số người dự"):
        await on.say(text)

    said = heard(await on.say("19"))

    assert "Đang ghi 20 người thay mặt hộ" in said


async def test_what_stands_there_is_kept_with_one_word(on: Stage) -> None:
    await sent(on, 1)
    await recorded(on)
    for text in ("Thông qua cả danh sách", "Bỏ qua", "Sửa"):
        await on.say(text)

    asked = heard(await on.say("Người ghi biên bản"))
    said = heard(await on.say("giữ"))

    assert "Đang ghi: Vàng Thị Mẫu" in asked
    assert "Ghi biên bản: Vàng Thị Mẫu." in said


# ---- voting


async def test_a_tie_does_not_pass_and_one_more_does(on: Stage) -> None:
    first, second = await sent(on, 1, 2)
    await recorded(on)
    await on.say("Xét từng phiếu")

    await on.say("10")
    why = heard(await on.say("Không đủ số người đồng ý"))
    await on.say("11")

    assert why.startswith("Hộ 02")
    assert await voted(on) == [
        (first.assessment_id, False, 10, "Không đủ số người đồng ý"),
        (second.assessment_id, True, 11, ""),
    ]


async def test_more_in_favour_than_were_there_is_asked_again(on: Stage) -> None:
    await sent(on, 1)
    await recorded(on)
    await on.say("Xét từng phiếu")

    said = heard(await on.say("21"))

    assert "Chỉ có 20 người thay mặt hộ" in said
    assert await voted(on) == []


@pytest.mark.parametrize(("typed", "passed"), [("thông qua", True), ("không", False)])
async def test_one_may_be_decided_without_a_count(on: Stage, typed: str, passed: bool) -> None:
    (form,) = await sent(on, 1)
    await recorded(on)
    await on.say("1")

    await on.say(typed)

    assert await voted(on) == [(form.assessment_id, passed, None, "")]


async def test_all_but_some_asks_for_the_reason_of_each(on: Stage) -> None:
    forms = await sent(on, 3, 5, 7)
    await recorded(on)

    first = heard(await on.say("cả danh sách trừ hộ 3, 7"))
    second = heard(await on.say("1"))
    after = heard(await on.say("chưa ghi rõ lớp đã học"))

    assert "Vì sao bản không thông qua Hộ 03" in first
    assert "Vì sao bản không thông qua Hộ 07" in second
    assert "ảnh biên bản" in after
    assert await voted(on) == [
        (forms[0].assessment_id, False, None, "Thiếu ảnh hoặc giấy tờ"),
        (forms[1].assessment_id, True, None, ""),
        (forms[2].assessment_id, False, None, "chưa ghi rõ lớp đã học"),
    ]


async def test_a_number_under_the_list_that_is_no_line_decides_nothing(on: Stage) -> None:
    await sent(on, *range(1, 13))
    await recorded(on)

    said = heard(await on.say("13"))

    assert "Chưa rõ bác chọn dòng nào" in said
    assert await voted(on) == []


async def test_a_household_that_is_not_on_the_list_leaves_nobody_out(on: Stage) -> None:
    await sent(on, 3, 5)
    await recorded(on)

    said = heard(await on.say("trừ hộ 3, 9"))

    assert 'Không thấy "9"' in said
    assert await voted(on) == []


@pytest.mark.parametrize("typed", ["12", "."])
async def test_a_reason_needs_words(on: Stage, typed: str) -> None:
    await sent(on, 3)
    await recorded(on)
    await on.say("trừ 3")

    said = heard(await on.say(typed))

    assert "Vì sao bản không thông qua" in said
    assert [reason for *_, reason in await voted(on)] == [""]


async def test_the_end_waits_for_a_reason_that_is_missing(on: Stage) -> None:
    await sent(on, 3)
    await recorded(on)
    await on.say("trừ 3")
    await on.say("menu")
    await on.say("Việc của bản")

    said = heard(await on.say("Họp bình xét"))

    assert said.startswith("Vì sao bản không thông qua Hộ 03")


async def test_other_representatives_make_a_counted_vote_come_out_otherwise(on: Stage) -> None:
    (form,) = await sent(on, 1)
    await recorded(on)
    for text in ("1", "11", "Xong, sang bước sau", "Bỏ qua", "Sửa"):
        await on.say(text)
    await on.say("Số người thay mặt hộ")

    said = heard(await on.say("22"))

    assert "Vì sao bản không thông qua Hộ 01" in said
    assert await voted(on) == [(form.assessment_id, False, 11, "")]


async def test_a_village_that_asks_for_more_than_half_gets_it(on: Stage) -> None:
    (form,) = await sent(on, 1)
    await recorded(on)
    for text in ("1", "13", "Xong, sang bước sau", "Bỏ qua", "Sửa", "Phần trăm cần có"):
        await on.say(text)

    low = heard(await on.say("40"))
    await on.say("66")

    assert "từ 50 đến 99" in low
    assert await voted(on) == [(form.assessment_id, False, 13, "")]


async def test_what_was_sent_meanwhile_is_before_the_meeting_too(on: Stage) -> None:
    await sent(on, 1)
    page = await recorded(on)
    await sent(on, 2)

    said = heard(await on.press(presses(page)["Thông qua cả danh sách"]))

    assert "Vừa có thay đổi" in said
    assert "Hộ 02" in said
    assert await voted(on) == []


# ---- the minutes


async def test_several_photos_of_the_minutes_are_kept(on: Stage) -> None:
    await sent(on, 1)
    await recorded(on)
    await on.say("Thông qua cả danh sách")
    await on.photo(jpeg("red"))

    said = heard(await on.photo(jpeg("blue")))
    summary = heard(await on.say("Xong"))

    assert "Đã giữ 2 ảnh" in said
    assert "Chưa có ảnh biên bản" not in summary


async def test_an_album_of_minutes_gets_one_answer_with_all_its_pages(on: Stage) -> None:
    await sent(on, 1)
    await recorded(on)
    before = len(await on.letters()) + len(await on.say("Thông qua cả danh sách"))
    for colour in ("red", "blue", "green"):
        await on.photo(jpeg(colour), album="bien-ban")

    after = await on.letters()

    assert len(after) - before == 1
    assert "Đã giữ 3 ảnh" in after[-1].text


async def test_the_same_page_sent_twice_is_one_page(on: Stage) -> None:
    await sent(on, 1)
    await recorded(on)
    await on.say("Thông qua cả danh sách")
    await on.photo(jpeg("red"))

    said = heard(await on.photo(jpeg("red")))

    assert "Đã giữ 1 ảnh" in said


async def test_photos_of_the_minutes_can_be_sent_anew(on: Stage) -> None:
    await sent(on, 1)
    await recorded(on)
    await on.say("Thông qua cả danh sách")
    await on.photo(jpeg("red"))

    said = heard(await on.say("Bỏ hết, gửi lại"))

    assert "Đã bỏ các ảnh" in said
    assert "Đã giữ" not in said


async def test_what_is_no_photo_is_no_minutes(on: Stage) -> None:
    await sent(on, 1)
    await recorded(on)
    await on.say("Thông qua cả danh sách")

    broken = (Upload("photo", b"\xff\xd8broken", "anh.jpg"),)
    said = heard(await on.say(uploads=broken))

    assert "không mở được" in said
    assert "Xin gửi ảnh biên bản" in said


async def test_closing_without_minutes_is_asked_once_more(on: Stage) -> None:
    (form,) = await sent(on, 1)
    await recorded(on)
    await on.say("Thông qua cả danh sách")
    summary = heard(await on.say("Bỏ qua"))

    asked = heard(await on.say("Chốt"))
    before = await state(on, form)
    await on.say("Vẫn chốt")

    assert "Chưa có ảnh biên bản" in summary
    assert "vẫn chốt chứ" in asked
    assert before == "submitted"
    assert await state(on, form) == "passed"


# ---- the end


async def test_the_summary_tells_who_passes_who_does_not_and_who_takes_no_part(
    on: Stage,
) -> None:
    await sent(on, *range(1, 19))
    await recorded(on)
    for text in ("trừ 3, 7", "1", "2"):
        await on.say(text)

    said = heard(await on.say("Bỏ qua"))

    assert "Thông qua 16, không thông qua 2 (Hộ 03, Hộ 07)." in said
    assert "Không tham gia: 2 hộ (Hộ 19, Hộ 20)." in said
    assert len(await gathered.states(on.db)) == 18


async def test_closing_moves_each_with_its_reason_in_the_role_of_the_head(on: Stage) -> None:
    passed, failed = await sent(on, 1, 3)
    await recorded(on)
    for text in ("trừ 3", "2", "Bỏ qua", "Chốt", "Vẫn chốt"):
        await on.say(text)

    assert await state(on, passed) == "passed"
    assert await state(on, failed) == "not_passed"
    assert (await gathered.trail(on.db, passed.assessment_id))[-1] == (
        "pass",
        "village_head",
        "meeting:1",
    )
    assert (await gathered.trail(on.db, failed.assessment_id))[-1] == (
        "fail",
        "village_head",
        "Tự chấm cao hơn thực tế",
    )


async def test_each_household_is_told_and_what_did_not_pass_can_be_mended(
    on: Stage, clock: Clock
) -> None:
    await sent(on, 2, 3)
    for number, address in ((2, "hai"), (3, "ba")):
        person = replace(SECOND, name="Nhà Mẫu", role="household", household=f"MAU01-{number:02}")
        await gathered.enrol(on.db, person, address, clock())
    await recorded(on)
    for text in ("trừ 3", "2", "Bỏ qua", "Chốt", "Vẫn chốt"):
        await on.say(text)

    second, third = [await Phone(on, address).letters() for address in ("hai", "ba")]
    mended = heard(await Phone(on, "ba").press(presses(third)["Lấy lại để sửa"]))

    assert "đã thông qua phiếu Gia đình học tập của Hộ 02" in heard(second)
    assert "Lý do: Tự chấm cao hơn thực tế" in heard(third)
    assert mended.startswith("Gia đình học tập năm 2026: Hộ 03")


async def test_nobody_is_woken_by_the_result_at_night(on: Stage, clock: Clock) -> None:
    await sent(on, 2)
    person = replace(SECOND, name="Nhà Mẫu", role="household")
    await gathered.enrol(on.db, person, "hai", clock())
    clock.now = clock.now.replace(hour=16)  # eleven at night in the village
    await recorded(on)

    await closed(on)

    async with on.db.read() as tx:
        letter = tables.Letter
        query = select(letter.not_before).where(letter.address == "hai")
        due = (await tx.execute(query)).scalar_one()
    assert (due.hour, due.minute, due.day) == (23, 30, 24)  # half past six on the 25th there


async def test_closing_twice_closes_once(on: Stage) -> None:
    (form,) = await sent(on, 1)
    await recorded(on)
    for text in ("Thông qua cả danh sách", "Bỏ qua"):
        await on.say(text)
    page = await on.say("Chốt")
    close = presses(page)["Vẫn chốt"]
    await on.press(close)

    said = heard(await on.press(close))

    assert "đã chốt rồi" in said
    names = [name for name, *_ in await gathered.trail(on.db, form.assessment_id)]
    assert names.count("pass") == 1


async def test_two_closes_at_the_same_moment_close_once(on: Stage) -> None:
    (form,) = await sent(on, 1)
    await recorded(on)
    for text in ("Thông qua cả danh sách", "Bỏ qua"):
        await on.say(text)
    close = presses(await on.say("Chốt"))["Vẫn chốt"]

    taps = [Incoming("test", "an", f"tap{n}", press=close) for n in range(5)]
    await asyncio.gather(*map(on.conversation.receive, taps))

    names = [name for name, *_ in await gathered.trail(on.db, form.assessment_id)]
    assert names.count("pass") == 1


async def test_a_form_taken_back_after_the_vote_is_told_and_left_out(on: Stage) -> None:
    stays, goes = await sent(on, 1, 2)
    await recorded(on)
    for text in ("Thông qua cả danh sách", "Bỏ qua"):
        await on.say(text)
    close = presses(await on.say("Chốt"))["Vẫn chốt"]
    await gathered.take_back(on.db, goes, on.conversation.now())

    changed = heard(await on.press(close))
    for text in ("Chốt", "Vẫn chốt"):
        last = heard(await on.say(text))

    assert "Vừa có thay đổi" in changed
    assert "Đã lấy phiếu về, nên không tính: Hộ 02" in changed
    assert "Đã lấy phiếu về trước khi chốt, nên không tính: Hộ 02" in last
    assert (await state(on, stays), await state(on, goes)) == ("passed", "drafting")
    assert [number for number, *_ in await voted(on)] == [stays.assessment_id]


async def test_what_nobody_voted_on_waits_for_a_second_meeting(on: Stage) -> None:
    first, late = await sent(on, 1, 2)
    await recorded(on)
    for text in ("1", "15", "Xong, sang bước sau", "Bỏ qua"):
        last = await on.say(text)
    for text in ("Chốt", "Vẫn chốt"):
        await on.say(text)
    await recorded(on)

    await closed(on)

    assert "Chưa xét 1 phiếu, để cuộc họp sau." in heard(last)
    assert await meetings(on) == 2
    assert {await state(on, first), await state(on, late)} == {"passed"}


async def test_two_heads_of_one_village_write_into_one_meeting(on: Stage, clock: Clock) -> None:
    (form,) = await sent(on, 1)
    await gathered.enrol(on.db, SECOND, "hai", clock())
    other = Phone(on, "hai")

    await asyncio.gather(on.press("hm.MAU01"), other.press("hm.MAU01"))
    for text in ("hôm nay", "25", "20", "Vàng Thị Mẫu"):
        await on.say(text)
    page = await other.press("ho.1.list.0")
    await on.say("Thông qua cả danh sách")
    late = heard(await other.press(presses(page)["Thông qua cả danh sách"]))

    assert await meetings(on) == 1
    assert "Vừa có thay đổi" in late
    assert await voted(on) == [(form.assessment_id, True, None, "")]


async def test_of_two_heads_who_answer_the_same_the_last_word_counts(
    on: Stage, clock: Clock
) -> None:
    await sent(on, 1)
    await gathered.enrol(on.db, SECOND, "hai", clock())
    await recorded(on)

    await Phone(on, "hai").press("ho.1.attendees")
    await Phone(on, "hai").say("40")

    async with on.db.read() as tx:
        assert (await tx.execute(select(tables.Meeting.attendees))).scalar_one() == 25


# ---- who may not


PRESSES = (
    *("vi.MAU01", "vm.MAU01.0", "hm.MAU01", "ho.1", "ho.1.day.2026-11-24", "ho.1.attendees"),
    *("ho.1.list.0", "ho.1.each", "ho.1.item.1.1.l", "ho.1.why.1.1.l.high", "ho.1.photos.drop"),
    *("ho.1.close.00000000", "ho.1.sure.00000000", "ho.1.passing", "ni.1", "ni.1.post.10"),
    *("ni.1.sure.00000000", "ni.1.why.1.1.mistake", "gy.1.0"),
)


@pytest.mark.parametrize("press", PRESSES)
async def test_the_head_of_another_village_finds_nothing_here(
    on: Stage, clock: Clock, press: str
) -> None:
    (form,) = await sent(on, 1)
    await recorded(on)
    await gathered.enrol(on.db, OTHER, "xa", clock())

    said = heard(await Phone(on, "xa").press(press))

    assert said.startswith("Việc này không có ở đây")
    assert not any(word in said for word in ("Nà Đon", "Hộ 01 · Vàng A Nam", "25"))
    assert await state(on, form) == "submitted"


@pytest.mark.parametrize("person", [STAFF, replace(SECOND, role="household")])
@pytest.mark.parametrize("press", ["hm.MAU01", "ho.1", "ho.1.sure.00000000", "ni.1"])
async def test_only_the_head_holds_a_meeting(
    on: Stage, clock: Clock, person: gathered.SamplePerson, press: str
) -> None:
    await sent(on, 1)
    await recorded(on)
    await gathered.enrol(on.db, person, "khac", clock())

    said = heard(await Phone(on, "khac").press(press))

    assert said.startswith("Việc này không có ở đây")


@pytest.mark.parametrize(
    "press",
    ["ho.99", "ho.x", "ho.1.nothing", "ho.1.item.x.y", "hm.NOWHERE", "ni.99", "ni.1.what", "gy.1"],
)
async def test_a_forged_press_is_answered_kindly_and_changes_nothing(on: Stage, press: str) -> None:
    (form,) = await sent(on, 1)
    await recorded(on)

    said = heard(await on.press(press))

    assert said.startswith("Việc này không có ở đây")
    assert (await state(on, form), await voted(on)) == ("submitted", [])


@pytest.mark.parametrize("press", ["ho.1.each", "ho.1.item.1.1.l", "ho.1.representatives", "ho.1"])
async def test_nothing_is_voted_on_before_it_is_known_who_came(on: Stage, press: str) -> None:
    await sent(on, 1)
    await on.press("hm.MAU01")

    said = heard(await on.press(press))

    assert said.startswith("Họp bình xét của Bản Nà Đon năm 2026")


async def test_a_form_of_another_village_never_comes_before_this_one(on: Stage) -> None:
    (mine,) = await sent(on, 1)
    await gathered.send(on.db, 1, on.conversation.now(), village="MAU02")

    said = await recorded(on)

    labels = [choice.label for choice in said[-1].choices]
    assert sum(label.startswith("Hộ") for label in labels) == 1
    await closed(on)
    found = await gathered.states(on.db)
    assert found.pop(mine.assessment_id) == "passed"
    assert list(found.values()) == ["submitted"]
