"""The poster for the culture house: what the year is about, and how to come in."""

from dataclasses import dataclass
from datetime import date

from flows.wording import Words, words
from reports.papers import phrases, press, square

_TEMPLATE = "poster"


@dataclass(frozen=True, slots=True)
class Poster:
    """What a poster says. `place` is the village, "" for the whole commune.

    `link` opens the page of the commune, `address` is the same as people type it.
    `closes` is the last day on which forms can be handed in; a season "before day D" closes the
    day before D. `village_head` and `closes` may be left out.
    """

    place: str
    commune: str
    year: int
    link: str
    address: str
    official: bool
    sample: bool
    village_head: str = ""
    closes: date | None = None
    language: str = "vi"


def poster(told: Poster) -> bytes:
    """The poster as a PDF, one A4 page."""
    return press.pdf(_TEMPLATE, facts(told))


def picture(told: Poster, ppi: float = 150) -> bytes:
    """The same as a PNG, to be sent into the group of a village; `ppi` is pixels an inch."""
    return press.pictures(_TEMPLATE, facts(told), ppi)[0]


def facts(told: Poster) -> press.Facts:
    """What the template is told."""
    say = words(told.language)
    return {
        "language": say.language,
        "place": told.place or told.commune,
        "commune": told.commune if told.place else "",
        "title": say("paper.poster.title"),
        "year": say("paper.poster.year", year=told.year),
        "lines": [
            say("paper.poster.score"),
            say("paper.poster.review"),
            say("paper.poster.help"),
        ],
        "square": square.svg(told.link),
        "alt": told.link,
        "scan": say("paper.poster.scan"),
        "open": say("paper.poster.open"),
        "address": told.address,
        "code": say("paper.poster.code"),
        "ends": _ends(say, told),
        "notices": phrases.notices(say, official=told.official, sample=told.sample),
    }


def _ends(say: Words, told: Poster) -> list[list[str]]:
    """The day it closes and whom to ask, as pairs of small and big letters; what is known of it."""
    ends: list[list[str]] = []
    if told.closes:
        ends.append([say("paper.poster.closes"), phrases.day(say, told.closes)])
    if told.village_head:
        ends.append([say("paper.poster.ask"), say("paper.poster.head", name=told.village_head)])
    return ends
