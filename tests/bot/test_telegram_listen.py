"""How the Telegram bot listens: in order, side by side, and without letting an answer go."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from bot.channel import Incoming
from bot.setbacks import ATTEMPTS
from bot.telegram_talk import POLL_SECONDS, TOGETHER, TokenRefused
from tests.telegram_listener import Notebook, all_taken, listening, talk_to
from tests.telegram_server import TelegramServer


class DiskFull(Exception):
    """The kind of failure that time mends."""


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as running:
        yield running


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()


async def test_a_raising_receive_does_not_let_the_message_go(
    server: TelegramServer, notebook: Notebook
) -> None:
    waiting_when_tried: list[int] = []

    async def receive(incoming: Incoming) -> None:
        waiting_when_tried.append(len(server.mailbox.waiting))
        if len(waiting_when_tried) < 3:
            raise ValueError("chưa ghi được")
        await notebook.receive(incoming)

    async with listening(talk_to(server, notebook), receive):
        server.person(7).says("12 hộ")
        await all_taken(server)

    assert notebook.texts == ["12 hộ"]
    assert waiting_when_tried == [1, 1, 1]
    assert notebook.parked == []
    assert server.violations == []


async def test_what_fails_every_time_is_parked_and_the_next_message_is_heard(
    server: TelegramServer, notebook: Notebook
) -> None:
    tries = Counter[str]()

    async def receive(incoming: Incoming) -> None:
        tries[incoming.text] += 1
        if incoming.text == "hỏng":
            raise ValueError(incoming.text)
        await notebook.receive(incoming)

    sung = server.person(7)
    async with listening(talk_to(server, notebook), receive):
        sung.says("hỏng")
        sung.says("lành")
        await all_taken(server)

    assert notebook.texts == ["lành"]
    assert [(incoming.text, type(error)) for incoming, error in notebook.parked] == [
        ("hỏng", ValueError)
    ]
    assert tries == {"hỏng": ATTEMPTS, "lành": 1}


async def test_a_full_disk_is_waited_for_and_never_parked(
    server: TelegramServer, notebook: Notebook
) -> None:
    tries = Counter[str]()

    async def receive(incoming: Incoming) -> None:
        tries[incoming.text] += 1
        if tries[incoming.text] < 25:
            raise DiskFull
        await notebook.receive(incoming)

    async with listening(talk_to(server, notebook, wait_for=(DiskFull,)), receive):
        server.person(7).says("12 hộ")
        await all_taken(server)

    assert notebook.texts == ["12 hộ"]
    assert notebook.parked == []


async def test_what_cannot_even_be_parked_stays_with_telegram(
    server: TelegramServer, notebook: Notebook
) -> None:
    class Broken(Notebook):
        async def park(self, incoming: Incoming, error: Exception) -> None:
            waiting.append(len(server.mailbox.waiting))
            if len(waiting) < 4:
                raise OSError
            await super().park(incoming, error)

    async def receive(_: Incoming) -> None:
        raise ValueError

    waiting: list[int] = []
    broken = Broken()
    async with listening(talk_to(server, broken), receive):
        server.person(7).says("12 hộ")
        await all_taken(server)

    assert waiting == [1, 1, 1, 1]
    assert len(broken.parked) == 1


async def test_one_person_is_heard_in_order_while_others_are_heard_meanwhile(
    server: TelegramServer, notebook: Notebook
) -> None:
    started: list[str] = []
    go_on = asyncio.Event()

    async def receive(incoming: Incoming) -> None:
        started.append(incoming.text)
        if incoming.text == "một":
            await go_on.wait()
        await notebook.receive(incoming)

    sung, pao = server.person(7), server.person(8, "Vàng A Páo")
    async with listening(talk_to(server, notebook), receive):
        sung.says("một")
        sung.says("hai")
        pao.says("của Páo")
        await notebook.hears(1)
        pao.says("nữa của Páo")
        await notebook.hears(2)
        held = len(server.mailbox.waiting)
        go_on.set()
        await all_taken(server)

    assert held == 4
    assert notebook.texts == ["của Páo", "nữa của Páo", "một", "hai"]
    assert Counter(started) == Counter(notebook.texts)


async def test_a_crowd_is_heard_a_few_at_a_time(server: TelegramServer, notebook: Notebook) -> None:
    begun: list[str] = []
    go_on = asyncio.Event()

    async def receive(incoming: Incoming) -> None:
        begun.append(incoming.address)
        await go_on.wait()
        await notebook.receive(incoming)

    for chat in range(100, 150):
        server.person(chat).says("có mặt")
    async with listening(talk_to(server, notebook), receive):
        # Asked again, the bot has had time to begin with everybody it wants to.
        await server.signal.until(lambda: len(server.asked("getUpdates")) > 1)
        at_once = list(begun)
        go_on.set()
        await all_taken(server)

    assert at_once == [str(chat) for chat in range(100, 100 + TOGETHER)]
    assert len(notebook.heard) == 50


async def test_what_is_in_hand_when_the_bot_stops_comes_again(
    server: TelegramServer, notebook: Notebook
) -> None:
    begun = asyncio.Event()

    async def never(_: Incoming) -> None:
        begun.set()
        await asyncio.Event().wait()

    async with listening(talk_to(server, notebook), never):
        server.person(7).says("12 hộ")
        await begun.wait()
    async with listening(talk_to(server, notebook), notebook.receive):
        await all_taken(server)

    assert notebook.texts == ["12 hộ"]


async def test_a_broken_connection_is_tried_again(
    server: TelegramServer, notebook: Notebook
) -> None:
    server.fail("getUpdates", 502, times=3)
    server.drop_reply("getUpdates", times=2)
    server.person(7).says("12 hộ")

    async with listening(talk_to(server, notebook), notebook.receive):
        await all_taken(server)

    assert notebook.texts == ["12 hộ"]


async def test_a_silent_day_costs_one_question_every_half_minute(
    server: TelegramServer, notebook: Notebook
) -> None:
    async with listening(talk_to(server, notebook), notebook.receive):
        server.person(7).says("12 hộ")
        await all_taken(server)

    waits = [call.request.timeout for call in server.asked("getUpdates")]
    assert waits == [POLL_SECONDS] * len(waits)
    assert len(waits) <= 2


async def test_an_unknown_token_stops_the_bot_without_being_told(
    server: TelegramServer, notebook: Notebook
) -> None:
    talk = talk_to(server, notebook)
    old, server.token = server.token, "123456:the-new-one"

    with pytest.raises(TokenRefused) as refused:
        await talk.listen(notebook.receive)
    await talk.close()

    assert old not in str(refused.value)


async def test_a_webhook_in_the_way_is_told_clearly_and_waited_out(
    server: TelegramServer, notebook: Notebook, caplog: pytest.LogCaptureFixture
) -> None:
    talk = talk_to(server, notebook)
    await talk.set_webhook("http://127.0.0.1:9/nobody", "secret")

    with caplog.at_level(logging.ERROR):
        async with listening(talk, notebook.receive):
            await server.signal.until(lambda: len(server.asked("getUpdates")) > 2)
            await talk.delete_webhook()
            server.person(7).says("12 hộ")
            await all_taken(server)

    assert notebook.texts == ["12 hộ"]
    assert "webhook" in caplog.text
    assert server.token not in caplog.text


async def test_an_update_nobody_can_read_is_parked_and_hides_no_other(
    server: TelegramServer, notebook: Notebook
) -> None:
    strange = server.mailbox.put({"message": {"message_id": "không phải số"}})
    server.person(7).says("12 hộ")

    async with listening(talk_to(server, notebook), notebook.receive):
        await all_taken(server)

    assert notebook.texts == ["12 hộ"]
    assert [incoming.message_id for incoming, _ in notebook.parked] == [f"u{strange['update_id']}"]


async def test_the_log_of_a_failure_never_shows_an_answer(
    server: TelegramServer, notebook: Notebook, caplog: pytest.LogCaptureFixture
) -> None:
    async def receive(incoming: Incoming) -> None:
        raise ValueError(incoming.text)

    with caplog.at_level(logging.DEBUG, logger="bot"):
        async with listening(talk_to(server, notebook), receive):
            server.person(7).says("nhà có người ốm")
            await all_taken(server)

    assert "ValueError" in caplog.text
    assert "ốm" not in caplog.text
