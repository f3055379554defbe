"""Questions answered with a month or a year: dates of which a phone asks no more (`month-year`)."""

import datetime
from dataclasses import dataclass
from typing import assert_never

from flows.messages import Expects
from flows.questions.asking import Ambiguous, Asking, NotUnderstood, Offer, Reason, typed
from flows.replies import Reply
from flows.vietnamese import Nothing, One, Reading, Several, months


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a year, kept as its first day, as ODK Collect does."""

    expects: Expects = "text"

    def read(self, asking: Asking, reply: Reply, today: datetime.date) -> str:
        """The first day of the month as ISO writes it. Raises NotUnderstood or Ambiguous."""
        return _settled(months.month(typed(reply), today), "%m/%Y", "not_a_month")

    def show(self, asking: Asking, value: str) -> str:
        """The month as people write it: "11/2026"."""
        return _shown(datetime.date.fromisoformat(value), "%m/%Y") if value else ""


@dataclass(frozen=True, slots=True)
class Year:
    """A year, kept as its first day, as ODK Collect does."""

    expects: Expects = "number"

    def read(self, asking: Asking, reply: Reply, today: datetime.date) -> str:
        """The first day of the year as ISO writes it. Raises NotUnderstood or Ambiguous."""
        return _settled(months.year(typed(reply), today), "%Y", "not_a_year")

    def show(self, asking: Asking, value: str) -> str:
        """The year: "1958"."""
        return value[: len("1958")]


def _settled(reading: Reading[datetime.date], form: str, reason: Reason) -> str:
    match reading:
        case One(day):
            return day.isoformat()
        case Several(days):
            said = (_shown(day, form) for day in days)
            raise Ambiguous(tuple(Offer((each,), each) for each in said))
        case Nothing():
            raise NotUnderstood(reason)
        case other:
            assert_never(other)


def _shown(day: datetime.date, form: str) -> str:
    return day.strftime(form).lstrip("0")
