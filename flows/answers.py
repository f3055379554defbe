"""Says answers in the reader's own words: what is kept, what was meant, what a number may be."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import assert_never

from flows import messages, vietnamese
from flows.questions import Bounds, Display, Meaning, Offer, Read, Scale, Sent, figures
from flows.questions.days import shown_day, shown_time
from flows.wording import SOURCE, Words

_EXAMPLES = (Decimal(12), Decimal(5), Decimal(2))

SHOWN = 80  # characters of an answer that a receipt repeats


def shown(words: Words, display: Display) -> str:
    """A kept answer: its own text, "2 ảnh", "đã đọc"."""
    match display:
        case Sent(photos=photos, files=0):
            return words("shown.photos", count=photos)
        case Sent(photos=0, files=files):
            return words("shown.files", count=files)
        case Sent(photos=photos, files=files):
            return words("shown.photos_and_files", photos=photos, files=files)
        case Read():
            return words("shown.read")
        case str():
            return display
        case _:
            assert_never(display)


def readings(words: Words, offers: Sequence[Offer]) -> str:
    """What a reply may mean, each with what to type: '"Có" (gõ 1) hay "Cỏ" (gõ 2)'."""
    said, *others = (_offered(words, offer) for offer in offers)
    for other in others:
        said = words("which.or", first=said, second=other)
    return said


def bounds(words: Words, between: Bounds | None) -> str:
    """What a number may be, ready to follow another word (" từ 0 đến 30"); "" when it is open."""
    match between:
        case Bounds(least=Decimal() as least, most=Decimal() as most):
            ends = {"least": number(words, least), "most": number(words, most)}
            return " " + words("bounds.both", **ends)
        case Bounds(least=Decimal() as least, most=None):
            return " " + words("bounds.least", least=number(words, least))
        case Bounds(least=None, most=Decimal() as most):
            return " " + words("bounds.most", most=number(words, most))
        case _:
            return ""


def example(words: Words, between: Bounds | None) -> str:
    """A number that may be typed."""
    ends = (end for end in (between.most, between.least) if end is not None) if between else ()
    fitting = (value for value in (*_EXAMPLES, *ends) if _is_within(value, between))
    return number(words, next(fitting, _EXAMPLES[0]))


def on_scale(words: Words, scale: Scale) -> dict[str, str]:
    """The ends of a scale, its step, and a mark in its middle."""
    half = (scale.last - scale.first) // (2 * scale.step) * scale.step
    marks = {
        "least": scale.first,
        "most": scale.last,
        "step": scale.step,
        "example": scale.first + half,
    }
    return {name: number(words, value) for name, value in marks.items()}


def number(words: Words, value: Decimal) -> str:
    """The number as the language writes it; a year stays in one piece."""
    return words.in_figures(figures.shown(value))


def reply(words: Words, offer: Offer) -> str:
    """What to type for it."""
    typed = words.in_figures(offer.reply) if isinstance(offer.meaning, Decimal) else offer.reply
    return words("which.line", numbers=typed) if offer.by_line else typed


def _offered(words: Words, offer: Offer) -> str:
    return words("which.reply", shown=meant(words, offer.meaning), reply=reply(words, offer))


def meant(words: Words, meaning: Meaning) -> str:
    """One thing a reply may mean: '"Có"', "1,5", "7 giờ 30 sáng thứ Sáu 20/11/2026"."""
    match meaning:
        case Decimal():
            return number(words, meaning)
        case datetime.datetime():
            return f"{_time(words, meaning.time())} {_day(words, meaning.date())}"
        case datetime.date():
            return _day(words, meaning)
        case datetime.time():
            return _time(words, meaning)
        case tuple():
            return _lines(words, meaning)
        case _:
            assert_never(meaning)


def _day(words: Words, day: datetime.date) -> str:
    return vietnamese.speak_date(day) if words.language == SOURCE else shown_day(day)


def _time(words: Words, time: datetime.time) -> str:
    return vietnamese.speak_time(time) if words.language == SOURCE else shown_time(time)


def _lines(words: Words, labels: Sequence[str]) -> str:
    said, *others = (f'"{label}"' for label in labels)
    for other in others:
        said = words("which.and", first=said, second=other)
    return said


def _is_within(value: Decimal, between: Bounds | None) -> bool:
    least, most = (between.least, between.most) if between else (None, None)
    return (least is None or least <= value) and (most is None or value <= most)


def short(text: str) -> str:
    """A long answer cut so that a receipt may repeat it."""
    return messages.short(text, SHOWN)
