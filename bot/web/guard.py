"""What every answer of the site carries, and what is answered when something went wrong."""

import logging
import traceback

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.web.pages import Pages
from bot.web.said import Problem

BUSY = "Máy chủ đang bận. Tin vẫn còn trong điện thoại và sẽ tự gửi lại."
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'self'"
    ),
    "Permissions-Policy": "geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",  # the address of a page is its key
    "Server": "banhoc",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "X-Robots-Tag": "noindex, nofollow",
}
FOR_SCRIPTS = ("letters", "say")
"""The routes that a script reads: they get their problems as JSON, people get a page."""

log = logging.getLogger(__name__)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Put the headers on an answer that is about to leave."""
    response.headers.update(HEADERS)


def kindly(pages: Pages) -> Middleware:
    """A middleware that turns every failure into a sentence, and keeps its text out of the log."""

    @web.middleware
    async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except Problem as problem:
            return web.json_response({"problem": problem.sentence}, status=problem.status)
        except web.HTTPException as refusal:
            return pages.sorry(refusal.status)
        except Exception as error:  # noqa: BLE001 - the door: whatever broke, the page is told
            _note(request, error)
            if request.match_info.route.name in FOR_SCRIPTS:
                return web.json_response({"problem": BUSY}, status=503)
            return pages.sorry(503)

    return answer


def _note(request: web.Request, error: Exception) -> None:
    """One entry for the technician: where it broke, but no address and no answer."""
    # The text of an error may quote what somebody wrote; the places in our code do not.
    name = request.match_info.route.name or "page"
    places = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s failed: %s\n%s", name, type(error).__name__, places)
