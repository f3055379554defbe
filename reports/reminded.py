"""Who was reminded of what, and when: the memory of the reminders, read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy import func as sql

from storage.chunks import chunks
from storage.database import Tx, sheet
from storage.tables import Letter, Reminder

_reminders, _letters = sheet(Reminder), sheet(Letter)
_reminder, _letter = _reminders.c, _letters.c

SAID = ("sent", "unknown")
"""States of a letter that was said, or may have been."""


@dataclass(frozen=True, slots=True)
class Memory:
    """A milestone of a step; with one of the `later` ones told, it need not be told any more.

    `closes` is the day on which the step closes now: milestones of another day say nothing of it.
    """

    plan: str
    year: int
    step: str
    milestone: int
    closes: date
    later: tuple[int, ...] = ()

    def knows(self) -> tuple[ColumnElement[bool], ...]:
        """The rows that say so."""
        return (
            _reminder.plan == self.plan,
            _reminder.year == self.year,
            _reminder.step == self.step,
            # Each milestone is named, so that the index is asked for one row at a time.
            _reminder.milestone.in_((self.milestone, *self.later)),
            or_(_reminder.milestone == self.milestone, _reminder.closes_on == self.closes),
        )


async def remembered(tx: Tx, memory: Memory, about: Sequence[str]) -> set[str]:
    """Which of these were reminded of it already."""
    found: set[str] = set()
    for some in chunks(about):
        query = select(_reminder.about).where(_reminder.about.in_(some), *memory.knows())
        found.update((await tx.execute(query)).scalars())
    return found


async def moments(
    tx: Tx, memory: Memory, milestones: Sequence[int], about: Sequence[str]
) -> dict[str, list[datetime]]:
    """When each of these was told of the step of `memory`, at any of its milestones."""
    found: dict[str, list[datetime]] = {}
    at = sql.coalesce(_letter.sent_at, _letter.posted_at).label("at")
    for some in chunks(about):
        query = (
            select(_reminder.about, at)
            .join_from(_reminders, _letters, _letter.id == _reminder.letter_id)
            .where(
                _reminder.plan == memory.plan,
                _reminder.year == memory.year,
                _reminder.step == memory.step,
                _reminder.milestone.in_(milestones),
                _reminder.about.in_(some),
                _letter.state.in_(SAID),
            )
        )
        for row in await tx.execute(query):
            found.setdefault(row.about, []).append(row.at)
    return found


async def last_listed(tx: Tx, memory: Memory, about: Sequence[str]) -> dict[str, datetime]:
    """When each of these was last told of the step of `memory`, whatever the milestone."""
    query = (
        select(_reminder.about, sql.max(_reminder.made_at).label("at"))
        .where(
            _reminder.plan == memory.plan,
            _reminder.year == memory.year,
            _reminder.step == memory.step,
            _reminder.about.in_(about),
        )
        .group_by(_reminder.about)
    )
    return {row.about: row.at for row in await tx.execute(query)}
