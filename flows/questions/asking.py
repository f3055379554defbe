"""A question as it stands before one person, and the ways of not understanding the reply."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Protocol

from flows import vietnamese
from flows.messages import Expects
from flows.replies import Reply

MOST_CHARACTERS = 2000
CHOSEN = ("select_one", "select_multiple", "rank")

# Why a reply was not taken, and the facts that come with it. A sentence must stand for each.
Reason = Literal[
    "empty",  # nothing was said
    "too_long",  # limit, length: in characters
    "words_please",  # sent: the kind of attachment that came where words were asked
    "no_words",  # a text answer without one letter or digit
    "not_a_number",  # bounds
    "not_whole",  # bounds: a number, but not a whole one
    "not_a_date",
    "not_a_month",
    "not_a_year",
    "not_a_time",
    "not_a_moment",
    "not_an_option",  # first, last: the numbers of the lines (0 when there are none)
    "no_lines",  # nothing of the list is offered now; the question may be passed over
    "no_lines_required",  # the same, and it may not: an earlier answer decides what is offered
    "out_of_range",  # first, last, typed
    "one_only",  # several lines where one is asked; first, last
    "ambiguous",  # offers: what it may mean; raised as Ambiguous
    "which_line",  # the same, where each is a line of the list or several lines
    "which_order",  # the same, where each is an order of the lines
    "not_an_order",  # first, last, example
    "ranked_twice",  # label: the line that was named twice
    "ranked_before",  # label, number: its place
    "off_the_scale",  # scale
    "not_a_place",  # sent: "text" or the kind of attachment
    "type_the_code",
    "say_ok",
    "send_a_photo",  # sent: "text" or the kind of attachment; kept: the good keys, if any
    "send_a_file",  # the same
    "send_a_recording",  # the same
    "send_a_video",  # the same
    "recording_too_big",  # kept
    "photo_too_big",  # kept, and so on for each problem of each kind
    "photo_too_many_pixels",
    "photo_unreadable",
    "photo_empty",
    "photo_not_kept",
    "file_too_big",
    "file_too_many_pixels",
    "file_unreadable",
    "file_empty",
    "file_not_kept",
]


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a list: `number` as people see it, `name` as the form stores it."""

    number: int
    name: str
    label: str
    points: float | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most a number may be, both allowed themselves; None where it is open."""

    least: Decimal | None = None
    most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """The marks of a scale: from `first` to `last`, both included, every `step`."""

    first: Decimal
    last: Decimal
    step: Decimal

    def has(self, value: Decimal) -> bool:
        """Whether that number is one of its marks."""
        if not self.first <= value <= self.last:
            return False
        return value == self.first or (self.step > 0 and (value - self.first) % self.step == 0)


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as it stands before this person now.

    `bounds` are those of a number whose constraint is a plain range, None otherwise; `scale` is
    that of a question of kind "range". `placed` are the names of the lines that have their place
    already, while an order is not complete; the first one comes first. A list that `is_paged` is
    shown page by page, and words may be typed to find a line of it.
    """

    name: str
    kind: str
    text: str
    hint: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    bounds: Bounds | None = None
    scale: Scale | None = None
    placed: tuple[str, ...] = ()
    is_paged: bool = False

    @property
    def left(self) -> tuple[Option, ...]:
        """The lines that are still to be chosen from."""
        return tuple(option for option in self.options if option.name not in self.placed)


@dataclass(frozen=True, slots=True)
class Sent:
    """Photos and other files that were sent, to be counted in the language of who reads it."""

    photos: int
    files: int = 0


@dataclass(frozen=True, slots=True)
class Read:
    """Something was read, which every language says in its own words."""


Display = str | Sent | Read
"""A kept answer as people read it: in its own words, or to be said in those of a language."""

Meaning = tuple[str, ...] | Decimal | datetime.date | datetime.time
"""What a reply may mean: lines by their labels, a number, a day, a time, or (datetime) both."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing a reply may mean, and what to type for it.

    With `by_line` the reply is numbers of lines to which the word for a line must be added, since
    the numbers alone would be labels as well.
    """

    meaning: Meaning
    reply: str
    by_line: bool = False


class NotUnderstood(Exception):
    """The reply is no answer to this question; `reason` says why, `facts` with which figures."""

    def __init__(self, reason: Reason, **facts: object) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
        self.facts = facts


class Ambiguous(NotUnderstood):
    """The reply may be an answer, but which? One offer alone is a guess to be confirmed."""

    def __init__(
        self,
        offers: tuple[Offer, ...],
        reason: Literal["ambiguous", "which_line", "which_order"] = "ambiguous",
    ) -> None:
        super().__init__(reason, offers=offers)
        self.offers = offers


class Kind(Protocol):
    """One kind of question. `expects` is what a screen may prepare for."""

    @property
    def expects(self) -> Expects:
        """What people are expected to send: words, a number, a photo, a file or a choice ("")."""

    def read(self, asking: Asking, reply: Reply, today: datetime.date) -> str:
        """The answer as XForms stores it. Raises NotUnderstood or Ambiguous."""

    def show(self, asking: Asking, value: str) -> Display:
        """The stored answer as people read it: labels, "2,5", "20/11/2026", two photos."""


def offered(asking: Asking) -> None:
    """That there is a line to choose. Raises NotUnderstood: "no_lines", "no_lines_required"."""
    if not asking.options:
        raise NotUnderstood(none_offered(asking))


def lacks_lines(asking: Asking) -> bool:
    """Whether a line of a list is asked for and there is none now."""
    return asking.kind in CHOSEN and not asking.options


def none_offered(asking: Asking) -> Literal["no_lines", "no_lines_required"]:
    """Which sentence says that no line of the list is offered now."""
    return "no_lines_required" if asking.required else "no_lines"


def typed(reply: Reply) -> str:
    """The cleaned words of a reply to a question that is answered in words.

    Words beside an attachment are not taken: the attachment would be lost without a word.
    Raises NotUnderstood: "words_please", "empty", "too_long".
    """
    if reply.attachments:
        raise NotUnderstood("words_please", sent=reply.attachments[0].kind)
    text = vietnamese.clean(reply.text)
    if not text:
        raise NotUnderstood("empty")
    if len(text) > MOST_CHARACTERS:
        raise NotUnderstood("too_long", limit=MOST_CHARACTERS, length=len(text))
    return text
