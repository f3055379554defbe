"""The wire to the Bot API: what goes wrong on it is named, and the token never leaves it."""

import asyncio
import io
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, TypeVar

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    DetailedAiogramError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
)
from aiogram.types import CallbackQuery, Update
from aiohttp import ClientConnectorError, ClientError
from pydantic import ValidationError

from bot.channel import Refused, TryLater, Unreachable, Upload
from bot.lanes import Patience
from bot.telegram_hear import File
from bot.telegram_say import GONE

HEARD: Final = ["message", "callback_query"]
DOWNLOADS = 3
DOWNLOAD_SECONDS = 40  # 20 MB over 4 Mbit/s
POLITE_SECONDS = 5  # for what may fail without harm

Answer = TypeVar("Answer")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Garbled:
    """An update whose number is known and whose contents are not what Telegram publishes."""

    update_id: int
    error: ValidationError


class Line:
    """One bot's connection. `api` is the base URL of an own Bot API server, "" for Telegram's.

    An own server must serve files over HTTP: one started with `--local` names paths on its disk.
    """

    def __init__(self, token: str, api: str, patience: Patience) -> None:
        server = TelegramAPIServer.from_base(api) if api else PRODUCTION
        self.bot = Bot(token, session=AiohttpSession(api=server))
        self._patience = patience

    async def updates(self, offset: int | None, seconds: int) -> list[Update | Garbled]:
        """What people said from `offset` on, waiting up to `seconds`. Raises AiogramError."""
        try:
            return list(
                await self.bot.get_updates(
                    offset=offset,
                    timeout=seconds,
                    allowed_updates=HEARD,
                    request_timeout=seconds + 15,
                )
            )
        except ClientDecodeError as error:
            if not _was_done(error):
                raise
            # One update nobody can read must not hide the others of its batch.
            return [self.read(raw) for raw in error.data["result"]]

    def read(self, raw: Mapping[str, Any]) -> Update | Garbled:
        """One update as JSON gave it. Raises KeyError when it has no number."""
        try:
            return Update.model_validate(raw, context={"bot": self.bot})
        except ValidationError as error:
            return Garbled(int(raw["update_id"]), error)

    async def call(self, request: Callable[[Bot], Awaitable[Answer]]) -> Answer | None:
        """Do one request. None when it was done but its answer was not understood.

        Raises Unreachable, Refused or TryLater. TryLater is unsure when the answer was lost: it
        looks the same when the request was.
        """
        try:
            return await request(self.bot)
        except (AiogramError, OSError) as error:
            if _was_done(error):
                return None
            raise _meaning(error, self._reason(error)) from None  # a cause would show the token

    async def bring(self, file: File) -> Upload:
        """The file with its bytes, or with the problem that kept them away."""
        for pause in (0.0, *islice(self._patience(), DOWNLOADS - 1)):
            await asyncio.sleep(pause)
            try:
                return Upload(file.kind, await self._download(file), file.name)
            except (AiogramError, ClientError, OSError) as error:
                if "file is too big" in str(error):
                    return Upload(file.kind, name=file.name, problem="too_big")
                log.warning("download failed error=%s", type(error).__name__)
        return Upload(file.kind, name=file.name, problem="not_kept")

    async def tidy(self, query: CallbackQuery) -> None:
        """Stop the button's clock and take the pressed keyboard away, if Telegram still lets us."""
        await self._politely(
            lambda bot: bot.answer_callback_query(query.id, request_timeout=POLITE_SECONDS)
        )
        if pressed := query.message:
            await self._politely(
                lambda bot: bot.edit_message_reply_markup(
                    chat_id=pressed.chat.id,
                    message_id=pressed.message_id,
                    request_timeout=POLITE_SECONDS,
                )
            )

    async def _politely(self, request: Callable[[Bot], Awaitable[Any]]) -> None:
        try:
            await self.call(request)
        except (Unreachable, Refused, TryLater) as error:
            # An old tap, or a keyboard already gone: the answer itself is safe.
            log.info("not tidied reason=%s", error)

    async def _download(self, file: File) -> bytes:
        told = await self.bot.get_file(file.file_id)
        content = io.BytesIO()
        await self.bot.download_file(told.file_path or "", content, timeout=DOWNLOAD_SECONDS)
        return content.getvalue()

    def _reason(self, error: Exception) -> str:
        # A decode error quotes the whole answer, and with it what people wrote.
        detail = f": {error.message}" if isinstance(error, DetailedAiogramError) else ""
        return f"{type(error).__name__}{detail}".replace(self.bot.token, "…")


def _was_done(error: Exception) -> bool:
    told = error.data if isinstance(error, ClientDecodeError) else None
    return isinstance(told, dict) and told.get("ok") is True


def _meaning(error: Exception, reason: str) -> Unreachable | Refused | TryLater:
    match error:
        case TelegramRetryAfter():
            return TryLater(reason, error.retry_after)
        case TelegramForbiddenError():
            return Unreachable(reason)
        case TelegramBadRequest() if any(sign in reason.lower() for sign in GONE):
            return Unreachable(reason)
        case TelegramBadRequest() | TelegramEntityTooLarge():
            return Refused(reason)
    return TryLater(reason, unsure=_may_be_done(error))


def _may_be_done(error: Exception) -> bool:
    """Whether it was asked for and never answered. What was answered with an error was not done.

    A page that stands in Telegram's place while it is away (502) counts as such an answer.
    """
    match error:
        case TelegramNetworkError():
            return not isinstance(error.__cause__, ClientConnectorError)
        case ClientDecodeError():
            return "<html" not in str(error.data).lower()
    return isinstance(error, OSError) and not isinstance(error, ConnectionRefusedError)
