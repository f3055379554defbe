"""The errands of registering: one's own forms by one tap, a village's by two."""

from collections.abc import Mapping, Sequence

from bot import errands, opening
from bot.errands import Counter, Done, speaks
from bot.incident import Incident
from bot.office import Office
from flows import registration
from flows.events import Told
from flows.reception import Visit
from flows.visit import Errand, Offer
from storage import offers, places, registering


async def _own(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """Register everything that is one's own."""
    listed = await offers.listed(incident.tx, incident.held, incident.year)
    mine = registration.unregistered(listed, neighbours=False)
    count = await _register(office, incident, mine)
    return Done((_told(count, incident.year),))


async def _village(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """Register the neighbours: how many, without whom, and then all of them."""
    say = speaks(incident)
    listed = await offers.listed(incident.tx, incident.held, incident.year)
    waiting = registration.unregistered(listed, neighbours=True)
    if not waiting:
        return Done((Told("register.nothing_left"),))
    what, _, rest = errand.rest.partition(".")
    if what == "x":
        return _without(incident, waiting, errand.text)
    left_out = registration.numbers(rest)
    if what != "y":
        return Done((registration.confirm(say, waiting),))
    chosen = [offer for offer in waiting if offer.number not in left_out]
    return Done((_told(await _register(office, incident, chosen), incident.year),))


def _without(incident: Incident, waiting: Sequence[Offer], text: str) -> Done:
    """Ask again with the houses left out whose numbers were typed."""
    say, numbers = speaks(incident), registration.numbers(text)
    known = {offer.number for offer in waiting}
    unknown = [number for number in numbers if number not in known]
    if unknown or not numbers:
        facts = {"numbers": ", ".join(map(str, unknown))}
        again = Told("register.no_such_house" if unknown else "register.which", facts)
        return Done((again, registration.confirm(say, waiting)))
    return Done((registration.confirm(say, waiting, numbers),))


async def _register(office: Office, incident: Incident, chosen: Sequence[Offer]) -> int:
    tx, year = incident.tx, incident.year
    commune = await places.commune_of(tx, incident.held.place_code)
    code = commune.code if commune else ""
    titles = {offer.title for offer in chosen}
    packs = {title: await office.library.current(tx, title, year, code) for title in titles}
    count = 0
    for offer in chosen:
        by = opening.acting(incident, await places.of_subject(tx, offer.subject_id)).by
        count += await registering.register(tx, [offer], year, packs, by)
    return count


def _told(count: int, year: int) -> Told:
    facts = {"count": count, "year": year}
    return Told("register.done" if count else "register.nothing_left", facts)


COUNTERS: Mapping[str, Counter] = {
    "rg": Counter(_own),
    "rv": Counter(_village, "see_village", errands.home("see_village")),
}
