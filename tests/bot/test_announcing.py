"""Staff tell many at once: written, counted, looked at, confirmed, sent once, and stopped."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.channel import Upload
from bot.enclosures import Enclosures
from flows import messages
from flows.messages import Message
from scheduler import jobs
from storage import announcements, mail, people, tables
from storage.database import connect
from tests.desks import Commune, Someone, commune
from tests.stage import Clock, Stage, heard, jpeg

WORDS = "Tối thứ Sáu, 19 giờ, các bản họp bình xét. Mời bà con đến đủ."
LETTER = f"Xã Bình Lư (dữ liệu mẫu) thông báo:\n{WORDS}"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Commune]:
    async with commune(tmp_path) as opened:
        yield opened


async def writes(officer: Someone, text: str = WORDS) -> str:
    """She opens the page and types the words; the draft as she sees it."""
    await officer.press("tb.n")
    return await officer.say(text)


async def sends(officer: Someone, count: int) -> str:
    """She looks at the letter and types the count."""
    await officer.choose("Xem trước")
    return await officer.say(str(count))


async def drafts(here: Commune) -> list[tuple[str, str]]:
    """(words, picture) of what is not sent yet."""
    found = await here.rows(tables.Announcement)
    return [(str(row["text"]), str(row["picture"])) for row in found if row["sent_at"] is None]


async def letters(here: Commune) -> list[int]:
    """To whom an announcement was promised."""
    found = await here.rows(tables.Letter)
    return sorted(int(str(row["person_id"])) for row in found if row["kind"] == "announcement")


async def village(here: Commune) -> list[Someone]:
    """Three households in two villages, and a head who has a household too."""
    homes = [await here.household(code) for code in ("MAU01-07", "MAU01-08", "MAU02-03")]
    head = await here.someone("Tẩn A Mẫu", "village_head", "MAU01", "MAU01-01")
    return [*homes, head]


# ---- writing


async def test_what_is_typed_is_shown_back_with_how_many_get_it(here: Commune) -> None:
    officer = await here.staff()
    await village(here)
    await officer.say("menu")
    for line in ("Bàn làm việc", "Thông báo cho bà con", "Viết thông báo mới"):
        await officer.choose(line)

    told = await officer.say(WORDS)

    assert f"“{WORDS}”\nSẽ gửi cho 5 người.\nChưa có ai vào nhận tin: 56 hộ." in told


@pytest.mark.parametrize("text", ["", "..", "7", "👍"])
async def test_what_says_nothing_is_no_announcement(here: Commune, text: str) -> None:
    officer = await here.staff()
    await officer.press("tb.n")

    told = await officer.say(text)

    assert "Xin bác gõ lời thông báo" in told or "Bác gõ" in told
    assert await drafts(here) == []


async def test_six_hundred_letters_are_taken_and_one_more_is_not(here: Commune) -> None:
    officer = await here.staff()

    too_long = await writes(officer, "a" * 601)
    taken = await writes(officer, "a" * 600)

    assert "Lời dài 601 chữ cái, nhiều nhất là 600." in too_long
    assert "Thông báo chưa gửi" in taken
    assert [len(text) for text, _ in await drafts(here)] == [600]


async def test_a_half_written_one_survives_a_restart(tmp_path: Path) -> None:
    async with commune(tmp_path) as before:
        officer = await before.staff()
        await writes(officer)
        await officer.choose("Theo bản")
        await officer.choose("Bản Nà Khum")
    async with connect(f"sqlite+aiosqlite:///{tmp_path / 'story.sqlite3'}") as db:
        on = Stage(db, replace(before.on.conversation, db=db))
        officer = Someone(on, officer.id, officer.address)
        root = await officer.press("tb")

        told = await officer.choose("Viết tiếp bản đang dở")

    assert "Viết thông báo mới" not in root
    assert WORDS in told
    assert "Theo bản (Bản Nà Khum)" in told


async def test_the_words_can_be_changed_until_they_are_sent(here: Commune) -> None:
    officer = await here.staff()
    await writes(officer)
    await officer.choose("Sửa lời")

    told = await officer.say("Họp chuyển sang thứ Bảy.\nMời bà con.")

    assert "“Họp chuyển sang thứ Bảy. Mời bà con.”" in told
    assert await drafts(here) == [("Họp chuyển sang thứ Bảy.\nMời bà con.", "")]


async def test_a_draft_is_thrown_away_only_when_that_is_meant(here: Commune) -> None:
    officer = await here.staff()
    await writes(officer)
    await officer.choose("Bỏ bản này")
    await officer.choose("Về bản đang viết")
    kept = await drafts(here)
    await officer.choose("Bỏ bản này")

    told = await officer.choose("Bỏ hẳn")

    assert kept == [(WORDS, "")]
    assert "Đã bỏ bản đang viết." in told
    assert await drafts(here) == []


async def test_what_was_never_finished_is_cleaned_away_after_a_month(here: Commune) -> None:
    officer = await here.staff()
    await writes(officer)
    folder, now = here.on.conversation.folder, here.clock()

    await jobs.clean(here.on.db, folder, now + timedelta(days=29))
    kept = await drafts(here)
    await jobs.clean(here.on.db, folder, now + timedelta(days=31))

    assert kept == [(WORDS, "")]
    assert await drafts(here) == []


# ---- a picture


async def test_a_picture_goes_along_and_is_fetched_by_its_number(here: Commune) -> None:
    officer, (first, *_) = await here.staff(), await village(here)
    await writes(officer)
    await officer.choose("Kèm ảnh")
    told = await officer.photo("red")
    await sends(officer, 5)

    (letter,) = await announced(first)
    brought = await Enclosures(here.on.db, here.on.conversation.office).bring(
        letter.enclosed[0].key
    )

    assert "📷 Có kèm ảnh." in told
    assert brought is not None
    assert brought.kind == "image/jpeg"


async def test_a_photo_with_its_words_is_a_draft_at_once(here: Commune) -> None:
    officer = await here.staff()
    await officer.press("tb.n")

    told = await photo(officer, WORDS)

    assert WORDS in told
    assert "📷 Có kèm ảnh." in told


async def test_a_photo_without_words_waits_for_them(here: Commune) -> None:
    officer = await here.staff()
    await officer.press("tb.n")
    asked = await officer.photo("red")

    told = await officer.say(WORDS)

    assert "Xin bác gõ lời thông báo" in asked
    assert "📷 Có kèm ảnh." in told


@pytest.mark.parametrize("reply", ["chưa có", "7", "👍"])
async def test_where_a_picture_is_asked_for_words_are_none(here: Commune, reply: str) -> None:
    officer = await here.staff()
    await writes(officer)
    await officer.choose("Kèm ảnh")

    told = await officer.say(reply)

    assert "Ở đây chỉ kèm được ảnh" in told
    assert "Xin gửi một ảnh" in told


async def test_a_picture_is_kept_while_it_is_named_and_cleaned_after(here: Commune) -> None:
    officer = await here.staff()
    await writes(officer)
    await officer.choose("Kèm ảnh")
    await officer.photo("red")
    folder = here.on.conversation.folder
    (_, key), *_ = await drafts(here)
    later = datetime.now(UTC) + timedelta(days=2)  # noqa: TID251 - as old as the file is

    await jobs.clean(here.on.db, folder, later)
    kept = folder.open(key).is_file()
    await officer.choose("Bỏ ảnh")
    await jobs.clean(here.on.db, folder, later)

    assert kept
    with pytest.raises(LookupError):
        folder.open(key)


# ---- for whom


async def test_one_or_several_lines_say_for_whom_and_one_tap_takes_one_away(
    here: Commune,
) -> None:
    officer = await here.staff()
    await writes(officer)
    await officer.choose("Gửi cho ai")

    several = await officer.say("1 3")
    one_less = await officer.choose("✅ Hộ gia đình")
    everybody = await officer.choose("Tất cả")

    assert "Đang chọn: Hộ gia đình, Trưởng bản." in several
    assert "Đang chọn: Trưởng bản." in one_less
    assert "Gửi cho ai (tất cả)" in everybody


async def test_the_same_tap_twice_chooses_once(here: Commune) -> None:
    officer = await here.staff()
    await writes(officer)
    await officer.choose("Theo bản")
    tap = await officer.line("Bản Nà Đon")

    await officer.press(tap)
    told = await officer.press(tap)

    assert "✅ Bản Nà Đon" in told


@pytest.mark.parametrize("reply", ["9 9", "1 4 77", "bản nào", "1; drop", "👍"])
async def test_what_names_no_line_changes_nothing(here: Commune, reply: str) -> None:
    officer = await here.staff()
    await writes(officer)
    await officer.choose("Theo bản")

    told = await officer.say(reply)

    assert "Đang chọn: tất cả." in told


async def test_villages_may_be_called_by_their_names(here: Commune) -> None:
    officer = await here.staff()
    await village(here)
    await writes(officer)
    await officer.choose("Theo bản")
    await officer.say("na don, Tả Hồ")

    told = await officer.choose("Xong")

    assert "Theo bản (Bản Nà Đon, Bản Tả Hồ)" in told
    assert "Sẽ gửi cho 3 người." in told


async def test_who_has_not_handed_in_is_found_by_state(here: Commune) -> None:
    officer, (first, *_) = await here.staff(), await village(here)
    await here.hands_in(first)
    await writes(officer)
    for line in ("Theo danh hiệu", "Gia đình học tập", "Xong", "Theo phiếu", "Chưa làm"):
        await officer.choose(line)

    told = await officer.choose("Xong")

    assert "Sẽ gửi cho 3 người." in told


# ---- sending


async def announced(who: Someone) -> list[Message]:
    """The announcements this address was told."""
    letter = tables.Letter
    query = select(letter.message).where(letter.address == who.address)
    async with who.on.db.read() as tx:
        found = await tx.execute(query.where(letter.kind == "announcement"))
        return [messages.restore(row) for row in found.scalars()]


async def photo(who: Someone, text: str) -> str:
    """A photo with words under it, as one message."""
    return heard(await who.hear(text, uploads=(Upload("photo", jpeg("red"), "anh.jpg"),)))


async def test_people_read_just_what_the_preview_showed(here: Commune) -> None:
    officer, (first, *_) = await here.staff(), await village(here)
    await writes(officer)
    preview = await officer.choose("Xem trước")

    await officer.say("5")

    (letter,) = await announced(first)
    assert letter.text == LETTER
    assert f"{letter.text}\n\n· {letter.choices[0].label}" in preview


async def test_everybody_gets_it_once_however_many_roles_he_has(here: Commune) -> None:
    officer, people_there = await here.staff(), await village(here)
    await writes(officer)

    told = await sends(officer, 5)

    assert "Đã ghi. Thông báo đi lần lượt" in told
    assert "· Đang chờ: 5" in told
    assert await letters(here) == sorted([officer.id, *(one.id for one in people_there)])


async def test_it_goes_where_somebody_was_met_last(here: Commune) -> None:
    officer, (first, *_) = await here.staff(), await village(here)
    async with here.on.db.begin() as tx:
        await tx.execute(
            tables.Account.__table__.insert().values(
                channel="test", address="new", person_id=first.id
            )
        )
        await people.meet_here(tx, "test", "new", here.clock())
    await writes(officer)

    await sends(officer, 5)

    assert await announced(first) == []
    assert len(await announced(Someone(here.on, first.id, "new"))) == 1


@pytest.mark.parametrize("reply", ["gửi đi", "có", "4", "55", "5 5", "-5", "👍"])
async def test_only_the_very_count_sends(here: Commune, reply: str) -> None:
    officer = await here.staff()
    await village(here)
    await writes(officer)

    await officer.choose("Xem trước")
    await officer.say(reply)

    assert await letters(here) == []
    assert await drafts(here) == [(WORDS, "")]


@pytest.mark.parametrize("reply", ["0", "thôi", "Thôi ạ", "không"])
async def test_nothing_is_sent_when_it_is_left(here: Commune, reply: str) -> None:
    officer = await here.staff()
    await village(here)
    await writes(officer)
    await officer.choose("Xem trước")

    told = await officer.say(reply)

    assert told.startswith("Thông báo chưa gửi:")
    assert await letters(here) == []


async def test_a_count_that_changed_meanwhile_is_shown_anew(here: Commune) -> None:
    officer = await here.staff()
    await village(here)
    await writes(officer)
    await officer.choose("Xem trước")
    await here.household("MAU02-04")

    told = await officer.say("5")
    sent = await officer.say("6")

    assert told.startswith("Chưa gửi: số người nhận vừa thay đổi")
    assert "Gõ 6 để gửi" in told
    assert "· Đang chờ: 6" in sent


async def test_a_confirmation_heard_twice_sends_once(here: Commune) -> None:
    officer = await here.staff()
    await village(here)
    await writes(officer)
    await officer.choose("Xem trước")
    number = (await here.rows(tables.Announcement))[0]["id"]

    await officer.say("5")
    again = await officer.say("5")
    late = await officer.press(f"tb.y.{number}.5")
    changed = await officer.press(f"tb.t.{number}")

    assert "Không có dòng 5" in again
    assert "Thông báo này đã gửi rồi" in late
    assert "Thông báo này đã gửi rồi" in changed
    assert len(await letters(here)) == 5


async def test_a_crash_while_it_is_sent_leaves_a_draft_and_no_letter(
    here: Commune, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = await here.staff()
    await village(here)
    await writes(officer)
    await officer.choose("Xem trước")
    promise = announcements._promise

    async def breaks(*given: object) -> int:
        assert await promise(*given) == 5
        raise ConnectionError("the power is gone")

    with monkeypatch.context() as broken:
        broken.setattr(announcements, "_promise", breaks)
        with pytest.raises(ConnectionError):
            await officer.say("5")
    left, begun = await letters(here), await drafts(here)
    told = await officer.say("5")

    assert (left, begun) == ([], [(WORDS, "")])
    assert "· Đang chờ: 5" in told
    assert len(await letters(here)) == 5


async def test_two_staff_at_once_send_each_their_own(here: Commune) -> None:
    lan, mai = await here.staff("Lan Mẫu"), await here.staff("Mai Mẫu")
    await writes(lan, "Lan báo họp bản.")
    await writes(mai, "Mai báo họp xã.")
    for officer in (lan, mai):
        await officer.choose("Xem trước")

    await asyncio.gather(lan.say("2"), mai.say("2"))

    assert len(await letters(here)) == 4
    assert await here.rows(tables.Announcement) != []
    assert await drafts(here) == []


async def test_nobody_goes_on_with_the_draft_of_another(here: Commune) -> None:
    lan, mai = await here.staff("Lan Mẫu"), await here.staff("Mai Mẫu")
    await writes(lan)
    presses = [press for _, press in await lan.lines() if press != "tb"]

    told = [await mai.press(press) for press in presses]

    assert all(WORDS not in text for text in told)
    assert await drafts(here) == [(WORDS, "")]


async def test_at_night_it_waits_for_the_morning(tmp_path: Path) -> None:
    night = Clock(datetime(2026, 11, 24, 15, tzinfo=UTC))  # ten in the evening
    async with commune(tmp_path, night) as here:
        officer = await here.staff()
        await writes(officer)

        told = await officer.choose("Xem trước")
        await officer.say("1")
        (row,) = [one for one in await here.rows(tables.Letter) if one["kind"] == "announcement"]

    morning = datetime(2026, 11, 25, 0, tzinfo=UTC)
    assert "⏳ Tin sẽ đi từ 07:00 thứ Tư 25/11." in told
    assert row["not_before"] == morning
    assert row["expires_at"] == morning + timedelta(days=7)
    assert row["rank"] == 3


# ---- afterwards


async def leave(here: Commune, count: int, state: str = "sent") -> None:
    """So many of the letters that wait come to this end."""
    waiting = [
        row["id"]
        for row in await here.rows(tables.Letter)
        if row["kind"] == "announcement" and row["state"] == "queued"
    ]
    async with here.on.db.begin() as tx:
        some = tables.Letter.id.in_(waiting[:count])
        sent_at = here.clock() if state == "sent" else None
        await tx.execute(update(tables.Letter).where(some).values(state=state, sent_at=sent_at))


async def test_the_page_tells_what_became_of_each_letter(here: Commune) -> None:
    officer = await here.staff()
    await village(here)
    await here.household("MAU02-04")
    await writes(officer)
    await sends(officer, 6)
    for state in ("sent", "sent", "unknown", "failed", "expired"):
        await leave(here, 1, state)
    async with here.on.db.begin() as tx:
        await tx.execute(
            update(tables.Letter)
            .where(tables.Letter.kind == "announcement", tables.Letter.state == "sent")
            .where(tables.Letter.person_id != officer.id)
            .values(read_at=here.clock())
        )

    told = await officer.choose("Xem số mới")

    assert "· Đã gửi: 2, đã đọc: 2" in told  # she reads hers by speaking
    for line in ("Đang chờ: 1", "Không rõ đến hay chưa: 1", "Không liên lạc được: 1"):
        assert f"· {line}" in told
    assert "· Quá hạn, không gửi: 1" in told


async def test_a_letter_of_unknown_fate_that_was_read_has_arrived(here: Commune) -> None:
    officer = await here.staff()
    await village(here)
    await writes(officer)
    await sends(officer, 5)
    await leave(here, 2, "unknown")
    async with here.on.db.begin() as tx:
        unknown = update(tables.Letter).where(tables.Letter.state == "unknown")
        await tx.execute(unknown.values(read_at=here.clock()))

    told = await officer.choose("Xem số mới")

    assert "· Đã gửi: 2, đã đọc: 2" in told
    assert "Không rõ đến hay chưa" not in told


async def test_what_waits_is_stopped_at_once_and_only_once(here: Commune) -> None:
    officer = await here.staff()
    await village(here)
    await writes(officer)
    await sends(officer, 5)
    await leave(here, 2)
    await officer.choose("Dừng gửi")
    stop = await officer.line("Dừng ngay")

    told = await officer.press(stop)
    again = await officer.press(stop)

    assert "Đã dừng. 3 tin chưa đi, nay không gửi nữa." in told
    assert "· Đã gửi: 2" in told
    assert "· Không gửi nữa: 3" in told
    assert "Đã dừng lúc 09:00 thứ Ba 24/11." in told
    assert "không còn gì để dừng" in again
    assert len(await letters(here)) == 2


async def test_the_count_typed_twice_stops_nothing(here: Commune) -> None:
    officer = await here.staff()
    await writes(officer)
    await sends(officer, 1)

    await officer.say("1")

    assert len(await letters(here)) == 1


async def test_another_officer_of_the_commune_sees_and_stops_it(here: Commune) -> None:
    lan, mai = await here.staff("Lan Mẫu"), await here.staff("Mai Mẫu")
    await writes(lan)
    await sends(lan, 2)
    listed = await mai.press("tb")
    await mai.choose("24/11 · Tối thứ Sáu")
    await mai.choose("Dừng gửi")

    told = await mai.choose("Dừng ngay")

    assert "(2 người, còn 2 người)" in listed
    assert "Đã dừng. 2 tin chưa đi" in told
    assert (await here.rows(tables.Announcement))[0]["stopped_by"] == mai.id


async def test_the_newest_leads_the_list_and_eight_fit_a_page(here: Commune) -> None:
    officer = await here.staff()
    for number in range(1, 11):
        await writes(officer, f"Thông báo số {number}")
        await sends(officer, 1)
        here.clock.now += timedelta(minutes=1)

    first = await officer.press("tb")
    second = await officer.choose("Xem thêm")

    numbers = [line.split("số ")[1].split()[0] for line in first.splitlines() if "số " in line]
    assert numbers == [str(number) for number in range(10, 2, -1)]
    assert "Thông báo số 2" in second
    assert "Thông báo số 1 " in second


# ---- who gets none, and who may not


async def test_nobody_of_another_commune_hears_it(here: Commune) -> None:
    officer = await here.staff()
    async with here.on.db.begin() as tx:
        for code, kind, above in (("KHAC", "commune", None), ("KHAC01", "village", "KHAC")):
            row = {"code": code, "name": f"{code} (mẫu)", "kind": kind, "parent_code": above}
            await tx.execute(tables.Place.__table__.insert().values(**row))
    await here.someone("Người Khác Mẫu", "citizen", "KHAC01")
    there = await here.someone("Cán Bộ Khác Mẫu", "staff", "KHAC")
    await writes(officer)
    draft = (await here.rows(tables.Announcement))[0]["id"]
    forged = await officer.press(f"tb.g.{draft}.v.0.KHAC01")
    await officer.press(f"tb.h.{draft}")
    await sends(officer, 1)

    seen = [await there.press(f"tb.{what}.{draft}") for what in ("s", "w", "z", "e")]

    assert WORDS not in forged
    assert await letters(here) == [officer.id]
    assert all(WORDS not in text for text in seen)
    assert (await here.rows(tables.Announcement))[0]["stopped_at"] is None


@pytest.mark.parametrize("press", ["tb", "tb.n", "tb.l.0", "tb.s.1", "tb.e.1", "tb.y.1.1"])
async def test_a_village_head_may_not_announce(here: Commune, press: str) -> None:
    officer = await here.staff()
    head = await here.someone("Tẩn A Mẫu", "village_head", "MAU01", "MAU01-01")
    await writes(officer)
    await sends(officer, 2)

    told = await head.press(press)
    nowhere = await head.press("tb.s.999")

    assert told == nowhere
    assert WORDS not in told
    assert (await here.rows(tables.Announcement))[0]["stopped_at"] is None


@pytest.mark.parametrize("press", ["tb.", "tb.l.x", "tb.s.99", "tb.a.1.z.0", "tb.q.1", "tb.m.1.v"])
async def test_a_press_nobody_made_is_refused_kindly(here: Commune, press: str) -> None:
    officer = await here.staff()
    await writes(officer)

    told = await officer.press(press)

    assert told
    assert await drafts(here) == [(WORDS, "")]


async def test_who_withdraws_his_consent_gets_none_also_of_what_waits(here: Commune) -> None:
    officer, (first, second, *_) = await here.staff(), await village(here)
    await second.say("dữ liệu của tôi")
    for line in ("Rút lại lời đồng ý", "Rút lại"):
        await second.choose(line)
    await writes(officer)
    told = await sends(officer, 4)

    await first.say("dữ liệu của tôi")
    for line in ("Rút lại lời đồng ý", "Rút lại"):
        await first.choose(line)

    assert "· Đang chờ: 4" in told
    assert first.id not in await letters(here)
    assert second.id not in await letters(here)


async def test_who_cannot_be_reached_is_counted_apart(here: Commune) -> None:
    officer, (first, *_) = await here.staff(), await village(here)
    async with here.on.db.begin() as tx:
        await mail.unreachable(tx, "test", first.address, here.clock())

    told = await writes(officer)

    assert "Sẽ gửi cho 4 người.\n1 người không còn nhắn tin tới được." in told


async def test_where_nobody_gets_it_there_is_nothing_to_confirm(here: Commune) -> None:
    officer = await here.staff()
    await writes(officer)
    await officer.choose("Gửi cho ai")
    await officer.choose("Trưởng dòng họ")
    await officer.choose("Xong")

    told = await officer.choose("Xem trước")

    assert "Chưa có ai nhận được" in told
    assert "để gửi" not in told


# ---- wanting none


async def test_who_wants_none_says_so_with_one_tap_and_is_left_out(here: Commune) -> None:
    officer, (first, *_) = await here.staff(), await village(here)
    await writes(officer)
    await sends(officer, 5)
    (letter,) = await announced(first)

    told = await first.press(letter.choices[0].press)
    counted = await writes(officer, "Lần sau.")

    assert told.startswith("Đã tắt thông báo của xã.")
    assert await announced(first) == []  # it had not left yet
    assert "Sẽ gửi cho 4 người.\n1 người không nhận thông báo." in counted


@pytest.mark.parametrize("words", ["tắt thông báo", "TAT THONG BAO", "không nhận thông báo nữa"])
async def test_what_was_turned_off_by_typing_is_turned_on_again(here: Commune, words: str) -> None:
    officer, (first, *_) = await here.staff(), await village(here)
    await first.say(words)
    off = await writes(officer)

    await first.say("bật thông báo")

    assert "Sẽ gửi cho 4 người." in off
    assert "Sẽ gửi cho 5 người." in await officer.press("tb.h.1")


async def test_a_question_under_way_is_asked_again_after_it(here: Commune) -> None:
    first = await here.household("MAU01-07")
    await first.say("menu")
    question = await first.choose("Gia đình")

    told = await first.say("tắt thông báo")
    went_on = await first.say("4")

    assert told.startswith("Đã tắt thông báo của xã.")
    assert question.splitlines()[-1] in told
    assert "✅ Đã ghi" in went_on


async def test_a_menu_under_way_still_awaits_its_choice(here: Commune) -> None:
    first = await here.household("MAU01-07")
    await first.say("menu")
    lines = await first.lines()

    told = await first.say("tắt thông báo")

    assert "Bác làm tiếp việc đang dở:" in told
    assert await first.lines() == lines


async def test_whoever_has_not_agreed_may_turn_them_off_too(here: Commune) -> None:
    who = await here.someone("Chưa Mẫu", "citizen", consent="")

    typed = await who.say("tắt thông báo")
    pressed = await who.press("tm.on")

    assert typed.startswith("Đã tắt thông báo của xã.")
    assert pressed.startswith("Đã bật lại.")


async def test_it_stands_among_ones_own_data(here: Commune) -> None:
    first = await here.household("MAU01-07")
    await first.say("dữ liệu của tôi")
    off = await first.choose("Tắt thông báo của xã")

    on = await first.choose("Nhận lại thông báo của xã")

    assert off.startswith("Đã tắt thông báo của xã.")
    assert on.startswith("Đã bật lại.")


async def test_results_and_replies_come_to_whoever_wants_no_announcements(here: Commune) -> None:
    officer, (first, *_) = await here.staff(), await village(here)
    await first.say("tắt thông báo")
    await first.say("dữ liệu của tôi")
    await first.choose("Xin sửa")
    await first.say("Sai tên, phải là Lò Văn Mậu")
    await officer.press("rq.o.1")

    await officer.choose("Báo đã nhận")

    assert "Xã đã nhận việc bác xin sửa" in await first.read()
