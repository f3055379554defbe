"""The webhook answers only for what is kept, and only to Telegram."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession, web

from bot.channel import Incoming, Receive
from bot.telegram_talk import SECRET_HEADER, TelegramTalk
from tests.telegram_listener import Notebook, all_taken, talk_to
from tests.telegram_server import TelegramServer

SECRET = "mot-hai-ba"


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as running:
        yield running


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()


@asynccontextmanager
async def _door(talk: TelegramTalk, receive: Receive) -> AsyncIterator[str]:
    app = web.Application()
    talk.webhook(app, receive, "/telegram", SECRET)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
    await runner.cleanup()
    await talk.close()


async def test_the_webhook_says_yes_only_after_the_answer_is_kept(
    server: TelegramServer, notebook: Notebook
) -> None:
    inside, go_on = asyncio.Event(), asyncio.Event()

    async def receive(incoming: Incoming) -> None:
        inside.set()
        await go_on.wait()
        await notebook.receive(incoming)

    talk = talk_to(server, notebook)
    async with _door(talk, receive) as url:
        await talk.set_webhook(url, SECRET)
        server.person(7).says("12 hộ")
        await inside.wait()
        told_too_early = list(server.mailbox.posted)
        go_on.set()
        await all_taken(server)

    assert told_too_early == []
    assert [status for _, status in server.mailbox.posted] == [200]
    assert notebook.texts == ["12 hộ"]


async def test_a_raising_receive_makes_telegram_post_again(
    server: TelegramServer, notebook: Notebook
) -> None:
    async def receive(incoming: Incoming) -> None:
        if len(server.mailbox.posted) < 2:
            raise ValueError
        await notebook.receive(incoming)

    talk = talk_to(server, notebook)
    async with _door(talk, receive) as url:
        await talk.set_webhook(url, SECRET)
        server.person(7).says("12 hộ")
        await all_taken(server)

    assert [status for _, status in server.mailbox.posted] == [500, 500, 200]
    assert notebook.texts == ["12 hộ"]


async def test_a_post_that_fails_every_time_is_parked_before_telegram_gives_up(
    server: TelegramServer, notebook: Notebook
) -> None:
    async def receive(_: Incoming) -> None:
        raise ValueError

    talk = talk_to(server, notebook)
    async with _door(talk, receive) as url:
        await talk.set_webhook(url, SECRET)
        server.person(7).says("12 hộ")
        await all_taken(server)

    assert [status for _, status in server.mailbox.posted] == [500, 500, 500, 200]
    assert [incoming.text for incoming, _ in notebook.parked] == ["12 hộ"]


@pytest.mark.parametrize("told", [None, "", "mot-hai-bon", "một-hai-ba"])
async def test_a_stranger_is_turned_away_unread(
    server: TelegramServer, notebook: Notebook, told: str | None
) -> None:
    headers = {} if told is None else {SECRET_HEADER: told}

    async with _door(talk_to(server, notebook), notebook.receive) as url:
        status = await _posted(url, b"{}", headers)

    assert status == 403
    assert notebook.heard == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"update_id": "x"}', b"\xff"])
async def test_a_post_that_is_no_update_is_refused(
    server: TelegramServer, notebook: Notebook, body: bytes
) -> None:
    async with _door(talk_to(server, notebook), notebook.receive) as url:
        status = await _posted(url, body, {SECRET_HEADER: SECRET})

    assert status == 400
    assert not notebook.heard and not notebook.parked


async def _posted(url: str, body: bytes, headers: dict[str, str]) -> int:
    async with ClientSession() as client, client.post(url, data=body, headers=headers) as answer:
        return answer.status


async def test_the_webhook_keeps_each_person_in_order(
    server: TelegramServer, notebook: Notebook
) -> None:
    first_inside, go_on = asyncio.Event(), asyncio.Event()

    async def receive(incoming: Incoming) -> None:
        if incoming.text == "một":
            first_inside.set()
            await go_on.wait()
        await notebook.receive(incoming)

    sung = server.person(7)
    bodies = [sung.says("một"), sung.says("hai"), server.person(8).says("của Páo")]
    async with (
        _door(talk_to(server, notebook), receive) as url,
        ClientSession(headers={SECRET_HEADER: SECRET}) as telegram,
    ):
        one = asyncio.create_task(_status(telegram, url, bodies[0]))
        await first_inside.wait()
        two = asyncio.create_task(_status(telegram, url, bodies[1]))
        again = asyncio.create_task(_status(telegram, url, bodies[0]))
        # Each of these comes in after both of the others, and goes past them.
        for _ in range(20):
            assert await _status(telegram, url, bodies[2]) == 200
        go_on.set()
        statuses = await asyncio.gather(one, two, again)

    assert set(statuses) == {200}
    of_sung = [heard.text for heard in notebook.heard if heard.address == "7"]
    assert of_sung[0] == "một"
    assert sorted(of_sung) == ["hai", "một", "một"]


async def _status(telegram: ClientSession, url: str, update: dict[str, object]) -> int:
    async with telegram.post(url, json=update) as answer:
        return answer.status
