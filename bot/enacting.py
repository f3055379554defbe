"""The decision that recognises all of a draft at once: its number, its day, the last question."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import UTC, date, datetime
from random import Random

from bot import awarding
from bot.errands import Done, NotThere
from bot.listing import Table, show
from bot.moment import ZONE
from flows import instrument, recognition
from flows.events import DeskEvent, Told
from flows.instrument import Draft, Instrument
from flows.recognition import LISTED, Candidate, Cut
from storage import awards, decisions

TOKEN = 16  # bytes: as hard to guess as a key


async def ask_number(at: Table) -> Done:
    """Which number? Only where there is a draft."""
    if not Cut(LISTED).of(await at.items()):
        return await show(at, Told("recognition.list_changed"))
    return Done((instrument.ask_number(at.say, at.scope),))


async def number(at: Table) -> Done:
    """The number was typed: of which day?"""
    page = instrument.ask_number(at.say, at.scope)
    if not at.errand.is_heard:
        return Done((page,))
    if instrument.is_skipped(at.errand.reply):
        return await show(at)
    typed = instrument.take_number(at.errand.reply)
    if not isinstance(typed, str):
        return Done((typed, page))
    return Done((instrument.ask_day(at.say, at.scope, typed),))


async def day(at: Table) -> Done:
    """The day was typed: is it that?"""
    if not at.kept:
        return _again(at)
    if instrument.is_skipped(at.errand.reply):
        return await show(at)
    typed = instrument.take_day(at.errand.reply, at.scope, at.today)
    if not isinstance(typed, date):
        return Done((typed, instrument.ask_day(at.say, at.scope, at.kept)))
    return await _confirm(at, Instrument(at.kept, typed))


async def _confirm(at: Table, decided: Instrument, *said: DeskEvent) -> Done:
    listed = Cut(LISTED).of(await at.items())
    if not listed:
        return await show(at, *said, Told("recognition.list_changed"))
    draft = Draft(at.scope, listed, await decisions.mark(at.tx))
    earlier = await decisions.earlier(at.tx, at.scope, decided)
    return Done((*said, instrument.confirm(at.say, draft, decided, earlier)))


async def recognise(at: Table) -> Done:
    """All at once, as they were just seen; whoever moved on meanwhile is left out and named."""
    if not at.kept:
        return _again(at)
    decided = Instrument(at.kept, _date(at.text(0)))
    mark = at.number(1)
    seen = await decisions.listed(at.tx, at.scope, mark)
    there = await decisions.unmoved(at.tx, seen, mark)
    if instrument.fingerprint(seen) != at.text(2):
        return await _confirm(at, decided, Told("recognition.list_changed"))
    if not there:
        return await show(at, *_left(at, seen))
    earlier = await decisions.earlier(at.tx, at.scope, decided)
    if at.number(3) != earlier.awards:
        return await _confirm(at, decided, Told("recognition.used_meanwhile"))
    tokens = {item.id: _token(at.office.chance) for item in there}
    done = await decisions.recognise(at.tx, at.scope, decided, tokens, at.incident.by)
    after = await decisions.listed(at.tx, at.scope, mark)
    left = _left(at, [item for item in after if item.id not in done])
    return await show(at, *await _spread(at, decided, done), *left)


async def _spread(at: Table, decided: Instrument, done: tuple[int, ...]) -> Sequence[DeskEvent]:
    """Tell the good news, and say here whom it reaches."""
    if not done:
        return ()
    given = await awards.of_assessments(at.tx, done, ZONE)
    heard = await awarding.congratulate(at.office, at.incident, given)
    facts = {
        "count": len(done),
        "number": decided.number,
        "day": instrument.figures(decided.dated),
    }
    return (Told("recognition.done", facts), *awarding.how_heard(at.say, heard))


def _again(at: Table) -> Done:
    """The number is not there any more: the line was one of an older page."""
    return Done((Told("recognition.type_again"), instrument.ask_number(at.say, at.scope)))


def _left(at: Table, left: Sequence[Candidate]) -> Sequence[DeskEvent]:
    """Who was on the draft as it was seen and is so no more."""
    if not left:
        return ()
    if all(item.state == "recognised" for item in left):
        return (Told("recognition.by_another", {"count": len(left)}),)
    states = sorted({at.say(f"offer.{item.state}") for item in left})
    shown = recognition.brief([item.subject for item in left])
    return (Told("recognition.left_out", {"shown": shown, "reason": ", ".join(states)}),)


def _date(digits: str) -> date:
    try:
        return datetime.strptime(digits, "%Y%m%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise NotThere from None


def _token(chance: Random) -> str:
    return urlsafe_b64encode(chance.randbytes(TOKEN)).decode().rstrip("=")
