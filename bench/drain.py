"""A campaign of reminders through the postman and the bulk mail to a Telegram that minds floods."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench import stand_in
from bot.telegram_mail import TelegramMail
from storage.database import connect, upgrade
from tests import campaign
from tests.telegram_server import TOKEN


@dataclass(frozen=True, slots=True)
class Drain:
    """`rate` in letters a second, `load` as a part of one core; `astray`: doubled or missing."""

    rate: float
    load: float
    refused: int
    astray: int


async def reminders(count: int) -> Drain:
    """Send that many reminders to as many people."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'campaign.sqlite3'}"
        upgrade(url)
        async with connect(url) as db, stand_in.running(count) as telegram:
            await campaign.promise(db, count)
            mail = TelegramMail(TOKEN, telegram.base)
            drained = await campaign.drain(db, mail, count, mail)
            await mail.close()
            assert await campaign.states(db) == {"sent": count}
    assert telegram.other == []
    return Drain(
        drained.rate, drained.busy / drained.seconds, telegram.refused, count - telegram.once
    )
