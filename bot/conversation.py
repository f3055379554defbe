"""The one door in: everything anyone says comes through `receive`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot import errands, noticing, opening
from bot.channel import Incoming, Now
from bot.desks import ERRANDS
from bot.incident import Incident, keep_uploads
from bot.office import Office
from bot.opening import Opening
from bot.scanning import with_codes
from flows import beforehand, speech
from flows.assessment import EDITABLE
from flows.events import DeskEvent, Prompted, Refused
from flows.messages import Message
from flows.reception import CONSENT, Open, Person, Reception, Step, Visit, wants_offers
from flows.replies import Reply
from flows.speech import Speech
from flows.visit import Errand
from flows.wording import words
from storage import assessments, mail, offers, people
from storage.assessments import Standing
from storage.database import Database
from storage.folder import Folder
from storage.mail import Recipient
from storage.moves import By

ALBUM_PAUSE = timedelta(seconds=2)  # photos of one album arrive one by one within a second
LONGEST_TEXT = 20_000  # characters; no answer is that long, and no more is looked at


@dataclass(frozen=True, slots=True)
class Conversation:
    """Hears what people say, one transaction each. `called` is told when letters are waiting."""

    db: Database
    folder: Folder
    opening: Opening
    office: Office
    now: Now
    called: Callable[[], None]

    async def receive(self, said: Incoming) -> None:
        """Hear one message: kept for good when this returns, as if never said when it raises."""
        folder = self.folder if said.uploads and await self._agreed(said) else None
        kept, attachments = await keep_uploads(folder, said.uploads)
        if kept:
            library = self.opening.library
            attachments = await with_codes(self.db, library, self.folder, said, attachments)
        reply = Reply(said.text[:LONGEST_TEXT], attachments, said.press)
        now = self.now()
        async with self.db.begin() as tx:
            held = await people.hold(tx, said.channel, said.address)
            if not await mail.first_time(tx, said.channel, said.message_id, now):
                return
            if held.has_unread:
                await people.mark_read(tx, said.channel, said.address, now)
            if held.was_elsewhere:
                await people.meet_here(tx, said.channel, said.address, now)
            by = By(held.person.id, "", said.channel, now)
            opened = await self._hear(Incident(tx, held, said, by, kept), reply)
        if opened is not None:
            self.opening.keep_warm(opened)
        self.called()

    async def park(self, said: Incoming, error: Exception) -> None:
        """Set aside a message that breaks the program every time, and say so to its sender."""
        now = self.now()
        async with self.db.begin() as tx:
            held = await people.hold(tx, said.channel, said.address)
            await mail.park(tx, said.channel, said.message_id, type(error).__name__, now)
            sorry = Message(words(held.person.language, held.person.you)("not_heard"))
            to = Recipient(held.person.id, said.channel, said.address)
            once = f"parked:{said.channel}:{said.message_id}"
            await mail.post(tx, to, [sorry], once=once, now=now)
        self.called()

    async def _agreed(self, said: Incoming) -> bool:
        """Whether this person has agreed that something of theirs is kept."""
        async with self.db.read() as tx:
            return await people.consent(tx, said.channel, said.address) == CONSENT

    async def _hear(self, incident: Incident, reply: Reply) -> Open | None:
        visit, standing = await self.opening.visit(incident)
        if wants_offers(visit, reply):
            visit = await self._with_offers(incident, visit)
        reception = Reception(words(visit.person.language, visit.person.you))
        same_album = await noticing.album_question(incident, visit.open)
        if same_album and visit.open is not None:
            more = visit.open.interview.add_files(same_album, reply.attachments)
            step = reception.heard(visit, more)
        else:
            step = _heard(reception, visit, reply)
        if step.enrols:
            incident, step = await self._enrol(incident, reception, step)
        if step.errand is not None:
            ran = await self._run(incident, standing, reception, step, step.errand)
            incident, standing, step = ran
        if step.start is not None:
            step, standing = await self.opening.start(incident, reception, step, step.start)
        await self._save(incident, standing, step)
        before = standing.kept if standing else {}
        events = await noticing.record(incident, step.visit.open, step.events, before)
        await self._post(incident, step.visit.person, events)
        return step.visit.open

    async def _run(
        self,
        incident: Incident,
        standing: Standing | None,
        reception: Reception,
        step: Step,
        errand: Errand,
    ) -> tuple[Incident, Standing | None, Step]:
        """Do what lies beyond the forms; what it says comes after what was said already."""
        done = await errands.run(self.office, ERRANDS, incident, step.visit, errand)
        visit = step.visit
        if done is not None and done.renewed:
            incident, visit, standing = await self._look_again(incident)
            reception = Reception(words(visit.person.language, visit.person.you))
        if done is None or not isinstance((done.events or (None,))[-1], Prompted | Refused):
            visit = await self._with_offers(incident, visit)
        return incident, standing, _after(reception, visit, done)

    async def _look_again(self, incident: Incident) -> tuple[Incident, Visit, Standing | None]:
        """Who is here, once an invitation has made more of him, or somebody else."""
        said = incident.said
        held = await people.hold(incident.tx, said.channel, said.address)
        by = replace(incident.by, person_id=held.person.id)
        incident = replace(incident, held=held, by=by)
        visit, standing = await self.opening.visit(incident)
        return incident, visit, standing

    async def _with_offers(self, incident: Incident, visit: Visit) -> Visit:
        listed = await offers.listed(incident.tx, incident.held, visit.year)
        return replace(visit, offers=listed)

    async def _enrol(
        self, incident: Incident, reception: Reception, step: Step
    ) -> tuple[Incident, Step]:
        """Keep the name of somebody new; only then is there a form to offer."""
        tx, by, person = incident.tx, incident.by, step.visit.person
        await people.save(tx, incident.held, person, by.channel, by.now)
        held = await people.hold(tx, by.channel, incident.said.address)
        incident = replace(incident, held=held)
        visit = await self._with_offers(incident, replace(step.visit, person=held.person))
        return incident, reception.enrolled(visit)

    async def _save(self, incident: Incident, standing: Standing | None, step: Step) -> None:
        tx, by, person, opened = incident.tx, incident.by, step.visit.person, step.visit.open
        if speech.shows_tip(step.events) and person.tips < speech.TIPS:
            person = replace(person, tips=person.tips + 1)
        await people.save(tx, incident.held, person, by.channel, by.now)
        if opened is not None and standing is not None:
            await _keep(incident, standing, opened, step.moves)
        in_hand = opened.assessment_id if opened and opened.state in EDITABLE else None
        if in_hand != incident.held.assessment_id:
            await people.take_up(tx, by.person_id, in_hand)

    async def _post(self, incident: Incident, person: Person, events: Sequence[DeskEvent]) -> None:
        """Promise the words; those of an album wait a moment, so its photos get one receipt."""
        said, now = incident.said, incident.by.now
        spoken = words(person.language, person.you)
        messages = Speech(spoken, person.tips).messages(events)
        to = Recipient(person.id, said.channel, said.address)
        once, not_before = f"reply:{said.channel}:{said.message_id}", now
        if incident.album:
            promise = f"album:{incident.album}"
            await mail.withdraw(incident.tx, promise)
            once, not_before = f"{promise}:{said.message_id}", now + ALBUM_PAUSE
        await mail.post(incident.tx, to, messages, once=once, now=now, not_before=not_before)


def _heard(reception: Reception, visit: Visit, reply: Reply) -> Step:
    """What comes of a reply; whoever does not agree still sees and deletes what is kept of him."""
    own = beforehand.step(visit, reply) if visit.person.consent != CONSENT else None
    return own or reception.hear(visit, reply)


def _after(reception: Reception, visit: Visit, done: errands.Done | None) -> Step:
    """What is said once an errand is done, or could not be."""
    if done is None:
        return reception.refused_errand(visit)
    if done.start is not None:
        take = reception.taken_back if done.takes_back else reception.offered
        step = take(visit, done.start)
        return replace(step, events=(*done.events, *step.events))
    if done.aside:
        return reception.aside(visit, done.events)
    return reception.errand_done(visit, done.events)


async def _keep(incident: Incident, standing: Standing, opened: Open, moves: Sequence[str]) -> None:
    """Write the answers in the role in which they were given, and hand the form in."""
    tx, kept = incident.tx, opened.interview.kept
    by = opening.acting(incident, standing.target).by
    await assessments.keep(tx, standing, kept, opened.paused, by)
    if "submit" in moves:
        finished = opened.interview.showing.finished()
        result = finished.score or finished.levels
        await assessments.submit(tx, standing, kept, result, by, reviewed=opened.reviewed)
