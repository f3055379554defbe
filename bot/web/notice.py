"""The public page of a posted list: whose names the village put up, and a box for remarks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import parse_qs

from aiohttp import web

from bot import notices
from bot.channel import Now
from bot.moment import ZONE
from bot.web.pages import Pages
from bot.web.site import More
from flows import posting, vietnamese
from flows.events import MenuLine, Prompted
from flows.meeting import Meeting
from flows.posting import CONTACT_LONGEST, REMARK_LONGEST, Posted
from flows.wording import words
from storage import meetings, people, places, remarks
from storage.database import Database, Tx
from storage.moves import By
from storage.remarks import Said

BODY_MOST = 32 * 2**10  # bytes; a thousand letters with their marks are far less
WEB = "web"
NOBODY = 0  # a stranger on a public page is no person we know


@dataclass(frozen=True, slots=True)
class Board:
    """What the public page needs. `called` is told when letters are waiting."""

    db: Database
    now: Now
    called: Callable[[], None]

    async def read(self, token: str) -> Posted | None:
        """The list under this token; None where none was posted."""
        async with self.db.read() as tx:
            found = await meetings.posted(tx, token)
            return None if found is None else await self._public(tx, found)

    async def remark(self, token: str, said: str, contact: str, address: str) -> bool:
        """Keep a remark on a list that is up; false where no more are taken today.

        Raises LookupError where no list is up under this token.
        """
        now = self.now()
        async with self.db.begin() as tx:
            found = await meetings.posted(tx, token)
            if found is None or found.may_hand_over(now.astimezone(ZONE).date()):
                raise LookupError("no list is up here")
            source = _digest(token, address)
            if not await remarks.keep(tx, found.id, Said(said, contact, now), source):
                return False
            await self._tell(tx, found)
        self.called()
        return True

    async def _public(self, tx: Tx, found: Meeting) -> Posted:
        items = await meetings.decided(tx, found)
        return posting.public(found, items, self.now().astimezone(ZONE).date())

    async def _tell(self, tx: Tx, found: Meeting) -> None:
        """Tell the village head and the commune, once a day however much is said."""
        by = By(NOBODY, "", WEB, self.now())
        commune = (await places.of_place(tx, found.village)).commune
        heads = await people.who_heads(tx, "village_head", found.village)
        staff = await people.who_heads(tx, "staff", commune)
        to = {each.recipient.person_id: each for each in (*heads, *staff)}
        for one in to.values():
            say = words(one.language, one.you)
            line = MenuLine(say("posting.remarks"), f"gy.{found.id}.0")
            event = Prompted("told.remark", (line,), {"village": found.place})
            once = f"remark:{found.id}:{by.now.astimezone(ZONE).date()}"
            await notices.tell(tx, [one], [event], once=once, by=by)


def routes(board: Board) -> More:
    """Answers /n/<token> with the posted list, and takes remarks there."""

    def with_pages(pages: Pages) -> Iterable[web.RouteDef]:
        page = _Page(board, pages)
        return [web.get("/n/{token}", page.show), web.post("/n/{token}", page.remark)]

    return with_pages


@dataclass(frozen=True, slots=True)
class _Page:
    board: Board
    pages: Pages

    async def show(self, request: web.Request) -> web.Response:
        """The list; "?sent" after a remark was kept."""
        return await self._drawn(request, "sent" if "sent" in request.query else "")

    async def remark(self, request: web.Request) -> web.StreamResponse:
        """Keep what was said, and show the list again without the form in hand."""
        typed = await _typed(request)
        text = vietnamese.clean(typed.get("text", ""))
        contact = " ".join(vietnamese.clean(typed.get("contact", "")).split())
        problem = _problem(text, contact, agreed=typed.get("agreed") == "yes")
        if problem:
            return await self._drawn(request, problem, text, contact)
        token = request.match_info["token"]
        try:
            kept = await self.board.remark(token, text, contact, _address(request))
        except LookupError:
            return await self._drawn(request, "over")
        if not kept:
            return await self._drawn(request, "too_many", text, contact)
        return web.Response(status=303, headers={"Location": f"/n/{token}?sent#da-gui"})

    async def _drawn(
        self, request: web.Request, state: str, text: str = "", contact: str = ""
    ) -> web.Response:
        token = request.match_info["token"]
        found = await self.board.read(token)
        if found is None:
            raise web.HTTPNotFound
        return self.pages.notice(found, token, state=state, text=text, contact=contact)


async def _typed(request: web.Request) -> dict[str, str]:
    """The fields of the form, each once. Raises HTTPBadRequest, HTTPRequestEntityTooLarge."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise web.HTTPBadRequest
    size = request.content_length or 0
    body = b"" if size > BODY_MOST else await request.read()
    if max(size, len(body)) > BODY_MOST:
        raise web.HTTPRequestEntityTooLarge(BODY_MOST, size)
    try:
        fields = parse_qs(body.decode(), max_num_fields=10)
    except ValueError as error:
        raise web.HTTPBadRequest from error
    return {name: values[0] for name, values in fields.items()}


def _problem(text: str, contact: str, *, agreed: bool) -> str:
    """What the person has to mend, "" for nothing."""
    if not any(map(str.isalnum, text)):
        return "empty"
    if len(text) > REMARK_LONGEST or len(contact) > CONTACT_LONGEST:
        return "too_long"
    return "" if agreed else "not_agreed"


def _address(request: web.Request) -> str:
    """Where the request comes from: behind a server on this machine, what that server says."""
    remote = request.remote or ""
    if remote in {"127.0.0.1", "::1"}:
        # The last one is what our own server saw; those before it anybody may write.
        return request.headers.get("X-Forwarded-For", remote).rpartition(",")[2].strip()
    return remote


def _digest(token: str, address: str) -> str:
    """A name for this address on this list that says neither, and is another on the next list."""
    return sha256(f"{token} {address}".encode()).hexdigest()[:32]
