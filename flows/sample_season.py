"""What the people of the invented commune do in a season: who, what and when, drawn by a seed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Literal

from flows import workdays
from flows.meeting import POSTED_DAYS
from flows.plan.season import Step
from flows.sample import SampleCommune, SampleVillage

What = Literal[
    "register",  # a village head puts all households on the list
    "begin",  # a household answers a few questions and leaves off
    "answer",  # it answers all of them and hands in
    "meet",  # the village meeting decides, and its list is posted
    "hand_over",  # the list goes to the commune
    "verify",
    "return",
    "correct",
    "recognise",
]

MORNING, NOON, AFTERNOON, EVENING = time(9, 15), time(12, 15), time(15, 15), time(19, 15)
HOURS = (MORNING, NOON, AFTERNOON, EVENING)
"""When anything is done: local time."""

ROWS_A_DAY = 5  # assessments one officer verifies in a morning
CORRECTED = 0.7  # how often a household corrects what was returned
UNTOUCHED = 2  # assessments of a village that are left to whoever tries the demo


@dataclass(frozen=True, slots=True)
class Act:
    """At that moment (local time) `whom`, the code of a household or a place, does `what`."""

    at: datetime
    what: What
    whom: str


@dataclass(frozen=True, slots=True)
class Temper:
    """How the households of a village are: how many of them do what, by the day the forms close.

    `after` do it late, when the village head has been told. The rest never begin. `meets` is how
    many days after the proposed day the meeting is held, None where nobody holds it here.
    """

    early: int
    middle: int
    late: int
    half: int
    after: int
    meets: int | None


TEMPERS: Mapping[str, Temper] = {
    "MAU01": Temper(early=5, middle=3, late=3, half=3, after=0, meets=None),
    "MAU02": Temper(early=8, middle=4, late=4, half=1, after=0, meets=-1),
    "MAU03": Temper(early=0, middle=0, late=2, half=3, after=9, meets=4),
}
"""The first village is that of the phones: only they act for it. The third is silent for long."""

WITHOUT_PHONE = 3
"""Households of a village, the last ones, whom nobody can write to."""


def acts(
    commune: SampleCommune,
    closes: Mapping[Step, date],
    spared: frozenset[str],
    seed: int = 2026,
) -> tuple[Act, ...]:
    """The whole season, in order. `closes` has the day of each step; `spared` never act."""
    found: list[Act] = []
    for village in commune.villages:
        chance = Random(f"{seed}-{village.code}")  # noqa: S311 (invented people, no secret)
        here = list(_village(village, closes, spared, chance))
        found += here
        found += _verified([act for act in here if act.what in {"answer", "hand_over"}], chance)
    if any(act.what == "verify" for act in found):
        decided = workdays.before(closes["decide"], 1)
        found.append(_at(decided, MORNING, "recognise", commune.code))
    return tuple(sorted(found, key=lambda act: act.at))


def phoned(village: SampleVillage) -> tuple[str, ...]:
    """Codes of the households of this village that can be written to."""
    return tuple(home.code for home in village.households[:-WITHOUT_PHONE])


def _village(
    village: SampleVillage, closes: Mapping[Step, date], spared: frozenset[str], chance: Random
) -> Iterator[Act]:
    temper, day = TEMPERS[village.code], closes["answer"]
    homes = [code for code in phoned(village) if code not in spared]
    chance.shuffle(homes)
    spans: tuple[tuple[What, int, int, int], ...] = (
        ("answer", temper.early, -22, -13),
        ("answer", temper.middle, -12, -5),
        ("answer", temper.late, -3, 0),
        ("begin", temper.half, -16, -4),
        ("answer", temper.after, 3, 5),
    )
    for what, count, first, last in spans:
        for _ in range(count):
            when = day + timedelta(days=chance.randint(first, last))
            yield _at(when, chance.choice((NOON, EVENING)), what, homes.pop())
    if temper.meets is not None:
        yield _at(day - timedelta(days=23), MORNING, "register", village.code)
        held = closes["review"] + timedelta(days=temper.meets)
        yield _at(held, EVENING, "meet", village.code)
        free = held + timedelta(days=POSTED_DAYS + 1)
        gone = max(closes["hand_over"] - timedelta(days=1), free)
        yield _at(gone, AFTERNOON, "hand_over", village.code)


def _verified(acts: Sequence[Act], chance: Random) -> Iterator[Act]:
    """What a village handed over: a few each working morning, the first of them is returned.

    Most of these are corrected. The last ones are left to whoever tries the demo.
    """
    over = next((act.at for act in acts if act.what == "hand_over"), None)
    waiting = [act.whom for act in acts if act.what == "answer"]
    day = over.date() if over else date.max
    for start in range(0, len(waiting[:-UNTOUCHED]) if over else 0, ROWS_A_DAY):
        day = workdays.after(day, 1)
        first, *others = waiting[:-UNTOUCHED][start : start + ROWS_A_DAY]
        yield from (_at(day, MORNING, "verify", code) for code in others)
        yield _at(day, MORNING, "return", first)
        if chance.random() < CORRECTED:
            corrected = day + timedelta(days=chance.randint(1, 3))
            yield _at(corrected, EVENING, "correct", first)
            yield _at(workdays.after(corrected, 1), AFTERNOON, "verify", first)


def _at(day: date, hour: time, what: What, whom: str) -> Act:
    return Act(datetime.combine(day, hour), what, whom)
