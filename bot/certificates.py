"""The errands of titles that were given: one's certificate, a village's, and taking one back."""

from collections.abc import Mapping
from datetime import date

from bot import awarding, errands
from bot.errands import Counter, Done, NotThere
from bot.incident import Incident
from bot.moment import ZONE
from bot.office import Office
from flows import awards as pages
from flows import instrument, recognition
from flows.assessment import NotAllowed
from flows.awards import Award
from flows.events import DeskEvent, Told
from flows.reception import Visit
from flows.visit import Errand
from flows.wording import Words, words
from storage import awards
from storage.moves import Seen, Stale


async def _certificate(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """The certificate of a subject: the newest, or that of the year that was chosen."""
    subject_id, (title, year) = errands.number(errand.rest), _title_and_year(errand)
    given = await awards.of_subject(incident.tx, subject_id, title, ZONE)
    found = next((award for award in given if year in (0, award.year)), None)
    if found is None:
        return Done((Told("award.none"),))
    others = [award.year for award in given if award.year != found.year]
    press, address = f"{errand.verb}.{subject_id}.{title}", pages.link(office.public_url, found)
    return Done((pages.mine(_speaks(visit), found, address, others, press),))


async def _village(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """The titles of one village, a page each."""
    code = errand.rest.partition(".")[0]
    start = errands.number(errand.rest, 1) if "." in errand.rest else 0
    given = await awards.of_village(incident.tx, code, ZONE)
    page = pages.village(_speaks(visit), code, given, start, f"vi.{code}")
    return Done((*pages.unofficial(given), page))


async def _listed(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """The titles a commune gave in one year; what was typed looks for some of them."""
    code = errand.rest.partition(".")[0]
    year = errands.number(errand.rest, 1)
    start = errands.number(errand.rest, 2) if errand.rest.count(".") > 1 else 0
    given = await awards.of_commune(incident.tx, code, year, ZONE)
    typed = " ".join(errand.text.split())[: instrument.NUMBER_LONGEST]
    found = pages.search(given, typed) if typed else given
    page = pages.listed(_speaks(visit), code, year, found, start, typed)
    return Done((*pages.unofficial(found), page))


async def _one(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """One title at the desk: looked at, or taken back for a reason."""
    award = await awards.of_assessment(incident.tx, errands.number(errand.rest), ZONE)
    _, _, then = errand.rest.partition(".")
    what = then.partition(".")[0]
    if what not in ("", "w", "k"):
        raise NotThere
    if not what:
        return _shown(office, visit, award)
    if award.revoked_on is not None:
        return _shown(office, visit, award, Told("award.already_revoked"))
    if what == "w":
        return _why(visit, award, errand)
    return await _revoke(office, incident, visit, award, errand)


def _shown(office: Office, visit: Visit, award: Award, *said: DeskEvent) -> Done:
    address = pages.link(office.public_url, award)
    return Done((*said, pages.one(_speaks(visit), award, address)))


def _why(visit: Visit, award: Award, errand: Errand) -> Done:
    """Which reason? Then the last question."""
    say, chosen = _speaks(visit), errand.rest.partition(".w")[2].removeprefix(".")
    if chosen in pages.REVOKING:
        return Done((pages.confirm(say, award, say(f"revoked.{chosen}")),))
    if not (errand.text or errand.attachments):
        return Done((pages.why(say, award),))
    reason = recognition.reason(errand.text)
    if isinstance(reason, Told):
        return Done((reason, pages.why(say, award)))
    return Done((pages.confirm(say, award, reason),))


async def _revoke(
    office: Office, incident: Incident, visit: Visit, award: Award, errand: Errand
) -> Done:
    """Take it back, as it was seen, for the reason that stood beside the line."""
    reason = instrument.kept(visit.person.asking, f"{errand.verb}.{errand.rest}")
    if not reason:
        return Done((Told("award.reason_again"), pages.why(_speaks(visit), award)))
    seen = Seen(award.assessment_id, award.state, errands.number(errand.rest, 2))
    try:
        await awards.revoke(incident.tx, seen, reason, incident.by)
    except (Stale, NotAllowed):
        return _shown(office, visit, award, Told("award.changed"))
    count = await awarding.tell_revoked(incident, award, _today(incident), reason)
    after = await awards.of_assessment(incident.tx, award.assessment_id, ZONE)
    key = "award.revoked" if count else "award.revoked_unheard"
    return _shown(office, visit, after, Told(key, {"subject": award.subject}))


def _title_and_year(errand: Errand) -> tuple[str, int]:
    """The title, and the year or 0. Raises NotThere."""
    parts = errand.rest.split(".")
    if len(parts) < 2 or parts[1] not in recognition.RECOGNISED_BELOW:
        raise NotThere
    return parts[1], errands.number(errand.rest, 2) if len(parts) > 2 else 0


def _speaks(visit: Visit) -> Words:
    return words(visit.person.language, visit.person.you)


def _today(incident: Incident) -> date:
    return incident.by.now.astimezone(ZONE).date()


COUNTERS: Mapping[str, Counter] = {
    "ct": Counter(_certificate, "answer", errands.subject),
    "cv": Counter(_certificate, "answer_for", errands.subject),
    "cl": Counter(_village, "hold_meeting", errands.place),
    "ra": Counter(_listed, "recognise", errands.place),
    "rk": Counter(_one, "recognise", errands.assessment),
}
