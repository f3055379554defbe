"""A conversation in the terminal: numbered text, one line a message, "@path" for a file."""

import asyncio
import itertools
import threading
import unicodedata
from collections.abc import AsyncIterable, AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from bot.channel import Abilities, Incoming, Leave, Pace, Receive, Upload, at_once
from flows.messages import Message, as_text
from flows.replies import AttachmentKind

MOST_BYTES = 20 * 2**20
PHOTOS = (".jpg", ".jpeg", ".png", ".webp", ".heic")

# A terminal can only name them.
SHOWN_AS = {"picture": "ảnh", "paper": "tệp", "sound": "tiếng", "film": "phim"}


class Console:
    """One person at one terminal.

    `run` must differ from run to run: lines carry no number of their own, and one typed today
    must not look like one heard yesterday. `write` gets one message at a time, without a line end.
    """

    name = "console"
    pace: Pace | None = None
    abilities = Abilities(
        buttons=False, edit=False, files_in=True, files_out=False, deep_link=False, max_text=2000
    )

    def __init__(
        self, lines: AsyncIterable[str], write: Callable[[str], None], *, address: str, run: str
    ) -> None:
        self._lines = lines
        self._write = write
        self._address = address
        self._numbers = (f"{run}:{number}" for number in itertools.count(1))

    async def send(
        self, address: str, message: Message, *, letter: int, leave: Leave = at_once
    ) -> None:
        """Show `message`. There is one person here, so `address` and `letter` decide nothing."""
        for each in message.enclosed:
            self._write(unicodedata.normalize("NFC", f"[{SHOWN_AS[each.kind]}: {each.name}]"))
        await leave()
        for part in as_text(message, self.abilities.max_text):
            self._write(unicodedata.normalize("NFC", part))

    async def listen(self, receive: Receive) -> None:
        """Hand over line after line until the last one; what `receive` raises ends it."""
        async for line in self._lines:
            if incoming := await self._heard(line):
                await receive(incoming)

    async def _heard(self, line: str) -> Incoming | None:
        said = unicodedata.normalize("NFC", line.strip())
        if not said.startswith("@"):
            return self._incoming(text=said) if said else None
        try:
            # The path as it was typed: a file's name may be in the other Unicode form.
            return self._incoming(uploads=(await asyncio.to_thread(_read, line.strip()[1:]),))
        except OSError:
            self._write(f"Không mở được tệp {said[1:]}.")
            return None

    def _incoming(self, text: str = "", uploads: tuple[Upload, ...] = ()) -> Incoming:
        return Incoming(
            channel=self.name,
            address=self._address,
            message_id=next(self._numbers),
            text=text,
            uploads=uploads,
        )


async def typed(stream: TextIO) -> AsyncIterator[str]:
    """The lines of a terminal, each as soon as it is typed."""
    lines: asyncio.Queue[str] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def read() -> None:
        # Once the program has ended, nobody is left to tell.
        with suppress(RuntimeError):
            for line in itertools.chain(iter(stream.readline, ""), [""]):
                loop.call_soon_threadsafe(lines.put_nowait, line)

    # A daemon, because nothing can interrupt a thread that waits for a key: Ctrl-C must end.
    threading.Thread(target=read, daemon=True).start()
    while line := await lines.get():
        yield line


def _read(typed_path: str) -> Upload:
    path = Path(typed_path).expanduser()
    kind: AttachmentKind = "photo" if path.suffix.lower() in PHOTOS else "file"
    name = unicodedata.normalize("NFC", path.name)
    if path.stat().st_size > MOST_BYTES:
        return Upload(kind, name=name, problem="too_big")
    return Upload(kind, path.read_bytes(), name)
