"""The errand "nhắc" (verb "nc"): the missing households of a village are reminded now."""

from collections.abc import Mapping

from bot import errands
from bot.errands import Counter, Done, speaks
from bot.incident import Incident
from bot.office import Office
from flows import nudging
from flows.events import MenuLine
from flows.reception import Visit
from flows.visit import Errand
from reports import unfinished
from scheduler import nudging as act
from scheduler.case import UNANSWERED
from storage import places


async def _nudge(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """Remind them; a second tap on the same day reminds nobody twice."""
    here = await places.of_place(incident.tx, errand.rest.partition(".")[0])
    if not here.village:
        raise errands.NotThere
    done = await act.nudge(incident.tx, here.village, here.commune, incident.by)
    said = nudging.told(speaks(incident), done.told, done.before, done.unheard, done.why)
    heads = any(held.place_code == here.village for held in visit.person.holdings)
    return Done((nudging.page(speaks(incident), said, here.village, heads=heads),))


async def lines(incident: Incident, code: str, year: int, missing: int) -> list[MenuLine]:
    """The line for it, where any of the missing households can be written to."""
    homes = await unfinished.homes(incident.tx, code, year, UNANSWERED) if missing else []
    me = {incident.by.person_id}
    reached = sum(one.without(me).reached for one in homes)
    return nudging.lines(speaks(incident), code, reached, missing)


COUNTERS: Mapping[str, Counter] = {nudging.VERB: Counter(_nudge, "see_village", errands.place)}
