"""The one door out: every message leaves through the postman."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import assert_never

from bot.carrying import (
    USUAL,
    Carrier,
    Compose,
    Doubted,
    GivenUp,
    Outcome,
    Postponed,
    Sent,
    Settled,
    Spans,
    Trip,
    uninterrupted,
)
from bot.channel import Channel, Now
from bot.ways import Ways
from flows.letters import Kind
from storage import outbox, waiting
from storage.database import Database, Full, Tx
from storage.waiting import Letter

FIRST_PAUSE = 2.0  # seconds; doubled at each try of the same letter
LONGEST_PAUSE = 300.0
DOUBLINGS = 8  # 2 s doubled so often is longer than the longest pause already
JITTER = 0.5  # of a pause, at most: what failed together is not tried together again
LONGEST_WISH = 86_400.0  # seconds; a channel that asks for more is asked again after a day
MOST_SURPRISES = 8  # failures nobody foresaw, of one letter: about eight minutes of trying
MOST = 200  # letters taken up at once
SHORTEST_REST, LONGEST_REST = 0.25, 60.0  # seconds between two looks when nobody calls
FULL_REST = 5.0  # seconds to leave a disk alone that refused
LAST_WAIT = 10.0  # seconds that what has left may take to arrive when we are told to stop

Written = Sent | Postponed | Doubted | GivenUp

log = logging.getLogger(__name__)


def steadily() -> float:
    """No chance at all."""
    return 0.0


class Postman:
    """Carries letters from the table to their channels, by rank and then oldest first a chat.

    Replies leave by `channels`, everything else by `mailers` where one has the channel's name, and
    neither waits for the other. Kinds in `composers` are worded when they are sent. What a channel
    cannot take now is tried again later, `chance` (0 to 1) spreading that, and holds up only its
    own address; what nobody asked for leaves only when flows.letters allows it. When nobody knows
    whether a letter arrived, its kind decides whether it is said again.
    """

    def __init__(  # noqa: PLR0913 - the one door, with all that it is made of
        self,
        db: Database,
        channels: Mapping[str, Channel],
        now: Now,
        *,
        mailers: Mapping[str, Channel] = {},
        composers: Mapping[Kind, Compose] = {},
        chance: Callable[[], float] = steadily,
        spans: Spans = USUAL,
    ) -> None:
        self._db = db
        self._channels = channels
        self._mailers = mailers
        self._now = now
        self._chance = chance
        self._longest = spans.longest
        self._carrier = Carrier(db, composers, now, spans)
        self._ways = Ways()
        self._called = asyncio.Event()
        self._unwritten: dict[int, tuple[Trip, Outcome]] = {}
        self._surprises: Counter[int] = Counter()
        self._disk_refuses = False

    def call(self) -> None:
        """There is something new to carry."""
        self._called.set()

    async def run(self) -> None:
        """Carry letters until cancelled; what is on its way then is waited for, and noted."""
        async with asyncio.TaskGroup() as ways:
            while True:
                self._called.clear()
                now = self._now()
                try:
                    for trip in await self._next(now):
                        ways.create_task(self._carry(trip))
                    # While there is much to do, nobody asks when there will be something.
                    if not await self._called_within(SHORTEST_REST):
                        await self._called_within(await self._until_due(now))
                except Full:
                    await self._called_within(self._refused())

    async def _called_within(self, seconds: float) -> bool:
        # Not wait_for: in Python 3.11 it forgets a cancellation that comes with the call.
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                return await self._called.wait()
        return False

    async def deliver(self) -> int:
        """Carry what may go now, and wait for it; how many letters. Not while `run` runs."""
        trips = await self._next(self._now())
        return sum(await asyncio.gather(*map(self._carry, trips)))

    # ---- what may go

    async def _next(self, now: datetime) -> list[Trip]:
        """The letters that may set out now; their addresses are taken until they arrive."""
        found = await self._found(now)
        if found is None:
            await self._settle(now)
            found = await self._found(now) or []
        old = [trip for trip, _ in self._unwritten.values() if self._ways.take(trip)]
        return old + [trip for trip in map(Trip, found) if self._ways.take(trip)]

    async def _found(self, now: datetime) -> list[Letter] | None:
        """What may go; None while something has to be settled first."""
        room = self._ways.room(now)
        ours = self._ours()  # as it was before we looked: some may arrive meanwhile
        async with self._db.read() as tx:
            if await waiting.overdue(tx, now, self._latest(now)) - ours:
                return None
            found = await waiting.waiting(tx, now, MOST, room)
        return [letter for letter in found if letter.id not in ours]

    async def _settle(self, now: datetime) -> None:
        """Decide about what nobody carries any more. What we carry ourselves is not among it."""
        async with self._db.begin() as tx:
            ends = await outbox.settle(tx, now, self._latest(now), self._ours())
        log.warning("letters settled %s", " ".join(f"{k}={v}" for k, v in ends.items() if v))

    def _latest(self, now: datetime) -> datetime:
        """No lease ends later, unless a clock was put back; another's may be fast by one."""
        return now + 2 * self._longest

    def _ours(self) -> set[int]:
        return {trip.letter.id for trip in self._ways.trips()} | self._unwritten.keys()

    async def _until_due(self, now: datetime) -> float:
        """Seconds to rest unless called, for whoever has seen what was to do at `now`."""
        async with self._db.read() as tx:
            due = await waiting.next_due(tx, now)
        first = min([*self._ways.pauses(now), *([due] if due else [])], default=None)
        wait = LONGEST_REST if first is None else (first - self._now()).total_seconds()
        return FULL_REST if self._disk_refuses else min(max(wait, 0.0), LONGEST_REST)

    # ---- one letter

    async def _carry(self, trip: Trip) -> bool:
        """Hand the letter over and write down what came of it; whether that could be written."""
        going = asyncio.ensure_future(self._go(trip))
        try:
            await asyncio.shield(going)
        except asyncio.CancelledError:
            if trip.left:
                await asyncio.wait([going], timeout=LAST_WAIT)
            going.cancel()
            await asyncio.gather(going, return_exceptions=True)
            raise
        except Full:
            self._refused()
            return False
        finally:
            self._ways.free(trip)
        self._called.set()  # the next letter of this address may set out
        return True

    async def _go(self, trip: Trip) -> None:
        number = trip.letter.id
        outcome = (
            self._unwritten[number][1] if number in self._unwritten else await self._hand(trip)
        )
        # Remembered until it is written: nobody hears it twice because a disk is full.
        self._unwritten[number] = trip, outcome
        await uninterrupted(self._note(trip.letter, outcome))
        self._written(trip, outcome)

    async def _hand(self, trip: Trip) -> Outcome:
        name = trip.letter.channel
        by_mail = None if trip.asked else self._mailers.get(name)
        outcome = await self._carrier.hand_over(trip, by_mail or self._channels.get(name))
        if isinstance(outcome, Postponed | Doubted):
            return self._put_off(trip, outcome)
        return outcome

    def _put_off(self, trip: Trip, outcome: Postponed | Doubted) -> Outcome:
        """Time may mend it, but not for ever at this address's cost."""
        if outcome.busy:
            self._ways.hold_up(trip, self._now(), outcome.wish)
            return outcome
        self._surprises[trip.letter.id] += 1
        over = self._surprises[trip.letter.id] >= MOST_SURPRISES
        return GivenUp(outcome.why) if over else outcome

    async def _note(self, letter: Letter, outcome: Outcome) -> None:
        if isinstance(outcome, Settled):
            return
        async with self._db.begin() as tx:
            await self._write(tx, letter, outcome)

    async def _write(self, tx: Tx, letter: Letter, outcome: Written) -> None:
        """Note what came of a letter. The log names its number, never what it says or to whom."""
        now = self._now()
        match outcome:
            case Sent():
                await outbox.mark_sent(tx, letter, now)
            case Postponed(why, wish):
                log.info("letter %s postponed by %s", letter.id, letter.channel)
                await outbox.postpone(tx, letter, self._later(letter, wish), why)
            case Doubted(why, wish):
                log.warning("letter %s is in doubt by %s", letter.id, letter.channel)
                await outbox.doubt(tx, letter, self._later(letter, wish), why)
            case GivenUp(why, gone):
                log.warning("letter %s given up, %s", letter.id, "gone" if gone else "refused")
                await outbox.give_up(tx, letter, why)
                if gone:
                    await outbox.unreachable(tx, letter.channel, letter.address, now)
            case _:
                assert_never(outcome)

    def _later(self, letter: Letter, wish: float | None) -> datetime:
        pause = min(FIRST_PAUSE * 2 ** min(letter.tries, DOUBLINGS), LONGEST_PAUSE)
        pause *= 1 + JITTER * self._chance()
        if wish is not None:
            pause = min(max(wish, SHORTEST_REST), LONGEST_WISH)
        return self._now() + timedelta(seconds=pause)

    def _written(self, trip: Trip, outcome: Outcome) -> None:
        del self._unwritten[trip.letter.id]
        if not isinstance(outcome, Postponed | Doubted):
            self._surprises.pop(trip.letter.id, None)
        if isinstance(outcome, Sent):
            self._ways.well(trip)
        self._disk_refuses = False

    def _refused(self) -> float:
        """The disk took nothing, or gave nothing: say so once; seconds to leave it alone."""
        if not self._disk_refuses:
            log.error("the disk refuses; letters wait until it does not")
        self._disk_refuses = True
        return FULL_REST
