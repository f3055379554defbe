"""The interview: what to ask next, take a reply, go back, jump, leave off and resume.

A session is a flat dict of answers by path. Where it stands follows from it: the first relevant
question without a sound answer, or one that the commune returned. Four kinds of keys stand beside
the answers: "#at" is a question the person went back to, "?<path>" a computed default nobody has
confirmed yet, "!<path>" a question the commune returned (see `returns`), and an answer of "" is a
question passed over. Answers this version of the form has no place for are carried along.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random

from flows import commands, vietnamese
from flows.commands import Command
from flows.events import (
    Answered,
    Asked,
    Event,
    Helped,
    Noted,
    Refused,
    Reviewed,
    Skipped,
    Spot,
)
from flows.forms.model import Form, Question
from flows.presses import Press
from flows.questions import KINDS, NotUnderstood
from flows.replies import Attachment, Reply
from flows.returns import RETURNED as RETURNED
from flows.returns import Returns
from flows.showing import Showing
from flows.worksheet import Worksheet

AT = "#at"
PREFILLED = "?"


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
        self._at = kept.get(AT, "")
        fitting = {key: value for key, value in kept.items() if _has_place(form, key, value)}
        self._prefilled = {k: v for k, v in fitting.items() if k.startswith(PREFILLED)}
        self._answers = {k: v for k, v in fitting.items() if not k.startswith(PREFILLED)}
        self._returns = Returns.of(kept)
        ours = {AT, *fitting, *self._returns.kept}
        self._carried = {key: value for key, value in kept.items() if key not in ours}
        raw = {path.removeprefix(PREFILLED): value for path, value in self._prefilled.items()}
        chance = Random(tag)  # noqa: S311 (shuffles choices; no secret hangs on it)
        self.sheet = Worksheet(form, raw | self._answers, now, chance, language)
        self.showing = Showing(form, self.sheet, tag)

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
        self._prefilled = {PREFILLED + path: v for path, v in self.sheet.prefill().items()}
        return self

    def learn(self, known: Mapping[str, str]) -> None:
        """Take up what the program knows by now; defaults that nobody confirmed follow it.

        `known` are values by the name of the hidden node; what it does not name is not known.
        """
        for path in sorted(self.form.known):
            value = known.get(path.rpartition("/")[2], "")
            self.sheet.enter(path, value)
            self._answers[path] = value
        for path, expression in self.form.prefills:
            if path in self.form.follows and PREFILLED + path in self._prefilled:
                self._prefilled[PREFILLED + path] = self.sheet.default(path, expression)

    @property
    def kept(self) -> dict[str, str]:
        """The session as a flat dict, to be stored and given back."""
        at = {AT: self._at} if self._at else {}
        marks = self._returns.kept
        return {**self._carried, **self._answers, **self._prefilled, **marks, **at}

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
        jumped_to = self.form.by_name.get(self._at)
        if jumped_to is not None and jumped_to in self.showing.asked_for():
            return jumped_to
        return next(self._open(), None)

    def ask(self) -> list[Event]:
        """The notes before the current question and the question itself, or the end."""
        question = self.current
        return [*self._notes(question), self._awaited(question)]

    def hear(self, reply: Reply) -> list[Event]:
        """Take one reply; what happened, ending in the question (or the end) that comes next."""
        question = self.current
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
        question = self.form.by_name[name]
        more, refused = self._read(question, Reply(attachments=tuple(files)))
        if not more:
            return self._again(refused) if refused else self.ask()
        waits = question.path in self._returns.waiting
        standing = "" if waits else self._answers.get(question.path, "")
        keys = dict.fromkeys([*standing.split(), *more.split()])
        events = self._write(question, " ".join(keys))
        return [replace(refused, again=True), *events] if refused else events

    def review(self) -> Reviewed:
        """Every question that is asked for, with what stands there."""
        asked_for, about = self.showing.asked_for(), self.form.evidence_for
        waiting = [q.name for q in asked_for if q.path in self._returns.waiting]
        returned = {about.get(name, name) for name in waiting}
        lines = (
            replace(
                self.showing.line(question, self._answers.get(question.path)),
                returned=question.name in returned,
            )
            for question in asked_for
            if question.name not in about
        )
        return Reviewed(tuple(lines))

    def left(self) -> list[tuple[Spot, str]]:
        """The returned questions that still wait, in order, each with its reason."""
        waiting = self._returns.waiting
        asked_for = (q for q in self.showing.asked_for() if q.path in waiting)
        return [(self.showing.spot(question), waiting[question.path]) for question in asked_for]

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
                self._at = ""
                return self.ask()
            case "help":
                return self._help(question) if question else None
            case _:
                return None

    def _back(self, question: Question | None) -> list[Event]:
        """To the question before; while a form is corrected, to the returned one before."""
        end = question.index if question else len(self.form.questions)
        asked_for = self.showing.asked_for()
        returned = self._returns.among(asked_for)
        before = [q for q in returned or asked_for if q.path in self._answers and q.index < end]
        if not before:
            return self._again(Refused("nothing_returned_before" if returned else "nothing_before"))
        self._at = before[-1].name
        return self.ask()

    def _jump(self, command: Command) -> list[Event]:
        question = self._named(command)
        if question is None:
            return self._again(Refused("no_such_question", {"of": self.showing.count()}))
        if question.path not in self._answers and question != self.current:
            where = command.number or command.letter
            return self._again(Refused("not_yet_asked", {"number": where}))
        self._at = question.name
        return self.ask()

    def _named(self, command: Command) -> Question | None:
        """The question a person means by "sửa 5", "sửa a" or "sửa ảnh 5"."""
        for question in self.showing.asked_for():
            spot = self.showing.spot(question)
            same = (
                spot.letter == command.letter if command.letter else spot.number == command.number
            )
            if same and spot.is_evidence == (command.name == "edit_photo"):
                return question
        return None

    def _leave(self, question: Question) -> list[Event] | None:
        """Keep what stands there; None when nothing does, unless it was returned that way."""
        standing = self.sheet.text(question.path)
        if standing:
            return self._write(question, standing)
        return self._skip(question) if question.path in self._returns.waiting else None

    def _skip(self, question: Question) -> list[Event]:
        """Leave the question as it stands: with what is there already, or blank if it may be."""
        standing = self.sheet.text(question.path)
        if standing and self.sheet.keeps_constraint(question.path):
            return self._write(question, standing)
        if self.sheet.required(question.path):
            facts = {"message": self.showing.message(question, required=True)}
            return [Refused("required", facts, self._asked(question))]
        spot = self.showing.spot(question)
        self._keep(question, "")
        return [Skipped(spot, self._left(question)), *self.ask()]

    def _help(self, question: Question) -> list[Event]:
        return [Helped(self._asked(question), self.showing.help(question))]

    # ---- answers

    def _pressed(self, press: Press | None, question: Question | None) -> list[Event]:
        if press is None or press.tag != self.tag or press.question >= len(self.form.questions):
            return self._again(Refused("old_button"))
        about = self.form.questions[press.question]
        if about != question:
            return self._again(Refused("late_button", {"pressed": self.showing.spot(about)}))
        value = self._option(about, press.option)
        if value is None:
            return self._again(Refused("old_button"))
        return self._write(about, value)

    def _option(self, question: Question, at: int) -> str | None:
        """The value behind the button of option `at`; None when it is not offered now."""
        if question.kind == "acknowledge":
            return "OK"
        items = question.itemset.items if question.itemset else ()
        if at < len(items) and items[at] in self.sheet.offered(question):
            return items[at].name
        return None

    def _take(self, question: Question, reply: Reply) -> list[Event]:
        value, refused = self._read(question, reply)
        if refused is None:
            return self._write(question, value)
        return [replace(refused, again=True), *self._write(question, value)] if value else [refused]

    def _read(self, question: Question, reply: Reply) -> tuple[str, Refused | None]:
        """What the reply says, and why that is not all of it, or nothing at all."""
        asked = self._asked(question)
        try:
            return KINDS[question.kind].read(asked.asking, reply, self._today), None
        except NotUnderstood as no:
            # Of several photos some are good: those are not lost for the sake of the others.
            return str(no.facts.get("kept", "")), Refused(no.reason, no.facts, asked)

    def _write(self, question: Question, value: str) -> list[Event]:
        """Keep the answer if the form accepts it, and go on."""
        relevant = self.sheet.relevant
        before = [path for path, kept in self._answers.items() if kept and relevant(path)]
        stood, shown = self._answers.get(question.path), self.showing.shown(question, value)
        if not self.sheet.take(question.path, value):
            facts = {"message": self.showing.message(question), "shown": shown}
            return [Refused("constraint", facts, self._asked(question))]
        unchanged = question.path in self._returns.waiting and value == stood
        self._keep(question, value)
        answered = Answered(
            spot=self.showing.spot(question),
            value=value,
            shown=shown,
            kind=question.kind,
            points=self.showing.points(question),
            now_closed=sum(not relevant(path) for path in before),
            left=self._left(question),
            unchanged=unchanged,
        )
        return [answered, *self.ask()]

    def _keep(self, question: Question, value: str) -> None:
        self.sheet.enter(question.path, value)
        self._answers[question.path] = value
        self._prefilled.pop(PREFILLED + question.path, None)
        self._returns = self._returns.settled(question.path)
        if self._at == question.name:
            self._at = ""

    def _is_a_label(self, question: Question, text: str) -> bool:
        """Whether a command word is also the label of a choice: then it is the choice."""
        offered = self.sheet.offered(question)
        return any(vietnamese.says(text, self.sheet.say(item.label)) for item in offered)

    # ---- where the session stands

    def _open(self) -> Iterator[Question]:
        """What is returned, unanswered or unsound, in one order: a photo or a "why?" that a
        correction brings about follows the question it belongs to."""
        answers, returned, sound = self._answers, self._returns.reasons, self.sheet.sound
        for question in self.showing.asked_for():
            path = question.path
            if path not in answers or returned.get(path) or not sound(path):
                yield question

    def _awaited(self, question: Question | None) -> Event:
        return self._asked(question) if question else self.showing.finished()

    def _asked(self, question: Question) -> Asked:
        """The question, and in a correction why it was returned, or that it has been added."""
        asked = self.showing.asked(question)
        returned = self._returns.among(self.showing.asked_for())
        if not returned:
            return asked
        turn = sum(each.index <= question.index for each in returned)
        return replace(
            asked,
            returned=self._returns.reasons.get(question.path, ""),
            turn=(max(turn, 1), len(returned)),
            added=question not in returned and question.name != self._at,
        )

    def _left(self, question: Question) -> int | None:
        """How many returned questions still wait, after one that was returned was dealt with."""
        if question.path not in self._returns.reasons:
            return None
        return self._returns.left(self.showing.asked_for())

    def _again(self, refused: Refused) -> list[Event]:
        """Refuse, and put the question once more, without the notes that were read before it."""
        return [replace(refused, again=True), self._awaited(self.current)]

    def _notes(self, question: Question | None) -> list[Event]:
        """The relevant notes that stand between the question before this one and this one."""
        end = question.index if question else len(self.form.questions)
        notes: list[Event] = []
        for row in reversed(self.form.questions[:end]):
            if self.sheet.relevant(row.path):
                if row.kind != "note":
                    break
                notes.append(Noted(row.name, self.sheet.say(row.label, row.path)))
        return notes[::-1]


def _has_place(form: Form, key: str, value: str) -> bool:
    """Whether the form still has the question of a kept answer, and it may still hold it.

    A hidden node that the program fills in is no question, and holds what it is given.
    """
    path = key.removeprefix(PREFILLED)
    if key in form.known:
        return True
    question = form.by_name.get(path.rpartition("/")[2])
    return question is not None and question.path == path and question.may_hold(value)
