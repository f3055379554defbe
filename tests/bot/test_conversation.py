"""The one door in, under the weather it must stand: repeats, crowds, full disks and nonsense."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from bot.channel import Incoming, Upload
from storage.folder import Folder
from storage.roster import SamplePerson
from tests.stage import Stage, heard, jpeg, stage

CITIZEN = SamplePerson("Vàng Thị Mẫu", "citizen", "MAU01")


def said(number: int | str, text: str = "", **more: object) -> Incoming:
    return Incoming("test", "an", f"x{number}", text, **more)


async def at_first_question(on: Stage) -> None:
    """Consent given, the form open, the question about work answered."""
    for text in ("/start", "1", "1", "1"):
        await on.say(text)


async def complete(on: Stage) -> None:
    """Every question answered with the last choice, which asks for no photo."""
    await at_first_question(on)
    for _ in range(10):
        await on.say("4")


async def test_a_message_delivered_again_is_heard_once(tmp_path: Path) -> None:
    async with stage(tmp_path, person=CITIZEN) as on:
        await at_first_question(on)

        first = await on.send(said(1, "4"))
        again = await on.send(said(1, "4"))

        assert "câu 1" in heard(first)
        assert again == []
        assert len((await on.records())[0]["answers"]) == 3  # area, work, question 1


async def test_the_same_message_delivered_twice_at_once_is_heard_once(tmp_path: Path) -> None:
    async with stage(tmp_path, person=CITIZEN) as on:
        await at_first_question(on)

        await asyncio.gather(*(on.conversation.receive(said(1, "4")) for _ in range(2)))

        assert len((await on.records())[0]["answers"]) == 3


@pytest.mark.parametrize("round_", range(25))
async def test_eight_messages_at_once_are_all_heard(round_: int, tmp_path: Path) -> None:
    async with stage(tmp_path, person=CITIZEN) as on:
        await at_first_question(on)

        await asyncio.gather(*(on.conversation.receive(said(n, "4")) for n in range(8)))

        answers = (await on.records())[0]["answers"]
        assert sum(name.rsplit("/", 1)[1].startswith("i") for name in answers) == 8


async def test_twenty_submits_at_once_hand_the_form_in_once(tmp_path: Path) -> None:
    async with stage(tmp_path, person=CITIZEN) as on:
        await complete(on)

        await asyncio.gather(*(on.conversation.receive(said(n, "gửi")) for n in range(20)))

        assert [record["state"] for record in await on.records()] == ["submitted"]
        assert Counter(move["name"] for move in await on.moves()) == {"open": 1, "submit": 1}


async def test_an_album_goes_into_one_question_and_gets_one_receipt(tmp_path: Path) -> None:
    async with stage(tmp_path, person=CITIZEN) as on:
        await at_first_question(on)
        await on.say("1")

        for colour in ("red", "green", "blue"):
            last = await on.photo(jpeg(colour), album="a1")

        record = (await on.records())[0]
        photos = [ref for ref in record["answers"] if ref.endswith("i1_photo")]
        assert len(record["answers"][photos[0]].split()) == 3
        assert len(record["evidence"]) == 3
        assert "Đã giữ 3 ảnh cho câu 1" in heard(last)
        assert "Câu 2/10" in heard(last)
        assert heard(await on.letters()).count("Đã giữ") == 1


async def test_a_photo_of_an_album_after_its_receipt_was_sent_still_counts(tmp_path: Path) -> None:
    async with stage(tmp_path, person=CITIZEN) as on:
        await at_first_question(on)
        await on.say("1")
        await on.photo(jpeg("red"), album="a1")
        await on.deliver_everything()

        late = await on.photo(jpeg("blue"), album="a1")

        assert "Đã giữ 2 ảnh cho câu 1" in heard(late)
        assert "Câu 2/10" in heard(late)


async def test_a_photo_used_before_is_noticed(tmp_path: Path) -> None:
    async with stage(tmp_path, person=CITIZEN) as on:
        await at_first_question(on)
        await on.say("1")
        await on.photo(jpeg())
        await on.say("1")

        twice = await on.photo(jpeg())

        assert "đã dùng ở câu 1" in heard(twice)
        assert len((await on.records())[0]["evidence"]) == 2


async def test_a_full_disk_keeps_the_draft_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with stage(tmp_path, person=CITIZEN) as on:
        await at_first_question(on)
        await on.say("1")

        def full(self: Folder, content: bytes, name: str = "") -> object:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Folder, "keep", full)
        refused = await on.photo(jpeg())
        monkeypatch.undo()
        kept = await on.photo(jpeg())

        assert "Ảnh chưa giữ được" in heard(refused)
        assert "Đã giữ 1 ảnh cho câu 1" in heard(kept)


async def test_of_an_album_with_a_broken_photo_the_good_one_is_kept(tmp_path: Path) -> None:
    async with stage(tmp_path, person=CITIZEN) as on:
        await at_first_question(on)
        await on.say("1")

        both = await on.say(uploads=(Upload("photo", jpeg()), Upload("photo", b"\xff\xd8broken")))

        assert "không mở được" in heard(both)
        assert "Đã giữ 1 ảnh cho câu 1" in heard(both)


async def test_a_message_that_breaks_the_program_is_parked_and_answered(tmp_path: Path) -> None:
    async with stage(tmp_path, person=CITIZEN) as on:
        await at_first_question(on)

        await on.conversation.park(said(1, "4"), RuntimeError("a bug"))
        after = await on.say("4")

        assert "Có trục trặc" in heard(await on.letters())
        assert "Đã ghi câu 1" in heard(after)


async def test_nothing_sent_before_the_consent_is_written_to_disk(tmp_path: Path) -> None:
    async with stage(tmp_path, person=CITIZEN) as on:
        await on.say("/start")

        refused = await on.photo(jpeg())

        assert refused
        assert not list((tmp_path / "evidence").rglob("*.jpg"))


async def test_a_broken_photo_later_in_an_album_is_told_and_answers_nothing_else(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path, person=CITIZEN) as on:
        await at_first_question(on)
        await on.say("1")
        await on.photo(jpeg("red"), album="a1")

        broken = await on.photo(b"\xff\xd8broken", album="a1")

        assert "không mở được" in heard(broken)
        assert "Câu 2/10" in heard(broken)
