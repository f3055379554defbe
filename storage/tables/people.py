"""Places, who is assessed, who talks to us, and what each may do."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Table


class Place(Table):
    """A province, a commune, a village, or a unit of the past, by official or local code.

    Villages have local codes under their commune. A place of the past is valid until `valid_to`
    and names its `successor_code`; codes are never used again.
    """

    __tablename__ = "place"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("place.code"), index=True)
    area: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    successor_code: Mapped[str | None] = mapped_column(ForeignKey("place.code"))
    sample: Mapped[bool] = mapped_column(default=False)


class Subject(Table):
    """Đối tượng: who or what is assessed. `members` and `adults` are as the roster counts them.

    `phone` is whom to call about it; `unit_kind` tells a school from an office (flows.roster), ""
    for what is no unit; `gone_at` says since when the roster no longer names it.
    """

    __tablename__ = "subject"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    place_code: Mapped[str | None] = mapped_column(ForeignKey("place.code"), index=True)
    members: Mapped[int | None]
    adults: Mapped[int | None]
    phone: Mapped[str] = mapped_column(default="")
    unit_kind: Mapped[str] = mapped_column(default="")
    gone_at: Mapped[datetime | None]
    sample: Mapped[bool] = mapped_column(default=False)


class Belongs(Table):
    """Who is part of what: a citizen of a household or a unit, a household of a clan."""

    __tablename__ = "belongs"
    member_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), primary_key=True, index=True)


class Person(Table):
    """Somebody who talks to the bot, and where that talk stands.

    `code` is the roster's, None for whoever came without it. `asking` is the menu or question
    outside a form that awaits an answer; `tips` counts how often the line about numbers was shown.
    `muted_at` is since when announcements are not wanted.
    """

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")
    you: Mapped[str] = mapped_column(default="bác")
    phone: Mapped[str] = mapped_column(default="")
    birth_year: Mapped[int | None]
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
    muted_at: Mapped[datetime | None]
    gone_at: Mapped[datetime | None]
    sample: Mapped[bool] = mapped_column(default=False)


class Account(Table):
    """An address of a person on one channel."""

    __tablename__ = "account"
    channel: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    met_at: Mapped[datetime | None]
    unreachable_since: Mapped[datetime | None]


class Role(Table):
    """What somebody may act as (flows.rights), for a subject or in a place; ended, never erased."""

    __tablename__ = "role"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str]
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("subject.id"), index=True)
    place_code: Mapped[str | None] = mapped_column(ForeignKey("place.code"), index=True)
    given_at: Mapped[datetime | None]
    given_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    __table_args__ = (Index("ix_role_person", "person_id", "ended_at"),)


class Invitation(Table):
    """A way in, printed on paper: for one subject (anyone of it) or one person (a role holder).

    `spoken` is the short code ("4827-KX"). `uses_left` is None where a household shares one.
    """

    __tablename__ = "invitation"
    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str]
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("subject.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    place_code: Mapped[str | None] = mapped_column(ForeignKey("place.code"), index=True)
    spoken: Mapped[str] = mapped_column(unique=True)
    uses_left: Mapped[int | None]
    issued_at: Mapped[datetime]
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class InvitationUse(Table):
    """Who came in by an invitation."""

    __tablename__ = "invitation_use"
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    channel: Mapped[str]
    used_at: Mapped[datetime]


class Attempt(Table):
    """A wrong code or link, so that nobody tries them all. `source` is a digest, not an address."""

    __tablename__ = "attempt"
    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    tried_at: Mapped[datetime]
    __table_args__ = (Index("ix_attempt_source", "source", "tried_at"),)


class Request(Table):
    """What a person asks about his own data: copy, correct, withdraw or delete; with its clock."""

    __tablename__ = "request"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[str] = mapped_column(default="")
