"""Around the form: consent, the name, choosing what to answer, pausing, and handing in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from flows import announcement, assessment, counters, invited, menus, proxy, wording
from flows.assessment import EDITABLE
from flows.commands import Command
from flows.events import DeskEvent, Finished, MenuLine, Prompted, Refused, Told
from flows.questions import NotUnderstood
from flows.replies import Reply
from flows.vietnamese import clean
from flows.visit import (
    Errand,
    Offer,
    Open,
    Person,
    Step,
    Visit,
    language_after,
    now_spoken,
    wants_offers,
)
from flows.wording import Words

__all__ = ["CONSENT", "Offer", "Open", "Person", "Reception", "Step", "Visit", "wants_offers"]

CONSENT = "2026-1"  # which consent text was shown; a new text asks anew
NAME_LONGEST = 60


class Reception:
    """Hears one reply of one visit. `words` speaks the person's language."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._acts: Mapping[str, Callable[[Visit, str], Step]] = {
            "o": self._open,
            "l": self._neighbours,
            "m": lambda visit, _: self._menu(visit),
            "r": self._resumed,
            "z": self._closing,
            "b": self._take_back,
            "c": lambda visit, _: self._go_on(visit, Told("already_agreed")),
        }

    def hear(self, visit: Visit, reply: Reply) -> Step:
        """What comes of one reply, wherever the person stands."""
        command = visit.command(reply)
        if command and command.name == "language":
            form = visit.open.form if visit.open else None
            after = language_after(visit.person.language, form)
            return self._speak(visit, command.language or after)
        way_in = invited.step(self.words, visit, reply, command)
        if way_in is not None:
            return way_in
        if visit.person.consent != CONSENT:
            return self._consent(visit, reply, command)
        if not visit.person.name:
            return self._name(visit, reply, command)
        if visit.open and visit.open.state not in EDITABLE:
            return self._sent_by_another(replace(visit, open=None), reply)
        if reply.press and not reply.press.startswith("q."):
            return self._act(visit, reply.press)
        return self._words(visit, reply, command)

    def begun(self, visit: Visit) -> Step:
        """The form just opened: say whose it is, and ask its first question."""
        opened = visit.open
        if opened is None:
            return self._menu(visit)
        fact = Told("opened", menus.about(self.words, visit, opened))
        return self.heard(visit, [fact, *opened.interview.ask()])

    def enrolled(self, visit: Visit) -> Step:
        """The name of somebody new is kept: say so, and show what may be answered."""
        return self._menu(visit, Told("name_kept", {"name": visit.person.name}))

    def heard(self, visit: Visit, events: Sequence[DeskEvent]) -> Step:
        """Events of the form; when it is complete, the summary with what can be done."""
        opened = visit.open
        if opened is None or not isinstance(events[-1], Finished):
            return Step(_asking(visit, ()), tuple(events))
        summed = menus.summed(self.words, opened, events[-1])
        return Step(_asking(visit, summed.lines), (*events[:-1], summed))

    # ---- words typed

    def _words(self, visit: Visit, reply: Reply, command: Command | None) -> Step:
        name = command.name if command else ""
        if name == "start":
            return self._resume(visit) if visit.open else self._menu(visit)
        if name == "submit":
            return self._submit(visit)
        if name == "mine":
            return Step(visit, (), errand=Errand("me"))
        if name in ("mute", "unmute"):
            return Step(visit, (), errand=announcement.muting(name))
        if visit.person.asking and not reply.press:
            answered = self._answered(visit, reply, command)
            if answered is not None:
                return answered
        if visit.open is None:
            return self._desk(visit, reply, name)
        if name == "pause":
            return self._pause(visit, visit.open)
        if visit.open.paused and not reply.press:
            return self._after_pause(visit, visit.open, reply, name)
        return self._form(visit, visit.open, reply)

    def _after_pause(self, visit: Visit, opened: Open, reply: Reply, name: str) -> Step:
        """Only the word for it goes on at once; it is no answer, whatever the question offers."""
        if name == "resume":
            return self.heard(_unpaused(visit, opened), opened.interview.ask())
        return self._resume(visit, *_not_taken(reply))

    def _desk(self, visit: Visit, reply: Reply, name: str) -> Step:
        """Nothing in hand: a press of a form already handed in, or a word for the menu.

        The word for going on leads to what one was reminded of.
        """
        if name == "resume":
            return Step(visit, (), errand=Errand("tp"))
        said = (Told("form_is_closed"),) if reply.press else _not_taken(reply)
        return self._menu(visit, *said)

    def _form(self, visit: Visit, opened: Open, reply: Reply) -> Step:
        return self.heard(_unpaused(visit, opened), opened.interview.hear(reply))

    def _answered(self, visit: Visit, reply: Reply, command: Command | None) -> Step | None:
        """The menu line that was meant, or the menu once more; None when the form is meant."""
        lines = visit.person.asking
        if command and command.name == "help":
            return Step(visit, (Prompted("help.menu", lines),))
        try:
            line = menus.meant(lines, reply)
        except NotUnderstood as no:
            if command and (visit.open or command.name == "resume"):
                return None
            return Step(visit, (Refused(no.reason, {**no.facts, "menu": lines}),))
        return self._act(visit, line.press, reply if menus.is_slot(line) else None)

    # ---- what a menu line does

    def _act(self, visit: Visit, press: str, typed: Reply | None = None) -> Step:
        """Do what a line carries; what is not about forms is an errand, with what was typed."""
        verb, _, rest = press.partition(".")
        act = self._acts.get(verb)
        if act:
            return act(visit, rest)
        said = (clean(typed.text), typed.attachments) if typed else ("", ())
        return Step(visit, (), errand=Errand(verb, rest, *said))

    def refused_errand(self, visit: Visit) -> Step:
        """Somebody may not do that here, or it is not there: nothing more is said."""
        return self._after_errand(visit, Told("not_here"))

    def offered(self, visit: Visit, offer: Offer) -> Step:
        """Take the form in hand, or say first what has to be said or asked about it."""
        if offer.state in assessment.HANDED_IN or offer.state == "withdrawn":
            return self._prompt(visit, menus.already_sent(self.words, offer))
        if offer.neighbour and not offer.asked and offer.state in {"", "registered"}:
            return self._prompt(visit, proxy.how(self.words, offer))
        return Step(_asking(visit, ()), (), start=offer)

    def taken_back(self, visit: Visit, offer: Offer) -> Step:
        """Take back a form that was handed in or withdrawn, to change it."""
        if not assessment.leads_on(offer.state, "reopen"):
            return self.offered(visit, offer)
        return Step(_asking(visit, ()), (), moves=("reopen",), start=offer)

    def errand_done(self, visit: Visit, events: Sequence[DeskEvent]) -> Step:
        """What came of an errand; without a choice to make, the forms are shown after it."""
        last = events[-1] if events else None
        if isinstance(last, Prompted):
            return Step(_asking(visit, last.lines), tuple(events))
        if isinstance(last, Refused):
            return Step(visit, tuple(events))
        return self._after_errand(visit, *events)

    def aside(self, visit: Visit, events: Sequence[DeskEvent]) -> Step:
        """Something was said in between: what stood open here is asked once more."""
        if visit.person.asking:
            return Step(visit, (*events, Prompted("go_on_here", visit.person.asking)))
        return self._go_on(visit, *events)

    def _after_errand(self, visit: Visit, *said: DeskEvent) -> Step:
        """The forms; before them what somebody new is asked, for an invitation comes first."""
        is_known = visit.person.consent == CONSENT and visit.person.name
        return self._menu(visit, *said) if is_known else self._go_on(visit, *said)

    def _open(self, visit: Visit, rest: str) -> Step:
        offer = _offer(visit, rest)
        if offer is None:  # not on the list, which does not name everybody
            return Step(visit, (), errand=Errand("of", rest))
        return self.offered(visit, offer)

    def _take_back(self, visit: Visit, rest: str) -> Step:
        offer = _offer(visit, rest)
        if offer is None:
            return Step(visit, (), errand=Errand("ob", rest))
        return self.taken_back(visit, offer)

    def _neighbours(self, visit: Visit, page: str) -> Step:
        if not any(offer.neighbour for offer in visit.offers):
            return self._menu(visit, Told("not_for_you"))
        return self._prompt(visit, menus.neighbours(self.words, visit.offers, page))

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
        tag, _, what = rest.partition(".")
        opened = visit.open
        if opened is None or opened.interview.tag != tag:
            return self._menu(visit, Told("form_is_closed"))
        if what == "submit":
            return self._submit(visit)
        verb, _, number = what.partition(".")
        word = f"sửa {number}" if verb == "edit" and number else "xem lại"
        return self._form(visit, opened, Reply(word))

    # ---- the stations

    def _consent(self, visit: Visit, reply: Reply, command: Command | None) -> Step:
        lines = menus.consent(self.words, CONSENT)
        press = reply.press
        if not press and visit.person.asking == lines:
            try:
                is_help = command is not None and command.name == "help"
                press = lines[-1].press if is_help else menus.agreed(self.words, lines, reply)
            except NotUnderstood as no:
                return self._ask_consent(visit, Refused(no.reason, no.facts, again=True))
        for what, line in zip(menus.CONSENTS, lines, strict=True):
            if press == line.press:
                return self._consented(visit, what)
        return self._ask_consent(visit, *_not_taken(reply))

    def _consented(self, visit: Visit, what: str) -> Step:
        if what == "more":
            return self._ask_consent(visit, Told("consent_more", {"commune": visit.commune}))
        if what == "no":
            lines = menus.consent(self.words, CONSENT)
            return Step(_asking(visit, lines), (Told("declined"),))
        person = replace(visit.person, consent=CONSENT, asking=())
        return self._go_on(replace(visit, person=person), Told("agreed"))

    def _ask_consent(self, visit: Visit, *before: DeskEvent) -> Step:
        """The whole text first; after a remark on it, only its question."""
        lines = menus.consent(self.words, CONSENT)
        key = "consent_again" if before and visit.person.asking == lines else "consent"
        facts = {"commune": visit.commune, "year": visit.year}
        return self._prompt(visit, Prompted(key, lines, facts), *before)

    def _name(self, visit: Visit, reply: Reply, command: Command | None) -> Step:
        """Whoever comes without being on the list is asked for a name, nothing else."""
        name = " ".join(clean(reply.text).split())
        if reply.attachments or not name:
            return Step(_asking(visit, ()), (*_not_taken(reply), Told("ask_name")))
        if len(name) > NAME_LONGEST:
            return Step(visit, (Told("name_too_long"),))
        if command or not _is_a_name(name):
            return Step(visit, (Told("not_a_name"),))
        person = replace(visit.person, name=name)
        return Step(replace(visit, person=person), (), enrols=True)

    def _menu(self, visit: Visit, *before: DeskEvent) -> Step:
        lines = (*menus.forms(self.words, visit.offers, visit.year), *self._counters(visit))
        if not lines:
            return Step(_asking(visit, ()), (*before, Told("nothing_to_answer")))
        return self._prompt(visit, Prompted("choose", lines), *before)

    def _counters(self, visit: Visit) -> tuple[MenuLine, ...]:
        return counters.lines(self.words, visit.person.holdings)

    def _resume(self, visit: Visit, *before: DeskEvent) -> Step:
        if visit.open is None:
            return self._menu(visit, *before)
        return self._prompt(visit, menus.resume(self.words, visit, visit.open), *before)

    def _pause(self, visit: Visit, opened: Open) -> Step:
        visit = _asking(replace(visit, open=replace(opened, paused=True)), ())
        return Step(visit, (Told("paused", {"spot": menus.spot(opened)}),))

    def _submit(self, visit: Visit) -> Step:
        opened = visit.open
        if opened is None:
            return self._menu(visit, Told("nothing_to_submit"))
        if opened.interview.current is not None:
            refused = Refused("not_finished", again=True)
            return self.heard(_unpaused(visit, opened), [refused, *opened.interview.ask()])
        said = Told(f"submitted_{opened.goes_to}", menus.about(self.words, visit, opened))
        handed_in = replace(opened, state=assessment.after(opened.state, "submit"))
        left = tuple(offer for offer in visit.offers if not opened.answers(offer))
        visit = replace(visit, open=handed_in, offers=left)
        is_all = all(offer.state in assessment.HANDED_IN for offer in left)
        if is_all and not self._counters(visit):
            return Step(_asking(visit, ()), (said,), moves=("submit",))
        return replace(self._menu(visit, said), moves=("submit",))

    def _sent_by_another(self, visit: Visit, reply: Reply) -> Step:
        """Somebody else who may answer the form in hand has handed it in meanwhile."""
        about_the_form = reply.press.startswith("q.") or not (reply.press or visit.person.asking)
        if about_the_form:
            return self._menu(visit, Told("form_is_sent"))
        return self.hear(visit, reply)

    # ---- the language, and where to go on after something said in between

    def _speak(self, visit: Visit, code: str) -> Step:
        """Go on in another language, from where the person stands."""
        person = replace(visit.person, language=code)
        opened = visit.open.in_language(code) if visit.open else None
        changed = replace(visit, person=person, open=opened)
        return Reception(wording.words(code, person.you))._go_on(changed, now_spoken(code))

    def _go_on(self, visit: Visit, *said: DeskEvent) -> Step:
        """Say something, then ask what stands open here once more."""
        opened, person = visit.open, visit.person
        if person.consent != CONSENT:
            return self._ask_consent(_asking(visit, ()), *said)
        if not person.name:
            return Step(_asking(visit, ()), (*said, Told("ask_name")))
        if opened is None or opened.state not in EDITABLE:
            return self._menu(replace(visit, open=None), *said)
        if opened.paused or _is_a_choice_of_forms(person):
            return self._resume(visit, *said)
        return self.heard(visit, [*said, *opened.interview.ask()])

    def _prompt(self, visit: Visit, prompt: Prompted, *before: DeskEvent) -> Step:
        return Step(_asking(visit, prompt.lines), (*before, prompt))


def _is_a_choice_of_forms(person: Person) -> bool:
    """Whether the menu that was shown leads away from the form in hand."""
    return bool(person.asking) and not person.asking[0].press.startswith("z.")


def _is_a_name(text: str) -> bool:
    """Letters without figures: a number typed once too often is nobody's name."""
    has_letters = sum(map(str.isalpha, text)) > 1
    return has_letters and not any(map(str.isdigit, text)) and not set(text) & set("/?@<>=")


def _not_taken(reply: Reply) -> tuple[Told, ...]:
    """What has to be said when something was sent that no question asked for."""
    sent = reply.attachments[:1]
    return tuple(Told("not_taken_here", {"sent": attachment.kind}) for attachment in sent)


def _offer(visit: Visit, rest: str) -> Offer | None:
    return next((offer for offer in visit.offers if offer.press == f"o.{rest}"), None)


def _asking(visit: Visit, lines: tuple[MenuLine, ...]) -> Visit:
    if visit.person.asking == lines:
        return visit
    return replace(visit, person=replace(visit.person, asking=lines))


def _unpaused(visit: Visit, opened: Open) -> Visit:
    return replace(visit, open=replace(opened, paused=False))
