"""Leaving somebody out of the commune's list: by names, for a reason, and taken in again."""

from collections.abc import Sequence

from bot import awarding
from bot.errands import Done, NotThere
from bot.listing import Table, show
from flows import recognition, shortlist
from flows.events import Told
from flows.recognition import LISTED, TYPED, WAITING, Candidate, Cut
from storage import decisions


async def look(at: Table) -> Done:
    """The names of one part, by village where there are several."""
    items, part = await at.items(), at.text(0)
    if part not in (WAITING, LISTED):
        raise NotThere
    here = Cut(part).of(items)
    if not here:
        return await show(at, Told("recognition.list_changed"))
    if len(at.more) == 1 and len({item.place for item in here}) > 1:
        return Done((shortlist.places(at.say, at.scope, part, items),))
    cut = _cut(at)
    return Done((shortlist.names(at.say, at.scope, cut, items),))


async def choose(at: Table) -> Done:
    """Who is left out: one line, or the numbers that were typed. Then: why?"""
    items, cut = await at.items(), _cut(at)
    shown = cut.page(items)
    if at.text(4) != recognition.seal(shown):
        return await _names_again(at, cut, items)
    chosen = recognition.masked(at.text(3), shown)
    if at.text(3) == TYPED:
        chosen = recognition.numbered(at.errand.text, shown)
    if not chosen:
        not_named = Told("recognition.not_numbers", {"last": len(shown)})
        return Done((not_named, shortlist.names(at.say, at.scope, cut, items)))
    return Done((shortlist.why(at.say, at.scope, cut, items, chosen),))


async def decline(at: Table) -> Done:
    """Left out for a reason; they hear of it after a while, so that it can be undone."""
    items, cut = await at.items(), _cut(at)
    shown = cut.page(items)
    chosen = recognition.masked(at.text(3), shown)
    if at.text(4) != recognition.seal(shown) or not chosen:
        return await _names_again(at, cut, items)
    reason = _reason(at)
    if isinstance(reason, Told):
        return Done((reason, shortlist.why(at.say, at.scope, cut, items, chosen)))
    done = await decisions.decline(at.tx, chosen, reason, at.incident.by)
    await awarding.tell_declined(at.incident, done, at.scope.year, reason)
    facts = {"shown": recognition.brief([item.subject for item in done]), "count": len(done)}
    return await show(at, Told("recognition.declined", facts))


def _reason(at: Table) -> str | Told:
    """The reason that was chosen or typed."""
    if at.text(5) in recognition.REASONS:
        return at.say(f"declined.{at.text(5)}")
    return recognition.reason(at.errand.text)


async def undo(at: Table) -> Done:
    """Whom this person left out last may be recognised after all."""
    by = at.incident.by
    last = await decisions.last_declined(at.tx, at.scope, by.person_id, at.undo_since)
    if last is None or last != at.number(0):
        return await show(at, Told("recognition.undo_late"))
    items = await decisions.declined_with(at.tx, at.scope, last, by.person_id)
    done = await decisions.step(at.tx, items, "undo", by)
    await awarding.tell_considered_again(at.incident, done, at.scope.year)
    shown = recognition.brief([item.subject for item in done])
    return await show(at, Told("recognition.undone", {"shown": shown}))


async def _names_again(at: Table, cut: Cut, items: Sequence[Candidate]) -> Done:
    page = shortlist.names(at.say, at.scope, cut, items)
    return Done((Told("recognition.list_changed"), page))


def _cut(at: Table) -> Cut:
    part = at.text(0)
    if part not in (WAITING, LISTED):
        raise NotThere
    number, start = (at.number(n) if at.text(n) else 0 for n in (1, 2))
    return Cut(part, number, start)
