"""After the meeting: the list posted, remarked on, looked at again, and handed to the commune."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from storage import tables
from tests import gathered
from tests.gathered import HEAD, Sent, presses, recorded
from tests.stage import Clock, Stage, heard, stage


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def on(tmp_path: Path, clock: Clock) -> AsyncIterator[Stage]:
    """The head of a village whose meeting passed households 1 and 2, and not 3."""
    async with stage(tmp_path, clock, person=HEAD) as opened:
        async with opened.db.begin() as tx:
            await gathered.agrees(tx, "an", clock())
        for number in (1, 2, 3):
            await gathered.send(opened.db, number, clock())
        await recorded(opened)
        for text in ("trừ 3", "2", "Bỏ qua", "Chốt", "Vẫn chốt"):
            await opened.say(text)
        yield opened


ONE, TWO, THREE = (Sent(number, number) for number in (1, 2, 3))


async def states(on: Stage) -> list[str]:
    return [state for _, state in sorted((await gathered.states(on.db)).items())]


async def meeting_state(on: Stage) -> str:
    async with on.db.read() as tx:
        return (await tx.execute(select(tables.Meeting.state))).scalar_one()


async def test_without_posting_the_list_goes_to_the_commune_at_once(on: Stage) -> None:
    asked = heard(await on.say("Chuyển lên xã"))

    said = heard(await on.say("Chuyển"))

    assert "Chuyển 2 phiếu lên xã?" in asked
    assert "Đã chuyển 2 phiếu lên xã" in said
    assert await states(on) == ["handed_over", "handed_over", "not_passed"]
    assert (await gathered.trail(on.db, 1))[-1] == ("hand_over", "village_head", "meeting:1")


async def test_handing_over_twice_hands_over_once(on: Stage) -> None:
    sure = presses(await on.say("Chuyển lên xã"))["Chuyển"]
    await on.press(sure)

    said = heard(await on.press(sure))

    assert "đã chuyển lên xã rồi" in said
    names = [name for name, *_ in await gathered.trail(on.db, 1)]
    assert names.count("hand_over") == 1


async def test_a_posted_list_is_not_handed_over_before_its_last_day_is_over(
    on: Stage, clock: Clock
) -> None:
    await on.say("Niêm yết 10 ngày")
    clock.pass_days(10)

    said = heard(await on.say("Chuyển lên xã"))

    assert "niêm yết đến hết thứ Sáu 4/12, nên từ thứ Bảy 5/12" in said
    assert await states(on) == ["passed", "passed", "not_passed"]


async def test_even_a_confirmation_kept_from_before_waits_for_the_last_day(on: Stage) -> None:
    sure = presses(await on.say("Chuyển lên xã"))["Chuyển"]
    await on.say("Chưa chuyển")
    await on.say("Niêm yết 10 ngày")

    said = heard(await on.press(sure))

    assert "mới chuyển lên xã được" in said
    assert await states(on) == ["passed", "passed", "not_passed"]


async def test_when_the_last_day_is_over_the_page_offers_to_hand_over(
    on: Stage, clock: Clock
) -> None:
    await on.say("Niêm yết 10 ngày")
    clock.pass_days(11)
    await on.say("menu")
    village = heard(await on.say("Việc của bản"))

    page = heard(await on.say("Kết quả họp thứ Ba 24/11"))
    for text in ("Chuyển lên xã", "Chuyển"):
        await on.say(text)

    assert "Kết quả họp thứ Ba 24/11 (chưa chuyển lên xã)" in village
    assert "Đã niêm yết xong" in page
    assert await meeting_state(on) == "handed_over"


@pytest.mark.parametrize(("typed", "last_day"), [("5", "Chủ nhật 29/11"), ("1", "thứ Tư 25/11")])
async def test_the_days_of_posting_may_be_others(on: Stage, typed: str, last_day: str) -> None:
    await on.say("Niêm yết số ngày khác")

    said = heard(await on.say(typed))

    assert f"Đang niêm yết đến hết {last_day}" in said


@pytest.mark.parametrize("typed", ["0", "61", "lâu", "-3"])
async def test_an_odd_number_of_days_is_asked_again(on: Stage, typed: str) -> None:
    await on.say("Niêm yết số ngày khác")

    said = heard(await on.say(typed))

    assert "Niêm yết mấy ngày?" in said
    assert await meeting_state(on) == "closed"


async def test_a_list_is_posted_once(on: Stage) -> None:
    post = presses(await on.press("ni.1"))["Niêm yết 10 ngày"]
    await on.press(post)

    said = heard(await on.press(post))

    assert "đã niêm yết rồi" in said


async def test_one_looked_at_again_waits_for_the_next_meeting(on: Stage) -> None:
    await on.say("Niêm yết 10 ngày")
    await on.say("Xét lại một phiếu")
    await on.say("1")

    said = heard(await on.say("Bà con có góp ý"))

    assert "Hộ 01 · Vàng A Nam (mẫu) sẽ chờ cuộc họp sau" in said
    assert await states(on) == ["submitted", "passed", "not_passed"]
    assert (await gathered.trail(on.db, 1))[-1] == (
        "reconsider",
        "village_head",
        "Bà con có góp ý",
    )


async def test_looking_again_needs_a_reason(on: Stage) -> None:
    await on.say("Xét lại một phiếu")
    await on.say("1")

    said = heard(await on.say("…"))

    assert "Vì sao xét lại" in said
    assert await states(on) == ["passed", "passed", "not_passed"]


async def test_the_reason_may_be_ones_own_words(on: Stage) -> None:
    await on.say("Xét lại một phiếu")
    await on.say("3")

    await on.say("nhà đã nộp thêm giấy khen")

    assert (await gathered.trail(on.db, 3))[-1][2] == "nhà đã nộp thêm giấy khen"


async def test_what_a_later_meeting_passed_goes_with_that_meeting(on: Stage) -> None:
    for text in ("Xét lại một phiếu", "1", "2"):
        await on.say(text)
    await recorded(on)
    for text in ("Thông qua cả danh sách", "Bỏ qua", "Chốt", "Vẫn chốt"):
        await on.say(text)
    await on.say("Niêm yết 10 ngày")

    await on.press("ni.1")
    for text in ("Chuyển lên xã", "Chuyển"):
        await on.say(text)

    assert await states(on) == ["passed", "handed_over", "not_passed"]


async def test_what_was_handed_over_is_not_looked_at_again(on: Stage) -> None:
    look = presses(await on.say("Xét lại một phiếu"))
    await on.press("ni.1.hand")
    await on.say("Chuyển")

    said = heard(await on.press(next(iter(look.values()))))

    assert "đã chuyển lên xã rồi" in said
    assert await states(on) == ["handed_over", "handed_over", "not_passed"]


async def test_a_list_from_which_nothing_is_left_is_not_handed_over(on: Stage) -> None:
    hand = presses(await on.press("ni.1"))["Chuyển lên xã"]
    for _ in range(2):
        for text in ("Xét lại một phiếu", "1", "2"):
            await on.say(text)

    said = heard(await on.press(hand))

    assert "Không còn phiếu nào" in said
    assert await meeting_state(on) == "closed"
