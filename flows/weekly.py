"""The digests of a week in words: who is missing in a village, how a province's communes stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flows import digest, messages, nudging
from flows.digest import LONGEST, Goal, part_of_day
from flows.events import DeskEvent, MenuLine, Prompted, Shown
from flows.lists import back
from flows.messages import Enclosure, Message
from flows.unasked import messages as unasked
from flows.village import spoken_day
from flows.wording import Words

HOMES = 8  # households of one message
COMMUNES = 12  # of one digest
CHART = "g"
"""What the key of a drawn picture begins with, before its colon."""
LINE = 200  # characters that the one line under the communes may take


@dataclass(frozen=True, slots=True)
class Home:
    """A household whose form is not handed in; `state` is "" where there is none."""

    name: str
    state: str


@dataclass(frozen=True, slots=True)
class Missing:
    """The households missing in a village; `closes` is the last day to hand in.

    `reached` of them have somebody who can be written to.
    """

    code: str
    name: str
    closes: date
    homes: tuple[Home, ...]
    reached: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One commune of a province: its families."""

    name: str
    families: Goal


def head(words: Words, missing: Missing, at: datetime) -> list[Message]:
    """The week's list of a village head."""
    facts = {"village": missing.name, "count": len(missing.homes)}
    until = spoken_day(words, missing.closes)
    told = [words("digest.head", day=part_of_day(words, at), until=until, **facts)]
    told += [f"· {home.name} ({_state(words, home)})" for home in missing.homes[:HOMES]]
    more = len(missing.homes) - HOMES
    told += [words("digest.homes_more", count=more)] if more > 0 else []
    lines = nudging.lines(words, missing.code, missing.reached, len(missing.homes))
    fill_in = MenuLine(words("digest.fill_in"), f"vm.{missing.code}.0")
    return unasked(words, [Prompted("digest", (*lines, fill_in), {"text": "\n".join(told)})])


def province(words: Words, communes: Sequence[Standing], at: datetime, year: int) -> list[Message]:
    """How the communes of a province stand, those with the lowest share first."""
    ordered = sorted(communes, key=lambda one: (one.families.share, one.name))
    facts = {"count": len(communes), "year": year}
    told = [words("digest.province", day=part_of_day(words, at), **facts)]
    told += [f"· {_standing(words, one)}" for one in ordered[:COMMUNES]]
    more = len(ordered) - COMMUNES
    told += [words("digest.communes_more", count=more)] if more > 0 else []
    line = MenuLine(words("counter.pv"), "pv")
    *before, last = messages.as_text(Message("\n".join(told)), LONGEST - LINE)
    shown: list[DeskEvent] = [Shown((), part) for part in before]
    return unasked(words, [*shown, Prompted("digest", (line,), {"text": last})])


def pictures(words: Words, keys: Sequence[str], day: date) -> list[Message]:
    """The pictures of the villages, all in one message."""
    text = words("chart.says", day=spoken_day(words, day))
    return unasked(words, [Shown(_enclosed(keys), text)])


def page(words: Words, keys: Sequence[str], day: date) -> Prompted:
    """The same as staff ask for it."""
    text = words("chart.says" if keys else "chart.none", day=spoken_day(words, day))
    return Prompted("digest", (back(words),), {"text": text}, _enclosed(keys))


def _enclosed(keys: Sequence[str]) -> tuple[Enclosure, ...]:
    return tuple(Enclosure("picture", f"{CHART}:{key}") for key in keys)


def _standing(words: Words, one: Standing) -> str:
    return words("digest.of_title", title=one.name, shown=digest.against(words, one.families))


def _state(words: Words, home: Home) -> str:
    return words(f"offer.{home.state or 'new'}")
