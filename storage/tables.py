"""The tables. Nothing outside storage/ and reports/ imports this file. Times are UTC."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Utc(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets the zone, so it is put back; a naive moment is an error."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Table(DeclarativeBase):
    """What every table shares: named constraints, so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {datetime: Utc, dict[str, Any]: JSON, str: Text}


class Place(Table):
    """A commune or a village. Villages have local codes under their commune."""

    __tablename__ = "place"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("place.code"))
    area: Mapped[str] = mapped_column(default="")
    sample: Mapped[bool] = mapped_column(default=False)


class Subject(Table):
    """Đối tượng: who or what is assessed."""

    __tablename__ = "subject"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    place_code: Mapped[str | None] = mapped_column(ForeignKey("place.code"), index=True)
    sample: Mapped[bool] = mapped_column(default=False)


class Person(Table):
    """Somebody who talks to the bot, and where that talk stands.

    `asking` is the menu or question outside a form that awaits an answer; `tips` counts how often
    the line about numbers was shown.
    """

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(default="")
    you: Mapped[str] = mapped_column(default="bác")
    role: Mapped[str] = mapped_column(default="citizen")
    place_code: Mapped[str | None] = mapped_column(ForeignKey("place.code"))
    language: Mapped[str] = mapped_column(default="vi")
    consent: Mapped[str] = mapped_column(default="")
    consented_at: Mapped[datetime | None]
    consent_channel: Mapped[str] = mapped_column(default="")
    asking: Mapped[str] = mapped_column(default="")
    tips: Mapped[int] = mapped_column(default=0)
    assessment_id: Mapped[int | None] = mapped_column(
        ForeignKey("assessment.id", use_alter=True, name="fk_person_assessment_id")
    )
    sample: Mapped[bool] = mapped_column(default=False)


class Account(Table):
    """An address of a person on one channel."""

    __tablename__ = "account"
    channel: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    unreachable_since: Mapped[datetime | None]


class SpeaksFor(Table):
    """Who may answer for whom: a citizen for himself, a household for its family."""

    __tablename__ = "speaks_for"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), primary_key=True)


class Pack(Table):
    """Bộ tiêu chí: one version of one workbook, kept whole, so that no open form changes."""

    __tablename__ = "pack"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    version: Mapped[str]
    title: Mapped[str]
    file_name: Mapped[str]
    workbook: Mapped[bytes]
    published_at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("code", "version"),)


class Assessment(Table):
    """Hồ sơ: one subject × one title × one year × one pack version.

    `place_at` is the question the person jumped back to ("" = the first unanswered one);
    `prefilled` holds computed defaults by path that nobody has confirmed yet.
    """

    __tablename__ = "assessment"
    id: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    title: Mapped[str]
    year: Mapped[int]
    pack_id: Mapped[int] = mapped_column(ForeignKey("pack.id"))
    state: Mapped[str]
    place_at: Mapped[str] = mapped_column(default="")
    prefilled: Mapped[dict[str, Any]] = mapped_column(default=dict)
    paused: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime]
    opened_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime | None]
    points: Mapped[float | None]
    most: Mapped[float | None]
    verdict: Mapped[str] = mapped_column(default="")
    __table_args__ = (UniqueConstraint("subject_id", "title", "year"),)


class Answer(Table):
    """The answer to one question: `ref` is its path in the form, `value` a code, never a label."""

    __tablename__ = "answer"
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    ref: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
    typist_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[str]
    answered_at: Mapped[datetime]


class Move(Table):
    """One step of an assessment's way: who, in which role, through which channel, when, why."""

    __tablename__ = "move"
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    name: Mapped[str]
    state: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str]
    channel: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    moved_at: Mapped[datetime]


class Evidence(Table):
    """Minh chứng: one kept photo or file that backs one answer. `key` names it in the folder."""

    __tablename__ = "evidence"
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))
    ref: Mapped[str]
    key: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    size: Mapped[int]
    album: Mapped[str] = mapped_column(default="")
    sent_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    __table_args__ = (
        UniqueConstraint("assessment_id", "ref", "key"),
        Index("ix_evidence_album", "album"),
    )


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
    """What we have promised to say. `once` names the promise: a second one is the first."""

    __tablename__ = "letter"
    id: Mapped[int] = mapped_column(primary_key=True)
    once: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[str]
    address: Mapped[str]
    message: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default="queued")
    tries: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(default="")
    posted_at: Mapped[datetime]
    not_before: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    __table_args__ = (
        Index("ix_letter_waiting", "state", "not_before"),
        Index("ix_letter_shelf", "channel", "address", "id"),
        # Else the id of a letter taken back comes again, and marks the next one as sent.
        {"sqlite_autoincrement": True},
    )
