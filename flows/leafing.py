"""Leafs through a long list, and looks in it for words: nothing of it is an answer."""

import re
from dataclasses import replace

from flows import turning
from flows.course import Course
from flows.events import Event, Refused
from flows.forms.model import Question
from flows.long_lists import View
from flows.presses import Press
from flows.questions import Asking, Offer, Option, labels
from flows.questions.meanings import MOST_MEANINGS
from flows.replies import Reply
from flows.session import Session

LONGEST = 40  # characters of what is looked for
_LED = re.compile(r"(?:tìm|tim|find|search)\s+(.+)", re.IGNORECASE)
_SEVERAL = re.compile(r"[,;+&\n]")
_LETTER = re.compile(r"[^\W\d_]")
_DOUBTS = ("not_an_option", "which_line")
"""Why a reply may be words to look for."""


class Leafing:
    """The long lists of one session."""

    def __init__(self, session: Session, course: Course) -> None:
        self._session = session
        self._course = course

    def pressed(self, question: Question, press: Press) -> list[Event]:
        """What comes of a button that leads on; one of an older page leads from there."""
        view = self._session.view
        sought = view.sought if press.turn == "f" and view.path == question.path else ""
        return self._show(question, press.option, sought)

    def turned(self, question: Question, reply: Reply) -> list[Event] | None:
        """What comes of a word that turns the page; None when it is none, or names a line."""
        turn = None if reply.attachments else turning.turn(reply.text)
        asked = self._course.asked(question)
        if turn is None or asked.page is None or labels.names_one(asked.asking, reply.text):
            return None
        first = asked.page.first_after(turn)
        shown = self._show(question, first, "" if turn == "all" else asked.page.sought)
        if turn == "all" or first != asked.page.first:
            return shown
        end = "list_ends" if turn == "more" else "list_begins"
        return [Refused(end, again=True), *shown]

    def looked_for(self, question: Question, reply: Reply, refused: Refused) -> list[Event]:
        """What comes of a reply that is no answer for certain: the lines that have its words, or
        the refusal, which says so where none has them.

        Words that can be found are not asked back as a number ("tam" in "Nà Tăm" is no eight) or a
        slip: to see the lines does no harm, and numbers can be typed as such.
        """
        asked = self._course.asked(question)
        said = " ".join(reply.text.split())
        if asked.page is None or refused.reason not in _DOUBTS or not _may_be_sought(said):
            return [refused]
        found, sought = _found(asked.asking, said)
        if found:
            return self._show(question, 0, sought)
        if refused.reason == "not_an_option":
            refused = _named(asked.asking, said) or refused
        if refused.reason == "not_an_option":
            self._session.view = View()
            whole = self._course.asked(question)
            return [Refused("not_found", {"sought": said[:LONGEST]}, whole)]
        return [replace(refused, asked=self._course.asked(question, _offered(refused)))]

    def _show(self, question: Question, first: int, sought: str) -> list[Event]:
        self._session.view = View(question.path, first, sought)
        return [self._course.awaited(question)]


def _may_be_sought(said: str) -> bool:
    """Whether it is words, and not several answers at once."""
    return _LETTER.search(said) is not None and _SEVERAL.search(said) is None


def _found(asking: Asking, said: str) -> tuple[tuple[Option, ...], str]:
    """The lines with these words, and the words; "tìm" before them is none of them."""
    if len(said) > LONGEST:
        return (), ""
    found, led = labels.found(asking, said), _LED.fullmatch(said)
    return (labels.found(asking, led[1]), led[1]) if led and not found else (found, said)


def _named(asking: Asking, said: str) -> Refused | None:
    """Asks back about lines that are named among other words; None when there are none, or many."""
    named, by_line = labels.said_in(asking, said), labels.have_figures(asking)
    offers = tuple(Offer((line.label,), str(line.number), by_line=by_line) for line in named)
    return Refused("which_line", {"offers": offers}) if 0 < len(offers) <= MOST_MEANINGS else None


def _offered(refused: Refused) -> set[int]:
    """The numbers of the lines that the reply may mean."""
    offers = refused.facts["offers"]
    each = offers if isinstance(offers, tuple) else ()
    typed = (offer.reply.split() for offer in each if isinstance(offer, Offer))
    return {int(number) for numbers in typed for number in numbers}
