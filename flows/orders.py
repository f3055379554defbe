"""An order of lines that is given place by place: what of it is kept before it is complete.

The places given so far stand as the answer, so that nothing is lost over night. It is not sound
before all lines have their place, so that the question goes on being asked.
"""

from flows.forms.model import Question
from flows.session import PREFILLED, Session
from flows.worksheet import Worksheet


def is_begun(sheet: Worksheet, question: Question, value: str) -> bool:
    """Whether `value` is an order in which some of the lines have no place yet."""
    if question.kind != "rank" or not value:
        return False
    names = {item.name for item in sheet.offered(question)}
    return not names.issubset(value.split())


def keep(session: Session, sheet: Worksheet, question: Question, value: str) -> None:
    """Keep the places given so far, "" for none. It settles nothing: it is no answer yet."""
    sheet.enter(question.path, value)
    session.prefilled.pop(PREFILLED + question.path, None)
    if value:
        session.answers[question.path] = value
    else:
        session.answers.pop(question.path, None)
