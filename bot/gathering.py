"""The table of an open meeting: what is before it, and where it goes on from here."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from bot.errands import Done, speaks
from bot.incident import Incident
from bot.moment import ZONE
from bot.office import Office
from flows import ballots, closing, recording
from flows.events import DeskEvent, Told
from flows.meeting import Item, Meeting, outcome, seal
from flows.visit import Errand
from flows.wording import Words
from reports import village as numbers
from storage import meetings
from storage.database import Tx

EACH, LISTED = "e", "l"
"""Whether the next one follows a vote, or the list."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One reply at the table of a meeting: what is before it, and what was said."""

    office: Office
    incident: Incident
    say: Words
    meeting: Meeting
    items: tuple[Item, ...]
    errand: Errand

    @property
    def tx(self) -> Tx:
        return self.incident.tx

    @property
    def today(self) -> date:
        return self.incident.by.now.astimezone(ZONE).date()

    @property
    def is_old(self) -> bool:
        """Whether the meeting has changed since the page with this press was shown."""
        return self.part(2) != seal(self.meeting, self.items)

    def part(self, at: int) -> str:
        """The part of the press at that place, "" when there is none."""
        parts = self.errand.rest.split(".")
        return parts[at] if at < len(parts) else ""


Page = Callable[[Sitting], Awaitable[Done]]


async def sit(office: Office, incident: Incident, number: int, errand: Errand) -> Sitting:
    found = await meetings.load(incident.tx, number)
    items = await meetings.items(incident.tx, found)
    return Sitting(office, incident, speaks(incident), found, items, errand)


async def again(sitting: Sitting) -> Sitting:
    """The same table after something was written down."""
    return await sit(sitting.office, sitting.incident, sitting.meeting.id, sitting.errand)


async def onward(sitting: Sitting, *said: DeskEvent) -> Done:
    """The first thing that is still open; when nothing is, the summary."""
    say, found = sitting.say, outcome(sitting.items)
    what = sitting.meeting.next_detail
    if what is not None:
        return Done((*said, recording.detail(say, sitting.meeting, what, sitting.today)))
    if found.unreasoned:
        return Done((*said, ballots.why(say, sitting.meeting, found.unreasoned[0], LISTED)))
    if not (found.passed or found.failed):
        return listed(sitting, *said)
    return await summary(sitting, *said)


async def reasons(sitting: Sitting, *said: DeskEvent) -> Done:
    """Ask for the reasons that are missing; then the list goes on, or the minutes."""
    found = outcome(sitting.items)
    if found.unreasoned:
        page = ballots.why(sitting.say, sitting.meeting, found.unreasoned[0], LISTED)
        return Done((*said, page))
    if found.undecided:
        return listed(sitting, *said)
    return await minutes(sitting, *said)


def listed(sitting: Sitting, *said: DeskEvent, start: int = 0) -> Done:
    unofficial = any(not item.official for item in sitting.items if item.is_here)
    head = (Told("summary.unofficial"),) if unofficial else ()
    page = ballots.listed(sitting.say, sitting.meeting, sitting.items, start)
    return Done((*said, *head, page))


async def minutes(sitting: Sitting, *said: DeskEvent) -> Done:
    """After the votes the minutes are asked for once; the summary says when they are missing."""
    if sitting.meeting.minutes:
        return await summary(sitting, *said)
    return Done((*said, closing.photos(sitting.say, sitting.meeting)))


async def summary(sitting: Sitting, *said: DeskEvent) -> Done:
    at = sitting.meeting
    absent = await numbers.missing(sitting.tx, at.village, at.year)
    names = [household.name for household in absent if household.state != "returned"]
    page = closing.summary(sitting.say, at, sitting.items, names)
    return Done((*said, page))
