"""The page of an invitation: for whom it is, yes or no; and the box for a code typed by hand."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from aiohttp import web

from bot.doorstep import Doorstep, Sight
from bot.joining import NoCode
from bot.web.pages import Pages
from bot.web.site import More

COOKIE = "phone"
KEPT = 400 * 24 * 3600  # seconds; browsers keep no cookie longer
FORM_MOST = 4096  # bytes
MOST_TYPED = 40  # characters of a wrong code that are shown again

_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True, slots=True)
class Join:
    """Answers below /i. A phone is known by a cookie that only these addresses are sent.

    It is the token of the chat this phone has or will have. Whoever opens a link changes nothing:
    programs that look at links for people open them too.
    """

    doorstep: Doorstep
    secure: bool
    pages: Pages

    def routes(self) -> Iterable[web.RouteDef]:
        return (
            web.get("/i", self.ask_code),
            web.post("/i", self.take_code),
            web.get("/i/{payload}", self.ask),
            web.post("/i/{payload}", self.answer),
        )

    async def ask(self, request: web.Request) -> web.Response:
        """For whom the link is; whoever came in by it before goes on where he was."""
        phone = _phone(request)
        sight = await self.doorstep.look(request.match_info["payload"], phone)
        if sight.is_in:
            return _go(f"/c/{phone}")
        once = secrets.token_urlsafe(16)
        answer = self._draw(sight, once)
        if sight.question and not phone:
            self._remember(answer, once)
        return answer

    async def answer(self, request: web.Request) -> web.Response:
        """Yes leads into the chat; no changes nothing."""
        payload, said = request.match_info["payload"], await _said(request)
        if said.get("answer") != "yes":
            sentence = await self.doorstep.decline(payload)
            return self.pages.join(sentence)
        once = said.get("once", "")
        phone = _phone(request) or once  # a browser that keeps no cookie sends back what it got
        if not _TOKEN.fullmatch(once):
            raise web.HTTPBadRequest
        sight = await self.doorstep.enter(payload, phone, once)
        if not sight.is_in:
            return self._draw(sight, once)
        return _go(f"/c/{phone}")

    async def ask_code(self, request: web.Request) -> web.Response:
        return self.pages.code()

    async def take_code(self, request: web.Request) -> web.Response:
        """A code leads to the page of its link."""
        typed = (await _said(request)).get("code", "")
        try:
            payload = await self.doorstep.payload_of(typed, f"page:{_source(request)}")
        except NoCode as no:
            problem = self.doorstep.words(f"invited.sorry_{no.reason}", **no.facts)
            return self.pages.code(problem, typed[:MOST_TYPED])
        return _go(f"/i/{payload}")

    def _draw(self, sight: Sight, once: str) -> web.Response:
        if sight.question:
            words = self.doorstep.words
            return self.pages.join(sight.question, once, words("invited.yes"), words("invited.no"))
        answer = self.pages.join(sight.problem)
        answer.set_status(410)
        return answer

    def _remember(self, answer: web.Response, phone: str) -> None:
        # Lax: the link is followed out of a chat or a camera, which is another site.
        answer.set_cookie(
            COOKIE,
            phone,
            path="/i",
            max_age=KEPT,
            secure=self.secure,
            httponly=True,
            samesite="Lax",
        )


def _go(address: str) -> web.Response:
    """See there; nobody keeps this answer, for tomorrow it may be another."""
    return web.Response(status=303, headers={"Location": address, "Cache-Control": "no-store"})


def _phone(request: web.Request) -> str:
    told = request.cookies.get(COOKIE, "")
    return told if _TOKEN.fullmatch(told) else ""


async def _said(request: web.Request) -> dict[str, str]:
    """The small form of a page. Raises HTTPForbidden and HTTPBadRequest."""
    # Another site may post here in somebody's name; browsers say so, and old ones send no cookie.
    if request.headers.get("Sec-Fetch-Site", "same-origin") == "cross-site":
        raise web.HTTPForbidden
    is_form = request.content_type == "application/x-www-form-urlencoded"
    if not is_form or (request.content_length or 0) > FORM_MOST:
        raise web.HTTPBadRequest
    try:
        posted = await request.post()
    except ValueError as error:
        raise web.HTTPBadRequest from error
    return {name: value for name, value in posted.items() if isinstance(value, str)}


def _source(request: web.Request) -> str:
    """Where a page is read: what a server in front of us on this machine says, else the caller."""
    remote = request.remote or ""
    ahead = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return ahead if ahead and remote in {"127.0.0.1", "::1"} else remote


def at(doorstep: Doorstep, *, secure: bool) -> More:
    """The addresses of this door; `secure` where the site is only reached by https."""
    return lambda pages: Join(doorstep, secure, pages).routes()
