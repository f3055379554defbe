"""All that is kept of one interview, taken apart by what it is, and put together again."""

from collections.abc import Callable, Iterable, Mapping

from flows.doubts import Doubt
from flows.fields import standing_of
from flows.forms import addresses
from flows.forms.addresses import COUNTS
from flows.forms.model import Form, Question
from flows.long_lists import View
from flows.replies import Reply
from flows.returns import Returns

AT = "#at"
BESIDE = "\n"
"""Parts the question a person went back to, the page of a long list, and what was asked back."""
PREFILLED = "?"
SCANNED = "@"
"""Stands before the path of a question for a code, where the photos of it are kept."""


class Session:
    """The flat dict of one session of `form`. It changes with every reply, like the worksheet.

    `answers` are by path; `prefilled` are computed defaults nobody has confirmed, by "?<path>";
    `returns` are the commune's marks; `at` names the question the person went back to, or is "";
    `photos` are those of a code by "@<path>", and what was read in them is `prefilled` until it is
    confirmed; `view` is the page of a long list that was last looked at, and `doubt` what the last
    reply was asked back about.
    """

    def __init__(self, form: Form, kept: Mapping[str, str]) -> None:
        fitting = {key: value for key, value in kept.items() if _has_place(form, key, value)}
        self.prefilled = {k: v for k, v in fitting.items() if k.startswith(PREFILLED)}
        self.photos = {k: v for k, v in fitting.items() if k.startswith(SCANNED)}
        beside = (PREFILLED, SCANNED)
        self.answers = {k: v for k, v in fitting.items() if not k.startswith(beside)}
        self.returns = Returns.of(kept)
        self.at, viewed, doubted = (kept.get(AT, "") + 2 * BESIDE).split(BESIDE)[:3]
        self.view = View.parse(viewed)
        self.doubt = Doubt.parse(doubted)
        ours = {AT, *fitting, *self.returns.kept}
        self._carried = {key: value for key, value in kept.items() if key not in ours}
        self._unasked = form.unasked

    @property
    def kept(self) -> dict[str, str]:
        """The flat dict, to be stored and given back."""
        place = f"{self.at}{BESIDE}{self.view}{BESIDE}{self.doubt}".rstrip(BESIDE)
        at = {AT: place} if place else {}
        beside = {**self.prefilled, **self.photos, **self.returns.kept, **at}
        return {**self._carried, **self.answers, **beside}

    @property
    def raw(self) -> dict[str, str]:
        """What the form is filled in with, by path: answers, and defaults beside them."""
        defaults = {path.removeprefix(PREFILLED): v for path, v in self.prefilled.items()}
        return defaults | self.answers

    def read_in(self, path: str) -> str:
        """The code read in the photos of that question and not confirmed yet; "" for none."""
        return self.prefilled.get(PREFILLED + path, "") if self.photos.get(SCANNED + path) else ""

    def settled(self, question: Question | None, reply: Reply) -> Reply:
        """The reply as what was asked back last lets it be read; with it that is over."""
        doubt, self.doubt = self.doubt, Doubt()
        return doubt.settled(question, reply)

    def write(self, question: Question, value: str) -> None:
        """Keep an answer: it confirms a default, settles a return, and ends a going back."""
        self.answers[question.path] = value
        self.prefilled.pop(PREFILLED + question.path, None)
        self.returns = self.returns.settled(question.path)
        if self.at == question.name:
            self.at = ""
        if self.view.path == question.path:
            self.view = View()

    def take_up(self, written: Mapping[str, str], overtaken: Iterable[str]) -> dict[str, str]:
        """Keep what the form wrote by itself, by path, and drop answers it has worked out anew;
        the answers that gave way."""
        gone = {path: self.answers.pop(path) for path in overtaken if path in self.answers}
        for path, value in written.items():
            if self.answers.get(path) == value:
                continue
            if addresses.plain(path) in self._unasked:
                self.answers[path] = value  # nobody will ever confirm it, and it is handed in
                continue
            if path in self.answers:
                gone[path] = self.answers.pop(path)
            self.prefilled[PREFILLED + path] = value
        return gone

    def settle(self, is_locked: Callable[[str], bool]) -> None:
        """Take defaults of questions only shown now for answers: nobody will confirm them."""
        for key in [one for one in self.prefilled if is_locked(one.removeprefix(PREFILLED))]:
            self.answers[key.removeprefix(PREFILLED)] = self.prefilled.pop(key)

    def has_answer(self, path: str) -> bool:
        """Whether somebody answered that question, and did not leave it blank."""
        return bool(self.answers.get(path)) and addresses.plain(path) not in self._unasked

    def move(self, moved: Callable[[Mapping[str, str]], dict[str, str]]) -> None:
        """Keep everything under other keys: members of a roster were renumbered."""
        self.answers = moved(self.answers)
        self.prefilled = moved(self.prefilled)
        self.photos = moved(self.photos)
        self.returns = Returns(moved(self.returns.reasons))
        self.view = View()


def _has_place(form: Form, key: str, value: str) -> bool:
    """Whether the form still has the question of a kept answer, and it may still hold it.

    A hidden node that the program fills in is no question, and holds what it is given. So do what
    the form writes by itself, and the count of a roster.
    """
    path = addresses.plain(key.removeprefix(PREFILLED).removeprefix(SCANNED))
    if key in form.known or key in form.stamps or path in form.written:
        return True
    if key.startswith(COUNTS):
        return path.removeprefix(COUNTS) in form.repeats and standing_of(value)
    question = form.by_name.get(path.rpartition("/")[2])
    if question is None or question.path != path:
        return False
    return question.kind == "barcode" if key.startswith(SCANNED) else question.may_hold(value)
