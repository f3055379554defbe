"""A form with pictures and sounds beside it, drawn for the tests."""

from io import BytesIO

from PIL import Image, ImageDraw

from flows.forms import bundle, loading
from flows.forms.bundle import Bundle
from flows.forms.model import Form

SURVEY = """\
| survey | type | name | label | media::image | big-image | media::audio | media::video |
| | note | look | Xem ảnh này trước. | nha.png | | | |
| | select_one sign | sign | Biển nào có ở bản? | bien.jpg | bien_to.jpg | bien.mp3 | |
| | text | more | Còn gì nữa? | | | | phim.mp4 |
| choices | list_name | name | label | media::image | audio |
| | sign | bridge | Cầu treo | cau.png | cau.ogg |
| | sign | school | Trường học | truong.png | |
| | sign | none | Không có biển nào | | |
"""
SOUND = b"ID3\x04" + bytes(200)
OGG = b"OggS" + bytes(200)
FILM = bytes(4) + b"ftypmp42" + bytes(200)


def picture(colour: str, size: tuple[int, int] = (640, 480), kind: str = "PNG") -> bytes:
    """A drawing of one colour with a cross on it."""
    image = Image.new("RGB", size, colour)
    pen = ImageDraw.Draw(image)
    pen.line((0, 0, *size), "white", 5)
    pen.line((0, size[1], size[0], 0), "white", 5)
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()


FILES = {
    "nha.png": picture("brown"),
    "bien.jpg": picture("grey", kind="JPEG"),
    "bien_to.jpg": picture("navy", (2400, 1800), "JPEG"),
    "bien.mp3": SOUND,
    "phim.mp4": FILM,
    "cau.png": picture("red"),
    "cau.ogg": OGG,
    "truong.png": picture("blue", (480, 640)),
}


def packed(table: str = SURVEY, files: dict[str, bytes] | None = None) -> bytes:
    """The form with its files as one .zip."""
    whole = Bundle("bien.md", table.encode(), FILES if files is None else files)
    return bundle.write(whole)


def form(table: str = SURVEY, files: dict[str, bytes] | None = None) -> Form:
    """The form itself."""
    return loading.load(packed(table, files), "bien.zip")[0]
