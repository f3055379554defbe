"""A commune's season as a calendar that phones and computers read (iCalendar, RFC 5545)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from icalendar import Calendar, Event

from flows import deadlines, owed
from flows.plan import days
from flows.plan.backwards import MOVABLE
from flows.plan.model import Happening, Plan
from flows.plan.season import Season
from flows.wording import Words

PRODUCT = "-//Ban Hoc//banhoc//VI"
AGAIN = timedelta(hours=6)
"""How long a calendar may wait before it asks anew; no program asks more often than it likes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that lasts from the day `first` through the day `last`; `key` never changes."""

    key: str
    first: date
    last: date
    title: str
    text: str = ""


def entries(words: Words, seasons: Iterable[Season], national: Plan) -> tuple[Entry, ...]:
    """What the calendar says of these seasons of one commune: reports, closing days, events."""
    found = [entry for season in seasons for entry in _of(words, season, national)]
    return tuple(sorted(found, key=lambda entry: (entry.first, entry.key)))


def version(name: str, found: Iterable[Entry]) -> str:
    """A short mark that changes with anything the calendar says."""
    return sha256(repr((name, tuple(found))).encode()).hexdigest()[:32]


def drawn(name: str, found: Iterable[Entry], now: datetime) -> bytes:
    """The calendar as a file; `now` is the moment it was made, in UTC."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    calendar.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for entry in found:
        calendar.add_component(_event(entry, now))
    return bytes(calendar.to_ical())


def _event(entry: Entry, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@banhoc")
    event.add("dtstamp", now)
    event.add("dtstart", entry.first)
    event.add("dtend", entry.last + timedelta(days=1))  # the first day on which it is over
    event.add("summary", entry.title)
    if entry.text:
        event.add("description", entry.text)
    event.add("transp", "TRANSPARENT")  # a deadline keeps nobody from a meeting
    return event


def _of(words: Words, found: Season, national: Plan) -> Iterator[Entry]:
    yield from _reports(words, found)
    yield from _steps(words, found)
    for plan in (found.plan, national):
        for each in days.happenings(plan, found.year):
            yield _happening(words, found, plan, each)


def _reports(words: Words, found: Season) -> Iterator[Entry]:
    for due in found.dues:
        said, is_sent = due.deadline, due.deadline.code in found.filed
        to = ", ".join(said.to)
        key = "almanac.sent" if is_sent else "almanac.report"
        title = words(key, text=words("owed.to", name=to) if to else said.what)
        when = deadlines.when(words, due, found.year)
        told = (said.what, words("almanac.when", when=when), owed.stands(words, found, due))
        uid = f"{found.commune}-{found.year}-{said.code}"
        yield Entry(uid, due.safe, due.safe, title, "\n".join((*told, *owed.notes(due))))


def _steps(words: Words, found: Season) -> Iterator[Entry]:
    for step in MOVABLE if found.steps else ():
        day = found.steps[step].closes
        title = words("almanac.step", label=deadlines.name(words, step))
        yield Entry(f"{found.commune}-{found.year}-step-{step}", day, day, title)


def _happening(words: Words, found: Season, plan: Plan, each: Happening) -> Entry:
    event = each.event
    told = (
        owed.at(words, plan.code, plan.name, event.section),
        event.ambiguity,
        event.caveat,
    )
    uid = f"{found.commune}-{found.year}-event-{plan.code}-{event.code or event.section}"
    text = "\n".join(filter(None, told))
    return Entry(uid, each.opens, each.closes, event.name, text)
