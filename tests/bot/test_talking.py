"""`banhoc talk` as a person at a terminal sees it."""

import asyncio
import sys
from pathlib import Path


async def test_each_message_stands_apart_from_the_next(tmp_path: Path) -> None:
    command = (sys.executable, "-m", "bot", "talk", "--data", str(tmp_path))
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )

    out, _ = await process.communicate(b"/start\n1\n")

    assert process.returncode == 0
    assert "3. Hỏi thêm\n\nCảm ơn bác đã đồng ý." in out.decode()
