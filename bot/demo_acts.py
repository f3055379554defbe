"""What each act of the demo's invented people does, through the program's own storage."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

from bot.moment import ZONE
from bot.office import Office
from flows import findings, meeting, sample_answers
from flows.findings import Finding, Version
from flows.forms.model import Form
from flows.instrument import Instrument
from flows.interview import Interview
from flows.meeting import POSTED_DAYS, Item
from flows.recognition import WAITING, Scope
from flows.replies import Attachment
from flows.visit import Offer
from flows.wording import SOURCE, words
from reports import known
from storage import assessments, decisions, evidence, meetings, packs, places, registering, reviews
from storage import sample_people as sample
from storage import verification as cases
from storage.assessments import Standing
from storage.database import Tx
from storage.folder import Kept
from storage.moves import By
from storage.sample_people import Actor
from storage.verification import Case

TITLE = "family"
HALF_WAY = 4  # questions somebody answers who leaves off
DECISION = "MẪU-01"
"""The number of the sample decision: none that an office could have given."""
TOKEN = 16  # bytes


@dataclass(frozen=True, slots=True)
class Scene:
    """One act in its transaction: `actor` does something by `by` for `whom`, a code."""

    tx: Tx
    office: Office
    by: By
    actor: Actor
    year: int
    whom: str

    @property
    def today(self) -> date:
        return self.by.now.astimezone(ZONE).date()

    @property
    def chance(self) -> Random:
        """The same luck whenever this is done."""
        return Random(f"{self.year}-{self.whom}")  # noqa: S311 (invented answers, no secret)


# ---- households


async def _begin(at: Scene) -> None:
    await _answer(at, HALF_WAY)


async def _answer_all(at: Scene) -> None:
    await _answer(at, None)


async def _answer(at: Scene, questions: int | None) -> None:
    """Open the form and answer it; all of it is handed in."""
    if at.actor.subject_id is None:
        return
    offer = Offer(at.actor.subject_id, at.actor.subject, TITLE)
    village = await places.of_subject(at.tx, offer.subject_id)
    pack_id = await at.office.library.current(at.tx, TITLE, at.year, village.commune)
    standing = await assessments.open_for(at.tx, offer, at.year, pack_id, at.by)
    if standing.state == "drafting":
        await _fill(at, standing, questions)


async def _correct(at: Scene) -> None:
    """Answer again what the commune returned, and hand it in."""
    number = (await sample.forms(at.tx, TITLE, at.year)).get(at.whom)
    if number is None:
        return
    standing = await assessments.load(at.tx, number)
    if standing.state == "returned":
        await _fill(at, standing, None)


async def _fill(at: Scene, standing: Standing, questions: int | None) -> None:
    form = await at.office.library.form(at.tx, standing.pack_id)
    interview = await _interview(at, standing, form)
    corrects = standing.state == "returned"
    kept = await _photo(at, corrects=corrects)
    photo = Attachment("photo", kept.key, "anh-mau.jpg")
    backed = sample_answers.fill(interview, at.chance, photo, questions)
    await assessments.keep(at.tx, standing, interview.kept, questions is not None, at.by)
    for name in backed:
        ref, by = form.paths[name], at.by
        await evidence.forget(at.tx, standing.id, ref, [kept.key])
        await evidence.record(at.tx, standing.id, ref, kept, "", by.person_id, by.now)
    if questions is None:
        finished = interview.showing.finished()
        result = finished.score or finished.levels
        await assessments.submit(at.tx, standing, interview.kept, result, at.by)


async def _interview(at: Scene, standing: Standing, form: Form) -> Interview:
    """The session where it stands; a new one knows what the program knows."""
    now, tag = at.by.now.astimezone(ZONE), f"{standing.id}-{standing.pack_id}"
    if standing.kept:
        return Interview(form, standing.kept, now=now, language=SOURCE, tag=tag)
    begun = Interview.begin(form, {}, now=now, language=SOURCE, tag=tag)
    begun.learn(await known.facts(at.tx, standing.target, at.year, at.today))
    return begun


async def _photo(at: Scene, *, corrects: bool) -> Kept:
    """A drawn picture that nobody can take for a photo, another one for each household."""
    content = await asyncio.to_thread(_drawn, at.whom, corrects)
    return await asyncio.to_thread(at.office.folder.keep, content, "anh-mau.jpg")


def _drawn(code: str, corrects: bool) -> bytes:
    picture = Image.new("RGB", (480, 320), "#e8dfc8" if corrects else "#d8e4d4")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((60, 200, 420, 230), fill="#9b7448")
    draw.polygon([(170, 200), (240, 180), (240, 110), (170, 130)], fill="white")
    draw.polygon([(240, 180), (310, 200), (310, 130), (240, 110)], fill="#f4f4f4")
    draw.text((20, 20), f"MAU {code}", fill="#1d2a26")
    out = BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


# ---- villages


async def _register(at: Scene) -> None:
    """The village head puts every household he can write to on the list."""
    who = (await sample.actors(at.tx, at.by.channel)).values()
    homes = [one for one in who if one.subject_id and one.of.startswith(at.whom)]
    offers = [Offer(one.subject_id, one.subject, TITLE) for one in homes if one.subject_id]
    village = await places.of_place(at.tx, at.whom)
    pack_id = (await packs.current(at.tx, TITLE, at.year, village.commune)).id
    await registering.register(at.tx, offers, at.year, {TITLE: pack_id}, at.by)


async def _meet(at: Scene) -> None:
    """The meeting passes all but the weakest, and its list is posted."""
    if not await meetings.waiting(at.tx, at.whom, at.year):
        return
    held = await meetings.begin(at.tx, at.whom, at.year, at.by)
    said = {"held_on": at.today, "attendees": 27, "representatives": 16}
    await meetings.change(at.tx, held.id, **said, secretary=at.actor.name)
    held = await meetings.load(at.tx, held.id)
    items = await meetings.items(at.tx, held)
    weakest = min(items, key=_points) if len(items) > 1 else None
    ballots = meeting.whole_list(items, [weakest.assessment_id] if weakest else [])
    if weakest is not None:
        reason = words(SOURCE)("reason.papers")
        ballots[weakest.assessment_id] = replace(ballots[weakest.assessment_id], reason=reason)
    await meetings.vote(at.tx, held.id, ballots)
    items = await meetings.items(at.tx, held)
    await reviews.close(at.tx, held, items, at.by)
    await meetings.post(at.tx, held.id, at.today + timedelta(days=POSTED_DAYS), at.by.now)


async def _hand_over(at: Scene) -> None:
    """What passed goes to the commune, once it was posted long enough."""
    over = await meetings.over(at.tx, at.whom, at.year)
    for held in (one for one in over if one.may_hand_over(at.today)):
        await reviews.hand_over(at.tx, held, await meetings.decided(at.tx, held), at.by)


def _points(item: Item) -> tuple[float, str]:
    return item.points or 0.0, item.subject


# ---- the commune


async def _verify(at: Scene) -> None:
    """It counts as it was handed in."""
    case = await _case(at)
    if case is None:
        return
    sheet = findings.sheet(await at.office.library.form(at.tx, case.pack_id), _version(case))
    await cases.verify(at.tx, case, findings.verified(sheet, case.found), at.by, "")


async def _return(at: Scene) -> None:
    """One photo cannot be read."""
    case = await _case(at)
    if case is None:
        return
    sheet = findings.sheet(await at.office.library.form(at.tx, case.pack_id), _version(case))
    line = next(line for line in sheet.askable if line.evidence_path)
    found = Finding(line.name, "returned", words(SOURCE)("desk.reason.blurred"))
    await cases.find(at.tx, case, found, at.by)
    case = await cases.load(at.tx, case.id)
    marks = findings.returned(sheet, case.found)
    await cases.send_back(at.tx, case, marks, at.by, f"{line.name}: {found.reason}")


async def _recognise(at: Scene) -> None:
    """What was verified and reaches its mark, of those who live here by themselves only."""
    scope = Scope(at.whom, at.year, TITLE)
    who = await sample.actors(at.tx, at.by.channel)
    ours = {one.subject_id for one in who.values()}
    mine = [one for one in await decisions.candidates(at.tx, scope) if one.subject_id in ours]
    waiting = [one for one in mine if one.part == WAITING]
    done = {one.id for one in await decisions.step(at.tx, waiting, "propose", at.by)}
    tokens = {number: at.office.chance.randbytes(TOKEN).hex() for number in done}
    if tokens:
        await decisions.recognise(at.tx, scope, Instrument(DECISION, at.today), tokens, at.by)


async def _case(at: Scene) -> Case | None:
    """The household's form while it waits for the commune, and nobody else looks at it."""
    number = (await sample.forms(at.tx, TITLE, at.year)).get(at.whom)
    if number is None:
        return None
    standing = await assessments.load(at.tx, number)
    if standing.state != "handed_over":
        return None
    case = await cases.load(at.tx, number)
    return None if case.taken_from(at.by.person_id, at.by.now) else case


def _version(case: Case) -> Version:
    return Version(case.version.number, case.version.answers, case.version.at.astimezone(ZONE))


ACTS: Mapping[str, Callable[[Scene], Awaitable[None]]] = {
    "register": _register,
    "begin": _begin,
    "answer": _answer_all,
    "meet": _meet,
    "hand_over": _hand_over,
    "verify": _verify,
    "return": _return,
    "correct": _correct,
    "recognise": _recognise,
}
"""flows.sample_season.What -> how it is done."""
