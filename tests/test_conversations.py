"""Every story in tests/conversations/ is still told word for word.

Lines of the person begin with "› "; "(ảnh xanh)" sends a photo of that colour, "(bấm 2)" presses
the second button of the last message, "(3 ngày sau)" lets time pass. Everything else is what the
bot answers. With BANHOC_TELL=1 the stories are written anew, to be read before they are kept.
"""

import os
import re
from pathlib import Path

import pytest

from flows.messages import Message
from storage.roster import SamplePerson
from tests.stage import Clock, Stage, heard, jpeg, stage

STORIES = sorted((Path(__file__).parent / "conversations").glob("*.txt"))
PEOPLE = {
    "công dân": SamplePerson("Vàng Thị Mẫu", "citizen", "MAU01"),
    "hộ": SamplePerson("Lò Văn Mẫu", "household", "MAU01", "MAU01-07"),
    "trưởng bản": SamplePerson("Tẩn A Mẫu", "village_head", "MAU01", "MAU01-01"),
    "người lạ": None,
}
COLOURS = {"xanh": "green", "đỏ": "red", "vàng": "yellow"}


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
async def test_a_story_is_told_word_for_word(story: Path, tmp_path: Path) -> None:
    written = story.read_text("utf-8")

    told = await _tell(written, tmp_path)

    if os.environ.get("BANHOC_TELL"):  # noqa: TID251 (a switch for the teller, not a setting)
        story.write_text(told, "utf-8")
    assert told == written


async def _tell(written: str, folder: Path) -> str:
    """The story told anew: its title and the person's lines, with what the bot answers now."""
    title, who, *lines = written.splitlines()
    clock = Clock()
    out = [title, who]
    async with stage(folder, clock, person=PEOPLE[who.removeprefix("# ")]) as on:
        last: list[Message] = []
        for line in lines:
            if line.startswith("› "):
                last = await _act(on, clock, line.removeprefix("› "), last)
                out += ["", line, "", *heard(last).splitlines()]
    return "\n".join(out) + "\n"


async def _act(on: Stage, clock: Clock, line: str, last: list[Message]) -> list[Message]:
    if match := re.fullmatch(r"\((\d+) ngày sau\) (.*)", line):
        clock.pass_days(int(match[1]))
        line = match[2]
    if match := re.fullmatch(r"\(ảnh (\w+)\)", line):
        return await on.photo(jpeg(COLOURS[match[1]]))
    if (match := re.fullmatch(r"\(bấm (\d+)\)", line)) and last:
        return await on.press(last[-1].choices[int(match[1]) - 1].press)
    return await on.say(line)
