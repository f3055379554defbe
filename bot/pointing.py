"""Changing points at the desk: of which line, to how many, and why."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from bot.errands import Done, NotThere
from bot.returning import own_words
from bot.sitting import Sitting
from flows import decisions, findings, vietnamese
from flows.claims import Claim
from flows.events import Told
from flows.findings import POINT_REASONS, Finding
from flows.looks import Act
from flows.verification import Item
from flows.vietnamese import One
from flows.visit import Errand
from storage import verification as cases
from storage.verification import Case

ABOUT = "điểm"  # what the number counts, so that "7 điểm" is one


async def _ask(here: Sitting, case: Case, act: Act, errand: Errand) -> Done:
    return Done((decisions.which(here.words, await here.item(case), "p"),))


async def _choose(here: Sitting, case: Case, act: Act, errand: Errand) -> Done:
    """The line that was typed; where several hang on it, which of them."""
    item = await here.item(case)
    at, _ = findings.chosen(decisions.choosable(item, "p"), errand.text)
    if not at:
        return Done((Told("desk.which_unknown"), decisions.which(here.words, item, "p")))
    if len(at) > 1:
        return Done((decisions.among(here.words, item, "p", at),))
    return Done((decisions.how_many(here.words, item, at[0]),))


async def _ask_points(here: Sitting, case: Case, act: Act, errand: Errand) -> Done:
    item = await here.item(case)
    at, _ = _line(item, act)
    return Done((decisions.how_many(here.words, item, at),))


async def _points(here: Sitting, case: Case, act: Act, errand: Errand) -> Done:
    """The points that were typed; those the respondent gave himself need no reason."""
    item = await here.item(case)
    at, line = _line(item, act)
    points = _read(errand.text)
    if points is None or not 0 <= points <= (line.most or 0):
        facts = {"most": here.words.number(line.most or 0)}
        return Done((Told("desk.no_such_points", facts), decisions.how_many(here.words, item, at)))
    if points == line.points:
        await cases.forget(here.incident.tx, case, [line.name])
        again = await cases.load(here.incident.tx, case.id)
        return await here.show(again, here.words("desk.points_kept"), photos=False)
    return Done((decisions.why_changed(here.words, item, at, points),))


async def _reason(here: Sitting, case: Case, act: Act, errand: Errand) -> Done:
    """Why: from now on these points count, beside those of the respondent."""
    item = await here.item(case)
    at, line = _line(item, act)
    points = decisions.points_of(act.more[1]) if len(act.more) > 1 else None
    if points is None or points > (line.most or 0):
        raise NotThere
    reason = _given(here, act.more[2:], errand)
    if isinstance(reason, Told):
        return Done((reason, decisions.why_changed(here.words, item, at, points)))
    found = Finding(line.name, "changed", reason, points)
    await cases.find(here.incident.tx, case, found, here.incident.by)
    again = await cases.load(here.incident.tx, case.id)
    facts = {"number": findings.mark(line), "points": here.words.number(points)}
    return await here.show(again, here.words("desk.points_changed", **facts), photos=False)


def _line(item: Item, act: Act) -> tuple[int, Claim]:
    """The line a press is about. Raises NotThere."""
    lines, text = item.sheet.pointed, act.more[0] if act.more else ""
    if not (text.isascii() and text.isdecimal()) or int(text) >= len(lines):
        raise NotThere
    return int(text), lines[int(text)]


def _read(text: str) -> float | None:
    match vietnamese.decimal(text, ABOUT):
        case One(value):
            return round(float(value), 4)
    return None


def _given(here: Sitting, named: Sequence[str], errand: Errand) -> str | Told:
    if named:
        if named[0] not in POINT_REASONS:
            raise NotThere
        return here.words(f"desk.reason.{named[0]}")
    return own_words(errand)


STEPS: Mapping[str, Callable[[Sitting, Case, Act, Errand], Awaitable[Done]]] = {
    "p": _ask,
    "pc": _choose,
    "pq": _ask_points,
    "pp": _points,
    "pw": _reason,
}
