"""Moves the program's clock on, ring by ring: what would have rung by then rings at its time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clockwork import Clockwork
from bot.moment import ZONE
from scheduler import clock
from scheduler.clock import Bell

LONGEST = timedelta(days=400)  # one move; a slip of the finger shall not cost an hour
LONGEST_REST = 60.0  # seconds; the machine's own clock may be set meanwhile
LOOK_AGAIN = 0.01  # seconds between two looks at what the postman has still to carry
PATIENCE, NO_PATIENCE = 3.0, 0.1
"""Seconds letters get to leave before the clock goes on without them; the second time, fewer."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Post:
    """What has to be known of letters: `call` tells the postman that the time has changed.

    `due` is the first moment after now at which one may go, None for never; `waits` whether one
    may go now.
    """

    due: Callable[[], Awaitable[datetime | None]]
    waits: Callable[[], Awaitable[bool]]
    call: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Sight:
    """What the clock shows; `share` says how much of a move is done, None while it stands."""

    now: datetime
    share: float | None = None


class Backwards(Exception):
    """That moment is past."""


class TooFar(Exception):
    """That is further than one move goes."""


class Moving(Exception):
    """It moves already."""


class Driver:
    """Rings the bells when `clock` says so, and lets letters leave in between.

    A job may ring late or twice. What rang and was not yet noted when we were killed rings again.
    """

    def __init__(self, clock: Clockwork, bells: Sequence[Bell], post: Post) -> None:
        self.clock = clock
        self._bells = tuple(bells)
        self._post = post
        self._wished = asyncio.Event()
        self._stands = asyncio.Event()
        self._stands.set()
        self._way: tuple[datetime, datetime] | None = None
        self._patience = PATIENCE

    def sight(self) -> Sight:
        """What the clock shows now."""
        now = self.clock.now()
        if self._way is None:
            return Sight(now)
        begun, until = self._way
        return Sight(now, min(max((now - begun) / (until - begun), 0.0), 1.0))

    def ask(self, until: datetime) -> None:
        """Set out for `until`. Raises Moving, Backwards, TooFar."""
        now = self.clock.now()
        if self._way is not None:
            raise Moving
        if until <= now:
            raise Backwards
        if until - now > LONGEST:
            raise TooFar
        self._way = now, until
        self._stands.clear()
        self._wished.set()

    async def arrives(self) -> None:
        """Wait until it stands."""
        await self._stands.wait()

    async def run(self) -> None:
        """Ring what is due, and move when asked, until cancelled."""
        await self._ring_all([bell for bell in self._bells if bell.at_start])
        while True:
            self._wished.clear()
            if self._way is not None:
                await self._go(self._way[1])
                self._way = None
                self._stands.set()
            await self._catch_up()
            with suppress(TimeoutError):
                async with asyncio.timeout(self._rest()):
                    await self._wished.wait()

    async def _go(self, until: datetime) -> None:
        """On to `until`, with everything on the way at its own time."""
        for ring in clock.rings(self._bells, ZONE, self.clock.rung, until):
            await self._letters(ring.moment)
            self.clock.set_to(ring.moment, self.clock.rung)
            await self._ring_all(ring.bells)
            self.clock.set_to(ring.moment, ring.moment)
        await self._letters(until)
        self.clock.set_to(until, until)
        await self._carried()

    async def _catch_up(self) -> None:
        """Ring once, in order, whatever should have rung since; as late as it is."""
        now = self.clock.now()
        missed = {
            bell.name
            for ring in clock.rings(self._bells, ZONE, self.clock.rung, now)
            for bell in ring.bells
        }
        if missed:
            await self._ring_all([bell for bell in self._bells if bell.name in missed])
            self.clock.set_to(now, now)

    async def _letters(self, until: datetime) -> None:
        """Let letters that fall due before `until` leave at their own time."""
        while (due := await self._post.due()) is not None and due < until:
            self.clock.set_to(due, self.clock.rung)
            await self._carried()

    async def _ring_all(self, bells: Sequence[Bell]) -> None:
        for bell in bells:
            try:
                await bell.job()
            except Exception as error:  # whatever one job met, the clock goes on
                log.error("bell %s failed with %s", bell.name, type(error).__name__, exc_info=error)
            await self._carried()

    async def _carried(self) -> None:
        """Wait until the postman has carried what may go now; not for ever for what cannot."""
        self._post.call()
        until = asyncio.get_running_loop().time() + self._patience
        while await self._post.waits():
            if asyncio.get_running_loop().time() > until:
                self._patience = NO_PATIENCE
                return
            await asyncio.sleep(LOOK_AGAIN)
        self._patience = PATIENCE

    def _rest(self) -> float:
        """Seconds until something rings."""
        if self._way is not None:
            return 0.0
        now = self.clock.now()
        soon = now + timedelta(seconds=LONGEST_REST)
        ring = next(clock.rings(self._bells, ZONE, self.clock.rung, soon), None)
        return min((ring.moment - now).total_seconds() if ring else LONGEST_REST, LONGEST_REST)
