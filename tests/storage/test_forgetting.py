"""What others wrote down about somebody who is deleted, and who is left as he was."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import insert, select, update

from flows import messages
from flows.messages import Choice, Enclosure, Message
from flows.rights import Holding
from storage import forgetting, mail, moves, people, selves, tables
from storage.database import Database, Tx
from storage.mail import Recipient
from storage.moves import By
from tests import everywhere
from tests.storage.conftest import NOW

NAME, PHONE = "Lò Văn Thử", "0912000111"
HIM, HEAD, OTHER = 1, 2, 3
BY = By(9, "staff", "test", NOW)


@pytest.fixture
async def village(db: Database) -> AsyncIterator[Database]:
    """A village with him, its head, somebody else, and an officer of the commune."""
    places = (("MAU", "xã Mẫu", "commune", None), ("MAU01", "Bản Mẫu", "village", "MAU"))
    names = {HIM: NAME, HEAD: "Tẩn A Mẫu", OTHER: "Vàng Thị Mẫu", 9: "Hoàng Thị Mẫu"}
    async with db.begin() as tx:
        for code, name, kind, above in places:
            row = {"code": code, "name": name, "kind": kind, "parent_code": above}
            await tx.execute(insert(tables.Place).values(**row))
        for number, name in names.items():
            row = {"id": number, "name": name, "place_code": "MAU01"}
            await tx.execute(insert(tables.Person).values(**row))
            account = {"channel": "test", "address": f"a{number}", "person_id": number}
            await tx.execute(insert(tables.Account).values(**account))
        await tx.execute(update(tables.Person).where(tables.Person.id == HIM).values(phone=PHONE))
        await people.give_role(tx, HEAD, Holding("village_head", place_code="MAU01"), NOW)
        await people.give_role(tx, 9, Holding("staff", place_code="MAU"), NOW)
    yield db


async def told(tx: Tx, person_id: int, *texts: str) -> None:
    """This person was told these texts, each with a line of a menu."""
    for number, text in enumerate(texts):
        said = Message(text, choices=(Choice(1, text, press=f"o.{number}.family"),))
        to = Recipient(person_id, "test", f"a{person_id}")
        await mail.post(tx, to, [said], once=f"t:{person_id}:{number}", now=NOW)


async def read(db: Database, person_id: int) -> list[str]:
    query = select(tables.Letter.message).where(tables.Letter.person_id == person_id)
    async with db.read() as tx:
        rows = (await tx.execute(query.order_by(tables.Letter.id))).scalars()
        return [messages.restore(row).text for row in rows]


FORM = 7
KEY = f"{'ab' * 32}.jpg"
WORDS = "Nhà nuôi thêm ba con trâu, bán được giá"


async def his_form(tx: Tx) -> None:
    """He alone answers for a household, whose form waits with his words and a photo of his."""
    pack = {"id": 1, "code": "c", "version": "1", "title": "family", "file_name": "c.md"}
    await tx.execute(insert(tables.Pack).values(**pack, workbook=b"", published_at=NOW))
    subject = {"id": 5, "kind": "household", "code": "MAU01-07", "name": "Hộ 07", "phone": PHONE}
    await tx.execute(insert(tables.Subject).values(**subject, place_code="MAU01"))
    await people.give_role(tx, HIM, Holding("household", 5), NOW)
    form = {"id": FORM, "subject_id": 5, "title": "family", "year": 2026, "pack_id": 1}
    at = {"state": "not_passed", "opened_at": NOW, "opened_by": HIM, "respondent": NAME}
    await tx.execute(insert(tables.Assessment).values(**form, **at))
    answer = {"assessment_id": FORM, "ref": "/f/a", "value": WORDS, "typist_id": HIM}
    await tx.execute(insert(tables.Answer).values(**answer, channel="test", answered_at=NOW))
    photo = {"assessment_id": FORM, "ref": "/f/b", "key": KEY, "kind": "photo", "size": 1}
    await tx.execute(insert(tables.Evidence).values(**photo, sent_by=HIM, sent_at=NOW))


async def forget(db: Database) -> bool:
    async with db.begin() as tx:
        return await forgetting.forget(tx, HIM, BY)


async def test_his_name_and_number_leave_the_letters_of_heads_and_staff(
    village: Database,
) -> None:
    async with village.begin() as tx:
        await told(tx, HEAD, f"Còn 6 hộ: 1. {NAME} (chưa mở)", "Họp thứ Bảy")
        await told(tx, 9, f"Xin gọi {PHONE} ({NAME}).")

    await forget(village)

    assert await read(village, HEAD) == ["Còn 6 hộ: 1. đã xóa (chưa mở)", "Họp thứ Bảy"]
    assert await read(village, 9) == ["Xin gọi đã xóa (đã xóa)."]
    assert await everywhere.found(village, NAME, PHONE) == []


async def test_a_longer_name_that_begins_like_his_stays(village: Database) -> None:
    async with village.begin() as tx:
        await told(tx, HEAD, f"{NAME}ng và {NAME}", f"máy {PHONE}5")

    await forget(village)

    assert await read(village, HEAD) == [f"{NAME}ng và đã xóa", f"máy {PHONE}5"]


async def test_what_quotes_his_words_or_shows_his_photo_is_emptied(village: Database) -> None:
    letters = (
        Message(f"Đã ghi câu 3: {WORDS}"),
        Message("Câu 4", enclosed=(Enclosure("picture", f"e:{KEY}"),)),
        Message("Câu 5", choices=(Choice(1, "Có", press=f"q.{FORM}-1.2.0"),)),
        Message("Câu 5", choices=(Choice(1, "Có", press=f"q.{FORM}1-1.2.0"),)),
    )
    async with village.begin() as tx:
        await his_form(tx)
        for number, said in enumerate(letters):
            to = Recipient(HEAD, "test", f"a{HEAD}")
            await mail.post(tx, to, [said], once=f"l{number}", now=NOW)

    await forget(village)

    assert await read(village, HEAD) == ["(đã xóa)"] * 3 + ["Câu 5"]
    assert await everywhere.found(village, WORDS, KEY) == []


async def test_what_was_going_to_be_said_about_his_form_is_not_said(village: Database) -> None:
    async with village.begin() as tx:
        await his_form(tx)
        to = Recipient(OTHER, "test", f"a{OTHER}")
        said = [Message("Phiếu Hộ 07 được bản thông qua.")]
        await mail.post(tx, to, said, once="n", now=NOW, kind="notice", about=FORM)

    await forget(village)

    assert await read(village, OTHER) == []


async def test_a_namesake_at_work_keeps_what_he_was_told_about_himself(village: Database) -> None:
    async with village.begin() as tx:
        head = update(tables.Person).where(tables.Person.id == HEAD)
        await tx.execute(head.values(name=NAME))
        await told(tx, HEAD, f"Chào {NAME}")

    await forget(village)

    assert await read(village, HEAD) == [f"Chào {NAME}"]


async def test_reasons_others_gave_go_and_which_meeting_it_was_stays(village: Database) -> None:
    meeting = {"id": 1, "place_code": "MAU01", "year": 2026, "state": "closed", "token": "t"}
    by = By(HEAD, "village_head", "test", NOW)
    async with village.begin() as tx:
        await his_form(tx)
        await tx.execute(insert(tables.Meeting).values(**meeting, opened_at=NOW, opened_by=HEAD))
        vote = {"meeting_id": 1, "assessment_id": FORM, "revision": 0, "passed": False}
        await tx.execute(insert(tables.Vote).values(**vote, reason="Con ông ấy bỏ học"))
        await moves.note(tx, FORM, "pass", "passed", by, "meeting:1")
        await moves.note(tx, FORM, "fail", "not_passed", by, "Con ông ấy bỏ học")

    await forget(village)

    async with village.read() as tx:
        query = select(tables.Move.name, tables.Move.reason).order_by(tables.Move.id)
        steps = [tuple(row) for row in await tx.execute(query)]
    assert steps == [("pass", "meeting:1"), ("fail", ""), ("withdraw", "")]
    assert await everywhere.found(village, "bỏ học", PHONE) == []


async def test_nobody_has_his_form_in_hand_any_more(village: Database) -> None:
    async with village.begin() as tx:
        await his_form(tx)
        await people.take_up(tx, HEAD, FORM)

    await forget(village)

    async with village.begin() as tx:
        held = await people.hold(tx, "test", f"a{HEAD}")
    assert held.assessment_id is None


async def test_somebody_who_has_nothing_to_do_with_him_keeps_every_letter(
    village: Database,
) -> None:
    async with village.begin() as tx:
        await told(tx, OTHER, f"Bác muốn chọn {NAME}?")

    await forget(village)

    assert await read(village, OTHER) == [f"Bác muốn chọn {NAME}?"]


async def test_a_name_with_a_quotation_mark_is_found_all_the_same(village: Database) -> None:
    odd = 'Lò "Tý" 100% \\ Văn_Thử'
    async with village.begin() as tx:
        await tx.execute(update(tables.Person).where(tables.Person.id == HIM).values(name=odd))
        await told(tx, HEAD, f"Hộ của {odd}")

    await forget(village)

    assert await read(village, HEAD) == ["Hộ của đã xóa"]


async def test_the_menu_somebody_was_shown_last_names_him_no_more(village: Database) -> None:
    asking = f'[{{"label":"{NAME}","press":"o.7.family","note":""}}]'
    async with village.begin() as tx:
        await tx.execute(
            update(tables.Person).where(tables.Person.id == HEAD).values(asking=asking)
        )

    await forget(village)

    async with village.begin() as tx:
        (line,) = (await people.hold(tx, "test", f"a{HEAD}")).person.asking
    assert (line.label, line.press) == ("đã xóa", "o.7.family")


async def test_the_books_of_the_village_name_him_no_more(village: Database) -> None:
    meeting = {"id": 1, "place_code": "MAU01", "year": 2026, "state": "posted", "token": "t"}
    at = {"opened_at": NOW, "opened_by": HEAD, "secretary": NAME}
    remark = {"meeting_id": 1, "text": f"Nhà {NAME} học tốt", "contact": PHONE, "source": "x"}
    async with village.begin() as tx:
        await tx.execute(insert(tables.Meeting).values(**meeting, **at))
        await tx.execute(insert(tables.Remark).values(**remark, said_at=NOW))

    await forget(village)

    assert await everywhere.found(village, NAME, PHONE) == []
    assert len(await everywhere.found(village, "Nhà đã xóa học tốt")) == 1


async def test_only_the_last_words_to_the_deleted_are_swept_and_not_before_they_left(
    village: Database,
) -> None:
    await forget(village)
    async with village.begin() as tx:
        await told(tx, HIM, "Đã xóa.")
        await told(tx, HEAD, "Họp thứ Bảy")
        (letter,) = [one for one in await mail.waiting(tx, NOW, 9) if one.address == "a1"]

        before = await forgetting.sweep(tx)
        await mail.mark_sent(tx, letter, NOW)
        after = await forgetting.sweep(tx)

    assert (before, after) == (0, 1)
    assert await read(village, HEAD) == ["Họp thứ Bảy"]


async def test_nobody_is_forgotten_twice_and_nobody_who_never_was(village: Database) -> None:
    first, again = await forget(village), await forget(village)
    async with village.begin() as tx:
        never = await forgetting.forget(tx, 99, BY)

    assert (first, again, never) == (True, False, False)


async def test_a_second_deletion_does_not_touch_the_first(village: Database) -> None:
    await forget(village)
    async with village.begin() as tx:
        found = await selves.find(tx, OTHER)

    assert found.ids == (OTHER,)


async def test_an_invitation_of_his_own_lets_nobody_in_any_more(village: Database) -> None:
    paper = {"role": "staff", "person_id": HIM, "spoken": "4827-KX", "uses_left": 1}
    async with village.begin() as tx:
        await tx.execute(insert(tables.Invitation).values(**paper, issued_at=NOW, expires_at=NOW))

    await forget(village)

    async with village.read() as tx:
        assert (await tx.execute(select(tables.Invitation.revoked_at))).scalar_one() == NOW


async def test_a_form_he_was_looking_at_is_free_for_others(village: Database) -> None:
    async with village.begin() as tx:
        pack = {"id": 1, "code": "c", "version": "1", "title": "citizen", "file_name": "c.md"}
        await tx.execute(insert(tables.Pack).values(**pack, workbook=b"", published_at=NOW))
        subject = {"id": 5, "kind": "citizen", "code": "p5", "name": "Vàng Thị Mẫu"}
        await tx.execute(insert(tables.Subject).values(**subject))
        form = {"id": 4, "subject_id": 5, "title": "citizen", "year": 2026, "pack_id": 1}
        held = {"state": "handed_over", "opened_at": NOW, "opened_by": OTHER, "held_by": HIM}
        await tx.execute(insert(tables.Assessment).values(**form, **held, held_until=NOW))

    await forget(village)

    async with village.read() as tx:
        held = await tx.execute(select(tables.Assessment.held_by, tables.Assessment.state))
        assert held.one() == (None, "handed_over")
