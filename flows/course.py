"""Where a session stands in its form: what comes now, what came before, and what is still open."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from flows import paging, rosters, scans
from flows.commands import Command
from flows.events import Asked, Event, Line, Reviewed, Spot
from flows.forms.addresses import COUNTS
from flows.forms.model import Question
from flows.memberlist import Pages
from flows.presses import Press
from flows.session import Session
from flows.showing import Showing


class Course:
    """Looks at a session and never changes it."""

    def __init__(self, session: Session, showing: Showing) -> None:
        self._session = session
        self._showing = showing
        self._sheet = showing.sheet
        self._tally = showing.sheet.tally
        self._form = showing.form
        self.pages = Pages(showing)

    def current(self) -> Question | None:
        """The question that awaits an answer; None when the form is complete."""
        at = self._session.at
        jumped_to = self._sheet.lineup.named(at) if at else None
        if jumped_to is not None and self._tally.asks(jumped_to.path):
            return jumped_to
        if at.startswith(COUNTS) and (page := self.pages.named(at)):
            return page
        return self._tally.first_waiting(self._waits)

    def _waits(self, question: Question) -> bool:
        """Whether it is returned, unanswered or unsound. All are asked in one order: a photo or a
        "why?" that a correction brings about follows the question it belongs to."""
        path, returned = question.path, self._session.returns
        return (
            path not in self._session.answers or returned.waits(path) or not self._sheet.sound(path)
        )

    def pressed(self, press: Press) -> Question | None:
        """What a button belongs to; None when a member has gone or was renumbered since."""
        rows = self._sheet.lineup.rows()
        if not press.mark:
            asked = self._form.questions
            return asked[press.question] if press.question < len(asked) else None
        current = self.current()
        every = (*rows, current) if current else rows
        same = (q for q in every if (q.index, q.mark) == (press.question, press.mark))
        return next(same, None)

    def returned(self) -> Sequence[Question]:
        """The questions that are asked for and were returned, dealt with or not."""
        return self._tally.among(self._session.returns.reasons)

    def before(self, question: Question | None) -> Question | None:
        """The answered question before this one, or before the end; while a form is corrected, the
        returned one."""
        among = self.returned() or self._showing.asked_for()
        end = question.order if question else None
        answered = (q for q in reversed(among) if end is None or q.order < end)
        return next((q for q in answered if q.path in self._session.answers), None)

    def named(self, command: Command) -> Question | None:
        """The question a person means by "sửa 5", "sửa a" or "sửa ảnh 5"; of a roster its list, or
        the member that "sửa 5.2" names."""
        for question in self._showing.asked_for():
            spot = self._showing.spot(question)
            same = (
                spot.letter == command.letter if command.letter else spot.number == command.number
            )
            if same and spot.is_evidence == (command.name == "edit_photo"):
                return self._page(question, command.member) if question.mark else question
        return None

    def _page(self, question: Question, member: int | None) -> Question | None:
        key = COUNTS + rosters.outer(question.path)
        if member is not None:
            return self.pages.named(f"{key}[{member}]")
        return self.pages.named(f"{key}>0") or question

    def asked(self, question: Question, numbers: Collection[int] = ()) -> Asked:
        """The question, and in a correction why it was returned, or that it has been added.

        Of a long list only the lines with these `numbers`, if any are given.
        """
        asked = (
            paging.among(self._showing, question, numbers)
            if numbers
            else paging.page(self._showing, question, self._session.view)
        )
        if read := self._session.read_in(question.path):
            asked = scans.awaiting(asked, question, read, self._showing.tag)
        if self._form.media.is_there:
            beside = self._showing.illustrations(question, asked.shown)
            asked = replace(asked, illustrations=beside)
        reasons = self._session.returns.reasons
        returned = self.returned() if reasons else ()
        if not returned:
            return asked
        turn = sum(each.order <= question.order for each in returned)
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
        """The relevant notes that stand between the question before this one and this one.

        Those before a member were read when the form asked whether there is one.
        """
        path = question.path if question else ""
        member = rosters.begun(self._form, path)
        read = self._tally.notes_before(path)
        return [self._showing.noted(row) for row in read if row.path.startswith(member)]

    def review(self) -> Reviewed:
        """Every question that is asked for, with what stands there; one line for each member."""
        backs, answers = self._form.evidence_for, self._session.answers
        waiting = {spot.name for spot, _ in self.left()}
        returned = {backs.get(name, name) for name in waiting}
        members = {rosters.outer_member(name) for name in waiting}
        lines: dict[str, Line] = {}
        for question in self._showing.asked_for():
            whose = rosters.outer_member(question.path)
            if whose and whose not in lines:
                line = self._showing.member_line(whose)
                lines[whose] = replace(line, returned=whose in members)
            elif not whose and question.name not in backs and not self._is_counted(question):
                line = self._showing.line(question, answers.get(question.path))
                lines[question.path] = replace(line, returned=question.name in returned)
        return Reviewed(tuple(lines.values()))

    def _is_counted(self, question: Question) -> bool:
        """Whether it asks for more members, where there are some."""
        roster = self._sheet.growth.rosters.get(question.path)
        return roster is not None and bool(roster.members)

    def left(self) -> list[tuple[Spot, str]]:
        """The returned questions that still wait, in order, each with its reason."""
        waiting = self._session.returns.waiting
        found = self._tally.among(waiting)
        return [(self._showing.spot(question), waiting[question.path]) for question in found]

    def left_after(self, question: Question) -> int | None:
        """How many returned questions still wait after this one; None when it was not returned."""
        returns = self._session.returns
        if question.path not in returns.reasons:
            return None
        return len(self._tally.among(returns.waiting))
