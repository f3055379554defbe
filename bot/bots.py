"""The Telegram bots of one program: the one for everybody, and the one for staff."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import web

from bot.channel import Bring, Receive
from bot.conversation import Conversation
from bot.setbacks import Park
from bot.settings import Settings
from bot.staff_door import StaffDoor
from storage.database import Full

if TYPE_CHECKING:  # both libraries are slow to import, and most installations have no token
    from bot.telegram_mail import TelegramMail
    from bot.telegram_talk import TelegramTalk


@dataclass(frozen=True, slots=True)
class Bot:
    """One bot: it hears and answers, and carries what nobody asked for.

    What it hears goes through `receive`.
    """

    talk: "TelegramTalk"
    mail: "TelegramMail"
    receive: Receive

    @property
    def path(self) -> str:
        """Where its webhook is."""
        return f"/{self.talk.name}"

    async def close(self) -> None:
        """Let the connections go."""
        await self.mail.close()
        await self.talk.close()


def made(
    settings: Settings, conversation: Conversation, door: StaffDoor, bring: Bring
) -> tuple[Bot, ...]:
    """A bot for each token there is."""
    public = (settings.telegram_token, "telegram", conversation.receive, conversation.park)
    staff = (settings.staff_telegram_token, door.channel, door.receive, door.park)
    return tuple(
        Bot(*_halves(token, settings.telegram_api, park, name, bring), receive)
        for token, name, receive, park in (public, staff)
        if token
    )


def attach(bots: tuple[Bot, ...], app: web.Application, settings: Settings) -> None:
    """Let Telegram post to `app`, where it comes by webhook."""
    for bot in bots if settings.telegram_webhook else ():
        bot.talk.webhook(app, bot.receive, bot.path, settings.telegram_secret)


async def listen(bots: tuple[Bot, ...], settings: Settings) -> None:
    """Hear people until cancelled; with a webhook, only tell Telegram where it is."""
    async with asyncio.TaskGroup() as tasks:
        for bot in bots:
            if settings.telegram_webhook:
                address = f"{settings.telegram_webhook}{bot.path}"
                tasks.create_task(bot.talk.set_webhook(address, settings.telegram_secret))
            else:
                tasks.create_task(bot.talk.listen(bot.receive))


def _halves(
    token: str, api: str, park: Park, name: str, bring: Bring
) -> "tuple[TelegramTalk, TelegramMail]":
    from bot.telegram_mail import TelegramMail
    from bot.telegram_talk import TelegramTalk

    mail = TelegramMail(token, api, name=name, bring=bring)
    talk = TelegramTalk(
        token, api, park, name=name, bring=bring, wait_for=(Full,), around=mail.reply
    )
    return talk, mail
