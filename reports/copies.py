"""Everything that is kept about one person, for the copy he may ask for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import aliased

from flows.mydata import Mine, MyForm
from reports import kept
from reports.kept import Rows
from storage.database import Tx
from storage.tables import (
    Account,
    Answer,
    Award,
    Belongs,
    Decision,
    Evidence,
    Finding,
    InvitationUse,
    Letter,
    Meeting,
    Move,
    Reminder,
    Request,
    Role,
    Subject,
    Submission,
    Vote,
)


@dataclass(frozen=True, slots=True)
class Record:
    """One form with everything behind it, by the names in `_behind`.

    Who did something is told by role only: names of others are theirs.
    """

    form: MyForm
    pack_id: int
    how: str
    respondent: str
    behind: Mapping[str, Rows]


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything: the short view, how to speak to the person, and rows by the names in `_about`."""

    mine: Mine
    place: str
    language: str
    you: str
    about: Mapping[str, Rows]
    records: Sequence[Record]


async def everything(tx: Tx, person_id: int, zone: tzinfo) -> Kept:
    """All of it; days are those in `zone`. Raises LookupError."""
    person = await kept.whom(tx, person_id)
    forms = (await tx.execute(kept.forms_of(person_id))).all()
    return Kept(
        mine=await kept.overview(tx, person_id, zone),
        place=person.place or "",
        language=person.language,
        you=person.you,
        about={name: await kept.rows_of(tx, query) for name, query in _about(person_id).items()},
        records=[await _record(tx, row, person_id) for row in forms],
    )


def _about(person_id: int) -> Mapping[str, Select[*tuple[Any, ...]]]:
    """What is kept beside the forms."""
    home = Subject.id.in_(kept.subjects_of(person_id))
    group = aliased(Subject)
    return {
        "roles": kept.ROLES.where(Role.person_id == person_id),
        "subjects": _SUBJECTS.where(home),
        "belongs": select(Subject.name, group.name.label("group"))
        .join_from(Belongs, Subject, Subject.id == Belongs.member_id)
        .join(group, group.id == Belongs.group_id)
        .where(home)
        .order_by(Belongs.member_id, Belongs.group_id),
        "accounts": kept.ACCOUNTS.where(Account.person_id == person_id),
        "letters": _LETTERS.where(Letter.person_id == person_id),
        "reminders": _REMINDERS.where(Reminder.person_id == person_id),
        "requests": _REQUESTS.where(Request.person_id == person_id),
        "invitations": _USES.where(InvitationUse.person_id == person_id),
    }


async def _record(tx: Tx, row: Row[*tuple[Any, ...]], person_id: int) -> Record:
    behind = {
        name: await kept.rows_of(tx, query) for name, query in _behind(row.id, person_id).items()
    }
    return Record(kept.form_of(row), row.pack_id, row.how, row.respondent, behind)


def _behind(number: int, person_id: int) -> Mapping[str, Select[*tuple[Any, ...]]]:
    """What stands behind a form; `mine` tells the answers this person typed."""
    mine = (Answer.typist_id == person_id).label("mine")
    return {
        "answers": select(Answer.ref, Answer.value, Answer.channel, Answer.answered_at, mine)
        .where(Answer.assessment_id == number)
        .order_by(Answer.answered_at, Answer.ref),
        "evidence": _EVIDENCE.where(Evidence.assessment_id == number),
        "submissions": _SUBMISSIONS.where(Submission.assessment_id == number),
        "moves": _MOVES.where(Move.assessment_id == number),
        "votes": _VOTES.where(Vote.assessment_id == number),
        "findings": _FINDINGS.where(Finding.assessment_id == number),
        "awards": _AWARDS.where(Award.assessment_id == number),
    }


_LETTERS = (
    select(
        Letter.channel,
        func.count().label("count"),
        func.min(Letter.posted_at).label("first"),
        func.max(Letter.posted_at).label("last"),
    )
    .group_by(Letter.channel)
    .order_by(Letter.channel)
)
_REMINDERS = select(
    Reminder.plan, Reminder.year, Reminder.step, Reminder.closes_on, Reminder.made_at
).order_by(Reminder.id)
_REQUESTS = select(
    Request.kind,
    Request.note,
    Request.asked_at,
    Request.acknowledged_at,
    Request.done_at,
    Request.outcome,
).order_by(Request.id)
_USES = select(InvitationUse.channel, InvitationUse.used_at).order_by(InvitationUse.used_at)
_SUBJECTS = select(
    Subject.kind, Subject.code, Subject.name, Subject.members, Subject.adults, Subject.phone
).order_by(Subject.id)
_EVIDENCE = select(
    Evidence.ref,
    Evidence.key,
    Evidence.kind,
    Evidence.size,
    Evidence.sent_at,
    Evidence.latitude,
    Evidence.longitude,
).order_by(Evidence.id)
_SUBMISSIONS = select(
    Submission.number,
    Submission.submitted_at,
    Submission.points,
    Submission.most,
    Submission.verdict,
    Submission.answers,
).order_by(Submission.number)
_MOVES = select(
    Move.name, Move.state, Move.role, Move.channel, Move.reason, Move.moved_at
).order_by(Move.id)
_VOTES = (
    select(Meeting.held_on, Vote.passed, Vote.in_favour, Vote.reason)
    .join(Meeting, Meeting.id == Vote.meeting_id)
    .order_by(Meeting.id)
)
_FINDINGS = select(
    Finding.submission,
    Finding.indicator,
    Finding.outcome,
    Finding.points,
    Finding.reason,
    Finding.found_at,
).order_by(Finding.submission, Finding.indicator)
_AWARDS = select(
    Decision.number, Decision.dated, Award.awarded_at, Award.revoked_at, Award.reason
).join(Decision, Decision.id == Award.decision_id)
