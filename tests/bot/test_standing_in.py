"""Registering many at once, and answering for neighbours: who, how, and with whose consent."""

from pathlib import Path

from sqlalchemy import insert, select

from reports import REPORTS
from storage import tables
from storage.roster import SamplePerson
from tests.stage import Stage, heard, stage

HEAD = SamplePerson("Tẩn A Mẫu", "village_head", "MAU01", "MAU01-01")
HOUSEHOLD = SamplePerson("Lò Văn Mẫu", "household", "MAU01", "MAU01-07")


async def greeted(on: Stage) -> str:
    await on.say("chào")
    return heard(await on.say("1"))


async def tap(on: Stage, label: str, shown: str) -> str:
    """Answer with the number of the line that begins with `label`."""
    line = next(line for line in shown.splitlines() if line.partition(". ")[2].startswith(label))
    return heard(await on.say(line.partition(".")[0]))


async def forms(on: Stage) -> list[tuple[str, str, str, str]]:
    form, subject = tables.Assessment, tables.Subject
    query = (
        select(subject.code, form.state, form.how, form.respondent)
        .join(subject, subject.id == form.subject_id)
        .order_by(form.id)
    )
    async with on.db.read() as tx:
        return [tuple(row) for row in await tx.execute(query)]


async def trail(on: Stage) -> set[tuple[str, str]]:
    async with on.db.read() as tx:
        return {tuple(row) for row in await tx.execute(select(tables.Move.name, tables.Move.role))}


async def test_a_household_registers_all_its_forms_with_one_tap(tmp_path: Path) -> None:
    async with stage(tmp_path, person=HOUSEHOLD) as on:
        menu = await greeted(on)

        done = await tap(on, "Đăng ký cả 2 phiếu", menu)
        again = await on.press("rg")

        assert "Đã đăng ký 2 phiếu cho năm 2026" in done
        assert "Không còn phiếu nào phải đăng ký" in heard(again)
        assert [state for _, state, _, _ in await forms(on)] == ["registered", "registered"]
        assert await trail(on) == {("register", "citizen"), ("register", "household")}


async def test_a_registered_form_opens_like_any_other(tmp_path: Path) -> None:
    async with stage(tmp_path, person=HOUSEHOLD) as on:
        await greeted(on)
        await on.press("rg")

        first = heard(await on.say("2"))

        assert "Gia đình học tập năm 2026" in first
        assert {state for _, state, _, _ in await forms(on)} == {"registered", "drafting"}


async def test_a_village_head_registers_all_but_some_of_his_village(tmp_path: Path) -> None:
    async with stage(tmp_path, person=HEAD) as on:
        await greeted(on)
        asked = await tap(on, "Đăng ký giúp 19 hộ", heard(await on.press("l.0")))

        wrong = heard(await on.say("trừ 3, 99"))
        without = heard(await on.say("trừ 3, 7"))
        done = heard(await on.say("1"))

        assert "Còn 19 hộ chưa đăng ký" in asked
        assert "Không có hộ 99" in wrong
        assert "Đăng ký 17 hộ, bỏ hộ 3, 7" in without
        assert "Đã đăng ký 17 phiếu" in done
        codes = {code for code, _, _, _ in await forms(on)}
        assert len(codes) == 17
        assert not codes & {"MAU01-01", "MAU01-03", "MAU01-07"}
        assert await trail(on) == {("register", "village_head")}


async def test_a_typist_says_how_he_asked_and_whom_before_the_first_question(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path, person=HEAD) as on:
        await greeted(on)
        how = await tap(on, "Hộ 03", heard(await on.press("l.0")))

        agreed = await tap(on, "Gọi điện", how)
        who = await tap(on, "Đã đồng ý", agreed)
        first = heard(await on.say("Lò Thị Mẫu"))
        await on.say("menu")
        again = heard(await on.press("l.0"))
        resumed = await tap(on, "Hộ 03", again)

        assert "Nhà bác có mấy người lớn?" in first
        assert "Ai trả lời cho Hộ 03" in who
        assert "bằng cách nào" not in resumed
        assert await forms(on) == [("MAU01-03", "drafting", "phone", "Lò Thị Mẫu")]
        async with on.db.read() as tx:
            (row,) = await REPORTS["proxies"](tx)
        counted = (row["phone"], row["face_to_face"], row["themselves"])
        assert counted == (1, 0, 0)


async def test_without_consent_of_the_household_nothing_is_opened(tmp_path: Path) -> None:
    async with stage(tmp_path, person=HEAD) as on:
        await greeted(on)
        how = await tap(on, "Hộ 03", heard(await on.press("l.0")))

        left = await tap(on, "Chưa đồng ý", await tap(on, "Gặp mặt", how))

        assert "chưa mở phiếu của Hộ 03" in left
        assert await forms(on) == []


async def test_a_household_is_found_by_its_number_or_an_unmarked_name(tmp_path: Path) -> None:
    async with stage(tmp_path, person=HEAD) as on:
        await greeted(on)
        await on.press("l.0")

        by_number = heard(await on.say("hộ 12"))
        by_name = heard(await on.say("thu pao"))
        nobody = heard(await on.say("xyz"))

        assert "1. Hộ 12" in by_number
        assert "Thu Pao" in by_name
        assert 'Không thấy hộ nào là "xyz"' in nobody


async def test_the_people_of_a_household_are_reached_through_it(tmp_path: Path) -> None:
    async with stage(tmp_path, person=HEAD) as on:
        async with on.db.begin() as tx:
            subject = tables.Subject
            home = select(subject.id).where(subject.code == "MAU01-03")
            number = (await tx.execute(home)).scalar_one()
            adult = {"kind": "citizen", "code": "c1", "name": "Lò Thị Mẫu", "place_code": "MAU01"}
            made = await tx.execute(insert(subject).values(**adult).returning(subject.id))
            member = {"member_id": made.scalar_one(), "group_id": number}
            await tx.execute(insert(tables.Belongs).values(**member))
        await greeted(on)

        inside = await tap(on, "Hộ 03", heard(await on.press("l.0")))
        how = await tap(on, "Công dân học tập · Lò Thị Mẫu", inside)
        first = await tap(on, "Đã đồng ý", await tap(on, "Chép từ phiếu giấy", how))

        assert "1. Gia đình học tập · Hộ 03" in inside
        assert "Công dân học tập năm 2026: Lò Thị Mẫu" in first
        assert await forms(on) == [("c1", "drafting", "paper", "Lò Thị Mẫu")]


async def test_no_village_head_reaches_a_house_of_another_village(tmp_path: Path) -> None:
    async with stage(tmp_path, person=HEAD) as on:
        await greeted(on)
        async with on.db.read() as tx:
            there = select(tables.Subject.id).where(tables.Subject.code == "MAU02-03")
            number = (await tx.execute(there)).scalar_one()

        presses = ("o.{}.family", "b.{}.family", "nb.{}", "px.{}.family.f", "px.{}.family.f.h")
        told = [heard(await on.press(press.format(number))) for press in presses]

        assert all("không phải việc của bác" in text for text in told)
        assert await forms(on) == []


async def test_a_village_head_takes_back_what_he_typed_for_a_neighbour(tmp_path: Path) -> None:
    async with stage(tmp_path, person=HEAD) as on:
        await greeted(on)
        async with on.db.read() as tx:
            there = select(tables.Subject.id).where(tables.Subject.code == "MAU01-03")
            number = (await tx.execute(there)).scalar_one()
        await on.press(f"px.{number}.family.f.h")
        for answer in ("2", "0", "0", "0", "1", "bỏ qua", "1", "bỏ qua", "1", "bỏ qua", "gửi"):
            await on.say(answer)

        done = heard(await on.press("l.d0"))
        sent = await tap(on, "Hộ 03", done)
        back = await tap(on, "Lấy lại", sent)

        assert "đã gửi" in done
        assert "Gia đình học tập năm 2026: Hộ 03" in back
        assert [state for _, state, _, _ in await forms(on)] == ["drafting"]
