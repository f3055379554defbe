"""Deletes what is kept about a person, in one transaction; what the law lets stay names nobody.

The kept photos and files follow at night: what backs no answer any more is cleaned away
(scheduler.jobs.clean).
"""

from collections.abc import Sequence

from sqlalchemy import and_, delete, exists, func, or_, select, update

from flows.assessment import leads_on
from flows.requests import Losses
from storage import mentions, moves, selves, tables
from storage.database import Tx, sheet
from storage.moves import By
from storage.selves import FORGOTTEN, Form, Selves

_person, _role, _letters = (
    sheet(tables.Person).c,
    sheet(tables.Role).c,
    sheet(tables.Letter),
)
_letter, _assessment, _award = (
    _letters.c,
    sheet(tables.Assessment).c,
    sheet(tables.Award).c,
)
_subject, _request = sheet(tables.Subject).c, sheet(tables.Request).c
_move, _vote = sheet(tables.Move).c, sheet(tables.Vote).c

ERASED = (tables.Answer, tables.Submission, tables.Evidence, tables.Finding)
"""What goes with a form of his alone; its trail and its award stay."""
OF_THE_DECISION = ("recognise", "revoke")
"""Moves whose reason is the decision's."""
EMPTY: dict[str, object] = {
    "place_at": "",
    "prefilled": {},
    "returned": {},
    "paused": False,
    "respondent": "",
    "held_by": None,
    "held_until": None,
}
NO_POINTS: dict[str, object] = {
    "points": None,
    "most": None,
    "verdict": "",
    "level": None,
    "verified_points": None,
    "verified_verdict": "",
}


async def losses(tx: Tx, person_id: int) -> Losses:
    """What goes and what stays when this person is deleted. Raises LookupError for nobody."""
    him = await selves.find(tx, person_id)
    forms = await selves.forms(tx, him)
    evidence = sheet(tables.Evidence).c
    numbers = [form.seen.id for form in forms]
    photos = select(func.count()).where(evidence.assessment_id.in_(numbers))
    letters = select(func.count()).where(_letter.person_id.in_(him.ids))
    return Losses(
        forms=sum(not form.awarded for form in forms),
        photos=(await tx.execute(photos)).scalar_one(),
        letters=(await tx.execute(letters)).scalar_one(),
        stays=tuple((form.title, form.year) for form in forms if form.awarded),
        shared=await selves.shared(tx, him),
        roles=await selves.duties(tx, him),
    )


async def forget(tx: Tx, person_id: int, by: By) -> bool:
    """Delete this person; false where he was deleted before, or never was.

    Nobody else may write for him meanwhile: hold his row first where the database has row locks.
    """
    lock = select(_person.id).where(_person.id == person_id).with_for_update()
    await tx.execute(lock)
    try:
        him = await selves.find(tx, person_id)
    except LookupError:
        return False
    forms = await selves.forms(tx, him)
    traces = await mentions.traces(tx, him, [form.seen.id for form in forms])
    await _erase(tx, forms, by)
    await _leave(tx, him, by)
    await mentions.clear(tx, him, traces)
    await _become_nobody(tx, him, by)
    return True


async def sweep(tx: Tx) -> int:
    """Drop the last words to people who were deleted, once they have left; how many letters."""
    gone = select(_person.id).where(_person.name == FORGOTTEN, _person.gone_at.is_not(None))
    on_its_way = _letter.state.in_(("queued", "sending"))
    left = delete(_letters).where(_letter.person_id.in_(gone), ~on_its_way)
    return (await tx.execute(left)).rowcount


# ---- his forms


async def _erase(tx: Tx, forms: Sequence[Form], by: By) -> None:
    for form in forms:
        await _close(tx, form, by)
    numbers = [form.seen.id for form in forms]
    for table in ERASED:
        theirs = sheet(table).c.assessment_id.in_(numbers)
        await tx.execute(delete(sheet(table)).where(theirs))
    in_hand = update(tables.Person).where(_person.assessment_id.in_(numbers))
    await tx.execute(in_hand.values(assessment_id=None))
    said = update(tables.Vote).where(_vote.assessment_id.in_(numbers))
    await tx.execute(said.values(reason=""))
    await _forget_reasons(tx, numbers)


async def _close(tx: Tx, form: Form, by: By) -> None:
    """Withdraw it where that is possible, and empty it."""
    seen, changes = form.seen, dict(EMPTY)
    if form.awarded:  # the points belong to the decision
        await moves.touch(tx, seen, changes)
        return
    changes |= NO_POINTS
    if seen.state == "proposed":  # off the draft of the decision first
        seen = await moves.move(tx, seen, "undo", by)
    if leads_on(seen.state, "withdraw"):
        await moves.move(tx, seen, "withdraw", by, changes)
    else:
        await moves.touch(tx, seen, changes)


async def _forget_reasons(tx: Tx, numbers: Sequence[int]) -> None:
    """Words people gave with a step; which meeting passed it, and the decision, stay."""
    words = update(tables.Move).where(
        _move.assessment_id.in_(numbers),
        _move.reason != "",
        _move.name.not_in(OF_THE_DECISION),
        ~_move.reason.startswith("meeting:"),
    )
    await tx.execute(words.values(reason=""))


# ---- himself


async def _leave(tx: Tx, him: Selves, by: By) -> None:
    """No letter, no address, no draft, no role, no way in."""
    for table in (tables.Reminder, tables.Letter, tables.Account, tables.InvitationUse):
        theirs = sheet(table).c.person_id.in_(him.ids)
        await tx.execute(delete(sheet(table)).where(theirs))
    written = sheet(tables.Announcement).c
    drafts = (written.made_by.in_(him.ids), written.sent_at.is_(None))
    await tx.execute(delete(sheet(tables.Announcement)).where(*drafts))
    acts = update(tables.Role).where(_role.person_id.in_(him.ids), _role.ended_at.is_(None))
    await tx.execute(acts.values(ended_at=by.now))
    invited = sheet(tables.Invitation).c
    paper = update(tables.Invitation).where(
        invited.person_id.in_(him.ids), invited.revoked_at.is_(None)
    )
    await tx.execute(paper.values(revoked_at=by.now))
    looking = update(tables.Assessment).where(_assessment.held_by.in_(him.ids))
    await tx.execute(looking.values(held_by=None, held_until=None))
    await _forget_words(tx, him)


async def _forget_words(tx: Tx, him: Selves) -> None:
    """That he asked for something, and when it was settled, proves that the clocks were kept."""
    query = select(_request.id, _request.outcome).where(_request.person_id.in_(him.ids))
    for row in (await tx.execute(query)).all():
        what = row.outcome.partition("\n")[0]
        change = update(tables.Request).where(_request.id == row.id)
        await tx.execute(change.values(note="", outcome=what))


async def _become_nobody(tx: Tx, him: Selves, by: By) -> None:
    """Rows that others hang on stay, without anything in them."""
    blank = {
        "code": None,
        "name": FORGOTTEN,
        "phone": "",
        "birth_year": None,
        "consent": "",
        "consented_at": None,
        "consent_channel": "",
        "asking": "",
        "assessment_id": None,
        "muted_at": None,
        "gone_at": by.now,
    }
    await tx.execute(update(tables.Person).where(_person.id.in_(him.ids)).values(**blank))
    awarded = exists().where(
        _award.assessment_id == _assessment.id, _assessment.subject_id == _subject.id
    )
    mine = _subject.id.in_(him.citizens)
    for number in (await tx.execute(select(_subject.id).where(mine, ~awarded))).scalars().all():
        await _anonymous(tx, number, by)
    called = or_(mine, and_(_subject.phone != "", _subject.phone.in_(him.phones)))
    await tx.execute(update(tables.Subject).where(called).values(phone=""))


async def _anonymous(tx: Tx, number: int, by: By) -> None:
    """A citizen whom no decision names: nobody any more, and part of nothing."""
    change = update(tables.Subject).where(_subject.id == number)
    await tx.execute(change.values(name=FORGOTTEN, code=f"x{number}", gone_at=by.now))
    belongs = sheet(tables.Belongs).c
    await tx.execute(delete(sheet(tables.Belongs)).where(belongs.member_id == number))
