"""Keys sent instead of letters: Telex and VNI become words, and nothing else is touched."""

import re
import unicodedata
from importlib.resources import files

import pytest

from flows import vietnamese
from flows.wording import read

SHAPES = {
    "â": ("aa", "a6"), "ă": ("aw", "a8"), "ê": ("ee", "e6"), "ô": ("oo", "o6"), "ơ": ("ow", "o7"),
    "ư": ("uw", "u7"), "đ": ("dd", "d9"),
}  # fmt: skip
TONES = {
    "\u0301": ("s", "1"),
    "\u0300": ("f", "2"),
    "\u0309": ("r", "3"),
    "\u0303": ("x", "4"),
    "\u0323": ("j", "5"),
}
TELEX, VNI = 0, 1


def spoken_words() -> list[str]:
    """Every marked syllable of the bot's own sentences; abbreviations have no vowel."""
    catalogue = read((files("flows") / "locale" / "vi.po").read_bytes())
    found = {word for text in catalogue.values() for word in re.findall(r"[^\W\d_]+", text.lower())}
    marked = {word for word in found if not word.isascii()}
    return sorted(word for word in marked if set("aeiouy") & set(vietnamese.fold(word)))


def keys(word: str, method: int) -> str:
    """The keys that make the word: its letters with their shapes, then its tone."""
    typed = tone = ""
    for letter in word:
        apart = unicodedata.normalize("NFD", letter)
        tone = next((TONES[mark][method] for mark in apart if mark in TONES), tone)
        shape = unicodedata.normalize("NFC", "".join(m for m in apart if m not in TONES))
        typed += SHAPES[shape][method] if shape in SHAPES else shape
    return typed + tone


def test_every_word_the_bot_says_is_known_from_its_telex_keys() -> None:
    words = spoken_words()

    unknown = [word for word in words if not vietnamese.says(keys(word, TELEX), word)]

    assert len(words) > 300
    assert unknown == []


def test_every_word_the_bot_says_is_known_from_its_vni_keys() -> None:
    words = spoken_words()

    unknown = [
        word
        for word in words
        if not vietnamese.says(f"{keys(word, VNI)} d9u7o7ng2", f"{word} đường")
    ]

    assert unknown == []


def test_words_without_marks_are_never_taken_for_keys() -> None:
    words = [vietnamese.fold(word) for word in spoken_words()]

    changed = [word for word in words if vietnamese.unkeyed(word) != word]

    assert changed == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dduwowngf", "đường"),
        ("d9u7o7ng2", "đường"),
        ("DDUWOWNGF", "đường"),
        ("duowngf", "dường"),
        ("dduwowngf Nà Đon", "đường Nà Đon"),
        ("đuwowngf", "đường"),
        ("thuowngf xuyeen", "thường xuyên"),
        ("hocj", "học"),
        ("hojc", "học"),
        ("quays laij", "quáy lại"),
        ("gias giuwax", "giá giữa"),
        ("hoaf hoanf thuyr", "hòa hoàn thủy"),
        ("tw", "tư"),
        ("quawn", "quăn"),
        ("muaw", "mưa"),
        ("d9i ho5c", "đi học"),
        ("co1 kho6ng", "có không"),
    ],
)
def test_keys_become_the_syllables_they_make(typed: str, meant: str) -> None:
    read_as = vietnamese.unkeyed(typed)

    assert read_as == meant


@pytest.mark.parametrize(
    "typed",
    [
        *("", "12", "co1", "lop5", "so2", "nam8", "h1n1", "m2", "1tr5", "t7", "2k5", "A1"),
        *("yes", "Facebook", "Messenger", "xoong" * 50, "khoeo", "học", "đi học", "ddddd", "www"),
    ],
)
def test_what_makes_no_syllable_stays_as_it_was_typed(typed: str) -> None:
    read_as = vietnamese.unkeyed(typed)

    assert read_as == typed


def test_a_key_that_makes_another_word_is_not_overlooked() -> None:
    said = [vietnamese.says(typed, "có") for typed in ("cos", "cof", "cor", "coos", "cows")]

    assert said == [True, False, False, False, False]
