"""Announcements (verb "tb"): written, addressed, looked at, confirmed by their count, stopped."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot import composing, errands
from bot.composing import Act, Table, page, table_of, taken
from bot.errands import Counter, Done, NotThere, home
from bot.incident import Incident
from bot.moment import ZONE
from bot.office import Office
from flows import announced, announcement, letters, quiet
from flows.announcement import VERB
from flows.events import DeskEvent, Told
from flows.menus import PAGE
from flows.messages import Message
from flows.rights import Target
from flows.village import spoken_day
from flows.visit import Errand, Visit
from flows.wording import Words, words
from reports import announced as letters_of
from storage import announcements, places
from storage.announcements import Sending
from storage.database import Tx
from storage.people import Held

GOOD_FOR = timedelta(days=7)  # an announcement that could not leave by then is none any more
_WINDOW = letters.POLICIES["announcement"].window


async def run(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """The list, a new draft, or what was chosen of one announcement."""
    what = errand.rest.partition(".")[0]
    if what in ("", "l"):
        return await _list(incident, errands.number(errand.rest, 1) if what else 0)
    if what == "n":
        return await _new(incident, visit, errand)
    table = await table_of(incident, visit, errand)
    if table.one.sent_at is None:
        return await _of_draft(table, what)
    if what in _WRITING:
        return await _progress(table, Told("announce.sent_before"))
    return await _called(_SENT, what)(table)


async def _of_draft(at: Table, what: str) -> Done:
    if at.one.made_by != at.incident.by.person_id:
        raise NotThere
    return await _called(_WRITING, what)(at)


# ---- the list


async def _list(incident: Incident, start: int, *before: DeskEvent) -> Done:
    """What was announced; a page too far on is the last one there is."""
    tx, commune = incident.tx, await _here(incident)
    found = await letters_of.listed(tx, commune, ZONE, start, PAGE + 1)
    if start and not found:
        return await _list(incident, 0, *before)
    draft = await announcements.draft_of(tx, incident.by.person_id, commune)
    shown, more = found[:PAGE], len(found) > PAGE
    say = errands.speaks(incident)
    return Done((*before, announced.root(say, shown, start, draft, more=more)))


async def _new(incident: Incident, visit: Visit, errand: Errand) -> Done:
    """The words are typed, a photo is sent, or both at once: from then on there is a draft."""
    say = errands.speaks(incident)
    if not errand.is_heard:
        return Done((announcement.write(say),))
    text, picture, wrong = taken(errand)
    if not (text or picture):
        return Done((*wrong, announcement.write(say)))
    commune = await _here(incident)
    number = await announcements.begin(incident.tx, commune, text, picture, incident.by)
    at = await table_of(incident, visit, replace(errand, rest=f"h.{number}"))
    return await page(at, *wrong)


async def _ask_drop(at: Table) -> Done:
    return Done((announcement.confirm_drop(at.say, at.draft),))


async def _drop(at: Table) -> Done:
    await announcements.drop(at.tx, at.one.id)
    return await _list(at.incident, 0, Told("announce.dropped"))


# ---- sending


async def _confirm(at: Table, *before: DeskEvent, shows: bool = True) -> Done:
    """The letter as it will be read, how many get it, and the number to type."""
    reach = await at.reach()
    if not at.draft.text or not reach.people:
        return await page(at, *before)
    leaves, now = _leaves(at.incident), at.incident.by.now
    when = _when(at.say, leaves) if leaves > now else ""
    seen = announcement.preview(at.say, at.draft) if shows else ()
    return Done((*seen, *before, announcement.confirm(at.say, at.draft, reach, when)))


async def _typed(at: Table) -> Done:
    """The number was typed: send, if it is still the number of those who get it."""
    reply, seen = at.errand.reply, errands.number(at.errand.rest, 2)
    if not at.errand.is_heard:
        return await _confirm(at)
    if announcement.leaves(reply):
        return await page(at)
    if not announcement.is_count(reply, seen):
        return await _confirm(at, Told("announce.not_that", {"count": seen}), shows=False)
    if (await at.reach()).people != seen:
        return await _confirm(at, Told("announce.changed"), shows=False)
    return await _send(at)


async def _send(at: Table) -> Done:
    leaves = _leaves(at.incident)
    sending = Sending(at.one, at.year, leaves, leaves + GOOD_FOR)

    def compose(language: str, you: str) -> Message:
        return announcement.letter(words(language, you), at.draft)

    if await announcements.send(at.tx, sending, at.incident.by, compose) is None:
        return await _progress(at, Told("announce.sent_before"))
    return await _progress(at, Told("announce.on_its_way"))


def _leaves(incident: Incident) -> datetime:
    """When the first letters may leave."""
    now = incident.by.now.astimezone(ZONE)
    return quiet.allowed_from(now, _WINDOW) if _WINDOW else now


def _when(say: Words, moment: datetime) -> str:
    return f"{moment:%H:%M} {spoken_day(say, moment.date())}"


# ---- what was sent


async def _progress(at: Table, *before: DeskEvent) -> Done:
    found = await letters_of.progress(at.tx, at.one.id, ZONE)
    return Done((*before, announced.summary(at.say, found)))


async def _show(at: Table) -> Done:
    """The letter once more, as people read it."""
    return await _progress(at, *announcement.preview(at.say, at.draft))


async def _ask_stop(at: Table) -> Done:
    found = await letters_of.progress(at.tx, at.one.id, ZONE)
    if not found.waiting:
        return await _progress(at, Told("announce.nothing_waits"))
    return Done((announced.confirm_stop(at.say, found),))


async def _stop(at: Table) -> Done:
    """Withdraw what still waits, at once; a second time finds nothing to withdraw."""
    taken = await announcements.stop(at.tx, at.one.id, at.incident.by)
    key = "announce.stopped_now" if taken else "announce.nothing_waits"
    return await _progress(at, Told(key, {"count": taken}))


# ---- what all of them need


async def _here(incident: Incident) -> str:
    """The commune for which this person announces."""
    return (await home("announce")(incident.tx, incident.held, "")).commune


async def _about(tx: Tx, held: Held, rest: str) -> Target:
    """The commune of the announcement; of the list and of a new one, this person's own."""
    if rest.partition(".")[0] in ("", "l", "n"):
        return await home("announce")(tx, held, rest)
    one = await announcements.load(tx, errands.number(rest, 1))
    return await places.of_place(tx, one.place_code)


def _called(acts: Mapping[str, Act], what: str) -> Act:
    act = acts.get(what)
    if act is None:
        raise NotThere
    return act


_WRITING: Mapping[str, Act] = {
    **composing.ACTS,
    "c": _confirm,
    "y": _typed,
    "d": _ask_drop,
    "b": _drop,
}
_SENT: Mapping[str, Act] = {"s": _progress, "w": _show, "z": _ask_stop, "e": _stop}

COUNTERS: Mapping[str, Counter] = {VERB: Counter(run, "announce", _about)}
