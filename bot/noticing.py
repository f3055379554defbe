"""What is noticed about the photos and files of a reply: albums, and pictures used before."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.incident import Incident
from flows import whereabouts
from flows.events import Answered, DeskEvent, Photographed, Spot
from flows.forms import addresses
from flows.forms.model import Form
from flows.questions import CONTENTS
from flows.reception import Open
from flows.session import SCANNED
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
    return addresses.called(found[1])


async def record(
    incident: Incident,
    opened: Open | None,
    events: Sequence[DeskEvent],
    before: Mapping[str, str],
) -> Sequence[DeskEvent]:
    """Record the evidence named by the answers among `events`; say of each where it was before.

    `before` is what was kept of the session when the reply came.
    """
    if opened is None:
        return events
    noticed = [await _noticed(incident, opened, event) for event in events]
    await _settle(incident, opened, before)
    return noticed


async def _noticed(incident: Incident, opened: Open, event: DeskEvent) -> DeskEvent:
    if isinstance(event, Photographed):
        ref = _ref(opened, event.spot)
        await _keep(incident, opened, ref, opened.interview.photos_of(ref))
    if isinstance(event, Answered) and event.kind in CONTENTS:
        return await _recorded(incident, opened, event)
    return event


async def _settle(incident: Incident, opened: Open, before: Mapping[str, str]) -> None:
    """Members of a roster that moved take their photos along; who is gone takes them away."""
    if not opened.form.repeats:
        return
    named = _of_members(opened.form, opened.interview.kept)
    if named != _of_members(opened.form, before):
        await evidence.settle(incident.tx, opened.assessment_id, named)


def _of_members(form: Form, kept: Mapping[str, str]) -> dict[str, list[str]]:
    """The contents that answers about members name, or that stand beside them, by address."""
    return {
        ref.removeprefix(SCANNED): value.split()
        for ref, value in kept.items()
        if "[" in ref and value and (ref.startswith(SCANNED) or _is_content(form, ref))
    }


def _is_content(form: Form, ref: str) -> bool:
    if not ref.startswith("/"):
        return False
    question = form.by_name.get(ref.rpartition("/")[2])
    return question is not None and question.kind in CONTENTS


async def _recorded(incident: Incident, opened: Open, event: Answered) -> Answered:
    ref, named = _ref(opened, event.spot), event.value.split()
    before = ""
    for kept in incident.kept:
        if kept.key in named:
            before = before or await _used_before(incident, opened, ref, kept)
    await _keep(incident, opened, ref, named)
    return replace(event, reused=before)


def _ref(opened: Open, spot: Spot) -> str:
    """The address of a question; that of a member is its name already."""
    return opened.form.paths.get(spot.name, spot.name)


async def _keep(incident: Incident, opened: Open, ref: str, named: Sequence[str]) -> None:
    """Record those of these contents that came just now, and forget what is not among them."""
    by = incident.by
    for kept in incident.kept:
        if kept.key in named:
            await evidence.record(
                incident.tx, opened.assessment_id, ref, kept, incident.album, by.person_id, by.now
            )
    await evidence.forget(incident.tx, opened.assessment_id, ref, named)


async def _used_before(incident: Incident, opened: Open, ref: str, kept: Kept) -> str:
    """Where the same picture already backs another answer, in words; "" when nowhere."""
    use = await evidence.used(incident.tx, kept.key)
    if use is None or (use.assessment_id, use.ref) == (opened.assessment_id, ref):
        return ""
    say = words(incident.held.person.language, incident.held.person.you)
    question = opened.interview.sheet.lineup.named(addresses.called(use.ref))
    if use.assessment_id != opened.assessment_id or question is None:
        return say("reused.form")
    spot = opened.interview.showing.spot(question)
    if spot.inside is not None:
        return whereabouts.where(say, spot)
    # A question that is no longer asked for has no number to be found by.
    return say("reused.question", number=spot.number) if spot.number else say("reused.form")
