"""Invitations: issued, revoked, issued anew, used, and who came in by them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Literal

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from flows import invitation
from flows.invitation import LONG, SHORT, Ticket
from flows.rights import Role
from storage import tables
from storage.database import Tx, insert_once, sheet

Problem = Literal["", "revoked", "expired", "used_up"]
Use = Literal["new", "again", "used_up"]

_invitations, _uses = sheet(tables.Invitation), sheet(tables.InvitationUse)
_invitation, _use = _invitations.c, _uses.c
_subjects, _people, _places = map(sheet, (tables.Subject, tables.Person, tables.Place))
_subject, _person, _place = _subjects.c, _people.c, _places.c
_roles = sheet(tables.Role)
_role, _account = _roles.c, sheet(tables.Account).c
_home = aliased(tables.Place)


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom an invitation is for: any adult of one subject, or one person as head or staff."""

    role: Role
    subject_id: int | None = None
    person_id: int | None = None
    place_code: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """Until when an invitation stands, and how many may use it (None: any number)."""

    expires_at: datetime
    uses: int | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation as it stands. `name` is the subject's or the person's, `kind` the subject's.

    `kind` is "" where it is for a person; `place` and `place_code` name where that is.
    """

    id: int
    whom: Whom
    spoken: str
    expires_at: datetime
    uses_left: int | None
    is_withdrawn: bool
    kind: str
    name: str
    place: str

    @property
    def ticket(self) -> Ticket:
        """What its link says."""
        return Ticket(self.id, self.expires_at)

    def problem(self, now: datetime) -> Problem:
        """Why it may not be used, "" when it may."""
        if self.is_withdrawn:
            return "revoked"
        if self.expires_at <= now:
            return "expired"
        return "used_up" if self.uses_left == 0 else ""


@dataclass(frozen=True, slots=True)
class Linked:
    """A subject that people can be invited to, and who answers for it from a phone of theirs.

    The names of `people` may be "".
    """

    subject_id: int
    kind: str
    code: str
    name: str
    place_code: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody on the roster who acts in a role in a place; `has_phone` once he came in."""

    person_id: int
    code: str
    name: str
    role: Role
    place_code: str
    has_phone: bool


async def issue(tx: Tx, whom: Whom, terms: Terms, now: datetime, chance: Random) -> Invitation:
    """The invitation that stands for `whom`, or a new one where none does."""
    await hold(tx, whom)
    return await standing(tx, whom, now) or await _new(tx, whom, terms, now, chance, by=None)


async def reissue(
    tx: Tx, whom: Whom, terms: Terms, now: datetime, chance: Random, by: int | None = None
) -> Invitation:
    """A new invitation for `whom`; those before it are revoked. `by` is the person who asks."""
    await hold(tx, whom)
    older = and_(_about(whom), _invitation.revoked_at.is_(None))
    await tx.execute(update(_invitations).where(older).values(revoked_at=now))
    return await _new(tx, whom, terms, now, chance, by)


async def hold(tx: Tx, whom: Whom) -> None:
    """Hold whom it is for, so that two who issue at once leave one invitation standing."""
    query = select(_subject.id).where(_subject.id == whom.subject_id)
    if whom.person_id is not None:
        query = select(_person.id).where(_person.id == whom.person_id)
    await tx.execute(query.with_for_update())


async def revoke(tx: Tx, invitation_id: int, now: datetime) -> bool:
    """Nobody comes in by it any more; says whether somebody could until now."""
    known = and_(_invitation.id == invitation_id, _invitation.revoked_at.is_(None))
    return bool(
        (await tx.execute(update(_invitations).where(known).values(revoked_at=now))).rowcount
    )


async def standing(tx: Tx, whom: Whom, now: datetime) -> Invitation | None:
    """The newest invitation for `whom` that may be used, if there is one."""
    query = select(_invitation.id).where(
        _about(whom),
        _invitation.revoked_at.is_(None),
        _invitation.expires_at > now,
        or_(_invitation.uses_left.is_(None), _invitation.uses_left > 0),
    )
    found = (await tx.execute(query.order_by(_invitation.id.desc()).limit(1))).scalar()
    return await by_id(tx, found) if found is not None else None


async def by_id(tx: Tx, invitation_id: int) -> Invitation:
    """The invitation with this number. Raises LookupError."""
    return await _one(tx, _invitation.id == invitation_id)


async def by_spoken(tx: Tx, code: str) -> Invitation:
    """The invitation with this spoken code. Raises LookupError."""
    return await _one(tx, _invitation.spoken == code)


async def use(tx: Tx, invitation_id: int, person_id: int, channel: str, now: datetime) -> Use:
    """Note that this person came in by it: once for each; of two who want the last use, one.

    Whether it stands otherwise is the caller's to see.
    """
    if await was_used_by(tx, invitation_id, person_id):
        return "again"
    one_less = (
        update(_invitations)
        .where(
            _invitation.id == invitation_id,
            or_(_invitation.uses_left.is_(None), _invitation.uses_left > 0),
        )
        .values(uses_left=_invitation.uses_left - 1)
    )
    if not (await tx.execute(one_less)).rowcount:
        return "used_up"
    used = {"invitation_id": invitation_id, "person_id": person_id}
    await insert_once(tx, tables.InvitationUse, **used, channel=channel, used_at=now)
    return "new"


async def was_used_by(tx: Tx, invitation_id: int, person_id: int) -> bool:
    """Whether this person came in by it."""
    query = select(_use.person_id).where(
        _use.invitation_id == invitation_id, _use.person_id == person_id
    )
    return (await tx.execute(query)).first() is not None


async def linked(tx: Tx, place_code: str, kinds: Sequence[str]) -> tuple[Linked, ...]:
    """The subjects of these kinds in this place, by kind and code, with who answers for each."""
    return await _linked(tx, and_(_subject.place_code == place_code, _subject.kind.in_(kinds)))


async def linked_to(tx: Tx, subject_id: int) -> Linked:
    """One subject with who answers for it. Raises LookupError."""
    found = await _linked(tx, _subject.id == subject_id)
    if not found:
        raise LookupError(f"there is no subject {subject_id}")
    return found[0]


async def acting_in(tx: Tx, place_code: str, roles: Sequence[Role]) -> tuple[Acting, ...]:
    """Who of the roster acts in one of these roles in this place, by code."""
    return await _acting(tx, and_(_role.place_code == place_code, _role.role.in_(roles)))


async def acting(tx: Tx, code: str, roles: Sequence[Role]) -> tuple[Acting, ...]:
    """The roles among these in which the person with this code of the roster acts, oldest first."""
    return await _acting(tx, and_(_person.code == code, _role.role.in_(roles)))


async def _acting(tx: Tx, which: ColumnElement[bool]) -> tuple[Acting, ...]:
    has_phone = exists().where(_account.person_id == _person.id)
    query = (
        select(_person.id, _person.code, _person.name, _role.role, _role.place_code)
        .add_columns(has_phone.label("has_phone"))
        .join_from(_people, _roles, _role.person_id == _person.id)
        .where(which, _role.ended_at.is_(None), _person.gone_at.is_(None), _person.code != "")
        .order_by(_person.code, _role.id)
    )
    rows = (await tx.execute(query)).all()
    return tuple(
        Acting(row.id, row.code, row.name, row.role, row.place_code or "", row.has_phone)
        for row in rows
    )


async def _linked(tx: Tx, which: ColumnElement[bool]) -> tuple[Linked, ...]:
    has_phone = exists().where(_account.person_id == _role.person_id)
    answering = and_(_role.subject_id == _subject.id, _role.ended_at.is_(None), has_phone)
    query = (
        select(_subjects, _person.id.label("person_id"), _person.name.label("person"))
        .select_from(_subjects)
        .outerjoin(_roles, answering)
        .outerjoin(_people, _person.id == _role.person_id)
        .where(which, _subject.gone_at.is_(None))
        .order_by(_subject.kind.desc(), _subject.code, _person.id)
    )
    found: dict[int, Linked] = {}
    for row in await tx.execute(query):
        before = found.get(row.id)
        people = before.people if before else ()
        people += () if row.person_id is None else (row.person,)
        about = (row.id, row.kind, row.code, row.name, row.place_code or "")
        found[row.id] = Linked(*about, people)
    return tuple(found.values())


async def _one(tx: Tx, which: ColumnElement[bool]) -> Invitation:
    still_acts = exists().where(
        _role.person_id == _invitation.person_id,
        _role.role == _invitation.role,
        _role.place_code.is_not_distinct_from(_invitation.place_code),
        _role.ended_at.is_(None),
    )
    query = (
        select(
            _invitations,
            _subject.kind,
            func.coalesce(_subject.name, _person.name).label("name"),
            _home.name.label("place"),
            or_(_subject.gone_at.is_not(None), _person.gone_at.is_not(None)).label("is_gone"),
            or_(_invitation.person_id.is_(None), still_acts).label("acts"),
        )
        .outerjoin(_subjects, _subject.id == _invitation.subject_id)
        .outerjoin(_people, _person.id == _invitation.person_id)
        .outerjoin(_home, _home.code == _invitation.place_code)
        .where(which)
    )
    row = (await tx.execute(query)).first()
    if row is None:
        raise LookupError("there is no such invitation")
    return Invitation(
        id=row.id,
        whom=Whom(row.role, row.subject_id, row.person_id, row.place_code or ""),
        spoken=row.spoken,
        expires_at=row.expires_at,
        uses_left=row.uses_left,
        is_withdrawn=row.revoked_at is not None or row.is_gone or not row.acts,
        kind=row.kind or "",
        name=row.name,
        place=row.place or "",
    )


async def _new(
    tx: Tx, whom: Whom, terms: Terms, now: datetime, chance: Random, by: int | None
) -> Invitation:
    row = {
        "role": whom.role,
        "subject_id": whom.subject_id,
        "person_id": whom.person_id,
        "place_code": whom.place_code or None,
        "uses_left": terms.uses,
        "issued_at": now,
        "issued_by": by,
        "expires_at": terms.expires_at,
    }
    letters = SHORT if whom.person_id is None else LONG
    while True:  # until a code is found that was never given out
        code = invitation.spoken(chance, letters)
        if await insert_once(tx, tables.Invitation, **row, spoken=code):
            return await by_spoken(tx, code)


def _about(whom: Whom) -> ColumnElement[bool]:
    """A subject may move; what a person may do belongs to a place."""
    if whom.subject_id is not None:
        return _invitation.subject_id == whom.subject_id
    return and_(
        _invitation.person_id == whom.person_id,
        _invitation.role == whom.role,
        _invitation.place_code.is_not_distinct_from(whom.place_code or None),
    )
