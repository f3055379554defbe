"""Sends the digests: each once a person and day, silent where there is nothing to say.

Each may run late, twice, or in two programs at once: the name of its first letter decides.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from flows import digest, quiet, weekly, workdays
from flows.messages import Message
from flows.plan.season import Season, season_of
from flows.quiet import NO_TET, ZONE
from flows.weekly import Home, Missing, Standing
from flows.wording import Words, words
from reports import chart, goals, unfinished, village
from reports import digest as numbers
from reports import province as provinces
from reports.digest import AT, Today
from scheduler.case import UNANSWERED
from storage import mail, people, seasons
from storage.database import Database, Tx
from storage.people import Reached


@dataclass(frozen=True, slots=True)
class Sent:
    """How many people were promised which digest."""

    staff: int = 0
    heads: int = 0
    province: int = 0


@dataclass(frozen=True, slots=True)
class Where:
    """A village in a season; `closes` is the last day to hand in."""

    code: str
    name: str
    year: int
    closes: date


Say = Callable[[Words], Sequence[Message]]
"""Words a digest in somebody's own language."""


async def send(db: Database, now: datetime) -> Sent:
    """Every digest that is due at `now`."""
    return Sent(await staff(db, now), await heads(db, now), await province(db, now))


async def staff(db: Database, now: datetime) -> int:
    """What waits in each commune, on every working morning; how many people were new to it.

    On the first one of a week the villages stand beside each other in a picture.
    """
    local = now.astimezone(ZONE)
    if not is_time(local):
        return 0
    async with db.read() as tx:
        communes = await numbers.held(tx, "staff", "commune")
    return sum([await _staff_of(db, commune, local) for commune in communes])


async def heads(db: Database, now: datetime) -> int:
    """Who is missing in each village, once a week while forms may be handed in."""
    local = now.astimezone(ZONE)
    if not is_time(local) or not is_weekly(local.date()):
        return 0
    year = season_of(local.date())
    async with db.read() as tx:
        following = await seasons.following(tx, year)
    return sum([await _heads_of(db, commune, year, local) for commune in following])


async def province(db: Database, now: datetime) -> int:
    """How the communes of each province stand, once a week; silent before anybody registered."""
    local = now.astimezone(ZONE)
    if not is_time(local) or not is_weekly(local.date()):
        return 0
    async with db.read() as tx:
        codes = await numbers.held(tx, "province_viewer", "province")
    return sum([await _province_of(db, code, local) for code in codes])


def is_time(local: datetime) -> bool:
    """Whether digests go at this moment: on a working day, from 07:30 until nobody is told more."""
    fits = quiet.allowed_from(local, NO_TET) == local
    return fits and local.time() >= AT and workdays.is_worked(local.date())


def is_weekly(day: date) -> bool:
    """Whether this is the first working day of its week."""
    before = (day - timedelta(days=back) for back in range(1, day.weekday() + 1))
    return workdays.is_worked(day) and not any(map(workdays.is_worked, before))


# ---- each commune, village and province


async def _staff_of(db: Database, commune: str, local: datetime) -> int:
    async with db.read() as tx:
        season = await seasons.season(tx, commune, season_of(local.date()))
        found = await numbers.today(tx, commune, season, local)
        if not found.morning.waits:
            return 0
        to = await people.who_heads(tx, "staff", commune)
    return await _promise(db, to, "staff", partial(_staff_says, found=found), local)


def _staff_says(say: Words, found: Today) -> list[Message]:
    """What waits; once a week the villages beside each other."""
    said, day = digest.staff(say, found.morning), found.morning.at.date()
    if not found.charts or not is_weekly(day):
        return said
    return [*said, *weekly.pictures(say, [chart.key(each) for each in found.charts], day)]


async def _heads_of(db: Database, commune: str, year: int, local: datetime) -> int:
    """Every village of a commune."""
    async with db.read() as tx:
        season = await seasons.season(tx, commune, year)
        closes = _closes(season, local.date()) if season else None
        if closes is None:
            return 0
        villages = await unfinished.villages(tx, commune)
        to = {code: await people.who_heads(tx, "village_head", code) for code in villages}
        found = [
            await _missing(tx, Where(code, name, year, closes), to[code])
            for code, name in villages.items()
            if to[code]
        ]
    count = 0
    for missing in (one for one in found if one.homes):
        said = partial(weekly.head, missing=missing, at=local)
        count += await _promise(db, to[missing.code], f"head:{missing.code}", said, local)
    return count


def _closes(season: Season, today: date) -> date | None:
    """The last day on which a form may still be handed in; None out of season."""
    if not numbers.is_on(season, today):
        return None
    days = (season.steps[step].closes for step in ("answer", "review") if step in season.steps)
    return next((day for day in days if day >= today), None)


async def _missing(tx: Tx, where: Where, heads: Sequence[Reached]) -> Missing:
    homes = await village.missing(tx, where.code, where.year)
    found = await unfinished.homes(tx, where.code, where.year, UNANSWERED) if homes else []
    own = {one.recipient.person_id for one in heads}
    return Missing(
        code=where.code,
        name=where.name,
        closes=where.closes,
        homes=tuple(Home(one.name, one.state) for one in homes),
        reached=sum(one.without(own).reached for one in found),
    )


async def _province_of(db: Database, code: str, local: datetime) -> int:
    year = season_of(local.date())
    async with db.read() as tx:
        names = dict(await provinces.communes(tx, code))
        counted = await goals.by_commune(tx, list(names), year)
        if not any(goals.is_begun(titles.values()) for titles in counted.values()):
            return 0
        found = [
            Standing(names[one], goal)
            for one, titles in counted.items()
            for goal in numbers.towards(titles, await seasons.season(tx, one, year))
            if goal.title == "family"
        ]
        to = await people.who_heads(tx, "province_viewer", code)
    said = partial(weekly.province, communes=found, at=local, year=year)
    return await _promise(db, to, f"province:{code}", said, local)


# ---- the promise


async def _promise(
    db: Database, to: Sequence[Reached], which: str, said: Say, local: datetime
) -> int:
    """Promise it to each of these, today; how many of them were not promised it before."""
    until = datetime.combine(local.date(), NO_TET.end, ZONE)
    count = 0
    for one in to:
        letters = said(words(one.language, one.you))
        name = f"digest:{which}:{one.recipient.person_id}:{local.date().isoformat()}"
        async with db.begin() as tx:
            count += await _once(tx, one, letters, name, local, until)
    return count


async def _once(
    tx: Tx, to: Reached, said: Sequence[Message], name: str, now: datetime, until: datetime
) -> int:
    """The first message decides for all: another program may have counted others meanwhile."""
    first = await mail.post(
        tx, to.recipient, said[:1], once=name, now=now, kind="digest", expires_at=until
    )
    if first:
        rest = f"{name}:more"
        await mail.post(
            tx, to.recipient, said[1:], once=rest, now=now, kind="digest", expires_at=until
        )
    return first
