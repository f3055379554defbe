"""The composition root: settings, database, library, channels and postman, put together once."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from random import SystemRandom

from aiohttp import web

from bot import bells, bots, counting, secret
from bot.bots import Bot
from bot.carrying import Compose
from bot.channel import Brought, Channel, Incoming, Now, Receive, TryLater
from bot.conversation import Conversation
from bot.doorstep import Doorstep
from bot.driving import Driver
from bot.enclosures import Enclosures
from bot.library import Library
from bot.moment import ZONE, system_now
from bot.office import Office
from bot.opening import Opening
from bot.postman import Postman
from bot.setbacks import Setbacks
from bot.settings import Settings
from bot.staff_door import StaffDoor
from bot.web import calendar, check, dial, join, notice, site
from bot.web.channel import Chatter, DemoPhone, Shelved, WebChannel
from bot.web.notice import Board
from bot.web.site import Doors, More
from flows import letters
from flows.letters import Kind
from flows.sample import commune as sample_commune
from scheduler import clock, digests, jobs, reminders
from storage import mail, roster, waiting
from storage.database import Database, Full, connect, upgrade
from storage.folder import Folder

SHELF = 40  # letters a page shows of the past


@dataclass(frozen=True, slots=True)
class House:
    """Everything that runs, put together."""

    settings: Settings
    db: Database
    folder: Folder
    conversation: Conversation
    postman: Postman
    page: WebChannel
    enclosures: Enclosures
    bots: tuple[Bot, ...]
    now: Now

    async def shelf(self, address: str, after: int) -> list[Shelved]:
        """The letters of one page, for the browser."""
        async with self.db.read() as tx:
            found = await mail.shelf(tx, self.page.name, address, after, SHELF, self.now())
        return [Shelved(item.id, item.posted_at, item.message) for item in found]

    async def enclosed(self, address: str, letter: int, number: int) -> Brought | None:
        """What a letter on this page encloses."""
        async with self.db.read() as tx:
            found = await mail.enclosure(tx, self.page.name, address, letter, number)
        return await self.enclosures.bring(found.key) if found else None

    async def who(self, address: str) -> Chatter | None:
        """Who a page belongs to; None for an address nobody was given."""
        async with self.db.read() as tx:
            found = await roster.chatter(tx, self.page.name, address)
        if found is None:
            return None
        return Chatter(found.name or "Bản Học", " · ".join(found.places))

    async def next_letter(self) -> datetime | None:
        """The first moment after now at which a letter may go, None for never."""
        async with self.db.read() as tx:
            return await waiting.next_due(tx, self.now())

    async def letters_wait(self) -> bool:
        """Whether a letter may go now."""
        async with self.db.read() as tx:
            return bool(await waiting.waiting(tx, self.now(), 1, self._room))

    def _room(self, _: str, rank: int) -> int:
        """One letter of a rank in its hours, none out of them."""
        return int(letters.open_at(rank, self.now().astimezone(ZONE)))

    async def remind(self) -> None:
        """Promise what people are to be reminded of, and let it go."""
        if (await reminders.remind(self.db, self.now())).letters:
            self.postman.call()

    async def send_digests(self) -> None:
        """Promise the digests of the morning, and let them go."""
        await digests.send(self.db, self.now())
        self.postman.call()

    async def clean(self) -> None:
        """The nightly cleaning."""
        await jobs.clean(self.db, self.folder, self.now())


@asynccontextmanager
async def house(
    settings: Settings,
    *,
    sample: bool = False,
    more: Sequence[Channel] = (),
    now: Now = system_now,
) -> AsyncIterator[House]:
    """Put the program together; with `sample`, an invented commune is written the first time."""
    await asyncio.to_thread(settings.data.mkdir, parents=True, exist_ok=True)
    await asyncio.to_thread(upgrade, settings.database)
    async with connect(settings.database) as db:
        if sample:
            async with db.begin() as tx:
                await roster.enrol_sample(tx, sample_commune())
        yield await _assemble(settings, db, now, more)


async def _assemble(settings: Settings, db: Database, now: Now, more: Sequence[Channel]) -> House:
    library, folder, page = Library(), Folder(settings.evidence), WebChannel()
    await library.publish_shipped(db, now())
    channels: dict[str, Channel] = {channel.name: channel for channel in (page, *more)}
    mailers: dict[str, Channel] = {}
    composers: dict[Kind, Compose] = {
        "reminder": partial(reminders.compose, progress=counting.counter(library)),
    }
    chance = SystemRandom()
    postman = Postman(db, channels, now, mailers=mailers, composers=composers, chance=chance.random)
    key = await asyncio.to_thread(secret.key, settings)
    name = settings.telegram_name
    base = settings.public_url or f"http://{settings.host}:{settings.port}"
    office = Office(library, folder, base, name, key=key, chance=chance)
    conversation = Conversation(db, folder, Opening(library), office, now, postman.call)
    enclosures = Enclosures(db, office)
    door = StaffDoor(db, office, conversation, now)
    found = bots.made(settings, conversation, door, enclosures.bring)
    channels.update({bot.talk.name: bot.talk for bot in found})
    mailers.update({bot.mail.name: bot.mail for bot in found})
    return House(settings, db, folder, conversation, postman, page, enclosures, found, now)


def website(
    home: House, phones: Sequence[DemoPhone] = (), driver: Driver | None = None
) -> web.Application:
    """Every page: the chats, and what anybody may see (invitations, posted lists, titles).

    With a `driver`, the page of the demo shows its clock and moves it on.
    """
    doors = Doors(_patiently(home), home.shelf, home.who, home.enclosed, home.now)
    step = Doorstep(home.db, home.conversation.office, doors.receive, home.now)
    secure = home.settings.public_url.startswith("https:")
    board = Board(home.db, home.now, home.postman.call)
    titles = check.at(check.finder(home.db))
    public: list[More] = [join.at(step, secure=secure), notice.routes(board), titles]
    feed = calendar.finder(home.db, home.conversation.office.key, home.now)
    public.append(calendar.at(feed, home.now))
    public += [dial.at(driver, phones)] if driver else []
    return site.build(doors, home.page, public)


async def serve(
    home: House,
    phones: Sequence[DemoPhone],
    started: Callable[[], None],
    driver: Driver | None = None,
) -> None:
    """Run until cancelled: the page, Telegram when there is a token, the postman and the clock.

    A `driver` rings the bells by a clock that can be moved on; without one, they ring in real life.
    """
    async with AsyncExitStack() as stack:
        app = website(home, phones, driver)
        for bot in home.bots:
            stack.push_async_callback(bot.close)
        bots.attach(home.bots, app, home.settings)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, home.settings.host, home.settings.port).start()
        if driver is None:
            await stack.enter_async_context(clock.ticking(bells.bells(home), ZONE, home.now))
        gc.freeze()  # what is loaded by now stays: looking through it costs 0.1 s again and again
        started()
        await _run(home, driver)


def _patiently(home: House) -> Receive:
    """The door in, for a page that sends again what was not kept: what never works is parked."""
    setbacks = Setbacks(home.conversation.park, wait_for=(Full,))

    async def hear(said: Incoming) -> None:
        if await setbacks.hear(said, home.conversation.receive) == "again":
            raise TryLater("not kept")

    return hear


async def _run(home: House, driver: Driver | None) -> None:
    async with asyncio.TaskGroup() as tasks:
        if driver is not None:
            tasks.create_task(driver.run())
        tasks.create_task(home.postman.run())
        tasks.create_task(bots.listen(home.bots, home.settings))
