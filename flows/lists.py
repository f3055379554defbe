"""The lists behind the lines of the staff's digest: villages to look at, people out of reach."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from flows import village as villages_own
from flows.events import MenuLine, Prompted
from flows.letters import Kind
from flows.menus import PAGE
from flows.village import Village, Villager, spoken_day
from flows.wording import Words

TODAY, VILLAGES, ONE = "bt", "bm", "bv"
UNREACHABLE, DOUBTFUL, CHART = "kl", "bd", "bc"
"""The verbs of these pages."""

EMPTY, UNMET = "e", "u"
"""Which villages: those of which nothing is in, and those whose meeting is to come."""


def villages(words: Words, which: str, names: Mapping[str, str], start: int) -> Prompted:
    """The villages by code; choosing one shows it."""
    lines = [MenuLine(name, f"{ONE}.{code}") for code, name in names.items()]
    first, last = _page(len(lines), start)
    further = _more(words, len(lines), last, f"{VILLAGES}.{which}")
    shown = (*lines[first:last], *further, back(words))
    if not names:
        return Prompted("lists.no_villages", shown)
    key = "lists.empty" if which == EMPTY else "lists.unmet"
    return Prompted(key, shown, {"count": len(names)})


def village(
    words: Words,
    found: Village,
    heads: Sequence[tuple[str, str]],
    today: date,
    beside: Sequence[MenuLine] = (),
) -> Prompted:
    """One village as staff read it, with the phones of its heads; `beside` is what can be done."""
    page = villages_own.page(words, found, today)
    told = [str(page.facts["shown"]), *(_head(words, *each) for each in heads)]
    told += [] if heads else [words("lists.no_head")]
    lines = []
    if found.missing:
        note = words("menu.neighbours_left", count=found.missing)
        lines.append(MenuLine(words("village.missing"), f"{ONE}.{found.code}.m.0", note))
    facts = {**page.facts, "shown": "\n".join(filter(None, told))}
    return replace(page, lines=(*lines, *beside, back(words)), facts=facts)


def missing(words: Words, code: str, name: str, homes: Sequence[Villager], start: int) -> Prompted:
    """The households of a village that are missing, to be read only."""
    told = [f"{home.name} ({_state(words, home)})" for home in homes]
    there = MenuLine(name, f"{ONE}.{code}")
    key = "lists.missing" if homes else "village.all_sent"
    head = words(key, village=name, left=len(homes))
    return _told(words, head, told, start, f"{ONE}.{code}.m", there)


def unreachable(words: Words, told: Sequence[str], start: int) -> Prompted:
    """People nobody can write to, each as `unreached` says it."""
    key = "lists.unreachable" if told else "lists.all_reached"
    return _told(words, words(key, count=len(told)), told, start, UNREACHABLE)


def unreached(words: Words, name: str, place: str, phone: str) -> str:
    """One of them."""
    who = " · ".join(filter(None, (name, place)))
    return f"{who}: {phone or words('lists.no_phone')}"


def doubtful(words: Words, kinds: Mapping[Kind, int], told: Sequence[str], start: int) -> Prompted:
    """Letters of whom nobody knows whether they came: how many of each kind, then to whom."""
    if not told:
        return _told(words, words("lists.no_doubt"), told, start, DOUBTFUL)
    counts = (f"{words(f'lists.kind.{kind}')} {count}" for kind, count in kinds.items())
    head = words("lists.doubtful", count=len(told), shown=", ".join(counts))
    return _told(words, head, told, start, DOUBTFUL)


def doubt(words: Words, name: str, place: str, kind: Kind, at: datetime) -> str:
    """One of them; `at` is local time."""
    who = " · ".join(filter(None, (name, place)))
    when = f"{at:%H:%M} {spoken_day(words, at.date())}"
    return words("lists.doubt", name=who, kind=words(f"lists.kind.{kind}"), when=when)


def back(words: Words) -> MenuLine:
    """The line back to what waits today."""
    return MenuLine(words("lists.back"), TODAY)


def _told(
    words: Words,
    head: str,
    told: Sequence[str],
    start: int,
    press: str,
    leave: MenuLine | None = None,
) -> Prompted:
    """A page of lines to be read, under a heading."""
    first, last = _page(len(told), start)
    text = "\n".join([head, *(f"· {line}" for line in told[first:last])])
    lines = (*_more(words, len(told), last, press), leave or back(words))
    return Prompted("desk.page", lines, {"text": text})


def _page(count: int, start: int) -> tuple[int, int]:
    """From where to where a page goes on which the line `start` stands."""
    first = min(start // PAGE * PAGE, max(count - 1, 0) // PAGE * PAGE)
    return first, min(first + PAGE, count)


def _more(words: Words, count: int, last: int, press: str) -> list[MenuLine]:
    return [MenuLine(words("menu.more"), f"{press}.{last}")] if last < count else []


def _state(words: Words, home: Villager) -> str:
    return words(f"offer.{home.state or villages_own.NOTHING}")


def _head(words: Words, name: str, phone: str) -> str:
    return words("lists.head", name=name, phone=phone or words("lists.no_phone"))
