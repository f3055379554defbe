"""Sheets of invitations: every square opens its own link, and every name stays on its card."""

from dataclasses import replace
from datetime import date

import pytest

from reports.papers import invitations
from reports.papers.invitations import Card, Whose
from tests.reports.papers import looking, scanner
from tests.reports.papers.samples import CARD, HEADING, LINK, LONG_NAMES

PPI = 120
LEFT, TOP, WIDE, TALL = 9, 14.5, 96, 68.5  # millimetres: where the first card lies
ABOVE_SQUARE = 17  # millimetres from the top of a card: name and purpose stand above


def cards(count: int) -> list[Card]:
    return [replace(CARD, code=f"{n}", label=f"Hộ {n}", link=f"{LINK}{n}") for n in range(count)]


def only(card: Card) -> bytes:
    (page,) = invitations.pages([card], HEADING, PPI)
    return page


def test_every_card_carries_the_square_of_its_own_link() -> None:
    sheet = cards(20)

    pages = invitations.pages(sheet, HEADING, PPI)

    assert [scanner.links(page) for page in pages] == [
        [card.link for card in sheet[start : start + 8]] for start in (0, 8, 16)
    ]


def test_cards_lie_in_the_order_people_count() -> None:
    codes = ["MAU02-1", "MAU01-10", "MAU01-2", "MAU01-1"]
    mixed = [replace(CARD, code=code, link=f"{LINK}/{code}") for code in codes]

    (page,) = invitations.pages(mixed, HEADING, PPI)

    in_order = ["MAU01-1", "MAU01-2", "MAU01-10", "MAU02-1"]
    assert scanner.links(page) == [f"{LINK}/{code}" for code in in_order]


@pytest.mark.parametrize("length", [30, 50, 80, 110])
def test_a_square_is_three_centimetres_wide_or_more(length: int) -> None:
    link = "https://x.vn/" + "aB3xY9-_" * 15

    (square,) = scanner.squares(only(replace(CARD, link=link[:length])))

    assert square.side >= looking.pixels(30, PPI)


@pytest.mark.parametrize("name", LONG_NAMES)
def test_a_long_name_stays_above_the_square_of_its_card(name: str) -> None:
    short, long = only(replace(CARD, name="")), only(replace(CARD, name=name))

    left, top, right, bottom = looking.difference(short, long) or (0, 0, 0, 0)

    assert left >= looking.pixels(LEFT, PPI)
    assert right <= looking.pixels(LEFT + WIDE, PPI)
    assert top >= looking.pixels(TOP, PPI)
    assert bottom <= looking.pixels(TOP + ABOVE_SQUARE, PPI)


@pytest.mark.parametrize("field", ["label", "purpose", "spoken"])
def test_no_other_word_leaves_its_card(field: str) -> None:
    empty, full = only(replace(CARD, **{field: ""})), only(replace(CARD, **{field: "Ấ W" * 90}))

    left, top, right, bottom = looking.difference(empty, full) or (0, 0, 0, 0)

    assert looking.pixels(LEFT, PPI) <= left < right <= looking.pixels(LEFT + WIDE, PPI)
    assert looking.pixels(TOP, PPI) <= top < bottom <= looking.pixels(TOP + TALL, PPI)
    assert scanner.links(only(replace(CARD, **{field: "Ấ W" * 90}))) == [LINK]


def test_a_long_address_stays_beside_the_square() -> None:
    heading = replace(HEADING, address="banhoc.mot-ten-mien-that-dai.laichau.gov.vn/giay-moi")

    (page,) = invitations.pages([CARD], heading, PPI)

    assert scanner.links(page) == [LINK]


def test_nobody_invited_gives_one_page_that_says_so() -> None:
    (page,) = invitations.pages([], HEADING, PPI)

    assert scanner.links(page) == []
    assert looking.ink(page) is not None


def test_a_sheet_is_one_file_of_every_page() -> None:
    whole = invitations.sheet(cards(20), HEADING)

    assert whole.startswith(b"%PDF")
    assert len(whole) < 100_000


def test_a_card_says_how_and_until_when_it_is_used() -> None:
    told = invitations.facts([CARD], HEADING)

    (card,) = told["cards"]  # type: ignore[misc]  # facts are as loose as JSON
    assert card["until"] == "Dùng đến hết 31/12/2026"
    assert card["whose"] == "Ai trong nhà cũng dùng được"
    assert card["steps"] == [
        "Quét hình vuông bằng Zalo hoặc máy ảnh.",
        "Hoặc mở xa-binh-lu.example/i rồi gõ mã số.",
        "Không có mạng thì đọc mã số cho trưởng bản.",
    ]


def test_where_no_code_can_be_typed_no_card_says_so() -> None:
    told = invitations.facts([CARD], replace(HEADING, address=""))

    assert len(told["cards"][0]["steps"]) == 2  # type: ignore[index]  # facts are as loose as JSON


def test_a_village_head_reads_his_own_code_to_the_commune() -> None:
    head = replace(CARD, whose="person", helper="staff")

    told = invitations.facts([head], HEADING)

    (card,) = told["cards"]  # type: ignore[misc]  # facts are as loose as JSON
    assert card["steps"][-1] == "Không có mạng thì đọc mã số cho cán bộ xã."
    assert card["whose"] == "Chỉ dùng được một lần"


@pytest.mark.parametrize("whose", ["household", "clan", "unit", "person"])
def test_each_kind_of_card_says_whose_it_is(whose: Whose) -> None:
    others = [kind for kind in ("household", "clan", "unit", "person") if kind != whose]

    drawn = only(replace(CARD, whose=whose))

    assert all(looking.difference(drawn, only(replace(CARD, whose=o))) for o in others)


def test_a_sheet_for_people_who_read_english_says_the_same() -> None:
    told = invitations.facts(
        [replace(CARD, until=date(2026, 2, 1))], replace(HEADING, language="en")
    )

    assert told["cards"][0]["until"] == "Good until the end of 1/2/2026"  # type: ignore[index]  # JSON
    assert told["title"] == "Invitations 2026"
