"""The errands of whoever answers for neighbours: finding them, and how they were asked."""

from collections.abc import Mapping

from bot import errands
from bot.errands import Counter, Done, NotThere, speaks
from bot.incident import Incident
from bot.office import Office
from flows import menus, proxy, registration, vietnamese
from flows.events import Told
from flows.reception import Visit
from flows.visit import Asking, Errand, Offer
from storage import offers


async def _one(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """A form that is not on the menu: of a neighbour, who was found through his household."""
    return Done(start=await _offer(incident, errand))


async def _back(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """The same, to take it back."""
    return Done(start=await _offer(incident, errand), takes_back=True)


async def _household(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """The forms of one household."""
    home = await _offer(incident, errand)
    held, year = incident.held, incident.year
    members = await offers.of_household(incident.tx, held, home.subject_id, year)
    return Done((menus.household(speaks(incident), home, members),))


async def _find(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """The neighbours whose name or house number was typed."""
    listed = await offers.listed(incident.tx, incident.held, incident.year)
    near = [offer for offer in listed if offer.neighbour]
    found = [offer for offer in near if _means(errand.text, offer)]
    return Done((menus.found(speaks(incident), found, errand.text),))


def _means(text: str, offer: Offer) -> bool:
    numbers = registration.numbers(text)
    if numbers:
        return offer.number in numbers
    said = vietnamese.fold(text)
    return bool(said) and said in vietnamese.fold(offer.subject)


async def _asked(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """One answer about how the respondent was asked; after the last one the form is opened."""
    offer, say = await _offer(incident, errand), speaks(incident)
    sign, answer = [*errand.rest.split(".")[2:], "", ""][:2]
    if sign not in proxy.HOWS:
        raise NotThere
    match answer:
        case "":
            return Done((proxy.agreed(say, offer, sign),))
        case "n":
            return Done((Told("proxy.left", proxy.facts(say, offer)),))
        case "y" if offer.title == "family":
            return Done((proxy.who(say, offer, sign),))
        case "o":
            name = " ".join(errand.text.split())
            if not 1 < len(name) <= proxy.LONGEST_NAME or errand.attachments:
                return Done((Told("proxy.name_again"), proxy.who(say, offer, sign)))
            return Done(start=_taken(offer, sign, name))
    return Done(start=_taken(offer, sign, offer.subject))


def _taken(offer: Offer, sign: str, respondent: str) -> Offer:
    asked = Asking(proxy.HOWS[sign], respondent)
    return Offer(
        offer.subject_id, offer.subject, offer.title, offer.state, neighbour=True, asked=asked
    )


async def _offer(incident: Incident, errand: Errand) -> Offer:
    """The form of the subject whose number comes first. Raises NotThere."""
    subject_id = errands.number(errand.rest)
    found = await offers.one(incident.tx, incident.held, subject_id, incident.year)
    if found is None:
        raise NotThere
    return found


COUNTERS: Mapping[str, Counter] = {
    "of": Counter(_one),
    "ob": Counter(_back),
    "nb": Counter(_household, "answer_for", errands.subject),
    "nf": Counter(_find, "see_village", errands.home("see_village")),
    "px": Counter(_asked, "answer_for", errands.subject),
}
