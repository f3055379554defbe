"""What Telegram did not say yes to: surely not done, or in doubt, as a reply finds it out."""

from collections.abc import AsyncIterator, Callable

import pytest

from bot.channel import Brought, TryLater
from bot.telegram_talk import TelegramTalk
from flows.messages import Enclosure, Message
from tests.stage import jpeg
from tests.telegram_listener import Notebook, talk_to
from tests.telegram_server import TelegramServer

HELLO = Message("Xin chào")


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as opened:
        opened.person(7)
        yield opened
        assert opened.violations == []


@pytest.fixture
async def talk(server: TelegramServer) -> AsyncIterator[TelegramTalk]:
    made = talk_to(server, Notebook())
    yield made
    await made.close()


async def trouble(talk: TelegramTalk, message: Message = HELLO) -> TryLater:
    with pytest.raises(TryLater) as later:
        await talk.send("7", message, letter=1)
    return later.value


@pytest.mark.parametrize(
    ("happens", "unsure"),
    [
        (lambda server: server.drop_reply("sendMessage"), True),
        (lambda server: server.fail("sendMessage", 502), False),
        (lambda server: server.flood("sendMessage", 9), False),
    ],
    ids=["the_answer_is_lost", "a_page_in_its_place", "a_flood"],
)
async def test_only_an_answer_that_never_came_leaves_doubt(
    server: TelegramServer,
    talk: TelegramTalk,
    happens: Callable[[TelegramServer], None],
    unsure: bool,
) -> None:
    happens(server)

    assert (await trouble(talk)).unsure is unsure


async def test_who_was_never_reached_was_asked_for_nothing() -> None:
    gone = TelegramTalk("1:x", "http://127.0.0.1:9", _park)

    later = await trouble(gone)
    await gone.close()

    assert not later.unsure


async def test_a_message_whose_first_part_arrived_is_in_doubt_whatever_stops_it(
    server: TelegramServer,
) -> None:
    talk = TelegramTalk(server.token, server.base, _park, bring=_bring)
    server.fail("sendMessage", 502)

    later = await trouble(talk, Message("Bản đồ", enclosed=(Enclosure("picture", "k"),)))
    await talk.close()

    assert [call.method for call in server.calls if call.status == 200] == ["sendPhoto"]
    assert later.unsure


async def _bring(_: str) -> Brought:
    return Brought(jpeg(), "image/jpeg", "anh.jpg")


async def _park(*_: object) -> None:
    """Nothing is heard here."""
