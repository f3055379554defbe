"""`banhoc form`: files in, files out, and a clear word when something is wrong."""

import errno
import io
import os
import zipfile
from pathlib import Path
from typing import NoReturn

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


@pytest.mark.parametrize("command", ["convert", "expand"])
def test_no_form_is_written_over_itself(command: str, tmp_path: Path, capsys: Shown) -> None:
    mine = tmp_path / "a.xlsx"
    cli.main(["form", "new", str(mine)])
    before = mine.read_bytes()

    code = cli.main(["form", command, str(mine), str(tmp_path / "." / "a.xlsx")])

    assert (code, mine.read_bytes()) == (1, before)
    assert "tệp nguồn. Hãy ghi ra tên khác, ví dụ: a-moi.xlsx" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["convert", "expand"])
def test_no_form_is_written_over_another_file(command: str, tmp_path: Path, capsys: Shown) -> None:
    mine, other = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    cli.main(["form", "new", str(mine)])
    other.write_text("của người khác")

    code = cli.main(["form", command, str(mine), str(other)])

    assert (code, other.read_text()) == (1, "của người khác")
    assert "Hãy đặt tên khác để không ghi đè, ví dụ: b-2.xlsx" in capsys.readouterr().out


def test_what_is_there_already_may_be_written_twice(tmp_path: Path) -> None:
    mine, out = tmp_path / "a.xlsx", tmp_path / "a.md"
    cli.main(["form", "new", str(mine)])

    codes = [cli.main(["form", "convert", str(mine), str(out)]) for _ in range(2)]

    assert codes == [0, 0]


def test_a_new_form_is_an_excel_file_even_when_nobody_says_so(tmp_path: Path) -> None:
    code = cli.main(["form", "new", str(tmp_path / "bo")])

    assert (code, [path.name for path in tmp_path.iterdir()]) == (0, ["bo.xlsx"])
    assert cli.main(["check", str(tmp_path / "bo.xlsx")]) == 0


def test_a_new_form_under_another_ending_is_refused(tmp_path: Path, capsys: Shown) -> None:
    code = cli.main(["form", "new", str(tmp_path / "bo.md")])

    assert (code, [*tmp_path.iterdir()]) == (1, [])
    assert "Hãy đổi đuôi tên tệp, ví dụ: bo.xlsx." in capsys.readouterr().out


def test_an_ending_that_cannot_be_written_is_told_of_the_file_to_write(
    tmp_path: Path, capsys: Shown
) -> None:
    mine, out = str(tmp_path / "a.xlsx"), str(tmp_path / "x")
    cli.main(["form", "new", mine])
    capsys.readouterr()

    cli.main(["form", "convert", mine, out])
    cli.main(["form", "expand", mine, out + ".xml"])

    assert capsys.readouterr().out.splitlines() == [
        f"{out}: chỉ ghi được tệp .md, .csv, .xlsx, .xml, .zip. Hãy đổi đuôi tên tệp, "
        "ví dụ: x.xlsx.",
        f"{out}.xml: chỉ ghi được tệp .md, .csv, .xlsx, .zip. Hãy đổi đuôi tên tệp, ví dụ: x.xlsx.",
    ]


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


def test_a_folder_that_is_not_there_is_told_once(tmp_path: Path, capsys: Shown) -> None:
    form, out = tmp_path / "phieu.zip", tmp_path / "chua-co" / "a.md"
    survey = "| survey | type | name | label |\n| | select_one_from_file ban.csv | a | Bản nào? |\n"
    with zipfile.ZipFile(form, "w") as archive:
        archive.writestr("phieu.md", survey)
        archive.writestr("ban.csv", "name,label\n1,Nà Đon\n")

    code = cli.main(["form", "convert", str(form), str(out)])

    told = f'{out}: chưa có thư mục "{out.parent}". Hãy tạo thư mục ấy trước, rồi làm lại.'
    assert (code, capsys.readouterr().out.splitlines()) == (1, [told])


@pytest.mark.parametrize(
    ("number", "remedy"),
    [
        (errno.EACCES, "Hãy ghi vào thư mục của mình"),
        (errno.ENOSPC, "Hãy xóa bớt tệp không dùng"),
        (errno.EIO, "Hãy chọn chỗ khác"),
    ],
)
def test_a_disk_that_does_not_take_the_file_is_told(
    number: int, remedy: str, tmp_path: Path, capsys: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Path, mode: str) -> NoReturn:
        raise OSError(number, os.strerror(number), str(self))

    monkeypatch.setattr(Path, "open", broken)

    code = cli.main(["form", "new", str(tmp_path / "a.xlsx")])

    assert code == 1
    assert remedy in capsys.readouterr().out


def test_half_a_file_is_not_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.BytesIO):
        def flush(self) -> NoReturn:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    opened = Path.open

    def half_opened(self: Path, mode: str = "r") -> object:
        opened(self, mode).close()
        return Full() if mode == "xb" else opened(self, mode)

    monkeypatch.setattr(Path, "open", half_opened)

    code = cli.main(["form", "new", str(tmp_path / "a.xlsx")])

    assert (code, [*tmp_path.iterdir()]) == (1, [])
