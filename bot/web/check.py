"""The public page of one title: whose it is, by which decision, and whether it still holds."""

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from aiohttp import web

from bot.moment import ZONE
from bot.web.pages import Pages
from bot.web.site import More
from flows.awards import Award
from storage import awards
from storage.database import Database

Find = Callable[[str], Awaitable[Award | None]]
"""The title whose page has this token; None where none has."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


def at(find: Find) -> More:
    """Answers /kt/<token>."""

    def with_pages(pages: Pages) -> Iterable[web.RouteDef]:
        return [web.get("/kt/{token}", _Check(find, pages).show)]

    return with_pages


def finder(db: Database) -> Find:
    """Looks titles up in `db`."""

    async def find(token: str) -> Award | None:
        async with db.read() as tx:
            return await awards.by_token(tx, token, ZONE)

    return find


@dataclass(frozen=True, slots=True)
class _Check:
    find: Find
    pages: Pages

    async def show(self, request: web.Request) -> web.Response:
        """What anybody may know of it; 404 for a token that nothing was given."""
        token = request.match_info["token"]
        found = await self.find(token) if _TOKEN.fullmatch(token) else None
        if found is None:
            raise web.HTTPNotFound
        return self.pages.check(found)
