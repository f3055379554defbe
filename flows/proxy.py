"""Answering for somebody else: how they were asked, who answered, and that they agreed."""

from collections.abc import Mapping

from flows.events import MenuLine, Prompted
from flows.visit import Offer
from flows.wording import Words

HOWS: Mapping[str, str] = {"f": "face_to_face", "p": "phone", "w": "paper"}
"""As a menu line carries it -> as it is written down."""
LONGEST_NAME = 60  # characters


def how(words: Words, offer: Offer) -> Prompted:
    """The first question to a typist: how does he ask?"""
    lines = [MenuLine(words(f"proxy.{name}"), _press(offer, sign)) for sign, name in HOWS.items()]
    return Prompted("proxy.how", (*lines, MenuLine(words("menu.back"), "m")), facts(words, offer))


def agreed(words: Words, offer: Offer, sign: str) -> Prompted:
    """The second one: did they agree that the answers are kept?"""
    lines = (
        MenuLine(words("proxy.agreed"), _press(offer, sign, "y")),
        MenuLine(words("proxy.not_agreed"), _press(offer, sign, "n")),
    )
    return Prompted("proxy.consent", lines, facts(words, offer))


def who(words: Words, offer: Offer, sign: str) -> Prompted:
    """The third one, for a household: who answers? Any other name may be typed."""
    lines = (
        MenuLine(words("proxy.head"), _press(offer, sign, "h")),
        MenuLine("", _press(offer, sign, "o")),
    )
    return Prompted("proxy.who", lines, facts(words, offer))


def facts(words: Words, offer: Offer) -> dict[str, object]:
    """Whose form it is."""
    return {"subject": offer.subject, "title": words(f"title.{offer.title}")}


def _press(offer: Offer, *rest: str) -> str:
    return ".".join(("px", str(offer.subject_id), offer.title, *rest))
