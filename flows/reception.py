"""Around the form: consent, the name, choosing what to answer, pausing, and handing in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flows import assessment, commands
from flows.events import DeskEvent, Finished, MenuLine, Prompted, Refused, Summed, Told
from flows.forms.model import Form
from flows.interview import Interview
from flows.questions import KINDS, Asking, NotUnderstood, Option
from flows.replies import Reply
from flows.vietnamese import clean
from flows.wording import Words

CONSENT = "2026-1"  # which consent text was shown; a new text asks anew
NAME = "name"
NAME_LONGEST = 60
PAGE = 8


@dataclass(frozen=True, slots=True)
class Person:
    """Who is talking. `you` is how to address them; `asking` the menu that awaits a choice."""

    id: int
    name: str = ""
    you: str = "bác"
    role: str = "citizen"
    language: str = "vi"
    consent: str = ""
    asking: tuple[MenuLine, ...] = ()
    tips: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """A form this person may fill in: whose, for which title, and how far it is.

    `neighbour` marks those answered for somebody else's household.
    """

    subject_id: int
    subject: str
    title: str
    state: str = ""
    neighbour: bool = False

    @property
    def press(self) -> str:
        return f"o.{self.subject_id}.{self.title}"


@dataclass(frozen=True, slots=True)
class Open:
    """The form in hand."""

    assessment_id: int
    subject_id: int
    subject: str
    title: str
    state: str
    interview: Interview
    paused: bool = False

    @property
    def form(self) -> Form:
        return self.interview.form

    def answers(self, offer: Offer) -> bool:
        """Whether this is the form of that offer."""
        return (self.subject_id, self.title) == (offer.subject_id, offer.title)


@dataclass(frozen=True, slots=True)
class Visit:
    """All that one reply needs to know. `offers` is empty unless `wants_offers` said yes."""

    person: Person
    commune: str
    year: int
    open: Open | None = None
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What came of one reply: the visit after it, what happened, the moves made, a form to open."""

    visit: Visit
    events: tuple[DeskEvent, ...]
    moves: tuple[str, ...] = ()
    start: Offer | None = None


def wants_offers(visit: Visit, reply: Reply) -> bool:
    """Whether this reply may need the list of forms, which costs a query."""
    in_form = visit.open is not None and not visit.open.paused and not visit.person.asking
    if not in_form:
        return True
    return not reply.press.startswith("q.") and commands.command(reply.text) is not None


class Reception:
    """Hears one reply of one visit. `words` speaks the person's language."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def hear(self, visit: Visit, reply: Reply) -> Step:
        person = visit.person
        if person.consent != CONSENT:
            return self._consent(visit, reply)
        if not person.name:
            return self._name(visit, reply)
        if reply.press and not reply.press.startswith("q."):
            return self._act(visit, reply.press)
        return self._words(visit, reply)

    def begun(self, visit: Visit) -> Step:
        """The form just opened: say whose it is, and ask its first question."""
        opened = visit.open
        if opened is None:
            return self._menu(visit)
        fact = Told("opened", self._about(visit, opened))
        return self.heard(visit, [fact, *opened.interview.ask()])

    # ---- words typed

    def _words(self, visit: Visit, reply: Reply) -> Step:
        command = None if reply.attachments else commands.command(reply.text)
        name = command.name if command else ""
        if name == "start":
            return self._resume(visit) if visit.open else self._menu(visit)
        if name == "submit" and not reply.press:
            return self._submit(visit)
        if visit.person.asking and not reply.press:
            chosen = self._chosen(visit, reply)
            if isinstance(chosen, str):
                return self._act(visit, chosen)
            if command is None or visit.open is None:
                return chosen
        if visit.open is None:
            return self._desk(visit, reply)
        if name == "pause":
            return self._pause(visit, visit.open)
        if visit.open.paused and name != "resume" and not reply.press:
            return self._resume(visit)
        return self._form(visit, visit.open, reply)

    def _desk(self, visit: Visit, reply: Reply) -> Step:
        """Nothing in hand: a press of a form already handed in, or a word for the menu."""
        said = (Told("form_is_closed"),) if reply.press else ()
        return self._menu(visit, *said)

    def _form(self, visit: Visit, opened: Open, reply: Reply) -> Step:
        visit = replace(visit, open=replace(opened, paused=False))
        return self.heard(visit, opened.interview.hear(reply))

    def _chosen(self, visit: Visit, reply: Reply) -> str | Step:
        """The press of the menu line that was meant, or the menu once more."""
        lines = visit.person.asking
        options = tuple(Option(n, str(n), line.label) for n, line in enumerate(lines, 1))
        asking = Asking("menu", "select_one", "", options=options)
        try:
            number = KINDS["select_one"].read(asking, reply, date.min)
        except NotUnderstood as no:
            again = Refused(no.reason, {**no.facts, "menu": lines})
            return Step(visit, (again,))
        return lines[int(number) - 1].press

    # ---- what a menu line does

    def _act(self, visit: Visit, press: str) -> Step:
        verb, _, rest = press.partition(".")
        acts: dict[str, Callable[[Visit, str], Step]] = {
            "o": self._open,
            "l": self._neighbours,
            "m": lambda visit, _: self._menu(visit),
            "r": self._resumed,
            "z": self._closing,
            "b": self._sent,
            "c": lambda visit, _: self._menu(visit, Told("already_agreed")),
        }
        act = acts.get(verb)
        return act(visit, rest) if act else self._menu(visit)

    def _open(self, visit: Visit, rest: str) -> Step:
        offer = next((o for o in visit.offers if o.press == f"o.{rest}"), None)
        if offer is None:
            return self._menu(visit, Told("not_for_you"))
        if offer.state == "submitted":
            return self._already_sent(visit, offer)
        return Step(_asking(visit, ()), (), start=offer)

    def _resumed(self, visit: Visit, rest: str) -> Step:
        tag, _, what = rest.partition(".")
        opened = visit.open
        if opened is None or opened.interview.tag != tag:
            return self._menu(visit, Told("form_is_closed"))
        match what:
            case "later":
                return self._pause(visit, opened)
            case "other":
                return self._menu(visit)
            case "review":
                events = [opened.interview.review(), *opened.interview.ask()]
            case _:
                events = opened.interview.ask()
        return self.heard(_unpaused(visit, opened), events)

    def _closing(self, visit: Visit, rest: str) -> Step:
        tag, what, *more = rest.split(".")
        opened = visit.open
        if opened is None or opened.interview.tag != tag:
            return self._menu(visit, Told("form_is_closed"))
        if what == "submit":
            return self._submit(visit)
        word = f"sửa {more[0]}" if what == "edit" and more else "xem lại"
        return self._form(visit, opened, Reply(word))

    def _sent(self, visit: Visit, rest: str) -> Step:
        """Take back a form that was handed in, to change it."""
        offer = next((o for o in visit.offers if o.press == f"o.{rest}"), None)
        if offer is None or offer.state != "submitted":
            return self._menu(visit)
        return Step(_asking(visit, ()), (), moves=("reopen",), start=offer)

    # ---- the stations

    def _consent(self, visit: Visit, reply: Reply) -> Step:
        answer = reply.press
        if not answer and visit.person.asking:
            chosen = self._chosen(visit, reply)
            answer = chosen if isinstance(chosen, str) else ""
        match answer:
            case "c.yes":
                person = replace(visit.person, consent=CONSENT, asking=())
                return self._name(replace(visit, person=person), Reply(), agreed=True)
            case "c.no":
                return self._ask_consent(visit, Told("declined"))
            case "c.more":
                return self._ask_consent(visit, Told("consent_more", {"commune": visit.commune}))
            case _:
                return self._ask_consent(visit)

    def _ask_consent(self, visit: Visit, *before: DeskEvent) -> Step:
        lines = tuple(
            MenuLine(self.words(f"menu.consent_{what}"), f"c.{what}")
            for what in ("yes", "no", "more")
        )
        key = "consent_again" if before else "consent"
        facts = {"commune": visit.commune, "year": visit.year}
        return self._prompt(visit, Prompted(key, lines, facts), *before)

    def _name(self, visit: Visit, reply: Reply, *, agreed: bool = False) -> Step:
        """Whoever comes without being on the list is asked for a name, nothing else."""
        before = (Told("agreed"),) if agreed else ()
        name = clean(reply.text)
        if visit.person.name:
            return self._menu(visit, *before)
        if agreed or not name or len(name) > NAME_LONGEST or name.startswith("/"):
            asked = Told("name_too_long" if len(name) > NAME_LONGEST else "ask_name")
            return Step(visit, (*before, asked))
        person = replace(visit.person, name=name)
        return self._menu(replace(visit, person=person), Told("name_kept", {"name": name}))

    def _menu(self, visit: Visit, *before: DeskEvent) -> Step:
        own = [offer for offer in visit.offers if not offer.neighbour]
        lines = [self._line(offer) for offer in own]
        waiting = [o for o in visit.offers if o.neighbour and o.state != "submitted"]
        if waiting:
            note = self.words("menu.neighbours_left", count=len(waiting))
            lines.append(MenuLine(self.words("menu.neighbours"), "l.0", note))
        if not lines:
            return Step(_asking(visit, ()), (*before, Told("nothing_to_answer")))
        return self._prompt(visit, Prompted("choose", tuple(lines)), *before)

    def _neighbours(self, visit: Visit, page: str) -> Step:
        """The village head's list: whose form is missing, eight at a time."""
        all_of_them = [o for o in visit.offers if o.neighbour]
        waiting = [o for o in all_of_them if o.state != "submitted"]
        first = min(int(page) if page.isdecimal() else 0, max(len(waiting) - 1, 0)) // PAGE * PAGE
        lines = [self._line(offer) for offer in waiting[first : first + PAGE]]
        if first + PAGE < len(waiting):
            lines.append(MenuLine(self.words("menu.more"), f"l.{first + PAGE}"))
        lines.append(MenuLine(self.words("menu.back"), "m"))
        facts = {
            "sent": len(all_of_them) - len(waiting),
            "all": len(all_of_them),
            "left": len(waiting),
        }
        return self._prompt(visit, Prompted("neighbours", tuple(lines), facts))

    def _already_sent(self, visit: Visit, offer: Offer) -> Step:
        rest = offer.press.removeprefix("o.")
        lines = (
            MenuLine(self.words("menu.reopen"), f"b.{rest}"),
            MenuLine(self.words("menu.leave"), "m"),
        )
        facts = {"title": self.words(f"title.{offer.title}"), "subject": offer.subject}
        return self._prompt(visit, Prompted("already_sent", lines, facts))

    def _pause(self, visit: Visit, opened: Open) -> Step:
        question = opened.interview.current
        spot = opened.interview.showing.spot(question) if question else None
        visit = _asking(replace(visit, open=replace(opened, paused=True)), ())
        return Step(visit, (Told("paused", {"spot": spot}),))

    def _resume(self, visit: Visit) -> Step:
        opened = visit.open
        if opened is None:
            return self._menu(visit)
        tag = opened.interview.tag
        what = ["go", "review", "other" if len(visit.offers) > 1 else "later"]
        lines = tuple(MenuLine(self.words(f"menu.resume_{w}"), f"r.{tag}.{w}") for w in what)
        question = opened.interview.current
        spot = opened.interview.showing.spot(question) if question else None
        facts = {**self._about(visit, opened), "spot": spot}
        return self._prompt(visit, Prompted("resume", lines, facts))

    def _submit(self, visit: Visit) -> Step:
        opened = visit.open
        if opened is None:
            return self._menu(visit, Told("nothing_to_submit"))
        if opened.interview.current is not None:
            refused = Refused("not_finished", again=True)
            return self.heard(_unpaused(visit, opened), [refused, *opened.interview.ask()])
        said = Told("submitted", self._about(visit, opened))
        handed_in = replace(opened, state=assessment.after(opened.state, "submit"))
        left = tuple(offer for offer in visit.offers if not opened.answers(offer))
        visit = replace(visit, open=handed_in, offers=left)
        if all(offer.state == "submitted" for offer in left):
            return Step(_asking(visit, ()), (said,), moves=("submit",))
        menu = self._menu(visit, said)
        return replace(menu, moves=("submit",))

    # ---- small things

    def heard(self, visit: Visit, events: Sequence[DeskEvent]) -> Step:
        """Events of the form; when it is complete, the summary with what can be done."""
        opened = visit.open
        if opened is None or not isinstance(events[-1], Finished):
            return Step(_asking(visit, ()), tuple(events))
        summed = self._summed(opened, events[-1])
        return Step(_asking(visit, summed.lines), (*events[:-1], summed))

    def _summed(self, opened: Open, finished: Finished) -> Summed:
        tag = opened.interview.tag
        lines = [MenuLine(self.words("menu.submit"), f"z.{tag}.submit")]
        for spot, _, _ in finished.weak[:3]:
            label = self.words("menu.edit", number=spot.number)
            lines.append(MenuLine(label, f"z.{tag}.edit.{spot.number}"))
        lines.append(MenuLine(self.words("menu.review"), f"z.{tag}.review"))
        pack = opened.form.pack
        official = pack.official if pack else True
        language = opened.interview.sheet.language or opened.form.language
        return Summed(finished, opened.form.title, official, language, tuple(lines))

    def _line(self, offer: Offer) -> MenuLine:
        title = self.words(f"title.{offer.title}")
        label = offer.subject if offer.neighbour else f"{title} · {offer.subject}"
        return MenuLine(label, offer.press, self.words(f"offer.{offer.state or 'new'}"))

    def _about(self, visit: Visit, opened: Open) -> dict[str, object]:
        title = self.words(f"title.{opened.title}")
        return {"title": title, "subject": opened.subject, "year": visit.year}

    def _prompt(self, visit: Visit, prompt: Prompted, *before: DeskEvent) -> Step:
        return Step(_asking(visit, prompt.lines), (*before, prompt))


def _asking(visit: Visit, lines: tuple[MenuLine, ...]) -> Visit:
    if visit.person.asking == lines:
        return visit
    return replace(visit, person=replace(visit.person, asking=lines))


def _unpaused(visit: Visit, opened: Open) -> Visit:
    return replace(visit, open=replace(opened, paused=False))
