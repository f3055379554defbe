"""The web site: which address is answered, and how."""

import json
import re
import unicodedata
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from aiohttp import web

from bot.channel import Brought, Incoming, Now, Receive
from bot.moment import system_now
from bot.web import asked, guard, pages, said, statics
from bot.web.channel import Chatter, Shelved, WebChannel
from bot.web.pages import Pages
from bot.web.said import Problem
from flows import messages

More = Callable[[Pages], Iterable[web.RouteDef]]
"""Further addresses: they are given what draws pages."""

GONE = "Đường dẫn này không dùng được nữa. Xin hỏi trưởng bản để lấy đường dẫn mới."

_TOKEN = re.compile(r"[A-Za-z0-9_-]{8,64}")
SHOWN_IN_PLACE = ("image/", "audio/", "video/")
"""Media types that a page shows or plays itself; others are saved."""


@dataclass(frozen=True, slots=True)
class Doors:
    """What stands behind the chat pages.

    `shelf(token, after)` gives the letters after an id, oldest first (0: the newest ones). `who`
    gives None for a token nobody was given; `enclosed(token, letter, number)` what that letter on
    that shelf encloses, None for anything else. `now` is what the pages take the time from.
    """

    receive: Receive
    shelf: Callable[[str, int], Awaitable[list[Shelved]]]
    who: Callable[[str], Awaitable[Chatter | None]]
    enclosed: Callable[[str, int, int], Awaitable[Brought | None]]
    now: Now = system_now


def build(doors: Doors, channel: WebChannel, more: Sequence[More] = ()) -> web.Application:
    """The site as an application of aiohttp; run it without an access log: addresses are keys.

    Blocks while it reads the fixed files.
    """
    files = statics.read()
    drawn = pages.drawn_with(files.version)
    site = _Site(doors, channel, drawn)
    app = web.Application(middlewares=[guard.kindly(drawn)])
    app.add_routes(
        [
            web.get("/c/{token}", site.page),
            web.get("/c/{token}/letters", site.letters, name="letters"),
            web.post("/c/{token}/say", site.say, name="say"),
            web.get("/c/{token}/{letter:[0-9]{1,18}}/{number:[0-9]{1,2}}", site.enclosed),
            web.get("/healthz", _health),
            web.get("/static/{version}/{name:.+}", files.serve),
        ]
    )
    for routes in more:
        app.add_routes(routes(drawn))
    app.on_response_prepare.append(guard.add_headers)
    app.on_shutdown.append(_closing(channel))
    return app


@dataclass(frozen=True, slots=True)
class _Site:
    """What the addresses need to be answered."""

    doors: Doors
    channel: WebChannel
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
            shelved = await self.doors.shelf(token, wish.after)
            return [each for each in shelved if each.id not in wish.known]

        found = await self.channel.wait(token, look, wish.seconds)
        now = self.doors.now().isoformat()
        return _as_json({"letters": [_letter(each) for each in found], "now": now})

    async def say(self, request: web.Request) -> web.Response:
        """204 once `receive` has returned: then it is kept, and the page may forget it."""
        chatter = await self._known_chatter(request)
        token, heard = request.match_info["token"], await said.read(request)
        await self.doors.receive(
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

    async def enclosed(self, request: web.Request) -> web.Response:
        """A picture to look at, a sound or a film to play, or a paper to save."""
        await self._known_chatter(request)
        at = request.match_info
        found = await self.doors.enclosed(at["token"], int(at["letter"]), int(at["number"]))
        if found is None:
            raise web.HTTPNotFound
        response = _ranged(request, found)
        response.headers["Cache-Control"] = "private, max-age=86400"
        if not found.kind.startswith(SHOWN_IN_PLACE):
            name = quote(found.name)
            response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
        return response

    async def _chatter(self, request: web.Request) -> Chatter | None:
        token = request.match_info["token"]
        return await self.doors.who(token) if _TOKEN.fullmatch(token) else None

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


def _ranged(request: web.Request, found: Brought) -> web.Response:
    """The content, or the part that is asked for: some phones play only what comes in parts."""
    try:
        asked = request.http_range
    except ValueError:
        asked = slice(None)
    whole = len(found.content)
    first, last, _ = asked.indices(whole)
    if asked.start is None or first >= last:
        response = web.Response(body=found.content, content_type=found.kind)
    else:
        part = found.content[first:last]
        response = web.Response(status=206, body=part, content_type=found.kind)
        response.headers["Content-Range"] = f"bytes {first}-{last - 1}/{whole}"
    response.headers["Accept-Ranges"] = "bytes"
    return response
