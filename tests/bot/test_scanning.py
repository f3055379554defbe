"""Codes on photos: what can be read, and the way of a photo through the whole program."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import rehearse, scanning
from bot.channel import Upload
from bot.library import Library
from bot.opening import Opening
from flows.forms import loading
from flows.wording import words
from storage import evidence, packs, tables
from storage.packs import Choice
from tests import codes
from tests.desks import Commune, Someone, commune
from tests.stage import heard, jpeg

MILK = "8934563138165"
FORM = """\
| survey | type | name | label | required | constraint |
| | barcode | milk | Mã trên hộp sữa? | yes | string-length(.) = 13 |
| | text | more | Còn gì nữa không? | | |
| pack | title | official | valid_from |
| | family | no | 2026-01-01 |
"""


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        (codes.ean(MILK), MILK),
        (codes.code128("MH-2026/17"), "MH-2026/17"),
        (codes.square("https://xa-mau.vn/s?id=17"), "https://xa-mau.vn/s?id=17"),
        (codes.square("Thẻ hội viên số 17 (mẫu)"), "Thẻ hội viên số 17 (mẫu)"),
    ],
)
@pytest.mark.parametrize("turn", [0, 8, 90, 187])
def test_a_code_is_read_however_the_phone_was_held(drawn: object, read: str, turn: float) -> None:
    photo = codes.photo(drawn, turn=turn)

    assert scanning.code(photo) == read


def test_of_several_codes_the_largest_is_read() -> None:
    small = codes.code128("17")

    assert scanning.code(codes.photo(small, codes.ean(MILK))) == MILK


@pytest.mark.parametrize(
    "photo",
    [
        jpeg(),
        jpeg(size=(1, 1)),
        codes.photo(codes.square("x" * 201)),
        codes.photo(codes.square("dòng một\ndòng hai")),
    ],
)
def test_a_photo_without_a_code_has_none_and_a_letter_is_no_code(photo: bytes) -> None:
    assert scanning.code(photo) == ""


@asynccontextmanager
async def shop(folder: Path) -> AsyncIterator[tuple[Commune, Someone]]:
    """A commune that asks for the code on a box, and a household before that question."""
    async with commune(folder) as here:
        library, now = here.on.conversation.opening.library, here.clock()
        await library.publish(here.on.db, "ma", "ma.md", FORM.encode(), now, shipped=True)
        async with here.on.db.begin() as tx:
            (version,) = await packs.versions(tx, "ma")
            await packs.choose(tx, Choice("MAU", "family", 2026, version.id), now)
        who = await here.household("MAU01-07", "Lò Văn Mẫu")
        await who.say("menu")
        await who.choose("Gia đình")
        yield here, who


def restart(here: Commune) -> None:
    """The program dies and is started again: nothing is left but the database and the folder."""
    here.on.conversation = replace(here.on.conversation, opening=Opening(Library()))


async def send(who: Someone, content: bytes, **more: object) -> str:
    return await who.say(uploads=(Upload("photo", content, "anh.jpg"),), **more)


async def pieces(here: Commune) -> list[tuple[str, str]]:
    """What backs which answer."""
    async with here.on.db.read() as tx:
        (number,) = (await tx.execute(select(tables.Assessment.id))).scalars()
        return [(piece.ref, piece.kind) for piece in await evidence.of(tx, number)]


async def test_a_photo_of_a_code_answers_the_question_once_it_is_confirmed(tmp_path: Path) -> None:
    async with shop(tmp_path) as (here, who):
        restart(here)
        told = await send(who, codes.photo(codes.ean(MILK)))

        restart(here)
        receipt = await who.say("1")

        (record,) = await here.on.records()
        assert "✅ Đã giữ 1 ảnh cho câu 1" in told
        assert f"Mã đọc được trong ảnh: {MILK}. Đúng thì gõ 1." in told
        assert told.endswith("1. Đúng mã này")
        assert f"✅ Đã ghi câu 1: {MILK}" in receipt
        assert record["answers"]["/data/milk"] == MILK
        assert await pieces(here) == [("/data/milk", "photo")]


async def test_a_photo_that_shows_no_code_is_kept_and_the_code_typed(tmp_path: Path) -> None:
    async with shop(tmp_path) as (here, who):
        told = await send(who, jpeg())
        receipt = await who.say(MILK)

        assert "Ảnh này chưa đọc ra mã." in told
        assert f"✅ Đã ghi câu 1: {MILK}" in receipt
        assert await pieces(here) == [("/data/milk", "photo")]


async def test_another_photo_takes_the_place_of_the_first(tmp_path: Path) -> None:
    async with shop(tmp_path) as (here, who):
        await send(who, jpeg())

        told = await send(who, codes.photo(codes.ean(MILK)))

        assert MILK in told
        assert len(await pieces(here)) == 1


async def test_photos_of_one_album_all_stay_and_the_code_of_any_is_offered(tmp_path: Path) -> None:
    async with shop(tmp_path) as (here, who):
        await send(who, codes.photo(codes.ean(MILK)), album="a1")

        told = await send(who, jpeg(), album="a1")

        assert MILK in told
        assert "chưa đọc ra mã" not in told
        assert len(await pieces(here)) == 2


async def test_staff_see_the_photo_of_the_code(tmp_path: Path) -> None:
    async with shop(tmp_path) as (here, who):
        await send(who, codes.photo(codes.ean(MILK)))
        for text in ("1", "hết", "gửi"):
            await who.say(text)
        await here.reviewed(await here.assessment(who))
        officer = await here.staff()
        await officer.press("ds")

        page = await officer.hear(press=await officer.line("Thẩm định"))

        (shown,) = [one for message in page for one in message.enclosed]
        assert f"1. Mã trên hộp sữa: {MILK} 📷1" in heard(page)
        assert (shown.kind, shown.name) == ("picture", "Câu 1")


async def test_photos_are_not_searched_for_codes_where_no_form_asks_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(photo: bytes) -> str:
        raise AssertionError("nobody asked for a code")

    monkeypatch.setattr(scanning, "code", read)
    async with commune(tmp_path) as here:
        who = await here.household("MAU01-07")
        await who.say("menu")
        await who.choose("Gia đình")
        for text in ("4", "2", "0", "2"):
            await who.say(text)

        assert "Đã giữ 1 ảnh" in await who.photo()


def test_a_rehearsal_reads_codes_too(tmp_path: Path) -> None:
    form, _ = loading.load(FORM.encode(), "ma.md")
    photo = tmp_path / "hop.jpg"
    photo.write_bytes(codes.photo(codes.ean(MILK)))
    lines: list[str] = []
    show = rehearse.as_lines(lines.append)
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)

    rehearse.rehearse(form, [f"@file {photo}", "1", "hết"], show, now=now, words=words("vi"))

    events = [json.loads(line) for line in lines]
    seen = {"event": "photographed", "name": "milk", "photos": 1, "code": MILK}
    assert seen in events
    assert events[-1]["answers"]["milk"] == MILK
