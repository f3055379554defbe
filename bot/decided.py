"""The errands after a meeting: telling people, posting the list, looking again, handing over."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bot import errands, notices
from bot.errands import Counter, Done, NotThere, speaks
from bot.incident import Incident
from bot.moment import ZONE
from bot.office import Office
from bot.village import show as show_village
from flows import ballots, posting
from flows.events import DeskEvent, MenuLine, Prompted, Refused, Told
from flows.meeting import Item, Meeting, seal
from flows.posting import Remark
from flows.questions import NotUnderstood
from flows.reception import Visit
from flows.recording import Wrong, wants
from flows.replies import Reply
from flows.rights import Target
from flows.village import spoken_day
from flows.visit import Errand
from flows.wording import Words, words
from storage import meetings, people, remarks, reviews
from storage.database import Tx
from storage.people import Held
from storage.reviews import Closed


async def show(office: Office, incident: Incident, at: Meeting, *before: DeskEvent) -> Done:
    """The meeting after its end; once its list was handed over, the village."""
    if at.state == "handed_over":
        return await show_village(incident, at.village, *before)
    items = await meetings.decided(incident.tx, at)
    count = await remarks.count(incident.tx, at.id)
    page = posting.page(speaks(incident), at, items, _today(incident), count)
    return Done((*before, *_where(office, incident, at), page))


async def tell(incident: Incident, at: Meeting, closed: Closed) -> None:
    """Tell everybody how the village decided on theirs."""
    for item in closed.passed:
        await _tell(incident, at, item, "passed")
    for item in closed.failed:
        await _tell(incident, at, item, "failed", item.ballot.reason if item.ballot else "")


async def about(tx: Tx, held: Held, rest: str) -> Target:
    """The village of the meeting whose number comes first."""
    return await meetings.about(tx, errands.number(rest))


def not_taken(no: NotUnderstood | Wrong) -> DeskEvent:
    """Why the reply was not taken; the page follows once more."""
    if isinstance(no, Wrong):
        return Told(no.key, no.facts)
    return Refused(no.reason, no.facts, again=True)


# ---- the list of a closed meeting


async def _run(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """One page of a meeting that has decided."""
    at = await meetings.load(incident.tx, errands.number(errand.rest))
    if at.state == "open":
        raise NotThere
    if at.state == "handed_over":
        return await show(office, incident, at, Told("posting.already_handed_over"))
    match _part(errand, 1):
        case "":
            return await show(office, incident, at)
        case "post" | "days":
            return await _post(office, incident, at, errand)
        case "hand" | "sure":
            return await _hand_over(office, incident, at, errand)
        case "again":
            items = await meetings.decided(incident.tx, at)
            start = errands.number(errand.rest, 2)
            return Done((posting.again(speaks(incident), at, items, start),))
        case "why":
            return await _again(office, incident, at, errand)
    raise NotThere


async def _post(office: Office, incident: Incident, at: Meeting, errand: Errand) -> Done:
    """Put the list up for some days: those of the press, or those that were typed."""
    say, reply = speaks(incident), Reply(errand.text, errand.attachments)
    if at.state != "closed":
        return await show(office, incident, at, Told("posting.already_posted"))
    page = posting.days(say, at)
    is_heard = bool(errand.text or errand.attachments)
    if _part(errand, 1) == "days" and not is_heard:
        return Done((page,))
    if wants(reply, "skip"):
        return await show(office, incident, at)
    try:
        typed = posting.take_days(say, reply) if is_heard else errands.number(errand.rest, 2)
        days = posting.sound_days(typed)
    except (NotUnderstood, Wrong) as no:
        return Done((not_taken(no), page))
    until = _today(incident) + timedelta(days=days)
    await meetings.post(incident.tx, at.id, until, incident.by.now)
    after = await meetings.load(incident.tx, at.id)
    return await show(office, incident, after, Told("posting.posted", {"count": days}))


async def _hand_over(office: Office, incident: Incident, at: Meeting, errand: Errand) -> Done:
    """Give the commune what passed; not before the last posted day is over."""
    say, tx = speaks(incident), incident.tx
    items = await meetings.decided(tx, at)
    if at.posted_until is not None and not at.may_hand_over(_today(incident)):
        return await show(office, incident, at, posting.too_early(say, at.posted_until))
    if not any(item.state == "passed" for item in items):
        return await show(office, incident, at, Told("posting.nothing_passed"))
    if _part(errand, 1) == "hand":
        return Done((posting.confirm(say, at, items),))
    if _part(errand, 2) != seal(at, items):
        return Done((Told("meeting.list_changed"), posting.confirm(say, at, items)))
    count = await reviews.hand_over(tx, at, items, incident.by)
    return await show_village(incident, at.village, Told("posting.handed_over", {"count": count}))


async def _again(office: Office, incident: Incident, at: Meeting, errand: Errand) -> Done:
    """Put one before the next meeting again, for a reason."""
    say, item = speaks(incident), await _seen(incident, at, errand)
    if item is None:
        return await show(office, incident, at, Told("meeting.item_changed"))
    page, chosen = posting.why(say, at, item), _part(errand, 4)
    if not (chosen or errand.text or errand.attachments):
        return Done((page,))
    try:
        reason = _reason(say, chosen, errand)
    except (NotUnderstood, Wrong) as no:
        return Done((not_taken(no), page))
    await reviews.reconsider(incident.tx, item, reason, incident.by)
    await _tell(incident, at, item, "reconsidered", reason)
    told = Told("posting.reconsidered", {"subject": ballots.called(say, item)})
    return await show(office, incident, at, told)


async def _seen(incident: Incident, at: Meeting, errand: Errand) -> Item | None:
    """The item of the press while it is as it was shown, and the village may look at it again."""
    number, revision = errands.number(errand.rest, 2), errands.number(errand.rest, 3)
    there = (i for i in await meetings.decided(incident.tx, at) if i.assessment_id == number)
    item = next(there, None)
    fits = item is not None and item.revision == revision and item.state in posting.HERE
    return item if fits else None


def _reason(say: Words, chosen: str, errand: Errand) -> str:
    if chosen in posting.AGAIN:
        return say(f"again.{chosen}")
    return ballots.reason(say, "", Reply(errand.text, errand.attachments))


# ---- what was said about it


async def _remarks(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """What people said about the posted list, one remark at a time."""
    at = await meetings.load(incident.tx, errands.number(errand.rest))
    said = [
        Remark(one.text, one.contact, one.said_at.astimezone(ZONE).date())
        for one in await remarks.of(incident.tx, at.id)
    ]
    is_head = incident.by.role == "village_head"
    number = errands.number(errand.rest, 1)
    return Done((posting.remarks(speaks(incident), at, said, number, is_head=is_head),))


# ---- telling people


async def _tell(incident: Incident, at: Meeting, item: Item, what: str, reason: str = "") -> None:
    """Tell those who answer for it, each in his own language, with what can be done.

    Whoever decided knows; a choice more under his nose could be taken for the page before him.
    """
    once = f"meeting:{at.id}:{item.assessment_id}:{item.revision}:{what}"
    there = await people.who_answers(incident.tx, item.subject_id)
    for one in (each for each in there if each.recipient.person_id != incident.by.person_id):
        said = [_result(words(one.language, one.you), at, item, what, reason)]
        await notices.tell(
            incident.tx, [one], said, once=once, by=incident.by, about=item.assessment_id
        )


def _result(say: Words, at: Meeting, item: Item, what: str, reason: str) -> DeskEvent:
    facts = {
        "village": at.place,
        "day": spoken_day(say, at.held_on) if at.held_on else "",
        "title": say(f"title.{item.title}"),
        "subject": item.subject,
        "reason": reason,
    }
    if what == "failed":
        line = MenuLine(say("menu.reopen"), f"b.{item.subject_id}.{item.title}")
        return Prompted("told.failed", (line,), facts)
    return Told("told.passed" if what == "passed" else "told.reconsidered", facts)


def _where(office: Office, incident: Incident, at: Meeting) -> Sequence[DeskEvent]:
    """Where the posted list can be read, while it is up."""
    if at.state != "posted" or at.may_hand_over(_today(incident)):
        return ()
    return (Told("posting.link", {"link": f"{office.public_url}/n/{at.token}"}),)


def _part(errand: Errand, at: int) -> str:
    parts = errand.rest.split(".")
    return parts[at] if at < len(parts) else ""


def _today(incident: Incident) -> date:
    return incident.by.now.astimezone(ZONE).date()


COUNTERS: Mapping[str, Counter] = {
    "ni": Counter(_run, "hold_meeting", about),
    "gy": Counter(_remarks, "see_village", about),
}
