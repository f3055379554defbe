"""The pages of who looks on for the province: the communes, and one commune by title."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.assessment import TITLES
from flows.events import MenuLine, Prompted
from flows.wording import Words

PAGE = 8  # communes of one message


@dataclass(frozen=True, slots=True)
class Tally:
    """One title of one commune: how many there could be, are handed in, and are recognised."""

    all: int
    done: int
    recognised: int


@dataclass(frozen=True, slots=True)
class Commune:
    """One commune with its tallies by title; none where its roster names nobody."""

    code: str
    name: str
    tallies: Mapping[str, Tally]


def listed(words: Words, communes: Sequence[Commune], start: int, year: int) -> Prompted:
    """The communes, a page from `start` on: recognised families beside each."""
    first = min(start // PAGE * PAGE, max(len(communes) - 1, 0) // PAGE * PAGE)
    lines = [MenuLine(c.name, f"pv.{c.code}", _families(words, c)) for c in communes]
    shown = lines[first : first + PAGE]
    more = [MenuLine(words("menu.more"), f"pv..{first + PAGE}")]
    further = more if first + PAGE < len(lines) else []
    back = MenuLine(words("menu.back"), "m")
    key = "province" if communes else "province.empty"
    return Prompted(key, (*shown, *further, back), {"count": len(communes), "year": year})


def one(words: Words, commune: Commune, year: int) -> Prompted:
    """One commune, a line for each title."""
    told = [_told(words, t, commune.tallies[t]) for t in TITLES.values() if t in commune.tallies]
    lines = (MenuLine(words("province.back"), "pv"), MenuLine(words("menu.back"), "m"))
    facts = {"name": commune.name, "year": year, "shown": "\n".join(told)}
    return Prompted("province.commune", lines, facts)


def _families(words: Words, commune: Commune) -> str:
    tally = commune.tallies.get("family", Tally(0, 0, 0))
    return words("province.families", count=tally.recognised, of=tally.all)


def _told(words: Words, title: str, tally: Tally) -> str:
    facts = {"done": tally.done, "all": tally.all, "count": tally.recognised}
    return words("province.title", title=words(f"title.{title}"), **facts)
