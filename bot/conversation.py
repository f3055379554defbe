"""The one door in: everything anyone says comes through `receive`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot import noticing
from bot.channel import Incoming, Now
from bot.incident import Incident, keep_uploads
from bot.opening import Opening
from flows import speech
from flows.events import DeskEvent
from flows.messages import Message
from flows.reception import CONSENT, Open, Person, Reception, Step, wants_offers
from flows.replies import Reply
from flows.speech import Speech
from flows.wording import words
from storage import assessments, mail, people
from storage.assessments import By, Standing
from storage.database import Database
from storage.folder import Folder
from storage.mail import Recipient

ALBUM_PAUSE = timedelta(seconds=2)  # photos of one album arrive one by one within a second
LONGEST_TEXT = 20_000  # characters; no answer is that long, and no more is looked at


@dataclass(frozen=True, slots=True)
class Conversation:
    """Hears what people say, one transaction each. `called` is told when letters are waiting."""

    db: Database
    folder: Folder
    opening: Opening
    now: Now
    called: Callable[[], None]

    async def receive(self, said: Incoming) -> None:
        """Hear one message: kept for good when this returns, as if never said when it raises."""
        folder = self.folder if said.uploads and await self._agreed(said) else None
        kept, attachments = await keep_uploads(folder, said.uploads)
        reply = Reply(said.text[:LONGEST_TEXT], attachments, said.press)
        now = self.now()
        async with self.db.begin() as tx:
            held = await people.hold(tx, said.channel, said.address)
            if not await mail.first_time(tx, said.channel, said.message_id, now):
                return
            by = By(held.person.id, held.person.role, said.channel, now)
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
            visit = replace(
                visit, offers=await assessments.offers(incident.tx, incident.held, visit.year)
            )
        reception = Reception(words(visit.person.language, visit.person.you))
        same_album = await noticing.album_question(incident, visit.open)
        if same_album and visit.open is not None:
            more = visit.open.interview.add_files(same_album, reply.attachments)
            step = reception.heard(visit, more)
        else:
            step = reception.hear(visit, reply)
        if step.enrols:
            incident, step = await self._enrol(incident, reception, step)
        if step.start is not None:
            step, standing = await self.opening.start(incident, reception, step, step.start)
        await self._save(incident, standing, step)
        events = await noticing.record(incident, step.visit.open, step.events)
        await self._post(incident, step.visit.person, events)
        return step.visit.open

    async def _enrol(
        self, incident: Incident, reception: Reception, step: Step
    ) -> tuple[Incident, Step]:
        """Keep the name of somebody new; only then is there a form to offer."""
        tx, by, person = incident.tx, incident.by, step.visit.person
        await people.save(tx, incident.held, person, by.channel, by.now)
        incident = replace(incident, held=replace(incident.held, person=person))
        offers = await assessments.offers(tx, incident.held, step.visit.year)
        return incident, reception.enrolled(replace(step.visit, offers=offers))

    async def _save(self, incident: Incident, standing: Standing | None, step: Step) -> None:
        tx, by, person, opened = incident.tx, incident.by, step.visit.person, step.visit.open
        if speech.shows_tip(step.events) and person.tips < speech.TIPS:
            person = replace(person, tips=person.tips + 1)
        await people.save(tx, incident.held, person, by.channel, by.now)
        if opened is not None and standing is not None:
            await assessments.keep(tx, standing, opened.interview.kept, opened.paused, by)
            if "submit" in step.moves:
                score = opened.interview.showing.finished().score
                await assessments.submit(tx, opened.assessment_id, score, by)
        in_hand = opened.assessment_id if opened and opened.state != "submitted" else None
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
