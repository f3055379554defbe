"""Giving out invitations, in chat: who of a village has come in, a code anew, and its links."""

import asyncio
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from io import BytesIO

from PIL import Image

from bot import errands
from bot.channel import Brought
from bot.errands import Counter, Done, NotThere, number
from bot.incident import Incident
from bot.moment import ZONE
from bot.office import Office
from flows import invitation, invited
from flows.events import Told
from flows.invited import KINDS, Guest, Shown
from flows.rights import STANDS_FOR, Role
from flows.visit import Errand, Visit
from reports.papers.square import modules
from storage import invitations, places
from storage.database import Tx
from storage.invitations import Invitation, Linked, Terms, Whom

IN_VILLAGE = ("household", "clan")
"""Kinds of subjects that a village head invites."""
USES = 10  # phones of one household, clan or unit that may come in by one invitation
SINGLE = 1
SQUARE = "ma-moi.png"
PIXELS = 12  # of one module of a square: 500 or so for the whole, what a phone shows
SOON = timedelta(days=14)
"""How long an invitation of staff or of the province stands: it opens more than one form."""


async def guests(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """The list of a village. `rest` is its code, and the line from which on: "MAU01.8"."""
    code, _, start = errand.rest.partition(".")
    place = await places.of_place(incident.tx, code)
    if place.village != code:
        raise NotThere
    found = await invitations.linked(incident.tx, code, IN_VILLAGE)
    name = await places.name_of(incident.tx, code)
    first = int(start) if start.isascii() and start.isdecimal() else 0
    page = invited.guests(
        errands.speaks(incident), name, code, [_guest(each) for each in found], first
    )
    return Done((page,))


async def one(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """One subject, by its number: who has come in, and what can be done."""
    found = await _linked(incident, errand)
    stands = await invitations.standing(incident.tx, _whom(found), incident.by.now)
    standing = stands.id if stands else 0
    page = invited.one(errands.speaks(incident), _guest(found), found.place_code, standing)
    return Done((page,))


async def show(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """The invitation that stands for a subject."""
    found = await _linked(incident, errand)
    stands = await invitations.standing(incident.tx, _whom(found), incident.by.now)
    if stands is None:
        return await one(office, incident, visit, errand)
    return Done((invited.shown(errands.speaks(incident), shown(office, stands), found.place_code),))


async def renew(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """A new invitation for a subject: "17.3" stands for subject 17, of which 3 was seen to stand.

    Pressed twice, or after somebody else gave a new one, it shows that one and makes none.
    """
    tx, now = incident.tx, incident.by.now
    found, seen = await _linked(incident, errand), number(errand.rest, 1)
    whom = _whom(found)
    await invitations.hold(tx, whom)
    stands = await invitations.standing(tx, whom, now)
    key = "invite.changed"
    if (stands.id if stands else 0) == seen:
        key = "invite.renewed" if seen else "invite.issued"
        terms = terms_for(whom, now)
        by = incident.by.person_id
        stands = await invitations.reissue(tx, whom, terms, now, office.chance, by)
    if stands is None:
        return await one(office, incident, visit, errand)
    page = invited.shown(errands.speaks(incident), shown(office, stands), found.place_code)
    return Done((Told(key, {"subject": found.name}), page))


COUNTERS: Mapping[str, Counter] = {
    invited.LIST: Counter(guests, "invite", errands.place),
    invited.ONE: Counter(one, "invite", errands.subject),
    invited.SHOW: Counter(show, "invite", errands.subject),
    invited.RENEW: Counter(renew, "invite", errands.subject),
}


# ---- what the terminal and the enclosures need too


def whom_for(subject_id: int, kind: str, place_code: str) -> Whom:
    """Whom the invitation of this subject is for. Raises LookupError for a kind that has none."""
    if kind not in KINDS:
        raise LookupError(f"nobody is invited to a {kind}")
    return Whom(STANDS_FOR[kind], subject_id=subject_id, place_code=place_code)


def whom_as(person_id: int, role: Role, place_code: str) -> Whom:
    """Whom the invitation of this person is for."""
    return Whom(role, person_id=person_id, place_code=place_code)


def terms_for(whom: Whom, now: datetime) -> Terms:
    """To the end of the year for many; once for a person, and soon for one who sees much."""
    next_year = datetime(now.astimezone(ZONE).year + 1, 1, 1, tzinfo=ZONE)
    if whom.person_id is None:
        return Terms(next_year, USES)
    is_head = whom.role == "village_head"
    return Terms(next_year if is_head else now.replace(microsecond=0) + SOON, SINGLE)


def links(office: Office, found: Invitation) -> tuple[str, ...]:
    """Where the invitation leads: to the page, and to Telegram where there is a bot."""
    payload = invitation.payload(office.key, found.ticket)
    to_page = f"{office.public_url}/i/{payload}"
    name = office.telegram_name
    return (to_page, f"https://t.me/{name}?start={payload}") if name else (to_page,)


def until(found: Invitation) -> date:
    """The last day on which it may be used."""
    return (found.expires_at - timedelta(seconds=1)).astimezone(ZONE).date()


def last_day(found: Invitation) -> str:
    """The same as people write it: "31/12/2026"."""
    day = until(found)
    return f"{day.day}/{day.month}/{day.year}"


def shown(office: Office, found: Invitation) -> Shown:
    """The invitation as it is given out."""
    subject_id = found.whom.subject_id or 0
    of_it = (found.name, found.spoken, links(office, found), last_day(found))
    return Shown(found.id, subject_id, *of_it)


async def square(office: Office, tx: Tx, key: str) -> Brought | None:
    """The square of the invitation with this number, as a picture; None once it is useless."""
    found = await invitations.by_id(tx, int(key)) if key.isascii() and key.isdecimal() else None
    if found is None or found.is_withdrawn:
        return None
    drawn = await asyncio.to_thread(_picture, links(office, found)[0])
    return Brought(drawn, "image/png", SQUARE)


def _picture(link: str) -> bytes:
    rows = modules(link)
    drawing = Image.new("1", (len(rows), len(rows)), 1)
    drawing.putdata([0 if dark else 1 for row in rows for dark in row])
    out = BytesIO()
    side = len(rows) * PIXELS
    drawing.resize((side, side), Image.Resampling.NEAREST).save(out, "PNG", optimize=True)
    return out.getvalue()


async def _linked(incident: Incident, errand: Errand) -> Linked:
    found = await invitations.linked_to(incident.tx, number(errand.rest))
    if found.kind not in KINDS:
        raise NotThere
    return found


def _whom(found: Linked) -> Whom:
    return whom_for(found.subject_id, found.kind, found.place_code)


def _guest(found: Linked) -> Guest:
    return Guest(found.subject_id, found.name, found.people)
