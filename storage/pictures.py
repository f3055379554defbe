"""Photos: what they are, where they were taken, and smaller copies that do not say where."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 40_000_000  # measured at the limit: JPEG 0.2 GB, PNG 0.3 GB, WebP 0.6 GB
SHOWN, THUMB = 1600, 320  # pixels of the longer side
QUALITY = 85  # of the copies, on the JPEG scale
LIGHT, LIGHT_SIDE = 150_000, 1080  # bytes, and pixels of the longer side, for a weak network
QUALITIES = (QUALITY, 70, 55, 40)  # tried in turn until a copy is light

EXTENSIONS = {
    "JPEG": "jpg",
    "MPO": "jpg",  # several JPEGs in a row, as some phones make them; opened as a JPEG
    "PNG": "png",
    "WEBP": "webp",
    "GIF": "gif",
    "BMP": "bmp",
    "TIFF": "tif",
}
_OPENED_AS = tuple(name for name in EXTENSIONS if name != "MPO")


class NotAPhoto(Exception):
    """The content is no photo that we read."""


class Broken(Exception):
    """It begins like a photo and cannot be decoded."""


class TooManyPixels(Exception):
    """Its header announces more pixels than we decode."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo we can show: `shown` and `thumb` are upright JPEGs that carry nothing but pixels.

    `latitude` and `longitude` are degrees, None where the photo does not say.
    """

    extension: str
    shown: bytes
    thumb: bytes
    latitude: float | None
    longitude: float | None


def picture(content: bytes) -> Picture:
    """Read a photo; of a moving one, the first frame. Raises NotAPhoto, Broken, TooManyPixels."""
    image = _opened(content)
    if image.width * image.height > MOST_PIXELS:
        raise TooManyPixels(f"{image.width} x {image.height}")
    try:
        place = _place(image)
        extension = EXTENSIONS[image.format or ""]
        smaller = _upright(image, SHOWN)
        shown = _jpeg(smaller)
        return Picture(extension, shown, _jpeg(_upright(smaller, THUMB)), *place)
    except Exception as error:  # a decoder fed hostile bytes raises nearly anything
        raise Broken(type(error).__name__) from error


def light(content: bytes) -> bytes:
    """A copy of LIGHT bytes at most for a weak network: an upright JPEG with nothing but pixels.

    Raises NotAPhoto, Broken, TooManyPixels.
    """
    return lightly(smaller(content, LIGHT_SIDE))


def smaller(content: bytes, side: int) -> Image.Image:
    """The photo upright, its longer side of so many pixels at most.

    Raises NotAPhoto, Broken, TooManyPixels.
    """
    image = _opened(content)
    if image.width * image.height > MOST_PIXELS:
        raise TooManyPixels(f"{image.width} x {image.height}")
    try:
        return _upright(image, side)
    except Exception as error:  # a decoder fed hostile bytes raises nearly anything
        raise Broken(type(error).__name__) from error


def lightly(image: Image.Image) -> bytes:
    """The image as a JPEG of LIGHT bytes at most: as good as it may be, else with fewer pixels."""
    while True:
        for quality in QUALITIES:
            made = _jpeg(image, quality)
            if len(made) <= LIGHT:
                return made
        image = image.resize((max(image.width * 3 // 4, 1), max(image.height * 3 // 4, 1)))


def _opened(content: bytes) -> Image.Image:
    """Only the header is read. The decoder's own alarm may ring first: as warning or as error."""
    try:
        return Image.open(BytesIO(content), formats=_OPENED_AS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels(str(error)) from error
    except UnidentifiedImageError as error:
        raise NotAPhoto from error
    except Exception as error:  # a decoder fed hostile bytes raises nearly anything
        raise Broken(type(error).__name__) from error


def _upright(image: Image.Image, side: int) -> Image.Image:
    """A smaller copy, turned as the photo says it was held, on white where it was transparent.

    `image` itself is made smaller first: a JPEG is then decoded small, others converted small.
    """
    image.thumbnail((side, side))
    turned = ImageOps.exif_transpose(image)
    bare = Image.new("RGB", turned.size, "white")
    if turned.has_transparency_data:
        colours = turned.convert("RGBA")
        bare.paste(colours, mask=colours)
    else:
        bare.paste(turned.convert("RGB"))
    return bare


def _jpeg(image: Image.Image, quality: int = QUALITY) -> bytes:
    file = BytesIO()
    image.save(file, "JPEG", quality=quality, optimize=True)
    return file.getvalue()


def _place(image: Image.Image) -> tuple[float, float] | tuple[None, None]:
    """Where the photo was taken. A photo with an odd note about that is still a photo."""
    try:
        gps = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        latitude = _degrees(gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSLatitudeRef])
        longitude = _degrees(gps[ExifTags.GPS.GPSLongitude], gps[ExifTags.GPS.GPSLongitudeRef])
    except Exception:  # noqa: BLE001 - what stands in EXIF is anybody's guess
        return None, None
    on_earth = abs(latitude) <= 90 and abs(longitude) <= 180
    # Phones without a fix write 0, 0: a place in the sea.
    return (latitude, longitude) if on_earth and (latitude or longitude) else (None, None)


def _degrees(parts: Sequence[Any], side: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    whole = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(whole):
        raise ValueError("not a place")
    return -whole if side in {"S", "W"} else whole
