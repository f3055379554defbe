"""The review in words: a line for each question, by a name that tells it from the others."""

from collections import Counter
from collections.abc import Collection, Sequence

from flows import answers, receipts
from flows.events import Line, Reviewed
from flows.messages import Message
from flows.wording import Words


def told(words: Words, event: Reviewed) -> Message:
    """Every question with what stands there."""
    shared = _shared(event.lines)
    lines = [_line(words, line, shared) for line in event.lines]
    text = "\n".join([words("review"), *lines, words("review.tip")])
    return Message(text, role="tell")


def _shared(lines: Sequence[Line]) -> Collection[str]:
    """The headings of several questions: groups that hold more than one.

    One that asks why has that of the answer it asks about, and a member that of its roster: both
    are told apart by what stands before the heading or follows it.
    """
    own = (line.spot for line in lines if not (line.spot.is_reason or line.spot.members))
    return [heading for heading, count in Counter(s.heading for s in own).items() if count > 1]


def _line(words: Words, line: Line, shared: Collection[str]) -> str:
    shown = answers.short(answers.shown(words, line.shown)) or words("review.blank")
    if line.points is not None:
        shown += f" ({receipts.points(words, line.points)})"
    if line.photos:
        shown += f", {words('review.photos', count=line.photos)}"
    if line.returned:
        shown += f" · {words('review.returned')}"
    where = line.spot.letter or str(line.spot.number)
    where += "".join(f".{member.number}" for member in line.spot.members)
    heading = line.spot.heading
    if line.spot.letter or (heading in shared and not line.spot.members):
        heading = ""
    heading = heading or answers.short(line.text).rstrip("?:. ") or line.spot.heading
    return words("review.line", where=where, heading=heading, shown=shown)
