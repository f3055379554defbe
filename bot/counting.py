"""Counts the questions of a form that is not finished, for whoever speaks of it."""

from datetime import datetime

from bot.library import Library
from bot.moment import ZONE
from flows.interview import Interview
from flows.returns import RETURNED
from scheduler.looks import Progress
from storage import assessments
from storage.database import Tx


def counter(library: Library) -> Progress:
    """Counts with the forms of this library: questions done, of how many."""

    async def count(tx: Tx, assessment_id: int, now: datetime) -> tuple[int, int] | None:
        standing = await assessments.load(tx, assessment_id)
        if standing.state == "returned":
            marks = [reason for key, reason in standing.kept.items() if key.startswith(RETURNED)]
            return sum(not reason for reason in marks), len(marks)
        form = await library.form(tx, standing.pack_id)
        return _answered(Interview(form, standing.kept, now=now.astimezone(ZONE)))

    return count


def _answered(interview: Interview) -> tuple[int, int] | None:
    """Numbered questions with an answer, of all; None while only questions without one are left."""
    showing, kept = interview.showing, interview.kept
    numbered = [q for q in showing.asked_for() if showing.spot(q).number is not None]
    waiting = {showing.spot(q).number for q in numbered if q.path not in kept}
    if not waiting and interview.current is not None:
        return None
    return showing.count() - len(waiting), showing.count()
