"""Numbers as people type them; a wrong one is never read, a doubtful one is asked back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spoken_numbers import Manner, said

from flows import vietnamese
from flows.vietnamese import Nothing, One, Reading, Several

NOTHING = Nothing()

BOTH_KINDS: list[tuple[str, Reading[int], Reading[float]]] = [
    # typed, at a whole-number question, at a decimal question
    ("12", One(12), One(12)),
    ("012", One(12), One(12)),
    ("-3", One(-3), One(-3)),
    ("\u22123", One(-3), One(-3)),
    ("-0", One(0), One(0)),
    ("12.", One(12), One(12)),
    ("１２", One(12), One(12)),
    ("1️⃣", One(1), One(1)),
    ("1️⃣2️⃣", NOTHING, NOTHING),
    ("2,5", NOTHING, One(2.5)),
    ("2.5", NOTHING, One(2.5)),
    ("0.125", NOTHING, One(0.125)),
    ("2,0", One(2), One(2)),
    ("1.500", One(1500), Several((1500, 1.5))),
    ("1,500", Several((1500,)), Several((1.5, 1500))),
    ("2,000", Several((2, 2000)), Several((2, 2000))),
    ("1234,125", NOTHING, One(1234.125)),
    ("1.500.000", One(1500000), One(1500000)),
    ("1,500,000", One(1500000), One(1500000)),
    ("1 500 000", One(1500000), One(1500000)),
    ("1 024", One(1024), One(1024)),
    ("1.500,5", NOTHING, One(1500.5)),
    ("1,500.5", NOTHING, One(1500.5)),
    ("12 hộ", One(12), One(12)),
    ("12 ho", One(12), One(12)),
    ("12 học sinh", One(12), One(12)),
    ("dạ 12 ạ", One(12), One(12)),
    ("có 12 người", One(12), One(12)),
    ("50%", One(50), One(50)),
]

NOT_ONE_NUMBER = [
    *("hơn 12", "gần 12", "12 trở lên", "12+", ">12", "không quá 12", "thêm 12", "còn 12"),
    *(
        "12 hoặc 13",
        "12-13",
        "1/2",
        "½",
        "2²",
        "1e5",
        "1_000",
        "0x10",
        "٣",
        "१२",
        "1 50",
        "123 456 7",
    ),
    *(
        "12 chục",
        "12 tháng",
        "5 km",
        "12 con gà",
        ",5",
        "5,",
    ),
    *(
        "",
        "-",
        "+",
        ".",
        "không biết",
        "nhiều",
        "vài",
        "mấy",
        "mươi",
    ),
    *("hai ba", "hai năm", "hai nam", "hai muoi nam", "mười năm", "năm tư", "năm ba", "ba tu"),
    *("không phải 12", "hai mươi, ba", "hai mươi\nba", "3\n2", "5 đến 7", "hai hoặc ba", "12 👎"),
    *("ham mot", "lăm", "mốt", "tư", "bà", "hài", "1" * 16),
]

IN_WORDS = {
    "một": 1, "hai": 2, "bảy": 7, "bẩy": 7, "mười": 10, "mười một": 11, "mười lăm": 15,
    "mười nhăm": 15, "mười bốn": 14, "hai mươi": 20, "hai mươi mốt": 21, "hai mươi tư": 24,
    "hai mươi lăm": 25, "Chín mươi chín": 99, "năm mươi lăm": 55, "hăm mốt": 21, "băm sáu": 36,
    "hai mốt": 21, "ba tư": 34, "năm lăm": 55, "ba mươi hộ": 30, "hai người": 2, "năm em": 5,
    "hai muoi mot": 21, "muoi lam": 15, "hai muoi lam": 25, "chin muoi": 90, "hai mươi mot": 21,
}  # fmt: skip


@pytest.mark.parametrize(("typed", "whole", "fraction"), BOTH_KINDS)
def test_digits_are_read_as_they_are_meant(
    typed: str, whole: Reading[int], fraction: Reading[float]
) -> None:
    readings = vietnamese.integer(typed), vietnamese.decimal(typed)

    assert readings == (whole, fraction)


@pytest.mark.parametrize("typed", NOT_ONE_NUMBER)
def test_what_is_not_exactly_one_number_is_not_read(typed: str) -> None:
    readings = vietnamese.integer(typed), vietnamese.decimal(typed)

    assert readings == (NOTHING, NOTHING)


@pytest.mark.parametrize(("typed", "value"), IN_WORDS.items())
def test_numbers_in_words_are_read(typed: str, value: int) -> None:
    readings = vietnamese.integer(typed), vietnamese.decimal(typed)

    assert readings == (One(value), One(Decimal(value)))


@pytest.mark.parametrize(
    ("typed", "guess"),
    [
        ("sau", 6),
        ("nam", 5),
        ("tam", 8),
        ("sau muoi", 60),
        ("không", 0),
        ("khong", 0),
        ("muoi", 10),
        ("ba tram", 300),
        ("tam muoi hai", 82),
        ("co 12", 12),
        ("khoảng 12 người", 12),
        ("~12", 12),
        ("12?", 12),
        ("12k", 12000),
        ("một chục", 10),
        ("không có ai", 0),
        ("không người", 0),
        ("0912345678", 912345678),
        ("-3 người", -3),
    ],
)
def test_a_word_that_may_mean_something_else_is_asked_back(typed: str, guess: int) -> None:
    reading = vietnamese.integer(typed)

    assert reading == Several((guess,))


def test_every_number_up_to_9999_is_read_from_its_words() -> None:
    misread = [n for n in range(1, 10_000) if vietnamese.integer(said(n)) != One(n)]

    assert misread == []


def test_without_marks_every_number_is_read_as_itself_or_asked_back() -> None:
    misread = [
        n
        for n in range(1, 10_000)
        if not _is_or_may_be(vietnamese.integer(vietnamese.fold(said(n))), n)
    ]

    assert misread == []


MANNERS = st.builds(
    Manner,
    one=st.sampled_from(["mốt", "một"]),
    four=st.sampled_from(["bốn", "tư"]),
    five=st.sampled_from(["lăm", "nhăm"]),
    seven=st.sampled_from(["bảy", "bẩy"]),
    odd=st.sampled_from(["linh", "lẻ"]),
    odd_four=st.sampled_from(["bốn", "tư"]),
    thousand=st.sampled_from(["nghìn", "ngàn"]),
)


@given(value=st.integers(1, 9999), how=MANNERS)
def test_however_a_number_is_said_it_is_read_as_itself(value: int, how: Manner) -> None:
    with_marks = vietnamese.integer(said(value, how))
    without = vietnamese.integer(vietnamese.fold(said(value, how)).upper())

    assert with_marks == One(value)
    assert _is_or_may_be(without, value)


@given(value=st.integers(1, 9999), how=MANNERS, dropped=st.sets(st.integers(0, 8)))
def test_with_marks_on_some_words_only_it_is_itself_or_asked_back(
    value: int, how: Manner, dropped: set[int]
) -> None:
    typed = [
        vietnamese.fold(word) if at in dropped else word
        for at, word in enumerate(said(value, how).split())
    ]

    reading = vietnamese.integer(" ".join(typed))

    assert _is_or_may_be(reading, value)


CHANGING = [
    *("hơn", "gần", "dưới", "trên", "ngoài", "không", "chưa", "trừ", "thêm", "bớt", "mới"),
    *("thiếu", "vắng", "dư", "kém", "nửa", "từ", "đến", "lẻ", "hay", "hoặc", "với", "và"),
]


@given(value=st.integers(0, 9999), other=st.integers(0, 9999))
def test_two_numbers_said_one_after_the_other_are_never_one_of_them(value: int, other: int) -> None:
    reading = vietnamese.integer(f"{said(value)}, {said(other)}")

    assert reading == NOTHING


@given(
    value=st.integers(0, 9999),
    word=st.sampled_from(CHANGING),
)
def test_a_word_that_changes_a_number_is_never_overlooked(value: int, word: str) -> None:
    typed = [f"{word} {value}", f"{value} {word}", f"{word} {said(value)}", f"{said(value)} {word}"]

    taken = [
        text
        for way in (typed, map(vietnamese.fold, typed))
        for text in way
        if isinstance(vietnamese.integer(text), One)
    ]

    assert taken == []


@pytest.mark.parametrize(
    ("about", "typed", "reading"),
    [
        ("Bao nhiêu hộ có người đi học?", "12 hộ", One(12)),
        ("Bao nhiêu hộ có người đi học?", "12 hộ gia đình", One(12)),
        ("Bao nhiêu hộ có người đi học?", "30 người", NOTHING),
        ("Nhà có mấy người đi học?", "2 cháu", One(2)),
        ("Bác làm trưởng bản mấy năm?", "3 năm", One(3)),
        ("Bác làm trưởng bản mấy năm?", "30 tháng", NOTHING),
        ("Bác làm trưởng bản mấy năm?", "hai mươi năm", Several((20, 25))),
        ("Bác làm trưởng bản mấy năm?", "hai năm", One(2)),
        ("Bác làm trưởng bản mấy năm?", "một trăm năm", Several((150, 105, 100))),
        ("Nhà có mấy sào ruộng?", "2 sào", One(2)),
        ("Nhà có bao nhiêu mét vuông?", "2 sào", NOTHING),
        ("Bản có bao nhiêu hộ đọc sách?", "12 hộ đọc sách", One(12)),
        ("Bản có bao nhiêu hộ đọc sách?", "12 hộ không đọc sách", NOTHING),
        ("Quỹ có bao nhiêu tiền?", "500k", One(500_000)),
        ("Quỹ có bao nhiêu tiền?", "5 trăm", Several((500_000, 500))),
        ("Quỹ có bao nhiêu triệu đồng?", "5 triệu", One(5)),
        ("Quỹ có bao nhiêu triệu đồng?", "2 tỷ", Several((2000,))),
        ("Quỹ có bao nhiêu tiền? Ví dụ: 5 triệu", "3 triệu", Several((3_000_000, 3))),
        ("Trong năm qua bác học bao nhiêu buổi?", "2 năm", NOTHING),
        ("Số tháng đã học?", "12 tháng", One(12)),
    ],
)
def test_a_unit_is_taken_only_when_it_is_the_one_asked_for(
    about: str, typed: str, reading: Reading[int]
) -> None:
    found = vietnamese.integer(typed, about)

    assert found == reading


@given(st.integers(min_value=-(10**14), max_value=10**14))
def test_a_number_spoken_by_the_bot_is_read_back_as_itself(value: int) -> None:
    reading = vietnamese.integer(vietnamese.speak_number(value))

    assert reading == One(value)


@given(st.text(alphabet="0123456789., +-", max_size=12))
def test_a_reading_never_uses_other_digits_than_those_typed(typed: str) -> None:
    values: tuple[Decimal, ...] = ()
    match vietnamese.decimal(typed):
        case One(value):
            values = (value,)
        case Several(several):
            values = several

    digits = "".join(c for c in typed if c.isdigit()).strip("0")
    assert all(f"{abs(v):f}".replace(".", "").strip("0") == digits for v in values)


@pytest.mark.parametrize(
    ("value", "spoken"),
    [
        (2.5, "2,5"),
        (1500, "1.500"),
        (1500.0, "1.500"),
        (-1234.5, "-1.234,5"),
        (100, "100"),
        (0.1 + 0.2, "0,3"),
        (-0.0, "0"),
        (Decimal("72.90"), "72,9"),
    ],
)
def test_numbers_are_spoken_with_a_comma(value: float, spoken: str) -> None:
    written = vietnamese.speak_number(value)

    assert written == spoken


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_not_a_number_is_not_spoken(value: float) -> None:
    with pytest.raises(ValueError, match="cannot be spoken"):
        vietnamese.speak_number(value)


def _is_or_may_be(reading: Reading[int], value: int) -> bool:
    """Whether it is read as that number, or asked back with that number among the offers."""
    return reading == One(value) or (isinstance(reading, Several) and value in reading.values)
