"""Giving out invitations in chat: a head invites the households of his village, and no others."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot import invitations
from bot.enclosures import Enclosures
from flows import invitation
from flows.messages import Message
from reports.papers.square import modules
from tests.bot.invited_phones import HOME, NEXT_DOOR, Phone, VillageOf, village

LIST = "mb.MAU01"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[VillageOf]:
    async with village(tmp_path) as opened:
        yield opened


async def came_in(here: VillageOf, code: str = HOME, name: str = "Lò Thị Mẫu") -> Phone:
    invited = await here.invite(code)
    phone = here.phone(f"dt-{code}-{name}")
    for text in (invited.spoken, "đúng", "đồng ý", name):
        await phone.say(text)
    return phone


def code_in(said: str) -> str:
    found = re.search(r"[0-9]{4}-[A-Z]{2}", said)
    assert found is not None
    return found[0]


def press_of(answers: list[Message], label: str) -> str:
    return next(each.press for each in answers[-1].choices if each.label.startswith(label))


async def renewed(here: VillageOf, head: Phone, code: str = HOME) -> str:
    """What the head reads when he makes a code for this household."""
    page = await head.answers(press=f"mh.{await here.subject(code)}")
    return await head.say(press=press_of(page, "Cấp mã"))


async def test_the_head_sees_which_households_nobody_came_in_from(here: VillageOf) -> None:
    head = await here.head()
    await came_in(here)

    page = (await head.answers(press=LIST))[-1]

    # His own household has his phone, and one came in with an invitation.
    assert page.text == (
        "Bản Nà Đon: 2/20 hộ đã có người vào. Bác chọn một hộ để đọc mã hoặc đổi mã."
    )
    assert [choice.note for choice in page.choices[:8]] == ["chưa ai"] * 8
    assert [choice.label for choice in page.choices[8:]] == ["Xem thêm", "Việc của bản"]


async def test_the_list_goes_on_from_page_to_page_and_those_who_came_in_stand_last(
    here: VillageOf,
) -> None:
    head = await here.head()
    await came_in(here)

    pages = [(await head.answers(press=press))[-1] for press in (LIST, f"{LIST}.8", f"{LIST}.16")]

    households = [each for page in pages for each in page.choices if each.label.startswith("Hộ")]
    assert len({each.label for each in households}) == 20
    assert [each.note for each in households] == ["chưa ai"] * 18 + ["1 người"] * 2


@pytest.mark.parametrize("odd", ["x", "-8", "999", "8.8", "٣"])
async def test_an_odd_page_is_the_first_page(here: VillageOf, odd: str) -> None:
    head = await here.head()

    page = (await head.answers(press=f"{LIST}.{odd}"))[-1]

    assert page.choices[0].label.startswith("Hộ 02")


async def test_a_household_shows_who_came_in_by_name(here: VillageOf) -> None:
    head = await here.head()
    await came_in(here)
    await came_in(here, name="Lò Văn Hai Mẫu")

    said = await head.say(press=f"mh.{await here.subject(HOME)}")

    assert "đã có 2 người vào:\n· Lò Thị Mẫu\n· Lò Văn Hai Mẫu" in said
    assert "1. Xem mã đang dùng\n2. Cấp mã mới, bỏ mã cũ\n3. Danh sách hộ" in said


async def test_a_household_without_a_code_gets_one_with_link_square_and_last_day(
    here: VillageOf,
) -> None:
    head = await here.head()
    page = await head.answers(press=f"mh.{await here.subject(HOME)}")

    (shown,) = await head.answers(press=press_of(page, "Cấp mã"))

    code = code_in(shown.text)
    assert "Đã cấp mã cho Hộ 07" in shown.lead
    assert "http://127.0.0.1:8080/i/" in shown.text
    assert "đến hết ngày 31/12/2026" in shown.text
    (square,) = shown.enclosed
    assert (square.kind, square.key) == ("picture", "q:1")
    assert square.name.endswith(f" · {code}")


async def test_the_code_that_was_given_out_lets_the_household_in(here: VillageOf) -> None:
    code = code_in(await renewed(here, await here.head()))

    said = await here.phone("moi").say(code)

    assert "Lời mời cho Hộ 07" in said


async def test_a_new_code_makes_the_old_one_and_its_link_useless(here: VillageOf) -> None:
    head, old = await here.head(), await here.invite()

    said = await renewed(here, head)
    by_code = await here.phone("mot").say(old.spoken)
    by_link = await here.phone("hai").say(here.payload(old))

    assert code_in(said) != old.spoken
    assert "Mã cũ và giấy mời cũ không dùng được nữa" in said
    assert "Mã này không dùng được" in by_code
    assert "đã được thay bằng lời mời mới" in by_link


async def test_whoever_came_in_by_the_old_code_stays_in(here: VillageOf) -> None:
    phone = await came_in(here)

    await renewed(here, await here.head())

    assert "household" in await phone.holds()


async def test_the_code_in_use_is_shown_without_making_another(here: VillageOf) -> None:
    head, invited = await here.head(), await here.invite()

    said = await head.say(press=f"mx.{await here.subject(HOME)}")

    assert code_in(said) == invited.spoken


async def test_pressing_twice_makes_one_code(here: VillageOf) -> None:
    head, _ = await here.head(), await here.invite()
    page = await head.answers(press=f"mh.{await here.subject(HOME)}")
    press = press_of(page, "Cấp mã mới")

    first = await head.say(press=press)
    second = await head.say(press=press)

    assert code_in(first) == code_in(second)
    assert "vừa được đổi rồi" in second


async def test_two_who_renew_at_once_leave_one_code_that_both_see(here: VillageOf) -> None:
    head, _ = await here.head(), await here.invite()
    press = press_of(await head.answers(press=f"mh.{await here.subject(HOME)}"), "Cấp mã mới")

    said = await asyncio.gather(*(head.say(press=press) for _ in range(3)))

    codes = {code for each in said for code in re.findall(r"[0-9]{4}-[A-Z]{2}", each)}
    assert len(codes) == 1


async def test_the_head_of_another_village_sees_and_makes_nothing_here(here: VillageOf) -> None:
    stranger, invited = await here.head("MAU02"), await here.invite()
    number = await here.subject(HOME)
    presses = (LIST, f"mh.{number}", f"mx.{number}", f"mn.{number}.{invited.id}", "mb.MAU", "mb")

    said = [await stranger.say(press=press) for press in presses]

    assert all("Việc này không có ở đây" in each for each in said)
    assert not any("Hộ 07" in each or invited.spoken in each for each in said)


async def test_a_household_makes_no_code_for_itself_or_for_a_neighbour(here: VillageOf) -> None:
    phone = await came_in(here)
    presses = [
        f"{verb}.{await here.subject(code)}.0"
        for verb in ("mh", "mx", "mn")
        for code in (HOME, NEXT_DOOR)
    ]

    said = [await phone.say(press=press) for press in presses]

    assert all("Việc này không có ở đây" in each for each in said)


@pytest.mark.parametrize("press", ["mh", "mh.x", "mh.999999", "mn.1", "mn.1.x", "mx.-1", "mb."])
async def test_a_press_that_is_none_of_ours_is_refused_kindly(here: VillageOf, press: str) -> None:
    head = await here.head()

    assert "Việc này không có ở đây" in await head.say(press=press)


async def test_a_citizen_is_nobody_that_a_head_invites(here: VillageOf) -> None:
    head = await here.head()
    await here.listed("N1", "Vàng Thị Mẫu", HOME)

    said = await head.say(press=f"mn.{await here.subject('c-N1')}.0")

    assert "Việc này không có ở đây" in said


async def test_the_telegram_link_stands_beside_the_other_where_there_is_a_bot(
    here: VillageOf,
) -> None:
    invited = await here.invite()
    office = replace(here.office, telegram_name="BanHocMauBot")

    to_page, to_telegram = invitations.links(office, invited)

    payload = invitation.payload(office.key, invited.ticket)
    assert to_page == f"http://127.0.0.1:8080/i/{payload}"
    assert to_telegram == f"https://t.me/BanHocMauBot?start={payload}"


# ---- the square


async def test_the_square_of_an_invitation_is_a_picture_of_its_link(here: VillageOf) -> None:
    invited = await here.invite()

    brought = await Enclosures(here.on.db, here.office).bring(f"q:{invited.id}")

    assert brought is not None
    drawn = Image.open(BytesIO(brought.content))
    rows = modules(invitations.links(here.office, invited)[0])
    side = len(rows)
    again = drawn.convert("1").resize((side, side), Image.Resampling.NEAREST)
    dark = [[again.getpixel((x, y)) == 0 for x in range(side)] for y in range(side)]
    assert brought.kind == "image/png"
    assert dark == rows
    assert drawn.width >= 430


@pytest.mark.parametrize("key", ["q:", "q:x", "q:999", "q:-1", "q:٣"])
async def test_a_key_that_is_none_brings_nothing(here: VillageOf, key: str) -> None:
    await here.invite()

    assert await Enclosures(here.on.db, here.office).bring(key) is None


async def test_the_square_of_an_invitation_that_was_replaced_is_gone(here: VillageOf) -> None:
    old = await here.invite()
    await here.invite()

    assert await Enclosures(here.on.db, here.office).bring(f"q:{old.id}") is None
