"""Reads the codes on photos: bars and squares. The only file that knows the library for it."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

import zxingcpp
from PIL import Image
from zxingcpp import BarcodeFormat, BarcodeFormats, TextMode

from bot.channel import Incoming
from bot.library import Library
from flows.forms.model import Form
from flows.replies import Attachment
from storage import assessments
from storage.database import Database
from storage.folder import Folder

FORMATS = (
    BarcodeFormat.EANUPC,
    BarcodeFormat.Code128,
    BarcodeFormat.Code39,
    BarcodeFormat.ITF,
    BarcodeFormat.Codabar,
    BarcodeFormat.QRCode,
    BarcodeFormat.DataMatrix,
)
"""What is printed on goods, books, papers and cards. Each kind more takes its time on each photo:
these take about half of what all of them take."""
LONGEST = 200  # characters; a longer square holds a letter, not a code
GROUP_SEPARATOR = "\x1d"  # parts the fields of a code of trade, and is no part of any


async def with_codes(
    db: Database, library: Library, folder: Folder, said: Incoming, sent: Sequence[Attachment]
) -> tuple[Attachment, ...]:
    """The attachments with the codes that are on the photos, where the form in hand asks for any.

    It happens before the message's own transaction, so that nobody waits for a photo to be read.
    """
    if not any(_is_photo(one) for one in sent) or not await _asks_for_codes(db, library, said):
        return tuple(sent)
    return tuple([await asyncio.to_thread(with_code, folder, one) for one in sent])


def with_code(folder: Folder, sent: Attachment) -> Attachment:
    """The attachment with the code that is on it, if it is a kept photo of one."""
    return replace(sent, code=code(folder.open(sent.key).read_bytes())) if _is_photo(sent) else sent


def code(photo: bytes) -> str:
    """The largest code on a photo, "" when none can be read; up to about a tenth of a second."""
    with Image.open(BytesIO(photo)) as image:
        # Made each time: what the library still holds when the program ends, it complains of.
        formats = BarcodeFormats(FORMATS)
        found = zxingcpp.read_barcodes(
            image.convert("L"), formats=formats, text_mode=TextMode.Plain
        )
    largest = max(found, key=_size, default=None)
    text = largest.text.replace(GROUP_SEPARATOR, "").strip() if largest else ""
    return text if text.isprintable() and len(text) <= LONGEST else ""


def _size(found: zxingcpp.Barcode) -> int:
    """The square of its diagonal, in pixels."""
    one, other = found.position.top_left, found.position.bottom_right
    return int((one.x - other.x) ** 2 + (one.y - other.y) ** 2)


def _is_photo(sent: Attachment) -> bool:
    return sent.kind == "photo" and bool(sent.key) and not sent.problem


async def _asks_for_codes(db: Database, library: Library, said: Incoming) -> bool:
    async with db.read() as tx:
        pack_id = await assessments.pack_in_hand(tx, said.channel, said.address)
        return pack_id is not None and asks_for_codes(await library.form(tx, pack_id))


def asks_for_codes(form: Form) -> bool:
    """Whether a photo may show a code that the form asks for."""
    return any(question.kind == "barcode" for question in form.questions)
