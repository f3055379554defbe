"""The forms people fill in: what each may answer, what stands there, and handing it in."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, func, insert, select, update

from flows.assessment import NotAllowed, after
from flows.forms.addresses import COUNTS
from flows.levels import Levels
from flows.reception import Offer
from flows.returns import RETURNED
from flows.rights import Target
from flows.scoring import Score
from flows.session import AT, PREFILLED, SCANNED
from storage import moves, tables
from storage.database import Tx, insert_once, put, sheet
from storage.moves import By, Seen, Stale

ROSTER = f"{COUNTS}/"
_assessments, _answers = sheet(tables.Assessment), sheet(tables.Answer)
_subjects, _places = sheet(tables.Subject), sheet(tables.Place)
_assessment, _answer, _subject, _place = _assessments.c, _answers.c, _subjects.c, _places.c
_submission = sheet(tables.Submission).c

_STANDING = (
    select(
        _assessment.id,
        _assessment.subject_id,
        _subject.name.label("subject"),
        _subject.kind,
        _place.code.label("place"),
        _place.kind.label("place_kind"),
        _place.parent_code.label("above"),
        _assessment.title,
        _assessment.year,
        _assessment.pack_id,
        _assessment.state,
        _assessment.revision,
        _assessment.paused,
        _assessment.place_at,
        _assessment.prefilled,
        _assessment.returned,
        _answer.ref,
        _answer.value,
    )
    .join_from(_assessments, _subjects, _subject.id == _assessment.subject_id)
    .outerjoin(_places, _place.code == _subject.place_code)
    .outerjoin(_answers, _answer.assessment_id == _assessment.id)
    .where(_assessment.id == bindparam("assessment_id"))
)


@dataclass(frozen=True, slots=True)
class Standing:
    """An assessment as it stands; `kept` is the interview's flat dict, `target` whose it is."""

    id: int
    subject_id: int
    subject: str
    title: str
    year: int
    pack_id: int
    state: str
    revision: int
    paused: bool
    kept: Mapping[str, str]
    target: Target

    @property
    def seen(self) -> Seen:
        """What a move needs to know of it."""
        return Seen(self.id, self.state, self.revision)


async def load(tx: Tx, assessment_id: int) -> Standing:
    """The assessment with all its answers, in one query. Raises LookupError."""
    rows = (await tx.execute(_STANDING, {"assessment_id": assessment_id})).all()
    if not rows:
        raise LookupError(f"there is no assessment {assessment_id}")
    row = rows[0]
    kept = {answer.ref: answer.value for answer in rows if answer.ref is not None}
    kept |= {PREFILLED + path: value for path, value in row.prefilled.items()}
    kept |= {RETURNED + path: reason for path, reason in row.returned.items()}
    kept |= {AT: row.place_at} if row.place_at else {}
    in_village = row.place_kind == "village"
    village, commune = (row.place, row.above) if in_village else ("", row.place)
    return Standing(
        id=row.id,
        subject_id=row.subject_id,
        subject=row.subject,
        title=row.title,
        year=row.year,
        pack_id=row.pack_id,
        state=row.state,
        revision=row.revision,
        paused=row.paused,
        kept=kept,
        target=Target(row.subject_id, row.kind, village or "", commune or ""),
    )


async def pack_in_hand(tx: Tx, channel: str, address: str) -> int | None:
    """The pack of the form that whoever is at this address has in hand; None for no form."""
    account, person = sheet(tables.Account), sheet(tables.Person)
    query = (
        select(_assessment.pack_id)
        .join_from(account, person, person.c.id == account.c.person_id)
        .join(_assessments, _assessment.id == person.c.assessment_id)
        .where(account.c.channel == channel, account.c.address == address)
    )
    return (await tx.execute(query)).scalar()


async def open_for(tx: Tx, offer: Offer, year: int, pack_id: int, by: By) -> Standing:
    """The assessment of this subject, title and year: the one there is, or a new one.

    One that was only registered is opened by it. Two who open it at once get the same.
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
        **_asked(offer),
    )
    query = select(_assessment.id).filter_by(**known)
    assessment_id = (await tx.execute(query)).scalar_one()
    if is_new:
        await moves.note(tx, assessment_id, "open", after("", "open"), by)
    standing = await load(tx, assessment_id)
    if standing.state == "registered":
        # Nothing was answered yet, so the pack of today is used, not that of the registration.
        await moves.move(tx, standing.seen, "open", by, {"pack_id": pack_id, **_asked(offer)})
        standing = await load(tx, assessment_id)
    return standing


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
        if _is_answer(ref) and before.get(ref) != value
    ]
    await put(tx, tables.Answer, rows)
    # A member taken out of a roster: those after it moved up, and the last place is empty.
    if gone := [ref for ref in before if _is_answer(ref) and ref not in kept]:
        mine = _answer.assessment_id == standing.id
        await tx.execute(delete(tables.Answer).where(mine, _answer.ref.in_(gone)))
    beside = {**_beside(kept), "paused": paused}
    if beside != {**_beside(before), "paused": standing.paused}:
        await _change(tx, standing.id, beside)


async def submit(
    tx: Tx,
    standing: Standing,
    kept: Mapping[str, str],
    result: Score | Levels | None,
    by: By,
    *,
    reviewed: bool = True,
) -> bool:
    """Hand the form in, with the result the person gave himself; false when somebody else just has.

    What was handed in is kept whole. Without `reviewed`, no village meeting will look at it.
    """
    changes: dict[str, object] = {"submitted_at": by.now, "paused": False, "returned": {}}
    if standing.state == "returned":
        changes["corrected"] = True
    points = _points(result)
    try:
        seen = await moves.move(tx, standing.seen, "submit", by, {**changes, **points})
        if not reviewed and seen.state == "submitted":
            await moves.move(tx, seen, "waive", by)
    except (NotAllowed, Stale):
        return False
    await _hand_in(tx, standing.id, kept, points, by)
    return True


async def reopen(tx: Tx, standing: Standing, by: By) -> Standing:
    """Take a form back, to change it, and give it as it is then; its score goes with it.

    Where it cannot be taken back any more, nothing happens.
    """
    with suppress(NotAllowed, Stale):
        await moves.move(tx, standing.seen, "reopen", by, {"submitted_at": None, **_points(None)})
    return await load(tx, standing.id)


def _asked(offer: Offer) -> dict[str, object]:
    """How it was asked, where somebody types for others."""
    if offer.asked is None:
        return {"how": "", "respondent": "", "respondent_agreed": False}
    how, respondent = offer.asked.how, offer.asked.respondent
    return {"how": how, "respondent": respondent, "respondent_agreed": True}


def _points(result: Score | Levels | None) -> dict[str, object]:
    points: dict[str, object] = {"points": None, "most": None, "verdict": "", "level": None}
    match result:
        case Score():
            points |= {"points": result.total, "most": result.most, "verdict": result.verdict}
        case Levels():
            points["level"] = result.reached
    return points


async def _hand_in(
    tx: Tx, assessment_id: int, kept: Mapping[str, str], points: Mapping[str, object], by: By
) -> None:
    """Keep this version, numbered from 1."""
    last = select(func.coalesce(func.max(_submission.number), 0)).where(
        _submission.assessment_id == assessment_id
    )
    number = (await tx.execute(last)).scalar_one() + 1
    answers = {path: value for path, value in kept.items() if _is_answer(path)}
    row = {"assessment_id": assessment_id, "number": number, "answers": answers}
    row |= {name: points[name] for name in ("points", "most", "verdict")}
    who = {"person_id": by.person_id, "submitted_at": by.now}
    await tx.execute(insert(tables.Submission).values(**row, **who))


async def _change(tx: Tx, assessment_id: int, changes: Mapping[str, object]) -> None:
    query = update(tables.Assessment).where(_assessment.id == assessment_id)
    await tx.execute(query.values(**changes))


def _is_answer(key: str) -> bool:
    """Whether a key names an answer, a roster ("#/data/people") and how many are in it, or the
    photos of a code ("@/data/code")."""
    return key.startswith(("/", ROSTER, SCANNED))


def _beside(kept: Mapping[str, str]) -> dict[str, object]:
    """What an interview keeps beside the answers, as columns."""
    prefilled, returned = (
        {key.removeprefix(sign): value for key, value in kept.items() if key.startswith(sign)}
        for sign in (PREFILLED, RETURNED)
    )
    return {"place_at": kept.get(AT, ""), "prefilled": prefilled, "returned": returned}
