"""The page of the demo: its phones, and the clock that anybody at it may move on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from aiohttp import web

from bot import driving
from bot.driving import Driver
from bot.moment import ZONE
from bot.web.channel import DemoPhone
from bot.web.pages import Pages
from bot.web.site import More
from flows import vietnamese

STEPS = {"day": timedelta(days=1), "week": timedelta(weeks=1)}
MORNING = time(8)  # the hour at which a day that was chosen is entered
FORM_MOST = 1024  # bytes

MOVING = "Đồng hồ đang chạy, xin chờ một chút."
BACKWARDS = "Đồng hồ chỉ đi tới, không lùi lại được. Muốn làm lại từ đầu thì dùng thư mục mới."
TOO_FAR = "Xa quá. Mỗi lần đi tới nhiều nhất là một năm."
UNREAD = "Chưa rõ ngày. Xin chọn lại, ví dụ 1/12/2026."


def at(driver: Driver, phones: Sequence[DemoPhone]) -> More:
    """Answers /demo with the phones, and /demo/clock with the time."""

    def with_pages(pages: Pages) -> Iterable[web.RouteDef]:
        page = _Dial(driver, tuple(phones), pages)
        return [
            web.get("/demo", page.show),
            web.get("/demo/clock", page.tell),
            web.post("/demo/clock", page.move),
        ]

    return with_pages


def shown(now: datetime) -> str:
    """The moment as the page says it: "Chủ nhật 1/11/2026, 08:00"."""
    here = now.astimezone(ZONE)
    day = vietnamese.speak_date(here.date())
    return f"{day[0].upper()}{day[1:]}, {here:%H:%M}"


@dataclass(frozen=True, slots=True)
class _Dial:
    driver: Driver
    phones: tuple[DemoPhone, ...]
    pages: Pages

    async def show(self, request: web.Request) -> web.Response:
        return self._drawn("")

    async def tell(self, request: web.Request) -> web.Response:
        """The time for the script of the page: how it reads, and how far a move has come."""
        return self._told("")

    async def move(self, request: web.Request) -> web.StreamResponse:
        """Set out for the time that was asked for; the answer does not wait for it."""
        problem = self._ask(await _said(request))
        if request.headers.get("Accept") == "application/json":
            return self._told(problem)
        if problem:
            return self._drawn(problem)
        return web.Response(status=303, headers={"Location": "/demo"})

    def _ask(self, said: dict[str, str]) -> str:
        """Why it does not move, "" when it does."""
        until = self._until(said)
        if until is None:
            return UNREAD
        try:
            self.driver.ask(until)
        except driving.Moving:
            return MOVING
        except driving.Backwards:
            return BACKWARDS
        except driving.TooFar:
            return TOO_FAR
        return ""

    def _until(self, said: dict[str, str]) -> datetime | None:
        step = STEPS.get(said.get("by", ""))
        if step is not None:
            return self.driver.sight().now + step
        try:
            day = date.fromisoformat(said.get("to", ""))
            return datetime.combine(day, MORNING, ZONE)
        except ValueError:
            return None

    def _drawn(self, problem: str) -> web.Response:
        return self.pages.demo(self.phones, shown(self.driver.sight().now), problem)

    def _told(self, problem: str) -> web.Response:
        sight = self.driver.sight()
        told = {
            "now": sight.now.isoformat(),
            "shown": shown(sight.now),
            "share": sight.share,
            "problem": problem,
        }
        return web.json_response(told, headers={"Cache-Control": "no-store"})


async def _said(request: web.Request) -> dict[str, str]:
    """The small form of this page. Raises HTTPForbidden, HTTPBadRequest."""
    # Another site may post here in somebody's name; browsers say where a post comes from.
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise web.HTTPForbidden
    is_form = request.content_type == "application/x-www-form-urlencoded"
    if not is_form or (request.content_length or 0) > FORM_MOST:
        raise web.HTTPBadRequest
    posted = await request.post()
    return {name: value for name, value in posted.items() if isinstance(value, str)}
