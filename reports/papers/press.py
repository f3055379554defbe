"""Prints a template with its facts, the same on every machine: our letters only, and no network.

Facts reach a template as data, never as markup, so a name that looks like Typst prints as it is.
Printing takes the time of a processor: call it from a thread.
"""

import json
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import typst

_HERE = Path(__file__).parent
_TEMPLATES = _HERE / "templates"

Facts = Mapping[str, object]
"""What a template is told: strings, numbers, booleans, and lists and mappings of them."""


def pdf(template: str, facts: Facts) -> bytes:
    """The paper as a PDF. The same facts give the same bytes."""
    return b"".join(_printed(template, facts, "pdf", None))


def pictures(template: str, facts: Facts, ppi: float) -> tuple[bytes, ...]:
    """Each page of the paper as a PNG of `ppi` pixels an inch."""
    return _printed(template, facts, "png", ppi)


def inputs(facts: Facts) -> dict[str, str]:
    """The facts as templates read them: one JSON text, its letters in the form fonts draw well."""
    text = json.dumps(facts, ensure_ascii=False)
    return {"facts": unicodedata.normalize("NFC", text)}


@cache
def letters() -> typst.Fonts:
    """Our letters, and none of the machine's."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[_HERE / "fonts"]
    )


def source(template: str) -> Path:
    """Where the template lies."""
    return _TEMPLATES / f"{template}.typ"


def _printed(
    template: str, facts: Facts, kind: Literal["pdf", "png"], ppi: float | None
) -> tuple[bytes, ...]:
    made: bytes | list[bytes] = typst.compile(
        source(template),
        root=_TEMPLATES,
        font_paths=letters(),
        format=kind,
        ppi=ppi,
        sys_inputs=inputs(facts),
        pdf_tags=False,  # for print; with tags a sheet takes three times the bytes
    )
    return (made,) if isinstance(made, bytes) else tuple(made)  # pictures of several pages: a list
