"""The errands of a commune's season (verb "hn"): its days, and moving the day of a step."""

from collections.abc import Mapping
from datetime import date

from bot import errands, following, owing, planning
from bot.errands import Counter, Done, NotThere, speaks
from bot.incident import Incident
from bot.office import Office
from bot.planning import Board, Page, show
from flows import deadlines, moving
from flows.events import Told
from flows.plan.backwards import fit_in
from flows.plan.season import STEPS, season_of
from flows.visit import Errand, Visit
from storage import places, seasons


async def run(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """The page that was chosen; the season itself without one."""
    at = await planning.board(office, incident, visit, errand)
    what = errand.rest.partition(".")[2].partition(".")[0]
    if not what:
        return await show(at)
    page = _PAGES.get(what)
    if page is None:
        raise NotThere
    return await page(at)


async def read_only(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """The closing days of the commune in which this village lies."""
    code, today = errand.rest.partition(".")[0], planning.today(incident)
    target = await places.of_place(incident.tx, code)
    found = await seasons.season(incident.tx, target.commune, season_of(today))
    return Done((deadlines.village(speaks(incident), code, found, today),))


async def _steps(at: Board) -> Done:
    if not at.part(0):
        return Done((moving.choose(at.say, at.season),))
    return Done((moving.one(at.say, at.season, at.step(0)),))


async def _move(at: Board) -> Done:
    """Let a step close on the day that was typed or chosen, if it is still as it was shown."""
    step, season = at.step(0), at.season
    page = moving.one(at.say, season, step)
    if f"{season.steps[step].closes:%Y%m%d}" != at.part(1):
        return Done((Told("deadlines.changed"), page))
    if not (at.part(2) or at.errand.is_heard):
        return Done((page,))
    said = at.errand.text or _day(at.part(2))
    day = moving.read(at.say, season, step, said, at.today)
    if not isinstance(day, date):
        asks_back = len(day) == 1 and not isinstance(day[0], Told)
        return Done(tuple(day) if asks_back else (*day, page))
    await seasons.move_step(at.tx, at.commune, at.year, step, day, at.incident.by)
    after = await at.again()
    return await show(after, *moving.moved(at.say, season, after.season, step, at.today))


async def _propose(at: Board) -> Done:
    """Back to the proposed day of one step, or of all."""
    steps = (at.step(0),) if at.part(0) else STEPS
    done = await seasons.propose_again(at.tx, at.commune, at.year, at.incident.by, steps)
    told = Told("deadlines.proposed" if done else "deadlines.as_proposed")
    return await show(await at.again(), told)


async def _fit_in(at: Board) -> Done:
    """Every step within the time that is left."""
    days = fit_in(at.season, at.today)
    if not days:
        return await show(at, Told("deadlines.no_room"))
    for step, day in days.items():
        await seasons.move_step(at.tx, at.commune, at.year, step, day, at.incident.by)
    after = await at.again()
    return await show(after, Told("deadlines.fitted"), *moving.posting(at.say, after.season))


def _day(digits: str) -> str:
    """The day of a press as people type it: "20261127" is "27/11/2026"."""
    return f"{digits[6:]}/{digits[4:6]}/{digits[:4]}"


_PAGES: Mapping[str, Page] = {
    **owing.PAGES,
    **following.PAGES,
    "s": _steps,
    "m": _move,
    "p": _propose,
    "q": _fit_in,
}

COUNTERS: Mapping[str, Counter] = {
    deadlines.VERB: Counter(run, "set_deadlines", errands.home("set_deadlines")),
    "hv": Counter(read_only, "see_village", errands.place),
}
