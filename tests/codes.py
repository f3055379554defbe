"""Photos of codes, as a phone takes them: a printed code somewhere on a table."""

from io import BytesIO

import qrcode
import zxingcpp
from PIL import Image, ImageFilter
from zxingcpp import BarcodeFormat

TABLE = "#b08d57"


def ean(text: str) -> Image.Image:
    """The bars on a box from a shop."""
    return _drawn(text, BarcodeFormat.EAN13)


def code128(text: str) -> Image.Image:
    """The bars on a card or a book."""
    return _drawn(text, BarcodeFormat.Code128)


def square(text: str) -> Image.Image:
    """A QR code, drawn by another library than the one that reads it."""
    return qrcode.make(text, box_size=5).get_image().convert("RGB")


def photo(*codes: Image.Image, turn: float = 6, size: tuple[int, int] = (1600, 1200)) -> bytes:
    """A JPEG of these lying side by side on a table, turned by so many degrees, a bit unsharp."""
    table = Image.new("RGB", size, TABLE)
    across = 150
    for code in codes:
        lying = code.rotate(turn, expand=True, fillcolor=TABLE)
        table.paste(lying, (across, 300))
        across += lying.width + 80
    out = BytesIO()
    table.filter(ImageFilter.GaussianBlur(0.8)).save(out, "JPEG", quality=80)
    return out.getvalue()


def _drawn(text: str, kind: BarcodeFormat) -> Image.Image:
    bars = zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, kind), scale=4)
    return Image.fromarray(bars).convert("RGB")
