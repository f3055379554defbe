"""The forms people fill in: what each may answer, what stands there, and how it moved on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, case, insert, or_, select, update

from flows.assessment import TITLES, after
from flows.interview import AT, PREFILLED
from flows.reception import Offer
from flows.scoring import Score
from storage import tables
from storage.database import Tx, insert_once, put, sheet
from storage.people import Held

_assessments, _answers = sheet(tables.Assessment), sheet(tables.Answer)
_subjects = sheet(tables.Subject)
_assessment, _answer, _subject = _assessments.c, _answers.c, _subjects.c
_speaks = sheet(tables.SpeaksFor).c

_STANDING = (
    select(
        _assessment.id,
        _assessment.subject_id,
        _subject.name.label("subject"),
        _assessment.title,
        _assessment.pack_id,
        _assessment.state,
        _assessment.paused,
        _assessment.place_at,
        _assessment.prefilled,
        _answer.ref,
        _answer.value,
    )
    .join_from(_assessments, _subjects, _subject.id == _assessment.subject_id)
    .outerjoin(_answers, _answer.assessment_id == _assessment.id)
    .where(_assessment.id == bindparam("assessment_id"))
)


@dataclass(frozen=True, slots=True)
class Standing:
    """An assessment as it stands; `kept` is the interview's flat dict."""

    id: int
    subject_id: int
    subject: str
    title: str
    pack_id: int
    state: str
    paused: bool
    kept: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class By:
    """Who did something, in which role, through which channel, when."""

    person_id: int
    role: str
    channel: str
    now: datetime


async def load(tx: Tx, assessment_id: int) -> Standing:
    """The assessment with all its answers, in one query. Raises LookupError."""
    rows = (await tx.execute(_STANDING, {"assessment_id": assessment_id})).all()
    if not rows:
        raise LookupError(f"there is no assessment {assessment_id}")
    row = rows[0]
    kept = {answer.ref: answer.value for answer in rows if answer.ref is not None}
    kept |= {PREFILLED + path: value for path, value in row.prefilled.items()}
    kept |= {AT: row.place_at} if row.place_at else {}
    return Standing(
        row.id, row.subject_id, row.subject, row.title, row.pack_id, row.state, row.paused, kept
    )


async def open_for(tx: Tx, offer: Offer, year: int, pack_id: int, by: By) -> Standing:
    """The assessment of this subject, title and year: the one there is, or a new one.

    Two who open it at once get the same.
    """
    known = {"subject_id": offer.subject_id, "title": offer.title, "year": year}
    is_new = await insert_once(
        tx,
        tables.Assessment,
        **known,
        pack_id=pack_id,
        state=after("", "open"),
        opened_at=by.now,
        opened_by=by.person_id,
    )
    query = select(_assessment.id).filter_by(**known)
    assessment_id = (await tx.execute(query)).scalar_one()
    if is_new:
        await _record_move(tx, assessment_id, "open", after("", "open"), by)
    return await load(tx, assessment_id)


async def keep(tx: Tx, standing: Standing, kept: Mapping[str, str], paused: bool, by: By) -> None:
    """Write what changed since `standing` was loaded."""
    before = standing.kept
    rows = [
        {
            "assessment_id": standing.id,
            "ref": ref,
            "value": value,
            "typist_id": by.person_id,
            "channel": by.channel,
            "answered_at": by.now,
        }
        for ref, value in kept.items()
        if ref.startswith("/") and before.get(ref) != value
    ]
    await put(tx, tables.Answer, rows)
    beside = {**_beside(kept), "paused": paused}
    if beside != {**_beside(before), "paused": standing.paused}:
        await _change(tx, standing.id, beside)


async def submit(tx: Tx, assessment_id: int, score: Score | None, by: By) -> None:
    """Hand the form in, with the score the person gave himself."""
    changes: dict[str, object] = {"submitted_at": by.now, "paused": False}
    if score is not None:
        changes |= {"points": score.total, "most": score.most, "verdict": score.verdict}
    await _move(tx, assessment_id, ("drafting", "submit"), changes, by)


async def reopen(tx: Tx, assessment_id: int, by: By) -> None:
    """Take a handed-in form back, to change it; its score goes with it."""
    unscored = {"submitted_at": None, "points": None, "most": None, "verdict": ""}
    await _move(tx, assessment_id, ("submitted", "reopen"), unscored, by)


async def _move(
    tx: Tx, assessment_id: int, step: tuple[str, str], changes: Mapping[str, object], by: By
) -> None:
    """Move on from the state that was seen; where somebody else already has, nothing happens."""
    before, name = step
    state = after(before, name)
    query = update(tables.Assessment).where(
        _assessment.id == assessment_id, _assessment.state == before
    )
    if (await tx.execute(query.values(state=state, **changes))).rowcount:
        await _record_move(tx, assessment_id, name, state, by)


async def _record_move(tx: Tx, assessment_id: int, name: str, state: str, by: By) -> None:
    await tx.execute(
        insert(tables.Move).values(
            assessment_id=assessment_id,
            name=name,
            state=state,
            person_id=by.person_id,
            role=by.role,
            channel=by.channel,
            moved_at=by.now,
        )
    )


async def offers(tx: Tx, held: Held, year: int) -> tuple[Offer, ...]:
    """What this person may answer: for himself first, then a village head for his neighbours."""
    mine = and_(_speaks.subject_id == _subject.id, _speaks.person_id == held.person.id)
    this_year = and_(
        _assessment.subject_id == _subject.id,
        _assessment.title == case(TITLES, value=_subject.kind),
        _assessment.year == year,
    )
    query = (
        select(_subject.id, _subject.name, _subject.kind, _assessment.state, _speaks.person_id)
        .outerjoin(tables.SpeaksFor, mine)
        .outerjoin(tables.Assessment, this_year)
        .where(_subject.kind.in_(TITLES), _in_reach(held))
        .order_by(_speaks.person_id.is_(None), _subject.kind, _subject.code)
    )
    return tuple(
        Offer(row.id, row.name, TITLES[row.kind], row.state or "", row.person_id is None)
        for row in await tx.execute(query)
    )


def _in_reach(held: Held) -> ColumnElement[bool]:
    """The subjects a person may answer for: a village head also for his village's households."""
    own = _speaks.person_id.is_not(None)
    if held.person.role != "village_head" or held.place_code is None:
        return own
    return or_(own, and_(_subject.kind == "household", _subject.place_code == held.place_code))


async def _change(tx: Tx, assessment_id: int, changes: Mapping[str, object]) -> None:
    query = update(tables.Assessment).where(_assessment.id == assessment_id)
    await tx.execute(query.values(**changes))


def _beside(kept: Mapping[str, str]) -> dict[str, object]:
    """What an interview keeps beside the answers, as columns."""
    prefilled = {k.removeprefix(PREFILLED): v for k, v in kept.items() if k.startswith(PREFILLED)}
    return {"place_at": kept.get(AT, ""), "prefilled": prefilled}
