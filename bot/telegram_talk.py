"""Talks with people through a Telegram bot and lets no answer go before it is kept."""

import asyncio
import hmac
import json
import logging
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from typing import Never

from aiogram.exceptions import (
    AiogramError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.types import Update
from aiohttp import web

from bot import lanes, telegram_hand, telegram_hear, telegram_say
from bot.channel import Abilities, Bring, Incoming, Leave, Pace, Receive, TryLater, at_once
from bot.setbacks import Outcome, Park, Setbacks
from bot.telegram_line import HEARD, Garbled, Line
from flows.messages import Message

TOGETHER = 16
POLL_SECONDS = 30
RECHECK_SECONDS = 0.5
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name, not its value

log = logging.getLogger(__name__)


class TokenRefused(Exception):
    """Telegram does not know this bot's token: nothing can be heard until it is replaced."""


class TelegramTalk:
    """One Telegram bot. Use either `listen` or `webhook`: Telegram allows one of them at a time.

    `api` is the base URL of an own Bot API server, or "". `park` keeps a message that fails
    every time; failures of the kinds in `wait_for` are waited for instead. `bring` fetches what
    letters enclose. `name` is that of the channel, one for each bot of a program. `around`
    is put around each message, which waits for nobody: what nobody asked for makes room for it.
    """

    abilities = Abilities(
        buttons=True,
        edit=True,
        files_in=True,
        files_out=True,
        deep_link=True,
        max_text=telegram_say.MOST_TEXT,
    )
    pace: Pace | None = telegram_say.PACE

    def __init__(  # noqa: PLR0913 - all that makes one bot another than the next
        self,
        token: str,
        api: str,
        park: Park,
        *,
        name: str = "telegram",
        bring: Bring | None = None,
        wait_for: tuple[type[Exception], ...] = (),
        patience: lanes.Patience = lanes.patience,
        around: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self.name = name
        self._line = Line(token, api, patience)
        self._patience = patience
        self._bring = bring
        self._around = around
        self._setbacks = Setbacks(park, wait_for)
        self._lanes = lanes.Lanes(TOGETHER)

    async def send(
        self, address: str, message: Message, *, letter: int, leave: Leave = at_once
    ) -> None:
        """Say `message` to `address`. Raises Stay, Unreachable, TryLater or Refused.

        Telegram takes no key of ours, so `letter` cannot make a repeat harmless: TryLater is
        unsure where a part may have arrived. Sent again, it is said again from its first part.
        """
        pieces = await telegram_say.pieces(message, self._bring)
        await leave()
        for number, piece in enumerate(pieces):
            try:
                with self._around():
                    await telegram_hand.hand(self._line, address, piece)
            except TryLater as busy:
                unsure = busy.unsure or number > 0
                raise TryLater(str(busy), busy.seconds, unsure=unsure) from None

    async def username(self) -> str:
        """The bot's name in t.me links. Raises TryLater."""
        me = await self._line.call(lambda bot: bot.get_me())
        return (me and me.username) or ""

    async def listen(self, receive: Receive) -> Never:
        """Ask Telegram for messages until cancelled. Raises TokenRefused.

        Telegram keeps a message until `receive` has returned for it and for all before it, or
        they were parked; what is in hand when this is cancelled or killed comes again.
        """
        underway = lanes.Underway()
        try:
            while True:
                for update in await self._next(underway):
                    underway.begin(
                        update.update_id,
                        partial(self._take, update, receive, again_after=self._patience()),
                    )
                # What is in hand is listed again at once: without this pause we would spin.
                await underway.progress(RECHECK_SECONDS)
        finally:
            await underway.stop()

    def webhook(self, app: web.Application, receive: Receive, path: str, secret: str) -> None:
        """Let Telegram post messages to `path`: 200 only when one is kept or parked, else 500.

        Telegram posts again what got a 500. A post without `secret` gets 403, unread.
        """

        async def post(request: web.Request) -> web.Response:
            told = request.headers.get(SECRET_HEADER, "")
            if not hmac.compare_digest(told.encode(), secret.encode()):
                return web.Response(status=403)
            try:
                update = self._line.read(json.loads(await request.read()))
            except (ValueError, LookupError, TypeError):
                return web.Response(status=400)
            # Telegram does the retrying here, so one try is enough.
            outcome = await self._take(update, receive, again_after=())
            return web.Response(status=500 if outcome == "again" else 200)

        app.router.add_post(path, post)

    async def set_webhook(self, url: str, secret: str) -> None:
        """Have Telegram post to `url` (https). `secret`: 1 to 256 of A-Z a-z 0-9 _ and -."""
        await self._line.call(
            lambda bot: bot.set_webhook(url, secret_token=secret, allowed_updates=HEARD)
        )

    async def delete_webhook(self) -> None:
        """Have Telegram keep messages for `listen` again."""
        await self._line.call(lambda bot: bot.delete_webhook())

    async def close(self) -> None:
        """Let the connections go."""
        await self._line.bot.session.close()

    async def _next(self, underway: lanes.Underway) -> list[Update | Garbled]:
        for pause in self._patience():
            try:
                return await self._line.updates(underway.offset, POLL_SECONDS)
            except (TelegramUnauthorizedError, TelegramNotFound):
                raise TokenRefused("Telegram không nhận mã bot này. Xem lại mã bot.") from None
            except TelegramRetryAfter as error:
                await asyncio.sleep(error.retry_after)
            except TelegramConflictError:
                log.error(
                    "Chưa nhận được tin: bot đang đặt webhook, "
                    "hoặc một chương trình khác đang nhận tin bằng cùng mã bot."
                )
            except (AiogramError, OSError) as error:
                log.warning("not connected error=%s", type(error).__name__)
            await asyncio.sleep(pause)
        raise AssertionError("patience has an end")

    async def _take(
        self, update: Update | Garbled, receive: Receive, *, again_after: Iterable[float]
    ) -> Outcome:
        if isinstance(update, Garbled):
            nobody = Incoming(channel=self.name, address="", message_id=f"u{update.update_id}")
            return await self._keep(nobody, _raising(update.error), again_after)
        incoming = telegram_hear.hear(update)
        if incoming is None:
            return "heard"
        incoming = replace(incoming, channel=self.name)
        async with self._lanes.of(incoming.address):
            if file := telegram_hear.attached(update):
                incoming = replace(incoming, uploads=(await self._line.bring(file),))
            outcome = await self._keep(incoming, receive, again_after)
            # A keyboard whose press was parked stays: pressing again is then the way out.
            if outcome == "heard" and update.callback_query:
                await self._line.tidy(update.callback_query)
        return outcome

    async def _keep(
        self, incoming: Incoming, receive: Receive, again_after: Iterable[float]
    ) -> Outcome:
        outcome = await self._setbacks.hear(incoming, receive)
        for pause in again_after:
            if outcome != "again":
                break
            await asyncio.sleep(pause)
            outcome = await self._setbacks.hear(incoming, receive)
        return outcome


def _raising(error: Exception) -> Receive:
    async def receive(_: Incoming) -> None:
        raise error

    return receive
