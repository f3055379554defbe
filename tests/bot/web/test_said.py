"""What people say through the page is heard as they said it, or refused with a sentence."""

import asyncio
from io import BytesIO

import pytest
from aiohttp import FormData

from bot.channel import Incoming, Upload
from bot.web import said
from flows.messages import Message
from tests.bot.web.village import ID, TOKEN, Village, form, with_file

SAY = f"/c/{TOKEN}/say"


async def test_a_text_is_heard_and_acknowledged() -> None:
    village = Village()

    async with village.open() as browser:
        answer = await browser.post(SAY, data=form(text="Nhà có 5 người"))

    assert answer.status == 204
    assert village.heard == [
        Incoming("web", TOKEN, ID, text="Nhà có 5 người", name="Vàng Thị Mẫu"),
    ]


async def test_a_tap_is_heard_as_the_press_it_carries() -> None:
    village = Village()

    async with village.open() as browser:
        await browser.post(SAY, data=form(press="q.a1.4.0"))

    assert (village.heard[0].press, village.heard[0].text) == ("q.a1.4.0", "")


async def test_a_repeated_message_is_handed_on_with_the_same_id() -> None:
    village = Village()

    async with village.open() as browser:
        for _ in range(2):
            answer = await browser.post(SAY, data=form(text="12"))

    assert answer.status == 204
    assert [each.message_id for each in village.heard] == [ID, ID]


async def test_a_photo_is_heard_with_the_very_same_bytes_and_its_album() -> None:
    village = Village()
    jpeg = bytes(range(256)) * 1000 + b"\r\n--\r\n"

    async with village.open() as browser:
        answer = await browser.post(
            SAY, data=with_file(jpeg, "C:\\anh\\gio\u031b.jpg", album="tap-1")
        )

    assert answer.status == 204
    assert village.heard[0].uploads == (Upload("photo", jpeg, "giơ.jpg"),)
    assert village.heard[0].album == "tap-1"


@pytest.mark.parametrize(
    ("kind", "heard"),
    [
        ("image/heic", "photo"),
        ("audio/ogg", "voice"),
        ("video/mp4", "video"),
        ("application/pdf", "file"),
        ("IMAGE/JPEG", "photo"),
    ],
)
async def test_a_file_is_heard_as_what_the_phone_says_it_is(kind: str, heard: str) -> None:
    village = Village()

    async with village.open() as browser:
        await browser.post(SAY, data=with_file(b"...", kind=kind))

    assert village.heard[0].uploads[0].kind == heard


async def test_a_file_of_the_largest_size_fits() -> None:
    village = Village()

    async with village.open() as browser:
        answer = await browser.post(SAY, data=with_file(bytes(said.FILE_MOST)))

    assert answer.status == 204
    assert len(village.heard[0].uploads[0].content or b"") == 20 * 2**20


async def test_a_file_one_byte_larger_is_refused_with_a_sentence() -> None:
    village = Village()

    async with village.open() as browser:
        answer = await browser.post(SAY, data=with_file(bytes(said.FILE_MOST + 1)))
        problem = (await answer.json())["problem"]

    assert answer.status == 413
    assert "20 MB" in problem
    assert village.heard == []


async def test_much_too_much_is_refused_before_it_is_read() -> None:
    village = Village()

    async with village.open() as browser:
        answer = await browser.post(SAY, data=with_file(bytes(said.BODY_MOST + 2**20)))

    assert answer.status == 413
    assert village.heard == []


async def test_several_files_together_may_not_be_larger_than_one() -> None:
    village = Village()
    body = with_file(bytes(said.FILE_MOST // 2 + 2**17))
    body.add_field("files", BytesIO(bytes(said.FILE_MOST // 2)), filename="hai.jpg")

    async with village.open() as browser:
        answer = await browser.post(SAY, data=body)

    assert answer.status == 413
    assert village.heard == []


async def test_too_many_files_at_once_are_refused() -> None:
    village = Village()
    body = with_file(b"1")
    for number in range(said.FILES_MOST):
        body.add_field("files", b"1", filename=f"{number}.jpg")

    async with village.open() as browser:
        answer = await browser.post(SAY, data=body)

    assert answer.status == 400
    assert village.heard == []


@pytest.mark.parametrize(
    "body",
    [
        form(message_id="", text="1"),
        form(message_id="ngan", text="1"),
        form(message_id="x" * 65, text="1"),
        form(message_id="../../etc/passwd", text="1"),
        form(message_id="m m m m m m m", text="1"),
        form(message_id=f"{ID}\n", text="1"),
        form(press="nút"),
        form(press="x" * 65),
        form(press="a\tb"),
        form(text="1", album="tập"),
        form(text="1", more="?"),
        form(text=""),
        form(text=" \n "),
        form(text="a" * 4001),
        form(text="ă" * 4001),
        form(text="a" * 20_000),
    ],
)
async def test_what_no_page_of_ours_sends_is_refused_with_a_sentence(body: FormData) -> None:
    village = Village()

    async with village.open() as browser:
        answer = await browser.post(SAY, data=body)
        problem = (await answer.json())["problem"]

    assert answer.status in {400, 413}
    assert problem.endswith(".")
    assert village.heard == []


BOUNDARY = {"Content-Type": "multipart/form-data; boundary=x"}


@pytest.mark.parametrize(
    ("content", "headers"),
    [
        (b"text=1", {"Content-Type": "application/x-www-form-urlencoded"}),
        (b"{}", {"Content-Type": "application/json"}),
        (b"--x", {"Content-Type": "multipart/form-data"}),
        (b"", BOUNDARY),
        (b"no part at all", BOUNDARY),
        (b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nno end', BOUNDARY),
        (
            b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n\xff\xfe\r\n--x--\r\n',
            BOUNDARY,
        ),
        (b"--x\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y--\r\n--x--\r\n", BOUNDARY),
    ],
)
async def test_a_broken_body_is_refused_and_breaks_nothing(
    content: bytes, headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    village = Village()

    async with village.open() as browser:
        answer = await browser.post(SAY, data=content, headers=headers)

    assert answer.status == 400
    assert village.heard == []
    assert caplog.text == ""


async def test_a_long_answer_keeps_its_lines_and_marks() -> None:
    village = Village()

    async with village.open() as browser:
        await browser.post(SAY, data=form(text="  Nha\u0300 ba\u0301c\r\nhọc\0 đêm \r\n"))

    assert village.heard[0].text == "Nhà bác\nhọc đêm"


async def test_a_stranger_is_not_heard() -> None:
    village = Village()

    async with village.open() as browser:
        answer = await browser.post("/c/nguoi-la-khong-quen/say", data=form(text="1"))
        problem = (await answer.json())["problem"]

    assert answer.status == 404
    assert "hỏi trưởng bản" in problem
    assert village.heard == []


async def test_when_it_was_not_kept_the_page_is_told_to_come_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    village = Village(breaks=RuntimeError("INSERT failed: text='Nhà có 5 người'"))

    async with village.open() as browser:
        refused = await browser.post(SAY, data=form(text="Nhà có 5 người"))
        problem = (await refused.json())["problem"]
        village.breaks = None
        again = await browser.post(SAY, data=form(text="Nhà có 5 người"))

    assert (refused.status, again.status) == (503, 204)
    assert "sẽ tự gửi lại" in problem
    assert [each.text for each in village.heard] == ["Nhà có 5 người"]
    assert "say failed: RuntimeError" in caplog.text
    assert "5 người" not in caplog.text
    assert TOKEN not in caplog.text


async def test_what_was_said_wakes_the_page_that_waits_for_the_answer() -> None:
    class Answering(Village):
        async def receive(self, said: Incoming) -> None:
            self.post(Message("Đã nghe"))  # promised, but not carried by any postman

    village = Answering()

    async with village.open() as browser:
        waiting = asyncio.create_task(browser.get(f"/c/{TOKEN}/letters?after=0&wait=25"))
        await village.looked.wait()
        await browser.post(SAY, data=form(text="1"))
        answer = await asyncio.wait_for(waiting, 10)
        letters = (await answer.json())["letters"]

    assert [letter["message"]["text"] for letter in letters] == ["Đã nghe"]


async def test_a_say_is_posted_and_never_fetched() -> None:
    async with Village().open() as browser:
        answer = await browser.get(SAY)

    assert answer.status == 405
