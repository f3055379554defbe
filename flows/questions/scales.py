"""Questions answered with a mark on a scale: every so many from one end to the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import assert_never

from flows import vietnamese
from flows.messages import Expects
from flows.questions import figures
from flows.questions.asking import Ambiguous, Asking, NotUnderstood, Offer, typed
from flows.replies import Reply
from flows.vietnamese import Nothing, One, Several


@dataclass(frozen=True, slots=True)
class Range:
    """A number between two ends, in steps from the first."""

    expects: Expects = "number"

    def read(self, asking: Asking, reply: Reply, today: date) -> str:
        """The number as XForms writes it ("2.5"). Raises NotUnderstood or Ambiguous."""
        found = _numbers(typed(reply), asking)
        fitting = [value for value in found if asking.scale is None or asking.scale.has(value)]
        if len(fitting) > 1:
            raise Ambiguous(tuple(Offer(value, figures.typeable(value)) for value in fitting))
        if not fitting:
            raise NotUnderstood("off_the_scale", scale=asking.scale)
        return figures.plain(fitting[0])

    def show(self, asking: Asking, value: str) -> str:
        """The number with a comma before its fraction."""
        return figures.spelt(value)


def _numbers(text: str, asking: Asking) -> Sequence[Decimal]:
    """All that the text may mean."""
    match vietnamese.decimal(text, f"{asking.text}\n{asking.hint}"):
        case One(value):
            return (value,)
        case Several(values):
            return tuple(values)
        case Nothing():
            return ()
        case other:
            assert_never(other)
