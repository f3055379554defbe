"""What a press at the desk carries: all that was seen, in few bytes, and nothing that was not."""

import pytest

from flows import looks
from flows.looks import Act, Look


def test_a_press_says_what_was_seen_and_in_which_sitting() -> None:
    look = Look(1234567, 321, 12, within=True, after=7654321)

    press = look.press("w", "ffffffffffffffff", "unfitting")

    assert looks.parse(press.removeprefix("dv.")) == Act(
        look, "w", ("ffffffffffffffff", "unfitting")
    )


def test_the_longest_press_fits_every_channel() -> None:
    look = Look(1234567, 321, 12, within=True, after=7654321)

    press = look.press("w", f"{2**64 - 1:x}", "unfitting")

    assert press.isascii()
    assert len(press) <= 64


@pytest.mark.parametrize(
    "rest",
    ["", "1", "1.2.3", "1.2.3.a0", "x.2.3.a0.ok", "1.2.3.b0.ok", "1.2.3.a.ok", "١.2.3.a0.ok"],
)
def test_what_no_page_ever_wrote_is_nothing(rest: str) -> None:
    assert looks.parse(rest) is None
