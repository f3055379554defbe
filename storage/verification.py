"""Items at the commune's desk: what was handed in, who looks at it, what was found and decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, and_, bindparam, delete, func, or_, select, update

from flows.findings import Finding
from flows.scoring import Score
from storage import moves, tables
from storage.database import Tx, put, sheet
from storage.moves import By, Seen

_items, _moves, _findings = map(sheet, (tables.Assessment, tables.Move, tables.Finding))
_subjects, _places, _people = map(sheet, (tables.Subject, tables.Place, tables.Person))
_submissions = sheet(tables.Submission)
_item, _move, _finding, _person = _items.c, _moves.c, _findings.c, _people.c
_subject, _place = _subjects.c, _places.c

DECISIONS = ("verify", "return")


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One version as it was handed in."""

    number: int
    answers: Mapping[str, str]
    at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """An assessment with all that its verification needs.

    `place_code` is where it lies, `village` the name of that when it is a village. `returned` are
    the marks that still wait. `holder` looks at it until `held_until`.
    """

    id: int
    subject_id: int
    kind: str
    subject: str
    phone: str
    title: str
    year: int
    pack_id: int
    state: str
    revision: int
    place_code: str
    village: str
    corrected: bool
    how: str
    respondent: str
    returned: Mapping[str, str]
    held_by: int | None
    held_until: datetime | None
    holder: str
    version: HandedIn
    found: tuple[Finding, ...]

    @property
    def seen(self) -> Seen:
        """What a move needs to know of it."""
        return Seen(self.id, self.state, self.revision)

    def taken_from(self, person_id: int, now: datetime) -> bool:
        """Whether somebody else looks at it now."""
        held = self.held_until is not None and self.held_until > now
        return held and self.held_by != person_id


@dataclass(frozen=True, slots=True)
class Last:
    """The last decision somebody made that can be taken back."""

    id: int
    subject: str
    move: str
    revision: int


async def load(tx: Tx, assessment_id: int) -> Case:
    """The assessment as it stands. Raises LookupError when it is not there or never handed in."""
    row = (await tx.execute(_CASE, {"assessment_id": assessment_id})).first()
    version = await handed_in(tx, assessment_id)
    if row is None or version is None:
        raise LookupError(f"there is no assessment {assessment_id} handed in")
    return _case(row, version, await found(tx, assessment_id, version.number))


async def handed_in(tx: Tx, assessment_id: int, number: int | None = None) -> HandedIn | None:
    """The version with that number, else the last one; None when there is none."""
    version = _submissions.c
    query = select(version.number, version.answers, version.submitted_at)
    query = query.where(version.assessment_id == assessment_id)
    if number is not None:
        query = query.where(version.number == number)
    row = (await tx.execute(query.order_by(version.number.desc()).limit(1))).first()
    return HandedIn(*row) if row else None


async def found(tx: Tx, assessment_id: int, submission: int) -> tuple[Finding, ...]:
    """What was found on one version, by the name of the line."""
    query = (
        select(_finding.indicator, _finding.outcome, _finding.reason, _finding.points)
        .where(_finding.assessment_id == assessment_id, _finding.submission == submission)
        .order_by(_finding.indicator)
    )
    return tuple(Finding(*row) for row in await tx.execute(query))


async def hold(tx: Tx, assessment_id: int, by: By, until: datetime) -> bool:
    """Look at it, and at nothing else, alone until then.

    False while somebody else does, or when it does not wait.
    """
    others = (_item.held_by == by.person_id, _item.id != assessment_id)
    await tx.execute(update(_items).where(*others).values(**_FREE))
    free = or_(
        _item.held_by.is_(None),
        _item.held_by == by.person_id,
        _item.held_until.is_(None),
        _item.held_until <= by.now,
    )
    here = (_item.id == assessment_id, _item.state == "handed_over", free)
    taken = update(_items).where(*here).values(held_by=by.person_id, held_until=until)
    return bool((await tx.execute(taken)).rowcount)


async def release(tx: Tx, by: By) -> None:
    """Look at nothing any longer."""
    await tx.execute(update(_items).where(_item.held_by == by.person_id).values(**_FREE))


async def find(tx: Tx, case: Case, finding: Finding, by: By) -> Seen:
    """Write what was found on one line, over what was found before. Raises Stale."""
    seen = await moves.touch(tx, case.seen, {})
    row = {
        "assessment_id": case.id,
        "submission": case.version.number,
        "indicator": finding.indicator,
        "outcome": finding.outcome,
        "points": finding.points,
        "reason": finding.reason,
        "person_id": by.person_id,
        "found_at": by.now,
    }
    await put(tx, tables.Finding, [row])
    return seen


async def forget(tx: Tx, case: Case, indicators: Sequence[str]) -> Seen:
    """Drop what was found on these lines: they stand as claimed. Raises Stale."""
    seen = await moves.touch(tx, case.seen, {})
    version = (_finding.assessment_id == case.id, _finding.submission == case.version.number)
    await tx.execute(delete(_findings).where(*version, _finding.indicator.in_(indicators)))
    return seen


async def verify(tx: Tx, case: Case, score: Score | None, by: By, reason: str) -> Seen:
    """The commune has looked it through: `score` counts from now on. Raises Stale."""
    changes: dict[str, object] = {
        "verified_points": score.total if score else None,
        "verified_verdict": score.verdict if score else "",
    }
    return await moves.move(tx, case.seen, "verify", by, {**changes, **_FREE}, reason=reason)


async def send_back(tx: Tx, case: Case, returned: Mapping[str, str], by: By, reason: str) -> Seen:
    """Return it with these questions marked, path -> reason. Raises Stale."""
    changes: dict[str, object] = {"returned": dict(returned), **_FREE}
    return await moves.move(tx, case.seen, "return", by, changes, reason=reason)


async def undo(tx: Tx, case: Case, by: By, until: datetime) -> Seen:
    """Take the decision back: it waits again, and who decided looks at it. Raises Stale."""
    changes: dict[str, object] = {"verified_points": None, "verified_verdict": "", "returned": {}}
    held = {"held_by": by.person_id, "held_until": until}
    return await moves.move(tx, case.seen, "undo", by, {**changes, **held})


async def is_touched(tx: Tx, case: Case) -> bool:
    """Whether an answer differs by now from what was handed in: somebody corrects it already."""
    answer = sheet(tables.Answer).c
    query = select(answer.ref, answer.value).where(answer.assessment_id == case.id)
    now = {row.ref: row.value for row in await tx.execute(query)}
    return now != case.version.answers or any(not reason for reason in case.returned.values())


async def last(tx: Tx, person_id: int, since: datetime) -> Last | None:
    """The last decision of this person since then that nothing has followed yet."""
    row = (await tx.execute(_LAST, {"person_id": person_id, "since": since})).first()
    return Last(*row) if row else None


def _case(row: Row[*tuple[object, ...]], version: HandedIn, kept: tuple[Finding, ...]) -> Case:
    columns = dict(row._mapping)
    return Case(**columns, version=version, found=kept)


_FREE = {"held_by": None, "held_until": None}
_later = _moves.alias("later")
_CASE = (
    select(
        _item.id,
        _item.subject_id,
        _subject.kind,
        _subject.name.label("subject"),
        _subject.phone,
        _item.title,
        _item.year,
        _item.pack_id,
        _item.state,
        _item.revision,
        func.coalesce(_subject.place_code, "").label("place_code"),
        func.coalesce(_place.name, "").label("village"),
        _item.corrected,
        _item.how,
        _item.respondent,
        _item.returned,
        _item.held_by,
        _item.held_until,
        func.coalesce(_person.name, "").label("holder"),
    )
    .join_from(_items, _subjects, _subject.id == _item.subject_id)
    .outerjoin(_places, and_(_place.code == _subject.place_code, _place.kind == "village"))
    .outerjoin(_people, _person.id == _item.held_by)
    .where(_item.id == bindparam("assessment_id"), _subject.kind != "commune")
)
_LAST = (
    select(_item.id, _subject.name, _move.name, _item.revision)
    .join_from(_moves, _items, _item.id == _move.assessment_id)
    .join(_subjects, _subject.id == _item.subject_id)
    .where(
        _move.person_id == bindparam("person_id"),
        _move.name.in_(DECISIONS),
        _move.moved_at >= bindparam("since", type_=tables.Utc()),
        ~select(_later.c.id)
        .where(_later.c.assessment_id == _move.assessment_id, _later.c.id > _move.id)
        .exists(),
    )
    .order_by(_move.id.desc())
    .limit(1)
)
