"""Who is to be reminded of what at one moment in one commune's season, and who is not, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from flows.plan.season import Season
from flows.quiet import ZONE
from flows.reminding import Who
from reports import answering, reminded, unfinished
from reports.unfinished import Lying, Thing
from scheduler import due, silence
from scheduler.case import STATES, WAITING, Case, Here, Why, here_now, memory, why_not
from scheduler.due import Reached
from storage.database import Tx


async def cases(tx: Tx, season: Season, now: datetime, *, every: bool = False) -> list[Case]:
    """What has to be told now; with `every` also what has not, and why."""
    found: list[Case] = []
    steps = due.reached(season, now)
    for step in steps:
        if step.step in STATES:
            found += await _forms(tx, step, every=every)
    at_places = [step for step in steps if step.step not in STATES]
    if at_places:
        here = await here_now(tx, season, now)
        for step in at_places:
            found += await _remember(tx, step, _at_places(step, here), every=every)
    for step in steps:
        if step.step in silence.LISTS and _a_day_ago(step, now):
            found += await silence.LISTS[step.step](tx, season, step, now, every)
    return found


# ---- forms: one case for each subject


async def _forms(tx: Tx, step: Reached, *, every: bool) -> list[Case]:
    states = None if every and step.step == "answer" else STATES[step.step]
    things = await unfinished.things(
        tx, step.commune, step.year, states, memory(step), anew=not every
    )
    heads: Mapping[str, tuple[Who, ...]] = {}
    if step.step == "correct":  # what a village head typed for others comes back to him
        alone = {thing.place for thing in things if not thing.reached}
        heads = await answering.heads(tx, "village_head", sorted(alone))
    last = await answering.last_hands(tx, [number for t in things for number in _shared(t)])
    return [
        case
        for thing in things
        if (case := _form(step, thing, heads.get(thing.place, ()), last)).why == "due" or every
    ]


def _shared(thing: Thing) -> tuple[int, ...]:
    """The form, where several people answer it: it matters who did so last."""
    number = thing.assessment_id
    return () if number is None or len(thing.people) < 2 else (number,)


def _form(step: Reached, thing: Thing, heads: Sequence[Who], last: Mapping[int, int]) -> Case:
    who = due.chosen(thing.people, last.get(thing.assessment_id or 0)) or due.chosen(heads)
    why = _why(step, thing, who)
    return Case(
        reached=step,
        about=thing.about,
        name=thing.name,
        why=why,
        who=who if why in ("due", "told") else None,
        title=thing.title,
        state=thing.state,
    )


def _why(step: Reached, thing: Thing, who: Who | None) -> Why:
    if thing.state not in STATES[step.step]:
        return "finished"
    if thing.told:
        return "told"
    if who is not None:
        return "due"
    is_home = thing.kind == "household" and step.step == "answer"
    return "by_head" if is_home else why_not(thing.people)


# ---- places: one case for each village, or for the commune


def _at_places(step: Reached, here: Here) -> list[tuple[Case, tuple[Who, ...]]]:
    """What waits at this step, with the people who do it."""
    commune = f"p{here.season.commune}"
    match step.step:
        case "review":
            waiting = [(v, v.count(*WAITING["review"])) for v in here.villages]
            return [_village(step, here, place, count) for place, count in waiting if count]
        case "hand_over":
            lists = [place for place in here.villages if place.meeting is not None]
            return [_village(step, here, place, 1) for place in lists]
        case "verify" | "decide":
            count = here.count(*WAITING[step.step])
            return [(Case(step, commune, "", "due", count=count), here.staff)] if count else []
        case _:
            name = step.due.deadline.what if step.due else ""
            return [(Case(step, commune, name, "due"), here.staff)]


def _village(step: Reached, here: Here, place: Lying, count: int) -> tuple[Case, tuple[Who, ...]]:
    return Case(step, place.about, place.name, "due", count=count), here.heads.get(place.code, ())


async def _remember(
    tx: Tx, step: Reached, found: Sequence[tuple[Case, tuple[Who, ...]]], *, every: bool
) -> list[Case]:
    """The same without what was told before, each with the one who is told."""
    known = await reminded.remembered(tx, memory(step), [case.about for case, _ in found])
    told: list[Case] = []
    for case, people in found:
        who = due.chosen(people)
        why: Why = "told" if case.about in known else "due" if who else why_not(people)
        told.append(replace(case, who=who, why=why))
    return [case for case in told if every or case.why == "due"]


def _a_day_ago(step: Reached, now: datetime) -> bool:
    """Whether the third milestone was reached on an earlier day."""
    return step.since is not None and step.since.date() < now.astimezone(ZONE).date()
