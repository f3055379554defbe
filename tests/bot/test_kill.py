"""The program is killed after every single message; the record must be the undisturbed one."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import ClientError, ClientSession, ClientTimeout, FormData

from tests.programs import free_port, records, running
from tests.stage import jpeg

STORY = (
    *("/start", "1", "1", "1"),
    *("1", "(ảnh red)", "2", "bỏ qua", "4", "quay lại", "3", "(ảnh blue)"),
    *("2", "bỏ qua", "sửa 1", "2", "tạm dừng", "tiếp", "1", "(ảnh green)"),
    *("4", "4", "4", "4", "4", "gửi"),
)


@pytest.mark.xdist_group("kill")
async def test_killed_after_every_message_the_record_is_the_undisturbed_one(tmp_path: Path) -> None:
    expected = await undisturbed(tmp_path / "calm")

    found = await killed_after_every_message(tmp_path / "storm")

    assert found == expected
    assert [row["state"] for row in expected] == ["submitted"]


async def undisturbed(data: Path) -> list[dict[str, object]]:
    async with running(data, await free_port()) as program, ClientSession() as http:
        for number, line in enumerate(STORY):
            assert await post(http, program.chats[0], number, line)
    return await records(data)


async def killed_after_every_message(data: Path) -> list[dict[str, object]]:
    """Each message is sent, the program killed, started again, and the message sent again."""
    port = await free_port()
    timeout = ClientTimeout(60)
    for number, line in enumerate(STORY):
        async with running(data, port) as program, ClientSession(timeout=timeout) as http:
            if number:
                assert await post(http, program.chats[0], number - 1, STORY[number - 1])
            posting = asyncio.create_task(post(http, program.chats[0], number, line))
            if number % 2:
                await asyncio.sleep(0.002 * (number % 9))  # killed somewhere in the middle
            else:
                assert await posting
            await program.kill()
            await posting
    async with running(data, port) as program, ClientSession(timeout=timeout) as http:
        assert await post(http, program.chats[0], len(STORY) - 1, STORY[-1])
    return await records(data)


async def post(http: ClientSession, chat: str, number: int, line: str) -> bool:
    """Whether the program said that it keeps the message."""
    try:
        async with http.post(f"{chat}/say", data=form(number, line)) as answer:
            return answer.status == 204
    except (ClientError, TimeoutError):
        return False


def form(number: int, line: str) -> FormData:
    """One message as the page posts it, with the same id however often it is sent."""
    data = FormData(default_to_multipart=True)
    data.add_field("message_id", f"message-{number:03}")
    if line.startswith("(ảnh"):
        colour = line.removeprefix("(ảnh ").removesuffix(")")
        data.add_field("files", jpeg(colour), filename="anh.jpg", content_type="image/jpeg")
    else:
        data.add_field("text", line)
    return data
