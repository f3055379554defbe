"""What the digests count: the very numbers of the desk, the lists and the chart, put together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import exists, select

from flows import workdays
from flows.digest import TITLES as SHOWN
from flows.digest import Goal, Morning
from flows.plan import days
from flows.plan.season import Season, season_of
from reports import doubtful, goals, queue, requests, unreachable
from reports.chart import Bar, Chart, paged
from reports.goals import Here, Progress
from reports.queue import Looking
from storage.database import Tx, sheet
from storage.meetings import OVER
from storage.places import name_of
from storage.tables import Assessment, Meeting, Place, Role, Subject

AT = time(7, 30)  # local time of every digest
NOBODY = 0  # who looks, where nobody does: what anybody holds is not among what waits
BEFORE = 30  # days before forms close in which a season is on, where its steps name none
DECIDED = (*OVER, "handed_over")
"""States of a meeting that was held."""

_places, _roles, _meetings = map(sheet, (Place, Role, Meeting))
_subjects, _assessments = map(sheet, (Subject, Assessment))
_place, _role, _meeting = _places.c, _roles.c, _meetings.c
_subject, _assessment = _subjects.c, _assessments.c


async def held(tx: Tx, role: str, kind: str) -> tuple[str, ...]:
    """Codes of the places of this kind in which somebody holds that role."""
    query = (
        select(_place.code)
        .join_from(_roles, _places, _place.code == _role.place_code)
        .where(_role.role == role, _role.ended_at.is_(None))
        .where(_place.kind == kind, _place.valid_to.is_(None))
    )
    return tuple((await tx.execute(query.distinct().order_by(_place.code))).scalars())


@dataclass(frozen=True, slots=True)
class Today:
    """What waits in a commune, and the pictures of how far its villages are."""

    morning: Morning
    charts: tuple[Chart, ...]


async def today(tx: Tx, commune: str, season: Season | None, now: datetime) -> Today:
    """Both, of the same forms, counted once. `now` is local time."""
    found = await goals.by_place(tx, commune, year_of(season, now))
    name = await name_of(tx, commune)
    morning = await _morning(tx, commune, season, now, found)
    return Today(morning, _charts(name, season, now, found))


async def _morning(
    tx: Tx, commune: str, season: Season | None, now: datetime, found: Sequence[Here]
) -> Morning:
    waiting = await queue.places(tx, Looking(commune, NOBODY, now))
    oldest = min((one.oldest for one in waiting if one.oldest), default=None)
    gone, since = await unreachable.listed(tx, commune), _last_morning(now)
    pressing = await requests.pressing(tx, commune, now)
    on = season is not None and is_on(season, now.date())
    return Morning(
        at=now,
        planned=season is not None,
        due=season.first if season else None,
        empty=tuple(one.name for one in empty(found)) if on else (),
        unmet=tuple((await unmet(tx, commune, year_of(season, now))).values()) if on else (),
        waiting=sum(one.waiting for one in waiting),
        oldest=_days_since(oldest, now) if oldest else None,
        corrected=sum(one.corrected for one in waiting),
        returned=await queue.count_sent_back(tx, commune),
        unreachable=len(gone),
        lately=sum(one.since >= since for one in gone),
        doubtful=len(await doubtful.listed(tx, commune, now)),
        requests=len(pressing),
        late=sum(one.left(now.date()) < 0 for one in pressing),
        goals=towards(goals.together(one.titles for one in found), season),
    )


def year_of(season: Season | None, now: datetime) -> int:
    """The year that is counted: that of the season, also where no plan was chosen."""
    return season.year if season else season_of(now.date())


def is_on(season: Season, today: date) -> bool:
    """Whether the season's forms are due: from its first reminder until its reports are sent."""
    answer = season.steps.get("answer")
    if answer is None or not season.waiting:
        return False
    return today >= answer.closes - timedelta(days=max(answer.milestones, default=BEFORE))


def empty(found: Iterable[Here]) -> tuple[Here, ...]:
    """The villages of which nothing is handed in."""
    villages = (one for one in found if one.is_village)
    return tuple(one for one in villages if not any(t.done for t in one.titles.values()))


async def unmet(tx: Tx, commune: str, year: int) -> Mapping[str, str]:
    """Code and name of the villages where forms wait for a first meeting."""
    waits = exists().where(
        _subject.place_code == _place.code,
        _assessment.subject_id == _subject.id,
        _assessment.year == year,
        _assessment.state == "submitted",
    )
    met = exists().where(
        _meeting.place_code == _place.code, _meeting.year == year, _meeting.state.in_(DECIDED)
    )
    query = (
        select(_place.code, _place.name)
        .where(_place.parent_code == commune, _place.kind == "village", waits, ~met)
        .where(_place.valid_to.is_(None))
        .order_by(_place.code)
    )
    return {row.code: row.name for row in await tx.execute(query)}


def towards(titles: Mapping[str, Progress], season: Season | None) -> tuple[Goal, ...]:
    """Each title that somebody could have, against what the plan wants next."""
    return tuple(_goal(title, titles[title], season) for title in SHOWN if title in titles)


def _charts(
    name: str, season: Season | None, now: datetime, found: Sequence[Here]
) -> tuple[Chart, ...]:
    """The families of each village; none where no village has any."""
    pages = paged([_bar(one.name, one.titles["family"]) for one in found if _has_families(one)])
    together = goals.together(one.titles for one in found).get("family", Progress())
    goal = _goal("family", together, season).target
    whole = Chart(
        title="family",
        year=year_of(season, now),
        commune=name,
        day=now.date(),
        bars=(),
        total=_bar("", together),
        goal=goal.value if goal else None,
        by=goal.year if goal else 0,
        parts=len(pages),
    )
    return tuple(replace(whole, bars=page, part=number) for number, page in enumerate(pages, 1))


def _goal(title: str, progress: Progress, season: Season | None) -> Goal:
    targets = days.goal(season.plan, title, season.year) if season else ()
    bases = season.bases if season else {}
    return Goal(
        title=title,
        reached=progress.reached,
        all=progress.all,
        recognised=progress.at("recognised"),
        targets=targets,
        settled=all(not one.bases or one.code in bases for one in targets),
    )


def _bar(name: str, progress: Progress) -> Bar:
    at = progress.at
    return Bar(name, progress.all, at("registered"), at("passed"), at("verified"), at("recognised"))


def _has_families(one: Here) -> bool:
    return one.is_village and "family" in one.titles


def _last_morning(now: datetime) -> datetime:
    """When the digest of the working day before was due."""
    day = now.date() - timedelta(days=1)
    while not workdays.is_worked(day):
        day -= timedelta(days=1)
    return datetime.combine(day, AT, now.tzinfo)


def _days_since(moment: datetime, now: datetime) -> int:
    """How many midnights lie between."""
    return (now.date() - moment.astimezone(now.tzinfo).date()).days
