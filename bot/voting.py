"""The errands of the votes: the whole list, all but some, one by one, and why not."""

from collections.abc import Mapping
from dataclasses import replace

from bot import decided, errands
from bot.errands import Done
from bot.gathering import EACH, Page, Sitting, again, listed, minutes, reasons
from flows import ballots, meeting, naming, recording
from flows.events import DeskEvent, Told
from flows.meeting import Ballot, Item, outcome
from flows.questions import NotUnderstood
from flows.recording import Wrong
from storage import meetings


async def _listed(sitting: Sitting) -> Done:
    at = sitting.part(2)
    return listed(sitting, start=int(at) if at.isdecimal() else 0)


async def _all(sitting: Sitting) -> Done:
    """The whole list passes, but for what was decided one by one."""
    if sitting.is_old:
        return listed(sitting, Told("meeting.list_changed"))
    cast = meeting.whole_list(sitting.items)
    return await _voted(sitting, cast, Told("meeting.all_passed", {"count": len(cast)}))


async def _but(sitting: Sitting) -> Done:
    """All but some: which ones is typed."""
    if not sitting.errand.is_heard:
        return Done((ballots.but(sitting.say, sitting.meeting, sitting.items),))
    if recording.wants(sitting.errand.reply, "skip"):
        return listed(sitting)
    if sitting.is_old:
        return listed(sitting, Told("meeting.list_changed"))
    here = [item for item in sitting.items if item.is_here]
    typed = naming.excepted(sitting.errand.text) or sitting.errand.text
    try:
        excepted = naming.named(here, typed)
    except naming.NotNamed as no:
        key = "meeting.named_twice" if no.several else "meeting.not_named"
        page = ballots.but(sitting.say, sitting.meeting, sitting.items)
        return Done((Told(key, {"name": no.part[:60]}), page))
    cast = meeting.whole_list(sitting.items, [item.assessment_id for item in excepted])
    told = Told("meeting.passed_but", {"shown": ballots.brief([i.subject for i in excepted])})
    return await _voted(sitting, cast, told)


async def _said(sitting: Sitting) -> Done:
    """Words under the list: which ones not, but only where they say so; a number may be a slip."""
    if naming.excepted(sitting.errand.text):
        return await _but(sitting)
    at = sitting.part(3)
    return listed(sitting, Told("meeting.say_but"), start=int(at) if at.isdecimal() else 0)


async def _each(sitting: Sitting) -> Done:
    """The next one that is undecided, else on to the minutes."""
    left = outcome(sitting.items).undecided
    if not left:
        return await minutes(sitting)
    return Done((ballots.one(sitting.say, sitting.meeting, left[0], EACH),))


async def _item(sitting: Sitting) -> Done:
    """The vote on one: how many are in favour."""
    item = _named(sitting)
    if item is None:
        return listed(sitting, Told("meeting.item_changed"))
    mode = sitting.part(4)
    page = ballots.one(sitting.say, sitting.meeting, item, mode)
    if not sitting.errand.is_heard:
        return Done((page,))
    if recording.wants(sitting.errand.reply, "skip"):
        return listed(sitting)
    try:
        said = ballots.in_favour(sitting.say, sitting.meeting, sitting.errand.reply)
    except (NotUnderstood, Wrong) as no:
        return Done((decided.not_taken(no), page))
    ballot = (
        Ballot(item.revision, said)
        if isinstance(said, bool)
        else meeting.counted(sitting.meeting, item, said)
    )
    await meetings.vote(sitting.tx, sitting.meeting.id, {item.assessment_id: ballot})
    return await _after_one(await again(sitting), replace(item, ballot=ballot), mode)


async def _after_one(sitting: Sitting, item: Item, mode: str) -> Done:
    if item.ballot and item.ballot.lacks_reason:
        return Done((ballots.why(sitting.say, sitting.meeting, item, mode),))
    return await _each(sitting) if mode == EACH else listed(sitting)


async def _why(sitting: Sitting) -> Done:
    """Why one did not pass."""
    item = _named(sitting)
    if item is None or item.ballot is None or item.ballot.passed:
        return listed(sitting, Told("meeting.item_changed"))
    mode, chosen = sitting.part(4), sitting.part(5)
    page = ballots.why(sitting.say, sitting.meeting, item, mode)
    if not (sitting.errand.is_heard or chosen):
        return Done((page,))
    try:
        text = ballots.reason(sitting.say, chosen, sitting.errand.reply)
    except (NotUnderstood, Wrong) as no:
        return Done((decided.not_taken(no), page))
    ballot = replace(item.ballot, reason=text)
    await meetings.vote(sitting.tx, sitting.meeting.id, {item.assessment_id: ballot})
    after = await again(sitting)
    if mode == EACH:
        return await _each(after)
    return await reasons(after)


async def _voted(sitting: Sitting, cast: Mapping[int, Ballot | None], *said: DeskEvent) -> Done:
    await meetings.vote(sitting.tx, sitting.meeting.id, cast)
    return await reasons(await again(sitting), *said)


def _named(sitting: Sitting) -> Item | None:
    """The item of the press, as it was when it was shown; None when it is so no more."""
    number, revision = (errands.number(sitting.errand.rest, at) for at in (2, 3))
    here = (item for item in sitting.items if item.is_here)
    seen = (i for i in here if (i.assessment_id, i.revision) == (number, revision))
    return next(seen, None)


PAGES: Mapping[str, Page] = {
    "list": _listed,
    "all": _all,
    "but": _but,
    "said": _said,
    "each": _each,
    "item": _item,
    "why": _why,
}
"""What a press does: its second part -> the page."""
