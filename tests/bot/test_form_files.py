"""Pictures, sounds and films of a form on their way: fetched, made light, played where they can."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot import enclosures, telegram_say
from bot import library as libraries
from bot.channel import Brought
from bot.enclosures import Enclosures
from bot.library import Library
from bot.opening import Opening
from bot.telegram_say import Album, Paper, Part, Recording
from flows import illustrations, weekly
from flows.messages import Enclosure, Message
from storage import packs, pictures
from storage.packs import Choice
from tests.desks import Commune, Someone, commune
from tests.flows.illustrated import FILES, FILM, OGG, SOUND, SURVEY, packed

PACK = "| pack | title | official | valid_from |\n| | family | no | 2026-01-01 |\n"
TABLE = SURVEY + PACK
VERSION = libraries.version_of(packed(TABLE))


@asynccontextmanager
async def village(folder: Path, files: dict[str, bytes] | None = None) -> AsyncIterator[Commune]:
    """A commune whose families are asked with pictures."""
    content = packed(TABLE, files)
    async with commune(folder) as here:
        shelf, now = here.on.conversation.opening.library, here.clock()
        await shelf.publish(here.on.db, "bien", "bien.zip", content, now, shipped=True)
        async with here.on.db.begin() as tx:
            (version,) = await packs.versions(tx, "bien")
            await packs.choose(tx, Choice("MAU", "family", 2026, version.id), now)
        yield here


async def asked(here: Commune) -> tuple[Someone, Message]:
    """A household at its first question."""
    who = await here.household("MAU01-07", "Lò Văn Mẫu")
    await who.say("menu")
    told = await who.hear(press=await who.line("Gia đình"))
    return who, told[-1]


def restarted(here: Commune) -> Enclosures:
    """What a program that has just started brings."""
    shelf = Library()
    opening = Opening(shelf)
    here.on.conversation = replace(here.on.conversation, opening=opening)
    office = replace(here.on.conversation.office, library=shelf)
    return Enclosures(here.on.db, office)


async def brought(of: Enclosures, message: Message) -> list[Brought]:
    found = [await of.bring(each.key) for each in message.enclosed]
    assert None not in found
    return [one for one in found if one is not None]


async def test_a_question_is_sent_with_all_that_goes_with_it(tmp_path: Path) -> None:
    async with village(tmp_path) as here:
        _, message = await asked(here)

        found = await brought(restarted(here), message)

    assert "Biển nào có ở bản?" in message.text
    both = zip(message.enclosed, found, strict=True)
    assert [(one.kind, each.kind, each.name) for one, each in both] == [
        ("picture", "image/jpeg", "nha.jpg"),
        ("picture", "image/jpeg", "bien_to.jpg"),
        ("sound", "audio/mpeg", "bien.mp3"),
        ("picture", "image/jpeg", "cac-dong.jpg"),
        ("sound", "audio/ogg", "cau.ogg"),
    ]  # fmt: skip


async def test_pictures_are_made_small_and_say_nothing_of_where_they_were_taken(
    tmp_path: Path,
) -> None:
    out = BytesIO()
    large = Image.effect_noise((3000, 2000), 80).convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = "Chụp ở nhà ông Mẫu"
    large.save(out, "JPEG", quality=95, exif=exif)
    async with village(tmp_path, {**FILES, "bien_to.jpg": out.getvalue()}) as here:
        _, message = await asked(here)

        found = (await brought(restarted(here), message))[1]

    assert len(found.content) <= pictures.LIGHT < len(out.getvalue())
    with Image.open(BytesIO(found.content)) as shown:
        assert max(shown.size) <= pictures.LIGHT_SIDE
        assert not shown.getexif()


async def test_the_same_question_put_once_more_comes_without_its_pictures(tmp_path: Path) -> None:
    async with village(tmp_path) as here:
        who, _ = await asked(here)

        (again,) = await who.hear("không biết gì")

    assert again.choices
    assert again.enclosed == ()


async def test_a_file_that_cannot_be_drawn_leaves_the_words(tmp_path: Path) -> None:
    broken = dict.fromkeys(("cau.png", "truong.png"), FILES["cau.png"][:40])
    async with village(tmp_path, {**FILES, **broken}) as here:
        _, message = await asked(here)
        bring = restarted(here).bring

        shown = await telegram_say.pieces(message, bring)

    assert [type(one) for one in shown] == [Album, Recording, Recording, Part]


async def test_telegram_shows_pictures_first_and_plays_sounds_before_the_words(
    tmp_path: Path,
) -> None:
    async with village(tmp_path) as here:
        _, message = await asked(here)

        shown = await telegram_say.pieces(message, restarted(here).bring)

    album, question, choice, words = shown
    assert isinstance(album, Album)
    assert album.pictures[-1].caption == "Ảnh các dòng để chọn, đánh số như bên dưới"
    assert question == Recording("audio", SOUND, "bien.mp3", "Nghe đọc câu này")
    assert choice == Recording("voice", OGG, "cau.ogg", "1. Cầu treo")
    assert isinstance(words, Part)


@pytest.mark.parametrize(
    ("name", "content", "piece"),
    [
        ("a.mp4", FILM, Recording("video", FILM, "a.mp4", "Phim")),
        ("a.wav", b"RIFF", Paper(b"RIFF", "a.wav")),
        ("a.webm", b"\x1aE\xdf\xa3", Paper(b"\x1aE\xdf\xa3", "a.webm")),
    ],
)
async def test_what_telegram_does_not_play_goes_as_a_paper(
    name: str, content: bytes, piece: object
) -> None:
    async def bring(key: str) -> Brought:
        kinds = {"a.mp4": "video/mp4", "a.wav": "audio/x-wav", "a.webm": "video/webm"}
        return Brought(content, kinds[name], name)

    film = Message("", enclosed=(Enclosure("film", "f:v:x", "Phim"),))

    assert await telegram_say.pieces(film, bring) == [piece]


async def test_words_beside_a_sound_are_no_longer_than_telegram_takes() -> None:
    async def bring(key: str) -> Brought:
        return Brought(SOUND, "audio/mpeg", "a.mp3")

    sound = Message("", enclosed=(Enclosure("sound", "f:v:x", "📷" * 2_000),))

    (piece,) = await telegram_say.pieces(sound, bring)

    assert isinstance(piece, Recording)
    assert telegram_say.units(piece.caption) <= telegram_say.MOST_CAPTION


async def test_nothing_is_brought_for_a_file_that_is_not_there(tmp_path: Path) -> None:
    async with village(tmp_path) as here:
        bring = restarted(here).bring

        found = [
            await bring(key)
            for key in (
                f"f:{VERSION}:khong_co.png",
                f"f:{VERSION}:../bien.md",
                "f:khong:nha.png",
                f"n:{VERSION}:1:khong_co.png",
                f"n:{VERSION}:",
                "n::",
                "f:",
            )
        ]

    assert found == [None] * len(found)


async def test_the_workbook_itself_is_no_file_beside_the_form(tmp_path: Path) -> None:
    async with village(tmp_path) as here:
        assert await restarted(here).bring(f"f:{VERSION}:bien.md") is None


async def test_a_form_without_files_asks_the_database_and_brings_nothing(tmp_path: Path) -> None:
    async with commune(tmp_path) as here, here.on.db.read() as tx:
        shipped = await packs.every(tx)
        shelf = here.on.conversation.opening.library

        found = await shelf.files(tx, shipped[0].about.version)

    assert dict(found) == {}


async def test_only_a_few_forms_have_their_files_in_memory(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        shelf, now = Library(), here.clock()
        for number in range(libraries.OPEN_BUNDLES + 2):
            files = {**FILES, "cau.ogg": OGG + bytes([number])}
            content = packed(TABLE, files)
            await shelf.publish(here.on.db, f"b{number}", "bien.zip", content, now)
            async with here.on.db.read() as tx:
                found = await shelf.files(tx, libraries.version_of(content))
            assert found["cau.ogg"] == files["cau.ogg"]

        assert len(shelf._files) == libraries.OPEN_BUNDLES


def test_every_kind_of_key_has_a_letter_of_its_own() -> None:
    letters = ["a", "c", "d", "e", "q", weekly.CHART, illustrations.FILE, illustrations.SHEET]

    assert sorted(letters) == sorted(enclosures.KINDS)
