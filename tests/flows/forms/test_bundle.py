"""A form and the files beside it travel in one .zip, which nobody is believed about."""

import io
import zipfile
from collections.abc import Mapping

import pytest

from flows.forms import bundle, sheets
from flows.forms.bundle import Bundle
from flows.forms.faults import WorkbookError

FORM = "| survey | type | name | label |\n| | text | ten | Tên |\n".encode()
LIST = "name,label\na,Bản A (mẫu)\n".encode()


def zipped(entries: Mapping[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def told(content: bytes, name: str = "phieu.zip") -> str:
    with pytest.raises(WorkbookError) as caught:
        bundle.read(content, name)
    return str(caught.value)


def test_any_other_file_is_a_form_with_nothing_beside_it() -> None:
    assert bundle.read(FORM, "phieu.md") == Bundle("phieu.md", FORM, {})


def test_what_is_written_is_read_back() -> None:
    whole = Bundle("phiếu.md", FORM, {"bản.csv": LIST, "ảnh.jpg": b"\xff\xd8"})

    found = bundle.read(bundle.write(whole), "x.zip")

    assert found == whole


def test_the_same_content_is_the_same_bytes() -> None:
    one = bundle.write(Bundle("phieu.md", FORM, {"a.csv": LIST, "b.csv": FORM}))
    other = bundle.write(Bundle("phieu.md", FORM, {"b.csv": FORM, "a.csv": LIST}))

    assert one == other


@pytest.mark.parametrize(
    "paths",
    [
        ("phieu.md", "ban.csv"),
        ("phieu.md", "media/ban.csv"),
        ("Thư mục/phieu.md", "Thư mục/ban.csv"),
        ("Thư mục\\phieu.md", "Thư mục\\media\\ban.csv"),
    ],
)
def test_files_lie_beside_the_form_or_in_media(paths: tuple[str, str]) -> None:
    found = bundle.read(zipped(dict(zip(paths, (FORM, LIST), strict=True))), "phieu.zip")

    assert found == Bundle("phieu.md", FORM, {"ban.csv": LIST})


def test_what_computers_leave_behind_is_no_file() -> None:
    litter = {
        "__MACOSX/._phieu.md": b"x",
        ".DS_Store": b"x",
        "Thumbs.db": b"x",
        "~$phieu.xlsx": b"",
    }

    found = bundle.read(zipped({"phieu.md": FORM, **litter}), "phieu.zip")

    assert not found.files


def test_names_with_marks_apart_become_whole() -> None:
    found = bundle.read(zipped({"phieu.md": FORM, "ba\u0309n.csv": LIST}), "phieu.zip")

    assert list(found.files) == ["bản.csv"]


def test_names_in_utf_8_that_do_not_say_so_are_read() -> None:
    packed = zipped({"phieu.md": FORM, "bản.csv": LIST})
    silent = bytearray(packed)
    for at in (packed.find(b"PK\x03\x04", 4) + 6, packed.rfind(b"PK\x01\x02") + 8):
        silent[at : at + 2] = b"\0\0"  # where such names say it

    assert list(bundle.read(bytes(silent), "phieu.zip").files) == ["bản.csv"]


def test_a_form_in_csv_is_told_from_a_list() -> None:
    form = b'"survey";"type";"name";"label"\r\n;text;ten;Ten\r\n'

    found = bundle.read(zipped({"phieu.csv": form, "ban.csv": LIST}), "goi.zip")

    assert found.name == "phieu.csv"


def test_of_two_forms_the_one_called_like_the_zip_is_meant() -> None:
    content = zipped({"a.md": FORM, "b.md": FORM})

    assert bundle.read(content, "b.zip").name == "b.md"
    assert "mấy phiếu hỏi: a.md, b.md" in told(content, "c.zip")


def test_a_zip_without_a_form_is_told() -> None:
    assert "chưa có phiếu hỏi" in told(zipped({"ban.csv": LIST, "README.md": b"# doc"}))


@pytest.mark.parametrize("path", ["../phieu.csv", "/etc/ban.csv", "a/b/ban.csv", "media/c/ban.csv"])
def test_odd_paths_are_told(path: str) -> None:
    assert "cạnh phiếu hỏi" in told(zipped({"phieu.md": FORM, path: LIST}))


def test_two_files_of_one_name_are_told() -> None:
    assert 'Có hai tệp tên "ban.csv"' in told(
        zipped({"phieu.md": FORM, "ban.csv": LIST, "media/ban.csv": LIST})
    )


def test_a_zip_that_swells_is_not_unpacked() -> None:
    bomb = zipped({"phieu.md": FORM, "a.csv": b"0" * (bundle.MOST_BYTES + 1)})

    assert len(bomb) < bundle.MOST_BYTES // 100
    assert "nặng hơn" in told(bomb)


def test_too_many_files_are_told() -> None:
    many = {f"{number}.csv": b"" for number in range(bundle.MOST_FILES + 1)}

    assert "hơn 300 tệp" in told(zipped({"phieu.md": FORM, **many}))


def test_a_password_is_told() -> None:
    packed = bytearray(zipped({"phieu.md": FORM}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.find(mark) + at] |= 1

    assert "mật khẩu" in told(bytes(packed))


def test_an_excel_file_by_another_name_is_told() -> None:
    assert "đổi đuôi thành .xlsx" in told(zipped({"[Content_Types].xml": b"<x/>"}))


@pytest.mark.parametrize("cut", [0, 1, 40, -1])
def test_a_broken_zip_is_told(cut: int) -> None:
    assert "bị hỏng" in told(zipped({"phieu.md": FORM})[:cut])


def test_a_form_is_read_out_of_its_zip_with_its_files() -> None:
    found = sheets.read(bundle.write(Bundle("phieu.md", FORM, {"ban.csv": LIST})), "goi.zip")

    assert found.file_name == "phieu.md"
    assert found.sheet("survey").rows[0].cell("name") == "ten"
    assert found.files == {"ban.csv": LIST}
