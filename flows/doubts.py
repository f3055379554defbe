"""What was asked back last: lines of a list, the bare numbers of which may be labels as well."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flows import vietnamese
from flows.events import Event, Refused
from flows.forms.model import Question
from flows.questions import Offer
from flows.replies import Reply

_APART = "|"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Of the question at `path`, the `lines` that were offered, by what is typed for each ("2",
    "2 3"); both blank when nothing was asked back. It holds for one reply."""

    path: str = ""
    lines: tuple[str, ...] = ()

    def __str__(self) -> str:
        return _APART.join((self.path, *self.lines))

    @classmethod
    def parse(cls, text: str) -> "Doubt":
        """The doubt that `str` wrote."""
        path, *lines = text.split(_APART)
        return cls(path, tuple(lines))

    def settled(self, question: Question | None, reply: Reply) -> Reply:
        """The reply, its number taken for that of the line it was offered for."""
        if question is None or question.path != self.path or reply.press or reply.attachments:
            return reply
        said = vietnamese.plainly(vietnamese.clean(vietnamese.digits(reply.text)))
        return replace(reply, text=f"dòng {said}") if said in self.lines else reply


def of(question: Question, events: Sequence[Event]) -> Doubt:
    """What was asked back at the end of these events."""
    last = events[-1]
    if not isinstance(last, Refused) or last.reason != "which_line":
        return Doubt()
    offers = last.facts["offers"]
    each = (one for one in (offers if isinstance(offers, tuple) else ()) if isinstance(one, Offer))
    lines = tuple(one.reply for one in each if one.by_line)
    return Doubt(question.path, lines) if lines else Doubt()
