"""Hands one piece of a message to Telegram with aiogram."""

from typing import assert_never

from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
    MessageEntity,
)

from bot.telegram_line import Line
from bot.telegram_say import Album, Paper, Part, Picture, Piece, Recording


async def hand(line: Line, address: str, piece: Piece) -> None:
    """Send `piece` to `address`. Raises Unreachable, TryLater or Refused."""
    match piece:
        case Part():
            await _say(line, address, piece)
        case Picture():
            await _show(line, address, piece)
        case Album():
            photos = [_photo(each) for each in piece.pictures]
            await line.call(lambda bot: bot.send_media_group(address, media=[*photos]))
        case Recording():
            await _play(line, address, piece)
        case Paper():
            paper = BufferedInputFile(piece.content, piece.name)
            await line.call(lambda bot: bot.send_document(address, document=paper))
        case _:
            assert_never(piece)


async def _say(line: Line, address: str, part: Part) -> None:
    bold = [MessageEntity(type="bold", offset=s.offset, length=s.length) for s in part.bold]
    await line.call(
        lambda bot: bot.send_message(
            chat_id=address,
            text=part.text,
            entities=bold or None,
            reply_markup=_keyboard(part),
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
    )


async def _show(line: Line, address: str, picture: Picture) -> None:
    photo = BufferedInputFile(picture.content, picture.name)
    caption = picture.caption or None
    await line.call(lambda bot: bot.send_photo(address, photo=photo, caption=caption))


async def _play(line: Line, address: str, piece: Recording) -> None:
    content = BufferedInputFile(piece.content, piece.name)
    beside = piece.caption or None
    match piece.kind:
        case "voice":
            await line.call(lambda bot: bot.send_voice(address, voice=content, caption=beside))
        case "audio":
            await line.call(lambda bot: bot.send_audio(address, audio=content, caption=beside))
        case "video":
            await line.call(lambda bot: bot.send_video(address, video=content, caption=beside))


def _photo(picture: Picture) -> InputMediaPhoto:
    content = BufferedInputFile(picture.content, picture.name)
    return InputMediaPhoto(media=content, caption=picture.caption or None)


def _keyboard(part: Part) -> InlineKeyboardMarkup | None:
    rows = [
        [InlineKeyboardButton(text=each.label, callback_data=each.press) for each in row]
        for row in part.buttons
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None
