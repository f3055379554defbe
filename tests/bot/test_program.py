"""The whole program on Telegram: one conversation through the stand-in, with a late tap in it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from copy import deepcopy
from pathlib import Path

import pytest

from bot import demo, program
from bot.channel import Incoming
from bot.moment import system_now
from bot.settings import Settings, WrongSettings
from storage import roster
from tests.programs import free_port
from tests.stage import jpeg
from tests.telegram_people import Person
from tests.telegram_server import TelegramServer

CITIZEN = roster.SamplePerson("Vàng Thị Mẫu", "citizen", "MAU01")


@asynccontextmanager
async def running(folder: Path, server: TelegramServer) -> AsyncIterator[program.House]:
    """The program with the stand-in as its Telegram, and one person on the roster."""
    settings = Settings(
        data=folder,
        port=await free_port(),
        telegram_token=server.token,
        telegram_api=server.base,
    )
    started = asyncio.Event()
    async with program.house(settings, sample=True) as home:
        async with home.db.begin() as tx:
            if await roster.chatter(tx, "telegram", "7") is None:
                await roster.enrol(tx, CITIZEN, "telegram", "7", system_now())
        serving = asyncio.create_task(program.serve(home, [], started.set))
        await asyncio.wait_for(started.wait(), 30)
        yield home
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving


async def test_a_form_is_filled_in_on_telegram_and_goes_on_after_a_restart(tmp_path: Path) -> None:
    async with TelegramServer() as server:
        person = server.person(7)
        async with running(tmp_path, server):
            consent = await says(person, "/start")
            await presses(person, 1)
            await presses(person, 1)
            work = deepcopy(person.screen[-1])  # as a phone that was away still shows it
            first = await presses(person, 1)
            photo = await presses(person, 1)
            person.photographs(jpeg())
            second = (await person.sees(len(person.screen) + 1))[-1]
            late = await taps(person, work, 2)
        async with running(tmp_path, server):
            third = await says(person, "4")

    assert "Bác có đồng ý" in consent["text"]
    assert "Câu 1/10" in first["text"]
    assert "Đã ghi câu 1" in photo["text"]
    assert "Đã giữ 1 ảnh" in second["text"]
    assert "Câu 2/10" in second["text"]
    assert "mục a" in late["text"]
    assert "Câu 2/10" in late["text"]
    assert "Câu 3/10" in third["text"]
    assert all("not modified" in told for told in server.violations)  # its keyboard was gone


async def test_the_demo_does_not_mix_its_people_into_real_use(tmp_path: Path) -> None:
    async with program.house(Settings(data=tmp_path)) as real:
        await real.conversation.receive(Incoming("web", "an", "m1", "/start"))

    async with program.house(Settings(data=tmp_path), sample=True) as home:
        with pytest.raises(WrongSettings, match="in real use"):
            await demo.phones(home)


async def says(person: Person, text: str) -> dict[str, str]:
    """What the bot answers to a text."""
    before = len(person.screen)
    person.says(text)
    return (await person.sees(before + 1))[-1]


async def presses(person: Person, button: int) -> dict[str, str]:
    """What the bot answers when a button of its last message is pressed."""
    return await taps(person, person.screen[-1], button)


async def taps(person: Person, message: dict[str, str], button: int) -> dict[str, str]:
    before = len(person.screen)
    person.presses(message, button)
    return (await person.sees(before + 1))[-1]
