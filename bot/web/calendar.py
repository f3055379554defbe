"""The calendar feed of one staff member: what a calendar program asks for, again and again."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from aiohttp import ETag, web

from bot import almanac
from bot.almanac import Entry
from bot.channel import Now
from bot.moment import ZONE
from bot.web.pages import Pages
from bot.web.site import More
from flows import feed
from flows.plan import shipped
from flows.plan.season import season_of
from flows.rights import RIGHTS, Holding
from flows.wording import SOURCE, words
from storage import people, places, seasons
from storage.database import Database, Tx

MOST_AGE = 900  # seconds for which an answer may be shown again without asking


@dataclass(frozen=True, slots=True)
class Found:
    """What a calendar says: its name, and its entries."""

    name: str
    entries: tuple[Entry, ...]


Find = Callable[[str], Awaitable[Found | None]]
"""The calendar with this token; None where nobody may read one under it (any more)."""


def at(find: Find, now: Now) -> More:
    """Answers /lich/<token>.ics."""

    def with_pages(pages: Pages) -> Iterable[web.RouteDef]:
        return [web.get("/lich/{token:[A-Za-z0-9_-]+}.ics", _Feed(find, now).show)]

    return with_pages


def finder(db: Database, key: bytes, now: Now) -> Find:
    """Reads the seasons in `db`: this one and the next, as long as the reader works there."""

    async def find(token: str) -> Found | None:
        try:
            reader = feed.opened(key, token)
        except feed.Altered:
            return None
        async with db.read() as tx:
            if not await _may_read(tx, reader):
                return None
            return await _read(tx, reader.commune, now())

    return find


@dataclass(frozen=True, slots=True)
class _Feed:
    find: Find
    now: Now

    async def show(self, request: web.Request) -> web.Response:
        """The calendar; 304 where the program has it already, 404 for a token that opens none."""
        found = await self.find(request.match_info["token"])
        if found is None:
            raise web.HTTPNotFound
        mark = almanac.version(found.name, found.entries)
        known = request.if_none_match or ()
        if any(tag.value == mark for tag in known):
            answer = web.Response(status=304)
        else:
            body = almanac.drawn(found.name, found.entries, self.now())
            answer = web.Response(body=body, content_type="text/calendar", charset="utf-8")
        # Weak: the moment it was made differs each time, and nothing else.
        answer.etag = ETag(mark, is_weak=True)
        answer.headers["Cache-Control"] = f"private, max-age={MOST_AGE}"
        return answer


async def _may_read(tx: Tx, reader: feed.Reader) -> bool:
    """Whether that person may set the days of that commune now."""
    roles = [role for role, allowed in RIGHTS.items() if "set_deadlines" in allowed]
    held = [Holding(role, place_code=reader.commune) for role in roles]
    return any([await people.holds(tx, reader.person_id, each) for each in held])


async def _read(tx: Tx, commune: str, now: datetime) -> Found:
    say = words(SOURCE)
    year = season_of(now.astimezone(ZONE).date())
    both = [await seasons.season(tx, commune, each) for each in (year, year + 1)]
    name = say("almanac.name", name=await places.name_of(tx, commune))
    national = shipped.plans()[shipped.NATION]
    return Found(name, almanac.entries(say, [each for each in both if each], national))
