"""`banhoc invite`: invitations to cut out, the poster, and the invitation of one person."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from random import SystemRandom

from bot import invitations, secret
from bot.library import Library
from bot.moment import ZONE, system_now
from bot.office import Office
from bot.settings import Settings, WrongSettings
from flows.assessment import TITLES
from flows.invited import HEADS, KINDS
from flows.wording import SOURCE, words
from reports.papers import invitations as sheets
from reports.papers import poster as posters
from reports.papers.invitations import Card, Heading, Whose
from reports.papers.poster import Poster
from storage import invitations as issued
from storage import packs, places
from storage.database import Tx, connect, upgrade
from storage.folder import Folder
from storage.invitations import Acting, Invitation, Linked, Whom
from storage.places import Commune

Write = Callable[[str], None]
Cards = Sequence[tuple[Card, bool]]
"""Cards, and whether each is new."""

WHOSE: Mapping[str, Whose] = {"household": "household", "clan": "clan", "unit": "unit"}
"""Kind of subject -> how a card speaks of it."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be printed. `place` is a village, or a commune for its units; `person` a code.

    `anew` replaces what was given out; `only_new` leaves out the cards that were printed before.
    """

    place: str = ""
    person: str = ""
    out: Path | None = None
    poster: Path | None = None
    closes: date | None = None
    only_new: bool = False
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Where:
    """The place the cards are for, and what stands above all of them."""

    code: str
    name: str
    is_village: bool
    commune: Commune
    year: int
    official: bool
    sample: bool


async def run(settings: Settings, wish: Wish, write: Write) -> int:
    """Issue what is missing, and print. Raises WrongSettings for what cannot be done."""
    if wish.place and not (wish.out or wish.poster):
        raise WrongSettings("Say where to print: --out FILE.pdf, --poster FILE.pdf or both")
    office = await asyncio.to_thread(_office, settings)
    for path in filter(None, (wish.out, wish.poster)):
        _try(path)
    await asyncio.to_thread(upgrade, settings.database)
    async with connect(settings.database) as db, db.begin() as tx:
        issuing = _Issuing(office, tx, wish, system_now())
        where, cards = await (issuing.of_person(write) if wish.person else issuing.of_place())
        heads = await issued.acting_in(tx, where.code, ("village_head",))
    address = f"{office.public_url.partition('//')[2]}/i"
    if wish.out:
        await asyncio.to_thread(_print_sheet, wish.out, where, cards, address)
        new = sum(is_new for _, is_new in cards)
        write(f"{wish.out}: {len(cards)} cards, {new} of them new")
    if wish.poster:
        head = heads[0].name if len(heads) == 1 else ""
        told = _poster(where, wish.closes, f"{office.public_url}/i", address, head)
        wish.poster.write_bytes(await asyncio.to_thread(posters.poster, told))
        write(f"{wish.poster}: the poster of {where.name}")
    return 0


@dataclass(frozen=True, slots=True)
class _Issuing:
    """One run: what is wished, and when."""

    office: Office
    tx: Tx
    wish: Wish
    now: datetime

    async def of_place(self) -> tuple[Where, Cards]:
        """A card for everybody of the place; a head who came in already needs none."""
        where = await self._where(self.wish.place)
        cards: list[tuple[Card, bool]] = []
        if self.wish.out is None:  # only the poster: whom nobody prints a card for needs none
            return where, cards
        for head in await issued.acting_in(self.tx, where.code, ("village_head",)):
            if not head.has_phone:
                found, is_new = await self._invitation(_as(head))
                cards.append((_person_card(self.office, head, found), is_new))
        for linked in await issued.linked(self.tx, where.code, KINDS):
            whom = invitations.whom_for(linked.subject_id, linked.kind, linked.place_code)
            found, is_new = await self._invitation(whom)
            cards.append((_card(self.office, linked, found), is_new))
        return where, [each for each in cards if each[1] or not self.wish.only_new]

    async def of_person(self, write: Write) -> tuple[Where, Cards]:
        """The invitation of one person: told, and printed where that is wished."""
        code = self.wish.person
        acting = await issued.acting(self.tx, code, HEADS)
        if not acting:
            raise WrongSettings(
                f"No head, staff or province viewer on the roster has code {code!r}"
            )
        # Staff and the province see most: as one of these somebody is invited with more care.
        most = max(acting, key=lambda each: each.role != "village_head")
        found, is_new = await self._invitation(_as(most))
        write(f"{found.name}: {found.spoken}, once, until {invitations.last_day(found)}")
        for link in invitations.links(self.office, found):
            write(f"  {link}")
        where = await self._where(most.place_code)
        return where, [(_person_card(self.office, most, found), is_new)]

    async def _invitation(self, whom: Whom) -> tuple[Invitation, bool]:
        """The invitation that stands, or a new one; and whether it is new."""
        before = None if self.wish.anew else await issued.standing(self.tx, whom, self.now)
        if before is not None:
            return before, False
        terms = invitations.terms_for(whom, self.now)
        made = await issued.reissue(self.tx, whom, terms, self.now, self.office.chance)
        return made, True

    async def _where(self, code: str) -> Where:
        try:
            place = await places.of_place(self.tx, code)
        except LookupError:
            raise WrongSettings(f"There is no place {code!r}; load the roster first") from None
        name = await places.name_of(self.tx, code)
        commune = await places.commune_of(self.tx, code) or Commune("", name)
        year = self.now.astimezone(ZONE).year
        return Where(
            code=code,
            name=name,
            is_village=place.village == code,
            commune=commune,
            year=year,
            official=await self._is_official(year, commune.code),
            sample=await places.is_sample(self.tx, code),
        )

    async def _is_official(self, year: int, commune: str) -> bool:
        """Whether every form that cards invite to is made from an official set of criteria."""
        try:
            chosen = [await packs.current(self.tx, TITLES[kind], year, commune) for kind in KINDS]
        except LookupError:
            return False
        return all(each.about.official for each in chosen)


def _card(office: Office, linked: Linked, found: Invitation) -> Card:
    label, _, name = linked.name.rpartition(" · ")
    return Card(
        code=linked.code,
        label=label,
        name=name,
        purpose=words(SOURCE)(f"title.{TITLES[linked.kind]}"),
        link=invitations.links(office, found)[0],
        spoken=found.spoken,
        until=invitations.until(found),
        whose=WHOSE[linked.kind],
        helper="staff" if linked.kind == "unit" else "village_head",
    )


def _person_card(office: Office, acting: Acting, found: Invitation) -> Card:
    return Card(
        code=acting.code,
        label="",
        name=acting.name,
        purpose=f"{words(SOURCE)(f'role.{acting.role}')} {found.place}",
        link=invitations.links(office, found)[0],
        spoken=found.spoken,
        until=invitations.until(found),
        whose="person",
        helper="staff",
    )


def _as(acting: Acting) -> Whom:
    return invitations.whom_as(acting.person_id, acting.role, acting.place_code)


def _print_sheet(out: Path, where: Where, cards: Cards, address: str) -> None:
    heading = Heading(
        place=where.name if where.is_village else "",
        commune=where.commune.name,
        year=where.year,
        address=address,
        official=where.official,
        sample=where.sample,
    )
    out.write_bytes(sheets.sheet([card for card, _ in cards], heading))


def _poster(where: Where, closes: date | None, link: str, address: str, head: str) -> Poster:
    return Poster(
        place=where.name if where.is_village else "",
        commune=where.commune.name,
        year=where.year,
        link=link,
        address=address,
        official=where.official,
        sample=where.sample,
        village_head=head,
        closes=closes,
    )


def _office(settings: Settings) -> Office:
    """What signs and addresses invitations. Raises WrongSettings."""
    if not settings.public_url:
        raise WrongSettings("BANHOC_PUBLIC_URL is missing: it begins every printed link")
    if not settings.database_file.is_file():
        text = f"There is no database in {settings.data}; name its folder in BANHOC_DATA"
        raise WrongSettings(text)
    return Office(
        Library(),
        Folder(settings.evidence),
        settings.public_url,
        settings.telegram_name,
        key=secret.key(settings),
        chance=SystemRandom(),
    )


def _try(path: Path) -> None:
    """See that the paper can be written, before anything is issued for it."""
    try:
        with path.open("ab"):
            pass
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise WrongSettings(f"{path} cannot be written: {why}") from error
