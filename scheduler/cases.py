"""Who is to be reminded of what at one moment in one commune's season, and who is not, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from flows.plan.season import Season
from flows.quiet import ZONE
from flows.reminding import Who
from reports import reminded, unfinished
from reports.reminded import Memory
from reports.unfinished import Lying, Thing
from scheduler import due
from scheduler.due import Reached
from storage.database import Tx

Why = Literal["due", "told", "finished", "nobody", "no_phone", "unreachable", "by_head"]
UNANSWERED = ("", "registered", "drafting")
"""States of a form that its people still have to fill in."""
STATES: Mapping[str, tuple[str, ...]] = {"answer": UNANSWERED, "correct": ("returned",)}
WAITING: Mapping[str, tuple[str, ...]] = {
    "review": ("submitted",),
    "verify": ("handed_over",),
    "decide": ("verified", "proposed"),
}
"""Step of a place -> the states of the forms that wait for it."""


@dataclass(frozen=True, slots=True)
class Case:
    """One unfinished thing (or with `why` "finished" a finished one) and the one who is told.

    `about` is what the memory calls it; `count` how many forms or households it stands for.
    `why` is "due" for what has to be told now: else what stands against it. "by_head" says that
    nobody has a phone of his own, so it is on the list of the village head.
    """

    reached: Reached
    about: str
    name: str
    why: Why
    who: Who | None = None
    title: str = ""
    state: str = ""
    count: int = 0


async def cases(tx: Tx, season: Season, now: datetime, *, every: bool = False) -> list[Case]:
    """What has to be told now; with `every` also what has not, and why."""
    found: list[Case] = []
    steps = due.reached(season, now)
    for step in steps:
        if step.step in STATES:
            found += await _forms(tx, step, every=every)
    at_places = [step for step in steps if step.step not in STATES]
    if at_places:
        here = await _here(tx, season, now)
        for step in at_places:
            found += await _remember(tx, step, _at_places(step, here), every=every)
    for step in steps:
        if step.step in LISTS and _a_day_ago(step, now):
            found += await LISTS[step.step](tx, season, step, now, every)
    return found


def why_not(people: Sequence[Who]) -> Why:
    """Why none of these can be told."""
    if not people:
        return "nobody"
    return "unreachable" if any(one.channel for one in people) else "no_phone"


def memory(step: Reached) -> Memory:
    """What has to be remembered so that this is not said again."""
    return Memory(step.plan, step.year, step.step, step.milestone, step.closes, step.later)


# ---- forms: one case for each subject


async def _forms(tx: Tx, step: Reached, *, every: bool) -> list[Case]:
    states = None if every and step.step == "answer" else STATES[step.step]
    things = await unfinished.things(
        tx, step.commune, step.year, states, memory(step), anew=not every
    )
    heads: Mapping[str, tuple[Who, ...]] = {}
    if step.step == "correct":  # what a village head typed for others comes back to him
        alone = {thing.place for thing in things if not thing.reached}
        heads = await unfinished.heads(tx, "village_head", sorted(alone))
    last = await unfinished.last_hands(tx, [t.assessment_id for t in things if _is_shared(t)])
    return [
        case
        for thing in things
        if (case := _form(step, thing, heads.get(thing.place, ()), last)).why == "due" or every
    ]


def _is_shared(thing: Thing) -> bool:
    return thing.assessment_id is not None and len(thing.people) > 1


def _form(step: Reached, thing: Thing, heads: Sequence[Who], last: Mapping[int, int]) -> Case:
    who = due.chosen(thing.people, last.get(thing.assessment_id or 0)) or due.chosen(heads)
    why = _why(step, thing, who)
    named = {"title": thing.title, "state": thing.state}
    return Case(
        step, thing.about, thing.name, why, who if why in ("due", "told") else None, **named
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


@dataclass(frozen=True, slots=True)
class _Here:
    """What lies in a commune, and who answers for its places."""

    season: Season
    lying: Mapping[str, Lying]
    heads: Mapping[str, tuple[Who, ...]]
    staff: tuple[Who, ...]

    @property
    def villages(self) -> Iterable[Lying]:
        return (place for place in self.lying.values() if place.is_village)

    def count(self, *states: str) -> int:
        return sum(place.count(*states) for place in self.lying.values())


async def _here(tx: Tx, season: Season, now: datetime) -> _Here:
    today = now.astimezone(ZONE).date()
    lying = await unfinished.lying(tx, season.commune, season.year, today)
    heads = await unfinished.heads(tx, "village_head", sorted(lying))
    staff = await unfinished.heads(tx, "staff", [season.commune])
    return _Here(season, lying, heads, staff.get(season.commune, ()))


def _at_places(step: Reached, here: _Here) -> list[tuple[Case, tuple[Who, ...]]]:
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


def _village(step: Reached, here: _Here, place: Lying, count: int) -> tuple[Case, tuple[Who, ...]]:
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


# ---- lists of those who do nothing about it


def _a_day_ago(step: Reached, now: datetime) -> bool:
    """Whether the third milestone was reached on an earlier day."""
    return step.since is not None and step.since.date() < now.astimezone(ZONE).date()


async def silent_homes(tx: Tx, village: str, step: Reached, now: datetime) -> list[Thing]:
    """The households of a village that three reminders did not move, or that none can reach.

    `step` is the step "answer" (or its list). Those of the village heads themselves are not among
    them: nobody calls himself.
    """
    heads = await unfinished.heads(tx, "village_head", [village])
    homes, told = await _homes_told(tx, village, step, heads.get(village, ()))
    return [home for home in homes if _is_unheard(home, told, now)]


async def _homes_told(
    tx: Tx, village: str, step: Reached, heads: Sequence[Who]
) -> tuple[list[Thing], dict[str, list[datetime]]]:
    """The unfinished households of a village, and when each was reminded."""
    own = {head.person_id for head in heads}
    homes = [
        home
        for home in await unfinished.homes(tx, village, step.year, UNANSWERED)
        if not own.intersection(one.person_id for one in home.people)
    ]
    answer = memory(replace(step, step="answer"))
    told = await reminded.moments(tx, answer, step.milestones, [home.about for home in homes])
    return homes, told


def _is_unheard(home: Thing, told: Mapping[str, Sequence[datetime]], at: datetime) -> bool:
    return not home.reached or due.is_silent(told.get(home.about, ()), at)


async def _list_homes(
    tx: Tx, season: Season, step: Reached, now: datetime, every: bool
) -> list[Case]:
    """A list for each village head, once; once more when more households have fallen silent."""
    silent = replace(step, step="answer.silent")
    villages = await unfinished.villages(tx, season.commune)
    names = [f"p{code}" for code in villages]
    known = await reminded.remembered(tx, memory(silent), names)
    before = await reminded.last_listed(tx, memory(silent), names)
    heads = await unfinished.heads(tx, "village_head", list(villages))
    found: list[Case] = []
    for code, name in villages.items():
        if f"p{code}" in known and not every:
            continue
        homes, told = await _homes_told(tx, code, step, heads.get(code, ()))
        homes = [home for home in homes if _is_unheard(home, told, now)]
        fresh = _fresh(homes, told, before.get(f"p{code}"))
        if not homes or (not fresh and not every):
            continue
        who = due.chosen(heads.get(code, ()))
        why: Why = "told" if not fresh or f"p{code}" in known else "due"
        if who is None and why == "due":
            why = why_not(heads.get(code, ()))
        if why == "due" or every:
            found.append(Case(silent, f"p{code}", name, why, who, count=len(homes)))
    return found


def _fresh(
    homes: Sequence[Thing], told: Mapping[str, Sequence[datetime]], before: datetime | None
) -> bool:
    """Whether somebody is on the list who was not when it was last told."""
    if before is None:
        return bool(homes)
    return any(home.reached and not due.is_silent(told[home.about], before) for home in homes)


async def _list_villages(
    tx: Tx, season: Season, step: Reached, now: datetime, every: bool
) -> list[Case]:
    """The villages that three reminders did not move to meet, each told to the staff once."""
    silent = replace(step, step="review.silent")
    here = await _here(tx, season, now)
    waiting = [place for place in here.villages if place.count(*WAITING["review"])]
    names = [place.about for place in waiting]
    told = await reminded.moments(tx, memory(step), step.milestones, names)
    before = await reminded.last_listed(tx, memory(silent), names)
    who = due.chosen(here.staff)
    found: list[Case] = []
    for place in waiting:
        is_reached = due.chosen(here.heads.get(place.code, ())) is not None
        if is_reached and not due.is_silent(told.get(place.about, ()), now):
            continue
        why: Why = "told" if place.about in before else "due" if who else why_not(here.staff)
        if why == "due" or every:
            count = place.count(*WAITING["review"])
            found.append(Case(silent, place.about, place.name, why, who, count=count))
    return found


LISTS = {"answer": _list_homes, "review": _list_villages}
"""Step -> the list that somebody else gets when nothing happens."""
