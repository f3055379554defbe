"""What a plan says, as values: its targets and deadlines, each with the section it stands in."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Tier = Literal["commune", "district", "province", "nation"]
Kind = Literal["before", "by", "within", "open"]
Confidence = Literal["read", "inferred", "unverified"]
"""Read in the text itself; concluded from it; told by a page whose own text nobody has seen."""


@dataclass(frozen=True, slots=True)
class Source:
    """The document: as its own head and end name it; "" where it leaves a blank.

    `programmes` are what it carries out; `note` is what is known of it from elsewhere.
    """

    issuer: str
    document: str
    number: str = ""
    dated: str = ""
    signed_by: str = ""
    programmes: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """When something is due, as the document words it.

    "before" D is safe until the end of the day before; "by" D until its own end; "within" a span
    (a quarter, a week, a year) until the span's end. "open" names no date. `year` is a fixed year,
    None for every year; `later` counts years after the season's ("năm sau liền kề": 1). "within"
    without a quarter and a month is the whole year. `words` is what an open rule says instead of a
    day: "hằng năm", "đột xuất".
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

    `code` is unique over all plans ("BLD1"). `tier` is that of whoever reports, "" where it is no
    people's committee or association of one tier (a department, a school, villages, several
    together); `to_tier` is that of whoever receives, the highest of several, departments counted
    with theirs. `ambiguity` says what the text leaves open, `caveat` what else one should know.
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
    to_tier: Tier | Literal[""] = ""
    source: str = ""
    confidence: Confidence = "read"


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
    caveat: str = ""
    confidence: Confidence = "read"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens, most often every year, without a report."""

    name: str
    rule: Rule
    section: str
    ambiguity: str = ""
    caveat: str = ""
    code: str = ""
    source: str = ""
    confidence: Confidence = "read"


@dataclass(frozen=True, slots=True)
class TitleGoal:
    """A title that a plan wants somebody to reach, without a figure; `title` as in Target."""

    who: str
    goal: str
    section: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What else a plan says that the program or its reader should know, and where it stands."""

    what: str
    section: str


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
    title_goals: tuple[TitleGoal, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline in one season: the day as written, and the last day that is surely in time.

    `opens` is the first day of a span. `inferred` is the Vietnamese reason why it binds although
    the text names somebody else, "" where the text itself says so; `note` is what the reader of
    this season's day should know (29/2 in a year that has none).
    """

    deadline: Deadline
    written: date
    safe: date
    opens: date | None = None
    inferred: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """An event in one season, from its first day to the end of its last."""

    event: Event
    opens: date
    closes: date
