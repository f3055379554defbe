"""Verifying at the commune's desk, item by item (verb "dv"): open, accept, see, put off."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot import pointing, results, returning, sitting, undoing
from bot.errands import Counter, Done, NotThere, assessment
from bot.incident import Incident
from bot.moment import ZONE
from bot.office import Office
from bot.sitting import Sitting
from flows import decisions, desk, findings, looks, verification
from flows.events import Told
from flows.looks import Act
from flows.visit import Errand, Visit
from storage import told
from storage import verification as cases
from storage.verification import Case

Step = Callable[[Sitting, Case, Act, Errand], Awaitable[Done]]


async def run(office: Office, incident: Incident, visit: Visit, errand: Errand) -> Done:
    """Do what the press carries, if the item is still as it was seen."""
    act = looks.parse(errand.rest)
    if act is None or act.what not in _STEPS | _FREE:
        raise NotThere
    here = await sitting.of(office, incident, visit, act.look)
    if act.what in _FREE:
        case = await cases.load(incident.tx, act.look.id)
        return await _FREE[act.what](here, case, act, errand)
    # Held before it is looked at: from then on nobody else can change it in this transaction.
    is_held = await cases.hold(incident.tx, act.look.id, incident.by, here.lease)
    case = await cases.load(incident.tx, act.look.id)
    refused = await _refusal(here, case, act, is_held=is_held)
    return refused or await _STEPS[act.what](here, case, act, errand)


async def _refusal(here: Sitting, case: Case, act: Act, *, is_held: bool) -> Done | None:
    """Why the item may not be worked on; None when it may."""
    if case.state != "handed_over":
        return await _gone(here, case)
    if not is_held:
        return _taken(here, case, act)
    if act.what in _ANY_REVISION or act.look.revision == case.revision:
        return None
    return await _changed(here, case, act)


async def _gone(here: Sitting, case: Case) -> Done:
    """Somebody decided meanwhile, or the form was taken back: say so, and go on."""
    state = here.words(f"offer.{case.state}")
    facts = {"subject": case.subject, "state": state}
    done = await told.decided_by(here.incident.tx, case.id)
    if done is None:
        return await here.go_on(here.words("desk.gone", **facts))
    name, moment = done
    when = f"{moment.astimezone(ZONE):%H:%M}"
    return await here.go_on(here.words("desk.gone_by", name=name, when=when, **facts))


def _taken(here: Sitting, case: Case, act: Act) -> Done:
    """Somebody else looks at it: who, and since when."""
    until = case.held_until or here.incident.by.now
    since = f"{(until - sitting.LEASE).astimezone(ZONE):%H:%M}"
    return Done(desk.taken(here.words, case.holder, since, act.look))


async def _changed(here: Sitting, case: Case, act: Act) -> Done:
    """The decision was on something else: what differs, then the item as it is now."""
    say = here.words
    told_first = [say("desk.changed")]
    if act.look.submission != case.version.number:
        changes = await here.changes(case, act.look.submission)
        told_first += verification.differences(say, changes)
        case = replace(case, corrected=False)  # told already
    elif case.found:
        told_first += await _found(here, case)
    return await here.show(case, *told_first)


async def _found(here: Sitting, case: Case) -> list[str]:
    """What others found on this version meanwhile."""
    item = await here.item(case)
    lines = {line.name: line for line in (*item.sheet.askable, *item.sheet.judged)}
    known = ((lines[one.indicator], one) for one in case.found if one.indicator in lines)
    say = here.words
    return [
        f"· {say('desk.reason_line', number=findings.mark(line), reason=one.reason)}"
        for line, one in known
    ]


async def _open(here: Sitting, case: Case, act: Act, errand: Errand) -> Done:
    return await here.show(case)


async def _again(here: Sitting, case: Case, act: Act, errand: Errand) -> Done:
    return await here.show(case, photos=False)


async def _accept(here: Sitting, case: Case, act: Act, errand: Errand) -> Done:
    """It counts as it stands, with the points the commune changed."""
    item = await here.item(case)
    if item.returned:
        return Done((Told("desk.drafts_first"), decisions.confirm_return(here.words, item)))
    score = item.verified
    reason = "; ".join(f"{one.indicator}: {one.reason}" for one in item.found)
    seen = await cases.verify(here.incident.tx, case, score, here.incident.by, reason)
    await results.verified(here, case, item, seen)
    reached = verification.result(here.words, score)
    facts = {"subject": case.subject, "score": f": {reached}" if reached else ""}
    is_failed = score is not None and score.verdict == "fail"
    key = "desk.verified_failed" if is_failed else "desk.verified"
    return await here.go_on(here.words(key, **facts))


async def _ask_which(here: Sitting, case: Case, act: Act, errand: Errand) -> Done:
    return Done((decisions.which(here.words, await here.item(case), "s"),))


async def _see(here: Sitting, case: Case, act: Act, errand: Errand) -> Done:
    """One line in full."""
    item = await here.item(case)
    lines = decisions.choosable(item, "s")
    at, _ = findings.chosen(lines, errand.text)
    if not at:
        return Done((Told("desk.which_unknown"), decisions.which(here.words, item, "s")))
    return Done(verification.one(here.words, item, lines[at[0]]))


async def _put_off(here: Sitting, case: Case, act: Act, errand: Errand) -> Done:
    """On to the next; this one is free for others, and comes again in another round."""
    await cases.release(here.incident.tx, here.incident.by)
    return await replace(here, after=case.id).go_on()


_STEPS: dict[str, Step] = {
    "o": _open,
    "i": _again,
    "ok": _accept,
    "s": _ask_which,
    "sc": _see,
    **returning.STEPS,
    **pointing.STEPS,
}
"""What may be done with an item that waits and is nobody else's."""
_FREE: dict[str, Step] = {"n": _put_off, "u": undoing.undo, "b": returning.back}
"""What needs no hold of the item."""
_ANY_REVISION = frozenset({"o", "i"})

COUNTERS: Mapping[str, Counter] = {looks.VERB: Counter(run, "verify", assessment)}
