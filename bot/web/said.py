"""Reads what a page sends: a form of texts and files, taken apart at the door."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import BodyPartReader, web

from bot.channel import Upload
from flows.replies import AttachmentKind

FILE_MOST = 20 * 2**20
"""Bytes of one file; the evidence folder takes as many."""
BODY_MOST = FILE_MOST + 64 * 2**10
"""Bytes of everything a page sends at once: one largest file and the texts beside it."""
FILES_MOST = 10
TEXT_MOST = 4000  # characters
CHUNK = 64 * 2**10

_MOST = {  # bytes
    "message_id": 64,
    "text": TEXT_MOST * 4,
    "press": 64,
    "album": 64,
    "files": FILE_MOST,
}
_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_ALBUM = re.compile(r"[A-Za-z0-9_-]{0,64}")
_PRESS = re.compile(r"[\x20-\x7e]{0,64}")
# No boundary, no end (aiohttp asserts that there is one), not UTF-8, or gone while sending.
_BROKEN = (ValueError, AssertionError, ConnectionError, web.RequestPayloadError)
_KINDS: Mapping[str, AttachmentKind] = {"image": "photo", "audio": "voice", "video": "video"}


class Problem(Exception):
    """Why a page does not get what it asked for: a status of HTTP and a sentence for people."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Said:
    """What one page sent at once, checked. `message_id` is the same when it is sent again."""

    message_id: str
    text: str
    press: str
    album: str
    uploads: tuple[Upload, ...]


async def read(request: web.Request) -> Said:
    """The form in the body of `request`. Raises Problem: 413 for too much, 400 for what is odd."""
    if (request.content_length or 0) > BODY_MOST:
        raise _too_big()
    if request.content_type != "multipart/form-data":
        raise _odd()
    try:
        texts, uploads = await _parts(request)
    except _BROKEN as error:
        raise _odd() from error
    return _said(texts, uploads)


async def _parts(request: web.Request) -> tuple[dict[str, str], tuple[Upload, ...]]:
    texts: dict[str, str] = {}
    uploads: list[Upload] = []
    room = BODY_MOST
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name not in _MOST:
            raise _odd()
        content = await _content(part, min(room, _MOST[part.name]))
        room -= len(content)
        if part.name == "files":
            uploads.append(_upload(part, content))
        else:
            texts[part.name] = content.decode()
    if len(uploads) > FILES_MOST:
        raise _odd()
    return texts, tuple(uploads)


async def _content(part: BodyPartReader, most: int) -> bytes:
    content = bytearray()
    while not part.at_eof():
        content += await part.read_chunk(CHUNK)
        if len(content) > most:
            raise _too_long() if part.name == "text" else _too_big()
    return bytes(content)


def _upload(part: BodyPartReader, content: bytes) -> Upload:
    family = part.headers.get("Content-Type", "").partition("/")[0].lower()
    name = unicodedata.normalize("NFC", part.filename or "").replace("\\", "/").rpartition("/")[2]
    shown = "".join(letter for letter in name if letter.isprintable())
    return Upload(_KINDS.get(family, "file"), content, shown[-100:])


def _said(texts: Mapping[str, str], uploads: tuple[Upload, ...]) -> Said:
    text = unicodedata.normalize("NFC", texts.get("text", ""))
    text = text.replace("\r\n", "\n").replace("\0", "").strip()  # a database may refuse the NUL
    said = Said(
        texts.get("message_id", ""), text, texts.get("press", ""), texts.get("album", ""), uploads
    )
    if not (_ID.fullmatch(said.message_id) and _ALBUM.fullmatch(said.album)):
        raise _odd()
    if not _PRESS.fullmatch(said.press):
        raise _odd()
    if len(text) > TEXT_MOST:
        raise _too_long()
    if not (text or said.press or uploads):
        raise Problem(400, "Tin còn trống. Xin gõ câu trả lời rồi gửi lại.")
    return said


def _odd() -> Problem:
    return Problem(400, "Tin này gửi chưa đúng cách. Xin mở lại trang rồi gửi lại.")


def _too_long() -> Problem:
    return Problem(400, "Tin này dài quá. Xin chia làm hai, ba tin ngắn.")


def _too_big() -> Problem:
    return Problem(413, "Ảnh hoặc tệp này to quá 20 MB. Xin gửi ảnh nhỏ hơn.")
