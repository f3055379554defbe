"""Looks again at what a reminder is about, at the moment it is said: what is still unfinished."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from flows.plan.season import Season
from flows.quiet import ZONE
from flows.reminding import Home, Line, Who
from reports import answering, unfinished
from reports.unfinished import Lying, Thing
from scheduler import due, silence
from scheduler.case import STATES, WAITING
from scheduler.due import Reached
from storage import places, reminders, seasons
from storage.database import Tx
from storage.reminders import NUDGE, Addressed, Kept

Progress = Callable[[Tx, int, datetime], Awaitable[tuple[int, int] | None]]
"""How many questions of an assessment are done, of how many; None when that is not known."""

SILENT = {"answer.silent": "answer", "review.silent": "review"}
"""Step of a list of those who do nothing -> the step they do nothing about."""


async def no_progress(tx: Tx, assessment_id: int, now: datetime) -> None:
    """Nobody counts the questions here."""
    return


async def lines(
    tx: Tx, letter: Addressed, now: datetime, progress: Progress = no_progress
) -> dict[int, Line]:
    """Part -> what to say of it now, for those parts that this person still has to hear.

    A part is brought up to the milestone and the day that hold now; where that was told already
    it is dropped.
    """
    look = _Look(tx, letter, now, progress)
    found: dict[int, Line] = {}
    for kept in letter.parts:
        step = await look.reached(kept)
        line = await look.line(kept, step) if step else None
        if step and line and await _is_new(tx, kept, step):
            found[kept.id] = line
    return _told_apart(found)


async def still(tx: Tx, letter: Addressed, now: datetime) -> Sequence[Line]:
    """What of a letter that was sent is not finished yet, until its step closes."""
    look = _Look(tx, letter, now, no_progress)
    steps = [(kept, await look.reached(kept)) for kept in letter.parts]
    lines = [await look.line(kept, step) for kept, step in steps if step]
    return [line for line in lines if line]


async def answer_step(tx: Tx, commune: str, now: datetime) -> Reached | None:
    """The step "answer" of the commune's season under way; None outside its milestones."""
    for year in due.years(now):
        season = await seasons.season(tx, commune, year)
        for step in due.reached(season, now) if season else ():
            if step.step == "answer":
                return step
    return None


async def _is_new(tx: Tx, kept: Kept, step: Reached) -> bool:
    """Bring the part up to what holds now; false when that was told by another letter."""
    part = kept.part
    if (part.milestone, part.closes) == (step.milestone, step.closes):
        return True
    return await reminders.renew(tx, kept, step.milestone, step.closes)


def _told_apart(found: Mapping[int, Line]) -> dict[int, Line]:
    """Of two households in one letter, each is called by its name."""
    if len({line.press for line in found.values() if line.whose == "home"}) < 2:
        return dict(found)
    return {
        number: replace(line, whose="") if line.whose == "home" else line
        for number, line in found.items()
    }


@dataclass(frozen=True, slots=True)
class _Look:
    """One look at one letter; a commune's season is put together once."""

    tx: Tx
    letter: Addressed
    now: datetime
    progress: Progress
    seasons: dict[tuple[str, int], Season | None] = field(default_factory=dict)

    async def reached(self, kept: Kept) -> Reached | None:
        """Where the part's step stands now; None before its milestones and after it closed."""
        part = kept.part
        commune = await self._commune(part.about)
        if part.step == NUDGE:
            return self._nudged(kept, commune)
        season = await self._season(commune, part.year)
        if season is None or season.plan.code != part.plan:
            return None
        wanted = SILENT.get(part.step, part.step)
        every = due.reached(season, self.now)
        found = next((step for step in every if step.step == wanted), None)
        return replace(found, step=part.step) if found else None

    def _nudged(self, kept: Kept, commune: str) -> Reached | None:
        """Somebody asked for this reminder: it is good for the day it was made for."""
        part = kept.part
        if self.now.astimezone(ZONE).date().toordinal() != part.milestone:
            return None
        days = (part.milestone,)
        return Reached(part.plan, part.year, commune, NUDGE, part.milestone, part.closes, days)

    async def _commune(self, about: str) -> str:
        """The commune in which that lies, "" when it is not there any more."""
        try:
            if about.startswith("s"):
                return (await places.of_subject(self.tx, int(about[1:]))).commune
            return (await places.of_place(self.tx, about[1:])).commune
        except LookupError:
            return ""

    async def _season(self, commune: str, year: int) -> Season | None:
        key = commune, year
        if key not in self.seasons:
            self.seasons[key] = await seasons.season(self.tx, commune, year)
        return self.seasons[key]

    async def line(self, kept: Kept, step: Reached) -> Line | None:
        """What to say of it; None when it is finished, or not this person's any more."""
        about = kept.part.about
        if about.startswith("s"):
            return await self._form(int(about[1:]), step)
        if step.due is not None:
            return await self._report(step)
        if step.step == "answer.silent":
            return await self._homes(about[1:], step)
        return await self._place(about[1:], step)

    # ---- one form

    async def _form(self, subject_id: int, step: Reached) -> Line | None:
        name = "answer" if step.step == NUDGE else step.step
        thing = await unfinished.thing(self.tx, subject_id, step.year)
        if thing is None or thing.state not in STATES[name]:
            return None
        is_own = self._answers(thing.people)
        heads = await self._who("village_head", thing.place) if not thing.reached else ()
        if not is_own and not self._answers(heads):
            return None
        done, of = await self._done(thing)
        return Line(
            step=name,
            closes=step.closes,
            press=f"o.{subject_id}.{thing.title}",
            name=thing.name,
            whose=self._whose(thing) if is_own else "",
            title=thing.title,
            state=thing.state,
            done=done,
            of=of,
            assessment_id=thing.assessment_id,
        )

    async def _done(self, thing: Thing) -> tuple[int | None, int]:
        if thing.assessment_id is None or thing.state not in ("drafting", "returned"):
            return None, 0
        found = await self.progress(self.tx, thing.assessment_id, self.now)
        return found if found else (None, 0)

    def _whose(self, thing: Thing) -> str:
        """ "home" for his household and "self" for himself, where nothing else is so called."""
        if thing.kind == "household":
            return "home"
        me = next(one for one in thing.people if one.person_id == self.letter.person_id)
        return "self" if thing.kind == "citizen" and thing.name == me.name else ""

    # ---- what waits at a place

    async def _place(self, code: str, step: Reached) -> Line | None:
        today = self.now.astimezone(ZONE).date()
        lying = await unfinished.lying(self.tx, step.commune, step.year, today)
        if step.step in ("verify", "decide"):
            states = WAITING[step.step]
            count = sum(place.count(*states) for place in lying.values())
            press = "ds.q" if step.step == "verify" else "rn"
            return await self._of_staff(Line(step.step, step.closes, press, count=count), step)
        place = lying.get(code)
        if place is None:
            return None
        if step.step == "review.silent":
            return await self._unmet(place, step)
        return await self._of_head(_of_village(place, step), code)

    async def _unmet(self, place: Lying, step: Reached) -> Line | None:
        """A village that does not meet, with the number of its head."""
        heads = await self._who("village_head", place.code)
        phone = next((f"{one.name} {one.phone}" for one in heads if one.phone), "")
        count = place.count(*WAITING["review"])
        line = Line(step.step, step.closes, "ds", place.name, count=count, phone=phone)
        return await self._of_staff(line, step)

    async def _report(self, step: Reached) -> Line | None:
        assert step.due is not None  # noqa: S101 - only asked for one
        deadline, written = step.due.deadline, step.due.written
        to = ", ".join(deadline.to)
        line = Line("report", step.closes, "hn", deadline.what, written=written, to=to, count=1)
        return await self._of_staff(line, step)

    async def _homes(self, code: str, step: Reached) -> Line | None:
        homes = await silence.silent_homes(self.tx, code, step, self.now)
        name = (await unfinished.villages(self.tx, step.commune)).get(code, "")
        shown = tuple(map(home, homes))
        line = Line(step.step, step.closes, f"im.{code}.0", name, count=len(homes), homes=shown)
        return await self._of_head(line, code)

    async def _of_head(self, line: Line, code: str) -> Line | None:
        """The line, if something waits and this person heads that village."""
        return line if line.count and self._answers(await self._who("village_head", code)) else None

    async def _of_staff(self, line: Line, step: Reached) -> Line | None:
        staff = await self._who("staff", step.commune)
        return line if line.count and self._answers(staff) else None

    async def _who(self, role: str, code: str) -> Sequence[Who]:
        return (await answering.heads(self.tx, role, [code])).get(code, ())

    def _answers(self, people: Sequence[Who]) -> bool:
        return any(one.person_id == self.letter.person_id for one in people)


def home(thing: Thing) -> Home:
    """A household as a list shows it."""
    return Home(thing.subject_id, thing.name, thing.phone, thing.state)


def _of_village(place: Lying, step: Reached) -> Line:
    if step.step == "hand_over":
        there = place.meeting is not None
        return Line(step.step, step.closes, f"ni.{place.meeting}", place.name, count=int(there))
    count = place.count(*WAITING["review"])
    return Line(step.step, step.closes, f"hm.{place.code}", place.name, count=count)
