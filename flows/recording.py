"""What is asked about a meeting itself, a page each: the day, how many came, who took minutes."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from flows import commands, vietnamese
from flows.events import MenuLine, Prompted
from flows.meeting import DETAILS, LOWEST_PASSING, OLDEST, Detail, Meeting
from flows.questions import KINDS, Asking
from flows.replies import Reply
from flows.village import spoken_day
from flows.wording import Words

NAME_LONGEST = 60
MOST_PEOPLE = 10_000


class Wrong(Exception):
    """What was said cannot be: `key` is the sentence that says why."""

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts


def detail(words: Words, meeting: Meeting, what: Detail, today: date) -> Prompted:
    """The question about one detail; one that is known already may be kept."""
    slot = MenuLine("", f"ho.{meeting.id}.{what}")
    known = _known(words, meeting)[what]
    kept = "\n" + words("tip.keep", kept=known) if known else ""
    facts = {"village": meeting.place, "year": meeting.year, "all": meeting.attendees, "kept": kept}
    lines = (*_days(words, meeting, today), slot) if what == "day" else (slot,)
    return Prompted(f"meeting.{what}", lines, facts)


def take(
    words: Words, meeting: Meeting, what: Detail, reply: Reply, today: date
) -> Mapping[str, object]:
    """The columns that the reply fills in; none when all is to stay as it is.

    Raises NotUnderstood, or Wrong for what was understood and cannot be.
    """
    if wants(reply, "keep") and _known(words, meeting)[what]:
        return {}
    return _TAKE[what](words, meeting, reply, today)


def _known(words: Words, meeting: Meeting) -> Mapping[Detail, str]:
    day = spoken_day(words, meeting.held_on) if meeting.held_on else ""
    numbers = (meeting.attendees, meeting.representatives)
    shown = (day, *("" if n is None else str(n) for n in numbers), meeting.secretary)
    return dict(zip(DETAILS, shown, strict=True))


def _days(words: Words, meeting: Meeting, today: date) -> tuple[MenuLine, ...]:
    yesterday = today - timedelta(days=1)
    named = ((words("meeting.today"), today), (words("meeting.yesterday"), yesterday))
    return tuple(
        MenuLine(label, f"ho.{meeting.id}.day.{day}", spoken_day(words, day))
        for label, day in named
    )


def _take_day(words: Words, meeting: Meeting, reply: Reply, today: date) -> Mapping[str, object]:
    day = date.fromisoformat(KINDS["date"].read(Asking("day", "date", ""), reply, today))
    if day > today:
        raise Wrong("meeting.future", day=spoken_day(words, day))
    if day < today - OLDEST:
        raise Wrong("meeting.long_ago", day=vietnamese.speak_date(day))
    return {"held_on": day}


def _take_attendees(
    words: Words, meeting: Meeting, reply: Reply, today: date
) -> Mapping[str, object]:
    number = _number(words("meeting.attendees", kept=""), reply)
    if number < (meeting.representatives or 0):
        raise Wrong("meeting.too_few", count=meeting.representatives)
    return {"attendees": number}


def _take_representatives(
    words: Words, meeting: Meeting, reply: Reply, today: date
) -> Mapping[str, object]:
    number = _number(words("meeting.attendees", kept=""), reply)
    if number > (meeting.attendees or 0):
        raise Wrong("meeting.too_many", count=number, all=meeting.attendees)
    return {"representatives": number}


def _take_secretary(
    words: Words, meeting: Meeting, reply: Reply, today: date
) -> Mapping[str, object]:
    name = " ".join(KINDS["text"].read(Asking("name", "text", ""), reply, today).split())
    if sum(map(str.isalpha, name)) < 2 or any(map(str.isdigit, name)):
        raise Wrong("meeting.name_please")
    if len(name) > NAME_LONGEST:
        raise Wrong("name_too_long")
    return {"secretary": name}


def _number(question: str, reply: Reply) -> int:
    """A number of people, at least one."""
    number = int(KINDS["integer"].read(Asking("count", "integer", question), reply, date.min))
    if not 0 < number <= MOST_PEOPLE:
        raise Wrong("meeting.odd_number", number=number)
    return number


_TAKE: Mapping[Detail, Callable[[Words, Meeting, Reply, date], Mapping[str, object]]] = {
    "day": _take_day,
    "attendees": _take_attendees,
    "representatives": _take_representatives,
    "secretary": _take_secretary,
}


def passing(words: Words, meeting: Meeting) -> Prompted:
    """How many percent are asked for; a village may ask for more than half, never for less."""
    shown = words.number(meeting.passing)
    slot = MenuLine("", f"ho.{meeting.id}.passing")
    return Prompted("meeting.passing", (slot,), {"kept": words("tip.keep", kept=f"{shown}%")})


def take_passing(words: Words, meeting: Meeting, reply: Reply) -> float:
    """The percent that was typed. Raises NotUnderstood or Wrong."""
    if wants(reply, "keep"):
        return meeting.passing
    asking = Asking("percent", "integer", words("meeting.passing", kept=""))
    number = int(KINDS["integer"].read(asking, reply, date.min))
    if not LOWEST_PASSING <= number < 100:
        raise Wrong("meeting.odd_passing", number=number)
    return float(number)


def wants(reply: Reply, name: str) -> bool:
    """Whether the reply is that command and nothing else: "skip", "keep"."""
    command = commands.command(reply.text) if not reply.attachments else None
    return command is not None and command.name == name
