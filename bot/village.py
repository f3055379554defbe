"""The errands of the village's counter: its numbers, who is missing, and where to go on."""

from collections.abc import Mapping

from bot import errands, nudging
from bot.errands import Counter, Done, NotThere, speaks
from bot.incident import Incident
from bot.moment import ZONE
from bot.office import Office
from flows import rights, village
from flows.events import DeskEvent, MenuLine
from flows.reception import Visit
from flows.rights import Target
from flows.village import Tally, Village, Villager
from flows.visit import Errand
from flows.wording import Words
from reports import village as numbers
from storage import meetings, places
from storage.database import Tx
from storage.people import Held


async def show(incident: Incident, code: str, *before: DeskEvent) -> Done:
    """The page of this village, after what has to be said first."""
    say, tx, year = speaks(incident), incident.tx, incident.year
    name = (await numbers.names(tx, [code])).get(code)
    if name is None:
        raise NotThere
    counts = (await numbers.counts(tx, [code], year)).get(code, {})
    missing = len(await numbers.missing(tx, code, year))
    found = Village(
        code=code,
        name=name,
        year=year,
        tallies=tuple(Tally(title, c.done, c.all, c.states) for title, c in counts.items()),
        missing=missing,
        waiting=await meetings.waiting(tx, code, year),
        meeting=await meetings.under_way(tx, code, year),
        over=await meetings.over(tx, code, year),
        beside=(*await nudging.lines(incident, code, year, missing), *_beside(say, code)),
    )
    today = incident.by.now.astimezone(ZONE).date()
    return Done((*before, village.page(say, found, today)))


async def _open(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """The counter: one's village, or first which one."""
    code = errand.rest.partition(".")[0]
    if code:
        return await show(incident, code)
    codes = [held.place_code for held in visit.person.holdings if _heads(held)]
    if len(codes) == 1:
        return await show(incident, codes[0])
    names = await numbers.names(incident.tx, codes)
    return Done((village.choose(speaks(incident), names),))


async def _missing(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """Who has not handed in, by name."""
    code = errand.rest.partition(".")[0]
    start = errands.number(errand.rest, 1)
    found = await numbers.missing(incident.tx, code, incident.year)
    name = (await numbers.names(incident.tx, [code])).get(code, "")
    villagers = [Villager(each.subject_id, each.name, each.state) for each in found]
    remind = await nudging.lines(incident, code, incident.year, len(found))
    page = village.missing(speaks(incident), code, name, villagers, start, remind)
    return Done((page,))


async def _here(tx: Tx, held: Held, rest: str) -> Target:
    """The village that is named, or the one in which this person may hold meetings."""
    code = rest.partition(".")[0]
    if code:
        return await places.of_place(tx, code)
    return await errands.home("hold_meeting")(tx, held, rest)


def _heads(held: rights.Holding) -> bool:
    return "hold_meeting" in rights.RIGHTS[held.role] and bool(held.place_code)


def _beside(say: Words, code: str) -> tuple[MenuLine, ...]:
    """Lines of counters beside this one, where this installation has them."""
    from bot.desks import ERRANDS  # that file names this one: it is read when all is there

    offered = (
        ("mb", say("village.invite")),
        ("rv", say("village.register")),
        ("cl", say("village.certificates")),
        ("hv", say("village.closing_days")),
    )
    return tuple(MenuLine(label, f"{verb}.{code}") for verb, label in offered if verb in ERRANDS)


COUNTERS: Mapping[str, Counter] = {
    "vi": Counter(_open, "hold_meeting", _here),
    "vm": Counter(_missing, "see_village", errands.place),
}
