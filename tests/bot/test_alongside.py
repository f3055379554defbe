"""A form takes the files it names with it: from its folder, into one .zip, and out again."""

import io
import sys
import unicodedata
from pathlib import Path

import pytest

from bot import alongside, cli
from bot.library import Library
from flows.forms import bundle
from storage import packs
from storage.database import connect, upgrade
from tests.stage import MORNING

Shown = pytest.CaptureFixture[str]
FORM = """\
| survey | type | name | label | choice_filter |
| | select_one_from_file xa.csv | xa | Xã nào? | |
| | select_one_from_file bản.csv | ban | Bản nào? | xa = ${xa} |
| settings | form_title | form_id | version |
| | Bản làng (mẫu) | banlang | 1 |
| pack | title | official |
| | family | no |
"""
COMMUNES = "name,label\nbl,Bình Lư (mẫu)\nbb,Bản Bo (mẫu)\n"
VILLAGES = "name;label;xa\nnd;Nà Đon (mẫu);bl\nnk;Nà Khum (mẫu);bb\n"


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A form with two lists beside it, and a file that is none of its business."""
    home = tmp_path / "mẫu"
    home.mkdir()
    (home / "xa.csv").write_text(COMMUNES)
    (home / "bản.csv").write_text(VILLAGES)
    (home / "luong.csv").write_text("bí mật")
    (home / "phieu.md").write_text(FORM)
    return home / "phieu.md"


def test_only_the_files_it_names_are_taken(form: Path) -> None:
    whole = alongside.read(form)

    assert sorted(whole.files) == ["bản.csv", "xa.csv"]


@pytest.mark.parametrize("folder", ["media", "phieu-media"])
def test_they_may_lie_in_a_folder_of_their_own(form: Path, folder: str) -> None:
    (form.parent / folder).mkdir()
    (form.parent / "xa.csv").rename(form.parent / folder / "xa.csv")

    assert sorted(alongside.read(form).files) == ["bản.csv", "xa.csv"]


def test_a_name_with_its_marks_apart_is_the_same_name(form: Path) -> None:
    apart = unicodedata.normalize("NFD", "bản.csv")
    (form.parent / "bản.csv").rename(form.parent / apart)

    assert sorted(alongside.read(form).files) == ["bản.csv", "xa.csv"]


def test_a_form_is_checked_with_its_lists(form: Path, capsys: Shown) -> None:
    code = cli.main(["check", str(form)])

    assert code == 0
    assert "Bản làng (mẫu): 2 câu" in capsys.readouterr().out


def test_a_list_that_is_not_there_is_told_with_its_row(form: Path, capsys: Shown) -> None:
    (form.parent / "xa.csv").unlink()

    code = cli.main(["check", str(form)])

    assert code == 1
    assert 'survey hàng 2, cột type: Không thấy tệp "xa.csv"' in capsys.readouterr().out


def test_a_list_with_other_capitals_is_not_the_one_but_is_told(form: Path, capsys: Shown) -> None:
    (form.parent / "xa.csv").rename(form.parent / "Xã.CSV")

    code = cli.main(["check", str(form)])

    assert code == 1
    assert 'Có phải là "Xã.CSV"?' in capsys.readouterr().out


def test_nothing_outside_the_folder_is_taken(form: Path, capsys: Shown) -> None:
    (form.parent.parent / "ngoai.csv").write_text(COMMUNES)
    form.write_text(FORM.replace("xa.csv", "../ngoai.csv"))

    assert "ngoai.csv" not in str(sorted(alongside.read(form).files))
    assert cli.main(["check", str(form)]) == 1
    assert 'Không dùng được tên tệp "../ngoai.csv"' in capsys.readouterr().out


def test_a_fault_inside_a_list_is_told_with_its_line(form: Path, capsys: Shown) -> None:
    (form.parent / "xa.csv").write_text(COMMUNES + "bl,Bình Lư hai (mẫu)\n")

    code = cli.main(["check", str(form)])

    assert code == 1
    assert 'xa.csv hàng 4, cột name: Đã có "bl" ở hàng 2' in capsys.readouterr().out


def test_a_form_is_packed_and_unpacked_without_a_loss(form: Path, tmp_path: Path) -> None:
    packed, home = tmp_path / "goi.zip", tmp_path / "khac"
    home.mkdir()

    codes = [
        cli.main(["form", "convert", str(form), str(packed)]),
        cli.main(["check", str(packed)]),
        cli.main(["form", "convert", str(packed), str(home / "phieu.md")]),
    ]

    assert codes == [0, 0, 0]
    assert (home / "phieu.md").read_text() == FORM
    assert (home / "bản.csv").read_text() == VILLAGES
    assert bundle.read(packed.read_bytes(), "goi.zip").name == "goi.xlsx"


def test_an_xform_is_written_with_its_lists(form: Path, tmp_path: Path) -> None:
    home = tmp_path / "odk"
    home.mkdir()

    code = cli.main(["form", "convert", str(form), str(home / "phieu.xml")])

    assert code == 0
    assert sorted(path.name for path in home.iterdir()) == ["bản.csv", "phieu.xml", "xa.csv"]


def test_a_list_of_another_form_is_not_written_over(
    form: Path, tmp_path: Path, capsys: Shown
) -> None:
    home = tmp_path / "odk"
    home.mkdir()
    (home / "xa.csv").write_text("của phiếu khác")

    code = cli.main(["form", "expand", str(form), str(home / "phieu.xlsx")])

    assert code == 1
    assert [path.name for path in home.iterdir()] == ["xa.csv"]
    assert (home / "xa.csv").read_text() == "của phiếu khác"
    assert "đã có tệp khác cùng tên" in capsys.readouterr().out


def test_a_pack_is_kept_with_its_lists(
    form: Path, tmp_path: Path, capsys: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BANHOC_DATA", str(tmp_path / "data"))
    packed = tmp_path / "goi.zip"
    cli.main(["form", "convert", str(form), str(packed)])

    codes = [cli.main(["pack", "load", str(form)]), cli.main(["pack", "load", str(form)])]
    told = capsys.readouterr().out

    assert codes == [0, 0]
    assert "đã nạp family banlang@1: MẪU THAM KHẢO, phieu.zip" in told
    assert "đã có từ trước, không đổi gì" in told


def test_another_list_is_another_version(
    form: Path, tmp_path: Path, capsys: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BANHOC_DATA", str(tmp_path / "data"))
    cli.main(["pack", "load", str(form)])
    (form.parent / "xa.csv").write_text(COMMUNES + "tt,Tam Đường (mẫu)\n")

    code = cli.main(["pack", "load", str(form)])

    assert code == 1
    assert "đã có banlang@1 với nội dung khác" in capsys.readouterr().out


def test_a_form_is_rehearsed_with_its_lists(
    form: Path, capsys: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:

    monkeypatch.setattr(sys, "stdin", io.StringIO("2\n1\n"))

    code = cli.main(["rehearse", str(form)])

    told = capsys.readouterr().out
    assert code == 0
    assert "Nà Khum (mẫu)" in told
    assert "Nà Đon (mẫu)" not in told


async def test_another_process_finds_the_lists_with_the_pack(form: Path, tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'packs.db'}"
    upgrade(url)
    name, content = alongside.as_file(form, alongside.read(form))
    async with connect(url) as db:
        await Library().publish(db, "banlang", name, content, MORNING)
        async with db.read() as tx:
            (kept,) = await packs.versions(tx, "banlang")
            read = await Library().form(tx, kept.id)

    assert kept.about.file_name == "phieu.zip"
    itemset = read.by_name["ban"].itemset
    assert itemset is not None
    assert [item.name for item in itemset.items] == ["nd", "nk"]
