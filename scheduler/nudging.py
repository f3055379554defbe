"""Reminds the missing households of one village now, because its head asks for it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from flows.plan.season import STEPS, Season, season_of
from flows.quiet import ZONE
from flows.reminding import Who
from reports import unfinished
from reports.unfinished import Thing
from scheduler import due
from scheduler.case import UNANSWERED
from storage import reminders, seasons
from storage.database import Tx
from storage.mail import Recipient
from storage.moves import By
from storage.reminders import NUDGE, Part, Promise

Why = Literal["", "night", "no_plan"]


@dataclass(frozen=True, slots=True)
class Nudged:
    """What came of it: households told now, told today before, and those nobody can write to.

    `why` says why nothing was done at all: at "night", or for want of a plan that names a day.
    """

    told: int = 0
    before: int = 0
    unheard: tuple[str, ...] = ()
    why: Why = ""


async def nudge(tx: Tx, village: str, commune: str, by: By) -> Nudged:
    """Promise a reminder to one person of every missing household that has a phone.

    Once a household and local day, and within the one reminder a day that anybody gets. Whoever
    asks for it is not reminded himself.
    """
    today = by.now.astimezone(ZONE).date()
    if not due.is_time(by.now):
        return Nudged(why="night")
    season = await seasons.season(tx, commune, season_of(today))
    if season is None or not season.steps:
        return Nudged(why="no_plan")
    found = await unfinished.homes(tx, village, season.year, UNANSWERED)
    homes = [home.without({by.person_id}) for home in found if not _is_only(home, by)]
    wanted = [(home, who) for home in homes if (who := due.chosen(home.people))]
    made = await reminders.promise(tx, _promises(season, wanted, today), today, by.now)
    unheard = tuple(home.name for home in homes if due.chosen(home.people) is None)
    return Nudged(made.parts, len(wanted) - made.parts, unheard)


def _is_only(home: Thing, by: By) -> bool:
    """Whether nobody else answers for it."""
    return bool(home.people) and all(one.person_id == by.person_id for one in home.people)


def _promises(season: Season, wanted: list[tuple[Thing, Who]], today: date) -> list[Promise]:
    """One for each person, with every household he answers for."""
    parts: dict[int, list[Part]] = {}
    to: dict[int, Recipient] = {}
    for home, who in wanted:
        to[who.person_id] = Recipient(who.person_id, who.channel, who.address)
        parts.setdefault(who.person_id, []).append(_part(season, home, today))
    until = due.ends(today)
    return [Promise(to[person], tuple(parts[person]), until) for person in sorted(to)]


def _part(season: Season, home: Thing, today: date) -> Part:
    """Its milestone is the day itself; the day it names is that of the next step to close."""
    days = (season.steps[step].closes for step in STEPS if step in season.steps)
    closes = next((day for day in days if day >= today), today)
    plan, year = season.plan.code, season.year
    return Part(plan, year, NUDGE, today.toordinal(), home.about, closes)
