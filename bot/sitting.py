"""One staff member at the commune's desk: the item in hand, and what comes next."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.errands import Done, NotThere
from bot.incident import Incident
from bot.moment import ZONE
from bot.office import Office
from flows import desk, findings, verification
from flows.corrections import Difference
from flows.findings import Sheet, Version
from flows.forms.model import Form
from flows.looks import Look
from flows.rights import RIGHTS
from flows.verification import Item, Undo
from flows.visit import Visit, language_of
from flows.wording import Words, words
from reports import queue
from reports.queue import Looking
from storage import places
from storage import verification as cases
from storage.verification import Case, HandedIn, Last

LEASE = timedelta(minutes=15)  # an item is somebody's for so long after the last thing done to it
UNDO_FOR = timedelta(hours=12)  # a decision of another day is no slip any more


@dataclass(frozen=True, slots=True)
class Sitting:
    """Somebody at the desk of `commune`; the sitting goes through `place` only, unless it is "".

    It goes on after the assessment `after` in the order of the queue, 0 for its beginning.
    """

    office: Office
    incident: Incident
    words: Words
    commune: str
    place: str = ""
    after: int = 0

    @property
    def looking(self) -> Looking:
        """As whom the queue is looked at."""
        return Looking(self.commune, self.incident.by.person_id, self.incident.by.now)

    @property
    def lease(self) -> datetime:
        """Until when an item taken now is held."""
        return self.incident.by.now + LEASE

    async def go_on(self, *said: str) -> Done:
        """The next item, taken in hand; the end of the sitting when there is none."""
        tx, by = self.incident.tx, self.incident.by
        for number in await queue.waiting(tx, self.looking, self.place, self.after):
            if await cases.hold(tx, number, by, self.lease):
                return await self.show(await cases.load(tx, number), *said)
        counts = await self.counts()
        return Done((desk.finished(self.words, counts, await self.undo(), *said),))

    async def show(self, case: Case, *said: str, photos: bool = True) -> Done:
        """The whole item, after a remark."""
        item = await self.item(case)
        return Done(verification.page(self.words, item, *said, photos=photos))

    async def item(self, case: Case) -> Item:
        """The case as its pages tell it."""
        form = await self.form(case)
        look = Look(case.id, case.revision, case.version.number, bool(self.place), self.after)
        return Item(
            look=look,
            subject=case.subject,
            place=case.village,
            title=case.title,
            year=case.year,
            official=form.pack.official if form.pack else True,
            sheet=self.sheet(form, case),
            found=case.found,
            how=case.how,
            respondent=case.respondent,
            corrected=case.corrected,
            differences=await self._differences(case) if case.corrected else (),
            undo=await self.undo(),
        )

    async def form(self, case: Case) -> Form:
        """The form of its pack."""
        return await self.office.library.form(self.incident.tx, case.pack_id)

    def sheet(self, form: Form, case: Case, code: str = "") -> Sheet:
        """What was handed in, in the language of staff or in that of `code`."""
        language = language_of(form, code or self.words.language)
        return findings.sheet(form, version(case.version), language)

    async def changes(self, case: Case, since: int) -> tuple[Difference, ...]:
        """How the version in hand differs from the one with the number `since`."""
        before = await cases.handed_in(self.incident.tx, case.id, since)
        form = await self.form(case)
        if before is None:
            return ()
        found = await cases.found(self.incident.tx, case.id, since)
        language = language_of(form, self.words.language)
        return findings.differences(form, version(before), version(case.version), found, language)

    async def undo(self) -> Undo | None:
        """What this person may take back."""
        last = await self.last()
        if last is None:
            return None
        look = Look(last.id, last.revision, 0, bool(self.place), self.after)
        return Undo(look.press("u"), last.subject, last.move)

    async def last(self) -> Last | None:
        """The last decision this person may take back."""
        by = self.incident.by
        return await cases.last(self.incident.tx, by.person_id, by.now - UNDO_FOR)

    async def counts(self) -> desk.Counts:
        """What waits in the commune, or in the place of this sitting."""
        tx, look = self.incident.tx, self.looking
        found = await queue.places(tx, look)
        here = [one for one in found if not self.place or one.code == self.place]
        oldest = min((one.oldest for one in here if one.oldest), default=None)
        return desk.Counts(
            waiting=sum(one.waiting for one in here),
            oldest=self.days_since(oldest) if oldest else None,
            corrected=sum(one.corrected for one in here),
            taken=sum(one.taken for one in here),
            returned=await queue.count_sent_back(tx, self.commune),
            villages=tuple(_village(one, self.commune, self.words) for one in found if one.waiting),
        )

    def days_since(self, moment: datetime) -> int:
        """How many midnights lie between."""
        today = self.incident.by.now.astimezone(ZONE).date()
        return (today - moment.astimezone(ZONE).date()).days

    async def _differences(self, case: Case) -> tuple[Difference, ...]:
        return await self.changes(case, case.version.number - 1)


async def of(office: Office, incident: Incident, visit: Visit, look: Look | None = None) -> Sitting:
    """The sitting a press belongs to; without one, a new one at this person's own desk."""
    person = visit.person
    spoken = words(person.language, person.you)
    if look is None:
        return Sitting(office, incident, spoken, _own(incident))
    target = await places.of_assessment(incident.tx, look.id)
    place = (target.village or target.commune) if look.within else ""
    return Sitting(office, incident, spoken, target.commune, place, look.after)


def version(handed_in: HandedIn) -> Version:
    """The version with its moment as people there count it."""
    return Version(handed_in.number, handed_in.answers, handed_in.at.astimezone(ZONE))


def _own(incident: Incident) -> str:
    """The commune of this person; as bot.errands.home finds it."""
    for held in incident.held.person.holdings:
        if "verify" in RIGHTS[held.role] and held.place_code:
            return held.place_code
    raise NotThere


def _village(one: queue.Waiting, commune: str, say: Words) -> desk.Village:
    name = say("desk.no_village") if one.code == commune else one.name
    return desk.Village(one.code, name, one.waiting)
