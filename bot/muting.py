"""Who wants no announcements says so (verb "tm"): from a letter, by typing it, undone as easily."""

from collections.abc import Mapping

from bot.errands import Counter, Done
from bot.incident import Incident
from bot.office import Office
from flows.announcement import AGAIN, MUTE
from flows.events import Told
from flows.visit import Errand, Visit
from storage import muting


async def run(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """No announcements, or again; whatever was under way goes on after it."""
    tx, person_id = incident.tx, incident.by.person_id
    if errand.rest == AGAIN:
        await muting.unmute(tx, person_id)
        return Done((Told("announce.unmuted"),), aside=True)
    await muting.mute(tx, person_id, incident.by.now)
    return Done((Told("announce.muted"),), aside=True)


COUNTERS: Mapping[str, Counter] = {MUTE: Counter(run)}
