"""Where a session stands in its form: what comes now, what came before, and what is still open."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from flows.commands import Command
from flows.events import Asked, Event, Noted, Reviewed, Spot
from flows.forms.model import Question
from flows.session import Session
from flows.showing import Showing


class Course:
    """Looks at a session and never changes it."""

    def __init__(self, session: Session, showing: Showing) -> None:
        self._session = session
        self._showing = showing
        self._sheet = showing.sheet
        self._form = showing.form

    def current(self) -> Question | None:
        """The question that awaits an answer; None when the form is complete."""
        jumped_to = self._form.by_name.get(self._session.at)
        if jumped_to is not None and jumped_to in self._showing.asked_for():
            return jumped_to
        return next(self._open(), None)

    def returned(self) -> Sequence[Question]:
        """The questions that are asked for and were returned, dealt with or not."""
        return self._session.returns.among(self._showing.asked_for())

    def before(self, question: Question | None) -> Question | None:
        """The answered question before this one, or before the end; while a form is corrected, the
        returned one."""
        end = question.index if question else len(self._form.questions)
        among = self.returned() or self._showing.asked_for()
        answered = [q for q in among if q.path in self._session.answers and q.index < end]
        return answered[-1] if answered else None

    def named(self, command: Command) -> Question | None:
        """The question a person means by "sửa 5", "sửa a" or "sửa ảnh 5"."""
        for question in self._showing.asked_for():
            spot = self._showing.spot(question)
            same = (
                spot.letter == command.letter if command.letter else spot.number == command.number
            )
            if same and spot.is_evidence == (command.name == "edit_photo"):
                return question
        return None

    def asked(self, question: Question) -> Asked:
        """The question, and in a correction why it was returned, or that it has been added."""
        asked, reasons = self._showing.asked(question), self._session.returns.reasons
        returned = self.returned() if reasons else ()
        if not returned:
            return asked
        turn = sum(each.index <= question.index for each in returned)
        return replace(
            asked,
            returned=reasons.get(question.path, ""),
            turn=(max(turn, 1), len(returned)),
            added=question not in returned and question.name != self._session.at,
        )

    def awaited(self, question: Question | None) -> Event:
        """The question, or the end."""
        return self.asked(question) if question else self._showing.finished()

    def notes(self, question: Question | None) -> list[Event]:
        """The relevant notes that stand between the question before this one and this one."""
        end = question.index if question else len(self._form.questions)
        notes: list[Event] = []
        for row in reversed(self._form.questions[:end]):
            if self._sheet.relevant(row.path):
                if row.kind != "note":
                    break
                notes.append(Noted(row.name, self._sheet.say(row.label, row.path)))
        return notes[::-1]

    def review(self) -> Reviewed:
        """Every question that is asked for, with what stands there."""
        asked_for, backs = self._showing.asked_for(), self._form.evidence_for
        waiting = {spot.name for spot, _ in self.left()}
        returned = {backs.get(name, name) for name in waiting}
        answers = self._session.answers
        lines = (
            replace(self._showing.line(q, answers.get(q.path)), returned=q.name in returned)
            for q in asked_for
            if q.name not in backs
        )
        return Reviewed(tuple(lines))

    def left(self) -> list[tuple[Spot, str]]:
        """The returned questions that still wait, in order, each with its reason."""
        waiting = self._session.returns.waiting
        asked_for = (q for q in self._showing.asked_for() if q.path in waiting)
        return [(self._showing.spot(question), waiting[question.path]) for question in asked_for]

    def left_after(self, question: Question) -> int | None:
        """How many returned questions still wait after this one; None when it was not returned."""
        returns = self._session.returns
        if question.path not in returns.reasons:
            return None
        return returns.left(self._showing.asked_for())

    def _open(self) -> Iterator[Question]:
        """What is returned, unanswered or unsound, in one order: a photo or a "why?" that a
        correction brings about follows the question it belongs to."""
        answers, returned = self._session.answers, self._session.returns.reasons
        sound = self._sheet.sound
        for question in self._showing.asked_for():
            path = question.path
            if path not in answers or returned.get(path) or not sound(path):
                yield question
