"""The files that go with a question, as a message encloses them: each with a name people read."""

from typing import Literal

from flows.events import Asked, DeskEvent, Illustration, Noted
from flows.messages import Enclosure
from flows.wording import Words

Kind = Literal["picture", "paper", "sound", "film"]


def enclosures(words: Words, event: DeskEvent) -> tuple[Enclosure, ...]:
    """What the message that asks or tells it encloses, in the same order."""
    files = event.illustrations if isinstance(event, Asked | Noted) else ()
    return tuple(_enclosure(words, each) for each in files)


def _enclosure(words: Words, one: Illustration) -> Enclosure:
    kind: Kind = "picture" if one.kind == "choices" else one.kind
    return Enclosure(kind, one.key, one.about or words(f"beside.{one.kind}"))
