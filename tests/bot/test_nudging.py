"""One tap, or the word "nhắc", reminds the missing households of a village: each once a day."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from scheduler import reminders
from storage import tables
from tests.desks import Commune, Someone
from tests.season import at, in_season, letters, write_forms

MONDAY = date(2026, 11, 16)  # a week before the forms close


async def head_of(here: Commune) -> Someone:
    """The head of a village in which three households are missing; two of them have a phone."""
    head = await here.someone("Tẩn A Mẫu", "village_head", "MAU01")
    done = [(f"MAU01-{number:02}", "submitted", "pass", "") for number in range(1, 18)]
    async with here.on.db.begin() as tx:
        await write_forms(tx, [*done, ("MAU01-18", "drafting", "", "")])
    for number in (1, 18, 19):
        await here.household(f"MAU01-{number:02}")
    return head


async def reminded(here: Commune) -> list[str]:
    """Whose letters wait."""
    letter, person = tables.Letter, tables.Person
    query = select(person.name).join(letter, letter.person_id == person.id)
    async with here.on.db.read() as tx:
        found = await tx.execute(query.where(letter.kind == "reminder").order_by(person.id))
        return list(found.scalars())


async def test_one_tap_reminds_those_who_are_missing_and_names_whom_to_visit(
    tmp_path: Path,
) -> None:
    async with in_season(tmp_path, at(MONDAY, 9)) as here:
        head = await head_of(here)
        await head.press("vi.MAU01")

        told = await head.choose("Nhắc 2 hộ nhắn tin được")

        assert await reminded(here) == ["Người MAU01-18", "Người MAU01-19"]
    assert told == (
        "✅ Đang nhắc 2 hộ.\n"
        "1 hộ không nhắn tin được, nhờ bác gặp hoặc gọi: Hộ 20 · Phàn Văn Lan (mẫu)\n\n"
        "1. Nhập hộ\n2. Về việc của bản"
    )


@pytest.mark.parametrize("word", ["nhắc", "Nhắc", "nhắc 2 hộ"])
@pytest.mark.parametrize("page", ["vi.MAU01", "vm.MAU01.0"])
async def test_the_word_does_the_same_on_the_pages_of_the_village(
    word: str, page: str, tmp_path: Path
) -> None:
    async with in_season(tmp_path, at(MONDAY, 9)) as here:
        head = await head_of(here)
        await head.press(page)

        told = await head.say(word)

    assert told.startswith("✅ Đang nhắc 2 hộ.")


async def test_the_word_without_its_marks_is_asked_back(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY, 9)) as here:
        head = await head_of(here)
        await head.press("vi.MAU01")

        told = await head.say("nhac")

        assert await reminded(here) == []
    assert told.startswith('Có phải bác chọn "Nhắc 2 hộ nhắn tin được"?')


async def test_a_second_tap_on_the_same_day_reminds_nobody_twice(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY, 9)) as here:
        head = await head_of(here)
        await head.press("nc.MAU01")

        again = await head.press("nc.MAU01")

        assert len(await reminded(here)) == 2
    assert again.startswith("2 hộ hôm nay đã có tin nhắc, không nhắc thêm.")


async def test_the_next_day_they_may_be_reminded_again(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY, 9)) as here:
        head = await head_of(here)
        await head.press("nc.MAU01")
        async with here.on.db.begin() as tx:
            sent = tables.Letter.__table__.update().where(tables.Letter.kind == "reminder")
            await tx.execute(sent.values(state="sent", sent_at=here.clock()))
        here.clock.pass_days(1)

        told = await head.press("nc.MAU01")

        assert len(await reminded(here)) == 4
    assert told.startswith("✅ Đang nhắc 2 hộ.")


async def test_whoever_had_the_reminder_of_the_day_gets_no_second_one(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY, 9)) as here:
        head = await head_of(here)
        await reminders.remind(here.on.db, here.clock())
        async with here.on.db.begin() as tx:
            sent = tables.Letter.__table__.update().where(tables.Letter.kind == "reminder")
            await tx.execute(sent.values(state="sent", sent_at=here.clock()))
        before = await reminded(here)

        told = await head.press("nc.MAU01")

        assert await reminded(here) == before
    assert told.startswith("2 hộ hôm nay đã có tin nhắc")


async def test_the_letter_says_what_is_missing_until_when(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY, 9)) as here:
        head = await head_of(here)
        await head.press("nc.MAU01")
        query = select(tables.Letter.id).where(tables.Letter.kind == "reminder")
        async with here.on.db.begin() as tx:
            number = (await tx.execute(query.order_by(tables.Letter.id))).scalars().first()

            found = await reminders.compose(tx, Numbered(number), here.clock())

    assert found is not None
    assert "Phiếu Gia đình học tập của nhà bác" in found.text
    assert "thứ Hai 23/11" in found.text


class Numbered:
    """As much of a letter as its words are made of."""

    def __init__(self, number: int) -> None:
        self.id = number


async def test_at_night_nobody_is_reminded(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY, 21)) as here:
        head = await head_of(here)

        told = await head.press("nc.MAU01")

        assert await letters(here.on.db, "reminder") == []
    assert told.startswith("Giờ này bà con nghỉ")


async def test_without_a_plan_there_is_no_day_to_remind_of(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY, 9)) as here:
        head = await head_of(here)
        async with here.on.db.begin() as tx:
            await tx.execute(tables.PlanChoice.__table__.delete())

        told = await head.press("nc.MAU01")

    assert told.startswith("Xã chưa có hạn nào")


async def test_a_village_whose_homes_have_no_phones_offers_no_such_line(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY, 9)) as here:
        head = await here.someone("Tẩn A Mẫu", "village_head", "MAU01")
        await head.press("vi.MAU01")

        labels = [label for label, _ in await head.lines()]

    assert not [label for label in labels if label.startswith("Nhắc")]


async def test_staff_may_have_a_village_reminded_and_stay_where_they_read(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY, 9)) as here:
        await head_of(here)
        lan = await here.staff()
        await lan.press("bv.MAU01")

        told = await lan.say("nhắc")

        assert [press for _, press in await lan.lines()] == ["bv.MAU01"]
    assert told.startswith("✅ Đang nhắc 2 hộ.")


async def test_whoever_asks_is_not_reminded_of_his_own_household(tmp_path: Path) -> None:
    async with in_season(tmp_path, at(MONDAY, 9)) as here:
        head = await here.someone("Tẩn A Mẫu", "village_head", "MAU01", "MAU01-01")
        await here.household("MAU01-02")
        await head.press("vi.MAU01")

        told = await head.say("nhắc")

        assert await reminded(here) == ["Người MAU01-02"]
    assert "18 hộ không nhắn tin được" in told
    assert "Hộ 01" not in told
