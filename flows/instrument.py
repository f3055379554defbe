"""The decision that recognises: its number and day as they were typed, and the last question."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from flows import commands, vietnamese
from flows.events import DeskEvent, MenuLine, Prompted, Refused, Told
from flows.questions import KINDS, Asking, NotUnderstood
from flows.recognition import Candidate, Scope, called_title
from flows.replies import Reply
from flows.shortlist import by_village
from flows.wording import SOURCE, Words

NUMBER_LONGEST = 60  # characters

_BEFORE = re.compile(r"(?:(?:quyet dinh|qd|so)\b[ :.]*)+(?=[0-9])")
_DAY = re.compile(r"[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{2,4}")
_USUAL = re.compile(r"[0-9]{1,5}(?:/[0-9]{4})?/QĐ(?:-[A-ZĐ0-9]{1,12})+")
_SIGNS = set("/-.&()+_ ")


@dataclass(frozen=True, slots=True)
class Instrument:
    """A decision: its number and its day, exactly as typed."""

    number: str
    dated: date

    @property
    def is_usual(self) -> bool:
        """Whether the number looks as such numbers mostly do ("123/QĐ-UBND")."""
        return _USUAL.fullmatch(self.number) is not None


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was decided before: awards by this very decision, and other days of its number."""

    awards: int = 0
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A list as it was shown, to be recognised: `mark` is the last step of the trail then."""

    scope: Scope
    items: tuple[Candidate, ...]
    mark: int


def ask_number(words: Words, scope: Scope) -> Prompted:
    """Which number does the decision have? Nothing is offered: only the paper tells."""
    facts = {"skip": words("word.skip")}
    return Prompted("recognition.number", (MenuLine("", scope.press("n")),), facts)


def ask_day(words: Words, scope: Scope, number: str) -> Prompted:
    """Of which day is it? The slot keeps the number meanwhile."""
    slot = MenuLine("", scope.press("t"), number)
    facts = {"number": number, "year": scope.year, "skip": words("word.skip")}
    return Prompted("recognition.day", (slot,), facts)


def confirm(words: Words, draft: Draft, decided: Instrument, earlier: Earlier) -> Prompted:
    """Is it that? The last question before all are recognised at once."""
    scope, day = draft.scope, decided.dated
    key = "recognition.confirm_more" if earlier.awards else "recognition.confirm"
    title = called_title(words, scope.title)
    told = [words("recognition.of", title=title, year=scope.year), *by_village(words, draft.items)]
    if any(not item.official for item in draft.items):
        told.append(words("summary.unofficial"))
    told += [words("recognition.unusual")] if not decided.is_usual else []
    told += [words("recognition.other_day", day=figures(one)) for one in earlier.days]
    facts = {
        "count": len(draft.items),
        "number": decided.number,
        "day": _with_weekday(words, day),
        "done": earlier.awards,
        "shown": "\n".join(told),
    }
    yes = scope.press("ok", f"{day:%Y%m%d}", draft.mark, fingerprint(draft.items), earlier.awards)
    lines = (
        MenuLine(words("recognition.yes"), yes, decided.number),
        MenuLine(words("recognition.change"), scope.press("d")),
        MenuLine(words("recognition.not_yet"), scope.press()),
    )
    return Prompted(key, lines, facts)


def kept(asking: Sequence[MenuLine], press: str) -> str:
    """What stood beside the line with this press, where that line was just shown; else ""."""
    return next((line.note for line in asking if line.press == press), "")


def is_skipped(reply: Reply) -> bool:
    """Whether nothing is to be typed after all."""
    found = None if reply.attachments else commands.command(reply.text)
    return found is not None and found.name == "skip"


def take_number(reply: Reply) -> str | DeskEvent:
    """The number that was typed; what is wrong with it when it is none."""
    try:
        typed = KINDS["text"].read(Asking("number", "text", ""), reply, date.min)
    except NotUnderstood as no:
        return Refused(no.reason, no.facts, again=True)
    number = _bare(" ".join(typed.split()))
    if len(number) > NUMBER_LONGEST:
        return Told("recognition.number_too_long", {"limit": NUMBER_LONGEST})
    return Told("recognition.number_odd") if _is_odd(number) else number


def take_day(reply: Reply, scope: Scope, today: date) -> date | DeskEvent:
    """The day that was typed; what is wrong with it when it cannot be."""
    try:
        found = KINDS["date"].read(Asking("day", "date", ""), reply, today)
    except NotUnderstood as no:
        return Refused(no.reason, no.facts, again=True)
    day = date.fromisoformat(found)
    if day > today:
        return Told("recognition.future", {"day": figures(day)})
    if day.year < scope.year:
        return Told("recognition.too_early", {"day": figures(day), "year": scope.year})
    return day


def fingerprint(items: Sequence[Candidate]) -> str:
    """A short mark of who is on a list, whatever became of each since."""
    return sha256(",".join(str(item.id) for item in items).encode()).hexdigest()[:8]


def same_number(one: str, other: str) -> bool:
    """Whether both are one number, spaces and marks aside."""
    return _plain(one) == _plain(other)


def figures(day: date) -> str:
    """The day as it is written beside a number: "5/12/2026"."""
    return f"{day.day}/{day.month}/{day.year}"


def _with_weekday(words: Words, day: date) -> str:
    """The day to be looked at once more: a decision of a Sunday is mostly a slip."""
    if words.language != SOURCE:
        return figures(day)
    weekday = vietnamese.speak_date(day).rpartition(" ")[0]
    return f"{figures(day)} ({weekday})"


def _bare(typed: str) -> str:
    """The number without the words before it ("Quyết định số: 123/QĐ-UBND") and loose spaces."""
    folded = vietnamese.fold(typed)
    before = _BEFORE.match(folded) if len(folded) == len(typed) else None
    number = typed[before.end() :] if before else typed
    return re.sub(r" ?([/-]) ?", r"\1", number.strip(" .,;\"'“”"))


def _is_odd(number: str) -> bool:
    """Whether that cannot be the number of a decision: no figure, a day, or a sentence."""
    if not any(map(str.isdigit, number)) or _DAY.fullmatch(number):
        return True
    if not all(sign.isalnum() or sign in _SIGNS for sign in number):
        return True
    return any(word.isalpha() and word.islower() and len(word) > 1 for word in number.split())


def _plain(number: str) -> str:
    folded = vietnamese.fold(unicodedata.normalize("NFC", number))
    return folded.replace(" ", "")
