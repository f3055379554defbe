"""`banhoc form`: files in, files out, and a clear word when something is wrong."""

import zipfile
from pathlib import Path

import pytest

from bot import cli

Shown = pytest.CaptureFixture[str]


def test_a_starter_goes_around_through_every_format(tmp_path: Path, capsys: Shown) -> None:
    first, md, csv, last = (str(tmp_path / n) for n in ("a.xlsx", "b.md", "c.csv", "d.md"))

    codes = [
        cli.main(["form", "new", first]),
        cli.main(["form", "convert", first, md]),
        cli.main(["form", "convert", md, csv]),
        cli.main(["form", "convert", csv, last]),
    ]

    assert codes == [0, 0, 0, 0]
    assert Path(md).read_text() == Path(last).read_text()
    assert "đã ghi" in capsys.readouterr().out


def test_an_xform_and_a_plain_workbook_are_made_for_odk(tmp_path: Path) -> None:
    start, xml, plain = (str(tmp_path / n) for n in ("a.xlsx", "a.xml", "odk.xlsx"))
    cli.main(["form", "new", start])

    codes = [cli.main(["form", "convert", start, xml]), cli.main(["form", "expand", start, plain])]

    assert codes == [0, 0]
    assert "<h:html" in Path(xml).read_text()
    assert cli.main(["check", plain]) == 0


def test_a_file_is_never_overwritten_by_a_new_one(tmp_path: Path, capsys: Shown) -> None:
    mine = tmp_path / "a.xlsx"
    mine.write_text("của tôi")

    code = cli.main(["form", "new", str(mine)])

    assert (code, mine.read_text()) == (1, "của tôi")
    assert "Hãy đặt tên khác" in capsys.readouterr().out


def test_a_form_is_not_written_over_a_list_of_its_own(tmp_path: Path, capsys: Shown) -> None:
    form, out = tmp_path / "phieu.zip", tmp_path / "ban.csv"
    survey = "| survey | type | name | label |\n| | select_one_from_file ban.csv | a | Bản nào? |\n"
    with zipfile.ZipFile(form, "w") as archive:
        archive.writestr("phieu.md", survey)
        archive.writestr("ban.csv", "name,label\n1,Nà Đon\n")

    code = cli.main(["form", "convert", str(form), str(out)])

    assert (code, out.exists()) == (1, False)
    assert "ghi phiếu ra tên khác" in capsys.readouterr().out


def test_what_is_wrong_is_told_and_nothing_is_written(tmp_path: Path, capsys: Shown) -> None:
    bad, out = tmp_path / "a.md", tmp_path / "b.xml"
    bad.write_text("| survey | type | name | label |\n| | txt | a | Hỏi |\n")

    code = cli.main(["form", "convert", str(bad), str(out)])

    assert (code, out.exists()) == (1, False)
    assert 'Không có kiểu "txt"' in capsys.readouterr().out


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, capsys: Shown) -> None:
    code = cli.main(["form", "new", str(tmp_path / "nowhere" / "a.xlsx")])

    assert code == 1
    assert "Hãy chọn chỗ khác" in capsys.readouterr().out
