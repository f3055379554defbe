"""Where a reminder leads: on with what it spoke of (verb "tp"), or to the silent ones ("im")."""

from collections.abc import Mapping

from bot import errands
from bot.errands import Counter, Done, NotThere
from bot.incident import Incident
from bot.office import Office
from flows import reminding, rights
from flows.reception import Visit
from flows.reminding import Line
from flows.visit import Errand
from reports import unfinished
from scheduler import looks, silence
from storage import offers, places, reminders
from storage.people import Held


async def _go_on(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """What the last reminder spoke of first, if it is not finished; else the menu."""
    tx, by = incident.tx, incident.by
    letter = await reminders.last_said(tx, by.person_id)
    found = await reminders.addressed(tx, letter) if letter else None
    lines = await looks.still(tx, found, by.now) if found else ()
    for line in reminding.in_order(lines):
        done = await _follow(office, incident, visit, line)
        if done is not None:
            return done
    return Done()


async def _follow(office: Office, incident: Incident, visit: Visit, line: Line) -> Done | None:
    """Do what the line carries, as if it had been tapped; None when that cannot be done."""
    from bot.desks import ERRANDS  # it names this file, so neither can be loaded before the other

    verb, _, rest = line.press.partition(".")
    if verb != "o":
        return await errands.run(office, ERRANDS, incident, visit, Errand(verb, rest))
    subject_id = errands.number(rest)
    offer = await offers.one(incident.tx, incident.held, subject_id, incident.year)
    return Done(start=offer) if offer else None


async def _silent(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """The households of a village that nobody hears from, with their telephone numbers."""
    code, tx, now = errand.rest.partition(".")[0], incident.tx, incident.by.now
    commune = (await places.of_place(tx, code)).commune
    name = (await unfinished.villages(tx, commune)).get(code)
    if name is None:
        raise NotThere
    step = await looks.answer_step(tx, commune, now)
    homes = await silence.silent_homes(tx, code, step, now) if step else []
    start = errands.number(errand.rest, 1)
    say, shown = errands.speaks(incident), [looks.home(each) for each in homes]
    is_head = _heads(incident.held, code)
    return Done((reminding.silent(say, code, name, shown, start, may_answer=is_head),))


def _heads(held: Held, code: str) -> bool:
    """Whether this person may fill in forms for the households of that village."""
    return any(
        holding.place_code == code and "answer_for" in rights.RIGHTS[holding.role]
        for holding in held.person.holdings
    )


COUNTERS: Mapping[str, Counter] = {
    "tp": Counter(_go_on),
    "im": Counter(_silent, "see_village", errands.place),
}
