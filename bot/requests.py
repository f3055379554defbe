"""The queue of what people ask about their data (verb "rq"): acknowledged, done, or refused."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from bot import errands, notices
from bot.errands import Counter, Done, NotThere
from bot.incident import Incident
from bot.moment import ZONE
from bot.office import Office
from flows import requests as pages
from flows.events import DeskEvent, Told
from flows.requests import Outcome, Waiting
from flows.rights import Target
from flows.visit import Errand, Visit
from flows.wording import words
from reports import requests as queue
from storage import forgetting, people, places, requests
from storage.database import Tx
from storage.people import Held, Reached

Act = Callable[[Incident, Waiting, Errand], Awaitable[Done]]


async def run(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """The queue, or what was chosen of one request that is still open."""
    what = errand.rest.partition(".")[0]
    if what in ("", "l"):
        return await _show(incident, errands.number(errand.rest, 1) if what else 0)
    act = _ACTS.get(what)
    if act is None:
        raise NotThere
    asked = await requests.load(incident.tx, errands.number(errand.rest, 1))
    if not asked.is_open:
        return await _show(incident, 0, Told("requests.settled_before"))
    return await act(incident, _waiting(asked), errand)


async def _show(incident: Incident, start: int, *before: DeskEvent) -> Done:
    now = _now(incident)
    commune = (await _here(incident.tx, incident.held, "")).commune
    waiting = await queue.waiting(incident.tx, commune, now)
    return Done((*before, pages.queue(errands.speaks(incident), waiting, start, now.date())))


async def _one(incident: Incident, at: Waiting, errand: Errand) -> Done:
    return _page(incident, at)


async def _acknowledge(incident: Incident, at: Waiting, errand: Errand) -> Done:
    """The person hears that it arrived, and by when it is answered."""
    if not await requests.acknowledge(incident.tx, at.id, incident.by):
        return _page(incident, at, Told("requests.acknowledged_before"))
    after = _waiting(await requests.load(incident.tx, at.id))
    to = await _reached(incident, at)
    for one in to:
        said = pages.acknowledged(words(one.language, one.you), at)
        await _tell(incident, one, said, f"heard:{at.id}")
    return _page(incident, after, Told("requests.acknowledged"), *_unreached(to, at))


async def _do(incident: Incident, at: Waiting, errand: Errand) -> Done:
    """What was done, in words the person reads; a deletion is shown before it is done."""
    if at.kind != "delete":
        return Done((pages.what_was_done(errands.speaks(incident), at),))
    return await _confirm(incident, at)


async def _done(incident: Incident, at: Waiting, errand: Errand) -> Done:
    if at.kind == "delete":
        raise NotThere
    text = pages.said(errand.text)
    if isinstance(text, Told):
        return Done((text, pages.what_was_done(errands.speaks(incident), at)))
    return await _settle(incident, at, "done", text)


async def _why_not(incident: Incident, at: Waiting, errand: Errand) -> Done:
    return Done((pages.why_not(errands.speaks(incident), at),))


async def _refuse(incident: Incident, at: Waiting, errand: Errand) -> Done:
    text = pages.said(errand.text)
    if isinstance(text, Told):
        return Done((text, pages.why_not(errands.speaks(incident), at)))
    return await _settle(incident, at, "refused", text)


async def _settle(incident: Incident, at: Waiting, outcome: Outcome, text: str) -> Done:
    await requests.settle(incident.tx, at.id, outcome, text, incident.by)
    to = await _reached(incident, at)
    for one in to:
        said = pages.settled(words(one.language, one.you), at, outcome, text)
        await _tell(incident, one, said, f"settled:{at.id}")
    key = "requests.done" if outcome == "done" else "requests.refused"
    return await _show(incident, 0, Told(key, {"name": at.name}), *_unreached(to, at))


# ---- deleting


async def _confirm(incident: Incident, at: Waiting, *before: DeskEvent) -> Done:
    person_id = (await requests.load(incident.tx, at.id)).person_id
    if person_id == incident.by.person_id:
        return _page(incident, at, Told("requests.not_oneself"))
    losses = await forgetting.losses(incident.tx, person_id)
    return Done((*before, pages.confirm_delete(errands.speaks(incident), at, losses)))


async def _delete(incident: Incident, at: Waiting, errand: Errand) -> Done:
    """Do it, if what goes and what stays is still what was shown."""
    tx, by = incident.tx, incident.by
    person_id = (await requests.load(tx, at.id)).person_id
    if at.kind != "delete" or person_id == by.person_id:
        raise NotThere
    losses = await forgetting.losses(tx, person_id)
    if errand.rest.split(".")[2:] != [losses.seal]:
        return await _confirm(incident, at, Told("requests.changed"))
    to = await people.at_home(tx, person_id)
    for one in await requests.of(tx, person_id):  # nobody waits for an answer any more
        await requests.settle(tx, one.id, "done", "", by)
    await forgetting.forget(tx, person_id, by)
    for there in to:  # the last words; they go too once they have left (forgetting.sweep)
        await _tell(incident, there, Told("requests.told_deleted"), f"forgotten:{at.id}")
    return await _show(incident, 0, Told("requests.deleted"))


# ---- what all of them need


def _page(incident: Incident, at: Waiting, *before: DeskEvent) -> Done:
    return Done((*before, pages.one(errands.speaks(incident), at, _now(incident).date())))


async def _reached(incident: Incident, at: Waiting) -> tuple[Reached, ...]:
    asked = await requests.load(incident.tx, at.id)
    return await people.at_home(incident.tx, asked.person_id)


async def _tell(incident: Incident, one: Reached, said: Told, once: str) -> None:
    await notices.tell(incident.tx, [one], [said], once=once, by=incident.by)


def _unreached(to: tuple[Reached, ...], at: Waiting) -> tuple[Told, ...]:
    """Whom nobody can write to has to be told by hand."""
    if to:
        return ()
    return (Told("requests.call" if at.phone else "requests.visit", {"text": at.phone}),)


def _waiting(asked: requests.Asked) -> Waiting:
    heard = asked.acknowledged_at
    return Waiting(
        id=asked.id,
        kind=asked.kind,
        name=asked.name,
        place=asked.place,
        phone=asked.phone,
        note=asked.note,
        asked=asked.asked_at.astimezone(ZONE).date(),
        acknowledged=heard.astimezone(ZONE).date() if heard else None,
    )


def _now(incident: Incident) -> datetime:
    return incident.by.now.astimezone(ZONE)


async def _here(tx: Tx, held: Held, rest: str) -> Target:
    """The commune in which this person handles requests."""
    return await errands.home("handle_requests")(tx, held, rest)


async def _about(tx: Tx, held: Held, rest: str) -> Target:
    """Where the person of the request lives; nowhere known is here, or nobody would answer."""
    if rest.partition(".")[0] in ("", "l"):
        return await _here(tx, held, rest)
    asked = await requests.load(tx, errands.number(rest, 1))
    if asked.place_code is None:
        return await _here(tx, held, rest)
    return await places.of_place(tx, asked.place_code)


_ACTS: Mapping[str, Act] = {
    "o": _one,
    "k": _acknowledge,
    "y": _do,
    "d": _done,
    "n": _why_not,
    "r": _refuse,
    "x": _delete,
}

COUNTERS: Mapping[str, Counter] = {pages.VERB: Counter(run, "handle_requests", _about)}
