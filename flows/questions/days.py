"""Questions answered with a day, a time of day, or both."""

import datetime
from dataclasses import dataclass
from typing import assert_never

from flows import vietnamese
from flows.messages import Expects
from flows.questions.asking import Ambiguous, Asking, NotUnderstood, Offer, typed
from flows.replies import Reply
from flows.vietnamese import Nothing, One, Several

# As ODK Collect writes it, without a zone: a form is read in the zone it was answered in.
_SECONDS = ":00.000"


@dataclass(frozen=True, slots=True)
class Date:
    """A day."""

    expects: Expects = "text"

    def read(self, asking: Asking, reply: Reply, today: datetime.date) -> str:
        """The day as ISO writes it ("2026-11-20"). Raises NotUnderstood or Ambiguous."""
        match vietnamese.date(typed(reply), today):
            case One(day):
                return day.isoformat()
            case Several(days):
                raise Ambiguous(tuple(Offer(day, shown_day(day)) for day in days))
            case Nothing():
                raise NotUnderstood("not_a_date")
            case other:
                assert_never(other)

    def show(self, asking: Asking, value: str) -> str:
        """The day as people write it: "20/11/2026"."""
        return shown_day(datetime.date.fromisoformat(value)) if value else ""


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day, to the minute."""

    expects: Expects = "text"

    def read(self, asking: Asking, reply: Reply, today: datetime.date) -> str:
        """The time as XForms writes it ("19:30:00.000"). Raises NotUnderstood or Ambiguous."""
        match vietnamese.time(typed(reply)):
            case One(time):
                return shown_time(time) + _SECONDS
            case Several(times):
                raise Ambiguous(tuple(Offer(time, shown_time(time)) for time in times))
            case Nothing():
                raise NotUnderstood("not_a_time")
            case other:
                assert_never(other)

    def show(self, asking: Asking, value: str) -> str:
        """The time as a clock shows it: "19:30"."""
        return value[: len("19:30")]


@dataclass(frozen=True, slots=True)
class DateTime:
    """A day with a time of day."""

    expects: Expects = "text"

    def read(self, asking: Asking, reply: Reply, today: datetime.date) -> str:
        """Both as XForms writes them ("2026-11-20T19:30:00.000").

        Raises NotUnderstood or Ambiguous.
        """
        match vietnamese.moment(typed(reply), today):
            case One(moment):
                return f"{moment.date().isoformat()}T{shown_time(moment.time())}{_SECONDS}"
            case Several(moments):
                raise Ambiguous(tuple(Offer(moment, _shown(moment)) for moment in moments))
            case Nothing():
                raise NotUnderstood("not_a_moment")
            case other:
                assert_never(other)

    def show(self, asking: Asking, value: str) -> str:
        """Both as people write them: "19:30 20/11/2026"."""
        day, _, time = value.partition("T")
        return (
            f"{time[: len('19:30')]} {shown_day(datetime.date.fromisoformat(day))}" if day else ""
        )


def shown_day(day: datetime.date) -> str:
    """The day as people write it: "20/11/2026"."""
    return f"{day.day}/{day.month}/{day.year}"


def shown_time(time: datetime.time) -> str:
    """The time as a clock of twenty-four hours shows it: "07:30"."""
    return f"{time:%H:%M}"


def _shown(moment: datetime.datetime) -> str:
    return f"{shown_time(moment.time())} {shown_day(moment.date())}"
