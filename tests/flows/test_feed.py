"""The address of a calendar: nobody makes one but us, and each calendar has one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import feed
from flows.feed import Altered, Reader

KEY = b"k" * 32
TOKEN = feed.token(KEY, 17, "03390")


@given(st.integers(0, 2**32 - 1), st.text("0123456789ABCDEF", min_size=1, max_size=12))
def test_what_was_signed_is_read_back(person: int, commune: str) -> None:
    token = feed.token(KEY, person, commune)

    assert feed.opened(KEY, token) == Reader(person, commune)
    assert feed.token(KEY, person, commune) == token


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "AQ",
        TOKEN[:-1],
        TOKEN + "A",
        TOKEN.replace("A", "B", 1),
        TOKEN[:-1] + ("A" if TOKEN[-1] != "A" else "B"),
        TOKEN + "=",
        "ạ" + TOKEN[1:],
        "A" * 5000,
        "!" + TOKEN[1:],
    ],
)
def test_what_was_changed_opens_nothing(wrong: str) -> None:
    with pytest.raises(Altered):
        feed.opened(KEY, wrong)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Altered):
        feed.opened(b"x" * 32, TOKEN)


@given(st.text(max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    with pytest.raises(Altered):
        feed.opened(KEY, text)
