"""The table where the commune's list lies: one reply to it, and the list as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot import errands
from bot.errands import Done
from bot.incident import Incident
from bot.moment import ZONE
from bot.office import Office
from flows import instrument, recognition, shortlist
from flows.events import DeskEvent, MenuLine
from flows.recognition import Candidate, Scope
from flows.visit import Errand
from flows.wording import Words
from reports import awards as numbers
from storage import decisions
from storage.database import Tx

UNDO_FOR = timedelta(hours=12)  # whom one left out on another day was no slip


@dataclass(frozen=True, slots=True)
class Table:
    """One reply at the table where the list lies: what was pressed, and what was said."""

    office: Office
    incident: Incident
    asking: tuple[MenuLine, ...]
    say: Words
    scope: Scope
    errand: Errand
    what: str
    more: tuple[str, ...]

    @property
    def tx(self) -> Tx:
        return self.incident.tx

    @property
    def today(self) -> date:
        return self.incident.by.now.astimezone(ZONE).date()

    @property
    def kept(self) -> str:
        """What stood beside the line that was chosen, where it was just shown."""
        return instrument.kept(self.asking, f"{self.errand.verb}.{self.errand.rest}")

    def number(self, at: int) -> int:
        """The number at that place behind what is to be done. Raises NotThere."""
        return errands.number(".".join(self.more), at)

    def text(self, at: int) -> str:
        """What stands at that place, "" when nothing does."""
        return self.more[at] if at < len(self.more) else ""

    @property
    def undo_since(self) -> datetime:
        """Who was left out since then may be taken in again."""
        return self.incident.by.now - UNDO_FOR

    async def items(self) -> tuple[Candidate, ...]:
        """All that waits for the decision."""
        return await decisions.candidates(self.tx, self.scope)


async def show(at: Table, *said: DeskEvent) -> Done:
    """The list, after what has to be said first."""
    given = await recognised(at.tx, at.scope.commune, at.scope.year)
    count = sum(given.get(title, 0) for title in at.scope.titles)
    page = shortlist.page(at.say, at.scope, await at.items(), count, await _undo_line(at))
    return Done((*said, page))


async def recognised(tx: Tx, commune: str, year: int) -> Mapping[str, int]:
    """title -> how many such titles hold."""
    counts: dict[str, int] = {}
    for titles in (await numbers.given(tx, commune, year)).values():
        for title, given in titles.items():
            counts[title] = counts.get(title, 0) + given.recognised
    return counts


async def _undo_line(at: Table) -> MenuLine | None:
    person_id = at.incident.by.person_id
    last = await decisions.last_declined(at.tx, at.scope, person_id, at.undo_since)
    if last is None:
        return None
    items = await decisions.declined_with(at.tx, at.scope, last, person_id)
    shown = recognition.brief([item.subject for item in items])
    note = at.say("recognition.undo_note", shown=shown)
    return MenuLine(at.say("recognition.undo"), at.scope.press("u", last), note)
