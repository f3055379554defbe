"""The forms people fill in: packs, assessments, answers, evidence, and every step."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Table


class Pack(Table):
    """Bộ tiêu chí: one version of one workbook, kept whole, so that no open form changes.

    `version` is made of the content, `edition` is the version that the workbook calls itself.
    `official` and the dates are the workbook's own; `shipped` says that it came with the program.
    """

    __tablename__ = "pack"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    version: Mapped[str]
    edition: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    official: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    shipped: Mapped[bool] = mapped_column(default=False)
    file_name: Mapped[str]
    workbook: Mapped[bytes]
    published_at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("code", "version"),)


class PackChoice(Table):
    """The pack a commune uses for a title in a year, where it is not simply the newest."""

    __tablename__ = "pack_choice"
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"), primary_key=True)
    title: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    pack_id: Mapped[int] = mapped_column(ForeignKey("pack.id"))
    chosen_at: Mapped[datetime]


class Assessment(Table):
    """Hồ sơ: one subject × one title × one year × one pack version.

    `place_at` is the question the person jumped back to ("" = the first unanswered one);
    `prefilled` holds computed defaults by path that nobody has confirmed yet, `returned` the
    reasons of the commune by path. `revision` grows with every move and every change of points.

    `how` tells how a typist for others asked ("" = the respondent typed; else face_to_face, phone
    or paper), `respondent` whom, and `respondent_agreed` that keeping the answers was agreed to.
    `points` is the self-score, `verified_points` the commune's; `level` is that of a level pack.
    `opened_by` may differ from who answers later. `held_by` verifies it now, until `held_until`.
    """

    __tablename__ = "assessment"
    id: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    title: Mapped[str]
    year: Mapped[int]
    pack_id: Mapped[int] = mapped_column(ForeignKey("pack.id"))
    state: Mapped[str] = mapped_column(index=True)
    revision: Mapped[int] = mapped_column(default=0)
    place_at: Mapped[str] = mapped_column(default="")
    prefilled: Mapped[dict[str, Any]] = mapped_column(default=dict)
    returned: Mapped[dict[str, Any]] = mapped_column(default=dict)
    paused: Mapped[bool] = mapped_column(default=False)
    how: Mapped[str] = mapped_column(default="")
    respondent: Mapped[str] = mapped_column(default="")
    respondent_agreed: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime]
    opened_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime | None]
    points: Mapped[float | None]
    most: Mapped[float | None]
    verdict: Mapped[str] = mapped_column(default="")
    level: Mapped[int | None]
    verified_points: Mapped[float | None]
    verified_verdict: Mapped[str] = mapped_column(default="")
    corrected: Mapped[bool] = mapped_column(default=False)
    held_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    held_until: Mapped[datetime | None]
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


class Submission(Table):
    """What was handed in each time, whole: the trail of an assessment's versions."""

    __tablename__ = "submission"
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    answers: Mapped[dict[str, Any]]
    points: Mapped[float | None]
    most: Mapped[float | None]
    verdict: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime]


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
