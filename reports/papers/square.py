"""Draws a link as a square that phones scan (a QR code), in lines that stay sharp at any size."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import qrcode
from qrcode.constants import ERROR_CORRECT_M

QUIET = 4  # white modules around the dark ones: phones need them to find the square


def modules(link: str) -> list[list[bool]]:
    """The square as rows of modules, dark ones True, white border included.

    Level M: a seventh of it may be dirty or torn. Raises ValueError for a link that is too long.
    """
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(link)
    code.make(fit=True)
    return code.get_matrix()


def svg(link: str) -> str:
    """The square as a drawing, one unit a module, with its white border."""
    rows = modules(link)
    side = len(rows)
    strokes = "".join(stroke for y, row in enumerate(rows) for stroke in _strokes(y, row))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path d="M0 0h{side}v{side}h-{side}z" fill="#fff"/><path d="{strokes}"/></svg>'
    )


def _strokes(y: int, row: Sequence[bool]) -> Iterator[str]:
    """Dark modules side by side in one stroke: fewer seams, a smaller paper."""
    x = 0
    for dark, run in groupby(row):
        length = len(list(run))
        if dark:
            yield f"M{x} {y}h{length}v1h-{length}z"
        x += length
