"""What people do about their own data (verbs "me", "mw"): see, copy, correct, withdraw, delete."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from bot import errands, notices
from bot.errands import Counter, Done, NotThere
from bot.incident import Incident
from bot.moment import ZONE
from bot.office import Office
from flows import mydata
from flows.assessment import NotAllowed
from flows.events import DeskEvent, Told
from flows.mydata import Mine, MyForm, MyRequest
from flows.requests import Kind, arrived, said
from flows.visit import Errand, Visit
from flows.wording import Words, words
from reports import kept
from storage import assessments, muting, people, places, requests
from storage.moves import Stale

MOST_CORRECTIONS = 3
"""Open at once: more of one person would be a slip of the hand, or a joke."""

Act = Callable[[Incident, Errand, str], Awaitable[Done]]


async def run(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """The page that was chosen; what is kept, without one."""
    what, _, rest = errand.rest.partition(".")
    act = _ACTS.get(what)
    if act is None:
        raise NotThere
    return await act(incident, errand, rest)


async def _show(incident: Incident, errand: Errand, rest: str) -> Done:
    return await _page(incident)


async def _copy(incident: Incident, errand: Errand, rest: str) -> Done:
    """The copy is there at once; asked for twice on one day, it is the same request."""
    tx, by = incident.tx, incident.by
    number = next((one.id for one in await _asked(incident) if _is_todays_copy(one, by.now)), 0)
    if not number:
        number = await requests.ask(tx, by.person_id, "copy", "", by.now)
        await requests.settle(tx, number, "done", "", by)
    return Done((mydata.copy(errands.speaks(incident), number),))


async def _ask_what(incident: Incident, errand: Errand, rest: str) -> Done:
    return Done((mydata.what_to_correct(errands.speaks(incident)),))


async def _correct(incident: Incident, errand: Errand, rest: str) -> Done:
    """What is wrong was told."""
    text = said(errand.text)
    if isinstance(text, Told):
        return Done((text, mydata.what_to_correct(errands.speaks(incident))))
    waiting = [one for one in await _asked(incident) if one.is_open and one.kind == "correct"]
    if any(one.note == text for one in waiting):
        return await _page(incident, Told("mydata.same_words"))
    if len(waiting) >= MOST_CORRECTIONS:
        return await _page(incident, Told("mydata.enough", {"count": len(waiting)}))
    return await _promise(incident, "correct", text)


async def _ask_delete(incident: Incident, errand: Errand, rest: str) -> Done:
    return Done((mydata.confirm_delete(errands.speaks(incident), await _mine(incident)),))


async def _delete(incident: Incident, errand: Errand, rest: str) -> Done:
    waits = (await _mine(incident)).waits_for("delete")
    if waits is not None:
        return Done((mydata.promised(errands.speaks(incident), waits, is_new=False),))
    return await _promise(incident, "delete", "")


async def _take_back(incident: Incident, errand: Errand, rest: str) -> Done:
    """He wants nothing deleted after all, if that was not done meanwhile."""
    asked = await requests.load(incident.tx, errands.number(rest))
    if asked.person_id != incident.by.person_id or asked.kind != "delete":
        raise NotThere
    if await requests.settle(incident.tx, asked.id, "taken_back", "", incident.by):
        return await _page(incident, Told("mydata.all_kept"))
    return await _page(incident)


async def _ask_end(incident: Incident, errand: Errand, rest: str) -> Done:
    return Done((mydata.confirm_end(errands.speaks(incident)),))


async def _end(incident: Incident, errand: Errand, rest: str) -> Done:
    """Nothing more is kept from now on; what follows for what is kept already, staff settle."""
    tx, by = incident.tx, incident.by
    if not incident.held.person.consent:
        return Done((mydata.ended(errands.speaks(incident)),))
    agreed = await requests.end_consent(tx, by.person_id)
    if (await _mine(incident)).waits_for("withdraw") is None:
        number = await requests.ask(tx, by.person_id, "withdraw", agreed, by.now)
        await _tell_staff(incident, number, "withdraw")
    return Done((mydata.ended(errands.speaks(incident)),), renewed=True)


async def _mute(incident: Incident, errand: Errand, rest: str) -> Done:
    await muting.mute(incident.tx, incident.by.person_id, incident.by.now)
    return await _page(incident, Told("announce.muted"))


async def _unmute(incident: Incident, errand: Errand, rest: str) -> Done:
    await muting.unmute(incident.tx, incident.by.person_id)
    return await _page(incident, Told("announce.unmuted"))


async def _which_form(incident: Incident, errand: Errand, rest: str) -> Done:
    return Done((mydata.which_form(errands.speaks(incident), await _mine(incident)),))


_ACTS: Mapping[str, Act] = {
    "": _show,
    "c": _copy,
    "s": _ask_what,
    "t": _correct,
    "d": _ask_delete,
    "y": _delete,
    "b": _take_back,
    "a": _ask_end,
    "z": _end,
    "w": _which_form,
    "m": _mute,
    "u": _unmute,
}


# ---- withdrawing a form


async def withdraw(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """Ask whether, then do it: "17" asks about the form 17, "17.3" withdraws what was seen as 3."""
    number, say = errands.number(errand.rest), errands.speaks(incident)
    forms = (await _mine(incident)).forms
    form = next((one for one in forms if one.id == number), None)
    if form is None:
        raise NotThere
    if not form.may_withdraw:
        state = say(f"offer.{form.state}")
        facts = {"title": mydata.titled(say, form), "state": state}
        return await _page(incident, Told("mydata.cannot_withdraw", facts))
    if errand.rest.partition(".")[2] != str(form.revision):
        changed = (Told("mydata.form_changed"),) if "." in errand.rest else ()
        return Done((*changed, mydata.confirm_withdrawal(say, form)))
    return await _withdraw(incident, form)


async def _withdraw(incident: Incident, form: MyForm) -> Done:
    tx, by = incident.tx, incident.by
    standing = await assessments.load(tx, form.id)
    try:
        await requests.withdraw_form(tx, standing.seen, by)
    except (Stale, NotAllowed):
        raise NotThere from None
    others = await people.who_answers(tx, standing.subject_id)
    news = [one for one in others if one.recipient.person_id != by.person_id]
    once = f"withdrawn:{form.id}:{form.revision}"
    for one in news:
        told = Told("mydata.form_withdrawn", _about(words(one.language, one.you), form))
        await notices.tell(tx, [one], [told], once=once, by=by, about=form.id)
    told = Told("mydata.withdrawn", _about(errands.speaks(incident), form))
    return Done((told,), renewed=True)  # it may be the form in hand


def _about(say: Words, form: MyForm) -> dict[str, object]:
    return {"title": mydata.titled(say, form)}


# ---- what all of them need


async def _page(incident: Incident, *before: DeskEvent) -> Done:
    await requests.agreed_again(incident.tx, incident.by)
    return Done((*before, *mydata.page(errands.speaks(incident), await _mine(incident))))


async def _mine(incident: Incident) -> Mine:
    return await kept.overview(incident.tx, incident.by.person_id, ZONE)


async def _asked(incident: Incident) -> tuple[requests.Asked, ...]:
    return tuple(await requests.of(incident.tx, incident.by.person_id))


async def _promise(incident: Incident, kind: Kind, note: str) -> Done:
    """Write the request down, tell staff, and say by when they answer."""
    by = incident.by
    number = await requests.ask(incident.tx, by.person_id, kind, note, by.now)
    await _tell_staff(incident, number, kind)
    asked = MyRequest(number, kind, by.now.astimezone(ZONE).date())
    return Done((mydata.promised(errands.speaks(incident), asked, is_new=True),))


async def _tell_staff(incident: Incident, number: int, kind: Kind) -> None:
    """Whoever handles requests in his commune hears of it at once: a clock of two days runs."""
    tx, by = incident.tx, incident.by
    commune = await places.commune_of(tx, incident.held.place_code)
    day = by.now.astimezone(ZONE).date()
    for one in await people.who_heads(tx, "staff", commune.code if commune else ""):
        event = arrived(words(one.language, one.you), number, kind, day)
        await notices.tell(tx, [one], [event], once=f"asked:{number}", by=by)


def _is_todays_copy(one: requests.Asked, now: datetime) -> bool:
    same_day = one.asked_at.astimezone(ZONE).date() == now.astimezone(ZONE).date()
    return one.kind == "copy" and same_day


COUNTERS: Mapping[str, Counter] = {
    mydata.VERB: Counter(run),
    mydata.WITHDRAW: Counter(withdraw, "answer", errands.assessment),
}
