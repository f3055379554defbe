"""What a letter encloses is brought to whom it was sent, and to nobody else."""

from pathlib import Path

from bot.enclosures import Enclosures
from flows.messages import Enclosure, Message
from storage import mail, people
from storage.mail import Recipient
from tests.stage import MORNING, Stage, jpeg, stage


async def posted(on: Stage, enclosure: Enclosure, address: str = "an") -> int:
    async with on.db.begin() as tx:
        held = await people.hold(tx, "test", address)
        to = Recipient(held.person.id, "test", address)
        said = [Message("Ảnh câu 4", enclosed=(enclosure,))]
        await mail.post(tx, to, said, once=f"try:{address}", now=MORNING)
        (letter,) = await mail.shelf(tx, "test", address, 0, 1, MORNING)
    return letter.id


async def test_a_kept_photo_is_brought_as_it_is_shown(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        kept = on.conversation.folder.keep(jpeg("red"))

        brought = await Enclosures(on.db, on.conversation.office).bring(f"e:{kept.key}")

    assert brought is not None
    assert brought.kind == "image/jpeg"
    assert brought.content.startswith(b"\xff\xd8")


async def test_what_is_not_kept_is_not_brought(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        enclosures = Enclosures(on.db, on.conversation.office)

        found = [await enclosures.bring(key) for key in ("e:../../etc/passwd", "x:1", "", "e:")]

    assert found == [None] * 4


async def test_only_the_address_of_the_letter_finds_what_it_encloses(tmp_path: Path) -> None:
    one = Enclosure("picture", "e:1", "câu 4")
    async with stage(tmp_path) as on:
        letter = await posted(on, one)
        await posted(on, one, "binh")

        async with on.db.read() as tx:
            mine = await mail.enclosure(tx, "test", "an", letter, 0)
            beyond = await mail.enclosure(tx, "test", "an", letter, 1)
            other = await mail.enclosure(tx, "test", "binh", letter, 0)
            nowhere = await mail.enclosure(tx, "test", "an", 999, 0)

    assert mine == one
    assert (beyond, other, nowhere) == (None, None, None)
