"""How a page gets its letters: at once, or as soon as there is one."""

import asyncio

import pytest

from bot.channel import Brought
from bot.web.channel import Shelved
from flows.messages import Choice, Message
from tests.bot.web.village import TOKEN, Client, Village

QUESTION = Message(
    "Trong năm qua bác có đi học lớp nào không?",
    receipt="Đã ghi câu 3: Thỉnh thoảng (7 điểm)",
    step="Câu 4/10 · Tự học",
    choices=(Choice(1, "Thường xuyên", "10 điểm", "q.a.4.0"),),
    role="ask",
    progress=(4, 10),
)


async def ids(browser: Client, query: str) -> list[int]:
    answer = await browser.get(f"/c/{TOKEN}/letters?{query}")
    return [letter["id"] for letter in (await answer.json())["letters"]]


async def test_a_letter_arrives_whole() -> None:
    village = Village()
    village.post(QUESTION)

    async with village.open() as browser:
        answer = await browser.get(f"/c/{TOKEN}/letters?after=0")
        (letter,) = (await answer.json())["letters"]

    assert letter["id"] == 1
    assert letter["at"] == "2026-11-24T02:01:00+00:00"
    assert letter["message"]["receipt"] == "Đã ghi câu 3: Thỉnh thoảng (7 điểm)"
    assert letter["message"]["progress"] == [4, 10]
    assert letter["message"]["choices"] == [
        {"number": 1, "label": "Thường xuyên", "note": "10 điểm", "press": "q.a.4.0"}
    ]


async def test_marks_arrive_joined_to_their_letters() -> None:
    village = Village()
    village.post(Message("Nha\u0300 ba\u0301c"))

    async with village.open() as browser:
        answer = await browser.get(f"/c/{TOKEN}/letters")
        (letter,) = (await answer.json())["letters"]

    assert letter["message"]["text"] == "Nhà bác"
    assert answer.headers["Cache-Control"] == "no-store"


async def test_only_newer_letters_come() -> None:
    village = Village()
    for number in (3, 7, 9):
        village.post(QUESTION, number)

    async with village.open() as browser:
        assert await ids(browser, "after=3") == [7, 9]
        assert await ids(browser, "after=9") == []


async def test_a_letter_that_was_held_back_still_comes() -> None:
    village = Village()
    for number in (3, 9):
        village.post(QUESTION, number)

    async with village.open() as browser:
        before = await ids(browser, "after=2&known=3,9")
        village.post(QUESTION, 7)
        after = await ids(browser, "after=2&known=3,9")

    assert (before, after) == ([], [7])


async def test_a_waiting_page_is_woken_by_a_letter() -> None:
    village = Village()

    async with village.open() as browser:
        waiting = asyncio.create_task(ids(browser, "after=0&wait=25"))
        await village.looked.wait()
        await village.tell(QUESTION)
        found = await asyncio.wait_for(waiting, 10)

    assert found == [1]


async def test_two_pages_of_one_person_are_both_woken() -> None:
    village = Village()

    async with village.open() as browser:
        waiting = []
        for _ in range(2):
            village.looked.clear()
            waiting.append(asyncio.create_task(ids(browser, "after=0&wait=25")))
            await village.looked.wait()
        await village.tell(QUESTION)
        found = await asyncio.wait_for(asyncio.gather(*waiting), 10)

    assert found == [[1], [1]]


async def test_a_bell_without_a_letter_lets_the_page_wait_on() -> None:
    village = Village()

    async with village.open() as browser:
        waiting = asyncio.create_task(ids(browser, "after=0&wait=25"))
        await village.looked.wait()
        village.looked.clear()
        village.channel.ring(TOKEN)
        await village.looked.wait()
        assert not waiting.done()
        await village.tell(QUESTION)
        found = await asyncio.wait_for(waiting, 10)

    assert found == [1]


async def test_a_letter_laid_down_while_the_page_looks_is_not_missed() -> None:
    class Sly(Village):
        async def shelf(self, token: str, after: int) -> list[Shelved]:
            seen = await super().shelf(token, after)
            if not self.letters:
                await self.tell(QUESTION)  # after the look, before the page begins to wait
            return seen

    async with Sly().open() as browser:
        found = await asyncio.wait_for(ids(browser, "after=0&wait=25"), 10)

    assert found == [1]


async def test_a_letter_for_a_neighbour_wakes_nobody_else() -> None:
    village = Village()

    async with village.open() as browser:
        waiting = asyncio.create_task(ids(browser, "after=0&wait=0.05"))
        await village.looked.wait()
        village.looked.clear()
        await village.channel.send("ban-ben-canh-01", QUESTION, letter=1)
        woken = village.looked.is_set()
        found = await waiting

    assert not woken
    assert found == []


async def test_a_server_that_stops_lets_the_waiting_pages_go() -> None:
    village = Village()

    async with village.open() as browser:
        waiting = asyncio.create_task(ids(browser, "after=0&wait=25"))
        await village.looked.wait()
        await asyncio.wait_for(browser.server.close(), 10)
        found = await waiting

    assert found == []


async def test_a_letter_for_a_page_that_is_closed_is_no_failure() -> None:
    village = Village()

    await village.channel.send(TOKEN, QUESTION, letter=1)

    async with village.open() as browser:
        assert await ids(browser, "after=0") == []


@pytest.mark.parametrize(
    "query", ["after=-1", "after=x", "after=1e3", "wait=lau", "wait=-1", "wait=nan", "known=1,x"]
)
async def test_an_odd_question_is_refused_with_a_sentence(query: str) -> None:
    async with Village().open() as browser:
        answer = await browser.get(f"/c/{TOKEN}/letters?{query}")
        problem = (await answer.json())["problem"]

    assert answer.status == 400
    assert problem.endswith(".")


@pytest.mark.parametrize("token", ["khong-co-ai-o-day", "ngan"])
async def test_a_stranger_gets_no_letters(token: str) -> None:
    village = Village()
    village.post(QUESTION)

    async with village.open() as browser:
        answer = await browser.get(f"/c/{token}/letters")
        problem = (await answer.json())["problem"]

    assert answer.status == 404
    assert "hỏi trưởng bản" in problem


async def test_a_shelf_that_breaks_is_a_sentence_and_not_a_page(
    caplog: pytest.LogCaptureFixture,
) -> None:
    village = Village(breaks=RuntimeError("row of Vàng Thị Mẫu"))

    async with village.open() as browser:
        answer = await browser.get(f"/c/{TOKEN}/letters")
        problem = (await answer.json())["problem"]

    assert answer.status == 503
    assert "Máy chủ đang bận" in problem
    assert "Vàng" not in caplog.text


@pytest.mark.parametrize(
    ("asked", "status", "part", "told"),
    [
        ("bytes=0-1", 206, b"01", "bytes 0-1/10"),
        ("bytes=5-", 206, b"56789", "bytes 5-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=0-99", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=99-", 200, b"0123456789", None),
        ("lines=1-2", 200, b"0123456789", None),
    ],
)
async def test_a_sound_is_sent_in_the_parts_that_a_phone_asks_for(
    asked: str, status: int, part: bytes, told: str | None
) -> None:
    village = Village(papers={(TOKEN, 1, 1): Brought(b"0123456789", "audio/mpeg", "a.mp3")})
    async with village.open() as phone:
        answer = await phone.get(f"/c/{TOKEN}/1/1", headers={"Range": asked})

        found = (answer.status, await answer.read(), answer.headers.get("Content-Range"))

    assert found == (status, part, told)
