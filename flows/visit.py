"""All that one reply outside or inside a form needs to know, and all that may come of it."""

from dataclasses import dataclass, replace
from typing import Literal

from flows import commands, wording
from flows.assessment import EDITABLE
from flows.commands import Command
from flows.events import DeskEvent, MenuLine, Told
from flows.forms.model import Form
from flows.forms.repeats import named
from flows.interview import Interview
from flows.questions import labels
from flows.replies import Attachment, Reply
from flows.rights import Holding
from flows.wording import SOURCE, YOU


@dataclass(frozen=True, slots=True)
class Person:
    """Who is talking. `you` is how to address them; `asking` the menu that awaits a choice.

    `holdings` are the roles this person holds.
    """

    id: int
    name: str = ""
    you: str = YOU
    language: str = SOURCE
    consent: str = ""
    asking: tuple[MenuLine, ...] = ()
    tips: int = 0
    holdings: tuple[Holding, ...] = ()


@dataclass(frozen=True, slots=True)
class Asking:
    """How a typist asked somebody else, who agreed that the answers are kept.

    `how` is face_to_face, phone or paper; `respondent` who answered.
    """

    how: str
    respondent: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A form this person may fill in: whose, for which title, and how far it is.

    `neighbour` marks those answered for somebody else. `number` is the last figure of the
    subject's code, as villagers count their houses; `members` how many people of a household have
    a form of their own. `asked` tells how a typist asked, once that is known.
    """

    subject_id: int
    subject: str
    title: str
    state: str = ""
    neighbour: bool = False
    number: int | None = None
    members: int = 0
    asked: Asking | None = None

    @property
    def press(self) -> str:
        return f"o.{self.subject_id}.{self.title}"


@dataclass(frozen=True, slots=True)
class Open:
    """The form in hand. `reviewed` says that a village meeting looks at it before the commune."""

    assessment_id: int
    subject_id: int
    subject: str
    title: str
    state: str
    interview: Interview
    paused: bool = False
    reviewed: bool = True

    @property
    def form(self) -> Form:
        return self.interview.form

    @property
    def goes_to(self) -> Literal["village", "commune"]:
        """Who looks at it once it is handed in; what the commune returned goes back there."""
        return "village" if self.reviewed and self.state != "returned" else "commune"

    def answers(self, offer: Offer) -> bool:
        """Whether this is the form of that offer."""
        return (self.subject_id, self.title) == (offer.subject_id, offer.title)

    def in_language(self, code: str) -> "Open":
        """The same form with the same answers, asked in the language with this code."""
        return replace(self, interview=in_language(self.interview, code))


@dataclass(frozen=True, slots=True)
class Visit:
    """All that one reply needs to know. `offers` is empty unless `wants_offers` said yes."""

    person: Person
    commune: str
    year: int
    open: Open | None = None
    offers: tuple[Offer, ...] = ()

    def command(self, reply: Reply) -> Command | None:
        """The command word that was typed, if one was.

        A word that names a choice of the question is an answer, and so is the name of the
        language that is spoken already.
        """
        if reply.press or reply.attachments:
            return None
        found = commands.command(reply.text)
        if found is None or found.language == self.person.language:
            return None
        return None if self._names_a_choice(reply.text) else found

    def _names_a_choice(self, text: str) -> bool:
        opened = self.open
        if opened is None or opened.paused or self.person.asking:
            return False
        question = opened.interview.current
        if question is None or question.itemset is None:
            return False
        return labels.names_one(opened.interview.showing.asked(question).asking, text)


@dataclass(frozen=True, slots=True)
class Errand:
    """Something to be done outside the forms: what a menu line carries, or what was typed for it.

    `text` and `attachments` are there when the line takes what is typed or sent.
    """

    verb: str
    rest: str = ""
    text: str = ""
    attachments: tuple[Attachment, ...] = ()

    @property
    def reply(self) -> Reply:
        """What was typed or sent for it."""
        return Reply(self.text, self.attachments)

    @property
    def is_heard(self) -> bool:
        """Whether something was said, or the page was only asked for."""
        return bool(self.text or self.attachments)


@dataclass(frozen=True, slots=True)
class Step:
    """What came of one reply: the visit after it, what happened, the moves made, a form to open.

    `enrols` says that somebody new gave a name: once it is kept, `Reception.enrolled` goes on.
    `errand` is left to others; what they say comes after `events`.
    """

    visit: Visit
    events: tuple[DeskEvent, ...]
    moves: tuple[str, ...] = ()
    start: Offer | None = None
    enrols: bool = False
    errand: Errand | None = None


def wants_offers(visit: Visit, reply: Reply) -> bool:
    """Whether this reply may need the list of forms, which costs a query."""
    opened = visit.open
    if opened is None or opened.paused or visit.person.asking or opened.state not in EDITABLE:
        return True
    if reply.press:
        return not reply.press.startswith("q.")
    return visit.command(reply) is not None


def language_of(form: Form, code: str) -> str:
    """The form's own name of the language with this code ("vi" -> "Tiếng Việt (vi)")."""
    return next((name for name in form.languages if named(name) == code), form.language)


def in_language(interview: Interview, code: str) -> Interview:
    """The same interview, asked in the language with this code."""
    return Interview(
        interview.form,
        interview.kept,
        now=interview.sheet.world.now,
        language=language_of(interview.form, code),
        tag=interview.tag,
    )


def language_after(code: str, form: Form | None) -> str:
    """The language after this one, round and round: ours, and those of the form in hand."""
    of_form = languages_of(form) if form else ()
    known = tuple(dict.fromkeys((*wording.languages(), *of_form)))
    at = known.index(code) if code in known else 0
    return known[(at + 1) % len(known)]


def now_spoken(code: str) -> Told:
    """Says, in that language, that it is spoken from now on."""
    return Told("language_changed" if code in wording.languages() else "language_of_form")


def languages_of(form: Form) -> tuple[str, ...]:
    """The codes of the languages a form is written in."""
    return tuple(filter(None, map(named, form.languages)))
