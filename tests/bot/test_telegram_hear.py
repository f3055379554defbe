"""What the bot makes of everything a person can do in Telegram."""

import unicodedata
from typing import Any

import pytest
from aiogram.types import Update

from bot.channel import Upload
from bot.telegram_hear import MOST_BYTES, attached, hear

SUNG = {"id": 7, "is_bot": False, "first_name": "Lò Thị", "last_name": "Sủng"}
FILE = {"file_id": "f1", "file_unique_id": "u1", "file_size": 1000}
PLACE = {"latitude": 22.3964, "longitude": 103.8243}


def _said(chat: str = "private", **body: Any) -> Update:
    place = {"id": 7, "type": chat, "first_name": "Sủng"}
    message = {"message_id": 3, "date": 1_764_388_800, "chat": place, "from": SUNG, **body}
    return Update.model_validate({"update_id": 55, "message": message})


def _pressed(chat: str = "private") -> Update:
    message = _said(chat, text="Câu 4/10").message
    query = {"id": "q", "from": SUNG, "chat_instance": "c", "message": message, "data": "a:4:1"}
    return Update.model_validate({"update_id": 56, "callback_query": query})


def _photo(width: int, size: int) -> dict[str, Any]:
    return {
        "file_id": f"p{width}",
        "file_unique_id": f"u{width}",
        "file_size": size,
        "width": width,
        "height": width,
    }


def test_a_text_is_heard_with_its_writer_and_composed_letters() -> None:
    heard = hear(_said(text=unicodedata.normalize("NFD", "Thường xuyên")))

    assert heard is not None
    assert (heard.channel, heard.address, heard.message_id) == ("telegram", "7", "u55")
    assert heard.text == "Thường xuyên"
    assert heard.name == "Lò Thị Sủng"


@pytest.mark.parametrize(
    ("typed", "heard_as"),
    [
        ("/start AQAAAAdrNuyA5ymDncytFLO5tQ", "/i/AQAAAAdrNuyA5ymDncytFLO5tQ"),
        ("/start@BanHocMauBot AQAAAAdr", "/i/AQAAAAdr"),
        ("/start", "/start"),
        ("/start Lò Thị Mẫu", "/start Lò Thị Mẫu"),
    ],
)
def test_what_a_link_carries_is_heard_as_the_way_in_it_stands_for(
    typed: str, heard_as: str
) -> None:
    heard = hear(_said(text=typed))

    assert heard is not None
    assert heard.text == heard_as


def test_a_button_press_hands_its_payload_back_unread() -> None:
    heard = hear(_pressed())

    assert heard is not None
    assert (heard.address, heard.message_id, heard.press) == ("7", "u56", "a:4:1")
    assert heard.text == ""


def test_what_is_said_in_a_group_is_not_heard() -> None:
    assert hear(_said("group", text="1")) is None
    assert hear(_pressed("supergroup")) is None


def test_an_edited_message_is_not_heard() -> None:
    message = _said(text="12").message

    assert hear(Update.model_validate({"update_id": 57, "edited_message": message})) is None


def test_the_largest_photo_a_bot_may_fetch_is_taken() -> None:
    sizes = [_photo(90, 2000), _photo(2560, MOST_BYTES + 1), _photo(1280, 90_000)]
    update = _said(photo=sizes, caption="giấy khen", media_group_id="g1")

    heard, file = hear(update), attached(update)

    assert heard is not None and file is not None
    assert (file.kind, file.file_id) == ("photo", "p1280")
    assert heard.uploads == (Upload("photo"),)
    assert (heard.text, heard.album) == ("giấy khen", "g1")


MOVING = {**FILE, "width": 320, "height": 240, "duration": 3}
KINDS: list[tuple[dict[str, Any], str]] = [
    ({"document": {**FILE, "file_name": "bảng điểm.xlsx"}}, "file"),
    ({"voice": {**FILE, "duration": 3}}, "voice"),
    ({"audio": {**FILE, "duration": 3}}, "voice"),
    ({"video": MOVING}, "video"),
    ({"video_note": {**FILE, "length": 240, "duration": 3}}, "video"),
    ({"animation": MOVING, "document": FILE}, "video"),
]


@pytest.mark.parametrize(("body", "kind"), KINDS)
def test_each_kind_of_file_is_fetched_as_what_it_is(body: dict[str, Any], kind: str) -> None:
    file = attached(_said(**body))

    assert file is not None
    assert (file.kind, file.file_id) == (kind, "f1")


@pytest.mark.parametrize(("body", "kind"), KINDS)
def test_a_file_too_big_for_a_bot_is_told_and_not_fetched(body: dict[str, Any], kind: str) -> None:
    huge: dict[str, Any] = {
        what: {**file, "file_size": MOST_BYTES + 1} for what, file in body.items()
    }
    update = _said(**huge)

    heard = hear(update)

    assert heard is not None
    assert attached(update) is None
    assert [(upload.kind, upload.problem) for upload in heard.uploads] == [(kind, "too_big")]


@pytest.mark.parametrize(
    ("body", "upload"),
    [
        ({"location": PLACE}, Upload("location", name="22.396400,103.824300")),
        (
            {"venue": {"location": PLACE, "title": "Nhà văn hóa", "address": "Bình Lư"}},
            Upload("location", name="22.396400,103.824300"),
        ),
        ({"contact": {"phone_number": "0912345678", "first_name": "Páo"}}, Upload("contact")),
        (
            {
                "sticker": {
                    **FILE,
                    "type": "regular",
                    "width": 1,
                    "height": 1,
                    "is_animated": False,
                    "is_video": False,
                }
            },
            Upload("sticker"),
        ),
        ({"dice": {"emoji": "🎲", "value": 3}}, Upload("sticker")),
    ],
)
def test_what_carries_no_bytes_is_heard_as_its_kind(body: dict[str, Any], upload: Upload) -> None:
    heard = hear(_said(**body))

    assert heard is not None
    assert heard.uploads == (upload,)
    assert attached(_said(**body)) is None


def test_what_telegram_itself_reports_is_not_heard() -> None:
    assert hear(_said(message_auto_delete_timer_changed={"message_auto_delete_time": 60})) is None
    assert hear(Update(update_id=58)) is None
