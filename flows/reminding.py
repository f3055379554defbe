"""What a reminder says: what is missing, until when, and where it goes on; never a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flows import village
from flows.events import MenuLine, Prompted
from flows.menus import PAGE
from flows.messages import Choice, Message, short
from flows.wording import Words

MOST = 6  # things that one message tells one by one
LONGEST = 120  # characters of what a plan says of a report, or of who gets it
NAMED = ("review", "hand_over", "review.silent")
"""Steps of one village, whose name stands beside the line to tap."""


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who answers for a thing, at the one address that fits best (reached, met last).

    `channel` is "" for whoever has no phone that talks to us; `reachable` says that nothing was
    blocked there. `phone` is the number the roster has.
    """

    person_id: int
    name: str
    you: str
    language: str
    channel: str = ""
    address: str = ""
    phone: str = ""
    reachable: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """A household on a list of those that nobody hears from; `phone` is the roster's, or ""."""

    subject_id: int
    name: str
    phone: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is not finished, as it stands when it is said.

    `step` is one of flows.plan.season, "report", or "answer.silent" and "review.silent" for what
    nobody does anything about. `press` goes on exactly there. `name` is the subject's or the
    place's, `whose` says of a form that it is the reader's own ("self"), or his household's
    ("home"). `done` of `of` questions have an answer, None where that is not known. A report has
    the day as `written` and `closes` is its safe day. `homes` are the first of `count`.
    """

    step: str
    closes: date
    press: str
    name: str = ""
    whose: str = ""
    title: str = ""
    state: str = ""
    done: int | None = None
    of: int = 0
    count: int = 0
    written: date | None = None
    to: str = ""
    homes: tuple[Home, ...] = ()
    phone: str = ""
    assessment_id: int | None = None


def message(
    words: Words, lines: Sequence[Line], today: date, in_hand: int | None = None
) -> Message:
    """One reminder of all these, the first to close first. Nothing in it can be typed by number.

    `in_hand` is the form that the person goes on with by a word; where that is another one, the
    word is not offered.
    """
    ordered = in_order(lines, in_hand)
    how = _how(words, ordered, in_hand)
    if len(ordered) == 1:
        told = f"{_missing(words, ordered[0])} {_ask(words, ordered[0], today)}"
        return Message(f"{told}\n{how}", choices=_alone(words, ordered[0]))
    head, each = _listed(words, ordered, today)
    more = [words("remind.more", count=len(ordered) - MOST)] if len(ordered) > MOST else []
    text = "\n".join([head, *each[:MOST], *more, how])
    choices = [choice for line in ordered[:MOST] for choice in _among(words, line)]
    return Message(text, choices=tuple(choices))


def in_order(lines: Sequence[Line], in_hand: int | None = None) -> list[Line]:
    """What is in hand first, then the first to close; of one day, lists of others last."""

    def place(line: Line) -> tuple[bool, date, bool, str, str]:
        is_here = in_hand is not None and line.assessment_id == in_hand
        return not is_here, line.closes, bool(line.homes), line.name, line.press

    return sorted(lines, key=place)


def silent(
    words: Words, code: str, name: str, homes: Sequence[Home], start: int, *, may_answer: bool
) -> Prompted:
    """The page of a village's silent households, from the line `start` on, with their numbers.

    Who `may_answer` for them opens a form by choosing it; others only read.
    """
    first = min(start // PAGE * PAGE, max(len(homes) - 1, 0) // PAGE * PAGE)
    shown = homes[first : first + PAGE]
    lines = [MenuLine(home.name, _form(home), _phone(words, home)) for home in shown]
    more = [MenuLine(words("menu.more"), f"im.{code}.{first + PAGE}")]
    lines = (lines if may_answer else []) + (more if first + PAGE < len(homes) else [])
    lines.append(MenuLine(words("menu.back"), f"vi.{code}" if may_answer else "ds"))
    facts = {"village": name, "count": len(homes), "shown": ""}
    if not may_answer:
        facts["shown"] = "".join(f"\n· {home.name}: {_phone(words, home)}" for home in shown)
    return Prompted("remind.silent_page" if homes else "remind.silent_none", tuple(lines), facts)


def _how(words: Words, ordered: Sequence[Line], in_hand: int | None) -> str:
    """How to go on without tapping."""
    if in_hand is not None and ordered[0].assessment_id != in_hand:
        return words("notice.how")
    if len(ordered) > 1:
        return words("remind.how_several")
    return words("remind.how_homes" if ordered[0].homes else "remind.how")


def _missing(words: Words, line: Line) -> str:
    """What is not finished, as a sentence."""
    facts: dict[str, object] = {
        "title": line.title and words(f"title.{line.title}"),
        "whose": _whose(words, line),
        "name": line.name,
        "count": line.count,
        "done": line.done,
        "of": line.of,
        "left": line.of - (line.done or 0),
    }
    if line.step == "answer":
        return words(f"remind.answer.{_how_far(line)}", **facts)
    if line.step == "correct" and line.done is not None:
        return words("remind.correct.left", **facts)
    if line.step == "report":
        key = "remind.report.to" if line.to else "remind.report"
        return words(key, name=short(line.name, LONGEST), to=short(line.to, LONGEST))
    if line.step == "review.silent":
        called = words("remind.call", phone=line.phone) if line.phone else words("remind.visit")
        return words("remind.review.silent", called=called, **facts)
    return words(f"remind.{line.step}", **facts)


def _how_far(line: Line) -> str:
    if line.state != "drafting":
        return "new"
    if not line.done:  # the first questions only tell who answers: none of them is counted
        return "begun"
    return "left" if line.done < line.of else "all"


def _whose(words: Words, line: Line) -> str:
    return words(f"remind.{line.whose}") if line.whose else line.name


def _ask(words: Words, line: Line, today: date) -> str:
    """Until when, as a sentence: what a report's text says stands beside the safe day."""
    until = _until(words, line.closes, today)
    if line.written is not None and line.written != line.closes:
        written = village.spoken_day(words, line.written)
        return words("remind.ask.written", written=written, until=until)
    return words(f"remind.ask.{line.step}", until=until)


def _listed(words: Words, lines: Sequence[Line], today: date) -> tuple[str, list[str]]:
    """The head of a list and its lines; a day that is the same for all is said once."""
    days = {(line.closes, line.written) for line in lines}
    if len(days) > 1 or lines[0].written is not None:
        head = words("remind.several", count=len(lines))
        return head, [_item(words, line, today) for line in lines]
    until = _until(words, lines[0].closes, today)
    head = words("remind.several_by", count=len(lines), until=until)
    return head, [f"· {_missing(words, line)}" for line in lines]


def _item(words: Words, line: Line, today: date) -> str:
    """The same as one line of a list."""
    until = _until(words, line.closes, today)
    if line.written is not None and line.written != line.closes:
        written = village.spoken_day(words, line.written)
        missing = _missing(words, line)
        return words("remind.item.written", missing=missing, written=written, until=until)
    return words("remind.item", missing=_missing(words, line), until=until)


def _until(words: Words, closes: date, today: date) -> str:
    day, left = village.spoken_day(words, closes), (closes - today).days
    if left <= 0:
        return words("remind.until.today", day=day)
    return words("remind.until.tomorrow" if left == 1 else "remind.until", day=day, days=left)


def _alone(words: Words, line: Line) -> tuple[Choice, ...]:
    """What can be tapped under a reminder of one thing: it says what happens then."""
    if line.step == "answer.silent":
        return _among(words, line)
    if line.step == "answer":
        key = "remind.do.go_on" if line.state == "drafting" else "remind.do.begin"
        return (Choice(0, words(key), press=line.press),)
    return (Choice(0, words(f"remind.do.{line.step}"), press=line.press),)


def _among(words: Words, line: Line) -> tuple[Choice, ...]:
    """What can be tapped for one of several things: it says which one it is."""
    if line.step == "answer.silent":
        homes = [Choice(0, h.name, _phone(words, h), _form(h)) for h in line.homes[:PAGE]]
        rest = Choice(0, words("remind.do.answer.silent", count=line.count), press=line.press)
        return (*homes, rest) if line.count > PAGE else tuple(homes)
    if line.title:
        label = f"{words(f'title.{line.title}')} · {line.name}"
        return (Choice(0, label, press=line.press),)
    label = words(f"remind.do.{line.step}")
    return (Choice(0, label, line.name if line.step in NAMED else "", line.press),)


def _phone(words: Words, home: Home) -> str:
    return home.phone or words("remind.no_phone")


def _form(home: Home) -> str:
    return f"o.{home.subject_id}.family"
