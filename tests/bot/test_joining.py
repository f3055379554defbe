"""Coming in by an invitation, in chat: who is asked what, who may, and who may not."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.invitations import SOON, USES
from flows import invitation
from flows.invitation import LETTERS
from flows.rights import Holding
from storage import people, tables
from storage.invitations import Invitation
from tests.bot.invited_phones import HOME, NEXT_DOOR, Phone, VillageOf, village

NAME = "Lò Thị Mẫu"
QUESTION = "là người của hộ này phải không?"
CONSENT = "có đồng ý cho lưu câu trả lời không?"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[VillageOf]:
    async with village(tmp_path) as opened:
        yield opened


async def settled(here: VillageOf, address: str, invited: Invitation, name: str = NAME) -> Phone:
    """A phone that came in, agreed and gave a name."""
    phone = here.phone(address)
    for text in (invited.spoken, "đúng", "đồng ý", name):
        await phone.say(text)
    return phone


async def belongs(here: VillageOf) -> list[tuple[str, str]]:
    """(member, group) by name, of all who belong to anything."""
    member, group = tables.Subject.__table__.alias(), tables.Subject.__table__.alias()
    query = (
        select(member.c.name, group.c.name)
        .join_from(tables.Belongs, member, member.c.id == tables.Belongs.member_id)
        .join(group, group.c.id == tables.Belongs.group_id)
    )
    async with here.on.db.read() as tx:
        return [(row[0], row[1]) for row in await tx.execute(query)]


def wrong(*but: str) -> list[str]:
    """Codes that could exist and do not."""
    made = (f"{number:04}-B{last}" for number in range(1000, 1100) for last in LETTERS)
    whole = (typed.code for typed in map(invitation.typed, made) if typed and typed.code)
    return [code for code in whole if code not in but]


# ---- coming in


async def test_an_invitation_is_asked_about_before_anything_else(here: VillageOf) -> None:
    invited = await here.invite()

    said = await here.phone("moi").say(invited.spoken)

    assert "Lời mời cho Hộ 07" in said
    assert "Bản Nà Đon" in said
    assert QUESTION in said
    assert said.endswith("1. Đúng\n2. Không phải")
    assert CONSENT not in said


@pytest.mark.parametrize("typed", ["1", "đúng", "dung", "phải", "vâng", "có", "Đúng rồi ạ"])
async def test_whoever_says_yes_is_asked_to_agree_and_for_a_name_then_has_the_form(
    here: VillageOf, typed: str
) -> None:
    invited, phone = await here.invite(), here.phone("moi")

    await phone.say(invited.spoken)
    joined = await phone.say(typed)
    agreed = await phone.say("đồng ý")
    named = await phone.say(NAME)

    assert "Từ nay bác trả lời được cho Hộ 07" in joined
    assert CONSENT in joined
    assert "họ và tên" in agreed
    assert "Gia đình học tập · Hộ 07" in named
    assert await phone.holds() == {"citizen", "household"}


async def test_nothing_is_written_down_before_the_yes(here: VillageOf) -> None:
    invited, phone = await here.invite(), here.phone("moi")

    await phone.say(invited.spoken)

    assert await phone.holds() == set()
    assert await here.count(tables.InvitationUse) == 0


@pytest.mark.parametrize("no", ["2", "không", "không phải", "Không phải ạ"])
async def test_a_neighbour_who_got_it_forwarded_says_no_and_nothing_happens(
    here: VillageOf, no: str
) -> None:
    invited, phone = await here.invite(), here.phone("hang-xom")

    await phone.say(invited.spoken)
    said = await phone.say(no)

    assert "hỏi trưởng bản để lấy lời mời của nhà bác" in said
    assert CONSENT not in said
    assert await phone.holds() == set()
    assert await here.count(tables.InvitationUse) == 0


async def test_what_is_neither_yes_nor_no_is_asked_again(here: VillageOf) -> None:
    invited, phone = await here.invite(), here.phone("moi")

    await phone.say(invited.spoken)
    again = await phone.say("là sao")
    await phone.say("1")

    assert "1. Đúng\n2. Không phải" in again
    assert await phone.holds() == {"household"}


async def test_the_word_menu_leads_out_of_the_question(here: VillageOf) -> None:
    invited, phone = await here.invite(), here.phone("moi")

    await phone.say(invited.spoken)
    said = await phone.say("menu")

    assert CONSENT in said


async def test_a_strangers_ordinary_first_word_leads_to_consent_as_ever(here: VillageOf) -> None:
    said = await here.phone("la").say("chào")

    assert said.startswith("Chào bác. Đây là Bản Học")


@pytest.mark.parametrize("shape", ["{}", "/i/{}", "https://xa-mau.vn/i/{}"])
async def test_a_link_leads_to_the_same_question(here: VillageOf, shape: str) -> None:
    invited = await here.invite()

    said = await here.phone("moi").say(shape.format(here.payload(invited)))

    assert QUESTION in said


async def test_several_of_one_household_come_in_each_on_his_own_phone(here: VillageOf) -> None:
    invited = await here.invite()

    first = await settled(here, "mot", invited)
    second = await settled(here, "hai", invited, "Lò Văn Mẫu")

    assert (await first.person()).person.id != (await second.person()).person.id
    assert await belongs(here) == [
        (NAME, await name_of_home(here)),
        ("Lò Văn Mẫu", await name_of_home(here)),
    ]


async def name_of_home(here: VillageOf) -> str:
    query = select(tables.Subject.name).where(tables.Subject.code == HOME)
    async with here.on.db.read() as tx:
        return str((await tx.execute(query)).scalar_one())


async def test_the_others_of_the_household_are_told_that_one_more_came_in(here: VillageOf) -> None:
    invited = await here.invite()
    first = await settled(here, "mot", invited)

    second = await settled(here, "hai", invited)

    assert "Vừa có thêm một điện thoại vào Hộ 07" in await first.reads()
    assert "Vừa có thêm" not in await second.reads()


async def test_one_phone_serves_two_households(here: VillageOf) -> None:
    phone = await settled(here, "mot", await here.invite(HOME))
    next_door = await here.invite(NEXT_DOOR)

    asked = await phone.say(next_door.spoken)
    joined = await phone.say("1")

    assert "Lời mời cho Hộ 08" in asked
    assert "Từ nay bác trả lời được cho Hộ 08" in joined
    assert "Gia đình học tập · Hộ 07" in joined
    assert "Gia đình học tập · Hộ 08" in joined
    assert len(await belongs(here)) == 1  # he lives in one of them


async def test_coming_in_again_changes_nothing(here: VillageOf) -> None:
    invited = await here.invite()
    phone = await settled(here, "mot", invited)

    said = await phone.say(invited.spoken)

    assert "đã vào Hộ 07" in said
    assert "Gia đình học tập · Hộ 07" in said
    assert await here.count(tables.InvitationUse) == 1


async def test_a_yes_pressed_twice_is_one_yes(here: VillageOf) -> None:
    invited, phone = await here.invite(), here.phone("moi")
    asked = (await phone.answers(invited.spoken))[-1]
    yes = asked.choices[0].press

    await asyncio.gather(*(phone.say(press=yes) for _ in range(4)))

    person = (await phone.person()).person
    assert [held.role for held in person.holdings] == ["household"]
    assert await here.count(tables.InvitationUse) == 1


async def test_a_code_in_the_middle_of_a_form_is_a_way_in_only_when_it_says_so(
    here: VillageOf,
) -> None:
    phone = await settled(here, "mot", await here.invite(HOME))
    next_door = await here.invite(NEXT_DOOR)
    await phone.say("1")  # the first form

    plain = await phone.say(next_door.spoken.replace("-", " "))
    named = await phone.say(f"mã {next_door.spoken}")

    assert "Lời mời" not in plain
    assert "Lời mời cho Hộ 08" in named


# ---- who of the household


async def test_somebody_the_roster_knows_says_who_he_is_and_is_asked_for_no_name(
    here: VillageOf,
) -> None:
    listed = await here.listed("N1", "Vàng Thị Mẫu", HOME, birth=1980)
    await here.listed("N2", "Lò Văn Hai (mẫu)", HOME, birth=1975)
    invited, phone = await here.invite(), here.phone("moi")

    await phone.say(invited.spoken)
    asked = await phone.say("1")
    joined = await phone.say("Vàng Thị Mẫu")
    agreed = await phone.say("đồng ý")

    assert asked.endswith("1. Lò Văn Hai (mẫu)\n2. Vàng Thị Mẫu\n3. Người khác trong nhà")
    assert CONSENT in joined
    assert "Công dân học tập · Vàng Thị Mẫu" in agreed
    assert "Gia đình học tập · Hộ 07" in agreed
    assert (await phone.person()).person.id == listed


async def test_somebody_else_of_the_household_gives_his_own_name(here: VillageOf) -> None:
    await here.listed("N1", "Vàng Thị Mẫu", HOME)
    invited, phone = await here.invite(), here.phone("moi")

    for text in (invited.spoken, "1", "Người khác trong nhà", "đồng ý"):
        said = await phone.say(text)

    assert "họ và tên" in said
    assert await phone.holds() == {"household"}


async def test_nobody_becomes_a_head_or_staff_by_the_invitation_of_a_household(
    here: VillageOf,
) -> None:
    head = Holding("village_head", place_code="MAU01")
    boss = await here.listed("T1", "Tẩn A Mẫu", HOME, head)
    await here.listed("N1", "Vàng Thị Mẫu", HOME)
    invited, phone = await here.invite(), here.phone("moi")

    await phone.say(invited.spoken)
    asked = await phone.say("1")
    forged = await phone.say(press=f"iv.w.{here.payload(invited)}.{boss}")

    assert "Tẩn A Mẫu" not in asked
    assert "Việc này không có ở đây" in forged
    assert await phone.holds() == set()


async def test_whoever_was_chosen_by_one_phone_is_not_offered_to_the_next(here: VillageOf) -> None:
    listed = await here.listed("N1", "Vàng Thị Mẫu", HOME)
    invited = await here.invite()
    first, second = here.phone("mot"), here.phone("hai")
    for phone in (first, second):
        await phone.say(invited.spoken)
        await phone.say("1")

    await first.say("1")
    late = await second.say("1")

    assert (await first.person()).person.id == listed
    assert "Việc này không có ở đây" in late
    assert (await second.person()).person.id != listed


# ---- one person


async def head_of(here: VillageOf) -> tuple[int, Invitation]:
    held = Holding("village_head", place_code="MAU01")
    person_id = await here.listed("T1", "Tẩn A Mẫu", HOME, held)
    return person_id, await here.invite_person(person_id, "village_head", "MAU01")


async def staff_of(here: VillageOf, code: str = "X1", name: str = "Hoàng Thu Mẫu") -> Invitation:
    person_id = await here.listed(code, name, "", Holding("staff", place_code="MAU"))
    return await here.invite_person(person_id, "staff", "MAU")


async def test_a_village_head_comes_in_as_the_person_the_roster_knows(here: VillageOf) -> None:
    person_id, invited = await head_of(here)
    phone = here.phone("truong-ban")

    asked = await phone.say(invited.spoken)
    joined = await phone.say("phải")
    agreed = await phone.say("đồng ý")

    assert "Lời mời cho Tẩn A Mẫu, trưởng Bản Nà Đon. Bác là Tẩn A Mẫu phải không?" in asked
    assert "Đã nhận ra Tẩn A Mẫu" in joined
    assert "Việc của bản" in agreed
    assert (await phone.person()).person.id == person_id


async def test_who_came_before_by_his_household_brings_his_forms_along(here: VillageOf) -> None:
    person_id, invited = await head_of(here)
    phone = await settled(here, "truong-ban", await here.invite(NEXT_DOOR), "Tẩn A Mẫu")
    await phone.say("1")  # his own form as a citizen
    before = (await phone.person()).assessment_id

    await phone.say(f"mã {invited.spoken}")
    said = await phone.say("1")
    after = await phone.person()

    assert after.person.id == person_id
    assert after.assessment_id == before
    assert "Gia đình học tập · Hộ 08" in said
    assert CONSENT not in said
    assert await phone.holds() == {"citizen", "household", "village_head"}


async def test_a_second_form_as_a_citizen_that_nobody_began_is_left_behind(
    here: VillageOf,
) -> None:
    _, invited = await head_of(here)
    phone = await settled(here, "truong-ban", await here.invite(NEXT_DOOR), "Tẩn A Mẫu")

    await phone.say(invited.spoken)
    said = await phone.say("1")

    assert said.count("Công dân học tập") == 1


async def test_the_invitation_of_staff_lets_nobody_else_in_and_its_holder_is_told(
    here: VillageOf,
) -> None:
    invited = await staff_of(here)
    first, other = here.phone("can-bo"), here.phone("nguoi-khac")
    await first.say(invited.spoken)
    await first.say("1")

    refused = await other.say(invited.spoken)

    assert "đã có người dùng rồi" in refused
    assert "Hoàng Thu Mẫu" not in refused
    assert await other.holds() == set()
    assert "Có điện thoại khác vừa mở lời mời của Hoàng Thu Mẫu" in await first.reads()


async def test_two_phones_at_once_want_the_one_use_and_one_of_them_gets_it(
    here: VillageOf,
) -> None:
    invited = await staff_of(here)
    phones = [here.phone(f"p{n}") for n in range(4)]
    for phone in phones:
        await phone.say(invited.spoken)

    await asyncio.gather(*(phone.say("1") for phone in phones))

    assert sorted([len(await phone.holds()) for phone in phones]) == [0, 0, 0, 2]


async def test_two_phones_at_once_want_the_last_use_of_a_household(here: VillageOf) -> None:
    invited = await here.invite(uses=1)
    phones = [here.phone(f"p{n}") for n in range(4)]
    for phone in phones:
        await phone.say(invited.spoken)

    said = await asyncio.gather(*(phone.say("1") for phone in phones))

    assert sum("Từ nay bác trả lời được" in each for each in said) == 1
    assert sum("đã có người dùng rồi" in each for each in said) == 3
    assert await here.count(tables.InvitationUse) == 1


async def test_the_phone_of_one_member_of_staff_does_not_become_that_of_another(
    here: VillageOf,
) -> None:
    mine, other = await staff_of(here), await staff_of(here, "X2", "Lý Minh Mẫu")
    phone = here.phone("can-bo")
    for text in (mine.spoken, "1", "đồng ý"):
        await phone.say(text)

    await phone.say(other.spoken)
    said = await phone.say("1")

    assert "Điện thoại này đang là của Hoàng Thu Mẫu" in said
    assert (await phone.person()).person.name == "Hoàng Thu Mẫu"


async def test_the_invitation_of_staff_whose_role_ended_is_not_theirs_any_more(
    here: VillageOf,
) -> None:
    invited = await staff_of(here)
    role = Holding("staff", place_code="MAU")
    async with here.on.db.begin() as tx:
        await people.end_role(tx, invited.whom.person_id or 0, role, here.clock())

    said = await here.phone("can-bo").say(here.payload(invited))

    assert "đã được thay bằng lời mời mới" in said


async def test_the_invitation_of_staff_stands_for_two_weeks_only(here: VillageOf) -> None:
    invited = await staff_of(here)
    here.clock.now += SOON

    said = await here.phone("can-bo").say(here.payload(invited))

    assert "đã quá ngày" in said


# ---- refusals


async def test_an_altered_link_says_that_it_cannot_be_read(here: VillageOf) -> None:
    payload = here.payload(await here.invite())

    said = await here.phone("moi").say(f"/i/{payload[:-1]}")

    assert "không đọc được" in said
    assert CONSENT not in said


async def test_a_link_signed_with_another_key_is_refused(here: VillageOf) -> None:
    invited = await here.invite()
    foreign = invitation.payload(b"z" * 32, invited.ticket)

    said = await here.phone("moi").say(f"/i/{foreign}")

    assert "không đọc được" in said


async def test_a_guessed_number_is_no_press(here: VillageOf) -> None:
    invited, phone = await here.invite(), here.phone("moi")
    guesses = ("iv", "iv.y", f"iv.y.{invited.id}", f"iv.n.{invited.id}", f"iv.w.{invited.id}.0")

    said = [await phone.say(press=press) for press in (*guesses, "iv.z.1", "mb.MAU01", "mh.7")]

    assert not any("Hộ 07" in each for each in said)
    assert await phone.holds() == set()


async def test_an_invitation_past_its_day_is_refused(here: VillageOf) -> None:
    payload = here.payload(await here.invite())
    here.clock.pass_days(60)

    said = await here.phone("moi").say(payload)

    assert "đã quá ngày" in said


async def test_a_yes_to_an_invitation_that_was_revoked_meanwhile_comes_too_late(
    here: VillageOf,
) -> None:
    invited, phone = await here.invite(), here.phone("moi")
    await phone.say(invited.spoken)
    await here.revoke(invited)

    said = await phone.say("1")

    assert "đã được thay bằng lời mời mới" in said
    assert await phone.holds() == set()


async def test_a_household_that_is_gone_invites_nobody(here: VillageOf) -> None:
    invited = await here.invite()
    await here.gone(HOME)

    said = await here.phone("moi").say(here.payload(invited))

    assert "đã được thay" in said


async def test_only_so_many_phones_come_in_by_one_invitation(here: VillageOf) -> None:
    invited = await here.invite()
    for number in range(USES):
        await settled(here, f"p{number}", invited)

    said = await here.phone("thua").say(invited.spoken)

    assert "đã có người dùng rồi" in said


async def test_who_was_let_out_does_not_come_back_by_the_same_invitation(here: VillageOf) -> None:
    invited = await here.invite()
    phone = await settled(here, "mot", invited)
    held = await phone.person()
    async with here.on.db.begin() as tx:
        role = next(each for each in held.person.holdings if each.role == "household")
        await people.end_role(tx, held.person.id, role, here.clock())

    await phone.say(invited.spoken)
    said = await phone.say("1")

    assert "đã có người dùng rồi" in said
    assert "household" not in await phone.holds()


# ---- wrong codes


async def test_a_slip_is_noticed_and_costs_no_try(here: VillageOf) -> None:
    invited, phone = await here.invite(), here.phone("moi")
    last = next(letter for letter in LETTERS if letter != invited.spoken[-1])

    said = [await phone.say(invited.spoken[:-1] + last) for _ in range(8)]
    right = await phone.say(invited.spoken)

    assert all("có chỗ gõ nhầm" in each for each in said)
    assert CONSENT not in said[0]
    assert QUESTION in right


async def test_what_does_not_exist_was_revoked_or_is_past_sounds_the_same(
    here: VillageOf,
) -> None:
    revoked, past = await here.invite(HOME), await here.invite(NEXT_DOOR)
    await here.revoke(revoked)
    never = wrong(revoked.spoken, past.spoken)[0]
    here.clock.pass_days(60)

    said = {await here.phone(code).say(code) for code in (never, revoked.spoken, past.spoken)}

    assert len(said) == 1
    assert "Mã này không dùng được" in said.pop()


async def test_after_five_wrong_codes_even_the_right_one_has_to_wait(here: VillageOf) -> None:
    invited, phone = await here.invite(), here.phone("do-mo")
    for code in wrong(invited.spoken)[:5]:
        await phone.say(code)

    early = await phone.say(invited.spoken)
    elsewhere = await here.phone("hang-xom").say(invited.spoken)
    here.clock.now += timedelta(minutes=15)
    later = await phone.say(invited.spoken)

    assert "Xin chờ 15 phút" in early
    assert QUESTION in elsewhere
    assert QUESTION in later


async def test_nobody_tries_all_codes_in_a_day_either(here: VillageOf) -> None:
    invited, phone = await here.invite(), here.phone("do-mo")
    for code in wrong(invited.spoken)[:20]:
        await phone.say(code)
        here.clock.now += timedelta(minutes=5)

    said = await phone.say(invited.spoken)

    assert "Xin chờ" in said


async def test_a_link_still_works_while_codes_have_to_wait(here: VillageOf) -> None:
    invited, phone = await here.invite(), here.phone("do-mo")
    for code in wrong(invited.spoken)[:6]:
        await phone.say(code)

    said = await phone.say(here.payload(invited))

    assert QUESTION in said


async def test_somebody_known_gets_his_menu_back_after_a_wrong_code(here: VillageOf) -> None:
    invited = await here.invite()
    phone = await settled(here, "mot", invited)

    said = await phone.say(wrong(invited.spoken)[0])

    assert "Mã này không dùng được" in said
    assert "1. Công dân học tập" in said


async def test_no_log_shows_a_link_or_a_code(
    here: VillageOf, caplog: pytest.LogCaptureFixture
) -> None:
    invited = await here.invite()

    with caplog.at_level(logging.DEBUG):
        phone = await settled(here, "mot", invited)
        await phone.say(here.payload(invited))

    assert here.payload(invited) not in caplog.text
    assert invited.spoken not in caplog.text
    assert "k" * 32 not in repr(here.office)
