"""Two stand-ins for Telegram behind one address: a bot for everybody, and a bot for staff."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from tests.telegram_server import TelegramServer

STAFF_TOKEN = "654321:stand-in-token-of-the-staff-bot"


@dataclass
class Pair:
    """`base` is the address of both; each knows its own token."""

    public: TelegramServer
    staff: TelegramServer
    base: str


@asynccontextmanager
async def pair() -> AsyncIterator[Pair]:
    """Both bots' Telegram, running."""
    async with TelegramServer() as public, TelegramServer(STAFF_TOKEN, "ban_hoc_xa_bot") as staff:
        servers = {server.token: server for server in (public, staff)}

        async def api(request: web.Request) -> web.StreamResponse:
            return await servers[request.match_info["token"]]._api(request)

        async def download(request: web.Request) -> web.StreamResponse:
            return await servers[request.match_info["token"]]._download(request)

        app = web.Application(client_max_size=60 * 2**20)
        app.router.add_route("*", "/bot{token}/{method}", api)
        app.router.add_get("/file/bot{token}/{path:.+}", download)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            yield Pair(public, staff, f"http://127.0.0.1:{runner.addresses[0][1]}")
        finally:
            await runner.cleanup()
