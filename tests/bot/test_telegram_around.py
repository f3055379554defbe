"""What happens around a message: its file is fetched first, its button is put away after."""

from collections.abc import AsyncIterator

import pytest

from bot.channel import Upload
from bot.telegram_hear import MOST_BYTES
from bot.telegram_talk import TelegramTalk
from flows.messages import Choice, Message
from tests.telegram_listener import Notebook, all_taken, listening, talk_to
from tests.telegram_server import TelegramServer


async def _ask(talk: TelegramTalk) -> None:
    await talk.send("7", Message("Có không?", choices=(Choice(1, "Có", "", "a:4:1"),)), letter=1)


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as running:
        yield running


async def test_a_photo_is_fetched_again_when_the_line_breaks(server: TelegramServer) -> None:
    notebook = Notebook()
    server.fail("file", 502)
    server.drop_reply("getFile")

    async with listening(talk_to(server, notebook), notebook.receive):
        server.person(7).photographs(b"\xff\xd8 anh")
        await all_taken(server)

    assert notebook.heard[0].uploads == (Upload("photo", b"\xff\xd8 anh"),)
    assert server.violations == []


async def test_a_photo_that_never_comes_is_told_and_holds_up_nobody(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    notebook = Notebook()
    server.fail("file", 404, times=3)

    async with listening(talk_to(server, notebook), notebook.receive):
        server.person(7).photographs(b"\xff\xd8 anh")
        await all_taken(server)

    assert notebook.heard[0].uploads == (Upload("photo", problem="not_kept"),)
    assert server.token not in caplog.text


async def test_a_file_whose_size_was_not_told_may_turn_out_too_big(server: TelegramServer) -> None:
    notebook = Notebook()
    update = server.person(7).attaches(bytes(MOST_BYTES + 1), "phim.mkv")
    del update["message"]["document"]["file_size"]

    async with listening(talk_to(server, notebook), notebook.receive):
        await all_taken(server)

    assert notebook.heard[0].uploads == (Upload("file", name="phim.mkv", problem="too_big"),)
    assert len(server.asked("getFile")) == 1


async def test_a_pressed_button_is_answered_and_its_keyboard_taken_away(
    server: TelegramServer,
) -> None:
    notebook = Notebook()
    talk = talk_to(server, notebook)
    sung = server.person(7)
    await _ask(talk)

    async with listening(talk, notebook.receive):
        sung.presses(sung.screen[0], 1)
        await all_taken(server)

    assert notebook.heard[0].press == "a:4:1"
    assert all(server.chats.taps.values())
    assert "reply_markup" not in sung.screen[0]
    assert sung.screen[0]["text"].endswith("1. Có")
    assert server.violations == []


async def test_a_tap_telegram_has_forgotten_is_still_an_answer(server: TelegramServer) -> None:
    notebook = Notebook()
    talk = talk_to(server, notebook)
    sung = server.person(7)
    await _ask(talk)
    sung.presses(sung.screen[0], 1)
    server.chats.taps.clear()
    server.chats.messages[7].clear()

    async with listening(talk, notebook.receive):
        await all_taken(server)

    assert notebook.heard[0].press == "a:4:1"
    assert len(server.violations) == 2


async def test_a_press_that_was_parked_keeps_its_keyboard(server: TelegramServer) -> None:
    async def receive(_: object) -> None:
        raise ValueError

    notebook = Notebook()
    talk = talk_to(server, notebook)
    sung = server.person(7)
    await _ask(talk)

    async with listening(talk, receive):
        sung.presses(sung.screen[0], 1)
        await all_taken(server)

    assert len(notebook.parked) == 1
    assert "reply_markup" in sung.screen[0]
