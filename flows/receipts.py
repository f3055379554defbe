"""What was kept of a reply, and what a person should know about it."""

from flows import answers, whereabouts
from flows.events import Answered, Photographed, Skipped
from flows.wording import Words

FILES = {"image": "photo", **dict.fromkeys(("file", "audio", "video"), "file")}
"""Kind of question -> the receipt it gets."""


def receipt(words: Words, event: Answered | Photographed) -> str:
    """What was kept."""
    where = whereabouts.where(words, event.spot)
    if isinstance(event, Photographed):
        return words("receipt.photo", where=where, count=len(event.keys))
    if event.spot.is_reason:
        where = words("where.reason", where=where)
    if event.kind in FILES:
        what, count = FILES[event.kind], len(event.value.split())
        key = f"receipt.kept.{what}" if event.unchanged else f"receipt.{what}"
        return words(key, where=where, count=count)
    shown = answers.short(answers.shown(words, event.shown))
    if event.points is not None:
        shown += f" ({points(words, event.points)})"
    key = "receipt.kept" if event.unchanged else "receipt"
    return words(key, where=where, shown=shown)


def remarks(words: Words, event: Answered | Photographed) -> list[str]:
    """What a person should know about the answer just taken."""
    if isinstance(event, Photographed):
        return [] if event.code else [words("code.unread")]
    told: list[str] = []
    if event.now_closed:
        told.append(words("remark.closed", count=event.now_closed))
    if event.reused:
        number = event.spot.number
        by_number = event.spot.is_evidence and number is not None
        key = "remark.reused" if by_number else "remark.reused_bare"
        told.append(words(key, reused=event.reused, number=number))
    return told + left(words, event)


def left(words: Words, event: Answered | Skipped) -> list[str]:
    """How many returned questions still wait, where this was one of them."""
    if event.left is None:
        return []
    return [words("returned.left" if event.left else "returned.done", count=event.left)]


def points(words: Words, many: float) -> str:
    """ "10 điểm"."""
    return words("points", points=words.number(many))
