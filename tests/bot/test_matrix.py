"""Whatever anybody sends, wherever they stand: a kind sentence, and nothing that stood is lost."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.channel import Incoming, Upload
from flows.messages import Message
from flows.presses import Press
from storage.roster import SamplePerson
from tests.stage import Stage, heard, jpeg, stage

CITIZEN = SamplePerson("Vàng Thị Mẫu", "citizen", "MAU01")
PACK = """\
| survey | type | name | label | required |
| | select_one colour | before | Màu nào trước? | yes |
| | text | text | Ghi vài chữ? | yes |
| | integer | integer | Mấy người? | yes |
| | decimal | decimal | Mấy giờ mỗi ngày? | yes |
| | date | date | Từ ngày nào? | yes |
| | select_one colour | select_one | Màu nào? | yes |
| | select_multiple colour | select_multiple | Những màu nào? | yes |
| | acknowledge | acknowledge | Bác đọc rồi chứ? | yes |
| | image | image | Xin một ảnh. | yes |
| | file | file | Xin một tệp. | yes |
| | time | time | Lúc mấy giờ? | yes |
| | dateTime | dateTime | Ngày nào, lúc mấy giờ? | yes |
| | text | after | Còn gì nữa không? | yes |

| choices | list_name | name | label |
| | colour | red | Đỏ |
| | colour | green | Xanh |

| settings | form_title |
| | Đủ kiểu |

| pack | title | official | valid_from |
| | citizen | no | 2026-01-01 |
"""
LABELS = {
    "text": "Ghi vài chữ?",
    "integer": "Mấy người?",
    "decimal": "Mấy giờ mỗi ngày?",
    "date": "Từ ngày nào?",
    "select_one": "Màu nào?",
    "select_multiple": "Những màu nào?",
    "acknowledge": "Bác đọc rồi chứ?",
    "image": "Xin một ảnh.",
    "file": "Xin một tệp.",
    "time": "Lúc mấy giờ?",
    "dateTime": "Ngày nào, lúc mấy giờ?",
}
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"


def said(text: str = "", press: str = "", *uploads: Upload, album: str = "") -> Incoming:
    return Incoming("test", "an", "", text, press, uploads, album)


# What answers each question while the story walks up to the one under test.
WALK = {
    "before": said("1"),
    "text": said("Trồng ngô"),
    "integer": said("5"),
    "decimal": said("2,5"),
    "date": said("20/11/2026"),
    "select_one": said("2"),
    "select_multiple": said("1 2"),
    "acknowledge": said("rồi"),
    "image": said("", "", Upload("photo", jpeg("white"))),
    "file": said("", "", Upload("file", PDF + b"walk", "giay.pdf")),
    "time": said("7 rưỡi tối"),
    "dateTime": said("7 rưỡi tối 20/11/2026"),
    "after": said("Hết rồi"),
}
REPLIES = {
    "a word": said("nhà có ngô"),
    "a number": said("1"),
    "a number too large": said("9" * 400),
    "a late button": said("", str(Press("1-7", 0, 1))),
    "a button of another form": said("", str(Press("99-1", 0, 0))),
    "a button of no question": said("", str(Press("1-7", 999, 0))),
    "a button of no option": said("", str(Press("1-7", 5, 77))),
    "a button that is none": said("", "q.\x00.đ" * 20),
    "a photo": said("", "", Upload("photo", jpeg("red"), "anh.jpg")),
    "an album": said(
        "", "", Upload("photo", jpeg("blue")), Upload("photo", jpeg("pink")), album="a"
    ),
    "a photo with words": said("đây ạ", "", Upload("photo", jpeg("gold"))),
    "a broken photo": said("", "", Upload("photo", b"\xff\xd8broken", "anh.jpg")),
    "a photo too big": said("", "", Upload("photo", None, "anh.jpg", "too_big")),
    "a voice": said("", "", Upload("voice", b"OggS\x00\x02" + bytes(200), "noi.ogg")),
    "a voice that was not brought": said("", "", Upload("voice")),
    "a film": said("", "", Upload("video", None, "phim.mp4", "too_big")),
    "a sticker": said("", "", Upload("sticker")),
    "a location": said("", "", Upload("location")),
    "a contact": said("", "", Upload("contact")),
    "a file": said("", "", Upload("file", PDF, "giay.pdf")),
    "an unknown file": said("", "", Upload("file", b"MZ\x90\x00" * 50, "virus.exe")),
    "nothing": said(),
    "blanks": said(" \t\n\u200b\ufeff "),
    "10,000 characters": said("dài quá " * 1250),
    "100,000 characters": said("x" * 100_000),
    "an emoji": said("🎉👍🏽"),
    "control characters": said("\x00\x07\x1b\x7f\x85"),
    "an order to a terminal": said("\x1b[2J\x07"),
    "right to left": said("\u202egnud\u202c \u2067abc\u2069"),
    "marks upon marks": said("a" + "\u0301" * 300),
    "half a letter": said("\ud83d"),
    "a formula": said("=cmd|' /C calc'!A0"),
    "a template": said("{you} {0} %s ${text} <b>&amp;"),
    "a path": said("/data/text"),
}
# These lead to the menu from anywhere; the form waits there as it was.
MENU_BUTTONS = {
    "of another form": said("", "z.7-7.submit"),
    "of somebody else's form": said("", "o.7.family"),
    "of a page that is not there": said("", "l.999"),
    "of a pause of another form": said("", "r.7-7.go"),
    "that is none": said("", "o.không.có.đâu"),
    "of no kind": said("", "ÿ\x00"),
}
# Which of these replies are answers; all others must leave the question where it stands.
WORDS = {
    "an order to a terminal",
    "a word",
    "a number",
    "a number too large",
    "right to left",
    "marks upon marks",
    "a formula",
    "a template",
    "a path",
}
PHOTOS = {"a photo", "an album", "a photo with words"}
ANSWERS = {
    "text": WORDS,
    "integer": {"a number"},
    "decimal": {"a number"},
    "date": set[str](),
    "select_one": {"a number"},
    "select_multiple": {"a number"},
    "acknowledge": {"a number"},
    "image": PHOTOS,
    "file": PHOTOS | {"a file"},
    "time": set[str](),
    "dateTime": set[str](),
}


@dataclass
class Talk:
    """One person in the middle of the form with every kind of question."""

    on: Stage
    last: list[Message]
    sent: int = 0

    async def send(self, reply: Incoming) -> str:
        self.sent += 1
        self.last = await self.on.send(replace(reply, message_id=f"t{self.sent}"))
        return heard(self.last)

    async def say(self, text: str) -> str:
        return await self.send(said(text))

    async def answers(self) -> dict[str, str]:
        """The answers by question name."""
        records = await self.on.records()
        return {
            ref.rsplit("/", 1)[1]: value
            for record in records
            for ref, value in record["answers"].items()
        }


@asynccontextmanager
async def talking(folder: Path, person: SamplePerson | None = CITIZEN) -> AsyncIterator[Talk]:
    async with stage(folder, person=person) as on:
        library, now = on.conversation.opening.library, on.conversation.now()
        pack = ("du-kieu", "du-kieu.md", PACK.encode())
        await library.publish(on.db, *pack, now, shipped=True)
        yield Talk(on, [])


async def at(question: str, talk: Talk) -> None:
    """The form open and everything before this question answered."""
    for text in ("/start", "1", "1"):
        await talk.say(text)
    for name, reply in WALK.items():
        if name == question:
            break
        await talk.send(reply)


def is_kind(told: str) -> bool:
    """Something a person can read: no hole, no name of a thing inside, no order to a screen."""
    words = told.strip()
    if not all(letter.isprintable() for line in words.split("\n") for letter in line):
        return False
    return bool(words) and "None" not in words and "Error" not in words and "{" not in words


@pytest.mark.parametrize("kind", LABELS)
async def test_every_reply_to_every_kind_of_question_is_answered_kindly(
    kind: str, tmp_path: Path
) -> None:
    async with talking(tmp_path) as talk:
        await at(kind, talk)
        standing = await talk.answers()

        for name, reply in REPLIES.items():
            told = await talk.send(reply)
            pending = LABELS[kind] in await talk.say("?")
            now = await talk.answers()

            assert pending == (name not in ANSWERS[kind]), (name, told)
            assert is_kind(told) or name == "a template", (name, told)
            if not pending:
                assert now[kind], name
                standing = {**standing, kind: now[kind]}
                await talk.say("quay lại")
            assert now == standing, (name, told)


@pytest.mark.parametrize("kind", LABELS)
async def test_an_old_menu_button_leads_to_a_menu_and_from_there_back_to_the_question(
    kind: str, tmp_path: Path
) -> None:
    async with talking(tmp_path) as talk:
        await at(kind, talk)
        standing = await talk.answers()

        for name, button in MENU_BUTTONS.items():
            told = await talk.send(button)
            back = await talk.say("1")

            assert is_kind(told), (name, told)
            assert LABELS[kind] in back, (name, told, back)
            assert await talk.answers() == standing, (name, told)


@pytest.mark.parametrize("kind", ["select_one", "acknowledge"])
async def test_a_button_of_the_question_itself_answers_it(kind: str, tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await at(kind, talk)

        await talk.send(said("", talk.last[-1].choices[-1].press))

        assert (await talk.answers())[kind] == {"select_one": "green", "acknowledge": "OK"}[kind]


async def test_the_late_button_of_the_table_is_a_real_one(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await at("before", talk)

        assert talk.last[-1].choices[1].press == REPLIES["a late button"].press


# Where a person may stand outside the questions, what leads there, and what goes on from there.
REPLIES_AND_BUTTONS = REPLIES | MENU_BUTTONS
QUIET = [name for name in REPLIES_AND_BUTTONS if name not in {"a number", "a late button"}]


async def test_while_consent_is_awaited_nothing_else_is_taken_for_it(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/start")
        consent = talk.last[-1].choices[0].press

        told = {name: await talk.send(REPLIES_AND_BUTTONS[name]) for name in QUIET}

        assert all(map(is_kind, told.values())), told
        assert {message.choices[0].press for message in talk.last} == {consent}
        assert "đồng ý" in (await talk.say("1")).lower()
        assert await talk.on.records() == []


async def test_while_a_name_is_awaited_only_words_are_one(tmp_path: Path) -> None:
    async with talking(tmp_path, person=None) as talk:
        for text in ("/start", "1"):
            await talk.say(text)
        not_words = [
            name for name in QUIET if not REPLIES_AND_BUTTONS[name].text or name in NO_NAMES
        ]

        told = {name: await talk.send(REPLIES_AND_BUTTONS[name]) for name in not_words}
        kept = await talk.say("Lò Thị Mai")

        assert all(map(is_kind, told.values())), told
        assert "Lò Thị Mai" in kept


NO_NAMES = {"10,000 characters", "100,000 characters", "blanks", "control characters", "a path"}


async def test_at_the_menu_every_reply_leads_back_to_the_menu(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        for text in ("/start", "1"):
            await talk.say(text)

        for name in QUIET:
            told = await talk.send(REPLIES_AND_BUTTONS[name])

            assert is_kind(told), (name, told)
            assert talk.last[-1].choices[0].press == "o.61.citizen", (name, told)
        assert "Màu nào trước?" in await talk.say("1")


async def test_at_the_summary_every_reply_leaves_the_form_complete(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await at("nothing more", talk)
        standing = await talk.answers()

        for name in QUIET:
            told = await talk.send(REPLIES_AND_BUTTONS[name])

            assert is_kind(told), (name, told)
            assert await talk.answers() == standing, (name, told)
        await talk.say("gửi")
        assert [record["state"] for record in await talk.on.records()] == ["submitted"]


async def test_during_a_pause_every_reply_leaves_the_form_as_it_was_left(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await at("text", talk)
        standing = await talk.answers()

        for name in QUIET:
            await talk.say("tạm dừng")
            told = await talk.send(REPLIES_AND_BUTTONS[name])

            assert is_kind(told), (name, told)
            assert await talk.answers() == standing, (name, told)
        assert LABELS["text"] in await talk.say("tiếp")


async def test_after_handing_in_no_reply_changes_what_was_handed_in(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await at("nothing more", talk)
        await talk.say("gửi")
        (handed_in,) = await talk.on.records()

        for name in REPLIES_AND_BUTTONS:
            told = await talk.send(REPLIES_AND_BUTTONS[name])

            assert is_kind(told), (name, told)
        assert await talk.on.records() == [handed_in]


async def test_no_log_line_holds_an_answer_a_name_or_an_address(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with talking(tmp_path, person=None) as talk:
        for text in ("/start", "1", "Lò Thị Mai", "1"):
            await talk.say(text)
        for reply in WALK.values():
            await talk.send(reply)
        await talk.say("gửi")
        await talk.on.conversation.park(said("Trồng ngô"), RuntimeError("Trồng ngô"))

        answers = await talk.answers()

    assert answers["text"] == "Trồng ngô"
    for secret in ("Lò Thị Mai", "Trồng ngô", "Hết rồi", "2026-11-20", answers["image"]):
        assert secret not in caplog.text
