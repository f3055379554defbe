"""Registering for a title at the start of the year: one's own forms, or a whole village at once."""

import re
from collections.abc import Collection, Sequence

from flows.events import MenuLine, Prompted
from flows.visit import Offer
from flows.wording import Words

_FIGURE = re.compile(r"\d{1,6}")


def unregistered(offers: Sequence[Offer], *, neighbours: bool) -> tuple[Offer, ...]:
    """Those of one's own, or the neighbouring families, that nobody has registered yet."""
    free = (offer for offer in offers if offer.neighbour == neighbours and not offer.state)
    return tuple(offer for offer in free if not neighbours or offer.title == "family")


def own_line(words: Words, offers: Sequence[Offer], year: int) -> tuple[MenuLine, ...]:
    """One tap for all of one's own."""
    count = len(unregistered(offers, neighbours=False))
    if not count:
        return ()
    key = "register.one" if count == 1 else "register.all"
    return (MenuLine(words(key, count=count, year=year), "rg"),)


def village_line(words: Words, offers: Sequence[Offer]) -> tuple[MenuLine, ...]:
    """One line for all the neighbours."""
    count = len(unregistered(offers, neighbours=True))
    return (MenuLine(words("register.neighbours", count=count), "rv"),) if count else ()


def confirm(words: Words, offers: Sequence[Offer], without: Collection[int] = ()) -> Prompted:
    """How many would be registered; house numbers may be typed to leave some out."""
    count = len(offers) - sum(offer.number in without for offer in offers)
    left_out = ".".join(str(number) for number in sorted(without))
    lines = (
        MenuLine(words("register.yes", count=count), f"rv.y.{left_out}".rstrip(".")),
        MenuLine(words("menu.leave"), "l.0"),
        MenuLine("", "rv.x"),
    )
    facts = {"count": count, "numbers": ", ".join(map(str, sorted(without)))}
    return Prompted("register.confirm_without" if without else "register.confirm", lines, facts)


def numbers(text: str) -> tuple[int, ...]:
    """The house numbers somebody typed, each once."""
    return tuple(dict.fromkeys(int(figure) for figure in _FIGURE.findall(text)))
