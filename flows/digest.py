"""The morning's digest in words: what waits in a commune; each line leads to the list it counts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from flows import messages
from flows.events import DeskEvent, MenuLine, Prompted, Shown
from flows.messages import Message
from flows.plan.model import Due, Target
from flows.unasked import messages as unasked
from flows.village import spoken_day
from flows.wording import Words

LONGEST = 2_000  # characters of one message, its lines included
NAMED = 12  # villages of one line
TITLES = ("family", "clan", "village", "unit", "citizen")
VILLAGE = "bản "  # as names of villages begin; beside each other they go without
NOON, EVENING = 12, 18  # hours


@dataclass(frozen=True, slots=True)
class Goal:
    """One title of a commune: how many are good enough, of all on the roster, and the targets.

    `recognised` of the `reached` have their decision. `settled` is false where a target's base is
    open and nobody chose how to read it.
    """

    title: str
    reached: int
    all: int
    recognised: int = 0
    targets: tuple[Target, ...] = ()
    settled: bool = True

    @property
    def share(self) -> float:
        """How much of all that is, from 0 to 1."""
        return self.reached / self.all if self.all else 0.0

    @property
    def target(self) -> Target | None:
        """The one target that counts just what the roster counts; None where there is none."""
        only = self.targets[0] if len(self.targets) == 1 else None
        fits = only is not None and not only.bases and only.unit == "percent"
        return only if fits and self.title != "citizen" else None


@dataclass(frozen=True, slots=True)
class Morning:
    """What waits in a commune. `at` is local time; `oldest` is in days, None for nothing.

    `due` is the nearest report not sent. `empty` are villages of which nothing is in, `unmet` those
    that handed in and whose meeting is to come: both only in season. `unreachable` counts people
    nobody can write to, `lately` those of them since the last morning; `doubtful` letters of whom
    nobody knows whether they came; `requests` what presses, `late` those of them too late.
    """

    at: datetime
    planned: bool = False
    due: Due | None = None
    empty: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()
    waiting: int = 0
    oldest: int | None = None
    corrected: int = 0
    returned: int = 0
    unreachable: int = 0
    lately: int = 0
    doubtful: int = 0
    requests: int = 0
    late: int = 0
    goals: tuple[Goal, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether anything is there to be done. Who was out of reach yesterday already is not."""
        work = (self.waiting, self.returned, self.lately, self.doubtful, self.requests)
        return bool(self.empty or self.unmet or any(work))


def staff(words: Words, morning: Morning) -> list[Message]:
    """The digest as nobody asked for it: in as few messages as fit, its lines under the last."""
    room = LONGEST - len(_lines_as_text(words, morning))
    parts = messages.as_text(Message(_text(words, morning)), room)
    shown: list[DeskEvent] = [Shown((), part) for part in parts[:-1]]
    last = Prompted("digest", menu(words, morning), {"text": parts[-1]})
    return unasked(words, [*shown, last])


def page(words: Words, morning: Morning) -> tuple[DeskEvent, ...]:
    """The same as staff asked for it: its lines may be chosen by number."""
    lines = (*menu(words, morning), MenuLine(words("desk.leave"), "ds"))
    text = _text(words, morning)
    return (Prompted("digest", lines, {"text": text}),)


def menu(words: Words, morning: Morning) -> tuple[MenuLine, ...]:
    """What each line of the digest leads to."""
    late = f"⚠️ {morning.late}" if morning.late else str(morning.requests)
    doors = (
        (words("digest.to_empty"), "bm.e.0", _some(len(morning.empty))),
        (words("digest.to_unmet"), "bm.u.0", _some(len(morning.unmet))),
        (words("desk.begin"), "ds.q", _some(morning.waiting)),
        (words("desk.sent_back"), "ds.t.0", _some(morning.returned)),
        (words("digest.to_unreachable"), "kl.0", _some(morning.unreachable)),
        (words("digest.to_doubtful"), "bd.0", _some(morning.doubtful)),
        (words("desk.to_requests"), "rq", late if morning.requests else ""),
    )
    lines = [MenuLine(label, press, note) for label, press, note in doors if note]
    lines += [MenuLine(words("digest.to_chart"), "bc")] if morning.goals else []
    return (*lines, MenuLine(words("digest.to_days"), "hn"))


def part_of_day(words: Words, at: datetime) -> str:
    """ "Sáng thứ Ba 1/12": a digest that comes late does not say it is morning."""
    hour = at.hour
    part = "morning" if hour < NOON else "afternoon" if hour < EVENING else "evening"
    return words(f"digest.part.{part}", day=spoken_day(words, at.date()))


# ---- the lines of the staff's digest


def _text(words: Words, morning: Morning) -> str:
    told = [_head(words, morning)]
    if morning.empty:
        shown = _villages(words, morning.empty)
        told.append(words("digest.empty", count=len(morning.empty), shown=shown))
    if morning.unmet:
        shown = _villages(words, morning.unmet)
        told.append(words("digest.unmet", count=len(morning.unmet), shown=shown))
    told += _desk(words, morning)
    if morning.unreachable:
        told.append(words("digest.unreachable", count=morning.unreachable))
    told += [words("digest.doubtful", count=morning.doubtful)] if morning.doubtful else []
    if morning.requests:
        key = "digest.requests_late" if morning.late else "digest.requests"
        told.append(words(key, count=morning.requests, number=morning.late))
    return "\n".join([*told, *(_goal(words, goal) for goal in morning.goals)])


def _head(words: Words, morning: Morning) -> str:
    """The day, and how long there is until the nearest report."""
    day = part_of_day(words, morning.at)
    if not morning.planned:
        return f"{day} · {words('digest.no_plan')}"
    if morning.due is None:
        return day
    left = (morning.due.safe - morning.at.date()).days
    key = "digest.due" if left > 0 else "digest.due_late" if left < 0 else "digest.due_today"
    facts = {
        "days": left,
        "until": _figures(morning.due.safe),
        "when": _written(words, morning.due),
    }
    return f"{day} · {words(key, **facts)}"


def _written(words: Words, due: Due) -> str:
    """The day as the document writes it: "báo cáo trước 10/12"."""
    key = "digest.before" if due.deadline.rule.kind == "before" else "digest.by"
    return words(key, day=_figures(due.written))


def _villages(words: Words, names: Sequence[str]) -> str:
    shown = ", ".join(_bare(name) for name in names[:NAMED])
    more = len(names) - NAMED
    return shown + (words("digest.and_more", count=more) if more > 0 else "")


def _desk(words: Words, morning: Morning) -> list[str]:
    """What waits at the desk, in one line."""
    told = []
    if morning.waiting:
        key = "digest.waiting" if morning.oldest else "digest.waiting_today"
        told.append(words(key, count=morning.waiting, days=morning.oldest))
    told += [words("digest.corrected", count=morning.corrected)] if morning.corrected else []
    told += [words("digest.returned", count=morning.returned)] if morning.returned else []
    line = " · ".join(told)
    return [line[:1].upper() + line[1:]] if line else []


def _goal(words: Words, goal: Goal) -> str:
    return words(
        "digest.of_title", title=words(f"digest.title.{goal.title}"), shown=against(words, goal)
    )


def against(words: Words, goal: Goal) -> str:
    """ "612/840 đạt (72,9%, chỉ tiêu 2030: 80%), đã công nhận 600"."""
    shown = _against(words, goal)
    facts = {"done": words.number(goal.reached), "all": words.number(goal.all)}
    told = words("digest.goal" if goal.title != "citizen" else "digest.goal_bare", **facts)
    told += f" ({shown})" if shown else ""
    if goal.recognised:
        told += words("digest.recognised", count=words.number(goal.recognised))
    return told


def _against(words: Words, goal: Goal) -> str:
    """ "72,9%, chỉ tiêu 2030: 80%"; no share where the target counts others than the roster."""
    if not goal.settled:
        return words("digest.unsettled")
    share = f"{words.number(round(100 * goal.share, 1))}%"
    if not goal.targets:
        return share if goal.title != "citizen" else ""
    wanted = words("digest.and").join(_wanted(words, target) for target in goal.targets)
    told = words("digest.target", year=goal.targets[0].year, shown=wanted)
    return f"{share}, {told}" if goal.target else told


def _wanted(words: Words, target: Target) -> str:
    """How much the plan wants, as it says it: "80%", "từ 60%", "khoảng 70%"."""
    if target.value is None or target.unit != "percent":
        return target.of
    value = f"{words.number(target.value)}%"
    match target.op:
        case ">=":
            return words("digest.at_least", number=value)
        case "~":
            return words("digest.about", number=value)
    return value


def _lines_as_text(words: Words, morning: Morning) -> str:
    """What stands under the text where nothing can be tapped."""
    asked = Prompted("digest", menu(words, morning), {"text": ""})
    (shown,) = unasked(words, [asked])
    return "\n".join(messages.as_text(replace(shown, text=f"\n{shown.text}"), LONGEST))


def _bare(name: str) -> str:
    """The name of a village among others: "Nà Đon" of "Bản Nà Đon"."""
    return name[len(VILLAGE) :] if name.lower().startswith(VILLAGE) else name


def _some(count: int) -> str:
    return str(count) if count else ""


def _figures(day: date) -> str:
    return f"{day.day}/{day.month}"
