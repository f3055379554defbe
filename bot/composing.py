"""A draft of an announcement: its words, its picture, and whom it is for."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from bot import errands
from bot.errands import Done, NotThere
from bot.incident import Incident
from flows import announcement, audience
from flows.announcement import TAGS, Draft
from flows.audience import Audience, Dimension, Option
from flows.events import DeskEvent, Told
from flows.menus import PAGE
from flows.visit import Errand, Visit
from flows.wording import Words
from storage import announcements, audiences, places
from storage.announcements import Announcement
from storage.database import Tx

_DIMENSIONS: Mapping[str, Dimension] = {tag: dimension for dimension, tag in TAGS.items()}


@dataclass(frozen=True, slots=True)
class Table:
    """One announcement in the hands of somebody who may announce for its commune."""

    incident: Incident
    errand: Errand
    say: Words
    one: Announcement
    draft: Draft
    villages: tuple[Option, ...]
    year: int

    @property
    def tx(self) -> Tx:
        return self.incident.tx

    def part(self, at: int) -> str:
        """The part at that place of "g.17.v.0.MAU01"; the last one may have points in it."""
        parts = self.errand.rest.split(".", 4)
        if at >= len(parts):
            raise NotThere
        return parts[at]

    @property
    def dimension(self) -> Dimension:
        """The respect in which people are chosen."""
        found = _DIMENSIONS.get(self.part(2))
        if found is None:
            raise NotThere
        return found

    async def reach(self) -> audience.Reach:
        """How many get it, as things are now."""
        return await audiences.reach(self.tx, self.one.place_code, self.draft.audience, self.year)

    def meaning(self, who: Audience) -> "Table":
        """The same for other people."""
        return replace(self, draft=replace(self.draft, audience=who))


async def table_of(incident: Incident, visit: Visit, errand: Errand) -> Table:
    """The announcement that the errand names. Raises LookupError."""
    tx, say = incident.tx, errands.speaks(incident)
    one = await announcements.load(tx, errands.number(errand.rest, 1))
    name = await places.name_of(tx, one.place_code)
    villages = await audiences.villages(tx, one.place_code)
    options = tuple(Option(code, called) for code, called in villages)
    draft = Draft(one.id, name, one.text, one.picture, one.audience)
    return Table(incident, errand, say, one, draft, options, visit.year)


async def _again(at: Table) -> Table:
    """The same after a change."""
    one = await announcements.load(at.tx, at.one.id)
    draft = replace(at.draft, text=one.text, picture=one.picture)
    return replace(at, one=one, draft=draft)


# ---- its words and its picture


async def page(at: Table, *before: DeskEvent) -> Done:
    """The draft; where it has no words yet, they come first."""
    if not at.draft.text:
        return Done((*before, announcement.write(at.say, at.one.id)))
    shown = announcement.page(at.say, at.draft, at.villages, await at.reach())
    return Done((*before, shown))


async def _text(at: Table) -> Done:
    """Other words; a photo that is sent instead is kept as the picture."""
    if not at.errand.is_heard:
        return Done((announcement.write(at.say, at.one.id),))
    text, picture, wrong = taken(at.errand)
    if not (text or picture):
        return Done((*wrong, announcement.write(at.say, at.one.id)))
    if text:
        await announcements.rewrite(at.tx, at.one.id, text)
    if picture:
        await announcements.illustrate(at.tx, at.one.id, picture)
    return await page(await _again(at), *wrong)


async def _picture(at: Table) -> Done:
    """A photo; what is typed instead leads back."""
    if not at.errand.is_heard:
        return Done((announcement.ask_picture(at.say, at.one.id),))
    if not at.errand.attachments and announcement.leaves(at.errand.reply):
        return await page(at)
    found = announcement.take_picture(at.errand.reply)
    if not isinstance(found, str):
        return Done((found, announcement.ask_picture(at.say, at.one.id)))
    await announcements.illustrate(at.tx, at.one.id, found)
    return await page(await _again(at))


async def _no_picture(at: Table) -> Done:
    await announcements.illustrate(at.tx, at.one.id, "")
    return await page(await _again(at))


# ---- for whom


async def _choose(at: Table, *before: DeskEvent) -> Done:
    start = errands.number(at.errand.rest, 3)
    shown = announcement.choose(at.say, at.draft, at.dimension, at.villages, start)
    return Done((*before, shown))


async def _add(at: Table) -> Done:
    known = [one.code for one in announcement.options(at.say, at.dimension, at.villages)]
    if at.part(4) not in known:
        raise NotThere
    return await _choose(await _address(at, at.draft.audience.adding(at.dimension, at.part(4))))


async def _remove(at: Table) -> Done:
    who = at.draft.audience.without(at.dimension, at.part(4))
    return await _choose(await _address(at, who))


async def _everybody(at: Table) -> Done:
    return await page(await _address(at, at.draft.audience.everybody(at.dimension)))


async def _many(at: Table) -> Done:
    """Several lines by their numbers, or names, at once."""
    options = announcement.options(at.say, at.dimension, at.villages)
    start = errands.number(at.errand.rest, 3)
    found = audience.picked(at.errand.text, options[start : start + PAGE], options)
    if not found:
        return await _choose(at, Told("announce.pick"))
    return await _choose(await _address(at, at.draft.audience.adding(at.dimension, *found)))


async def _address(at: Table, who: Audience) -> Table:
    await announcements.address(at.tx, at.one.id, who)
    return at.meaning(who)


def taken(errand: Errand) -> tuple[str, str, list[DeskEvent]]:
    """The text and the picture of what was sent, "" where there is none, and what is wrong."""
    wrong: list[DeskEvent] = []
    text = picture = ""
    if errand.attachments:
        found = announcement.take_picture(errand.reply)
        picture = found if isinstance(found, str) else ""
        wrong += [] if isinstance(found, str) else [found]
    if errand.text or not errand.attachments:
        said = announcement.take_text(errand.reply)
        text = said if isinstance(said, str) else ""
        wrong += [] if isinstance(said, str) else [said]
    return text, picture, wrong


Act = Callable[[Table], Awaitable[Done]]

ACTS: Mapping[str, Act] = {
    "h": page,
    "t": _text,
    "p": _picture,
    "x": _no_picture,
    "a": _choose,
    "g": _add,
    "r": _remove,
    "k": _everybody,
    "m": _many,
}
"""What is done to a draft, by the letter that presses begin with."""
