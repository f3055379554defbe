"""What is due: which milestone of which step a moment has reached, and who is told of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flows import quiet
from flows.plan.model import Due
from flows.plan.season import STEPS, Season
from flows.quiet import NO_TET, ZONE
from flows.reminding import Who

MILESTONES = (30, 14, 7, 3, 1, 0)
"""Days before a day on which people are reminded, where a step names none of its own."""
SILENT_AFTER = 3
"""Reminders after which somebody else is told that nothing happens."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A step whose people are to be reminded now, since it reached `milestone` (days before).

    `step` is one of flows.plan.season, or "report." and the code of a deadline, which is `due`
    then. `others` are its other milestones; `since` is when the third one was reached, None
    while it is not.
    """

    plan: str
    year: int
    commune: str
    step: str
    milestone: int
    closes: date
    milestones: tuple[int, ...]
    since: datetime | None = None
    due: Due | None = None

    @property
    def later(self) -> tuple[int, ...]:
        """The milestones that come after this one."""
        return tuple(days for days in self.milestones if days < self.milestone)


def is_time(now: datetime) -> bool:
    """Whether people may be reminded at this moment (07:00-20:30 local time, never on Tết)."""
    local = now.astimezone(ZONE)
    return quiet.allowed_from(local, NO_TET) == local


def years(now: datetime) -> tuple[int, int]:
    """The seasons that may have an open day: this year's, and the one before."""
    today = now.astimezone(ZONE).date()
    return today.year, today.year - 1


def ends(closes: date) -> datetime:
    """The last moment at which anybody is told of a step that closes on that day."""
    return datetime.combine(closes, NO_TET.end, ZONE)


def starts(closes: date, milestone: int) -> datetime | None:
    """When that milestone is reached; None when no fit moment comes before the step closes."""
    morning = datetime.combine(closes - timedelta(days=milestone), time(0), ZONE)
    moment = quiet.allowed_from(morning, NO_TET)
    return moment if moment < ends(closes) else None


def milestone(closes: date, milestones: Iterable[int], now: datetime) -> int | None:
    """The latest milestone reached by `now`; None before the first and once the step closed."""
    if now >= ends(closes):
        return None
    return min((days for days in milestones if _is_reached(closes, days, now)), default=None)


def reached(season: Season, now: datetime) -> tuple[Reached, ...]:
    """Every step and every report of the season of which people are to be reminded now."""
    found: list[Reached] = []
    for step in STEPS:
        day = season.steps.get(step)
        if day is not None and step != "report":
            found += _reached(season, step, day.closes, day.milestones, now)
    for due in season.dues:
        if due.deadline.code not in season.filed:
            step_name = f"report.{due.deadline.code}"
            found += _reached(season, step_name, due.safe, _report_days(season), now, due)
    return tuple(found)


def chosen(people: Sequence[Who], last: int | None = None) -> Who | None:
    """The one who is told: who can be reached; who acted `last`, else the first of them."""
    ready = [one for one in people if one.reachable]
    acted = (one for one in ready if one.person_id == last)
    return next(acted, ready[0] if ready else None)


def is_silent(told: Sequence[datetime], now: datetime) -> bool:
    """Whether the third of the reminders, told at these moments, lies a day back at least."""
    today = now.astimezone(ZONE).date()
    return sum(at.astimezone(ZONE).date() < today for at in told) >= SILENT_AFTER


def _reached(
    season: Season,
    step: str,
    closes: date,
    milestones: Sequence[int],
    now: datetime,
    due: Due | None = None,
) -> list[Reached]:
    latest = milestone(closes, milestones, now)
    if latest is None:
        return []
    days = tuple(sorted(set(milestones), reverse=True))
    third = starts(closes, days[SILENT_AFTER - 1]) if len(days) >= SILENT_AFTER else None
    since = third if third is not None and third <= now else None
    code, year, commune = season.plan.code, season.year, season.commune
    return [Reached(code, year, commune, step, latest, closes, days, since, due)]


def _report_days(season: Season) -> tuple[int, ...]:
    day = season.steps.get("report")
    return day.milestones if day else MILESTONES


def _is_reached(closes: date, days: int, now: datetime) -> bool:
    moment = starts(closes, days)
    return moment is not None and moment <= now
