"""Drawing a sample for a visit (verb "dw"): once for a commune, a year and a title."""

import re
from collections.abc import Awaitable, Callable, Mapping

from bot import sitting
from bot.errands import Counter, Done, NotThere, home, number
from bot.incident import Incident
from bot.moment import ZONE
from bot.office import Office
from bot.sitting import Sitting
from flows import draws, sampling
from flows.draws import Wanted
from flows.events import Told
from flows.sampling import Passed
from flows.visit import Errand, Visit
from storage import draws as stored
from storage.draws import Sample

_SIZE = re.compile(r"([1-9]\d{0,5})(p?)", re.ASCII)


async def run(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """The step that was chosen; the titles without."""
    here = await sitting.of(office, incident, visit)
    what, _, rest = errand.rest.partition(".")
    if not what:
        return Done((sampling.titles(here.words, await _titles(here)),))
    if what not in _STEPS:
        raise NotThere
    return await _STEPS[what](here, rest, errand)


async def _title(here: Sitting, title: str, errand: Errand) -> Done:
    """How many of this title? Where it was drawn already, that draw."""
    before = await stored.of(here.incident.tx, here.commune, here.incident.year, title)
    if before is not None:
        return await _shown(here, before, again=True)
    return Done((sampling.how_many(here.words, await _of(here, title)),))


async def _size(here: Sitting, title: str, errand: Errand) -> Done:
    """The size that was typed."""
    of, wanted = await _of(here, title), draws.wanted(errand.text)
    if wanted is None or (not wanted.percent and wanted.size > of.passed):
        told = Told("sample.no_size", {"passed": of.passed})
        return Done((told, sampling.how_many(here.words, of)))
    return Done((sampling.confirm(here.words, of, wanted),))


async def _draw(here: Sitting, rest: str, errand: Errand) -> Done:
    """Draw; when somebody has drawn meanwhile, that draw stands."""
    title, _, size = rest.partition(".")
    hit = _SIZE.fullmatch(size)
    if hit is None:
        raise NotThere
    by, wanted = here.incident.by, Wanted(int(hit[1]), bool(hit[2]))
    day = by.now.astimezone(ZONE).date()
    made = await stored.draw(
        here.incident.tx, here.commune, here.incident.year, title, wanted, day, by
    )
    if made is None:
        raise NotThere
    sample, is_new = made
    return await _shown(here, sample, again=not is_new)


async def _list(here: Sitting, rest: str, errand: Errand) -> Done:
    """A page of a list that was drawn here."""
    sample = await stored.numbered(here.incident.tx, number(rest))
    if sample.lot.place_code != here.commune:
        raise NotThere
    return await _shown(here, sample, page=number(rest, 1))


async def _shown(here: Sitting, sample: Sample, *, page: int = 0, again: bool = False) -> Done:
    found = await stored.visits(here.incident.tx, sample)
    at = sample.drawn_at.astimezone(ZONE)
    drawn = sampling.Drawn(
        id=sample.id,
        title=sample.lot.title,
        day=f"{at.day}/{at.month}/{at.year}",
        by=sample.drawn_by,
        among=len(sample.lot.among),
        visits=tuple(sampling.Visit(one.subject, one.place, one.phone) for one in found),
    )
    return Done((sampling.drawn(here.words, drawn, page, again=again),))


async def _titles(here: Sitting) -> list[Passed]:
    found = await stored.titles(here.incident.tx, here.commune, here.incident.year)
    return [Passed(one.title, one.passed, one.waiting, one.drawn) for one in found]


async def _of(here: Sitting, title: str) -> Passed:
    """The title, if something of it passed. Raises NotThere."""
    for one in await _titles(here):
        if one.title == title and one.passed:
            return one
    raise NotThere


_STEPS: Mapping[str, Callable[[Sitting, str, Errand], Awaitable[Done]]] = {
    "t": _title,
    "n": _size,
    "d": _draw,
    "l": _list,
}

COUNTERS: Mapping[str, Counter] = {"dw": Counter(run, "verify", home("verify"))}
