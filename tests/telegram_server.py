"""A stand-in for the Bot API on 127.0.0.1: takes what is published, and can fail as it does."""

import asyncio
import json
from collections import defaultdict
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from aiogram import methods
from aiogram.types import BufferedInputFile
from aiohttp import BodyPartReader, web

from tests.telegram_chats import Chats
from tests.telegram_flood import Limits
from tests.telegram_mailbox import Mailbox
from tests.telegram_people import Person
from tests.telegram_rules import PUBLISHED, ApiError, understood
from tests.telegram_signal import Signal

TOKEN = "123456:stand-in-token"
PAGE = "<html>Bad Gateway</html>"
MESSAGES = {
    *("sendmessage", "sendphoto", "sendmediagroup", "senddocument"),
    *("sendvoice", "sendaudio", "sendvideo"),
}
"""What Telegram's limits on messages are about."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request and how it was answered. `request` is None when it was not understood."""

    method: str
    status: int
    request: Any = None


class TelegramServer:
    """One bot's Telegram. Everything here happens on the loop that entered it.

    `violations` lists what no bot should ever ask; a good test ends with none. With `limits`, it
    takes messages no faster than those say. `agents` are what clients call themselves, message by
    message.
    """

    def __init__(self, token: str = TOKEN, username: str = "ban_hoc_bot") -> None:
        self.token = token
        self.signal = Signal()
        self.chats = Chats(int(token.split(":")[0]), username)
        self.mailbox = Mailbox(self.signal)
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.agents: list[str] = []
        self.base = ""
        self.limits: Limits | None = None
        self._floods: dict[str, list[int]] = defaultdict(list)
        self._fails: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._drops: dict[str, int] = defaultdict(int)
        self._gates: dict[str, asyncio.Event] = {}

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=60 * 2**20)
        app.router.add_route("*", "/bot{token}/{method}", self._api)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        for gate in self._gates.values():
            gate.set()
        await self.mailbox.delete_webhook()
        await self._runner.cleanup()

    def person(self, chat: int, name: str = "Lò Thị Sủng") -> Person:
        """Somebody who has opened the bot."""
        return Person(self.chats, self.mailbox, self.signal, chat, name)

    def flood(self, method: str, retry_after: int, times: int = 1) -> None:
        """Answer 429 that many times. `retry_after` is in seconds."""
        self._floods[method.lower()] += [retry_after] * times

    def fail(self, method: str, status: int, times: int = 1, page: str = PAGE) -> None:
        """Answer with a proxy's HTML page instead of doing anything. "file" is the download."""
        self._fails[method.lower()] += [(status, page)] * times

    def drop_reply(self, method: str, times: int = 1) -> None:
        """Do what is asked, then cut the connection before the answer."""
        self._drops[method.lower()] += times

    def hold(self, method: str) -> asyncio.Event:
        """Let `method` wait until the returned event is set."""
        return self._gates.setdefault(method.lower(), asyncio.Event())

    def asked(self, method: str) -> list[Call]:
        """The calls of one method so far."""
        return [call for call in self.calls if call.method == method]

    async def _api(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"].lower()
        raw = await _parameters(request)
        if name in MESSAGES:
            self.agents.append(request.headers.get("User-Agent", ""))
        if gate := self._gates.get(name):
            await gate.wait()
        if self._fails[name]:
            return self._failed(name)
        try:
            result = await self._answer(request.match_info["token"], name, raw)
        except ApiError as error:
            return _refusal(error)
        if self._drops[name] and request.transport:
            self._drops[name] -= 1
            request.transport.abort()
        return web.json_response({"ok": True, "result": result})

    async def _answer(self, token: str, name: str, raw: dict[str, Any]) -> Any:
        request = None
        status = 200
        try:
            if token != self.token:
                raise ApiError(401, "Unauthorized")
            request = understood(name, raw)
            if seconds := self._flooded(name, request):
                text = f"Too Many Requests: retry after {seconds}"
                raise ApiError(429, text, retry_after=seconds)
            return await self._do(request)
        except ApiError as error:
            status = error.status
            if error.status in (400, 404):
                self.violations.append(f"{name}: {error.description}")
            raise
        finally:
            self._note(name, status, request)

    async def _do(self, request: Any) -> Any:
        match request:
            case methods.GetUpdates():
                return await self.mailbox.poll(request)
            case methods.SetWebhook():
                return self.mailbox.set_webhook(request)
            case methods.DeleteWebhook():
                return await self.mailbox.delete_webhook()
            case methods.GetWebhookInfo():
                hook = self.mailbox.webhook
                return {
                    "url": hook.url if hook else "",
                    "has_custom_certificate": False,
                    "pending_update_count": len(self.mailbox.waiting),
                }
        return self.chats.do(request)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        if self._fails["file"]:
            return self._failed("file")
        content = self.chats.at_path(request.match_info["path"])
        known = request.match_info["token"] == self.token and content is not None
        self._note("file", 200 if known else 404, None)
        return web.Response(body=content) if known else web.Response(status=404)

    def _flooded(self, name: str, request: Any) -> int:
        """Seconds the bot has to wait before it may ask this; 0 when it may."""
        if self._floods[name]:
            return self._floods[name].pop(0)
        if self.limits and name in MESSAGES:
            return self.limits.take(str(request.chat_id))
        return 0

    def _failed(self, name: str) -> web.Response:
        status, page = self._fails[name].pop(0)
        self._note(name, status, None)
        return web.Response(status=status, text=page, content_type="text/html")

    def _note(self, name: str, status: int, request: Any) -> None:
        published = PUBLISHED.get(name)
        method = published.__api_method__ if published else name
        self.calls.append(Call(method, status, request))
        self.signal.tell()


def _refusal(error: ApiError) -> web.Response:
    body: dict[str, Any] = {
        "ok": False,
        "error_code": error.status,
        "description": error.description,
    }
    if error.parameters:
        body["parameters"] = error.parameters
    return web.json_response(body, status=error.status)


async def _parameters(request: web.Request) -> dict[str, Any]:
    given: dict[str, Any] = dict(request.query)
    match request.content_type:
        case "application/json":
            told = json.loads(await request.read() or b"{}")
            given |= {key: value for key, value in told.items() if value is not None}
        case "application/x-www-form-urlencoded":
            given |= dict(await request.post())
        case "multipart/form-data":
            async for part in await request.multipart():
                assert isinstance(part, BodyPartReader)
                content = bytes(await part.read(decode=True))
                name = part.filename
                value = BufferedInputFile(content, name) if name else content.decode()
                given[part.name or ""] = value
    if "media" in given:
        given["media"] = [_attached(each, given) for each in json.loads(given["media"])]
    return given


def _attached(each: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """One item of an album with its file, which lies beside it under a name of its own."""
    return {**each, "media": given.pop(each["media"].removeprefix("attach://"))}
