"""The page of an invitation: for whom it is, yes or no, and the way back into the same chat."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientResponse, CookieJar
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from bot.doorstep import Doorstep
from bot.web import join, site
from bot.web.channel import WebChannel
from bot.web.site import Doors
from flows import invitation
from flows.rights import Holding
from storage import tables
from storage.invitations import Invitation
from tests.bot.invited_phones import HOME, NEXT_DOOR, Phone, VillageOf, village
from tests.bot.test_joining import staff_of, wrong
from tests.bot.web.village import Client, Village

HTTPS = {"X-Forwarded-For": "203.0.113.7"}


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[VillageOf]:
    async with village(tmp_path) as opened:
        yield opened


@asynccontextmanager
async def browser(here: VillageOf, *, secure: bool = False) -> AsyncIterator[Client]:
    """A browser of its own, with the cookies that it was given."""
    talk = here.on.conversation
    doorstep = Doorstep(here.on.db, here.office, talk.receive, here.clock)
    empty = Village()
    doors = Doors(talk.receive, empty.shelf, empty.who, empty.enclosed)
    app = site.build(doors, WebChannel(), [join.at(doorstep, secure=secure)])
    jar = CookieJar(unsafe=True)  # the test server has a number for a name
    async with TestClient(TestServer(app), cookie_jar=jar) as client:
        yield client


async def opens(client: Client, payload: str) -> ClientResponse:
    return await client.get(f"/i/{payload}", allow_redirects=False)


async def answers(client: Client, payload: str, page: str, answer: str = "yes") -> ClientResponse:
    """Press a button of that page."""
    form = {"once": once_in(page), "answer": answer}
    return await client.post(f"/i/{payload}", data=form, allow_redirects=False)


async def comes_in(client: Client, payload: str) -> str:
    """The address of the chat, after opening the link and saying yes."""
    answered = await answers(client, payload, await (await opens(client, payload)).text())
    assert answered.status == 303
    return answered.headers["Location"]


def once_in(page: str) -> str:
    found = re.search(r'name="once" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def phone(here: VillageOf, chat: str) -> Phone:
    """The chat at this address."""
    return here.phone(chat.removeprefix("/c/"), "web")


async def test_a_link_says_for_whom_it_is_and_asks_whether_that_is_him(here: VillageOf) -> None:
    invited = await here.invite()

    async with browser(here) as client:
        answer = await opens(client, here.payload(invited))
        page = await answer.text()

    assert answer.status == 200
    assert f"Lời mời cho {invited.name}, Bản Nà Đon." in page
    assert "Bác là người của hộ này phải không?" in page
    assert re.findall(r'class="label">([^<]+)<', page) == ["Đúng", "Không phải"]


async def test_opening_a_link_changes_nothing(here: VillageOf) -> None:
    payload = here.payload(await here.invite())

    async with browser(here) as client:
        for _ in range(3):
            await opens(client, payload)

    assert await here.count(tables.Person) == 0
    assert await here.count(tables.InvitationUse) == 0


async def test_a_yes_leads_into_a_chat_that_asks_for_consent(here: VillageOf) -> None:
    payload = here.payload(await here.invite())

    async with browser(here) as client:
        chat = await comes_in(client, payload)

    new = phone(here, chat)
    assert re.fullmatch(r"/c/[A-Za-z0-9_-]{22}", chat)  # 128 bits
    assert "Từ nay bác trả lời được cho Hộ 07" in await new.reads()
    assert "có đồng ý cho lưu câu trả lời không?" in await new.reads()
    assert await new.holds() == {"household"}


async def test_a_neighbour_says_no_and_is_told_how_to_get_his_own(here: VillageOf) -> None:
    payload = here.payload(await here.invite())

    async with browser(here) as client:
        page = await (await opens(client, payload)).text()
        answer = await answers(client, payload, page, "no")
        said = await answer.text()

    assert answer.status == 200
    assert "hỏi trưởng bản để lấy lời mời của nhà bác" in said
    assert await here.count(tables.Person) == 0


async def test_the_same_link_on_the_same_phone_leads_back_to_the_same_chat(
    here: VillageOf,
) -> None:
    payload = here.payload(await here.invite())

    async with browser(here) as client:
        chat = await comes_in(client, payload)
        again = await opens(client, payload)

    assert (again.status, again.headers["Location"]) == (303, chat)
    assert again.headers["Cache-Control"] == "no-store"
    assert await here.count(tables.Person) == 1


async def test_it_leads_back_even_when_the_invitation_is_past_its_day(here: VillageOf) -> None:
    payload = here.payload(await here.invite())

    async with browser(here) as client:
        chat = await comes_in(client, payload)
        here.clock.pass_days(60)
        again = await opens(client, payload)

    assert again.headers["Location"] == chat


async def test_a_yes_sent_twice_at_once_makes_one_person(here: VillageOf) -> None:
    payload = here.payload(await here.invite())

    async with browser(here) as client:
        page = await (await opens(client, payload)).text()
        taps = await asyncio.gather(*(answers(client, payload, page) for _ in range(4)))

    assert len({tap.headers["Location"] for tap in taps}) == 1
    assert await here.count(tables.Person) == 1
    assert await here.count(tables.InvitationUse) == 1


async def test_a_yes_is_taken_from_a_browser_that_keeps_no_cookies(here: VillageOf) -> None:
    payload = here.payload(await here.invite())

    async with browser(here) as client:
        page = await (await opens(client, payload)).text()
        client.session.cookie_jar.clear()
        answer = await answers(client, payload, page)

    assert answer.headers["Location"] == f"/c/{once_in(page)}"
    assert await here.count(tables.Person) == 1


async def test_another_phone_is_another_person_of_the_same_household(here: VillageOf) -> None:
    payload = here.payload(await here.invite())

    async with browser(here) as one, browser(here) as other:
        chats = [await comes_in(client, payload) for client in (one, other)]

    assert len(set(chats)) == 2
    assert [await phone(here, chat).holds() for chat in chats] == [{"household"}] * 2


async def test_one_phone_takes_a_second_household_into_the_same_chat(here: VillageOf) -> None:
    home, next_door = await here.invite(HOME), await here.invite(NEXT_DOOR)

    async with browser(here) as client:
        first = await comes_in(client, here.payload(home))
        asked = await (await opens(client, here.payload(next_door))).text()
        second = await comes_in(client, here.payload(next_door))

    assert "Lời mời cho Hộ 08" in asked
    assert first == second
    assert len((await phone(here, first).person()).person.holdings) == 2


async def test_a_person_of_the_roster_comes_in_as_that_person(here: VillageOf) -> None:
    invited = await staff_of(here)

    async with browser(here) as client:
        chat = await comes_in(client, here.payload(invited))

    held = await phone(here, chat).person()
    assert held.person.id == invited.whom.person_id
    assert Holding("staff", place_code="MAU") in held.person.holdings


async def test_nobody_but_the_first_comes_in_by_the_link_of_staff(here: VillageOf) -> None:
    invited = await staff_of(here)
    payload = here.payload(invited)

    async with browser(here) as one, browser(here) as other:
        chat = await comes_in(one, payload)
        page = await (await opens(other, payload)).text()
        refused = await answers(other, payload, page)
        said = await refused.text()

    assert "Bác là Hoàng Thu Mẫu phải không?" in page
    assert refused.status == 410
    assert "đã có người dùng rồi" in said
    assert "Có điện thoại khác vừa mở lời mời" in await phone(here, chat).reads()
    assert await here.count(tables.Account) == 1


async def test_two_phones_that_say_yes_at_once_to_the_last_use_do_not_both_come_in(
    here: VillageOf,
) -> None:
    payload = here.payload(await here.invite(uses=1))

    async with browser(here) as one, browser(here) as other:
        pages = [await (await opens(client, payload)).text() for client in (one, other)]
        await asyncio.gather(
            *(
                answers(client, payload, page)
                for client, page in zip((one, other), pages, strict=True)
            )
        )

    query = select(tables.Role.person_id).where(tables.Role.role == "household")
    async with here.on.db.read() as tx:
        assert len((await tx.execute(query)).all()) == 1


@pytest.mark.parametrize("change", ["altered", "foreign", "revoked", "expired", "used_up"])
async def test_a_link_that_is_no_way_in_says_so_and_shows_nobody(
    here: VillageOf, change: str
) -> None:
    invited = await here.invite(uses=0 if change == "used_up" else 1)
    payload = await spoiled(here, invited, change)

    async with browser(here) as client:
        answer = await opens(client, payload)
        page = await answer.text()
        forced = await answers(client, payload, 'name="once" value="AAAAAAAAAAAAAAAAAAAAAA"')

    assert answer.status == forced.status == 410
    assert "Hộ 07" not in page
    assert "Gõ mã trên giấy mời" in page
    assert "Set-Cookie" not in answer.headers
    assert await here.count(tables.Person) == 0


async def spoiled(here: VillageOf, invited: Invitation, change: str) -> str:
    """The payload of a link after something happened to it."""
    payload = here.payload(invited)
    if change == "altered":
        return payload[:-2] + ("AA" if payload[-2:] != "AA" else "BB")
    if change == "foreign":
        return invitation.payload(b"f" * 32, invited.ticket)
    if change == "revoked":
        await here.revoke(invited)
    if change == "expired":
        here.clock.pass_days(60)
    return payload


@pytest.mark.parametrize("payload", ["1", "x" * 500, "%00", "..%2f", "%C3%A9" * 26, "AQ=="])
async def test_an_odd_address_is_no_way_in(here: VillageOf, payload: str) -> None:
    async with browser(here) as client:
        answer = await client.get(f"/i/{payload}", allow_redirects=False)

    assert answer.status in {404, 410}


async def test_the_cookie_is_for_these_addresses_only_and_out_of_reach_of_scripts(
    here: VillageOf,
) -> None:
    payload = here.payload(await here.invite())

    async with browser(here, secure=True) as client:
        cookie = (await opens(client, payload)).headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "Path=/i" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" in cookie


async def test_another_site_cannot_say_yes_for_somebody(here: VillageOf) -> None:
    payload = here.payload(await here.invite())
    form = {"once": "A" * 22, "answer": "yes"}

    async with browser(here) as client:
        crossing = {"Sec-Fetch-Site": "cross-site"}
        answer = await client.post(
            f"/i/{payload}", data=form, headers=crossing, allow_redirects=False
        )

    assert answer.status == 403
    assert await here.count(tables.Person) == 0


@pytest.mark.parametrize("once", ["", "short", "A" * 23, "A" * 21 + "/"])
async def test_a_form_that_is_not_ours_is_refused(here: VillageOf, once: str) -> None:
    payload = here.payload(await here.invite())

    async with browser(here) as client:
        answer = await client.post(f"/i/{payload}", data={"once": once, "answer": "yes"})

    assert answer.status == 400
    assert await here.count(tables.Person) == 0


# ---- the box for a code


async def types(client: Client, code: str, **headers: str) -> ClientResponse:
    return await client.post("/i", data={"code": code}, headers=headers, allow_redirects=False)


@pytest.mark.parametrize("form", ["{}", "mã {}", " {} "])
async def test_a_typed_code_leads_to_the_page_of_its_link(here: VillageOf, form: str) -> None:
    invited = await here.invite()

    async with browser(here) as client:
        asked = await (await client.get("/i")).text()
        answer = await types(client, form.format(invited.spoken.replace("-", " ").lower()))

    assert "Xin gõ mã trên giấy mời" in asked
    assert (answer.status, answer.headers["Location"]) == (303, f"/i/{here.payload(invited)}")


@pytest.mark.parametrize("typed", ["", "xin chào", "1234", "4827-KX", "<i>4827"])
async def test_what_is_no_code_is_asked_for_again(here: VillageOf, typed: str) -> None:
    async with browser(here) as client:
        answer = await types(client, typed)
        page = await answer.text()

    assert answer.status == 200
    assert "Mã này có chỗ gõ nhầm" in page
    assert "<i>" not in page


async def test_wrong_codes_have_to_wait_by_where_they_come_from(here: VillageOf) -> None:
    invited = await here.invite()

    async with browser(here) as client:
        for code in wrong(invited.spoken)[:5]:
            await types(client, code, **HTTPS)
        refused = await (await types(client, invited.spoken, **HTTPS)).text()
        elsewhere = await types(client, invited.spoken, **{"X-Forwarded-For": "203.0.113.8"})

    assert "Xin chờ 15 phút" in refused
    assert elsewhere.status == 303


async def test_only_the_server_in_front_of_us_is_believed_where_a_caller_is(
    here: VillageOf,
) -> None:
    invited = await here.invite()

    async with browser(here) as client:
        for number, code in enumerate(wrong(invited.spoken)[:5]):
            # What the caller himself claims stands first; the server adds what it saw.
            await types(client, code, **{"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.7"})
        refused = await (await types(client, invited.spoken, **HTTPS)).text()

    assert "Xin chờ" in refused


async def test_an_address_is_kept_only_as_a_digest(here: VillageOf) -> None:
    async with browser(here) as client:
        await types(client, wrong()[0], **HTTPS)

    async with here.on.db.read() as tx:
        (source,) = (await tx.execute(select(tables.Attempt.source))).scalars()
    assert re.fullmatch("[0-9a-f]{64}", source)
