"""`banhoc roster`: a commune's list from Excel, checked whole, loaded whole, and written back."""

import io
import time
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from bot import cli, rostering
from bot.rostering import Loading
from bot.settings import Settings, WrongSettings
from flows.roster import template
from flows.roster.model import (
    Commune,
    Duty,
    Household,
    Person,
    Roster,
    Village,
    listed,
)
from flows.sample import commune as sample_commune
from storage import enrolled, roster
from storage.database import connect, upgrade

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
VILLAGE = Village("03390-B01", "Bản Nà Đon (mẫu)")
HOME = Household("03390-B01-01", "Lò Văn Mẫu", "03390-B01", 5, 3)
HEAD = Person(
    *("03390-N00001", "Lò Văn Mẫu", 1975, "0900000001", "03390-B01", ("03390-B01-01",)),
    duties=(Duty("household", "03390-B01-01"), Duty("village_head", "03390-B01")),
)
STAFF = Person("03390-N00002", "Đỗ Thu Mẫu", duties=(Duty("staff", "03390"),))
COMMUNE = Commune("03390", "xã Bình Lư", "12")
SMALL = Roster(
    COMMUNE,
    listed([VILLAGE]),
    households=listed([HOME]),
    people=listed([HEAD, STAFF]),
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "data")


PLAIN = Loading()


def workbook(folder: Path, given: Roster, name: str = "xa.xlsx") -> Path:
    path = folder / name
    path.write_bytes(template.export(given, 2026))
    return path


def changed(path: Path, **cells: object) -> Path:
    """The file with some cells of its households' sheet changed."""
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    for cell, value in cells.items():
        book["Hộ gia đình"][cell] = value
    book.save(path)
    return path


async def load(settings: Settings, path: Path, how: Loading = PLAIN) -> tuple[int, list[str]]:
    said: list[str] = []
    code = await rostering.load(settings, path, how, said.append, NOW)
    return code, [line.replace(str(path), path.name) for line in said]


async def present(settings: Settings, commune: str = "03390") -> Roster:
    async with connect(settings.database) as db, db.read() as tx:
        known = await enrolled.read(tx, commune)
    assert known is not None
    return known.present


async def with_sample(settings: Settings) -> None:
    settings.data.mkdir()
    upgrade(settings.database)
    async with connect(settings.database) as db, db.begin() as tx:
        await roster.enrol_sample(tx, sample_commune())


async def test_a_first_load_makes_the_database_and_says_what_is_new(
    settings: Settings, tmp_path: Path
) -> None:
    code, said = await load(settings, workbook(tmp_path, SMALL))

    assert code == 0
    assert said == [
        "Thôn bản: 1 mới",
        "  + B01 · Bản Nà Đon (mẫu)",
        "Hộ gia đình: 1 mới",
        "  + B01-01 · Hộ 01 · Lò Văn Mẫu",
        "Người: 2 mới",
        "  + N00001 · Lò Văn Mẫu",
        "  + N00002 · Đỗ Thu Mẫu",
        "Đã nạp.",
    ]
    assert await present(settings) == SMALL


async def test_looking_first_writes_nothing_not_even_a_folder(
    settings: Settings, tmp_path: Path
) -> None:
    code, said = await load(settings, workbook(tmp_path, SMALL), Loading(dry_run=True))

    assert code == 0
    assert said[-1] == "Mới xem thử, chưa ghi gì. Bỏ --dry-run để nạp."
    assert not settings.data.exists()


async def test_a_file_with_a_fault_loads_nothing_and_says_where(
    settings: Settings, tmp_path: Path
) -> None:
    path = changed(workbook(tmp_path, SMALL), D2="năm")

    code, said = await load(settings, path)

    assert code == 1
    assert said == [
        'xa.xlsx: Hộ gia đình hàng 2, cột Số người: Cần một số từ 1 đến 99. Ô này đang ghi "năm".',
        "1 chỗ cần sửa. Chưa nạp gì.",
    ]
    async with connect(settings.database) as db, db.read() as tx:
        assert await enrolled.communes(tx) == ()


async def test_a_second_load_tells_what_changed_and_looking_at_it_changes_nothing(
    settings: Settings, tmp_path: Path
) -> None:
    path = workbook(tmp_path, SMALL)
    await load(settings, path)
    changed(path, D2=6)

    looked = await load(settings, path, Loading(dry_run=True))
    before = await present(settings)
    loaded = await load(settings, path)

    assert looked[1][:2] == loaded[1][:2]
    assert looked[1][1] == "  ~ B01-01 · Hộ 01 · Lò Văn Mẫu: Số người 5 → 6"
    assert before == SMALL
    assert (await present(settings)).households[HOME.code].members == 6


async def test_what_is_not_in_the_file_stays_until_it_is_said_to_be_gone(
    settings: Settings, tmp_path: Path
) -> None:
    await load(settings, workbook(tmp_path, SMALL))
    fewer = Roster(COMMUNE, SMALL.villages, households=SMALL.households, people=listed([HEAD]))
    path = workbook(tmp_path, fewer, "sau.xlsx")

    kept = await load(settings, path)
    still = await present(settings)
    ended = await load(settings, path, Loading(ending=True))

    assert "  - N00002 · Đỗ Thu Mẫu" in kept[1]
    assert kept[1][-1].startswith("Đã nạp. Những mục không còn trong tệp vẫn giữ nguyên.")
    assert still == SMALL
    assert ended[1][-1] == "Đã nạp."
    assert await present(settings) == fewer


async def test_what_is_exported_and_loaded_again_changes_nothing(
    settings: Settings, tmp_path: Path
) -> None:
    await load(settings, workbook(tmp_path, SMALL))
    said: list[str] = []
    out = tmp_path / "ra.xlsx"

    code = await rostering.export(settings, out, "", said.append, NOW)
    again = await load(settings, out)

    assert (code, said) == (0, [f"Đã xuất danh sách xã Bình Lư: {out}"])
    assert again[1] == [
        "xã Bình Lư: tệp giống hệt danh sách đang có, không có gì để đổi.",
        "Đã nạp.",
    ]


async def test_a_file_that_is_there_is_never_written_over(
    settings: Settings, tmp_path: Path
) -> None:
    path = workbook(tmp_path, SMALL)
    await load(settings, path)
    before, said = path.read_bytes(), []

    codes = [
        await rostering.export(settings, path, "", said.append, NOW),
        rostering.write_template(path, "", said.append),
    ]

    assert codes == [1, 1]
    assert said == [f"{path}: đã có tệp này. Hãy chọn tên khác, hoặc dời tệp cũ đi."] * 2
    assert path.read_bytes() == before


async def test_a_real_commune_does_not_come_among_invented_ones(
    settings: Settings, tmp_path: Path
) -> None:
    await with_sample(settings)

    with pytest.raises(WrongSettings, match="an invented commune"):
        await load(settings, workbook(tmp_path, SMALL))


async def test_the_invented_commune_goes_out_and_in_unchanged(
    settings: Settings, tmp_path: Path
) -> None:
    await with_sample(settings)
    out, before = tmp_path / "mau.xlsx", await present(settings, "MAU")

    await rostering.export(settings, out, "", print, NOW)
    code, said = await load(settings, out)

    assert code == 0
    assert said[-2:] == [
        "xã Bình Lư (dữ liệu mẫu): tệp giống hệt danh sách đang có, không có gì để đổi.",
        "Đã nạp.",
    ]
    assert await present(settings, "MAU") == before


async def test_where_several_communes_are_one_has_to_be_named(
    settings: Settings, tmp_path: Path
) -> None:
    await load(settings, workbook(tmp_path, SMALL))
    await load(
        settings, workbook(tmp_path, Roster(Commune("16279", "xã Nông Cống", "38")), "b.xlsx")
    )

    with pytest.raises(WrongSettings, match="03390 xã Bình Lư, 16279 xã Nông Cống"):
        await rostering.export(settings, tmp_path / "ra.xlsx", "", print, NOW)
    with pytest.raises(WrongSettings, match="'99999'"):
        await rostering.export(settings, tmp_path / "ra.xlsx", "99999", print, NOW)
    assert await rostering.export(settings, tmp_path / "ra.xlsx", "16279", print, NOW) == 0
    assert await present(settings) == SMALL


async def test_the_counts_of_each_village_are_shown(settings: Settings, tmp_path: Path) -> None:
    await load(settings, workbook(tmp_path, SMALL))
    said: list[str] = []

    await rostering.show(settings, said.append)

    assert said == [
        "xã Bình Lư (03390): 0 hộ, 0 người, 0 người lớn, 0 dòng họ, 0 đơn vị, 1 người trong danh "
        "sách, 0 trưởng thôn bản",
        "Bản Nà Đon (mẫu) (03390-B01): 1 hộ, 5 người, 3 người lớn, 0 dòng họ, 0 đơn vị, 1 người "
        "trong danh sách, 1 trưởng thôn bản",
    ]


async def test_without_a_database_there_is_nothing_to_show_or_export(
    settings: Settings, tmp_path: Path
) -> None:
    with pytest.raises(WrongSettings, match="BANHOC_DATA"):
        await rostering.show(settings, print)
    with pytest.raises(WrongSettings, match="BANHOC_DATA"):
        await rostering.export(settings, tmp_path / "ra.xlsx", "", print, NOW)


async def test_a_file_that_is_not_there_is_told_kindly(settings: Settings, tmp_path: Path) -> None:
    code, said = await load(settings, tmp_path / "khong-co.xlsx")

    assert code == 1
    assert said == [
        "khong-co.xlsx: không mở được tệp (No such file or directory). Hãy xem lại tên tệp và "
        "thư mục."
    ]


def test_the_template_of_a_commune_that_two_may_be_asks_which(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "mau.xlsx"

    codes = [
        cli.main(["roster", "template", str(out), "--commune", name]) for name in ("mỹ lộc", "xứ")
    ]

    assert codes == [1, 1]
    assert not out.exists()
    assert capsys.readouterr().out.splitlines() == [
        '"mỹ lộc": xã nào?',
        "  --commune 13735: phường Mỹ Lộc, tỉnh Ninh Bình",
        "  --commune 28177: xã Mỹ Lộc, tỉnh Tây Ninh",
        '"xứ": không có xã nào tên hay mã như vậy.',
    ]


def test_the_commands_work_from_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BANHOC_DATA", str(tmp_path / "data"))
    mau, ra = tmp_path / "mau.xlsx", tmp_path / "ra.xlsx"
    lines = (
        ["template", str(mau), "--commune", "binh lu"],
        ["load", str(mau), "--dry-run", "--all"],
        ["load", str(mau), "--gone"],
        ["export", str(ra), "--commune", "03390"],
        ["show"],
    )

    codes = [cli.main(["roster", *line]) for line in lines]

    assert codes == [0] * 5
    assert "xã Bình Lư (03390): 0 hộ" in capsys.readouterr().out


async def test_a_large_commune_is_loaded_in_time(settings: Settings, tmp_path: Path) -> None:
    homes = [Household(f"03390-B01-{n:05}", "Lò Văn Mẫu", "03390-B01", 5, 3) for n in range(600)]
    folk = [
        Person(f"03390-N{n:05}", f"Lò Mẫu {n}", 1975, "", "03390-B01", (home.code,))
        for n, home in enumerate(homes)
    ]
    large = Roster(COMMUNE, SMALL.villages, households=listed(homes), people=listed(folk))
    path = workbook(tmp_path, large)
    began = time.process_time()

    await load(settings, path)
    await load(settings, path)

    assert await present(settings) == large
    assert time.process_time() - began < 7.2  # two loads at the pace of 10,000 in 60 s
