"""Somebody looks at his own data, corrects, withdraws, and agrees no more; nobody else can."""

from pathlib import Path

from storage import mail, people, tables
from tests.desks import Commune, Someone, commune

FAMILY = ("4", "2", "0", "2", "1", "1", "1", "2", "2", "1")


async def mine(who: Someone, *choices: str) -> str:
    """What he reads after opening his data and choosing these lines."""
    told = await who.say("dữ liệu của tôi")
    for words in choices:
        told = await who.choose(words)
    return told


async def consent(here: Commune, who: Someone) -> str:
    async with here.on.db.begin() as tx:
        return (await people.hold(tx, who.channel, who.address)).person.consent


async def asked(here: Commune) -> list[tuple[str, str]]:
    return [(str(row["kind"]), str(row["outcome"])) for row in await here.rows(tables.Request)]


# ---- looking


async def test_everything_that_is_kept_is_told_in_words(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who = await here.someone(
            "Lò Văn Mẫu", "household", "MAU01", "MAU01-07", phone="0912000111", birth_year=1971
        )
        await here.hands_in(who, ("4", "2", "0", "2", "ảnh red", "1", "1", "1", "2", "2", "1"))

        told = await mine(who)

    assert "· Họ tên: Lò Văn Mẫu\n· Điện thoại: 0912000111\n· Năm sinh: 1971" in told
    assert "Gia đình học tập 2026 · Hộ 07 · Nguyễn Văn Pao …: đã gửi, 46/70 điểm, 1 ảnh" in told


async def test_the_forms_of_neighbours_are_not_a_village_heads_data(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        head = await here.someone("Tẩn A Mẫu", "village_head", "MAU01", "MAU01-01")
        await here.hands_in(await here.household("MAU01-07"))

        told = await mine(head)

    assert "trưởng Bản Nà Đon" in told
    assert "chưa có phiếu nào" in told


async def test_whoever_said_no_still_sees_what_is_kept(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who = await here.someone("Lò Văn Mẫu", "citizen", consent="")
        await who.say("chào")
        await who.say("không")

        told = await mine(who)

    assert "· Họ tên: Lò Văn Mẫu" in told
    assert "Chưa đồng ý cho lưu câu trả lời" in told


async def test_it_is_found_in_the_middle_of_a_form_and_the_form_goes_on(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who = await here.household("MAU01-07")
        await who.say("menu")
        await who.choose("Gia đình")
        await who.say("4")

        told = await mine(who)
        await who.choose("Quay lại")
        again = await who.say("bắt đầu")

    assert "Gia đình học tập 2026" in told
    assert "mục b" in again or "phần đầu" in again


# ---- correcting


async def test_a_correction_is_promised_and_staff_hear_of_it_without_a_name(
    tmp_path: Path,
) -> None:
    async with commune(tmp_path) as here:
        officer, who = await here.staff(), await here.household("MAU01-07", "Lò Văn Mẫu")
        await mine(who, "Xin sửa")

        told = await who.say("Tên đúng là Lò Văn Mậu")

        news = await officer.read()
        assert "Đã ghi: bác xin sửa. Xã trả lời chậm nhất thứ Sáu 4/12." in told
        assert "Có người xin sửa. Cần báo đã nhận chậm nhất thứ Năm 26/11." in news
        assert "Mẫu" not in news
        assert [row["note"] for row in await here.rows(tables.Request)] == [
            "Tên đúng là Lò Văn Mậu"
        ]


async def test_the_same_words_are_one_correction_and_the_fourth_has_to_wait(
    tmp_path: Path,
) -> None:
    async with commune(tmp_path) as here:
        who = await here.household("MAU01-07")
        told = {}
        for words in ("Sai tên", "Sai tên", "Sai tuổi", "Sai số máy", "Sai bản"):
            await mine(who, "Xin sửa")
            told[words] = await who.say(words)

        assert [row["note"] for row in await here.rows(tables.Request)] == [
            "Sai tên",
            "Sai tuổi",
            "Sai số máy",
        ]
        assert "gửi rồi" in told["Sai tên"]
        assert "Xin chờ xã làm xong" in told["Sai bản"]


async def test_a_number_is_no_correction(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who = await here.household("MAU01-07")
        await mine(who, "Xin sửa")

        told = await who.say("1")

        assert "gõ một câu cho rõ" in told
        assert await here.rows(tables.Request) == []


# ---- withdrawing a form


async def test_a_form_is_withdrawn_after_a_yes_and_the_others_hear_of_it(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who = await here.household("MAU01-07", "Lò Văn Mẫu")
        wife = await here.someone("Lý Thị Mẫu", "household", "MAU01", "MAU01-07")
        number = await here.hands_in(who)

        asked = await mine(who, "Rút phiếu", "Gia đình học tập")
        before = (await here.row(number))["state"]
        told = await who.choose("Rút phiếu này")

        assert "không bình xét" in asked
        assert before == "submitted"
        steps = [(row["name"], row["role"]) for row in await here.rows(tables.Move)]
        assert (await here.row(number))["state"] == "withdrawn"
        assert steps[-1] == ("withdraw", "household")
        assert "Đã rút phiếu Gia đình học tập 2026" in told
        assert "đã rút phiếu Gia đình học tập 2026" in await wife.read()


async def test_the_form_in_hand_is_let_go_when_it_is_withdrawn(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who = await here.household("MAU01-07")
        await who.say("menu")
        await who.choose("Gia đình")
        await who.say("4")
        await mine(who, "Rút phiếu", "Gia đình học tập", "Rút phiếu này")

        after = await who.say("2")

        (row,) = [row for row in await here.rows(tables.Assessment) if row["title"] == "family"]
        assert row["state"] == "withdrawn"
        assert "có người gửi lên bản rồi" not in after


async def test_a_form_that_changed_meanwhile_is_looked_at_again(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who = await here.household("MAU01-07")
        number = await here.hands_in(who)
        await mine(who, "Rút phiếu", "Gia đình học tập")
        late = await who.line("Rút phiếu này")
        await here.reviewed(number)

        told = await who.press(late)

        assert "vừa thay đổi" in told
        assert (await here.row(number))["state"] == "handed_over"


async def test_what_waits_for_the_decision_cannot_be_withdrawn(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who = await here.household("MAU01-07")
        number = await here.hands_in(who)
        await here.change(tables.Assessment, number, state="proposed")

        told = await who.press(f"mw.{number}.1")

        assert "chờ quyết định nên không rút ở đây được" in told
        assert (await here.row(number))["state"] == "proposed"


async def test_nobody_withdraws_the_form_of_another(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        number = await here.hands_in(await here.household("MAU01-07"))
        neighbour = await here.household("MAU01-08")
        head = await here.someone("Tẩn A Mẫu", "village_head", "MAU01", "MAU01-01")

        refused = [await who.press(f"mw.{number}.2") for who in (neighbour, head)]
        nothing = await neighbour.press("mw.999.1")

        assert [told.splitlines()[0] for told in refused] == [nothing.splitlines()[0]] * 2
        assert "Pao" not in refused[0]
        assert (await here.row(number))["state"] == "submitted"


# ---- asking for deletion


async def test_a_deletion_is_asked_for_once_and_may_be_taken_back(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who = await here.household("MAU01-07")
        told = await mine(who, "Xin xóa hết", "Xóa hết")
        again = await who.press("me.y")
        kept = await mine(who, "Thôi, không xóa nữa")

        assert "chậm nhất thứ Hai 14/12" in told
        assert "Bác đã xin xóa hết từ thứ Ba 24/11" in again
        assert "Vâng, không xóa nữa." in kept
        assert await asked(here) == [("delete", "taken_back")]


async def test_nobody_takes_back_what_another_asked_for(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who, other = await here.household("MAU01-07"), await here.household("MAU01-08")
        await mine(who, "Xin xóa hết", "Xóa hết")

        await other.press("me.b.1")

        assert await asked(here) == [("delete", "")]


# ---- agreeing no more


async def test_whoever_agrees_no_more_is_asked_before_anything_is_kept_again(
    tmp_path: Path,
) -> None:
    async with commune(tmp_path) as here:
        who = await here.household("MAU01-07")
        await who.say("menu")
        await who.choose("Gia đình")
        await who.say("4")
        before = len(await here.rows(tables.Answer))

        told = await mine(who, "Rút lại lời đồng ý", "Rút lại")
        answer = await who.say("3")  # a line of the menu, no answer
        late = await who.press("q.1-1.1.0")
        photo = await who.photo()

        assert "Từ nay không lưu thêm gì của bác" in told
        assert await consent(here, who) == ""
        assert len(await here.rows(tables.Answer)) == before
        assert "· Họ tên" in answer
        assert "có đồng ý cho lưu câu trả lời không?" in late
        assert "có đồng ý cho lưu câu trả lời không?" in photo
        assert [row["paused"] for row in await here.rows(tables.Assessment)] == [True]
        assert list((tmp_path / "evidence").rglob("*.jpg")) == []


async def test_the_commune_is_asked_to_stop_too_and_what_was_agreed_is_written_down(
    tmp_path: Path,
) -> None:
    async with commune(tmp_path) as here:
        officer = await here.staff()
        who = await here.household("MAU01-07")
        await here.change(tables.Person, who.id, consented_at=here.clock())
        await mine(who, "Rút lại lời đồng ý", "Rút lại")
        await who.press("me.z")

        (row,) = await here.rows(tables.Request)
        assert (row["kind"], row["note"]) == ("withdraw", "2026-1 2026-11-24T02:00Z")
        assert "Có người rút lại lời đồng ý" in await officer.read()


async def test_whoever_agrees_again_goes_on_where_he_was(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who = await here.household("MAU01-07")
        await who.say("menu")
        await who.choose("Gia đình")
        await who.say("4")
        await mine(who, "Rút lại lời đồng ý", "Rút lại")

        asked_again = await who.choose("Đồng ý lại")
        await who.say("đồng ý")
        resumed = await who.say("1")
        await mine(who)

        assert await asked(here) == [("withdraw", "taken_back")]
        assert "Chào bác. Đây là Bản Học" in asked_again
        assert await consent(here, who) != ""
        assert "mấy cháu đang tuổi đi học" in resumed


async def test_whoever_agreed_no_more_may_still_have_it_all_deleted(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who = await here.household("MAU01-07")
        await mine(who, "Rút lại lời đồng ý", "Rút lại")

        await who.say("2")
        told = await who.say("1")

        assert "bác xin xóa hết" in told
        assert ("delete", "") in await asked(here)


# ---- pages that are not there


async def test_a_press_that_means_nothing_says_nothing(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who = await here.household("MAU01-07")

        told = [await who.press(press) for press in ("me.q", "me.b", "me.b.x", "mw", "mw.x")]

        assert len({text.splitlines()[0] for text in told}) == 1
        async with here.on.db.read() as tx:
            assert await mail.enclosure(tx, "test", who.address, 1, 0) is None
