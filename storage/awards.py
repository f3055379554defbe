"""Titles that were given: found by the token of their page, by subject, village or commune."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from sqlalchemy import Row, Select, and_, case, or_, select, update
from sqlalchemy.orm import aliased

from flows.awards import Award
from storage import moves, tables
from storage.database import Tx, sheet
from storage.moves import By, Seen

_awards, _decisions = sheet(tables.Award), sheet(tables.Decision)
_assessments, _subjects = sheet(tables.Assessment), sheet(tables.Subject)
_packs, _place, _commune = sheet(tables.Pack), aliased(tables.Place), aliased(tables.Place)
_award, _decision, _assessment, _subject = _awards.c, _decisions.c, _assessments.c, _subjects.c


async def by_token(tx: Tx, token: str, zone: tzinfo) -> Award | None:
    """The title whose page has this token; None where none has. Days are those in `zone`."""
    row = (await tx.execute(_whole().where(_award.token == token))).first()
    return _read(row, zone) if row else None


async def of_assessment(tx: Tx, assessment_id: int, zone: tzinfo) -> Award:
    """The title an assessment was given. Raises LookupError."""
    row = (await tx.execute(_whole().where(_award.assessment_id == assessment_id))).first()
    if row is None:
        raise LookupError(f"assessment {assessment_id} was given no title")
    return _read(row, zone)


async def of_assessments(tx: Tx, numbers: tuple[int, ...], zone: tzinfo) -> tuple[Award, ...]:
    """The titles of these assessments, by place, title and code."""
    rows = await tx.execute(_whole().where(_award.assessment_id.in_(numbers)))
    return tuple(_read(row, zone) for row in rows)


async def of_subject(tx: Tx, subject_id: int, title: str, zone: tzinfo) -> tuple[Award, ...]:
    """What this subject was given under this title, the newest year first."""
    mine = _whole().where(_assessment.subject_id == subject_id, _assessment.title == title)
    rows = await tx.execute(mine.order_by(None).order_by(_assessment.year.desc()))
    return tuple(_read(row, zone) for row in rows)


async def of_village(tx: Tx, village: str, zone: tzinfo) -> tuple[Award, ...]:
    """What was given in this village, the newest year first."""
    here = _whole().where(_place.code == village, _place.kind == "village")
    newest = (_assessment.year.desc(), _assessment.title.desc(), _subject.code)
    rows = await tx.execute(here.order_by(None).order_by(*newest))
    return tuple(_read(row, zone) for row in rows)


async def of_commune(tx: Tx, commune: str, year: int, zone: tzinfo) -> tuple[Award, ...]:
    """What was given in this commune in one year, by place, title and code."""
    here = or_(_place.code == commune, _place.parent_code == commune)
    rows = await tx.execute(_whole().where(here, _assessment.year == year))
    return tuple(_read(row, zone) for row in rows)


async def revoke(tx: Tx, seen: Seen, reason: str, by: By) -> None:
    """Take the title back: it stays written down that it was given. Raises Stale, NotAllowed."""
    await moves.move(tx, seen, "revoke", by, reason=reason)
    back: Mapping[str, object] = {
        "revoked_at": by.now,
        "revoked_by": by.person_id,
        "reason": reason,
    }
    mine = update(tables.Award).where(_award.assessment_id == seen.id)
    await tx.execute(mine.values(**back))


def _whole() -> Select[*tuple[Any, ...]]:
    """A title with whose it is, where that lies, and the decision that gave it."""
    in_village = _place.kind == "village"
    return (
        select(
            _award.assessment_id,
            _assessment.subject_id,
            _subject.kind,
            _subject.name.label("subject"),
            _assessment.title,
            _assessment.year,
            _place.code.label("place"),
            case((in_village, _place.name), else_="").label("village"),
            case((in_village, _commune.name), else_=_place.name).label("commune"),
            case((in_village, _commune.code), else_=_place.code).label("commune_code"),
            _decision.number,
            _decision.dated,
            _award.token,
            _assessment.state,
            _assessment.revision,
            _packs.c.official,
            or_(_subject.sample, _place.sample).label("sample"),
            _award.revoked_at,
            _award.reason,
        )
        .join_from(_awards, _decisions, _decision.id == _award.decision_id)
        .join(_assessments, _assessment.id == _award.assessment_id)
        .join(_packs, _packs.c.id == _assessment.pack_id)
        .join(_subjects, _subject.id == _assessment.subject_id)
        .join(_place, _place.code == _subject.place_code)
        .outerjoin(_commune, and_(_commune.code == _place.parent_code, in_village))
        .order_by(_place.code, _assessment.title, _subject.code)
    )


def _read(row: Row[*tuple[Any, ...]], zone: tzinfo) -> Award:
    columns = dict(row._mapping)
    revoked_at: datetime | None = columns.pop("revoked_at")
    revoked_on = revoked_at.astimezone(zone).date() if revoked_at else None
    return Award(**columns, revoked_on=revoked_on)
