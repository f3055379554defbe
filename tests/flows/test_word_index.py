"""The words of long lists: what is looked up is what reading line by line would find."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import vietnamese
from flows.questions import labels, word_index
from flows.questions.asking import Asking, Option

WORDS = (
    *("Bản", "bàn", "Nà", "Na", "Tăm", "Tám", "Hồ", "Hô", "Đon", "Don", "Đôn", "Khu", "2", "10"),
    *("Sin", "Chải", "ủy", "uỷ", "Thôn", "(mẫu)", "Pa-Ú", "3,5"),
)
typed = st.lists(
    st.sampled_from(WORDS) | st.sampled_from(WORDS).map(vietnamese.fold), min_size=1, max_size=3
).map(" ".join)


def villages(seed: int) -> list[str]:
    """Fifty names that have many words in common."""
    luck = Random(seed)  # noqa: S311 (no secret hangs on it)
    return [" ".join(luck.choices(WORDS, k=luck.randint(1, 4))) for _ in range(50)]


# By a number, for drawing every word by itself takes a hundred times as long.
lists = st.integers(0, 10**6).map(villages)


def asking(names: list[str]) -> Asking:
    options = tuple(Option(n, f"v{n}", name) for n, name in enumerate(names, 1))
    return Asking("q", "select_one", "Bản nào?", options=options, is_paged=True)


def first(found: list[int]) -> list[int]:
    """More than these are never told apart."""
    return found[:20]


def numbers(options: tuple[Option, ...]) -> list[int]:
    return [option.number for option in options]


@given(lists, typed)
def test_whole_labels_are_looked_up_as_they_would_be_read(of: list[str], text: str) -> None:
    read = [n for n, name in enumerate(of, 1) if vietnamese.says(text, name)]

    assert numbers(labels.whole(asking(of), text)) == first(read)


@given(lists, typed)
def test_beginnings_are_looked_up_as_they_would_be_read(of: list[str], text: str) -> None:
    read = [n for n, name in enumerate(of, 1) if vietnamese.begins(text, name)]

    assert numbers(labels.beginning(asking(of), text)) == first(read)


@given(lists, typed)
def test_what_is_inside_is_looked_up_as_it_would_be_read(of: list[str], text: str) -> None:
    def is_inside(name: str) -> bool:
        words = vietnamese.words(name)
        return any(vietnamese.begins(text, " ".join(words[at:])) for at in range(1, len(words)))

    assert numbers(labels.inside(asking(of), text)) == first(
        [n for n, name in enumerate(of, 1) if is_inside(name)]
    )


@given(lists, typed)
def test_what_says_a_label_is_found_among_others(of: list[str], text: str) -> None:
    said = set(numbers(labels.whole(asking(of), text)))

    assert said <= set(numbers(labels.found(asking(of), text)))


@given(lists, st.integers(0, 40))
def test_the_first_letters_of_a_label_find_it(of: list[str], at: int) -> None:
    begun = " ".join(word[:1] for word in vietnamese.words(of[at]))

    assert at + 1 in numbers(labels.found(asking(of), vietnamese.fold(begun)))


@pytest.mark.parametrize(
    ("text", "near"), [("Bản Chu Vaa", [5]), ("Bản Chu Av", [5]), ("Xuân", [43]), ("Xuan Hoa", [])]
)
def test_a_slip_is_guessed_in_a_long_list_too(text: str, near: list[int]) -> None:
    names = [f"Bản Số {n}" for n in range(60)]
    names[4], names[42] = "Bản Chu Va", "Xuâna"

    assert numbers(labels.near(asking(names), text)) == near


def test_the_words_of_a_list_are_taken_apart_once() -> None:
    names = villages(seed=7)
    word_index.of(tuple(names))
    made = word_index.of.cache_info().misses

    for text in ("bản", "ban 0", "xyz", "12"):
        labels.found(asking(list(names)), text)
        labels.near(asking(list(names)), text)

    assert word_index.of.cache_info().misses == made
