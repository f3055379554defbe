"""What people ask about their own data: the clocks that run, and the queue staff work through."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from flows import vietnamese, workdays
from flows.events import MenuLine, Prompted, Told
from flows.menus import PAGE
from flows.village import spoken_day
from flows.wording import Words

VERB = "rq"

Kind = Literal["copy", "correct", "withdraw", "delete"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Outcome = Literal["done", "refused", "taken_back"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

ACKNOWLEDGE = 2  # working days until the person has to hear that it arrived
DAYS: Mapping[Kind, int] = {"copy": 10, "correct": 10, "withdraw": 15, "delete": 20}
"""Days until it has to be settled (NĐ 356/2025/NĐ-CP, article 5, as newspapers report it)."""
SOON = 3  # days before a clock runs out in which it presses

LEAST_LETTERS = 2  # fewer tell nobody anything
LONGEST = 300  # characters of what is typed about a request


@dataclass(frozen=True, slots=True)
class Clock:
    """The last days on which a request is acknowledged, and settled, in time."""

    acknowledge_by: date
    due_by: date


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open request as staff see it. `place` is a name; the days are those of the commune."""

    id: int
    kind: Kind
    name: str
    place: str
    phone: str
    note: str
    asked: date
    acknowledged: date | None

    @property
    def clock(self) -> Clock:
        return clock(self.kind, self.asked)

    @property
    def next_by(self) -> date:
        """The clock that runs out first."""
        if self.acknowledged:
            return self.clock.due_by
        return min(self.clock.acknowledge_by, self.clock.due_by)

    def left(self, today: date) -> int:
        """Days until then; negative when it is late."""
        return (self.next_by - today).days

    def presses(self, today: date) -> bool:
        """Whether it is late, or soon will be."""
        return self.left(today) <= SOON


@dataclass(frozen=True, slots=True)
class Losses:
    """What goes when somebody is deleted, and what stays.

    `stays` are titles he was given, `shared` forms that others answer for too, `roles` what he
    does for a village or a commune.
    """

    forms: int
    photos: int
    letters: int
    stays: tuple[tuple[str, int], ...]
    shared: int
    roles: tuple[tuple[str, str], ...]

    @property
    def seal(self) -> str:
        """A short mark of these very figures: a press that carries it was made of them."""
        return f"{self.forms}-{self.photos}-{len(self.stays)}-{self.shared}-{len(self.roles)}"


def clock(kind: Kind, asked: date) -> Clock:
    """When a request of that day is to be acknowledged and settled: the day itself is not counted.

    The days to settle it are plain days, as the decree has it.
    """
    return Clock(workdays.after(asked, ACKNOWLEDGE), asked + timedelta(days=DAYS[kind]))


def in_order(waiting: Iterable[Waiting]) -> tuple[Waiting, ...]:
    """What runs out first comes first, so that late ones lead."""
    return tuple(sorted(waiting, key=lambda one: (one.next_by, one.asked, one.id)))


def said(text: str) -> str | Told:
    """What was typed about a request, in one line; what is wrong with it when it tells nothing."""
    line = " ".join(vietnamese.clean(text).split())
    if sum(map(str.isalpha, line)) < LEAST_LETTERS:
        return Told("requests.say_it")
    if len(line) > LONGEST:
        return Told("requests.too_long", {"limit": LONGEST})
    return line


# ---- pages


def queue(words: Words, waiting: Sequence[Waiting], start: int, today: date) -> Prompted:
    """What waits, what runs out first leading; a page from the line `start` on."""
    ordered = in_order(waiting)
    first = min(start // PAGE * PAGE, max(len(ordered) - 1, 0) // PAGE * PAGE)
    lines = [_line(words, one, today) for one in ordered[first : first + PAGE]]
    if first + PAGE < len(ordered):
        lines.append(MenuLine(words("menu.more"), f"{VERB}.l.{first + PAGE}"))
    lines.append(MenuLine(words("requests.to_desk"), "ds"))
    key = "requests.list" if ordered else "requests.none"
    late = sum(one.left(today) < 0 for one in ordered)
    shown = f" {words('requests.late_ones', count=late)}" if late else ""
    return Prompted(key, tuple(lines), {"count": len(ordered), "shown": shown})


def one(words: Words, at: Waiting, today: date) -> Prompted:
    """One request: who asks what, its clocks, and what can be done."""
    told = [f"{_who(at)}: {words(f'requests.kind.{at.kind}')}"]
    told += [words("requests.asked", day=spoken_day(words, at.asked))]
    told += [f"“{at.note}”"] if at.kind == "correct" else []
    told += _clocks(words, at, today)
    told += [words("requests.phone", text=at.phone)] if at.phone else []
    lines = [] if at.acknowledged else [_does(words, "acknowledge", f"k.{at.id}")]
    lines += [_does(words, at.kind, f"y.{at.id}"), _does(words, "refuse", f"n.{at.id}")]
    return Prompted("requests.one", (*lines, back(words)), {"text": "\n".join(told)})


def what_was_done(words: Words, at: Waiting) -> Prompted:
    """What did staff do? The person reads these words."""
    lines = (MenuLine("", f"{VERB}.d.{at.id}"), _to_one(words, at))
    return Prompted(f"requests.what_{at.kind}", lines, {"name": at.name})


def why_not(words: Words, at: Waiting) -> Prompted:
    """Why is it refused? The person reads these words."""
    lines = (MenuLine("", f"{VERB}.r.{at.id}"), _to_one(words, at))
    return Prompted("requests.why", lines, {"name": at.name})


def confirm_delete(words: Words, at: Waiting, losses: Losses) -> Prompted:
    """What goes and what stays, before it is done for good."""
    facts = {"count": losses.forms, "photos": losses.photos, "number": losses.letters}
    told = [words("requests.losses", name=_who(at), **facts)]
    for title, year in losses.stays:
        told.append(words("requests.stays", title=words(f"title.{title}"), year=year))
    told += [words("requests.shared", count=losses.shared)] if losses.shared else []
    for role, place in losses.roles:
        told.append(words("requests.role_ends", role=words(f"role.{role}"), place=place))
    yes = MenuLine(words("requests.delete_now"), f"{VERB}.x.{at.id}.{losses.seal}")
    return Prompted("requests.page", (yes, _to_one(words, at)), {"text": "\n".join(told)})


def arrived(words: Words, number: int, kind: Kind, asked: date) -> Prompted:
    """What staff are told when somebody asks for something; no name, it may wait on a screen."""
    until = spoken_day(words, clock(kind, asked).acknowledge_by)
    line = MenuLine(words("requests.open"), f"{VERB}.o.{number}")
    facts = {"kind": words(f"requests.kind.{kind}"), "until": until}
    return Prompted("requests.arrived", (line,), facts)


def back(words: Words) -> MenuLine:
    """The line back to the queue."""
    return MenuLine(words("requests.back"), VERB)


# ---- what the person is told


def acknowledged(words: Words, at: Waiting) -> Told:
    """The commune has the request, and answers it by then."""
    days = {
        "day": spoken_day(words, at.asked),
        "until": spoken_day(words, at.clock.due_by),
    }
    return Told("requests.told_acknowledged", {"kind": _kind(words, at), **days})


def settled(words: Words, at: Waiting, outcome: Outcome, reason: str) -> Told:
    """It is done, or it is not, and why."""
    key = "requests.told_done" if outcome == "done" else "requests.told_refused"
    return Told(key, {"kind": _kind(words, at), "reason": reason.rstrip(" .")})


# ---- words


def _line(words: Words, at: Waiting, today: date) -> MenuLine:
    note = [words(f"requests.kind.{at.kind}")]
    note += [] if at.acknowledged else [words("requests.unheard")]
    note += [_left(words, at.left(today))]
    mark = "⚠️ " if at.left(today) < 0 else ""
    return MenuLine(f"{mark}{_who(at)}", f"{VERB}.o.{at.id}", ", ".join(note))


def _clocks(words: Words, at: Waiting, today: date) -> list[str]:
    clock = at.clock
    if at.acknowledged:
        heard = words("requests.heard", day=spoken_day(words, at.acknowledged))
    else:
        until = _until(words, clock.acknowledge_by, today)
        heard = words("requests.acknowledge_by", until=until)
    return [heard, words("requests.due_by", until=_until(words, clock.due_by, today))]


def _until(words: Words, day: date, today: date) -> str:
    left = (day - today).days
    mark = " ⚠️" if left < 0 else ""
    return f"{spoken_day(words, day)} ({_left(words, left)}){mark}"


def _left(words: Words, days: int) -> str:
    if days < 0:
        return words("requests.late", count=-days)
    return words("requests.left", count=days) if days else words("requests.today")


def _who(at: Waiting) -> str:
    return " · ".join(filter(None, (at.name, at.place)))


def _kind(words: Words, at: Waiting) -> str:
    return words(f"requests.kind.{at.kind}")


def _does(words: Words, what: str, rest: str) -> MenuLine:
    return MenuLine(words(f"requests.do.{what}"), f"{VERB}.{rest}")


def _to_one(words: Words, at: Waiting) -> MenuLine:
    return MenuLine(words("requests.leave"), f"{VERB}.o.{at.id}")
