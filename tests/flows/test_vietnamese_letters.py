"""Letters as phones send them: cleaned, folded, and compared mark by mark."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import vietnamese


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("  Nà   Đon  ", "Nà Đon"),
        (unicodedata.normalize("NFD", "Bản Nà Đon"), "Bản Nà Đon"),
        ("một\r\nhai\u2028ba", "một\nhai\nba"),
        ("một\n\n\n\n\nhai", "một\n\nhai"),
        ("a\u200bb\ufeffc\u00add", "abcd"),
        ("\u202egnôhk\u202c \u2066x\u2069", "gnôhk x"),
        ("e\u200d\u0301", "é"),
        ("a\x00\x07b\tc\u00a0d", "ab c d"),
        ("tốt \u2764\ufe0f", "tốt \u2764"),
        ("\u3164\u2800\U000e0041\U000e0100", ""),
        ("x\ud800y\ufffe\U0001ffff", "xy"),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
    ],
)
def test_clean_keeps_what_can_be_seen_and_nothing_else(sent: str, kept: str) -> None:
    cleaned = vietnamese.clean(sent)

    assert cleaned == kept


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    cleaned = vietnamese.clean(text)

    assert vietnamese.clean(cleaned) == cleaned


@given(st.text())
def test_a_clean_text_can_be_stored_and_shown_anywhere(text: str) -> None:
    cleaned = vietnamese.clean(text)

    cleaned.encode()
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not {unicodedata.category(c) for c in cleaned.replace("\n", "")} & {"Cc", "Cf", "Cs"}


@pytest.mark.parametrize(
    ("text", "folded"),
    [("  ĐƯỜNG  Lũng\nPô ", "duong lung po"), ("Ðồng ý", "dong y"), ("Nghĩa 2,5", "nghia 2,5")],
)
def test_fold_takes_marks_and_capitals_off(text: str, folded: str) -> None:
    found = vietnamese.fold(text)

    assert found == folded


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("co", "có"),
        ("co", "cỏ"),
        ("CÓ", "có"),
        ("có", unicodedata.normalize("NFD", "có")),
        ("dong y", "Đồng ý"),
        ("đong y", "Đồng ý"),
        ("thuong xuyen", "Thường xuyên"),
        ("Thường xuyên.", "Thường xuyên"),
        ("co hoc", "Có, học"),
        ("ðồng ý", "Đồng ý"),
        ("hoà", "hòa"),
        ("hòa", "hoà"),
        ("thuý", "thúy"),
        ("tot", "👍 Tốt"),
        ("👍", "👍"),
        ("5-10", "5 - 10"),
    ],
)
def test_what_was_typed_says_the_word(typed: str, word: str) -> None:
    said = vietnamese.says(typed, word)

    assert said


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("cỏ", "có"),
        ("có", "co"),
        ("có", "cỏ"),
        ("cô", "cố"),
        ("cọ", "cộ"),
        ("u", "đ"),
        ("đo", "do"),
        ("hoàn", "hòan"),
        ("có học", "có"),
        ("có", "có học"),
        ("", "có"),
        ("", ""),
        ("...", "có"),
        ("2 5", "2,5"),
        ("25", "2,5"),
        ("-3", "3"),
        ("A", "A+"),
        ("nhânviên", "nhân viên"),
    ],
)
def test_what_was_typed_does_not_say_the_word(typed: str, word: str) -> None:
    said = vietnamese.says(typed, word)

    assert not said


_SYLLABLES = st.sampled_from(
    ["có", "cỏ", "cò", "cọ", "cõ", "co", "cô", "cố", "cơ", "đo", "do", "đỏ", "hòa", "hoà", "hoa"]
)


@given(_SYLLABLES, _SYLLABLES)
def test_a_typed_mark_is_never_overlooked(typed: str, word: str) -> None:
    spelled = {"hoà": "hòa"}
    mine, theirs = spelled.get(typed, typed), spelled.get(word, word)

    said = vietnamese.says(typed, word)

    forgiven = len(mine) == len(theirs) and all(
        a == b or (a == vietnamese.fold(a) == vietnamese.fold(b))
        for a, b in zip(mine, theirs, strict=True)
    )
    assert said == forgiven


def test_a_beginning_ends_where_a_word_ends() -> None:
    label = "Bao giờ cũng có"

    assert vietnamese.begins("bao gio", label)
    assert vietnamese.begins("Bao giờ cũng có", label)
    assert not vietnamese.begins("ba", label)
    assert not vietnamese.begins("bao g", label)
    assert not vietnamese.begins("bao giờ cũng có đấy", label)
    assert not vietnamese.begins("báo", label)
    assert not vietnamese.begins("", label)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("dạ có ạ", "có"),
        ("Dạ, 12 ạ.", "12"),
        ("dạ", "dạ"),
        ("ạ", "ạ"),
        ("Vitamin a", "Vitamin a"),
        ("da co", "da co"),
    ],
)
def test_polite_words_are_set_aside_only_when_they_are_surely_polite(text: str, plain: str) -> None:
    found = vietnamese.plainly(text)

    assert found == plain
