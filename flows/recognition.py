"""The commune's list for recognition: who may be on it, which part of it, and what was typed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from flows import vietnamese
from flows.assessment import TITLES
from flows.events import Told
from flows.menus import PAGE
from flows.wording import Words

VERB = "rn"
ALL = "all"
"""Every title at once."""
RECOGNISED_BELOW = tuple(title for kind, title in TITLES.items() if kind != "commune")
"""Titles a commune recognises: its own it cannot give itself."""
WAITING, LISTED = "v", "p"
"""The two parts of a list: what may still be put on it, and the draft itself."""
TYPED = "s"
"""Stands where the lines that were chosen would, when they are typed as numbers."""
REASONS = ("papers", "remarks", "moved", "withdrew")
"""Short reasons offered for leaving somebody out."""
REASON_LONGEST = 200  # characters; it stands in a message with more
LEAST_LETTERS = 2  # fewer tell nobody why
NAMED = 4  # names in a sentence; more are counted

_NUMBERS = re.compile(r"[0-9]{1,2}(?:(?:[ ,;+&]| và | va )+[0-9]{1,2})*")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One assessment the commune has verified. `place` is a code, `village` a name ("" for none).

    `points` are those of the verification, `verdict` is "pass", "fail" or, where the pack sets no
    threshold, "".
    """

    id: int
    subject_id: int
    kind: str
    subject: str
    title: str
    state: str
    revision: int
    place: str
    village: str
    points: float | None
    most: float | None
    verdict: str
    official: bool

    @property
    def part(self) -> str:
        """The part of the list it stands in, "" for none: it falls short, or has moved on."""
        if self.state == "proposed":
            return LISTED
        return WAITING if self.state == "verified" and self.verdict != "fail" else ""

    @property
    def falls_short(self) -> bool:
        """Whether it was verified and does not reach what its pack asks for."""
        return self.state == "verified" and self.verdict == "fail"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose list: a commune's (its code) of one year, of one title or all."""

    commune: str
    year: int
    title: str = ALL

    @property
    def titles(self) -> tuple[str, ...]:
        return RECOGNISED_BELOW if self.title == ALL else (self.title,)

    def press(self, what: str = "", *more: object) -> str:
        """The press of a line that does `what` with this list."""
        parts = (VERB, self.commune, self.year, self.title, what, *more)
        return ".".join(map(str, parts)).rstrip(".")


@dataclass(frozen=True, slots=True)
class Cut:
    """One page of one part of a list: its `number`th place (0: all), from the line `start` on."""

    part: str
    number: int = 0
    start: int = 0

    def of(self, items: Iterable[Candidate]) -> tuple[Candidate, ...]:
        """All that stands at that place in that part."""
        here = [item for item in items if item.part == self.part]
        if not self.number:
            return tuple(here)
        codes = list(dict.fromkeys(item.place for item in here))
        code = codes[self.number - 1] if self.number <= len(codes) else ""
        return tuple(item for item in here if item.place == code)

    def page(self, items: Iterable[Candidate]) -> tuple[Candidate, ...]:
        """What the page shows."""
        here = self.of(items)
        first = min(self.start // PAGE * PAGE, max(len(here) - 1, 0) // PAGE * PAGE)
        return here[first : first + PAGE]


@dataclass(frozen=True, slots=True)
class Tally:
    """One title of one year: what may be put on the list, what is on it, what was recognised."""

    waiting: int = 0
    listed: int = 0
    recognised: int = 0


def seal(items: Iterable[Candidate]) -> str:
    """A short mark of these very versions: a press that carries it was made of this list."""
    seen = ",".join(f"{item.id}:{item.state}:{item.revision}" for item in items)
    return sha256(seen.encode()).hexdigest()[:8]


# ---- what was typed


def numbered(text: str, shown: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The lines of these numbers: "2 5", "2, 5"; () for anything else, or a number too high."""
    typed = vietnamese.digits(vietnamese.plainly(vietnamese.clean(text))).casefold()
    if not _NUMBERS.fullmatch(typed):
        return ()
    meant = {int(number) for number in re.findall("[0-9]+", typed)}
    if not meant <= set(range(1, len(shown) + 1)):
        return ()
    return tuple(item for n, item in enumerate(shown, 1) if n in meant)


def masked(mask: str, shown: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The lines whose bits are set in the hexadecimal `mask`; () for what is no such mask."""
    if not re.fullmatch("[0-9a-f]{1,2}", mask):
        return ()
    return tuple(item for n, item in enumerate(shown) if int(mask, 16) >> n & 1)


def reason(text: str) -> str | Told:
    """A reason in somebody's own words; what is wrong with it when it is none."""
    said = " ".join(vietnamese.clean(text).split())
    if sum(map(str.isalpha, said)) < LEAST_LETTERS:
        return Told("recognition.reason_please")
    if len(said) > REASON_LONGEST:
        return Told("recognition.reason_too_long", {"limit": REASON_LONGEST})
    return said


# ---- words


def called_title(words: Words, title: str) -> str:
    """The title of a list: all of them, or its name."""
    return words("recognition.all_titles" if title == ALL else f"title.{title}")


def brief(names: Sequence[str]) -> str:
    """Who is meant, in a few words: "Hộ 03, Hộ 07, …"."""
    short = [name.partition(" · ")[0] for name in names]
    return ", ".join(short[:NAMED]) + (", …" if len(short) > NAMED else "")
