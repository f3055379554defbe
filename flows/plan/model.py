"""What a plan says, as values: its targets and deadlines, each with the section it stands in."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Tier = Literal["commune", "district", "province", "nation"]
Kind = Literal["before", "by", "within", "open"]


@dataclass(frozen=True, slots=True)
class Source:
    """The document: as its own head and end name it; "" and None where it leaves a blank."""

    issuer: str
    document: str
    number: str = ""
    dated: str = ""
    signed_by: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """When something is due, as the document words it.

    "before" D is safe until the end of the day before; "by" D until its own end; "within" a span
    (a quarter, a week, a year) until the span's end. "open" names no date. `year` is a fixed year,
    None for every year; `later` counts years after the season's ("năm sau liền kề": 1).
    """

    kind: Kind
    month: int | None = None
    day: int | None = None
    until_day: int | None = None
    quarter: int | None = None
    year: int | None = None
    later: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """Hạn báo cáo: who reports what to whom, and when.

    `code` is unique over all plans ("BLD1"). `tier` is that of whoever reports, "" where no body of
    the four tiers does (a department, a school). `ambiguity` says what the text leaves open.
    """

    code: str
    plan: str
    rule: Rule
    what: str
    section: str
    sender: str = ""
    tier: Tier | Literal[""] = ""
    to: tuple[str, ...] = ()
    ambiguity: str = ""
    caveat: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Chỉ tiêu: what share is to be reached by the end of `year`.

    `title` is the title it counts ("family"), "" for what is counted elsewhere (`model` says what).
    `value` is in `unit` ("percent", "yes" or "words"); `op` is "=", ">=" or "~". `bases` are the
    readings of an ambiguous base: one of them has to be chosen before anything is reported.
    """

    code: str
    year: int
    model: str
    op: str
    value: float | None
    unit: str
    of: str
    section: str
    title: str = ""
    ambiguity: str = ""
    bases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens every year, without a report."""

    name: str
    rule: Rule
    section: str
    ambiguity: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """A body that a plan gives something to do."""

    name: str
    section: str
    duties: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Kế hoạch: one document of one place, whole. `tier` is that of its issuer."""

    code: str
    name: str
    tier: Tier
    first_year: int
    last_year: int
    source: Source
    targets: tuple[Target, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    events: tuple[Event, ...] = ()
    actors: tuple[Actor, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline in one season: the day as written, and the last day that is surely in time."""

    deadline: Deadline
    written: date
    safe: date
    opens: date | None = None
