"""Carries what nobody asked for through a Telegram bot, as slowly as Telegram wants it."""

import logging
from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, assert_never

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
    MessageEntity,
)
from telegram.error import TelegramError
from telegram.ext import BaseRateLimiter, ExtBot

from bot import telegram_mail_wire, telegram_say
from bot.channel import Abilities, Bring, Leave, Pace, TryLater, at_once
from bot.pace import Gate
from bot.telegram_mail_wire import Flooded, Wire
from bot.telegram_say import Album, Paper, Part, Picture, Piece, Recording
from flows.messages import Message

TELEGRAM = "https://api.telegram.org"
MOST_FLOODS = 3  # times that one piece is held up before the rest of its letter is given back
SHORTEST_PAUSE = 1.0  # seconds, when a flood does not say how long it lasts

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Journey:
    """A letter on its way: whether it has left, and how many of its pieces have surely arrived."""

    leave: Leave
    left: bool = False
    arrived: int = 0


class TelegramMail:
    """One Telegram bot that only speaks; it may have the token of one that hears.

    Then that one wraps each reply in `reply()`, because Telegram counts by token. `api` is the base
    URL of an own Bot API server, or "". `bring` fetches what letters enclose.
    """

    abilities = Abilities(
        buttons=True,
        edit=False,
        files_in=False,
        files_out=True,
        deep_link=False,
        max_text=telegram_say.MOST_TEXT,
    )

    def __init__(
        self,
        token: str,
        api: str,
        *,
        name: str = "telegram",
        bring: Bring | None = None,
        pace: Pace = telegram_say.PACE,
    ) -> None:
        self.name = name
        self.pace: Pace | None = pace
        self._bring = bring
        self._token = token
        self._wire = Wire()
        self._gate = Gate(pace)
        self._bot = _bot(token, (api or TELEGRAM).rstrip("/"), self._wire, _Turnstile(self._gate))

    async def send(
        self, address: str, message: Message, *, letter: int, leave: Leave = at_once
    ) -> None:
        """Say `message` to `address` once it is its turn: then `leave`, then the first request.

        Raises Stay, Unreachable, TryLater or Refused. Telegram takes no key of ours, so `letter`
        cannot make a repeat harmless: TryLater is `unsure` where a repeat may say a thing twice.
        """
        journey = _Journey(leave)
        try:
            for piece in await telegram_say.pieces(message, self._bring):
                await self._carry(address, piece, journey)
            if not journey.left:  # a message of nothing
                await leave()
        except TryLater as busy:
            unsure = busy.unsure or journey.arrived > 0
            raise TryLater(str(busy), busy.seconds, unsure=unsure) from None

    def reply(self) -> AbstractContextManager[None]:
        """Around a reply by the same token: what waits here makes room for it."""
        return self._gate.reply()

    async def close(self) -> None:
        """Let the connections go."""
        await self._wire.shutdown()

    async def _carry(self, address: str, piece: Piece, journey: _Journey) -> None:
        """Send one piece. Of a letter that has begun it waits floods out, not to begin anew."""
        for _ in range(MOST_FLOODS):
            try:
                return await self._ask(address, piece, journey)
            except TryLater as busy:
                if busy.seconds is None or not journey.arrived:
                    raise
                flood = busy
        raise flood

    async def _ask(self, address: str, piece: Piece, journey: _Journey) -> None:
        before = journey.arrived
        try:
            await _hand(self._bot, address, piece, journey)
        except TelegramError as error:
            # A cause would show the token.
            raise telegram_mail_wire.meaning(error, self._token) from None
        except Exception as error:
            if journey.arrived == before:
                raise
            # Done, and answered in a way the library does not read: nothing to repeat.
            log.warning("answer not understood error=%s", type(error).__name__)


class _Turnstile(BaseRateLimiter[_Journey]):
    """Before each request of a letter: its slot, then the mark that it has left, then its seat."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    async def initialize(self) -> None:
        """Nothing to begin."""

    async def shutdown(self) -> None:
        """Nothing to end."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: _Journey | None,
    ) -> Any:
        """Let one request through in its turn. Raises TryLater, Stay and TelegramError."""
        journey = rate_limit_args or _Journey(at_once)
        async with self._gate.slot(str(data["chat_id"])):
            if not journey.left:
                await journey.leave()
                journey.left = True
            async with self._gate.seat():
                answer = await self._called(callback, args, kwargs)
            journey.arrived += 1
        return answer

    async def _called(
        self, callback: Callable[..., Coroutine[Any, Any, Any]], args: Any, kwargs: dict[str, Any]
    ) -> Any:
        try:
            return await callback(*args, **kwargs)
        except Flooded as flood:
            self._gate.pause(flood.seconds or SHORTEST_PAUSE)
            raise


def _bot(token: str, api: str, wire: Wire, turnstile: _Turnstile) -> ExtBot[_Journey]:
    """A bot that is never initialized: that would ask Telegram who we are, before any letter."""
    return ExtBot(
        token,
        base_url=f"{api}/bot",
        base_file_url=f"{api}/file/bot",
        request=wire,
        get_updates_request=wire,
        rate_limiter=turnstile,
    )


async def _hand(bot: ExtBot[_Journey], address: str, piece: Piece, journey: _Journey) -> None:
    match piece:
        case Part():
            await _say(bot, address, piece, journey)
        case Picture(content, name, caption):
            await bot.send_photo(
                address, content, caption or None, filename=name, rate_limit_args=journey
            )
        case Album():
            photos = [_photo(each) for each in piece.pictures]
            await bot.send_media_group(address, photos, rate_limit_args=journey)
        case Recording():
            await _play(bot, address, piece, journey)
        case Paper(content, name):
            await bot.send_document(address, content, filename=name, rate_limit_args=journey)
        case _:
            assert_never(piece)


async def _say(bot: ExtBot[_Journey], address: str, part: Part, journey: _Journey) -> None:
    await bot.send_message(
        address,
        part.text,
        entities=[MessageEntity("bold", each.offset, each.length) for each in part.bold] or None,
        reply_markup=_keyboard(part),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        rate_limit_args=journey,
    )


async def _play(bot: ExtBot[_Journey], address: str, piece: Recording, journey: _Journey) -> None:
    beside: dict[str, Any] = {
        "caption": piece.caption or None,
        "filename": piece.name,
        "rate_limit_args": journey,
    }
    match piece.kind:
        case "voice":
            await bot.send_voice(address, piece.content, **beside)
        case "audio":
            await bot.send_audio(address, piece.content, **beside)
        case "video":
            await bot.send_video(address, piece.content, **beside)


def _photo(picture: Picture) -> InputMediaPhoto:
    return InputMediaPhoto(picture.content, picture.caption or None, filename=picture.name)


def _keyboard(part: Part) -> InlineKeyboardMarkup | None:
    rows = [
        [InlineKeyboardButton(each.label, callback_data=each.press) for each in row]
        for row in part.buttons
    ]
    return InlineKeyboardMarkup(rows) if rows else None
