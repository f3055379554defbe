"""The village head's counter: how far his village is, who is missing, and what can be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flows import vietnamese
from flows.assessment import STATES
from flows.events import MenuLine, Prompted
from flows.meeting import Meeting
from flows.menus import PAGE
from flows.wording import Words

NOTHING = "new"  # how the catalogue calls the state of what was never begun


@dataclass(frozen=True, slots=True)
class Tally:
    """One title: how many of `all` did their part, and how many are in which state ("": none)."""

    title: str
    done: int
    all: int
    states: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Villager:
    """A household that has not handed in its form."""

    subject_id: int
    name: str
    state: str


@dataclass(frozen=True, slots=True)
class Village:
    """A village as its head sees it: numbers by title, and its meetings.

    `waiting` counts the forms before the next meeting; `over` are meetings whose list is still
    here. `beside` are lines of other counters.
    """

    code: str
    name: str
    year: int
    tallies: tuple[Tally, ...]
    missing: int
    waiting: int
    meeting: Meeting | None
    over: tuple[Meeting, ...]
    beside: tuple[MenuLine, ...] = ()


def choose(words: Words, names: Mapping[str, str]) -> Prompted:
    """Which village? For somebody who heads several."""
    lines = [MenuLine(name, f"vi.{code}") for code, name in names.items()]
    return Prompted("village.choose", (*lines, MenuLine(words("menu.back"), "m")))


def page(words: Words, village: Village, today: date) -> Prompted:
    """The village and everything its head can do for it."""
    families = next((tally for tally in village.tallies if tally.title == "family"), None)
    others = [tally for tally in village.tallies if tally.title != "family" and tally.done]
    shown = [_states(words, families)] if families else []
    shown += [_other(words, tally) for tally in others]
    facts = {
        "village": village.name,
        "year": village.year,
        "done": families.done if families else 0,
        "all": families.all if families else 0,
        "shown": "\n".join(shown),
    }
    return Prompted("village", _lines(words, village, today), facts)


def missing(
    words: Words,
    code: str,
    name: str,
    villagers: Sequence[Villager],
    start: int,
    beside: Sequence[MenuLine] = (),
) -> Prompted:
    """The households that are missing, by name, a page from `start` on; choosing opens the form.

    `beside` is what can be done for all of them.
    """
    first = min(start // PAGE * PAGE, max(len(villagers) - 1, 0) // PAGE * PAGE)
    lines = [_villager(words, villager) for villager in villagers[first : first + PAGE]]
    if first + PAGE < len(villagers):
        lines.append(MenuLine(words("menu.more"), f"vm.{code}.{first + PAGE}"))
    lines += [*beside, back(words, code)]
    key = "village.missing_page" if villagers else "village.all_sent"
    return Prompted(key, tuple(lines), {"village": name, "left": len(villagers)})


def back(words: Words, code: str) -> MenuLine:
    """The line that leads back to the village."""
    return MenuLine(words("village.back"), f"vi.{code}")


def spoken_day(words: Words, day: date) -> str:
    """The day as one speaks of it within a year: "thứ Bảy 5/12", in English "5/12/2026"."""
    if words.language == "vi":
        return vietnamese.speak_date(day).removesuffix(f"/{day.year}")
    return f"{day.day}/{day.month}/{day.year}"


def _lines(words: Words, village: Village, today: date) -> tuple[MenuLine, ...]:
    lines: list[MenuLine] = []
    if village.missing:
        note = words("menu.neighbours_left", count=village.missing)
        lines.append(MenuLine(words("village.missing"), f"vm.{village.code}.0", note))
    if village.meeting or village.waiting:
        lines.append(MenuLine(words("village.meeting"), f"hm.{village.code}", _how(words, village)))
    lines += [_over(words, meeting, today) for meeting in village.over]
    return (*lines, *village.beside, MenuLine(words("menu.back"), "m"))


def _how(words: Words, village: Village) -> str:
    if village.meeting:
        return words("offer.drafting")
    return words("village.waiting", count=village.waiting)


def _over(words: Words, meeting: Meeting, today: date) -> MenuLine:
    """The line of a meeting that decided: posted until when, or to be handed over."""
    day = spoken_day(words, meeting.held_on or today)
    until = meeting.posted_until
    is_posted = until is not None and not meeting.may_hand_over(today)
    note = words("village.to_hand_over")
    if until is not None and is_posted:
        note = words("village.posted", day=spoken_day(words, until))
    return MenuLine(words("village.result", day=day), f"ni.{meeting.id}", note)


def _states(words: Words, tally: Tally) -> str:
    """ "đã gửi 12 · đang làm dở 3 · chưa làm 5"."""
    there = [state for state in (*STATES, "") if tally.states.get(state)]
    return " · ".join(f"{words(f'offer.{s or NOTHING}')} {tally.states[s]}" for s in there)


def _other(words: Words, tally: Tally) -> str:
    title = words(f"title.{tally.title}")
    return words("village.other", title=title, count=tally.done)


def _villager(words: Words, villager: Villager) -> MenuLine:
    note = words(f"offer.{villager.state or NOTHING}")
    return MenuLine(villager.name, f"o.{villager.subject_id}.family", note)
