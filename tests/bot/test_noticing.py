"""What is noticed about photos: which were used before, and which belong to one album."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.channel import Incoming, Upload
from storage import roster
from storage.roster import SamplePerson
from tests.stage import MORNING, Stage, heard, jpeg, stage

CITIZEN = SamplePerson("Vàng Thị Mẫu", "citizen", "MAU01")
HOUSEHOLD = SamplePerson("Lò Văn Mẫu", "household", "MAU01", "MAU01-07")
HEAD = SamplePerson("Tẩn A Mẫu", "village_head", "MAU01", "MAU01-01")
PACK = """\
| survey | type | name | label | relevant |
| | select_one yes | has | Có ảnh không? | |
| | image | first | Ảnh thứ nhất? | ${has} = 'yes' |
| | image | second | Ảnh thứ hai? | |

| choices | list_name | name | label |
| | yes | yes | Có |
| | yes | no | Không |

| pack | title | official | valid_from |
| | citizen | no | 2026-01-01 |
| | family | no | 2026-01-01 |
"""


@asynccontextmanager
async def photographing(folder: Path, person: SamplePerson = CITIZEN) -> AsyncIterator[Stage]:
    """A form with two photos, the first of which is asked for only sometimes."""
    async with stage(folder, person=person) as on:
        library, now = on.conversation.opening.library, on.conversation.now()
        for title in ("citizen", "family"):
            lines = [line for line in PACK.splitlines() if "no | 2026" not in line or title in line]
            pack = (title, "anh.md", "\n".join(lines).encode())
            await library.publish(on.db, *pack, now, shipped=True)
        yield on


async def test_a_photo_used_at_a_question_no_longer_asked_is_not_told_by_its_number(
    tmp_path: Path,
) -> None:
    async with photographing(tmp_path) as on:
        for text in ("/start", "1", "1", "1"):
            await on.say(text)
        await on.photo(jpeg())
        for text in ("sửa 1", "2"):
            await on.say(text)

        told = heard(await on.photo(jpeg()))

        assert "đã dùng" in told
        assert "None" not in told


async def test_a_photo_used_in_somebody_elses_form_is_noticed_without_naming_him(
    tmp_path: Path,
) -> None:
    async with photographing(tmp_path) as on:
        async with on.db.begin() as tx:
            await roster.enrol(tx, HEAD, "test", "tan", MORNING)
        for address in ("an", "tan"):
            for n, text in enumerate(("/start", "1", "1", "1")):
                await on.conversation.receive(Incoming("test", address, f"{address}{n}", text))
        await on.conversation.receive(
            Incoming("test", "tan", "tan-photo", uploads=(Upload("photo", jpeg()),))
        )

        told = heard(await on.photo(jpeg()))

        assert "đã dùng" in told
        assert "Tẩn" not in told
        assert [len(record["evidence"]) for record in await on.records()] == [1, 1]


async def test_a_late_photo_of_an_album_changes_no_form_that_another_handed_in(
    tmp_path: Path,
) -> None:
    async with photographing(tmp_path, HOUSEHOLD) as on:
        async with on.db.begin() as tx:
            await roster.enrol(tx, HEAD, "test", "tan", MORNING)
        for text in ("/start", "1", "2", "1"):
            await on.say(text)
        await on.photo(jpeg("red"), album="a1")
        await on.photo(jpeg("green"))
        await hand_in_as_head(on)
        (handed_in,) = await on.records()

        late = await on.photo(jpeg("blue"), album="a1")

        assert handed_in["state"] == "submitted"
        assert await on.records() == [handed_in]
        assert heard(late).strip()


async def hand_in_as_head(on: Stage) -> None:
    """The village head opens the form of household 07, which is complete, and hands it in."""
    for number, text in enumerate(("/start", "1", "", "gửi")):
        press = "" if text else "o.7.family"
        await on.conversation.receive(Incoming("test", "tan", f"tan{number}", text, press))
