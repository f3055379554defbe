"""Reads a number with the words around it; one that could be another number is never taken."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from flows.vietnamese import figures, fractions, keys, letters, manners, numerals, units
from flows.vietnamese.numerals import Numeral
from flows.vietnamese.readings import Nothing, One, Reading, Several
from flows.vietnamese.units import Asked

# "3người" and "1tr5" are typed in one breath.
_BREATHLESS = re.compile(
    r"(?<=[0-9])(?=[^\W\d_])|(?<=[0-9]tr)(?=[0-9])|(?<=[0-9]k)(?=[0-9])"
    r"|(?<=triệu|trieu|nghìn|nghin)(?=[0-9])"
)
# A mark between words begins another thought ("hai mươi, ba" is not 23), a sign may deny it.
_UNBROKEN = re.compile(r"(?:[\w %]|(?<=[0-9])[.,](?=[0-9]))+")
_NONE = re.compile(
    "(?:không|khong|ko|k|chưa|chua)(?: (?:có|co))?"
    "(?: (?:ai|gì|gi|(?:một |mot )?(?P<unit>.+?)))?(?: nào| nao)?(?: cả| ca| hết| het)?"
)
_MOST_OFFERED = 4


def integer(text: str, about: str = "") -> Reading[int]:
    """The whole number a text says. `about` is the question, which may name the unit it counts.

    "1.500" is 1500 (a point groups thousands); "1,500" is asked back; "2,0" is 2.
    """
    return _whole(_understood(text, about, is_whole=True))


def decimal(text: str, about: str = "") -> Reading[Decimal]:
    """The number a text says, after "2,5" or "2.5"; "1.500" and "1,500" have two readings each.

    `about` is the question, which may name the unit it counts. A hedge ("khoảng 12"), a word that
    lost its marks and may be another, "không có ai" for 0: guesses, to be confirmed.
    """
    return _understood(text, about, is_whole=False)


def spoken(text: str) -> Reading[int]:
    """The whole number that a text says in words and nothing but words.

    Without marks a single syllable is asked back ("sau" may be "sáu" or "later"), a longer
    phrase is taken when it has one reading. "Không" is asked back: it may be zero or no.
    """
    meant = keys.unkeyed(letters.clean(text))
    if _UNBROKEN.fullmatch(meant.rstrip(".")) is None:
        return Nothing()
    typed = letters.words(meant)
    if any(word[:1].isdigit() for word in typed):
        return Nothing()
    return _whole(_weighed(numerals.whole(typed), units.asked("")))


def _understood(text: str, about: str, *, is_whole: bool) -> Reading[Decimal]:
    plain = letters.digits(letters.clean(text)).replace("\u2212", "-")
    if plain.isascii() and plain.isdigit():
        return figures.number(plain)
    small = plain.casefold()
    reading = _read(small, about, is_whole)
    meant = keys.unkeyed(small) if isinstance(reading, Nothing) else small
    if meant == small:
        return reading
    # A digit that was a key of VNI may have been meant as a figure all the same.
    again = _read(meant, about, is_whole)
    return _doubted(again) if re.search("[0-9]", small) else again


def _read(small: str, about: str, is_whole: bool) -> Reading[Decimal]:
    """The number in small letters: as it stands, else without the words that lead up to it."""
    said = manners.bare(small)
    reading = _in_either(said.bare, about, is_whole)
    led = manners.led(said.bare) if isinstance(reading, Nothing) else said
    if led.bare != said.bare:
        reading = _in_either(led.bare, about, is_whole)
    elif isinstance(reading, Nothing):
        reading = _named(said.bare, about, is_whole)
    return _doubted(reading) if said.is_doubtful or led.is_doubtful else reading


def _named(bare: str, about: str, is_whole: bool) -> Reading[Decimal]:
    """ "Lớp 5", where "lớp mấy" is asked."""
    first, _, rest = bare.partition(" ")
    is_named = any(letters.says(first, word) for word in units.asked(about).before)
    return _in_either(rest, "", is_whole) if rest and is_named else Nothing()


def _in_either(bare: str, about: str, is_whole: bool) -> Reading[Decimal]:
    """The number in figures or in words."""
    start = figures.first(bare)
    tail = bare[len(start) :].strip()
    if start and (not tail or units.allowed(tail, about)):
        reading = figures.number(start, is_whole=is_whole)
        # "-3 người" is a line that begins with a dash, more likely than less than nobody.
        return _doubted(reading) if tail and start.startswith("-") else reading
    return _in_words(bare, about) if _UNBROKEN.fullmatch(bare) else Nothing()


def _doubted(reading: Reading[Decimal]) -> Reading[Decimal]:
    return Several((reading.value,)) if isinstance(reading, One) else reading


def _whole(reading: Reading[Decimal]) -> Reading[int]:
    match reading:
        case One(value):
            return One(int(value)) if _is_whole(value) else Nothing()
        case Several(values):
            whole = tuple(int(value) for value in values if _is_whole(value))
            return Several(whole) if whole else Nothing()
        case Nothing():
            return reading


def _is_whole(value: Decimal) -> bool:
    return value == value.to_integral_value()


def _in_words(said: str, about: str) -> Reading[Decimal]:
    typed = letters.words(_BREATHLESS.sub(" ", said))
    wanted = units.asked(about)
    for end, found in numerals.heads(typed):
        rest = typed[end:]
        if not rest or units.allowed(" ".join(rest), about):
            return _weighed((*found, *_years(found, typed, end, wanted)), wanted)
        if more := fractions.halved(found, rest, about) or fractions.pointed(found, rest, about):
            return _weighed(more, wanted)
    return _none(said, about)


def _years(
    found: Sequence[Numeral], typed: Sequence[str], end: int, wanted: Asked
) -> Iterator[Numeral]:
    """What else it may be where years are asked for: "hai mươi năm" is also 25 to some people."""
    if "năm" not in wanted.families or not letters.says(typed[-1], "năm"):
        return
    if end == len(typed):
        for numeral in numerals.whole(typed[:-1]):
            yield Numeral(numeral.value, numeral.scale, is_doubtful=True)
    for numeral in found if end == len(typed) - 1 else ():
        if numeral.value >= 10 and numeral.value % 10 == 0 and not typed[0][:1].isdigit():
            yield Numeral(numeral.value + 5, 1, is_doubtful=True)


def _none(said: str, about: str) -> Reading[Decimal]:
    """ "Không có ai": nobody, most likely; "không biết" is no number."""
    hit = _NONE.fullmatch(said)
    if hit is None or (hit["unit"] and not units.allowed(hit["unit"], about)):
        return Nothing()
    return Several((Decimal(0),))


def _weighed(found: Sequence[Numeral], wanted: Asked) -> Reading[Decimal]:
    """The reading of the numbers that words may come to: one that is sure and alone is taken."""
    weighed = [each for numeral in found for each in _in_scale(numeral, wanted)]
    values = tuple(dict.fromkeys(value for value, _ in weighed))
    if len(values) == 1 and not all(doubt for _, doubt in weighed):
        return One(values[0])
    return Several(values[:_MOST_OFFERED]) if values else Nothing()


def _in_scale(numeral: Numeral, wanted: Asked) -> Iterator[tuple[Decimal, bool]]:
    """The number in the scale the question counts in, and whether that is doubtful.

    "5 triệu" is 5 where millions are asked for. Of money "5 trăm" is mostly 500.000.
    """
    value = numeral.value
    doubt = numeral.is_doubtful or value == 0
    doubt |= numeral.is_abbreviated and not wanted.is_money
    if numeral.scale in (10, 100) and wanted.is_money:
        yield from ((value * 1000 / wanted.scale, True), (value, True))
    elif numeral.scale == 1 or wanted.scale == 1:
        yield value, doubt
    elif wanted.is_scale_sure:
        yield value / wanted.scale, doubt or numeral.scale != wanted.scale
    else:
        yield from ((value, True), (value / wanted.scale, True))
