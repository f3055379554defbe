"""Reads numbers said in words, "một trăm linh ba", together with every other number they may be.

A syllable may lack its marks. The words are tried against every way of saying a number, so that
what has two values is seen to have two. "Năm" closes no number but after "linh": it means years.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import chain

from flows.vietnamese import number_words
from flows.vietnamese.number_words import DIGITS, SHORT, Said

_MOST_WORDS = 20  # 999.999.999 has seventeen
_AFTER_TEN = {w: v for w, v in (DIGITS | SHORT).items() if v and w not in ("năm", "mốt")}
_AFTER_TENS = _AFTER_TEN | {"mốt": 1}
_AFTER_ODD = {word: value for word, value in (DIGITS | SHORT).items() if value and word != "mốt"}
_ROUGHLY_TENS = {word: value for word, value in (DIGITS | SHORT).items() if value}


@dataclass(frozen=True, slots=True)
class Numeral:
    """What words may come to. `scale` is the greatest they name: 1, 100, 1000, a million, …

    One in doubt is to be asked back even when nothing else competes with it. One abbreviated
    ("12k") is sure only where money is meant.
    """

    value: Decimal
    scale: int = 1
    is_doubtful: bool = False
    is_abbreviated: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """A number that was read up to the word `end`. `is_round` says that it is tens or hundreds."""

    value: Decimal
    end: int
    scale: int = 1
    is_doubtful: bool = False
    is_round: bool = False
    is_figure: bool = False


def heads(typed: Sequence[str]) -> tuple[tuple[int, tuple[Numeral, ...]], ...]:
    """The numbers that the first words (of `letters.words`) come to, the longest run first.

    Each run is the count of its words with its numbers, likeliest first, each value once.
    """
    is_number = 0 < len(typed) <= _MOST_WORDS and number_words.may_begin(typed[0])
    return _heads(tuple(typed)) if is_number else ()


def whole(typed: Sequence[str]) -> tuple[Numeral, ...]:
    """The numbers that all the words together come to."""
    return next((numerals for end, numerals in heads(typed) if end == len(typed)), ())


@lru_cache(maxsize=2048)  # the same few numbers are said over and over
def _heads(typed: tuple[str, ...]) -> tuple[tuple[int, tuple[Numeral, ...]], ...]:
    said = Said(typed)
    found: dict[int, dict[Decimal, Numeral]] = {}
    for part in chain(_numbers(said, 0, max(number_words.SCALES) * 1000), _bare_scale(said)):
        numeral = _numeral(said, part)
        known = found.setdefault(part.end, {}).get(part.value)
        if known is None or (known.is_doubtful and not numeral.is_doubtful):
            found[part.end][part.value] = numeral
    return tuple((end, _likeliest_first(found[end])) for end in sorted(found, reverse=True))


def _likeliest_first(found: Mapping[Decimal, Numeral]) -> tuple[Numeral, ...]:
    return tuple(sorted(found.values(), key=lambda numeral: numeral.is_doubtful))


def _numeral(said: Said, part: _Part) -> Numeral:
    """The part with the doubts that come from its spelling."""
    is_doubtful = part.is_doubtful or said.is_doubtful(part.end)
    return Numeral(part.value, part.scale, is_doubtful, said.is_abbreviated(part.end))


def _numbers(said: Said, at: int, below: int) -> Iterator[_Part]:
    """The numbers that begin at that word and name no scale from `below` on."""
    for part in _groups(said, at):
        yield part
        if _may_be_halved(part) and said.word(part.end, number_words.HALF):
            yield _Part(part.value + Decimal("0.5"), part.end + 1)
        for scale, words in number_words.SCALES.items():
            if scale < below and said.word(part.end, words):
                base = _Part(part.value * scale, part.end + 1, scale, part.is_doubtful)
                yield from _scaled(said, base)


def _may_be_halved(part: _Part) -> bool:
    whole_number = part.value == part.value.to_integral_value()
    return part.scale == 1 and whole_number and (part.is_figure or part.value < 10)


def _bare_scale(said: Said) -> Iterator[_Part]:
    """ "Triệu rưỡi", "trăm rưỡi": one and a half, without saying the one."""
    for scale, words in (*number_words.SCALES.items(), (100, number_words.HUNDRED)):
        if said.word(0, words) and said.word(1, number_words.HALF):
            yield _Part(Decimal(scale) * 3 / 2, 2, scale)


def _scaled(said: Said, base: _Part) -> Iterator[_Part]:
    """A million, and what may follow it."""
    yield base
    if said.word(base.end, number_words.HALF):
        yield replace(base, value=base.value + Decimal(base.scale) / 2, end=base.end + 1)
    odd = said.word(base.end + 1, _AFTER_ODD) if said.word(base.end, number_words.ODD) else ""
    if odd:
        yield _plus(base, _AFTER_ODD[odd], base.end + 2, is_doubtful=base.scale > 1000)
    yield from _colloquial(said, base)
    for rest in _numbers(said, base.end, base.scale):
        yield from _with_rest(said, base, rest)


def _with_rest(said: Said, base: _Part, rest: _Part) -> Iterator[_Part]:
    """ "Hai nghìn" and the number after it; "triệu hai trăm" mostly leaves out a "nghìn"."""
    lower = base.scale // 1000
    if rest.value != rest.value.to_integral_value():
        return
    if rest.scale >= 1000 or (lower == 1 and rest.is_round):
        yield _plus(base, rest.value, rest.end, is_doubtful=rest.is_doubtful)
    elif rest.is_figure and rest.value >= 100 and said.word(base.end - 1, number_words.ABBREVIATED):
        yield _plus(base, rest.value * lower, rest.end)  # "1tr500"
    elif rest.value >= 10:
        for times in _left_out(base, rest):
            yield _plus(base, rest.value * times, rest.end, is_doubtful=True)


def _left_out(base: _Part, rest: _Part) -> tuple[int, ...]:
    """What the rest may be counted in: in "1tr25" tens of thousands, or thousands."""
    lower = base.scale // 1000
    if rest.value >= 100 or rest.is_round:
        return (lower, 1)
    return (lower * 10, lower) if lower > 1 else (10, 1)


def _colloquial(said: Said, base: _Part) -> Iterator[_Part]:
    """ "Một triệu hai", "1tr5": tenths. Of a thousand or a hundred that is not certain."""
    figure, word = said.figure(base.end), said.word(base.end, _ROUGHLY_TENS)
    digit = int(figure) if len(figure) == 1 else _ROUGHLY_TENS.get(word, 0)
    if digit:
        is_sure = base.scale >= 10**6 and word != "năm"
        tenths = Decimal(digit * base.scale) / 10
        yield _plus(base, tenths, base.end + 1, is_doubtful=not is_sure)
        if base.scale < 10**6:
            yield _plus(base, digit, base.end + 1, is_doubtful=True)


def _plus(base: _Part, more: Decimal | int, end: int, *, is_doubtful: bool = False) -> _Part:
    doubt = base.is_doubtful or is_doubtful
    return replace(base, value=base.value + more, end=end, is_doubtful=doubt)


def _groups(said: Said, at: int) -> Iterator[_Part]:
    """The numbers under a thousand, and figures."""
    yield from _two_digits(said, at)
    digit, figure = said.word(at, DIGITS), said.figure(at)
    if figure:
        value = Decimal(figure.replace(",", "."))
        yield _Part(value, at + 1, is_figure=True, is_round=value >= 100)
    times = Decimal(DIGITS[digit]) if digit else Decimal(figure) if len(figure) == 1 else None
    if times is None:
        return
    if said.word(at + 1, number_words.HUNDRED):
        yield from _hundreds(said, _Part(times * 100, at + 2, 100, is_round=True))
    if times and said.word(at + 1, number_words.DOZEN):
        half = 5 * bool(said.word(at + 2, number_words.HALF))
        yield _Part(times * 10 + half, at + 2 + bool(half), 10, is_doubtful=True)


def _hundreds(said: Said, base: _Part) -> Iterator[_Part]:
    """ "Hai trăm", and what may follow it."""
    yield base
    if said.word(base.end, number_words.HALF):
        yield _plus(base, 50, base.end + 1)
    odd = said.word(base.end + 1, _AFTER_ODD) if said.word(base.end, number_words.ODD) else ""
    if odd:
        yield _plus(base, _AFTER_ODD[odd], base.end + 2)
    for tens in _two_digits(said, base.end):
        if tens.value >= 10:
            yield _plus(base, tens.value, tens.end)
    figure = said.figure(base.end)
    if len(figure) == 2 and figure.isdigit():
        yield _plus(base, int(figure), base.end + 1)
    yield from _colloquial(said, base)


def _two_digits(said: Said, at: int) -> Iterator[_Part]:
    """The numbers from 0 to 99 in words."""
    if word := said.word(at, DIGITS):
        digit = DIGITS[word]
        yield _Part(Decimal(digit), at + 1)
        if digit > 1:
            yield from _tens(said, at, digit)
    elif said.word(at, number_words.TEN):
        yield from _ended(said, 10, at + 1, _AFTER_TEN)
    tens, ending = said.word(at, number_words.TENS), said.word(at + 1, _AFTER_TENS)
    if tens and ending and said.has_marks(at):
        yield _Part(Decimal(number_words.TENS[tens] * 10 + _AFTER_TENS[ending]), at + 2)


def _tens(said: Said, at: int, digit: int) -> Iterator[_Part]:
    if said.word(at + 1, number_words.TIMES_TEN):
        yield from _ended(said, digit * 10, at + 2, _AFTER_TENS)
    elif said.word(at + 1, number_words.TEN):  # "hai mười" is a slip of the pen
        yield _Part(Decimal(digit * 10), at + 2, is_doubtful=True)
    # "Hai mốt" is 21, but "hai ba" is "two or three" and "năm tư" the fourth year.
    short = said.word(at + 1, SHORT)
    if short and said.has_marks(at) and said.has_marks(at + 1) and (digit, short) != (5, "tư"):
        yield _Part(Decimal(digit * 10 + SHORT[short]), at + 2)


def _ended(said: Said, tens: int, end: int, endings: Mapping[str, int]) -> Iterator[_Part]:
    yield _Part(Decimal(tens), end, is_round=True)
    if ending := said.word(end, endings):
        yield _Part(Decimal(tens + endings[ending]), end + 1, is_round=True)
