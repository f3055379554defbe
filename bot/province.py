"""The errand of who looks on for the province: reads, and changes nothing."""

from collections.abc import Mapping

from bot import errands
from bot.errands import Counter, Done, NotThere, speaks
from bot.incident import Incident
from bot.office import Office
from flows import province
from flows.province import Commune, Tally
from flows.reception import Visit
from flows.rights import Target
from flows.visit import Errand
from reports import province as numbers
from reports.village import Count
from storage import places
from storage.database import Tx
from storage.people import Held


async def _show(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """The communes of the province, or one of them."""
    tx, year, say = incident.tx, incident.year, speaks(incident)
    here = await _here(tx, incident.held, errand.rest)
    names = dict(await numbers.communes(tx, here.province))
    code, _, start = errand.rest.partition(".")
    if code and code not in names:
        raise NotThere
    codes = [code] if code else list(names)
    counted = await numbers.counts(tx, codes, year)
    found = [Commune(each, names[each], _tallies(counted.get(each, {}))) for each in codes]
    if code:
        return Done((province.one(say, found[0], year),))
    first = int(start) if start.isascii() and start.isdecimal() else 0
    return Done((province.listed(say, found, first, year),))


def _tallies(counts: Mapping[str, Count]) -> Mapping[str, Tally]:
    return {
        title: Tally(count.all, count.done, count.states.get("recognised", 0))
        for title, count in counts.items()
    }


async def _here(tx: Tx, held: Held, rest: str) -> Target:
    """The commune that is named, or the province this person looks on for."""
    code = rest.partition(".")[0]
    if code:
        return await places.of_place(tx, code)
    return await errands.home("see_province")(tx, held, rest)


COUNTERS: Mapping[str, Counter] = {"pv": Counter(_show, "see_province", _here)}
