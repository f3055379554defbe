"""Draws small pictures on one sheet, each with its number, for a phone on a weak network.

One sheet is one request and one load where an album is up to ten. Drawing takes the time of a
processor: call it from a thread.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from storage import pictures

WIDTH = 1080  # pixels; a phone shows it at a third
COLUMNS, GAP, SIGN = 2, 16, 84  # pixels between pictures, and of the square with the number
FONT = Path(__file__).parent / "papers" / "fonts" / "BeVietnamPro-SemiBold.ttf"
INK, CARD, PAPER, LINE = "#1d2a26", "#ffffff", "#f4f2ea", "#c4c2b8"


def draw(shown: Sequence[tuple[int, bytes]]) -> bytes:
    """A JPEG of about `pictures.LIGHT` bytes at most; pictures nobody can read are left out.

    Raises ValueError when none is left.
    """
    read = [(number, image) for number, content in shown if (image := _opened(content))]
    if not read:
        raise ValueError("there is no picture to draw")
    columns = min(COLUMNS, len(read))
    side = (WIDTH - GAP) // columns - GAP
    high = side if columns == 1 else side * 4 // 5
    rows = -(-len(read) // columns)
    sheet = Image.new("RGB", (WIDTH, rows * (high + GAP) + GAP), PAPER)
    for at, (number, image) in enumerate(read):
        left, top = GAP + at % columns * (side + GAP), GAP + at // columns * (high + GAP)
        sheet.paste(_card(number, image, (side, high)), (left, top))
    return pictures.lightly(sheet)


def _opened(content: bytes) -> Image.Image | None:
    try:
        return pictures.smaller(content, WIDTH // COLUMNS)
    except (pictures.NotAPhoto, pictures.Broken, pictures.TooManyPixels):
        return None


def _card(number: int, image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The whole picture in the middle of a card, its number in the corner."""
    card = Image.new("RGB", size, CARD)
    fitted = image.copy()
    fitted.thumbnail(size)
    card.paste(fitted, ((size[0] - fitted.width) // 2, (size[1] - fitted.height) // 2))
    pen = ImageDraw.Draw(card)
    pen.rectangle((0, 0, size[0] - 1, size[1] - 1), outline=LINE, width=2)
    pen.rectangle((0, 0, SIGN, SIGN), fill=INK)
    pen.text((SIGN / 2, SIGN / 2), str(number), font=_font(), fill=CARD, anchor="mm")
    return card


@cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, SIGN * 2 // 3)
