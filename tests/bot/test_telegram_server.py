"""The stand-in for Telegram is held to account by a second client and by wrong requests."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import telegram
from aiohttp import ClientSession
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter

from tests.telegram_flood import Limits
from tests.telegram_server import TelegramServer


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as running:
        yield running


@pytest.fixture
async def other(server: TelegramServer) -> AsyncIterator[telegram.Bot]:
    async with _client(server, server.token) as bot:
        yield bot


def _client(server: TelegramServer, token: str) -> telegram.Bot:
    return telegram.Bot(
        token, base_url=f"{server.base}/bot", base_file_url=f"{server.base}/file/bot"
    )


def _keyboard(data: str = "q1:1") -> telegram.InlineKeyboardMarkup:
    return telegram.InlineKeyboardMarkup(
        [[telegram.InlineKeyboardButton("1. Có", callback_data=data)]]
    )


async def test_another_client_understands_what_the_stand_in_says(
    server: TelegramServer, other: telegram.Bot
) -> None:
    sung = server.person(7)

    said = await other.send_message(
        7, "Câu 1/10", reply_markup=_keyboard(), entities=[telegram.MessageEntity("bold", 0, 8)]
    )
    sung.presses(sung.screen[0], 1)
    (tap,) = await other.get_updates(timeout=5)
    assert tap.callback_query is not None
    await tap.callback_query.answer()
    await other.edit_message_reply_markup(7, said.message_id)

    assert (await other.get_me()).username == "ban_hoc_bot"
    assert tap.callback_query.data == "q1:1"
    assert "reply_markup" not in sung.screen[0]
    assert all(server.chats.taps.values())
    assert server.violations == []


async def test_another_client_gets_and_gives_files(
    server: TelegramServer, other: telegram.Bot
) -> None:
    sung = server.person(7)
    sung.photographs(b"\xff\xd8 anh", caption="góc học tập")

    (photo,) = await other.get_updates(timeout=5)
    assert photo.message is not None
    file = await photo.message.photo[-1].get_file()
    await other.send_document(7, b"%PDF-1.7", filename="phieu.pdf", caption="Phiếu")
    await other.send_photo(7, b"\xff\xd8 qr")

    assert bytes(await file.download_as_bytearray()) == b"\xff\xd8 anh"
    assert photo.message.caption == "góc học tập"
    assert sung.screen[0]["document"]["file_name"] == "phieu.pdf"
    assert "photo" in sung.screen[1]
    assert server.violations == []


async def test_an_offset_acknowledges_and_a_second_poll_ends_the_first(
    server: TelegramServer, other: telegram.Bot
) -> None:
    sung = server.person(7)
    for text in ("một", "hai"):
        sung.says(text)
    first, second = await other.get_updates()

    (kept,) = await other.get_updates(offset=second.update_id)
    polling = asyncio.create_task(other.get_updates(offset=second.update_id + 1, timeout=9))
    await server.signal.until(lambda: not server.mailbox.waiting)
    async with _client(server, server.token) as third:
        await third.get_updates()

    assert kept.update_id == second.update_id == first.update_id + 1
    with pytest.raises(Conflict):
        await polling


async def test_refusals_arrive_as_the_errors_other_clients_know(
    server: TelegramServer, other: telegram.Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The client's own switch to its coming type of retry_after: the old one warns.
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    for chat in (7, 8, 9):
        server.person(chat)
    server.chats.blocked.add(8)
    server.chats.left.add(9)
    server.flood("sendMessage", 3)

    with pytest.raises(RetryAfter):
        await other.send_message(7, "x")
    for chat in (8, 9):
        with pytest.raises(Forbidden):
            await other.send_message(chat, "x")
    with pytest.raises(BadRequest, match=r"[Cc]hat not found"):
        await other.send_message(404, "x")
    with pytest.raises(InvalidToken):
        async with _client(server, "123456:wrong"):
            pass


async def test_a_dropped_answer_is_an_error_although_the_message_arrived(
    server: TelegramServer, other: telegram.Bot
) -> None:
    sung = server.person(7)
    server.drop_reply("sendMessage")
    server.fail("getMe", 502)

    with pytest.raises(NetworkError):
        await other.send_message(7, "đã đến")
    with pytest.raises(NetworkError):
        await other.get_me()

    assert [message["text"] for message in sung.screen] == ["đã đến"]


async def test_whoever_hurries_is_told_to_wait(server: TelegramServer) -> None:
    seconds = [0.0]
    server.limits = Limits(lambda: seconds[0])
    for chat in range(40):
        server.person(chat)

    async with ClientSession() as client:
        burst = [await _say(client, server, chat) for chat in range(40)]
        seconds[0] = 0.9
        early = await _say(client, server, 39)
        seconds[0] = 1.0
        again = [await _say(client, server, chat) for chat in (0, 0, 39)]

    assert burst == [0] * 30 + [1] * 10
    assert early == 1
    assert again == [0, 1, 0]


async def test_a_group_takes_twenty_messages_a_minute(server: TelegramServer) -> None:
    seconds = [0.0]
    server.limits = Limits(lambda: seconds[0])
    server.person(-9)

    async with ClientSession() as client:
        told = []
        for at in range(22):
            seconds[0] = 2.0 * at
            told.append(await _say(client, server, -9))
        seconds[0] = 60.0
        again = await _say(client, server, -9)

    assert told == [0] * 20 + [20, 18]
    assert again == 0


async def _say(client: ClientSession, server: TelegramServer, chat: int) -> int:
    """Say something; the seconds to wait before that may be asked again, 0 when it was taken."""
    url = f"{server.base}/bot{server.token}/sendMessage"
    async with client.post(url, json={"chat_id": chat, "text": "x"}) as answer:
        told = await answer.json()
    return int(told.get("parameters", {}).get("retry_after", 0))


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("sendMesage", {}, "method not found"),
    ("sendMessage", {"chat_id": 7}, "text"),
    ("sendMessage", {"chat_id": 7, "text": "a", "txt": "a"}, "SendMessage.txt"),
    ("sendMessage", {"chat_id": 7, "text": "a", "disable_notification": "maybe"}, "boolean"),
    ("sendMessage", {"chat_id": 7, "text": "  "}, "message text is empty"),
    ("sendMessage", {"chat_id": 7, "text": "x" * 4097}, "message is too long"),
    ("sendMessage", {"chat_id": 7, "text": "📷" * 2049}, "message is too long"),
    (
        "sendMessage",
        {"chat_id": 7, "text": "a", "entities": [{"type": "bold", "offset": 0, "length": 2}]},
        "ENTITY_BOUNDS_INVALID",
    ),
    (
        "sendMessage",
        {"chat_id": 7, "text": "a", "reply_markup": {"inline_keyboard": [[{"text": "a", "x": 1}]]}},
        "InlineKeyboardButton.x",
    ),
    (
        "sendMessage",
        {
            "chat_id": 7,
            "text": "a",
            "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "đ" * 33}]]},
        },
        "BUTTON_DATA_INVALID",
    ),
    ("editMessageReplyMarkup", {"chat_id": 7, "message_id": 99}, "message to edit not found"),
    ("answerCallbackQuery", {"callback_query_id": "1"}, "query is too old"),
    ("getFile", {"file_id": "nothing"}, "invalid file_id"),
]


@pytest.mark.parametrize(("method", "asked", "said"), WRONG)
async def test_a_wrong_request_is_refused_and_remembered(
    server: TelegramServer, method: str, asked: dict[str, Any], said: str
) -> None:
    server.person(7)

    async with (
        ClientSession() as client,
        client.post(f"{server.base}/bot{server.token}/{method}", json=asked) as answer,
    ):
        told = await answer.json()

    assert not told["ok"]
    assert said in told["description"]
    assert len(server.violations) == 1


async def test_an_unchanged_message_cannot_be_edited(
    server: TelegramServer, other: telegram.Bot
) -> None:
    server.person(7)
    said = await other.send_message(7, "Câu 1/10")

    with pytest.raises(BadRequest, match="not modified"):
        await other.edit_message_text("Câu 1/10", 7, said.message_id)
    await other.edit_message_text("Câu 2/10", 7, said.message_id)
