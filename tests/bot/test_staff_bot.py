"""The staff bot beside the public one: two tokens, one program, and silence for everybody else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot import program
from bot.channel import Incoming
from bot.moment import system_now
from bot.settings import Settings
from flows import invitation
from flows.reception import CONSENT
from flows.rights import Holding
from storage import invitations, people, roster, tables
from storage.invitations import Terms, Whom
from storage.roster import SamplePerson
from tests.programs import free_port
from tests.stage import jpeg
from tests.telegram_pair import Pair, pair
from tests.telegram_people import Person

OFFICER = SamplePerson("Hoàng Thị Mẫu", "staff", "MAU")
CITIZEN = SamplePerson("Vàng Thị Mẫu", "citizen", "MAU01")


@asynccontextmanager
async def running(folder: Path, telegram: Pair, **more: str) -> AsyncIterator[program.House]:
    """The program with both bots."""
    settings = Settings(
        data=folder,
        port=await free_port(),
        telegram_token=telegram.public.token,
        staff_telegram_token=telegram.staff.token,
        telegram_api=telegram.base,
        **more,
    )
    started = asyncio.Event()
    async with program.house(settings, sample=True) as home:
        serving = asyncio.create_task(program.serve(home, [], started.set))
        await asyncio.wait_for(started.wait(), 30)
        yield home
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving


async def enrol(home: program.House, person: SamplePerson, channel: str, chat: int) -> int:
    """Somebody on the roster who agreed already."""
    async with home.db.begin() as tx:
        number = await roster.enrol(tx, person, channel, str(chat), system_now())
        agreed = update(tables.Person).where(tables.Person.id == number)
        await tx.execute(agreed.values(consent=CONSENT))
    return number


async def says(person: Person, text: str) -> str:
    before = len(person.screen)
    person.says(text)
    return str((await person.sees(before + 1))[-1]["text"])


async def all_taken(telegram: Pair) -> None:
    """Wait until both servers were told that they may forget everything."""
    for server in (telegram.public, telegram.staff):
        await server.signal.until(lambda server=server: not server.mailbox.waiting)


async def test_staff_work_at_the_desk_while_people_answer_on_the_other_bot(tmp_path: Path) -> None:
    async with pair() as telegram, running(tmp_path, telegram) as home:
        await enrol(home, OFFICER, "telegram_staff", 7)
        await enrol(home, CITIZEN, "telegram", 8)
        officer, citizen = telegram.staff.person(7), telegram.public.person(8)

        menu, form = await asyncio.gather(says(officer, "/start"), says(citizen, "/start"))
        desk = await says(officer, "Bàn làm việc của xã")

    assert "Bàn làm việc của xã" in menu
    assert "Công dân học tập" in form
    assert "Bàn làm việc" not in form
    assert "Không có phiếu nào chờ thẩm định." in desk
    assert telegram.staff.person(8).screen == telegram.public.person(7).screen == []
    assert telegram.public.violations == telegram.staff.violations == []


async def test_whoever_is_not_staff_gets_nothing_from_the_staff_bot(tmp_path: Path) -> None:
    async with pair() as telegram, running(tmp_path, telegram) as home:
        await enrol(home, OFFICER, "telegram_staff", 7)
        await enrol(home, CITIZEN, "telegram", 8)
        await enrol(home, SamplePerson("Tẩn A Mẫu", "village_head", "MAU01"), "telegram", 9)
        strangers = [telegram.staff.person(chat) for chat in (8, 9, 10)]
        for stranger in strangers:
            for text in ("/start", "xin chào", "menu", "4827-KX", "/i/" + "A" * 26):
                stranger.says(text)
            stranger.photographs(jpeg())
        await all_taken(telegram)
        answer = await says(telegram.staff.person(7), "/start")

        async with home.db.read() as tx:
            met = await people.known(tx, "telegram_staff", "10")
        sent = {call.method for call in telegram.staff.calls}
    assert "Bàn làm việc của xã" in answer
    assert [stranger.screen for stranger in strangers] == [[], [], []]
    assert met is None
    assert sent <= {"getUpdates", "getFile", "file", "sendMessage"}


async def test_who_is_staff_on_the_public_bot_is_staff_here_without_more(tmp_path: Path) -> None:
    async with pair() as telegram, running(tmp_path, telegram) as home:
        number = await enrol(home, OFFICER, "telegram", 7)

        told = await says(telegram.staff.person(7), "/start")

        async with home.db.read() as tx:
            known = await people.known(tx, "telegram_staff", "7")
    assert "Bàn làm việc của xã" in told
    assert known == number


async def test_whose_role_has_ended_is_a_stranger_again(tmp_path: Path) -> None:
    async with pair() as telegram, running(tmp_path, telegram) as home:
        number = await enrol(home, OFFICER, "telegram_staff", 7)
        officer = telegram.staff.person(7)
        await says(officer, "/start")
        shown = officer.screen[-1]
        async with home.db.begin() as tx:
            assert await people.end_role(
                tx, number, Holding("staff", place_code="MAU"), system_now()
            )
        before = len(officer.screen)

        officer.presses(shown, 2)
        officer.says("menu")
        await all_taken(telegram)

    assert len(officer.screen) == before


@pytest.mark.parametrize("way", ["link", "code"])
async def test_an_invitation_to_the_desk_opens_the_staff_bot(way: str, tmp_path: Path) -> None:
    async with pair() as telegram, running(tmp_path, telegram) as home:
        office = home.conversation.office
        async with home.db.begin() as tx:
            number = await roster.enrol(tx, OFFICER, "web", "page", system_now())
            whom = Whom("staff", person_id=number, place_code="MAU")
            terms = Terms(system_now() + timedelta(days=14), 1)
            made = await invitations.issue(tx, whom, terms, system_now(), office.chance)
        payload = invitation.payload(office.key, made.ticket)
        newcomer = telegram.staff.person(7)

        asked = await says(newcomer, f"/start {payload}" if way == "link" else made.spoken)
        inside = await says(newcomer, "1")

        async with home.db.read() as tx:
            known = await people.known(tx, "telegram_staff", "7")
    assert "Hoàng Thị Mẫu" in asked
    assert inside
    assert known == number


async def test_an_invitation_of_a_household_does_not_open_the_staff_bot(tmp_path: Path) -> None:
    async with pair() as telegram, running(tmp_path, telegram) as home:
        office = home.conversation.office
        async with home.db.begin() as tx:
            await enrol_officer(tx)
            whom = Whom("household", subject_id=1, place_code="MAU01")
            terms = Terms(system_now() + timedelta(days=14))
            made = await invitations.issue(tx, whom, terms, system_now(), office.chance)
        payload = invitation.payload(office.key, made.ticket)
        neighbour = telegram.staff.person(9)

        for text in (f"/start {payload}", made.spoken, "1"):
            neighbour.says(text)
        await all_taken(telegram)
        answer = await says(telegram.staff.person(7), "/start")

    assert answer
    assert neighbour.screen == []


async def enrol_officer(tx: object) -> None:
    await roster.enrol(tx, OFFICER, "telegram_staff", "7", system_now())


async def test_letters_go_to_the_address_where_somebody_was_met_last(tmp_path: Path) -> None:
    async with pair() as telegram, running(tmp_path, telegram) as home:
        number = await enrol(home, OFFICER, "telegram", 7)
        officer = telegram.public.person(7)
        at_desk = telegram.staff.person(7)
        where = []

        for who in (at_desk, officer, at_desk):
            await says(who, "menu")
            async with home.db.read() as tx:
                where += [one.recipient.channel for one in await people.at_home(tx, number)]

    assert where == ["telegram_staff", "telegram", "telegram_staff"]


async def test_a_message_that_breaks_the_program_is_answered_to_staff_only(tmp_path: Path) -> None:
    async with program.house(Settings(data=tmp_path), sample=True) as home:
        await enrol(home, OFFICER, "telegram_staff", 7)
        door = program.StaffDoor(home.db, home.conversation.office, home.conversation, system_now)

        for chat in ("7", "9", ""):
            await door.park(Incoming("telegram_staff", chat, f"m{chat}"), RuntimeError("a bug"))

        async with home.db.read() as tx:
            letters = (await tx.execute(tables.Letter.__table__.select())).all()
    assert [letter.address for letter in letters] == ["7"]


async def test_each_bot_has_its_own_webhook(tmp_path: Path) -> None:
    secret = "mot-hai-ba-bon"
    async with pair() as telegram:
        where = f"http://127.0.0.1:{await free_port()}"
        more = {"telegram_webhook": where, "telegram_secret": secret}
        async with running(tmp_path, telegram, **more):
            for server in (telegram.public, telegram.staff):
                await server.signal.until(lambda server=server: server.mailbox.webhook)

            hooks = [server.mailbox.webhook for server in (telegram.public, telegram.staff)]

    assert [hook.url for hook in hooks if hook] == [f"{where}/telegram", f"{where}/telegram_staff"]
