"""A form with the files beside it (lists, pictures, sounds), carried and kept as one .zip."""

import io
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from types import MappingProxyType

from flows.forms.faults import Fault, WorkbookError, whole_file

ENDING = ".zip"
WORKBOOKS = (".md", ".csv", ".xlsx")
FOLDER = "media"
MOST_BYTES = 20_000_000  # packed, and unpacked: all files together
MOST_FILES = 300
LONGEST_NAME = 150  # characters
MOST_ENTRIES = 10_000  # marks of entries in all, those of a workbook that is a .zip itself too
ENTRY = b"PK\x01\x02"
ENCRYPTED = 0x1
UTF_8 = 0x800
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How what is in a .zip may be packed: only so can one unpack a part of it and stop."""
WRITTEN_AT = (1980, 1, 1, 0, 0, 0)  # always the same, so that the same content is the same bytes
LITTER = {"__MACOSX", "thumbs.db", "desktop.ini"}  # what computers leave among people's files

ODD = "Tệp .zip được nén theo kiểu lạ. Hãy nén lại theo kiểu thường rồi gửi lại."
BROKEN = "Tệp .zip này bị hỏng. Hãy nén lại rồi gửi lại."
LOCKED = "Tệp .zip có mật khẩu. Hãy nén lại mà không đặt mật khẩu."
TOO_BIG = f"Các tệp trong .zip nặng hơn {MOST_BYTES // 1_000_000} MB. Hãy thu nhỏ ảnh, bỏ tệp thừa."
TOO_MANY = f"Trong .zip có hơn {MOST_FILES} tệp. Hãy bỏ bớt tệp thừa."
EXCEL = "Tệp này là Excel nhưng tên có đuôi .zip. Hãy đổi đuôi thành .xlsx."
NO_FORM = "Trong .zip chưa có phiếu hỏi (.xlsx, .csv hay .md có trang survey). Hãy thêm vào."
ODD_PATH = 'Không nhận tệp "{}": mỗi tệp phải nằm cạnh phiếu hỏi, hoặc trong thư mục media.'
TWICE = 'Có hai tệp tên "{}". Hãy đổi tên một tệp.'
NO_FILES: Mapping[str, bytes] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Bundle:
    """A workbook, `name` its file name, and the files beside it by name, without folders."""

    name: str
    workbook: bytes
    files: Mapping[str, bytes] = field(default_factory=lambda: NO_FILES)


def read(content: bytes, file_name: str) -> Bundle:
    """What is in a .zip; any other file is a workbook with nothing beside it.

    The workbook is the one file at the top that can be one; of several, the one called like the
    .zip. Raises WorkbookError, in Vietnamese.
    """
    if not file_name.lower().endswith(ENDING):
        return Bundle(file_name, content)
    if len(content) > MOST_BYTES:
        raise whole_file(TOO_BIG)
    if content.count(ENTRY) > MOST_ENTRIES:
        raise whole_file(TOO_MANY)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = _unpacked(archive)
    except WorkbookError:
        raise
    except Exception:  # noqa: BLE001 (a hostile file can break zip in any way)
        raise whole_file(BROKEN) from None
    return _sorted_out(found, PurePosixPath(file_name).stem)


def write(bundle: Bundle) -> bytes:
    """The bundle as a .zip; the same content gives the same bytes, wherever it is written.

    Nothing is packed tighter: how tight comes out differs from one computer to the next, and what
    weighs most, pictures, gains nothing.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(_entry(bundle.name), bundle.workbook)
        for name in sorted(bundle.files):
            archive.writestr(_entry(f"{FOLDER}/{name}"), bundle.files[name])
    return out.getvalue()


def is_plain(name: str) -> bool:
    """Whether a file may be called so: a name without folders, of characters that can be seen."""
    bare = bool(name) and not name.startswith(".") and not {"/", "\\", ":"} & set(name)
    return bare and len(name) <= LONGEST_NAME and name.isprintable()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, WRITTEN_AT)
    entry.create_system = 3  # or it would say on which system it was written
    entry.external_attr = 0o644 << 16
    return entry


def _unpacked(archive: zipfile.ZipFile) -> dict[PurePosixPath, bytes]:
    """The files by their path, without a folder around them all; sizes are believed to nobody."""
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise whole_file(LOCKED)
    if any(entry.compress_type not in PACKED for entry in entries):
        raise whole_file(ODD)
    named = [(_path(entry), entry) for entry in entries]
    kept = [(path, entry) for path, entry in named if not _is_litter(path)]
    if len(kept) > MOST_FILES:
        raise whole_file(TOO_MANY)
    if any(str(path) == "[Content_Types].xml" for path, _ in kept):
        raise whole_file(EXCEL)
    within = _without_folder([path for path, _ in kept])
    if faults := list(_misplaced(within)):
        raise WorkbookError(faults)
    found, left = {}, MOST_BYTES
    for path, (_, entry) in zip(within, kept, strict=True):
        with archive.open(entry) as stream:
            found[path] = stream.read(left + 1)
        left -= len(found[path])
        if left < 0:
            raise whole_file(TOO_BIG)
    return found


def _path(entry: zipfile.ZipInfo) -> PurePosixPath:
    name = entry.filename
    if not entry.flag_bits & UTF_8:
        try:  # some programs write UTF-8 and do not say so
            name = name.encode("cp437").decode()
        except UnicodeError:
            name = entry.filename
    return PurePosixPath(unicodedata.normalize("NFC", name.replace("\\", "/")))


def _is_litter(path: PurePosixPath) -> bool:
    hidden = path.name.startswith((".", "~$")) and path.name != ".."
    return hidden or path.parts[0] in LITTER or path.name.lower() in LITTER


def _without_folder(paths: list[PurePosixPath]) -> list[PurePosixPath]:
    """The paths without the one folder that all is in, as when a folder was packed."""
    tops = {path.parts[0] for path in paths}
    packed_folder = len(tops) == 1 and all(len(path.parts) > 1 for path in paths)
    if packed_folder and not tops & {FOLDER, "..", "/"}:
        return [PurePosixPath(*path.parts[1:]) for path in paths]
    return paths


def _misplaced(paths: list[PurePosixPath]) -> Iterator[Fault]:
    seen = set[str]()
    for path in paths:
        *folders, name = path.parts
        if folders not in ([], [FOLDER]) or not is_plain(name):
            yield Fault("", None, "", ODD_PATH.format(path))
        elif name in seen:
            yield Fault("", None, "", TWICE.format(name))
        seen.add(name)


def _sorted_out(found: Mapping[PurePosixPath, bytes], stem: str) -> Bundle:
    """Which of the files is the form."""
    at_top = {path.name: content for path, content in found.items() if len(path.parts) == 1}
    forms = [name for name, content in at_top.items() if _may_be_form(name, content)]
    called = [name for name in forms if PurePosixPath(name).stem == stem]
    chosen = called if len(forms) > 1 and len(called) == 1 else forms
    if not chosen:
        raise whole_file(NO_FORM)
    if len(chosen) > 1:
        several = ", ".join(sorted(chosen))
        raise whole_file(f"Trong .zip có mấy phiếu hỏi: {several}. Hãy chỉ để một phiếu.")
    (name,) = chosen
    files = {path.name: content for path, content in found.items() if path.name != name}
    return Bundle(name, at_top[name], MappingProxyType(dict(sorted(files.items()))))


def _may_be_form(name: str, content: bytes) -> bool:
    """A .csv may also be a list, and a .md a text: one that is a form has a sheet `survey`."""
    ending = PurePosixPath(name).suffix.lower()
    if ending not in WORKBOOKS:
        return False
    return ending == ".xlsx" or any(map(_opens_survey, content.splitlines()))


def _opens_survey(line: bytes) -> bool:
    first = line.removeprefix(b"\xef\xbb\xbf").strip(b'" \t|,;').lower()
    return first.startswith(b"survey") and first[6:7] in (b"", b" ", b"\t", b"|", b",", b";", b'"')
