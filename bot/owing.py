"""The reports of a season: adding one, taking one over, marking one as sent, ending one."""

from collections.abc import Mapping

from bot.decided import not_taken
from bot.errands import Done, NotThere
from bot.planning import Board, Page, show
from flows import adding, owed
from flows.adding import Day
from flows.events import DeskEvent, Prompted, Told
from flows.plan.binding import own_rule, own_words, to_take_over
from flows.plan.model import Due, Plan
from flows.questions import NotUnderstood
from storage import plans, seasons


async def _list(at: Board, *before: DeskEvent) -> Done:
    return Done((*before, *owed.page(at.say, at.season, at.today, at.number(0))))


async def _all(at: Board) -> Done:
    return await _list(at)


async def _one(at: Board) -> Done:
    return Done(owed.one(at.say, at.season, _due(at), at.today))


async def _sent(at: Board) -> Done:
    """It was sent: it moves no day any more."""
    due = _due(at)
    by = at.incident.by
    is_new = await seasons.file_report(at.tx, at.commune, at.year, due.deadline.code, by)
    return await show(await at.again(), Told("owed.filed" if is_new else "owed.filed_before"))


async def _not_sent(at: Board) -> Done:
    due = _due(at)
    is_new = await seasons.unfile(at.tx, at.commune, at.year, due.deadline.code, at.incident.by)
    return await show(await at.again(), Told("owed.unfiled" if is_new else "owed.unfiled_before"))


# ---- adding and ending


async def _end(at: Board) -> Done:
    due = _due(at)
    if due.deadline.code not in at.season.added:
        raise NotThere
    return Done((owed.end(at.say, at.season, due),))


async def _ended(at: Board) -> Done:
    is_new = await seasons.end_deadline(at.tx, at.commune, at.number(0), at.incident.by)
    return await show(await at.again(), Told("owed.ended" if is_new else "owed.ended_before"))


async def _plans(at: Board) -> Done:
    """The other plans, or the reports of the one that was chosen."""
    every = await plans.known(at.tx)
    if at.part(0):
        plan = every.get(at.part(0))
        if plan is None:
            raise NotThere
        dues = to_take_over(at.season, plan)
        return Done((owed.of_plan(at.say, at.season, plan, dues, at.number(1)),))
    return Done((_other_plans(at, every, at.number(1)),))


def _other_plans(at: Board, every: Mapping[str, Plan], start: int) -> Prompted:
    counted = {code: (plan, len(to_take_over(at.season, plan))) for code, plan in every.items()}
    offered = {code: pair for code, pair in counted.items() if pair[1]}
    return owed.other_plans(at.say, at.season, offered, start)


async def _take_over(at: Board) -> Done:
    """The commune owes that report too from now on."""
    plan = (await plans.known(at.tx)).get(at.part(0))
    offered = to_take_over(at.season, plan) if plan else ()
    due = next((each for each in offered if each.deadline.code == at.part(1)), None)
    if due is None:
        if at.season.due(at.part(1)) is None:
            raise NotThere
        return await _list(at, Told("owed.taken_before"))
    await seasons.take_over(at.tx, at.commune, at.year, due, at.incident.by)
    return await _list(await at.again(), Told("owed.taken"))


# ---- one of staff's own


async def _ask_day(at: Board) -> Done:
    return Done((adding.ask_day(at.say, at.year),))


async def _take_day(at: Board) -> Done:
    page = adding.ask_day(at.say, at.year)
    if not at.errand.is_heard:
        return Done((page,))
    day = adding.take_day(at.errand.text, at.year, at.today)
    if isinstance(day, Told):
        return Done((day, page))
    due = adding.due_on(day, at.year)
    if due is None or due.safe < at.today:
        return Done((Told("adding.over"), page))
    if not day.kind:
        return Done((adding.ask_kind(at.say, at.year, day, at.today),))
    return Done((adding.ask_what(at.say, at.year, day),))


async def _ask_what(at: Board) -> Done:
    return Done((adding.ask_what(at.say, at.year, _day(at)),))


async def _take_what(at: Board) -> Done:
    day = _day(at)
    page = adding.ask_what(at.say, at.year, day)
    if not at.errand.is_heard:
        return Done((page,))
    try:
        what = adding.take_words(at.errand.reply)
    except NotUnderstood as no:
        return Done((not_taken(no), page))
    return Done((adding.ask_receiver(at.say, at.year, day, what),))


async def _take_receiver(at: Board) -> Done:
    day = _day(at)
    what = _kept(at, "an", day)
    if not (what and at.errand.is_heard):
        return Done((adding.ask_what(at.say, at.year, day),))
    try:
        skipped = adding.is_skipped(at.errand.reply)
        receiver = "" if skipped else adding.take_words(at.errand.reply)
    except NotUnderstood as no:
        return Done((not_taken(no), adding.ask_receiver(at.say, at.year, day, what)))
    return Done((adding.confirm(at.say, at.year, day, what, receiver),))


async def _add(at: Board) -> Done:
    """It holds, this year or every year; the words are those of the page just shown."""
    day = _day(at)
    what, _, receiver = _kept(at, "az", day).partition("\n")
    if not what:
        return Done((adding.ask_what(at.say, at.year, day),))
    said = own_words(0, own_rule(day.kind, day.month, day.day), what, receiver)
    year = at.year if at.number(2) else None
    is_new = await seasons.add_deadline(at.tx, at.commune, year, said, at.incident.by)
    return await _list(await at.again(), Told("owed.added" if is_new else "owed.taken_before"))


async def _confirm(at: Board) -> Done:
    """Something else was typed where a line was to be chosen: once more."""
    day = _day(at)
    what, _, receiver = _kept(at, "az", day).partition("\n")
    if not what:
        return Done((adding.ask_what(at.say, at.year, day),))
    return Done((adding.confirm(at.say, at.year, day, what, receiver),))


def _kept(at: Board, verb: str, day: Day) -> str:
    return adding.kept(at.visit.person.asking, verb, at.year, day)


def _due(at: Board) -> Due:
    found = at.season.due(at.part(0))
    if found is None:
        raise NotThere
    return found


def _day(at: Board) -> Day:
    """The day a press carries. Raises NotThere for one that no year has."""
    kind, figures = at.part(0), at.part(1)
    if kind not in adding.KINDS_OF_DAY or len(figures) != 4 or not figures.isdecimal():
        raise NotThere
    day = Day(kind, int(figures[:2]), int(figures[2:]))
    if not 1 <= day.month <= 12 or adding.due_on(day, at.year) is None:
        raise NotThere
    return day


PAGES: Mapping[str, Page] = {
    "d": _all,
    "o": _one,
    "f": _sent,
    "u": _not_sent,
    "x": _end,
    "y": _ended,
    "k": _plans,
    "t": _take_over,
    "a": _ask_day,
    "ad": _take_day,
    "aw": _ask_what,
    "ar": _take_what,
    "an": _take_receiver,
    "ay": _add,
    "az": _confirm,
}
"""What a press does: its second part -> the page."""
