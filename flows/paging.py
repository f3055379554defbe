"""Asks a question with a part of its long list: the page that is looked at, or only some lines."""

from collections.abc import Collection
from dataclasses import replace

from flows import long_lists
from flows.events import Asked
from flows.forms.model import Question
from flows.long_lists import Page, View
from flows.presses import Press
from flows.showing import Showing
from flows.turning import Turn


def page(showing: Showing, question: Question, view: View) -> Asked:
    """The question with the page that `view` says; a list that is not long stays whole."""
    asked = showing.asked(question)
    if not asked.asking.is_paged:
        return asked
    looked_at = view if view.path == question.path else View()
    return _with(showing, question, long_lists.page(asked.asking, looked_at))


def among(showing: Showing, question: Question, numbers: Collection[int]) -> Asked:
    """The question with only these lines of its long list."""
    return _with(showing, question, long_lists.among(showing.asked(question).asking, numbers))


def _with(showing: Showing, question: Question, page: Page) -> Asked:
    ways = {turn: _button(showing.tag, question, page, turn) for turn in long_lists.turns(page)}
    presses = showing.presses(question, page.options)
    return replace(showing.asked(question), presses=presses, page=replace(page, presses=ways))


def _button(tag: str, question: Question, page: Page, turn: Turn) -> str:
    of = "f" if page.sought and turn != "all" else "p"
    return str(Press(tag, question.index, page.first_after(turn), question.mark, turn=of))
