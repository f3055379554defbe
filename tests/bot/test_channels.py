"""The contract of every channel: what a person does is heard, what is said is read whole."""

import io
from pathlib import Path

import pytest
from PIL import Image

from bot.channel import TryLater, Unreachable
from flows.messages import Choice, Message
from tests.channel_lines import (
    FailingLine,
    Open,
    TelegramLine,
    browser,
    console,
    telegram_by_polling,
    telegram_by_webhook,
    telegram_mail,
)

# A new channel joins here: a function in channel_lines.py and its name in the lists it fits.
EVERY: list[Open] = [telegram_by_polling, telegram_by_webhook, console, browser]
SAYING = [*EVERY, telegram_mail]  # one of them hears nothing
TWICE = [telegram_by_polling, telegram_by_webhook]
FAILING = [telegram_by_polling, telegram_mail]

QUESTION = Message(
    text="Trong năm qua bác có đi học lớp nào không?",
    step="Câu 4/10 · Tự học",
    choices=(
        Choice(1, "Thường xuyên, tuần nào cũng đến nhà văn hóa bản", "10 điểm", "a:4:1"),
        Choice(2, "Chưa", "0 điểm", "a:4:2"),
    ),
)

every_channel = pytest.mark.parametrize("opened", EVERY, ids=lambda channel: channel.__name__)
every_saying = pytest.mark.parametrize("opened", SAYING, ids=lambda channel: channel.__name__)


@every_channel
async def test_a_text_is_heard_as_it_was_written(opened: Open, tmp_path: Path) -> None:
    async with opened(tmp_path) as line:
        heard = await line.says("Nhà có 5 người, 2 con đi học")

    assert heard.channel == line.channel.name
    assert heard.address == line.address
    assert (heard.text, heard.press, heard.uploads) == ("Nhà có 5 người, 2 con đi học", "", ())


@every_channel
async def test_two_messages_alike_are_two_messages(opened: Open, tmp_path: Path) -> None:
    async with opened(tmp_path) as line:
        first = await line.says("1")
        second = await line.says("1")

    assert first.text == second.text == "1"
    assert first.message_id != second.message_id


@every_saying
async def test_a_question_is_readable_with_every_choice(opened: Open, tmp_path: Path) -> None:
    async with opened(tmp_path) as line:
        await line.channel.send(line.address, QUESTION, letter=1)
        (shown,) = await line.screen(1)

    assert shown.startswith("Câu 4/10 · Tự học\n")
    assert QUESTION.text in shown
    assert "1. Thường xuyên, tuần nào cũng đến nhà văn hóa bản (10 điểm)" in shown
    assert "2. Chưa (0 điểm)" in shown


@every_channel
async def test_a_choice_comes_back_as_its_button_or_its_number(
    opened: Open, tmp_path: Path
) -> None:
    async with opened(tmp_path) as line:
        await line.channel.send(line.address, QUESTION, letter=1)
        heard = await line.presses(QUESTION.choices[1])

    if line.channel.abilities.buttons:
        assert (heard.press, heard.text) == ("a:4:2", "")
    else:
        assert (heard.press, heard.text) == ("", "2")


@every_channel
async def test_a_typed_number_is_heard_where_there_are_buttons_too(
    opened: Open, tmp_path: Path
) -> None:
    async with opened(tmp_path) as line:
        await line.channel.send(line.address, QUESTION, letter=1)
        heard = await line.says("2")

    assert (heard.press, heard.text) == ("", "2")


@every_channel
async def test_a_photo_arrives_with_the_very_same_bytes(opened: Open, tmp_path: Path) -> None:
    jpeg = io.BytesIO()
    Image.effect_noise((320, 240), 60).save(jpeg, "JPEG")

    async with opened(tmp_path) as line:
        heard = await line.photographs(jpeg.getvalue())

    (upload,) = heard.uploads
    assert (upload.kind, upload.problem) == ("photo", "")
    assert upload.content == jpeg.getvalue()


@every_saying
async def test_a_text_longer_than_a_message_is_said_whole_in_parts(
    opened: Open, tmp_path: Path
) -> None:
    lines = [f"Hộ {number:04}: còn 3 câu 📷" for number in range(500)]

    async with opened(tmp_path) as line:
        most = line.channel.abilities.max_text
        report = Message("\n".join(lines), choices=QUESTION.choices)
        await line.channel.send(line.address, report, letter=1)
        shown = await line.screen(2)

    assert all(0 < len(part) <= most for part in shown)
    assert [row for part in shown for row in part.split("\n") if row.startswith("Hộ")] == lines
    assert shown[-1].endswith("2. Chưa (0 điểm)")


@pytest.mark.parametrize("opened", TWICE, ids=lambda channel: channel.__name__)
async def test_a_message_delivered_twice_says_so_by_its_id(opened: Open, tmp_path: Path) -> None:
    async with opened(tmp_path) as line:
        assert isinstance(line, TelegramLine)
        line.server.mailbox.twice = True
        await line.says("12 hộ")
        first, second = line.notebook.heard

    assert first == second
    assert first.message_id


@pytest.mark.parametrize("opened", FAILING, ids=lambda channel: channel.__name__)
async def test_each_failure_of_sending_has_its_kind(opened: Open, tmp_path: Path) -> None:
    async with opened(tmp_path) as line:
        failing: FailingLine = line  # type: ignore[assignment]  # FAILING lists only such lines
        failing.is_busy(9)
        with pytest.raises(TryLater) as busy:
            await line.channel.send(line.address, QUESTION, letter=1)
        failing.breaks()
        with pytest.raises(TryLater) as broken:
            await line.channel.send(line.address, QUESTION, letter=1)
        failing.goes_away()
        with pytest.raises(Unreachable):
            await line.channel.send(line.address, QUESTION, letter=1)

    assert (busy.value.seconds, broken.value.seconds) == (9, None)
