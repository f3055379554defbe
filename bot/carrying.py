"""Takes one letter from the table to its channel: its last words, the mark, the sending."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.channel import Channel, Now, Refused, Stay, TryLater, Unreachable
from bot.moment import ZONE
from flows import letters
from flows.letters import Kind, Later
from flows.messages import Message
from storage import outbox
from storage.database import Database, Full, Tx
from storage.waiting import Letter

LONGEST_WAIT = 900.0  # seconds that a channel may wait for its turn before it sends anything

Compose = Callable[[Tx, Letter, datetime], Awaitable[Message | Later | None]]
"""Words a letter at the moment of sending, or puts it off; None when nobody needs it any more.

Asked twice, the second time right before it leaves. With None it may delete rows of its own that
name the letter, which is deleted in the same transaction."""

_STOPPED = "we were told to stop"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Spans:
    """How long a sending may take, in seconds: of a plain text, and with enclosures.

    `margin` is how much longer nobody else takes the letter.
    """

    text: float = 60.0
    enclosed: float = 180.0
    margin: float = 30.0

    @property
    def longest(self) -> timedelta:
        """How long a letter may be on its way at most."""
        return timedelta(seconds=max(self.text, self.enclosed) + self.margin)


USUAL = Spans()
"""Longer than the channels' own patience, so that these name the failure first."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The channel took the letter."""


@dataclass(frozen=True, slots=True)
class Postponed:
    """It takes the letter later, in `wish` seconds when it said so; surely it did not take it now.

    `why` is for the people who look after us; `busy` says that it is like that for all letters.
    """

    why: str
    wish: float | None = None
    busy: bool = False


@dataclass(frozen=True, slots=True)
class Doubted:
    """Nobody knows whether it took the letter; otherwise as Postponed."""

    why: str
    wish: float | None = None
    busy: bool = False


@dataclass(frozen=True, slots=True)
class GivenUp:
    """It never takes this letter; with `gone`, none to this address."""

    why: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of the letter is written already, or it is not ours to carry."""


Outcome = Sent | Postponed | Doubted | GivenUp | Settled


class Trip:
    """One letter on its way. `asked` tells a reply from what nobody asked for.

    `marked` says that it is noted as on its way, `left` that it may have arrived.
    """

    def __init__(self, letter: Letter) -> None:
        self.letter = letter
        self.asked = letter.kind == "reply"
        self.address = letter.channel, letter.address
        self.marked = False
        self.left = False


class Carrier:
    """Hands letters over, one call a letter."""

    def __init__(
        self, db: Database, composers: Mapping[Kind, Compose], now: Now, spans: Spans
    ) -> None:
        self._db = db
        self._composers = composers
        self._now = now
        self._spans = spans

    async def hand_over(self, trip: Trip, channel: Channel | None) -> Outcome:
        """Send it, unless it need not go; what came of that. Raises Full, and then it is as before.

        Told to stop, it lets go of what is not marked yet.
        """
        try:
            return await self._handed(trip, channel)
        except asyncio.CancelledError:
            if not trip.marked:
                raise
            return Doubted(_STOPPED) if trip.left else Postponed(_STOPPED)
        except Stay:
            return Settled()
        except TryLater as busy:
            kind = Doubted if busy.unsure and trip.left else Postponed
            return kind(str(busy), busy.seconds, busy=True)
        except Unreachable as gone:
            return GivenUp(str(gone), gone=True)
        except Refused as refused:
            return GivenUp(str(refused))
        except Full:
            raise
        except Exception as error:  # noqa: BLE001 - whatever broke, other people's letters must go
            return self._surprised(trip, error)

    def _surprised(self, trip: Trip, error: Exception) -> Outcome:
        """A failure of no known kind; once the letter has left, nobody knows how far it came."""
        # The text of an error may quote the message: neither the log nor the table keeps it.
        kind, letter = type(error).__name__, trip.letter
        log.error("letter %s: channel %s failed with %s", letter.id, letter.channel, kind)
        return Doubted(kind) if trip.left else Postponed(kind)

    async def _handed(self, trip: Trip, channel: Channel | None) -> Outcome:
        letter = trip.letter
        if channel is None:
            raise Refused(f"there is no channel {letter.channel}")
        if channel.pace is None:
            return await self._shelve(letter, channel)
        async with asyncio.timeout(LONGEST_WAIT) as limit:
            message = await self._worded(letter)
            leave = partial(self._leave, trip, message, limit)
            await channel.send(letter.address, message, letter=letter.id, leave=leave)
        return Sent()

    # ---- where saying it twice does no harm

    async def _shelve(self, letter: Letter, channel: Channel) -> Outcome:
        """Where there is nothing to mark: what needs no words is sent, and noted afterwards."""
        message, noted = letter.message, letter.kind not in letters.WORDED
        if noted or letter.kind in self._composers:
            noted = True
            message = await self._laid_down(letter)
        elif not self._may_go(letter, self._now()):
            return Settled()
        async with asyncio.timeout(self._longest(message)):
            await channel.send(letter.address, message, letter=letter.id)
        return Settled() if noted else Sent()

    async def _laid_down(self, letter: Letter) -> Message:
        """Its words, written with the note that it was sent: a shelf shows both at once."""
        now = self._now()
        async with self._db.begin() as tx:
            ours = self._may_go(letter, now) and await outbox.hold(tx, letter)
            message = await self._said(tx, letter, now) if ours else None
            if message is not None:
                await outbox.reword(tx, letter, message)
                await outbox.mark_sent(tx, letter, now)
        return _something(message)

    # ---- where it would

    async def _worded(self, letter: Letter) -> Message:
        if letter.kind not in self._composers:
            return letter.message
        async with self._db.begin() as tx:
            ours = await outbox.hold(tx, letter)
            message = await self._said(tx, letter, self._now()) if ours else None
        return _something(message)

    async def _leave(self, trip: Trip, message: Message, limit: asyncio.Timeout) -> None:
        """The last moment: it is still wanted, in these words, and it is ours to carry."""
        if trip.left:
            return
        limit.reschedule(None)  # the mark is not hurried
        await uninterrupted(self._mark(trip, message))
        if not trip.marked:
            raise Stay("not now, or not by us")
        trip.left = True
        clock = asyncio.get_running_loop()
        limit.reschedule(clock.time() + self._longest(message))

    async def _mark(self, trip: Trip, message: Message) -> None:
        now, letter = self._now(), trip.letter
        until = now + timedelta(seconds=self._longest(message) + self._spans.margin)
        if not self._may_go(letter, now):
            return
        with suppress(_Reworded):
            async with self._db.begin() as tx:
                ours = await outbox.claim(tx, letter, now, until)
                ours = ours and await self._as_said(tx, letter, now, message)
            trip.marked = ours

    async def _as_said(self, tx: Tx, letter: Letter, now: datetime, message: Message) -> bool:
        """Whether somebody still needs it, in these words; they are kept, for they are said now."""
        if letter.kind not in self._composers:
            return True
        words = await self._said(tx, letter, now)
        if words is not None and words != message:
            raise _Reworded
        if words is not None:
            await outbox.reword(tx, letter, words)
        return words is not None

    async def _said(self, tx: Tx, letter: Letter, now: datetime) -> Message | None:
        """Its words now; without any it is taken back, or put off."""
        compose = self._composers.get(letter.kind)
        if compose is None:
            return letter.message
        message = await compose(tx, letter, now)
        if isinstance(message, Later):
            await outbox.put_off(tx, letter, message.until)
            return None
        if message is None:
            await outbox.drop(tx, letter)
        return message

    def _may_go(self, letter: Letter, now: datetime) -> bool:
        """Whether it is neither stale nor out of hours; if not, it is left where it is."""
        fresh = letter.expires_at is None or now < letter.expires_at
        return fresh and letters.may_go(letter.kind, now.astimezone(ZONE))

    def _longest(self, message: Message) -> float:
        return self._spans.enclosed if message.enclosed else self._spans.text


class _Reworded(Exception):
    """It has other words by now: nothing is marked, and it is worded anew when next taken up."""


async def uninterrupted(work: Coroutine[Any, Any, None]) -> None:
    """Finish `work` even when we are told to stop: what was sent and not noted is sent again."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise


def _something(message: Message | None) -> Message:
    if message is None:
        raise Stay("nobody needs it any more, or not now")
    return message
