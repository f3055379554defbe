"""What waits today, and the lists behind its lines: for the staff of a commune, by number."""

from collections import Counter as Tally
from collections.abc import Mapping
from datetime import datetime

from bot import errands
from bot.errands import Counter, Done, NotThere, speaks
from bot.incident import Incident
from bot.moment import ZONE
from bot.nudging import lines as remind_lines
from bot.office import Office
from flows import digest, lists, weekly
from flows.plan.season import Season, season_of
from flows.reception import Visit
from flows.village import Tally as Title
from flows.village import Village, Villager
from flows.visit import Errand
from reports import answering, chart, doubtful, goals, unreachable
from reports import digest as numbers
from reports import village as counts
from storage import seasons

VILLAGE_HEAD = "village_head"


async def _today(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """What waits, as the morning's digest says it."""
    commune, now = await _commune(incident), _now(incident)
    season = await _season(incident, commune)
    found = await numbers.today(incident.tx, commune, season, now)
    return Done(digest.page(speaks(incident), found.morning))


async def _chart(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """The week's pictures, drawn of what is counted now."""
    commune, now, say = await _commune(incident), _now(incident), speaks(incident)
    season = await _season(incident, commune)
    found = await numbers.today(incident.tx, commune, season, now)
    keys = [chart.key(each) for each in found.charts]
    return Done((weekly.page(say, keys, now.date()),))


async def _villages(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """Villages of which nothing is in, or that have not met."""
    tx, commune, which = incident.tx, await _commune(incident), errand.rest.partition(".")[0]
    year = await _year(incident, commune)
    if which == lists.EMPTY:
        found = numbers.empty(await goals.by_place(tx, commune, year))
        names: Mapping[str, str] = {one.code: one.name for one in found}
    elif which == lists.UNMET:
        names = await numbers.unmet(tx, commune, year)
    else:
        raise NotThere
    return Done((lists.villages(speaks(incident), which, names, _start(errand, 1)),))


async def _village(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """One village, read only; or its missing households by name."""
    code, _, more = errand.rest.partition(".")
    if more.partition(".")[0] == "m":
        return await _missing(incident, code, _start(errand, 2))
    tx, say, now = incident.tx, speaks(incident), _now(incident)
    year, name = season_of(now.date()), await _name(incident, code)
    titles = (await counts.counts(tx, [code], year)).get(code, {})
    heads = (await answering.heads(tx, VILLAGE_HEAD, [code])).get(code, ())
    found = Village(
        code=code,
        name=name,
        year=year,
        tallies=tuple(Title(title, c.done, c.all, c.states) for title, c in titles.items()),
        missing=len(await counts.missing(tx, code, year)),
        waiting=0,
        meeting=None,
        over=(),
    )
    phones = [(one.name, one.phone) for one in heads]
    beside = await remind_lines(incident, code, year, found.missing)
    return Done((lists.village(say, found, phones, now.date(), beside),))


async def _missing(incident: Incident, code: str, start: int) -> Done:
    year, name = season_of(_now(incident).date()), await _name(incident, code)
    homes = await counts.missing(incident.tx, code, year)
    shown = [Villager(one.subject_id, one.name, one.state) for one in homes]
    return Done((lists.missing(speaks(incident), code, name, shown, start),))


async def _unreachable(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """People whose every address refused a letter, with their phones."""
    say = speaks(incident)
    found = await unreachable.listed(incident.tx, await _commune(incident))
    told = [lists.unreached(say, one.name, one.place, one.phone) for one in found]
    return Done((lists.unreachable(say, told, _start(errand, 0)),))


async def _doubtful(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """Letters of whom nobody knows whether they came."""
    say, now = speaks(incident), _now(incident)
    found = await doubtful.listed(incident.tx, await _commune(incident), now)
    kinds = Tally(one.kind for one in found)
    told = [
        lists.doubt(say, one.name, one.place, one.kind, one.at.astimezone(ZONE)) for one in found
    ]
    return Done((lists.doubtful(say, kinds, told, _start(errand, 0)),))


async def _commune(incident: Incident) -> str:
    """The commune of this person; rights were asked for it."""
    target = await errands.home("verify")(incident.tx, incident.held, "")
    return target.commune


async def _season(incident: Incident, commune: str) -> Season | None:
    return await seasons.season(incident.tx, commune, season_of(_now(incident).date()))


async def _year(incident: Incident, commune: str) -> int:
    return numbers.year_of(await _season(incident, commune), _now(incident))


async def _name(incident: Incident, code: str) -> str:
    """What people call this village. Raises NotThere for a place that is none."""
    name = (await counts.names(incident.tx, [code])).get(code)
    if name is None:
        raise NotThere
    return name


def _now(incident: Incident) -> datetime:
    return incident.by.now.astimezone(ZONE)


def _start(errand: Errand, at: int) -> int:
    """From which line a page goes on: the number at that place, 0 without."""
    parts = errand.rest.split(".")
    return errands.number(errand.rest, at) if at < len(parts) and parts[at] else 0


_AT_HOME = errands.home("verify")

COUNTERS: Mapping[str, Counter] = {
    lists.TODAY: Counter(_today, "verify", _AT_HOME),
    lists.CHART: Counter(_chart, "verify", _AT_HOME),
    lists.VILLAGES: Counter(_villages, "verify", _AT_HOME),
    lists.ONE: Counter(_village, "see_village", errands.place),
    lists.UNREACHABLE: Counter(_unreachable, "verify", _AT_HOME),
    lists.DOUBTFUL: Counter(_doubtful, "verify", _AT_HOME),
}
