"""Reads the squares on a picture of a paper like a phone, but mends nothing: all must be sharp."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby, product

from PIL import Image
from qrcode.base import rs_blocks
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import ALPHA_NUM, mask_func, pattern_position

QUIET = 4  # modules that must be white around a square
LARGEST = 57  # modules a side of version 10, more than any link of ours needs

Grid = list[list[bool]]


@dataclass(frozen=True, slots=True)
class Square:
    """A square found on a picture, all lengths in pixels. `side` is that of its dark part."""

    left: float
    top: float
    side: float
    text: str


@dataclass(frozen=True, slots=True)
class Eye:
    """One of the three big marks in the corners of a square: its middle, and its module."""

    x: float
    y: float
    module: float


class Picture:
    """Dark and light pixels."""

    def __init__(self, png: bytes) -> None:
        grey = Image.open(BytesIO(png)).convert("L")
        self.wide, self.tall = grey.size
        self.bytes = grey.point(lambda level: level < 128).tobytes()

    def row(self, y: int) -> bytes:
        return self.bytes[y * self.wide : (y + 1) * self.wide]

    def column(self, x: int) -> bytes:
        return self.bytes[x :: self.wide]

    def is_dark(self, x: float, y: float) -> bool:
        return bool(self.bytes[int(y) * self.wide + int(x)])


def squares(png: bytes) -> list[Square]:
    """Every square on the picture, line by line, from left to right."""
    picture = Picture(png)
    eyes = _eyes(picture)
    found = [square for eye in eyes if (square := _square(picture, eye, eyes))]
    return sorted(found, key=lambda square: (round(square.top / 20), square.left))


def links(png: bytes) -> list[str]:
    """What the squares on the picture say."""
    return [square.text for square in squares(png)]


def _eyes(picture: Picture) -> list[Eye]:
    rows = ((y, picture.row(y)) for y in range(picture.tall))
    seen = [Eye(x, y, module) for y, row in rows for x, module in _eye_like(row)]
    kept: list[Eye] = []
    for eye in seen:
        across = _eye_like(picture.column(int(eye.x)))
        middle = next((y for y, _ in across if abs(y - eye.y) < eye.module), None)
        if middle is None:
            continue
        if all(abs(eye.x - k.x) + abs(middle - k.y) > 3 * eye.module for k in kept):
            kept.append(Eye(eye.x, middle, eye.module))
    return kept


def _eye_like(pixels: bytes) -> Iterator[tuple[float, float]]:
    """The middles and modules of dark, light, dark, light, dark in the lengths 1 1 3 1 1."""
    runs: list[tuple[int, int, int]] = []
    start = 0
    for dark, run in groupby(pixels):
        length = len(list(run))
        runs.append((dark, start, length))
        start += length
    for at in range(len(runs) - 4):
        five = runs[at : at + 5]
        lengths = [length for _, _, length in five]
        module = sum(lengths) / 7
        fits = zip(lengths, (1, 1, 3, 1, 1), strict=True)
        if five[0][0] and module >= 2 and all(abs(n - m * module) < 0.6 * module for n, m in fits):
            yield five[0][1] + sum(lengths) / 2, module


def _square(picture: Picture, corner: Eye, eyes: Sequence[Eye]) -> Square | None:
    """The square whose upper left eye this is."""
    near = corner.module
    alike = [e for e in eyes if abs(e.module - near) < 0.25 * near]
    right = [e.x - corner.x for e in alike if e.x > corner.x and abs(e.y - corner.y) < near]
    below = [e.y - corner.y for e in alike if e.y > corner.y and abs(e.x - corner.x) < near]
    if not right or not below or abs(min(right) - min(below)) > 2 * near:
        return None
    size = round((min(right) / near + 7 - 17) / 4) * 4 + 17
    if size > LARGEST:
        return None
    module = min(right) / (size - 7)
    left, top = corner.x - 3.5 * module, corner.y - 3.5 * module
    reach = range(-QUIET, size + QUIET)
    dark = {
        (x, y): picture.is_dark(left + (x + 0.5) * module, top + (y + 0.5) * module)
        for x, y in product(reach, reach)
    }
    inside = range(size)
    if any(dark[x, y] for x, y in dark if x not in inside or y not in inside):
        raise AssertionError("something stands on the white border of a square")
    grid = [[dark[x, y] for x in inside] for y in inside]
    return Square(left, top, size * module, _text(grid))


# ---- from modules to text


def _text(grid: Grid) -> str:
    version = (len(grid) - 17) // 4
    bits = "".join(f"{byte:08b}" for byte in _data(_codewords(grid, version), version))
    said = b""
    while len(bits) >= 4 and (mode := int(bits[:4], 2)):
        piece, bits = _segment(mode, bits[4:])
        said += piece
    return said.decode()


def _mask(grid: Grid) -> int:
    """The number of the mask; also proves that the level of correction is M."""
    row = [grid[8][x] for x in (0, 1, 2, 3, 4, 5, 7, 8)]
    column = [grid[y][8] for y in (7, 5, 4, 3, 2, 1, 0)]
    format_ = int("".join("01"[dark] for dark in (*row, *column)), 2) ^ 0x5412
    assert format_ >> 13 == ERROR_CORRECT_M
    return format_ >> 10 & 7


def _codewords(grid: Grid, version: int) -> list[int]:
    mask, size, taken = mask_func(_mask(grid)), len(grid), _fixed(version)
    bits = ""
    upward = True
    for right in (x for x in range(size - 1, 0, -2)):
        pair = right if right > 6 else right - 1
        for y in reversed(range(size)) if upward else range(size):
            for x in (pair, pair - 1):
                if (x, y) not in taken:
                    bits += "01"[grid[y][x] ^ mask(y, x)]
        upward = not upward
    return [int(bits[at : at + 8], 2) for at in range(0, len(bits) - 7, 8)]


def _fixed(version: int) -> set[tuple[int, int]]:
    """The modules that carry no data."""
    size = version * 4 + 17
    ends = range(size)
    fixed = {(6, n) for n in ends} | {(n, 6) for n in ends}
    corners = ((0, 0, 9, 9), (size - 8, 0, 8, 9), (0, size - 8, 9, 8))
    if version >= 7:
        corners = (*corners, (size - 11, 0, 3, 6), (0, size - 11, 6, 3))
    for left, top, wide, tall in corners:
        fixed |= set(product(range(left, left + wide), range(top, top + tall)))
    places = pattern_position(version)
    for x, y in product(places, places):
        if (x < 9 and y < 9) or (x < 9 and y > size - 9) or (x > size - 9 and y < 9):
            continue
        fixed |= set(product(range(x - 2, x + 3), range(y - 2, y + 3)))
    return fixed


def _data(codewords: list[int], version: int) -> list[int]:
    """The data words in their order: blocks are written word by word in turn."""
    counts = [block.data_count for block in rs_blocks(version, ERROR_CORRECT_M)]
    blocks: list[list[int]] = [[] for _ in counts]
    words = iter(codewords)
    for turn in range(max(counts)):
        for block, count in zip(blocks, counts, strict=True):
            if turn < count:
                block.append(next(words))
    return [word for block in blocks for word in block]


def _segment(mode: int, bits: str) -> tuple[bytes, str]:
    """One run of text and the bits after it: digits, capitals or bytes (versions 1 to 9)."""
    head = {1: 10, 2: 9, 4: 8}[mode]
    count, bits = int(bits[:head], 2), bits[head:]
    group, longest = {1: (3, 10), 2: (2, 11), 4: (1, 8)}[mode]
    said = b""
    while count:
        taken = min(group, count)
        length = longest if taken == group else {1: 4, 2: 7}[taken] if mode == 1 else 6
        value, bits = int(bits[:length], 2), bits[length:]
        said += _letters(mode, value, taken)
        count -= taken
    return said, bits


def _letters(mode: int, value: int, taken: int) -> bytes:
    if mode == 1:
        return f"{value:0{taken}}".encode()
    if mode == 4:
        return bytes([value])
    pair = divmod(value, 45) if taken == 2 else (value,)
    return bytes(ALPHA_NUM[n] for n in pair)
