"""What is done outside the forms, each errand by its verb, after one look at the rights."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from bot.incident import Incident
from bot.office import Office
from flows import rights
from flows.events import DeskEvent
from flows.reception import Offer, Visit
from flows.rights import Action, Target
from flows.visit import Errand
from flows.wording import Words, words
from storage import places
from storage.database import Tx
from storage.people import Held


class NotThere(Exception):
    """What the errand is about is not there (any more)."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an errand: events, the last one a Prompted where something is to be chosen.

    `start` is a form to take in hand instead, with `takes_back` one handed in already. `renewed`
    says that who is here may do more now, or turned out to be somebody else, and is to be looked
    up anew. `aside` says that it was said in between: what stood open is asked once more.
    """

    events: tuple[DeskEvent, ...] = ()
    start: Offer | None = None
    takes_back: bool = False
    renewed: bool = False
    aside: bool = False


Find = Callable[[Tx, Held, str], Awaitable[Target]]
Run = Callable[[Office, Incident, Visit, Errand], Awaitable[Done]]


@dataclass(frozen=True, slots=True)
class Counter:
    """One kind of errand: what it does, the action it takes, and whom that concerns.

    Without an action it concerns the person himself only.
    """

    run: Run
    action: Action | None = None
    about: Find | None = None


async def run(
    office: Office,
    counters: Mapping[str, Counter],
    incident: Incident,
    visit: Visit,
    errand: Errand,
) -> Done | None:
    """Run the errand; None when it is not there, or not for this person."""
    counter = counters.get(errand.verb)
    if counter is None:
        return None
    try:
        acting = await _acting(counter, incident, errand)
        return await counter.run(office, acting, visit, errand)
    except (rights.Forbidden, NotThere):
        return None
    except LookupError as error:
        if isinstance(error, KeyError | IndexError):  # ours to mend, not "not there"
            raise
        return None


async def _acting(counter: Counter, incident: Incident, errand: Errand) -> Incident:
    """The incident in the role that allows the errand. Raises Forbidden."""
    if counter.action is None or counter.about is None:
        return incident
    target = await counter.about(incident.tx, incident.held, errand.rest)
    role = rights.require(incident.held.person.holdings, counter.action, target).role
    return replace(incident, by=replace(incident.by, role=role))


def speaks(incident: Incident) -> Words:
    """The sentences in the language of whoever said this."""
    person = incident.held.person
    return words(person.language, person.you)


def number(rest: str, at: int = 0) -> int:
    """The number at that place of "17.3.ok". Raises NotThere."""
    parts = rest.split(".")
    if at < len(parts) and parts[at].isascii() and parts[at].isdecimal():
        return int(parts[at])
    raise NotThere


async def subject(tx: Tx, held: Held, rest: str) -> Target:
    """The subject whose number comes first."""
    return await places.of_subject(tx, number(rest))


async def place(tx: Tx, held: Held, rest: str) -> Target:
    """The place whose code comes first."""
    return await places.of_place(tx, rest.partition(".")[0])


async def assessment(tx: Tx, held: Held, rest: str) -> Target:
    """Whose the assessment is whose number comes first."""
    return await places.of_assessment(tx, number(rest))


def home(action: Action) -> Find:
    """The place in which this person may do `action`; the first of several."""

    async def find(tx: Tx, held: Held, rest: str) -> Target:
        for holding in held.person.holdings:
            if action in rights.RIGHTS[holding.role] and holding.place_code:
                return await places.of_place(tx, holding.place_code)
        raise NotThere

    return find
