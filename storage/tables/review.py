"""What others decide on an assessment: the village, the commune, the decision."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Table


class Finding(Table):
    """What verification found on one indicator of one submission, where it did not just accept.

    `outcome` is "changed" (to `points`) or "returned"; the reason is always there.
    """

    __tablename__ = "finding"
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    submission: Mapped[int] = mapped_column(primary_key=True)
    indicator: Mapped[str] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    points: Mapped[float | None]
    reason: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    found_at: Mapped[datetime]


class Meeting(Table):
    """Bình xét: one village meeting, as its head records it. `passing` is in percent.

    `state` is open, closed, posted or handed_over. Passed is who has more than `passing` percent
    of the attending household representatives.
    """

    __tablename__ = "meeting"
    id: Mapped[int] = mapped_column(primary_key=True)
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"))
    year: Mapped[int]
    state: Mapped[str]
    held_on: Mapped[date | None]
    attendees: Mapped[int | None]
    representatives: Mapped[int | None]
    secretary: Mapped[str] = mapped_column(default="")
    passing: Mapped[float] = mapped_column(default=50.0)
    minutes: Mapped[str] = mapped_column(default="")
    token: Mapped[str] = mapped_column(unique=True)
    posted_at: Mapped[datetime | None]
    posted_until: Mapped[date | None]
    opened_at: Mapped[datetime]
    opened_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]
    __table_args__ = (Index("ix_meeting_place", "place_code", "year"),)


class Vote(Table):
    """How a meeting decided on one assessment; without a count, together with the whole list.

    `revision` is the version that was voted on: one taken back since was not voted on.
    """

    __tablename__ = "vote"
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    assessment_id: Mapped[int] = mapped_column(
        ForeignKey("assessment.id"), primary_key=True, index=True
    )
    revision: Mapped[int]
    in_favour: Mapped[int | None]
    passed: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")


class Remark(Table):
    """What somebody says about a posted list. `source` is a digest, not an address."""

    __tablename__ = "remark"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    text: Mapped[str]
    contact: Mapped[str] = mapped_column(default="")
    source: Mapped[str]
    said_at: Mapped[datetime]


class Draw(Table):
    """A sample for a re-check, drawn once: from the same seed and list comes the same sample."""

    __tablename__ = "draw"
    id: Mapped[int] = mapped_column(primary_key=True)
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"))
    year: Mapped[int]
    title: Mapped[str]
    seed: Mapped[str]
    among: Mapped[dict[str, Any]]
    chosen: Mapped[dict[str, Any]]
    drawn_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    drawn_at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("place_code", "year", "title"),)


class Decision(Table):
    """Quyết định công nhận: its number and date as staff typed them."""

    __tablename__ = "decision"
    id: Mapped[int] = mapped_column(primary_key=True)
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"))
    year: Mapped[int]
    number: Mapped[str]
    dated: Mapped[date]
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("place_code", "number", "dated"),)


class Award(Table):
    """One title given by a decision; `token` is its public check page."""

    __tablename__ = "award"
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    token: Mapped[str] = mapped_column(unique=True)
    awarded_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(default="")
