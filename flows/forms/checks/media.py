"""Checks of pictures, sounds and films: there, of a kind that phones show, light enough."""

from collections.abc import Iterator
from pathlib import PurePath

from flows.forms import bundle, media
from flows.forms.checks.draft import Draft, perhaps
from flows.forms.faults import Fault
from flows.forms.media import Cell

ENDINGS = {
    "image": (".jpg", ".jpeg", ".png", ".gif", ".webp"),
    "big-image": (".jpg", ".jpeg", ".png", ".gif", ".webp"),
    "audio": (".mp3", ".ogg", ".oga", ".m4a", ".wav"),
    "video": (".mp4", ".3gp", ".webm"),
}
SIGNS = {
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".gif": (b"GIF87a", b"GIF89a"),
    ".ogg": (b"OggS",),
    ".oga": (b"OggS",),
    ".wav": (b"RIFF",),
    ".webp": (b"RIFF",),
    ".webm": (b"\x1aE\xdf\xa3",),
}
"""How the content of a file begins; endings that are not here begin in many ways."""
HEAVY = {"audio": 500_000, "video": 3_000_000}
"""Bytes that a weak network takes long for; pictures are made lighter before they are sent."""
WHAT = {"image": "ảnh", "big-image": "ảnh", "audio": "tiếng", "video": "phim"}
ON_GROUP = "Ảnh và tiếng của nhóm không hiện trong phần trò chuyện. Hãy đưa xuống câu đầu của nhóm."


def files(draft: Draft) -> Iterator[Fault]:
    """Files that are named, are there, and are what they should be."""
    for cell in media.cells(draft.workbook):
        at = (cell.sheet, cell.row.number, cell.column)
        if text := _trouble(cell, draft):
            yield Fault(*at, text)
        elif text := _weight(cell, len(draft.workbook.files[cell.file])):
            yield Fault(*at, text, serious=False)
        if cell.sheet == "survey" and cell.row.cell("type").startswith("begin_"):
            yield Fault(*at, ON_GROUP, serious=False)


def _trouble(cell: Cell, draft: Draft) -> str:
    if not bundle.is_plain(cell.file):
        return f'Không dùng được tên tệp "{cell.file}". Hãy ghi mỗi tên tệp, không ghi thư mục.'
    endings, ending = ENDINGS[cell.kind], PurePath(cell.file).suffix.lower()
    if ending not in endings:
        return f'"{cell.file}": {WHAT[cell.kind]} phải là tệp {", ".join(endings)}.'
    content = draft.workbook.files.get(cell.file)
    if content is None:
        hint = perhaps(cell.file, draft.workbook.files)
        return f'Không thấy tệp "{cell.file}". Hãy chép tệp ấy vào cùng thư mục với phiếu.{hint}'
    if not content.startswith(SIGNS.get(ending, (b"",))) or not content:
        return f'Tệp "{cell.file}" hỏng, hoặc không phải kiểu {ending}. Hãy lưu lại rồi thử lại.'
    return ""


def _weight(cell: Cell, size: int) -> str:
    most = HEAVY.get(cell.kind, size)
    if size <= most:
        return ""
    megabytes = f"{size / 1_000_000:.1f}".replace(".", ",")
    return f'Tệp "{cell.file}" nặng {megabytes} MB, mạng yếu khó tải. Nên cắt ngắn hoặc nén lại.'
