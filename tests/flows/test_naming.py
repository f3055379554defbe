"""Households named by number or by name: the right ones, or a question back."""

import pytest

from flows.meeting import Item
from flows.naming import NotNamed, excepted, named

NAMES = ("Lò Văn An", "Vàng A Hà", "Lò Thị Hạ", "Tẩn Văn Bình")
ITEMS = [
    Item(n, n, f"Hộ {n:02} · {name} (mẫu)", "family", "submitted", 1)
    for n, name in enumerate(NAMES, 1)
]
CITIZEN = Item(9, 9, "Lò Văn An", "citizen", "submitted", 1)


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("3", [3]),
        ("3, 1", [1, 3]),
        ("1 3", [1, 3]),
        ("hộ 1 và hộ 3", [1, 3]),
        ("hộ số 03", [3]),
        ("ho 2, 4", [2, 4]),
        ("nhà ông Bình", [4]),
        ("lo van an", [1]),
        ("Hạ", [3]),
        ("Vàng A Hà; 4", [2, 4]),
        ("3, 3", [3]),
        ("３", [3]),
    ],
)
def test_numbers_and_names_lead_to_the_households(typed: str, numbers: list[int]) -> None:
    assert [item.assessment_id for item in named(ITEMS, typed)] == numbers


@pytest.mark.parametrize("typed", ["99", "3, 99", "ông Nam", "hộ", "", "…", "12a"])
def test_what_is_not_on_the_list_leaves_nobody_out(typed: str) -> None:
    with pytest.raises(NotNamed) as no:
        named(ITEMS, typed)

    assert not no.value.several


@pytest.mark.parametrize("typed", ["Lò", "ha", "Văn"])
def test_what_names_two_is_asked_back_about(typed: str) -> None:
    with pytest.raises(NotNamed) as no:
        named(ITEMS, typed)

    assert no.value.several


def test_a_number_is_the_household_and_not_the_citizen_in_it() -> None:
    citizen = Item(9, 9, "Tổ 3 Lò Văn An", "citizen", "submitted", 1)

    assert [item.assessment_id for item in named([*ITEMS, citizen], "3")] == [3]


def test_a_name_with_two_forms_is_asked_back_about() -> None:
    with pytest.raises(NotNamed) as no:
        named([*ITEMS, CITIZEN], "Lò Văn An")

    assert no.value.several


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("cả danh sách trừ hộ 3, 7", "hộ 3, 7"),
        ("ca danh sach tru ho 3", "ho 3"),
        ("trừ 3", "3"),
        ("thông qua hết không kể nhà ông Bình", "nhà ông Bình"),
        ("12", ""),
        ("trừ", ""),
        ("Hộ 3", ""),
    ],
)
def test_only_what_stands_after_the_word_is_left_out(typed: str, rest: str) -> None:
    assert excepted(typed) == rest
