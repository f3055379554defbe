"""The one door out: every message leaves through `deliver`."""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta

from bot.channel import Channel, Now, Refused, TryLater, Unreachable
from storage import mail
from storage.database import Database
from storage.mail import Letter

BATCH = 30
FIRST_PAUSE = 2.0  # seconds; doubled at each try of the same letter
LONGEST_PAUSE = 300.0

log = logging.getLogger(__name__)


class Postman:
    """Carries letters from the table to their channels, oldest first for each address.

    What a channel cannot take now is tried again later, and holds up only its own address.
    """

    def __init__(self, db: Database, channels: Mapping[str, Channel], now: Now) -> None:
        self._db = db
        self._channels = channels
        self._now = now
        self._called = asyncio.Event()

    def call(self) -> None:
        """There is something new to carry."""
        self._called.set()

    async def run(self) -> None:
        """Carry letters until cancelled."""
        while True:
            self._called.clear()
            while await self.deliver():
                pass
            await self._rest()

    async def deliver(self) -> int:
        """Carry what may go now; how many letters were looked at."""
        async with self._db.begin() as tx:
            letters = await mail.waiting(tx, self._now(), BATCH)
        await asyncio.gather(*map(self._carry, letters))
        return len(letters)

    async def _carry(self, letter: Letter) -> None:
        channel = self._channels.get(letter.channel)
        try:
            if channel is None:
                raise Refused(f"there is no channel {letter.channel}")
            await channel.send(letter.address, letter.message, letter=letter.id)
        except TryLater as busy:
            await self._postpone(letter, busy)
        except Unreachable as gone:
            await self._give_up(letter, str(gone), unreachable=True)
        except Refused as refused:
            await self._give_up(letter, str(refused), unreachable=False)
        else:
            async with self._db.begin() as tx:
                await mail.mark_sent(tx, letter, self._now())

    async def _postpone(self, letter: Letter, busy: TryLater) -> None:
        pause = busy.seconds
        if pause is None:
            pause = min(FIRST_PAUSE * 2**letter.tries, LONGEST_PAUSE)
        log.info("letter %s postponed by %s s: %s", letter.id, pause, letter.channel)
        async with self._db.begin() as tx:
            until = self._now() + timedelta(seconds=pause)
            await mail.postpone(tx, letter, until, str(busy))

    async def _give_up(self, letter: Letter, reason: str, *, unreachable: bool) -> None:
        log.warning("letter %s given up: %s: %s", letter.id, letter.channel, reason)
        async with self._db.begin() as tx:
            await mail.give_up(tx, letter, reason)
            if unreachable:
                await mail.unreachable(tx, letter.channel, letter.address, self._now())

    async def _rest(self) -> None:
        """Sleep until called, or until a postponed letter is due."""
        async with self._db.begin() as tx:
            due = await mail.next_due(tx)
        wait = None if due is None else max((due - self._now()).total_seconds(), 0.0)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._called.wait(), wait)
