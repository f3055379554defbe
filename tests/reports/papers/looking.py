"""Looks at pictures of papers: how large they are, and where two of them differ."""

from io import BytesIO

from PIL import Image, ImageChops


def size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    return Image.open(BytesIO(png)).size


def difference(one: bytes, other: bytes) -> tuple[int, int, int, int] | None:
    """The box in pixels (left, top, right, bottom) outside of which both look alike."""
    first, second = (Image.open(BytesIO(png)).convert("RGB") for png in (one, other))
    return ImageChops.difference(first, second).getbbox()


def ink(png: bytes) -> tuple[int, int, int, int] | None:
    """The box in pixels that holds everything which is not white."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    return ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()


def pixels(millimetres: float, ppi: float) -> float:
    """How many pixels a length on paper is."""
    return millimetres / 25.4 * ppi
