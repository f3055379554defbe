"""Returning an item at the desk: choose lines, say why for each, confirm; and what became of it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from bot import results
from bot.errands import Done, NotThere
from bot.moment import ZONE
from bot.sitting import Sitting
from flows import decisions, desk, findings
from flows.claims import Claim
from flows.events import DeskEvent, Told
from flows.findings import Finding
from flows.looks import Act
from flows.verification import Item
from flows.visit import Errand
from storage import told
from storage import verification as cases
from storage.verification import Case

LEAST_REASON = 3  # letters; less says nothing to whoever has to correct it
HEX = frozenset("0123456789abcdef")


async def _ask(here: Sitting, case: Case, act: Act, errand: Errand) -> Done:
    """Which lines? Or what was chosen already, to be confirmed."""
    item = await here.item(case)
    if item.returned:
        return Done((decisions.confirm_return(here.words, item),))
    return Done((decisions.which(here.words, item, "r"),))


async def _ask_more(here: Sitting, case: Case, act: Act, errand: Errand) -> Done:
    return Done((decisions.which(here.words, await here.item(case), "r"),))


async def _choose(here: Sitting, case: Case, act: Act, errand: Errand) -> Done:
    """The lines that were typed: why the first of them?"""
    item = await here.item(case)
    lines = decisions.choosable(item, "r")
    at, unknown = findings.chosen(lines, errand.text)
    if unknown or not at:
        return Done((_unknown(unknown), decisions.which(here.words, item, "r")))
    return Done(_why(here, item, sum(1 << n for n in at)))


async def _reason(here: Sitting, case: Case, act: Act, errand: Errand) -> Done:
    """The reason for the first line that waits: kept at once, then the next one."""
    item = await here.item(case)
    waiting = _bits(act.more[:1])
    line = _first(item, waiting)
    reason = _given(here, line, act.more[1:], errand)
    if isinstance(reason, Told):
        return Done((reason, *_why(here, item, waiting)))
    found = Finding(line.name, "returned", reason)
    await cases.find(here.incident.tx, case, found, here.incident.by)
    item = await here.item(await cases.load(here.incident.tx, case.id))
    left = waiting & (waiting - 1)
    return Done(_why(here, item, left))


async def _send(here: Sitting, case: Case, act: Act, errand: Errand) -> Done:
    """Back it goes, and its people hear of it after a while."""
    item = await here.item(case)
    marks = findings.returned(item.sheet, item.found)
    if not marks:
        return Done((decisions.which(here.words, item, "r"),))
    reason = "; ".join(f"{one.indicator}: {one.reason}" for one in item.returned)
    seen = await cases.send_back(here.incident.tx, case, marks, here.incident.by, reason)
    count = await results.returned(here, case, item, seen)
    key = "desk.returned" if count else "desk.returned_unheard"
    facts = {"subject": case.subject, "count": len(item.returned)}
    phones = await told.phones(here.incident.tx, case)
    numbers = ", ".join(phone for _, phone in phones) or here.words("sample.no_phone")
    return await here.go_on(here.words(key, **facts, phones=numbers))


async def _drop(here: Sitting, case: Case, act: Act, errand: Errand) -> Done:
    """Nothing goes back after all."""
    names = [one.indicator for one in case.found if one.outcome == "returned"]
    await cases.forget(here.incident.tx, case, names)
    again = await cases.load(here.incident.tx, case.id)
    return await here.show(again, here.words("desk.dropped"), photos=False)


async def back(here: Sitting, case: Case, act: Act, errand: Errand) -> Done:
    """One that went back: why, and whether that was heard."""
    tx = here.incident.tx
    since = await told.moved_at(tx, case.id, "return")
    if case.state != "returned" or since is None:
        raise NotThere
    notices = await told.told_of(tx, case.id, since)
    heard = [_heard(one) for one in notices]
    phones = [_called(name, phone) for name, phone in await told.phones(tx, case)]
    left = [reason for reason in case.returned.values() if reason]
    one = desk.Back(
        id=case.id,
        subject=case.subject,
        place=case.village,
        days=here.days_since(since),
        told="nobody",
        left=len(left),
        of=len(case.returned),
    )
    return Done((desk.one_back(here.words, one, list(dict.fromkeys(left)), heard, phones),))


def _why(here: Sitting, item: Item, waiting: int) -> tuple[DeskEvent, ...]:
    """Ask for the next reason; when all are there, for the last word."""
    if not waiting:
        return (decisions.confirm_return(here.words, item),)
    return (decisions.why_returned(here.words, item, _first(item, waiting), waiting),)


def _first(item: Item, waiting: int) -> Claim:
    """The line of the lowest bit. Raises NotThere."""
    lines = decisions.choosable(item, "r")
    if not 0 < waiting < 1 << len(lines):
        raise NotThere
    return lines[(waiting & -waiting).bit_length() - 1]


def _bits(more: Sequence[str]) -> int:
    if not more or not more[0] or set(more[0]) - HEX:
        raise NotThere
    return int(more[0], 16)


def _given(here: Sitting, line: Claim, named: Sequence[str], errand: Errand) -> str | Told:
    """The reason that was chosen or typed; what is wrong with it when it is none."""
    if named:
        if named[0] not in findings.offered(line):
            raise NotThere
        return here.words(f"desk.reason.{named[0]}")
    return own_words(errand)


def own_words(errand: Errand) -> str | Told:
    """A reason in somebody's own words; what is wrong with it when it is none."""
    text = " ".join(errand.text.split())
    if sum(map(str.isalpha, text)) < LEAST_REASON:
        return Told("desk.reason_missing")
    if len(text) > decisions.MOST_REASON:
        return Told("desk.reason_too_long", {"length": len(text), "most": decisions.MOST_REASON})
    return text


def _unknown(unknown: Sequence[str]) -> Told:
    if not unknown:
        return Told("desk.which_unknown")
    return Told("desk.which_none", {"shown": ", ".join(unknown)[:40]})


def _heard(one: told.Told) -> desk.Heard:
    moment = one.read_at or one.sent_at
    state = "read" if one.read_at else one.state
    at = moment.astimezone(ZONE) if moment else None
    return desk.Heard(one.name, state, at)


def _called(name: str, phone: str) -> str:
    return f"{phone} ({name})" if name else phone


STEPS: Mapping[str, Callable[[Sitting, Case, Act, Errand], Awaitable[Done]]] = {
    "r": _ask,
    "ra": _ask_more,
    "rc": _choose,
    "w": _reason,
    "xx": _send,
    "xn": _drop,
}
