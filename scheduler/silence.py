"""Those who do nothing about their reminders: who is told of them instead, and how often."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from flows.plan.season import Season
from flows.reminding import Who
from reports import answering, reminded, unfinished
from reports.unfinished import Thing
from scheduler import due
from scheduler.case import UNANSWERED, WAITING, Case, Why, here_now, memory, why_not
from scheduler.due import Reached
from storage.database import Tx


async def silent_homes(tx: Tx, village: str, step: Reached, now: datetime) -> list[Thing]:
    """The households of a village that three reminders did not move, or that none can reach.

    `step` is the step "answer" (or its list). Those of the village heads themselves are not among
    them: nobody calls himself.
    """
    heads = await answering.heads(tx, "village_head", [village])
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
    heads = await answering.heads(tx, "village_head", list(villages))
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
    here = await here_now(tx, season, now)
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
