"""Whom the program speaks to: their language, how they are addressed, and whose form it is."""

from pathlib import Path

from sqlalchemy import update

from bot.channel import Incoming
from flows.messages import Message
from storage import mail, roster, tables
from storage.roster import SamplePerson
from tests.stage import MORNING, Stage, heard, stage

HEAD = SamplePerson("Tẩn A Mẫu", "village_head", "MAU01", "MAU01-01")
WIFE = SamplePerson("Lý Thị Mẫu", "household", "MAU01", "MAU01-01")
NO_CHILDREN = ("2", "0", "0", "2", "4", "4", "4")  # adults, children, recognised, signed up, gains


async def wife_says(on: Stage, text: str) -> str:
    """What the other person of the household reads after saying `text`."""
    await on.conversation.receive(Incoming("test", "wife", f"w{text}", text))
    async with on.db.read() as tx:
        letters = await mail.shelf(tx, "test", "wife", 0, 1000, on.conversation.now())
    return heard([letters[-1].message])


async def household_in_hand(on: Stage) -> list[Message]:
    await on.say("chào")
    await on.say("đồng ý")
    return await on.say("2")


async def test_the_language_is_remembered_from_one_message_to_the_next(tmp_path: Path) -> None:
    async with stage(tmp_path, person=HEAD) as on:
        await household_in_hand(on)
        await on.say("english")

        asked = await on.say("two")

        assert "Please type a number" in heard(asked)


async def test_somebody_is_addressed_as_the_list_says(tmp_path: Path) -> None:
    async with stage(tmp_path, person=HEAD) as on:
        async with on.db.begin() as tx:
            await tx.execute(update(tables.Person).values(you="chị"))

        greeting = await on.say("chào")

        assert heard(greeting).startswith("Chào chị. ")
        assert "Chị có đồng ý" in heard(greeting)


async def test_a_stranger_who_gives_a_name_may_begin_at_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.say("chào")
        await on.say("đồng ý")

        offered = await on.say("Nguyễn Thị Thử")
        begun = await on.say("1")

        assert "1. Công dân học tập · Nguyễn Thị Thử (chưa làm)" in heard(offered)
        assert "Việc chính của bác là gì?" in heard(begun)


async def test_a_name_given_twice_makes_one_person_to_assess(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.say("chào")
        await on.say("đồng ý")
        await on.say("Nguyễn Thị Thử")

        again = await on.say("Nguyễn Thị Thử")

        labels = [choice.label for choice in again[-1].choices]
        assert labels.count("Công dân học tập · Nguyễn Thị Thử") == 1


async def test_a_form_sent_by_another_of_the_household_is_let_go(tmp_path: Path) -> None:
    async with stage(tmp_path, person=HEAD) as on:
        async with on.db.begin() as tx:
            await roster.enrol(tx, WIFE, "test", "wife", MORNING)
        await household_in_hand(on)
        for said in ("chào", "đồng ý", "2"):
            await wife_says(on, said)
        for said in NO_CHILDREN:
            await on.say(said)
        await on.say("gửi")

        late = await wife_says(on, "3")
        after = await wife_says(on, "1")

        assert late.startswith("Phiếu đang làm đã có người gửi lên bản rồi")
        assert "Công dân học tập năm 2026: Lý Thị Mẫu." in after
        assert [move["name"] for move in await on.moves()].count("submit") == 1
