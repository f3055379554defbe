"""Turns typing keys that were sent instead of letters into letters: "dduwowngf", "d9u7o7ng2".

Telex writes marks with letters (s f r x j, w, aa, dd), VNI with digits (1-5 tones, 6-9 shapes).
What comes out must be one whole Vietnamese syllable; anything else stays as it was typed.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_TELEX_TONES = {"s": _ACUTE, "f": _GRAVE, "r": _HOOK, "x": _TILDE, "j": _DOT}
_VNI_TONES = {"1": _ACUTE, "2": _GRAVE, "3": _HOOK, "4": _TILDE, "5": _DOT}
_TONES = frozenset(_TELEX_TONES.values())
_HAT = {"a": "â", "e": "ê", "o": "ô"}
_HORN = {"u": "ư", "o": "ơ"}
_BREVE = {"a": "ă"}
_STROKE = {"d": "đ"}
_VNI_SHAPES: Mapping[str, Mapping[str, str]] = {"6": _HAT, "7": _HORN, "8": _BREVE, "9": _STROKE}
_VOWELS = frozenset("aăâeêioôơuưy")

_SYLLABLE = re.compile(
    "(?P<onset>ngh|ng|nh|gh|gi(?=[aăâeêoôơuư])|kh|ch|ph|qu|th|tr|[bcdđghklmnprstvx]|)"
    "(?P<rime>"
    "(?:a|oa)(?:ch|c|i|m|ng|nh|n|o|p|t|u|y|)|(?:ă|oă)(?:c|m|ng|n|p|t)|"
    "(?:â|uâ)(?:c|m|ng|n|p|t|u|y)|(?:e|oe)(?:c|m|ng|n|o|p|t|)|(?:ê|uê)(?:ch|m|nh|n|p|t|u|)|"
    "i(?:a|ch|m|nh|n|p|t|u|)|(?:iê|yê)(?:c|m|ng|n|p|t|u)|uyê(?:n|t)|"
    "o(?:c|i|m|ng|n|p|t|)|ô(?:c|i|m|ng|n|p|t|)|ơ(?:i|m|n|p|t|)|"
    "u(?:a|c|i|m|ng|n|p|t|)|uô(?:c|i|m|ng|n|t)|uơ|(?:y|uy)(?:a|ch|nh|n|t|u|p|)|"
    "ư(?:a|c|i|m|ng|n|t|u|)|ươ(?:c|i|m|ng|n|p|t|u))"
)
_SHAPED = re.compile("[ăâêôơ]|ư(?!ơ)")
_CODA = re.compile("(?:ch|ng|nh|[cmnpt])$")

_WORD = re.compile(r"[^\W_]+")
# A key of Telex stands after a vowel, but for dd and w. A figure is never in the middle of a word.
_TELEX = re.compile(
    "[aeiouy\u00e0-\u1ef9][a-z]*[sfrxj]|w|aa|ee|oo|d[a-z\u00e0-\u1ef9]*d|o[a-z]+o|e[a-z]+e|a[a-z]+a"
)
_VNI = re.compile("[a-zđ]+[1-9][a-zđ0-9]*[a-zđ][1-9]*|[a-zđ]*[aeiouy][a-z]*[6-9][1-5]")
_VNI_PERHAPS = re.compile("[a-zđ]*[aeiouy][a-zđ]*[1-9]")
_LONGEST = 200  # characters; longer texts answer no list and no number


def unkeyed(text: str) -> str:
    """The text with the words that are typing keys put into letters; most texts come back as is.

    "bo1" alone may be "bó" or "bo 1" and stays; beside a word that is surely VNI it is read too.
    """
    return text if len(text) > _LONGEST else _unkeyed(text)


@lru_cache(maxsize=2048)  # one reply is compared with many labels
def _unkeyed(text: str) -> str:
    small = text.lower()
    is_vni = any(_VNI.fullmatch(word) and _word(word, True) for word in _WORD.findall(small))
    if not is_vni and _TELEX.search(small) is None:
        return text
    return _WORD.sub(lambda hit: _word(hit[0].lower(), is_vni) or hit[0], text)


def _word(word: str, is_vni: bool) -> str:
    """The syllable behind one word of keys; "" when there is none."""
    if is_vni and (_VNI.fullmatch(word) or _VNI_PERHAPS.fullmatch(word)):
        return _Keys(_VNI_TONES).typed(word)
    if word.isalpha() and _TELEX.search(word):
        return _Keys(_TELEX_TONES).typed(word)
    return ""


class _Keys:
    """One word being typed anew, key by key."""

    def __init__(self, tones: Mapping[str, str]) -> None:
        self._tones = tones
        self._letters: list[str] = []
        self._tone = ""

    def typed(self, word: str) -> str:
        """The syllable that the keys make; "" when they make none."""
        for key in word:
            self._press(key)
        syllable = _SYLLABLE.fullmatch("".join(self._letters))
        return _toned(syllable["onset"], syllable["rime"], self._tone) if syllable else ""

    def _press(self, key: str) -> None:
        if not key.isascii():
            self._put(key)
        elif key in self._tones and not _VOWELS.isdisjoint(self._letters):
            self._tone = self._tones[key]
        elif not self._shape(key):
            self._letters.append(key)

    def _put(self, letter: str) -> None:
        """A letter that got its marks already: its tone is the tone of the word."""
        apart = unicodedata.normalize("NFD", letter)
        self._tone = next((mark for mark in apart if mark in _TONES), self._tone)
        bare = "".join(mark for mark in apart if mark not in _TONES)
        self._letters.append(unicodedata.normalize("NFC", bare))

    def _shape(self, key: str) -> bool:
        """Whether the key gives a letter that stands already its shape."""
        if key in _VNI_SHAPES:
            return self._change(_VNI_SHAPES[key])
        if key == "w":
            return self._hook()
        if key == "d":
            return self._letters[:1] == ["d"] and self._change(_STROKE)
        return key in _HAT and self._change({key: _HAT[key]})

    def _hook(self) -> bool:
        """What "w" does: a breve on a, a horn on u and o; alone it is the letter ư."""
        before, last = self._letters[-3:-1], self._letters[-1:]
        is_breve = last == ["a"] and (before[-1:] != ["u"] or before[:1] == ["q"])
        shapes = (_BREVE, _HORN) if is_breve else (_HORN, _BREVE)
        if not any(self._change(shape) for shape in shapes):
            self._letters.append("ư")
        return True

    def _change(self, shapes: Mapping[str, str]) -> bool:
        """Shape the last letter that can be shaped so; in "uo" a horn goes on both."""
        for at in range(len(self._letters) - 1, -1, -1):
            if self._letters[at] in shapes:
                self._letters[at] = shapes[self._letters[at]]
                if self._letters[at - 1 : at + 1] == ["u", "ơ"] and self._letters[:1] != ["q"]:
                    self._letters[at - 1] = "ư"
                return True
        return False


def _toned(onset: str, rime: str, tone: str) -> str:
    if not tone:
        return onset + rime
    at = _carrier(rime)
    return onset + rime[:at] + unicodedata.normalize("NFC", rime[at] + tone) + rime[at + 1 :]


def _carrier(rime: str) -> int:
    """Where the tone stands: on the shaped vowel, else the middle one, else the first."""
    if shaped := _SHAPED.search(rime):
        return shaped.start()
    vowels = len(_CODA.sub("", rime))
    is_closed = vowels < len(rime)
    return 1 if vowels == 3 or (vowels == 2 and is_closed) else 0
