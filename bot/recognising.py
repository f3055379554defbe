"""The errands of recognition: the list of each title, the draft, and what others do with it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from bot import enacting, errands, leaving_out, listing
from bot.errands import Counter, Done, NotThere
from bot.incident import Incident
from bot.listing import Table, show
from bot.office import Office
from flows import recognition, shortlist
from flows.events import MenuLine, Told
from flows.reception import Visit
from flows.recognition import LISTED, RECOGNISED_BELOW, WAITING, Cut, Scope, Tally
from flows.rights import Target
from flows.visit import Errand
from flows.wording import Words, words
from storage import decisions, places
from storage.database import Tx
from storage.people import Held


async def about(tx: Tx, held: Held, rest: str) -> Target:
    """The commune that comes first; without one, that of this person. Raises LookupError."""
    code = rest.partition(".")[0]
    if not code:
        return await errands.home("recognise")(tx, held, rest)
    found = await places.of_place(tx, code)
    if found.commune != code:
        raise NotThere
    return found


async def _run(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    parts = errand.rest.split(".")
    target = await about(incident.tx, incident.held, errand.rest)
    say = words(visit.person.language, visit.person.you)
    years = await decisions.years(incident.tx, target.commune)
    if len(parts) < 2:
        newest = years[0] if years else incident.year
        return await _root(incident, say, target.commune, newest, years)
    year = errands.number(errand.rest, 1)
    if len(parts) == 2:
        return await _root(incident, say, target.commune, year, years)
    if parts[2] not in (*RECOGNISED_BELOW, recognition.ALL):
        raise NotThere
    scope = Scope(target.commune, year, parts[2])
    what, more = (parts[3], tuple(parts[4:])) if len(parts) > 3 else ("", ())
    table = Table(office, incident, visit.person.asking, say, scope, errand, what, more)
    page = _PAGES.get(what)
    if page is None:
        raise NotThere
    return await page(table)


async def _root(
    incident: Incident, say: Words, commune: str, year: int, years: Sequence[int]
) -> Done:
    """Which title of which year?"""
    from bot.desks import ERRANDS  # that file names this one: it is read when all is there

    items = await decisions.candidates(incident.tx, Scope(commune, year))
    given = await listing.recognised(incident.tx, commune, year)
    tallies = {
        title: Tally(
            waiting=sum(item.part == WAITING for item in items if item.title == title),
            listed=sum(item.part == LISTED for item in items if item.title == title),
            recognised=given.get(title, 0),
        )
        for title in RECOGNISED_BELOW
        if any(item.title == title for item in items) or title in given
    }
    others = [one for one in years if one != year]
    home = MenuLine(say("counter.ds"), "ds" if "ds" in ERRANDS else "m")
    return Done((shortlist.root(say, commune, year, tallies, others, home),))


async def _propose(at: Table) -> Done:
    """Put all that may be on it on the draft, as they were just seen."""
    waiting = Cut(WAITING).of(await at.items())
    if at.text(0) != recognition.seal(waiting):
        return await show(at, Told("recognition.list_changed"))
    done = await decisions.step(at.tx, waiting, "propose", at.incident.by)
    return await show(at, Told("recognition.proposed", {"count": len(done)}))


async def _take_back(at: Table) -> Done:
    """No draft any more: all of it waits again."""
    listed = Cut(LISTED).of(await at.items())
    if at.text(0) != recognition.seal(listed):
        return await show(at, Told("recognition.list_changed"))
    done = await decisions.step(at.tx, listed, "undo", at.incident.by)
    return await show(at, Told("recognition.draft_dropped", {"count": len(done)}))


Page = Callable[[Table], Awaitable[Done]]

_PAGES: Mapping[str, Page] = {
    "": show,
    "p": _propose,
    "b": _take_back,
    "l": leaving_out.look,
    "x": leaving_out.choose,
    "w": leaving_out.decline,
    "u": leaving_out.undo,
    "d": enacting.ask_number,
    "n": enacting.number,
    "t": enacting.day,
    "ok": enacting.recognise,
}
"""What a press does with the list -> the page."""

COUNTERS: Mapping[str, Counter] = {"rn": Counter(_run, "recognise", about)}
