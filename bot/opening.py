"""Taking a form in hand: the one a person left off, a new one, or one taken back."""

from collections import OrderedDict
from dataclasses import dataclass, field, replace

from bot.incident import Incident
from bot.library import Library
from bot.moment import ZONE
from flows.forms.model import Form
from flows.interview import Interview
from flows.reception import Offer, Open, Reception, Step, Visit
from flows.visit import language_of
from storage import assessments
from storage.assessments import Standing


@dataclass(frozen=True, slots=True)
class Commune:
    """The commune this installation serves. `area` is its area class ("" when not known)."""

    name: str
    area: str = ""


WARM = 500  # sessions; each holds a worksheet of some tens of kilobytes


@dataclass(frozen=True, slots=True)
class Opening:
    """Opens forms out of `library`, knowing what the commune knows.

    Sessions that were just heard stay warm: rebuilding one costs more than its next answer. The
    database decides all the same: a warm session is used only while it holds exactly the answers
    that are stored, and whoever uses it takes it out, so that no two do.
    """

    library: Library
    commune: Commune
    _warm: OrderedDict[int, Interview] = field(default_factory=OrderedDict)

    async def visit(self, incident: Incident) -> tuple[Visit, Standing | None]:
        """The visit as it stands before this message, and the assessment in hand, if one is."""
        held = incident.held
        opened = standing = None
        if held.assessment_id is not None:
            standing = await assessments.load(incident.tx, held.assessment_id)
            opened = await self._opened(incident, standing)
        return Visit(held.person, self.commune.name, incident.year, opened), standing

    async def start(
        self, incident: Incident, reception: Reception, step: Step, offer: Offer
    ) -> tuple[Step, Standing]:
        """Open the form that was chosen, and ask its first question."""
        tx, by = incident.tx, incident.by
        pack_id = await self.library.current(tx, offer.title)
        standing = await assessments.open_for(tx, offer, incident.year, pack_id, by)
        if "reopen" in step.moves:
            await assessments.reopen(tx, standing.id, by)
            standing = replace(standing, state="drafting")
        opened = replace(await self._opened(incident, standing), paused=False)
        if not standing.kept:
            opened = replace(opened, interview=self._begin(opened.interview))
        return reception.begun(replace(step.visit, open=opened)), standing

    def keep_warm(self, opened: Open) -> None:
        """Remember the session of a form still in hand; call it when all is committed."""
        self._warm[opened.assessment_id] = opened.interview
        while len(self._warm) > WARM:
            self._warm.popitem(last=False)

    async def _opened(self, incident: Incident, standing: Standing) -> Open:
        form = await self.library.form(incident.tx, standing.pack_id)
        return Open(
            assessment_id=standing.id,
            subject_id=standing.subject_id,
            subject=standing.subject,
            title=standing.title,
            state=standing.state,
            interview=self._session(incident, standing, form),
            paused=standing.paused,
        )

    def _session(self, incident: Incident, standing: Standing, form: Form) -> Interview:
        now = incident.by.now.astimezone(ZONE)
        language = language_of(form, incident.held.person.language)
        warm = self._warm.pop(standing.id, None)
        if warm is not None and warm.goes_on(form, standing.kept, now, language):
            return warm
        tag = f"{standing.id}-{standing.pack_id}"
        return Interview(form, standing.kept, now=now, language=language, tag=tag)

    def _begin(self, blank: Interview) -> Interview:
        """A new session that already knows what the commune knows."""
        pack = blank.form.pack
        known = {pack.area: self.commune.area} if pack and pack.area and self.commune.area else {}
        return Interview.begin(
            blank.form,
            known,
            now=blank.sheet.world.now,
            language=blank.sheet.language,
            tag=blank.tag,
        )
