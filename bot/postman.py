"""The one door out: every message leaves through the postman."""

import asyncio
import logging
from collections import Counter
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, assert_never

from bot.channel import Channel, Now, Refused, TryLater, Unreachable
from storage import mail
from storage.database import Database, Full, Tx
from storage.mail import Letter

TOGETHER = 30  # letters on their way at once, each to another address
FIRST_PAUSE = 2.0  # seconds; doubled at each try of the same letter
LONGEST_PAUSE = 300.0
DOUBLINGS = 8  # 2 s doubled so often is longer than the longest pause already
LONGEST_WISH = 86_400.0  # seconds; a channel that asks for more is asked again after a day
MOST_SURPRISES = 8  # failures nobody foresaw, of one letter: about eight minutes of trying
LONGEST_SEND = 120.0  # seconds; a channel that has not answered then has lost the letter
SHORTEST_REST, LONGEST_REST = 0.25, 60.0  # seconds between two looks when nobody calls
FULL_REST = 5.0  # seconds to leave a disk alone that refused

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Sent:
    """The channel took the letter."""


@dataclass(frozen=True, slots=True)
class _Postponed:
    """It takes the letter later; `why` is for the people who look after us."""

    until: datetime
    why: str


@dataclass(frozen=True, slots=True)
class _GivenUp:
    """It never takes this letter; with `gone`, none to this address."""

    why: str
    gone: bool = False


_Outcome = _Sent | _Postponed | _GivenUp


class Postman:
    """Carries letters from the table to their channels, oldest first for each address.

    What a channel cannot take now is tried again later, and holds up only its own address. A
    letter is sent at least once: when the program dies between the sending and the note of it, the
    letter is sent again.
    """

    def __init__(self, db: Database, channels: Mapping[str, Channel], now: Now) -> None:
        self._db = db
        self._channels = channels
        self._now = now
        self._called = asyncio.Event()
        self._on_the_way: set[tuple[str, str]] = set()
        self._unwritten: dict[int, _Outcome] = {}
        self._surprises: Counter[int] = Counter()
        self._disk_refuses = False

    def call(self) -> None:
        """There is something new to carry."""
        self._called.set()

    async def run(self) -> None:
        """Carry letters until cancelled."""
        async with asyncio.TaskGroup() as ways:
            while True:
                self._called.clear()
                try:
                    for letter in await self._next():
                        ways.create_task(self._carry(letter))
                    rest = await self._until_due()
                except Full:
                    rest = self._refused()
                # Not wait_for: in Python 3.11 it forgets a cancellation that comes with the call.
                with suppress(TimeoutError):
                    async with asyncio.timeout(rest):
                        await self._called.wait()

    async def deliver(self) -> int:
        """Carry what may go now, and wait for it; how many letters. Not while `run` runs."""
        letters = await self._next()
        return sum(await asyncio.gather(*map(self._carry, letters)))

    async def _next(self) -> list[Letter]:
        """The letters that may set out now; their addresses are taken until they arrive."""
        taken = set(self._on_the_way)  # as it was before we looked: some may arrive meanwhile
        room = TOGETHER - len(taken)
        async with self._db.read() as tx:
            letters = await mail.waiting(tx, self._now(), TOGETHER)
        free = [letter for letter in letters if _address(letter) not in taken][:room]
        self._on_the_way.update(map(_address, free))
        return free

    async def _carry(self, letter: Letter) -> bool:
        """Hand the letter over and write down what came of it; whether that could be written."""
        try:
            outcome = self._unwritten.get(letter.id) or await self._hand_over(letter)
            # Remembered until it is written: nobody hears it twice because a disk is full.
            self._unwritten[letter.id] = outcome
            await _uninterrupted(self._note(letter, outcome))
        except Full:
            self._refused()
            return False
        finally:
            self._on_the_way.discard(_address(letter))
        self._written(letter, outcome)
        return True

    async def _note(self, letter: Letter, outcome: _Outcome) -> None:
        async with self._db.begin() as tx:
            await _write(tx, letter, outcome, self._now())

    async def _hand_over(self, letter: Letter) -> _Outcome:
        try:
            async with asyncio.timeout(LONGEST_SEND):
                await self._send(letter)
        except TryLater as busy:
            return self._later(letter, str(busy), busy.seconds)
        except Unreachable as gone:
            return _GivenUp(str(gone), gone=True)
        except Refused as refused:
            return _GivenUp(str(refused))
        except Exception as error:  # noqa: BLE001 - whatever broke, other people's letters must go
            return self._surprised(letter, error)
        return _Sent()

    async def _send(self, letter: Letter) -> None:
        channel = self._channels.get(letter.channel)
        if channel is None:
            raise Refused(f"there is no channel {letter.channel}")
        await channel.send(letter.address, letter.message, letter=letter.id)

    def _surprised(self, letter: Letter, error: Exception) -> _Outcome:
        """A failure of no known kind: time may mend it, but not for ever at this address's cost."""
        self._surprises[letter.id] += 1
        # The text of an error may quote the message: neither the log nor the table keeps it.
        kind = type(error).__name__
        log.error("letter %s: channel %s failed with %s", letter.id, letter.channel, kind)
        if self._surprises[letter.id] >= MOST_SURPRISES:
            return _GivenUp(kind)
        return self._later(letter, kind, None)

    def _later(self, letter: Letter, why: str, wish: float | None) -> _Postponed:
        pause = min(FIRST_PAUSE * 2 ** min(letter.tries, DOUBLINGS), LONGEST_PAUSE)
        if wish is not None:
            pause = min(max(wish, SHORTEST_REST), LONGEST_WISH)
        return _Postponed(self._now() + timedelta(seconds=pause), why)

    def _written(self, letter: Letter, outcome: _Outcome) -> None:
        del self._unwritten[letter.id]
        if not isinstance(outcome, _Postponed):
            self._surprises.pop(letter.id, None)
        self._disk_refuses = False
        self._called.set()  # the next letter of this address may set out

    def _refused(self) -> float:
        """The disk took nothing, or gave nothing: say so once; seconds to leave it alone."""
        if not self._disk_refuses:
            log.error("the disk refuses; letters wait until it does not")
        self._disk_refuses = True
        return FULL_REST

    async def _until_due(self) -> float:
        """Seconds to rest unless called: few while a letter on its way counts as due."""
        async with self._db.read() as tx:
            due = await mail.next_due(tx)
        wait = LONGEST_REST if due is None else (due - self._now()).total_seconds()
        shortest = FULL_REST if self._disk_refuses else SHORTEST_REST
        return min(max(wait, shortest), LONGEST_REST)


async def _uninterrupted(work: Coroutine[Any, Any, None]) -> None:
    """Finish `work` even when we are told to stop: what was sent and not noted is sent again."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise


async def _write(tx: Tx, letter: Letter, outcome: _Outcome, now: datetime) -> None:
    """Note what came of a letter. The log names its number, never what it says or to whom."""
    match outcome:
        case _Sent():
            await mail.mark_sent(tx, letter, now)
        case _Postponed(until, why):
            log.info("letter %s postponed by %s", letter.id, letter.channel)
            await mail.postpone(tx, letter, until, why)
        case _GivenUp(why, gone):
            log.warning("letter %s given up, %s", letter.id, "gone" if gone else "refused")
            await mail.give_up(tx, letter, why)
            if gone:
                await mail.unreachable(tx, letter.channel, letter.address, now)
        case _:
            assert_never(outcome)


def _address(letter: Letter) -> tuple[str, str]:
    return letter.channel, letter.address
