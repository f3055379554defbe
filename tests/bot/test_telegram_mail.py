"""Bulk mail says what replies say: in its turn, marked before it leaves, and at its own pace."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import program, telegram_mail_wire
from bot.channel import Brought, Channel, Leave, Pace, Refused, Stay, TryLater, Unreachable, at_once
from bot.settings import Settings
from bot.telegram_mail import TelegramMail
from bot.telegram_say import PACE
from bot.telegram_talk import TelegramTalk
from flows.letters import Kind
from flows.messages import Choice, Enclosure, Message
from storage import mail as post
from storage import roster
from storage.mail import Recipient
from tests.programs import free_port
from tests.stage import MORNING
from tests.telegram_flood import Limits
from tests.telegram_listener import Notebook, talk_to
from tests.telegram_server import PAGE, TelegramServer

FAST = Pace(1000, 0, 0)
HELLO = Message("Còn 3 câu.", step="Nhắc việc", choices=(Choice(1, "Làm tiếp", "", "g.1"),))
LONG = Message("\n".join(f"Hộ {n:04}: còn 3 câu 📷" for n in range(300)), choices=HELLO.choices)


def enclosing(*enclosed: Enclosure) -> Message:
    return Message("Mời bác xem.", receipt="Đã ghi.", step="Giấy tờ", enclosed=enclosed)


PICTURES = tuple(Enclosure("picture", f"e:{n}", f"câu {n}" if n % 2 else "") for n in range(12))
SAID = {
    "a text": Message("Xin chào bác."),
    "buttons": HELLO,
    "many buttons": Message(
        "Bản nào?", choices=tuple(Choice(n, "A", "", f"{n}") for n in range(30))
    ),
    "several parts": LONG,
    "a photo": enclosing(PICTURES[1]),
    "a photo without words": enclosing(PICTURES[0]),
    "an album": enclosing(*PICTURES[:3]),
    "an album and one more": enclosing(*PICTURES[:11]),
    "a document": enclosing(Enclosure("paper", "d:1", "phiếu nhà bác.pdf")),
    "sounds and a film": enclosing(
        Enclosure("sound", "voice", "Nghe đọc câu này"),
        Enclosure("sound", "audio", "1. Cầu treo"),
        Enclosure("film", "film"),
        Enclosure("sound", "odd", "2. Trường học"),
    ),
    "all of it, and something gone": enclosing(
        *PICTURES[:2], Enclosure("paper", "gone"), Enclosure("paper", "d:2")
    ),
}


PAGES = [*((status, PAGE) for status in (200, 500, 502, 503, 504)), (200, '{"ok": true, "res')]


KINDS = {"voice": "audio/ogg", "audio": "audio/mpeg", "film": "video/mp4", "odd": "audio/x-wav"}


async def bring(key: str) -> Brought | None:
    content = f"bytes of {key}".encode()
    return None if key == "gone" else Brought(content, KINDS.get(key, "image/png"), "tên.png")


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as running:
        yield running


@pytest.fixture
async def mail(server: TelegramServer) -> AsyncIterator[TelegramMail]:
    async with mail_to(server) as bot:
        yield bot


@asynccontextmanager
async def mail_to(server: TelegramServer, pace: Pace = FAST) -> AsyncIterator[TelegramMail]:
    bot = TelegramMail(server.token, server.base, bring=bring, pace=pace)
    yield bot
    await bot.close()


@asynccontextmanager
async def both() -> AsyncIterator[list[tuple[TelegramServer, Channel]]]:
    """A Telegram for each of the two libraries, alike in everything."""
    async with TelegramServer() as one, TelegramServer() as other, mail_to(other) as mail:
        talk = talk_to(one, Notebook(), bring=bring)
        yield [(one, talk), (other, mail)]
        await talk.close()


def arrived(server: TelegramServer, chat: int) -> list[dict[str, Any]]:
    """What somebody sees, with the bytes of files in place of their ids."""
    kept = server.chats.files

    def seen(value: Any) -> Any:
        if isinstance(value, dict):
            bytes_of = {"content": kept[value["file_id"]][1]} if "file_id" in value else {}
            hidden = ("file_id", "file_unique_id")
            return {k: seen(v) for k, v in value.items() if k not in hidden} | bytes_of
        return [seen(each) for each in value] if isinstance(value, list) else value

    return [seen(shown) for shown in server.chats.messages[chat].values()]


def asked(server: TelegramServer) -> list[tuple[str, Any, Any]]:
    """Every request: what, to whom, and whether links are previewed."""
    return [
        (
            call.method,
            str(call.request.chat_id),
            getattr(call.request, "link_preview_options", None),
        )
        for call in server.calls
    ]


async def outcome(channel: Channel, message: Message, address: str = "7") -> tuple[Any, ...]:
    """What became of a letter, without the words of either library."""
    try:
        await channel.send(address, message, letter=1)
    except TryLater as later:
        return TryLater, later.seconds, later.unsure
    except (Refused, Unreachable) as error:
        return (type(error),)
    return ()


@pytest.mark.parametrize("message", SAID.values(), ids=SAID.keys())
async def test_both_libraries_bring_the_very_same_to_the_phone(message: Message) -> None:
    async with both() as lines:
        for server, channel in lines:
            server.person(7)
            await channel.send("7", message, letter=1)

    (one, _), (other, _) = lines
    assert arrived(one, 7) == arrived(other, 7) != []
    assert asked(one) == asked(other)
    assert one.violations == other.violations == []


async def test_both_libraries_make_the_same_of_every_refusal() -> None:
    big = enclosing(Enclosure("picture", "big"))
    button_too_long = Message("Chọn", choices=(Choice(1, "Có", "", "x" * 65),))
    told: list[list[tuple[Any, ...]]] = []
    async with both() as lines:
        for server, channel in lines:
            channel._bring = _bring_much  # type: ignore[attr-defined]  # both have one
            server.person(7)
            server.chats.blocked.add(server.person(8).chat)
            server.chats.left.add(server.person(9).chat)
            told.append([])
            for status, page in PAGES:
                server.fail("sendMessage", status, page=page)
                told[-1].append(await outcome(channel, HELLO))
            server.drop_reply("sendMessage")
            told[-1].append(await outcome(channel, HELLO))
            told[-1] += [await outcome(channel, HELLO, to) for to in ("8", "9", "404", "nobody")]
            told[-1] += [await outcome(channel, each) for each in (button_too_long, big)]
            server.flood("sendMessage", 40)
            told[-1].append(await outcome(channel, HELLO))

    assert told[0] == told[1]
    assert told[0] == [
        *[(TryLater, None, False)] * 5,
        (TryLater, None, True),  # half an answer
        (TryLater, None, True),  # none
        *[(Unreachable,)] * 4,
        *[(Refused,)] * 2,
        (TryLater, 40, False),
    ]
    (one, _), (other, _) = lines
    assert arrived(one, 7) == arrived(other, 7)
    assert len(arrived(one, 7)) == 1, "the answer was lost, the message was not"


async def _bring_much(_: str) -> Brought:
    return Brought(b"\xff\xd8" * 6 * 2**20, "image/jpeg", "a.jpg")


async def test_a_letter_is_marked_once_before_its_first_request(
    server: TelegramServer, mail: TelegramMail
) -> None:
    server.person(7)
    asked_before: list[int] = []

    async def leave() -> None:
        asked_before.append(len(server.calls))

    await mail.send("7", LONG, letter=1, leave=leave)

    assert asked_before == [0]
    assert len(server.calls) > 1


async def test_a_letter_of_nothing_is_marked_too(mail: TelegramMail) -> None:
    marks: list[None] = []

    async def leave() -> None:
        marks.append(None)

    await mail.send("7", Message(""), letter=1, leave=leave)

    assert marks == [None]


@pytest.mark.parametrize("reason", [Stay("somebody else carries it"), LookupError("a bug")])
async def test_what_may_not_leave_stays(
    server: TelegramServer, mail: TelegramMail, reason: Exception
) -> None:
    async def leave() -> None:
        raise reason

    with pytest.raises(type(reason)) as told:
        await mail.send("7", HELLO, letter=1, leave=leave)

    assert told.value is reason
    assert server.calls == []


async def test_after_a_flood_nothing_leaves_and_nothing_is_marked(
    server: TelegramServer, mail: TelegramMail
) -> None:
    marks: list[str] = []

    async def leave() -> None:
        marks.append("left")

    for chat in (7, 8):
        server.person(chat)
    server.flood("sendMessage", 90)
    told: list[TryLater] = []
    for address in ("7", "8"):
        with pytest.raises(TryLater) as later:
            await mail.send(address, HELLO, letter=1, leave=leave)
        told.append(later.value)

    assert told[0].seconds == 90
    assert 60 < (told[1].seconds or 0) <= 90
    assert [each.unsure for each in told] == [False, False]
    assert (len(server.calls), marks) == (1, ["left"])


async def test_a_short_flood_is_waited_out_before_the_next_letter(
    server: TelegramServer, mail: TelegramMail
) -> None:
    server.person(7)
    server.flood("sendMessage", 1)
    clock = asyncio.get_running_loop().time

    with pytest.raises(TryLater):
        await mail.send("7", HELLO, letter=1)
    before = clock()
    await mail.send("7", HELLO, letter=1)

    assert clock() - before > 0.9
    assert len(arrived(server, 7)) == 1


async def test_a_flood_in_the_middle_of_a_letter_is_waited_out(
    server: TelegramServer, mail: TelegramMail
) -> None:
    sung = server.person(7)
    marks: list[str] = []

    async def leave() -> None:
        marks.append("left")
        server.flood("sendMessage", 1)

    await mail.send("7", enclosing(PICTURES[0]), letter=1, leave=leave)

    assert ["photo" in shown for shown in sung.screen] == [True, False]
    assert [call.status for call in server.calls] == [200, 429, 200]
    assert marks == ["left"]


async def test_a_letter_that_has_begun_is_in_doubt_whatever_stops_it(
    server: TelegramServer, mail: TelegramMail
) -> None:
    server.person(7)
    server.fail("sendMessage", 502)
    with pytest.raises(TryLater) as broken:
        await mail.send("7", enclosing(PICTURES[0]), letter=1)
    server.flood("sendMessage", 90)
    with pytest.raises(TryLater) as flooded:
        await mail.send("7", enclosing(PICTURES[0]), letter=2)

    assert broken.value.unsure
    assert flooded.value.unsure
    assert 80 < (flooded.value.seconds or 0) <= 90


async def test_an_answer_that_takes_too_long_leaves_doubt(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram_mail_wire, "ANSWER_SECONDS", 0.2)
    server.person(7)
    held = server.hold("sendMessage")

    async with mail_to(server) as mail:
        with pytest.raises(TryLater) as later:
            await mail.send("7", HELLO, letter=1)
    held.set()

    assert later.value.unsure


async def test_who_found_no_free_connection_has_asked_for_nothing(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram_mail_wire, "CONNECTIONS", 1)
    monkeypatch.setattr(telegram_mail_wire, "CONNECT_SECONDS", 0.2)
    for chat in (7, 8):
        server.person(chat)
    held = server.hold("sendMessage")

    async with mail_to(server) as mail:
        first = asyncio.create_task(mail.send("7", HELLO, letter=1))
        with pytest.raises(TryLater) as later:
            await asyncio.gather(mail.send("8", HELLO, letter=2), _never_before(first))
        held.set()
        await first

    assert not later.value.unsure


async def _never_before(first: asyncio.Task[None]) -> None:
    """Fail should the first letter, which holds the connection, end before the second."""
    await asyncio.shield(first)
    raise AssertionError("the first letter was answered")


async def test_without_network_it_starts_and_every_letter_waits() -> None:
    async with TelegramServer() as gone:
        mail = TelegramMail(gone.token, gone.base, pace=FAST)

    with pytest.raises(TryLater) as later:
        await mail.send("7", HELLO, letter=1)
    await mail.close()

    assert (later.value.seconds, later.value.unsure) == (None, False)


async def test_an_answer_nobody_understands_is_not_said_twice(
    server: TelegramServer, mail: TelegramMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    sung = server.person(7)
    monkeypatch.setattr("tests.telegram_chats.NOON", "hôm qua")

    await mail.send("7", HELLO, letter=1)

    assert len(sung.screen) == 1


async def test_a_bot_whose_token_was_replaced_keeps_its_letters(
    server: TelegramServer, mail: TelegramMail
) -> None:
    server.token = "123456:the-new-one"

    with pytest.raises(TryLater) as later:
        await mail.send("7", HELLO, letter=1)

    assert not later.value.unsure


async def test_neither_a_log_nor_an_error_shows_the_token_or_the_words(
    server: TelegramServer, mail: TelegramMail, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.person(7)
    told: list[TryLater] = []

    await mail.send("7", HELLO, letter=1)
    for status in (200, 502):
        server.fail("sendMessage", status)
        with pytest.raises(TryLater) as later:
            await mail.send("7", HELLO, letter=1)
        told.append(later.value)

    assert server.token not in caplog.text
    assert HELLO.text not in caplog.text
    assert "html" not in caplog.text
    for error in told:
        assert server.token not in str(error)
        assert error.__suppress_context__
        assert error.__cause__ is None


async def test_an_own_server_is_reached_by_no_proxy_of_the_machine(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    sung = server.person(7)
    mail = TelegramMail(server.token, f"{server.base}/", pace=FAST)

    await mail.send("7", HELLO, letter=1)
    await mail.close()

    assert len(sung.screen) == 1


async def test_marks_that_were_held_up_do_not_leave_in_a_bunch(server: TelegramServer) -> None:
    server.limits = Limits()
    people = [server.person(chat) for chat in range(100, 145)]
    disk_is_free, waiting = asyncio.Event(), 0

    async def leave() -> None:
        nonlocal waiting
        waiting += 1
        if waiting == 20:
            disk_is_free.set()
        await disk_is_free.wait()

    async with mail_to(server, PACE) as mail:
        await asyncio.gather(*(_to(mail, person.chat, leave) for person in people))

    assert [len(person.screen) for person in people] == [1] * 45
    assert [call.status for call in server.calls] == [200] * 45


async def test_a_group_and_a_long_letter_keep_the_pace_of_their_chats(
    server: TelegramServer,
) -> None:
    server.limits = Limits()
    group, sung = server.person(-9, "Bản mẫu"), server.person(7)

    async with mail_to(server, PACE) as mail:
        await asyncio.gather(
            mail.send("-9", enclosing(PICTURES[0]), letter=1), mail.send("7", LONG, letter=2)
        )

    assert (len(group.screen), len(sung.screen)) == (2, 4)
    assert {call.status for call in server.calls} == {200}


async def test_bulk_makes_room_for_replies(server: TelegramServer) -> None:
    server.limits = Limits()
    askers = [server.person(chat) for chat in range(1, 30)]
    sung = server.person(99)
    clock = asyncio.get_running_loop().time

    async with mail_to(server, PACE) as mail:
        talk = TelegramTalk(server.token, server.base, Notebook().park, around=mail.reply)
        before = clock()
        await asyncio.gather(*(talk.send(str(each.chat), HELLO, letter=1) for each in askers))
        await mail.send("99", HELLO, letter=1)
        arrived = clock()
        await talk.close()

    assert {call.status for call in server.calls} == {200}
    assert [len(each.screen) for each in (*askers, sung)] == [1] * 30
    assert arrived - before > 0.9


async def _to(mail: TelegramMail, chat: int, leave: Leave = at_once) -> None:
    await mail.send(str(chat), HELLO, letter=chat, leave=leave)


async def test_the_program_sends_by_bulk_what_nobody_asked_for(tmp_path: Path) -> None:
    async with TelegramServer() as server, working(tmp_path, server) as promise:
        sung = server.person(7)
        server.drop_reply("sendMessage")
        await promise("notice", "Phiếu của bác đã được công nhận.")
        first, second = await sung.sees(2)
        await promise("reply", "Xin chào bác.")
        *_, answer = await sung.sees(3)

    # Its letter in doubt is said once more, and says so.
    assert first["text"] == "Phiếu của bác đã được công nhận."
    assert second["text"] == "(gửi lại) Phiếu của bác đã được công nhận."
    assert answer["text"] == "Xin chào bác."
    by_bulk = ["python-telegram-bot" in agent for agent in server.agents]
    assert by_bulk == [True, True, False]
    assert "aiogram" in server.agents[2]


Promise = Callable[[Kind, str], Awaitable[None]]


@asynccontextmanager
async def working(folder: Path, server: TelegramServer) -> AsyncIterator[Promise]:
    """The whole program from nine in the morning on, which writes to one person on Telegram."""
    settings = Settings(
        data=folder, port=await free_port(), telegram_token=server.token, telegram_api=server.base
    )
    began, started = time.monotonic(), asyncio.Event()
    sung = roster.SamplePerson("Lò Thị Mẫu", "citizen", "MAU01")

    def now() -> datetime:
        return MORNING + timedelta(seconds=time.monotonic() - began)

    async with program.house(settings, sample=True, now=now) as home:
        async with home.db.begin() as tx:
            me = Recipient(await roster.enrol(tx, sung, "telegram", "7", now()), "telegram", "7")

        async def promise(kind: Kind, text: str) -> None:
            async with home.db.begin() as tx:
                await post.post(tx, me, [Message(text)], once=text, now=now(), kind=kind)
            home.postman.call()

        serving = asyncio.create_task(program.serve(home, [], started.set))
        await started.wait()
        yield promise
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving
