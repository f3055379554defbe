"""Photos of the members of a roster: kept, told apart, moved along, and shown to staff."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from PIL import Image
from sqlalchemy import select

from bot.channel import Upload
from bot.enclosures import Enclosures
from bot.library import Library
from bot.opening import Opening
from flows.messages import Enclosure
from storage import evidence, packs, tables
from storage.packs import Choice
from tests.desks import Commune, Someone, commune
from tests.stage import heard, jpeg

FORM = """\
| survey | type | name | label | required |
| | begin_repeat | people | Người | |
| | text | called | Tên? | yes |
| | image | paper | Xin gửi ảnh giấy khen của ${called}. | |
| | end_repeat | | | |
| | image | house | Xin gửi ảnh góc học tập. | |
| pack | title | official | valid_from |
| | family | no | 2026-01-01 |
"""
RED, BLUE, GREEN = "#d02020", "#2020d0", "#20a020"


@asynccontextmanager
async def village(folder: Path) -> AsyncIterator[Commune]:
    """A commune that asks families for a photo of every member."""
    async with commune(folder) as here:
        library, now = here.on.conversation.opening.library, here.clock()
        await library.publish(here.on.db, "anh", "anh.md", FORM.encode(), now, shipped=True)
        async with here.on.db.begin() as tx:
            (version,) = await packs.versions(tx, "anh")
            await packs.choose(tx, Choice("MAU", "family", 2026, version.id), now)
        yield here


def restart(here: Commune) -> None:
    """The program dies and is started again: nothing is left but the database and the folder."""
    here.on.conversation = replace(here.on.conversation, opening=Opening(Library()))


async def begun(here: Commune) -> Someone:
    """A household at the first member's name."""
    who = await here.household("MAU01-07", "Lò Văn Mẫu")
    await who.say("menu")
    await who.choose("Gia đình")
    return who


async def three(here: Commune) -> Someone:
    """An, Bình and Chi (mẫu), each with a photo, and the house."""
    who = await begun(here)
    for name, colour in (("An (mẫu)", RED), ("Bình (mẫu)", BLUE), ("Chi (mẫu)", GREEN)):
        for text in ("thêm", name):
            await who.say(text)
        await who.photo(colour)
    await who.say("xong")
    await who.photo("white")
    return who


async def pieces(here: Commune) -> list[tuple[str, str]]:
    """Which content backs which answer, in the order it came."""
    async with here.on.db.read() as tx:
        (number,) = (await tx.execute(select(tables.Assessment.id))).scalars()
        return [(piece.ref, piece.key) for piece in await evidence.of(tx, number)]


async def kept(here: Commune, ref: str) -> str:
    (record,) = await here.on.records()
    answers = record["answers"]
    assert isinstance(answers, dict)
    return str(answers[ref])


async def test_a_photo_belongs_to_the_member_it_was_sent_for(tmp_path: Path) -> None:
    async with village(tmp_path) as here:
        who = await begun(here)
        for text in ("thêm", "An (mẫu)"):
            told = await who.say(text)
        asked = told
        receipt = await who.photo(RED)

        restart(here)
        for text in ("thêm", "Bình (mẫu)"):
            await who.say(text)
        second = await who.photo(BLUE)

        assert "Xin gửi ảnh giấy khen của An (mẫu)." in asked
        assert "✅ Đã giữ 1 ảnh cho người 1, câu 2" in receipt
        assert "✅ Đã giữ 1 ảnh cho người 2, câu 2" in second
        assert [ref for ref, _ in await pieces(here)] == [
            "/data/people[1]/paper",
            "/data/people[2]/paper",
        ]


async def test_whoever_is_taken_out_takes_the_photos_along(tmp_path: Path) -> None:
    async with village(tmp_path) as here:
        who = await three(here)
        before = dict(await pieces(here))

        restart(here)
        await who.say("sửa 1.1")
        for text in ("Xóa mục này", "1", "Xong, làm tiếp phiếu"):
            await who.say(text)

        after = dict(await pieces(here))
        assert after == {
            "/data/people[1]/paper": before["/data/people[2]/paper"],
            "/data/people[2]/paper": before["/data/people[3]/paper"],
            "/data/house": before["/data/house"],
        }
        assert await kept(here, "/data/people[1]/paper") == after["/data/people[1]/paper"]


async def test_what_was_sent_for_somebody_taken_out_waits_for_the_cleaner(tmp_path: Path) -> None:
    async with village(tmp_path) as here:
        who = await three(here)
        keys = [key for _, key in await pieces(here)]

        for text in ("sửa 1.1", "Xóa mục này", "1"):
            await who.say(text)

        async with here.on.db.read() as tx:
            assert await evidence.unnamed(tx, keys) == keys[:1]


async def test_whoever_is_put_in_before_others_moves_their_photos_on(tmp_path: Path) -> None:
    async with village(tmp_path) as here:
        who = await three(here)
        before = dict(await pieces(here))

        for text in ("sửa 1.2", "Thêm một mục đứng trước", "Dua (mẫu)"):
            await who.say(text)
        await who.photo("yellow")

        after = dict(await pieces(here))
        assert after["/data/people[1]/paper"] == before["/data/people[1]/paper"]
        assert after["/data/people[3]/paper"] == before["/data/people[2]/paper"]
        assert after["/data/people[4]/paper"] == before["/data/people[3]/paper"]
        assert after["/data/people[2]/paper"] not in before.values()


async def test_the_same_photo_for_two_members_is_noticed_by_the_members_name(
    tmp_path: Path,
) -> None:
    async with village(tmp_path) as here:
        who = await begun(here)
        for text in ("thêm", "An (mẫu)"):
            await who.say(text)
        await who.photo(RED)
        for text in ("thêm", "Bình (mẫu)"):
            await who.say(text)

        told = await who.photo(RED)

        assert "Ảnh này đã dùng ở người 1, câu 2." in told
        assert 'gõ "quay lại"' in told


async def test_taking_one_of_two_with_the_same_photo_out_leaves_the_other_its_photo(
    tmp_path: Path,
) -> None:
    async with village(tmp_path) as here:
        who = await begun(here)
        for name in ("An (mẫu)", "Bình (mẫu)"):
            for text in ("thêm", name):
                await who.say(text)
            await who.photo(RED)
        before = await pieces(here)

        for text in ("xong", "bỏ qua", "sửa 1.1", "Xóa mục này", "1"):
            await who.say(text)

        assert await pieces(here) == before[:1]


async def test_an_album_goes_to_the_member_its_first_photo_went_to(tmp_path: Path) -> None:
    async with village(tmp_path) as here:
        who = await begun(here)
        for text in ("thêm", "An (mẫu)"):
            await who.say(text)

        for colour in (RED, BLUE, GREEN):
            photo = Upload("photo", jpeg(colour), "anh.jpg")
            await who.say(uploads=(photo,), album="album-1")

        assert [ref for ref, _ in await pieces(here)] == ["/data/people[1]/paper"] * 3
        assert len((await kept(here, "/data/people[1]/paper")).split()) == 3


async def test_staff_see_whose_photo_it_is(tmp_path: Path) -> None:
    async with village(tmp_path) as here:
        who = await three(here)
        await who.say("gửi")
        await here.reviewed(await here.assessment(who))
        officer = await here.staff()
        await officer.press("ds")

        page = await officer.hear(press=await officer.line("Thẩm định"))

        shown = [one for message in page for one in message.enclosed]
        assert [one.name for one in shown] == [
            "Câu 1 · Người 1 · Xin gửi ảnh giấy khen của An (mẫu)",
            "Câu 1 · Người 2 · Xin gửi ảnh giấy khen của Bình (mẫu)",
            "Câu 1 · Người 3 · Xin gửi ảnh giấy khen của Chi (mẫu)",
            "Câu 2",
        ]
        assert "1. Người 2 · Tên: Bình (mẫu)" in heard(page)
        fetched = [await _colour(here, one) for one in shown[:2]]
        assert [colour.index(max(colour)) for colour in fetched] == [0, 2]


async def test_a_photo_of_one_member_may_be_returned_and_is_asked_again(tmp_path: Path) -> None:
    async with village(tmp_path) as here:
        who = await three(here)
        before = dict(await pieces(here))
        ref = "/data/people[2]/paper"
        await here.change(tables.Assessment, 1, returned={ref: "Ảnh mờ, xin chụp lại"})
        restart(here)

        told = await who.say("tiếp")
        await who.photo("yellow")

        after = dict(await pieces(here))
        assert "người 2, câu 2" in told
        assert "Ảnh mờ, xin chụp lại" in told
        assert after[ref] != before[ref]
        assert {**after, ref: ""} == {**before, ref: ""}


async def test_a_copy_of_his_data_has_the_photos_of_every_member(tmp_path: Path) -> None:
    async with village(tmp_path) as here:
        who = await three(here)
        await who.say("dữ liệu của tôi")

        told = await who.hear(press=await who.line("Nhận bản sao"))

        (paper,) = told[-1].enclosed
        page = await Enclosures(here.on.db, here.on.conversation.office).bring(paper.key)
        assert page is not None
        assert page.content.decode().count('src="data:image/jpeg;base64,') == 4


async def _colour(here: Commune, one: Enclosure) -> tuple[int, ...]:
    """Red, green and blue in the middle of a picture."""
    brought = await Enclosures(here.on.db, here.on.conversation.office).bring(one.key)
    assert brought is not None
    with Image.open(BytesIO(brought.content)) as image:
        pixel = image.convert("RGB").getpixel((30, 20))
    assert isinstance(pixel, tuple)
    return pixel
