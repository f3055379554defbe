"""The lanes of the postman: how many letters are on their way where, and which stand still."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.carrying import Trip
from bot.moment import ZONE
from flows import letters
from storage.waiting import Room

TOGETHER = 30  # replies of one channel on their way at once, each to another address
FEW = 8  # the same of what nobody asked for: more would only be more letters in doubt after a crash
FIRST_STOP, LONGEST_STOP = 1.0, 300.0  # seconds that a lane stands still whose channel is away
LONGEST_WISH = 3_600.0  # seconds that a channel may make a lane stand still


class Way:
    """One lane: the replies of one channel, or all that nobody asked for there."""

    def __init__(self, width: int) -> None:
        self.trips: dict[tuple[str, str], Trip] = {}
        self._width = width
        self._since: datetime | None = None
        self._stop = timedelta(0)
        self._failures = 0

    @property
    def width(self) -> int:
        """How many letters may be on their way; one while its channel fails, to see if it does."""
        return 1 if self._failures else self._width

    @property
    def room(self) -> int:
        """How many more letters fit."""
        return self.width - len(self.trips)

    def until(self, now: datetime) -> datetime | None:
        """Until when it stands still; None when letters may go."""
        # By its beginning too: a clock that is put back must not stop the lane until it catches up.
        if self._since is None or not self._since <= now < self._since + self._stop:
            return None
        return self._since + self._stop

    def hold_up(self, now: datetime, wish: float | None) -> None:
        """Stand still for `wish` seconds, or longer at each failure in a row."""
        if wish is None and self.until(now):
            return  # letters that failed together count once
        self._failures += 1
        seconds = FIRST_STOP * 2 ** min(self._failures - 1, 10) if wish is None else wish
        most = LONGEST_STOP if wish is None else LONGEST_WISH
        self._since, self._stop = now, timedelta(seconds=min(max(seconds, 0.0), most))

    def well(self) -> None:
        """A letter arrived."""
        self._failures = 0


class Ways:
    """Every lane of every channel: two each."""

    def __init__(self) -> None:
        self._ways: dict[tuple[str, bool], Way] = {}

    def room(self, now: datetime) -> Room:
        """How many letters of a channel and a rank may set out at `now`."""
        local = now.astimezone(ZONE)

        def room(channel: str, rank: int) -> int:
            way = self._way(channel, asked=rank == 0)
            stopped = rank > 0 and way.until(now) is not None
            # The width, not the room: those on their way are found again, and passed over.
            return 0 if stopped or way.room <= 0 or not letters.open_at(rank, local) else way.width

        return room

    def take(self, trip: Trip) -> bool:
        """Let it set out, if there is room and nothing of its address is on its way."""
        way, other = self._of(trip), self._way(trip.letter.channel, asked=not trip.asked)
        before = other.trips.get(trip.address)
        # A reply does not wait for what only waits for its turn to leave: that leaves after it.
        free = before is None or (trip.asked and not before.marked)
        if not free or trip.address in way.trips or way.room <= 0:
            return False
        way.trips[trip.address] = trip
        return True

    def free(self, trip: Trip) -> None:
        """It is on its way no longer."""
        self._of(trip).trips.pop(trip.address, None)

    def hold_up(self, trip: Trip, now: datetime, wish: float | None) -> None:
        """Its channel is busy: what nobody asked for stands still; replies keep trying."""
        if wish is not None or not trip.asked:
            self._way(trip.letter.channel, asked=False).hold_up(now, wish)

    def well(self, trip: Trip) -> None:
        """It arrived."""
        self._of(trip).well()

    def trips(self) -> Iterator[Trip]:
        """Every letter on its way."""
        return (trip for way in self._ways.values() for trip in way.trips.values())

    def pauses(self, now: datetime) -> list[datetime]:
        """When lanes that stand still go on."""
        return [until for way in self._ways.values() if (until := way.until(now))]

    def _of(self, trip: Trip) -> Way:
        return self._way(trip.letter.channel, asked=trip.asked)

    def _way(self, channel: str, *, asked: bool) -> Way:
        return self._ways.setdefault((channel, asked), Way(TOGETHER if asked else FEW))
