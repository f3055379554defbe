"""What many were told, and what somebody was reminded of, when he is deleted or found again."""

from datetime import date

from sqlalchemy import insert, select, update

from flows import announcement, messages
from flows.announcement import Draft
from flows.audience import Audience
from flows.messages import Message
from flows.wording import words
from storage import announcements, evidence, forgetting, joining, mail, muting, people, tables
from storage.announcements import Sending
from storage.database import Database, Tx
from storage.mail import Recipient
from storage.moves import By
from tests import everywhere
from tests.storage.conftest import NOW
from tests.storage.test_forgetting import (
    BY,
    FORM,
    HEAD,
    HIM,
    KEY,
    NAME,
    OTHER,
    PHONE,
    forget,
    his_form,
    village,
)

__all__ = ["village"]  # the fixture of these stories


async def announce(tx: Tx, text: str, picture: str = "") -> int:
    """An officer announces this to everybody in the commune."""
    consents = update(tables.Person).values(consent="2026-1")
    await tx.execute(consents)
    number = await announcements.begin(tx, "MAU", text, picture, BY)
    one = await announcements.load(tx, number)
    draft = Draft(number, "xã Mẫu", text, picture, Audience())

    def compose(language: str, you: str) -> Message:
        return announcement.letter(words(language, you), draft)

    await announcements.send(tx, Sending(one, 2026, NOW, NOW), BY, compose)
    return number


async def reminded(tx: Tx, person_id: int, about: int | None = None) -> None:
    """This person waits for a reminder."""
    to, once = Recipient(person_id, "test", f"a{person_id}"), f"r:{person_id}:{about}"
    await mail.post(tx, to, [Message("Còn 3 câu.")], once=once, now=NOW, kind="notice", about=about)
    letter = select(tables.Letter.id).where(tables.Letter.once == f"{once}:0")
    row = {"plan": "p", "year": 2026, "step": "answer", "milestone": 7, "about": f"s{person_id}"}
    more = {"closes_on": date(2026, 12, 1), "made_at": NOW, "person_id": person_id}
    number = (await tx.execute(letter)).scalar_one()
    await tx.execute(insert(tables.Reminder).values(**row, **more, letter_id=number))


async def rows(db: Database, table: type[tables.Table]) -> list[dict[str, object]]:
    async with db.read() as tx:
        found = (await tx.execute(select(table.__table__))).mappings()
        return [dict(row) for row in found]


async def test_an_announcement_that_named_him_names_him_no_more_to_anybody(
    village: Database,
) -> None:
    async with village.begin() as tx:
        await announce(tx, f"Chúc mừng {NAME}, số máy {PHONE}.")
        await announce(tx, "Mai họp bản.")

    await forget(village)

    kept = {str(row["text"]) for row in await rows(village, tables.Announcement)}
    letters = await rows(village, tables.Letter)
    told = [messages.restore(row["message"]).text for row in letters]
    assert kept == {"Chúc mừng đã xóa, số máy đã xóa.", "Mai họp bản."}
    assert told.count("Xã Mẫu thông báo:\nChúc mừng đã xóa, số máy đã xóa.") == len(told) / 2
    assert await everywhere.found(village, NAME, PHONE) == []


async def test_an_announcement_shows_no_photo_that_was_his(village: Database) -> None:
    async with village.begin() as tx:
        await his_form(tx)
        await announce(tx, "Gia đình học tập của xã.", KEY)
        before = await evidence.unnamed(tx, [KEY])

    await forget(village)

    async with village.begin() as tx:
        assert (before, await evidence.unnamed(tx, [KEY])) == ([], [KEY])


async def test_a_draft_of_somebody_deleted_goes_and_what_he_sent_stays(village: Database) -> None:
    by = By(HIM, "staff", "test", NOW)
    async with village.begin() as tx:
        sent = await announce(tx, "Mai họp bản.")
        await tx.execute(update(tables.Announcement).values(made_by=HIM))
        await announcements.begin(tx, "MAU", "Còn viết dở", "", by)

    await forget(village)

    assert [row["id"] for row in await rows(village, tables.Announcement)] == [sent]


async def test_what_he_was_reminded_of_goes_with_him(village: Database) -> None:
    async with village.begin() as tx:
        await his_form(tx)
        await reminded(tx, HIM)
        await reminded(tx, HEAD, FORM)
        await reminded(tx, OTHER)

    await forget(village)

    assert [row["person_id"] for row in await rows(village, tables.Reminder)] == [OTHER]


async def test_a_deadline_in_the_words_of_staff_names_him_no_more(village: Database) -> None:
    own = {"place_code": "MAU", "what": f"gặp {NAME}", "receiver": PHONE}
    async with village.begin() as tx:
        await tx.execute(insert(tables.OwnDeadline).values(**own, added_at=NOW))

    await forget(village)

    (row,) = await rows(village, tables.OwnDeadline)
    assert (row["what"], row["receiver"]) == ("gặp đã xóa", "đã xóa")


async def test_nobody_remembers_that_he_wanted_no_announcements(village: Database) -> None:
    async with village.begin() as tx:
        await muting.mute(tx, HIM, NOW)

    await forget(village)

    (him,) = [row for row in await rows(village, tables.Person) if row["id"] == HIM]
    assert him["muted_at"] is None


async def test_what_is_on_its_way_is_not_swept_from_under_the_postman(village: Database) -> None:
    await forget(village)
    async with village.begin() as tx:
        to = Recipient(HIM, "test", "a1")
        await mail.post(tx, to, [Message("Đã xóa.")], once="last", now=NOW)
        await tx.execute(update(tables.Letter).values(state="sending"))

        swept = await forgetting.sweep(tx)

    assert swept == 0


async def test_whoever_is_found_on_the_roster_still_wants_no_announcements(
    village: Database,
) -> None:
    async with village.begin() as tx:
        newcomer = (await people.hold(tx, "test", "new")).person.id
        await muting.mute(tx, newcomer, NOW)
        await reminded(tx, newcomer)

        await joining.becomes(tx, newcomer, OTHER, NOW)

        assert await muting.muted(tx, OTHER)
    assert [row["person_id"] for row in await rows(village, tables.Reminder)] == [OTHER]


async def test_only_announcements_are_taken_back_when_somebody_wants_none(
    village: Database,
) -> None:
    async with village.begin() as tx:
        await announce(tx, "Mai họp bản.")
        to = Recipient(HEAD, "test", f"a{HEAD}")
        await mail.post(tx, to, [Message("Xã trả lại.")], once="n", now=NOW, kind="notice")

        first, again = await muting.mute(tx, HEAD, NOW), await muting.mute(tx, HEAD, NOW)

    kinds = [row["kind"] for row in await rows(village, tables.Letter) if row["person_id"] == HEAD]
    assert (first, again) == (True, False)
    assert kinds == ["notice"]
