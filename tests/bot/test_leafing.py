"""Long lists through the whole program: kept over a restart, and drawn by every channel."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.library import Library
from bot.opening import Opening
from bot.telegram_say import MOST_TEXT, parts
from flows.messages import Message, as_text
from flows.presses import LONGEST
from storage.roster import SamplePerson
from tests import homeland
from tests.stage import Stage, heard, stage

CITIZEN = SamplePerson("Vàng Thị Mẫu", "citizen", "MAU01")
SMALLEST = 2000  # characters of one message where there are fewest
ALL_TURNS = ("them", "them", "lai", "xem tat ca", "ha", "trang truoc", "lai chau", "xa", "them")


@pytest.fixture
async def on(tmp_path: Path) -> AsyncIterator[Stage]:
    """A citizen who has been asked for the province."""
    async with stage(tmp_path, person=CITIZEN) as here:
        await homeland.asks(here)
        for text in ("xin chào", "1", "1"):
            await here.say(text)
        yield here


def restart(on: Stage) -> None:
    """The program dies and is started again: nothing is left but the database and the folder."""
    on.conversation = replace(on.conversation, opening=Opening(Library()))


def leading(message: Message, label: str) -> str:
    return next(choice.press for choice in message.choices if choice.label == label)


@pytest.mark.parametrize("texts", [("them",), ("ha",), ("a", "them")])
async def test_the_same_page_stands_there_after_a_restart(
    on: Stage, texts: tuple[str, ...]
) -> None:
    for text in texts:
        (before,) = await on.say(text)

    restart(on)

    (after,) = await on.say("tiếp")
    assert after.choices == before.choices
    assert after.text == before.text


async def test_a_button_of_before_a_restart_leads_on(on: Stage) -> None:
    (first,) = await on.say("tiếp")

    restart(on)

    assert "9. Lạng Sơn" in heard(await on.press(leading(first, "Xem thêm")))


async def test_after_the_answer_the_list_begins_at_its_beginning(on: Stage) -> None:
    for text in ("them", "them", "5"):
        await on.say(text)

    again = heard(await on.say("quay lại"))

    assert "\n1. Hà Nội\n" in again


async def test_every_page_fits_every_channel_and_every_button_is_short(on: Stage) -> None:
    said = [message for text in ALL_TURNS for message in await on.say(text)]

    assert {len(as_text(message, SMALLEST)) for message in said} == {1}
    assert {len(parts(message)) for message in said} == {1}
    assert max(len(choice.press) for message in said for choice in message.choices) <= LONGEST
    assert max(len(parts(message)[0].text) for message in said) < MOST_TEXT


async def test_telegram_has_a_button_for_every_line_and_for_the_next_ones(on: Stage) -> None:
    (message,) = await on.say("them")

    (part,) = parts(message)

    labels = [button.label for row in part.buttons for button in row]
    assert labels[0] == "9. Lạng Sơn"
    assert labels[-2:] == ["Xem thêm", "Trang trước"]


async def test_a_tap_sent_twice_turns_one_page(on: Stage) -> None:
    (first,) = await on.say("tiếp")
    press = leading(first, "Xem thêm")

    (once,) = await on.press(press)
    (twice,) = await on.press(press)

    assert once.choices == twice.choices
