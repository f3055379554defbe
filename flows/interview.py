"""The interview: what to ask next, take a reply, go back, jump, leave off and resume.

A session is a flat dict of answers by path. Where it stands follows from it: the first relevant
question without a sound answer. Three kinds of keys stand beside the answers: "#at" is a question
the person went back to, "?<path>" a computed default nobody has confirmed yet, and an answer of ""
is a question passed over. Answers this version of the form has no place for are carried along.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random

from flows import commands, vietnamese
from flows.commands import Command
from flows.events import (
    Answered,
    Event,
    Helped,
    Noted,
    Refused,
    Reviewed,
    Skipped,
)
from flows.forms.model import Form, Question
from flows.presses import Press
from flows.questions import KINDS, NotUnderstood
from flows.replies import Attachment, Reply
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
        self._carried = {k: v for k, v in kept.items() if k not in fitting and k != AT}
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
            follows = any(read.path in self.form.known for read in expression.reads(path))
            if follows and PREFILLED + path in self._prefilled:
                self._prefilled[PREFILLED + path] = self.sheet.default(path, expression)

    @property
    def kept(self) -> dict[str, str]:
        """The session as a flat dict, to be stored and given back."""
        at = {AT: self._at} if self._at else {}
        return {**self._carried, **self._answers, **self._prefilled, **at}

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
        """More photos of an album whose first one answered the question `name`."""
        question = self.form.by_name[name]
        more, refused = self._read(question, Reply(attachments=tuple(files)))
        if not more:
            return self._again(refused) if refused else self.ask()
        keys = dict.fromkeys([*self._answers.get(question.path, "").split(), *more.split()])
        events = self._write(question, " ".join(keys))
        return [replace(refused, again=True), *events] if refused else events

    def review(self) -> Reviewed:
        """Every question that is asked for, with what stands there."""
        lines = (
            self.showing.line(question, self._answers.get(question.path))
            for question in self.showing.asked_for()
            if question.name not in self.form.evidence_for
        )
        return Reviewed(tuple(lines))

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
            case "keep" if question and self.sheet.text(question.path):
                return self._write(question, self.sheet.text(question.path))
            case "resume":
                self._at = ""
                return self.ask()
            case "help":
                return self._help(question) if question else None
            case _:
                return None

    def _back(self, question: Question | None) -> list[Event]:
        end = question.index if question else len(self.form.questions)
        asked_for = self.showing.asked_for()
        before = [q for q in asked_for if q.path in self._answers and q.index < end]
        if not before:
            return self._again(Refused("nothing_before"))
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

    def _skip(self, question: Question) -> list[Event]:
        """Leave the question as it stands: with what is there already, or blank if it may be."""
        standing = self.sheet.text(question.path)
        if standing and self.sheet.keeps_constraint(question.path):
            return self._write(question, standing)
        if self.sheet.required(question.path):
            facts = {"message": self.showing.message(question, required=True)}
            return [Refused("required", facts, self.showing.asked(question))]
        spot = self.showing.spot(question)
        self._keep(question, "")
        return [Skipped(spot), *self.ask()]

    def _help(self, question: Question) -> list[Event]:
        return [Helped(self.showing.asked(question), self.showing.help(question))]

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
        asked = self.showing.asked(question)
        try:
            return KINDS[question.kind].read(asked.asking, reply, self._today), None
        except NotUnderstood as no:
            # Of several photos some are good: those are not lost for the sake of the others.
            return str(no.facts.get("kept", "")), Refused(no.reason, no.facts, asked)

    def _write(self, question: Question, value: str) -> list[Event]:
        """Keep the answer if the form accepts it, and go on."""
        relevant = self.sheet.relevant
        before = [path for path, kept in self._answers.items() if kept and relevant(path)]
        shown = self.showing.shown(question, value)
        if not self.sheet.take(question.path, value):
            facts = {"message": self.showing.message(question), "shown": shown}
            return [Refused("constraint", facts, self.showing.asked(question))]
        self._keep(question, value)
        closed = sum(not relevant(path) for path in before)
        spot, points = self.showing.spot(question), self.showing.points(question)
        return [Answered(spot, value, shown, question.kind, points, closed), *self.ask()]

    def _keep(self, question: Question, value: str) -> None:
        self.sheet.enter(question.path, value)
        self._answers[question.path] = value
        self._prefilled.pop(PREFILLED + question.path, None)
        if self._at == question.name:
            self._at = ""

    def _is_a_label(self, question: Question, text: str) -> bool:
        """Whether a command word is also the label of a choice: then it is the choice."""
        offered = self.sheet.offered(question)
        return any(vietnamese.says(text, self.sheet.say(item.label)) for item in offered)

    # ---- where the session stands

    def _open(self) -> Iterator[Question]:
        for question in self.showing.asked_for():
            if question.path not in self._answers or not self.sheet.sound(question.path):
                yield question

    def _awaited(self, question: Question | None) -> Event:
        return self.showing.asked(question) if question else self.showing.finished()

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
