"""The program is killed after every single message; the record must be the undisturbed one."""

import asyncio
import json
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import ClientError, ClientSession, ClientTimeout, FormData, web

from tests.stage import jpeg

# "1" is typed, "(ảnh)" a photo; every second message is killed before its answer comes.
STORY = (
    *("/start", "1", "1", "1"),
    *("1", "(ảnh red)", "2", "bỏ qua", "4", "quay lại", "3", "(ảnh blue)"),
    *("2", "bỏ qua", "sửa 1", "2", "tạm dừng", "tiếp", "1", "(ảnh green)"),
    *("4", "4", "4", "4", "4", "gửi"),
)


@dataclass
class Program:
    """`banhoc demo` in a process of its own."""

    process: asyncio.subprocess.Process
    chat: str

    async def kill(self) -> None:
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)
        await self.process.wait()


async def start(data: Path, port: int) -> Program:
    command = (sys.executable, "-m", "bot", "demo", "--data", str(data), "--port", str(port))
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    async for line in process.stdout:
        if chat := re.search(rb"http://\S+/c/\S+", line):
            return Program(process, chat[0].decode())
    raise AssertionError("the program ended before it said where it is")


@asynccontextmanager
async def running(data: Path, port: int) -> AsyncIterator[Program]:
    program = await start(data, port)
    try:
        yield program
    finally:
        await program.kill()


async def free_port() -> int:
    runner = web.AppRunner(web.Application())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = int(runner.addresses[0][1])
    await runner.cleanup()
    return port


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


async def post(http: ClientSession, chat: str, number: int, line: str) -> bool:
    """Whether the program said that it keeps the message."""
    try:
        async with http.post(f"{chat}/say", data=form(number, line)) as answer:
            return answer.status == 204
    except (ClientError, TimeoutError):
        return False


async def record(data: Path) -> object:
    """What the program has kept, without the numbers that differ from run to run."""
    command = (sys.executable, "-m", "bot", "report", "records")
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, env={"BANHOC_DATA": str(data), "PATH": ""}
    )
    out, _ = await process.communicate()
    return [json.loads(line) for line in out.decode().splitlines()]


async def undisturbed(data: Path) -> object:
    async with running(data, await free_port()) as program, ClientSession() as http:
        for number, line in enumerate(STORY):
            assert await post(http, program.chat, number, line)
    return await record(data)


async def killed_after_every_message(data: Path) -> object:
    """Each message is sent, the program killed, started again, and the message sent again."""
    port = await free_port()
    program = await start(data, port)
    for number, line in enumerate(STORY):
        async with ClientSession(timeout=ClientTimeout(20)) as http:
            posting = asyncio.create_task(post(http, program.chat, number, line))
            if number % 2:
                await asyncio.sleep(0.002 * (number % 9))  # killed somewhere in the middle
            else:
                assert await posting
            await program.kill()
            await posting
            program = await start(data, port)
            assert await post(http, program.chat, number, line)
    await program.kill()
    return await record(data)


@pytest.mark.xdist_group("kill")
async def test_killed_after_every_message_the_record_is_the_undisturbed_one(tmp_path: Path) -> None:
    expected = await undisturbed(tmp_path / "calm")

    found = await killed_after_every_message(tmp_path / "storm")

    assert found == expected
    assert [row["state"] for row in expected] == ["submitted"]
