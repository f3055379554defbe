"""What is kept is kept for good, told from its content, and shown without saying where it was."""

import errno
import io
import os
import threading
import zipfile
import zlib
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from storage.folder import MOST_BYTES, Folder, Kept, Rejected

Place = tuple[tuple[float, float, float], str, tuple[float, float, float], str]
LAI_CHAU: Place = ((22.0, 23.0, 45.6), "N", (103.0, 27.0, 30.0), "E")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "evidence")


def image(kind: str, size: tuple[int, int] = (640, 400), mode: str = "RGB") -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, 200 if mode in {"1", "L", "P"} else None).save(file, kind)
    return file.getvalue()


def photo(orientation: int = 1, place: Place | None = LAI_CHAU) -> bytes:
    """A JPEG as a telephone makes it, red on its left half, with a note that must not leak."""
    red_left = Image.new("RGB", (2000, 1000), "blue")
    red_left.paste("red", (0, 0, 1000, 1000))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "SecretPhone"
    if place:
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        names = ("GPSLatitude", "GPSLatitudeRef", "GPSLongitude", "GPSLongitudeRef")
        gps.update({ExifTags.GPS[name]: part for name, part in zip(names, place, strict=True)})
    file = io.BytesIO()
    red_left.save(file, "JPEG", exif=exif, comment=b"SecretComment")
    return file.getvalue()


def archive(*names: str, mimetype: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        if mimetype:
            packed.writestr("mimetype", mimetype)
        for name in names:
            packed.writestr(name, "x")
    return file.getvalue()


def old_office(stream: str) -> bytes:
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + stream.encode("utf-16-le") + bytes(64)


def film(brand: bytes) -> bytes:
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0" + brand + b"isom" + bytes(64)


def files(folder: Folder, key: str) -> list[Path]:
    return [folder.open(key, "original"), folder.open(key, "shown"), folder.open(key, "thumb")]


def age(path: Path, when: datetime = LONG_AGO) -> None:
    os.utime(path, (when.timestamp(), when.timestamp()))


def test_a_photo_is_kept_exactly_and_named_by_its_content(folder: Folder) -> None:
    content = photo()

    kept = folder.keep(content, "IMG_1.HEIC")

    assert kept.key == sha256(content).hexdigest() + ".jpg"
    assert (kept.kind, kept.size, kept.name) == ("photo", len(content), "IMG_1.HEIC")
    assert folder.open(kept.key, "original").read_bytes() == content


def test_the_place_is_told_apart_and_is_in_no_copy(folder: Folder) -> None:
    kept = folder.keep(photo())

    assert kept.latitude == pytest.approx(22.396, abs=1e-6)
    assert kept.longitude == pytest.approx(103.458333, abs=1e-6)
    for size in ("shown", "thumb"):
        copy = folder.open(kept.key, size)
        assert b"Secret" not in copy.read_bytes()
        with Image.open(copy) as shown:
            assert dict(shown.getexif()) == {}
            assert shown.format == "JPEG"


def test_south_and_west_are_below_zero(folder: Folder) -> None:
    kept = folder.keep(photo(place=((22.0, 30.0, 0.0), "S", (103.0, 30.0, 0.0), "W")))

    assert (kept.latitude, kept.longitude) == (-22.5, -103.5)


@pytest.mark.parametrize(
    "place",
    [
        None,
        ((0.0, 0.0, 0.0), "N", (0.0, 0.0, 0.0), "E"),
        ((95.0, 0.0, 0.0), "N", (103.0, 0.0, 0.0), "E"),
    ],
    ids=["no place", "no fix yet", "not on earth"],
)
def test_a_photo_without_a_true_place_is_still_a_photo(folder: Folder, place: Place | None) -> None:
    kept = folder.keep(photo(place=place))

    assert (kept.kind, kept.latitude, kept.longitude) == ("photo", None, None)


@pytest.mark.parametrize(
    ("orientation", "red_side"),
    [(1, (0.25, 0.5)), (3, (0.75, 0.5)), (6, (0.5, 0.25)), (8, (0.5, 0.75))],
)
def test_a_photo_taken_with_the_phone_turned_is_shown_upright(
    folder: Folder, orientation: int, red_side: tuple[float, float]
) -> None:
    kept = folder.keep(photo(orientation))

    for size, longest in (("shown", 1600), ("thumb", 320)):
        with Image.open(folder.open(kept.key, size)) as shown:
            assert max(shown.size) == longest
            at = (int(shown.width * red_side[0]), int(shown.height * red_side[1]))
            red, _, blue = shown.convert("RGB").getpixel(at)
            assert red > 200 > 50 > blue


@pytest.mark.parametrize(
    ("kind", "mode", "extension"),
    [
        ("JPEG", "L", "jpg"),
        ("JPEG", "CMYK", "jpg"),
        ("MPO", "RGB", "jpg"),
        ("PNG", "1", "png"),
        ("PNG", "P", "png"),
        ("PNG", "RGBA", "png"),
        ("PNG", "I;16", "png"),
        ("WEBP", "RGBA", "webp"),
        ("GIF", "P", "gif"),
        ("BMP", "RGB", "bmp"),
        ("TIFF", "CMYK", "tif"),
    ],
)
def test_every_photo_a_phone_or_scanner_makes_is_shown(
    folder: Folder, kind: str, mode: str, extension: str
) -> None:
    kept = folder.keep(image(kind, mode=mode))

    assert kept.key.endswith(f".{extension}")
    with Image.open(folder.open(kept.key)) as shown:
        assert (shown.format, shown.mode, shown.size) == ("JPEG", "RGB", (640, 400))


def test_what_is_transparent_is_shown_white(folder: Folder) -> None:
    kept = folder.keep(image("PNG", mode="RGBA"))

    with Image.open(folder.open(kept.key)) as shown:
        assert shown.getpixel((5, 5)) == (255, 255, 255)


def test_of_a_moving_picture_the_first_frame_is_shown(folder: Folder) -> None:
    file = io.BytesIO()
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])

    kept = folder.keep(file.getvalue())

    with Image.open(folder.open(kept.key)) as shown:
        red, _, blue = shown.getpixel((5, 5))
        assert red > 200 > 50 > blue


def test_a_small_photo_is_not_blown_up(folder: Folder) -> None:
    kept = folder.keep(image("PNG", (20, 10)))

    with Image.open(folder.open(kept.key)) as shown:
        assert shown.size == (20, 10)


@pytest.mark.parametrize(
    ("content", "kind", "extension"),
    [
        (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF", "file", "pdf"),
        (archive("[Content_Types].xml", "word/document.xml"), "file", "docx"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "file", "xlsx"),
        (archive("[Content_Types].xml", "ppt/presentation.xml"), "file", "pptx"),
        (archive(mimetype="application/vnd.oasis.opendocument.text"), "file", "odt"),
        (old_office("WordDocument"), "file", "doc"),
        (old_office("Workbook"), "file", "xls"),
        (b"OggS\0\x02" + bytes(22) + b"\x01\x13OpusHead\x01\x01" + bytes(20), "voice", "ogg"),
        (b"\xff\xfb\x90\x00" + bytes(400), "voice", "mp3"),
        (b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0" + bytes(50), "voice", "wav"),
        (film(b"M4A "), "voice", "m4a"),
        (film(b"mp42"), "video", "mp4"),
        (film(b"isom"), "video", "mp4"),
        (film(b"qt  "), "video", "mov"),
    ],
)
def test_documents_sounds_and_films_are_kept_as_they_are(
    folder: Folder, content: bytes, kind: str, extension: str
) -> None:
    kept = folder.keep(content, "wrong.exe")

    assert kept == Kept(
        f"{sha256(content).hexdigest()}.{extension}", kind, len(content), "wrong.exe"
    )
    assert folder.open(kept.key).read_bytes() == content


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html><html><script>alert(1)</script></html>",
        b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
        b"#!/bin/sh\nrm -rf /\n",
        b"MZ" + bytes(58) + b"\x80\0\0\0" + bytes(64) + b"PE\0\0" + bytes(200),
        b"\x7fELF\x02\x01\x01" + bytes(60),
        archive("a.txt"),
        archive("META-INF/MANIFEST.MF", "A.class"),
        archive("word/document.xml", "word/vbaProject.bin"),
        archive("word/document.xml")[:-30],
        old_office("Installer"),
        film(b"heic"),
        bytes(range(256)),
        b"x",
    ],
    ids=[
        "page",
        "drawing",
        "script",
        "windows program",
        "linux program",
        "archive",
        "java program",
        "document with a program",
        "torn document",
        "installer",
        "heic",
        "noise",
        "one byte",
    ],
)
def test_what_we_do_not_know_or_trust_is_not_kept(
    folder: Folder, tmp_path: Path, content: bytes
) -> None:
    with pytest.raises(Rejected) as no:
        folder.keep(content, "photo.jpg")

    assert no.value.problem == "unreadable"
    assert list(tmp_path.rglob("*.*")) == []


def test_a_torn_photo_is_unreadable_wherever_it_tears(folder: Folder) -> None:
    whole = photo()

    for length in (3, 20, 200, len(whole) // 2, len(whole) - 200):
        with pytest.raises(Rejected) as no:
            folder.keep(whole[:length])
        assert no.value.problem == "unreadable"


def test_a_small_file_that_unfolds_into_a_giant_is_not_unfolded(folder: Folder) -> None:
    for side in (6400, 9600, 30000):  # above our limit, above each of the decoder's own alarms
        giant = bytearray(image("PNG", (8, 8)))
        giant[16:24] = side.to_bytes(4, "big") * 2
        giant[29:33] = _crc(bytes(giant[12:29]))
        with pytest.raises(Rejected) as no:
            folder.keep(bytes(giant))
        assert no.value.problem == "too_many_pixels"


def _crc(chunk: bytes) -> bytes:
    return zlib.crc32(chunk).to_bytes(4, "big")


def test_nothing_and_too_much_are_told_apart(folder: Folder) -> None:
    with pytest.raises(Rejected) as empty:
        folder.keep(b"")
    with pytest.raises(Rejected) as big:
        folder.keep(b"%PDF-1.7\n" + bytes(MOST_BYTES))

    assert (empty.value.problem, big.value.problem) == ("empty", "too_big")


def test_the_same_content_twice_is_one_file(folder: Folder, tmp_path: Path) -> None:
    first = folder.keep(photo(), "a.jpg")
    before = {path: path.stat().st_ino for path in tmp_path.rglob("*.jpg")}
    again = folder.keep(photo(), "b.jpg")

    assert again.key == first.key
    assert {path: path.stat().st_ino for path in tmp_path.rglob("*.jpg")} == before
    assert len(before) == 3


def test_ten_threads_with_the_same_photo_keep_it_once(folder: Folder, tmp_path: Path) -> None:
    content, keys = photo(), list[str]()
    threads = [
        threading.Thread(target=lambda: keys.append(folder.keep(content).key)) for _ in range(10)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert len(keys) == 10
    assert len(list(tmp_path.rglob("*.jpg"))) == 3


def test_content_is_on_the_disk_before_its_name_is_and_the_name_before_we_say_so(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def note_fsync(number: int) -> None:
        name = Path(f"/proc/self/fd/{number}").readlink().name
        happened.append(f"sync {'content' if name.startswith('.unfinished') else name}")
        fsync(number)

    def note_replace(path: Path, target: Path) -> Path:
        happened.append("name")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", note_fsync)
    monkeypatch.setattr(Path, "replace", note_replace)
    kept = folder.keep(b"%PDF-1.7\n%%EOF")

    folders = [f"sync {kept.key[:2]}", "sync originals", "sync evidence"]
    assert happened == ["sync content", "name", *folders]


def test_a_full_disk_is_said_as_it_is_and_leaves_nothing_half_written(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space") as no:
            folder.keep(photo())

    assert no.value.errno == errno.ENOSPC
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert folder.keep(photo()).kind == "photo"


def test_a_folder_that_cannot_be_written_is_said_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "evidence").write_text("a file where the folder should be")

    with pytest.raises(OSError, match="Not a directory"):
        Folder(tmp_path / "evidence").keep(photo())


@pytest.mark.parametrize(
    "key",
    [
        "",
        "../../etc/passwd",
        "a" * 64,
        "a" * 64 + ".jpg/../x",
        "a" * 64 + ".jpg\n",
        "A" * 64 + ".jpg",
        "/" + "a" * 63 + ".jpg",
        "a" * 64 + ".jpg",
    ],
)
def test_a_key_that_names_nothing_here_opens_nothing(folder: Folder, key: str) -> None:
    folder.keep(photo())

    for size in ("original", "shown", "thumb"):
        with pytest.raises(LookupError):
            folder.open(key, size)


def test_what_is_dropped_is_gone_in_all_its_sizes(folder: Folder, tmp_path: Path) -> None:
    kept = folder.keep(photo())
    age(folder.open(kept.key, "original"))
    now = datetime.fromtimestamp(tmp_path.stat().st_mtime, UTC)

    assert folder.untouched(now) == [kept.key]
    assert folder.drop([kept.key], now) == 1
    assert list(tmp_path.rglob("*.jpg")) == []
    assert folder.drop([kept.key], now) == 0


def test_what_was_sent_again_in_the_meantime_is_not_dropped(folder: Folder) -> None:
    kept = folder.keep(photo())
    age(folder.open(kept.key, "original"))
    yesterday = LONG_AGO + timedelta(days=1)
    listed = folder.untouched(yesterday)
    folder.keep(photo())

    assert listed == [kept.key]
    assert folder.drop(listed, yesterday) == 0
    assert all(path.is_file() for path in files(folder, kept.key))


def test_what_a_crash_left_half_written_is_swept_once_it_is_old(folder: Folder) -> None:
    kept = folder.keep(photo())
    beside = folder.open(kept.key, "original").parent
    old, new = beside / ".unfinished-old", beside / ".unfinished-new"
    old.write_bytes(b"half")
    new.write_bytes(b"half")
    age(old)

    swept = folder.sweep(LONG_AGO + timedelta(days=1))

    assert swept == 1
    assert (old.exists(), new.exists()) == (False, True)
    assert all(path.is_file() for path in files(folder, kept.key))


def test_a_folder_that_was_never_used_is_empty(folder: Folder) -> None:
    assert folder.untouched(LONG_AGO) == []
    assert folder.sweep(LONG_AGO) == 0
