"""Taking a form in hand: the one a person left off, a new one, or one taken back."""

from collections import OrderedDict
from dataclasses import dataclass, field, replace

from bot.incident import Incident
from bot.library import Library
from bot.moment import ZONE
from flows import rights
from flows.forms.model import Form
from flows.interview import Interview
from flows.reception import Offer, Open, Reception, Step, Visit
from flows.rights import Action, Target
from flows.visit import language_of
from reports import known
from storage import assessments, places
from storage.assessments import Standing
from storage.places import Commune

WARM = 500  # sessions; each holds a worksheet of some tens of kilobytes
UNKNOWN = Commune("", "xã")


@dataclass(frozen=True, slots=True)
class Opening:
    """Opens forms out of `library`, knowing what the person's commune knows.

    Sessions that were just heard stay warm: rebuilding one costs more than its next answer. The
    database decides all the same: a warm session is used only while it holds exactly the answers
    that are stored, and whoever uses it takes it out, so that no two do.
    """

    library: Library
    _warm: OrderedDict[int, Interview] = field(default_factory=OrderedDict)
    _communes: dict[str | None, Commune] = field(default_factory=dict)

    async def visit(self, incident: Incident) -> tuple[Visit, Standing | None]:
        """The visit as it stands before this message, and the assessment in hand, if one is.

        A form that this person may answer no longer is not in hand any more.
        """
        held = incident.held
        opened = standing = None
        if held.assessment_id is not None:
            standing = await assessments.load(incident.tx, held.assessment_id)
            if _may_answer(incident, standing.target):
                opened = await self._opened(incident, standing)
            else:
                standing = None
        commune = await self._commune(incident)
        return Visit(held.person, commune.name, incident.year, opened), standing

    async def start(
        self, incident: Incident, reception: Reception, step: Step, offer: Offer
    ) -> tuple[Step, Standing]:
        """Open the form that was chosen, and ask its first question. Raises Forbidden."""
        tx = incident.tx
        by = acting(incident, await places.of_subject(tx, offer.subject_id)).by
        commune = await self._commune(incident)
        pack_id = await self.library.current(tx, offer.title, incident.year, commune.code)
        standing = await assessments.open_for(tx, offer, incident.year, pack_id, by)
        if "reopen" in step.moves:
            standing = await assessments.reopen(tx, standing, by)
        opened = replace(await self._opened(incident, standing), paused=False)
        if not standing.kept:
            opened = replace(opened, interview=_begin(opened.interview, commune.area))
        if opened.form.known:
            today = by.now.astimezone(ZONE).date()
            facts = await known.facts(tx, standing.target, standing.year, today)
            opened.interview.learn(facts)
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
            reviewed=bool(standing.target.village) and (form.pack is None or form.pack.meeting),
        )

    def _session(self, incident: Incident, standing: Standing, form: Form) -> Interview:
        now = incident.by.now.astimezone(ZONE)
        language = language_of(form, incident.held.person.language)
        warm = self._warm.pop(standing.id, None)
        if warm is not None and warm.goes_on(form, standing.kept, now, language):
            return warm
        tag = f"{standing.id}-{standing.pack_id}"
        return Interview(form, standing.kept, now=now, language=language, tag=tag)

    async def _commune(self, incident: Incident) -> Commune:
        """The commune this person lives in; its name hardly ever changes, so it is remembered."""
        code = incident.held.place_code
        if code not in self._communes:
            found = await places.commune_of(incident.tx, code)
            if found is None:
                return UNKNOWN
            self._communes[code] = found
        return self._communes[code]


def acting(incident: Incident, target: Target) -> Incident:
    """The incident in the role in which this person answers for `target`. Raises Forbidden."""
    holdings = incident.held.person.holdings
    own = rights.allowed(holdings, "answer", target)
    held = own or rights.require(holdings, "answer_for", target)
    return replace(incident, by=replace(incident.by, role=held.role))


def _may_answer(incident: Incident, target: Target) -> bool:
    holdings = incident.held.person.holdings
    actions: tuple[Action, ...] = ("answer", "answer_for")
    return any(rights.allowed(holdings, action, target) for action in actions)


def _begin(blank: Interview, area: str) -> Interview:
    """A new session that already knows what the commune knows."""
    pack = blank.form.pack
    return Interview.begin(
        blank.form,
        {pack.area: area} if pack and pack.area and area else {},
        now=blank.sheet.world.now,
        language=blank.sheet.language,
        tag=blank.tag,
    )
