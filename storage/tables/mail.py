"""What was heard, and what is promised."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Table

# Few letters wait at any time, however many were ever sent: the indexes hold only those. SQLite
# uses one where a statement has the very same words in it, so states stand there as literals.
WAITS = "state = 'queued'"
LEFT = "state = 'sending'"
UNREAD = "read_at IS NULL AND kind <> 'reply' AND state IN ('sent', 'unknown')"
BAD_END = "state IN ('unknown', 'failed')"


def _some(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index over the rows for which `where` is true."""
    only = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=only, postgresql_where=only)


class Inbox(Table):
    """What we have heard. A message delivered twice is heard once."""

    __tablename__ = "inbox"
    channel: Mapped[str] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(primary_key=True)
    received_at: Mapped[datetime]


class Setback(Table):
    """A message that broke the program every time: parked, so that the next ones are heard."""

    __tablename__ = "setback"
    channel: Mapped[str] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(primary_key=True)
    error: Mapped[str]
    parked_at: Mapped[datetime]


class Letter(Table):
    """What we have promised to say. `once` names the promise: a second one is the first.

    `kind` is one of flows.letters, `rank` its place in a chat. What nobody asked for has a
    `read_at`: when the page showed it, or when the person said something next.

    `state` is queued, sending (on its way to its channel; `not_before` is then when that surely has
    ended), sent, unknown (nobody can say whether it arrived; `not_before` as before), failed (the
    channel refused it), or expired. `resent` says that it is said a second time.
    """

    __tablename__ = "letter"
    id: Mapped[int] = mapped_column(primary_key=True)
    once: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[str]
    address: Mapped[str]
    message: Mapped[dict[str, Any]]
    kind: Mapped[str] = mapped_column(default="reply")
    rank: Mapped[int] = mapped_column(default=0)
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("assessment.id"), index=True)
    announcement_id: Mapped[int | None] = mapped_column(ForeignKey("announcement.id"), index=True)
    state: Mapped[str] = mapped_column(default="queued")
    tries: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(default="")
    posted_at: Mapped[datetime]
    not_before: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    resent: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    __table_args__ = (
        _some("ix_letter_waiting", "channel", "rank", "not_before", "id", where=WAITS),
        _some("ix_letter_ahead", "channel", "address", "rank", "id", where=WAITS),
        _some("ix_letter_due", "not_before", where=WAITS),
        _some("ix_letter_stale", "expires_at", where=f"{WAITS} AND expires_at IS NOT NULL"),
        # One letter of an address on its way at a time: the database itself sees to it.
        _some("ix_letter_left", "channel", "address", where=LEFT, unique=True),
        _some("ix_letter_unread", "channel", "address", where=UNREAD),
        _some("ix_letter_bad_end", "state", "not_before", where=BAD_END),
        Index("ix_letter_shelf", "channel", "address", "id"),
        # Else the id of a letter taken back comes again, and marks the next one as sent.
        {"sqlite_autoincrement": True},
    )


class Reminder(Table):
    """One thing a letter reminds of: the memory that keeps it from being said twice.

    `about` is what is unfinished: "s" and the id of a subject, or "p" and the code of a place.
    `milestone` counts the days before the step closes. `letter_id` is the day's one letter to this
    person; `closes_on` is the day that was told.
    """

    __tablename__ = "reminder"
    id: Mapped[int] = mapped_column(primary_key=True)
    plan: Mapped[str]
    year: Mapped[int]
    step: Mapped[str]
    milestone: Mapped[int]
    about: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), index=True)
    closes_on: Mapped[date]
    made_at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("plan", "year", "step", "milestone", "about"),)


class Announcement(Table):
    """What staff tell many at once. `picture` is the key of a kept file, "" for none.

    `audience` is how the people were chosen (flows.audience); `count` how many letters it was.
    Until `sent_at` it is a draft of whoever began it.
    """

    __tablename__ = "announcement"
    id: Mapped[int] = mapped_column(primary_key=True)
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"), index=True)
    text: Mapped[str]
    picture: Mapped[str] = mapped_column(default="", index=True)
    audience: Mapped[dict[str, Any]]
    count: Mapped[int] = mapped_column(default=0)
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    stopped_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
