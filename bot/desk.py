"""The commune's desk (verb "ds"): what waits, by village, what went back, and where to begin."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from bot import sitting
from bot.errands import Counter, Done, NotThere, home
from bot.incident import Incident
from bot.office import Office
from bot.sitting import Sitting
from flows import desk
from flows.events import MenuLine
from flows.rights import Action, may_somewhere
from flows.visit import Errand, Visit
from flows.wording import Words
from reports import queue
from storage import verification as cases

Page = Callable[[Sitting, str], Awaitable[Done]]


async def run(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """The page that was chosen; the first one without."""
    here = await sitting.of(office, incident, visit)
    what, _, rest = errand.rest.partition(".")
    if not what:
        await cases.release(incident.tx, incident.by)  # whoever stands here looks at no item
        more = _elsewhere(here.words, visit)
        return Done((desk.root(here.words, await here.counts(), await here.undo(), more),))
    page = _PAGES.get(what)
    if page is None:
        raise NotThere
    return await page(here, rest)


async def _begin(here: Sitting, place: str) -> Done:
    """The first item that waits, in one place or anywhere."""
    return await replace(here, place=place).go_on()


async def _villages(here: Sitting, page: str) -> Done:
    return Done((desk.villages(here.words, await here.counts(), _first(page)),))


async def _sent_back(here: Sitting, page: str) -> Done:
    """What went back and has not come again."""
    found = [
        desk.Back(
            id=one.id,
            subject=one.subject,
            place=one.place,
            days=here.days_since(one.returned_at),
            told=one.told,
            left=one.left,
            of=one.of,
        )
        for one in await queue.sent_back(here.incident.tx, here.commune)
    ]
    return Done((desk.sent_back(here.words, found, _first(page)),))


def _first(page: str) -> int:
    return int(page) if page.isascii() and page.isdecimal() else 0


def _elsewhere(say: Words, visit: Visit) -> Sequence[MenuLine]:
    """Lines to the errands of others, where these are there and this person may run them."""
    from bot.desks import ERRANDS  # it names this file, so neither can be loaded before the other

    others: tuple[tuple[str, Action, str], ...] = (
        ("bt", "verify", say("desk.to_today")),
        ("rn", "recognise", say("desk.to_recognition")),
        ("rq", "handle_requests", say("desk.to_requests")),
        ("tb", "announce", say("desk.to_announcements")),
        ("hn", "set_deadlines", say("desk.to_deadlines")),
    )
    holdings = visit.person.holdings
    return [
        MenuLine(label, verb)
        for verb, action, label in others
        if verb in ERRANDS and may_somewhere(holdings, action)
    ]


_PAGES: Mapping[str, Page] = {"q": _begin, "v": _villages, "t": _sent_back}

COUNTERS: Mapping[str, Counter] = {"ds": Counter(run, "verify", home("verify"))}
