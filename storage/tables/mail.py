"""What was heard, and what is promised."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Table


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

    `kind` is "reply", or "notice" for what nobody asked for: its `read_at` is when the page showed
    it, or when the person said something next.
    """

    __tablename__ = "letter"
    id: Mapped[int] = mapped_column(primary_key=True)
    once: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[str]
    address: Mapped[str]
    message: Mapped[dict[str, Any]]
    kind: Mapped[str] = mapped_column(default="reply")
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("assessment.id"), index=True)
    state: Mapped[str] = mapped_column(default="queued")
    tries: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(default="")
    posted_at: Mapped[datetime]
    not_before: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    __table_args__ = (
        Index("ix_letter_waiting", "state", "not_before"),
        Index("ix_letter_shelf", "channel", "address", "id"),
        # Else the id of a letter taken back comes again, and marks the next one as sent.
        {"sqlite_autoincrement": True},
    )
