"""Fetches what a letter encloses: kept evidence, and papers drawn when they are asked for."""

import asyncio
import mimetypes
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot import copying, form_files, invitations
from bot.channel import Brought
from bot.moment import ZONE
from bot.office import Office
from flows import illustrations
from flows.awards import FILE as PAPER
from flows.awards import Award
from flows.awards import link as address
from flows.instrument import figures
from flows.weekly import CHART
from flows.wording import SOURCE, words
from reports import chart
from reports.papers import certificate
from storage import announcements, awards
from storage.database import Database, Tx

PICTURE, DRAWN = "the-chuc-mung.png", "bieu-do.png"

Fetch = Callable[[Office, Tx, str], Awaitable[Brought | None]]


async def _evidence(office: Office, tx: Tx, key: str) -> Brought | None:
    """A kept photo as it is shown, or a kept file as it was sent."""
    path = office.folder.open(key)
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Brought(await asyncio.to_thread(path.read_bytes), kind, path.name)


async def _announced(office: Office, tx: Tx, key: str) -> Brought | None:
    """The picture of the announcement with that number."""
    one = await announcements.load(tx, int(key)) if key.isascii() and key.isdecimal() else None
    return await _evidence(office, tx, one.picture) if one and one.picture else None


async def _certificate(office: Office, tx: Tx, key: str) -> Brought | None:
    """The card of somebody recognised as it is now: "<token>" a picture, "<token>.pdf" a paper."""
    token, _, ending = key.partition(".")
    found = await awards.by_token(tx, token, ZONE)
    if found is None:
        return None
    card = _card(office, found)
    if ending:
        return Brought(await asyncio.to_thread(certificate.paper, card), "application/pdf", PAPER)
    return Brought(await asyncio.to_thread(certificate.image, card), "image/png", PICTURE)


async def _drawn(office: Office, tx: Tx, key: str) -> Brought | None:
    """The picture whose numbers the key itself tells."""
    found = chart.read(key)
    if found is None:
        return None
    return Brought(await asyncio.to_thread(chart.draw, found), "image/png", DRAWN)


def _card(office: Office, award: Award) -> certificate.Award:
    say, link = words(SOURCE), address(office.public_url, award)
    revoked = award.revoked_on
    return certificate.Award(
        name=award.subject,
        title=say(f"title.{award.title}"),
        year=award.year,
        commune=award.commune,
        decision=certificate.Decision(award.number, figures(award.dated)),
        link=link,
        address=link.partition("//")[2],
        official=award.official,
        sample=award.sample,
        revoked=certificate.Decision("", figures(revoked)) if revoked else None,
    )


KINDS: Mapping[str, Fetch] = {
    "a": _announced,
    "c": _certificate,
    "d": copying.fetch,
    "e": _evidence,
    illustrations.FILE: form_files.file,
    illustrations.SHEET: form_files.sheet,
    CHART: _drawn,
    "q": invitations.square,
}
"""What a key begins with, before its colon -> who fetches it."""


@dataclass(frozen=True, slots=True)
class Enclosures:
    """Brings enclosures by key. Nothing is kept twice: what is drawn is drawn anew each time."""

    db: Database
    office: Office

    async def bring(self, key: str) -> Brought | None:
        """What lies behind `key`; None for what is not there (any more)."""
        kind, _, rest = key.partition(":")
        fetch = KINDS.get(kind)
        if fetch is None:
            return None
        async with self.db.read() as tx:
            try:
                return await fetch(self.office, tx, rest)
            except LookupError:
                return None
