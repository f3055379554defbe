"""The errands of an open village meeting: every answer is kept at once, whoever holds the phone."""

from collections.abc import Mapping, Sequence

from bot import decided, errands, voting
from bot.errands import Counter, Done, NotThere
from bot.gathering import Page, Sitting, again, onward, sit, summary
from bot.incident import Incident
from bot.office import Office
from bot.village import show
from flows import ballots, closing, meeting, recording
from flows.events import Told
from flows.meeting import DETAILS, Detail, Meeting, outcome
from flows.questions import NotUnderstood
from flows.reception import Visit
from flows.recording import Wrong
from flows.replies import Reply
from flows.visit import Errand
from storage import meetings, reviews


async def _begin(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """Go on with the open meeting of the village, or open one when something waits for it."""
    code, tx, year = errand.rest.partition(".")[0], incident.tx, incident.year
    found = await meetings.under_way(tx, code, year)
    if found is None:
        if not await meetings.waiting(tx, code, year):
            return await show(incident, code, Told("meeting.nothing_waits"))
        found = await meetings.begin(tx, code, year, incident.by)
    sitting = await sit(office, incident, found.id, errand)
    return await onward(sitting)


async def _run(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """One page of the meeting; once it is closed, all of them lead to its result."""
    sitting = await sit(office, incident, errands.number(errand.rest), errand)
    if sitting.meeting.state != "open":
        already = Told("meeting.already_closed")
        return await decided.show(office, incident, sitting.meeting, already)
    what, missing = sitting.part(1), sitting.meeting.next_detail
    if what in DETAILS and (missing is None or DETAILS.index(what) <= DETAILS.index(missing)):
        return await _detail(sitting, what)
    act = _PAGES.get("" if missing else what)  # nothing is decided before it is known who came
    if act is None:
        raise NotThere
    return await act(sitting)


async def _detail(sitting: Sitting, what: Detail) -> Done:
    say, at = sitting.say, sitting.meeting
    page = recording.detail(say, at, what, sitting.today)
    typed = sitting.errand.reply if sitting.errand.is_heard else Reply(sitting.part(2))
    if not (typed.text or typed.attachments):
        return Done((page,))
    try:
        columns = recording.take(say, at, what, typed, sitting.today)
    except (NotUnderstood, Wrong) as no:
        return Done((decided.not_taken(no), page))
    if columns:
        await meetings.change(sitting.tx, at.id, **columns)
    after = await _recount(await again(sitting)) if what == "representatives" else sitting
    after = await again(after)
    return await onward(after, *_remarks(after.meeting, what))


def _remarks(at: Meeting, what: Detail) -> tuple[Told, ...]:
    """What is odd about a number that is possible all the same."""
    if what == "representatives" and 0 < at.households < (at.representatives or 0):
        return (Told("meeting.more_than_households", {"count": at.households}),)
    return ()


async def _recount(sitting: Sitting) -> Sitting:
    """With another number of representatives, a counted vote may come out otherwise."""
    changed = meeting.recounted(sitting.meeting, sitting.items)
    await meetings.vote(sitting.tx, sitting.meeting.id, changed)
    return sitting


async def _passing(sitting: Sitting) -> Done:
    page = recording.passing(sitting.say, sitting.meeting)
    if not sitting.errand.is_heard:
        return Done((page,))
    try:
        percent = recording.take_passing(sitting.say, sitting.meeting, sitting.errand.reply)
    except (NotUnderstood, Wrong) as no:
        return Done((decided.not_taken(no), page))
    await meetings.change(sitting.tx, sitting.meeting.id, passing=percent)
    return await onward(await again(await _recount(await again(sitting))))


# ---- the minutes and the end


async def _photos(sitting: Sitting) -> Done:
    page = closing.photos(sitting.say, sitting.meeting)
    if sitting.part(2) == "drop":
        await meetings.change(sitting.tx, sitting.meeting.id, minutes="")
        after = await again(sitting)
        return Done((Told("meeting.photos_dropped"), closing.photos(after.say, after.meeting)))
    if not sitting.errand.is_heard:
        return Done((page,))
    if recording.wants(sitting.errand.reply, "skip"):
        return await onward(sitting)
    try:
        keys = closing.take_photos(sitting.meeting, sitting.errand.reply)
    except (NotUnderstood, Wrong) as no:
        return Done((decided.not_taken(no), page))
    await meetings.change(sitting.tx, sitting.meeting.id, minutes=" ".join(keys))
    after = await again(sitting)
    return Done((closing.photos(after.say, after.meeting),))


async def _edit(sitting: Sitting) -> Done:
    return Done((closing.corrections(sitting.say, sitting.meeting),))


async def _close(sitting: Sitting) -> Done:
    """Decide. Without minutes it is asked once more."""
    if sitting.is_old or not outcome(sitting.items).can_close:
        return await summary(sitting, Told("meeting.list_changed"))
    if not sitting.meeting.minutes and sitting.part(1) != "sure":
        return Done((closing.without_minutes(sitting.say, sitting.meeting, sitting.items),))
    closed = await reviews.close(sitting.tx, sitting.meeting, sitting.items, sitting.incident.by)
    await decided.tell(sitting.incident, sitting.meeting, closed)
    after = await meetings.load(sitting.tx, sitting.meeting.id)
    return await decided.show(sitting.office, sitting.incident, after, *_told(closed))


def _told(closed: reviews.Closed) -> Sequence[Told]:
    facts = {"passed": len(closed.passed), "failed": len(closed.failed)}
    said = [Told("meeting.closed", facts)]
    if closed.left_out:
        names = ballots.brief([item.subject for item in closed.left_out])
        said.append(Told("meeting.left_out", {"shown": names}))
    return said


_PAGES: Mapping[str, Page] = {
    **voting.PAGES,
    "": onward,
    "passing": _passing,
    "photos": _photos,
    "edit": _edit,
    "close": _close,
    "sure": _close,
}
"""What a press does: its second part -> the page."""

COUNTERS: Mapping[str, Counter] = {
    "hm": Counter(_begin, "hold_meeting", errands.place),
    "ho": Counter(_run, "hold_meeting", decided.about),
}
