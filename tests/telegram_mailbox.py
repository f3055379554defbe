"""How the stand-in hands updates over: to one long poll at a time, or by posting them."""

import asyncio
import itertools
from collections import defaultdict
from typing import Any

from aiogram import methods
from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.telegram_rules import ApiError, bad
from tests.telegram_signal import Signal

Update = dict[str, Any]
SECRET = "X-Telegram-Bot-Api-Secret-Token"


class Mailbox:
    """Updates nobody has acknowledged yet. With `twice` each is handed over once more."""

    def __init__(self, signal: Signal) -> None:
        self.waiting: list[Update] = []
        self.twice = False
        self.posted: list[tuple[int, int]] = []
        self.webhook: methods.SetWebhook | None = None
        self._signal = signal
        self._numbers = itertools.count(900_000_001)
        self._repeated: set[int] = set()
        self.polls = 0
        self._lanes: dict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._posts: set[asyncio.Task[None]] = set()

    def put(self, contents: dict[str, Any]) -> Update:
        """Number one update and keep it until it is acknowledged."""
        update = {"update_id": next(self._numbers), **contents}
        self.waiting.append(update)
        if self.webhook:
            self._begin_post(update)
        self._signal.tell()
        return update

    async def poll(self, request: methods.GetUpdates) -> list[Update]:
        """getUpdates: an offset acknowledges what lies before it; a second poll ends the first."""
        if self.webhook:
            raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active")
        self._acknowledge(request.offset or 0)
        self.polls += 1
        mine = self.polls
        self._signal.tell()

        def wanted() -> list[Update]:
            allowed = request.allowed_updates
            some = [u for u in self.waiting if not allowed or set(u) & set(allowed)]
            return some[: request.limit or 100]

        try:
            await self._signal.until(
                lambda: mine != self.polls or wanted(), float(request.timeout or 0)
            )
        except TimeoutError:
            return []
        if mine != self.polls:
            raise ApiError(409, "Conflict: terminated by other getUpdates request")
        return wanted()

    def set_webhook(self, request: methods.SetWebhook) -> bool:
        """Post from now on, beginning with what is waiting."""
        if not request.url.startswith("http"):
            raise bad("bad webhook: an HTTPS URL must be provided for webhook")
        self.webhook = request
        for update in self.waiting:
            self._begin_post(update)
        return True

    async def delete_webhook(self) -> bool:
        """Post nothing more; what was not taken keeps waiting."""
        self.webhook = None
        for post in self._posts:
            post.cancel()
        await asyncio.gather(*self._posts, return_exceptions=True)
        return True

    def _acknowledge(self, offset: int) -> None:
        self.waiting = [u for u in self.waiting if u["update_id"] >= offset or self._once_more(u)]

    def _once_more(self, update: Update) -> bool:
        number = update["update_id"]
        if not self.twice or number in self._repeated:
            return False
        self._repeated.add(number)
        return True

    def _begin_post(self, update: Update) -> None:
        post = asyncio.create_task(self._post_until_taken(update))
        self._posts.add(post)
        post.add_done_callback(self._posts.discard)

    async def _post_until_taken(self, update: Update) -> None:
        async with self._lanes[_chat(update)], ClientSession(timeout=ClientTimeout(30)) as client:
            while hook := self.webhook:
                status = await _post(client, hook, update)
                self.posted.append((update["update_id"], status))
                self._signal.tell()
                if 200 <= status < 300 and not self._once_more(update):
                    self.waiting.remove(update)
                    self._signal.tell()
                    return
                # Telegram waits longer; a test need not.
                await asyncio.sleep(0.02)


async def _post(client: ClientSession, hook: methods.SetWebhook, update: Update) -> int:
    headers = {SECRET: hook.secret_token} if hook.secret_token else {}
    try:
        async with client.post(hook.url, json=update, headers=headers) as answer:
            return answer.status
    except (ClientError, TimeoutError):
        return 0


def _chat(update: Update) -> int:
    query = update.get("callback_query", {})
    message = update.get("message") or query.get("message") or {}
    return int(message.get("chat", {}).get("id", 0))
