"""The season as staff see it: its nearest report, and the day on which each step closes."""

from collections.abc import Sequence
from datetime import date

from flows import messages, vietnamese
from flows.desk import leave
from flows.events import DeskEvent, MenuLine, Prompted, Told
from flows.menus import PAGE
from flows.plan.backwards import MOVABLE
from flows.plan.model import Due
from flows.plan.season import Season, Step, season_of
from flows.village import back as to_village
from flows.village import spoken_day
from flows.wording import Words

VERB = "hn"
NAME_LONGEST = 60  # characters of a plan's name in a line


def press(year: int, *parts: object) -> str:
    """What a line of these pages does: "hn.2026.s.review"."""
    return ".".join(map(str, (VERB, year, *parts)))


def page(words: Words, found: Season, today: date) -> tuple[DeskEvent, ...]:
    """The season: what staff should know first, its nearest report, and the day of each step."""
    lines = _doors(words, found, season_of(today))
    if not found.steps:
        key = "deadlines.all_sent" if found.pulling else "deadlines.none"
        return (Prompted(key, lines, {"year": found.year}),)
    facts = {"year": found.year, "lines": days(words, found, today)}
    first = nearest(words, found, today)
    return *warnings(words, found), first, Prompted("deadlines", lines, facts)


def warnings(words: Words, found: Season) -> tuple[Told, ...]:
    """What is odd about the season."""
    told = []
    if found.late:
        told.append(Told("deadlines.late", {"shown": named(words, found.over)}))
    if found.unfit:
        gone = (f"{name(words, step)} {_day(words, found, d)}" for step, d in found.unfit.items())
        told.append(Told("deadlines.unfit", {"shown": ", ".join(gone)}))
    return tuple(told)


def nearest(words: Words, found: Season, today: date) -> Told:
    """The report that the steps are counted back from, and how long there is."""
    due = found.first
    assert due is not None  # noqa: S101 - steps there are only where there is one
    facts = {"when": when(words, due, found.year), "days": left(words, due.safe, today)}
    return Told("deadlines.nearest", facts)


def days(words: Words, found: Season, today: date) -> str:
    """The last day of each step, a line each."""
    return "\n".join(_step_line(words, found, step, today) for step in MOVABLE)


def village(words: Words, code: str, found: Season | None, today: date) -> Prompted:
    """The same for a village head, to read."""
    lines = (to_village(words, code),)
    if found is None or not found.steps:
        return Prompted("deadlines.village_none", lines)
    facts = {"year": found.year, "lines": days(words, found, today)}
    return Prompted("deadlines.village", lines, facts)


# ---- words that other pages say too


def name(words: Words, step: Step) -> str:
    """What a step is called."""
    return words(f"closing.{step}")


def named(words: Words, steps: Sequence[Step]) -> str:
    """Several steps in one line, as the end of a sentence."""
    return ", ".join(name(words, step).lower() for step in steps if step in MOVABLE)


def when(words: Words, due: Due, year: int) -> str:
    """The day as it is written, with the safe one beside it where that is another."""
    written = day_in(words, due.written, year)
    if due.deadline.rule.kind == "before":
        return words("due.before", day=written, until=day_in(words, due.safe, year))
    if due.opens is not None and due.opens != due.written:
        return words("due.within", first=day_in(words, due.opens, year), day=written)
    return words("due.by", day=written)


def left(words: Words, safe: date, today: date) -> str:
    """How long there is until the end of the safe day."""
    count = (safe - today).days
    if count < 0:
        return words("due.over", count=-count)
    return words("due.left", count=count) if count else words("due.today")


def day_in(words: Words, day: date, year: int) -> str:
    """The day as one speaks of it in that season: with its year where that is another."""
    if words.language == "vi" and day.year != year:
        return vietnamese.speak_date(day)
    return spoken_day(words, day)


def paged(words: Words, lines: Sequence[MenuLine], start: int, more: str) -> tuple[MenuLine, ...]:
    """The lines of a page that begins at the line `start`; `more` and a number press the next."""
    first = min(start // PAGE * PAGE, max(len(lines) - 1, 0) // PAGE * PAGE)
    shown = tuple(lines[first : first + PAGE])
    if first + PAGE >= len(lines):
        return shown
    return (*shown, MenuLine(words("menu.more"), f"{more}.{first + PAGE}"))


def back(words: Words, year: int) -> MenuLine:
    """The line that leads back to the season."""
    return MenuLine(words("deadlines.back"), press(year))


def _doors(words: Words, found: Season, this_year: int) -> tuple[MenuLine, ...]:
    year, lines = found.year, list[MenuLine]()
    if found.late:
        lines.append(MenuLine(words("deadlines.fit"), press(year, "q")))
    if found.steps:
        lines.append(MenuLine(words("deadlines.move"), press(year, "s")))
    note = words("deadlines.differ") if found.conflict else str(len(found.dues))
    lines.append(MenuLine(words("deadlines.reports"), press(year, "d"), note))
    if any(target.bases for target in found.plan.targets):
        count = len(found.open_bases)
        note = words("deadlines.bases_left", count=count) if count else ""
        lines.append(MenuLine(words("deadlines.bases"), press(year, "b"), note))
    lines.append(MenuLine(words("deadlines.plan"), press(year, "w"), short(found.plan.name)))
    lines.append(MenuLine(words("deadlines.calendar"), press(year, "l")))
    other = this_year + 1 if year == this_year else this_year
    lines.append(MenuLine(words("deadlines.year", year=other), press(other)))
    return (*lines, leave(words))


def short(text: str, longest: int = NAME_LONGEST) -> str:
    """The text, cut where it is longer than a line."""
    return messages.short(text, longest)


def _step_line(words: Words, found: Season, step: Step, today: date) -> str:
    at = found.steps[step]
    line = words("closing.line", label=name(words, step), day=_day(words, found, at.closes))
    if at.closes < today:
        return words("closing.line_over", text=line)
    return words("closing.line_moved", text=line) if at.moved else line


def _day(words: Words, found: Season, day: date) -> str:
    return day_in(words, day, found.year)
