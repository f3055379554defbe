"""Tells people what the commune decided on theirs: a title, none this year, or one taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot import notices
from bot.incident import Incident
from bot.office import Office
from flows import awards
from flows.awards import Award
from flows.events import DeskEvent, Told
from flows.recognition import Candidate
from flows.wording import Words, words
from storage import mail, people, told
from storage.people import Reached

PAUSE = timedelta(minutes=10)
"""How long word of a refusal waits, so that it can be taken back."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Who was told: those who answer for it, the village head in their place, or nobody."""

    told: int
    by_head: tuple[Award, ...]
    nobody: tuple[Award, ...]


async def congratulate(office: Office, incident: Incident, given: Sequence[Award]) -> Heard:
    """Tell everyone who answers for one of these titles; for the rest, the head of the village."""
    unheard = [award for award in given if not await _congratulate(office, incident, award)]
    villages: dict[str, list[Award]] = {}
    for award in unheard:
        villages.setdefault(award.place if award.village else "", []).append(award)
    by_head: list[Award] = []
    nobody = villages.pop("", [])
    for village, theirs in villages.items():
        heads = await people.who_heads(incident.tx, "village_head", village)
        await _tell_heads(incident, heads, theirs)
        (by_head if heads else nobody).extend(theirs)
    return Heard(len(given) - len(unheard), tuple(by_head), tuple(nobody))


def how_heard(say: Words, heard: Heard) -> Sequence[DeskEvent]:
    """Who heard of it, for the staff: whoever nobody told has to be told by hand."""
    said = [Told("recognition.told", {"count": heard.told})] if heard.told else []
    by_head = {"count": len(heard.by_head)}
    said += [Told("recognition.told_heads", by_head)] if heard.by_head else []
    names = awards.names(say, heard.nobody, placed=True)
    said += [Told("recognition.told_nobody", {"shown": names})] if heard.nobody else []
    return said


async def tell_revoked(incident: Incident, award: Award, day: date, reason: str) -> int:
    """Tell whoever answers for it, else the village head; how many letters that are."""
    to = await _who(incident, award.subject_id, award.kind, award.place)
    if not to and award.village:
        to = await people.who_heads(incident.tx, "village_head", award.place)
    once = f"revoked:{award.assessment_id}"
    count = 0
    for one in to:
        event = awards.taken_back(words(one.language, one.you), award, day, reason)
        count += await _tell(incident, one, event, once, award.assessment_id)
    return count


async def tell_declined(
    incident: Incident, items: Sequence[Candidate], year: int, reason: str
) -> None:
    """Tell those left out why, after a while."""
    for item in items:
        for one in await _who(incident, item.subject_id, item.kind, item.place):
            say = words(one.language, one.you)
            event = awards.declined(say, item.subject, item.title, year, reason)
            once = f"declined:{item.id}:{item.revision + 1}"
            await _tell(incident, one, event, once, item.id, after=PAUSE)


async def tell_considered_again(incident: Incident, items: Sequence[Candidate], year: int) -> None:
    """Take word of the refusal back; whoever has it already is told that it does not hold."""
    for item in items:
        once = f"declined:{item.id}:{item.revision}"
        await mail.withdraw(incident.tx, once)
        for one in await told.sent(incident.tx, once):
            say = words(one.language, one.you)
            event = awards.considered_again(say, item.subject, item.title, year)
            again = f"considered:{item.id}:{item.revision}"
            await _tell(incident, one, event, again, item.id)


async def _congratulate(office: Office, incident: Incident, award: Award) -> bool:
    """Whether somebody who answers for it is told."""
    to = await _who(incident, award.subject_id, award.kind, award.place)
    address = awards.link(office.public_url, award)
    for one in to:
        event = awards.congratulation(words(one.language, one.you), award, address)
        await _tell(incident, one, event, f"awarded:{award.assessment_id}", award.assessment_id)
    return bool(to)


async def _tell_heads(
    incident: Incident, heads: Sequence[Reached], theirs: Sequence[Award]
) -> None:
    once = f"awarded:{theirs[0].place}:{incident.by.now:%Y%m%d%H%M%S%f}"
    for one in heads:
        events = awards.neighbours(words(one.language, one.you), theirs)
        await notices.tell(incident.tx, [one], events, once=once, by=incident.by)


async def _who(incident: Incident, subject_id: int, kind: str, place: str) -> tuple[Reached, ...]:
    """Everyone who answers for it: for a village its head, for all others who holds their role."""
    role = _HEADS.get(kind)
    if role:
        return await people.who_heads(incident.tx, role, place)
    return await people.who_answers(incident.tx, subject_id)


async def _tell(
    incident: Incident,
    one: Reached,
    event: DeskEvent,
    once: str,
    about: int,
    *,
    after: timedelta = timedelta(0),
) -> int:
    tx, by = incident.tx, incident.by
    return await notices.tell(tx, [one], [event], once=once, by=by, about=about, after=after)


_HEADS: Mapping[str, str] = {"village": "village_head"}
"""Kinds of subjects whose people hold their role in a place, not for a subject."""
