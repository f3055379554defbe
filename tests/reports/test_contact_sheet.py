"""Small pictures on one sheet: every one whole, with its number, and light to load."""

from io import BytesIO

import pytest
from PIL import Image

from reports import contact_sheet
from storage import pictures
from tests.flows.illustrated import picture


def drawn(*shown: tuple[int, bytes]) -> Image.Image:
    return Image.open(BytesIO(contact_sheet.draw(shown)))


def near(image: Image.Image, at: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    found = image.convert("RGB").getpixel(at)
    assert isinstance(found, tuple)
    return all(abs(one - other) < 40 for one, other in zip(found, colour, strict=True))


def test_pictures_stand_two_in_a_row_in_the_order_of_the_lines() -> None:
    sheet = drawn((1, picture("red")), (2, picture("blue")), (3, picture("lime")))

    assert sheet.width == contact_sheet.WIDTH
    assert near(sheet, (400, 200), (255, 0, 0))
    assert near(sheet, (940, 200), (0, 0, 255))
    assert near(sheet, (400, 630), (0, 255, 0))


def test_the_number_stands_in_the_corner_on_a_dark_square() -> None:
    sheet = drawn((1, picture("red")), (2, picture("blue")))

    assert near(sheet, (24, 24), (29, 42, 38))
    corner = sheet.crop((16, 16, 100, 100)).convert("L")
    assert corner.getextrema()[1] > 200  # the figure itself is light


def test_a_sheet_of_twelve_photos_is_light_enough_for_a_weak_network() -> None:
    noise = Image.effect_noise((2000, 1500), 90).convert("RGB")
    out = BytesIO()
    noise.save(out, "JPEG", quality=95)
    shown = [(number, out.getvalue()) for number in range(1, 13)]

    assert len(contact_sheet.draw(shown)) <= pictures.LIGHT


def test_a_picture_that_nobody_can_read_is_left_out() -> None:
    sheet = drawn((1, b"\x89PNG\r\n\x1a\nbroken"), (2, picture("blue")))

    assert near(sheet, (540, 600), (0, 0, 255))
    with pytest.raises(ValueError, match="no picture"):
        contact_sheet.draw([(1, b"no picture")])
