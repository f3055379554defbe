"""One step of the season as staff see it: when it closes and why, and another day for it."""

from collections.abc import Sequence
from datetime import date

from flows import deadlines, vietnamese, workdays
from flows.events import DeskEvent, MenuLine, Prompted, Told
from flows.meeting import POSTED_DAYS
from flows.plan.backwards import MOVABLE, UNTIL_HANDED_OVER, OutOfOrder, check
from flows.plan.season import Season, Step
from flows.plan.steps import spacings
from flows.vietnamese import Nothing, One, Several
from flows.wording import Words


def choose(words: Words, found: Season) -> Prompted:
    """Which step shall close on another day?"""
    steps = [found.steps[step] for step in MOVABLE] if found.steps else []
    lines = [
        MenuLine(
            deadlines.name(words, at.step),
            deadlines.press(found.year, "s", at.step),
            _day(words, found, at.closes),
        )
        for at in steps
    ]
    if found.chosen:
        lines.append(MenuLine(words("deadlines.propose_all"), deadlines.press(found.year, "p")))
    return Prompted("deadlines.which_step", (*lines, deadlines.back(words, found.year)))


def one(words: Words, found: Season, step: Step) -> Prompted:
    """One step: when it closes and why then. Another day may be typed."""
    at = found.steps[step]
    lines = []
    if step in found.chosen:
        note = _day(words, found, at.proposed)
        lines.append(
            MenuLine(words("deadlines.propose"), deadlines.press(found.year, "p", step), note)
        )
    lines.append(MenuLine(words("deadlines.other_step"), deadlines.press(found.year, "s")))
    slot = MenuLine("", deadlines.press(found.year, "m", step, f"{at.closes:%Y%m%d}"))
    facts = {
        "label": deadlines.name(words, step),
        "day": _day(words, found, at.closes),
        "reason": why(words, found, step),
        "example": _figures(found.year, at.closes),
    }
    return Prompted("deadlines.step", (*lines, slot), facts)


def why(words: Words, found: Season, step: Step) -> str:
    """Where the day of this step comes from."""
    at, spacing = found.steps[step], spacings()[step]
    if at.moved:
        return words("closing.moved", day=_day(words, found, at.proposed))
    return words(
        f"closing.why.{step}", count=POSTED_DAYS if spacing.posted else spacing.working_days
    )


def read(
    words: Words, found: Season, step: Step, said: str, today: date
) -> date | Sequence[DeskEvent]:
    """The day that was typed; what to say when it is none, cannot be, or may be several."""
    days = meant(said, found.year, today)
    if not days:
        return (
            Told("deadlines.no_day", {"example": _figures(found.year, found.steps[step].closes)}),
        )
    fits = [day for day in days if _refusal(words, found, step, day, today) is None]
    if len(fits) == 1:
        return fits[0]
    if fits:
        return (_which_day(words, found, step, fits),)
    nearest_day = min(days, key=lambda day: abs(day - found.steps[step].closes))
    refused = _refusal(words, found, step, nearest_day, today)
    return (refused,) if refused else ()


def meant(said: str, year: int, today: date) -> tuple[date, ...]:
    """The days that a text may name, seen from `today` or, for a later season, from its middle."""
    seen = today if today.year >= year else date(year, 7, 1)
    match vietnamese.date(said, seen):
        case One(day):
            return (day,)
        case Several(several):
            return several
        case Nothing():
            return ()


def moved(words: Words, before: Season, after: Season, step: Step, today: date) -> tuple[Told, ...]:
    """What has to be said once a step closes on another day."""
    day = after.steps[step].closes
    facts = {"label": deadlines.name(words, step), "day": _day(words, after, day)}
    told = [Told("deadlines.moved", facts)]
    if not workdays.is_worked(day):
        told.append(Told("deadlines.day_off", {"day": _day(words, after, day)}))
    if step in ("review", "hand_over"):
        told += posting(words, after)
    newly = [one for one in after.closed_before(today) if one not in before.closed_before(today)]
    if newly:
        told.append(Told("deadlines.now_over", {"shown": deadlines.named(words, newly)}))
    return tuple(told)


def posting(words: Words, found: Season) -> tuple[Told, ...]:
    """What has to be said where a list cannot be posted as long as usual."""
    earliest = found.steps["review"].closes + UNTIL_HANDED_OVER
    if found.steps["hand_over"].closes >= earliest:
        return ()
    met = _day(words, found, found.steps["review"].closes)
    facts = {"count": POSTED_DAYS, "when": met, "day": _day(words, found, earliest)}
    return (Told("deadlines.posting_short", facts),)


def _refusal(words: Words, found: Season, step: Step, day: date, today: date) -> Told | None:
    """Why the step cannot close on that day; None where it can."""
    try:
        check(found, step, day, today)
    except OutOfOrder as no:
        beside = deadlines.name(words, no.beside) if no.beside else ""
        facts = {"day": _day(words, found, day), "until": _day(words, found, no.day)}
        return Told(f"deadlines.not.{no.side}", {**facts, "label": beside})
    return None


def _which_day(words: Words, found: Season, step: Step, days: Sequence[date]) -> Prompted:
    seen = f"{found.steps[step].closes:%Y%m%d}"
    lines = [
        MenuLine(
            _day(words, found, day), deadlines.press(found.year, "m", step, seen, f"{day:%Y%m%d}")
        )
        for day in days
    ]
    again = MenuLine(words("deadlines.other_day"), deadlines.press(found.year, "s", step))
    return Prompted("deadlines.which_day", (*lines, again))


def _day(words: Words, found: Season, day: date) -> str:
    return deadlines.day_in(words, day, found.year)


def _figures(year: int, day: date) -> str:
    return f"{day.day}/{day.month}" if day.year == year else f"{day.day}/{day.month}/{day.year}"
