"""What a Telegram update says, as an Incoming: no network, no clock, nothing remembered."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from aiogram.types import Location, Message, PhotoSize, Update

from bot.channel import Incoming, Upload
from flows.replies import AttachmentKind, Problem

MOST_BYTES = 20 * 2**20
"""What a bot may download (Bot API, getFile)."""

# What a t.me link carries is typed for whoever follows it: the way in that the link stands for.
_CARRIED = re.compile(r"/start(?:@\w+)? ([A-Za-z0-9_-]{1,64})")

# They say something to a friend and nothing to a form: answered the way a sticker is.
PASTIMES = ("sticker", "dice", "game", "poll", "story", "checklist", "paid_media")


@dataclass(frozen=True, slots=True)
class File:
    """One file of a message that lies at Telegram. `size` is in bytes, 0 when not told."""

    kind: AttachmentKind
    file_id: str
    size: int
    name: str = ""


def hear(update: Update) -> Incoming | None:
    """What one person said, without the bytes of a file; None for what nobody said to us.

    Groups are not answered: answers given there are read by neighbours. Edited messages are
    not asked for: an edit does not say which question it belongs to, "sửa 4" does.
    """
    if update.callback_query and update.callback_query.message:
        return _pressed(update)
    message = update.message
    if message is None or message.chat.type != "private":
        return None
    uploads = _uploads(message)
    text = unicodedata.normalize("NFC", message.text or message.caption or "")
    if link := _CARRIED.fullmatch(text):
        text = f"/i/{link[1]}"
    if not text and not uploads:
        return None
    return Incoming(
        channel="telegram",
        address=str(message.chat.id),
        message_id=f"u{update.update_id}",
        text=text,
        uploads=uploads,
        album=message.media_group_id or "",
        name=message.from_user.full_name if message.from_user else "",
    )


def attached(update: Update) -> File | None:
    """The file to bring for this update, if it has one that a bot may download."""
    file = _file(update.message) if update.message else None
    return file if file and file.size <= MOST_BYTES else None


def _pressed(update: Update) -> Incoming | None:
    query = update.callback_query
    if query is None or query.message is None or query.message.chat.type != "private":
        return None
    return Incoming(
        channel="telegram",
        address=str(query.message.chat.id),
        message_id=f"u{update.update_id}",
        press=query.data or "",
        name=query.from_user.full_name,
    )


def _uploads(message: Message) -> tuple[Upload, ...]:
    file = _file(message)
    if file:
        problem: Problem = "too_big" if file.size > MOST_BYTES else ""
        return (Upload(kind=file.kind, name=file.name, problem=problem),)
    place = message.venue.location if message.venue else message.location
    if place:
        return (Upload(kind="location", name=_coordinates(place)),)
    if message.contact:
        return (Upload(kind="contact"),)
    return (Upload(kind="sticker"),) if any(getattr(message, kind) for kind in PASTIMES) else ()


def _file(message: Message) -> File | None:
    if message.photo:
        best = _largest(message.photo)
        return File("photo", best.file_id, best.file_size or 0)
    if sound := message.voice or message.audio:
        return File("voice", sound.file_id, sound.file_size or 0)
    # A moving picture carries a document too, for old apps: it must be looked for first.
    if film := message.video or message.video_note or message.animation:
        return File("video", film.file_id, film.file_size or 0)
    if paper := message.document:
        name = unicodedata.normalize("NFC", paper.file_name or "")
        return File("file", paper.file_id, paper.file_size or 0, name)
    return None


def _largest(sizes: Iterable[PhotoSize]) -> PhotoSize:
    by_area = sorted(sizes, key=lambda size: size.width * size.height)
    fitting = [size for size in by_area if (size.file_size or 0) <= MOST_BYTES]
    return fitting[-1] if fitting else by_area[0]


def _coordinates(place: Location) -> str:
    return f"{place.latitude:.6f},{place.longitude:.6f}"
