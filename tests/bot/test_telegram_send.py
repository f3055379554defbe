"""What the Telegram bot shows, and what it makes of each refusal."""

import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from bot.channel import Brought, Refused, TryLater, Unreachable
from bot.telegram_say import MOST_TEXT, Span, parts, units
from bot.telegram_talk import TelegramTalk
from flows.messages import Choice, Enclosure, Message
from tests.telegram_listener import Notebook, talk_to
from tests.telegram_server import TelegramServer

QUESTION = Message(
    text="Trong năm qua bác có đi học lớp nào không?",
    step="Câu 4/10 · Tự học",
    choices=(
        Choice(1, "Thường xuyên", "10 điểm", "a:4:1"),
        Choice(2, "Chưa", "0 điểm", "a:4:2"),
    ),
)


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as running:
        yield running


@pytest.fixture
async def talk(server: TelegramServer) -> AsyncIterator[TelegramTalk]:
    bot = talk_to(server, Notebook())
    yield bot
    await bot.close()


def _labels(shown: dict[str, Any]) -> list[list[str]]:
    return [[button["text"] for button in row] for row in shown["reply_markup"]["inline_keyboard"]]


async def test_a_question_has_a_bold_heading_all_choices_and_numbered_buttons(
    server: TelegramServer, talk: TelegramTalk
) -> None:
    sung = server.person(7)

    await talk.send("7", QUESTION, letter=1)

    (shown,) = sung.screen
    assert shown["text"] == (
        "Câu 4/10 · Tự học\nTrong năm qua bác có đi học lớp nào không?\n\n"
        "1. Thường xuyên (10 điểm)\n2. Chưa (0 điểm)"
    )
    assert shown["entities"] == [{"type": "bold", "offset": 0, "length": 17}]
    assert _labels(shown) == [["1. Thường xuyên"], ["2. Chưa"]]
    (sent,) = server.asked("sendMessage")
    assert sent.request.link_preview_options.is_disabled
    assert server.violations == []


async def test_the_heading_is_bold_below_a_receipt_too(
    server: TelegramServer, talk: TelegramTalk
) -> None:
    sung = server.person(7)

    await talk.send("7", replace(QUESTION, receipt="Đã ghi câu 3: Có 📷."), letter=1)

    (shown,) = sung.screen
    (bold,) = shown["entities"]
    seen = shown["text"].encode("utf-16-le")[2 * bold["offset"] :][: 2 * bold["length"]]
    assert seen.decode("utf-16-le") == QUESTION.step


async def test_nothing_written_in_a_message_becomes_formatting(
    server: TelegramServer, talk: TelegramTalk
) -> None:
    sung = server.person(7)
    sly = "<b>đạt</b> *đạt* _đạt_ [Xã](tg://user?id=1) &amp; </code>"

    await talk.send("7", Message(sly, step=sly, choices=(Choice(1, sly, "", "x"),)), letter=1)

    (shown,) = sung.screen
    assert shown["text"].count(sly) == 3
    assert shown["entities"] == [{"type": "bold", "offset": 0, "length": len(sly)}]
    (sent,) = server.asked("sendMessage")
    assert not isinstance(sent.request.parse_mode, str)


def test_short_labels_share_a_row_and_long_ones_are_cut() -> None:
    short = Message("Có không?", choices=(Choice(1, "Có", "", "y"), Choice(2, "Không", "", "n")))
    long = Message(
        "Chọn", choices=(Choice(1, "Lớp xóa mù chữ buổi tối ở nhà văn hóa bản", "", "y"),)
    )

    (short_part,), (long_part,) = parts(short), parts(long)

    assert [len(row) for row in short_part.buttons] == [2]
    assert long_part.buttons[0][0].label == "1. Lớp xóa mù chữ buổi tối ở nh…"
    assert "1. Lớp xóa mù chữ buổi tối ở nhà văn hóa bản" in long_part.text


def test_what_has_no_number_keeps_its_words_under_many_numbers() -> None:
    lines = tuple(Choice(n, f"Hộ {n}", "", f"h.{n}") for n in range(1, 12))

    (part,) = parts(Message("Hộ nào?", choices=(*lines, Choice(0, "Xem thêm", "", "m"))))

    labels = [button.label for row in part.buttons for button in row]
    assert (labels[0], labels[-1]) == ("1", "Xem thêm")


async def test_a_village_list_is_readable_whole_and_has_as_many_buttons_as_telegram_takes(
    server: TelegramServer, talk: TelegramTalk
) -> None:
    sung = server.person(7)
    villages = tuple(Choice(n, f"Bản Nà Khum {n}", "", f"v:{n}") for n in range(1, 121))

    await talk.send("7", Message("Bác ở bản nào?", choices=villages), letter=1)

    (shown,) = sung.screen
    labels = _labels(shown)
    assert "120. Bản Nà Khum 120" in shown["text"]
    assert labels[0] == ["1", "2", "3", "4", "5"]
    assert sum(len(row) for row in labels) == 100
    assert server.violations == []


async def test_a_long_text_is_said_whole_with_its_buttons_last(
    server: TelegramServer, talk: TelegramTalk
) -> None:
    sung = server.person(7)
    lines = [f"Hộ {n:04}: còn 3 câu 📷" for n in range(600)]

    await talk.send("7", Message("\n".join(lines), choices=QUESTION.choices), letter=1)

    shown = sung.screen
    said = "\n".join(message["text"] for message in shown)
    assert len(shown) > 2
    assert [line for line in said.split("\n") if line.startswith("Hộ")] == lines
    assert ["reply_markup" in message for message in shown] == [False] * (len(shown) - 1) + [True]
    assert all(units(message["text"]) <= MOST_TEXT for message in shown)
    assert server.violations == []


def test_blank_parts_are_left_out_and_letters_are_composed() -> None:
    spelled_apart = unicodedata.normalize("NFD", "Chào bác")
    message = Message("a" + "\n" * 9000 + "b", step=spelled_apart)

    texts = [part.text for part in parts(message)]

    assert all(text.strip() for text in texts)
    assert texts[0].startswith("Chào bác")
    assert parts(message)[0].bold == (Span(0, len("Chào bác")),)


async def test_a_flood_is_waited_out_for_as_long_as_telegram_says(
    server: TelegramServer, talk: TelegramTalk
) -> None:
    server.person(7)
    server.flood("sendMessage", 17)

    with pytest.raises(TryLater) as later:
        await talk.send("7", QUESTION, letter=1)

    assert later.value.seconds == 17


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_proxys_error_page_means_try_later(
    server: TelegramServer, talk: TelegramTalk, status: int
) -> None:
    server.person(7)
    server.fail("sendMessage", status)

    with pytest.raises(TryLater) as later:
        await talk.send("7", QUESTION, letter=1)

    assert later.value.seconds is None


async def test_a_lost_answer_means_try_later_although_the_message_arrived(
    server: TelegramServer, talk: TelegramTalk
) -> None:
    sung = server.person(7)
    server.drop_reply("sendMessage")

    with pytest.raises(TryLater):
        await talk.send("7", QUESTION, letter=1)

    assert len(sung.screen) == 1


async def test_an_answer_nobody_understands_is_not_sent_twice(
    server: TelegramServer, talk: TelegramTalk
) -> None:
    sung = server.person(7)
    server.chats.me["first_name"] = {"not": "a name"}

    await talk.send("7", QUESTION, letter=1)

    assert len(sung.screen) == 1


async def test_nobody_home_means_unreachable(server: TelegramServer, talk: TelegramTalk) -> None:
    server.person(8)
    server.person(9)
    server.chats.blocked.add(8)
    server.chats.left.add(9)

    for address in ("8", "9", "404", "not a chat"):
        with pytest.raises(Unreachable):
            await talk.send(address, QUESTION, letter=1)


async def test_what_telegram_never_takes_is_refused_with_its_reason(
    server: TelegramServer, talk: TelegramTalk
) -> None:
    server.person(7)
    too_long = Message("Chọn", choices=(Choice(1, "Có", "", "x" * 65),))

    with pytest.raises(Refused, match="BUTTON_DATA_INVALID"):
        await talk.send("7", too_long, letter=1)


async def test_a_bot_whose_token_was_replaced_keeps_its_letters(
    server: TelegramServer, talk: TelegramTalk
) -> None:
    server.person(7)
    server.token = "123456:the-new-one"

    with pytest.raises(TryLater):
        await talk.send("7", QUESTION, letter=1)


async def test_no_error_shows_the_token() -> None:
    async with TelegramServer() as server:
        talk = talk_to(server, Notebook())

    with pytest.raises(TryLater) as told:
        await talk.send("7", QUESTION, letter=1)
    await talk.close()

    assert server.token not in str(told.value)
    assert told.value.__suppress_context__
    assert told.value.__cause__ is None


async def test_a_paper_is_handed_over_before_the_words(server: TelegramServer) -> None:
    sung = server.person(7)
    paper = Enclosure("paper", "d:1", "phieu.pdf")

    async with closing(talk_to(server, Notebook(), bring=bring)) as talk:
        await talk.send("7", replace(QUESTION, enclosed=(paper,)), letter=1)

    handed, said = sung.screen
    assert handed["document"]["file_name"] == "phieu.pdf"
    assert server.chats.files[handed["document"]["file_id"]][1] == b"content of d:1"
    assert said["text"].startswith("Câu 4/10")


async def test_one_picture_is_a_photo_and_several_are_an_album(server: TelegramServer) -> None:
    sung = server.person(7)
    pictures = tuple(Enclosure("picture", f"e:{n}", f"câu {n}") for n in range(12))

    async with closing(talk_to(server, Notebook(), bring=bring)) as talk:
        await talk.send("7", Message("Một ảnh.", enclosed=pictures[:1]), letter=1)
        await talk.send("7", Message("Nhiều ảnh.", enclosed=pictures[:11]), letter=2)

    photos = [shown for shown in sung.screen if "photo" in shown]
    assert [shown["caption"] for shown in photos] == ["câu 0", *(f"câu {n}" for n in range(11))]
    assert (len(server.asked("sendPhoto")), len(server.asked("sendMediaGroup"))) == (2, 1)
    assert server.violations == []


async def test_what_is_not_there_any_more_is_left_out(server: TelegramServer) -> None:
    sung = server.person(7)
    gone = (Enclosure("picture", "gone", "câu 4"), Enclosure("paper", "gone", "phieu.pdf"))

    async with closing(talk_to(server, Notebook(), bring=bring)) as talk:
        await talk.send("7", replace(QUESTION, enclosed=gone), letter=1)

    (shown,) = sung.screen
    assert shown["text"].startswith("Câu 4/10")


async def bring(key: str) -> Brought | None:
    return None if key == "gone" else Brought(f"content of {key}".encode(), "image/jpeg", "a.jpg")


@asynccontextmanager
async def closing(talk: TelegramTalk) -> AsyncIterator[TelegramTalk]:
    yield talk
    await talk.close()


async def test_the_bot_knows_its_name_for_links(talk: TelegramTalk) -> None:
    assert await talk.username() == "ban_hoc_bot"


async def test_sounds_and_films_are_played_in_the_chat_before_the_words(
    server: TelegramServer,
) -> None:
    sung = server.person(7)
    kinds = {"voice": "audio/ogg", "audio": "audio/mpeg", "video": "video/mp4"}

    async def play(key: str) -> Brought:
        return Brought(f"content of {key}".encode(), kinds[key], f"{key}.x")

    heard = tuple(Enclosure("sound", key, f"Nghe {key}") for key in kinds)
    async with closing(talk_to(server, Notebook(), bring=play)) as talk:
        await talk.send("7", replace(QUESTION, enclosed=heard), letter=1)

    *played, said = sung.screen
    assert [shown["caption"] for shown in played] == ["Nghe voice", "Nghe audio", "Nghe video"]
    for shown, kind in zip(played, kinds, strict=True):
        content = server.chats.files[shown[kind]["file_id"]][1]
        assert content == f"content of {kind}".encode()
    assert said["text"].startswith("Câu 4/10")
    assert server.violations == []
