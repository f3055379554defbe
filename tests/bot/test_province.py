"""Who looks on for the province sees the figures of its communes, and of no other."""

from pathlib import Path

from sqlalchemy import insert, update

from storage import roster, tables
from storage.roster import SamplePerson
from tests.gathered import agrees
from tests.stage import MORNING, Stage, heard, stage

VIEWER = SamplePerson("Hà Thị Mẫu", "province_viewer", "T1")


async def province(on: Stage) -> None:
    """The sample commune lies in one province; another commune lies in another."""
    async with on.db.begin() as tx:
        for code, name, kind, above in (
            ("T1", "tỉnh Một (mẫu)", "province", None),
            ("T2", "tỉnh Hai (mẫu)", "province", None),
            ("X2", "xã Khác (mẫu)", "commune", "T2"),
        ):
            row = {"code": code, "name": name, "kind": kind, "parent_code": above}
            await tx.execute(insert(tables.Place).values(**row))
        home = update(tables.Place).where(tables.Place.code == "MAU")
        await tx.execute(home.values(parent_code="T1"))


async def viewer(on: Stage) -> None:
    await province(on)
    async with on.db.begin() as tx:
        await roster.enrol(tx, VIEWER, "test", "an", MORNING)
        await agrees(tx, "an", MORNING)


async def test_a_viewer_sees_his_communes_by_title(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await viewer(on)

        menu = heard(await on.say("menu"))
        communes = heard(await on.press("pv"))
        one = heard(await on.press("pv.MAU"))

    assert "Số liệu các xã" in menu
    assert "xã Bình Lư (dữ liệu mẫu) (0/60 hộ)" in communes
    assert "xã Khác" not in communes
    assert "Gia đình học tập: đã gửi 0/60, công nhận 0" in one


async def test_a_commune_of_another_province_is_not_his(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await viewer(on)

        told = [heard(await on.press(f"pv.{code}")) for code in ("X2", "T2", "MAU01", "nowhere")]

    assert all("không phải việc của bác" in text for text in told)
