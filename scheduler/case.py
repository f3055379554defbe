"""One thing to be reminded of, or not: what it is, who is told, and what stands against it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flows.plan.season import Season
from flows.quiet import ZONE
from flows.reminding import Who
from reports import answering, unfinished
from reports.reminded import Memory
from reports.unfinished import Lying
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


def why_not(people: Sequence[Who]) -> Why:
    """Why none of these can be told."""
    if not people:
        return "nobody"
    return "unreachable" if any(one.channel for one in people) else "no_phone"


def memory(step: Reached) -> Memory:
    """What has to be remembered so that this is not said again."""
    return Memory(step.plan, step.year, step.step, step.milestone, step.closes, step.later)


@dataclass(frozen=True, slots=True)
class Here:
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


async def here_now(tx: Tx, season: Season, now: datetime) -> Here:
    today = now.astimezone(ZONE).date()
    lying = await unfinished.lying(tx, season.commune, season.year, today)
    heads = await answering.heads(tx, "village_head", sorted(lying))
    staff = await answering.heads(tx, "staff", [season.commune])
    return Here(season, lying, heads, staff.get(season.commune, ()))
