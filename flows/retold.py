"""Stored answers in words: each with its question, whether it is still asked or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flows import answers, scoring
from flows.forms.addresses import COUNTS
from flows.forms.model import Form
from flows.interview import Interview
from flows.questions import Sent
from flows.session import SCANNED
from flows.wording import Words


@dataclass(frozen=True, slots=True)
class Retold:
    """One answer. `mark` is how people name the question ("4", "a"), "" when it is not asked now.

    `question` is its text in the form; what is no question of it was filled in by the program.
    """

    ref: str
    mark: str
    question: str
    shown: str


class Teller:
    """Tells the answers of one session of `form`. `now` carries the time zone."""

    def __init__(self, form: Form, kept: Mapping[str, str], now: datetime, language: str) -> None:
        self._session = Interview(form, kept, now=now, language=language)
        rows = self._session.sheet.lineup.rows()
        self._questions = {question.path: question for question in rows}
        self._place = {path: at for at, path in enumerate(self._questions)}
        self._form = form

    def tell(self, words: Words, ref: str, value: str) -> Retold:
        """The answer `value` to the question at `ref`, or the photos of the code there."""
        question = self._questions.get(ref.removeprefix(SCANNED))
        if question is None:
            name = words("copy.filled_in", name=ref.rpartition("/")[2])
            return Retold(ref, "", name, value)
        showing, sheet = self._session.showing, self._session.sheet
        spot = showing.spot(question)
        mark = str(spot.number) if spot.number is not None else spot.letter
        mark += "".join(f".{member.number}" for member in spot.members)
        shown = answers.shown(words, showing.shown(question, value))
        if ref.startswith(COUNTS):
            shown = value.partition("~")[0].rstrip("+")  # how many members
        if ref.startswith(SCANNED):
            shown = answers.shown(words, Sent(len(value.split())))
        return Retold(ref, mark, sheet.say(question.label, question.path), shown)

    def asks(self, ref: str) -> bool:
        """Whether the form has such a question."""
        return ref in self._questions

    def order(self, ref: str) -> int:
        """Where the question stands in the form; what is no question of it comes last."""
        place = self._place
        return place.get(ref.removeprefix(SCANNED), len(place) * 2)

    def line(self, indicator: str) -> str:
        """What people call a judged line; its bare name when the form has no label for it."""
        judged = self._form.indicators.get(indicator) or self._form.targets.get(indicator)
        label = judged.label if judged else {}
        return scoring.spoken(label, self._session.sheet.language, indicator)
