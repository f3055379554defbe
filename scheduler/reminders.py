"""Reminds: promises each person's letter of the day, and words it at the moment it leaves."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from flows import quiet, reminding
from flows.letters import Later
from flows.messages import Message
from flows.quiet import NO_TET, ZONE
from flows.wording import words
from scheduler import cases, due, looks
from scheduler.case import Case
from scheduler.looks import Progress, no_progress
from storage import reminders, seasons
from storage.database import Database, Tx
from storage.mail import Recipient
from storage.reminders import Addressed, Made, Part, Promise
from storage.waiting import Letter

TOGETHER = 500  # people of one transaction: replies wait no longer than it takes
QUIET = timedelta(minutes=15)  # whoever talks with us is not talked to about something else


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many communes were looked at, and how many letters and parts of letters were new."""

    communes: int = 0
    letters: int = 0
    parts: int = 0


async def remind(db: Database, now: datetime) -> Reminded:
    """Promise everybody what he is to be reminded of at `now`; nothing out of hours.

    Run late, twice or by two programs at once it promises each thing once.
    """
    if not due.is_time(now):
        return Reminded()
    communes, made = 0, Made()
    for year in due.years(now):
        async with db.read() as tx:
            codes = await seasons.following(tx, year)
        for commune in codes:
            async with db.read() as tx:
                found = await of_commune(tx, commune, year, now)
            made += await _promise(db, found, now)
            communes += 1
    return Reminded(communes, made.letters, made.parts)


async def of_commune(
    tx: Tx, commune: str, year: int, now: datetime, *, every: bool = False
) -> list[Case]:
    """What one commune's people are to be told; with `every` also what they are not, and why."""
    season = await seasons.season(tx, commune, year)
    if season is None:
        return []
    return await cases.cases(tx, season, now, every=every)


async def compose(
    tx: Tx, letter: Letter, now: datetime, progress: Progress = no_progress
) -> Message | Later | None:
    """The words of a reminder at the moment it leaves: what is not needed any more is left out.

    None when nothing is left of it; Later while the person is busy with us.
    """
    found = await reminders.addressed(tx, letter.id)
    if found is None:
        return None
    later = await _not_now(tx, found, now)
    if later is not None:
        return later
    lines = await looks.lines(tx, found, now, progress)
    await reminders.drop(tx, [kept for kept in found.parts if kept.id not in lines])
    if not lines:
        return None
    today = now.astimezone(ZONE).date()
    say = words(found.language, found.you)
    told = list(dict.fromkeys(lines.values()))  # once, though its village head asks for it too
    return reminding.message(say, told, today, found.in_hand)


async def _not_now(tx: Tx, found: Addressed, now: datetime) -> Later | None:
    """Until when it has to wait: hours, a conversation under way, another letter of today."""
    local = now.astimezone(ZONE)
    allowed = quiet.allowed_from(local, NO_TET)
    if allowed != local:
        return Later(allowed)
    spoke = await reminders.spoke_at(tx, found.person_id)
    if spoke is not None and spoke <= now < spoke + QUIET:  # a clock put back makes nobody wait
        return Later(spoke + QUIET)
    if not await reminders.claim(tx, found.id, found.person_id, local.date()):
        tomorrow = datetime.combine(local.date() + timedelta(days=1), time(0), ZONE)
        return Later(quiet.allowed_from(tomorrow, NO_TET))
    return None


async def _promise(db: Database, found: Sequence[Case], now: datetime) -> Made:
    """Write it down, some people at a time, so that nobody's message waits for all."""
    made, day = Made(), now.astimezone(ZONE).date()
    for some in _some(_promises(found)):
        async with db.begin() as tx:
            made += await reminders.promise(tx, some, day, now)
    return made


def _promises(found: Iterable[Case]) -> list[Promise]:
    """One for each person, in their order: two programs at once take the same way."""
    by_person: dict[int, list[Case]] = {}
    for case in found:
        if case.who is not None and case.why == "due":
            by_person.setdefault(case.who.person_id, []).append(case)
    return [_of_one(theirs) for _, theirs in sorted(by_person.items())]


def _of_one(theirs: Sequence[Case]) -> Promise:
    who = theirs[0].who
    assert who is not None  # noqa: S101 - _promises took no other
    to = Recipient(who.person_id, who.channel, who.address)
    expires_at = max(due.ends(case.reached.closes) for case in theirs)
    return Promise(to, tuple(map(_part, theirs)), expires_at)


def _part(case: Case) -> Part:
    step = case.reached
    return Part(step.plan, step.year, step.step, step.milestone, case.about, step.closes)


def _some(promises: Sequence[Promise]) -> Iterator[Sequence[Promise]]:
    for start in range(0, len(promises), TOGETHER):
        yield promises[start : start + TOGETHER]
