"""What one assessment claims, line by line, as those who verify it look at it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from flows import answers, wording
from flows.forms.addresses import COUNTS
from flows.forms.model import Form, Question
from flows.interview import Interview
from flows.levels import TargetResult
from flows.questions import CONTENTS
from flows.scoring import IndicatorScore, spoken


@dataclass(frozen=True, slots=True)
class Claim:
    """One line: what is asked, what is claimed, and what backs it.

    `name` is that of the indicator or target, of the question for a line that is not judged. It has
    a `number`, or a `letter` when it is about the respondent; neither when it is not asked now.
    `value` is stored, `shown` is how people read it, `why` says why it differs from what was known.
    `path` is "" when the line is worked out from the answers in `parts`. `evidence` are keys of
    kept contents; evidence given in words is `evidence_text`. `evidence_path` is "" while none is
    asked for.

    `points`, `most` and `least` belong to indicators and are None elsewhere (`least` also where
    none is asked); `holds` belongs to targets. `applies` is False when the line does not count.
    """

    name: str
    number: int | None
    letter: str
    heading: str
    text: str
    value: str
    shown: str
    path: str
    why: str = ""
    points: float | None = None
    most: float | None = None
    least: float | None = None
    applies: bool = True
    holds: bool | None = None
    evidence: tuple[str, ...] = ()
    evidence_text: str = ""
    evidence_path: str = ""
    parts: tuple["Claim", ...] = ()

    @property
    def asks(self) -> tuple[str, ...]:
        """The paths of the questions to ask again when this line is returned, without evidence."""
        return (self.path,) if self.path else tuple(part.path for part in self.parts)


def claims(
    form: Form, kept: Mapping[str, str], now: datetime, language: str = ""
) -> tuple[Claim, ...]:
    """A line for each indicator or target, in their order. `now` carries the time zone."""
    return _Reading(form, kept, now, language).judged


def about(
    form: Form, kept: Mapping[str, str], now: datetime, language: str = ""
) -> tuple[Claim, ...]:
    """A line for each question that is asked and stands in no other line: the respondent's
    profile, and whatever is not judged."""
    return tuple(_Reading(form, kept, now, language).others())


def lines(form: Form, kept: Mapping[str, str], now: datetime, language: str = "") -> list[Claim]:
    """All of them; answers that a line is worked out from stand before it as lines of their own."""
    reading = _Reading(form, kept, now, language)
    parts = [part for line in reading.judged for part in line.parts]
    return [*reading.others(), *parts, *reading.judged]


class _Reading:
    """One session, read for its lines."""

    def __init__(self, form: Form, kept: Mapping[str, str], now: datetime, language: str) -> None:
        session = Interview(form, kept, now=now, language=language)
        self.form = form
        self.photos_of = session.photos_of
        self.sheet = session.sheet
        self.showing = session.showing
        self._whys = {asked: why for why, asked in form.reasons.items()}
        self.judged = tuple(self._judged())

    def others(self) -> Iterator[Claim]:
        elsewhere = {path for line in self.judged for path in (*line.asks, line.evidence_path)}
        for question in self.showing.asked_for():
            is_roster = question.path.startswith(COUNTS)  # it only asks for one more member
            known = question.path in elsewhere or question.name in self.form.reasons
            if not (is_roster or known):
                yield self._answer(question)

    def _judged(self) -> Iterator[Claim]:
        end = self.showing.finished()
        for criterion in end.score.criteria if end.score else ():
            yield from map(self._indicator, criterion.indicators)
        for level in end.levels.levels if end.levels else ():
            yield from map(self._target, level.targets)

    def _indicator(self, one: IndicatorScore) -> Claim:
        line = self._line(one)
        return replace(line, points=one.points, most=one.most, least=one.least, applies=one.applies)

    def _target(self, one: TargetResult) -> Claim:
        return replace(self._line(one), holds=one.holds)

    def _line(self, one: IndicatorScore | TargetResult) -> Claim:
        heading = spoken(one.label, self.sheet.language, one.name)
        question = self.form.by_name.get(one.question)
        line = self._answer(question) if question else self._worked_out(one.name)
        line = replace(line, name=one.name, heading=heading)
        backing = self.form.by_name.get(one.evidence)
        return self._backed(line, backing) if backing else line

    def _answer(self, question: Question) -> Claim:
        """The line of one question; photos and files that answer it, or show it, are its
        evidence."""
        spot, value = self.showing.spot(question), self.sheet.text(question.path)
        member = spot.members[-1] if spot.members else None
        line = Claim(
            name=question.name,
            number=spot.number,
            letter=spot.letter,
            heading=f"{member.label} {member.number}" if member else spot.heading,
            text=self.sheet.say(question.label, question.path),
            value=value,
            shown=answers.shown(wording.words(wording.SOURCE), self.showing.shown(question, value)),
            path=question.path,
            why=self.sheet.by_name(self._whys.get(question.name, "")),
        )
        if question.kind == "barcode":
            return replace(line, evidence=self.photos_of(question.path))
        return self._backed(line, question) if question.kind in CONTENTS else line

    def _backed(self, line: Claim, backing: Question) -> Claim:
        value = self.sheet.text(backing.path)
        path = backing.path if self.sheet.relevant(backing.path) else ""
        if backing.kind in CONTENTS:
            return replace(line, evidence=tuple(value.split()), evidence_path=path)
        return replace(line, evidence_text=value, evidence_path=path)

    def _worked_out(self, name: str) -> Claim:
        """The line of an indicator or target that no single question answers."""
        parts = tuple(self._answer(question) for question in _sources(self.form, name))
        asked = tuple(part for part in parts if self.sheet.relevant(part.path))
        return Claim(name, None, "", "", text="", value="", shown="", path="", parts=asked)


def _sources(form: Form, name: str) -> list[Question]:
    """The questions whose answers decide an indicator or a target, in their order.

    What members of a roster answered has lines of its own, member by member.
    """
    at = {one.name: one.points_at for one in form.score.indicators} if form.score else {}
    at |= {one.name: one.holds_at for one in form.levels.targets} if form.levels else {}
    questions = {question.path: question for question in form.questions}
    waiting, seen = [form.paths[at[name]]], set[str]()
    while waiting:
        reader = waiting.pop()
        read = {path for path, readers in form.dependents.items() if reader in readers} - seen
        seen |= read
        waiting += [path for path in read if path not in questions]
    asked = [question for path, question in questions.items() if path in seen]
    return [question for question in asked if question.path not in form.repeat_of]
