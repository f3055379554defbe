"""Cleans, folds and compares Vietnamese letters: a typed mark counts, a missing one is forgiven."""

import re
import unicodedata
from functools import lru_cache
from itertools import product

from flows.vietnamese import keys

# Drawn as nothing although Unicode files them under letters, marks or symbols: grapheme joiner,
# Hangul fillers, Khmer inherent vowels, Mongolian and emoji variation selectors, Braille blank.
_BLANK = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
)
# Seen, in NFC and on one line: printable ASCII and the Latin letters in one piece.
_CLEAN = re.compile("[ -~\u00c0-\u024f\u1ea0-\u1ef9]*")
_LINE_ENDS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_FIGURES = {ord("０") + n: str(n) for n in range(10)} | {ord("🔟"): "10 "}
_KEYCAP = "\u20e3"

# "hoà" and "hòa" are one word in two spellings. Written with the marks apart, the tone is moved
# to the first vowel of an open oa, oe, uy; "hoàn" is spelled in one way only and stays.
_LATE_TONE = re.compile(
    "(o(?=[ae])|u(?=y))([aey])([\u0300\u0301\u0303\u0309\u0323])(?![\\w\u0300-\u036f])"
)

# What a word is made of when two texts are compared. Points and commas stay inside numbers, a
# minus stays before one; every other sign is only decoration around a label.
_WORD = re.compile(
    r"(?:(?<!\w)-(?=[0-9]))?(?:[\w\u0300-\u036f+%<>=*#&@$]|(?<=[0-9])[.,](?=[0-9]))+"
)
_SHORT = 200  # characters; longer texts are not worth remembering
# A face that thinks or refuses is not among them.
_SMILES = re.compile(
    "(?<=[\\w.!)%])[\\s\U0001f600-\U0001f643\U0001f64f\u2764\U0001f44d\U0001f44c"
    "\U0001f3fb-\U0001f3ff]+$"
)
_POLITE_START = re.compile(r"dạ[\s,]+(?=\w)", re.IGNORECASE)
_POLITE_END = re.compile(r"(?<=[\w%)])[\s,]+(?:ạ|nhé|nha)[.!]*$", re.IGNORECASE)


def clean(text: str) -> str:
    """The text in NFC with only what can be seen: single spaces, never two empty lines in a row."""
    if _CLEAN.fullmatch(text) and "  " not in text:
        return text.strip(" ")  # most replies are a number or a few words
    seen = "".join(map(_seen, text.replace("\r\n", "\n")))
    composed = unicodedata.normalize("NFC", seen)
    trimmed = "\n".join(re.sub(" +", " ", line).strip(" ") for line in composed.split("\n"))
    return re.sub("\n{3,}", "\n\n", trimmed).strip("\n")


def fold(text: str) -> str:
    """The text for searching: small letters without marks, đ as d, single spaces, no line ends."""
    return _folded(text) if len(text) <= _SHORT else _folded.__wrapped__(text)


@lru_cache(maxsize=2048)  # command words and labels are folded for every reply anew
def _folded(text: str) -> str:
    return " ".join(_bare(clean(text).casefold()).split())


def digits(text: str) -> str:
    """The text with full-width digits made plain, and each keycap emoji as a number of its own.

    Digits of other scripts stay as they are: no Vietnamese keyboard makes them by accident.
    """
    if text.isascii():
        return text
    return text.translate(_FIGURES).replace(_KEYCAP, " ").strip()


def plainly(text: str) -> str:
    """The text without a polite "dạ" before it or "ạ", "nhé", "nha" after it; never empty.

    Only with their marks: an "a" at the end may be a letter, a "da" before it may be a word. A
    smile or thumb after the words goes too.
    """
    begun = _POLITE_START.sub("", clean(text), count=1)
    return _POLITE_END.sub("", unsmiling(begun)) or text


def unsmiling(text: str) -> str:
    """The text without the smiles, hearts, thumbs and thanks after its last word."""
    return text if text.isascii() else _SMILES.sub("", text)


@lru_cache(maxsize=2048)  # one reply is compared with the same labels many times over
def words(text: str) -> tuple[str, ...]:
    """The words to compare: small letters, one spelling of each tone, no decoration.

    A text made of signs alone (an emoji) is one word: itself.
    """
    spelled = _spelled(clean(text))
    found = tuple(_WORD.findall(spelled))
    return found or tuple(spelled.split())


def spellings(word: str) -> tuple[str, ...]:
    """Every way of typing one word of `words` that says it, with all its marks or without some."""
    ways = ((letter, _bare(letter)) for letter in _letters(word))
    return tuple(dict.fromkeys(map("".join, product(*ways))))


def says(typed: str, word: str) -> bool:
    """Whether the whole of `typed` says `word`: "co" says "có" and "cỏ", "cỏ" does not say "có"."""
    return len(words(typed)) == len(words(word)) and begins(typed, word)


def begins(typed: str, label: str) -> bool:
    """Whether `typed` says the first words of `label`, or all of them.

    Whole words only: half a Vietnamese syllable is usually another word ("ba", "bao").
    """
    mine, theirs = words(typed), words(label)
    if not 0 < len(mine) <= len(theirs):
        return False
    if all(map(_spells, mine, theirs)):
        return True
    meant = keys.unkeyed(typed)
    return meant is not typed and all(map(_spells, words(meant), theirs))


def starts(typed: str, word: str) -> bool:
    """Whether one typed word says the first letters of another: "ba" those of "bản"."""
    size = len(_letters(typed))
    return _spells(typed, "".join(_letters(word)[:size]))


def _seen(character: str) -> str:
    if character in _LINE_ENDS:
        return "\n"
    if character == "\t" or unicodedata.category(character) == "Zs":
        return " "
    return "" if _is_hidden(character) else character


def _is_hidden(character: str) -> bool:
    code = ord(character)
    return (
        unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co"}
        or character in _BLANK
        or code & 0xFFFE == 0xFFFE
        or 0xFDD0 <= code <= 0xFDEF
        or 0xE0000 <= code <= 0xE0FFF
    )


def _spelled(text: str) -> str:
    # Icelandic ð and a true minus look like đ and a hyphen, and some keyboards send them.
    small = text.casefold().replace("ð", "đ").replace("\u2212", "-")
    apart = unicodedata.normalize("NFD", small)
    return unicodedata.normalize("NFC", _LATE_TONE.sub(r"\1\3\2", apart))


@lru_cache(maxsize=4096)
def _spells(typed: str, word: str) -> bool:
    mine, theirs = _letters(typed), _letters(word)
    return len(mine) == len(theirs) and all(
        letter == wanted or letter == _bare(wanted)
        for letter, wanted in zip(mine, theirs, strict=True)
    )


def _letters(word: str) -> list[str]:
    letters: list[str] = []
    for character in word:
        if letters and unicodedata.combining(character):
            letters[-1] += character
        else:
            letters.append(character)
    return letters


def _bare(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    plain = "".join(character for character in apart if not unicodedata.combining(character))
    return unicodedata.normalize("NFC", plain).replace("đ", "d").replace("ð", "d")
