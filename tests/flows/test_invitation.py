"""An invitation on paper and in a link: what is signed, what is read aloud, what is typed back."""

import re
from datetime import UTC, datetime
from itertools import product
from random import Random

import pytest

from flows import invitation
from flows.invitation import LENGTH, LETTERS, LONG, Altered, Ticket, Typed

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
TICKET = Ticket(4711, datetime(2026, 12, 31, 17, tzinfo=UTC))
LINK = invitation.payload(KEY, TICKET)
CODE = "4827-XK"
PERSON = "4827-KXTR"
BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def chance(seed: int) -> Random:
    """The same codes every time."""
    return Random(seed)  # noqa: S311 (a test, no secret)


def code(text: str) -> str:
    """The code that was read; "-" for none."""
    typed = invitation.typed(text)
    return typed.code if typed and not typed.payload else "-"


def corrected(start: str) -> str:
    """The code that begins so, with the last letter that goes with it."""
    return next(filter(None, (code(start + last) for last in LETTERS)))


# ---- links


def test_a_link_says_which_invitation_it_is_and_until_when() -> None:
    assert invitation.opened(KEY, LINK) == TICKET


def test_a_payload_fits_a_telegram_link_with_room_to_spare() -> None:
    biggest = Ticket(2**32 - 1, datetime(2100, 1, 1, tzinfo=UTC))

    made = [invitation.payload(KEY, ticket) for ticket in (TICKET, biggest)]

    assert [len(each) for each in made] == [LENGTH, LENGTH]
    assert all(re.fullmatch("[A-Za-z0-9_-]{1,64}", each) for each in made)


def test_no_other_letter_in_any_place_makes_a_link_of_it() -> None:
    changed = [
        LINK[:at] + letter + LINK[at + 1 :]
        for at, letter in product(range(LENGTH), BASE64)
        if letter != LINK[at]
    ]

    opened = [each for each in changed if _opens(each)]

    assert len(changed) == LENGTH * 63
    assert opened == []


def _opens(text: str) -> bool:
    try:
        invitation.opened(KEY, text)
    except Altered:
        return False
    return True


@pytest.mark.parametrize(
    "text", ["", LINK[:-1], f"{LINK}A", f"{LINK}=", f" {LINK}", "é" * LENGTH, "A" * LENGTH, "."]
)
def test_what_is_cut_or_made_up_is_no_link(text: str) -> None:
    with pytest.raises(Altered):
        invitation.opened(KEY, text)


def test_a_link_of_another_commune_is_no_link_here() -> None:
    with pytest.raises(Altered):
        invitation.opened(OTHER_KEY, LINK)


# ---- codes


def test_codes_are_short_and_none_of_their_letters_looks_or_types_like_another() -> None:
    luck = chance(7)
    codes = [invitation.spoken(luck) for _ in range(2000)]

    assert all(re.fullmatch(rf"[0-9]{{4}}-[{LETTERS}]{{2}}", each) for each in codes)
    assert not set(LETTERS) & set("ODQCILJUWSZAEY")


def test_the_code_that_makes_somebody_a_head_is_longer() -> None:
    made = invitation.spoken(chance(7), LONG)

    assert re.fullmatch(rf"[0-9]{{4}}-[{LETTERS}]{{4}}", made)


def test_every_code_is_read_back_however_it_is_typed() -> None:
    luck = chance(8)
    codes = [invitation.spoken(luck, letters) for letters in (2, 4) for _ in range(300)]

    misread = [
        each
        for each in codes
        for way in (each, each.lower(), each.replace("-", " "), each.replace("-", "").lower())
        if code(way) != each
    ]
    assert misread == []


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        "4827 xk",
        "4827xk",
        "mã 4827-xk",
        "Mã số: 4827 – XK ạ",
        "ma 4827xk",
        "mã mời là 4827 xk.",
        "code 4827-XK",
        "4 8 2 7 x k",
        "4.8.2.7 - x.k",
        "４８２７-XK",
        "48Z7-XK",
        " 4827\u200b-xk\n",
    ],
)
def test_a_code_is_read_in_any_form(text: str) -> None:
    assert code(text) == CODE


def test_the_letters_o_and_i_in_a_figures_place_are_read_as_figures() -> None:
    right = corrected("1050-K")

    assert code("IO50" + right[4:]) == code("l05o" + right[4:].lower()) == right


def test_every_single_slip_is_noticed() -> None:
    figures = [
        CODE[:at] + other + CODE[at + 1 :]
        for at, other in product(range(4), "0123456789")
        if other != CODE[at]
    ]
    letters = [
        PERSON[:at] + other + PERSON[at + 1 :]
        for at, other in product(range(5, 9), LETTERS)
        if other != PERSON[at]
    ]

    assert code(PERSON) == PERSON
    assert [code(each) for each in figures + letters] == [""] * len(figures + letters)


def test_two_neighbours_that_changed_places_are_noticed() -> None:
    luck = chance(10)
    made = [invitation.spoken(luck, letters) for letters in (2, 4) for _ in range(300)]
    swapped = [
        each[:at] + each[at + 1] + each[at] + each[at + 2 :]
        for each in made
        for at in range(len(each) - 1)
        if "-" not in each[at : at + 2] and each[at] != each[at + 1]
    ]

    assert len(swapped) > 2000
    assert {code(each) for each in swapped} == {""}


@pytest.mark.parametrize(
    "text",
    [
        *("", "1", "4827", "Lò Sì Hà", "1/2", "5/12/2026", "Bối Lò", "0912 345 678", "ba"),
        *("hộ 07", "4827-X", "4827-KXTMR", "12 hộ", "menu", "mã", "có / không", "a/i/b"),
    ],
)
def test_what_people_answer_is_no_code(text: str) -> None:
    assert invitation.typed(text) is None


@pytest.mark.parametrize("text", ["1500 kg", "2.500 km", "1024 MB", "1200 tr", "2500kg"])
def test_a_number_of_something_is_never_a_code(text: str) -> None:
    assert code(text) == ""


def test_no_code_is_made_that_reads_like_a_number_of_something() -> None:
    luck = chance(9)

    endings = {invitation.spoken(luck)[-2:] for _ in range(20_000)}

    assert not endings & {"KG", "KM", "MB", "GB", "TR", "TH", "NG"}
    assert len(endings) > 100  # of 121


def test_what_stands_around_a_code_is_told() -> None:
    assert invitation.typed("mã 4827 xk") == Typed(code=CODE, named=True)
    assert invitation.typed("4827-xk") == Typed(code=CODE, dashed=True)


@pytest.mark.parametrize(
    "text",
    [
        LINK,
        f"/i/{LINK}",
        f"https://xa-mau.vn/i/{LINK}",
        f"http://127.0.0.1:8080/i/{LINK}/",
        f"xa-mau.vn/i/{LINK}?zarsrc=31",
        f"https://xa-mau.vn/banhoc/i/{LINK}",
        f"https://t.me/BanHocMauBot?start={LINK}",
        f"t.me/BanHocMauBot?start={LINK}",
    ],
)
def test_a_link_can_be_typed_too(text: str) -> None:
    assert invitation.typed(text) == Typed(payload=LINK)


def test_a_link_that_lost_its_end_is_still_seen_to_be_one() -> None:
    assert invitation.typed(f"/i/{LINK[:9]}") == Typed(payload=LINK[:9])


def test_a_long_text_is_no_way_in() -> None:
    assert invitation.typed(f"https://xa-mau.vn/i/{LINK}?" + "x" * 300) is None
