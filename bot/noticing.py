"""What is noticed about the photos and files of a reply: albums, and pictures used before."""

from collections.abc import Sequence
from dataclasses import replace

from bot.incident import Incident
from flows.events import Answered, DeskEvent
from flows.questions import CONTENTS
from flows.reception import Open
from flows.wording import words
from storage import evidence
from storage.folder import Kept


async def album_question(incident: Incident, opened: Open | None) -> str:
    """The question of `opened` that an earlier photo of the same album answered, or "".

    A form that somebody else handed in meanwhile takes no more photos.
    """
    if opened is None or opened.state == "submitted":
        return ""
    if not incident.album or not incident.said.uploads:
        return ""
    found = await evidence.album_ref(incident.tx, incident.by.person_id, incident.album)
    if found is None or found[0] != opened.assessment_id:
        return ""
    return found[1].rsplit("/", 1)[1]


async def record(
    incident: Incident, opened: Open | None, events: Sequence[DeskEvent]
) -> Sequence[DeskEvent]:
    """Record the evidence named by the answers among `events`; say of each where it was before."""
    if opened is None:
        return events
    return [
        await _recorded(incident, opened, event)
        if isinstance(event, Answered) and event.kind in CONTENTS
        else event
        for event in events
    ]


async def _recorded(incident: Incident, opened: Open, event: Answered) -> Answered:
    ref = opened.form.paths[event.spot.name]  # lint keeps photos out of rosters
    named = event.value.split()
    before = ""
    for kept in incident.kept:
        if kept.key in named:
            before = before or await _used_before(incident, opened, ref, kept)
            await _record(incident, opened, ref, kept)
    await evidence.forget(incident.tx, opened.assessment_id, ref, named)
    return replace(event, reused=before)


async def _record(incident: Incident, opened: Open, ref: str, kept: Kept) -> None:
    by = incident.by
    await evidence.record(
        incident.tx, opened.assessment_id, ref, kept, incident.album, by.person_id, by.now
    )


async def _used_before(incident: Incident, opened: Open, ref: str, kept: Kept) -> str:
    """Where the same picture already backs another answer, in words; "" when nowhere."""
    use = await evidence.used(incident.tx, kept.key)
    if use is None or (use.assessment_id, use.ref) == (opened.assessment_id, ref):
        return ""
    say = words(incident.held.person.language, incident.held.person.you)
    question = opened.form.by_name.get(use.ref.rsplit("/", 1)[1])
    if use.assessment_id != opened.assessment_id or question is None:
        return say("reused.form")
    number = opened.interview.showing.spot(question).number
    # A question that is no longer asked for has no number to be found by.
    return say("reused.question", number=number) if number else say("reused.form")
