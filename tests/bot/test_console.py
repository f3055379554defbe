"""A conversation in the terminal: what is typed is heard, what is said is readable."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channel import Incoming, Upload
from bot.console import MOST_BYTES, Console, typed
from flows.messages import Choice, Message
from tests.telegram_listener import Notebook


async def _lines(*lines: str) -> AsyncIterator[str]:
    for line in lines:
        yield line


async def _heard(*lines: str, run: str = "r1") -> tuple[list[Incoming], list[str]]:
    notebook, shown = Notebook(), list[str]()
    await Console(_lines(*lines), shown.append, address="me", run=run).listen(notebook.receive)
    return notebook.heard, shown


async def test_each_line_is_one_message_and_blank_lines_are_none() -> None:
    heard, _ = await _heard("xin chào\n", "\n", "  2 \n")

    assert [(incoming.address, incoming.text) for incoming in heard] == [
        ("me", "xin chào"),
        ("me", "2"),
    ]


async def test_the_same_line_on_another_day_is_another_message() -> None:
    today, _ = await _heard("1\n", "1\n", run="r1")
    tomorrow, _ = await _heard("1\n", run="r2")

    assert len({incoming.message_id for incoming in (*today, *tomorrow)}) == 3


async def test_a_path_brings_the_file_with_its_bytes(tmp_path: Path) -> None:
    photo, paper = tmp_path / "góc học tập.JPG", tmp_path / "bảng điểm.xlsx"
    photo.write_bytes(b"\xff\xd8 anh")
    paper.write_bytes(b"PK")

    heard, _ = await _heard(f"@{photo}\n", f"@{paper}\n")

    assert [incoming.uploads for incoming in heard] == [
        (Upload("photo", b"\xff\xd8 anh", "góc học tập.JPG"),),
        (Upload("file", b"PK", "bảng điểm.xlsx"),),
    ]


async def test_a_path_that_leads_nowhere_is_said_so_and_not_sent_on(tmp_path: Path) -> None:
    heard, shown = await _heard(f"@{tmp_path / 'không có.jpg'}\n", f"@{tmp_path}\n")

    assert heard == []
    assert len(shown) == 2
    assert "không có.jpg" in shown[0]


async def test_a_huge_file_is_told_and_not_read(tmp_path: Path) -> None:
    film = tmp_path / "phim.mkv"
    with film.open("wb") as empty:
        empty.truncate(MOST_BYTES + 1)

    heard, _ = await _heard(f"@{film}\n")

    assert heard[0].uploads == (Upload("file", name="phim.mkv", problem="too_big"),)


async def test_a_question_is_shown_with_its_numbers() -> None:
    shown: list[str] = []
    console = Console(_lines(), shown.append, address="me", run="r1")

    question = Message("Có không?", step="Câu 1/10", choices=(Choice(1, "Có", "5 điểm", "a:1"),))
    await console.send("me", question, letter=1)

    assert shown == ["Câu 1/10\nCó không?\n\n1. Có (5 điểm)"]


async def test_typed_lines_come_one_by_one_until_the_end() -> None:
    lines = [line async for line in typed(io.StringIO("một\n\nhai\nba"))]

    assert lines == ["một\n", "\n", "hai\n", "ba"]


async def test_an_error_while_hearing_ends_the_conversation() -> None:
    async def receive(_: Incoming) -> None:
        raise ValueError("hỏng")

    console = Console(_lines("1\n"), print, address="me", run="r1")

    with pytest.raises(ValueError, match="hỏng"):
        await console.listen(receive)
