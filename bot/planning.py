"""Somebody of the staff before the season of their commune: what every page of it works with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date

from bot import errands
from bot.errands import Done, NotThere, speaks
from bot.incident import Incident
from bot.moment import ZONE
from bot.office import Office
from flows import deadlines, following
from flows.events import DeskEvent
from flows.plan.season import STEPS, Season, Step, season_of
from flows.visit import Errand, Visit
from flows.wording import Words
from storage import plans, seasons
from storage.database import Tx


@dataclass(frozen=True, slots=True)
class Board:
    """The season `year` of `commune`, None where no plan was chosen. `parts` are what the press
    says after the page it names.
    """

    office: Office
    incident: Incident
    visit: Visit
    errand: Errand
    commune: str
    year: int
    found: Season | None
    parts: tuple[str, ...] = ()

    @property
    def tx(self) -> Tx:
        return self.incident.tx

    @property
    def say(self) -> Words:
        return speaks(self.incident)

    @property
    def today(self) -> date:
        return today(self.incident)

    @property
    def season(self) -> Season:
        """The season. Raises NotThere where no plan was chosen."""
        if self.found is None:
            raise NotThere
        return self.found

    def part(self, at: int) -> str:
        """That part of the press, "" where there is none."""
        return self.parts[at] if at < len(self.parts) else ""

    def number(self, at: int) -> int:
        """The number there, 0 for none."""
        part = self.part(at)
        return int(part) if part.isascii() and part.isdecimal() else 0

    def step(self, at: int) -> Step:
        """The step that is named there and has a day. Raises NotThere."""
        found = next((step for step in STEPS if step == self.part(at)), None)
        if found is None or found not in self.season.steps:
            raise NotThere
        return found

    async def again(self) -> "Board":
        """The same after something was written."""
        found = await seasons.season(self.tx, self.commune, self.year)
        return replace(self, found=found)


Page = Callable[[Board], Awaitable[Done]]


async def board(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Board:
    """The season that is asked for: that of the day where none is named. Raises NotThere."""
    year, _, rest = errand.rest.partition(".")
    commune = (await errands.home("set_deadlines")(incident.tx, incident.held, "")).commune
    wanted = errands.number(year) if year else season_of(today(incident))
    if abs(wanted - season_of(today(incident))) > 1:
        raise NotThere
    found = await seasons.season(incident.tx, commune, wanted)
    parts = tuple(rest.split(".")[1:])
    return Board(office, incident, visit, errand, commune, wanted, found, parts)


async def show(at: Board, *before: DeskEvent) -> Done:
    """The season, or first which plan it follows."""
    if at.found is None:
        every = (await plans.known(at.tx)).values()
        return Done((*before, following.plans(at.say, at.year, tuple(every), "", 0)))
    return Done((*before, *deadlines.page(at.say, at.found, at.today)))


def today(incident: Incident) -> date:
    return incident.by.now.astimezone(ZONE).date()
