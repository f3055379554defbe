"""Questions answered with a number."""

import decimal
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from flows import vietnamese
from flows.messages import Expects
from flows.questions.asking import Ambiguous, Asking, NotUnderstood, Offer, Reason, typed
from flows.replies import Reply
from flows.vietnamese import Nothing, One, Several

_LONGEST_UNGROUPED = 4  # a year must not become "1.954"


@dataclass(frozen=True, slots=True)
class Integer:
    """A whole number."""

    expects: Expects = "number"

    def read(self, asking: Asking, reply: Reply, today: date) -> str:
        """The number in digits ("1500"). Raises NotUnderstood or Ambiguous."""
        text, about = typed(reply), _about(asking)
        match vietnamese.integer(text, about):
            case One(value):
                return str(value)
            case Several(values):
                raise Ambiguous(tuple(Offer(decimal.Decimal(v), str(v)) for v in values))
            case Nothing():
                is_number = not isinstance(vietnamese.decimal(text, about), Nothing)
                reason: Reason = "not_whole" if is_number else "not_a_number"
                raise NotUnderstood(reason, bounds=asking.bounds)
            case other:
                assert_never(other)

    def show(self, asking: Asking, value: str) -> str:
        """The number with its thousands apart, from five digits on."""
        return spelt(value)


@dataclass(frozen=True, slots=True)
class Decimal:
    """A number that may have a fraction."""

    expects: Expects = "number"

    def read(self, asking: Asking, reply: Reply, today: date) -> str:
        """The number as XForms writes it ("2.5"). Raises NotUnderstood or Ambiguous."""
        match vietnamese.decimal(typed(reply), _about(asking)):
            case One(value):
                return plain(value)
            case Several(values):
                raise Ambiguous(tuple(Offer(value, typeable(value)) for value in values))
            case Nothing():
                raise NotUnderstood("not_a_number", bounds=asking.bounds)
            case other:
                assert_never(other)

    def show(self, asking: Asking, value: str) -> str:
        """The number with a comma before its fraction."""
        return spelt(value)


def shown(value: decimal.Decimal) -> str:
    """The number as Vietnamese readers know it: "1954", "12.500,5"."""
    return spelt(plain(value))


def _about(asking: Asking) -> str:
    return f"{asking.text}\n{asking.hint}"


def plain(value: decimal.Decimal) -> str:
    """The number as XForms writes it."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def typeable(value: decimal.Decimal) -> str:
    """What to type so that it is read as this number and nothing else."""
    # With exactly three decimals it would be asked back again; a fourth makes it a fraction.
    whole, _, fraction = plain(value).partition(".")
    return f"{whole},{fraction}{'0' if len(fraction) == 3 else ''}" if fraction else whole


def spelt(value: str) -> str:
    """A kept number as people read it."""
    whole, _, fraction = value.partition(".")
    if not value or len(whole.lstrip("-")) > _LONGEST_UNGROUPED:
        return vietnamese.speak_number(decimal.Decimal(value)) if value else ""
    return f"{whole},{fraction}" if fraction else whole
