"""A reminder leads on to the very question, by a tap and by a word, and says how much is left."""

from datetime import timedelta
from pathlib import Path

from tests.gathered import HEAD, STAFF
from tests.stage import heard
from tests.town import CLOSES, Town, enrol, town

FORTNIGHT, WEEK, AFTER = (CLOSES - timedelta(days=n) for n in (14, 7, 6))


async def begun(here: Town) -> str:
    """The household begins its form and leaves off; the question that waits."""
    await here.on.say("menu")
    await here.on.say("1")
    for text in ("2", "2", "0", "2", "bỏ qua"):
        last = await here.on.say(text)
    await here.on.say("để sau")
    await here.on.deliver_everything()
    return last[-1].text


async def test_a_tap_goes_on_at_the_very_question(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        question = await begun(here)
        (told,) = await here.at(FORTNIGHT)

        asked = await here.on.press(told.presses[0])

    assert "còn" in told.text
    assert "(đã làm" in told.text
    assert told.message.choices[0].label == "Làm tiếp"
    assert asked[-1].text == question


async def test_the_word_goes_on_at_the_very_question(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        question = await begun(here)
        (told,) = await here.at(FORTNIGHT)

        asked = await here.on.say("tiếp")

    assert 'gõ "tiếp"' in told.text
    assert asked[-1].text == question


async def test_the_word_begins_the_form_that_was_not_begun(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        await here.at(FORTNIGHT)

        asked = await here.on.say("tiếp")

    assert heard(asked).startswith("Gia đình học tập năm 2026: Hộ 07")


async def test_the_word_leads_a_head_to_his_list(tmp_path: Path) -> None:
    async with town(tmp_path, person=HEAD) as here:
        await here.at(WEEK)
        sent = await here.finish(1)
        await here.state(sent.assessment_id, "handed_over")
        (told,) = await here.at(AFTER)

        page = await here.on.say("tiếp")

    assert 'gõ "tiếp" để xem danh sách' in told.text
    assert page[-1].text.startswith("Bản Nà Đon: còn 19 hộ")


async def test_the_word_without_a_reminder_shows_the_forms(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        told = await here.on.say("tiếp")

    assert told[-1].text == "Bác muốn làm phiếu nào?"


async def test_the_word_after_all_is_done_shows_the_forms(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        await here.at(FORTNIGHT)
        await here.finish(7)

        told = await here.on.say("tiếp")

    assert told[-1].text == "Bác muốn làm phiếu nào?"


async def test_with_another_form_in_hand_the_word_is_not_offered(tmp_path: Path) -> None:
    async with town(tmp_path, person=HEAD) as here:
        await here.on.say("menu")
        await here.on.press("l.0")
        for text in ("1", "1", "1", "1"):
            last = await here.on.say(text)
        await here.on.deliver_everything()
        (told,) = await here.at(FORTNIGHT)

    assert "Hộ 02" in heard(last)
    assert 'gõ "tiếp"' not in told.text
    assert 'gõ "danh sách"' in told.text


async def test_staff_read_the_list_and_call(tmp_path: Path) -> None:
    async with town(tmp_path, person=STAFF) as here:
        await here.number("MAU01-03", "0912 000 003")
        await enrol(here, HEAD, "head")
        await here.at(AFTER)

        page = await here.on.press("im.MAU01.0")

    assert "\n· Hộ 03 · Nguyễn Thu Pao (mẫu): 0912 000 003" in page[-1].text
    assert [choice.press for choice in page[-1].choices] == ["im.MAU01.8", "ds"]


async def test_a_village_without_silent_households_says_so(tmp_path: Path) -> None:
    async with town(tmp_path, person=HEAD) as here:
        page = await here.on.press("im.MAU01.0")

    assert page[-1].text == "Bản Nà Đon: không còn hộ nào phải gọi."
