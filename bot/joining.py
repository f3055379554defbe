"""Coming in by an invitation, in chat: from its link or its code to who somebody is."""

import hmac
import math
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot import notices
from bot.errands import Counter, Done, NotThere
from bot.incident import Incident
from bot.moment import ZONE
from bot.office import Office
from flows import invitation, invited
from flows.events import Prompted, Told
from flows.invitation import Altered
from flows.invited import SOMEBODY_ELSE, Invited
from flows.rights import Holding
from flows.visit import Errand, Person, Visit
from flows.wording import words
from storage import attempts, invitations, joining, people, places
from storage.database import Tx
from storage.invitations import Invitation
from storage.moves import By

Act = Callable[[Office, Incident, str], Awaitable[Done]]


async def come_in(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """Whatever an invitation leads to. Raises NotThere for a press that is none of ours."""
    what, _, rest = errand.rest.partition(".")
    act = ACTS.get(what)
    if act is None:
        raise NotThere
    return await act(office, incident, rest)


async def _by_link(office: Office, incident: Incident, payload: str) -> Done:
    try:
        found = await read(office, incident.tx, payload)
    except Altered:
        return _sorry(incident, "altered")
    return await _ask(office, incident, found)


async def _by_code(office: Office, incident: Incident, code: str) -> Done:
    where = f"{incident.said.channel}:{incident.said.address}"
    try:
        found = await by_code(office, incident.tx, where, code, incident.by.now)
    except NoCode as no:
        return _sorry(incident, no.reason, **no.facts)
    return await _ask(office, incident, found)


async def _ask(office: Office, incident: Incident, found: Invitation) -> Done:
    """For whom it is, and whether that is who is here; nothing is done before a yes."""
    if await is_in(incident.tx, found, incident.by.person_id):
        return Done((Told("invited.already", facts(incident, found)),))
    problem = found.problem(incident.by.now)
    if problem:
        return await _refuse(incident, found, problem)
    payload = invitation.payload(office.key, found.ticket)
    person = incident.held.person
    return Done((invited.confirm(words(person.language, person.you), about(found), payload),))


async def _no(office: Office, incident: Incident, payload: str) -> Done:
    try:
        found = await read(office, incident.tx, payload)
    except Altered:
        raise NotThere from None
    return _sorry(incident, f"other_{about(found).asked}")


async def _yes(office: Office, incident: Incident, payload: str) -> Done:
    found = await _still(office, incident, payload)
    if isinstance(found, Done):
        return found
    if found.whom.person_id is not None:
        return await _is_listed(incident, found, found.whom.person_id)
    if found.kind == "household" and _is_new(incident.held.person) and found.whom.subject_id:
        listed = await joining.listed(incident.tx, found.whom.subject_id)
        if listed:
            person = incident.held.person
            return Done((invited.which(words(person.language, person.you), listed, payload),))
    return await _takes_part(incident, found)


async def _is_one_of_them(office: Office, incident: Incident, rest: str) -> Done:
    """Somebody of a household says who: one whom the roster knows, or another."""
    payload, _, number = rest.rpartition(".")
    found = await _still(office, incident, payload)
    if isinstance(found, Done):
        return found
    if found.whom.subject_id is None:
        raise NotThere
    if number == SOMEBODY_ELSE:
        return await _takes_part(incident, found)
    listed = await joining.listed(incident.tx, found.whom.subject_id)
    chosen = next((person_id for person_id, _ in listed if str(person_id) == number), None)
    if chosen is None or not _is_new(incident.held.person):
        raise NotThere
    await joining.becomes(incident.tx, incident.by.person_id, chosen, incident.by.now)
    return await _takes_part(replace(incident, by=replace(incident.by, person_id=chosen)), found)


async def _still(office: Office, incident: Incident, payload: str) -> Invitation | Done:
    """The invitation that was agreed to, or why it may not be used any more."""
    try:
        found = await read(office, incident.tx, payload)
    except Altered:
        raise NotThere from None
    if await is_in(incident.tx, found, incident.by.person_id):
        return Done((Told("invited.already", facts(incident, found)),))
    problem = found.problem(incident.by.now)
    return await _refuse(incident, found, problem) if problem else found


async def _takes_part(incident: Incident, found: Invitation) -> Done:
    """Whoever is here answers for the subject from now on; the others who do are told."""
    tx, by, whom = incident.tx, incident.by, found.whom
    subject_id = whom.subject_id
    if subject_id is None:
        raise NotThere
    if await invitations.use(tx, found.id, by.person_id, by.channel, by.now) != "new":
        # Somebody took the last use meanwhile; or he was let out again, and this is not the way in.
        return _sorry(incident, "used_up")
    others = await people.who_answers(tx, subject_id)
    await people.give_role(tx, by.person_id, Holding(whom.role, subject_id), by.now)
    await joining.settle(tx, by.person_id, whom.place_code or None)
    known = [each for each in others if each.recipient.person_id != by.person_id]
    news = [Told("invited.one_more", facts(incident, found))]
    await notices.tell(tx, known, news, once=f"joined:{found.id}:{by.person_id}", by=by)
    return Done((Told("invited.joined", facts(incident, found)),), renewed=True)


async def _is_listed(incident: Incident, found: Invitation, person_id: int) -> Done:
    """Whoever is here is that person of the roster."""
    tx, by = incident.tx, incident.by
    if await joining.on_roster(tx, by.person_id):
        taken = {**facts(incident, found), "name": incident.held.person.name}
        return _sorry(incident, "taken", **taken)
    if await invitations.use(tx, found.id, person_id, by.channel, by.now) != "new":
        return await _refuse(incident, found, "used_up")
    await joining.becomes(tx, by.person_id, person_id, by.now)
    return Done((Told("invited.welcome", facts(incident, found)),), renewed=True)


async def _refuse(incident: Incident, found: Invitation, problem: str) -> Done:
    if problem == "used_up":
        await tell_tried(incident.tx, found, incident.by)
    return _sorry(incident, problem, **facts(incident, found))


async def tell_tried(tx: Tx, found: Invitation, by: By) -> None:
    """Tell the holder of a personal invitation, and staff, that another phone tried it."""
    person_id, place_code = found.whom.person_id, found.whom.place_code
    if person_id is None:
        return
    staff = await people.who_heads(tx, "staff", (await places.of_place(tx, place_code)).commune)
    to = {each.recipient.person_id: each for each in (*await people.at_home(tx, person_id), *staff)}
    news = [Told("invited.tried", {"subject": found.name})]
    once = f"tried:{found.id}:{by.now.astimezone(ZONE).date()}"
    await notices.tell(tx, tuple(to.values()), news, once=once, by=by)


ACTS: Mapping[str, Act] = {
    "l": _by_link,
    "k": _by_code,
    "y": _yes,
    "n": _no,
    "w": _is_one_of_them,
}
"""What stands after the verb, and what is done."""


COUNTERS: Mapping[str, Counter] = {invited.VERB: Counter(come_in)}


# ---- what the page of a link asks too


class NoCode(Exception):
    """A code that leads nowhere: `reason` is one of flows.invited.SORRY."""

    def __init__(self, reason: str, **facts: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


async def read(office: Office, tx: Tx, payload: str) -> Invitation:
    """The invitation of a link. Raises Altered."""
    ticket = invitation.opened(office.key, payload)
    try:
        return await invitations.by_id(tx, ticket.id)
    except LookupError:
        raise Altered from None


async def by_code(office: Office, tx: Tx, where: str, code: str, now: datetime) -> Invitation:
    """The invitation of a spoken code ("" for one with a slip) that came from `where`.

    Raises NoCode, after some tries for every code: nobody learns which ones there are.
    """
    source = hmac.digest(office.key, where.encode(), "sha256").hex()
    until = await attempts.wait_until(tx, source, now)
    if until is not None:
        raise NoCode("wait", minutes=math.ceil((until - now).total_seconds() / 60))
    if not code:
        raise NoCode("slip")
    try:
        found = await invitations.by_spoken(tx, code)
    except LookupError:
        found = None
    if found is None or found.problem(now) in {"revoked", "expired"}:
        await attempts.wrong(tx, source, now)
        raise NoCode("dead")
    return found


async def is_in(tx: Tx, found: Invitation, person_id: int) -> bool:
    """Whether this person came in already, by this invitation or in another way."""
    if found.whom.person_id is not None:
        return found.whom.person_id == person_id
    return await people.holds(tx, person_id, Holding(found.whom.role, found.whom.subject_id))


def about(found: Invitation) -> Invited:
    """The invitation as a page speaks of it."""
    return Invited(found.kind, found.name, found.place, found.whom.role)


def facts(incident: Incident, found: Invitation) -> dict[str, object]:
    person = incident.held.person
    return invited.about(words(person.language, person.you), about(found))


def _sorry(incident: Incident, reason: str, **facts: object) -> Done:
    """Say no; somebody new is asked nothing after it."""
    if _is_new(incident.held.person):
        return Done((Prompted(f"invited.sorry_{reason}", (), facts),))
    return Done((Told(f"invited.sorry_{reason}", facts),))


def _is_new(person: Person) -> bool:
    """Whether nothing is known yet of who is here."""
    return not (person.name or person.holdings)
