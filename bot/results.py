"""Tells people what the commune did with their form: after a while, so that slips can be mended."""

from collections.abc import Callable
from datetime import timedelta

from bot import notices
from bot.sitting import Sitting
from flows import results
from flows.events import DeskEvent
from flows.findings import Sheet
from flows.rights import ANSWERED_FOR
from flows.verification import Item
from flows.wording import Words, words
from storage import mail, people, places, told
from storage.moves import Seen
from storage.people import Reached
from storage.verification import Case

AFTER = timedelta(minutes=5)  # as long as it takes to notice a slip

Speak = Callable[[Words, Sheet], DeskEvent]


async def returned(here: Sitting, case: Case, item: Item, seen: Seen) -> int:
    """Tell what is to be corrected; how many letters that are."""
    press = f"o.{case.subject_id}.{case.title}"

    def speak(say: Words, sheet: Sheet) -> DeskEvent:
        return results.returned(say, _whose(case), sheet, item.found, press)

    return await _tell(here, case, once(seen), speak)


async def verified(here: Sitting, case: Case, item: Item, seen: Seen) -> int:
    """Tell what the commune found; how many letters that are."""

    def speak(say: Words, sheet: Sheet) -> DeskEvent:
        return results.verified(say, _whose(case), sheet, item.found, item.official)

    return await _tell(here, case, once(seen), speak)


async def taken_back(here: Sitting, case: Case) -> None:
    """Let nobody hear of the decision `case` stands for; who has heard is told that it is void."""
    tx, by = here.incident.tx, here.incident.by
    promise = once(case.seen)
    heard = await told.sent(tx, promise)
    await mail.withdraw(tx, promise)
    for one in heard:
        say = words(one.language, one.you)
        void = results.taken_back(say, _whose(case))
        await notices.tell(tx, [one], [void], once=f"{promise}:void", by=by, about=case.id)


def once(seen: Seen) -> str:
    """The promise that goes with the decision that led to `seen`."""
    return f"desk:{seen.id}:{seen.revision}"


async def _tell(here: Sitting, case: Case, promise: str, speak: Speak) -> int:
    tx, by = here.incident.tx, here.incident.by
    form = await here.form(case)
    count = 0
    for one in await _concerned(here, case):
        say = words(one.language, one.you)
        said = speak(say, here.sheet(form, case, one.language))
        count += await notices.tell(
            tx, [one], [said], once=promise, by=by, about=case.id, after=AFTER
        )
    return count


async def _concerned(here: Sitting, case: Case) -> tuple[Reached, ...]:
    """Who answers for it; the village head too where he typed it, or nobody else can be reached."""
    tx = here.incident.tx
    target = await places.of_subject(tx, case.subject_id)
    place = target.village
    if case.kind == "village":
        return await people.who_heads(tx, "village_head", place)
    found = await people.who_answers(tx, case.subject_id)
    if place and case.kind in ANSWERED_FOR and (not found or case.how):
        found += await people.who_heads(tx, "village_head", place)
    return tuple({one.recipient.person_id: one for one in found}.values())


def _whose(case: Case) -> dict[str, object]:
    return {"title": case.title, "subject": case.subject, "year": case.year}
