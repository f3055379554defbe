"""Sheets of invitations to cut out: a card for each household, clan, unit or person."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, assert_never

from flows.wording import Words, words
from reports.papers import phrases, press, square

Whose = Literal["household", "clan", "unit", "person"]
Helper = Literal["village_head", "staff"]

_TEMPLATE = "invitations"
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Card:
    """One invitation. `label` and `name` are "Hộ 07" and "Lò Văn Mẫu (mẫu)"; either may be "".

    `purpose` says what it is for, `link` is what the square opens, `spoken` is its code
    ("4827-KX"), `until` its last day. Cards lie in the order of `code`. A card of a `person` is
    used once; `helper` is who types the code in for somebody without a network.
    """

    code: str
    label: str
    name: str
    purpose: str
    link: str
    spoken: str
    until: date
    whose: Whose = "household"
    helper: Helper = "village_head"


@dataclass(frozen=True, slots=True)
class Heading:
    """What all cards share. `place` is the village, or "" for cards of the whole commune.

    `address` is where a code can be typed in, as people type it ("xa.example/i"); "" if nowhere.
    """

    place: str
    commune: str
    year: int
    address: str
    official: bool
    sample: bool
    language: str = "vi"


def sheet(cards: Sequence[Card], heading: Heading) -> bytes:
    """The cards as a PDF of A4 pages, eight on a page. No card, one page that says so."""
    return press.pdf(_TEMPLATE, facts(cards, heading))


def pages(cards: Sequence[Card], heading: Heading, ppi: float = 150) -> tuple[bytes, ...]:
    """The same pages as PNG, for a chat that takes pictures only; `ppi` is pixels an inch."""
    return press.pictures(_TEMPLATE, facts(cards, heading), ppi)


def facts(cards: Sequence[Card], heading: Heading) -> press.Facts:
    """What the template is told."""
    say = words(heading.language)
    return {
        "language": say.language,
        "title": say("paper.sheet.title", year=heading.year),
        "place": ", ".join(filter(None, (heading.place, heading.commune))),
        "cut": say("paper.sheet.cut"),
        "nobody": say("paper.sheet.nobody"),
        "notices": phrases.notices(say, official=heading.official, sample=heading.sample),
        "cards": [_card(say, card, heading) for card in sorted(cards, key=_order)],
    }


def _card(say: Words, card: Card, heading: Heading) -> press.Facts:
    return {
        "label": card.label,
        "name": card.name,
        "purpose": card.purpose,
        "square": square.svg(card.link),
        "alt": card.link,
        "code_is": say("paper.card.code"),
        "spoken": card.spoken,
        "steps": _steps(say, card, heading.address),
        "until": say("paper.card.until", day=phrases.figures(card.until)),
        "whose": _whose(say, card.whose),
    }


def _steps(say: Words, card: Card, address: str) -> list[str]:
    """The ways in, the easiest first."""
    by_head = card.helper == "village_head"
    typed = [say("paper.card.type", link=address)] if address else []
    tell = say("paper.card.tell_head" if by_head else "paper.card.tell_staff")
    return [say("paper.card.scan"), *typed, tell]


def _whose(say: Words, whose: Whose) -> str:
    match whose:
        case "household":
            return say("paper.card.household")
        case "clan":
            return say("paper.card.clan")
        case "unit":
            return say("paper.card.unit")
        case "person":
            return say("paper.card.person")
        case _:
            assert_never(whose)


def _order(card: Card) -> list[tuple[int, int, str]]:
    """Codes as people count: 2 before 10, and "MAU01-2" before "MAU01-10"."""
    parts = _DIGITS.split(card.code)
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]
