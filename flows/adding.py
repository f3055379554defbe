"""Adding a deadline in the words of staff: its day, what is reported, to whom, for how long."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flows import commands, deadlines
from flows.deadlines import press
from flows.events import MenuLine, Prompted, Told
from flows.moving import meant
from flows.plan import days
from flows.plan.binding import own_rule, own_words
from flows.plan.model import Due
from flows.questions import KINDS, Asking, NotUnderstood
from flows.replies import Reply
from flows.vietnamese import fold
from flows.wording import Words

LONGEST = 100  # characters of what is reported, and of who gets it
KINDS_OF_DAY = ("before", "by")

_SAID = re.compile(
    r"(?:han )?(?:(?P<before>truoc)|(?P<by>den het|cham nhat(?: la)?|het)|den)?"
    r"(?: ngay)? ?(?P<day>.+?)(?: hang nam)?"
)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the year as it was typed: "before" it, "by" its end, or "" where nobody said."""

    kind: str
    month: int
    day: int

    @property
    def figures(self) -> str:
        return f"{self.month:02}{self.day:02}"


def ask_day(words: Words, year: int) -> Prompted:
    """Which day? As the document says it."""
    return Prompted("adding.day", (_leave(words, year), MenuLine("", press(year, "ad"))))


def take_day(said: str, year: int, today: date) -> Day | Told:
    """The day that was typed, in the season of `year`; what is wrong with it when it is none."""
    # NFC letters fold one to one, so the typed day can be cut out of the text as it stands.
    hit = _SAID.fullmatch(fold(said).strip())
    typed = said.strip()[hit.start("day") : hit.end("day")] if hit else said
    found = meant(typed, year, today)
    if not found:
        return Told("adding.no_day")
    kind = "before" if hit and hit["before"] else "by" if hit and hit["by"] else ""
    meant_day = min(found, key=lambda each: (each < today, each))
    day = Day(kind, meant_day.month, meant_day.day)
    return Told("adding.other_year", {"year": year}) if _of_other_year(typed, day, year) else day


def _of_other_year(typed: str, day: Day, year: int) -> bool:
    """Whether a year was typed that is not the one this day has in the season of `year`."""
    due, named = due_on(day, year), _YEAR.search(typed)
    return due is not None and named is not None and int(named[0]) != due.written.year


def ask_kind(words: Words, year: int, day: Day, today: date) -> Prompted:
    """Before that day, or until its end?"""
    lines = []
    for kind in KINDS_OF_DAY:
        due = due_on(Day(kind, day.month, day.day), year)
        label = deadlines.when(words, due, year) if due else ""
        lines.append(MenuLine(_upper(label), press(year, "aw", kind, day.figures)))
    return Prompted("adding.kind", (*lines, _leave(words, year)))


def ask_what(words: Words, year: int, day: Day) -> Prompted:
    """What is to be reported?"""
    return Prompted("adding.what", (MenuLine("", press(year, "ar", day.kind, day.figures)),))


def ask_receiver(words: Words, year: int, day: Day, what: str) -> Prompted:
    """To whom? The slot keeps what is reported meanwhile."""
    slot = MenuLine("", press(year, "an", day.kind, day.figures), what)
    return Prompted("adding.receiver", (slot,), {"skip": words("word.skip")})


def confirm(words: Words, year: int, day: Day, what: str, receiver: str) -> Prompted:
    """Is it that, and for how long? The slot keeps the words until then."""
    due = due_on(day, year, what, receiver)
    facts = {
        "when": deadlines.when(words, due, year) if due else "",
        "text": f"{what} → {receiver}." if receiver else f"{what}.",
    }
    base = (day.kind, day.figures)
    lines = (
        MenuLine(words("adding.this_year", year=year), press(year, "ay", *base, 1)),
        MenuLine(words("adding.every_year"), press(year, "ay", *base, 0)),
        _leave(words, year),
        MenuLine("", press(year, "az", *base), f"{what}\n{receiver}"),
    )
    return Prompted("adding.confirm", lines, facts)


def kept(asking: Sequence[MenuLine], verb: str, year: int, day: Day) -> str:
    """What the slot of that page keeps; "" where another page, or another day, was just shown."""
    slot = press(year, verb, day.kind, day.figures)
    return next((line.note for line in asking if not line.label and line.press == slot), "")


def take_words(reply: Reply) -> str:
    """A few words as they were typed. Raises NotUnderstood."""
    typed = " ".join(KINDS["text"].read(Asking("words", "text", ""), reply, date.min).split())
    if len(typed) > LONGEST:
        raise NotUnderstood("too_long", limit=LONGEST, length=len(typed))
    return typed.rstrip(".")


def is_skipped(reply: Reply) -> bool:
    """Whether there is nothing to be said."""
    found = None if reply.attachments else commands.command(reply.text)
    return found is not None and found.name == "skip"


def due_on(day: Day, year: int, what: str = "", receiver: str = "") -> Due | None:
    """That day in the season of `year`; None for one that no year has."""
    rule = own_rule(day.kind, day.month, day.day)
    try:
        return days.due(own_words(0, rule, what, receiver), year)
    except ValueError:
        return None


def _leave(words: Words, year: int) -> MenuLine:
    return MenuLine(words("adding.leave"), press(year, "d"))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
