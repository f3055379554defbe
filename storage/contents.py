"""What a file is, told from its content: its name may say anything."""

import zipfile
from dataclasses import dataclass
from io import BytesIO

import puremagic

from flows.replies import AttachmentKind

_BY_SIGNATURE: dict[str, tuple[str, AttachmentKind]] = {
    ".pdf": ("pdf", "file"),
    ".ogg": ("ogg", "voice"),
    ".mp3": ("mp3", "voice"),
    ".mpga": ("mp3", "voice"),
    ".m4a": ("m4a", "voice"),
    ".wav": ("wav", "voice"),
    ".amr": ("amr", "voice"),
    ".aac": ("aac", "voice"),
    ".mp4": ("mp4", "video"),
    ".m4v": ("mp4", "video"),
    ".mov": ("mov", "video"),
    ".3gp": ("3gp", "video"),
    ".3ga": ("3gp", "video"),
    ".webm": ("webm", "video"),
    ".mkv": ("mkv", "video"),
    ".avi": ("avi", "video"),
}
_ZIP, _OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
_IN_ZIP = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
_IN_OLE = {"WordDocument": "doc", "Workbook": "xls", "PowerPoint Document": "ppt"}


@dataclass(frozen=True, slots=True)
class Content:
    """A kind of file that we keep."""

    extension: str
    kind: AttachmentKind


def content(held: bytes) -> Content | None:
    """What it is: a document, a sound or a film; None for what we do not keep."""
    if held.startswith(_ZIP):
        return _document(_zipped(held))
    if held.startswith(_OLE):
        return _document(_compound(held))
    return _signed(held)


def _document(extension: str) -> Content | None:
    return Content(extension, "file") if extension else None


def _zipped(held: bytes) -> str:
    """Only the list of names is read, and the one short entry that names an OpenDocument."""
    try:
        with zipfile.ZipFile(BytesIO(held)) as archive:
            names = set(archive.namelist())
            if any(name.endswith("vbaProject.bin") for name in names):
                return ""  # a document with a program inside
            if "mimetype" in names:
                with archive.open("mimetype") as entry:
                    return _OPEN_DOCUMENT.get(entry.read(100).strip(), "")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        return ""
    return next((kind for name, kind in _IN_ZIP.items() if name in names), "")


def _compound(held: bytes) -> str:
    """Old Office files name their streams in UTF-16; installers have the same outside."""
    return next((kind for name, kind in _IN_OLE.items() if name.encode("utf-16-le") in held), "")


def _signed(held: bytes) -> Content | None:
    try:
        best = puremagic.magic_string(held)[0].extension
    except (puremagic.PureError, ValueError):
        return None
    found = _BY_SIGNATURE.get(best)
    return Content(*found) if found else None
