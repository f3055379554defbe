"""What an interview can say happened. It only ever speaks in these; `speech` puts them in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from flows.levels import Levels
from flows.long_lists import Page
from flows.messages import Enclosure
from flows.questions import Asking, Display, Option
from flows.scoring import Score


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a roster, as people see it: "Người 2/5". `of` is None while more may follow."""

    label: str
    number: int
    of: int | None


@dataclass(frozen=True, slots=True)
class Spot:
    """Which question is meant, as people see it.

    `number` of `of` counts the questions that count; questions about the respondent have a
    `letter` instead. An evidence question has the number of the question it backs, one that asks
    why that of the answer it asks about. A roster counts as one question, and all of its members
    have its number.
    `heading` is its short name ("Tự học"), or its group's. `members` are those it is about,
    outermost first, and `inside` counts the questions of the innermost: (1, 3).
    """

    name: str
    number: int | None
    of: int
    letter: str = ""
    heading: str = ""
    is_evidence: bool = False
    is_reason: bool = False
    members: tuple[Member, ...] = ()
    inside: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Illustration:
    """A file beside the form that goes with a question: its key at the office, and what it is.

    `about` is the line of a choice ("2. Cầu treo") where it belongs to one.
    """

    kind: Literal["picture", "choices", "sound", "film"]
    key: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """This question awaits an answer. `presses` are the buttons of its options, in order.

    Of a long list only a `page` is shown, and the buttons are those of its lines.
    `kept` is what stands there already ("" when nothing does): it may be kept with one word.
    `read` is the code read in a photo that awaits a yes, which its one press says.
    `returned` is why the commune returned it, "" when it did not. While a form is corrected, `turn`
    counts the returned questions (the first of two: (1, 2)), and `added` says that this one was not
    returned but has to be answered now.
    """

    spot: Spot
    asking: Asking
    presses: tuple[str, ...] = ()
    kept: Display = ""
    read: str = ""
    illustrations: tuple[Illustration, ...] = ()
    returned: str = ""
    turn: tuple[int, int] | None = None
    added: bool = False
    page: Page | None = None

    @property
    def shown(self) -> tuple[Option, ...]:
        """The lines to choose from that are shown."""
        return self.page.options if self.page else self.asking.options


@dataclass(frozen=True, slots=True)
class Noted:
    """A text the form wants read before the next question, with the value it shows, if any."""

    name: str
    text: str
    shown: Display = ""
    illustrations: tuple[Illustration, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """This answer was taken; `shown` is how people read it, `points` what it is worth.

    `now_closed` counts later answers that are no longer asked for because of it. For a question
    the commune returned, `left` counts the returned ones that still wait (None for any other), and
    `unchanged` says that the answer stays as it was.
    """

    spot: Spot
    value: str
    shown: Display
    kind: str
    points: float | None = None
    now_closed: int = 0
    reused: str = ""
    left: int | None = None
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Photographed:
    """Photos of a code were kept, by their keys; `code` was read in them, "" for none."""

    spot: Spot
    keys: tuple[str, ...]
    code: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """This question was passed over; it may be left blank. `left` is as in `Answered`."""

    spot: Spot
    left: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The reply does not answer the question. `reason` is the key of a sentence.

    `asked` is the question it did not answer; with `again` the question itself follows as an event
    of its own.
    """

    reason: str
    facts: Mapping[str, object] = field(default_factory=dict)
    asked: Asked | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Helped:
    """Help on the question that awaits an answer."""

    asked: Asked
    hint: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the review: a question and what stands there.

    `returned` says that it, or its photo, was returned and waits.
    """

    spot: Spot
    text: str
    shown: Display
    photos: int
    points: float | None
    returned: bool = False


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The answers so far, in order."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """Every question has its answer. `weak` are the questions under their least points.

    `score` is None without points, `levels` without levels: no form has both.
    """

    score: Score | None
    answered: int
    weak: tuple[tuple[Spot, float, float], ...] = ()
    levels: Levels | None = None


@dataclass(frozen=True, slots=True)
class MenuLine:
    """One line of a menu: what it says, what it does when chosen, and a note beside it."""

    label: str
    press: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence outside the form, by its key."""

    key: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Prompted:
    """A choice outside the form: a sentence by its key and the lines to choose from.

    A line without a label takes what is typed; see flows.menus.meant.
    """

    key: str
    lines: tuple[MenuLine, ...]
    facts: Mapping[str, object] = field(default_factory=dict)
    enclosed: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """Pictures or papers that go with what is said next; `text` says what they are."""

    enclosed: tuple[Enclosure, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Summed:
    """The form is complete: the score and what can be done with it."""

    finished: Finished
    title: str
    official: bool
    language: str
    lines: tuple[MenuLine, ...]


Heard = Answered | Photographed | Skipped | Refused
Event = Heard | Asked | Noted | Helped | Reviewed | Finished | Told
DeskEvent = Event | Prompted | Summed | Shown
