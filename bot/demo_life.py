"""Lets the invented people of the demo live their season, by the same steps as everybody."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.demo_acts import ACTS, Scene
from bot.moment import ZONE
from bot.program import House
from flows import sample, sample_season
from flows.plan.season import Step, season_of
from flows.reception import CONSENT
from flows.sample_season import Act
from scheduler.clock import Bell
from storage import people, roster, sample_people, seasons
from storage.database import Tx
from storage.moves import By
from storage.roster import SamplePerson
from storage.sample_people import Actor

PLAN = "binh_lu_2026"
COMMUNE = sample.COMMUNE[0]
LINE = "15 9,12,15,19 * * *"
"""The hours of flows.sample_season, as a crontab line."""


@dataclass(frozen=True, slots=True)
class Life:
    """The season of the sample commune. `spared` are households with a phone of the demo.

    What was due and not yet done is done, at its own moment: late, twice, or after a kill in the
    middle, the season comes out the same.
    """

    home: House
    spared: frozenset[str]
    _done: set[Act]

    @property
    def bell(self) -> Bell:
        """What rings when somebody may act."""
        return Bell("life", LINE, self.run, at_start=True)

    async def run(self) -> None:
        """Everything that should have been done by now."""
        now = self.home.now()
        year = season_of(now.astimezone(ZONE).date())
        async with self.home.db.read() as tx:
            closes = await _closes(tx, year)
            who = await sample_people.actors(tx, self.home.page.name)
        if not closes:
            return
        for act in sample_season.acts(sample.commune(), closes, self.spared):
            at = act.at.replace(tzinfo=ZONE)
            if at <= now and act not in self._done:
                await self._do(act, at, year, who)
                self._done.add(act)

    async def _do(self, act: Act, at: datetime, year: int, who: Mapping[str, Actor]) -> None:
        """One act, whole or not at all."""
        actor = who[act.whom] if act.what not in OF_THE_OFFICER else who[COMMUNE]
        by = By(actor.person_id, actor.role, self.home.page.name, at)
        office = self.home.conversation.office
        async with self.home.db.begin() as tx:
            await _arrive(tx, actor, by)
            await ACTS[act.what](Scene(tx, office, by, actor, year, act.whom))


OF_THE_OFFICER = frozenset({"verify", "return", "recognise"})


async def begin(home: House, spared: Iterable[str]) -> Life:
    """Write the people down, and let the commune follow a plan; the first time only."""
    now = home.now()
    year = season_of(now.astimezone(ZONE).date())
    spared = frozenset(spared)
    async with home.db.begin() as tx:
        known = await sample_people.actors(tx, home.page.name)
        for person in _cast(spared):
            if (person.household or person.place_code) not in known:
                await roster.enrol(tx, person, home.page.name, secrets.token_urlsafe(16), now)
        if not await seasons.plan_of(tx, COMMUNE, year):
            await seasons.choose(tx, COMMUNE, PLAN, year, now=now)
    return Life(home, spared, set())


def _cast(spared: frozenset[str]) -> Iterable[SamplePerson]:
    """Everybody who acts: an officer, heads of villages, somebody of each household."""
    yield SamplePerson(sample.OFFICER, "staff", COMMUNE, citizen=False)
    for village in sample.commune().villages:
        if village.code in sample.HEADS:
            name = sample.HEADS[village.code]
            yield SamplePerson(name, "village_head", village.code, citizen=False)
        heads = {home.code: home.head for home in village.households}
        for code in sample_season.phoned(village):
            if code not in spared:
                yield SamplePerson(heads[code], "household", village.code, code, citizen=False)


async def _closes(tx: Tx, year: int) -> Mapping[Step, date]:
    season = await seasons.season(tx, COMMUNE, year)
    return {step: day.closes for step, day in season.steps.items()} if season else {}


async def _arrive(tx: Tx, actor: Actor, by: By) -> None:
    """Whoever acts has agreed to what is kept."""
    held = await people.hold(tx, by.channel, actor.address)
    if held.person.consent != CONSENT:
        agreed = replace(held.person, consent=CONSENT)
        await people.save(tx, held, agreed, by.channel, by.now)
        await people.meet_here(tx, by.channel, actor.address, by.now)
