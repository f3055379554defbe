"""Brings the files beside a form as people see them: pictures made light, choices on one sheet."""

import asyncio
import mimetypes

from bot.channel import Brought
from bot.lately import Lately
from bot.office import Office
from flows import illustrations
from reports import contact_sheet
from storage import pictures
from storage.database import Tx

PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp")
PHOTO = "image/jpeg"
SHEET = "cac-dong.jpg"
KINDS = {".m4a": "audio/mp4", ".oga": "audio/ogg", ".ogg": "audio/ogg", ".webm": "video/webm"}
"""Media types that computers do not agree about."""

_LIGHT: Lately[tuple[str, str], bytes | None] = Lately(64)
_DRAWN: Lately[str, bytes | None] = Lately(64)
"""What was made light, by version and name: the same picture goes to everybody who is asked."""


async def file(office: Office, tx: Tx, rest: str) -> Brought | None:
    """The file that "<version>:<name>" names; a picture as a light JPEG. None where it is not."""
    version, _, name = rest.partition(":")
    content = (await office.library.files(tx, version)).get(name)
    if content is None:
        return None
    stem, dot, ending = name.rpartition(".")
    if f"{dot}{ending}".lower() in PICTURES:
        light = await asyncio.to_thread(_LIGHT.get, (version, name), lambda: _light(content))
        return Brought(light, PHOTO, f"{stem}.jpg") if light else None
    kind = KINDS.get(f".{ending.lower()}") or mimetypes.guess_type(name)[0]
    return Brought(content, kind or "application/octet-stream", name)


async def sheet(office: Office, tx: Tx, rest: str) -> Brought | None:
    """The small pictures that "<version>:1:a.png/2:b.png" names, on one sheet with numbers."""
    version, _, named = rest.partition(":")
    files = await office.library.files(tx, version)
    numbered = illustrations.numbered(named)[: illustrations.MOST_ON_SHEET]
    shown = tuple((number, files[name]) for number, name in numbered if name in files)
    drawn = await asyncio.to_thread(_DRAWN.get, rest, lambda: _drawn(shown))
    return Brought(drawn, PHOTO, SHEET) if drawn else None


def _light(content: bytes) -> bytes | None:
    """Of some 150 kB."""
    try:
        return pictures.light(content)
    except (pictures.NotAPhoto, pictures.Broken, pictures.TooManyPixels):
        return None


def _drawn(shown: tuple[tuple[int, bytes], ...]) -> bytes | None:
    try:
        return contact_sheet.draw(shown)
    except ValueError:
        return None
