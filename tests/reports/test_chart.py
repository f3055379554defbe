"""The picture of the week: drawn from its key alone, small, in time, and told apart by anybody."""

import base64
import io
import json
import time
import zlib
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from PIL import Image

from reports import chart
from reports.chart import LONGEST_KEY, VILLAGES, WIDTH, Bar, Chart

BAR = Bar("Bản Nà Đon", 20, 5, 4, 3, 2)
ONE = Chart("family", 2026, "xã Bình Lư (dữ liệu mẫu)", date(2026, 11, 30), (BAR,), BAR, 80.0, 2030)


def twelve(name: str = "Bản Cốc Pa và vùng tái định cư Hua Bó {}") -> Chart:
    bars = tuple(replace(BAR, name=name.format(number)) for number in range(VILLAGES))
    return replace(ONE, bars=bars, total=replace(BAR, name="", all=999), part=1, parts=3)


def packed(told: object) -> str:
    return base64.urlsafe_b64encode(zlib.compress(json.dumps(told).encode())).decode().rstrip("=")


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def test_a_key_tells_the_whole_picture() -> None:
    assert chart.read(chart.key(ONE)) == ONE


def test_a_picture_without_a_target_keeps_none() -> None:
    bare = replace(ONE, goal=None, by=0)

    assert chart.read(chart.key(bare)) == bare


def test_a_full_picture_has_a_key_short_enough_even_with_names_that_do_not_pack() -> None:
    names = [base64.b85encode(zlib.compress(bytes([n] * 40)))[:40].decode() for n in range(12)]
    bars = tuple(replace(BAR, name=(name * 3)[:60]) for name in names)

    key = chart.key(replace(twelve(), bars=bars, commune="x" * 90))

    assert len(key) <= LONGEST_KEY
    assert chart.read(key) is not None


@pytest.mark.parametrize(
    "key",
    [
        "",
        "AAAA",
        "không phải khóa",
        "x" * (LONGEST_KEY + 1),
        packed([]),
        packed({"title": "family"}),
        packed(["family", 2026, "xã", "30/11", None, 0, 1, 1, ["", 1, 0, 0, 0, 0]]),
        packed(["family", 2026, "xã", "2026-11-30", None, 0, 1, 1, ["", 1, 2, 0, 0, 0]]),
        packed(["family", 2026, "xã", "2026-11-30", None, 0, 1, 1, ["", 1, -1, 0, 0, 0]]),
        packed("x" * 9_000),
    ],
)
def test_what_is_no_key_draws_nothing(key: str) -> None:
    assert chart.read(key) is None


def test_the_picture_is_as_wide_as_a_phone_wants_it_and_light() -> None:
    png = chart.draw(twelve())

    assert opened(png).width == WIDTH
    assert len(png) <= 150_000


def test_a_picture_is_drawn_within_a_second_once_the_tools_are_there() -> None:
    chart.draw(ONE)
    before = time.process_time()

    chart.draw(twelve())

    assert time.process_time() - before < 1


def test_the_same_numbers_draw_the_same_picture() -> None:
    assert chart.draw(twelve()) == chart.draw(twelve())


def test_each_stage_is_as_long_as_its_share() -> None:
    line = bar_of(chart.draw(replace(ONE, goal=None)))

    lengths = [len(run) for run in line if len(run) > 20]
    wide = WIDTH - 96
    shares = [round(length / wide * 20) for length in lengths]
    assert shares == [2, 3, 4, 5, 6]


def test_the_stages_are_told_apart_by_light_and_dark_alone() -> None:
    line = bar_of(chart.draw(replace(ONE, goal=None)))

    lights = [sum(run[len(run) // 2]) for run in line if len(run) > 20]
    assert all(after - before > 45 for before, after in pairwise(lights))


def bar_of(png: bytes) -> list[list[tuple[int, int, int]]]:
    """The colours through the middle of the first bar, in runs of one colour."""
    picture = opened(png)
    y = 348 + 48 + 17
    runs: list[list[tuple[int, int, int]]] = []
    for x in range(48, WIDTH - 48):
        pixel = picture.getpixel((x, y))
        assert isinstance(pixel, tuple)
        if not runs or sum(abs(a - b) for a, b in zip(pixel, runs[-1][-1], strict=True)) > 12:
            runs.append([])
        runs[-1].append(pixel)
    return runs


def test_a_village_without_households_draws_an_empty_bar() -> None:
    empty = Bar("Bản Mới", 0, 0, 0, 0, 0)

    assert opened(chart.draw(replace(ONE, bars=(empty,), total=empty))).width == WIDTH


def test_a_name_with_signs_of_formulas_is_drawn_as_it_is() -> None:
    odd = replace(BAR, name=r"Bản $\frac{1}{2}$ & <b>")

    assert chart.draw(replace(ONE, bars=(odd,)))


def test_villages_furthest_behind_come_first_and_twelve_fit_a_picture() -> None:
    bars = [Bar(f"Bản {n:02}", 30, 0, 0, n, 0) for n in range(30, 0, -1)]

    pages = chart.paged(bars)

    assert [len(page) for page in pages] == [12, 12, 6]
    assert [bar.verified for bar in pages[0]] == list(range(1, 13))
