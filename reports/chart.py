"""Draws the week's picture: how far each village is, for a phone held upright.

Every number is in the picture's key, so a picture looked at late shows what was sent. Drawing
takes the time of a processor: call it from a thread.
"""

import base64
import io
import json
import unicodedata
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.stages import STAGES
from flows.village import spoken_day
from flows.wording import SOURCE, Words, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

VILLAGES = 12  # of one picture
WIDTH = 1080  # pixels; a phone shows it at a third
LONGEST_KEY = 2_000  # characters
LONGEST_NAME = 40  # characters of a village or a commune
_UNPACKED = 8_000  # bytes; what unpacks to more was not packed here

_FONTS = Path(__file__).parent / "papers" / "fonts"
_INK, _SOFT, _LINE, _CARD, _EMBER = "#1d2a26", "#5b6b64", "#c4c2b8", "#ffffff", "#b5482a"
_SHADES = ("#2f6b4f", "#76a38b", "#b2cfc0", "#dceae2")
"""One green, four times lighter: told apart by anybody who tells light from dark."""

_EDGE, _TOP, _ROW, _BAR, _FOOT = 48, 348, 104, 34, 84  # pixels
_DOTS = 100  # an inch
_COLOURS = 128  # enough for the shades and the edges of letters


@dataclass(frozen=True, slots=True)
class Bar:
    """One village: how many stand at each stage (flows.stages), of all there could be."""

    name: str
    all: int
    registered: int
    passed: int
    verified: int
    recognised: int

    @property
    def reached(self) -> int:
        """How many are good enough after the commune's check."""
        return self.verified + self.recognised


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture. `day` is when it was counted; `goal` in percent, to be reached in `by`.

    It is number `part` of `parts`, both counted from 1; `total` takes all villages together.
    """

    title: str
    year: int
    commune: str
    day: date
    bars: tuple[Bar, ...]
    total: Bar
    goal: float | None = None
    by: int = 0
    part: int = 1
    parts: int = 1


def key(chart: Chart) -> str:
    """The whole picture as letters of an address; at most LONGEST_KEY."""
    told = [
        *(chart.title, chart.year, _short(chart.commune), chart.day.isoformat()),
        *(chart.goal, chart.by, chart.part, chart.parts),
        *map(_row, (chart.total, *chart.bars[:VILLAGES])),
    ]
    packed = zlib.compress(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(), 9)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read(text: str) -> Chart | None:
    """The picture that `key` wrote; None for anything else."""
    if len(text) > LONGEST_KEY:
        return None
    try:
        told = json.loads(_unpacked(text))
        title, year, commune, day, goal, by, part, parts, total, *bars = told
        found = [_bar(row) for row in (total, *bars)]
        share = None if goal is None else float(goal)
        numbers = int(by), int(part), int(parts)
        head = str(title), int(year), str(commune), date.fromisoformat(day)
        return Chart(*head, tuple(found[1 : VILLAGES + 1]), found[0], share, *numbers)
    except (ValueError, TypeError, KeyError, zlib.error):
        return None


def draw(chart: Chart) -> bytes:
    """The picture as a PNG, WIDTH pixels wide; under a second, under 150 kB. In Vietnamese."""
    say = words(SOURCE)
    height = _TOP + len(chart.bars) * _ROW + _FOOT
    figure, paper = _sheet(height)
    write = _writer(paper)
    _head(say, chart, write)
    _legend(say, paper, write)
    for number, bar in enumerate(chart.bars):
        _village(say, bar, _TOP + number * _ROW, paper, write)
    if chart.goal is not None:
        _goal(say, chart.goal, chart.by, len(chart.bars), paper, write)
    _foot(say, chart.total, height, write)
    return _png(figure)


def paged(bars: Sequence[Bar]) -> list[tuple[Bar, ...]]:
    """The villages of each picture, those furthest behind first."""
    ordered = sorted(bars, key=lambda bar: (_share(bar.reached, bar), bar.name))
    return [tuple(ordered[at : at + VILLAGES]) for at in range(0, len(ordered), VILLAGES)]


# ---- the parts of the picture; `y` is in pixels from the top

Write = Callable[..., Any]


def _head(say: Words, chart: Chart, write: Write) -> None:
    title = say("chart.title", title=say(f"title.{chart.title}"), year=chart.year)
    write(_EDGE, 64, title, size=46, bold=True)
    part = say("chart.part", number=chart.part, of=chart.parts) if chart.parts > 1 else ""
    below = " · ".join(filter(None, (chart.commune, part)))
    write(_EDGE, 116, below, size=34, colour=_SOFT)
    day = spoken_day(say, chart.day)
    write(_EDGE, 162, say("chart.day", day=day), size=34, colour=_SOFT)


def _legend(say: Words, paper: "Axes", write: Write) -> None:
    """What each shade means, two beside each other."""
    for number, (name, shade) in enumerate(zip(reversed(STAGES[1:]), _SHADES, strict=True)):
        x, y = _EDGE + number % 2 * 500, 196 + number // 2 * 48
        _box(paper, x, y, 34, 34, shade)
        write(x + 48, y + 18, say(f"chart.stage.{name}"), size=32)


def _village(say: Words, bar: Bar, top: float, paper: "Axes", write: Write) -> None:
    facts = {"count": bar.reached, "of": bar.all, "shown": _percent(say, bar)}
    number = write(WIDTH - _EDGE, top + 22, say("chart.village", **facts), size=34, right=True)
    room = WIDTH - 2 * _EDGE - number - 24
    write(_EDGE, top + 22, bar.name, size=34, bold=True, room=room)
    x, wide = float(_EDGE), WIDTH - 2 * _EDGE
    _box(paper, x, top + 48, wide, _BAR, _CARD)
    counts = (bar.recognised, bar.verified, bar.passed, bar.registered)
    for count, shade in zip(counts, _SHADES, strict=True):
        part = wide * _share(count, bar)
        _box(paper, x, top + 48, part, _BAR, shade)
        x += part


def _goal(say: Words, goal: float, by: int, rows: int, paper: "Axes", write: Write) -> None:
    """The line each dark part is to reach, through all villages."""
    x = _EDGE + (WIDTH - 2 * _EDGE) * min(goal, 100) / 100
    for number in range(rows):
        top = _TOP + number * _ROW + 48
        paper.plot([x, x], [top, top + _BAR + 14], color=_EMBER, linewidth=4)
    text = say("chart.goal", count=say.number(goal), year=by)
    write(min(x + 12, WIDTH - _EDGE), 322, text, size=32, colour=_EMBER, right=True)


def _foot(say: Words, total: Bar, height: float, write: Write) -> None:
    facts = {"count": total.reached, "of": total.all, "shown": _percent(say, total)}
    write(_EDGE, height - 44, say("chart.total", **facts), size=34, bold=True)


# ---- pencil and paper


def _sheet(height: int) -> tuple["Figure", "Axes"]:
    # Read when a picture is drawn: importing it takes a second and 30 MB.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH / _DOTS, height / _DOTS), dpi=_DOTS, facecolor="#fbfaf6")
    FigureCanvasAgg(figure)
    paper = figure.add_axes((0, 0, 1, 1))
    paper.set_xlim(0, WIDTH)
    paper.set_ylim(height, 0)
    paper.axis("off")
    return figure, paper


def _box(paper: "Axes", x: float, y: float, wide: float, high: float, colour: str) -> None:
    from matplotlib.patches import Rectangle

    if wide > 0:
        paper.add_patch(
            Rectangle((x, y), wide, high, facecolor=colour, edgecolor=_LINE, linewidth=1)
        )


def _writer(paper: "Axes") -> Write:
    """Writes on the paper; gives how wide it became, in pixels."""

    def write(  # noqa: PLR0913 - a line of text, told in full
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        bold: bool = False,
        right: bool = False,
        colour: str = _INK,
        room: float = WIDTH - 2 * _EDGE,
    ) -> float:
        drawn = paper.text(
            x,
            y,
            text,
            fontproperties=_letters(bold),
            fontsize=size * 72 / _DOTS,
            color=colour,
            ha="right" if right else "left",
            va="center",
            parse_math=False,  # a name may hold any sign
        )
        while (wide := drawn.get_window_extent().width) > room and len(text) > 1:
            text = text[:-1].rstrip()
            drawn.set_text(f"{text}…")
        return float(wide)

    return write


def _png(figure: "Figure") -> bytes:
    """Few colours need few bytes: a weak network carries it in a moment."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    drawn = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba())
    picture = io.BytesIO()
    drawn.convert("RGB").quantize(_COLOURS, Image.Quantize.FASTOCTREE).save(picture, "PNG")
    return picture.getvalue()


@cache
def _letters(bold: bool) -> "FontProperties":
    from matplotlib.font_manager import FontProperties

    name = "BeVietnamPro-SemiBold.ttf" if bold else "BeVietnamPro-Regular.ttf"
    return FontProperties(fname=_FONTS / name)


# ---- numbers and names


def _percent(say: Words, bar: Bar) -> str:
    return say.number(round(100 * _share(bar.reached, bar), 1))


def _share(count: int, bar: Bar) -> float:
    return count / bar.all if bar.all else 0.0


def _row(bar: Bar) -> list[str | int]:
    stages = (bar.registered, bar.passed, bar.verified, bar.recognised)
    return [_short(bar.name), bar.all, *stages]


def _bar(row: Any) -> Bar:
    name, *numbers = row
    of, *stages = map(int, numbers)
    if min(of, *stages) < 0 or sum(stages) > of or len(stages) != 4:
        raise ValueError("these are no counts")
    return Bar(str(name), of, *stages)


def _short(name: str) -> str:
    line = unicodedata.normalize("NFC", " ".join(name.split()))
    return line if len(line) <= LONGEST_NAME else f"{line[: LONGEST_NAME - 1]}…"


def _unpacked(text: str) -> bytes:
    packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    unpacking = zlib.decompressobj()
    found = unpacking.decompress(packed, _UNPACKED)
    if unpacking.unconsumed_tail or not unpacking.eof:
        raise ValueError("this was not packed here")
    return found
