"""Verifying item by item: accept, change points, put off, take back, and what stands against it."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from storage import tables
from tests.desks import WITH_PHOTOS, Commune, Someone, commune
from tests.stage import Clock


async def first(who: Someone) -> str:
    """The first item that waits."""
    return await who.press("ds.q")


async def changes_points(who: Someone, line: str, points: str, reason: str) -> str:
    await who.choose("Sửa điểm")
    await who.say(line)
    await who.say(points)
    return await who.say(reason)


# ---- the page


async def test_an_item_tells_everything_and_its_decisions_stand_last(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        await here.ready("MAU01-07", WITH_PHOTOS)
        officer = await here.staff()
        await officer.press("ds")

        told = await officer.hear(press="ds.q")

    text, lines = told[0].text, [choice.label for choice in told[0].choices]
    assert len(told) == 1
    assert text.startswith("Hộ 07 · Nguyễn Văn Pao (mẫu) · Bản Nà Đon\n")
    assert "Gia đình học tập 2026 · tự chấm 46/70 điểm" in text
    assert "MẪU THAM KHẢO" in text
    assert "5. Đời sống khá hơn: Có khá hơn một ít · 7/10 📷1" in text
    assert lines[:5] == ["Ghi nhận điểm này", "Trả lại", "Sửa điểm", "Xem kỹ một câu", "Để sau"]


async def test_the_photos_come_with_the_item_each_named_by_its_question(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        await here.ready("MAU01-07", WITH_PHOTOS)
        officer = await here.staff()

        told = await officer.hear(press="ds.q")
        again = await officer.hear("3")

    kept = [evidence["key"] for evidence in await _evidence(tmp_path)]
    assert [(e.kind, e.name) for e in told[0].enclosed] == [
        ("picture", "Câu 1"),
        ("picture", "Câu 5"),
    ]
    assert sorted(e.key for e in told[0].enclosed) == sorted(f"e:{key}" for key in kept)
    assert again[0].enclosed == ()


async def _evidence(folder: Path) -> list[dict[str, str]]:
    return [{"key": path.name} for path in (folder / "evidence" / "originals").rglob("*.jpg")]


async def test_a_form_typed_for_somebody_says_how_it_was_asked(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        _, number = await here.ready("MAU01-07")
        await here.change(tables.Assessment, number, how="paper", respondent="bà Lò Thị Mẫu")
        officer = await here.staff()

        told = await first(officer)

    assert "Nhập giúp: chép từ phiếu giấy của bà Lò Thị Mẫu." in told


async def test_one_question_is_shown_in_full_with_its_photo(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        await here.ready("MAU01-07", WITH_PHOTOS)
        officer = await here.staff()
        await first(officer)
        await officer.choose("Xem kỹ")

        told = await officer.hear("câu 5")
        nothing = await officer.say("4")  # once more: the decision lines follow

    assert "Nhờ học hỏi, đời sống nhà bác có khá hơn trước không?" in told[0].text
    assert "Trả lời: Có khá hơn một ít" in told[0].text
    assert "Điểm: 7/10" in told[0].text
    assert [enclosed.name for enclosed in told[0].enclosed] == ["Câu 5"]
    assert "Xem câu nào?" in nothing


async def test_a_number_that_is_no_question_is_asked_again(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        await here.ready("MAU01-07")
        officer = await here.staff()
        await first(officer)
        await officer.choose("Xem kỹ")

        told = await officer.say("88")

    assert "Chưa rõ câu nào." in told
    assert "Xem câu nào?" in told


async def test_a_citizen_who_is_too_low_somewhere_is_marked(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        await here.citizen("Vàng Thị Mẫu", "4")
        officer = await here.staff()

        told = await first(officer)

    assert "tự chấm 0/100 điểm, chưa đạt" in told
    assert told.count("⚠️ dưới mức") == 10
    assert "1. Ghi là chưa đạt" in told


# ---- accepting


async def test_an_accepted_item_counts_as_claimed_and_the_next_one_comes(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        _, number = await here.citizen("Vàng Thị Mẫu")
        await here.ready("MAU01-08")
        officer = await here.staff()
        await first(officer)

        told = await officer.say("1")

        row = await here.row(number)
        last = (await here.on.moves())[-1]
    assert (row["state"], row["verified_points"], row["verified_verdict"]) == (
        "verified",
        70.0,
        "pass",
    )
    assert (row["points"], row["verdict"], row["held_by"]) == (70.0, "pass", None)
    assert (last["name"], last["role"], last["person"]) == ("verify", "staff", officer.id)
    assert told.startswith("✅ Đã thẩm định Vàng Thị Mẫu: 70/100 điểm, đạt.\n\nHộ 08")


async def test_a_failing_one_is_accepted_as_such_and_said_so(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who, number = await here.citizen("Vàng Thị Mẫu", "4")
        officer = await here.staff()
        await first(officer)

        told = await officer.choose("Ghi là chưa đạt")

        row, heard = await here.row(number), await who.read()
    assert (row["state"], row["verified_verdict"]) == ("verified", "fail")
    assert "Phiếu này sẽ không được đề nghị công nhận." in told
    assert "Năm nay chưa đủ để đề nghị công nhận." in heard


async def test_people_are_told_the_result_a_while_later(tmp_path: Path) -> None:
    clock = Clock()
    async with commune(tmp_path, clock) as here:
        who, number = await here.citizen("Vàng Thị Mẫu")
        officer = await here.staff()
        await first(officer)
        await officer.choose("Đạt")

        letters = [row for row in await here.rows(tables.Letter) if row["kind"] == "notice"]

        told = await who.read()
    assert [row["assessment_id"] for row in letters] == [number]
    assert letters[0]["not_before"] == clock() + timedelta(minutes=5)
    assert "Xã đã xem phiếu Công dân học tập 2026 của Vàng Thị Mẫu: 70/100 điểm, đạt." in told
    assert "MẪU THAM KHẢO" in told.rpartition("Xã đã xem phiếu")[2]


# ---- points


async def test_changed_points_stand_beside_the_self_score_and_count(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who, number = await here.citizen("Vàng Thị Mẫu")
        officer = await here.staff()
        await first(officer)

        told = await changes_points(officer, "3", "2,5", "hỏi trưởng bản rồi, cả năm đi một buổi")
        asked = await officer.choose("Ghi là chưa đạt")

        row, found = await here.row(number), (await here.rows(tables.Finding))[0]
        heard = await who.read()
    assert "3. Sinh hoạt chung: Đi quá nửa số buổi · 7/10, xã chấm 2,5" in told
    assert "tự chấm 70/100 điểm, đạt" in told
    assert "Xã chấm 65,5/100 điểm, chưa đạt" in told
    assert "chưa đạt" in asked
    assert (row["points"], row["verdict"]) == (70.0, "pass")
    assert (row["verified_points"], row["verified_verdict"]) == (65.5, "fail")
    assert (found["indicator"], found["outcome"], found["points"]) == ("i3", "changed", 2.5)
    assert found["person_id"] == officer.id
    assert "Câu 3: tự chấm 7, xã chấm 2,5/10. Lý do: hỏi trưởng bản rồi" in heard


async def test_what_would_come_of_the_points_is_said_before_their_reason(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        await here.citizen("Vàng Thị Mẫu")
        officer = await here.staff()
        await first(officer)
        for reply in ("3", "3"):
            await officer.say(reply)

        told = await officer.say("0 điểm")

    assert "tự chấm 7, xã chấm 0. Cả phiếu thành 63/100 điểm, chưa đạt." in told


@pytest.mark.parametrize("typed", ["11", "-1", "nhiều", "", "7 8"])
async def test_points_that_cannot_be_are_asked_again(typed: str, tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        await here.citizen("Vàng Thị Mẫu")
        officer = await here.staff()
        await first(officer)
        for reply in ("3", "3"):
            await officer.say(reply)

        told = await officer.say(typed)

        assert "Điểm của câu này là một số từ 0 đến 10." in told
        assert await here.rows(tables.Finding) == []


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "Tin vừa rồi không có chữ nào"),
        ("..", "Cần ghi lý do"),
        ("12", "Cần ghi lý do"),
        ("x" * 301, "Lý do dài quá"),
    ],
)
async def test_points_without_a_reason_do_not_count(typed: str, why: str, tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        await here.citizen("Vàng Thị Mẫu")
        officer = await here.staff()
        await first(officer)
        for reply in ("3", "3", "5"):
            await officer.say(reply)

        told = await officer.say(typed)

        assert why in told
        assert await here.rows(tables.Finding) == []


async def test_the_points_of_the_respondent_take_a_change_back(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        await here.citizen("Vàng Thị Mẫu")
        officer = await here.staff()
        await first(officer)
        await changes_points(officer, "3", "5", "1")
        for reply in ("3", "3"):
            await officer.say(reply)

        told = await officer.say("7")

        assert "Giữ điểm tự chấm." in told
        assert "xã chấm" not in told.casefold()
        assert await here.rows(tables.Finding) == []


# ---- undo


async def test_the_last_decision_can_be_taken_back_before_anybody_heard(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who, number = await here.citizen("Vàng Thị Mẫu")
        await here.ready("MAU01-08")
        officer = await here.staff()
        await first(officer)
        await changes_points(officer, "3", "5", "1")
        await officer.choose("Ghi là chưa đạt")

        told = await officer.say("hoàn tác")

        row = await here.row(number)
        names = [move["name"] for move in await here.on.moves() if move["assessment"] == number]
        heard = await who.read()
    assert told.startswith("Đã hoàn tác. Phiếu của Vàng Thị Mẫu lại chờ thẩm định.\n\nVàng Thị")
    assert (row["state"], row["verified_points"], row["verified_verdict"]) == (
        "handed_over",
        None,
        "",
    )
    assert row["held_by"] == officer.id
    assert "xã chấm 5" in told  # the findings stay, only the decision is gone
    assert names[-2:] == ["verify", "undo"]
    assert "Xã đã xem" not in heard


async def test_whoever_heard_of_a_decision_hears_that_it_is_void(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who, _ = await here.citizen("Vàng Thị Mẫu")
        officer = await here.staff()
        await first(officer)
        await officer.choose("Đạt")
        await here.on.deliver_everything()

        await officer.say("hoàn tác")

        told = await who.read()
    assert told.index("Xã đã xem phiếu") < told.index("Xã đang xem lại phiếu Công dân học tập")


async def test_only_who_decided_may_take_it_back(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        _, number = await here.citizen("Vàng Thị Mẫu")
        lan, minh = await here.staff("Chị Lan (mẫu)"), await here.staff("Anh Minh (mẫu)")
        await first(lan)
        await lan.choose("Đạt")
        undo = await lan.line("Hoàn tác")

        told = await minh.press(undo)

        row = await here.row(number)
    assert row["state"] == "verified"
    assert "Không hoàn tác được nữa" in told


async def test_a_decision_that_something_followed_cannot_be_taken_back(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who, number = await here.ready("MAU01-07")
        officer = await here.staff()
        await first(officer)
        for reply in ("2", "7", "4", "1"):
            await officer.say(reply)
        undo = await officer.line("Hoàn tác")
        await who.press(f"o.{(await here.row(number))['subject_id']}.family")
        await who.say("2")

        begun = await officer.press(undo)
        await who.say("gửi")
        again = await officer.press(undo)

        row = await here.row(number)
    assert "đang sửa rồi" in begun
    assert "Không hoàn tác được nữa" in again
    assert (row["state"], row["corrected"]) == ("handed_over", True)


async def test_yesterdays_decision_is_no_slip_any_more(tmp_path: Path) -> None:
    clock = Clock()
    async with commune(tmp_path, clock) as here:
        await here.citizen("Vàng Thị Mẫu")
        officer = await here.staff()
        await first(officer)
        today = await officer.choose("Đạt")
        clock.pass_days(1)

        tomorrow = await officer.press("ds")

    assert "Hoàn tác (Vàng Thị Mẫu: đã thẩm định)" in today
    assert "Hoàn tác" not in tomorrow


async def test_fifty_items_take_one_message_each(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        _, number = await here.citizen("Vàng Thị Mẫu")
        await copies(here, number, 49)
        officer = await here.staff()
        told = [await officer.hear(press="ds.q")]

        told += [await officer.hear("1") for _ in range(50)]

        states = {row["state"] for row in await here.rows(tables.Assessment)}
    assert {len(messages) for messages in told} == {1}
    assert "Hết phiếu chờ thẩm định." in told[-1][0].text
    assert states == {"verified"}


# ---- what changed meanwhile


async def test_a_decision_on_a_changed_version_is_refused_with_what_changed(tmp_path: Path) -> None:
    clock = Clock()
    async with commune(tmp_path, clock) as here:
        who, number = await here.ready("MAU01-07")
        lan, minh = await here.staff("Chị Lan (mẫu)"), await here.staff("Anh Minh (mẫu)")
        await first(lan)
        accept = await lan.line("Ghi nhận")
        clock.now += timedelta(minutes=16)
        await first(minh)
        for reply in ("2", "7", "4", "1"):
            await minh.say(reply)
        await who.press(f"o.{(await here.row(number))['subject_id']}.family")
        for reply in ("2", "gửi"):
            await who.say(reply)

        told = await lan.press(accept)

        row = await here.row(number)
    assert (row["state"], row["verified_points"]) == ("handed_over", None)
    assert "⚠️ Phiếu này vừa thay đổi, chưa ghi gì cả." in told
    assert '7. Nếp sống trong nhà · từ "Tốt về mọi mặt" thành "Phần nhiều là tốt"' in told
    assert "xã đã trả lại vì: Xã chưa thấy việc làm cụ thể" in told
    assert "tự chấm 43/70 điểm" in told
    assert told.rstrip().splitlines()[-1].endswith("Về bàn làm việc")


async def test_points_changed_by_another_officer_are_shown_before_the_item(tmp_path: Path) -> None:
    clock = Clock()
    async with commune(tmp_path, clock) as here:
        _, number = await here.citizen("Vàng Thị Mẫu")
        lan, minh = await here.staff("Chị Lan (mẫu)"), await here.staff("Anh Minh (mẫu)")
        await first(lan)
        accept = await lan.line("Đạt")
        clock.now += timedelta(minutes=16)
        await first(minh)
        await changes_points(minh, "3", "5", "theo sổ họp bản")
        await minh.press("dv.1.0.0.a0.n")  # lets it go

        told = await lan.press(accept)

        row = await here.row(number)
    assert row["state"] == "handed_over"
    assert "Phiếu này vừa thay đổi" in told
    assert "· Câu 3: theo sổ họp bản" in told


async def test_an_item_that_was_decided_meanwhile_says_by_whom_and_leads_on(tmp_path: Path) -> None:
    clock = Clock()
    async with commune(tmp_path, clock) as here:
        await here.citizen("Vàng Thị Mẫu")
        await here.ready("MAU01-08")
        lan, minh = await here.staff("Chị Lan (mẫu)"), await here.staff("Anh Minh (mẫu)")
        await first(lan)
        accept = await lan.line("Đạt")
        clock.now += timedelta(minutes=16)
        await first(minh)
        await minh.choose("Đạt")
        await minh.choose("Để sau")

        told = await lan.press(accept)

        moves = [move["name"] for move in await here.on.moves()]
    assert "không còn chờ ở đây: xã đã xem xong (Anh Minh (mẫu), lúc 09:16)" in told
    assert "Hộ 08" in told
    assert moves.count("verify") == 1


async def test_a_form_withdrawn_meanwhile_is_not_decided(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        _, number = await here.citizen("Vàng Thị Mẫu")
        officer = await here.staff()
        await first(officer)
        await here.change(tables.Assessment, number, state="withdrawn", revision=9)

        told = await officer.say("1")

        row = await here.row(number)
    assert row["state"] == "withdrawn"
    assert "không còn chờ ở đây: đã rút" in told


async def test_twenty_taps_on_accept_are_one_decision(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        await here.citizen("Vàng Thị Mẫu")
        officer = await here.staff()
        await first(officer)
        accept = await officer.line("Đạt")

        await asyncio.gather(*(officer.press(accept) for _ in range(20)))

        moves = [move["name"] for move in await here.on.moves()]
        letters = [row for row in await here.rows(tables.Letter) if row["kind"] == "notice"]
    assert moves.count("verify") == 1
    assert len(letters) == 1


async def copies(here: Commune, number: int, count: int) -> None:
    """As many more citizens whose form is the same and waits too."""
    item, version = await here.row(number), (await here.rows(tables.Submission))[0]
    async with here.on.db.begin() as tx:
        for n in range(count):
            citizen = {"kind": "citizen", "code": f"x{n}", "name": f"Người {n} (mẫu)"}
            made = await tx.execute(
                tables.Subject.__table__.insert().values(**citizen, place_code="MAU01")
            )
            subject = made.inserted_primary_key[0]
            row = {key: value for key, value in item.items() if key != "id"}
            made = await tx.execute(
                tables.Assessment.__table__.insert().values(**row | {"subject_id": subject})
            )
            at = {"assessment_id": made.inserted_primary_key[0]}
            await tx.execute(tables.Submission.__table__.insert().values(**dict(version) | at))
