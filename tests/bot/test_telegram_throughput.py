"""A campaign on Telegram goes as fast as Telegram allows, and not a letter faster."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channel import Channel
from bot.pace import CATCH_UP
from bot.telegram_mail import TelegramMail
from bot.telegram_say import PACE
from bot.telegram_talk import TelegramTalk
from flows.messages import Message
from storage import database
from storage.database import Database
from tests import campaign
from tests.telegram_flood import Limits
from tests.telegram_listener import Notebook
from tests.telegram_server import TelegramServer

LETTERS, REPLIES = 150, 15


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'campaign.db'}"
    database.upgrade(url)
    async with database.connect(url) as opened:
        yield opened


async def test_a_campaign_drains_beside_replies_without_one_refusal(
    db: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    await campaign.promise(db, LETTERS)
    async with TelegramServer() as server:
        server.limits = Limits()
        people = [server.person(chat) for chat in campaign.chats(LETTERS)]
        askers = [server.person(chat) for chat in range(1, REPLIES + 1)]
        bulk = TelegramMail(server.token, server.base)
        talk = TelegramTalk(server.token, server.base, Notebook().park, around=bulk.reply)

        drained, _ = await asyncio.gather(
            campaign.drain(db, bulk, LETTERS, talk), _reply(server, talk)
        )
        await talk.close()
        await bulk.close()

    assert [call.status for call in server.calls] == [200] * (LETTERS + REPLIES)
    assert [len(person.screen) for person in (*people, *askers)] == [1] * (LETTERS + REPLIES)
    assert await campaign.states(db) == {"sent": LETTERS}
    assert drained.rate <= PACE.overall * LETTERS / (LETTERS - CATCH_UP - 1)
    with capsys.disabled():
        print(f"{drained.rate:.1f}/s", end=" ")  # noqa: T201 - what was measured is to be seen


async def _reply(server: TelegramServer, talk: Channel) -> None:
    """Answer somebody at every tenth letter."""
    for number in range(REPLIES):
        await server.signal.until(lambda least=10 * number: len(server.calls) >= least)
        await talk.send(str(number + 1), Message("Đã ghi."), letter=number)
