"""The web site: which address is answered, and how."""

import json
import re
import unicodedata
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from aiohttp import web

from bot.channel import Incoming, Receive
from bot.web import asked, guard, pages, said, statics
from bot.web.channel import Chatter, DemoPhone, Shelved, WebChannel
from bot.web.pages import Pages
from bot.web.said import Problem
from flows import messages

Shelf = Callable[[str, int], Awaitable[list[Shelved]]]
Who = Callable[[str], Awaitable[Chatter | None]]

GONE = "Đường dẫn này không dùng được nữa. Xin hỏi trưởng bản để lấy đường dẫn mới."

_TOKEN = re.compile(r"[A-Za-z0-9_-]{8,64}")


def build(
    receive: Receive,
    shelf: Shelf,
    who: Who,
    channel: WebChannel,
    demo: Sequence[DemoPhone] = (),
) -> web.Application:
    """The site as an application of aiohttp; run it without an access log: addresses are keys.

    `shelf(token, after)` gives the letters after an id, oldest first (0: the newest ones). `who`
    gives None for a token nobody was given. Blocks while it reads the fixed files.
    """
    files = statics.read()
    drawn = pages.drawn_with(files.version)
    site = _Site(receive, shelf, who, channel, tuple(demo), drawn)
    app = web.Application(middlewares=[guard.kindly(drawn)])
    app.add_routes(
        [
            web.get("/c/{token}", site.page),
            web.get("/c/{token}/letters", site.letters, name="letters"),
            web.post("/c/{token}/say", site.say, name="say"),
            web.get("/demo", site.phones),
            web.get("/healthz", _health),
            web.get("/static/{version}/{name:.+}", files.serve),
        ]
    )
    app.on_response_prepare.append(guard.add_headers)
    app.on_shutdown.append(_closing(channel))
    return app


@dataclass(frozen=True, slots=True)
class _Site:
    """What the addresses need to be answered."""

    receive: Receive
    shelf: Shelf
    who: Who
    channel: WebChannel
    demo: tuple[DemoPhone, ...]
    pages: Pages

    async def page(self, request: web.Request) -> web.Response:
        chatter = await self._chatter(request)
        if chatter is None:
            raise web.HTTPNotFound
        return self.pages.chat(chatter, request.match_info["token"])

    async def letters(self, request: web.Request) -> web.Response:
        """The letters that the page asks for, once there is one."""
        await self._known_chatter(request)
        token, wish = request.match_info["token"], asked.read(request.query)

        async def look() -> list[Shelved]:
            shelved = await self.shelf(token, wish.after)
            return [each for each in shelved if each.id not in wish.known]

        found = await self.channel.wait(token, look, wish.seconds)
        return _as_json({"letters": [_letter(each) for each in found]})

    async def say(self, request: web.Request) -> web.Response:
        """204 once `receive` has returned: then it is kept, and the page may forget it."""
        chatter = await self._known_chatter(request)
        token, heard = request.match_info["token"], await said.read(request)
        await self.receive(
            Incoming(
                channel=self.channel.name,
                address=token,
                message_id=heard.message_id,
                text=heard.text,
                press=heard.press,
                uploads=heard.uploads,
                album=heard.album,
                name=chatter.name,
            )
        )
        self.channel.ring(token)
        return web.Response(status=204)

    async def phones(self, request: web.Request) -> web.Response:
        if not self.demo:
            raise web.HTTPNotFound
        return self.pages.demo(self.demo)

    async def _chatter(self, request: web.Request) -> Chatter | None:
        token = request.match_info["token"]
        return await self.who(token) if _TOKEN.fullmatch(token) else None

    async def _known_chatter(self, request: web.Request) -> Chatter:
        chatter = await self._chatter(request)
        if chatter is None:
            raise Problem(404, GONE)
        return chatter


def _closing(channel: WebChannel) -> Callable[[web.Application], Awaitable[None]]:
    async def close(app: web.Application) -> None:
        channel.close()  # or the stop would wait for every page that waits

    return close


async def _health(request: web.Request) -> web.Response:
    return web.Response(text="ok", headers={"Cache-Control": "no-store"})


def _letter(shelved: Shelved) -> dict[str, object]:
    message = messages.dump(shelved.message)
    return {"id": shelved.id, "at": shelved.posted_at.isoformat(), "message": message}


def _as_json(value: object) -> web.Response:
    # NFC: fonts of phones put the marks of the other form in the wrong place.
    text = unicodedata.normalize("NFC", json.dumps(value, ensure_ascii=False))
    response = web.Response(text=text, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    response.enable_compression()
    return response
