"""Which plan the commune follows, how it reads targets with an open base, and its calendar."""

from collections.abc import Mapping

from bot.errands import Done, NotThere
from bot.planning import Board, Page, show
from flows import feed, following
from flows.events import DeskEvent, Told
from flows.plan.model import Plan, Target
from storage import plans, seasons

NONE = "-"  # how a press calls the plan of a commune that follows none


async def _plans(at: Board) -> Done:
    """Every plan, or from which year on the one that was chosen."""
    followed = at.found.plan.code if at.found else ""
    if at.part(0):
        plan = await _plan(at, at.part(0))
        return Done((following.one(at.say, at.year, plan, followed),))
    every = tuple((await plans.known(at.tx)).values())
    return Done((following.plans(at.say, at.year, every, followed, at.number(1)),))


async def _follow(at: Board) -> Done:
    """Follow that plan from that year on, if the commune still follows the one that was seen."""
    plan, year = await _plan(at, at.part(0)), at.number(1)
    is_near = at.year <= year <= at.year + 1
    if not (is_near and plan.first_year <= year <= plan.last_year):
        raise NotThere
    seen = at.part(2)
    followed = at.found.plan.code if at.found else NONE
    if followed != seen and followed != plan.code:
        return await show(at, Told("following.changed"))
    by = at.incident.by
    is_new = await seasons.choose(at.tx, at.commune, plan.code, year, by.person_id, now=by.now)
    facts = {"name": plan.name, "year": year}
    return await show(
        await at.again(), Told("following.done" if is_new else "following.before", facts)
    )


async def _bases(at: Board, *before: DeskEvent) -> Done:
    if at.part(0):
        return Done((*before, following.base(at.say, at.season, _target(at))))
    return Done((*before, following.bases(at.say, at.season, at.number(1))))


async def _all_bases(at: Board) -> Done:
    return await _bases(at)


async def _choose_base(at: Board) -> Done:
    """That is how this target is counted."""
    target, number = _target(at), at.number(1)
    if number >= len(target.bases):
        raise NotThere
    await seasons.choose_base(at.tx, at.commune, target.code, target.bases[number], at.incident.by)
    told = Told("following.base_chosen", {"text": target.bases[number]})
    after = await at.again()
    return Done((told, following.bases(after.say, after.season, 0)))


async def _calendar(at: Board) -> Done:
    """The address of this person's calendar of the commune."""
    token = feed.token(at.office.key, at.incident.by.person_id, at.commune)
    link = f"{at.office.public_url}{feed.path(token)}"
    return Done((following.calendar(at.say, at.year, link),))


async def _plan(at: Board, code: str) -> Plan:
    found = await plans.find(at.tx, code)
    if found is None or found.tier == "nation":
        raise NotThere
    return found


def _target(at: Board) -> Target:
    targets = (target for target in at.season.plan.targets if target.bases)
    found = next((target for target in targets if target.code == at.part(0)), None)
    if found is None:
        raise NotThere
    return found


PAGES: Mapping[str, Page] = {
    "w": _plans,
    "v": _follow,
    "b": _all_bases,
    "c": _choose_base,
    "l": _calendar,
}
"""What a press does: its second part -> the page."""
