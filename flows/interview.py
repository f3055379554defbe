"""The interview: what to ask next, take a reply, go back, jump, leave off and resume.

A session is a flat dict of answers by path. Where it stands follows from it: the first relevant
question without a sound answer, or one that the commune returned. Five kinds of keys stand beside
the answers: "#at" is a question the person went back to, the page of a long list and what was asked
back, "?<path>" a computed default nobody has confirmed yet, "!<path>" a question the commune
returned (see `returns`), "@<path>" the photos of a code (see `scans`), and an answer of "" is a
question passed over. Answers this version of the form has no place for are carried along.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random

from flows import commands, doubts, member_choices, orders, rosters, second_look
from flows.commands import Command
from flows.course import Course
from flows.events import Answered, Event, Helped, Refused, Reviewed, Skipped, Spot, Told
from flows.fields import MOST_MEMBERS
from flows.forms.addresses import COUNTS
from flows.forms.model import Form, Question
from flows.leafing import Leafing
from flows.presses import Press
from flows.questions import KINDS, Display, NotUnderstood, labels, ranks
from flows.replies import Attachment, Reply
from flows.roster_moves import Moves
from flows.scans import Scans
from flows.session import PREFILLED, SCANNED, Session
from flows.showing import Showing
from flows.worksheet import Worksheet


class Interview:
    """One session of `form` over the answers kept so far.

    `tag` names the session and the form's version in button payloads, so that a button of another
    session, or of another version, answers nothing. `now` carries the time zone.
    """

    def __init__(
        self,
        form: Form,
        kept: Mapping[str, str],
        *,
        now: datetime,
        language: str = "",
        tag: str = "",
    ) -> None:
        self.form = form
        self.tag = tag
        self._today = now.date()
        self._session = Session(form, kept)
        self._spread(now, language)

    def _spread(self, now: datetime, language: str) -> None:
        """Fill the form in with what is kept."""
        chance = Random(self.tag)  # noqa: S311 (shuffles choices; no secret hangs on it)
        self.sheet = Worksheet(self.form, self._session.raw, now, chance, language)
        self.showing = Showing(self.form, self.sheet, self.tag)
        self._course = Course(self._session, self.showing)
        self._scans = Scans(self._session, self.showing)
        self._leafing = Leafing(self._session, self._course)

    @classmethod
    def begin(
        cls,
        form: Form,
        known: Mapping[str, str],
        *,
        now: datetime,
        language: str = "",
        tag: str = "",
    ) -> "Interview":
        """A new session. `known` are answers by question name that need not be asked."""
        kept = {form.paths[name]: value for name, value in known.items() if name in form.paths}
        self = cls(form, kept, now=now, language=language, tag=tag)
        self._session.take_up(self.sheet.prefill(), ())
        self._stamp("start")
        self._stamp("today")
        self._note()
        return self

    def learn(self, known: Mapping[str, str]) -> None:
        """Take up what the program knows by now; defaults that nobody confirmed follow it.

        `known` are values by the name of the hidden node; what it does not name is not known.
        """
        for path in sorted(self.form.known):
            value = known.get(path.rpartition("/")[2], "")
            self.sheet.enter(path, value)
            self._session.answers[path] = value
        prefilled, unasked = self._session.prefilled, self.form.unasked
        for path, expression in self.form.prefills:
            nodes = self.sheet.growth.standing(path) if path in self.form.follows else ()
            for at in [node.address for node in nodes]:
                if PREFILLED + at in prefilled or path in unasked:
                    self._session.take_up({at: self.sheet.default(at, expression)}, ())
        self._note()

    @property
    def kept(self) -> dict[str, str]:
        """The session as a flat dict, to be stored and given back."""
        return self._session.kept

    def goes_on(self, form: Form, kept: Mapping[str, str], now: datetime, language: str) -> bool:
        """Whether this session is what those would be rebuilt into; if so, it takes up `now`.

        On another day it is not: what an expression made of today would be stale.
        """
        same = self.form is form and self.sheet.language == language and self.kept == kept
        if same and self._today == now.date():
            self.sheet.world.now = now
            return True
        return False

    @property
    def current(self) -> Question | None:
        """The question that awaits an answer; None when the form is complete."""
        return self._course.current()

    def ask(self) -> list[Event]:
        """The notes before the current question and the question itself, or the end."""
        question = self.current
        return [*self._course.notes(question), self._course.awaited(question)]

    def hear(self, reply: Reply) -> list[Event]:
        """Take one reply; what happened, ending in the question (or the end) that comes next."""
        question = self.current
        reply = self._session.settled(question, reply)
        if reply.press:
            return self._pressed(Press.parse(reply.press), question)
        command = None if reply.attachments else commands.command(reply.text)
        if command and not (question and self._is_a_label(question, reply.text)):
            obeyed = self._obey(command, question)
            if obeyed is not None:
                return obeyed
        return self._take(question, reply) if question else self.ask()

    def add_files(self, name: str, files: Sequence[Attachment]) -> list[Event]:
        """More photos of an album whose first one answered the question `name`.

        Where the commune returned the photos that stand there, the new ones take their place.
        """
        question = self.sheet.lineup.named(name)
        if question is None:
            return self.ask()
        if seen := self._scans.more(question, tuple(files)):
            return [seen, *self.ask()]
        more, refused = self._read(question, Reply(attachments=tuple(files)))
        if not more:
            return self._again(refused) if refused else self.ask()
        waits = self._session.returns.waits(question.path)
        standing = "" if waits else self._session.answers.get(question.path, "")
        keys = dict.fromkeys([*standing.split(), *more.split()])
        events = self._write(question, " ".join(keys))
        return [replace(refused, again=True), *events] if refused else events

    def photos_of(self, path: str) -> tuple[str, ...]:
        """The keys of the photos that stand beside the code at `path`."""
        return tuple(self._session.photos.get(SCANNED + path, "").split())

    def review(self) -> Reviewed:
        """Every question that is asked for, with what stands there."""
        return self._course.review()

    def left(self) -> list[tuple[Spot, str]]:
        """The returned questions that still wait, in order, each with its reason."""
        return self._course.left()

    # ---- command words

    def _obey(self, command: Command, question: Question | None) -> list[Event] | None:
        """Do what a command word says; None when the word is not for the interview."""
        match command.name:
            case "back":
                return self._back(question)
            case "edit" | "edit_photo":
                return self._jump(command)
            case "review":
                return [self.review(), *self.ask()]
            case "skip":
                return self._skip(question) if question else None
            case "keep" if question:
                return self._leave(question)
            case "resume":
                self._session.at = ""
                return self.ask()
            case "help":
                return self._help(question) if question else None
            case _:
                return None

    def _back(self, question: Question | None) -> list[Event]:
        if question and rosters.is_page(question):
            return self._turned(rosters.page_before(question.path))
        before = self._course.before(question)
        if before is None:
            corrects = self._course.returned()
            return self._again(Refused("nothing_returned_before" if corrects else "nothing_before"))
        self._session.at = before.name
        return self.ask()

    def _jump(self, command: Command) -> list[Event]:
        question = self._course.named(command)
        if question is None:
            return self._again(Refused("no_such_question", {"of": self.showing.count()}))
        is_ahead = question.path not in self._session.answers and question != self.current
        if is_ahead and not rosters.is_page(question):
            where = command.number or command.letter
            return self._again(Refused("not_yet_asked", {"number": where}))
        self._session.at = question.name
        return self.ask()

    def _leave(self, question: Question) -> list[Event] | None:
        """Keep what stands there; None when nothing does, unless it was returned that way."""
        if rosters.is_page(question):
            return None
        standing = self._session.read_in(question.path) or self.sheet.text(question.path)
        if standing and not self._course.asked(question).asking.placed:
            return self._write(question, standing)
        return self._skip(question) if self._session.returns.waits(question.path) else None

    def _skip(self, question: Question) -> list[Event]:
        """Leave the question as it stands: with what is there already, or blank if it may be."""
        if rosters.is_page(question):
            return self._turned("")
        read, is_needed = self._session.read_in(question.path), self.sheet.required(question.path)
        if read and not is_needed:
            self._scans.doubt(question)
        is_unsaid = bool(read) and question.path not in self._session.answers
        standing = "" if is_unsaid else self.sheet.text(question.path)
        is_whole = not self._course.asked(question).asking.placed
        if standing and is_whole and self.sheet.keeps_constraint(question.path):
            return self._write(question, standing)
        if is_needed:
            facts = {"message": self.showing.message(question, required=True)}
            return [Refused("required", facts, self._course.asked(question))]
        spot = self.showing.spot(question)
        told = self._keep(question, "")
        return [Skipped(spot, self._course.left_after(question)), *told, *self.ask()]

    def _help(self, question: Question) -> list[Event]:
        return [Helped(self._course.asked(question), self.showing.help(question))]

    # ---- answers

    def _pressed(self, press: Press | None, question: Question | None) -> list[Event]:
        about = self._course.pressed(press) if press and press.tag == self.tag else None
        if press is None or about is None:
            return self._again(Refused("old_button"))
        if about != question:
            return self._again(Refused("late_button", {"pressed": self.showing.spot(about)}))
        if press.turn:
            return self._leafing.pressed(about, press)
        value = self._option(about, press.option)
        if value is None:
            return self._again(Refused("old_button"))
        if about.kind == "rank":
            return self._take(
                about, Reply(ranks.typed_for(self._course.asked(about).asking, value))
            )
        return self._write(about, value)

    def _option(self, question: Question, at: int) -> str | None:
        """The value behind the button of option `at`; None when it is not offered now."""
        if question.kind == "acknowledge":
            return "OK"
        if question.kind == "barcode":
            return self._scans.pressed(question, at)
        items = question.itemset.items if question.itemset else ()
        if question.itemset and question.itemset.from_members:
            return member_choices.chosen(self.sheet.offered(question), at)
        offered = self.sheet.offered(question) if at < len(items) else ()
        return next((item.name for item in offered if item.name == items[at].name), None)

    def _take(self, question: Question, reply: Reply) -> list[Event]:
        if question.mark and (said := rosters.said(question, reply)):
            return self._write(question, said)
        if seen := self._scans.sent(question, reply):
            return [seen, *self.ask()]
        if code := self._scans.confirmed(question, reply):
            return self._write(question, code)
        if turned := self._leafing.turned(question, reply):
            return turned
        value, refused = self._read(question, reply)
        if refused is None:
            return self._write(question, value)
        if not value:
            events = self._leafing.looked_for(question, reply, refused)
            self._session.doubt = doubts.of(question, events)
            return events
        return [replace(refused, again=True), *self._write(question, value)]

    def _read(self, question: Question, reply: Reply) -> tuple[str, Refused | None]:
        """What the reply says, and why that is not all of it, or nothing at all."""
        asked = self._course.asked(question)
        try:
            return KINDS[question.kind].read(asked.asking, reply, self._today), None
        except NotUnderstood as no:
            # Of several photos some are good: those are not lost for the sake of the others.
            return str(no.facts.get("kept", "")), Refused(no.reason, no.facts, asked)

    def _write(self, question: Question, value: str) -> list[Event]:
        """Keep the answer if the form accepts it, and go on."""
        if question.path.startswith(COUNTS):
            return self._obeyed(question, value)
        if orders.is_begun(self.sheet, question, value):
            return self._go_on(question, value)
        stood, shown = self._session.answers.get(question.path), self.showing.shown(question, value)
        if not self.sheet.take(question.path, value):
            return [*self._begin_anew(question), self._not_accepted(question, shown)]
        now_closed = sum(map(self._session.has_answer, self.sheet.closed()))
        unchanged = self._session.returns.waits(question.path) and value == stood
        told = self._keep(question, value)
        answered = Answered(
            spot=self.showing.spot(question),
            value=value,
            shown=shown,
            kind=question.kind,
            points=self.showing.points(question),
            now_closed=now_closed,
            left=self._course.left_after(question),
            unchanged=unchanged,
        )
        return [answered, *told, *self.ask()]

    def _not_accepted(self, question: Question, shown: Display) -> Refused:
        """Why the form does not take the answer."""
        asked = self._course.asked(question)
        if self.sheet.was_crowded:
            return Refused("too_many_members", {"most": MOST_MEMBERS}, asked)
        facts = {"message": self.showing.message(question), "shown": shown}
        return Refused("constraint", facts | {"bounds": asked.asking.bounds}, asked)

    # ---- orders

    def _go_on(self, question: Question, order: str) -> list[Event]:
        """Keep the places given so far, and ask for the rest."""
        orders.keep(self._session, self.sheet, question, order)
        return [*self._note(), self._course.awaited(self.current)]

    def _begin_anew(self, question: Question) -> list[Event]:
        """An order that the form refused leaves no first half of it behind."""
        if not orders.is_begun(self.sheet, question, self.sheet.text(question.path)):
            return []
        orders.keep(self._session, self.sheet, question, "")
        return [*self._note()]

    # ---- rosters

    def _obeyed(self, question: Question, value: str) -> list[Event]:
        """Do what was chosen on a page of a roster, or said to "one more?"."""
        done = Moves(self._session, self.sheet, self._course.pages).do(question, value)
        if done.renumbered:
            self._spread(self.sheet.world.now, self.sheet.language)
        defaults = self.sheet.prefill(done.fresh) if done.fresh else {}
        self._session.take_up(defaults, ())
        if done.fresh:
            self.sheet.appeared(done.fresh)
        told = [*second_look.told(done.gave_way, self.showing), *self._note()]
        self._stamp("end")
        return [*done.events, *told, *self.ask()]

    def _turned(self, page: str) -> list[Event]:
        """Another page, or "" for the form."""
        self._session.at = page
        return self.ask()

    def _note(self) -> list[Told]:
        """Keep what the form wrote by itself: how many members there are, computed defaults of new
        ones, rows that an answer set; what to say of answers that gave way."""
        if self.form.repeats:
            self._session.answers |= self.sheet.standings()
        written, overtaken = self.sheet.written()
        gone = self._session.take_up(written, overtaken) if written or overtaken else {}
        if self.form.locks:
            self._session.settle(self.sheet.locked)
        return second_look.told(gone, self.showing) if gone else []

    def _keep(self, question: Question, value: str) -> list[Told]:
        """Keep the answer; what to say of others that gave way to it."""
        self.sheet.enter(question.path, value)
        self._session.write(question, value)
        told = self._note()
        self._stamp("end")
        return told

    def _stamp(self, what: str) -> None:
        """Write what the form notes about itself, where it does."""
        for path, noted in self.form.stamps.items():
            if noted == what:
                now = self.sheet.world.now
                moment = now.isoformat(timespec="milliseconds")
                value = now.date().isoformat() if what == "today" else moment
                self.sheet.enter(path, value)
                self._session.answers[path] = value

    def _is_a_label(self, question: Question, text: str) -> bool:
        """Whether a command word is also the label of a choice: then it is the choice."""
        return labels.names_one(self._course.asked(question).asking, text)

    def _again(self, refused: Refused) -> list[Event]:
        """Refuse, and put the question once more, without the notes that were read before it."""
        return [replace(refused, again=True), self._course.awaited(self.current)]
